//! The forms by which readers answer: poll, statements, undo.

use super::context::{answerer, asks_for, onward, onward_saying, refused};
use super::conversation::show_problem;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Caller;
use crate::server::Server;
use axum::extract::State;
use axum::response::Response;
use canvass_app::AppError;
use canvass_domain::{Answer, OptionId, StatementId};
use canvass_pages::{Notice, Problem};

/// Answers the poll.
pub(crate) async fn ballot(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = answerer(&server, &caller, &slug, &form)?;
    let options: Option<Vec<OptionId>> = form.all("option").map(|id| id.parse().ok().map(OptionId)).collect();
    let options = options.unwrap_or_default();
    match server.app().cast_ballot(&reader, &options, server.now_ms(), None).await {
        Ok(_) => Ok(onward_saying(&reader.entry.read().conversation, "", Notice::AnswerKept)),
        Err(AppError::Ballot(why)) => show_problem(&server, &caller, &reader, Problem::Ballot(why)).await,
        Err(error) => Err(refused(&reader, error)),
    }
}

/// Answers a statement, or skips it; from `mine` it changes an answer.
pub(crate) async fn vote(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = answerer(&server, &caller, &slug, &form)?;
    let answer = form.get("vote").and_then(Answer::from_word);
    let Some((statement, answer)) = form.number("statement").map(StatementId).zip(answer) else {
        return show_problem(&server, &caller, &reader, Problem::Vote).await;
    };
    let answered = server.app().answer(&reader, statement, answer, server.now_ms(), None).await;
    answered.map_err(|error| refused(&reader, error))?;
    let snapshot = reader.entry.read();
    Ok(match form.get("back") {
        Some("mine") => onward_saying(&snapshot.conversation, "/mine", Notice::VoteChanged),
        _ => onward(&snapshot.conversation, "#answer"),
    })
}

/// Takes the last answer to a statement back.
pub(crate) async fn undo(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = answerer(&server, &caller, &slug, &form)?;
    let undone = server.app().undo(&reader, server.now_ms()).await;
    let undone = undone.map_err(|error| refused(&reader, error))?;
    let snapshot = reader.entry.read();
    Ok(match undone {
        // A script has said so already, and nothing must jump.
        Some(_) if !asks_for(caller.headers(), "answer") => onward_saying(&snapshot.conversation, "", Notice::Undone),
        _ => onward(&snapshot.conversation, "#answer"),
    })
}
