//! Showing threads of comments, all or one.

use super::answer::desk_token;
use super::page::{Asked, Part, render};
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::{Caller, Visitor};
use crate::reader::context::find;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use canvass_app::comment::{Order, Request};
use canvass_domain::{About, CommentId};
use canvass_pages::{CommentForm, Notice};

/// Shows a page of threads.
pub(crate) async fn comments(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let query = Fields::of_query(query.as_deref());
    let asked = Asked::new(Part::Threads(request_of(&query)), said_of(&query));
    show(&server, &caller, &slug, asked).await
}

/// Shows the thread of one comment, with the form that is asked for (`?do=`) under it.
pub(crate) async fn comment(
    State(server): State<Server>,
    PagePath((slug, id)): PagePath<(String, u32)>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let query = Fields::of_query(query.as_deref());
    let id = CommentId(id);
    let page = query.number("page").map(|page: usize| page.saturating_sub(1));
    let mut asked = Asked::new(Part::Thread(id, page), said_of(&query));
    asked.form = match query.get("do") {
        Some("reply") => CommentForm::Reply(id),
        Some("edit") => CommentForm::Edit(id),
        Some("report") => CommentForm::Report(id),
        _ => CommentForm::None,
    };
    show(&server, &caller, &slug, asked).await
}

async fn show(server: &Server, caller: &Caller, slug: &str, asked: Asked) -> Result<Response, PageError> {
    let entry = find(server, caller, slug).await?;
    let visitor = Visitor::greet(server, entry.id(), caller.headers())?;
    let reader = visitor.enter(server, entry, caller.headers());
    let asked = Asked { desk_token: desk_token(server, caller).await?, ..asked };
    let page = render(server, caller.headers(), &reader, asked, StatusCode::OK).await?;
    Ok(visitor.remember(server, page))
}

pub(crate) fn request_of(query: &Fields) -> Request {
    Request {
        order: if query.get("order") == Some("oldest") { Order::Oldest } else { Order::Newest },
        about: query.get("about").and_then(About::from_word),
        page: query.number("page").unwrap_or(1_usize).saturating_sub(1),
    }
}

fn said_of(query: &Fields) -> Option<Notice> {
    query.get("said").and_then(Notice::from_word)
}
