//! Counts pairs of votes one by one: the cheaper way for people with few votes.

use super::rows::CountedRows;
use super::sums::{PairSums, start_of};

/// CountedRows after which a 16-bit field could overflow: a product of two answers counted from 0 is at most 4.
pub(super) const ROWS_A_FIELD: usize = (u16::MAX / 4) as usize;

/// Counts pair by pair, with the four sums of a pair in one word until they could overflow.
///
/// Answers are counted from 0 (disagree) to 2 (agree): fields are, from above, products, answers to the first,
/// answers to the second, people. So a pair of votes is one addition to one word, and no field is ever below 0, which
/// would borrow from the one above it.
pub(super) struct PairCounter {
    words: Vec<u64>,
    n_rows: usize,
    sums: Vec<PairSums>,
    row: Vec<(usize, usize)>,
}

impl PairCounter {
    pub(super) fn new(n_columns: usize) -> Self {
        let n = start_of(n_columns);
        Self { words: vec![0; n], n_rows: 0, sums: vec![PairSums::default(); n], row: Vec::new() }
    }

    pub(super) fn add(&mut self, rows: &CountedRows<'_>, row: usize) {
        self.row.clear();
        self.row.extend(rows.votes(row));
        let mut votes = self.row.as_slice();
        // From the last vote backwards: each meets those on earlier columns, and so every pair is met once.
        while let Some(((column, code), earlier)) = votes.split_last() {
            votes = earlier;
            let second = (*code as u64) << 16 | 1;
            // What the pair adds depends on the other answer alone by now, which has three values.
            let by_code = [0, 1, 2].map(|first: u64| (*code as u64 * first) << 48 | first << 32 | second);
            let start = start_of(*column);
            let Some(words) = self.words.get_mut(start..start + column) else { continue };
            for (other, code) in earlier {
                if let (Some(word), Some(step)) = (words.get_mut(*other), by_code.get(*code)) {
                    *word += step;
                }
            }
        }
        self.n_rows += 1;
        if self.n_rows == ROWS_A_FIELD {
            self.empty();
        }
    }

    pub(super) fn end(mut self) -> Vec<PairSums> {
        self.empty();
        self.sums
    }

    fn empty(&mut self) {
        let field = |word: u64, at: u32| (word >> at & 0xffff) as i32;
        for (sums, word) in self.sums.iter_mut().zip(&mut self.words).filter(|(_, word)| **word != 0) {
            let [product, first, second, both] = [48, 32, 16, 0].map(|at| field(*word, at));
            // Answers were counted one too high: (x + 1) (y + 1) is x y + x + y + 1, summed over `both` people, where
            // the fields hold the sums of x + 1 and y + 1.
            sums.add(PairSums {
                product: product - first - second + both,
                first: first - both,
                second: second - both,
                both,
            });
            *word = 0;
        }
        self.n_rows = 0;
    }
}
