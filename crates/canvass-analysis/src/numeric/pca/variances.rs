//! The spread of votes as a matrix over pairs of columns, made of whole sums and nothing else: one that is renewed
//! column by column is bit by bit one that is made anew.

use crate::numeric::pairs::{PairSums, Pairs};
use crate::numeric::width::Width;
use crate::votes::Tally;
use fearless_simd::{Level, Simd, dispatch};
use rayon::prelude::*;

/// Lanes in which a product of two vectors is summed, whatever the processor has.
const LANES: usize = 32;

/// X'X itself, rows padded with zeros to whole lanes.
#[derive(Clone, Debug)]
pub(crate) struct Variances {
    n_columns: usize,
    padded: usize,
    entries: Vec<f64>,
    level: Level,
}

impl Variances {
    /// Of columns that `pairs` know as `paired`, with their tallies: from the whole sums S of products, A and B of
    /// answers and N of people of a pair with means a and b, S - a B - b A + a b N.
    pub(crate) fn of(pairs: &Pairs, paired: &[usize], tallies: &[Tally], width: Width) -> Self {
        let n_columns = tallies.len();
        let padded = n_columns.next_multiple_of(LANES);
        // Zeros at the end of a row add nothing to a product, and spare it a rest that is shorter than the lanes.
        let mut entries = vec![0.0; n_columns * padded];
        let means: Vec<f64> = tallies.iter().map(|tally| tally.mean()).collect();
        let of_row = |(place, row): (usize, &mut [f64])| {
            let (Some(column), Some(tally), Some(b)) = (paired.get(place), tallies.get(place), means.get(place)) else {
                return;
            };
            // Up to the diagonal, where pairs lie in one piece; the other half is the same and is copied at the end.
            let sums = pairs.of_column(*column);
            for ((entry, earlier), a) in row.iter_mut().zip(paired).zip(&means).take(place) {
                *entry = sums.get(*earlier).map_or(0.0, |sums| in_common(*sums, *a, *b));
            }
            if let Some(entry) = row.get_mut(place) {
                *entry = own(tally);
            }
        };
        entries.par_chunks_mut(padded.max(1)).enumerate().for_each(of_row);
        let mut variances = Self { n_columns, padded, entries, level: width.level() };
        variances.mirror();
        variances
    }

    /// Renews what one column, by its place, has in common with all others.
    pub(crate) fn renew(&mut self, place: usize, pairs: &Pairs, paired: &[usize], tallies: &[Tally]) {
        for (other, tally) in tallies.iter().enumerate() {
            let (earlier, later) = (place.min(other), place.max(other));
            let at = |place: usize| Some((*paired.get(place)?, tallies.get(place)?.mean()));
            let (Some((j, a)), Some((k, b))) = (at(earlier), at(later)) else { continue };
            let value = if other == place { own(tally) } else { in_common(pairs.of_both(j, k), a, b) };
            for (row, column) in [(place, other), (other, place)] {
                if let Some(entry) = self.entries.get_mut(row * self.padded + column) {
                    *entry = value;
                }
            }
        }
    }

    /// Whether every entry is bit by bit the same.
    #[cfg(test)]
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let bits = |variances: &Self| variances.entries.iter().map(|entry| entry.to_bits()).collect::<Vec<_>>();
        (self.n_columns, self.padded, bits(self)) == (other.n_columns, other.padded, bits(other))
    }

    /// Memory it holds.
    pub(crate) const fn n_bytes(&self) -> usize {
        self.entries.capacity() * size_of::<f64>()
    }

    /// What stands below the diagonal, above it too; in blocks, so that a line of memory is read once.
    fn mirror(&mut self) {
        const BLOCK: usize = 32;
        for left in (0..self.n_columns).step_by(BLOCK) {
            for above in (left..self.n_columns).step_by(BLOCK) {
                for column in left..(left + BLOCK).min(self.n_columns) {
                    for row in above.max(column + 1)..(above + BLOCK).min(self.n_columns) {
                        let value = self.entries.get(row * self.padded + column).copied();
                        if let (Some(value), Some(entry)) = (value, self.entries.get_mut(column * self.padded + row)) {
                            *entry = value;
                        }
                    }
                }
            }
        }
    }

    pub(super) fn times(&self, along: &[f64]) -> Vec<f64> {
        const ROWS: usize = 64;
        let mut vector = along.to_vec();
        vector.resize(self.padded, 0.0);
        let mut product = vec![0.0; self.n_columns];
        // Threads share rows and never a row's sum.
        let blocks = product.par_chunks_mut(ROWS).zip(self.entries.par_chunks(ROWS * self.padded.max(1)));
        blocks.for_each(|(product, rows)| dispatch!(self.level, simd => multiply(simd, rows, &vector, product)));
        product
    }

    pub(super) fn diagonal(&self) -> Vec<f64> {
        (0..self.n_columns).filter_map(|column| self.entries.get(column * self.padded + column).copied()).collect()
    }
}

#[inline(always)]
fn multiply<S: Simd>(_: S, rows: &[f64], vector: &[f64], product: &mut [f64]) {
    for (row, sum) in rows.chunks_exact(vector.len()).zip(product) {
        // Always this many partial sums, added up in their order at the end: which instructions go through them, and
        // how many at once, changes no bit.
        let mut lanes = [0.0; LANES];
        for (row, vector) in row.chunks_exact(LANES).zip(vector.chunks_exact(LANES)) {
            for ((lane, a), b) in lanes.iter_mut().zip(row).zip(vector) {
                *lane += a * b;
            }
        }
        *sum = lanes.iter().sum();
    }
}

/// What the votes on one column add up to, squared and less their mean.
fn own(tally: &Tally) -> f64 {
    let (agree, disagree, mean) = (f64::from(tally.agree), f64::from(tally.disagree), tally.mean());
    // The sum of (x - mean)^2 multiplied out; x^2 is 1 for whoever took a side.
    (agree + disagree) - 2.0 * mean * (agree - disagree) + mean * mean * f64::from(tally.n())
}

/// What the votes of those who answered both add up to, each less its column's mean and multiplied. Whole sums first
/// and means last, by the same formula for an entry that is renewed and for one made anew: so both have the same bits.
fn in_common(sums: PairSums, a: f64, b: f64) -> f64 {
    let [product, first, second, both] = [sums.product, sums.first, sums.second, sums.both].map(f64::from);
    product - a * second - b * first + a * b * both
}
