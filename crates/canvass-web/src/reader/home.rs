//! `/`: the conversations there are.

use super::take::page::address;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use canvass_domain::ConversationId;
use canvass_pages::{Home, HomeEntry, TakeAddress};
use std::collections::BTreeMap;

/// Most conversations listed at once.
const MAX_LISTED: usize = 200;

/// Lists conversations, newest first; `?q=` searches titles.
pub(crate) async fn home(State(server): State<Server>, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let query = Fields::of_query(query.as_deref());
    let query = query.get("q").unwrap_or_default().trim();
    let wanted = query.to_lowercase();
    let mut takes: BTreeMap<ConversationId, TakeAddress> = server
        .app()
        .newest_editions()
        .await?
        .into_iter()
        .map(|newest| (newest.conversation, address(newest)))
        .collect();
    let entries = server.app().live().all().into_iter().rev().filter_map(|entry| {
        let snapshot = entry.read();
        let conversation = &snapshot.conversation;
        let is_shown = conversation.is_public() && conversation.instrument.title.to_lowercase().contains(&wanted);
        let take = takes.remove(&conversation.id);
        is_shown.then(|| HomeEntry { take, ..HomeEntry::of(conversation, snapshot.turnout()) })
    });
    let conversations = entries.take(MAX_LISTED).collect();
    Ok(super::context::html(StatusCode::OK, Home { query, conversations }.render()?))
}
