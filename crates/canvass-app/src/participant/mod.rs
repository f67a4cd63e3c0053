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
use crate::independence::Source;
use crate::live::{Entry, Snapshot};
use crate::{App, AppError, IdempotencyKey, Key, Receipt};
use canvass_domain::{Assurance, Channel, Millis, ParticipantId, Viewer};
use canvass_store::{Act, Caller};
use std::sync::Arc;

/// How long a fresh token cannot answer.
const TOKEN_RESTS_MS: Millis = 1_000;
/// How long a token is good with which nobody has answered.
pub const TOKEN_LIFE_MS: Millis = 3_600_000;

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
    /// Where they ask from, as far as that counts: nothing on this machine itself.
    pub source: Option<Source>,
    /// When the token they hold was given out; nothing for a browser.
    pub issued_ms: Option<Millis>,
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

impl Reader {
    /// The same, asking from there.
    #[must_use]
    pub fn asking_from(self, source: Option<Source>) -> Self {
        Self { source, ..self }
    }

    /// Whether a token that nobody has answered with can be answered with now.
    fn check_token(&self, at_ms: Millis) -> Result<(), AppError> {
        match self.issued_ms.map(|issued_ms| at_ms - issued_ms) {
            Some(age_ms) if age_ms < TOKEN_RESTS_MS => Err(AppError::TooEarly { wait_ms: TOKEN_RESTS_MS - age_ms }),
            Some(age_ms) if age_ms >= TOKEN_LIFE_MS => Err(AppError::TokenExpired),
            _ => Ok(()),
        }
    }
}

impl App {
    /// The reader behind a secret.
    #[must_use]
    pub fn reader(&self, entry: Arc<Entry>, secret: Secret) -> Reader {
        let key = secret.key(entry.id());
        let participant = self.ballot_box.roster().find(entry.id(), &key);
        Reader { entry, secret, key, participant, source: None, issued_ms: None }
    }

    /// The reader behind a token. One from before tokens said of which conversation they are leads to whoever has
    /// answered with it, and to nobody new.
    #[must_use]
    pub fn reader_of_token(&self, entry: Arc<Entry>, token: &str) -> Option<Reader> {
        if let Some((secret, issued_ms)) = self.server_secret.accept_token(token, entry.id()) {
            return Some(Reader { issued_ms: Some(issued_ms), ..self.reader(entry, secret) });
        }
        let secret = self.server_secret.accept(token)?;
        Some(self.reader(entry, secret)).filter(|reader| reader.participant.is_some())
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
            // Only the programming interface gives out tokens.
            channel: if reader.issued_ms.is_some() { Channel::Api } else { Channel::Page },
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
        let conversation = reader.entry.id();
        let Some(source) = reader.source.filter(|_| reader.participant.is_none()) else {
            return self.put(conversation, at_ms, idempotency, act).await;
        };
        reader.check_token(at_ms)?;
        let limits = self.first_answers(&reader.entry, at_ms);
        self.independence.take(conversation, source, limits, at_ms).map_err(AppError::TooManyFirst)?;
        let put = self.put(conversation, at_ms, idempotency, act).await;
        match put.as_ref().map(|receipt| receipt.participant) {
            Ok(Some(participant)) => self.watch_arrival(&reader.entry, source, participant, at_ms).await,
            // Nobody came of it.
            Ok(None) | Err(_) => self.independence.give_back(conversation, source, limits),
        }
        put
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
