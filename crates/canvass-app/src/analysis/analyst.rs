//! Makes the maps of a running server: follows each conversation's answers, analyses them, and hands the map over.

use super::follow::{Follower, Step};
use super::scheduler::Work;
use crate::live::Live;
use canvass_domain::ConversationId;
use rayon::ThreadPool;
use std::sync::Arc;

/// Most votes held beside the ledgers, over all conversations: the last analysed stay. 8 bytes each.
const MAX_HELD_VOTES: usize = 10_000_000;

/// Does the turns.
pub(crate) struct Analyst {
    live: Arc<Live>,
    workers: ThreadPool,
    /// Answers held, the last used first.
    held: Vec<(ConversationId, Follower)>,
}

impl Analyst {
    pub(crate) const fn new(live: Arc<Live>, workers: ThreadPool) -> Self {
        Self { live, workers, held: Vec::new() }
    }

    /// Brings one conversation's map up to its answers.
    pub(crate) fn analyse(&mut self, id: ConversationId) -> Work {
        let Some(entry) = self.live.get(id).filter(|entry| entry.needs_map()) else { return Work::Nothing };
        // What is held is lost where the analysis panics, and read anew.
        let mut follower = self.take(id);
        while entry.follow(&mut follower) == Step::More {}
        let (seq, map) = self.workers.install(|| {
            let material = follower.answers().material();
            (material.seq, material.analyse().map(|analysis| Arc::new(material.map(&analysis))))
        });
        entry.set_map(seq, map);
        self.keep(id, follower);
        Work::Made
    }

    fn take(&mut self, id: ConversationId) -> Follower {
        let place = self.held.iter().position(|(held, _)| *held == id);
        place.map(|place| self.held.remove(place).1).unwrap_or_default()
    }

    fn keep(&mut self, id: ConversationId, follower: Follower) {
        self.held.insert(0, (id, follower));
        let mut n_votes = 0;
        self.held.retain(|(_, follower)| {
            n_votes += follower.answers().n_votes();
            n_votes <= MAX_HELD_VOTES
        });
    }
}
