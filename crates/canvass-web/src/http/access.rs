//! Who may use a route: the decision stands in the route table and is carried out here, before the handler.

use crate::http::client_address::source;
use crate::http::error::PageError;
use crate::http::session::Caller;
use crate::server::Server;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use canvass_domain::Permission;
use canvass_pages::Trouble;
use std::net::SocketAddr;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone. What they see of a conversation is for the gate to say.
    Anyone,
    /// Signed-in staff with this permission; others go to sign-in.
    Staff(Permission),
    /// Peers on the networks that may read metrics; for others there is nothing here.
    Operators,
}

/// Lets staff with the permission through, with their session; sends everybody else to sign in.
pub(crate) async fn staff_only(
    State((server, permission)): State<(Server, Permission)>,
    caller: Caller,
    mut request: Request,
    next: Next,
) -> Result<Response, PageError> {
    let Some(session) = caller.staff(&server).await? else {
        return Ok(Redirect::to("/desk/sign-in").into_response());
    };
    if !session.member.role.may(permission) {
        return Err(Trouble::NotAllowed.into());
    }
    request.extensions_mut().insert(session);
    Ok(next.run(request).await)
}

/// Lets peers through who may read metrics; for everybody else there is nothing here.
pub(crate) async fn operators_only(State(server): State<Server>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let source = source(peer, request.headers(), server.settings());
    let may_read = source.is_some_and(|source| server.settings().shows_metrics_to(source));
    if may_read { next.run(request).await } else { PageError::from(Trouble::NotFound).into_response() }
}
