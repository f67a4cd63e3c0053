//! How those who wrote of one thing spread over answers and groups, as far as that gives nobody away.
//!
//! A comment is public and so, often, is its author's name. A count of authors by answer says how somebody voted
//! as soon as it is of few people, or of all of them.

use canvass_counts::LEAST;
use canvass_domain::{OptionId, PollKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is known of one author.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// What they chose in the poll.
    pub options: Vec<OptionId>,
    /// The group they are in.
    pub group: Option<u8>,
}

/// Authors of a theme's comments, each counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// How many there are; kept back under [`LEAST`].
    pub authors: Option<u64>,
    /// By what they chose in the poll; options that are not named are kept back.
    pub by_option: BTreeMap<OptionId, u64>,
    /// By the group they are in; groups that are not named are kept back.
    pub by_group: BTreeMap<u8, u64>,
}

impl Spread {
    /// Counts authors. Where each is in one cell at most, only cells of at least [`LEAST`] are shown, and everybody
    /// else together is nobody or at least as many. An answer out of several is shown where both those who gave it
    /// and those who did not are as many. A cell that holds everybody is never shown.
    #[must_use]
    pub fn of(authors: &[Voice], kind: Option<PollKind>) -> Self {
        let n = u64::try_from(authors.len()).unwrap_or(u64::MAX);
        let options = counted(authors.iter().flat_map(|voice| voice.options.iter().copied()));
        let by_option = match kind {
            None => BTreeMap::new(),
            Some(PollKind::Single) => shown(options, n),
            Some(PollKind::Multiple) => {
                options.into_iter().filter(|(_, of_option)| *of_option >= LEAST && of_option + LEAST <= n).collect()
            }
        };
        let by_group = shown(counted(authors.iter().filter_map(|voice| voice.group)), n);
        Self { authors: (n >= LEAST).then_some(n), by_option, by_group }
    }
}

fn counted<K: Ord>(cells: impl Iterator<Item = K>) -> BTreeMap<K, u64> {
    let mut counts = BTreeMap::new();
    cells.for_each(|cell| *counts.entry(cell).or_default() += 1);
    counts
}

/// The cells of a whole that may be shown.
fn shown<K: Ord + Copy>(mut cells: BTreeMap<K, u64>, whole: u64) -> BTreeMap<K, u64> {
    cells.retain(|_, n| *n >= LEAST && *n < whole);
    let rest = |cells: &BTreeMap<K, u64>| whole - cells.values().sum::<u64>();
    while (1..LEAST).contains(&rest(&cells)) {
        let Some(smallest) = cells.iter().min_by_key(|(_, n)| **n).map(|(cell, _)| *cell) else { break };
        cells.remove(&smallest);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Authors so that as many chose each option, the last number being those who chose none.
    fn authors(counts: &[usize]) -> Vec<Voice> {
        let (none, options) = counts.split_last().unwrap();
        let chose = |(id, n): (u8, &usize)| vec![Voice { options: vec![OptionId(id)], group: Some(id) }; *n];
        (1..).zip(options).flat_map(chose).chain(vec![Voice::default(); *none]).collect()
    }

    fn check(counts: &[usize], expected: &[(u8, u64)]) {
        let spread = Spread::of(&authors(counts), Some(PollKind::Single));
        let found: Vec<(u8, u64)> = spread.by_option.iter().map(|(id, n)| (id.0, *n)).collect();
        assert_eq!(found, expected, "{counts:?}");
        assert_eq!(spread.by_group.into_iter().collect::<Vec<_>>(), expected, "{counts:?}, by group");
    }

    #[test]
    fn nobody_can_be_told_from_a_spread() {
        check(&[6, 7, 0], &[(1, 6), (2, 7)]);
        check(&[6, 7, 5, 0], &[(1, 6), (2, 7), (3, 5)]);
        check(&[6, 7, 4, 1], &[(1, 6), (2, 7)]);
        // Whoever is left would be few: the smallest goes with them.
        check(&[6, 7, 1, 0], &[(2, 7)]);
        check(&[6, 7, 0, 4], &[(2, 7)]);
        check(&[6, 1, 0], &[]);
        check(&[9, 0, 0], &[]);
        check(&[0, 0, 9], &[]);
        check(&[1, 0, 0], &[]);
        check(&[0], &[]);
    }

    #[test]
    fn every_small_theme_keeps_its_authors() {
        for counts in (0..12_usize.pow(3)).map(|n| [n % 12, n / 12 % 12, n / 144]) {
            let whole: usize = counts.iter().sum();
            let spread = Spread::of(&authors(&counts), Some(PollKind::Single));
            let told: u64 = spread.by_option.values().sum();
            let rest = u64::try_from(whole).unwrap() - told;
            assert!(spread.by_option.values().all(|n| *n >= LEAST), "{counts:?}");
            assert!(rest == 0 && spread.by_option.len() != 1 || rest >= LEAST || told == 0, "{counts:?}");
        }
    }

    #[test]
    fn several_answers_are_each_held_against_those_who_did_not_give_it() {
        let both = vec![Voice { options: vec![OptionId(1), OptionId(2)], group: None }; 6];
        let one = vec![Voice { options: vec![OptionId(1)], group: None }; 5];
        let spread = Spread::of(&[both, one].concat(), Some(PollKind::Multiple));
        assert_eq!(spread.by_option.into_iter().collect::<Vec<_>>(), [(OptionId(2), 6)]);
        assert_eq!(spread.authors, Some(11));
    }

    #[test]
    fn how_many_wrote_is_kept_back_where_they_are_few() {
        assert_eq!(Spread::of(&authors(&[2, 2]), Some(PollKind::Single)).authors, None);
        assert_eq!(Spread::of(&authors(&[2, 3]), None).authors, Some(5));
    }
}
