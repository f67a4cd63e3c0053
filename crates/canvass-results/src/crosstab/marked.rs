//! How many readers are marked as possibly not independent, and the poll with and without them: one line of everybody,
//! taken in the steps of the tables by attribute while the conversation is open.
//!
//! After the close no answer comes that a mark could be told from, and who is excluded or marked then shows at once:
//! staff look at marks when a conversation is over.

use super::{Crosstab, Subject, Value};
use crate::Ledger;
use crate::counted::{Counted, Marks};
use crate::marked::MarkedReaders;
use crate::segments::Moment;
use canvass_domain::ParticipantId;

/// No attribute can have it: keys hold no such sign.
pub(super) const KEY: &str = "~marked";

impl Crosstab {
    /// Whether there is nothing to tell but totals.
    pub(super) fn has_nothing_to_tell(&self) -> bool {
        self.n_asked == 0 && self.ways.is_none() && !self.ways_in.has_others && self.marked.is_empty()
    }

    /// Somebody has a mark from now on, and loses it only with who they are.
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
            self.change_line(ledger, who, Subject::Marked, self.everybody(), before, after);
        }
    }

    /// Somebody is erased: what is counted stays, the mark goes with who they were. At a restart nothing is known of it.
    pub(super) fn forget_mark(&mut self, ledger: &Ledger, who: ParticipantId) {
        if self.marked.is_empty() {
            return;
        }
        let before = self.marks(ledger, Some(who), Subject::Marked);
        self.marked.remove(&who);
        let after = self.marks(ledger, Some(who), Subject::Marked);
        if ledger.is_banned(who) {
            self.change_aside(who, Subject::Marked, before, after);
        } else if before != after && self.closed.is_none() {
            self.change_line(ledger, who, Subject::Marked, self.everybody(), before, after);
        }
        self.taken_back(self.everybody());
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
        let line = self.lines.get(&Subject::Marked)?.get(&self.everybody())?;
        let taken = line.stands()?;
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
