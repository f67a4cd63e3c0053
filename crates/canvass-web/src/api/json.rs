//! JSON bodies and idempotency keys.

use crate::Server;
use crate::body::{self, MAX_BODY_BYTES, content_type, is_of_kind};
use crate::error::Problem;
use crate::identify::Caller;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use canvass_app::identity::hash;
use canvass_app::participant::Reader;
use canvass_app::{IdempotencyKey, Key};
use serde::de::DeserializeOwned;

/// Longest idempotency key, in bytes.
pub(crate) const MAX_KEY_BYTES: usize = 200;

/// A JSON body, with the hash of its bytes. What is wrong with it waits until it is known whether it matters.
#[derive(Clone, Debug)]
pub(crate) struct Json<T> {
    pub value: Result<T, Problem>,
    pub hash: Key,
}

impl<T: DeserializeOwned> FromRequest<Server> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, server: &Server) -> Result<Self, Problem> {
        if !is_of_kind(content_type(&request), "application/json") {
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", "Send application/json"));
        }
        let bytes = body::read(request, MAX_BODY_BYTES, server).await.map_err(|(why, _)| why)?;
        let value = serde_json::from_slice(&bytes).map_err(|error| Problem::malformed(error.to_string()));
        Ok(Self { value, hash: hash(&[&bytes]) })
    }
}

/// The idempotency key of a call, bound to who makes it and to what it says.
pub(super) fn idempotency(
    caller: &Caller,
    reader: &Reader,
    path: &str,
    body: Key,
) -> Result<Option<IdempotencyKey>, Problem> {
    let Some(value) = caller.headers().get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= MAX_KEY_BYTES);
    let key = key
        .ok_or_else(|| Problem::malformed(format!("an Idempotency-Key has 1 to {MAX_KEY_BYTES} visible characters")))?;
    let scope = hash(&[&reader.secret.idempotency_scope(key).0, &reader.entry.id().0.to_be_bytes()]);
    Ok(Some(IdempotencyKey { scope, body: hash(&[path.as_bytes(), &body.0]) }))
}
