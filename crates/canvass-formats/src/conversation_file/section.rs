//! One table of a TOML file, read key by key, remembering where everything stood.
//!
//! The keys that are asked for are the keys that are known: what is left over at the end is an error. It never
//! converts between kinds of value behind the writer's back.

use super::{FILE, RECORD, times};
use crate::{FormatError, Place, error::shown};
use canvass_domain::{Millis, OptionId};
use canvass_words::Zone;
use std::{cell::RefCell, collections::BTreeMap, num::NonZeroU32, ops::Range};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Where lines begin, and on which line each key was found.
pub(super) struct Lines {
    starts: Vec<usize>,
    found: RefCell<BTreeMap<String, u64>>,
}

/// A table being read.
pub(super) struct Section<'a> {
    lines: &'a Lines,
    /// Its key, as in error messages: `poll.option[2]`; empty for the whole file.
    place: String,
    line: Option<u64>,
    table: &'a DeTable<'a>,
    asked: Vec<&'static str>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { starts, found: RefCell::default() }
    }

    /// An error at a key, as an instrument's check names it.
    pub(super) fn at(&self, place: &str, problem: &str) -> FormatError {
        let line = self.line_near(place);
        Place { file: FILE.to_owned(), line }.malformed(format!("`{place}`: {problem}"))
    }

    pub(super) fn syntax_error(&self, error: &toml::de::Error) -> FormatError {
        let line = error.span().map(|span| self.line_of(&span));
        let reason = error.message().lines().collect::<Vec<_>>().join("; ");
        Place { file: FILE.to_owned(), line }.malformed(format!("this is not TOML: {reason}"))
    }

    fn line_of(&self, span: &Range<usize>) -> u64 {
        self.starts.partition_point(|start| *start <= span.start) as u64
    }

    fn remember(&self, place: &str, line: u64) {
        self.found.borrow_mut().insert(place.to_owned(), line);
    }

    /// The line of a key, else of what it stands in.
    fn line_near(&self, place: &str) -> Option<u64> {
        let found = self.found.borrow();
        let mut place = place;
        loop {
            if let Some(line) = found.get(place) {
                return Some(*line);
            }
            place = place.rsplit_once(['.', '['])?.0;
        }
    }
}

impl<'a> Section<'a> {
    pub(super) const fn root(lines: &'a Lines, table: &'a DeTable<'a>) -> Self {
        Self { lines, place: String::new(), line: None, table, asked: Vec::new() }
    }

    /// An error at one of its keys.
    pub(super) fn wrong(&self, key: &str, problem: &str) -> FormatError {
        self.lines.at(&self.place_of(key), problem)
    }

    /// The line of one of its keys.
    pub(super) fn line_of(&self, key: &str) -> Option<u64> {
        self.lines.line_near(&self.place_of(key))
    }

    /// A text, where it is given.
    pub(super) fn text(&mut self, key: &'static str) -> Result<Option<String>, FormatError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let text = value.as_str().ok_or_else(|| self.kind(key, "a text in quotes", value))?;
        self.no_nul(key, text)?;
        Ok(Some(text.to_owned()))
    }

    /// A text that must be given.
    pub(super) fn needed(&mut self, key: &'static str) -> Result<String, FormatError> {
        match self.text(key)? {
            Some(text) => Ok(text),
            None => {
                let place = Place { file: FILE.to_owned(), line: self.line };
                let inside = if self.place.is_empty() { String::new() } else { format!(" in `{}`", self.place) };
                Err(place.malformed(format!("`{key}` is missing{inside}: add {key} = \"...\"")))
            }
        }
    }

    /// True or false.
    pub(super) fn flag(&mut self, key: &'static str) -> Result<Option<bool>, FormatError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        value.as_bool().map(Some).ok_or_else(|| self.kind(key, "true or false, without quotes", value))
    }

    /// A text, or a whole number taken as one.
    pub(super) fn text_or_number(&mut self, key: &'static str) -> Result<Option<String>, FormatError> {
        match self.get(key) {
            Some(DeValue::Integer(number)) if number.radix() == 10 => Ok(Some(number.as_str().replace('_', ""))),
            _ => self.text(key),
        }
    }

    /// A whole number from 1 on, where it is given.
    pub(super) fn count(&mut self, key: &'static str, most: u32) -> Result<Option<NonZeroU32>, FormatError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let number = value.as_integer().and_then(|number| number.as_str().parse().ok());
        let count = number.filter(|n: &NonZeroU32| n.get() <= most);
        count.map(Some).ok_or_else(|| self.kind(key, &format!("a whole number from 1 to {most}"), value))
    }

    /// A list of texts; empty where it is not given.
    pub(super) fn texts(&mut self, key: &'static str) -> Result<Vec<String>, FormatError> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let list = value.as_array().ok_or_else(|| self.kind(key, "a list of texts", value))?;
        let text = |item: &Spanned<DeValue<'_>>| {
            let item = item.get_ref();
            let text = item.as_str().ok_or_else(|| self.kind(key, "a list of texts in quotes", item))?;
            self.no_nul(key, text).map(|()| text.to_owned())
        };
        list.iter().map(text).collect()
    }

    /// A list of options by their numbers; empty where it is not given.
    pub(super) fn numbers(&mut self, key: &'static str) -> Result<Vec<OptionId>, FormatError> {
        const WANTED: &str = "a list of the numbers of options, such as [1, 2]";
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let list = value.as_array().ok_or_else(|| self.kind(key, WANTED, value))?;
        let number = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => match number.as_str().parse() {
                Ok(number) => Ok(OptionId(number)),
                Err(_) => Err(self.wrong(key, &format!("`{}` is not the number of an option", shown(number.as_str())))),
            },
            item => Err(self.kind(key, WANTED, item)),
        };
        list.iter().map(number).collect()
    }

    /// One of a few words.
    pub(super) fn word(
        &mut self,
        key: &'static str,
        words: &[&'static str],
    ) -> Result<Option<&'static str>, FormatError> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        match words.iter().find(|word| **word == text) {
            Some(word) => Ok(Some(*word)),
            None => {
                let known = words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
                Err(self.wrong(key, &format!("is `{}`; use one of {known}", shown(&text))))
            }
        }
    }

    /// A time as it is written; nothing where there is none.
    pub(super) fn written_time(&mut self, key: &'static str) -> Option<String> {
        match self.get(key)? {
            DeValue::Datetime(time) => Some(time.to_string()),
            DeValue::String(text) => Some(text.to_string()),
            _ => None,
        }
    }

    /// A time with its offset, or without one in the zone that the file names; as TOML's own kind or as text.
    pub(super) fn time(&mut self, key: &'static str, zone: Option<Zone>) -> Result<Option<Millis>, FormatError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let text = self.written_time(key).ok_or_else(|| self.kind(key, "a time", value))?;
        times::read(&text, zone).map(Some).map_err(|problem| self.wrong(key, &problem))
    }

    /// A table inside it, where it is given.
    pub(super) fn one<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Section<'a>) -> Result<T, FormatError>,
    ) -> Result<Option<T>, FormatError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let table = value.as_table().ok_or_else(|| self.kind(key, &format!("a table: [{key}]"), value))?;
        let place = self.place_of(key);
        let mut section =
            Section { lines: self.lines, line: self.lines.line_near(&place), place, table, asked: Vec::new() };
        let read = read(&mut section)?;
        section.finish()?;
        Ok(Some(read))
    }

    /// A list of tables inside it; empty where it is not given.
    pub(super) fn each<T>(
        &mut self,
        key: &'static str,
        max: usize,
        mut read: impl FnMut(&mut Section<'a>) -> Result<T, FormatError>,
    ) -> Result<Vec<T>, FormatError> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let wanted = format!("a list of tables: [[{}]]", unnumbered(&self.place_of(key)));
        let list = value.as_array().ok_or_else(|| self.kind(key, &wanted, value))?;
        if list.len() > max {
            return Err(self.wrong(key, &format!("stands there {} times, at most {max} are allowed", list.len())));
        }
        let mut all = Vec::with_capacity(list.len());
        for (n, item) in (1..).zip(list.iter()) {
            let table = item.get_ref().as_table().ok_or_else(|| self.kind(key, &wanted, item.get_ref()))?;
            let place = self.place_of(&format!("{key}[{n}]"));
            let line = self.lines.line_of(&item.span());
            self.lines.remember(&place, line);
            let mut section = Section { lines: self.lines, line: Some(line), place, table, asked: Vec::new() };
            all.push(read(&mut section)?);
            section.finish()?;
        }
        Ok(all)
    }

    /// Refuses what nobody asked for.
    pub(super) fn finish(&self) -> Result<(), FormatError> {
        let is_known = |key: &str| self.asked.contains(&key);
        let unknown = self.table.iter().filter(|(key, _)| !is_known(key.get_ref()));
        let Some((key, _)) = unknown.min_by_key(|(key, _)| key.span().start) else { return Ok(()) };
        // What tidy sets say of themselves is nothing to write by hand.
        let offered = self.asked.iter().filter(|key| **key != RECORD);
        let known = offered.map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let place = if self.place.is_empty() { "here".to_owned() } else { format!("in `{}`", self.place) };
        Err(Place::line(FILE, self.lines.line_of(&key.span()))
            .malformed(format!("`{}` is not known {place}; known are {known}", shown(key.get_ref()))))
    }

    fn get(&mut self, key: &'static str) -> Option<&'a DeValue<'a>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        let (found, value) = self.table.iter().find(|(found, _)| found.get_ref() == key)?;
        // A table's own span begins at its header; a plain value is told by its key.
        self.lines.remember(&self.place_of(key), self.lines.line_of(&found.span()));
        Some(value.get_ref())
    }

    fn no_nul(&self, key: &str, text: &str) -> Result<(), FormatError> {
        if text.contains('\0') { Err(self.wrong(key, "holds a NUL character; take it out")) } else { Ok(()) }
    }

    fn kind(&self, key: &str, wanted: &str, found: &DeValue<'_>) -> FormatError {
        self.wrong(key, &format!("needs {wanted}, found {}", kind_name(found)))
    }

    fn place_of(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) }
    }
}

const fn kind_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// `poll.option` from `poll.option`, `term` from `term[3]`: as it stands in a header.
fn unnumbered(place: &str) -> String {
    place.split('.').map(|part| part.split('[').next().unwrap_or(part)).collect::<Vec<_>>().join(".")
}
