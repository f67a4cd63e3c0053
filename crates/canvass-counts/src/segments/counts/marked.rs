//! How many readers are marked as possibly not independent, and the poll with and without them: one row of everybody,
//! taken in the steps of the tables by attribute while the conversation is open.
//!
//! After the close no answer comes that a mark could be told from, and who is excluded or marked then shows at once:
//! staff look at marks when a conversation is over.

use super::SegmentCounts;
use crate::Ledger;
use crate::segments::counted::{Counted, Marks};
use crate::segments::marked::MarkedReaders;
use crate::segments::moment::Moment;
use crate::segments::rows::{Subject, Value};
use crate::segments::stepped_row::SteppedRow;
use canvass_domain::ParticipantId;
use std::collections::BTreeMap;

impl SegmentCounts {
    /// Whether there is nothing to tell but totals.
    pub(super) fn has_nothing_to_tell(&self) -> bool {
        self.n_asked == 0 && self.ways.is_none() && !self.ways_in.has_others && self.marked.is_empty()
    }

    /// Somebody has a mark from now on. It says how answers came that stay counted whoever is erased, so it stays with them:
    /// were it taken away, the difference would tell what they had answered.
    pub fn mark(&mut self, ledger: &Ledger, who: ParticipantId) {
        if self.marked.contains(&who) {
            return;
        }
        let before = self.marks(ledger, Some(who), Subject::Marked);
        let is_first = self.marked.is_empty();
        self.marked.insert(who);
        self.version += 1;
        if self.closed.is_some() {
            return;
        }
        if is_first {
            let everybody = self.everybody();
            return self.count_anew(ledger, |value| value == everybody);
        }
        let after = self.marks(ledger, Some(who), Subject::Marked);
        if ledger.is_banned(who) {
            self.change_aside(who, Subject::Marked, before, after);
        } else if before != after {
            self.change_row(ledger, who, Subject::Marked, self.everybody(), before, after);
        }
    }

    /// Since when each mark is there is not kept, so after a restart the row is not shown before ten more have answered:
    /// else it could be of the same entry as before, with one more in it.
    pub(super) fn hide_marked(&mut self) {
        let rows = self.rows.get_mut(&Subject::Marked).filter(|_| self.closed.is_none());
        rows.into_iter().flat_map(BTreeMap::values_mut).for_each(SteppedRow::hide);
        self.ripe.retain(|(subject, _)| *subject != Subject::Marked);
    }

    /// How many are marked, where it may be said.
    pub(super) fn marked_readers(&self, ledger: &Ledger) -> Option<MarkedReaders> {
        if self.marked.is_empty() {
            return None;
        }
        if let Some(Moment { at_ms, .. }) = self.closed {
            let counts = self.count_marked(ledger);
            return MarkedReaders::of(&counts, self.n_options, Moment { seq: ledger.seq(), at_ms });
        }
        let row = self.rows.get(&Subject::Marked)?.get(&self.everybody())?;
        let taken = row.stands()?;
        MarkedReaders::of(&taken.counts, self.n_options, taken.moment)
    }

    fn count_marked(&self, ledger: &Ledger) -> Counted {
        let mut counts = Counted::of(self.n_cells(Subject::Marked));
        for who in ledger.everybody().filter(|who| !ledger.is_banned(*who)) {
            counts.change(None, self.marks(ledger, Some(who), Subject::Marked));
        }
        counts
    }

    /// Cells: is marked; has a ballot; is marked and has one; names each option; is marked and names each option.
    pub(super) fn mark_marks(&self, ledger: &Ledger, who: ParticipantId) -> Option<Marks> {
        let standing = ledger.standing(who);
        if !standing.has_ballot && standing.n_votes == 0 {
            return None;
        }
        let is_marked = self.marked.contains(&who);
        let ballot = ledger.ballot(who).map_or(0, |ballot| Marks::from(ballot.bits()));
        let has_ballot = Marks::from(ballot != 0);
        let own = if is_marked { 1 | has_ballot << 2 | ballot << (3 + self.n_options) } else { 0 };
        Some(own | has_ballot << 1 | ballot << 3)
    }

    /// The value of everybody, in a table of its own.
    pub(super) const fn everybody(&self) -> Value {
        (self.attributes.len() + 1, Some(0))
    }
}
