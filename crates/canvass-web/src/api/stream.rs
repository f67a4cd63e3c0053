//! `GET /api/v1/conversations/{slug}/stream`: tells of new totals as they come, at most once a second.

use super::results::{gate_closed, viewer};
use crate::gate;
use crate::http::error::Problem;
use crate::http::path::ApiPath;
use crate::http::session::Caller;
use crate::http::stream::StreamPermit;
use crate::http::stream::updates::Maps;
use crate::server::Server;
use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use canvass_app::live::Entry;
use futures_util::Stream;
use futures_util::stream;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// Least time between two updates.
const AT_MOST_EVERY: Duration = Duration::from_secs(1);
const HEARTBEAT: Duration = Duration::from_secs(15);

/// One listener.
struct Listener {
    server: Server,
    caller: Caller,
    entry: Arc<Entry>,
    changes: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    /// The revision told of last, and when.
    last: Option<(u64, Instant)>,
    /// The opinion map that results were told of with.
    told: Option<Maps>,
    pending: Option<Event>,
    _permit: StreamPermit,
}

/// Opens a stream of server-sent events: `totals`, then `results` with the seq only. Where there is an opinion map,
/// `results` comes once there is another.
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
    let permit = server.streams().admit(caller.client())?;
    let listener = Listener {
        changes: entry.changes(),
        entry,
        stopping: server.stopping(),
        server,
        caller,
        last: None,
        told: None,
        pending: None,
        _permit: permit,
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
        if let Some((told, at)) = self.last {
            let both = async {
                let is_gone = self.changes.wait_for(|revision| *revision > told).await.is_err();
                tokio::time::sleep_until(at + AT_MOST_EVERY).await;
                !is_gone
            };
            tokio::select! {
                there_is_more = both => there_is_more.then_some(())?,
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            }
        }
        // Asked anew each time: an answer that opened the gate may have been taken back, a session ended.
        let viewer = viewer(&self.server, &self.caller, &self.entry).await.ok()?;
        let revision = *self.changes.borrow_and_update();
        let update = self.server.streams().updates().latest(&self.entry, revision);
        let [totals, results] = update.words(viewer).ok()?.clone();
        self.last = Some((update.revision, Instant::now()));
        self.pending = update.has_new_results(self.told).then_some(results);
        self.told = Some(update.maps());
        Some(totals)
    }
}
