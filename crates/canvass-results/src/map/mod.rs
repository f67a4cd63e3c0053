//! The opinion map as results: groups of people who voted alike, in words' reach and with numbers of our own.
//!
//! What is in here was computed elsewhere; here it is only held, told and hashed. It belongs to one moment of the
//! log, which may lie before the totals beside it.

mod answers;
mod follow;
mod from_analysis;
pub(crate) mod json;
mod material;
mod method;
mod published;
#[cfg(test)]
mod samples;
mod warm;

pub use answers::Answers;
pub use follow::{Follower, Step};
pub(crate) use material::floored;
pub use material::{Material, treatment};
pub use method::Method;
pub use published::PublishedGroups;
pub use warm::WarmMap;

use canvass_counts::{OptionTotals, Share, thresholds};
use canvass_domain::{ParticipantId, Seq, StatementId, Vote};
use std::cmp::Ordering;

/// People placed by how they voted, at one moment of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct OpinionMap {
    /// How it was made.
    pub method: Method,
    /// Last event whose answers are in it.
    pub seq: Seq,
    /// Whether it was made in haste, from an earlier one; such a map is shown and never hashed or exported.
    pub is_provisional: bool,
    /// The groups, ascending by id.
    pub groups: Vec<Group>,
    /// Everybody in a group, ascending by participant.
    pub people: Vec<Placed>,
    /// Every statement with a vote, ascending.
    pub statements: Vec<MapStatement>,
}

/// Number of a group within one map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupId(pub u8);

/// People who voted alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its number; there may be gaps.
    pub id: GroupId,
    /// How many people.
    pub n: u64,
    /// The middle of it.
    pub place: [f64; 2],
    /// What its people chose in the poll; empty where there is none, and where too few of them answered it.
    pub options: Vec<OptionTotals>,
    /// How many of its people answered the poll; 0 where that is suppressed.
    pub n_ballots: u64,
    /// What sets it apart, most telling first.
    pub representative: Vec<Representative>,
}

/// Where one person stands. Never leaves the server with the participant in it, but for that person's own page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Who.
    pub participant: ParticipantId,
    /// Where.
    pub place: [f64; 2],
    /// In which group.
    pub group: GroupId,
}

/// One statement that represents a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Representative {
    /// Which.
    pub statement: StatementId,
    /// Agree or disagree.
    pub direction: Vote,
    /// Members who answered so.
    pub n_success: u64,
    /// Members who answered.
    pub n_trials: u64,
    /// (n_success + 1) / (n_trials + 2).
    pub p_success: f64,
    /// One-proportion test.
    pub p_test: f64,
    /// The share here over the share of all others.
    pub repness: f64,
    /// Two-proportion test.
    pub repness_test: f64,
    /// Chosen for being what the group most agrees on, with how many do, whatever the direction says.
    pub best_agree: Option<u64>,
}

/// A statement that sets a group apart, as it can be said: on one side more than half of the group, and a larger share
/// of it than of everybody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Which.
    pub statement: StatementId,
    /// The side.
    pub side: Vote,
    /// The group's answers.
    pub here: GroupVotes,
    /// Everybody else's.
    pub others: GroupVotes,
}

/// One statement as the groups answered it.
#[derive(Clone, Debug, PartialEq)]
pub struct MapStatement {
    /// Which.
    pub id: StatementId,
    /// Answers by group, in the order of [`OpinionMap::groups`]; none where it is about the readers.
    pub by_group: Vec<GroupVotes>,
    /// How far it moves people on the map.
    pub extremity: f64,
    /// Group-informed consensus: product over groups of (agree + 1) / (n + 2).
    pub informed_agree: f64,
    /// The same of disagreeing.
    pub informed_disagree: f64,
    /// Weight with which it is shown next.
    pub priority: f64,
}

/// Answers of one group to one statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupVotes {
    /// Agree.
    pub agree: u64,
    /// Disagree.
    pub disagree: u64,
    /// Unsure.
    pub unsure: u64,
}

impl GroupVotes {
    /// Members who answered it.
    #[must_use]
    pub const fn n(self) -> u64 {
        self.agree + self.disagree + self.unsure
    }

    /// Of them, those who answered so.
    #[must_use]
    pub const fn share(self, vote: Vote) -> Share {
        let n = match vote {
            Vote::Agree => self.agree,
            Vote::Disagree => self.disagree,
            Vote::Unsure => self.unsure,
        };
        Share { n, base: self.n() }
    }

    const fn and(self, other: Self) -> Self {
        Self {
            agree: self.agree + other.agree,
            disagree: self.disagree + other.disagree,
            unsure: self.unsure + other.unsure,
        }
    }
}

impl GroupId {
    /// Its letter in files, in the API and in keys: A for 0. People are told [`OpinionMap::number`].
    #[must_use]
    pub fn label(self) -> char {
        char::from(b'A'.saturating_add(self.0.min(25)))
    }
}

impl OpinionMap {
    /// Where one person stands, if in a group.
    #[must_use]
    pub fn placed(&self, participant: ParticipantId) -> Option<Placed> {
        let place = self.people.binary_search_by_key(&participant, |placed| placed.participant).ok()?;
        self.people.get(place).copied()
    }

    /// How many people are in a group.
    #[must_use]
    pub fn n_grouped(&self) -> u64 {
        self.groups.iter().map(|group| group.n).sum()
    }

    /// Places of the groups that statements are compared across: none where there are not two.
    #[must_use]
    pub fn compared(&self) -> Vec<usize> {
        if self.groups.len() < 2 { Vec::new() } else { (0..self.groups.len()).collect() }
    }

    /// How many people of each group answered the poll.
    #[must_use]
    pub fn group_ballots(&self) -> Vec<u64> {
        self.groups.iter().map(|group| group.n_ballots).collect()
    }

    /// What can be said to set a group apart, of what the method found for it and in its order. Fewer answers than
    /// [`thresholds::GROUP_MIN_N`], here or elsewhere, say nothing.
    pub fn telling(&self, group: &Group) -> impl Iterator<Item = Telling> {
        let id = group.id;
        group.representative.iter().filter_map(move |found| self.tell(id, found))
    }

    fn tell(&self, group: GroupId, found: &Representative) -> Option<Telling> {
        let side = if found.best_agree.is_some() { Vote::Agree } else { found.direction };
        let (mut here, mut others) = (GroupVotes::default(), GroupVotes::default());
        for (other, votes) in self.groups.iter().zip(&self.statement(found.statement)?.by_group) {
            let sum = if other.id == group { &mut here } else { &mut others };
            *sum = sum.and(*votes);
        }
        let is_heard = here.n().min(others.n()) >= thresholds::GROUP_MIN_N;
        let (share, elsewhere) = (here.share(side), others.share(side));
        let sets_apart = 2 * share.n > share.base && share.compare(elsewhere) == Ordering::Greater;
        (is_heard && sets_apart).then_some(Telling { statement: found.statement, side, here, others })
    }

    /// One statement as the groups answered it.
    #[must_use]
    pub fn statement(&self, id: StatementId) -> Option<&MapStatement> {
        let place = self.statements.binary_search_by_key(&id, |statement| statement.id).ok()?;
        self.statements.get(place)
    }

    /// What people call a group, in words and in pictures: 1 for the first of [`OpinionMap::groups`], without gaps.
    #[must_use]
    pub fn number(&self, id: GroupId) -> Option<usize> {
        self.groups.iter().position(|group| group.id == id).map(|place| place + 1)
    }

    /// The group of this number.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Option<&Group> {
        self.groups.get(number.checked_sub(1)?)
    }

    /// One group.
    #[must_use]
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }
}
