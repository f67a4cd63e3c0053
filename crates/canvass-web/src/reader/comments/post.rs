//! Posting a comment or a reply.

use super::answer::{problem_of, refuse, to_comment, typed};
use super::page::Part;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Caller;
use crate::reader::context::{author, refused};
use crate::server::Server;
use axum::extract::State;
use axum::response::Response;
use canvass_app::comment::{Draft, Request};
use canvass_app::participant::Reader;
use canvass_domain::{About, Attribution, CommentId, CommentState, CommentText, InvalidComment};
use canvass_pages::{CommentForm, CommentProblem, Notice, Trouble};

/// Posts a comment or a reply.
pub(crate) async fn post_comment(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = author(&server, &caller, &slug, &form)?;
    check_taken(&reader)?;
    let parent = match form.get("parent").filter(|parent| !parent.is_empty()) {
        None => None,
        Some(number) => Some(CommentId(number.parse().map_err(|_| Trouble::Malformed)?)),
    };
    let about = form.get("about").filter(|about| !about.is_empty());
    let about = about.map_or(Some(About::Conversation), About::from_word).ok_or(Trouble::Malformed)?;
    let staff = caller.posting_staff(&server).await?;
    let posted = match draft(&form, parent, about) {
        Ok(draft) => {
            let draft = Draft { staff, ..draft };
            server.app().post_comment(&reader, draft, server.now_ms(), None).await
        }
        Err(invalid) => Err(invalid.into()),
    };
    let problem = match posted {
        Ok((receipt, state)) => {
            let id = receipt.comment.unwrap_or_default();
            return Ok(to_comment(&reader, id, notice_of(&reader, id, state)));
        }
        Err(error) => problem_of(error, parent.is_some()).map_err(|error| refused(&reader, error))?,
    };
    let (part, wanted) = match parent {
        Some(id) if problem != CommentProblem::Gone => (Part::Thread(id, None), CommentForm::Reply(id)),
        // What was typed stays, as the beginning of a thread of its own.
        _ => (Part::Threads(Request::default()), CommentForm::New(about)),
    };
    refuse(&server, &caller, &reader, (part, wanted), typed(&form, "text"), problem).await
}

pub(in crate::reader) fn check_taken(reader: &Reader) -> Result<(), PageError> {
    let takes = reader.entry.read().conversation.instrument.comments.is_some();
    if takes { Ok(()) } else { Err(Trouble::NotFound.into()) }
}

fn draft(form: &Fields, parent: Option<CommentId>, about: About) -> Result<Draft, InvalidComment> {
    let text = CommentText::parse(form.get("text").unwrap_or_default())?;
    let quote = form.get("quote").unwrap_or("no");
    let attribution = Attribution::parse(quote, form.get("name"), form.get("place"))?;
    Ok(Draft { text, parent, about, attribution, staff: None })
}

/// What became of a new comment.
fn notice_of(reader: &Reader, id: CommentId, state: CommentState) -> Notice {
    let snapshot = reader.entry.read();
    let waits = snapshot.talk.card(id).is_some_and(|card| snapshot.appears_after(card).is_some());
    match state {
        CommentState::Accepted if waits => Notice::CommentComes,
        CommentState::Accepted => Notice::CommentShown,
        CommentState::Held | CommentState::Declined => Notice::CommentHeld,
    }
}
