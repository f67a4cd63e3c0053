//! Numerics that any method may use: exact sums over pairs of statements, leading components, k-means, silhouettes.
//!
//! Every result is the same to the bit with any number of threads and any [`Width`] of instructions. Nothing here
//! draws a random number, and nothing knows which method calls it.

pub mod kmeans;
mod pairs;
pub mod pca;
mod silhouette;
mod width;

pub use silhouette::{PairwiseDistances, silhouette};
pub use width::Width;

pub(crate) use pairs::{Pairs, VoteChange};
