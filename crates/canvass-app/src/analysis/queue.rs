//! Which conversation is analysed next.
//!
//! First come, first served, each standing in it at most once: whoever changes while waiting is analysed as it is by
//! then. A conversation rests after its turn, for longer the longer that took, so that one that never stops changing
//! takes neither a core nor the others' turns. Time comes in from outside.

use canvass_domain::ConversationId;
use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

/// Shortest rest.
const LEAST_REST: Duration = Duration::from_millis(250);
/// Rest after a turn, in times of what the turn took.
const REST_PER_TURN: u32 = 4;
/// Rest after a first failure; it doubles with each further one.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(1);
const MAX_REST_AFTER_FAILURE: Duration = Duration::from_secs(300);

/// Conversations that wait.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<(ConversationId, Instant)>,
    resting: BTreeMap<ConversationId, Instant>,
    failures: BTreeMap<ConversationId, u32>,
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Analyse this one.
    Run(ConversationId),
    /// All that wait are resting, the first until then.
    At(Instant),
    /// Nobody waits.
    Nothing,
}

/// How a turn ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// As it should.
    Good,
    /// Without a result.
    Failed,
}

/// Whether a conversation has come into the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// It waits now.
    New,
    /// It did already.
    Known,
}

impl Queue {
    /// Puts one at the end, unless it waits already.
    pub(super) fn put(&mut self, id: ConversationId, now: Instant) -> Put {
        if self.waiting.iter().any(|(waiting, _)| *waiting == id) {
            return Put::Known;
        }
        self.waiting.push_back((id, now));
        Put::New
    }

    /// Takes out the first that is not resting.
    pub(super) fn take(&mut self, now: Instant) -> Next {
        let rests_until = |id: &ConversationId| self.resting.get(id).copied().filter(|until| *until > now);
        match self.waiting.iter().position(|(id, _)| rests_until(id).is_none()) {
            Some(place) => self.waiting.remove(place).map_or(Next::Nothing, |(id, _)| Next::Run(id)),
            None => self.waiting.iter().filter_map(|(id, _)| rests_until(id)).min().map_or(Next::Nothing, Next::At),
        }
    }

    /// Ends a turn, and says how often it has failed in a row.
    pub(super) fn done(&mut self, id: ConversationId, outcome: Outcome, took: Duration, now: Instant) -> u32 {
        let n_failures = match outcome {
            Outcome::Good => 0,
            Outcome::Failed => self.failures.get(&id).map_or(1, |n| n.saturating_add(1)),
        };
        let rest = took.saturating_mul(REST_PER_TURN).max(LEAST_REST);
        let rest = match n_failures {
            0 => {
                self.failures.remove(&id);
                rest
            }
            n => {
                self.failures.insert(id, n);
                let doubled = REST_AFTER_FAILURE.saturating_mul(1_u32.checked_shl(n - 1).unwrap_or(u32::MAX));
                rest.max(doubled.min(MAX_REST_AFTER_FAILURE))
            }
        };
        self.resting.retain(|_, until| *until > now);
        self.resting.insert(id, now + rest);
        n_failures
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Since when the one waits that came first.
    pub(super) fn waits_since(&self) -> Option<Instant> {
        self.waiting.iter().map(|(_, since)| *since).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn id(n: i64) -> ConversationId {
        ConversationId(n)
    }

    #[test]
    fn each_stands_in_it_once_and_first_come_is_first_served() {
        let (mut queue, now) = (Queue::default(), Instant::now());
        assert_eq!(
            [1, 2, 1, 3, 2].map(|n| queue.put(id(n), now)),
            [Put::New, Put::New, Put::Known, Put::New, Put::Known]
        );
        assert_eq!(
            [(); 4].map(|()| queue.take(now)),
            [Next::Run(id(1)), Next::Run(id(2)), Next::Run(id(3)), Next::Nothing]
        );
    }

    #[test]
    fn every_busy_one_has_its_turn_before_any_has_two() {
        const N: i64 = 116;
        let (mut queue, mut now) = (Queue::default(), Instant::now());
        (0..N).for_each(|n| assert_eq!(queue.put(id(n), now), Put::New));
        let (mut turns, mut oldest) = (vec![0_u32; 116], Duration::ZERO);
        for _ in 0..N * 20 {
            oldest = oldest.max(queue.waits_since().map_or(Duration::ZERO, |since| now - since));
            let Next::Run(next) = queue.take(now) else { panic!("somebody can always go") };
            turns[usize::try_from(next.0).unwrap()] += 1;
            // Some take longer than others, and all change all the time.
            let took = MS * u32::try_from(1 + next.0 % 9).unwrap();
            now += took;
            assert_eq!(queue.put(next, now), Put::New);
            queue.done(next, Outcome::Good, took, now);
            let (least, most) = (turns.iter().min().unwrap(), turns.iter().max().unwrap());
            assert!(most - least <= 1, "{turns:?}");
        }
        assert!(oldest < Duration::from_secs(1), "nobody waits for longer than everybody's turn: {oldest:?}");
    }

    #[test]
    fn who_had_a_turn_rests_and_is_not_forgotten() {
        let (mut queue, start) = (Queue::default(), Instant::now());
        let check = |queue: &mut Queue, took: Duration, rest: Duration| {
            queue.done(id(1), Outcome::Good, took, start);
            assert_eq!(queue.take(start), Next::Nothing, "nothing has changed");
            assert_eq!(queue.put(id(1), start), Put::New);
            assert_eq!(queue.take(start + rest - MS), Next::At(start + rest));
            assert_eq!(queue.take(start + rest), Next::Run(id(1)), "once more, however quiet it is by then");
        };
        check(&mut queue, MS, LEAST_REST);
        check(&mut queue, 500 * MS, 2_000 * MS);
        queue.put(id(1), start);
        queue.done(id(1), Outcome::Good, MS, start);
        queue.put(id(2), start);
        assert_eq!(queue.take(start), Next::Run(id(2)), "others do not wait for one that rests");
    }

    #[test]
    fn failing_again_and_again_it_is_tried_less_and_less() {
        let (mut queue, mut now) = (Queue::default(), Instant::now());
        let mut rests = Vec::new();
        for n in 1..=40 {
            assert_eq!(queue.done(id(1), Outcome::Failed, MS, now), n);
            queue.put(id(1), now);
            let Next::At(next) = queue.take(now) else { panic!("it rests") };
            rests.push((next - now).as_secs());
            now = next;
            assert_eq!(queue.take(now), Next::Run(id(1)));
        }
        assert_eq!(rests[..10], [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
        assert!(rests[10..].iter().all(|rest| *rest == 300));
        assert_eq!(queue.done(id(1), Outcome::Good, MS, now), 0);
        assert_eq!(queue.done(id(1), Outcome::Failed, MS, now), 1, "counted anew");
    }
}
