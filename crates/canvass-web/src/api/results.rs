//! `GET /api/v1/conversations/{slug}/results`: `canvass.results/1`, behind the gate.

use crate::cache::results::NotMade;
use crate::gate::{self, Shut};
use crate::http::error::{PageError, Problem};
use crate::http::etag::is_known;
use crate::http::path::ApiPath;
use crate::http::session::Caller;
use crate::server::Server;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use canvass_app::live::Entry;
use canvass_domain::{Opens, Viewer};
use std::sync::Arc;

/// Shows results.
#[utoipa::path(
    get, path = "/api/v1/conversations/{slug}/results", params(("slug" = String, Path)),
    responses((status = 200, description = "`canvass.results/1`; see docs/results.schema.json", body = serde_json::Value),
              (status = 304, description = "As the ETag says"),
              (status = 403, description = "Problem `gate-closed`: turnout, and when results will appear"),
              (status = 404, description = "Nothing there"))
)]
pub(crate) async fn show(
    State(server): State<Server>,
    ApiPath(slug): ApiPath<String>,
    caller: Caller,
) -> Result<Response, Problem> {
    let entry = super::find(&server, &slug)?;
    let viewer = viewer(&server, &caller, &entry).await?;
    let results = gate::results(&entry, viewer).map_err(gate_closed)?;
    let document = server.results_cache().of(&results).await.map_err(|NotMade(why)| Problem::broken(&why))?;
    let etag = &document.etag;
    let headers = [
        (header::ETAG, HeaderValue::from_str(etag).unwrap_or(HeaderValue::from_static("\"\""))),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    Ok(if is_known(caller.headers(), etag) {
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        let kind = [(header::CONTENT_TYPE, "application/json")];
        (headers, kind, document.bytes).into_response()
    })
}

/// As whom the gate sees a call.
pub(super) async fn viewer(server: &Server, caller: &Caller, entry: &Arc<Entry>) -> Result<Viewer, Problem> {
    caller.viewer(server, entry).await.map_err(|error| match error {
        PageError::TooMany(too_many) => too_many.into(),
        PageError::NoRoom => Problem::no_room(),
        PageError::Broken(_)
        | PageError::Logged(_)
        | PageError::Trouble(_)
        | PageError::TooManyChanges(_)
        | PageError::Wait(..)
        | PageError::Late(_) => canvass_app::AppError::Storage.into(),
    })
}

/// The problem of a closed gate: turnout, and when it opens.
pub(super) fn gate_closed(Shut { closed, turnout }: Shut) -> Problem {
    let problem = Problem::new(StatusCode::FORBIDDEN, "gate-closed", "Results are not shown yet")
        .with("turnout", serde_json::json!({"participants": turnout.n_participants}));
    match closed.opens {
        Opens::AfterBallot => problem.with("opens", "after_ballot"),
        Opens::AfterVotes(n) => problem.with("opens", "after_votes").with("votes_needed", n),
        Opens::AtClose(at) => problem.with("opens", "at_close").with("closes_at_ms", at),
    }
}
