//! What may be said in an edition: its figures and its disclosure, against the same conversations as the results.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod disclosure;
mod facts;
#[expect(dead_code, reason = "the results' own tests use the rest")]
#[path = "../../../canvass-results/tests/it/log.rs"]
mod log;
#[path = "../../../canvass-results/tests/it/map.rs"]
mod map;
