//! `/takes.atom`: the feed of published takes.

use crate::http::error::PageError;
use crate::server::Server;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use canvass_app::edition::Take;
use canvass_pages::{FeedEntry, feed};

/// Most takes in the feed.
const MAX_IN_FEED: usize = 50;

/// The feed of published takes.
pub(crate) async fn atom(State(server): State<Server>) -> Result<Response, PageError> {
    let takes = server.app().newest_takes(MAX_IN_FEED).await?;
    let entries: Vec<FeedEntry> = takes.iter().map(|take| entry_of(take)).collect();
    let title = canvass_pages::take_feed_title();
    let text = feed(server.settings().public_url.as_str(), &title, &entries);
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], text).into_response())
}

fn entry_of(take: &Take) -> FeedEntry {
    let [title, summary] = canvass_pages::take_words(&take.edition, &take.results);
    let signed_by = take.edition.signed_off.as_ref().map(|by| by.name.clone());
    let publisher = || take.instrument().organiser.as_ref().map(|who| who.name.clone());
    FeedEntry {
        url: take.edition.url.clone(),
        title,
        summary,
        // An import has no publisher, and a feed must name somebody: then it says what the byline says.
        author: signed_by.or_else(publisher).unwrap_or_else(canvass_pages::take_by_program),
        published_ms: take.edition.published_ms.unwrap_or_default(),
    }
}
