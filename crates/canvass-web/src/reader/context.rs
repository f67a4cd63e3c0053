//! What every reader's handler does first: find the conversation, the reader, and check the form's token.

use crate::http::csrf;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::session::Caller;
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
    csrf::check_reader_form(server, caller, &reader, form)?;
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
