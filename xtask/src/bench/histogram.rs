//! Latencies in buckets of a fixed relative width, so that recording costs nothing and percentiles are exact
//! to 1 part in 32.
//!
//! Formula: times below 64 ns have a bucket each; above, every power of two is cut into 32 equal buckets. A
//! percentile is the upper edge of the bucket that holds the ceil(p * n)-th smallest time, never above the
//! largest time seen. Degenerate cases: without times every percentile is zero.

use std::time::Duration;

/// Buckets per power of two.
const STEPS: u64 = 32;
const STEP_BITS: u32 = STEPS.trailing_zeros();
/// Up to 2^63 ns, which is longer than anybody waits.
const N_BUCKETS: usize = (STEPS * (64 - STEP_BITS as u64 + 1)) as usize;

/// Times, counted by bucket.
#[derive(Debug, Clone)]
pub struct Histogram {
    buckets: Vec<u64>,
    n: u64,
    max_ns: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { buckets: vec![0; N_BUCKETS], n: 0, max_ns: 0 }
    }
}

impl Histogram {
    pub fn record(&mut self, time: Duration) {
        let ns = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        if let Some(count) = self.buckets.get_mut(bucket_of(ns)) {
            *count += 1;
        }
        self.n += 1;
        self.max_ns = self.max_ns.max(ns);
    }

    pub fn merge(&mut self, other: &Self) {
        for (own, others) in self.buckets.iter_mut().zip(&other.buckets) {
            *own += others;
        }
        self.n += other.n;
        self.max_ns = self.max_ns.max(other.max_ns);
    }

    /// How many times were recorded.
    pub fn n(&self) -> u64 {
        self.n
    }

    pub fn max(&self) -> Duration {
        Duration::from_nanos(self.max_ns)
    }

    /// The time that `per_mille` of 1000 did not exceed.
    pub fn quantile(&self, per_mille: u64) -> Duration {
        let rank = (self.n * per_mille).div_ceil(1000).max(1);
        let mut n_seen = 0;
        let holds_rank = |count: &u64| {
            n_seen += count;
            n_seen >= rank
        };
        let edge = self.buckets.iter().position(holds_rank).map_or(0, upper_edge_ns);
        Duration::from_nanos(edge.min(self.max_ns))
    }
}

fn bucket_of(ns: u64) -> usize {
    let magnitude = (u64::BITS - ns.leading_zeros()).saturating_sub(STEP_BITS + 1);
    // After the shift the value is below 64: its upper half counts steps within the power of two.
    usize::try_from(u64::from(magnitude) * STEPS + (ns >> magnitude)).unwrap_or(N_BUCKETS - 1)
}

/// The largest time of a bucket.
fn upper_edge_ns(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    let magnitude = (bucket / STEPS).saturating_sub(1);
    let step = bucket - magnitude * STEPS;
    // The last bucket's edge is the largest number there is.
    (u128::from(step + 1) << magnitude).saturating_sub(1).try_into().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_lies_in_its_bucket_and_edges_are_1_in_32_apart() {
        let mut times: Vec<u64> = (0..63).flat_map(|bits| [1u64 << bits, (1 << bits) + 1, (1 << bits) - 1]).collect();
        times.extend([u64::MAX, 63, 64, 65, 1_000_000, 999_999_937]);
        for ns in times {
            let bucket = bucket_of(ns);
            let edge = upper_edge_ns(bucket);
            assert!(bucket < N_BUCKETS, "{ns}");
            assert!(edge >= ns, "{ns} is above its bucket's edge {edge}");
            assert!(edge - ns <= ns / STEPS, "{ns} is far below its bucket's edge {edge}");
            assert!(bucket == 0 || upper_edge_ns(bucket - 1) < ns, "{ns} would fit the bucket below");
        }
    }

    #[test]
    fn quantiles_of_a_thousand_known_times() {
        let mut histogram = Histogram::default();
        for us in 1..=1000 {
            histogram.record(Duration::from_micros(us));
        }
        for (per_mille, expected_us) in [(500, 500.0), (900, 900.0), (990, 990.0), (1000, 1000.0)] {
            let found = histogram.quantile(per_mille).as_secs_f64() * 1e6;
            assert!(found >= expected_us && found <= expected_us * (1.0 + 1.0 / 32.0), "{per_mille}: {found}");
        }
        assert_eq!(histogram.max(), Duration::from_micros(1000));
        assert_eq!(histogram.n(), 1000);
    }

    #[test]
    fn nothing_one_and_merged() {
        let mut all = Histogram::default();
        assert_eq!(all.quantile(990), Duration::ZERO);
        let mut one = Histogram::default();
        one.record(Duration::from_millis(3));
        assert_eq!(one.quantile(500), Duration::from_millis(3));
        assert_eq!(one.quantile(1000), Duration::from_millis(3));
        all.merge(&one);
        all.merge(&one);
        assert_eq!((all.n(), all.max()), (2, Duration::from_millis(3)));
    }
}
