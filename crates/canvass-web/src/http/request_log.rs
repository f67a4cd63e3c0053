//! Every request, as it is counted and logged: method, route, status and time, never who or what.
//!
//! The route is the pattern of the table, so that no code, token or slug of an address is ever written down.

use crate::http::metrics::ErrorKind;
use crate::server::Server;
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;

/// Routes by which readers answer: what their answers' time is measured on.
pub(crate) const ANSWERS: [(Method, &str); 4] = [
    (Method::POST, "/c/{slug}/ballot"),
    (Method::POST, "/c/{slug}/votes"),
    (Method::PUT, "/api/v1/conversations/{slug}/ballot"),
    (Method::PUT, "/api/v1/conversations/{slug}/statements/{id}/vote"),
];

/// Counts a request and logs it.
pub(crate) async fn log(State(server): State<Server>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let took = started.elapsed();
    let (status, route) = (response.status(), matched.as_ref().map_or("-", MatchedPath::as_str));
    let is_answer = ANSWERS.iter().any(|(answering, pattern)| *answering == method && *pattern == route);
    if is_answer && !status.is_client_error() && !status.is_server_error() {
        server.metrics().answered(took);
    }
    server.metrics().requested(status, response.extensions().get::<ErrorKind>().copied());
    let ms = took.as_micros() as f64 / 1e3;
    tracing::info!(method = known(&method), route, status = status.as_u16(), ms, "request");
    response
}

/// A method may be any word; only those we know are written down.
fn known(method: &Method) -> &str {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::DELETE | Method::OPTIONS => method.as_str(),
        _ => "-",
    }
}
