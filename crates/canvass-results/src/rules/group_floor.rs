//! Groups that may be told of: none of fewer than five people, and no answer to the poll of fewer than five of them.
//!
//! The groups' ballots and those of everybody who is in no group add up to counts that everybody can see. So where a
//! group's ballots are suppressed, what is left of the total once the shown groups are taken away has to be five
//! ballots or more, or that group's could be worked out; until then the smallest shown group is suppressed too.

use crate::OpinionMap;
pub use canvass_counts::thresholds::GROUP_LEAST;

/// Suppresses the ballots of groups of which too few answered the poll. `n_ballots` are all there are.
pub(crate) fn suppress_ballots(map: &mut OpinionMap, n_ballots: u64) {
    let shown = shown(&map.group_ballots(), n_ballots);
    for (group, is_shown) in map.groups.iter_mut().zip(shown) {
        if !is_shown {
            group.options = Vec::new();
            group.n_ballots = 0;
        }
    }
}

/// Whether ballots of some group have to go, so that a map need not be copied where none do.
pub(crate) fn must_suppress(map: &OpinionMap, n_ballots: u64) -> bool {
    let ballots = map.group_ballots();
    let shown = shown(&ballots, n_ballots);
    ballots.iter().zip(shown).any(|(n, is_shown)| *n > 0 && !is_shown)
}

/// Which groups' ballots may be shown.
fn shown(ballots: &[u64], n_ballots: u64) -> Vec<bool> {
    let mut shown: Vec<bool> = ballots.iter().map(|n| *n >= GROUP_LEAST).collect();
    let hides_somebody = ballots.iter().any(|n| (1..GROUP_LEAST).contains(n));
    let rest = |shown: &[bool]| {
        let of_shown = ballots.iter().zip(shown).filter(|(_, is_shown)| **is_shown).map(|(n, _)| n).sum();
        n_ballots.saturating_sub(of_shown)
    };
    while hides_somebody && rest(&shown) < GROUP_LEAST {
        let still = ballots.iter().enumerate().filter(|(place, _)| shown.get(*place) == Some(&true));
        let Some((smallest, _)) = still.min_by_key(|(_, n)| **n) else { break };
        if let Some(smallest) = shown.get_mut(smallest) {
            *smallest = false;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ballots: &[u64], n_ballots: u64, expected: &[bool]) {
        assert_eq!(shown(ballots, n_ballots), expected, "{ballots:?} of {n_ballots}");
    }

    #[test]
    fn ballots_of_fewer_than_five_are_not_told() {
        check(&[10, 5], 15, &[true, true]);
        check(&[10, 4], 20, &[true, false]);
        check(&[10, 0], 10, &[true, false]);
        check(&[4, 3], 7, &[false, false]);
        check(&[], 9, &[]);
    }

    #[test]
    fn nor_can_they_be_worked_out_from_the_total() {
        // Four in the second group, and nobody outside: 14 less 10 would be theirs.
        check(&[10, 4], 14, &[false, false]);
        check(&[10, 4], 15, &[true, false]);
        check(&[30, 20, 1], 51, &[true, false, false]);
    }
}
