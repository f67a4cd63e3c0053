//! Groups that were published elsewhere, beside those found here.
//!
//! The agreement is the adjusted Rand index (Hubert and Arabie 1985) over everybody who is in a group of both: with n
//! people of whom n_ij are in group i there and j here, a_i in i and b_j in j,
//! (S - E) / ((A + B) / 2 - E) where S, A and B are the sums of n_ij, a_i and b_j over two and E = A B / (n over two). It
//! is 1 where both divide people alike, and 0 on average where one is drawn by lot. Groups of fewer than five people are
//! told as a number of people and no more.

use super::OpinionMap;
use crate::rules::group_floor::GROUP_LEAST;
use canvass_domain::{ParticipantId, Transcript};
use canvass_words::Locale;
use std::collections::BTreeMap;

/// Groups published elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedGroups {
    /// Sizes of those with at least five people, largest first.
    pub sizes: Vec<u64>,
    /// People in the others.
    pub n_in_small: u64,
    /// The agreement with the groups found here, and over how many people; nothing where it says nothing.
    pub agreement: Option<(f64, u64)>,
}

impl PublishedGroups {
    /// Those of an import, where it brings any.
    #[must_use]
    pub fn of(transcript: &Transcript, map: Option<&OpinionMap>) -> Option<Self> {
        let published = transcript.arrivals.iter();
        let published: BTreeMap<ParticipantId, u32> =
            published.filter_map(|arrival| Some((arrival.participant, arrival.published_group?))).collect();
        let mut sizes: BTreeMap<u32, u64> = BTreeMap::new();
        for group in published.values() {
            *sizes.entry(*group).or_default() += 1;
        }
        let (mut large, small): (Vec<u64>, Vec<u64>) = sizes.into_values().partition(|n| *n >= GROUP_LEAST);
        large.sort_unstable_by(|a, b| b.cmp(a));
        let both = |who: &ParticipantId, there: &u32| Some((*there, u32::from(map?.placed(*who)?.group.0)));
        let pairs: Vec<(u32, u32)> = published.iter().filter_map(|(who, there)| both(who, there)).collect();
        let agreement = adjusted_rand(&pairs).map(|index| (index, pairs.len() as u64));
        (!published.is_empty()).then(|| Self { sizes: large, n_in_small: small.into_iter().sum(), agreement })
    }

    /// In a sentence or two.
    #[must_use]
    pub fn sentence(&self) -> String {
        let sizes: Vec<String> = self.sizes.iter().map(|n| Locale::ENGLISH.number(*n)).collect();
        let list = match sizes.split_last() {
            None => String::new(),
            Some((last, [])) => format!("one of {last} people"),
            Some((last, rest)) => format!("{} of {} and {last} people", sizes.len(), rest.join(", ")),
        };
        let small = match self.n_in_small {
            0 => String::new(),
            1 => "1 person in a group of fewer than 5".to_owned(),
            n => format!("{} people in groups of fewer than 5", Locale::ENGLISH.number(n)),
        };
        let parts: Vec<&str> = [list.as_str(), small.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        let agreement = self.agreement.map_or_else(String::new, |(index, n)| {
            let people = Locale::ENGLISH.number(n);
            format!(
                " Agreement with the groups found here (adjusted Rand index, {people} people): {index:.2}, where 1 is the \
                 same and 0 is as by chance."
            )
        });
        format!("Groups as published by Polis: {}.{agreement}", parts.join("; "))
    }
}

/// The adjusted Rand index of two divisions; nothing where there is nothing to agree on: fewer than two people, or all of
/// them in one group, or each in their own, on both sides.
fn adjusted_rand(pairs: &[(u32, u32)]) -> Option<f64> {
    let over_two = |n: u64| (n * n.saturating_sub(1) / 2) as f64;
    let sum = |counts: BTreeMap<(u32, u32), u64>| counts.into_values().map(over_two).sum::<f64>();
    let count = |key: fn(&(u32, u32)) -> (u32, u32)| {
        let mut counts = BTreeMap::new();
        for pair in pairs {
            *counts.entry(key(pair)).or_insert(0_u64) += 1;
        }
        sum(counts)
    };
    let (both, there, here) = (count(|pair| *pair), count(|(there, _)| (*there, 0)), count(|(_, here)| (0, *here)));
    let all = over_two(pairs.len() as u64);
    let expected = there * here / all;
    let most = f64::midpoint(there, here);
    (all > 0.0 && (most - expected).abs() > f64::EPSILON).then(|| (both - expected) / (most - expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_is_one_for_the_same_and_low_for_another_division() {
        let check = |pairs: &[(u32, u32)], expected: Option<f64>| {
            let found = adjusted_rand(pairs);
            assert_eq!(found.is_some(), expected.is_some(), "{pairs:?}");
            assert!(found.zip(expected).is_none_or(|(a, b)| (a - b).abs() < 1e-9), "{pairs:?} {found:?}");
        };
        check(&[(0, 1), (0, 1), (1, 0), (1, 0)], Some(1.0));
        // The example in the documentation of scikit-learn: [0, 0, 1, 2] and [0, 0, 1, 1].
        check(&[(0, 0), (0, 0), (1, 1), (2, 1)], Some(0.571_428_571_428_571_4));
        check(&[(0, 0), (0, 1), (1, 0), (1, 1)], Some(-0.5));
        check(&[(0, 0), (0, 0)], None);
        check(&[(0, 0)], None);
        check(&[], None);
    }

    #[test]
    fn small_groups_are_told_as_people_only() {
        let say = |sizes: &[u64], n_in_small, agreement| {
            PublishedGroups { sizes: sizes.to_vec(), n_in_small, agreement }.sentence()
        };
        assert_eq!(say(&[120, 85], 0, None), "Groups as published by Polis: 2 of 120 and 85 people.");
        assert_eq!(
            say(&[15], 1, Some((0.5, 16))),
            "Groups as published by Polis: one of 15 people; 1 person in a group of fewer than 5. Agreement with the groups \
             found here (adjusted Rand index, 16 people): 0.50, where 1 is the same and 0 is as by chance."
        );
        assert_eq!(say(&[], 7, None), "Groups as published by Polis: 7 people in groups of fewer than 5.");
    }
}
