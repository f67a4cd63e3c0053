//! When comments appear to others: in batches, so that nobody learns from the moment of a comment and the counts of
//! that moment how its author voted.

use canvass_domain::{CommentId, CommentState, Event, Fact, ParticipantId};
use std::collections::BTreeMap;

/// By how many people those who have answered grow before comments appear, unless told otherwise.
pub const COMMENT_BATCH: u32 = 10;

/// Which comments wait for others to answer. It follows from the log alone, so it is the same after a restart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Appearing {
    answered: Answered,
    /// How many had answered when each was admitted, unless it has been there to be seen since a close.
    admitted: BTreeMap<CommentId, u64>,
    /// The last comment that came in while so many had answered.
    newest: BTreeMap<u64, CommentId>,
    last: CommentId,
    /// Whether everything appears at once, since nobody can answer.
    is_closed: bool,
}

/// Who has ever answered, a bit for each number. Somebody who takes answers back stays among them: a number that
/// falls would let a few people work the batches.
#[derive(Clone, Debug, Default)]
struct Answered {
    bits: Vec<u64>,
    n: u64,
}

impl Appearing {
    /// Follows a whole log.
    pub(crate) fn of(events: &[Event]) -> Self {
        let mut appearing = Self::default();
        events.iter().for_each(|event| appearing.take(&event.fact));
        appearing
    }

    /// Follows the log by one event.
    pub(crate) fn take(&mut self, fact: &Fact) {
        match *fact {
            Fact::BallotCast { participant, .. } | Fact::VoteCast { participant, .. } => self.answered.add(participant),
            Fact::CommentPosted { comment, state } => {
                self.last = self.last.max(comment);
                self.newest.insert(self.answered.n, self.last);
                self.decide(comment, state);
            }
            Fact::CommentDecided { comment, state } => self.decide(comment, state),
            // All appear, and stay.
            Fact::Closed | Fact::ClosedByClock => {
                self.admitted.clear();
                self.is_closed = true;
            }
            Fact::Opened => self.is_closed = false,
            _ => {}
        }
    }

    fn decide(&mut self, comment: CommentId, state: CommentState) {
        // What was admitted once keeps its place: who saw it may go on seeing it.
        if state == CommentState::Accepted && !self.is_closed {
            self.admitted.entry(comment).or_insert(self.answered.n);
        }
    }

    /// Whether a comment that was admitted waits, in batches of so many people.
    pub(crate) fn waits(&self, comment: CommentId, batch: u32) -> bool {
        let round = |n: u64| n.checked_div(u64::from(batch));
        let admitted = self.admitted.get(&comment).and_then(|admitted| round(*admitted));
        admitted.is_some_and(|admitted| round(self.answered.n).is_some_and(|now| now == admitted))
    }

    /// How many more people have to answer before what waits appears.
    pub(crate) fn missing(&self, batch: u32) -> u32 {
        let over = self.answered.n.checked_rem(u64::from(batch)).unwrap_or_default();
        batch.saturating_sub(u32::try_from(over).unwrap_or_default())
    }

    /// The last comment that had come in when the latest batch appeared; those after it are not even counted.
    pub(crate) fn counted_to(&self, batch: u32) -> CommentId {
        let Some(rounds) = self.answered.n.checked_div(u64::from(batch)) else { return self.last };
        // A comment at that very number came after the batch had appeared.
        let before = self.newest.range(..rounds.saturating_mul(u64::from(batch)));
        before.last().map_or_else(CommentId::default, |(_, last)| *last)
    }
}

impl Answered {
    fn add(&mut self, participant: ParticipantId) {
        let (place, bit) = (participant.0 as usize / 64, 1_u64 << (participant.0 % 64));
        if self.bits.len() <= place {
            self.bits.resize(place + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(place).filter(|bits| **bits & bit == 0) {
            *bits |= bit;
            self.n += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_domain::{StatementId, Vote};

    fn vote(participant: u32) -> Fact {
        let participant = ParticipantId(participant);
        Fact::VoteCast { participant, statement: StatementId(1), vote: Vote::Agree, version: 1 }
    }

    fn posted(comment: u32, state: CommentState) -> Fact {
        Fact::CommentPosted { comment: CommentId(comment), state }
    }

    fn decided(comment: u32, state: CommentState) -> Fact {
        Fact::CommentDecided { comment: CommentId(comment), state }
    }

    #[test]
    fn what_was_admitted_in_a_round_appears_together_at_its_end() {
        let mut log = Appearing::default();
        let waiting = |log: &Appearing| [1, 2, 3].map(|id| log.waits(CommentId(id), 3));
        log.take(&posted(1, CommentState::Accepted));
        log.take(&vote(1));
        log.take(&posted(2, CommentState::Held));
        log.take(&vote(2));
        log.take(&decided(2, CommentState::Accepted));
        // Another answer of somebody who has answered is no other person.
        log.take(&vote(2));
        assert_eq!((waiting(&log), log.missing(3)), ([true, true, false], 1));
        assert_eq!(log.counted_to(3), CommentId(0));
        log.take(&vote(70));
        assert_eq!((waiting(&log), log.missing(3)), ([false, false, false], 3));
        assert_eq!(log.counted_to(3), CommentId(2));
        log.take(&posted(3, CommentState::Accepted));
        assert_eq!((waiting(&log), log.counted_to(3)), ([false, false, true], CommentId(2)));
        // Taken out and let in again, it was seen before.
        log.take(&decided(1, CommentState::Declined));
        log.take(&decided(1, CommentState::Accepted));
        assert!(!log.waits(CommentId(1), 3));
        log.take(&Fact::Closed);
        assert_eq!(waiting(&log), [false; 3]);
    }

    #[test]
    fn without_batches_nothing_waits() {
        let log =
            Appearing::of(&[Event { seq: canvass_domain::Seq(1), at_ms: 0, fact: posted(4, CommentState::Accepted) }]);
        assert_eq!((log.waits(CommentId(4), 0), log.counted_to(0)), (false, CommentId(4)));
        assert!(log.waits(CommentId(4), 1));
    }
}
