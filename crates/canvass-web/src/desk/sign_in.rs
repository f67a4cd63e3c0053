//! Signing in and out.

use crate::desk::request::Posted;
use crate::http::cookie::Cookie;
use crate::http::error::PageError;
use crate::http::path::PagePath;
use crate::random::random_bytes;
use crate::server::Server;
use crate::settings::Mail;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::AppError;
use canvass_pages::{DeskSignIn, DeskSignInConfirm, SignInBy, Trouble};

/// Says how to get a link.
pub(crate) async fn ask(State(server): State<Server>) -> Result<Response, PageError> {
    let by = match server.settings().mail {
        Mail::Off => SignInBy::Print,
        Mail::On => SignInBy::Mail,
    };
    Ok(Html(DeskSignIn { by }.render()?).into_response())
}

/// Shows the button; opening the link does not use it up.
pub(crate) async fn confirm(
    State(server): State<Server>,
    PagePath(token): PagePath<String>,
) -> Result<Response, PageError> {
    if !server.app().sign_in_is_good(&token, server.now_ms()).await? {
        return Err(Trouble::SignInLink.into());
    }
    Ok(Html(DeskSignInConfirm { link_token: &token }.render()?).into_response())
}

/// Uses the link up and starts a session.
pub(crate) async fn sign_in(
    State(server): State<Server>,
    PagePath(token): PagePath<String>,
) -> Result<Response, PageError> {
    let session = match server.app().sign_in(&token, random_bytes()?, server.now_ms()).await {
        Ok(session) => session,
        Err(AppError::NotFound(_)) => return Err(Trouble::SignInLink.into()),
        Err(error) => return Err(error.into()),
    };
    Ok(to_desk(Cookie::Desk.set(&session, &server.settings().public_url), "/desk"))
}

/// Ends the session.
pub(crate) async fn sign_out(Posted { desk, .. }: Posted) -> Result<Response, PageError> {
    desk.app().sign_out(&desk.session, desk.now_ms()).await?;
    Ok(to_desk(Cookie::Desk.clear(&desk.server.settings().public_url), "/desk/sign-in"))
}

fn to_desk(cookie: Option<HeaderValue>, path: &str) -> Response {
    let mut response = Redirect::to(path).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
