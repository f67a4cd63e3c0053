//! `/desk/c/{slug}`: one conversation, opening and closing it.

use super::queue::look::Look;
use crate::desk::request::{Desk, Posted, Request, back};
use crate::http::error::PageError;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::live::{Entry, Making, Snapshot};
use canvass_app::wording;
use canvass_domain::Viewer;
use canvass_domain::day_of;
use canvass_pages::{Confirm, ConfirmPage, DeskConversation, MapMaking, Notice};
use std::sync::Arc;

/// Most excluded readers listed.
const MAX_EXCLUDED: usize = 200;

/// Shows one conversation.
pub(crate) async fn show(Request { desk, at: entry, query }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    Ok(Html(render(&desk, &entry, Look::of(&query)).await?).into_response())
}

/// Prints the page.
pub(super) async fn render(desk: &Desk, entry: &Arc<Entry>, look: Look) -> Result<String, PageError> {
    let staff = desk.staff();
    let conversation = entry.conversation();
    let queue = super::queue::list::find(desk, Some(entry), &look).await?;
    let wording = wording::of_conversation(entry);
    let now_ms = desk.now_ms();
    // Read before the snapshot is: nobody waits for a second look while holding the first.
    let results = entry.totals().open(Viewer::Staff).cloned();
    let shows = results.is_ok();
    let page = {
        let snapshot = entry.read();
        DeskConversation {
            staff: &staff,
            conversation: &conversation,
            turnout: snapshot.turnout(),
            now_ms,
            n_today: snapshot.n_answering_since(day_of(now_ms)),
            results,
            map: map_making(&snapshot, entry.making()),
            queue,
            alarm: super::watch::show::alarm(&snapshot, shows, now_ms),
            excluded: super::watch::show::excluded_singly(&snapshot).take(MAX_EXCLUDED).collect(),
            said: look.said,
            problem: look.problem,
            wording,
        }
    };
    Ok(page.render()?)
}

fn map_making(snapshot: &Snapshot, making: Making) -> MapMaking {
    match making {
        _ if !snapshot.is_mappable() => MapMaking::TooFew,
        Making { n_failures: n @ 1.., .. } => MapMaking::Failed { n },
        Making { made: Some((at, took)), .. } => MapMaking::Made { ago: at.elapsed(), took },
        Making { made: None, .. } => MapMaking::Waits,
    }
}

/// Asks before opening.
pub(crate) async fn confirm_open(Request { desk, at: entry, .. }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    confirm(&desk, &entry, Confirm::Open)
}

/// Asks before closing.
pub(crate) async fn confirm_close(Request { desk, at: entry, .. }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    confirm(&desk, &entry, Confirm::Close)
}

/// Opens it.
pub(crate) async fn open(Posted { desk, at: entry, .. }: Posted<Arc<Entry>>) -> Result<Response, PageError> {
    desk.app().open(&entry, Some(desk.by()), desk.now_ms()).await?;
    Ok(back(&entry, Notice::Opened))
}

/// Closes it.
pub(crate) async fn close(Posted { desk, at: entry, .. }: Posted<Arc<Entry>>) -> Result<Response, PageError> {
    desk.app().close(&entry, Some(desk.by()), desk.now_ms()).await?;
    Ok(back(&entry, Notice::Closed))
}

/// Asks before making an import public.
pub(crate) async fn confirm_make_public(
    Request { desk, at: entry, .. }: Request<Arc<Entry>>,
) -> Result<Response, PageError> {
    confirm(&desk, &entry, Confirm::MakePublic)
}

/// Makes an import public.
pub(crate) async fn make_public(Posted { desk, at: entry, .. }: Posted<Arc<Entry>>) -> Result<Response, PageError> {
    desk.app().make_public(&entry, desk.by(), desk.now_ms()).await?;
    Ok(back(&entry, Notice::MadePublic))
}

/// Asks before deleting an import.
pub(crate) async fn confirm_delete(
    Request { desk, at: entry, .. }: Request<Arc<Entry>>,
) -> Result<Response, PageError> {
    confirm(&desk, &entry, Confirm::Delete)
}

/// Deletes an import.
pub(crate) async fn delete(Posted { desk, at: entry, .. }: Posted<Arc<Entry>>) -> Result<Response, PageError> {
    desk.app().delete(&entry, desk.by(), desk.now_ms()).await?;
    Ok(Redirect::to("/desk").into_response())
}

fn confirm(desk: &Desk, entry: &Entry, what: Confirm) -> Result<Response, PageError> {
    let (token, now_ms) = (desk.staff().token, desk.now_ms());
    let page = ConfirmPage { conversation: &entry.conversation(), what, token: &token, now_ms };
    Ok(Html(page.render()?).into_response())
}
