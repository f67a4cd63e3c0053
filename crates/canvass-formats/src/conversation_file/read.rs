//! Reads an instrument out of a file's tables, key by key as the table of its fields has them.

use super::section::Section;
use super::{MAX_ENTRIES, times};
use crate::FormatError;
use crate::error::shown;
use canvass_domain::instrument::{Entry, Field, Kind, Need, Put, Rows, Table, TextAt, fields, reading};
use canvass_domain::{
    Instrument, MAX_MARK_THRESHOLD, MAX_SEED_STATEMENTS, MarkThresholds, SeedStatement, Slug, StatementText, Subject,
};
use canvass_words::{Zone, legible};
use std::collections::BTreeMap;

/// What was read so far.
#[derive(Default)]
pub(super) struct Reader {
    /// The name in addresses, where one is given.
    pub(super) slug: Option<Slug>,
    pub(super) instrument: Instrument,
    pub(super) statements: Vec<SeedStatement>,
    /// In which moments without an offset are; nothing where the file has none.
    zone: Option<Zone>,
}

impl Reader {
    /// Reads every key that there is.
    pub(super) fn read(root: &mut Section<'_>) -> Result<Self, FormatError> {
        let mut reader = Self::default();
        for entry in reading() {
            match entry {
                Entry::Field(field) => reader.field(root, field, 0)?,
                Entry::Rows(rows) => reader.rows(root, rows)?,
                Entry::Table(table) => reader.table(root, table)?,
            }
        }
        Ok(reader)
    }

    fn table(&mut self, root: &mut Section<'_>, table: &'static Table) -> Result<(), FormatError> {
        let read = root.one(table.name, |section| {
            table.begin_in(&mut self.instrument);
            table.fields.iter().try_for_each(|field| self.field(section, field, 0))?;
            table.rows.iter().try_for_each(|rows| self.rows(section, rows))
        });
        read.map(Option::unwrap_or_default)
    }

    fn rows(&mut self, section: &mut Section<'_>, rows: &'static Rows) -> Result<(), FormatError> {
        let mut numbers = 0..;
        let read = section.each(rows.key(), MAX_ENTRIES, |section| {
            rows.add_to(&mut self.instrument);
            let row = numbers.next().unwrap_or_default();
            rows.fields.iter().try_for_each(|field| self.field(section, field, row))
        });
        read.map(|_| ())
    }

    fn field(&mut self, section: &mut Section<'_>, field: &'static Field, row: usize) -> Result<(), FormatError> {
        let key = field.key();
        match &field.kind {
            Kind::Line(at) | Kind::Text(at, _) | Kind::Address(at) => {
                let given = given(section, field)?;
                self.put(section, field, at, row, given)?;
            }
            Kind::LineOrNumber(at) => {
                let given = section.text_or_number(key)?;
                self.put(section, field, at, row, given)?;
            }
            Kind::Zone(at) => {
                self.zone = zone(section, key, &self.instrument.language)?;
                let id = self.zone.map(|zone| zone.id().to_owned());
                self.put(section, field, at, row, id)?;
            }
            Kind::Moment(at) => at.set(&mut self.instrument, row, section.time(key, self.zone)?),
            Kind::Choice(choice) => {
                if let Some(word) = section.word(key, &choice.words())? {
                    choice.set(&mut self.instrument, word);
                }
            }
            Kind::Count(at, most) => at.set(&mut self.instrument, row, section.count(key, *most)?),
            Kind::List(at, _) => at.set(&mut self.instrument, row, section.texts(key)?),
            Kind::Options(at) => at.set(&mut self.instrument, row, section.numbers(key)?),
            Kind::Thresholds(at) => {
                at.set(&mut self.instrument, row, section.one(key, thresholds)?.unwrap_or_default());
            }
            Kind::Slug => self.slug = slug(section, key)?,
            Kind::Statements(Subject::Topic, _) => self.statements = statements(section, key)?,
            // They stand among the others, with a flag.
            Kind::Statements(Subject::Readers, _) => {}
        }
        Ok(())
    }

    fn put(
        &mut self,
        section: &Section<'_>,
        field: &Field,
        at: &TextAt,
        row: usize,
        given: Option<String>,
    ) -> Result<(), FormatError> {
        let put = given.map_or(Put::In, |text| at.set(&mut self.instrument, row, text));
        match field.stray {
            Some(stray) if put == Put::Nowhere => Err(section.wrong(field.key(), stray.in_file)),
            _ => Ok(()),
        }
    }
}

fn given(section: &mut Section<'_>, field: &'static Field) -> Result<Option<String>, FormatError> {
    match field.need {
        Need::Needed => section.needed(field.key()).map(Some),
        Need::Or(text) => Ok(Some(section.text(field.key())?.unwrap_or_else(|| text.to_owned()))),
        Need::Optional(_) | Need::Usual => section.text(field.key()),
    }
}

fn slug(section: &mut Section<'_>, key: &'static str) -> Result<Option<Slug>, FormatError> {
    let Some(slug) = section.text(key)? else { return Ok(None) };
    Slug::parse(&slug).map(Some).map_err(|error| section.wrong(key, &error.to_string()))
}

/// The zone named; where none is, that of the language's region, if every time is written with the offset it has there.
fn zone(section: &mut Section<'_>, key: &'static str, language: &str) -> Result<Option<Zone>, FormatError> {
    if let Some(id) = section.text(key)? {
        return times::zone(&id).map(Some).map_err(|problem| section.wrong(key, &problem));
    }
    let moments = fields().iter().filter(|field| matches!(field.kind, Kind::Moment(_)));
    let written: Vec<Option<String>> = moments.map(|moment| section.written_time(moment.key())).collect();
    Ok(times::zone_by_offsets(language, &written))
}

fn thresholds(section: &mut Section<'_>) -> Result<MarkThresholds, FormatError> {
    let mut marks = MarkThresholds::default();
    for (name, threshold) in marks.named() {
        if let Some(given) = section.count(name, MAX_MARK_THRESHOLD)? {
            *threshold = given.get();
        }
    }
    Ok(marks)
}

fn statements(root: &mut Section<'_>, key: &'static str) -> Result<Vec<SeedStatement>, FormatError> {
    let mut first_seen = BTreeMap::new();
    root.each(key, MAX_SEED_STATEMENTS, |statement| {
        let text = statement.needed("text")?;
        let text = StatementText::parse(&text).map_err(|error| statement.wrong("text", &error.to_string()))?;
        let line = statement.line_of("text");
        let subject = statement.flag("meta")?.map_or(Subject::Topic, Subject::of_meta);
        match first_seen.insert(legible::reads_as(text.as_str()), (text.as_str().to_owned(), line)) {
            None => Ok(SeedStatement { text, subject }),
            Some((first, line)) => {
                let line = line.map_or_else(String::new, |line| format!(" on line {line}"));
                let (text, first) = (shown(text.as_str()), shown(&first));
                Err(statement.wrong("text", &format!("`{text}` reads the same as `{first}`{line}; keep one")))
            }
        }
    })
}
