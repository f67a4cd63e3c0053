//! `/desk`: every conversation with the numbers that matter.

use super::midnight;
use crate::Server;
use crate::error::PageError;
use crate::identify::Staff;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use canvass_pages::{DeskEntry, DeskHome};

/// Lists every conversation, newest first.
pub(crate) async fn home(State(server): State<Server>, Staff(session): Staff) -> Result<Response, PageError> {
    let since = midnight(server.now_ms());
    let entry = |entry: std::sync::Arc<canvass_app::live::Entry>| {
        let snapshot = entry.read();
        let waiting = snapshot.waiting();
        let n_waiting = (waiting.n_statements + waiting.n_comments + waiting.n_reported) as u64;
        DeskEntry::of(&snapshot.conversation, snapshot.turnout(), n_waiting, snapshot.n_answering_since(since))
    };
    let conversations = server.app().live().all().into_iter().rev().map(entry).collect();
    let is_told = super::mail::is_told(&server, &session).await?;
    let staff = super::staff(&server, &session);
    Ok(Html(DeskHome { staff: &staff, conversations, is_told }.render()?).into_response())
}
