//! The binary as its users meet it: spawned, killed, started again, and run beside itself.
//!
//! What shows that the kill test can fail needs the feature `faults`:
//! `cargo test -p canvass --features faults` (the whole suite runs with `--features canvass/faults`).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod analyse;
mod beside;
mod codes;
mod demo;
mod drill;
mod export;
mod files;
mod fonts;
mod found;
mod full;
mod http;
mod kill;
mod logs;
mod mail;
mod open_files;
mod packaging;
mod people;
mod process;
mod stopping;
mod tail;
mod verify;
