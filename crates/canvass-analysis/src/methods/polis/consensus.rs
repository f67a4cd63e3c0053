//! What most answer alike, everybody taken as one population. Knows nothing of groups.

use super::proportion::{CRITICAL_Z, one_proportion, share};
use crate::methods::findings::{Consensus, ConsensusStatement};
use crate::votes::{Side, Tally, Treatment};

/// Most statements on each list.
const MOST: usize = 5;

/// Columns where (s + 1) / (n + 2) is over a half and the one-proportion test over 1.2816, s being those who agree
/// (or disagree) of the n who answered; those with the largest product of the two, at most five, ties by column.
///
/// `tallies` are of all rows, in the conversation or not. Columns that are left out are passed over.
///
/// ```
/// use canvass_analysis::methods::polis::consensus;
/// use canvass_analysis::votes::Tally;
///
/// // 8 of 10 agree with the first, 5 of 10 with the second.
/// let tallies = [Tally { agree: 8, disagree: 1, unsure: 1 }, Tally { agree: 5, disagree: 5, unsure: 0 }];
/// let found = consensus(&tallies, &[]);
/// assert_eq!((found.agree.len(), found.disagree.len()), (1, 0));
/// // (8 + 1) / (10 + 2), and 2 sqrt(11) (9 / 11 - 1 / 2) = 7 / sqrt(11).
/// assert_eq!((found.agree[0].column, found.agree[0].p_success), (0, 0.75));
/// assert!((found.agree[0].p_test - 7.0 / 11.0_f64.sqrt()).abs() < 1e-14);
/// ```
#[must_use]
pub fn consensus(tallies: &[Tally], treatments: &[Treatment]) -> Consensus {
    Consensus { agree: list(tallies, treatments, Side::Agree), disagree: list(tallies, treatments, Side::Disagree) }
}

fn list(tallies: &[Tally], treatments: &[Treatment], side: Side) -> Vec<ConsensusStatement> {
    let counted = (0_u32..).zip(tallies).filter(|(column, _)| Treatment::counts(treatments, *column as usize));
    let mut found: Vec<ConsensusStatement> = counted
        .map(|(column, tally)| {
            let (n_success, n_trials) = (tally.on(side), tally.n());
            let (p_success, p_test) = (share(n_success, n_trials), one_proportion(n_success, n_trials));
            ConsensusStatement { column, n_success, n_trials, p_success, p_test }
        })
        .filter(|common| common.p_success > 0.5 && common.p_test > CRITICAL_Z)
        .collect();
    let strength = |common: &ConsensusStatement| common.p_success * common.p_test;
    // Stable: of statements that are equally strong the lower column stays first.
    found.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    found.truncate(MOST);
    found
}
