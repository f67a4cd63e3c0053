//! Sparse votes: who answered what, one row a person, one column a statement.
//!
//! Rows and columns are places, not numbers of people or statements: callers keep their own lists of which is which.

mod change;
mod order;

use crate::polis::Tally;
use order::Sorter;
use rayon::prelude::*;

/// Rows put in order at a time.
const ROWS_A_BLOCK: usize = 1_024;

/// Most columns: a cell keeps two bits for the answer.
const MOST_COLUMNS: usize = 1 << 30;

/// One person's answer to one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Disagrees; counts as -1.
    Disagree,
    /// Neither; counts as 0, and as an answer.
    Unsure,
    /// Agrees; counts as 1.
    Agree,
}

impl Stance {
    /// -1, 0 or 1.
    #[must_use]
    pub const fn value(self) -> i8 {
        match self {
            Self::Disagree => -1,
            Self::Unsure => 0,
            Self::Agree => 1,
        }
    }
}

/// One vote, by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
    /// Whose.
    pub row: u32,
    /// On what.
    pub column: u32,
    /// How.
    pub stance: Stance,
}

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

/// A column and the answer to it in one word: the column's bits above the two of value + 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell(u32);

impl Cell {
    const fn new(column: u32, stance: Stance) -> Self {
        Self(column << 2 | stance as u32)
    }

    pub(crate) const fn column(self) -> usize {
        (self.0 >> 2) as usize
    }

    /// Place of this answer in a table of four for each column.
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }

    /// The answer's value + 1: 0, 1 or 2.
    pub(crate) const fn code(self) -> usize {
        (self.0 & 3) as usize
    }

    pub(crate) const fn stance(self) -> Stance {
        match self.code() {
            0 => Stance::Disagree,
            1 => Stance::Unsure,
            _ => Stance::Agree,
        }
    }
}

/// Votes by column and answer, on their way to tallies.
#[derive(Clone, Debug)]
pub(crate) struct Counts(Vec<u32>);

impl Counts {
    pub(crate) fn new(n_columns: usize) -> Self {
        Self(vec![0; 4 * n_columns])
    }

    pub(crate) fn add_all(&mut self, cells: &[Cell]) {
        for cell in cells {
            if let Some(count) = self.0.get_mut(cell.index()) {
                *count += 1;
            }
        }
    }

    pub(crate) fn with(mut self, others: Self) -> Self {
        self.0.iter_mut().zip(others.0).for_each(|(count, other)| *count += other);
        self
    }

    pub(crate) fn tallies(self) -> Vec<Tally> {
        let tally = |codes: &[u32; 4]| {
            let [disagree, unsure, agree, _] = *codes;
            Tally { agree, disagree, unsure }
        };
        self.0.as_chunks().0.iter().map(tally).collect()
    }
}

impl Matrix {
    /// Of several votes in one cell the last counts; votes beyond the given size are passed over.
    ///
    /// By counting: O(votes + rows x columns / 64), or O(votes log votes of a row) where rows are nearly empty.
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
        let mut n_before = 0;
        for row in &mut rows {
            row.start = n_before;
            n_before += row.room as usize;
        }
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
    #[must_use]
    pub fn tallies(&self) -> Vec<Tally> {
        const ROWS_A_BLOCK: usize = 8_192;
        let none = || Counts::new(self.n_columns);
        let count = |mut counts: Counts, rows: &[Span]| {
            rows.iter().for_each(|row| counts.add_all(self.cells_in(*row)));
            counts
        };
        self.rows.par_chunks(ROWS_A_BLOCK).fold(none, count).reduce(none, Counts::with).tallies()
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
            let mut sorter = Sorter::new(n_columns);
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
