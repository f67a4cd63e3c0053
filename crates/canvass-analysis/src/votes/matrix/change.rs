//! Changes to single answers. Rows keep some room beside their votes, so that others need not move.

use super::cell::Cell;
use super::{Matrix, Span};
use crate::votes::stance::Stance;

/// Least room of a row that has moved.
const LEAST_ROOM: usize = 8;

impl Matrix {
    /// Sets one answer, or takes it away; gives the one before. Who is not there has none, and gets none.
    pub(crate) fn set(&mut self, row: usize, column: u32, stance: Option<Stance>) -> Option<Stance> {
        let place = self.cells_of(row).binary_search_by_key(&(column as usize), |cell| cell.column());
        match (place, stance) {
            (Ok(at), Some(stance)) => self.replace(row, at, Cell::new(column, stance)),
            (Ok(at), None) => self.remove(row, at),
            (Err(at), Some(stance)) => {
                self.insert(row, at, Cell::new(column, stance));
                None
            }
            (Err(_), None) => None,
        }
    }

    /// One more row, without votes.
    pub(crate) fn add_row(&mut self) {
        self.rows.push(Span { start: self.cells.len(), n: 0, room: 0 });
    }

    /// One more column, without votes.
    pub(crate) const fn add_column(&mut self) {
        self.n_columns += 1;
    }

    /// Memory it holds.
    pub(crate) const fn n_bytes(&self) -> usize {
        self.rows.capacity() * size_of::<Span>() + self.cells.capacity() * size_of::<Cell>()
    }

    fn replace(&mut self, row: usize, at: usize, cell: Cell) -> Option<Stance> {
        let start = self.rows.get(row)?.start;
        let slot = self.cells.get_mut(start + at)?;
        Some(std::mem::replace(slot, cell).stance())
    }

    fn remove(&mut self, row: usize, at: usize) -> Option<Stance> {
        let span = self.rows.get_mut(row)?;
        let (place, end) = (span.start + at, span.start + span.n as usize);
        let stance = self.cells.get(place)?.stance();
        span.n -= 1;
        self.n_votes -= 1;
        self.cells.copy_within(place + 1..end, place);
        Some(stance)
    }

    fn insert(&mut self, row: usize, at: usize, cell: Cell) {
        if self.rows.get(row).is_some_and(|span| span.n == span.room) {
            self.move_row(row);
        }
        let Some(span) = self.rows.get_mut(row) else { return };
        let (place, end) = (span.start + at, span.start + span.n as usize);
        span.n += 1;
        self.n_votes += 1;
        self.cells.copy_within(place..end, place + 1);
        if let Some(slot) = self.cells.get_mut(place) {
            *slot = cell;
        }
    }

    /// Moves a row behind all others, with twice the room.
    fn move_row(&mut self, row: usize) {
        // What a row leaves behind is lost until then. Closing gaps costs a pass over all votes, and comes only once
        // about as many cells are unused as there are votes: over many moves it costs a constant a vote.
        if self.cells.len() > LEAST_ROOM * self.rows.len() + 2 * self.n_votes {
            self.close_gaps();
        }
        let (cells, Some(span)) = (&mut self.cells, self.rows.get_mut(row)) else { return };
        let (start, n) = (cells.len(), span.n as usize);
        let room = (2 * n).max(LEAST_ROOM);
        cells.extend_from_within(span.start..span.start + n);
        cells.resize(start + room, Cell::default());
        *span = Span { start, n: span.n, room: u32::try_from(room).unwrap_or(u32::MAX) };
    }

    /// Gives up all room that is not used.
    fn close_gaps(&mut self) {
        let mut cells = Vec::with_capacity(2 * self.n_votes);
        for span in &mut self.rows {
            let start = cells.len();
            cells.extend_from_slice(self.cells.get(span.start..span.start + span.n as usize).unwrap_or_default());
            *span = Span { start, n: span.n, room: span.n };
        }
        self.cells = cells;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use std::collections::BTreeMap;

    #[test]
    fn what_is_set_is_what_is_read_and_gaps_stay_bounded() {
        let (mut matrix, mut expected) = (Matrix::default(), BTreeMap::new());
        let mut chance = Chance::new(8, 1);
        for step in 0..60_000 {
            if matrix.n_rows() < 1 + step / 1_000 {
                matrix.add_row();
                matrix.add_column();
            }
            let row = chance.below(matrix.n_rows());
            let column = chance.below(matrix.n_columns()) as u32;
            let stance = [None, Some(Stance::Agree), Some(Stance::Unsure), Some(Stance::Disagree)][chance.below(4)];
            let before = match stance {
                Some(stance) => expected.insert((row, column), stance),
                None => expected.remove(&(row, column)),
            };
            assert_eq!(matrix.set(row, column, stance), before, "step {step}");
            assert!(matrix.cells.len() <= 16 + LEAST_ROOM * matrix.n_rows() + 4 * matrix.n_votes(), "step {step}");
        }
        let read =
            (0..matrix.n_rows()).flat_map(|row| matrix.row(row).map(move |(column, s)| ((row, column as u32), s)));
        assert!(read.eq(expected.iter().map(|(cell, stance)| (*cell, *stance))));
        assert_eq!(matrix.n_votes(), expected.len());
        assert_eq!(matrix.set(60, 0, Some(Stance::Agree)), None);
        assert_eq!(matrix.n_votes(), expected.len(), "a row that is not there gets no vote");
    }
}
