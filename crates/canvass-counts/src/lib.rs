//! What a conversation's answers come to, as counts.
//!
//! [`Ledger`] folds the event log into latest state, and [`Ledger::totals`] is the one function that counts, behind
//! every page, API answer, chart and export. [`SegmentCounts`] counts the same by attribute and shows it in steps,
//! under suppression. [`independence`] has the rules by which readers are marked as possibly not independent of each
//! other. Words, documents and maps are made of these elsewhere. This crate does no I/O and reads no clock.

pub mod independence;
mod ledger;
pub mod segments;
pub mod shares;
mod staleness;
pub mod thresholds;
mod totals;
mod votes_per_person;

pub use ledger::{LatestAnswer, LatestBallot, Ledger, LedgerError, Undo, Voter};
pub use segments::arrivals::Arrivals;
pub use segments::attribute_answer::AttributeAnswer;
pub use segments::counts::{BEAT, SegmentCounts};
pub use segments::marked::{MarkedPoll, MarkedReaders};
pub use segments::moment::Moment;
pub use segments::stepped_row::STEP;
pub use segments::suppression::LEAST;
pub use segments::{Segment, SegmentPoll, SegmentTable, SegmentVotes, Segments};
pub use shares::{Percent, Share, ShareText};
pub use totals::{OptionTotals, StatementTotals, Totals};
pub use votes_per_person::{BINS, VotesPerPerson};
