//! The access decision of a route, carried out before its handler.

use crate::Server;
use crate::error::PageError;
use crate::identify::Caller;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use canvass_domain::Permission;
use canvass_pages::Trouble;

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
