//! `/healthz`: whether requests are answered and answers taken.

use crate::http::error::Problem;
use crate::server::Server;
use axum::extract::State;
use axum::http::StatusCode;

/// Says that requests are answered and answers are taken.
#[utoipa::path(
    get, path = "/healthz", tag = "super",
    responses((status = 200, description = "Requests are answered, answers are taken"),
              (status = 503, description = "Every answer is refused: there is no room on the disk (`storage-full`), \
               or the server has to be started again (`not-taking`)"))
)]
pub(crate) async fn healthz(State(server): State<Server>) -> Result<&'static str, Problem> {
    let refused = |kind, title| Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, kind, title));
    match (server.app().is_taking(), server.app().has_room()) {
        (true, true) => Ok("ok\n"),
        (true, false) => refused("storage-full", "Every answer is refused: there is no room to store it"),
        (false, _) => refused("not-taking", "No answers are taken any more"),
    }
}
