//! The rows of all tables, by what they count and by value, as they stand.

use super::moment::Moment;
use super::stepped_row::SteppedRow;
use canvass_domain::{ParticipantId, StatementId};
use std::collections::{BTreeMap, BTreeSet};

/// What a row counts answers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    /// The poll; where there is none, having taken part.
    Head,
    /// A statement.
    Statement(StatementId),
    /// Having come from the story's site.
    Arrival,
    /// Having a mark, and the poll.
    Marked,
}

impl Subject {
    /// Whether it is counted by what people said about themselves, or what is known of them.
    pub(crate) const fn is_by_attribute(self) -> bool {
        matches!(self, Self::Head | Self::Statement(_))
    }
}

/// A value of an attribute; nothing for those who did not say.
pub(crate) type Value = (usize, Option<u16>);

/// The rows of all tables of one subject.
pub(crate) type Rows = BTreeMap<Value, SteppedRow>;

/// What stands: rows as they were taken.
pub(crate) struct Stands<'l> {
    pub rows: &'l BTreeMap<Subject, Rows>,
    /// Values that somebody left after the close.
    pub left: &'l BTreeSet<Value>,
    /// Whoever was banned after the close, by what they said.
    pub absent: &'l BTreeMap<Value, BTreeSet<ParticipantId>>,
    pub closed: Option<Moment>,
}

impl Stands<'_> {
    /// Whether somebody is missing whom the close counted.
    pub(crate) fn lacks_somebody(&self, value: Value) -> bool {
        let is_absent = |absent: &BTreeSet<ParticipantId>| !absent.is_empty();
        self.closed.is_some() && (self.left.contains(&value) || self.absent.get(&value).is_some_and(is_absent))
    }
}
