//! Writes one CSV file, field by field, as RFC 4180 has it.
//!
//! It never decides what a field means: texts are quoted always or at need, as the caller asks.

use crate::{FormatError, Place};
use std::{
    fmt::Display,
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineEnd {
    /// As RFC 4180 has it.
    CrLf,
    /// As Polis has it.
    Lf,
}

/// A CSV file being written.
pub(crate) struct Sheet {
    name: &'static str,
    out: BufWriter<File>,
    end: LineEnd,
    is_line_start: bool,
}

impl Sheet {
    pub(crate) fn create(folder: &Path, name: &'static str, end: LineEnd) -> Result<Self, FormatError> {
        let file = File::create(folder.join(name)).map_err(|source| unwritable(name, source))?;
        Ok(Self { name, out: BufWriter::new(file), end, is_line_start: true })
    }

    /// A line of plain words, such as the header.
    pub(crate) fn header(&mut self, names: &[&str]) -> Result<(), FormatError> {
        names.iter().try_for_each(|name| self.text(name))?;
        self.end_line()
    }

    /// A number, or a word that needs no quotes.
    pub(crate) fn plain(&mut self, value: impl Display) -> Result<(), FormatError> {
        self.separate()?;
        write!(self.out, "{value}").map_err(|source| unwritable(self.name, source))
    }

    /// A number where there is one.
    pub(crate) fn maybe(&mut self, value: Option<impl Display>) -> Result<(), FormatError> {
        match value {
            Some(value) => self.plain(value),
            None => self.separate(),
        }
    }

    /// A text, in quotes where it needs them.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), FormatError> {
        if text.contains([',', '"', '\n', '\r']) { self.quoted(text) } else { self.plain(text) }
    }

    /// A text, always in quotes.
    pub(crate) fn quoted(&mut self, text: &str) -> Result<(), FormatError> {
        self.plain(format_args!("\"{}\"", text.replace('"', "\"\"")))
    }

    pub(crate) fn end_line(&mut self) -> Result<(), FormatError> {
        self.is_line_start = true;
        let end = match self.end {
            LineEnd::CrLf => "\r\n",
            LineEnd::Lf => "\n",
        };
        self.out.write_all(end.as_bytes()).map_err(|source| unwritable(self.name, source))
    }

    pub(crate) fn finish(mut self) -> Result<(), FormatError> {
        self.out.flush().map_err(|source| unwritable(self.name, source))
    }

    fn separate(&mut self) -> Result<(), FormatError> {
        if std::mem::take(&mut self.is_line_start) {
            return Ok(());
        }
        self.out.write_all(b",").map_err(|source| unwritable(self.name, source))
    }
}

/// Makes the folder that files are written to.
pub(crate) fn create_folder(folder: &Path) -> Result<(), FormatError> {
    std::fs::create_dir_all(folder).map_err(|source| unwritable(&folder.display().to_string(), source))
}

pub(crate) fn unwritable(name: &str, source: io::Error) -> FormatError {
    FormatError::Unwritable { place: Place::file(name), source }
}
