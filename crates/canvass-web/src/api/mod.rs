//! API v1: JSON in, JSON or problem+json out.

mod answers;
mod comments;
mod constraints;
mod conversations;
mod everywhere;
mod json;
mod openapi;
mod participants;
mod results;
mod statements;
mod stream;

pub use openapi::document as openapi_document;

pub(crate) use answers::{add_statement, cast_ballot, cast_vote, next_statement, withdraw_vote};
pub(crate) use comments::{edit_comment, erase_comment, list as comments, post_comment, report};
pub(crate) use conversations::{list as conversations, show as conversation};
#[cfg(test)]
pub(crate) use json::MAX_KEY_BYTES;
pub(crate) use openapi::serve as openapi;
pub(crate) use participants::join;
pub(crate) use results::show as results;
pub(crate) use statements::list as statements;
pub(crate) use stream::open as stream;

use crate::http::error::Problem;
use crate::http::session::Caller;
use crate::server::Server;
use axum::http::StatusCode;
use canvass_app::AppError;
use canvass_app::live::Entry;
use canvass_app::participant::Reader;
use canvass_domain::State as Standing;
use std::sync::Arc;

/// The conversation of a call; drafts are not there.
fn find(server: &Server, slug: &str) -> Result<Arc<Entry>, Problem> {
    server.app().public(slug).ok_or_else(Problem::not_found)
}

/// The reader of a call that writes: with a credential, and within their allowance.
fn writer(server: &Server, caller: &Caller, slug: &str) -> Result<Reader, Problem> {
    let reader = known(server, caller, slug)?;
    server.rate_limits().credential(caller.client(), reader.key)?;
    Ok(reader)
}

/// The reader of a call that sends a text for people to read.
fn author(server: &Server, caller: &Caller, slug: &str) -> Result<Reader, Problem> {
    let reader = writer(server, caller, slug)?;
    server.rate_limits().text(caller.client(), reader.entry.id(), reader.key)?;
    Ok(reader)
}

/// Why an answer was not taken. That none is taken any more comes before whatever else is wrong with it.
fn refused(reader: &Reader, error: impl Into<Problem>) -> Problem {
    if reader.entry.read().conversation.state == Standing::Open { error.into() } else { AppError::NotOpen.into() }
}

/// The reader of a call, who must have a credential.
fn known(server: &Server, caller: &Caller, slug: &str) -> Result<Reader, Problem> {
    let entry = find(server, slug)?;
    caller.reader(server, &entry).ok_or_else(|| {
        let hint = "send `Authorization: Bearer` with a token from POST /api/v1/conversations/{slug}/participants";
        Problem::new(StatusCode::UNAUTHORIZED, "no-credential", "Who answers?").detail(hint)
    })
}
