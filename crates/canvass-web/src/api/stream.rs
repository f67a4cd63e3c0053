//! `GET /api/v1/conversations/{slug}/stream`: tells of new totals as they come, at most once a second.

use super::results::{gate_closed, viewer};
use crate::error::Problem;
use crate::identify::Caller;
use crate::paths::ApiPath;
use crate::streams::Place;
use crate::{Server, gate};
use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use canvass_app::live::Entry;
use canvass_domain::Poll;
use canvass_results::Totals;
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
    gate::check(&entry, viewer).map_err(gate_closed)?;
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
        let gated = self.entry.totals();
        let counts = gated.open(viewer).ok()?;
        self.pending = Some(Event::default().event("results").data(json!({"seq": counts.seq}).to_string()));
        let told = totals(counts, self.entry.conversation().instrument.poll.as_ref());
        Some(Event::default().event("totals").data(told.to_string()))
    }
}

/// Counts that fit a kilobyte however many options there are.
fn totals(counts: &Totals, poll: Option<&Poll>) -> Value {
    let poll = poll.map(|poll| {
        let options = poll.numbered().map(|(id, _)| json!({"id": id, "n": counts.option(id)}));
        json!({"n": counts.n_ballots, "options": options.collect::<Vec<_>>()})
    });
    json!({"seq": counts.seq, "participants": counts.n_participants, "votes": counts.n_votes, "poll": poll})
}
