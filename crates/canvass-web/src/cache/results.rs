//! Results documents as bytes, made once for each state of a conversation, however many ask, and away from the
//! threads that answer: one with tens of thousands of people on its map takes a while.

use axum::body::Bytes;
use canvass_results::{NotCanonical, Results, sha256_hex};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;
use tokio::task::JoinError;

/// Most cache kept; the one asked for longest ago goes first.
const MAX_KEPT: usize = 16;

/// The cache asked for last.
#[derive(Debug, Default)]
pub(crate) struct ResultsCache(Mutex<Vec<Kept>>);

/// A document ready to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// JSON.
    pub bytes: Bytes,
    /// Hash of all its bytes, seq included, in quotes.
    pub etag: String,
}

/// The results are held on to, so that nothing else can stand at their address.
#[derive(Debug)]
struct Kept {
    results: Arc<Results>,
    document: Arc<OnceCell<Document>>,
}

/// Why there is no document: our own fault.
#[derive(Debug)]
pub(crate) struct NotMade(pub String);

impl From<NotCanonical> for NotMade {
    fn from(error: NotCanonical) -> Self {
        Self(error.to_string())
    }
}

impl From<JoinError> for NotMade {
    fn from(error: JoinError) -> Self {
        Self(error.to_string())
    }
}

impl ResultsCache {
    /// The document of some results, kept or made; others who ask meanwhile wait for the same one.
    pub(crate) async fn of(&self, results: &Arc<Results>) -> Result<Document, NotMade> {
        let make = async || {
            let results = Arc::clone(results);
            let bytes = tokio::task::spawn_blocking(move || Ok::<_, NotCanonical>(results.to_json()?.to_string()));
            let bytes = Bytes::from(bytes.await??);
            Ok(Document { etag: format!("\"{}\"", sha256_hex(&bytes)), bytes })
        };
        self.cell(results).get_or_try_init(make).await.cloned()
    }

    /// Where the document is or will be; it moves to the front.
    fn cell(&self, results: &Arc<Results>) -> Arc<OnceCell<Document>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|one| Arc::ptr_eq(&one.results, results));
        if let Some(recent) = place.and_then(|place| kept.get_mut(..=place)) {
            recent.rotate_right(1);
        } else {
            kept.truncate(MAX_KEPT - 1);
            kept.insert(0, Kept { results: Arc::clone(results), document: Arc::default() });
        }
        kept.first().map(|one| Arc::clone(&one.document)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_domain::{Conversation, ConversationId, Instrument, Provenance, Slug, State};
    use std::collections::BTreeMap;

    fn results() -> Arc<Results> {
        let conversation = Conversation {
            visibility: canvass_domain::Visibility::Public,
            id: ConversationId(1),
            slug: Slug::parse("one").unwrap(),
            state: State::Open,
            provenance: Provenance::Here,
            note: None,
            version: 1,
            instrument: Instrument::default(),
            created_ms: 0,
            turns: canvass_domain::Turns::default(),
        };
        Arc::new(Results::new(&conversation, canvass_counts::Totals::default(), &BTreeMap::new()))
    }

    #[tokio::test]
    async fn however_many_ask_at_once_it_is_made_once() {
        let (cache, results) = (ResultsCache::default(), results());
        let (one, other) = tokio::join!(cache.of(&results), cache.of(&results));
        assert_eq!(one.unwrap().bytes.as_ptr(), other.unwrap().bytes.as_ptr());
        assert_eq!(cache.0.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn what_is_kept_has_a_bound_and_the_last_asked_for_stays() {
        let (cache, first) = (ResultsCache::default(), results());
        let made = cache.of(&first).await.unwrap();
        for _ in 0..MAX_KEPT - 1 {
            cache.of(&results()).await.unwrap();
            assert_eq!(cache.of(&first).await.unwrap().bytes.as_ptr(), made.bytes.as_ptr());
        }
        for _ in 0..MAX_KEPT {
            cache.of(&results()).await.unwrap();
        }
        assert_eq!(cache.0.lock().unwrap().len(), MAX_KEPT);
        assert_ne!(cache.of(&first).await.unwrap().bytes.as_ptr(), made.bytes.as_ptr());
    }
}
