//! Sums over everybody who answered both of two statements, for all pairs of statements.
//!
//! Whole numbers all through: exact, so neither the order of people nor threads nor the width of instructions can
//! change them. People with few votes are counted pair by pair of their votes, people with many as bits, 64 at once.

mod dense;
mod rows;
mod sparse;
mod sums;

pub(crate) use sums::PairSums;

use super::width::Width;
use crate::votes::{Matrix, Stance};
use dense::{BitPlanes, count_with};
use fearless_simd::dispatch;
use rayon::prelude::*;
use rows::CountedRows;
use sparse::PairCounter;
use sums::start_of;

/// Rows taken at a time.
const ROWS_A_CHUNK: usize = 256;

/// Rows whose bits are held at once, which with three bits a vote fit the nearer caches.
const ROWS_A_BLOCK: usize = 4_096;

/// Most memory of tables that are added up in the end; one there is always.
const MOST_PART_BYTES: usize = 512 << 20;

/// [`PairSums`] of every pair of columns, the earlier one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pairs {
    n_columns: usize,
    /// That of column 1 with the one before it, then those of column 2 with the two before it, and so on.
    sums: Vec<PairSums>,
}

impl Pairs {
    /// Counts the columns that have a place among those counted: `place_of` by column, `n_columns` of them.
    pub(crate) fn of(matrix: &Matrix, place_of: &[Option<u32>], n_columns: usize, width: Width) -> Self {
        let rows = CountedRows { matrix, place_of };
        let least = least_dense(n_columns, width);
        let is_dense = |row: &usize| matrix.n_votes_of(*row) >= least;
        let mut pairs = Self { n_columns, sums: vec![PairSums::default(); start_of(n_columns)] };
        pairs.add_sparse(&rows, &is_dense);
        // Collected first: blocks are full however people with many votes lie among the others.
        let dense: Vec<usize> = (0..matrix.n_rows()).filter(is_dense).collect();
        for block in dense.chunks(ROWS_A_BLOCK) {
            pairs.add_dense(&BitPlanes::of(&rows, block, n_columns), width);
        }
        pairs
    }

    /// Those of one column with all before it.
    pub(crate) fn of_column(&self, column: usize) -> &[PairSums] {
        let start = start_of(column);
        self.sums.get(start..start + column).unwrap_or_default()
    }

    /// That of two columns, the earlier one first.
    pub(crate) fn of_both(&self, earlier: usize, later: usize) -> PairSums {
        self.of_column(later).get(earlier).copied().unwrap_or_default()
    }

    /// One more column, that nobody has answered.
    pub(crate) fn add_column(&mut self) {
        self.n_columns += 1;
        self.sums.resize(start_of(self.n_columns), PairSums::default());
    }

    /// One person's answer to a column changes; `others` are the columns that they answered beside it.
    pub(crate) fn change(&mut self, column: usize, change: VoteChange, others: impl Iterator<Item = (usize, Stance)>) {
        for (other, stance) in others {
            let (earlier, later) = (column.min(other), column.max(other));
            let Some(sums) = self.sums.get_mut(start_of(later) + earlier) else { continue };
            // Of the other column nothing changes but whether its answer meets one here: its sum moves only where a
            // vote comes or goes.
            let value = i32::from(stance.value());
            let (own, of_other) = (change.value(), value * change.n());
            let (first, second) = if column < other { (own, of_other) } else { (of_other, own) };
            sums.add(PairSums { product: value * own, first, second, both: change.n() });
        }
    }

    /// Memory it holds.
    pub(crate) const fn n_bytes(&self) -> usize {
        self.sums.capacity() * size_of::<PairSums>()
    }

    /// Adds people pair by pair of their votes; each part of them has a table of its own, added up at the end.
    fn add_sparse(&mut self, rows: &CountedRows<'_>, is_dense: &(impl Fn(&usize) -> bool + Sync)) {
        let n_columns = self.n_columns;
        let n_parts = most_parts(n_columns, rayon::current_num_threads());
        let counted = |part: usize| {
            let mut counter = PairCounter::new(n_columns);
            // Chunks are dealt out in turn, so that no part gets all the long rows where these stand together.
            for chunk in (part..rows.matrix.n_rows().div_ceil(ROWS_A_CHUNK)).step_by(n_parts) {
                let start = chunk * ROWS_A_CHUNK;
                let end = rows.matrix.n_rows().min(start + ROWS_A_CHUNK);
                (start..end).filter(|row| !is_dense(row)).for_each(|row| counter.add(rows, row));
            }
            counter.end()
        };
        let parts: Vec<Vec<PairSums>> = (0..n_parts).into_par_iter().map(counted).collect();
        for part in parts {
            self.sums.iter_mut().zip(part).for_each(|(to, from)| to.add(from));
        }
    }

    /// Adds people as bits; each column has pairs of its own with those before it, so threads share no sum.
    fn add_dense(&mut self, planes: &BitPlanes, width: Width) {
        let n_columns = self.n_columns;
        // Pairs of a column stand together, so the whole can be cut into one piece a column without a copy.
        let mut rest = self.sums.as_mut_slice();
        let of_columns: Vec<(usize, &mut [PairSums])> = (0..n_columns)
            .map(|column| {
                let (own, after) = std::mem::take(&mut rest).split_at_mut(column);
                rest = after;
                (column, own)
            })
            .collect();
        let level = width.level();
        of_columns.into_par_iter().for_each(|(column, sums)| {
            dispatch!(level, simd => count_with(simd, planes, column, sums));
        });
    }
}

/// Into how many parts people are divided, each with a table of its own: no more than there are threads, and than
/// memory allows however many there are.
fn most_parts(n_columns: usize, n_threads: usize) -> usize {
    let bytes = start_of(n_columns) * (size_of::<u64>() + size_of::<PairSums>());
    n_threads.min(MOST_PART_BYTES / bytes.max(1)).max(1)
}

/// From how many votes on bits are cheaper than pairs of votes: a share of the columns that was measured. Pairs of
/// votes grow with the square of how many somebody has, bits cost the same for everybody in a block; the wider the
/// instructions that count bits, the sooner they win.
fn least_dense(n_columns: usize, width: Width) -> usize {
    if width.counts_fast() { n_columns.div_ceil(10) } else { n_columns.div_ceil(4) }.max(16)
}

/// How one person's answer to one column changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VoteChange {
    pub(crate) before: Option<Stance>,
    pub(crate) after: Option<Stance>,
}

impl VoteChange {
    fn value(self) -> i32 {
        let value = |stance: Option<Stance>| i32::from(stance.map_or(0, Stance::value));
        value(self.after) - value(self.before)
    }

    fn n(self) -> i32 {
        i32::from(self.after.is_some()) - i32::from(self.before.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::votes::Vote;
    use sparse::ROWS_A_FIELD;

    /// CountedRows of very different lengths, some of the columns left out.
    fn conversation(n_rows: usize, n_columns: usize) -> (Matrix, Vec<Option<u32>>, usize) {
        let mut chance = Chance::new(5, 1);
        let mut votes = Vec::new();
        for row in 0..n_rows as u32 {
            let share = chance.unit();
            for column in 0..n_columns as u32 {
                let stance = [Stance::Agree, Stance::Disagree, Stance::Unsure][chance.below(3)];
                if chance.happens(share * share) {
                    votes.push(Vote { row, column, stance });
                }
            }
        }
        let mut n = 0;
        let place_of = (0..n_columns).map(|column| (column % 7 != 3).then(|| (n, n += 1).0)).collect();
        (Matrix::from_votes(n_rows, n_columns, &votes), place_of, n as usize)
    }

    fn plainly(matrix: &Matrix, place_of: &[Option<u32>], n_columns: usize) -> Vec<PairSums> {
        let value = |row: usize, place: usize| {
            let found = matrix.row(row).find(|(column, _)| place_of[*column] == Some(place as u32));
            found.map(|(_, stance)| i32::from(stance.value()))
        };
        let dense: Vec<Vec<Option<i32>>> =
            (0..matrix.n_rows()).map(|row| (0..n_columns).map(|place| value(row, place)).collect()).collect();
        let mut all = Vec::new();
        for k in 0..n_columns {
            for j in 0..k {
                let mut sums = PairSums::default();
                for (first, second) in dense.iter().filter_map(|row| row[j].zip(row[k])) {
                    sums.add(PairSums { product: first * second, first, second, both: 1 });
                }
                all.push(sums);
            }
        }
        all
    }

    #[test]
    fn many_processors_do_not_take_more_memory_than_there_may_be() {
        for (n_columns, n_threads, expected) in [(783, 2, 2), (783, 64, 64), (4_096, 64, 2), (4_096, 1, 1), (9, 64, 64)]
        {
            assert_eq!(most_parts(n_columns, n_threads), expected, "{n_columns} columns, {n_threads} threads");
        }
        assert_eq!(most_parts(100_000, 8), 1, "one there is always");
    }

    #[test]
    fn every_way_of_counting_counts_the_same() {
        let (matrix, place_of, n_columns) = conversation(700, 60);
        let expected = plainly(&matrix, &place_of, n_columns);
        let rows = CountedRows { matrix: &matrix, place_of: &place_of };
        let empty = Pairs { n_columns, sums: vec![PairSums::default(); expected.len()] };
        let mut by_pairs = empty.clone();
        by_pairs.add_sparse(&rows, &|_| false);
        assert!(by_pairs.sums == expected);
        let all: Vec<usize> = (0..700).collect();
        for width in [Width::Widest, Width::Narrowest] {
            let mut by_bits = empty.clone();
            all.chunks(300).for_each(|block| by_bits.add_dense(&BitPlanes::of(&rows, block, n_columns), width));
            assert!(by_bits.sums == expected, "{width:?}");
            assert!(Pairs::of(&matrix, &place_of, n_columns, width).sums == expected, "{width:?}");
        }
    }

    #[test]
    fn fields_are_emptied_before_they_overflow() {
        let votes = |row| [0, 1].map(|column| Vote { row, column, stance: Stance::Agree });
        let n_rows = 2 * ROWS_A_FIELD + 5;
        let matrix = Matrix::from_votes(n_rows, 2, &(0..n_rows as u32).flat_map(votes).collect::<Vec<_>>());
        let n = n_rows as i32;
        let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let pairs = one_thread.install(|| Pairs::of(&matrix, &[Some(0), Some(1)], 2, Width::Widest));
        assert_eq!(pairs.of_column(0), []);
        assert_eq!(pairs.of_column(1), [PairSums { product: n, first: n, second: n, both: n }]);
    }
}
