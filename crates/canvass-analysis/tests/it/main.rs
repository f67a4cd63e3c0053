//! Tests through the public surface of the crate.
//!
//! They must never depend on data that is not made here, except for what says so by name and passes without it.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a wrong place or value fails the test, as it should; a test tells when the data that it needs is not there"
)]

mod chance;
mod planted;
mod polis;
mod presets;
