//! The OpenAPI 3.1 description, generated from the handlers.

use super::constraints::Constraints;
use super::everywhere::Everywhere;
use super::{answers, comments, conversations, participants, results, statements, stream};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(title = "Canvass", version = "1", description = "Ask a community, collect answers, read honest results. \
          Errors are problem+json (RFC 9457). `Idempotency-Key` works on writes: the same key and body give the same \
          answer, another body 409. Limits answer 429 with `Retry-After`.", license(name = "AGPL-3.0-or-later")),
    paths(
        crate::http::health::healthz,
        conversations::list,
        conversations::show,
        participants::join,
        answers::cast_ballot,
        answers::next_statement,
        answers::cast_vote,
        answers::withdraw_vote,
        answers::add_statement,
        comments::list,
        comments::post_comment,
        comments::edit_comment,
        comments::erase_comment,
        comments::report,
        results::show,
        statements::list,
        stream::open,
    ),
    modifiers(&Credential, &Everywhere, &Constraints)
)]
struct Description;

struct Credential;

impl Modify for Credential {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("participant", SecurityScheme::Http(scheme));
    }
}

static DOCUMENT: LazyLock<String> =
    LazyLock::new(|| Description::openapi().to_pretty_json().map(|json| json + "\n").unwrap_or_default());

/// The description as it is checked in.
#[must_use]
pub fn document() -> &'static str {
    &DOCUMENT
}

/// Serves the description.
pub(crate) async fn serve() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], document()).into_response()
}
