//! `/desk/c/{slug}`: one conversation, opening and closing it.

use super::{back, check_token, midnight};
use crate::Server;
use crate::body::Fields;
use crate::error::PageError;
use crate::identify::Staff;
use crate::paths::PagePath;
use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use canvass_app::desk::{Filter, ITEMS_PER_PAGE, Item, StaffSession, Waiting};
use canvass_app::live::Entry;
use canvass_app::wording;
use canvass_domain::{Target, Viewer};
use canvass_pages::{
    Confirm, ConfirmPage, DeskConversation, DeskItem, DeskProblem, DeskQueue, Notice, QueueFilter, Trouble,
};
use std::sync::Arc;

/// Most excluded readers listed.
const MAX_EXCLUDED: usize = 200;

/// What to look at, and what there is to say.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    pub shows: QueueFilter,
    pub page: usize,
    pub said: Option<Notice>,
    pub problem: Option<DeskProblem>,
}

/// Shows one conversation.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = server.app().any(&slug).ok_or(Trouble::NotFound)?;
    let query = Fields::of_query(query.as_deref());
    let look = Look {
        shows: query.get("show").map(QueueFilter::from_word).unwrap_or_default(),
        page: query.get("page").and_then(|page| page.parse().ok()).unwrap_or(0),
        said: query.get("said").and_then(Notice::from_word),
        problem: None,
    };
    Ok(Html(render(&server, &session, &entry, look).await?).into_response())
}

/// Prints the page.
pub(super) async fn render(
    server: &Server,
    session: &StaffSession,
    entry: &Entry,
    look: Look,
) -> Result<String, PageError> {
    let staff = super::staff(server, session);
    let conversation = entry.conversation();
    let queue = queue(server, entry, &look).await?;
    let wording = wording::of_conversation(entry);
    let page = {
        let snapshot = entry.read();
        DeskConversation {
            staff: &staff,
            conversation: &conversation,
            turnout: snapshot.turnout(),
            n_today: snapshot.n_answering_since(midnight(server.now_ms())),
            results: snapshot.disclosure().check(Viewer::Staff),
            queue,
            excluded: snapshot.ledger.banned().take(MAX_EXCLUDED).collect(),
            said: look.said,
            problem: look.problem,
            wording,
        }
    };
    Ok(page.render()?)
}

async fn queue(server: &Server, entry: &Entry, look: &Look) -> Result<DeskQueue, PageError> {
    let filter = match look.shows {
        QueueFilter::All => Filter::All,
        QueueFilter::Statements => Filter::Statements,
        QueueFilter::Comments => Filter::Comments,
        QueueFilter::Reported => Filter::Reported,
    };
    let queue = server.app().queue(entry, filter, look.page).await?;
    let Waiting { n_statements, n_comments, n_reported } = queue.waiting;
    let snapshot = entry.read();
    let item = |item: Item| DeskItem {
        target: item.target,
        state: item.state,
        text: item.text,
        author: item.author,
        at_ms: item.at_ms,
        about: item.comment.as_ref().map(|card| card.about),
        is_reply: item.comment.as_ref().is_some_and(|card| card.place.depth > 0),
        may_be_mended: matches!(item.target, Target::Statement(id) if !snapshot.ledger.is_answered(id)),
        n_reports: item.n_reports,
        reports: item.reports.into_iter().map(|report| (report.rule, report.note)).collect(),
    };
    Ok(DeskQueue {
        items: queue.items.into_iter().map(item).collect(),
        shows: look.shows,
        waiting: [n_statements, n_comments, n_reported],
        n_items: queue.n_items,
        page: queue.page,
        per_page: ITEMS_PER_PAGE,
    })
}

/// Asks before opening.
pub(crate) async fn confirm_open(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    confirm(&server, &session, &slug, Confirm::Open)
}

/// Asks before closing.
pub(crate) async fn confirm_close(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    confirm(&server, &session, &slug, Confirm::Close)
}

/// Opens it.
pub(crate) async fn open(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    server.app().open(&entry, Some(session.by()), server.now_ms()).await?;
    Ok(back(&slug, Notice::Opened))
}

/// Closes it.
pub(crate) async fn close(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    server.app().close(&entry, Some(session.by()), server.now_ms()).await?;
    Ok(back(&slug, Notice::Closed))
}

/// The conversation a desk form is about, with the form's token checked.
pub(super) fn posted(
    server: &Server,
    session: &StaffSession,
    slug: &str,
    form: &Fields,
) -> Result<Arc<Entry>, PageError> {
    check_token(server, session, form)?;
    Ok(server.app().any(slug).ok_or(Trouble::NotFound)?)
}

fn confirm(server: &Server, session: &StaffSession, slug: &str, what: Confirm) -> Result<Response, PageError> {
    let entry = server.app().any(slug).ok_or(Trouble::NotFound)?;
    let token = server.app().server_secret().desk_token(&session.hash);
    let page = ConfirmPage { conversation: &entry.conversation(), what, token: token.as_str() };
    Ok(Html(page.render()?).into_response())
}
