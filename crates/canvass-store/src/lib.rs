//! The only crate with SQL: one schema on SQLite and PostgreSQL, the event log, and the ballot box.
//!
//! Reads go through [`Store`]; everything that touches the log goes through the one [`BallotBox`]. Neither
//! decides what may be done (that is `canvass-app`'s) and neither reads a clock: times come in as values.

mod aftermath;
mod audit;
mod authors;
mod backup;
mod ballot_box;
mod batch;
mod check;
mod checkpoint;
mod command;
mod comments;
mod connection;
mod delete;
mod derived;
mod editions;
mod error;
mod histogram;
mod identity;
mod load;
mod lock;
mod log_hash;
mod mail;
mod people;
mod pieces;
mod plan;
mod read;
mod restore;
mod roster;
mod schema;
mod seen;
mod staff;
mod tables;
mod tail;
mod watch;
mod whole;
mod withdrawals;
mod writer;

pub use aftermath::{ClarificationRow, ResponseRow, UnclearRow};
pub use audit::{AuditRange, AuditRow, COMMAND_LINE};
pub use backup::BackupContents;
pub use ballot_box::{AckOrder, BallotBox, Choices, Committed, Synchronous};
pub use check::{Examined, Finding, Mending};
pub use command::{
    Act, Caller, Command, IdempotencyKey, Key, NewComment, NewExclusion, Overtaken, Receipt, Refused, Report,
    VotesOnLeaving, WatchChange,
};
pub use comments::{CommentChange, OpenReport, ReportChange};
pub use connection::{Database, Store};
pub use editions::{EditionDoing, EditionPart, EditionRow, NewEdition};
pub use error::StoreError;
pub use histogram::{Histogram, Reading};
pub use load::LoadProgress;
pub use lock::WriterLock;
pub use mail::{Letter, NoticeRow, Waiting as WaitingLetter};
pub use people::StaffChange;
pub use read::{Declaration, ParticipantRow, Said};
pub use restore::CheckedBackup;
pub use roster::Roster;
pub use seen::seen_of;
pub use staff::StaffMember;
pub use tail::{LostTail, TailFound};
pub use watch::WatchRow;
pub use withdrawals::Withdrawal;
