//! A column and the answer to it in one word, and votes counted by that word.

use crate::votes::stance::Stance;
use crate::votes::tally::Tally;

/// A column and the answer to it in one word: the column's bits above the two of value + 1.
///
/// Cells compare by column first, and a cell is its own place in any table of four entries a column: the inner loops
/// look up what an answer adds without a branch on the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell(u32);

impl Cell {
    pub(super) const fn new(column: u32, stance: Stance) -> Self {
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
pub(crate) struct StanceCounts(Vec<u32>);

impl StanceCounts {
    pub(crate) fn new(n_columns: usize) -> Self {
        // Three answers in four places: a cell is its own place among them.
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
