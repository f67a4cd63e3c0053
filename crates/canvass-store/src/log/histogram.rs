//! Counting how large things are, without making anybody wait: what `/metrics` is told of the writer's groups, and
//! the web of its answers. It holds numbers only, never whose.

use std::sync::atomic::{AtomicU64, Ordering};

/// How many values there were up to each of some bounds.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [u64],
    /// One more than there are bounds: the last is for what is above all of them.
    counts: Vec<AtomicU64>,
    sum: AtomicU64,
}

/// What a histogram holds at one moment, near enough: values that come meanwhile may be in one number and not yet in
/// another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Each bound with how many values are at most that.
    pub up_to: Vec<(u64, u64)>,
    /// How many values there are.
    pub n: u64,
    /// What they come to.
    pub sum: u64,
}

impl Histogram {
    /// An empty one; bounds ascend.
    #[must_use]
    pub fn new(bounds: &'static [u64]) -> Self {
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, counts, sum: AtomicU64::new(0) }
    }

    /// Takes a value.
    pub fn take(&self, value: u64) {
        let place = self.bounds.partition_point(|bound| *bound < value);
        if let Some(count) = self.counts.get(place) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    /// Reads it.
    #[must_use]
    pub fn read(&self) -> Reading {
        let mut reading = Reading { sum: self.sum.load(Ordering::Relaxed), ..Reading::default() };
        let mut bounds = self.bounds.iter();
        for count in &self.counts {
            reading.n += count.load(Ordering::Relaxed);
            reading.up_to.extend(bounds.next().map(|bound| (*bound, reading.n)));
        }
        reading
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_up_to_each_bound() {
        let histogram = Histogram::new(&[1, 10, 100]);
        assert_eq!(histogram.read().up_to, [(1, 0), (10, 0), (100, 0)]);
        for value in [0, 1, 2, 10, 11, 100, 101, 5_000] {
            histogram.take(value);
        }
        let expected = Reading { up_to: vec![(1, 2), (10, 4), (100, 6)], n: 8, sum: 5_225 };
        assert_eq!(histogram.read(), expected);
    }
}
