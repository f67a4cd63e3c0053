//! What is known of whether readers are independent of each other: marks, and whether many are expected from one network.

use canvass_domain::{Millis, ParticipantId, ReaderMark, ReaderMarks};
use std::collections::BTreeMap;

/// The marks of a conversation's readers, as they are on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    marks: BTreeMap<ParticipantId, ReaderMarks>,
    office_until_ms: Millis,
}

impl Watch {
    /// As it is on disk.
    pub(crate) fn new(marks: Vec<(ParticipantId, ReaderMarks)>, office_until_ms: Millis) -> Self {
        Self { marks: marks.into_iter().collect(), office_until_ms }
    }

    /// The marks of one reader.
    #[must_use]
    pub fn of(&self, participant: ParticipantId) -> ReaderMarks {
        self.marks.get(&participant).copied().unwrap_or_default()
    }

    /// Everybody who has a mark, ascending.
    pub fn marked(&self) -> impl Iterator<Item = (ParticipantId, ReaderMarks)> {
        self.marks.iter().map(|(participant, marks)| (*participant, *marks))
    }

    /// How many have one.
    #[must_use]
    pub fn n_with(&self, mark: ReaderMark) -> usize {
        self.marks.values().filter(|marks| marks.has(mark)).count()
    }

    /// Until when many are expected from one network.
    #[must_use]
    pub const fn office_until_ms(&self) -> Millis {
        self.office_until_ms
    }

    /// Whether they are at a moment.
    #[must_use]
    pub const fn expects_many(&self, at_ms: Millis) -> bool {
        at_ms < self.office_until_ms
    }

    pub(crate) fn mark(&mut self, participant: ParticipantId, marks: ReaderMarks) {
        let known = self.marks.entry(participant).or_default();
        *known = known.and(marks);
    }

    pub(crate) const fn expect_many(&mut self, until_ms: Millis) {
        self.office_until_ms = until_ms;
    }

    pub(crate) fn forget(&mut self, participant: ParticipantId) {
        self.marks.remove(&participant);
    }
}
