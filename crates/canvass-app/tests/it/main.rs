//! Tests through the public surface of the crate.
//!
//! They must never depend on a clock, on ambient randomness, or on the order in which they run.

#![expect(clippy::unwrap_used, reason = "a missing value fails the test, as it should")]

mod analysis;
mod editing;
mod headlines;
mod meta;
mod routing;
#[expect(dead_code, reason = "the demo's own tests use the rest")]
#[path = "../../../canvass-demo/tests/it/transcripts.rs"]
mod transcripts;
mod wording;
