//! The rule for who may see results when. One rule guards every channel: pages, API, streams, images, feeds.
//!
//! The decision is made here and nowhere else; `canvass-results` wraps results so that they cannot be
//! read without it.

use crate::Millis;
use serde::{Deserialize, Serialize};

/// Least number of answered statements that opens an `after_vote` gate where there is no poll.
const AFTER_VOTES: u32 = 5;

/// When results may be seen, as the organiser chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// By anyone at any time.
    #[default]
    Always,
    /// By those who have answered: the poll where there is one, else a few statements. By all once closed.
    AfterVote,
    /// By all once closed; by staff before.
    AtClose,
    /// By all once closed; before that by nobody, staff included.
    Sealed,
}

impl Gate {
    /// Every rule.
    pub const ALL: [Self; 4] = [Self::Always, Self::AfterVote, Self::AtClose, Self::Sealed];

    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::AfterVote => "after_vote",
            Self::AtClose => "at_close",
            Self::Sealed => "sealed",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gate| gate.word() == word)
    }
}

/// Who asks to see results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Anyone: also somebody who has not answered yet.
    Stranger,
    /// Somebody with answers of their own.
    Participant(Standing),
    /// A signed-in member of staff.
    Staff,
}

/// What a participant has done so far, as far as the gate cares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Has answered the poll.
    pub has_ballot: bool,
    /// Statements voted on; skipping does not count.
    pub n_votes: u32,
}

/// The facts of a conversation that the gate looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// The rule.
    pub gate: Gate,
    /// Whether the conversation is closed.
    pub is_closed: bool,
    /// Whether it has a poll.
    pub has_poll: bool,
    /// How many statements can be voted on.
    pub n_statements: u32,
    /// When it will close, where that is set.
    pub closes_at: Option<Millis>,
}

/// The gate is closed for this viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// When it opens.
    pub opens: Opens,
}

/// When a closed gate opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// Once the viewer has answered the poll.
    AfterBallot,
    /// Once the viewer has voted on this many statements.
    AfterVotes(u32),
    /// When the conversation closes; the time where it is set.
    AtClose(Option<Millis>),
}

impl Disclosure {
    /// Decides whether this viewer may see results now.
    ///
    /// # Errors
    /// [`Closed`], saying when results will appear.
    pub fn check(&self, viewer: Viewer) -> Result<(), Closed> {
        if self.is_closed {
            return Ok(());
        }
        let at_close = Err(Closed { opens: Opens::AtClose(self.closes_at) });
        match (self.gate, viewer) {
            (Gate::Always, _) | (Gate::AfterVote | Gate::AtClose, Viewer::Staff) => Ok(()),
            (Gate::AfterVote, Viewer::Stranger) => self.after_vote(Standing::default()),
            (Gate::AfterVote, Viewer::Participant(standing)) => self.after_vote(standing),
            (Gate::AtClose, Viewer::Stranger | Viewer::Participant(_)) | (Gate::Sealed, _) => at_close,
        }
    }

    fn after_vote(&self, standing: Standing) -> Result<(), Closed> {
        let needed = AFTER_VOTES.min(self.n_statements).max(1);
        if self.has_poll {
            if standing.has_ballot { Ok(()) } else { Err(Closed { opens: Opens::AfterBallot }) }
        } else if standing.n_votes >= needed {
            Ok(())
        } else {
            Err(Closed { opens: Opens::AfterVotes(needed) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(gate: Gate) -> Disclosure {
        Disclosure { gate, is_closed: false, has_poll: true, n_statements: 30, closes_at: Some(7) }
    }

    const VOTER: Viewer = Viewer::Participant(Standing { has_ballot: true, n_votes: 9 });

    #[test]
    fn who_sees_results_while_it_is_open() {
        let table = [
            (Gate::Always, [true, true, true]),
            (Gate::AfterVote, [false, true, true]),
            (Gate::AtClose, [false, false, true]),
            (Gate::Sealed, [false, false, false]),
        ];
        for (gate, seen) in table {
            let got = [Viewer::Stranger, VOTER, Viewer::Staff].map(|viewer| facts(gate).check(viewer).is_ok());
            assert_eq!(got, seen, "{gate:?}");
        }
    }

    #[test]
    fn closing_opens_every_gate() {
        for gate in Gate::ALL {
            let closed = Disclosure { is_closed: true, ..facts(gate) };
            assert_eq!(closed.check(Viewer::Stranger), Ok(()), "{gate:?}");
        }
    }

    #[test]
    fn without_a_poll_a_few_votes_open_the_gate_and_skips_do_not() {
        let no_poll = |n_statements| Disclosure { has_poll: false, n_statements, ..facts(Gate::AfterVote) };
        let voted = |n_votes| Viewer::Participant(Standing { has_ballot: false, n_votes });
        assert_eq!(no_poll(30).check(voted(4)), Err(Closed { opens: Opens::AfterVotes(5) }));
        assert_eq!(no_poll(30).check(voted(5)), Ok(()));
        assert_eq!(no_poll(3).check(voted(3)), Ok(()));
        assert_eq!(no_poll(0).check(voted(0)), Err(Closed { opens: Opens::AfterVotes(1) }));
    }
}
