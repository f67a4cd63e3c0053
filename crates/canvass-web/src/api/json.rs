//! JSON bodies and idempotency keys.

use crate::http::body::{self, MAX_BODY_BYTES, content_type, is_of_kind};
use crate::http::error::Problem;
use crate::http::session::Caller;
use crate::server::Server;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use canvass_app::identity::hash;
use canvass_app::participant::Reader;
use canvass_app::{IdempotencyKey, Key};
use canvass_domain::OptionId;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

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
        // Every body is an object; the parser would take an array of its fields for one.
        let value = if bytes.trim_ascii_start().starts_with(b"{") {
            serde_json::from_slice(&bytes).map_err(|error| Problem::malformed(error.to_string()))
        } else {
            Err(Problem::malformed("the body is not a JSON object".to_owned()))
        };
        Ok(Self { value, hash: hash(&[&bytes]) })
    }
}

/// Ids of options. JSON knows one kind of number: 2.0 is 2.
pub(super) fn option_ids<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<OptionId>, D::Error> {
    let numbers: Vec<f64> = Deserialize::deserialize(from)?;
    let id = |number: f64| whole(number).and_then(|number| u8::try_from(number).ok()).map(OptionId);
    let ids: Option<Vec<OptionId>> = numbers.into_iter().map(id).collect();
    ids.ok_or_else(|| D::Error::custom("an option is a whole number up to 255"))
}

/// A number of a comment, or none.
pub(super) fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    let Some(number) = Option::<f64>::deserialize(from)? else { return Ok(None) };
    whole(number).map(Some).ok_or_else(|| D::Error::custom("a number is whole, from 0, of 32 bits"))
}

fn whole(number: f64) -> Option<u32> {
    let is_whole = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    is_whole.then_some(number as u32)
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
    let key = key.ok_or_else(|| {
        Problem::malformed(format!("an Idempotency-Key has 1 to {MAX_KEY_BYTES} printable characters of ASCII"))
    })?;
    let scope = hash(&[&reader.secret.idempotency_scope(key).0, &reader.entry.id().0.to_be_bytes()]);
    Ok(Some(IdempotencyKey { scope, body: hash(&[path.as_bytes(), &body.0]) }))
}
