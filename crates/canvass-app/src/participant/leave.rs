//! Taking answers back, and leaving for good. Both stay possible after the close.

use super::Reader;
use crate::{App, AppError};
use canvass_domain::Millis;
use canvass_store::{Act, VotesOnLeaving};

impl App {
    /// Takes back every answer of a reader.
    ///
    /// # Errors
    /// When there is no such participant, or storage fails.
    pub async fn withdraw_all(&self, reader: &Reader, at_ms: Millis) -> Result<(), AppError> {
        let participant = reader.participant.ok_or(AppError::NotFound("participant"))?;
        self.put_for(reader, at_ms, None, Act::WithdrawAll(participant)).await.map(|_| ())
    }

    /// Blanks identity and words of a reader, and drops every key that leads to them.
    ///
    /// # Errors
    /// When there is no such participant, or storage fails.
    pub async fn erase(&self, reader: &Reader, votes: VotesOnLeaving, at_ms: Millis) -> Result<(), AppError> {
        let participant = reader.participant.ok_or(AppError::NotFound("participant"))?;
        self.put_for(reader, at_ms, None, Act::Erase(participant, votes)).await?;
        self.visits.forget(reader.entry.id(), &reader.key);
        Ok(())
    }
}
