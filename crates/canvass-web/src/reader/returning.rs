//! `/c/{slug}/return/{code}`: the private way back to one's answers. Looking changes nothing.

use super::context::{html, onward_saying, sender};
use crate::http::csrf;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::{Caller, Visitor};
use crate::server::Server;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use canvass_pages::{Notice, ReturnPage, Trouble};

/// Shows the button.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath((slug, code)): PagePath<(String, String)>,
    caller: Caller,
) -> Result<Response, PageError> {
    let entry = server.app().public(&slug).ok_or(Trouble::NotFound)?;
    let target = server.app().returning(&entry, &code).ok_or(Trouble::NotFound)?;
    let visitor = Visitor::greet(&server, entry.id(), caller.headers())?;
    let reader = visitor.enter(&server, entry, caller.headers());
    let token = csrf::reader_token(&server, caller.headers(), &reader);
    let page = ReturnPage {
        conversation: &reader.entry.conversation(),
        code: &code,
        token: &token,
        has_own_answers: reader.participant.is_some_and(|participant| participant != target),
    };
    Ok(visitor.remember(&server, html(StatusCode::OK, page.render()?)))
}

/// From now on this browser leads to the same answers.
pub(crate) async fn come_back(
    State(server): State<Server>,
    PagePath((slug, code)): PagePath<(String, String)>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = sender(&server, &caller, &slug, &form)?;
    server.app().come_back(&reader, &code, server.now_ms()).await?;
    Ok(onward_saying(&reader.entry.read().conversation, "/mine", Notice::Returned))
}
