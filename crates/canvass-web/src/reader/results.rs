//! `/c/{slug}/results`, as far as the gate lets it through.

use super::comments::page::{moderation, talk_counts};
use super::context::{asks_for, find, html};
use crate::gate::{self, Shut};
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Caller;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use canvass_domain::Provenance;
use canvass_pages::{Addresses, ResultsClosed, ResultsPage, TableRequest};

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
    let take = super::take::page::newest(&server, conversation).await?;
    let addresses = &Addresses::of(server.settings().public_url.as_str(), &conversation.slug).with_take(take);
    let page = match gate::results(&entry, viewer) {
        Ok(results) => {
            let query = Fields::of_query(query.as_deref());
            let [q, sort, dir, page] = ["q", "sort", "dir", "page"].map(|name| query.get(name));
            let request = TableRequest::parse(q, sort, dir, page);
            let (talk, moderated) = {
                let snapshot = entry.read();
                let is_ours = conversation.provenance != Provenance::Imported;
                (talk_counts(&snapshot), is_ours.then(|| moderation(&snapshot)))
            };
            let (talk, moderation) = (talk.as_ref(), moderated.as_ref());
            let early = gate::early(&entry, viewer);
            let reader = caller.reader_by_cookie(&server, &entry);
            let place = reader.as_ref().and_then(|reader| gate::place(reader, viewer));
            let page = ResultsPage {
                conversation,
                results: &results,
                request,
                addresses,
                talk,
                moderation,
                place: place.as_ref(),
                ballot: reader.as_ref().and_then(gate::ballot),
                early,
            };
            if asks_for(caller.headers(), "live") { page.render_live_part()? } else { page.render()? }
        }
        Err(Shut { closed, turnout }) => {
            let takes_notices = super::notice::takes_notices(&server, conversation);
            ResultsClosed { conversation, turnout, closed, addresses, takes_notices }.render()?
        }
    };
    Ok(html(StatusCode::OK, page))
}
