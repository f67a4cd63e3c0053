//! Made-up conversations hold what they claim.

#![expect(clippy::unwrap_used, reason = "a missing value fails the test, as it should")]

mod demo;
mod simulate;
mod transcripts;
