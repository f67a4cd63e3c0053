//! Signing in by mail, and whether somebody is told that something waits. Without mail there is nothing here.

use crate::desk::request::{Desk, Posted};
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::session::Caller;
use crate::random::random_bytes;
use crate::server::Server;
use crate::settings::Mail;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::mail::{Letter, address};
use canvass_domain::Permission;
use canvass_pages::{DeskSignIn, SignInBy, Trouble, letters};

/// Posts a link to an address that may sign in, and says the same whether it may or not.
pub(crate) async fn post_link(
    State(server): State<Server>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    if server.settings().mail == Mail::Off {
        return Err(Trouble::NotFound.into());
    }
    server.rate_limits().email(caller.client())?;
    if let Some(email) = form.get("email").and_then(address) {
        let public_url = server.settings().public_url.as_str();
        let write = |token: &str| {
            let text = letters::sign_in(&format!("{public_url}/desk/sign-in/{token}"));
            Letter {
                recipient: email.clone(),
                subject: text.subject,
                body: text.body,
                unsubscribe_url: None,
                expires_ms: 0,
            }
        };
        server.app().post_sign_in(&email, random_bytes()?, server.now_ms(), write).await?;
    }
    Ok(Html(DeskSignIn { by: SignInBy::Posted }.render()?).into_response())
}

/// Keeps whether they want to be told.
pub(crate) async fn set_mail(Posted { desk, form, .. }: Posted) -> Result<Response, PageError> {
    let wants = match form.get("wants") {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(Trouble::Malformed.into()),
    };
    desk.app().set_wants_mail(desk.by(), wants, desk.now_ms()).await?;
    Ok(Redirect::to("/desk").into_response())
}

/// Whether they are told; nothing where no mail is sent or they do not decide on texts.
pub(super) async fn is_told(desk: &Desk) -> Result<Option<bool>, PageError> {
    if desk.server.settings().mail == Mail::Off || !desk.session.member.role.may(Permission::Moderate) {
        return Ok(None);
    }
    Ok(Some(desk.app().wants_mail(desk.by()).await?))
}
