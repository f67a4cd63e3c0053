//! The spread of votes by going through them for each product: for conversations too wide for pairs of columns.
//!
//! Sums are made in each block of rows in order and then block by block, whatever the threads.

use crate::votes::{Cell, Matrix};
use rayon::prelude::*;

/// Rows summed together: their sums are added in order.
const ROWS_A_BLOCK: usize = 4_096;

/// X'X by way of the votes.
pub(super) struct CentredVotes<'a> {
    matrix: &'a Matrix,
    columns: &'a [usize],
    /// How far each answer to each column is from its mean, by the index of its cell; 0 where left out.
    deviations: Vec<f64>,
}

impl<'a> CentredVotes<'a> {
    /// Of some columns, each with its mean in `centre`.
    pub(super) fn new(matrix: &'a Matrix, columns: &'a [usize], centre: &[f64]) -> Self {
        let mut deviations = vec![0.0; 4 * matrix.n_columns()];
        let by_column = deviations.as_chunks_mut::<4>().0;
        for column in columns {
            if let (Some(by_answer), Some(mean)) = (by_column.get_mut(*column), centre.get(*column)) {
                *by_answer = [-1.0 - mean, 0.0 - mean, 1.0 - mean, 0.0];
            }
        }
        Self { matrix, columns, deviations }
    }

    /// X'X times a vector, as X'(X v): for each person first the length of their votes along it, then that length
    /// spread over the same votes.
    pub(super) fn times(&self, along: &[f64]) -> Vec<f64> {
        // What each answer adds to that length, once for all people: a look-up and an addition a vote are left.
        let mut steps = vec![0.0; self.deviations.len()];
        let (by_column, all) = (steps.as_chunks_mut::<4>().0, self.deviations.as_chunks::<4>().0);
        for (column, length) in self.columns.iter().zip(along) {
            if let (Some(steps), Some(deviations)) = (by_column.get_mut(*column), all.get(*column)) {
                *steps = deviations.map(|x| x * length);
            }
        }
        self.by_blocks(|row, sums| {
            let cells = self.matrix.cells_of(row);
            let length: f64 = cells.iter().filter_map(|cell| steps.get(cell.index())).sum();
            self.add(cells, sums, |x| x * length);
        })
    }

    pub(super) fn diagonal(&self) -> Vec<f64> {
        self.by_blocks(|row, sums| self.add(self.matrix.cells_of(row), sums, |x| x * x))
    }

    /// Adds to each column that a row answered what its deviation makes.
    #[inline(always)]
    fn add(&self, cells: &[Cell], sums: &mut [f64], make: impl Fn(f64) -> f64) {
        for cell in cells {
            if let (Some(sum), Some(x)) = (sums.get_mut(cell.column()), self.deviations.get(cell.index())) {
                *sum += make(*x);
            }
        }
    }

    /// Sums over rows: in each block in order, then block by block.
    fn by_blocks(&self, add: impl Fn(usize, &mut [f64]) + Sync) -> Vec<f64> {
        let n_blocks = self.matrix.n_rows().div_ceil(ROWS_A_BLOCK);
        let of_block = |block: usize| {
            // By all columns and not only those that take part: a cell's column is then its place.
            let mut sums = vec![0.0; self.matrix.n_columns()];
            let end = self.matrix.n_rows().min((block + 1) * ROWS_A_BLOCK);
            (block * ROWS_A_BLOCK..end).for_each(|row| add(row, &mut sums));
            sums
        };
        let blocks: Vec<Vec<f64>> = (0..n_blocks).into_par_iter().map(of_block).collect();
        let mut sums = vec![0.0; self.matrix.n_columns()];
        for block in blocks {
            sums.iter_mut().zip(block).for_each(|(sum, of_block)| *sum += of_block);
        }
        self.columns.iter().filter_map(|column| sums.get(*column).copied()).collect()
    }
}
