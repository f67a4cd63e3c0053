//! What most answer alike, what divides, what many are unsure of: floors, entry and order.
//!
//! With a, d, u the agree, disagree and unsure counts of one statement and n = a + d + u. A statement is *compared*
//! where 5 people answered it. Of those that are compared, a list holds the statements whose shrunken share
//! ([`super::ranking`]) reaches a threshold: alike, one side from 60 %; divisive, the smaller side from 25 %; unsure
//! from 25 %. The highest five are listed, by the lower end of the share's interval; ties go to the larger n, then to
//! the lower number. Only accepted statements about the topic are looked at.
//!
//! With groups the first two ask the groups, and a statement is compared where each of them gave 5 answers: alike is
//! what takes 60 % on one side in every group, by the lowest of their lower ends; divisive is where two groups are 25
//! points apart on a side, by the highest lower end of such a gap. What most of all those who answered answered alike
//! is a list beside them then. Where no statement can be compared by groups, the lists are those without groups.
//!
//! Source: own rule, stated in docs/METHODS.md. Swapping agree and disagree keeps every list and flips
//! its directions.

use super::ranking::{are_apart, lower_end, lower_end_of_gap, shrunken, tenths_apart};
use crate::{GroupVotes, MapStatement, OpinionMap};
use canvass_counts::thresholds;
use canvass_counts::{Share, StatementTotals, Totals};
use canvass_domain::{StatementId, StatementState, Vote};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The lists, and of how many statements they could be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// What most answer alike: in every group, where groups are compared.
    pub shared: Vec<Finding>,
    /// Where answers part, or groups.
    pub divisive: Vec<Finding>,
    /// What many are unsure of.
    pub unsure: Vec<Finding>,
    /// What most of those who answered it answered alike, whatever their group; empty where groups are not compared,
    /// as `shared` is that list then.
    pub majority: Vec<Finding>,
    /// Statements with answers enough to be compared, of all that are up for votes.
    pub compared: Compared,
    /// The same in each group; nothing where groups are not compared.
    pub compared_by_group: Option<Compared>,
}

/// Of how many statements something can be said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Those with answers enough.
    pub n: u64,
    /// All of them.
    pub of: u64,
}

impl Compared {
    /// Whether something can be said of every one: only then may it be said of none.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.n == self.of
    }
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

/// How far groups part on one statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parting {
    /// The highest lower end of the interval of a gap between two groups on one side: what it is ranked by.
    pub lower_end: f64,
    /// Whether two groups are far enough apart on a side for the statement to be listed.
    pub is_listed: bool,
    /// The widest gap between two groups on a side, in tenths of a percentage point, shares being shrunken.
    pub tenths: u32,
}

impl Lists {
    /// Makes the lists.
    #[must_use]
    pub fn of(totals: &Totals) -> Self {
        let asked: Vec<&StatementTotals> = asked(totals).collect();
        let compared = || asked.iter().copied().filter(|s| s.n() >= thresholds::LIST_MIN_N);
        let list = |share: fn(&StatementTotals) -> u64, from_pct: u64, direction: fn(&StatementTotals) -> Leaning| {
            let shares = compared().map(|s| (Share { n: share(s), base: s.n() }, finding(s, direction(s))));
            let entered = shares.filter(|(share, _)| shrunken(*share).at_least(from_pct));
            listed(entered.map(|(share, finding)| (lower_end(share), finding)))
        };
        Self {
            shared: list(|s| s.agree.max(s.disagree), thresholds::ALIKE_FROM_PCT, leaning),
            divisive: list(|s| s.agree.min(s.disagree), thresholds::DIVIDES_FROM_PCT, leaning),
            unsure: list(|s| s.unsure, thresholds::UNSURE_FROM_PCT, |_| Leaning::Unsure),
            majority: Vec::new(),
            compared: Compared { n: wide(compared().count()), of: wide(asked.len()) },
            compared_by_group: None,
        }
    }

    /// Makes the lists where there are groups.
    #[must_use]
    pub fn by_group(totals: &Totals, map: &OpinionMap) -> Self {
        let altogether = Self::of(totals);
        let groups = map.compared();
        let asked = asked(totals).filter(|_| !groups.is_empty());
        let compared: Vec<(&StatementTotals, Vec<GroupVotes>)> =
            asked.filter_map(|s| Some((s, votes_of_groups(map.statement(s.id)?, &groups)?))).collect();
        if compared.is_empty() {
            return altogether;
        }
        let shared = compared.iter().filter_map(|(s, votes)| {
            let (side, rank) = shared_side(votes)?;
            Some((rank, finding(s, side)))
        });
        let parting = compared.iter().map(|(s, votes)| (Parting::of(votes), finding(s, leaning(s))));
        let parting = parting.filter(|(parting, _)| parting.is_listed);
        Self {
            shared: listed(shared),
            divisive: listed(parting.map(|(parting, finding)| (parting.lower_end, finding))),
            majority: altogether.shared,
            compared_by_group: Some(Compared { n: wide(compared.len()), of: altogether.compared.of }),
            ..altogether
        }
    }
}

/// The statements that may be listed.
fn asked(totals: &Totals) -> impl Iterator<Item = &StatementTotals> {
    totals.statements.iter().filter(|s| s.state == StatementState::Accepted && !s.subject.is_meta())
}

/// The highest few; ties go to the larger n, then to the lower number.
fn listed(found: impl Iterator<Item = (f64, Finding)>) -> Vec<Finding> {
    let mut ranked: Vec<(f64, Finding)> = found.collect();
    let tied = |a: &Finding, b: &Finding| b.n.cmp(&a.n).then(a.statement.cmp(&b.statement));
    ranked.sort_by(|(rank_a, a), (rank_b, b)| rank_b.total_cmp(rank_a).then_with(|| tied(a, b)));
    ranked.truncate(thresholds::LIST_LEN);
    ranked.into_iter().map(|(_, finding)| finding).collect()
}

/// What the groups that are compared answered; nothing where one of them has said too little of it.
fn votes_of_groups(statement: &MapStatement, groups: &[usize]) -> Option<Vec<GroupVotes>> {
    let votes = groups.iter().map(|group| statement.by_group.get(*group).copied());
    votes.collect::<Option<Vec<_>>>().filter(|votes| votes.iter().all(|of| of.n() >= thresholds::GROUP_MIN_N))
}

/// The side that every group takes, and the lowest of their lower ends.
fn shared_side(votes: &[GroupVotes]) -> Option<(Leaning, f64)> {
    let on = |side: Vote, leaning: Leaning| {
        let shares = || votes.iter().map(move |of| of.share(side));
        let all_take = shares().all(|share| shrunken(share).at_least(thresholds::ALIKE_FROM_PCT));
        all_take.then(|| (leaning, shares().map(lower_end).fold(f64::INFINITY, f64::min)))
    };
    on(Vote::Agree, Leaning::Agree).or_else(|| on(Vote::Disagree, Leaning::Disagree))
}

/// How far groups part on each statement; those of which some group has said too little are not in it.
#[must_use]
pub fn partings(map: &OpinionMap) -> BTreeMap<StatementId, Parting> {
    let groups = map.compared();
    let parting = |statement: &MapStatement| Some((statement.id, Parting::of(&votes_of_groups(statement, &groups)?)));
    let statements = map.statements.iter().filter(|_| !groups.is_empty());
    statements.filter_map(parting).collect()
}

impl Parting {
    /// Over every two groups and both sides.
    fn of(by_group: &[GroupVotes]) -> Self {
        let mut parting = Self { lower_end: f64::NEG_INFINITY, is_listed: false, tenths: 0 };
        for (place, one) in by_group.iter().enumerate() {
            for (other, side) in by_group.iter().skip(place + 1).flat_map(|other| SIDES.map(|side| (other, side))) {
                let (p, q) = (one.share(side), other.share(side));
                parting.lower_end = parting.lower_end.max(lower_end_of_gap(p, q));
                parting.is_listed |= are_apart(p, q, thresholds::PARTS_FROM_POINTS);
                parting.tenths = parting.tenths.max(tenths_apart(p, q));
            }
        }
        parting
    }
}

/// What groups can part on. Where one side is taken more, the other or unsure is taken less.
const SIDES: [Vote; 2] = [Vote::Agree, Vote::Disagree];

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

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
