//! Puts the votes of a row in order of columns, and keeps of each column the last. Changes no answer.

use super::cell::Cell;

/// Puts one row after the other in order.
pub(super) struct RowSorter {
    /// A bit for each column that the row at hand answered; all 0 between rows.
    seen: Vec<u64>,
    /// By column; valid where its bit is set.
    answers: Vec<Cell>,
}

impl RowSorter {
    pub(super) fn new(n_columns: usize) -> Self {
        Self { seen: vec![0; n_columns.div_ceil(64)], answers: vec![Cell::default(); n_columns] }
    }

    /// Sorts a row, the last answer to each statement first among those kept; gives how many are.
    pub(super) fn sort(&mut self, row: &mut [Cell]) -> usize {
        if row.is_sorted_by(|a, b| a.column() < b.column()) {
            return row.len();
        }
        // Marking columns costs a look at every 64 of them, whether answered or not: too many for a row with few votes.
        if self.seen.len() <= 8 * row.len() { self.by_marks(row) } else { by_comparison(row) }
    }

    fn by_marks(&mut self, row: &mut [Cell]) -> usize {
        for cell in &*row {
            if let (Some(answer), Some(word)) =
                (self.answers.get_mut(cell.column()), self.seen.get_mut(cell.column() / 64))
            {
                *answer = *cell;
                *word |= 1 << (cell.column() % 64);
            }
        }
        let mut kept = 0;
        for (answers, word) in self.answers.chunks(64).zip(&mut self.seen) {
            while *word != 0 {
                let column = word.trailing_zeros() as usize;
                if let (Some(cell), Some(answer)) = (row.get_mut(kept), answers.get(column)) {
                    *cell = *answer;
                }
                kept += 1;
                // Clears the lowest bit that is set, and so leaves the word empty for the next row.
                *word &= *word - 1;
            }
        }
        kept
    }
}

fn by_comparison(row: &mut [Cell]) -> usize {
    // Stable, so that of one column the last answer stays last.
    row.sort_by_key(|cell| cell.column());
    let mut kept = 0;
    for at in 0..row.len() {
        let Some(cell) = row.get(at).copied() else { continue };
        if row.get(at + 1).is_some_and(|next| next.column() == cell.column()) {
            continue;
        }
        if let Some(slot) = row.get_mut(kept) {
            *slot = cell;
        }
        kept += 1;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::votes::Stance;

    #[test]
    fn both_ways_of_sorting_keep_the_last_answer() {
        let cells = |row: &[(u32, Stance)]| row.iter().map(|(c, s)| Cell::new(*c, *s)).collect::<Vec<_>>();
        use Stance::{Agree, Disagree, Unsure};
        let check = |row: &[(u32, Stance)], expected: &[(u32, Stance)]| {
            let expected = cells(expected);
            let (mut marked, mut compared) = (cells(row), cells(row));
            let kept = RowSorter::new(200).by_marks(&mut marked);
            assert_eq!(marked[..kept], expected);
            let kept = by_comparison(&mut compared);
            assert_eq!(compared[..kept], expected);
        };
        check(&[], &[]);
        check(&[(3, Agree)], &[(3, Agree)]);
        check(&[(199, Agree), (64, Unsure), (63, Disagree)], &[(63, Disagree), (64, Unsure), (199, Agree)]);
        check(&[(5, Agree), (5, Disagree)], &[(5, Disagree)]);
        check(&[(7, Agree), (5, Agree), (7, Unsure), (5, Disagree), (7, Agree)], &[(5, Disagree), (7, Agree)]);
    }
}
