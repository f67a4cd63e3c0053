//! Results documents as bytes, made once for each state of a conversation, however many ask.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use canvass_results::{NotCanonical, Results, sha256_hex};
use std::sync::{Arc, Mutex, PoisonError};

/// Most documents kept; the one asked for longest ago goes first.
const MAX_KEPT: usize = 16;

/// The documents asked for last.
#[derive(Debug, Default)]
pub(crate) struct Documents(Mutex<Vec<Kept>>);

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
    document: Document,
}

/// Whether whoever asks has what a tag names already.
pub(crate) fn is_known(asked: &HeaderMap, etag: &str) -> bool {
    asked.get_all(header::IF_NONE_MATCH).iter().any(|value| names(value, etag))
}

/// Whether an `If-None-Match` names a tag: it may hold a list, `*`, and tags that a proxy has marked as weak.
fn names(value: &HeaderValue, etag: &str) -> bool {
    let tags = value.to_str().unwrap_or_default().split(',').map(str::trim);
    tags.map(|tag| tag.strip_prefix("W/").unwrap_or(tag)).any(|tag| tag == etag || tag == "*")
}

impl Documents {
    /// The document of some results, kept or made.
    pub(crate) fn of(&self, results: &Arc<Results>) -> Result<Document, NotCanonical> {
        if let Some(document) = self.find(results) {
            return Ok(document);
        }
        // Made outside the lock: a large one must not hold up the others.
        let bytes = Bytes::from(results.to_json()?.to_string());
        let document = Document { etag: format!("\"{}\"", sha256_hex(&bytes)), bytes };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(MAX_KEPT - 1);
        kept.insert(0, Kept { results: Arc::clone(results), document: document.clone() });
        Ok(document)
    }

    fn find(&self, results: &Arc<Results>) -> Option<Document> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|one| Arc::ptr_eq(&one.results, results))?;
        kept.get_mut(..=place)?.rotate_right(1);
        kept.first().map(|one| one.document.clone())
    }
}
