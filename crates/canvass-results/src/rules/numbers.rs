//! How numbers are shown. Shares: whole per cent, each rounded alone, and only where the base carries them.

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
    /// Whole per cent, with a mark of caution.
    Cautious(u64),
    /// Whole per cent.
    Percent(u64),
}

impl Share {
    /// Whole per cent, halves up; 0 of an empty base.
    #[must_use]
    pub const fn percent(self) -> u64 {
        if self.base == 0 { 0 } else { (200 * self.n + self.base) / (2 * self.base) }
    }

    /// How it may be shown: counts under n = 30, with caution under 100.
    #[must_use]
    pub const fn text(self) -> ShareText {
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

/// A number with its thousands separated: "1,760".
#[must_use]
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_shares_round_as_published() {
        let percent = [229, 810, 721].map(|n| Share { n, base: 1760 }.percent());
        assert_eq!(percent, [13, 46, 41]);
    }

    #[test]
    fn small_bases_show_counts_then_caution() {
        assert_eq!(Share { n: 12, base: 29 }.text(), ShareText::Counts);
        assert_eq!(Share { n: 15, base: 30 }.text(), ShareText::Cautious(50));
        assert_eq!(Share { n: 50, base: 99 }.text(), ShareText::Cautious(51));
        assert_eq!(Share { n: 50, base: 100 }.text(), ShareText::Percent(50));
        assert_eq!(Share { n: 0, base: 0 }.text(), ShareText::Counts);
    }

    #[test]
    fn halves_round_up_and_extremes_stay() {
        assert_eq!(Share { n: 1, base: 200 }.percent(), 1);
        assert_eq!(Share { n: 1, base: 201 }.percent(), 0);
        assert_eq!(Share { n: 0, base: 10 }.percent(), 0);
        assert_eq!(Share { n: 10, base: 10 }.percent(), 100);
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
