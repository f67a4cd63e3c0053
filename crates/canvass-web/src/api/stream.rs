//! `GET /api/v1/conversations/{slug}/stream`: tells of new totals as they come, at most once a second.

use super::results::{gate_closed, viewer};
use crate::Server;
use crate::error::Problem;
use crate::identify::Caller;
use crate::paths::ApiPath;
use crate::streams::Place;
use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use canvass_app::live::Entry;
use canvass_results::Results;
use futures_util::Stream;
use futures_util::stream;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// Least time between two tellings.
const AT_MOST_EVERY: Duration = Duration::from_secs(1);
const HEARTBEAT: Duration = Duration::from_secs(15);

/// One listener.
struct Listener {
    server: Server,
    caller: Caller,
    entry: Arc<Entry>,
    changes: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    last: Option<Instant>,
    pending: Option<Event>,
    _place: Place,
}

/// Opens a stream of server-sent events: `totals`, then `results` with the seq only.
#[utoipa::path(
    get, path = "/api/v1/conversations/{slug}/stream", params(("slug" = String, Path)),
    responses((status = 200, description = "Events `totals` and `results`", content_type = "text/event-stream"),
              (status = 403, description = "Problem `gate-closed`"),
              (status = 429, description = "Too many streams from this address"),
              (status = 503, description = "Too many streams"))
)]
pub(crate) async fn open(
    State(server): State<Server>,
    ApiPath(slug): ApiPath<String>,
    caller: Caller,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let entry = super::find(&server, &slug)?;
    let viewer = viewer(&server, &caller, &entry).await?;
    let (disclosure, turnout) = {
        let snapshot = entry.read();
        (snapshot.disclosure(), snapshot.turnout())
    };
    disclosure.check(viewer).map_err(|closed| gate_closed(closed, turnout))?;
    let place = server.streams().place(caller.client())?;
    let listener = Listener {
        changes: entry.changes(),
        entry,
        stopping: server.stopping(),
        server,
        caller,
        last: None,
        pending: None,
        _place: place,
    };
    let events = stream::unfold(listener, |mut listener| async {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}

impl Listener {
    /// The next event; none once the server stops or the gate has closed.
    async fn next(&mut self) -> Option<Event> {
        if let Some(event) = self.pending.take() {
            return Some(event);
        }
        if let Some(last) = self.last {
            let both = async {
                self.changes.changed().await.ok()?;
                tokio::time::sleep_until(last + AT_MOST_EVERY).await;
                Some(())
            };
            tokio::select! {
                changed = both => changed?,
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            }
        }
        self.changes.mark_unchanged();
        self.last = Some(Instant::now());
        // Asked anew each time: an answer that opened the gate may have been taken back, a session ended.
        let viewer = viewer(&self.server, &self.caller, &self.entry).await.ok()?;
        let gated = self.entry.results();
        let results = gated.open(viewer).ok()?;
        let seq = results.totals.seq;
        self.pending = Some(Event::default().event("results").data(json!({"seq": seq}).to_string()));
        Some(Event::default().event("totals").data(totals(results).to_string()))
    }
}

/// Counts that fit a kilobyte however many options there are.
fn totals(results: &Results) -> Value {
    let poll = results.poll.as_ref().map(|poll| {
        let options = poll.numbered().map(|(id, _)| json!({"id": id, "n": results.totals.option(id)}));
        json!({"n": results.totals.n_ballots, "options": options.collect::<Vec<_>>()})
    });
    json!({
        "seq": results.totals.seq,
        "participants": results.totals.n_participants,
        "votes": results.totals.n_votes,
        "poll": poll,
    })
}
