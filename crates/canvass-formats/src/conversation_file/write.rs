//! Writes an instrument as a conversation file.
//!
//! What is written reads back to the same instrument. Statements are the caller's: a tidy set keeps them in a
//! table of its own, where they may be longer than a new one may be.

use super::{RECORD, Record};
use crate::{FormatError, Place};
use canvass_domain::instrument::{Entry, Field, Kind, Need, Rows, TABLE};
use canvass_domain::{Instrument, Millis, OptionId, Slug, Subject};
use serde::ser::{Serialize, SerializeMap, Serializer};
use toml::value::Datetime;

/// What stands at a key.
enum Value<'a> {
    Text(&'a str),
    Texts(&'a [String]),
    Options(&'a [OptionId]),
    Time(Datetime),
    Count(u32),
    Flag(bool),
    Table(Keys<'a>),
    Rows(Vec<Keys<'a>>),
}

/// Keys with their values, in the order in which they are written.
#[derive(Default)]
struct Keys<'a>(Vec<(&'static str, Value<'a>)>);

impl Serialize for Keys<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::Texts(texts) => texts.serialize(serializer),
            Self::Options(options) => options.serialize(serializer),
            Self::Time(time) => time.serialize(serializer),
            Self::Count(count) => count.serialize(serializer),
            Self::Flag(flag) => flag.serialize(serializer),
            Self::Table(keys) => keys.serialize(serializer),
            Self::Rows(rows) => rows.serialize(serializer),
        }
    }
}

/// Writes a conversation file without statements.
///
/// # Errors
/// [`FormatError::Malformed`] when a time lies outside of what a calendar can say.
pub fn write(slug: &Slug, instrument: &Instrument) -> Result<String, FormatError> {
    printed(&keys(slug, instrument)?)
}

/// Writes a conversation file with its statements and what each is about.
///
/// # Errors
/// As [`write`].
pub fn write_whole<'s>(
    slug: &Slug,
    instrument: &Instrument,
    statements: impl IntoIterator<Item = (&'s str, Subject)>,
) -> Result<String, FormatError> {
    let row = |(text, subject): (&'s str, Subject)| {
        let meta = subject.is_meta().then_some(("meta", Value::Flag(true)));
        Keys(std::iter::once(("text", Value::Text(text))).chain(meta).collect())
    };
    let rows: Vec<Keys<'_>> = statements.into_iter().map(row).collect();
    let mut keys = keys(slug, instrument)?;
    if !rows.is_empty() {
        keys.0.push(("statement", Value::Rows(rows)));
    }
    printed(&keys)
}

/// Writes the conversation file of a tidy set: without statements, and with what the set says of itself.
///
/// # Errors
/// As [`write`].
pub fn write_record(slug: &Slug, instrument: &Instrument, record: &Record) -> Result<String, FormatError> {
    let provenance = ("provenance", Value::Text(record.provenance.word()));
    let note = record.note.as_deref().map(|note| ("note", Value::Text(note)));
    let mut keys = keys(slug, instrument)?;
    keys.0.push((RECORD, Value::Table(Keys(std::iter::once(provenance).chain(note).collect()))));
    printed(&keys)
}

fn printed(keys: &Keys<'_>) -> Result<String, FormatError> {
    toml::to_string(keys).map_err(|error| Place::file(super::FILE).malformed(error.to_string()))
}

/// Plain keys before tables, as TOML needs them.
fn keys<'a>(slug: &'a Slug, instrument: &'a Instrument) -> Result<Keys<'a>, FormatError> {
    let (mut plain, mut tables) = (Keys::default(), Keys::default());
    for entry in TABLE {
        let (key, value) = match entry {
            Entry::Field(Field { kind: Kind::Slug, name, .. }) => (*name, Some(Value::Text(slug.as_str()))),
            Entry::Field(field) => (field.key(), value(field, instrument, 0)?),
            Entry::Rows(rows) => (rows.key(), rows_of(rows, instrument)?),
            Entry::Table(table) => {
                let mut inner = Keys::default();
                for field in table.fields {
                    inner.put(field.key(), value(field, instrument, 0)?);
                }
                // A table that is not there has a usual word for its choices all the same.
                for rows in table.rows {
                    inner.put(rows.key(), rows_of(rows, instrument)?);
                }
                (table.name, Some(Value::Table(inner)).filter(|_| table.is_in(instrument)))
            }
        };
        let is_plain = !matches!(value, Some(Value::Table(_) | Value::Rows(_)));
        if is_plain { &mut plain } else { &mut tables }.put(key, value);
    }
    plain.0.append(&mut tables.0);
    Ok(plain)
}

fn rows_of<'a>(rows: &'static Rows, instrument: &'a Instrument) -> Result<Option<Value<'a>>, FormatError> {
    let row = |row| {
        let mut keys = Keys::default();
        for field in rows.fields {
            keys.put(field.key(), value(field, instrument, row)?);
        }
        Ok(keys)
    };
    let all = (0..rows.len_in(instrument)).map(row).collect::<Result<Vec<_>, FormatError>>()?;
    Ok((!all.is_empty()).then_some(Value::Rows(all)))
}

/// What is written of a field; nothing where it is left out.
fn value<'a>(field: &Field, instrument: &'a Instrument, row: usize) -> Result<Option<Value<'a>>, FormatError> {
    Ok(match &field.kind {
        Kind::Line(at) | Kind::LineOrNumber(at) | Kind::Text(at, _) | Kind::Address(at) | Kind::Zone(at) => {
            at.get(instrument, row).map(Value::Text)
        }
        Kind::Moment(at) => {
            let at_ms = at.get(instrument, row).copied().flatten();
            at_ms.map(|at_ms| time(field.key(), at_ms, instrument)).transpose()?.map(Value::Time)
        }
        Kind::Choice(choice) => Some(Value::Text(choice.get(instrument))),
        Kind::Count(at, _) => at.get(instrument, row).copied().flatten().map(|count| Value::Count(count.get())),
        Kind::List(at, _) => {
            let texts = at.get(instrument, row).map(Vec::as_slice).unwrap_or_default();
            (field.need == Need::Needed || !texts.is_empty()).then_some(Value::Texts(texts))
        }
        Kind::Options(at) => at.get(instrument, row).map(|options| Value::Options(options)),
        Kind::Thresholds(at) => {
            let mut unusual = at.get(instrument, row).map(|marks| marks.unusual()).unwrap_or_default();
            unusual.sort_unstable();
            let keys = Keys(unusual.into_iter().map(|(name, n)| (name, Value::Count(n))).collect());
            Some(Value::Table(keys)).filter(|_| at.get(instrument, row).is_some_and(|marks| !marks.is_usual()))
        }
        Kind::Slug | Kind::Statements(..) => None,
    })
}

impl<'a> Keys<'a> {
    fn put(&mut self, key: &'static str, value: Option<Value<'a>>) {
        self.0.extend(value.map(|value| (key, value)));
    }
}

fn time(key: &str, at_ms: Millis, instrument: &Instrument) -> Result<Datetime, FormatError> {
    instrument
        .zone()
        .with_offset(at_ms)
        .parse()
        .ok()
        .ok_or_else(|| Place::file(super::FILE).malformed(format!("`{key}` is `{at_ms}` ms, which no calendar holds")))
}
