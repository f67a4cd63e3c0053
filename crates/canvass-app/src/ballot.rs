//! Answering the poll.

use crate::changes::{Has, Item};
use crate::participant::Reader;
use crate::{App, AppError, IdempotencyKey, Receipt};
use canvass_domain::{Millis, OptionId};
use canvass_store::Act;

impl App {
    /// Answers the poll, or changes the answer.
    ///
    /// # Errors
    /// When there is no poll, the options are no ballot, or the conversation takes no answers.
    pub async fn cast_ballot(
        &self,
        reader: &Reader,
        options: &[OptionId],
        at_ms: Millis,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<Receipt, AppError> {
        let ballot = {
            let snapshot = reader.entry.read();
            crate::statement::check_not_banned(&snapshot, reader)?;
            snapshot.conversation.instrument.poll.as_ref().ok_or(AppError::NoPoll)?.ballot(options)?
        };
        if let Some(participant) = reader.participant {
            let item = Item { conversation: reader.entry.id(), participant, statement: None };
            let has = match reader.entry.read().ledger.ballot(participant) {
                Some(same) if same == ballot => None,
                Some(_) => Some(Has::Answer),
                None => Some(Has::Nothing),
            };
            if let Err(refused) = has.map_or(Ok(()), |has| self.changes.take(item, has, at_ms)) {
                return self.remembered_or(idempotency.as_ref(), refused).await;
            }
        }
        let act = Act::CastBallot(self.caller(reader), ballot);
        self.put_for(reader, at_ms, idempotency, act).await
    }
}
