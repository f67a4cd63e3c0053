//! What two statements have in common, and where each pair of statements stands.

/// What two statements have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PairSums {
    /// Sum of the products of both answers.
    pub(crate) product: i32,
    /// Sum of the answers to the first.
    pub(crate) first: i32,
    /// Sum of the answers to the second.
    pub(crate) second: i32,
    /// How many answered both.
    pub(crate) both: i32,
}

impl PairSums {
    pub(super) const fn add(&mut self, other: Self) {
        self.product += other.product;
        self.first += other.first;
        self.second += other.second;
        self.both += other.both;
    }
}

/// Where the pairs of a column stand, and how many there are of so many columns: 0 + 1 + 2 + ... + (column - 1).
pub(super) const fn start_of(column: usize) -> usize {
    column * column.saturating_sub(1) / 2
}
