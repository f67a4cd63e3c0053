//! Whether an instrument keeps its bounds, by the table of its fields.
//!
//! Every problem is told at its key. Of one key only the first is told.

use super::field::{Check, Field, When, wrong};
use super::group::{Entry, Rows};
use super::kind::Kind;
use super::special::address;
use super::walk::reading;
use super::{Instrument, InstrumentError, YEARS_MS};

/// Where something is asked of an instrument.
#[derive(Clone, Copy)]
pub(super) enum Spot {
    /// At a key, in a row counted from 0 where it stands in rows.
    Field(&'static Field, Option<(&'static Rows, usize)>),
    /// At rows as a whole.
    Rows(&'static Rows),
}

/// What is wrong, as far as it was looked for; of one place only the first.
#[derive(Default)]
struct Found(Vec<InstrumentError>);

impl Instrument {
    /// Checks every text and number against its bounds, and whether it can be read.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn check(&self) -> Result<(), InstrumentError> {
        self.problems().into_iter().next().map_or(Ok(()), Err)
    }

    /// Checks every text and number against its bounds, whether or not it would be taken as new today.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn check_bounds(&self) -> Result<(), InstrumentError> {
        self.problems_when(When::Always).into_iter().next().map_or(Ok(()), Err)
    }

    /// Everything that is wrong, each with its place.
    #[must_use]
    pub fn problems(&self) -> Vec<InstrumentError> {
        let mut found = Found::default();
        for problems in [
            self.problems_when(When::Always),
            self.problems_when(When::New),
            self.illegible(),
            self.problems_when(When::Legible),
        ] {
            problems.into_iter().for_each(|problem| found.note(problem));
        }
        found.0
    }

    pub(super) fn problems_when(&self, when: When) -> Vec<InstrumentError> {
        let mut found = Vec::new();
        self.each_spot(|spot| {
            found.extend(self.problems_at(spot, when).into_iter().map(|problem| wrong(&spot.place(), problem)));
        });
        found
    }

    fn problems_at(&self, spot: Spot, when: When) -> Vec<String> {
        let (checks, row) = match spot {
            Spot::Field(field, rows) => (field.checks, rows.map_or(0, |(_, row)| row)),
            Spot::Rows(rows) => (rows.checks, 0),
        };
        let own = checks.iter().flat_map(|check| self.apply(*check, spot, row, when));
        own.chain(self.by_kind(spot, row, when)).collect()
    }

    fn apply(&self, check: Check, spot: Spot, row: usize, when: When) -> Vec<String> {
        match check {
            Check::Own(own_when, check) => (own_when == when).then(|| check(self, row)).flatten().into_iter().collect(),
            _ if when != When::Always => Vec::new(),
            Check::Filled(max) => self.texts_at(spot).into_iter().filter_map(|text| filled(text, max)).collect(),
            Check::AtMost(max) => self.texts_at(spot).into_iter().filter_map(|text| at_most(text, max)).collect(),
            Check::Entries(max) => too_many(self.texts_at(spot).len(), max).into_iter().collect(),
        }
    }

    /// What is asked of every value of its kind.
    fn by_kind(&self, spot: Spot, row: usize, when: When) -> Option<String> {
        match (spot, when) {
            (Spot::Rows(rows), When::Always) => too_many(rows.len_in(self), rows.max_rows),
            (Spot::Field(Field { kind: Kind::Address(at), .. }, _), When::Always) => address(at.get(self, row)?),
            (Spot::Field(Field { kind: Kind::Moment(at), .. }, _), When::New) => {
                let is_strange = at.get(self, row)?.is_some_and(|at| !YEARS_MS.contains(&at));
                is_strange.then(|| "lies before 1970 or after 2200; check the year".to_owned())
            }
            _ => None,
        }
    }

    /// The text at a key, or those of its list.
    pub(super) fn texts_at(&self, spot: Spot) -> Vec<&str> {
        let Spot::Field(field, rows) = spot else { return Vec::new() };
        let row = rows.map_or(0, |(_, row)| row);
        match &field.kind {
            Kind::List(at, _) => at.get(self, row).into_iter().flatten().map(String::as_str).collect(),
            _ => field.text().and_then(|at| at.get(self, row)).into_iter().collect(),
        }
    }

    /// Goes to every key that it has, in the order in which a file is read.
    pub(super) fn each_spot(&self, mut visit: impl FnMut(Spot)) {
        for entry in reading() {
            match entry {
                Entry::Field(field) => visit(Spot::Field(field, None)),
                Entry::Rows(rows) => self.each_row(rows, &mut visit),
                Entry::Table(table) => {
                    table.fields.iter().for_each(|field| visit(Spot::Field(field, None)));
                    table.rows.iter().for_each(|rows| self.each_row(rows, &mut visit));
                }
            }
        }
    }

    fn each_row(&self, rows: &'static Rows, visit: &mut impl FnMut(Spot)) {
        visit(Spot::Rows(rows));
        for row in 0..rows.len_in(self) {
            rows.fields.iter().for_each(|field| visit(Spot::Field(field, Some((rows, row)))));
        }
    }
}

impl Spot {
    /// Its key, as in the file.
    pub(super) fn place(&self) -> String {
        match self {
            Self::Field(field, None) => field.name.to_owned(),
            Self::Field(field, Some((rows, row))) => rows.place(*row, field),
            Self::Rows(rows) => rows.name.to_owned(),
        }
    }
}

impl Found {
    fn note(&mut self, problem: InstrumentError) {
        if !self.0.iter().any(|known| known.place == problem.place) {
            self.0.push(problem);
        }
    }
}

fn filled(text: &str, max_chars: usize) -> Option<String> {
    if text.trim().is_empty() { Some("is empty".to_owned()) } else { at_most(text, max_chars) }
}

fn at_most(text: &str, max_chars: usize) -> Option<String> {
    let n_chars = text.chars().count();
    (n_chars > max_chars).then(|| format!("has {n_chars} characters, at most {max_chars} are allowed"))
}

fn too_many(n: usize, max: usize) -> Option<String> {
    (n > max).then(|| format!("there are {n}, at most {max} are allowed"))
}
