//! Pages and forms of the desk. Who may come here stands in the route table.

pub(crate) mod after;
pub(crate) mod audit;
mod bulk;
mod conversation;
pub(crate) mod decided;
mod edit;
pub(crate) mod elsewhere;
mod home;
mod look;
mod mail;
pub(crate) mod people;
mod queue;
mod sign_in;
pub(crate) mod statements;
pub(crate) mod takes;
pub(crate) mod watch;

pub(crate) use bulk::{decline_everywhere, decline_ticked};
pub(crate) use conversation::{
    close, confirm_close, confirm_delete, confirm_make_public, confirm_open, delete, make_public, open,
    show as conversation,
};
pub(crate) use edit::{
    ask_for_file, download, edit, fill_from_file, make, new, preview_new, preview_stored, preview_typed, save,
};
pub(crate) use home::home;
pub(crate) use mail::{post_link, set_mail};
pub(crate) use queue::{
    accept, accept_change, decline, decline_change, everywhere, exclude, leave, let_in, reword, text,
};
pub(crate) use sign_in::{ask, confirm as sign_in_confirm, sign_in, sign_out};

use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::server::Server;
use axum::response::{IntoResponse, Redirect, Response};
use canvass_app::desk::StaffSession;
use canvass_domain::Millis;
use canvass_pages::{Notice, Staff, Trouble};

/// The member of staff as pages show them.
fn staff(server: &Server, session: &StaffSession) -> Staff {
    Staff {
        email: session.member.email.clone(),
        role: session.member.role,
        token: server.app().server_secret().desk_token(&session.hash).as_str().to_owned(),
    }
}

/// Checks that a form came from a page of ours, in this session.
fn check_token(server: &Server, session: &StaffSession, form: &Fields) -> Result<(), PageError> {
    let token = server.app().server_secret().desk_token(&session.hash);
    if token.is(form.get("token").unwrap_or_default()) { Ok(()) } else { Err(Trouble::FormExpired.into()) }
}

/// Back to a conversation at the desk, with what just happened.
fn back(slug: &str, said: Notice) -> Response {
    Redirect::to(&format!("/desk/c/{slug}?said={}", said.word())).into_response()
}

/// To a page below a conversation at the desk, with what just happened.
fn to(slug: &str, path: &str, said: Notice) -> Response {
    Redirect::to(&format!("/desk/c/{slug}/{path}?said={}", said.word())).into_response()
}

/// The last midnight, in UTC.
const fn midnight(now_ms: Millis) -> Millis {
    canvass_domain::day_of(now_ms)
}
