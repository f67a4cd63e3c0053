//! How each group voted, and what follows from that alone.

use super::Tally;
use crate::matrix::{Counts, Matrix};
use rayon::prelude::*;

/// Rows counted at a time. Counts are whole numbers, so how rows are cut changes nothing.
const ROWS_A_BLOCK: usize = 8_192;

/// Votes by group and column, those on columns left out too. `group_of` says for each row in which of the `n_groups`
/// it is, if in any; rows beyond it are in none.
///
/// One pass over the votes: O(votes + groups x columns x blocks of 8,192 rows).
#[must_use]
pub fn tallies_by_group(matrix: &Matrix, group_of: &[Option<u8>], n_groups: usize) -> Vec<Vec<Tally>> {
    let none = || vec![Counts::new(matrix.n_columns()); n_groups];
    let count = |mut counts: Vec<Counts>, (block, rows): (usize, &[Option<u8>])| {
        for (row, group) in (block * ROWS_A_BLOCK..matrix.n_rows()).zip(rows) {
            if let Some(counts) = group.and_then(|group| counts.get_mut(usize::from(group))) {
                counts.add_all(matrix.cells_of(row));
            }
        }
        counts
    };
    let add = |to: Vec<Counts>, from: Vec<Counts>| to.into_iter().zip(from).map(|(a, b)| a.with(b)).collect();
    let counts = group_of.par_chunks(ROWS_A_BLOCK).enumerate().fold(none, count).reduce(none, add);
    counts.into_iter().map(Counts::tallies).collect()
}

/// The votes of all groups together, by column.
#[must_use]
pub fn of_all_groups(by_group: &[Vec<Tally>], n_columns: usize) -> Vec<Tally> {
    let mut all = vec![Tally::default(); n_columns];
    for group in by_group {
        all.iter_mut().zip(group).for_each(|(all, tally)| all.add(*tally));
    }
    all
}

/// Group-informed consensus of each column, on agreeing and on disagreeing: the product over groups of
/// (count + 1) / (votes + 2). Between 0 and 1; 1 without groups.
#[must_use]
pub fn informed(by_group: &[Vec<Tally>], n_columns: usize) -> (Vec<f64>, Vec<f64>) {
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

impl Tally {
    const fn add(&mut self, other: Self) {
        self.agree += other.agree;
        self.disagree += other.disagree;
        self.unsure += other.unsure;
    }
}
