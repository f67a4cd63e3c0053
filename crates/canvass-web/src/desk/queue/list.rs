//! `/desk/queue`: what waits, in every conversation or in one.

use super::look::{Look, field};
use crate::desk::request::{Desk, Request};
use crate::http::error::PageError;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::desk::{Item, Reported, Waiting, WaitingAfter};
use canvass_app::live::Entry;
use canvass_pages::{DeskItem, DeskQueue, DeskQueuePage, DeskReports, DeskWaitingAfter, ItemConversation};
use std::sync::Arc;

/// Shows what waits in every conversation.
pub(crate) async fn everywhere(Request { desk, query, .. }: Request) -> Result<Response, PageError> {
    let look = Look::of(&query);
    Ok(Html(render_everywhere(&desk, look).await?).into_response())
}

pub(crate) async fn render_everywhere(desk: &Desk, look: Look) -> Result<String, PageError> {
    let staff = desk.staff();
    let queue = find(desk, None, &look).await?;
    Ok(DeskQueuePage { staff: &staff, queue, said: look.said, problem: look.problem }.render()?)
}

/// A page of the queue, of one conversation or of all.
pub(crate) async fn find(desk: &Desk, of: Option<&Arc<Entry>>, look: &Look) -> Result<DeskQueue, PageError> {
    let entries = of.map_or_else(|| desk.app().live().all(), |entry| vec![Arc::clone(entry)]);
    let queue = desk.app().queue(&entries, look.filter(), look.turn).await?;
    let Waiting { n_statements, n_comments, n_reported, n_changed } = queue.waiting;
    let after = waiting_after(desk, &entries).await?;
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
async fn waiting_after(desk: &Desk, entries: &[Arc<Entry>]) -> Result<Vec<DeskWaitingAfter>, PageError> {
    let mut waiting = desk.app().waiting_after(entries).await?;
    let now_ms = desk.now_ms();
    let of_one = |entry: &Arc<Entry>| {
        let WaitingAfter { n_unclear, responses } = waiting.remove(&entry.id())?;
        let responses = responses.into_iter().map(|row| (row.addressee, row.due_ms, row.due_ms < now_ms));
        let conversation = ItemConversation::of(&entry.conversation());
        Some(DeskWaitingAfter { conversation, n_unclear, responses: responses.collect() })
    };
    Ok(entries.iter().filter_map(of_one).collect())
}

pub(crate) fn shown(item: Item) -> DeskItem {
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
