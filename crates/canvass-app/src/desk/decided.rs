//! Texts that the desk has decided on, to be found again and decided otherwise. Nothing is decided here.

use super::queue::Item;
use crate::live::{Entry, Snapshot};
use crate::{App, AppError};
use canvass_domain::{CommentId, Statement, StatementId, StatementState, Target};
use std::sync::Arc;

/// Decided texts on one page.
pub const DECIDED_PER_PAGE: usize = 50;

/// Which kind of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    /// Comments.
    #[default]
    Comments,
    /// Statements.
    Statements,
}

/// Which decided texts to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedRequest {
    /// Of which kind.
    pub kind: TextKind,
    /// What became of them: accepted or declined.
    pub state: StatementState,
    /// Words they have, or `#` and their number; empty for all.
    pub query: String,
    /// Only those numbered lower than this.
    pub before: Option<u32>,
}

/// A page of decided texts, the newest first.
#[derive(Clone, Debug)]
pub struct Decided {
    /// With words and reports.
    pub items: Vec<Item>,
    /// From which number on the next page goes, where there is one.
    pub next: Option<u32>,
}

impl App {
    /// A page of texts that the desk has decided on.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn decided(&self, entry: &Arc<Entry>, request: &DecidedRequest) -> Result<Decided, AppError> {
        let most = DECIDED_PER_PAGE + 1;
        let mut targets: Vec<Target> = match (request.kind, request.number()) {
            (TextKind::Statements, _) => entry.read().statements_decided(request, most),
            (TextKind::Comments, Some(number)) => {
                let is_so = entry.read().talk.card(CommentId(number)).is_some_and(|card| card.state == request.state);
                is_so.then_some(Target::Comment(CommentId(number))).into_iter().collect()
            }
            (TextKind::Comments, None) => {
                let (query, state) = (request.query.trim().to_lowercase(), request.state);
                let before = request.before.map(CommentId);
                let fits = |text: &str| text.to_lowercase().contains(&query);
                let found = self.store.find_comments(entry.id(), (state, before), most, fits).await?;
                found.into_iter().map(Target::Comment).collect()
            }
        };
        let has_more = targets.len() > DECIDED_PER_PAGE;
        targets.truncate(DECIDED_PER_PAGE);
        let mut items: Vec<Item> = {
            let snapshot = entry.read();
            targets.iter().filter_map(|target| snapshot.item(entry, *target)).collect()
        };
        self.fill_items(entry, &mut items).await?;
        let last = targets.last().map(|target| match target {
            Target::Statement(StatementId(number)) | Target::Comment(CommentId(number)) => *number,
        });
        Ok(Decided { items, next: last.filter(|_| has_more) })
    }
}

impl DecidedRequest {
    /// The number asked for, as in "#17".
    fn number(&self) -> Option<u32> {
        self.query.trim().strip_prefix('#')?.parse().ok()
    }
}

impl Snapshot {
    fn statements_decided(&self, request: &DecidedRequest, most: usize) -> Vec<Target> {
        let query = request.query.trim().to_lowercase();
        let fits = |statement: &&Statement| {
            let is_named = match request.number() {
                Some(number) => statement.id.0 == number,
                None => statement.text.as_deref().is_some_and(|text| text.to_lowercase().contains(&query)),
            };
            statement.state == request.state && request.before.is_none_or(|before| statement.id.0 < before) && is_named
        };
        let found = self.statements.values().rev().filter(fits);
        found.take(most).map(|statement| Target::Statement(statement.id)).collect()
    }
}
