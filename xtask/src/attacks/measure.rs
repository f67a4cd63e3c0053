//! How far an attack moved the poll and the map, with everybody and without those who are marked.

use super::day::Fate;
use super::town::{LEADING, N_STATEMENTS};
use super::visit::{Visit, Who};
use canvass_analysis::methods;
use canvass_analysis::votes::{Matrix, Stance, Treatment, Vote as Cell};
use canvass_domain::Vote;
use std::collections::BTreeMap;

/// Who is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Everybody,
    Unmarked,
}

impl Counted {
    fn counts(self, fate: &Fate) -> bool {
        match self {
            Self::Everybody => fate.is_kept(),
            Self::Unmarked => fate.is_kept() && !fate.is_marked(),
        }
    }
}

/// What a result looks like.
pub struct Picture {
    /// Share, in per cent, of the option that leads among honest readers.
    leading_pct: f64,
    /// The group of each honest reader, by place; nothing for those not on the map.
    groups: Vec<Option<u8>>,
}

/// What an attack did to it.
#[derive(Clone, Copy, Debug)]
pub struct Shift {
    /// Points, in per cent, that the leading option gained.
    pub points: f64,
    /// Adjusted Rand index of honest people's groups before and after; nothing where there is a map only once.
    pub agreement: Option<f64>,
}

impl Picture {
    pub fn of(visits: &[Visit], fates: &[Fate], counted: Counted) -> Self {
        let rows: Vec<&Visit> = visits
            .iter()
            .zip(fates)
            .map(|(visit, fate)| (visit, counted.counts(fate)))
            .filter(|(_, is)| *is)
            .map(|(visit, _)| visit)
            .collect();
        let ballots: Vec<usize> = rows.iter().filter_map(|visit| visit.ballots.last().copied()).collect();
        let leading = ballots.iter().filter(|option| **option == LEADING).count();
        let leading_pct = 100.0 * leading as f64 / ballots.len().max(1) as f64;
        let mut groups_of_rows = groups(&rows).into_iter();
        let mut group = |(visit, fate): (&Visit, &Fate)| {
            let group = if counted.counts(fate) { groups_of_rows.next().flatten() } else { None };
            matches!(visit.who, Who::Honest(_)).then_some(group)
        };
        let groups = visits.iter().zip(fates).filter_map(&mut group).collect();
        Self { leading_pct, groups }
    }

    /// From one picture to another.
    pub fn shift(&self, to: &Self) -> Shift {
        Shift { points: to.leading_pct - self.leading_pct, agreement: adjusted_rand(&self.groups, &to.groups) }
    }
}

/// The group of each row; of nobody where there is no map.
fn groups(rows: &[&Visit]) -> Vec<Option<u8>> {
    let stance = |vote| match vote {
        Vote::Agree => Stance::Agree,
        Vote::Disagree => Stance::Disagree,
        Vote::Unsure => Stance::Unsure,
    };
    let cells = (0_u32..).zip(rows).flat_map(|(row, visit)| {
        visit.votes.iter().map(move |vote| Cell { row, column: vote.statement, stance: stance(vote.vote) })
    });
    let cells: Vec<Cell> = cells.collect();
    let matrix = Matrix::from_votes(rows.len(), N_STATEMENTS as usize, &cells);
    let treatments = vec![Treatment::Counted; N_STATEMENTS as usize];
    let analysis = methods::PRIMARY.analyse(&matrix, &treatments);
    analysis.map_or_else(|| vec![None; rows.len()], |analysis| analysis.group_of)
}

/// Adjusted Rand index (Hubert and Arabie 1985) over those who are in a group of both: 1 for the same division, 0 in
/// the mean for unrelated ones. Nothing for fewer than two people, or where neither division parts anybody.
fn adjusted_rand(before: &[Option<u8>], after: &[Option<u8>]) -> Option<f64> {
    let pairs = |n: u64| (n * n.saturating_sub(1) / 2) as f64;
    let (mut cells, mut left, mut right) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut n = 0_u64;
    for (a, b) in before.iter().zip(after).filter_map(|(a, b)| Some(((*a)?, (*b)?))) {
        *cells.entry((a, b)).or_insert(0_u64) += 1;
        *left.entry(a).or_insert(0_u64) += 1;
        *right.entry(b).or_insert(0_u64) += 1;
        n += 1;
    }
    let index: f64 = cells.values().map(|n| pairs(*n)).sum();
    let [left, right] = [left, right].map(|counts| counts.values().map(|n| pairs(*n)).sum::<f64>());
    let expected = left * right / pairs(n).max(1.0);
    let most = (left + right) / 2.0;
    (n >= 2 && most > expected).then(|| (index - expected) / (most - expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str, expected: Option<f64>) {
        let groups = |text: &str| text.bytes().map(|b| (b != b'-').then_some(b)).collect::<Vec<_>>();
        let found = adjusted_rand(&groups(before), &groups(after));
        let is_near = match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() < 1e-12,
            (found, expected) => found == expected,
        };
        assert!(is_near, "{before} and {after}: {found:?}");
    }

    #[test]
    fn divisions_are_compared_whatever_their_names() {
        check("aabb", "bbaa", Some(1.0));
        check("aabb", "abab", Some(-0.5));
        // 1 1 2 2 against 1 1 2 3: index 1, left 2, right 1 of 6 pairs.
        check("aabb", "aabc", Some((1.0 - 1.0 / 3.0) / (1.5 - 1.0 / 3.0)));
        check("aabb-", "bbaac", Some(1.0));
        check("a---", "aaaa", None);
        check("aaaa", "aaaa", None);
    }
}
