//! Telling the desk of a text: what both forms send, and the form for a statement, `/c/{slug}/statements/{id}/report`.

use super::comments::answer::{problem_of, refuse, status_of, to_comment, typed};
use super::comments::page::Part;
use super::context::{find, html, onward, refused, reporter};
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
use canvass_domain::{State as Standing, StatementId, StatementState, Target};
use canvass_pages::{CommentForm, CommentProblem, Notice, ReportStatement, Trouble, TypedComment};

/// Tells the desk of a text.
pub(crate) async fn report(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = reporter(&server, &caller, &slug, &form)?;
    let target = form.get("target").and_then(Target::from_word).ok_or(Trouble::Malformed)?;
    let [rule, note] = ["rule", "note"].map(|name| form.get(name).unwrap_or_default());
    let reported = server.app().report(&reader, target, rule, note, server.now_ms(), None).await;
    match (reported, target) {
        (Ok(()), Target::Comment(id)) => Ok(to_comment(&reader, id, Notice::Reported)),
        (Ok(()), Target::Statement(_)) => {
            Ok(onward(&reader.entry.read().conversation, &format!("?said={}", Notice::Reported.word())))
        }
        (Err(error), Target::Comment(id)) => {
            let problem = problem_of(error, false).map_err(|error| refused(&reader, error))?;
            let typed = typed(&form, "note");
            refuse(&server, &caller, &reader, (Part::Thread(id, None), CommentForm::Report(id)), typed, problem).await
        }
        (Err(error), Target::Statement(id)) => {
            let problem = problem_of(error, false).map_err(|error| refused(&reader, error))?;
            refuse_statement(&server, &caller, &reader, id, (typed(&form, "note"), problem))
        }
    }
}

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
fn refuse_statement(
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
