//! How each group voted, and what follows from that alone.

use crate::votes::{Matrix, StanceCounts, Tally};
use rayon::prelude::*;

/// Rows counted at a time. StanceCounts are whole numbers, so how rows are cut changes nothing.
const ROWS_A_BLOCK: usize = 8_192;

/// Votes by group and column, those on columns left out too. `group_of` says for each row in which of the `n_groups`
/// it is, if in any; rows beyond it are in none.
///
/// One pass over the votes: O(votes + groups x columns x blocks of 8,192 rows).
///
/// ```
/// use canvass_analysis::methods::polis::tallies_by_group;
/// use canvass_analysis::votes::{Matrix, Stance::{Agree, Disagree}, Tally};
///
/// let matrix = Matrix::from_rows(1, [[(0, Agree)], [(0, Disagree)], [(0, Agree)]]);
/// let found = tallies_by_group(&matrix, &[Some(0), Some(1), None], 2);
/// let agree = Tally { agree: 1, ..Tally::default() };
/// assert_eq!(found, [[agree], [Tally { disagree: 1, ..Tally::default() }]]);
/// ```
#[must_use]
pub fn tallies_by_group(matrix: &Matrix, group_of: &[Option<u8>], n_groups: usize) -> Vec<Vec<Tally>> {
    let none = || vec![StanceCounts::new(matrix.n_columns()); n_groups];
    let count = |mut counts: Vec<StanceCounts>, (block, rows): (usize, &[Option<u8>])| {
        for (row, group) in (block * ROWS_A_BLOCK..matrix.n_rows()).zip(rows) {
            if let Some(counts) = group.and_then(|group| counts.get_mut(usize::from(group))) {
                counts.add_all(matrix.cells_of(row));
            }
        }
        counts
    };
    let add =
        |to: Vec<StanceCounts>, from: Vec<StanceCounts>| to.into_iter().zip(from).map(|(a, b)| a.with(b)).collect();
    let counts = group_of.par_chunks(ROWS_A_BLOCK).enumerate().fold(none, count).reduce(none, add);
    counts.into_iter().map(StanceCounts::tallies).collect()
}

/// The votes of all groups together, by column.
///
/// ```
/// use canvass_analysis::methods::polis::total_tallies;
/// use canvass_analysis::votes::Tally;
///
/// let tally = |agree, disagree| Tally { agree, disagree, unsure: 1 };
/// let all = total_tallies(&[vec![tally(3, 1)], vec![tally(1, 4)]], 1);
/// assert_eq!(all, [Tally { agree: 4, disagree: 5, unsure: 2 }]);
/// ```
#[must_use]
pub fn total_tallies(by_group: &[Vec<Tally>], n_columns: usize) -> Vec<Tally> {
    let mut all = vec![Tally::default(); n_columns];
    for group in by_group {
        all.iter_mut().zip(group).for_each(|(all, tally)| all.add(*tally));
    }
    all
}

/// Group-informed consensus of each column, on agreeing and on disagreeing: the product over groups of
/// (count + 1) / (votes + 2). Between 0 and 1; 1 without groups.
///
/// ```
/// use canvass_analysis::methods::polis::group_informed_consensus;
/// use canvass_analysis::votes::Tally;
///
/// // 3 of 4 agree in one group, 1 of 4 in the other: 4/6 x 2/6 on agreeing, 2/6 x 4/6 on disagreeing.
/// let tally = |agree, disagree| vec![Tally { agree, disagree, unsure: 0 }];
/// let (agree, disagree) = group_informed_consensus(&[tally(3, 1), tally(1, 3)], 1);
/// assert!((agree[0] - 2.0 / 9.0).abs() < 1e-15 && (disagree[0] - 2.0 / 9.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn group_informed_consensus(by_group: &[Vec<Tally>], n_columns: usize) -> (Vec<f64>, Vec<f64>) {
    let (mut agree, mut disagree) = (vec![1.0; n_columns], vec![1.0; n_columns]);
    for group in by_group {
        for ((agree, disagree), tally) in agree.iter_mut().zip(&mut disagree).zip(group) {
            let n = f64::from(tally.n()) + 2.0;
            *agree *= (f64::from(tally.agree) + 1.0) / n;
            *disagree *= (f64::from(tally.disagree) + 1.0) / n;
        }
    }
    (agree, disagree)
}
