//! Taking answers back, and leaving for good. Both stay possible after the close.

use super::Reader;
use crate::{App, AppError};
use canvass_domain::Millis;
use canvass_store::Act;

/// What becomes of a participant's votes when they leave for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VotesOnLeaving {
    /// They stay counted, with nobody behind them.
    Keep,
    /// They are taken back first.
    Withdraw,
}

impl App {
    /// Takes back every answer of a reader.
    ///
    /// # Errors
    /// When there is no such participant, or storage fails.
    pub async fn withdraw_all(&self, reader: &Reader, at_ms: Millis) -> Result<(), AppError> {
        let participant = reader.participant.ok_or(AppError::NotFound("participant"))?;
        let (ballot, statements) = {
            let snapshot = reader.entry.read();
            let answered = snapshot.ledger.answers_of(participant).iter().map(|(statement, _)| *statement).collect();
            (snapshot.ledger.ballot(participant), answered)
        };
        let act = Act::WithdrawAll(participant, ballot, statements);
        self.put_for(reader, at_ms, None, act).await.map(|_| ())
    }

    /// Blanks identity and words of a reader, and drops every key that leads to them.
    ///
    /// # Errors
    /// When there is no such participant, or storage fails.
    pub async fn erase(&self, reader: &Reader, votes: VotesOnLeaving, at_ms: Millis) -> Result<(), AppError> {
        let participant = reader.participant.ok_or(AppError::NotFound("participant"))?;
        if votes == VotesOnLeaving::Withdraw {
            self.withdraw_all(reader, at_ms).await?;
        }
        self.put_for(reader, at_ms, None, Act::Erase(participant)).await.map(|_| ())
    }
}
