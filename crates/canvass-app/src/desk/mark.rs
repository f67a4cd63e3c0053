//! Saying at the desk what a statement is about.
//!
//! A mark changes which groups are found and what is listed. So it is an event of the log, dated and audited, and it
//! is not set while the gate is closed to readers: then nobody outside could see that it changed anything. A draft has
//! no answers, so there anything may be marked.

use crate::live::{Entry, Snapshot};
use crate::{App, AppError, Conflict, StaffId};
use canvass_domain::{Millis, Standing, State, StatementId, StatementState, Subject, Viewer};
use canvass_store::Act;
use std::ops::Bound;

/// A statement as the desk marks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkableStatement {
    /// Its number.
    pub id: StatementId,
    /// Its wording.
    pub text: String,
    /// Where it stands.
    pub state: StatementState,
    /// What it is about.
    pub subject: Subject,
}

/// At most `n` statements that have words, ascending, from the first one after a number.
#[must_use]
pub fn markable(entry: &Entry, after: Option<StatementId>, n: usize) -> Vec<MarkableStatement> {
    let snapshot = entry.read();
    let from = after.map_or(Bound::Unbounded, Bound::Excluded);
    let statement = |statement: &canvass_domain::Statement| {
        let subject = snapshot.ledger.subject(statement.id)?;
        Some(MarkableStatement { id: statement.id, text: statement.text.clone()?, state: statement.state, subject })
    };
    snapshot.statements.range((from, Bound::Unbounded)).filter_map(|(_, known)| statement(known)).take(n).collect()
}

impl App {
    /// Marks a statement as being about the readers, or about the topic again.
    ///
    /// # Errors
    /// When there is no such statement, it is so already, or the gate is closed to readers.
    pub async fn mark(
        &self,
        entry: &Entry,
        (statement, subject): (StatementId, Subject),
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        {
            let snapshot = entry.read();
            let now = snapshot.ledger.subject(statement).ok_or(AppError::NotFound("statement"))?;
            if now == subject {
                return Err(Conflict::Marked.into());
            }
            check_markable(&snapshot)?;
        }
        self.put_by(Some(by), entry.id(), at_ms, Act::Mark(statement, subject)).await.map(|_| ())
    }
}

impl Snapshot {
    /// Whether marks may be set now.
    #[must_use]
    pub fn may_be_marked(&self) -> bool {
        // Somebody who has answered all there is.
        let reader = Viewer::Participant(Standing { has_ballot: true, n_votes: u32::MAX });
        self.conversation.state == State::Draft || self.disclosure().check(reader).is_ok()
    }
}

/// Whether marks may be set now.
///
/// # Errors
/// [`AppError::MarkBehindGate`] where they may not.
pub(crate) fn check_markable(snapshot: &Snapshot) -> Result<(), AppError> {
    if snapshot.may_be_marked() { Ok(()) } else { Err(AppError::MarkBehindGate) }
}
