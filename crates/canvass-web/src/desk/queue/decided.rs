//! `/desk/c/{slug}/decided`: texts that the desk has decided on.

use crate::desk::request::{Desk, Request};
use crate::http::error::PageError;
use crate::http::form::Fields;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::desk::{DecidedRequest, TextKind};
use canvass_app::live::Entry;
use canvass_domain::StatementState;
use canvass_pages::{DecidedKind, DecidedShows, DeskDecided, DeskProblem, Notice};
use std::sync::Arc;

const MAX_QUERY_CHARS: usize = 200;

/// Shows decided texts.
pub(crate) async fn show(Request { desk, at: entry, query }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    let said = query.get("said").and_then(Notice::from_word);
    Ok(Html(render(&desk, &entry, (shows(&query), said, None)).await?).into_response())
}

/// What an address asks for.
pub(super) fn shows(query: &Fields) -> DecidedShows {
    DecidedShows {
        kind: match query.get("kind") {
            Some("statements") => DecidedKind::Statements,
            _ => DecidedKind::Comments,
        },
        state: match query.get("state") {
            Some("declined") => StatementState::Declined,
            _ => StatementState::Accepted,
        },
        query: query.get("q").unwrap_or_default().trim().chars().take(MAX_QUERY_CHARS).collect(),
        before: query.number("before"),
    }
}

/// Prints the page, with what just happened or what was wrong with a decision.
pub(super) async fn render(
    desk: &Desk,
    entry: &Arc<Entry>,
    (shows, said, problem): (DecidedShows, Option<Notice>, Option<DeskProblem>),
) -> Result<String, PageError> {
    let kind = match shows.kind {
        DecidedKind::Comments => TextKind::Comments,
        DecidedKind::Statements => TextKind::Statements,
    };
    let request = DecidedRequest { kind, state: shows.state, query: shows.query.clone(), before: shows.before };
    let decided = desk.app().decided(entry, &request).await?;
    let (staff, conversation) = (desk.staff(), entry.conversation());
    let items = decided.items.into_iter().map(super::list::shown).collect();
    let page =
        DeskDecided { staff: &staff, conversation: &conversation, shows, items, next: decided.next, said, problem };
    Ok(page.render()?)
}
