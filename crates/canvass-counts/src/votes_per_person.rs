//! How many statements people voted on, told in steps: never so that one answer could be read off two tellings.
//!
//! People who count and have voted stand in bins by the number of their votes. What is told stands still until ten
//! people more, or fewer, have voted, and is taken anew when the conversation closes.

use serde_json::{Value, json};

/// Votes of the bins: the first, and the last where there is one.
pub const BINS: [(u32, Option<u32>); 8] = [
    (1, Some(1)),
    (2, Some(4)),
    (5, Some(9)),
    (10, Some(19)),
    (20, Some(49)),
    (50, Some(99)),
    (100, Some(199)),
    (200, None),
];

/// People by which what is told moves.
pub const STEP_PEOPLE: u64 = 10;

/// People in each bin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VotesPerPerson([u64; BINS.len()]);

impl VotesPerPerson {
    /// Takes over that somebody who had so many votes has so many now.
    pub(crate) fn moved(&mut self, from: u32, to: u32) {
        self.add(from, -1);
        self.add(to, 1);
    }

    /// Counts somebody with so many votes in or out.
    pub(crate) fn add(&mut self, n_votes: u32, by: i64) {
        let bin = BINS.iter().rposition(|(first, _)| n_votes >= *first);
        if let Some(n) = bin.and_then(|bin| self.0.get_mut(bin)) {
            *n = n.saturating_add_signed(by);
        }
    }

    /// Everybody in them.
    #[must_use]
    pub fn n_people(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The bins with the people in each.
    pub fn bins(&self) -> impl Iterator<Item = ((u32, Option<u32>), u64)> {
        BINS.into_iter().zip(self.0)
    }

    /// As it stands in documents.
    #[must_use]
    pub fn to_json(self) -> Value {
        let bins = self.bins().map(|((from, to), n)| json!({"from": from, "to": to, "n": n}));
        json!({"people": self.n_people(), "bins": bins.collect::<Vec<_>>()})
    }
}
