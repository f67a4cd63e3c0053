//! Entity tags: whether whoever asks has the current version already (RFC 9110, 13.1.2).

use axum::http::{HeaderMap, HeaderValue, header};

/// Whether whoever asks has what a tag names already.
pub(crate) fn is_known(asked: &HeaderMap, etag: &str) -> bool {
    asked.get_all(header::IF_NONE_MATCH).iter().any(|value| names(value, etag))
}

/// Whether an `If-None-Match` names a tag: it may hold a list, `*`, and tags that a proxy has marked as weak.
fn names(value: &HeaderValue, etag: &str) -> bool {
    let tags = value.to_str().unwrap_or_default().split(',').map(str::trim);
    tags.map(|tag| tag.strip_prefix("W/").unwrap_or(tag)).any(|tag| tag == etag || tag == "*")
}
