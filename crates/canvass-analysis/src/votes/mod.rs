//! What analyses are made of: votes in a matrix, counts of them, how a statement takes part, and places on a map.
//!
//! Everything else in this crate stands on it, and it stands on nothing: no numerics and no method is known here.

mod matrix;
mod place;
mod stance;
mod tally;
mod treatment;

pub use matrix::Matrix;
pub use place::Place;
pub use stance::{Stance, Vote};
pub use tally::{Side, Tally};
pub use treatment::Treatment;

pub(crate) use matrix::{Cell, StanceCounts};
pub(crate) use place::squared_distance;
