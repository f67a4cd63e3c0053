//! The named pseudo-random generator: ChaCha with 8 rounds, and our own way from its words to numbers.
//!
//! The way is written down in docs/METHODS.md and must never change under the same name: results that
//! used it have to recompute. Never use it for a secret.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::fmt;

/// Fills the key behind the seed; names this conversion and its version.
const TAG: [u8; 24] = *b"canvass planted chance 1";

/// 2^-53: the distance between neighbouring uniform numbers.
const UNIT: f64 = 1.0 / 9_007_199_254_740_992.0;

/// A stream of pseudo-random numbers, fixed by a seed and a stream number.
///
/// Streams of one seed are independent of each other, so drawing more from one purpose does not move another.
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of a seed. The key is the seed's 8 bytes, least first, followed by a fixed tag.
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    ///
    /// // The number that a separate implementation of ChaCha gives for the key written down in docs/METHODS.md.
    /// assert_eq!(Chance::new(1, 2).unit().to_bits(), 4604524349854438593);
    /// ```
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0_u8; 32];
        for (to, from) in key.iter_mut().zip(seed.to_le_bytes().into_iter().chain(TAG)) {
            *to = from;
        }
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(stream);
        Self(generator)
    }

    /// Uniform in [0, 1): the upper 53 bits of a 64-bit word, times 2^-53.
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    ///
    /// // A whole multiple of 2^-53.
    /// let steps = Chance::new(1, 2).unit() * (1_u64 << 53) as f64;
    /// assert!(steps == steps.floor() && (0.0..(1_u64 << 53) as f64).contains(&steps));
    /// ```
    pub fn unit(&mut self) -> f64 {
        // 53 bits are all that a 64-bit float holds exactly; more would be rounded, and could round up to 1.
        (self.0.next_u64() >> 11) as f64 * UNIT
    }

    /// Uniform in [low, high).
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    ///
    /// let unit = Chance::new(1, 2).unit();
    /// assert_eq!(Chance::new(1, 2).between(-1.0, 3.0), -1.0 + 4.0 * unit);
    /// ```
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Uniform in 0..n: the upper 64 bits of word times n, so the bias is below n / 2^64. 0 where n is 0.
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    ///
    /// // With the bits that a unit number has of the same word: floor(unit x n).
    /// let unit = Chance::new(1, 2).unit();
    /// assert_eq!(Chance::new(1, 2).below(1_000), (unit * 1_000.0) as usize);
    /// assert_eq!(Chance::new(1, 2).below(0), 0);
    /// ```
    pub fn below(&mut self, n: usize) -> usize {
        // By multiplication and without rejection, so that each draw takes exactly one word of the stream.
        let wide = u128::from(self.0.next_u64()) * n as u128;
        (wide >> 64) as usize
    }

    /// True with probability p.
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    ///
    /// assert!(Chance::new(1, 2).happens(1.0) && !Chance::new(1, 2).happens(0.0));
    /// ```
    pub fn happens(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// Standard normal by Box and Muller: sqrt(-2 ln(1 - u)) cos(2 pi v), from two uniform numbers u, v.
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    ///
    /// let mut same = Chance::new(1, 2);
    /// let (u, v) = (same.unit(), same.unit());
    /// let expected = (-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos();
    /// assert!((Chance::new(1, 2).normal() - expected).abs() < 1e-14);
    /// ```
    pub fn normal(&mut self) -> f64 {
        // 1 - u is above 0, u need not be. The sine would give a second normal number, and is left: a draw that depends
        // on how many came before it is harder to write down.
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(2.0 * std::f64::consts::PI * self.unit())
    }

    /// Exponential with mean 1: -ln(1 - u).
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    ///
    /// let u = Chance::new(1, 2).unit();
    /// assert!((Chance::new(1, 2).exponential() + (1.0 - u).ln()).abs() < 1e-14);
    /// ```
    pub fn exponential(&mut self) -> f64 {
        -libm::log(1.0 - self.unit())
    }

    /// Standard Gumbel: -ln(-ln u), with u kept away from 0.
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    ///
    /// let u = Chance::new(1, 2).unit();
    /// assert!((Chance::new(1, 2).gumbel() + (-u.ln()).ln()).abs() < 1e-14);
    /// ```
    pub fn gumbel(&mut self) -> f64 {
        -libm::log(-libm::log(self.unit() + UNIT * 0.5))
    }

    /// ln(weight) + Gumbel: the largest of several such scores is a draw in proportion to their weights.
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    ///
    /// // A weight of e moves a score by 1, and one of 0 never wins.
    /// let apart = Chance::new(1, 2).score(std::f64::consts::E) - Chance::new(1, 2).score(1.0);
    /// assert!((apart - 1.0).abs() < 1e-14);
    /// assert_eq!(Chance::new(1, 2).score(0.0), f64::NEG_INFINITY);
    /// ```
    pub fn score(&mut self, weight: f64) -> f64 {
        libm::log(weight) + self.gumbel()
    }

    /// Puts the items into a uniformly random order (Fisher and Yates, from the end).
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    ///
    /// let (mut items, mut same) = (['a', 'b', 'c'], Chance::new(1, 2));
    /// items.swap(2, same.below(3));
    /// items.swap(1, same.below(2));
    /// let mut shuffled = ['a', 'b', 'c'];
    /// Chance::new(1, 2).shuffle(&mut shuffled);
    /// assert_eq!(shuffled, items);
    /// ```
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// One of the items, uniformly; nothing where there are none.
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    ///
    /// let place = Chance::new(1, 2).below(3);
    /// assert_eq!(Chance::new(1, 2).pick(&[10, 11, 12]), Some(&(10 + place)));
    /// assert_eq!(Chance::new(1, 2).pick::<u8>(&[]), None);
    /// ```
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// A place among the weights, with probability in proportion to them. The last where rounding
    /// leaves a remainder; 0 where there are none.
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    ///
    /// assert_eq!(Chance::new(1, 2).weighted(&[0.0, 3.0, 0.0]), 1);
    /// // The first half of the way along the weights falls on the first.
    /// let is_first = Chance::new(1, 2).unit() < 0.5;
    /// assert_eq!(Chance::new(1, 2).weighted(&[2.0, 1.0, 1.0]) == 0, is_first);
    /// assert_eq!(Chance::new(1, 2).weighted(&[]), 0);
    /// ```
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.len().saturating_sub(1)
    }
}

impl fmt::Debug for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chance")
    }
}
