//! Pure numerics on matrices of votes, and generators of synthetic opinion data with known truth.
//!
//! From the ground up: [`votes`] (who answered what, and counts of it), [`numeric`] (procedures that know no method),
//! [`methods`] (what is made of them, each under a name and a version), and beside those [`planted`] conversations,
//! drawn from [`chance`].
//!
//! Same input, same bytes, on every machine and with any number of threads: transcendental functions
//! come from `libm`, randomness from a named generator and a seed, sums run in a fixed order. This crate
//! knows none of the other crates: callers map their ids to rows and columns. It never does I/O, reads
//! a clock, or draws ambient randomness.

pub mod chance;
pub mod methods;
pub mod numeric;
pub mod planted;
pub mod votes;
