//! Counts, and nothing but counts: no rounding, no words.

use canvass_domain::{Millis, OptionId, Seq, StatementId, StatementState, Subject};

/// What the answers of a conversation come to at one point of its log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Seq of the last event counted.
    pub seq: Seq,
    /// People with a ballot or at least one vote.
    pub n_participants: u64,
    /// People with at least one vote on a statement.
    pub n_voters: u64,
    /// Latest agree, disagree and unsure votes on all statements; skips are none.
    pub n_votes: u64,
    /// People with a ballot.
    pub n_ballots: u64,
    /// Ballots naming each option, by id; one entry for every id a ballot can hold.
    pub options: Vec<OptionTotals>,
    /// Every statement ever added, ascending by number.
    pub statements: Vec<StatementTotals>,
    /// First time that somebody who counts answered or skipped something, where it is known.
    pub first_ms: Option<Millis>,
    /// Last time of the same.
    pub last_ms: Option<Millis>,
}

/// Ballots naming one option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionTotals {
    /// The option.
    pub id: OptionId,
    /// How many ballots name it.
    pub n: u64,
}

/// Latest answers to one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementTotals {
    /// The statement.
    pub id: StatementId,
    /// Where it stands.
    pub state: StatementState,
    /// What it is about.
    pub subject: Subject,
    /// Who agree.
    pub agree: u64,
    /// Who disagree.
    pub disagree: u64,
    /// Who are unsure.
    pub unsure: u64,
    /// Who saw it and did not vote.
    pub skipped: u64,
}

impl StatementTotals {
    /// People who voted on it: the base of its shares.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.agree + self.disagree + self.unsure
    }
}

impl Totals {
    /// Ballots naming one option.
    #[must_use]
    pub fn option(&self, id: OptionId) -> u64 {
        self.options.iter().find(|option| option.id == id).map_or(0, |option| option.n)
    }

    /// Statements with a vote.
    #[must_use]
    pub fn n_statements(&self) -> u64 {
        count(self.voted())
    }

    /// Statements with a vote that stand so.
    #[must_use]
    pub fn n_statements_in(&self, state: StatementState) -> u64 {
        count(self.voted().filter(|statement| statement.state == state))
    }

    /// Statements with a vote that are about the readers, whatever became of them.
    #[must_use]
    pub fn n_meta(&self) -> u64 {
        count(self.voted().filter(|statement| statement.subject.is_meta()))
    }

    /// Votes on statements that stand so.
    #[must_use]
    pub fn n_votes_in(&self, state: StatementState) -> u64 {
        self.voted().filter(|statement| statement.state == state).map(StatementTotals::n).sum()
    }

    /// Statements about the topic, up for votes, that nobody has voted on.
    #[must_use]
    pub fn n_unanswered(&self) -> u64 {
        let is_asked = |s: &&StatementTotals| s.state == StatementState::Accepted && !s.subject.is_meta();
        count(self.statements.iter().filter(is_asked).filter(|s| s.n() == 0))
    }

    fn voted(&self) -> impl Iterator<Item = &StatementTotals> {
        self.statements.iter().filter(|statement| statement.n() > 0)
    }
}

fn count<'t>(statements: impl Iterator<Item = &'t StatementTotals>) -> u64 {
    u64::try_from(statements.count()).unwrap_or(u64::MAX)
}
