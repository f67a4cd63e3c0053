//! What votes come to by statement, to be held against what other files of an export say.

use super::{sign::Mark, votes::VoteRow};
use canvass_domain::Millis;
use std::collections::HashMap;

/// What times are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dates {
    /// Of every vote.
    OfVotes,
    /// Of statements only: there is no votes.csv.
    OfStatementsOnly,
}

/// Votes of either sign by statement, those changed later included.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) by_statement: HashMap<u32, (u64, u64)>,
    pub(super) has_signs: bool,
    pub(super) newest_ms: Millis,
}

impl Counts {
    pub(super) fn of(rows: &[VoteRow]) -> Self {
        let mut counts = Self::default();
        for row in rows {
            let (plus, minus) = counts.by_statement.entry(row.statement).or_default();
            *plus += u64::from(row.mark == Mark::Plus);
            *minus += u64::from(row.mark == Mark::Minus);
            counts.has_signs |= row.mark != Mark::Zero;
            counts.newest_ms = counts.newest_ms.max(row.at_ms);
        }
        counts
    }

    /// Votes marked 1 and -1 on a statement.
    pub(super) fn on(&self, statement: u32) -> (u64, u64) {
        self.by_statement.get(&statement).copied().unwrap_or_default()
    }
}
