//! What a conversation's answers come to, and what may be said of them.
//!
//! [`Ledger`] folds the event log into latest state, [`Ledger::totals`] is the one totals function behind
//! every page, API answer, chart and export, and [`Gated`] is the only way results leave: nothing in here
//! is readable without the gate's consent. This crate does no I/O and reads no clock.

mod arrivals;
mod canonical;
mod caption;
mod counted;
mod crosstab;
mod describe;
mod document;
mod gated;
mod ledger;
mod line;
mod map_json;
mod marked;
mod opinion_map;
pub mod rules;
mod segments;
pub mod take;
mod totals;
mod voting;

pub use arrivals::Arrivals;
pub use canonical::{NotCanonical, canonical_json, sha256_hex};
pub use caption::{Caption, day};
pub use crosstab::{BEAT, Crosstab, Said};
pub use document::{Results, Stage, StatementLine, json_schema};
pub use gated::{Gated, Turnout};
pub use ledger::{LatestAnswer, LatestBallot, Ledger, LedgerError, Undo, Voter};
pub use line::STEP;
pub use marked::{MarkedPoll, MarkedReaders};
pub use opinion_map::{Group, GroupId, GroupVotes, MapStatement, Method, OpinionMap, Placed, Representative, Telling};
pub use rules::change::AnswersToChange;
pub use rules::likeness::{Agreement, Likeness, Scope};
pub use rules::lists::{Compared, Finding, Leaning, Lists, Parting, partings};
pub use rules::numbers::{Percent, Share, ShareText};
pub use rules::sentences::Phrasebook;
pub use rules::suppression::LEAST;
pub use rules::travelling::{Answered, TRAVELLING_MAX_CHARS, shortened};
pub use rules::{RULES, thresholds};
pub use segments::{Moment, Segment, SegmentPoll, SegmentTable, SegmentVotes, Segments};
pub use totals::{OptionTotals, StatementTotals, Totals};
pub use voting::{BINS, VotesPerPerson};
