//! The only crate with SQL: one schema on SQLite and PostgreSQL, the event log, and the ballot box.
//!
//! Reads go through [`Store`]; everything that touches the log goes through the one [`BallotBox`]. Neither
//! decides what may be done (that is `canvass-app`'s) and neither reads a clock: times come in as values.

mod archive;
mod check;
mod db;
mod error;
mod log;
mod tables;

pub use archive::backup::BackupContents;
pub use archive::restore::CheckedBackup;
pub use check::notes::{Examined, Finding, Mending};
pub use db::connection::{Database, Store};
pub use db::lock::WriterLock;
pub use error::StoreError;
pub use log::ballot_box::{BallotBox, Synchronous};
pub use log::command::{
    Act, Caller, Command, IdempotencyKey, Key, NewComment, NewExclusion, Overtaken, Receipt, Refused, Report,
    VotesOnLeaving, WatchChange,
};
pub use log::committed::{AckOrder, Choices, Committed};
pub use log::histogram::{Histogram, Reading};
pub use log::load::LoadProgress;
pub use log::roster::Roster;
pub use log::seen::seen_of;
pub use log::tail::{LostTail, TailFound};
pub use tables::aftermath::{ClarificationRow, ResponseRow, UnclearRow};
pub use tables::audit::{AuditRange, AuditRow, COMMAND_LINE};
pub use tables::comments::{CommentChange, OpenReport, ReportChange};
pub use tables::editions::{EditionDoing, EditionRow, NewEdition};
pub use tables::mail::{Letter, NoticeRow, Waiting as WaitingLetter};
pub use tables::people::StaffChange;
pub use tables::pieces::EditionPart;
pub use tables::read::{Declaration, ParticipantRow, Said};
pub use tables::staff::StaffMember;
pub use tables::watch::WatchRow;
pub use tables::withdrawals::Withdrawal;
