//! When it may be said how many came from the story's site.
//!
//! The class of an arrival is that of a host: whoever came from any page there. So the host is named and never the
//! story, and nothing is said that would tell of few, on either side. The counts move in steps (`crosstab.rs`).

use super::suppression::LEAST;

/// Whether it may be said that `n` of `base` people came from there: at least 5 did, and nobody or at least 5 did not.
#[must_use]
pub(crate) const fn may_be_said(n: u64, base: u64) -> bool {
    let others = base.saturating_sub(n);
    n >= LEAST && (others == 0 || others >= LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_told_on_neither_side() {
        let said = |n: u64| [0, 1, 4, 5, 40].map(|others| may_be_said(n, n + others));
        assert_eq!(said(0), [false; 5]);
        assert_eq!(said(4), [false; 5]);
        assert_eq!(said(5), [true, false, false, true, true]);
        assert_eq!(said(31), [true, false, false, true, true]);
    }
}
