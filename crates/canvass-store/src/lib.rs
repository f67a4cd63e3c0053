//! The only crate with SQL: one schema on SQLite and PostgreSQL, the event log, and the ballot box.
//!
//! Reads go through [`Store`]; everything that touches the log goes through the one [`BallotBox`]. Neither
//! decides what may be done (that is `canvass-app`'s) and neither reads a clock: times come in as values.

mod ballot_box;
mod batch;
mod checkpoint;
mod command;
mod connection;
mod derived;
mod error;
mod load;
mod lock;
mod plan;
mod read;
mod roster;
mod schema;
mod staff;
mod writer;

pub use ballot_box::{AckOrder, BallotBox, Choices, Committed, Synchronous};
pub use command::{Act, Caller, Command, Decision, IdempotencyKey, Key, Receipt, Refused, VotesOnLeaving};
pub use connection::{Database, Store};
pub use derived::Difference;
pub use error::StoreError;
pub use load::LoadProgress;
pub use lock::WriterLock;
pub use read::{Declaration, ParticipantRow, Said};
pub use roster::Roster;
pub use staff::StaffMember;
