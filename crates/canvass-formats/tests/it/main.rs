//! Files in, files out: real export sets, fixtures of every generation, nonsense, round trips, arbitrary bytes.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise"
)]

mod arbitrary;
mod conversation_docs;
mod conversation_file;
mod fixture;
mod found;
mod generations;
mod groups;
mod independence;
mod manuscript;
mod math;
mod nonsense;
mod open_sets;
mod real_files;
mod round_trip;
mod tidy;
