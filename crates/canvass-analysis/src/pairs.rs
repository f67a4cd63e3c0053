//! Sums over everybody who answered both of two statements, for all pairs of statements.
//!
//! Whole numbers all through: exact, so neither the order of people nor threads nor the width of instructions can
//! change them. People with few votes are counted pair by pair of their votes, people with many as bits, 64 at once.

use crate::matrix::{Cell, Matrix, Stance};
use crate::width::Width;
use fearless_simd::{Simd, dispatch};
use rayon::prelude::*;

/// Rows taken at a time.
const ROWS_A_CHUNK: usize = 256;

/// Rows after which a 16-bit field could overflow: a product of two answers counted from 0 is at most 4.
const ROWS_A_FIELD: usize = (u16::MAX / 4) as usize;

/// Words of bits counted at once.
const LANES: usize = 8;

/// Rows whose bits are held at once, which with three bits a vote fit the nearer caches.
const ROWS_A_BLOCK: usize = 4_096;

/// Most memory of tables that are added up in the end; one there is always.
const MOST_PART_BYTES: usize = 512 << 20;

/// What two statements have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    /// Sum of the products of both answers.
    pub(crate) product: i32,
    /// Sum of the answers to the first.
    pub(crate) first: i32,
    /// Sum of the answers to the second.
    pub(crate) second: i32,
    /// How many answered both.
    pub(crate) both: i32,
}

/// [`Sums`] of every pair of columns, the earlier one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pairs {
    n_columns: usize,
    /// That of column 1 with the one before it, then those of column 2 with the two before it, and so on.
    sums: Vec<Sums>,
}

impl Pairs {
    /// Counts the columns that have a place among those counted: `place_of` by column, `n_columns` of them.
    pub(crate) fn of(matrix: &Matrix, place_of: &[Option<u32>], n_columns: usize, width: Width) -> Self {
        let rows = Rows { matrix, place_of };
        let least = least_dense(n_columns, width);
        let is_dense = |row: &usize| matrix.n_votes_of(*row) >= least;
        let mut pairs = Self { n_columns, sums: vec![Sums::default(); start_of(n_columns)] };
        pairs.add_sparse(&rows, &is_dense);
        let dense: Vec<usize> = (0..matrix.n_rows()).filter(is_dense).collect();
        for block in dense.chunks(ROWS_A_BLOCK) {
            pairs.add_dense(&Planes::of(&rows, block, n_columns), width);
        }
        pairs
    }

    /// Those of one column with all before it.
    pub(crate) fn of_column(&self, column: usize) -> &[Sums] {
        let start = start_of(column);
        self.sums.get(start..start + column).unwrap_or_default()
    }

    /// That of two columns, the earlier one first.
    pub(crate) fn of_both(&self, earlier: usize, later: usize) -> Sums {
        self.of_column(later).get(earlier).copied().unwrap_or_default()
    }

    /// One more column, that nobody has answered.
    pub(crate) fn add_column(&mut self) {
        self.n_columns += 1;
        self.sums.resize(start_of(self.n_columns), Sums::default());
    }

    /// One person's answer to a column changes; `others` are the columns that they answered beside it.
    pub(crate) fn change(&mut self, column: usize, change: Change, others: impl Iterator<Item = (usize, Stance)>) {
        for (other, stance) in others {
            let (earlier, later) = (column.min(other), column.max(other));
            let Some(sums) = self.sums.get_mut(start_of(later) + earlier) else { continue };
            let value = i32::from(stance.value());
            let (own, of_other) = (change.value(), value * change.n());
            let (first, second) = if column < other { (own, of_other) } else { (of_other, own) };
            sums.add(Sums { product: value * own, first, second, both: change.n() });
        }
    }

    /// Memory it holds.
    pub(crate) const fn n_bytes(&self) -> usize {
        self.sums.capacity() * size_of::<Sums>()
    }

    fn add_sparse(&mut self, rows: &Rows<'_>, is_dense: &(impl Fn(&usize) -> bool + Sync)) {
        let n_columns = self.n_columns;
        let n_parts = most_parts(n_columns, rayon::current_num_threads());
        let counted = |part: usize| {
            let mut counter = Counter::new(n_columns);
            for chunk in (part..rows.matrix.n_rows().div_ceil(ROWS_A_CHUNK)).step_by(n_parts) {
                let start = chunk * ROWS_A_CHUNK;
                let end = rows.matrix.n_rows().min(start + ROWS_A_CHUNK);
                (start..end).filter(|row| !is_dense(row)).for_each(|row| counter.add(rows, row));
            }
            counter.end()
        };
        let parts: Vec<Vec<Sums>> = (0..n_parts).into_par_iter().map(counted).collect();
        for part in parts {
            self.sums.iter_mut().zip(part).for_each(|(to, from)| to.add(from));
        }
    }

    fn add_dense(&mut self, planes: &Planes, width: Width) {
        let n_columns = self.n_columns;
        let mut rest = self.sums.as_mut_slice();
        let of_columns: Vec<(usize, &mut [Sums])> = (0..n_columns)
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

impl Sums {
    const fn add(&mut self, other: Self) {
        self.product += other.product;
        self.first += other.first;
        self.second += other.second;
        self.both += other.both;
    }
}

/// Into how many parts people are divided, each with a table of its own: no more than there are threads, and than
/// memory allows however many there are.
fn most_parts(n_columns: usize, n_threads: usize) -> usize {
    let bytes = start_of(n_columns) * (size_of::<u64>() + size_of::<Sums>());
    n_threads.min(MOST_PART_BYTES / bytes.max(1)).max(1)
}

/// From how many votes on bits are cheaper than pairs of votes: a share of the columns that was measured.
fn least_dense(n_columns: usize, width: Width) -> usize {
    if width.counts_fast() { n_columns.div_ceil(10) } else { n_columns.div_ceil(4) }.max(16)
}

/// How one person's answer to one column changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change {
    pub(crate) before: Option<Stance>,
    pub(crate) after: Option<Stance>,
}

impl Change {
    fn value(self) -> i32 {
        let value = |stance: Option<Stance>| i32::from(stance.map_or(0, Stance::value));
        value(self.after) - value(self.before)
    }

    fn n(self) -> i32 {
        i32::from(self.after.is_some()) - i32::from(self.before.is_some())
    }
}

/// Where the pairs of a column stand, and how many there are of so many columns.
const fn start_of(column: usize) -> usize {
    column * column.saturating_sub(1) / 2
}

/// Votes on the columns that are counted.
struct Rows<'a> {
    matrix: &'a Matrix,
    place_of: &'a [Option<u32>],
}

impl Rows<'_> {
    fn votes(&self, row: usize) -> impl Iterator<Item = (usize, usize)> {
        let counted = |cell: &Cell| Some(((*self.place_of.get(cell.column())?)? as usize, cell.code()));
        self.matrix.cells_of(row).iter().filter_map(counted)
    }
}

/// Counts pair by pair, with the four sums of a pair in one word until they could overflow.
///
/// Answers are counted from 0 (disagree) to 2 (agree): fields are, from above, products, answers to the first,
/// answers to the second, people.
struct Counter {
    words: Vec<u64>,
    n_rows: usize,
    sums: Vec<Sums>,
    row: Vec<(usize, usize)>,
}

impl Counter {
    fn new(n_columns: usize) -> Self {
        let n = start_of(n_columns);
        Self { words: vec![0; n], n_rows: 0, sums: vec![Sums::default(); n], row: Vec::new() }
    }

    fn add(&mut self, rows: &Rows<'_>, row: usize) {
        self.row.clear();
        self.row.extend(rows.votes(row));
        let mut votes = self.row.as_slice();
        while let Some(((column, code), earlier)) = votes.split_last() {
            votes = earlier;
            let second = (*code as u64) << 16 | 1;
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

    fn end(mut self) -> Vec<Sums> {
        self.empty();
        self.sums
    }

    fn empty(&mut self) {
        let field = |word: u64, at: u32| (word >> at & 0xffff) as i32;
        for (sums, word) in self.sums.iter_mut().zip(&mut self.words).filter(|(_, word)| **word != 0) {
            let [product, first, second, both] = [48, 32, 16, 0].map(|at| field(*word, at));
            // Answers were counted one too high.
            sums.add(Sums {
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

/// Votes of some people as bits: for each column who agrees, then who disagrees, then who answered.
struct Planes {
    n_words: usize,
    bits: Vec<u64>,
}

impl Planes {
    fn of(rows: &Rows<'_>, block: &[usize], n_columns: usize) -> Self {
        let n_words = block.len().div_ceil(64).next_multiple_of(LANES);
        let mut bits = vec![0; 3 * n_words * n_columns];
        // 64 people at a time beside each other: what belongs together stands far apart in the end.
        let mut together = vec![[0_u64; 3]; n_columns];
        for (word, people) in block.chunks(64).enumerate() {
            together.fill([0; 3]);
            for (person, row) in people.iter().enumerate() {
                for (column, code) in rows.votes(*row) {
                    if let Some([agree, disagree, answered]) = together.get_mut(column) {
                        *agree |= u64::from(code == 2) << person;
                        *disagree |= u64::from(code == 0) << person;
                        *answered |= 1 << person;
                    }
                }
            }
            for (planes, words) in bits.chunks_exact_mut(3 * n_words).zip(&together) {
                planes.iter_mut().skip(word).step_by(n_words).zip(words).for_each(|(to, from)| *to = *from);
            }
        }
        Self { n_words, bits }
    }

    fn of_column(&self, column: usize) -> [&[u64]; 3] {
        let plane = |number: usize| {
            let start = (3 * column + number) * self.n_words;
            self.bits.get(start..start + self.n_words).unwrap_or_default()
        };
        [plane(0), plane(1), plane(2)]
    }
}

/// Adds what one column has in common with each before it.
#[inline(always)]
fn count_with<S: Simd>(_: S, planes: &Planes, column: usize, sums: &mut [Sums]) {
    let own = planes.of_column(column);
    for (earlier, sums) in sums.iter_mut().enumerate() {
        sums.add(in_common(planes.of_column(earlier), own));
    }
}

#[inline(always)]
fn in_common([a, d, o]: [&[u64]; 3], [b, e, p]: [&[u64]; 3]) -> Sums {
    let ones = |word: u64| u64::from(word.count_ones());
    let mut n = [0_u64; 7];
    for (((((a, d), o), b), e), p) in a.iter().zip(d).zip(o).zip(b).zip(e).zip(p) {
        n[0] += ones(a & b | d & e);
        n[1] += ones(a & e | d & b);
        n[2] += ones(a & p);
        n[3] += ones(d & p);
        n[4] += ones(o & b);
        n[5] += ones(o & e);
        n[6] += ones(o & p);
    }
    // At most as many as rows in a block.
    let [alike, apart, agree, disagree, other_agree, other_disagree, both] = n.map(|ones| ones as i32);
    Sums { product: alike - apart, first: agree - disagree, second: other_agree - other_disagree, both }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::matrix::Vote;

    /// Rows of very different lengths, some of the columns left out.
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

    fn plainly(matrix: &Matrix, place_of: &[Option<u32>], n_columns: usize) -> Vec<Sums> {
        let value = |row: usize, place: usize| {
            let found = matrix.row(row).find(|(column, _)| place_of[*column] == Some(place as u32));
            found.map(|(_, stance)| i32::from(stance.value()))
        };
        let dense: Vec<Vec<Option<i32>>> =
            (0..matrix.n_rows()).map(|row| (0..n_columns).map(|place| value(row, place)).collect()).collect();
        let mut all = Vec::new();
        for k in 0..n_columns {
            for j in 0..k {
                let mut sums = Sums::default();
                for (first, second) in dense.iter().filter_map(|row| row[j].zip(row[k])) {
                    sums.add(Sums { product: first * second, first, second, both: 1 });
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
        let rows = Rows { matrix: &matrix, place_of: &place_of };
        let empty = Pairs { n_columns, sums: vec![Sums::default(); expected.len()] };
        let mut by_pairs = empty.clone();
        by_pairs.add_sparse(&rows, &|_| false);
        assert!(by_pairs.sums == expected);
        let all: Vec<usize> = (0..700).collect();
        for width in [Width::Widest, Width::Narrowest] {
            let mut by_bits = empty.clone();
            all.chunks(300).for_each(|block| by_bits.add_dense(&Planes::of(&rows, block, n_columns), width));
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
        assert_eq!(pairs.of_column(1), [Sums { product: n, first: n, second: n, both: n }]);
    }
}
