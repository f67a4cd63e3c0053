//! Taking answers back, and leaving for good. Both stay possible after the close.

use super::Reader;
use crate::changes::Item;
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
        let items: Vec<Item> = {
            let snapshot = reader.entry.read();
            let answers = snapshot.ledger.answers_of(participant).iter().map(|(statement, _)| Some(*statement));
            let ballot = snapshot.ledger.ballot(participant).map(|_| None);
            let item = |statement| Item { conversation: reader.entry.id(), participant, statement };
            answers.chain(ballot).map(item).collect()
        };
        self.put_for(reader, at_ms, None, Act::WithdrawAll(participant)).await?;
        items.into_iter().for_each(|item| self.changes.withdrawn(item, at_ms));
        Ok(())
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
