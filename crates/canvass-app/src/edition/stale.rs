//! Whether a draft is stale: whether what it tells of is still what it was when its results were frozen.
//!
//! Events are held to the rule in `canvass_results::rules::stale`, those about comments by their number. Words that change without an event are held to what
//! stood there at freezing: the texts by one keyed hash, what people said of themselves by theirs. A draft whose results
//! are held goes by the rule that holds them, in `hold.rs`.

use super::shelf::Take;
use crate::live::Entry;
use crate::{App, AppError};
use canvass_edition::bundle::Record;
use canvass_edition::log::Log;
use canvass_edition::staleness::texts_mac;
use canvass_edition::{is_still_held, record_salt};
use canvass_results::sha256_hex;

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
