//! Whether a draft is stale: whether what it tells of is still what it was when its results were frozen.
//!
//! Events are held to the rule in `canvass_results::rules::stale`, those about comments by their number. Words that change without an event are held to what
//! stood there at freezing: the texts by one keyed hash, what people said of themselves by theirs. A draft whose results
//! are held goes by the rule that holds them, in `hold.rs`.

use super::freeze::{Talk, record_salt};
use super::hold::is_still_held;
use super::material::Log;
use super::quotes::is_quotable;
use super::shelf::Take;
use crate::identity::ServerSecret;
use crate::live::Entry;
use crate::{App, AppError};
use canvass_domain::{Statement, StatementId};
use canvass_formats::bundle::Record;
use canvass_results::sha256_hex;
use std::collections::BTreeMap;

impl App {
    /// Whether a draft has to be frozen again before it can be published.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_stale(&self, entry: &Entry, take: &Take) -> Result<bool, AppError> {
        if take.edition.held_from.is_some() {
            let n_participants = entry.read().ledger.n_participants();
            return Ok(!is_still_held(take.results.totals.n_participants, n_participants));
        }
        if has_moved_on(entry, take) {
            return Ok(true);
        }
        Ok(self.has_other_words(entry, take).await? || self.has_other_details(entry, take).await?)
    }

    async fn has_other_words(&self, entry: &Entry, take: &Take) -> Result<bool, AppError> {
        let (statements, n_of_comments) = {
            let snapshot = entry.read();
            (snapshot.statements.clone(), snapshot.ledger.n_of_comments())
        };
        let talk = self.talk(entry).await?;
        Ok(texts_mac(&self.server_secret, entry.id().0, &statements, (&talk, n_of_comments)) != take.edition.texts_mac)
    }

    /// Whether somebody has taken back, or changed, what they said of themselves.
    async fn has_other_details(&self, entry: &Entry, take: &Take) -> Result<bool, AppError> {
        let said: Vec<_> = self.store.said(entry.id()).await?.into_iter().map(crate::live::about).collect();
        let salt = record_salt(&self.server_secret, entry.id().0, take.edition.number);
        let said = Record::canonical_said(&salt, &Log::said_rows(&said, take.instrument()));
        Ok(sha256_hex(said.as_bytes()) != take.edition.said_hash)
    }
}

/// Whether anything has happened since that makes a draft stale, or something else is asked now.
fn has_moved_on(entry: &Entry, take: &Take) -> bool {
    let snapshot = entry.read();
    // Before the first answer wording changes in place, without an event.
    let has_moved =
        snapshot.ledger.stale_seq() > take.results.totals.seq || snapshot.conversation.instrument != *take.instrument();
    has_moved || snapshot.marked() != take.results.segments.marked.as_ref().map(|marked| marked.n)
}

/// Stands for every text that a draft was made of, and for how often anything was decided on comments. Only this server can work it out, and a published edition does not
/// keep it: nobody can try words on it that their author has deleted.
pub(super) fn texts_mac(
    secret: &ServerSecret,
    conversation: i64,
    statements: &BTreeMap<StatementId, Statement>,
    (talk, n_of_comments): (&Talk, u64),
) -> String {
    let statements = statements
        .values()
        .map(|statement| (u64::from(statement.id.0), statement.text.as_deref().unwrap_or_default(), [0].as_slice()));
    let comments = talk.comments.iter().map(|(card, text, attribution)| {
        let may_be_quoted = is_quotable(attribution.quote);
        (u64::from(card.id.0), text.as_str(), if may_be_quoted { [1].as_slice() } else { &[2] })
    });
    let elsewhere = talk.elsewhere.iter().map(|row| (u64::from(row.number), row.text.as_str(), [3].as_slice()));
    let ids: Vec<_> =
        statements.chain(comments).chain(elsewhere).map(|(id, text, kind)| (id.to_be_bytes(), text, kind)).collect();
    let (conversation, n_of_comments) = (conversation.to_be_bytes(), n_of_comments.to_be_bytes());
    let parts = ids.iter().flat_map(|(id, text, kind)| [id.as_slice(), text.as_bytes(), kind]);
    let parts: Vec<&[u8]> = [b"texts".as_slice(), &conversation, &n_of_comments].into_iter().chain(parts).collect();
    secret.mac(&parts).hex()
}
