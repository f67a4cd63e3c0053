//! What belongs to an edition as files: the bundle, the disclosure card, and the key that signs.

use super::page::find;
use crate::cache::pictures::etag;
use crate::http::error::PageError;
use crate::http::etag::is_known;
use crate::http::path::PagePath;
use crate::http::session::Caller;
use crate::server::Server;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use canvass_app::edition::Reach;

/// Everything that is published of an edition, in one file.
pub(crate) async fn bundle(
    State(server): State<Server>,
    PagePath(id): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    let (entry, _, take) = find(&server, &id).await?;
    let bundle = server.app().bundle(&entry, &take, Reach::Public).await?;
    Ok(file(&caller, bundle, &format!("{id}.json")))
}

/// The disclosure card as JSON.
pub(crate) async fn disclosure(
    State(server): State<Server>,
    PagePath(id): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    let (_, _, take) = find(&server, &id).await?;
    Ok(file(&caller, take.edition.disclosure.to_string(), &format!("{id}-disclosure.json")))
}

/// A file that anyone may have, kept by caches as long as they ask.
fn file(caller: &Caller, text: String, name: &str) -> Response {
    let etag = etag(&text, None);
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    headers.extend(HeaderValue::from_str(&etag).map(|etag| (header::ETAG, etag)));
    if is_known(caller.headers(), &etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers.extend(disposition.map(|value| (header::CONTENT_DISPOSITION, value)));
    (headers, text).into_response()
}

/// The public half of the key that signs editions.
pub(crate) async fn key(State(server): State<Server>) -> Result<Response, PageError> {
    let key = server.app().public_key().ok_or_else(|| PageError::Broken("the key cannot be made".to_owned()))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{key}\n")).into_response())
}
