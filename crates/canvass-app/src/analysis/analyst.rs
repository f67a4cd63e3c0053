//! Makes the maps of a running server: follows each conversation's answers, analyses them, and hands the map over.

use super::scheduler::Work;
use crate::live::{Entry, Live};
use canvass_domain::ConversationId;
use canvass_results::map::{Follower, Step, WarmMap};
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::workers;
    use canvass_counts::SegmentCounts;
    use canvass_demo::simulate::{Preset, SimulateOptions};
    use canvass_domain::{
        Conversation, Event, Fact, ParticipantId, Provenance, Seq, Slug, State, StatementId, Viewer, Vote,
    };
    use canvass_results::analysed::cold;
    use canvass_results::{Results, Stage};
    use canvass_store::Committed;

    const HERE: ConversationId = ConversationId(1);

    /// An open conversation and somebody who analyses it; everything is slow to them.
    fn planted() -> (Analyst, Arc<Entry>) {
        let options = SimulateOptions { preset: Some(Preset::Planted2), ..Default::default() };
        let transcript = options.check().unwrap().run().transcript;
        let events: Vec<Event> = transcript.events.into_iter().filter(|event| !event.fact.is_closing()).collect();
        let (ledger, segment_counts) = SegmentCounts::of(&transcript.instrument, &events, Vec::new()).unwrap();
        let conversation = Conversation {
            visibility: canvass_domain::Visibility::Public,
            id: HERE,
            slug: Slug::parse("bridge").unwrap(),
            state: State::Open,
            provenance: Provenance::Synthetic,
            note: None,
            version: 1,
            instrument: transcript.instrument,
            created_ms: 0,
            turns: canvass_domain::Turns::default(),
        };
        let live = Arc::new(Live::default());
        let entry = live.add(Entry::new(
            conversation,
            transcript.statements,
            ledger,
            segment_counts,
            crate::live::Talk::default(),
        ));
        (Analyst { slow: Duration::ZERO, ..Analyst::new(live, workers().unwrap()) }, entry)
    }

    fn happens(entry: &Entry, fact: Fact) {
        let seq = Seq(entry.read().ledger.totals().seq.0 + 1);
        let events = vec![(HERE, Event { seq, at_ms: 1, fact })];
        entry.take(Committed { events, ..Committed::default() }).unwrap();
    }

    /// Somebody new agrees with a statement.
    fn votes(entry: &Entry, participant: u32) {
        let (participant, statement) = (ParticipantId(participant), StatementId(3));
        happens(entry, Fact::VoteCast { participant, statement, vote: Vote::Agree, version: 1 });
    }

    fn results(entry: &Entry) -> Arc<Results> {
        Arc::clone(entry.results().open(Viewer::Staff).unwrap())
    }

    fn cold_may_come(analyst: &mut Analyst, is_time: bool) {
        let at = if is_time { Instant::now() } else { Instant::now() + Duration::from_secs(3_600) };
        analyst.held[0].1.warm.as_mut().unwrap().1 = at;
    }

    #[test]
    fn a_slow_one_is_renewed_until_it_is_time_for_a_cold_one() {
        let (mut analyst, entry) = planted();
        assert_eq!(analyst.analyse(HERE), Work::MadeWarm);
        assert_eq!(results(&entry).stage, Stage::Settled);
        cold_may_come(&mut analyst, false);
        assert_eq!(analyst.analyse(HERE), Work::Nothing);
        votes(&entry, 70_000);
        let behind = results(&entry);
        assert_eq!(analyst.analyse(HERE), Work::Renewed);
        let renewed = results(&entry);
        assert!(renewed.map != behind.map && renewed.map.as_ref().unwrap().is_provisional);
        assert!(entry.needs_map(), "a cold one is due");
        assert_eq!(analyst.analyse(HERE), Work::Awaited);
        cold_may_come(&mut analyst, true);
        assert_eq!(analyst.analyse(HERE), Work::MadeWarm);
        let settled = results(&entry);
        let (material, analysis) = cold(&entry.read().ledger).unwrap();
        assert_eq!(**settled.map.as_ref().unwrap(), material.map(&analysis));
        assert_eq!((settled.stage, entry.needs_map()), (Stage::Settled, false));
    }

    #[test]
    fn one_that_is_quick_is_always_cold() {
        let (mut analyst, entry) = planted();
        analyst.slow = Duration::from_secs(3_600);
        for participant in 70_000..70_003 {
            votes(&entry, participant);
            assert_eq!(analyst.analyse(HERE), Work::Made);
            assert!(!results(&entry).map.as_ref().unwrap().is_provisional);
        }
    }

    #[test]
    fn somebody_banned_is_on_no_map_from_then_on() {
        let (mut analyst, entry) = planted();
        analyst.analyse(HERE);
        let participant = entry.read().map().unwrap().people[5].participant;
        happens(&entry, Fact::ParticipantBanned { participant: ParticipantId(70_000) });
        assert!(entry.read().map().is_some(), "who is not on it is not on it");
        happens(&entry, Fact::ParticipantBanned { participant });
        assert!(entry.read().map().is_none());
        cold_may_come(&mut analyst, false);
        assert_eq!(analyst.analyse(HERE), Work::Renewed);
        assert!(entry.read().map().unwrap().people.iter().all(|placed| placed.participant != participant));
    }
}
