//! Deciding on what waits, and on who counts.

use super::conversation::{posted, render};
use super::look::{Look, Page, field};
use crate::Server;
use crate::body::Fields;
use crate::error::PageError;
use crate::identify::Staff;
use crate::paths::PagePath;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::AppError;
use canvass_app::desk::{Item, Reported, StaffSession, Waiting};
use canvass_app::live::Entry;
use canvass_domain::{ParticipantId, Ruling, StatementState, StatementText, Target};
use canvass_pages::{
    DeskItem, DeskProblem, DeskQueue, DeskQueuePage, DeskReports, ItemConversation, Notice, Trouble, WhyNot,
};
use std::sync::Arc;

const MAX_TYPED: usize = 2_000;

/// Shows what waits in every conversation.
pub(crate) async fn everywhere(
    State(server): State<Server>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let look = Look::of(&Fields::of_query(query.as_deref()));
    Ok(Html(render_everywhere(&server, &session, look).await?).into_response())
}

/// Accepts a text.
pub(crate) async fn accept(
    State(server): State<Server>,
    PagePath((slug, target)): PagePath<(String, String)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let done = server.app().accept(&entry, text(&target)?, seen(&form), session.by(), server.now_ms()).await;
    answer(&server, &session, (&entry, &form), done, Notice::Accepted).await
}

/// Declines a text under a rule.
pub(crate) async fn decline(
    State(server): State<Server>,
    PagePath((slug, target)): PagePath<(String, String)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let target = text(&target)?;
    let [rule, reason] = ["rule", "reason"].map(|name| form.get(name).unwrap_or_default());
    let ruling = Ruling { rule: (!rule.is_empty()).then(|| rule.to_owned()), reason: Some(reason.to_owned()) };
    let done = server.app().decline(&entry, (target, seen(&form)), ruling, session.by(), server.now_ms()).await;
    let why = match done {
        Err(AppError::NoReason) => WhyNot::NoRule,
        Err(AppError::LongReason(_)) => WhyNot::LongReason,
        done => return answer(&server, &session, (&entry, &form), done, Notice::Declined).await,
    };
    let (rule, typed) = (rule.to_owned(), reason.chars().take(MAX_TYPED).collect());
    let of = entry.conversation().slug.clone();
    let problem = Some(DeskProblem { of, target, why, rule, typed });
    let page = again(&server, &session, (&entry, &form), |look| Look { problem, ..look }).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// Leaves a reported text as it is.
pub(crate) async fn leave(
    State(server): State<Server>,
    PagePath((slug, target)): PagePath<(String, String)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let done = server.app().close_reports(&entry, text(&target)?, session.by(), server.now_ms()).await;
    answer(&server, &session, (&entry, &form), done, Notice::Left).await
}

/// Mends the wording of a statement that nobody has answered.
pub(crate) async fn reword(
    State(server): State<Server>,
    PagePath((slug, target)): PagePath<(String, String)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let Target::Statement(statement) = text(&target)? else { return Err(Trouble::NotFound.into()) };
    let words = StatementText::parse(form.get("text").unwrap_or_default()).map_err(AppError::from)?;
    let done = server.app().reword(&entry, statement, words, session.by(), server.now_ms()).await;
    answer(&server, &session, (&entry, &form), done, Notice::Reworded).await
}

/// Excludes a reader: none of their answers count.
pub(crate) async fn exclude(
    State(server): State<Server>,
    PagePath((slug, reader)): PagePath<(String, u32)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let rule = form.get("rule").filter(|rule| !rule.is_empty()).map(str::to_owned);
    let ruling = Ruling { rule, reason: None };
    let done = server.app().ban(&entry, ParticipantId(reader), ruling, session.by(), server.now_ms()).await;
    answer(&server, &session, (&entry, &form), done, Notice::Excluded).await
}

/// Lets an excluded reader back in.
pub(crate) async fn let_in(
    State(server): State<Server>,
    PagePath((slug, reader)): PagePath<(String, u32)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let done = server.app().reinstate(&entry, ParticipantId(reader), session.by(), server.now_ms()).await;
    answer(&server, &session, (&entry, &form), done, Notice::LetIn).await
}

/// Back to the queue; whoever came too late is shown how it stands now.
async fn answer(
    server: &Server,
    session: &StaffSession,
    (entry, form): (&Arc<Entry>, &Fields),
    done: Result<(), AppError>,
    said: Notice,
) -> Result<Response, PageError> {
    match done {
        Ok(()) => Ok(Redirect::to(&Page::of(form).address(entry.conversation().slug.as_str(), said)).into_response()),
        Err(AppError::Conflict(_) | AppError::Answered) => {
            let overtaken = |look| Look { said: Some(Notice::Overtaken), ..look };
            let page = again(server, session, (entry, form), overtaken).await?;
            Ok((StatusCode::CONFLICT, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The page that the form stood on, as it stands now.
async fn again(
    server: &Server,
    session: &StaffSession,
    (entry, form): (&Arc<Entry>, &Fields),
    change: impl FnOnce(Look) -> Look,
) -> Result<String, PageError> {
    match Page::of(form) {
        Page::Conversation(look) => render(server, session, entry, change(look)).await,
        Page::Everywhere(look) => render_everywhere(server, session, change(look)).await,
    }
}

async fn render_everywhere(server: &Server, session: &StaffSession, look: Look) -> Result<String, PageError> {
    let staff = super::staff(server, session);
    let queue = find(server, None, &look).await?;
    Ok(DeskQueuePage { staff: &staff, queue, said: look.said, problem: look.problem }.render()?)
}

/// A page of the queue, of one conversation or of all.
pub(super) async fn find(server: &Server, of: Option<&Arc<Entry>>, look: &Look) -> Result<DeskQueue, PageError> {
    let entries = of.map_or_else(|| server.app().live().all(), |entry| vec![Arc::clone(entry)]);
    let queue = server.app().queue(&entries, look.filter(), look.turn).await?;
    let Waiting { n_statements, n_comments, n_reported } = queue.waiting;
    Ok(DeskQueue {
        items: queue.items.into_iter().map(shown).collect(),
        of: of.map(|entry| entry.conversation().slug.clone()),
        shows: look.shows,
        waiting: [n_statements, n_comments, n_reported],
        here: field(look.turn),
        previous: queue.previous.map(field),
        next: queue.next.map(field),
    })
}

fn shown(item: Item) -> DeskItem {
    let Reported { n, by_rule, notes, n_notes } = item.reported.unwrap_or_default();
    DeskItem {
        conversation: ItemConversation::of(&item.entry.conversation()),
        target: item.target,
        state: item.state,
        text: item.text,
        author: item.author,
        at_ms: item.at_ms,
        about: item.comment.as_ref().map(|card| card.about),
        is_reply: item.comment.as_ref().is_some_and(|card| card.place.depth > 0),
        may_be_mended: item.may_be_mended,
        reports: DeskReports { n, by_rule, notes, n_notes },
    }
}

fn text(target: &str) -> Result<Target, PageError> {
    Target::from_word(target).ok_or_else(|| Trouble::NotFound.into())
}

/// Where the text stood on the page that the decision was taken on.
fn seen(form: &Fields) -> StatementState {
    let states = [StatementState::Held, StatementState::Accepted, StatementState::Declined];
    let seen = form.get("from").unwrap_or_default();
    states.into_iter().find(|state| state.word() == seen).unwrap_or(StatementState::Held)
}
