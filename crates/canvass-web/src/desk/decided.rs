//! `/desk/c/{slug}/decided`: texts that the desk has decided on.

use super::conversation::find;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Staff;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use canvass_app::desk::{DecidedRequest, StaffSession, TextKind};
use canvass_app::live::Entry;
use canvass_domain::StatementState;
use canvass_pages::{DecidedKind, DecidedShows, DeskDecided, DeskProblem, Notice};
use std::sync::Arc;

const MAX_QUERY_CHARS: usize = 200;

/// Shows decided texts.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    let query = Fields::of_query(query.as_deref());
    let said = query.get("said").and_then(Notice::from_word);
    Ok(Html(render(&server, &session, &entry, (shows(&query), said, None)).await?).into_response())
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
    server: &Server,
    session: &StaffSession,
    entry: &Arc<Entry>,
    (shows, said, problem): (DecidedShows, Option<Notice>, Option<DeskProblem>),
) -> Result<String, PageError> {
    let kind = match shows.kind {
        DecidedKind::Comments => TextKind::Comments,
        DecidedKind::Statements => TextKind::Statements,
    };
    let request = DecidedRequest { kind, state: shows.state, query: shows.query.clone(), before: shows.before };
    let decided = server.app().decided(entry, &request).await?;
    let (staff, conversation) = (super::staff(server, session), entry.conversation());
    let items = decided.items.into_iter().map(super::queue::shown).collect();
    let page =
        DeskDecided { staff: &staff, conversation: &conversation, shows, items, next: decided.next, said, problem };
    Ok(page.render()?)
}
