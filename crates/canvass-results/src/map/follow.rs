//! Follows a ledger in small pieces, so that whoever writes to it never waits long for the analysis.
//!
//! The first walk goes through everybody, ascending; who changed meanwhile or since is noted by the writer and taken
//! over after it. Once nobody is left in a piece, what is held is the ledger's answers at that very moment.

use super::Answers;
use canvass_counts::Ledger;
use canvass_domain::ParticipantId;
use std::collections::BTreeSet;

/// Most answers looked at in one piece: some tens of microseconds.
const MAX_PIECE: usize = 20_000;

/// Answers that are kept up with a ledger.
#[derive(Debug, Default)]
pub struct Follower {
    answers: Answers,
    walk: Walk,
    /// Taken over since somebody last asked, after the walk.
    touched: BTreeSet<ParticipantId>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Walk {
    #[default]
    NotBegun,
    After(ParticipantId),
    Done,
}

/// Whether answers have been caught up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is more to take over.
    More,
    /// They are those of one moment.
    Settled,
}

impl Follower {
    /// Takes over one piece. `changed` holds who changed since the step before, and loses who was taken over.
    pub fn step(&mut self, ledger: &Ledger, changed: &mut BTreeSet<ParticipantId>) -> Step {
        self.piece(ledger, changed, MAX_PIECE)
    }

    fn piece(&mut self, ledger: &Ledger, changed: &mut BTreeSet<ParticipantId>, at_most: usize) -> Step {
        let mut left = at_most;
        if self.walk != Walk::Done {
            left = self.walk_on(ledger, changed, left);
        }
        while left > 0 && self.walk == Walk::Done {
            let Some(participant) = changed.pop_first() else {
                self.answers.settle(ledger);
                return Step::Settled;
            };
            let voter = ledger.voter(participant);
            left = left.saturating_sub(1 + voter.map_or(0, |voter| voter.answers.len()));
            self.answers.set(participant, voter);
            self.touched.insert(participant);
        }
        Step::More
    }

    /// Goes on through everybody; gives how much of the piece is left.
    fn walk_on(&mut self, ledger: &Ledger, changed: &mut BTreeSet<ParticipantId>, at_most: usize) -> usize {
        let after = match self.walk {
            Walk::NotBegun => {
                // Everybody will be met on the way.
                changed.clear();
                None
            }
            Walk::After(participant) => Some(participant),
            Walk::Done => return at_most,
        };
        let mut left = at_most;
        for (participant, voter) in ledger.everybody_after(after) {
            if left == 0 {
                return 0;
            }
            left = left.saturating_sub(1 + voter.map_or(0, |voter| voter.answers.len()));
            self.walk = Walk::After(participant);
            self.answers.set(participant, voter);
        }
        self.walk = Walk::Done;
        left
    }

    /// What is held; of one moment only after a step that settled.
    pub const fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Whose answers may be others than when this was last asked; of the first time, only who changed after the walk.
    pub fn take_touched(&mut self) -> BTreeSet<ParticipantId> {
        std::mem::take(&mut self.touched)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::samples::day;
    use canvass_domain::{Ballot, Event, Fact, Seq, StatementId, Vote};

    #[test]
    fn whatever_happens_between_pieces_it_ends_with_the_answers_of_one_moment() {
        for (at_most, every) in [(1, 50), (7, 3), (40, 1), (usize::MAX, 11)] {
            let (mut ledger, mut changed, mut follower) = (Ledger::default(), BTreeSet::new(), Follower::default());
            let mut n_settled = 0;
            for (n, fact) in (1..).zip(day(3_000)) {
                ledger.apply(&Event { seq: Seq(n), at_ms: 1, fact }).unwrap();
                changed.extend(fact.participant());
                if n % every == 0 && follower.piece(&ledger, &mut changed, at_most) == Step::Settled {
                    assert_eq!(*follower.answers(), Answers::all(&ledger), "after event {n}");
                    n_settled += 1;
                }
            }
            let mut n_pieces = 0;
            while follower.piece(&ledger, &mut changed, at_most) == Step::More {
                n_pieces += 1;
                assert!(n_pieces < 100, "it does not come to an end");
            }
            assert_eq!(*follower.answers(), Answers::all(&ledger));
            assert!(n_settled > 0 || at_most < 10, "{n_settled}");
        }
    }

    #[test]
    fn a_piece_looks_at_a_bounded_number_of_answers() {
        let vote = |n: u64| Fact::VoteCast {
            participant: ParticipantId(u32::try_from(n % 100).unwrap()),
            statement: StatementId(u32::try_from(n / 100).unwrap()),
            vote: Vote::Agree,
            version: 1,
        };
        let events: Vec<Event> = (0..1_000).map(|n| Event { seq: Seq(n + 1), at_ms: 1, fact: vote(n) }).collect();
        let ledger = Ledger::of(&events).unwrap();
        let (mut changed, mut follower) = (BTreeSet::new(), Follower::default());
        let mut n_steps = 1;
        while follower.piece(&ledger, &mut changed, 55) == Step::More {
            assert_eq!(follower.answers().n_votes(), (n_steps * 50).min(1_000), "five people, and no sixth");
            n_steps += 1;
        }
        assert_eq!(n_steps, 21);
    }

    #[test]
    fn a_piece_looks_at_a_bounded_number_of_people_without_votes() {
        let cast = |n: u64| Fact::BallotCast {
            participant: ParticipantId(u32::try_from(n).unwrap()),
            ballot: Ballot::from_bits(1).unwrap(),
            version: 1,
        };
        let events: Vec<Event> = (0..1_000).map(|n| Event { seq: Seq(n + 1), at_ms: 1, fact: cast(n) }).collect();
        let ledger = Ledger::of(&events).unwrap();
        let (mut changed, mut follower) = (BTreeSet::new(), Follower::default());
        let mut n_steps = 1;
        while follower.piece(&ledger, &mut changed, 100) == Step::More {
            n_steps += 1;
        }
        assert_eq!((n_steps, follower.answers().n_votes()), (11, 0));
    }
}
