//! Sparse votes: who answered what, one row a person, one column a statement.
//!
//! Rows and columns are places, not numbers of people or statements: callers keep their own lists of which is which.

mod cell;
mod change;
mod order;

pub(crate) use cell::{Cell, StanceCounts};

use super::stance::{Stance, Vote};
use super::tally::Tally;
use order::RowSorter;
use rayon::prelude::*;

/// Rows put in order at a time.
const ROWS_A_BLOCK: usize = 1_024;

/// Most columns: a cell keeps two bits for the answer.
const MOST_COLUMNS: usize = 1 << 30;

/// Who answered what, row by row.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    rows: Vec<Span>,
    /// Ascending by column within a row.
    cells: Vec<Cell>,
    n_columns: usize,
    n_votes: usize,
}

/// Where a row stands among all cells.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    start: usize,
    n: u32,
    /// Cells that are the row's, used or not.
    room: u32,
}

impl Matrix {
    /// Of several votes in one cell the last counts; votes beyond the given size are passed over.
    ///
    /// By counting: O(votes + rows x columns / 64), or O(votes log votes of a row) where rows are nearly empty.
    ///
    /// ```
    /// use canvass_analysis::votes::{Matrix, Stance, Vote};
    ///
    /// let vote = |row, column, stance| Vote { row, column, stance };
    /// let matrix = Matrix::from_votes(2, 2, &[
    ///     vote(0, 1, Stance::Agree),
    ///     vote(0, 0, Stance::Unsure),
    ///     vote(0, 1, Stance::Disagree), // changes the first
    ///     vote(7, 0, Stance::Agree),    // no such row
    /// ]);
    /// assert_eq!(matrix.row(0).collect::<Vec<_>>(), [(0, Stance::Unsure), (1, Stance::Disagree)]);
    /// assert_eq!((matrix.n_rows(), matrix.n_columns(), matrix.n_votes()), (2, 2, 2));
    /// ```
    #[must_use]
    pub fn from_votes(n_rows: usize, n_columns: usize, votes: &[Vote]) -> Self {
        let n_columns = n_columns.min(MOST_COLUMNS);
        let is_inside = |vote: &&Vote| (vote.row as usize) < n_rows && (vote.column as usize) < n_columns;
        let mut rows = vec![Span::default(); n_rows];
        for vote in votes.iter().filter(is_inside) {
            if let Some(row) = rows.get_mut(vote.row as usize) {
                row.room += 1;
            }
        }
        // How many votes a row has is known: so each has its place before the first is put down.
        let mut n_before = 0;
        for row in &mut rows {
            row.start = n_before;
            n_before += row.room as usize;
        }
        // In the order in which they were given: of two in one cell the later stands behind, and is the one kept.
        let mut cells = vec![Cell::default(); n_before];
        for vote in votes.iter().filter(is_inside) {
            let Some(row) = rows.get_mut(vote.row as usize) else { continue };
            if let Some(cell) = cells.get_mut(row.start + row.n as usize) {
                *cell = Cell::new(vote.column, vote.stance);
            }
            row.n += 1;
        }
        Self { rows, cells, n_columns, n_votes: 0 }.in_order()
    }

    /// From whole rows, each with at most one answer to a statement, in ascending order of columns.
    ///
    /// ```
    /// use canvass_analysis::votes::{Matrix, Stance};
    ///
    /// let matrix = Matrix::from_rows(3, [vec![(0, Stance::Agree), (2, Stance::Unsure)], vec![]]);
    /// assert_eq!((matrix.n_votes_of(0), matrix.n_votes_of(1), matrix.n_votes_of(2)), (2, 0, 0));
    /// ```
    #[must_use]
    pub fn from_rows<R>(n_columns: usize, rows: impl IntoIterator<Item = R>) -> Self
    where
        R: IntoIterator<Item = (u32, Stance)>,
    {
        let (mut spans, mut cells) = (Vec::new(), Vec::new());
        for row in rows {
            let start = cells.len();
            cells.extend(row.into_iter().map(|(column, stance)| Cell::new(column, stance)));
            let n = u32::try_from(cells.len() - start).unwrap_or(u32::MAX);
            spans.push(Span { start, n, room: n });
        }
        debug_assert!(cells.iter().all(|cell| cell.column() < n_columns), "a column beyond the given number");
        Self { rows: spans, cells, n_columns, n_votes: 0 }.in_order()
    }

    /// How many people.
    #[must_use]
    pub const fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// How many statements.
    #[must_use]
    pub const fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// How many votes.
    #[must_use]
    pub const fn n_votes(&self) -> usize {
        self.n_votes
    }

    /// What one person answered, ascending by column; nothing for a row that is not there.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (usize, Stance)> {
        self.cells_of(row).iter().map(|cell| (cell.column(), cell.stance()))
    }

    /// How often one person voted.
    #[must_use]
    pub fn n_votes_of(&self, row: usize) -> usize {
        self.cells_of(row).len()
    }

    /// Votes on each column.
    ///
    /// ```
    /// use canvass_analysis::votes::{Matrix, Stance, Tally};
    ///
    /// let matrix = Matrix::from_rows(2, [
    ///     vec![(0, Stance::Agree), (1, Stance::Disagree)],
    ///     vec![(0, Stance::Unsure)],
    /// ]);
    /// assert_eq!(matrix.tallies(), [
    ///     Tally { agree: 1, disagree: 0, unsure: 1 },
    ///     Tally { agree: 0, disagree: 1, unsure: 0 },
    /// ]);
    /// ```
    #[must_use]
    pub fn tallies(&self) -> Vec<Tally> {
        const ROWS_A_BLOCK: usize = 8_192;
        let none = || StanceCounts::new(self.n_columns);
        let count = |mut counts: StanceCounts, rows: &[Span]| {
            rows.iter().for_each(|row| counts.add_all(self.cells_in(*row)));
            counts
        };
        self.rows.par_chunks(ROWS_A_BLOCK).fold(none, count).reduce(none, StanceCounts::with).tallies()
    }

    pub(crate) fn cells_of(&self, row: usize) -> &[Cell] {
        self.rows.get(row).map_or(&[], |row| self.cells_in(*row))
    }

    fn cells_in(&self, row: Span) -> &[Cell] {
        self.cells.get(row.start..row.start + row.n as usize).unwrap_or_default()
    }

    /// Sorts rows that are not, and keeps of each cell the last answer.
    fn in_order(mut self) -> Self {
        let n_columns = self.n_columns;
        // Rows stand one behind the other, so each block of them has cells of its own to sort, apart from all others.
        let mut rest = self.cells.as_mut_slice();
        let blocks: Vec<(&mut [Cell], &mut [Span])> = self
            .rows
            .chunks_mut(ROWS_A_BLOCK)
            .map(|rows| {
                let n_cells = rows.iter().map(|row| row.room as usize).sum();
                let (block, after) = std::mem::take(&mut rest).split_at_mut(n_cells);
                rest = after;
                (block, rows)
            })
            .collect();
        blocks.into_par_iter().for_each(|(mut cells, rows)| {
            let mut sorter = RowSorter::new(n_columns);
            for row in rows {
                let (own, after) = std::mem::take(&mut cells).split_at_mut(row.room as usize);
                cells = after;
                row.n = u32::try_from(sorter.sort(own)).unwrap_or(u32::MAX);
            }
        });
        self.n_votes = self.rows.iter().map(|row| row.n as usize).sum();
        self
    }
}
