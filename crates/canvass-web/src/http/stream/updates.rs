//! What live streams send: counted and put into words once for all who listen to a conversation, however many they are.
//!
//! The words stay behind the gate: each listener opens them anew, as whoever they are by then. Only the latest is kept,
//! so that a listener who takes nothing for a while holds nothing back.

use axum::response::sse::Event;
use canvass_app::live::Entry;
use canvass_counts::Totals;
use canvass_domain::{Closed, Conversation, ConversationId, Poll, Viewer};
use canvass_results::Gated;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// For how long what was counted is good for others who ask, though there is newer.
const GOOD_FOR: Duration = Duration::from_millis(250);

/// What is sent, by conversation.
#[derive(Debug, Default)]
pub(crate) struct Updates {
    by_conversation: Mutex<BTreeMap<ConversationId, Arc<Shared<Update>>>>,
    n_made: AtomicU64,
    n_sent: AtomicU64,
}

/// Counts at one point of a conversation's log, and the words for them.
#[derive(Debug)]
pub(crate) struct Update {
    /// The revision that it tells of, if not a newer one.
    pub revision: u64,
    maps: Maps,
    gated: Gated<Totals>,
    conversation: Arc<Conversation>,
    words: OnceLock<[Event; 2]>,
}

/// Which opinion map results are told with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Maps {
    /// There is none: new counts are new results.
    None,
    /// The so-manieth since the start: results are new once there is another.
    Made(u64),
}

/// Something made by whoever asks first, for all who ask while it is good.
#[derive(Debug)]
struct Shared<T> {
    latest: Mutex<Option<Made<T>>>,
}

#[derive(Debug)]
struct Made<T> {
    revision: u64,
    at: Instant,
    what: Arc<T>,
}

impl Updates {
    /// What there is to send of a conversation that is at a revision.
    pub(crate) fn latest(&self, entry: &Entry, revision: u64) -> Arc<Update> {
        let shared = {
            let mut all = self.by_conversation.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(entry.id()).or_default())
        };
        self.n_sent.fetch_add(1, Ordering::Relaxed);
        shared.get(revision, Instant::now(), || {
            self.n_made.fetch_add(1, Ordering::Relaxed);
            // Looked at first: a map that comes now is one more revision, and told then.
            let maps = Maps::of(entry);
            let (gated, conversation) = (entry.totals(), entry.conversation());
            Update { revision, maps, gated, conversation, words: OnceLock::default() }
        })
    }

    /// How many were made, and how often one was told.
    pub(crate) fn counted(&self) -> [(&'static str, u64); 2] {
        [("made", self.n_made.load(Ordering::Relaxed)), ("told", self.n_sent.load(Ordering::Relaxed))]
    }
}

impl Maps {
    fn of(entry: &Entry) -> Self {
        let snapshot = entry.read();
        if snapshot.is_mappable() { Self::Made(snapshot.n_maps()) } else { Self::None }
    }
}

impl Update {
    /// Whether results are others than those told of before.
    pub(crate) fn has_new_results(&self, told: Option<Maps>) -> bool {
        self.maps == Maps::None || told != Some(self.maps)
    }

    /// With which opinion map it tells of results.
    pub(crate) const fn maps(&self) -> Maps {
        self.maps
    }

    /// `totals`, then `results` with the seq only, for those who may see them.
    pub(crate) fn words(&self, viewer: Viewer) -> Result<&[Event; 2], Closed> {
        let counts = self.gated.open(viewer)?;
        Ok(self.words.get_or_init(|| {
            let totals = totals(counts, self.conversation.instrument.poll.as_ref());
            let results = json!({"seq": counts.seq});
            [("totals", totals), ("results", results)]
                .map(|(kind, data)| Event::default().event(kind).data(data.to_string()))
        }))
    }
}

impl<T> Shared<T> {
    fn get(&self, revision: u64, now: Instant, make: impl FnOnce() -> T) -> Arc<T> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let is_good = |made: &&Made<T>| made.revision >= revision || now < made.at + GOOD_FOR;
        if let Some(made) = latest.as_ref().filter(is_good) {
            return Arc::clone(&made.what);
        }
        // Others wait for this one rather than make their own.
        let what = Arc::new(make());
        *latest = Some(Made { revision, at: now, what: Arc::clone(&what) });
        what
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self { latest: Mutex::new(None) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_made_for_all_who_ask_while_it_is_good() {
        let shared = Shared::default();
        let mut n_made = 0;
        let start = Instant::now();
        let mut get = |revision: u64, after: Duration| {
            *shared.get(revision, start + after, || {
                n_made += 1;
                n_made
            })
        };
        let burst: Vec<i32> = (0..500).map(|n| get(1 + n, Duration::from_millis(n / 2))).collect();
        assert!(burst.iter().all(|made| *made == 1), "{burst:?}");
        assert_eq!(get(900, GOOD_FOR), 2, "counted anew when it is old and there is newer");
        assert_eq!(get(900, GOOD_FOR * 100), 2, "and not while there is nothing newer");
        assert_eq!(get(901, GOOD_FOR * 100), 3);
    }
}
