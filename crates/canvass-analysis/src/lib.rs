//! Pure numerics on matrices of votes, and generators of synthetic opinion data with known truth.
//!
//! Same input, same bytes, on every machine and with any number of threads: transcendental functions
//! come from `libm`, randomness from a named generator and a seed, sums run in a fixed order. This crate
//! knows none of the other crates: callers map their ids to rows and columns. It never does I/O, reads
//! a clock, or draws ambient randomness.

pub mod chance;
pub mod kmeans;
pub mod matrix;
mod pairs;
pub mod pca;
pub mod planted;
pub mod polis;
mod width;

pub use width::Width;
