//! `/c/{slug}/results` and the charts, as far as the gate lets them through.

use super::comments::page::{moderation, talk_counts};
use super::context::{asks_for, find, html};
use crate::Server;
use crate::body::Fields;
use crate::error::PageError;
use crate::gate::{self, Shut};
use crate::identify::Caller;
use crate::paths::PagePath;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use canvass_domain::{Provenance, Slug};
use canvass_pages::{ResultsClosed, ResultsPage, TableRequest, Trouble, poll_chart_closed_svg, poll_chart_svg};

/// Shows results, or turnout and when they will appear.
pub(crate) async fn results(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let entry = find(&server, &caller, &slug).await?;
    let viewer = caller.viewer(&server, &entry).await?;
    let conversation = &*entry.conversation();
    let page = match gate::results(&entry, viewer) {
        Ok(results) => {
            let query = Fields::of_query(query.as_deref());
            let [q, sort, dir, page] = ["q", "sort", "dir", "page"].map(|name| query.get(name));
            let request = TableRequest::parse(q, sort, dir, page);
            let page_url = results_url(&server, &conversation.slug);
            let (talk, moderated) = {
                let snapshot = entry.read();
                let is_ours = conversation.provenance != Provenance::Imported;
                (talk_counts(&snapshot), is_ours.then(|| moderation(&snapshot)))
            };
            let (talk, moderation) = (talk.as_ref(), moderated.as_ref());
            let early = gate::early(&entry, viewer);
            let page_url = &page_url;
            let page = ResultsPage { conversation, results: &results, request, page_url, talk, moderation, early };
            if asks_for(caller.headers(), "live") { page.render_live_part()? } else { page.render()? }
        }
        Err(Shut { closed, turnout }) => {
            let takes_notices = super::notice::takes_notices(&server, conversation);
            ResultsClosed { conversation, turnout, closed, takes_notices }.render()?
        }
    };
    Ok(html(StatusCode::OK, page))
}

/// The poll as a picture of its own, or what stands in its place.
pub(crate) async fn poll_chart(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    let entry = find(&server, &caller, &slug).await?;
    let viewer = caller.viewer(&server, &entry).await?;
    let conversation = entry.conversation();
    let url = results_url(&server, &conversation.slug);
    let svg = match gate::results(&entry, viewer) {
        Ok(results) => poll_chart_svg(&conversation, &results, &url, gate::early(&entry, viewer)),
        Err(Shut { closed, turnout }) => poll_chart_closed_svg(&conversation, turnout, closed, &url),
    };
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg.ok_or(Trouble::NotFound)?).into_response())
}

fn results_url(server: &Server, slug: &Slug) -> String {
    format!("{}/c/{slug}/results", server.settings().public_url.as_str())
}
