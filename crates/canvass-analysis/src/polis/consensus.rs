//! What most answer alike, everybody taken as one population. Knows nothing of groups.

use super::proportion::{TELLING, one_proportion, share};
use super::{Common, Consensus, Side, Tally, Treatment, is_counted};

/// Most statements on each list.
const MOST: usize = 5;

/// Columns where (s + 1) / (n + 2) is over a half and the one-proportion test over 1.2816, s being those who agree
/// (or disagree) of the n who answered; those with the largest product of the two, at most five, ties by column.
///
/// `tallies` are of all rows, in the conversation or not. Columns that are left out are passed over.
#[must_use]
pub fn consensus(tallies: &[Tally], treatments: &[Treatment]) -> Consensus {
    Consensus { agree: list(tallies, treatments, Side::Agree), disagree: list(tallies, treatments, Side::Disagree) }
}

fn list(tallies: &[Tally], treatments: &[Treatment], side: Side) -> Vec<Common> {
    let counted = (0_u32..).zip(tallies).filter(|(column, _)| is_counted(treatments, *column as usize));
    let mut found: Vec<Common> = counted
        .map(|(column, tally)| {
            let (n_success, n_trials) = (tally.of(side), tally.n());
            let (p_success, p_test) = (share(n_success, n_trials), one_proportion(n_success, n_trials));
            Common { column, n_success, n_trials, p_success, p_test }
        })
        .filter(|common| common.p_success > 0.5 && common.p_test > TELLING)
        .collect();
    let strength = |common: &Common| common.p_success * common.p_test;
    found.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    found.truncate(MOST);
    found
}
