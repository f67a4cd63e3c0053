//! One row of a table by attribute: its counts, what of them stands, and who is set aside.
//!
//! Somebody banned is set aside: nothing of the row is shown until ten others on it have answered since, and what
//! is shown then is without them. As long as that has not been, their ban can be lifted as though it had never been,
//! so the row goes on being taken with them, unseen. This module must never show a row with somebody set aside.

use crate::segments::counted::{Counted, Marks};
use crate::segments::moment::Moment;
use canvass_domain::ParticipantId;
use std::collections::BTreeSet;

/// Least people with new answers between two states of one row.
pub const STEP: usize = 10;

/// What the people of one value answered to one thing.
#[derive(Clone, Debug)]
pub(crate) struct SteppedRow {
    /// Everybody on it, whoever is set aside among them.
    now: Counted,
    taken: Option<Taken>,
    /// Who gave a new answer since it was taken.
    fresh: BTreeSet<ParticipantId>,
    aside: Aside,
}

/// A row as it stands until the next step.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub counts: Counted,
    pub moment: Moment,
}

/// Who is banned, and was not when the row was last shown.
#[derive(Clone, Debug)]
struct Aside {
    people: BTreeSet<ParticipantId>,
    /// Their answers.
    counts: Counted,
    /// Who else gave a new answer since.
    fresh: BTreeSet<ParticipantId>,
}

impl SteppedRow {
    pub(crate) fn new(n_cells: usize) -> Self {
        let counts = || Counted::of(n_cells);
        let aside = Aside { people: BTreeSet::new(), counts: counts(), fresh: BTreeSet::new() };
        Self { now: counts(), taken: None, fresh: BTreeSet::new(), aside }
    }

    /// What may be shown.
    pub(crate) fn stands(&self) -> Option<&Taken> {
        self.taken.as_ref().filter(|_| self.aside.people.is_empty())
    }

    /// Whether somebody is set aside on it.
    pub(crate) fn has_aside(&self, who: ParticipantId) -> bool {
        self.aside.people.contains(&who)
    }

    /// Whether it is to be taken anew at the next beat.
    pub(crate) fn is_ripe(&self) -> bool {
        self.fresh.len() >= STEP || self.can_do_without()
    }

    /// Somebody's answer changes, begins or ends to count.
    pub(crate) fn answered(&mut self, who: ParticipantId, before: Option<Marks>, after: Option<Marks>) {
        self.now.change(before, after);
        let is_aside = self.has_aside(who);
        if is_aside {
            self.aside.counts.change(before, after);
        }
        if after.is_none() {
            self.fresh.remove(&who);
            self.aside.fresh.remove(&who);
            return;
        }
        self.fresh.insert(who);
        if !is_aside && !self.aside.people.is_empty() {
            self.aside.fresh.insert(who);
        }
    }

    /// Somebody on it is banned.
    pub(crate) fn set_aside(&mut self, who: ParticipantId, marks: Option<Marks>) {
        if self.aside.people.insert(who) {
            self.aside.counts.change(None, marks);
            self.aside.fresh.remove(&who);
        }
    }

    /// Somebody set aside counts again; says whether they were.
    pub(crate) fn take_in(&mut self, who: ParticipantId, marks: Option<Marks>) -> bool {
        let was_aside = self.aside.people.remove(&who);
        if was_aside {
            self.aside.counts.change(marks, None);
        }
        if self.aside.people.is_empty() {
            self.aside.fresh.clear();
        }
        was_aside
    }

    /// Takes it at a beat: without those set aside, where ten others have answered since; else unseen, with them.
    pub(crate) fn step(&mut self, moment: Moment) {
        if self.can_do_without() {
            self.settle(moment);
        } else {
            self.take(moment);
        }
    }

    /// Takes it without those set aside.
    pub(crate) fn settle(&mut self, moment: Moment) {
        self.now.subtract(&self.aside.counts);
        self.aside = Self::new(self.now.cells.len()).aside;
        self.take(moment);
    }

    /// Begins anew.
    pub(crate) fn hide(&mut self) {
        self.taken = None;
        self.fresh.clear();
        self.aside.fresh.clear();
    }

    fn can_do_without(&self) -> bool {
        !self.aside.people.is_empty() && self.aside.fresh.len() >= STEP
    }

    fn take(&mut self, moment: Moment) {
        self.taken = Some(Taken { counts: self.now.clone(), moment });
        self.fresh.clear();
    }
}
