//! `/desk`: every conversation with the numbers that matter.

use crate::desk::request::Desk;
use crate::http::error::PageError;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::desk::{Waiting, WaitingAfter};
use canvass_domain::day_of;
use canvass_pages::{DeskEntry, DeskHome};

/// Lists every conversation, newest first.
pub(crate) async fn home(desk: Desk) -> Result<Response, PageError> {
    let since = day_of(desk.now_ms());
    let all = desk.app().live().all();
    let after = desk.app().waiting_after(&all).await?;
    let entry = |entry: &std::sync::Arc<canvass_app::live::Entry>| {
        let snapshot = entry.read();
        let n_waiting = snapshot.waiting().n() as u64 + after.get(&entry.id()).map_or(0, WaitingAfter::n);
        DeskEntry::of(&snapshot.conversation, snapshot.turnout(), n_waiting, snapshot.n_answering_since(since))
    };
    let waiting = all.iter().map(|entry| entry.read().waiting()).fold(Waiting::default(), |a, b| a + b);
    let waiting = [waiting.n_statements, waiting.n_comments, waiting.n_reported, waiting.n_changed];
    let waiting_after = after.values().fold([0, 0], |[unclear, responses], after| {
        [unclear + after.n_unclear, responses + after.responses.len() as u64]
    });
    let conversations = all.iter().rev().map(entry).collect();
    let is_told = super::mail::is_told(&desk).await?;
    let staff = desk.staff();
    Ok(Html(DeskHome { staff: &staff, waiting, waiting_after, is_told, conversations }.render()?).into_response())
}
