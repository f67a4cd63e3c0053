//! "Tell me when the results are final": asked for, confirmed by a link, told once, forgotten.

use super::{Letter, MAX_LETTERS};
use crate::edition::edition_id;
use crate::identity::token_hash;
use crate::live::Entry;
use crate::{App, AppError};
use canvass_domain::{Conversation, ConversationId, DAY_MS, Millis, Provenance, State, Viewer};
use std::sync::Arc;

/// How long a request waits to be confirmed.
const CONFIRM_WITHIN_MS: Millis = 3 * DAY_MS;
/// Between two letters that ask the same person to confirm, from the beginning of the day of the first.
const ASK_AGAIN_AFTER_MS: Millis = DAY_MS;
/// How long after the close the letter waits for a take.
const TAKE_WITHIN_MS: Millis = 7 * DAY_MS;
/// How long the letter that tells of results is tried.
const TELL_WITHIN_MS: Millis = 7 * DAY_MS;
const MAX_AT_ONCE: u32 = 100;

/// What somebody who asked is told of.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The closed conversation.
    pub conversation: Arc<Conversation>,
    /// The id of its newest take; nothing where none came within a week of the close.
    pub take: Option<String>,
}

/// What came of asking. Readers are told the same in every case: who asked before is nobody's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeAsked {
    /// A letter with a link is on its way.
    Posted,
    /// One was sent within the last day, or the address is confirmed.
    Already,
}

/// Where a link leads.
#[derive(Clone, Debug)]
pub enum NoticeStanding {
    /// To a request that is not confirmed.
    Asked(Arc<Entry>),
    /// To one that is.
    Confirmed(Arc<Entry>),
    /// To nothing: told, ended, or never asked.
    Nothing,
}

impl App {
    /// Whether readers can still ask to be told: until it is final.
    #[must_use]
    pub fn takes_notices(conversation: &Conversation) -> bool {
        conversation.state == State::Open && conversation.provenance != Provenance::Imported
    }

    /// Somebody asks to be told. `write` writes the letter that asks them to confirm, with the token of its links.
    ///
    /// # Errors
    /// When nobody can be told any more, too many letters wait, or storage fails.
    pub async fn ask_notice(
        &self,
        entry: &Entry,
        email: &str,
        now_ms: Millis,
        write: impl FnOnce(&str) -> Letter,
    ) -> Result<NoticeAsked, AppError> {
        if !Self::takes_notices(&entry.conversation()) {
            return Err(AppError::NotOpen);
        }
        let token = self.notice_token(entry.id(), email);
        let before = self.store.ask_notice(entry.id(), email, &token_hash(&token), now_ms).await?;
        let is_settled = |asked_ms| now_ms - asked_ms < ASK_AGAIN_AFTER_MS;
        if before.is_some_and(|before| before.is_confirmed || is_settled(before.asked_ms)) {
            return Ok(NoticeAsked::Already);
        }
        let letter = Letter { expires_ms: now_ms + CONFIRM_WITHIN_MS, ..write(&token) };
        if self.store.post(&letter, now_ms, MAX_LETTERS).await? {
            return Ok(NoticeAsked::Posted);
        }
        self.store.forget_notice(&token_hash(&token)).await?;
        Err(AppError::Busy)
    }

    /// Where a link leads. Looking changes nothing, since mail scanners open links.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn notice(&self, token: &str) -> Result<NoticeStanding, AppError> {
        let row = self.store.notice(&token_hash(token)).await?;
        let entry = row.as_ref().and_then(|row| self.entry_of(row.conversation));
        Ok(match (row, entry) {
            (Some(row), Some(entry)) if row.is_confirmed => NoticeStanding::Confirmed(entry),
            (Some(_), Some(entry)) => NoticeStanding::Asked(entry),
            _ => NoticeStanding::Nothing,
        })
    }

    /// The address is theirs who asked.
    ///
    /// # Errors
    /// When the link leads nowhere, or storage fails.
    pub async fn confirm_notice(&self, token: &str, now_ms: Millis) -> Result<(), AppError> {
        let is_there = self.store.confirm_notice(&token_hash(token), now_ms).await?;
        if is_there { Ok(()) } else { Err(AppError::NotFound("notice")) }
    }

    /// Ends it and forgets the address; also where there is nothing to end.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn end_notice(&self, token: &str) -> Result<(), AppError> {
        Ok(self.store.forget_notice(&token_hash(token)).await?)
    }

    /// Posts a letter to whoever waits for results, once there is a take or none came within a week of the close, and
    /// forgets their addresses; forgets requests that nobody confirmed. Gives how many letters.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn tell_results(
        &self,
        now_ms: Millis,
        write: impl Fn(&Ready, &str, &str) -> Letter + Send + Sync,
    ) -> Result<u64, AppError> {
        // Only the day is kept of when somebody asked.
        self.store.forget_unconfirmed_notices(now_ms - CONFIRM_WITHIN_MS - DAY_MS).await?;
        let mut n_posted = 0;
        for id in self.store.noticed_conversations().await? {
            let Some(entry) = self.entry_of(id).filter(|entry| is_final(entry)) else { continue };
            let Some(ready) = self.ready(&entry, now_ms).await? else { continue };
            for row in self.store.confirmed_notices(id, MAX_AT_ONCE).await? {
                let token = self.notice_token(id, &row.email);
                let letter = write(&ready, &row.email, &token);
                let letter = Letter { expires_ms: now_ms + TELL_WITHIN_MS, ..letter };
                n_posted += u64::from(self.store.post_notice(&row.token_hash, &letter, now_ms, MAX_LETTERS).await?);
            }
        }
        Ok(n_posted)
    }

    async fn ready(&self, entry: &Entry, now_ms: Millis) -> Result<Option<Ready>, AppError> {
        let conversation = entry.conversation();
        if let Some(take) = self.shelf(entry).await?.newest() {
            let take = edition_id(&conversation.slug, take.edition.number);
            return Ok(Some(Ready { conversation, take: Some(take) }));
        }
        let closed_ms = self.store.closed_ms(entry.id()).await?;
        let is_waiting = closed_ms.is_some_and(|closed_ms| now_ms - closed_ms < TAKE_WITHIN_MS);
        Ok((!is_waiting).then_some(Ready { conversation, take: None }))
    }

    /// Follows from address and conversation, so that only its hash is kept and every letter can still carry it.
    fn notice_token(&self, conversation: ConversationId, email: &str) -> String {
        self.server_secret.mac(&[b"notice", &conversation.0.to_be_bytes(), email.as_bytes()]).hex()
    }

    fn entry_of(&self, id: ConversationId) -> Option<Arc<Entry>> {
        self.live.all().into_iter().find(|entry| entry.id() == id)
    }
}

/// Closed, and open for everybody to see.
fn is_final(entry: &Entry) -> bool {
    let snapshot = entry.read();
    snapshot.conversation.state == State::Closed && snapshot.disclosure().check(Viewer::Stranger).is_ok()
}
