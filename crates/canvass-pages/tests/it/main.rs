//! The pages as a reader, a robot and a rule see them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod bans;
mod catalogue;
mod editing;
mod escaping;
mod groups;
mod pages;
mod samples;
mod share;
mod style;
mod travelling;
