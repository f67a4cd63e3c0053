//! The ledger, the totals and what may be said of them: against a naive recount, by what must not change them,
//! and at their thresholds.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod arrivals;
mod attack;
mod crowd;
mod document;
mod lists;
mod log;
mod map;
mod marked;
mod metamorphic;
mod ranking;
mod recount;
mod sentences;
mod steps;
