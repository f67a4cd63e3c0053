//! What every reader's handler does first: find the conversation, the reader, and check the form's token.

use crate::http::csrf::is_same_origin;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::session::{Caller, secret_by_cookie};
use crate::server::Server;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::AppError;
use canvass_app::live::Entry;
use canvass_app::participant::Reader;
use canvass_domain::{Conversation, Permission, State};
use canvass_pages::{Notice, Trouble};
use std::sync::Arc;

/// Most of a text that is shown again to somebody who typed too much: all that a form may hold.
pub(crate) const MAX_TYPED_CHARS: usize = crate::http::body::MAX_BODY_BYTES;

/// Header by which the pages' scripts ask for a part of a page.
pub(crate) const PART: &str = "x-canvass-part";

/// The conversation of a page, or the same 404 as for nothing there. Staff may see drafts.
pub(crate) async fn find(server: &Server, caller: &Caller, slug: &str) -> Result<Arc<Entry>, PageError> {
    if let Some(entry) = server.app().public(slug) {
        return Ok(entry);
    }
    let entry = server.app().any(slug).ok_or(Trouble::NotFound)?;
    let may_read = caller.staff(server).await?.is_some_and(|staff| staff.member.role.may(Permission::Read));
    if may_read { Ok(entry) } else { Err(Trouble::NotFound.into()) }
}

/// The reader who sent a form, with the form's token checked and one write taken from their allowance.
pub(crate) fn sender(server: &Server, caller: &Caller, slug: &str, form: &Fields) -> Result<Reader, PageError> {
    let entry = server.app().public(slug).ok_or(Trouble::NotFound)?;
    let reader = caller.reader_by_cookie(server, &entry).ok_or(Trouble::FormExpired)?;
    let (secret, given) = (server.app().server_secret(), form.get("token").unwrap_or_default());
    let is_own = secret.form_token(&reader.secret, entry.id()).is(given);
    // The form of a tab whose cookie another tab's has replaced. It is anybody's, so a browser has to vouch for the
    // page.
    let is_first = || {
        is_same_origin(caller.headers(), &server.settings().public_url)
            && secret.is_first_form_token(given, entry.id(), server.now_ms())
    };
    if !is_own && !is_first() {
        return Err(Trouble::FormExpired.into());
    }
    server.rate_limits().credential(caller.client(), reader.key)?;
    Ok(reader)
}

/// The sender of an answer. That nothing is taken any more comes before whatever else is wrong with the form.
pub(crate) fn answerer(server: &Server, caller: &Caller, slug: &str, form: &Fields) -> Result<Reader, PageError> {
    let reader = sender(server, caller, slug, form)?;
    let is_open = reader.entry.read().conversation.state == State::Open;
    if is_open { Ok(reader) } else { Err(refused(&reader, AppError::NotOpen)) }
}

/// The sender of a text that people will read.
pub(crate) fn author(server: &Server, caller: &Caller, slug: &str, form: &Fields) -> Result<Reader, PageError> {
    let reader = answerer(server, caller, slug, form)?;
    server.rate_limits().text(caller.client(), reader.entry.id(), reader.key)?;
    Ok(reader)
}

/// The sender of a report: a text can be wrong after the close as well.
pub(crate) fn reporter(server: &Server, caller: &Caller, slug: &str, form: &Fields) -> Result<Reader, PageError> {
    let reader = sender(server, caller, slug, form)?;
    server.rate_limits().text(caller.client(), reader.entry.id(), reader.key)?;
    Ok(reader)
}

/// Why a form was not taken. Where the conversation has closed, the page says which.
pub(crate) fn refused(reader: &Reader, error: AppError) -> PageError {
    match error {
        AppError::NotOpen => PageError::Late(reader.entry.conversation()),
        error => error.into(),
    }
}

/// The token of a reader's forms on a page. On the page that sets the cookie it says so: another tab, opened before
/// there was any, may set another.
pub(crate) fn form_token(server: &Server, headers: &HeaderMap, reader: &Reader) -> String {
    let (secret, id) = (server.app().server_secret(), reader.entry.id());
    let token = match secret_by_cookie(server, id, headers) {
        Some(_) => secret.form_token(&reader.secret, id),
        None => secret.first_form_token(&reader.secret, id, server.now_ms()),
    };
    token.as_str().to_owned()
}

/// Which part of a page a script asks for.
pub(crate) fn asks_for(headers: &HeaderMap, part: &str) -> bool {
    headers.get(PART).is_some_and(|value| value == part)
}

/// On to a page of the conversation: to its path below `/c/{slug}`.
pub(crate) fn onward(conversation: &Conversation, path: &str) -> Response {
    Redirect::to(&format!("/c/{}{path}", conversation.slug)).into_response()
}

/// On to a page of the conversation, which says what just happened.
pub(crate) fn onward_saying(conversation: &Conversation, path: &str, said: Notice) -> Response {
    onward(conversation, &format!("{path}?said={}{}", said.word(), said.fragment()))
}

/// A page that depends on who asks.
pub(crate) fn html(status: StatusCode, page: String) -> Response {
    (status, [(header::VARY, PART)], Html(page)).into_response()
}
