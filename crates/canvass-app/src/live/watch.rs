//! What is known of whether readers are independent of each other: marks, whether many are expected from one network,
//! and whom staff excluded together.

use canvass_counts::Ledger;
use canvass_domain::{Exclusion, ExclusionGround, Millis, ParticipantId, ReaderMark, ReaderMarks};
use canvass_store::{WatchChange, WatchRow};
use std::collections::BTreeMap;

/// The marks of a conversation's readers and what it is watched by, as they are on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    marks: BTreeMap<ParticipantId, ReaderMarks>,
    row: WatchRow,
    exclusions: Vec<Exclusion>,
}

impl Watch {
    /// As it is on disk.
    pub(crate) fn new(marks: Vec<(ParticipantId, ReaderMarks)>, row: WatchRow, exclusions: Vec<Exclusion>) -> Self {
        Self { marks: marks.into_iter().collect(), row, exclusions }
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

    /// Those with a mark, or with any, who take part and count.
    #[must_use]
    pub fn taking_part(&self, ledger: &Ledger, mark: Option<ReaderMark>) -> Vec<ParticipantId> {
        let mut readers = self.not_excluded(ledger, mark);
        readers.retain(|who| ledger.takes_part(*who));
        readers
    }

    /// Those with a mark, or with any, who are not excluded: also those who have only written, or taken all back.
    #[must_use]
    pub fn not_excluded(&self, ledger: &Ledger, mark: Option<ReaderMark>) -> Vec<ParticipantId> {
        let has = |marks: ReaderMarks| mark.map_or(!marks.is_empty(), |mark| marks.has(mark));
        self.marked().filter(|(who, marks)| has(*marks) && !ledger.is_banned(*who)).map(|(who, _)| who).collect()
    }

    /// Until when many are expected from one network.
    #[must_use]
    pub const fn office_until_ms(&self) -> Millis {
        self.row.office_until_ms
    }

    /// Whether they are at a moment.
    #[must_use]
    pub const fn expects_many(&self, at_ms: Millis) -> bool {
        at_ms < self.row.office_until_ms
    }

    /// Until when staff leave those marked as they are.
    #[must_use]
    pub const fn calm_until_ms(&self) -> Millis {
        self.row.calm_until_ms
    }

    /// When moderators were last told that more than usual are marked.
    #[must_use]
    pub const fn told_ms(&self) -> Millis {
        self.row.told_ms
    }

    /// The last entry of the log that marks were looked for in.
    #[must_use]
    pub const fn looked(&self) -> u64 {
        self.row.looked
    }

    /// Whom staff excluded together, by number; whoever was let back in is still named.
    #[must_use]
    pub fn exclusions(&self) -> &[Exclusion] {
        &self.exclusions
    }

    /// The exclusion that keeps somebody out, the last one that named them; nothing where none did.
    #[must_use]
    pub fn excluded_by(&self, participant: ParticipantId) -> Option<&Exclusion> {
        self.exclusions.iter().rev().find(|exclusion| exclusion.readers.binary_search(&participant).is_ok())
    }

    /// Those whom an exclusion still keeps out.
    #[must_use]
    pub fn kept_out(&self, ledger: &Ledger, exclusion: &Exclusion) -> Vec<ParticipantId> {
        let is_kept = |who: &&ParticipantId| {
            let by = ledger.is_banned(**who).then(|| self.excluded_by(**who)).flatten();
            by.is_some_and(|by| by.number == exclusion.number)
        };
        exclusion.readers.iter().filter(is_kept).copied().collect()
    }

    pub(crate) fn mark(&mut self, participant: ParticipantId, marks: ReaderMarks) {
        let known = self.marks.entry(participant).or_default();
        *known = known.and(marks);
    }

    pub(crate) const fn change(&mut self, change: WatchChange) {
        self.row.take(change);
    }

    pub(crate) fn exclude(&mut self, exclusion: Exclusion) {
        self.exclusions.push(exclusion);
    }

    /// Why somebody alone was excluded goes with who they were.
    pub(crate) fn forget(&mut self, participant: ParticipantId) {
        let is_alone = |one: &&mut Exclusion| matches!(one.ground, ExclusionGround::Reader(_));
        for exclusion in self.exclusions.iter_mut().filter(is_alone) {
            if exclusion.readers.contains(&participant) {
                exclusion.reason = None;
            }
        }
    }
}
