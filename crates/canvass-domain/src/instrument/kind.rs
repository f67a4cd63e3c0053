//! What a field holds, and the ways between it and an instrument.
//!
//! A way knows where its value is and never how it is written: words, times and TOML are for `canvass-formats`, labels
//! for `canvass-pages`.

use super::Instrument;
use crate::{MarkThresholds, Millis, OptionId, Subject};
use std::num::NonZeroU32;

/// A value inside an instrument. Inside of rows it is that of a row, counted from 0; elsewhere the row says nothing.
#[derive(Debug)]
pub struct At<T: 'static> {
    pub(super) get: for<'i> fn(&'i Instrument, usize) -> Option<&'i T>,
    pub(super) get_mut: for<'i> fn(&'i mut Instrument, usize) -> Option<&'i mut T>,
}

/// A text inside an instrument.
#[derive(Clone, Copy, Debug)]
pub struct TextAt {
    pub(super) get: for<'i> fn(&'i Instrument, usize) -> Option<&'i str>,
    pub(super) set: fn(&mut Instrument, usize, String) -> Put,
}

/// One of a few words inside an instrument.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    pub(super) words: fn() -> Vec<&'static str>,
    pub(super) get: fn(&Instrument) -> &'static str,
    pub(super) set: fn(&mut Instrument, &str),
}

/// Whether there was a place for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is in.
    In,
    /// What it belongs to is not there.
    Nowhere,
}

/// What a field holds, and where.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A text on one line.
    Line(TextAt),
    /// A text on one line, which a file may also give as a whole number.
    LineOrNumber(TextAt),
    /// A text of several lines; how many of them the form shows.
    Text(TextAt, u8),
    /// A web address.
    Address(TextAt),
    /// The name of the zone in which the moments are told.
    Zone(TextAt),
    /// A moment.
    Moment(At<Option<Millis>>),
    /// One of a few words.
    Choice(Choice),
    /// A whole number from 1 to a bound.
    Count(At<Option<NonZeroU32>>, u32),
    /// Short texts, each on a line of its own; how many lines the form shows.
    List(At<Vec<String>>, u8),
    /// Options of the poll by their numbers.
    Options(At<Vec<OptionId>>),
    /// Numbers by name: a table in a file, lines in the form.
    Thresholds(At<MarkThresholds>),
    /// The name in addresses, which stands beside the instrument.
    Slug,
    /// The statements about something, which stand beside the instrument; how many lines the form shows.
    Statements(Subject, u8),
}

/// A text that is always there, or may be.
pub(super) trait Text {
    fn read(&self) -> Option<&str>;
    fn write(&mut self, text: String);
}

impl Text for String {
    fn read(&self) -> Option<&str> {
        Some(self)
    }

    fn write(&mut self, text: String) {
        *self = text;
    }
}

impl Text for Option<String> {
    fn read(&self) -> Option<&str> {
        self.as_deref()
    }

    fn write(&mut self, text: String) {
        *self = Some(text);
    }
}

impl<T> Clone for At<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for At<T> {}

impl<T> At<T> {
    /// The value; nothing where what it belongs to is not there.
    #[must_use]
    pub fn get<'i>(&self, instrument: &'i Instrument, row: usize) -> Option<&'i T> {
        (self.get)(instrument, row)
    }

    /// Puts a value in, where there is a place for it.
    pub fn set(&self, instrument: &mut Instrument, row: usize, value: T) {
        if let Some(place) = (self.get_mut)(instrument, row) {
            *place = value;
        }
    }

    /// The place of the value.
    pub fn get_mut<'i>(&self, instrument: &'i mut Instrument, row: usize) -> Option<&'i mut T> {
        (self.get_mut)(instrument, row)
    }
}

impl TextAt {
    /// The text; nothing where it is left out.
    #[must_use]
    pub fn get<'i>(&self, instrument: &'i Instrument, row: usize) -> Option<&'i str> {
        (self.get)(instrument, row)
    }

    /// Puts a text in.
    pub fn set(&self, instrument: &mut Instrument, row: usize, text: String) -> Put {
        (self.set)(instrument, row, text)
    }
}

impl Choice {
    /// The words, in the order in which they are offered.
    #[must_use]
    pub fn words(&self) -> Vec<&'static str> {
        (self.words)()
    }

    /// The word chosen; the usual one where what it belongs to is not there.
    #[must_use]
    pub fn get(&self, instrument: &Instrument) -> &'static str {
        (self.get)(instrument)
    }

    /// Chooses one of the words; any other is the usual one.
    pub fn set(&self, instrument: &mut Instrument, word: &str) {
        (self.set)(instrument, word);
    }

    /// The word where nothing is said.
    #[must_use]
    pub fn usual(&self) -> &'static str {
        self.get(&Instrument::default())
    }
}
