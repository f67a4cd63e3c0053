//! Changing a comment of one's own, erasing it, and no longer letting it be quoted.

use super::answer::{problem_of, refuse, to_comment, typed};
use super::page::Part;
use super::post::check_taken;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Caller;
use crate::reader::context::{author, onward, refused, sender};
use crate::reader::mine::confirm;
use crate::server::Server;
use axum::extract::State;
use axum::response::Response;
use canvass_app::comment::Edited;
use canvass_domain::{CommentId, CommentText};
use canvass_pages::{CommentForm, Confirm, Notice, Trouble};

/// Changes a comment of one's own.
pub(crate) async fn edit_comment(
    State(server): State<Server>,
    PagePath((slug, id)): PagePath<(String, u32)>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = author(&server, &caller, &slug, &form)?;
    check_taken(&reader)?;
    let id = CommentId(id);
    let edited = match CommentText::parse(form.get("text").unwrap_or_default()) {
        Ok(text) => server.app().edit_comment(&reader, id, text, server.now_ms(), None).await,
        Err(invalid) => Err(invalid.into()),
    };
    let error = match edited {
        Ok(Edited::Made) => return Ok(to_comment(&reader, id, Notice::CommentChanged)),
        Ok(Edited::Waiting) => return Ok(to_comment(&reader, id, Notice::CommentChangeWaits)),
        Err(error) => error,
    };
    let problem = problem_of(error, false).map_err(|error| refused(&reader, error))?;
    refuse(&server, &caller, &reader, (Part::Thread(id, None), CommentForm::Edit(id)), typed(&form, "text"), problem)
        .await
}

/// Asks before a comment is erased.
pub(crate) async fn confirm_erase_comment(
    State(server): State<Server>,
    PagePath((slug, id)): PagePath<(String, u32)>,
    caller: Caller,
) -> Result<Response, PageError> {
    let entry = server.app().public(&slug).ok_or(Trouble::NotFound)?;
    let reader = caller.reader_by_cookie(&server, &entry);
    let participant = reader.and_then(|reader| reader.participant);
    let is_own = entry.read().talk.card(CommentId(id)).is_some_and(|card| card.is_by(participant) && !card.is_erased);
    if !is_own {
        return Err(Trouble::NotFound.into());
    }
    confirm(&server, &caller, &slug, Confirm::EraseComment(CommentId(id))).await
}

/// Erases a comment of one's own; after the close too.
pub(crate) async fn erase_comment(
    State(server): State<Server>,
    PagePath((slug, id)): PagePath<(String, u32)>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = sender(&server, &caller, &slug, &form)?;
    server.app().erase_comment(&reader, CommentId(id), server.now_ms(), None).await?;
    let said = Notice::CommentErased.word();
    Ok(onward(&reader.entry.read().conversation, &format!("/mine?said={said}")))
}

/// Takes back that a comment of one's own may be quoted; after publication too.
pub(crate) async fn stop_quoting(
    State(server): State<Server>,
    PagePath((slug, id)): PagePath<(String, u32)>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = sender(&server, &caller, &slug, &form)?;
    let participant = reader.participant.ok_or(Trouble::NotFound)?;
    server.app().stop_quoting(&reader.entry, participant, CommentId(id), server.now_ms()).await?;
    let said = Notice::QuotingStopped.word();
    Ok(onward(&reader.entry.read().conversation, &format!("/mine?said={said}")))
}
