//! Deciding on what waits, and on who counts.

use super::conversation::{posted, render};
use super::look::{Look, Page, field};
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Staff;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::desk::{Item, Reported, StaffSession, Waiting, WaitingAfter};
use canvass_app::live::Entry;
use canvass_app::{AppError, Conflict};
use canvass_domain::{CommentId, Looked, ParticipantId, Ruling, Seen, StatementState, StatementText, Target};
use canvass_pages::{
    DeskItem, DeskProblem, DeskQueue, DeskQueuePage, DeskReports, DeskText, DeskWaitingAfter, ItemConversation, Notice,
    Trouble, WhyNot,
};
use std::sync::Arc;

pub(super) const MAX_TYPED: usize = 2_000;

/// Shows what waits in every conversation.
pub(crate) async fn everywhere(
    State(server): State<Server>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let look = Look::of(&Fields::of_query(query.as_deref()));
    Ok(Html(render_everywhere(&server, &session, look).await?).into_response())
}

/// Shows one text with everything that can be done about it.
pub(crate) async fn text(
    State(server): State<Server>,
    PagePath((slug, target)): PagePath<(String, String)>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let (entry, target) = (super::conversation::find(&server, &slug)?, target_of(&target)?);
    let said = Fields::of_query(query.as_deref()).get("said").and_then(Notice::from_word);
    let look = Look { said, ..Look::default() };
    Ok(Html(render_text(&server, &session, &entry, (target, look)).await?).into_response())
}

async fn render_text(
    server: &Server,
    session: &StaffSession,
    entry: &Arc<Entry>,
    (target, Look { said, problem, .. }): (Target, Look),
) -> Result<String, PageError> {
    let item = shown(server.app().text_at_desk(entry, target).await?);
    let (staff, conversation) = (super::staff(server, session), entry.conversation());
    Ok(DeskText { staff: &staff, conversation: &conversation, item, said, problem }.render()?)
}

/// Accepts a text.
pub(crate) async fn accept(
    State(server): State<Server>,
    PagePath((slug, target)): PagePath<(String, String)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let done = match looked(&entry, &form, target_of(&target)?) {
        Ok(looked) => server.app().accept(&entry, looked, session.by(), server.now_ms()).await,
        Err(unread) => Err(unread),
    };
    answer(&server, &session, (&entry, &form), done, Notice::Accepted).await
}

/// Makes the change of a comment that its author asked for.
pub(crate) async fn accept_change(
    State(server): State<Server>,
    PagePath((slug, comment)): PagePath<(String, u32)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let done = match seen(&form) {
        Ok(seen) => {
            let change = (CommentId(comment), seen);
            server.app().decide_change(&entry, change, None, session.by(), server.now_ms()).await
        }
        Err(unread) => Err(unread),
    };
    answer(&server, &session, (&entry, &form), done, Notice::Accepted).await
}

/// Leaves the comment as readers see it, under a rule that its author is told.
pub(crate) async fn decline_change(
    State(server): State<Server>,
    PagePath((slug, comment)): PagePath<(String, u32)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let id = CommentId(comment);
    let done = match seen(&form) {
        Ok(seen) => {
            let ruling = Some(ruling(&form));
            server.app().decide_change(&entry, (id, seen), ruling, session.by(), server.now_ms()).await
        }
        Err(unread) => Err(unread),
    };
    declined(&server, &session, (&entry, &form), Target::Comment(id), done).await
}

/// Declines a text under a rule.
pub(crate) async fn decline(
    State(server): State<Server>,
    PagePath((slug, target)): PagePath<(String, String)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let target = target_of(&target)?;
    let done = match looked(&entry, &form, target) {
        Ok(looked) => server.app().decline(&entry, looked, ruling(&form), session.by(), server.now_ms()).await,
        Err(unread) => Err(unread),
    };
    declined(&server, &session, (&entry, &form), target, done).await
}

/// What the form names to decline a text by.
fn ruling(form: &Fields) -> Ruling {
    let [rule, reason] = ["rule", "reason"].map(|name| form.get(name).unwrap_or_default());
    Ruling { rule: (!rule.is_empty()).then(|| rule.to_owned()), reason: Some(reason.to_owned()) }
}

/// Back to the queue; where no rule was named, to the form with what was typed.
async fn declined(
    server: &Server,
    session: &StaffSession,
    (entry, form): (&Arc<Entry>, &Fields),
    target: Target,
    done: Result<(), AppError>,
) -> Result<Response, PageError> {
    let why = match done {
        Err(AppError::NoReason) => WhyNot::NoRule,
        Err(AppError::LongReason(_)) => WhyNot::LongReason,
        done => return answer(server, session, (entry, form), done, Notice::Declined).await,
    };
    let [rule, reason] = ["rule", "reason"].map(|name| form.get(name).unwrap_or_default());
    let (rule, typed) = (rule.to_owned(), reason.chars().take(MAX_TYPED).collect());
    let of = entry.conversation().slug.clone();
    let problem = Some(DeskProblem { of, target, why, rule, typed });
    let page = again(server, session, (entry, form), |look| Look { problem, ..look }).await?;
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
    let done = match looked(&entry, &form, target_of(&target)?) {
        Ok(looked) => server.app().close_reports(&entry, looked, session.by(), server.now_ms()).await,
        Err(unread) => Err(unread),
    };
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
    let Target::Statement(statement) = target_of(&target)? else { return Err(Trouble::NotFound.into()) };
    if !entry.read().has_text(Target::Statement(statement)) {
        return Err(Trouble::NotFound.into());
    }
    let words = StatementText::parse(form.get("text").unwrap_or_default()).map_err(AppError::from)?;
    let done = match seen(&form) {
        Ok(seen) => server.app().reword(&entry, (statement, Some(seen)), words, session.by(), server.now_ms()).await,
        Err(unread) => Err(unread),
    };
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
            let said = match done {
                Err(AppError::Conflict(Conflict::Changed)) => Notice::ChangedMeanwhile,
                Err(AppError::Conflict(Conflict::Repeated)) => Notice::ReadsTheSame,
                _ => Notice::Overtaken,
            };
            let overtaken = |look| Look { said: Some(said), ..look };
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
        Page::Text(target) | Page::Comments(target, ..) => {
            render_text(server, session, entry, (target, change(Look::default()))).await
        }
        Page::Decided(shows) => {
            let Look { said, problem, .. } = change(Look::default());
            super::decided::render(server, session, entry, (shows, said, problem)).await
        }
    }
}

pub(super) async fn render_everywhere(
    server: &Server,
    session: &StaffSession,
    look: Look,
) -> Result<String, PageError> {
    let staff = super::staff(server, session);
    let queue = find(server, None, &look).await?;
    Ok(DeskQueuePage { staff: &staff, queue, said: look.said, problem: look.problem }.render()?)
}

/// A page of the queue, of one conversation or of all.
pub(super) async fn find(server: &Server, of: Option<&Arc<Entry>>, look: &Look) -> Result<DeskQueue, PageError> {
    let entries = of.map_or_else(|| server.app().live().all(), |entry| vec![Arc::clone(entry)]);
    let queue = server.app().queue(&entries, look.filter(), look.turn).await?;
    let Waiting { n_statements, n_comments, n_reported, n_changed } = queue.waiting;
    let after = waiting_after(server, &entries).await?;
    Ok(DeskQueue {
        after,
        bulk: look.bulk.clone(),
        items: queue.items.into_iter().map(shown).collect(),
        of: of.map(|entry| entry.conversation().slug.clone()),
        shows: look.shows,
        waiting: [n_statements, n_comments, n_reported, n_changed],
        here: field(look.turn),
        previous: queue.previous.map(field),
        next: queue.next.map(field),
    })
}

/// What waits after publication, in the order of the conversations.
async fn waiting_after(server: &Server, entries: &[Arc<Entry>]) -> Result<Vec<DeskWaitingAfter>, PageError> {
    let mut waiting = server.app().waiting_after(entries).await?;
    let now_ms = server.now_ms();
    let of_one = |entry: &Arc<Entry>| {
        let WaitingAfter { n_unclear, responses } = waiting.remove(&entry.id())?;
        let responses = responses.into_iter().map(|row| (row.addressee, row.due_ms, row.due_ms < now_ms));
        let conversation = ItemConversation::of(&entry.conversation());
        Some(DeskWaitingAfter { conversation, n_unclear, responses: responses.collect() })
    };
    Ok(entries.iter().filter_map(of_one).collect())
}

pub(super) fn shown(item: Item) -> DeskItem {
    let Reported { n, by_rule, notes, n_notes } = item.reported.unwrap_or_default();
    DeskItem {
        conversation: ItemConversation::of(&item.entry.conversation()),
        target: item.target,
        state: item.state,
        text: item.text,
        seen: item.seen.as_str().to_owned(),
        shown_as: item.attribution.shown(),
        quote: item.comment.as_ref().map(|_| item.attribution.quote),
        change: item.change.map(|(text, seen)| (text, seen.as_str().to_owned())),
        reported_words: item.reported_words,
        answers: item.answers.map(|(id, text)| (id.0, text)),
        author: item.author,
        at_ms: item.at_ms,
        about: item.comment.as_ref().map(|card| card.about),
        is_reply: item.comment.as_ref().is_some_and(|card| card.place.depth > 0),
        may_be_mended: item.may_be_mended,
        reports: DeskReports { n, by_rule, notes, n_notes },
        is_staff: item.comment.as_ref().is_some_and(|card| card.staff.is_some()),
    }
}

fn target_of(target: &str) -> Result<Target, PageError> {
    Target::from_word(target).ok_or_else(|| Trouble::NotFound.into())
}

/// The text as it was on the page that the decision was taken on; without that nobody can have read it.
fn looked(entry: &Entry, form: &Fields, target: Target) -> Result<Looked, AppError> {
    if !entry.read().has_text(target) {
        return Err(AppError::NotFound("text"));
    }
    let states = [StatementState::Held, StatementState::Accepted, StatementState::Declined];
    let from = form.get("from").unwrap_or_default();
    let from = states.into_iter().find(|state| state.word() == from).ok_or(AppError::Conflict(Conflict::Changed))?;
    Ok(Looked { target, from, seen: Some(seen(form)?) })
}

/// What the words were on the page that the decision was taken on.
fn seen(form: &Fields) -> Result<Seen, AppError> {
    form.get("seen").and_then(Seen::parse).ok_or(AppError::Conflict(Conflict::Changed))
}
