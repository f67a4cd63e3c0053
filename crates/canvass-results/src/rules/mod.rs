//! Rules 1: everything by which counts become words that are published, a file a rule.
//!
//! Results and editions carry the number of the rules they were made by. A later change to anything in here is rules 2
//! beside it, so that what was published under 1 is shown and verified by 1. What an editor or an operator may set
//! is no rule: it stands in the `parameters` of an edition.

pub mod change;
pub mod findings;
pub mod group_floor;
pub mod headlines;
mod leader;
pub mod likeness;
pub mod marked;
pub mod marks;
pub mod ranking;
pub mod sentences;
pub mod split;
pub mod travelling;

/// The number of the rules in here.
pub const RULES: u32 = 1;
