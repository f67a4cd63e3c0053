//! The reader behind a request, and what they may do with what is theirs.

mod about;
mod leave;
mod mine;
mod visit;

pub use about::Consent;
pub use canvass_store::VotesOnLeaving;
pub use mine::{Mine, MyStatement};
pub use visit::{Visits, arrived_via};

use crate::identity::Secret;
use crate::live::{Entry, Snapshot};
use crate::{App, AppError, IdempotencyKey, Key, Receipt};
use canvass_domain::{Assurance, Millis, ParticipantId, Viewer};
use canvass_store::{Act, Caller};
use std::sync::Arc;

/// A reader in one conversation: a secret, and the participant it leads to once they have answered.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The conversation.
    pub entry: Arc<Entry>,
    /// What their browser or client holds.
    pub secret: Secret,
    /// What the conversation knows them by.
    pub key: Key,
    /// Their number, once they have answered.
    pub participant: Option<ParticipantId>,
}

impl Reader {
    /// Whether they have an answer here, to the poll or to a statement; a skip is none.
    #[must_use]
    pub fn has_answered(&self, snapshot: &Snapshot) -> bool {
        self.participant.is_some_and(|participant| {
            let standing = snapshot.ledger.standing(participant);
            standing.has_ballot || standing.n_votes > 0
        })
    }
}

impl App {
    /// The reader behind a secret.
    #[must_use]
    pub fn reader(&self, entry: Arc<Entry>, secret: Secret) -> Reader {
        let key = secret.key(entry.id());
        let participant = self.ballot_box.roster().find(entry.id(), &key);
        Reader { entry, secret, key, participant }
    }

    /// Remembers by what way a visitor first came, until they answer.
    pub fn arrive(&self, reader: &Reader, via: canvass_domain::ArrivedVia) {
        self.visits.arrive(reader.entry.id(), reader.key, via);
    }

    /// What the gate knows of a reader.
    #[must_use]
    pub fn viewer(&self, reader: Option<&Reader>) -> Viewer {
        let standing = |reader: &Reader| Some(reader.entry.read().ledger.standing(reader.participant?));
        reader.and_then(standing).map_or(Viewer::Stranger, Viewer::Participant)
    }

    /// Another device joins: from now on this reader's secret leads to the participant of the return code.
    ///
    /// # Errors
    /// When the code leads nowhere in this conversation.
    pub async fn come_back(&self, reader: &Reader, code: &str, at_ms: Millis) -> Result<(), AppError> {
        let participant = self.returning(&reader.entry, code).ok_or(AppError::NotFound("return link"))?;
        // A browser with answers of its own keeps the private link to those: only the browser changes sides.
        let keys = match reader.participant {
            Some(_) => vec![reader.key],
            None => vec![reader.key, reader.secret.return_key(reader.entry.id())],
        };
        self.put(reader.entry.id(), at_ms, None, Act::BindKeys(participant, keys)).await?;
        Ok(())
    }

    /// Who a return code leads to.
    #[must_use]
    pub fn returning(&self, entry: &Entry, code: &str) -> Option<ParticipantId> {
        self.ballot_box.roster().find(entry.id(), &crate::identity::return_key(code, entry.id()))
    }

    pub(crate) fn caller(&self, reader: &Reader) -> Caller {
        let visit = match reader.participant {
            Some(_) => None,
            None => self.visits.find(reader.entry.id(), &reader.key),
        };
        Caller {
            key: reader.key,
            return_key: match reader.participant {
                Some(_) => reader.key,
                None => reader.secret.return_key(reader.entry.id()),
            },
            assurance: Assurance::Anonymous,
            via: visit.map_or(canvass_domain::ArrivedVia::Direct, |visit| visit.via),
            shown: visit.and_then(|visit| visit.showing).map(|s| (s.statement, s.at_ms, s.probability)),
        }
    }

    /// Writes something for a reader whose answers count from the conversation's point of view.
    pub(crate) async fn put_for(
        &self,
        reader: &Reader,
        at_ms: Millis,
        idempotency: Option<IdempotencyKey>,
        act: Act,
    ) -> Result<Receipt, AppError> {
        self.put(reader.entry.id(), at_ms, idempotency, act).await
    }

    /// What may not be done now may have been done before, under the same key: then the answer is the same.
    pub(crate) async fn remembered_or(
        &self,
        idempotency: Option<&IdempotencyKey>,
        refused: AppError,
    ) -> Result<Receipt, AppError> {
        let Some(key) = idempotency else { return Err(refused) };
        match self.store.remembered(&key.scope).await? {
            Some((body, receipt)) if body == key.body => Ok(receipt),
            Some(_) => Err(AppError::KeyReused),
            None => Err(refused),
        }
    }
}
