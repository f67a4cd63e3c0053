//! What a form about a comment is answered with: on to the comment, or the page again with what was wrong.

use super::page::{Asked, Part, render};
use crate::http::csrf;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::session::Caller;
use crate::reader::context::{MAX_TYPED_CHARS, onward};
use crate::server::Server;
use axum::http::StatusCode;
use axum::response::Response;
use canvass_app::AppError;
use canvass_app::participant::Reader;
use canvass_domain::{CommentId, Permission};
use canvass_pages::{CommentForm, CommentProblem, Notice, TypedComment};

/// The page again, with what was wrong with the form just sent; nothing typed is lost.
pub(in crate::reader) async fn refuse(
    server: &Server,
    caller: &Caller,
    reader: &Reader,
    (part, form): (Part, CommentForm),
    typed: TypedComment,
    problem: CommentProblem,
) -> Result<Response, PageError> {
    let status = status_of(&problem);
    let desk_token = desk_token(server, caller).await?;
    let asked = Asked { form, typed: Some(typed), problem: Some(problem), desk_token, ..Asked::new(part, None) };
    render(server, caller.headers(), reader, asked, status).await
}

pub(in crate::reader) const fn status_of(problem: &CommentProblem) -> StatusCode {
    match problem {
        CommentProblem::Excluded => StatusCode::FORBIDDEN,
        CommentProblem::TooDeep | CommentProblem::TooLate | CommentProblem::Full => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Token for forms of the desk, for whoever may decide on comments.
pub(in crate::reader) async fn desk_token(server: &Server, caller: &Caller) -> Result<Option<String>, PageError> {
    let session = caller.staff(server).await?.filter(|session| session.member.role.may(Permission::Moderate));
    Ok(session.map(|session| csrf::desk_token(server, &session)))
}

pub(in crate::reader) fn typed(form: &Fields, text: &str) -> TypedComment {
    let field = |name: &str, n: usize| form.get(name).unwrap_or_default().chars().take(n).collect();
    TypedComment {
        text: field(text, MAX_TYPED_CHARS),
        quote: field("quote", 40),
        name: field("name", 400),
        place: field("place", 400),
        rule: field("rule", 80),
    }
}

/// What can be said beside the form; anything else is an error page.
pub(in crate::reader) fn problem_of(error: AppError, is_reply: bool) -> Result<CommentProblem, AppError> {
    Ok(match error {
        AppError::Comment(why) => CommentProblem::Comment(why),
        AppError::TooManyComments(_) => CommentProblem::TooMany,
        AppError::Full => CommentProblem::Full,
        AppError::Banned => CommentProblem::Excluded,
        AppError::TooDeep => CommentProblem::TooDeep,
        AppError::TooLate => CommentProblem::TooLate,
        AppError::UnknownRule(_) => CommentProblem::Rule,
        AppError::LongReason(_) => CommentProblem::LongNote,
        AppError::NotFound("comment") if is_reply => CommentProblem::Gone,
        error => return Err(error),
    })
}

pub(in crate::reader) fn to_comment(reader: &Reader, id: CommentId, said: Notice) -> Response {
    onward(&reader.entry.read().conversation, &format!("/comments/{id}?said={}#c{id}", said.word()))
}
