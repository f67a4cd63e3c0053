//! What waits for the desk, and what the desk decides.

use crate::comment::check_rule;
use crate::live::{Entry, Snapshot};
use crate::{App, AppError, StaffId};
use canvass_domain::{
    CommentCard, CommentId, CommentState, Decision, Millis, ParticipantId, Ruling, Statement, StatementId,
    StatementState, StatementText, Target,
};
use canvass_store::{Act, ReportRow};
use std::collections::BTreeMap;

/// Texts on one page of the queue.
pub const ITEMS_PER_PAGE: usize = 50;

/// Longest reason, in characters.
const MAX_REASON_CHARS: usize = 600;

/// Which part of the queue to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// Everything that waits.
    #[default]
    All,
    /// Held statements.
    Statements,
    /// Held comments.
    Comments,
    /// Texts that readers reported.
    Reported,
}

/// One text that waits for the desk.
#[derive(Clone, Debug)]
pub struct Item {
    /// Which.
    pub target: Target,
    /// Where it stands.
    pub state: StatementState,
    /// Its words.
    pub text: String,
    /// Who wrote it; nobody for the organiser's.
    pub author: Option<ParticipantId>,
    /// When it came in.
    pub at_ms: Millis,
    /// What it is about, where it is a comment.
    pub comment: Option<CommentCard>,
    /// By how many readers it is reported.
    pub n_reports: usize,
    /// What the first of them said about it.
    pub reports: Vec<ReportRow>,
}

/// A page of the queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Oldest first.
    pub items: Vec<Item>,
    /// How many wait in all that was asked for.
    pub n_items: usize,
    /// The page this is, from 0.
    pub page: usize,
    /// How many wait, by what they are.
    pub waiting: Waiting,
}

/// How many texts wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Held statements.
    pub n_statements: usize,
    /// Held comments.
    pub n_comments: usize,
    /// Texts that readers reported and that are shown.
    pub n_reported: usize,
}

/// What became of texts and people, by rule: for readers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moderation {
    /// Statements readers sent in.
    pub statements: Fates,
    /// Comments.
    pub comments: Fates,
    /// Participants who count in nothing.
    pub n_banned: u64,
}

/// What became of one kind of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fates {
    /// Sent in.
    pub n_sent: usize,
    /// Shown.
    pub n_accepted: usize,
    /// Waiting for the desk.
    pub n_held: usize,
    /// Declined, by rule; an empty rule is a decision from before there were rules.
    pub declined: BTreeMap<String, usize>,
}

impl Snapshot {
    /// How many texts wait for the desk.
    #[must_use]
    pub fn waiting(&self) -> Waiting {
        Waiting {
            n_statements: self.held().count(),
            n_comments: self.talk.n_held(),
            n_reported: self.reported().count(),
        }
    }

    /// What became of texts and people, by rule.
    #[must_use]
    pub fn moderation(&self) -> Moderation {
        let mut moderation = Moderation { n_banned: self.ledger.n_banned(), ..Moderation::default() };
        for statement in self.statements.values().filter(|statement| statement.author.is_some()) {
            moderation.statements.count(statement.state, statement.rule.as_deref());
        }
        for card in self.talk.cards() {
            moderation.comments.count(card.state, card.rule.as_deref());
        }
        moderation
    }

    /// Shown texts that readers reported; what is held waits anyway.
    fn reported(&self) -> impl Iterator<Item = Target> {
        let is_shown = |target: &Target| match *target {
            Target::Statement(id) => self.ledger.statement(id) == Some(StatementState::Accepted),
            Target::Comment(id) => self.talk.card(id).is_some_and(|card| self.shows(card)),
        };
        self.talk.reported().map(|(target, _)| target).filter(is_shown)
    }

    /// Everything that waits, oldest first.
    fn queued(&self, filter: Filter) -> Vec<(Millis, Target)> {
        let mut queued = Vec::new();
        if matches!(filter, Filter::All | Filter::Statements) {
            queued.extend(self.held().map(|s| (s.added_ms, Target::Statement(s.id))));
        }
        if matches!(filter, Filter::All | Filter::Comments) {
            let held = self.talk.cards().filter(|card| card.state == CommentState::Held && !card.is_erased);
            queued.extend(held.map(|card| (card.posted_ms, Target::Comment(card.id))));
        }
        if matches!(filter, Filter::All | Filter::Reported) {
            queued.extend(self.reported().map(|target| (self.came_at(target), target)));
        }
        queued.sort_unstable();
        queued
    }

    fn came_at(&self, target: Target) -> Millis {
        match target {
            Target::Statement(id) => self.statements.get(&id).map_or(0, |statement| statement.added_ms),
            Target::Comment(id) => self.talk.card(id).map_or(0, |card| card.posted_ms),
        }
    }

    fn item(&self, target: Target) -> Option<Item> {
        let (n_reports, reports) = (self.talk.n_reports(target), Vec::new());
        Some(match target {
            Target::Statement(id) => {
                let Statement { state, text, author, added_ms, .. } = self.statements.get(&id)?.clone();
                let text = text.unwrap_or_default();
                Item { target, state, text, author, at_ms: added_ms, comment: None, n_reports, reports }
            }
            Target::Comment(id) => {
                let card = self.talk.card(id)?.clone();
                let (state, at_ms, author) = (card.state, card.posted_ms, Some(card.author));
                Item { target, state, text: String::new(), author, at_ms, comment: Some(card), n_reports, reports }
            }
        })
    }
}

impl Fates {
    fn count(&mut self, state: StatementState, rule: Option<&str>) {
        self.n_sent += 1;
        match state {
            StatementState::Accepted => self.n_accepted += 1,
            StatementState::Held => self.n_held += 1,
            StatementState::Declined => *self.declined.entry(rule.unwrap_or_default().to_owned()).or_default() += 1,
        }
    }
}

impl App {
    /// A page of what waits for the desk, with words and reports.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn queue(&self, entry: &Entry, filter: Filter, page: usize) -> Result<Queue, AppError> {
        let (mut items, n_items, waiting) = {
            let snapshot = entry.read();
            let queued = snapshot.queued(filter);
            let n_items = queued.len();
            let page = queued.into_iter().skip(page.saturating_mul(ITEMS_PER_PAGE)).take(ITEMS_PER_PAGE);
            let items: Vec<Item> = page.filter_map(|(_, target)| snapshot.item(target)).collect();
            (items, n_items, snapshot.waiting())
        };
        let comments: Vec<CommentId> = items.iter().filter_map(|item| Some(item.comment.as_ref()?.id)).collect();
        let mut words = self.comments_with_words(entry, &comments).await?;
        for item in &mut items {
            if let Some(card) = &item.comment {
                item.text = words.remove(&card.id).and_then(|words| words.text).unwrap_or_default();
            }
            if item.n_reports > 0 {
                item.reports = self.store.reports_of(entry.id(), item.target).await?;
            }
        }
        Ok(Queue { items, n_items, page, waiting })
    }

    /// Accepts a text, or shows again what was declined; what readers reported about it is dealt with.
    ///
    /// # Errors
    /// When there is no such text, or somebody has decided meanwhile.
    pub async fn accept(
        &self,
        entry: &Entry,
        target: Target,
        from: StatementState,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let to = StatementState::Accepted;
        self.decide(entry, Decision { target, from, to, ruling: Ruling::default() }, by, at_ms).await
    }

    /// Declines a text under a published rule, with more words for its author where there are any.
    ///
    /// # Errors
    /// When there is no such text, somebody has decided meanwhile, or no rule of the conversation is named.
    pub async fn decline(
        &self,
        entry: &Entry,
        (target, from): (Target, StatementState),
        ruling: Ruling,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let ruling = checked(entry, ruling)?;
        self.decide(entry, Decision { target, from, to: StatementState::Declined, ruling }, by, at_ms).await
    }

    /// Leaves a reported text as it is.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn close_reports(
        &self,
        entry: &Entry,
        target: Target,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        self.put_by(Some(by), entry.id(), at_ms, Act::CloseReports(target)).await.map(|_| ())
    }

    /// Mends the wording of a statement that nobody has answered.
    ///
    /// # Errors
    /// When there is no such statement, or somebody has answered it.
    pub async fn reword(
        &self,
        entry: &Entry,
        statement: StatementId,
        text: StatementText,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        {
            let snapshot = entry.read();
            let is_there = snapshot.statements.get(&statement).is_some_and(|statement| statement.text.is_some());
            if !is_there {
                return Err(AppError::NotFound("statement"));
            }
            if snapshot.ledger.is_answered(statement) {
                return Err(AppError::Answered);
            }
        }
        self.put_by(Some(by), entry.id(), at_ms, Act::Reword(statement, text)).await.map(|_| ())
    }

    /// A participant counts in no result from now on, and their comments are not shown.
    ///
    /// # Errors
    /// When there is no such participant, they are excluded already, or no rule of the conversation is named.
    pub async fn ban(
        &self,
        entry: &Entry,
        participant: ParticipantId,
        ruling: Ruling,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let ruling = checked(entry, ruling)?;
        if entry.read().ledger.is_banned(participant) {
            return Err(AppError::Conflict("this reader is excluded already".to_owned()));
        }
        self.put_by(Some(by), entry.id(), at_ms, Act::Ban(participant, ruling)).await.map(|_| ())
    }

    /// A banned participant counts again.
    ///
    /// # Errors
    /// When they are not banned.
    pub async fn reinstate(
        &self,
        entry: &Entry,
        participant: ParticipantId,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        if !entry.read().ledger.is_banned(participant) {
            return Err(AppError::Conflict("this reader is not excluded".to_owned()));
        }
        self.put_by(Some(by), entry.id(), at_ms, Act::Reinstate(participant)).await.map(|_| ())
    }

    async fn decide(&self, entry: &Entry, decision: Decision, by: StaffId, at_ms: Millis) -> Result<(), AppError> {
        let is_there = {
            let snapshot = entry.read();
            match decision.target {
                Target::Statement(id) => snapshot.statements.contains_key(&id),
                Target::Comment(id) => snapshot.talk.card(id).is_some(),
            }
        };
        if !is_there {
            return Err(AppError::NotFound("text"));
        }
        self.put_by(Some(by), entry.id(), at_ms, Act::Decide(decision)).await.map(|_| ())
    }
}

fn checked(entry: &Entry, ruling: Ruling) -> Result<Ruling, AppError> {
    let rule = ruling.rule.ok_or(AppError::NoReason)?;
    check_rule(&entry.read(), &rule)?;
    let reason = ruling.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    if reason.as_ref().is_some_and(|reason| reason.chars().count() > MAX_REASON_CHARS) {
        return Err(AppError::LongReason(MAX_REASON_CHARS));
    }
    Ok(Ruling { rule: Some(rule), reason })
}
