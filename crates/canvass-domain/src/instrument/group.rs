//! How keys stand together: in rows and in tables.

use super::Instrument;
use super::field::{Check, Field, USUAL, last};
use super::lock::{Lock, Locks, Stage};
use super::part::Part;

/// Keys that stand together, as often as one likes.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// Name of the list of tables, as in the file.
    pub name: &'static str,
    /// The keys of one row.
    pub fields: &'static [Field],
    /// Most rows.
    pub max_rows: usize,
    /// Their part of the form.
    pub part: Part,
    /// Whether readers see them in their order.
    pub order: RowOrder,
    /// When they are locked.
    pub locks: Locks,
    /// As of a field.
    pub turn: u8,
    /// What is asked of all of them together.
    pub checks: &'static [Check],
    pub(super) list: List,
}

/// Whether the order of rows says anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOrder {
    /// Readers see them in it.
    Shown,
    /// It says nothing.
    Free,
}

/// Rows inside an instrument.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    pub(super) len: fn(&Instrument) -> usize,
    pub(super) add: fn(&mut Instrument),
    pub(super) keep: fn(&mut Instrument, &Instrument),
    pub(super) is_same: fn(&Instrument, &Instrument) -> bool,
}

/// Keys that stand together, once.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name, as in the file.
    pub name: &'static str,
    /// Its keys, by their names in the whole file.
    pub fields: &'static [Field],
    /// The rows in it, by their names in the whole file.
    pub rows: &'static [Rows],
    /// As of a field.
    pub turn: u8,
    pub(super) is_in: fn(&Instrument) -> bool,
    pub(super) begin: fn(&mut Instrument),
    pub(super) drop_blank: fn(&mut Instrument),
    pub(super) keep: fn(&mut Instrument, &Instrument),
}

/// What stands at the top of a file.
#[derive(Clone, Copy, Debug)]
pub enum Entry {
    /// One key.
    Field(Field),
    /// A table.
    Table(Table),
    /// A list of tables.
    Rows(Rows),
}

/// One thing that the form asks for.
#[derive(Clone, Copy, Debug)]
pub enum Item {
    /// A key that stands once.
    Once(&'static Field),
    /// Rows of keys.
    Rows(&'static Rows),
}

impl Rows {
    pub(super) const fn new(name: &'static str, max_rows: usize, list: List) -> Self {
        let (part, order, locks, turn) = (Part::Story, RowOrder::Free, Locks::Never, USUAL);
        Self { name, fields: &[], max_rows, part, order, locks, turn, checks: &[], list }
    }

    /// Its key in the table in which it stands.
    #[must_use]
    pub fn key(&self) -> &'static str {
        last(self.name)
    }

    /// How many an instrument has.
    #[must_use]
    pub fn len_in(&self, instrument: &Instrument) -> usize {
        (self.list.len)(instrument)
    }

    /// Adds an empty one, where there is a place for it.
    pub fn add_to(&self, instrument: &mut Instrument) {
        (self.list.add)(instrument);
    }

    /// The place of a key, its row counted from 0.
    #[must_use]
    pub fn place(&self, row: usize, field: &Field) -> String {
        format!("{}[{}].{}", self.name, row + 1, field.name)
    }
}

impl Table {
    pub(super) const fn new(name: &'static str, keep: fn(&mut Instrument, &Instrument)) -> Self {
        Self { name, fields: &[], rows: &[], turn: USUAL, is_in: |_| true, begin: |_| {}, drop_blank: |_| {}, keep }
    }

    /// Whether an instrument says anything in it.
    #[must_use]
    pub fn is_in(&self, instrument: &Instrument) -> bool {
        (self.is_in)(instrument)
    }

    /// Makes a place for what stands in it.
    pub fn begin_in(&self, instrument: &mut Instrument) {
        (self.begin)(instrument);
    }

    /// Takes it out again where nothing was put into it.
    pub fn drop_blank_from(&self, instrument: &mut Instrument) {
        (self.drop_blank)(instrument);
    }

    /// Whether all of it is locked.
    pub(super) fn is_locked(&self, stage: Stage) -> bool {
        let is_locked = |locks: Locks| locks.lock(stage).is_some();
        self.fields.iter().all(|field| is_locked(field.locks)) && self.rows.iter().all(|rows| is_locked(rows.locks))
    }
}

impl Field {
    /// At the top of a file.
    pub(super) const fn once(self, part: Part) -> Entry {
        Entry::Field(self.of(part))
    }
}

impl Entry {
    pub(super) const fn turn(&self) -> u8 {
        match self {
            Self::Field(field) => field.turn,
            Self::Table(table) => table.turn,
            Self::Rows(rows) => rows.turn,
        }
    }
}

impl Item {
    /// Its name in a manuscript.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Once(field) => field.name,
            Self::Rows(rows) => rows.name,
        }
    }

    pub(super) const fn part(&self) -> Part {
        match self {
            Self::Once(field) => field.part,
            Self::Rows(rows) => rows.part,
        }
    }

    pub(super) const fn leads(&self) -> bool {
        match self {
            Self::Once(field) => field.leads,
            Self::Rows(_) => false,
        }
    }

    pub(super) const fn locks(&self) -> Locks {
        match self {
            Self::Once(field) => field.locks,
            Self::Rows(rows) => rows.locks,
        }
    }

    pub(super) fn is_same(&self, one: &Instrument, other: &Instrument) -> bool {
        match self {
            Self::Once(field) => field.is_same(one, other),
            Self::Rows(rows) => (rows.list.is_same)(one, other),
        }
    }

    /// Whether it is locked, and why.
    #[must_use]
    pub fn lock(&self, stage: Stage) -> Option<Lock> {
        self.locks().lock(stage)
    }
}
