//! The store against its contract, on SQLite and, where `CANVASS_TEST_POSTGRES` names a server, on PostgreSQL.
//!
//! The test of the writer's order is in `durability`; what must make it fail needs the feature `faults`
//! (`cargo test -p canvass-store --features faults`; the whole suite runs with `--features canvass/faults`).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise"
)]

mod acts;
mod backup;
mod comments;
mod derived;
mod doctor;
mod durability;
mod editions;
mod gone;
mod group;
mod load;
mod lock;
mod old;
mod people;
mod roles;
mod schema;
mod staff;
mod support;
mod tail;
mod whole;
