//! Wide instructions where the processor has them.
//!
//! Which are used changes no bit of any result: counts are whole numbers, and sums of fractions are made in a fixed
//! number of lanes, which narrow instructions go through one after the other.

use fearless_simd::Level;

/// How wide instructions may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// As wide as this processor has them.
    #[default]
    Widest,
    /// As every processor of this kind has them.
    Narrowest,
}

impl Width {
    pub(crate) fn level(self) -> Level {
        match self {
            Self::Widest => Level::new(),
            Self::Narrowest => Level::baseline(),
        }
    }

    /// Whether many bits are counted at once.
    pub(crate) fn counts_fast(self) -> bool {
        #[cfg(target_arch = "x86_64")]
        let is_fast = self.level().as_avx512().is_some();
        #[cfg(not(target_arch = "x86_64"))]
        let is_fast = false;
        is_fast
    }
}
