//! What words of a headline need behind them: "most", "overwhelmingly", "narrowly", "few".
//!
//! A word is held against one answer, or one sum declared before opening: how many chose it, of how many, and how many
//! chose the next. Which answer a headline speaks of is for the caller.

use canvass_counts::thresholds::{ALIKE_FROM_PCT, SPLIT_WITHIN_POINTS};

/// Least share, in per cent, for "clear", "strong", "broad".
pub const CLEAR_FROM_PCT: u64 = ALIKE_FROM_PCT;
/// Least share, in per cent, for "overwhelming", "huge", "landslide", "united".
pub const OVERWHELMING_FROM_PCT: u64 = 75;
/// Least share, in per cent, for "nearly all".
pub const NEARLY_ALL_FROM_PCT: u64 = 90;
/// Least share, in per cent, for "many", "widespread".
pub const MANY_FROM_PCT: u64 = 25;
/// Largest share, in per cent, for "few", "little".
pub const FEW_TO_PCT: u64 = 20;
/// Largest share, in per cent, for "hardly any".
pub const HARDLY_ANY_TO_PCT: u64 = 10;

/// One answer among those of a poll, or one side of a statement, as a headline may speak of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backed {
    /// How many chose it.
    pub n: u64,
    /// Of how many.
    pub base: u64,
    /// How many chose the answer outside of it that most chose.
    pub next: u64,
}

impl Backed {
    /// Whether its share is at least this. Nothing is any share of nobody.
    #[must_use]
    pub const fn is_from(self, pct: u64) -> bool {
        self.base > 0 && self.n * 100 >= self.base * pct
    }

    /// Whether its share is at most this.
    #[must_use]
    pub const fn is_to(self, pct: u64) -> bool {
        self.base > 0 && self.n * 100 <= self.base * pct
    }

    /// Whether more than half chose it.
    #[must_use]
    pub const fn is_most(self) -> bool {
        2 * self.n > self.base
    }

    /// Whether it is ahead of every other.
    #[must_use]
    pub const fn leads(self) -> bool {
        self.n > self.next
    }

    /// Whether it is ahead, and by no more points than those within which readers are "split".
    #[must_use]
    pub const fn leads_narrowly(self) -> bool {
        self.leads() && (self.n - self.next) * 100 <= self.base * SPLIT_WITHIN_POINTS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_hold_from_their_thresholds_on() {
        let of = |n, next| Backed { n, base: 100, next };
        assert!(of(51, 49).is_most() && !of(50, 50).is_most());
        assert!(of(60, 40).is_from(CLEAR_FROM_PCT) && !of(59, 41).is_from(CLEAR_FROM_PCT));
        assert!(of(20, 80).is_to(FEW_TO_PCT) && !of(21, 79).is_to(FEW_TO_PCT));
        assert!(of(55, 45).leads_narrowly() && !of(56, 45).leads_narrowly() && !of(45, 45).leads_narrowly());
        let nobody = Backed { n: 0, base: 0, next: 0 };
        assert!(!nobody.is_from(0) && !nobody.is_to(100) && !nobody.is_most() && !nobody.leads());
    }
}
