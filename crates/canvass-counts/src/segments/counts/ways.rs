//! How many came from the story's site, as one row of the tables by attribute: of everybody whose way of coming is
//! known, with one count.

use super::SegmentCounts;
use crate::Ledger;
use crate::segments::arrivals::{Arrivals, Ways};
use crate::segments::rows::Stands;
use crate::segments::rows::{Subject, Value};
use canvass_domain::{Instrument, ParticipantId};

impl SegmentCounts {
    /// Takes how somebody came, before anything of theirs is in the log.
    pub fn arrive(&mut self, who: ParticipantId, is_from_story: bool) {
        if let Some(ways) = &mut self.ways {
            ways.people.insert(who, is_from_story);
        }
    }

    /// Takes a new wording. What is known of how people came was told apart by the host of the story they were asked
    /// with: under another story it is told no more.
    pub fn follow_story(&mut self, instrument: &Instrument, ledger: &Ledger) {
        let new = Ways::of(instrument);
        let is_same = self.ways.as_ref().map(|ways| &ways.host) == new.as_ref().map(|ways| &ways.host);
        if !is_same {
            self.ways = new.filter(|_| !ledger.has_answers());
            self.rows.remove(&Subject::Arrival);
            self.ripe.retain(|(subject, _)| *subject != Subject::Arrival);
            self.version += 1;
        }
    }

    /// Begins anew for what another wording asks, before anybody has answered.
    #[must_use]
    pub fn anew(&self, instrument: &Instrument) -> Self {
        let mut anew = Self::new(instrument);
        if let (Some(new), Some(old)) = (&mut anew.ways, &self.ways)
            && new.host == old.host
        {
            new.people.clone_from(&old.people);
        }
        self.copy_way_in(&mut anew);
        anew.marked.clone_from(&self.marked);
        anew
    }

    pub(super) fn arrivals(&self, stands: &Stands<'_>) -> Option<Arrivals> {
        let (ways, value) = (self.ways.as_ref()?, self.known());
        let row = self.rows.get(&Subject::Arrival)?.get(&value)?;
        Arrivals::of(&ways.host, row.stands().filter(|_| !stands.lacks_somebody(value))?)
    }

    /// Somebody is erased, and with them how they came. At a restart nothing is known of that, and the same is hidden.
    pub(super) fn forget_way(&mut self, ledger: &Ledger, who: ParticipantId) {
        if self.ways.is_none() {
            return;
        }
        let value = self.known();
        if ledger.is_banned(who) {
            self.leave_aside(ledger, who, value);
        } else if let Some(marks) = self.marks(ledger, Some(who), Subject::Arrival) {
            self.change_row(ledger, who, Subject::Arrival, value, Some(marks), None);
        }
        if let Some(ways) = &mut self.ways {
            ways.people.remove(&who);
        }
        self.taken_back(value);
    }

    /// The value of everybody whose way of coming is known, in a table that nobody is asked for.
    pub(super) const fn known(&self) -> Value {
        (self.attributes.len(), Some(0))
    }
}
