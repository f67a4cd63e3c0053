//! What most answer alike, what divides, what most are unsure of: by counts with a minimum n.
//!
//! Without an opinion map, with a, d, u the agree, disagree and unsure counts of one statement and n = a + d + u:
//! alike = max(a, d) / n, listed from 60 %; divisive = min(a, d) / n, listed from 25 %; unsure = u / n,
//! listed from 25 %. Each list holds the highest five, exact shares compared; ties go to the larger n,
//! then to the lower number. Only accepted statements with n of at least [`min_n`] are looked at.
//!
//! With a map the first two ask the groups of at least 5 people, each of which must have at least 5 answers: alike is
//! what at least 60 % of every one of them take the same side on, ranked by the group-informed consensus on that
//! side; divisive is where the highest and the lowest share of a group that takes a side (whichever side that parts
//! more) are at least 25 points apart, ranked by that gap. Ties as before. Where there are not two such groups the
//! lists are those without a map.
//!
//! Source: own rule, stated in docs/METHODS.md. Swapping agree and disagree keeps every list and flips
//! its directions.

use super::thresholds;
use crate::{GroupVotes, MapStatement, OpinionMap, Share, StatementTotals, Totals};
use canvass_domain::{StatementId, StatementState, Vote};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeMap;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// How far groups part on one statement: the difference of two shares, exactly.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gap {
    n: u128,
    base: u128,
}

impl Lists {
    /// Makes the lists.
    #[must_use]
    pub fn of(totals: &Totals) -> Self {
        let min_n = min_n(totals.n_participants);
        let looked_at = looked_at(totals, min_n);
        let list = |share: fn(&StatementTotals) -> u64, from_pct: u64, direction: fn(&StatementTotals) -> Leaning| {
            let shares = looked_at.iter().map(|s| (Share { n: share(s), base: s.n() }, finding(s, direction(s))));
            listed(shares.filter(|(share, _)| share.at_least(from_pct)), |one, other| one.compare(*other))
        };
        Self {
            min_n,
            shared: list(|s| s.agree.max(s.disagree), thresholds::ALIKE_FROM_PCT, leaning),
            divisive: list(|s| s.agree.min(s.disagree), thresholds::DIVIDES_FROM_PCT, leaning),
            unsure: list(|s| s.unsure, thresholds::UNSURE_FROM_PCT, |_| Leaning::Unsure),
        }
    }

    /// Makes the lists where there are groups.
    #[must_use]
    pub fn by_group(totals: &Totals, map: &OpinionMap) -> Self {
        let without = Self::of(totals);
        let compared = map.compared();
        if compared.is_empty() {
            return without;
        }
        let looked_at = looked_at(totals, without.min_n);
        let answered = |s: &StatementTotals| {
            let known = map.statement(s.id)?;
            Some((known, answers(known, &compared)?))
        };
        let known: Vec<_> = looked_at.into_iter().filter_map(|s| Some((s, answered(s)?))).collect();
        let shared = known.iter().filter_map(|(s, (known, votes))| {
            let (side, rank) = shared_side(known, votes)?;
            Some((rank, finding(s, side)))
        });
        let parting = known.iter().map(|(s, (_, votes))| (Gap::of(votes), finding(s, leaning(s))));
        Self {
            shared: listed(shared, f64::total_cmp),
            divisive: listed(parting.filter(|(gap, _)| gap.at_least(thresholds::PARTS_FROM_POINTS)), Gap::compare),
            ..without
        }
    }
}

/// The statements that may be listed.
fn looked_at(totals: &Totals, min_n: u64) -> Vec<&StatementTotals> {
    totals.statements.iter().filter(|s| s.state == StatementState::Accepted && s.n() >= min_n).collect()
}

/// The highest few; ties go to the larger n, then to the lower number.
fn listed<R>(found: impl Iterator<Item = (R, Finding)>, compare: impl Fn(&R, &R) -> Ordering) -> Vec<Finding> {
    let mut ranked: Vec<(R, Finding)> = found.collect();
    let tied = |a: &Finding, b: &Finding| b.n.cmp(&a.n).then(a.statement.cmp(&b.statement));
    ranked.sort_by(|(rank_a, a), (rank_b, b)| compare(rank_b, rank_a).then_with(|| tied(a, b)));
    ranked.truncate(thresholds::LIST_LEN);
    ranked.into_iter().map(|(_, finding)| finding).collect()
}

/// What the groups that are compared answered; nothing where one of them has said too little of it.
fn answers(statement: &MapStatement, compared: &[usize]) -> Option<Vec<GroupVotes>> {
    let votes = compared.iter().map(|group| statement.by_group.get(*group).copied());
    votes.collect::<Option<Vec<_>>>().filter(|votes| votes.iter().all(|of| of.n() >= thresholds::GROUP_MIN_N))
}

/// The side that every group takes, and the group-informed consensus on it.
fn shared_side(statement: &MapStatement, votes: &[GroupVotes]) -> Option<(Leaning, f64)> {
    let all_take = |vote: Vote| votes.iter().all(|of| of.share(vote).at_least(thresholds::ALIKE_FROM_PCT));
    if all_take(Vote::Agree) {
        return Some((Leaning::Agree, statement.informed_agree));
    }
    all_take(Vote::Disagree).then_some((Leaning::Disagree, statement.informed_disagree))
}

/// How far groups part on each statement; those of which some group has said too little are not in it.
#[must_use]
pub fn partings(map: &OpinionMap) -> BTreeMap<StatementId, Gap> {
    let compared = map.compared();
    let votes = |statement: &MapStatement| (!compared.is_empty()).then(|| answers(statement, &compared)).flatten();
    let gap = |statement: &MapStatement| Some((statement.id, Gap::of(&votes(statement)?)));
    map.statements.iter().filter_map(gap).collect()
}

impl Gap {
    /// Between the groups that are furthest apart, on the side that parts them more.
    fn of(by_group: &[GroupVotes]) -> Self {
        let between = |vote: Vote| {
            let mut shares: Vec<Share> = by_group.iter().map(|votes| votes.share(vote)).collect();
            shares.sort_by(|a, b| a.compare(*b));
            shares.first().zip(shares.last()).map_or_else(Self::default, |(low, high)| Self::between(*low, *high))
        };
        let (agree, disagree) = (between(Vote::Agree), between(Vote::Disagree));
        if agree.compare(&disagree) == Ordering::Less { disagree } else { agree }
    }

    fn between(low: Share, high: Share) -> Self {
        let cross = |a: Share, b: Share| u128::from(a.n) * u128::from(b.base.max(1));
        let base = u128::from(low.base.max(1)) * u128::from(high.base.max(1));
        Self { n: cross(high, low).saturating_sub(cross(low, high)), base }
    }

    /// Which one is wider. Exact: counts of people are below 2^32.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        let cross = |a: &Self, b: &Self| a.n.saturating_mul(b.base.max(1));
        cross(self, other).cmp(&cross(other, self))
    }

    const fn at_least(&self, points: u64) -> bool {
        self.base > 0 && self.n.saturating_mul(100) >= self.base.saturating_mul(points as u128)
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
