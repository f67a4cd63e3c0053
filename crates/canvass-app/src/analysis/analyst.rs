//! Makes the maps of a running server: follows each conversation's answers, analyses them, and hands the map over.

use super::follow::{Follower, Step};
use super::scheduler::Work;
use super::warm::WarmMap;
use crate::live::{Entry, Live};
use canvass_domain::ConversationId;
use rayon::ThreadPool;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Most votes held beside the ledgers, over all conversations: the last analysed stay. 8 bytes each.
const MAX_HELD_VOTES: usize = 10_000_000;

/// Most memory, in bytes, that keeping maps warm takes over all conversations.
const MAX_WARM_BYTES: usize = 400_000_000;

/// A conversation whose cold analysis takes longer is renewed warm while it rests, which is four times as long. All
/// others have the cold map within a second or two, and no need of one whose groups may differ from it.
const SLOW: Duration = Duration::from_millis(300);

/// How long after a cold analysis the next one may come, in times of what it took.
const COLD_REST: u32 = 4;

/// Does the turns.
pub(crate) struct Analyst {
    live: Arc<Live>,
    workers: ThreadPool,
    /// From what on a cold analysis is slow.
    slow: Duration,
    /// What is held of conversations, the last used first.
    held: Vec<(ConversationId, Held)>,
}

/// What is held of one conversation between its turns.
#[derive(Debug, Default)]
struct Held {
    follower: Follower,
    /// What the last cold analysis took.
    took: Duration,
    /// Only where that was slow, with when the next cold analysis may come.
    warm: Option<(WarmMap, Instant)>,
}

impl Analyst {
    pub(crate) const fn new(live: Arc<Live>, workers: ThreadPool) -> Self {
        Self { live, workers, slow: SLOW, held: Vec::new() }
    }

    /// Brings one conversation's map up to its answers.
    pub(crate) fn analyse(&mut self, id: ConversationId) -> Work {
        let Some(entry) = self.live.get(id).filter(|entry| entry.needs_map()) else { return Work::Nothing };
        // What is held is lost where the analysis panics, and read anew.
        let mut held = self.take(id);
        while entry.follow(&mut held.follower) == Step::More {}
        let work = self.renew(&entry, &mut held).unwrap_or_else(|| self.cold(&entry, &mut held));
        self.keep(id, held);
        work
    }

    /// A provisional map, where one can be had and it is too early for a cold one.
    fn renew(&self, entry: &Entry, held: &mut Held) -> Option<Work> {
        let (map, _) = held.warm.as_mut().filter(|(_, cold_at)| Instant::now() < *cold_at)?;
        let answers = held.follower.answers();
        if entry.has_map_of(answers.seq()) {
            return Some(Work::Awaited);
        }
        let touched = held.follower.take_touched();
        let map = self.workers.install(|| map.renew(held.follower.answers(), &touched)).ok()?;
        entry.set_map(map.seq, Some(Arc::new(map)));
        Some(Work::Renewed)
    }

    fn cold(&self, entry: &Entry, held: &mut Held) -> Work {
        let began = Instant::now();
        let is_slow = held.took >= self.slow;
        // What was warm goes before the next is made.
        held.warm = None;
        held.follower.take_touched();
        let (seq, map, warm) = self.workers.install(|| {
            let material = held.follower.answers().material();
            let seq = material.seq;
            let (map, warm) = if is_slow { WarmMap::new(material) } else { (material.cold(), None) };
            (seq, map.map(Arc::new), warm)
        });
        entry.set_map(seq, map);
        held.took = began.elapsed();
        held.warm = warm.map(|map| (map, Instant::now() + held.took * COLD_REST));
        if held.warm.is_some() { Work::MadeWarm } else { Work::Made }
    }

    fn take(&mut self, id: ConversationId) -> Held {
        let place = self.held.iter().position(|(held, _)| *held == id);
        place.map(|place| self.held.remove(place).1).unwrap_or_default()
    }

    fn keep(&mut self, id: ConversationId, held: Held) {
        self.held.insert(0, (id, held));
        let (mut n_votes, mut n_bytes) = (0, 0);
        self.held.retain_mut(|(_, held)| {
            n_bytes += held.warm.as_ref().map_or(0, |(map, _)| map.n_bytes());
            if n_bytes > MAX_WARM_BYTES {
                held.warm = None;
            }
            n_votes += held.follower.answers().n_votes();
            n_votes <= MAX_HELD_VOTES
        });
    }
}
