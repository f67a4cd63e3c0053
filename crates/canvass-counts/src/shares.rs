//! How numbers are shown. Shares: whole per cent, each rounded alone, and only where the base carries them; never
//! 100% before all, and never 0% with somebody.

use super::thresholds;

/// A part of a base, as counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The part.
    pub n: u64,
    /// What it is a part of.
    pub base: u64,
}

/// How a share may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareText {
    /// The base is too small for per cent: "12 of 25".
    Counts,
    /// Per cent, with a mark of caution.
    Cautious(Percent),
    /// Per cent.
    Percent(Percent),
}

/// A share as per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Percent {
    /// Whole per cent, halves up.
    Whole(u64),
    /// Somebody, and yet nearer to 0% than to 1%.
    BelowOne,
    /// Not everybody, and yet nearer to 100% than to 99%.
    AboveNinetyNine,
}

impl Percent {
    /// The whole per cent between which the share lies, both included; the same twice where it is a whole number.
    #[must_use]
    pub const fn bounds(self) -> (u64, u64) {
        match self {
            Self::Whole(percent) => (percent, percent),
            Self::BelowOne => (0, 1),
            Self::AboveNinetyNine => (99, 100),
        }
    }
}

impl Share {
    /// Whole per cent, halves up, but 100 for all alone and 0 for nobody alone; 0 of an empty base.
    #[must_use]
    pub fn percent(self) -> Percent {
        if self.base == 0 {
            return Percent::Whole(0);
        }
        // Wide, since counts may come from a file that somebody else wrote.
        let (n, base) = (u128::from(self.n), u128::from(self.base));
        match u64::try_from((200 * n + base) / (2 * base)).unwrap_or(u64::MAX) {
            0 if n > 0 => Percent::BelowOne,
            100 if n < base => Percent::AboveNinetyNine,
            percent => Percent::Whole(percent),
        }
    }

    /// How it may be shown: counts under n = 30, with caution under 100.
    #[must_use]
    pub fn text(self) -> ShareText {
        if self.base < thresholds::PERCENT_FROM {
            ShareText::Counts
        } else if self.base < thresholds::CAUTION_BELOW {
            ShareText::Cautious(self.percent())
        } else {
            ShareText::Percent(self.percent())
        }
    }

    /// Compares two shares exactly, without rounding. Shares of nothing are equal to 0.
    #[must_use]
    pub fn compare(self, other: Self) -> std::cmp::Ordering {
        let cross = |a: Self, b: Self| u128::from(a.n) * u128::from(b.base.max(1));
        cross(self, other).cmp(&cross(other, self))
    }

    /// Whether it is at least so many per cent, exactly.
    #[must_use]
    pub fn at_least(self, percent: u64) -> bool {
        self.base > 0 && u128::from(self.n) * 100 >= u128::from(percent) * u128::from(self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_shares_round_as_published() {
        let percent = [229, 810, 721].map(|n| Share { n, base: 1760 }.percent());
        assert_eq!(percent, [13, 46, 41].map(Percent::Whole));
    }

    #[test]
    fn small_bases_show_counts_then_caution() {
        assert_eq!(Share { n: 12, base: 29 }.text(), ShareText::Counts);
        assert_eq!(Share { n: 15, base: 30 }.text(), ShareText::Cautious(Percent::Whole(50)));
        assert_eq!(Share { n: 50, base: 99 }.text(), ShareText::Cautious(Percent::Whole(51)));
        assert_eq!(Share { n: 50, base: 100 }.text(), ShareText::Percent(Percent::Whole(50)));
        assert_eq!(Share { n: 0, base: 0 }.text(), ShareText::Counts);
    }

    #[test]
    fn halves_round_up_and_extremes_are_for_nobody_and_all() {
        let check = |n, base, expected| assert_eq!(Share { n, base }.percent(), expected, "{n} of {base}");
        check(1, 200, Percent::Whole(1));
        check(1, 201, Percent::BelowOne);
        check(1, 1_000, Percent::BelowOne);
        check(0, 1_000, Percent::Whole(0));
        check(199, 200, Percent::AboveNinetyNine);
        check(219, 220, Percent::AboveNinetyNine);
        check(197, 199, Percent::Whole(99));
        check(220, 220, Percent::Whole(100));
        check(u64::MAX - 1, u64::MAX, Percent::AboveNinetyNine);
        check(0, 0, Percent::Whole(0));
    }

    #[test]
    fn only_everybody_is_a_hundred_and_only_nobody_is_none() {
        for (base, n) in (1..=450).flat_map(|base| (0..=base).map(move |n| (base, n))) {
            let percent = Share { n, base }.percent();
            assert_eq!(percent == Percent::Whole(100), n == base, "{n} of {base}");
            assert_eq!(percent == Percent::Whole(0), n == 0, "{n} of {base}");
            let (low, high) = percent.bounds();
            assert!(
                2 * low * base <= 200 * n + base && 200 * n <= 2 * high * base + base,
                "{n} of {base}: {percent:?}"
            );
        }
    }

    #[test]
    fn comparison_is_exact() {
        use std::cmp::Ordering;
        assert_eq!(Share { n: 1, base: 3 }.compare(Share { n: 333_333, base: 1_000_000 }), Ordering::Greater);
        assert_eq!(Share { n: 2, base: 6 }.compare(Share { n: 1, base: 3 }), Ordering::Equal);
        assert!(Share { n: 6, base: 10 }.at_least(60) && !Share { n: 59, base: 100 }.at_least(60));
        assert!(!Share { n: 0, base: 0 }.at_least(0));
    }
}
