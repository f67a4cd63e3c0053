//! Tests through the public surface of the crate.
//!
//! They must never depend on data that is not made here.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a wrong place or value fails the test, as it should"
)]

mod chance;
mod planted;
mod presets;
