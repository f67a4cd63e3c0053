//! What of a stored conversation stays as it is.

use super::Instrument;
use super::group::Entry;
use super::lock::{Lock, Stage};
use super::table::TABLE;
use super::walk::items;

impl Lock {
    /// Whether a key of a stored conversation, or a whole group, is locked, and why.
    #[must_use]
    pub fn of(name: &str, stage: Stage) -> Option<Self> {
        items().find(|item| item.name() == name)?.lock(stage)
    }
}

impl Instrument {
    /// Whether a newer instrument would leave alone what answers were given to.
    #[must_use]
    pub fn asks_the_same_as(&self, other: &Self) -> bool {
        items().filter(|item| item.locks().is_of_what_was_asked()).all(|item| item.is_same(self, other))
    }

    /// Takes what is locked from what is stored: to the letter, also where a form cannot say it, such as a line break
    /// inside an answer.
    pub fn keep_locked(&mut self, stored: &Self, stage: Stage) {
        for entry in TABLE {
            match entry {
                Entry::Field(field) if field.locks.lock(stage).is_some() => field.keep(self, stored),
                Entry::Table(table) if table.is_locked(stage) => (table.keep)(self, stored),
                Entry::Rows(rows) if rows.locks.lock(stage).is_some() => (rows.list.keep)(self, stored),
                Entry::Field(_) | Entry::Table(_) | Entry::Rows(_) => {}
            }
        }
    }
}
