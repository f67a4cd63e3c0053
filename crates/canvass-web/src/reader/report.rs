//! `/c/{slug}/statements/{id}/report`: the form that tells the desk of a statement. What it sends goes where reports of
//! comments go.

use super::comments::status_of;
use super::context::{find, html};
use crate::http::csrf;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::{Caller, Visitor};
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use canvass_app::participant::Reader;
use canvass_domain::{State as Standing, StatementId, StatementState};
use canvass_pages::{CommentProblem, ReportStatement, Trouble, TypedComment};

/// Shows the form; after the close too.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath((slug, id)): PagePath<(String, u32)>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let entry = find(&server, &caller, &slug).await?;
    let visitor = Visitor::greet(&server, entry.id(), caller.headers())?;
    let reader = visitor.enter(&server, entry, caller.headers());
    let back = match Fields::of_query(query.as_deref()).get("from") {
        Some("results") => format!("/results?q=%23{id}#statements"),
        _ => String::new(),
    };
    let form = Form { back: &back, typed: TypedComment::default(), problem: None };
    let page = render(&server, caller.headers(), &reader, StatementId(id), form)?;
    Ok(visitor.remember(&server, page))
}

/// The form again, with what was wrong with it.
pub(super) fn refuse(
    server: &Server,
    caller: &Caller,
    reader: &Reader,
    id: StatementId,
    (typed, problem): (TypedComment, CommentProblem),
) -> Result<Response, PageError> {
    render(server, caller.headers(), reader, id, Form { back: "", typed, problem: Some(problem) })
}

struct Form<'a> {
    back: &'a str,
    typed: TypedComment,
    problem: Option<CommentProblem>,
}

fn render(
    server: &Server,
    headers: &HeaderMap,
    reader: &Reader,
    statement: StatementId,
    form: Form<'_>,
) -> Result<Response, PageError> {
    let token = csrf::reader_token(server, headers, reader);
    let snapshot = reader.entry.read();
    let is_there = snapshot.conversation.state != Standing::Draft
        && snapshot.ledger.statement(statement) == Some(StatementState::Accepted);
    let text = snapshot.statements.get(&statement).and_then(|known| known.text.as_deref()).filter(|_| is_there);
    let Form { back, typed, problem } = form;
    let status = problem.as_ref().map_or(StatusCode::OK, status_of);
    let (conversation, text) = (&*snapshot.conversation, text.ok_or(Trouble::NotFound)?);
    let page = ReportStatement { conversation, statement, text, back, token: &token, typed, problem };
    Ok(html(status, page.render()?))
}
