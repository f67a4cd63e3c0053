//! Shares and their tests, after the formulas of Polis, which add one to each count. All are finite for all counts.

/// One-sided 90 %: a test above it counts as telling.
pub(super) const TELLING: f64 = 1.2816;

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
    if s1 + s2 >= n1 + n2 {
        return 0.0;
    }
    let pooled = (s1 + s2) / (n1 + n2);
    (s1 / n1 - s2 / n2) / (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).sqrt()
}
