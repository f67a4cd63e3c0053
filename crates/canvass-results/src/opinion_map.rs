//! The opinion map as results: groups of people who voted alike, in words' reach and with numbers of our own.
//!
//! What is in here was computed elsewhere; here it is only held, told and hashed. It belongs to one moment of the
//! log, which may lie before the totals beside it.

use crate::OptionTotals;
use canvass_domain::{ParticipantId, Seq, StatementId, Vote};

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

/// A named, versioned method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// That of Polis, version 1.
    Polis,
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
    /// What its people chose in the poll; empty where there is none.
    pub options: Vec<OptionTotals>,
    /// How many of its people answered the poll.
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
}

/// One statement as the groups answered it.
#[derive(Clone, Debug, PartialEq)]
pub struct MapStatement {
    /// Which.
    pub id: StatementId,
    /// Answers by group, in the order of [`OpinionMap::groups`].
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
}

impl Method {
    /// Its name in documents.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Polis => "polis",
        }
    }

    /// Which version of it.
    #[must_use]
    pub const fn version(self) -> u32 {
        match self {
            Self::Polis => 1,
        }
    }
}

impl GroupId {
    /// What people call it: A for 0.
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

    /// One statement as the groups answered it.
    #[must_use]
    pub fn statement(&self, id: StatementId) -> Option<&MapStatement> {
        let place = self.statements.binary_search_by_key(&id, |statement| statement.id).ok()?;
        self.statements.get(place)
    }

    /// One group.
    #[must_use]
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }
}
