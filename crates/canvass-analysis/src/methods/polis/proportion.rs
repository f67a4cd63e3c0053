//! Shares and their tests, after the formulas of Polis, which add one to each count. All are finite for all counts.

/// One-sided 90 %: a test above it counts as telling.
pub(super) const CRITICAL_Z: f64 = 1.2816;

/// (n_success + 1) / (n_trials + 2).
pub(super) fn share(n_success: u32, n_trials: u32) -> f64 {
    (f64::from(n_success) + 1.0) / (f64::from(n_trials) + 2.0)
}

/// Whether a share differs from a half: 2 sqrt(n + 1) ((s + 1) / (n + 1) - 1/2), approximately standard normal.
/// With one more trial and not two, so that no votes at all give 1.
pub(super) fn one_proportion(n_success: u32, n_trials: u32) -> f64 {
    let n = f64::from(n_trials) + 1.0;
    2.0 * n.sqrt() * ((f64::from(n_success) + 1.0) / n - 0.5)
}

/// Whether two shares differ: the pooled test on (s + 1, n + 1) of both sides, approximately standard normal. 0 where
/// everybody on both sides did the same, which Polis defines so. The pooled share is at most 1 as long as nobody is
/// counted who did not answer, and larger ones count as 1.
pub(super) fn two_proportions(here: (u32, u32), there: (u32, u32)) -> f64 {
    let one_more = |n: u32| f64::from(n) + 1.0;
    let (s1, n1) = (one_more(here.0), one_more(here.1));
    let (s2, n2) = (one_more(there.0), one_more(there.1));
    // Nothing varies then: the test would be 0 / 0.
    if s1 + s2 >= n1 + n2 {
        return 0.0;
    }
    let pooled = (s1 + s2) / (n1 + n2);
    (s1 / n1 - s2 / n2) / (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_near(got: f64, expected: f64) {
        assert!((got - expected).abs() < 1e-14, "{got} and not {expected}");
    }

    #[test]
    fn shares_and_tests_are_those_worked_out_by_hand() {
        assert_near(share(8, 10), 0.75);
        assert_near(share(0, 0), 0.5);
        // 2 sqrt(11) (9 / 11 - 1 / 2).
        assert_near(one_proportion(8, 10), 7.0 / 11.0_f64.sqrt());
        assert_near(one_proportion(0, 0), 1.0);
        // 3 of 4 against 1 of 4, with the ones: pooled 3 / 5, (4 / 5 - 2 / 5) / sqrt(6 / 25 x 2 / 5) = sqrt(5 / 3).
        assert_near(two_proportions((3, 4), (1, 4)), (5.0_f64 / 3.0).sqrt());
        assert_near(two_proportions((4, 4), (7, 7)), 0.0);
    }
}
