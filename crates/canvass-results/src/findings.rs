//! What most answer alike, what divides, what most are unsure of: by plain counts with a minimum n.
//!
//! Formulas, with a, d, u the agree, disagree and unsure counts of one statement and n = a + d + u:
//! alike = max(a, d) / n, listed from 60 %; divisive = min(a, d) / n, listed from 25 %; unsure = u / n,
//! listed from 25 %. Each list holds the highest five, exact shares compared; ties go to the larger n,
//! then to the lower number. Only accepted statements with n of at least [`min_n`] are looked at.
//! Source: own rule, stated in docs/METHODS.md. Swapping agree and disagree keeps every list and flips
//! its directions.

use crate::{Share, StatementTotals, Totals};
use canvass_domain::{StatementId, StatementState, Vote};
use serde::Serialize;
use std::cmp::Ordering;

/// Numbers below which less is said. They are printed wherever they act.
pub mod thresholds {
    /// Least base that per cent are shown for; counts below it.
    pub const PERCENT_FROM: u64 = 30;
    /// Bases below this carry a mark of caution.
    pub const CAUTION_BELOW: u64 = 100;
    /// Least votes a statement needs to be listed, however small the conversation.
    pub const LIST_MIN_N: u64 = 5;
    /// Least share of participants, in per cent, who must have voted on a statement for it to be listed.
    pub const LIST_MIN_SHARE_PCT: u64 = 10;
    /// Least share, in per cent, of one stance for "most answer alike".
    pub const ALIKE_FROM_PCT: u64 = 60;
    /// Least share, in per cent, of the smaller stance for "divides".
    pub const DIVIDES_FROM_PCT: u64 = 25;
    /// Least share, in per cent, of unsure for "many are unsure".
    pub const UNSURE_FROM_PCT: u64 = 25;
    /// Entries in each list.
    pub const LIST_LEN: usize = 5;
}

/// The three lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// Least votes a statement needed here.
    pub min_n: u64,
    /// What most answer alike.
    pub shared: Vec<Finding>,
    /// Where answers part.
    pub divisive: Vec<Finding>,
    /// What many are unsure of.
    pub unsure: Vec<Finding>,
}

/// One statement in a list, with its counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The statement.
    pub statement: StatementId,
    /// The stance that made the list.
    pub direction: Leaning,
    /// People who voted on it.
    pub n: u64,
    /// Who agree.
    pub agree: u64,
    /// Who disagree.
    pub disagree: u64,
    /// Who are unsure.
    pub unsure: u64,
}

/// Which way a statement's votes lean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Leaning {
    /// More agree.
    Agree,
    /// More disagree.
    Disagree,
    /// As many agree as disagree.
    Even,
    /// Listed for being unsure.
    Unsure,
}

impl Lists {
    /// Makes the lists.
    #[must_use]
    pub fn of(totals: &Totals) -> Self {
        let min_n = min_n(totals.n_participants);
        let looked_at: Vec<&StatementTotals> =
            totals.statements.iter().filter(|s| s.state == StatementState::Accepted && s.n() >= min_n).collect();
        let list = |share: fn(&StatementTotals) -> u64, from_pct: u64, direction: fn(&StatementTotals) -> Leaning| {
            let mut ranked: Vec<(Share, Finding)> = looked_at
                .iter()
                .map(|s| (Share { n: share(s), base: s.n() }, finding(s, direction(s))))
                .filter(|(share, _)| share.at_least(from_pct))
                .collect();
            ranked.sort_by(rank);
            ranked.truncate(thresholds::LIST_LEN);
            ranked.into_iter().map(|(_, finding)| finding).collect()
        };
        Self {
            min_n,
            shared: list(|s| s.agree.max(s.disagree), thresholds::ALIKE_FROM_PCT, leaning),
            divisive: list(|s| s.agree.min(s.disagree), thresholds::DIVIDES_FROM_PCT, leaning),
            unsure: list(|s| s.unsure, thresholds::UNSURE_FROM_PCT, |_| Leaning::Unsure),
        }
    }
}

/// Least votes a statement needs to be listed: a tenth of the participants, and never under five.
#[must_use]
pub fn min_n(n_participants: u64) -> u64 {
    (n_participants * thresholds::LIST_MIN_SHARE_PCT).div_ceil(100).max(thresholds::LIST_MIN_N)
}

fn leaning(s: &StatementTotals) -> Leaning {
    match s.agree.cmp(&s.disagree) {
        Ordering::Greater => Leaning::Agree,
        Ordering::Less => Leaning::Disagree,
        Ordering::Equal => Leaning::Even,
    }
}

fn finding(s: &StatementTotals, direction: Leaning) -> Finding {
    Finding { statement: s.id, direction, n: s.n(), agree: s.agree, disagree: s.disagree, unsure: s.unsure }
}

fn rank((share_a, a): &(Share, Finding), (share_b, b): &(Share, Finding)) -> Ordering {
    share_b.compare(*share_a).then(b.n.cmp(&a.n)).then(a.statement.cmp(&b.statement))
}

impl Leaning {
    /// The vote it stands for, where it is one.
    #[must_use]
    pub const fn vote(self) -> Option<Vote> {
        match self {
            Self::Agree => Some(Vote::Agree),
            Self::Disagree => Some(Vote::Disagree),
            Self::Unsure => Some(Vote::Unsure),
            Self::Even => None,
        }
    }
}
