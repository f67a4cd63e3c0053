//! What a row of the table says of one key.

use super::kind::{At, Kind, TextAt};
use super::lock::Locks;
use super::part::Part;
use super::{Instrument, InstrumentError};

/// The turn in which a file's reader comes to what names no other.
pub(super) const USUAL: u8 = 4;

/// What becomes of a field that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It may not be left out.
    Needed,
    /// It is this text then.
    Or(&'static str),
    /// It is the usual word of its choice then.
    Usual,
    /// It is not there then; what the reference says of that.
    Optional(&'static str),
}

/// One check of a value.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// A text with something in it, of at most so many characters; of a list, each entry.
    Filled(usize),
    /// A text of at most so many characters.
    AtMost(usize),
    /// A list of at most so many entries.
    Entries(usize),
    /// What one field alone asks for: the problem, where there is one.
    Own(When, fn(&Instrument, usize) -> Option<String>),
}

/// Of which instruments something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Of every one, also of what was stored before a rule was there.
    Always,
    /// Of what is new.
    New,
    /// Of what is new, once every text of it was found legible.
    Legible,
}

/// One key of the conversation file.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name, as in the file: `title`, `organiser.name`; inside of rows without them: `word`.
    pub name: &'static str,
    /// What it holds, and where.
    pub kind: Kind,
    /// What becomes of it where it is left out.
    pub need: Need,
    /// What the reference says it is.
    pub meaning: &'static str,
    /// Its part of the form.
    pub part: Part,
    /// Whether its part begins with it.
    pub leads: bool,
    /// When it is locked. Rows are locked together.
    pub locks: Locks,
    /// When a file's reader comes to it; fields of one turn are read in the order of the table.
    pub turn: u8,
    /// What is asked of it beyond what its kind is.
    pub checks: &'static [Check],
    /// What is wrong where what it belongs to is not there.
    pub stray: Option<Stray>,
}

/// A field that says more of another, without which it stands nowhere.
#[derive(Clone, Copy, Debug)]
pub struct Stray {
    /// The other field.
    pub owner: &'static str,
    /// What a file is told, at the field itself.
    pub in_file: &'static str,
    /// What the form says, at the other.
    pub in_form: &'static str,
}

impl Field {
    pub(super) const fn new(name: &'static str, kind: Kind, need: Need, meaning: &'static str) -> Self {
        let part = Part::Story;
        let (leads, locks, turn, checks, stray) = (false, Locks::Never, USUAL, &[] as &[Check], None);
        Self { name, kind, need, meaning, part, leads, locks, turn, checks, stray }
    }

    pub(super) const fn of(self, part: Part) -> Self {
        Self { part, ..self }
    }

    pub(super) const fn leads(self) -> Self {
        Self { leads: true, ..self }
    }

    pub(super) const fn locks(self, locks: Locks) -> Self {
        Self { locks, ..self }
    }

    pub(super) const fn turn(self, turn: u8) -> Self {
        Self { turn, ..self }
    }

    pub(super) const fn checks(self, checks: &'static [Check]) -> Self {
        Self { checks, ..self }
    }

    pub(super) const fn needs(self, stray: Stray) -> Self {
        Self { stray: Some(stray), ..self }
    }

    /// Its key in the table in which it stands.
    #[must_use]
    pub fn key(&self) -> &'static str {
        last(self.name)
    }

    /// The text it holds, where it holds one.
    #[must_use]
    pub const fn text(&self) -> Option<&TextAt> {
        match &self.kind {
            Kind::Line(at) | Kind::LineOrNumber(at) | Kind::Text(at, _) | Kind::Address(at) | Kind::Zone(at) => {
                Some(at)
            }
            _ => None,
        }
    }

    /// Takes its value from another instrument.
    pub(super) fn keep(&self, to: &mut Instrument, from: &Instrument) {
        match &self.kind {
            Kind::Moment(at) => copy(at, to, from),
            Kind::Count(at, _) => copy(at, to, from),
            Kind::List(at, _) => copy(at, to, from),
            Kind::Options(at) => copy(at, to, from),
            Kind::Thresholds(at) => copy(at, to, from),
            Kind::Choice(choice) => choice.set(to, choice.get(from)),
            Kind::Slug | Kind::Statements(..) => {}
            Kind::Line(at) | Kind::LineOrNumber(at) | Kind::Text(at, _) | Kind::Address(at) | Kind::Zone(at) => {
                if let Some(text) = at.get(from, 0) {
                    at.set(to, 0, text.to_owned());
                }
            }
        }
    }

    /// Whether two instruments say the same in it.
    pub(super) fn is_same(&self, one: &Instrument, other: &Instrument) -> bool {
        match &self.kind {
            Kind::Moment(at) => at.get(one, 0) == at.get(other, 0),
            Kind::Count(at, _) => at.get(one, 0) == at.get(other, 0),
            Kind::List(at, _) => at.get(one, 0) == at.get(other, 0),
            Kind::Options(at) => at.get(one, 0) == at.get(other, 0),
            Kind::Thresholds(at) => at.get(one, 0) == at.get(other, 0),
            Kind::Choice(choice) => choice.get(one) == choice.get(other),
            Kind::Slug | Kind::Statements(..) => true,
            Kind::Line(at) | Kind::LineOrNumber(at) | Kind::Text(at, _) | Kind::Address(at) | Kind::Zone(at) => {
                at.get(one, 0) == at.get(other, 0)
            }
        }
    }
}

fn copy<T: Clone>(at: &At<T>, to: &mut Instrument, from: &Instrument) {
    if let Some(value) = at.get(from, 0) {
        at.set(to, 0, value.clone());
    }
}

pub(super) fn last(name: &'static str) -> &'static str {
    name.rsplit('.').next().unwrap_or(name)
}

pub(super) fn wrong(place: &str, problem: impl Into<String>) -> InstrumentError {
    InstrumentError { place: place.to_owned(), problem: problem.into() }
}
