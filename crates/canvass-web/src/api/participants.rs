//! `POST /api/v1/conversations/{slug}/participants`: a credential for a client that keeps no cookies.

use super::json::Json as Body;
use crate::http::error::Problem;
use crate::http::path::ApiPath;
use crate::server::Server;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Nothing is asked for yet.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Join {}

/// A credential, good for this conversation: it can answer from a second after it was given out on, and expires if nobody
/// answers with it within an hour. It is shown once and stored nowhere; nothing is kept of it before it answers something.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Joined {
    token: String,
}

/// Hands out a credential.
#[utoipa::path(
    post, path = "/api/v1/conversations/{slug}/participants", params(("slug" = String, Path)), request_body = Join,
    responses((status = 201, body = Joined), (status = 404, description = "Nothing there"),
              (status = 429, description = "Too many requests from this address"))
)]
pub(crate) async fn join(
    State(server): State<Server>,
    ApiPath(slug): ApiPath<String>,
    body: Body<Join>,
) -> Result<(StatusCode, Json<Joined>), Problem> {
    let entry = super::find(&server, &slug)?;
    let Join {} = body.value?;
    let random = crate::random::random_bytes()?;
    let token = server.app().server_secret().issue_token(random, entry.id(), server.now_ms());
    Ok((StatusCode::CREATED, Json(Joined { token })))
}
