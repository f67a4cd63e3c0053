//! What waits for the desk.

use crate::live::Entry;
use crate::{App, AppError};
use canvass_domain::{Millis, StatementId, StatementState};
use canvass_store::{Act, Decision};

/// Longest reason, in characters.
const MAX_REASON_CHARS: usize = 600;

impl App {
    /// Accepts a held statement.
    ///
    /// # Errors
    /// When there is no such statement, or somebody has decided already.
    pub async fn accept(&self, entry: &Entry, statement: StatementId, at_ms: Millis) -> Result<(), AppError> {
        self.check_held(entry, statement)?;
        self.decide(entry, statement, StatementState::Accepted, None, at_ms).await
    }

    /// Declines a held statement, with a reason that its author will read.
    ///
    /// # Errors
    /// When there is no such statement, somebody has decided already, or no reason is given.
    pub async fn decline(
        &self,
        entry: &Entry,
        statement: StatementId,
        reason: &str,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(AppError::NoReason);
        }
        if reason.chars().count() > MAX_REASON_CHARS {
            return Err(AppError::LongReason(MAX_REASON_CHARS));
        }
        self.check_held(entry, statement)?;
        self.decide(entry, statement, StatementState::Declined, Some(reason.to_owned()), at_ms).await
    }

    async fn decide(
        &self,
        entry: &Entry,
        statement: StatementId,
        to: StatementState,
        reason: Option<String>,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let act = Act::Decide(Decision { statement, from: StatementState::Held, to, reason });
        self.put(entry.id(), at_ms, None, act).await.map(|_| ())
    }

    fn check_held(&self, entry: &Entry, statement: StatementId) -> Result<(), AppError> {
        match entry.read().ledger.statement(statement) {
            Some(StatementState::Held) => Ok(()),
            Some(StatementState::Accepted | StatementState::Declined) => {
                Err(AppError::Conflict("somebody has decided on it already".to_owned()))
            }
            None => Err(AppError::NotFound("statement")),
        }
    }
}
