//! What a conversation's answers come to, and what may be said of them.
//!
//! [`Ledger`] folds the event log into latest state, [`Ledger::totals`] is the one totals function behind
//! every page, API answer, chart and export, and [`Gated`] is the only way results leave: nothing in here
//! is readable without the gate's consent. This crate does no I/O and reads no clock.

pub mod analysed;
mod canonical;
mod caption;
mod describe;
mod document;
mod gated;
pub mod map;
mod read_back;
pub mod rules;

pub use canonical::{NotCanonical, canonical_json, sha256_hex};
pub use caption::{Caption, day};
pub use document::{Results, Stage, StatementLine, json_schema};
pub use gated::{Gated, Turnout};
pub use map::{Group, GroupId, GroupVotes, MapStatement, Method, OpinionMap, Placed, Representative, Telling};
pub use read_back::{FrozenTotals, Unreadable};
pub use rules::RULES;
pub use rules::change::AnswersToChange;
pub use rules::findings::{Compared, Finding, Leaning, Lists, Parting, partings};
pub use rules::likeness::{Agreement, Likeness, Scope};
pub use rules::sentences::Phrasebook;
pub use rules::travelling::{Answered, TRAVELLING_MAX_CHARS, shortened};
