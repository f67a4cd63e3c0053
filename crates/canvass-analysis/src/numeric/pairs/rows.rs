//! The votes that pairs are counted of: those on columns that take part, under the places that these have.

use crate::votes::{Cell, Matrix};

/// Votes on the columns that are counted.
pub(super) struct CountedRows<'a> {
    pub(super) matrix: &'a Matrix,
    pub(super) place_of: &'a [Option<u32>],
}

impl CountedRows<'_> {
    /// The place and the answer's code (its value + 1) of each vote that counts, ascending by place.
    pub(super) fn votes(&self, row: usize) -> impl Iterator<Item = (usize, usize)> {
        let counted = |cell: &Cell| Some(((*self.place_of.get(cell.column())?)? as usize, cell.code()));
        self.matrix.cells_of(row).iter().filter_map(counted)
    }
}
