//! The table of fields in the orders in which it is walked.

use super::field::Field;
use super::group::{Entry, Item, Rows};
use super::part::Part;
use super::table::TABLE;
use std::sync::LazyLock;

static READING: LazyLock<Vec<&'static Entry>> = LazyLock::new(|| {
    let mut entries: Vec<&Entry> = TABLE.iter().collect();
    entries.sort_by_key(|entry| entry.turn());
    entries
});

static FIELDS: LazyLock<Vec<&'static Field>> = LazyLock::new(|| {
    let once = |item| if let Item::Once(field) = item { Some(field) } else { None };
    let mut fields: Vec<&Field> = items().filter_map(once).collect();
    fields.sort_by_key(|field| field.part);
    fields
});

static ROWS: LazyLock<Vec<&'static Rows>> = LazyLock::new(|| {
    let inside = TABLE.iter().flat_map(|entry| if let Entry::Table(table) = entry { table.rows } else { &[] });
    let rows = |entry: &&'static Entry| if let Entry::Rows(rows) = entry { Some(rows) } else { None };
    inside.chain(READING.iter().filter_map(rows)).collect()
});

/// What stands at the top of a file, in the order in which one is read.
#[must_use]
pub fn reading() -> &'static [&'static Entry] {
    &READING
}

/// Everything that the form asks for, part by part, in its order.
pub fn form() -> impl Iterator<Item = (Part, Vec<Item>)> {
    Part::ALL.into_iter().map(|part| {
        let mut of_part: Vec<Item> = items().filter(|item| item.part() == part).collect();
        of_part.sort_by_key(|item| !item.leads());
        (part, of_part)
    })
}

/// The keys that stand once, part by part.
#[must_use]
pub fn fields() -> &'static [&'static Field] {
    &FIELDS
}

/// The lists of tables: those inside of tables, then the others as they are read.
#[must_use]
pub fn rows() -> &'static [&'static Rows] {
    &ROWS
}

/// The rows of that name.
#[must_use]
pub fn rows_named(name: &str) -> Option<&'static Rows> {
    ROWS.iter().find(|rows| rows.name == name).copied()
}

/// Names of what is locked each for itself: keys that stand once, and lists of tables.
pub fn lockable() -> impl Iterator<Item = &'static str> {
    items().map(|item| item.name())
}

/// Everything that a manuscript has a place for, in the order of the table.
pub(super) fn items() -> impl Iterator<Item = Item> {
    TABLE.iter().flat_map(|entry| match entry {
        Entry::Field(field) => vec![Item::Once(field)],
        Entry::Rows(rows) => vec![Item::Rows(rows)],
        Entry::Table(table) => table.fields.iter().map(Item::Once).chain(table.rows.iter().map(Item::Rows)).collect(),
    })
}
