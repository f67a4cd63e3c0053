//! A CSV file with a header, read record by record with line numbers, bounds and progress.
//!
//! It never guesses at a damaged record: a field too many or too few is an error, unless the caller asks for
//! the surplus.

use super::{MAX_FILE_BYTES, MAX_RECORD_BYTES};
use crate::{FormatError, Place, error::shown};
use csv::{ByteRecord, ErrorKind, ReaderBuilder};
use std::{
    io::{self, Read},
    str::FromStr,
};

/// Most columns: one for every statement, and the named ones.
const MAX_COLUMNS: usize = super::MAX_STATEMENTS + 64;
const BUFFER_BYTES: usize = 256 * 1024;

/// How far reading has come, over all files of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The file being read.
    pub file: &'static str,
    /// Bytes read so far, of all files.
    pub done_bytes: u64,
    /// Bytes to read, of all files.
    pub total_bytes: u64,
}

/// Counts bytes and tells the caller.
pub(super) struct Meter<'p> {
    pub(super) report: &'p mut dyn FnMut(Progress),
    pub(super) done_bytes: u64,
    pub(super) total_bytes: u64,
}

/// A reader that stops at the bounds.
pub(super) struct Metered<'m, 'p, R> {
    inner: R,
    file: &'static str,
    meter: &'m mut Meter<'p>,
    n_bytes: u64,
    /// Bytes that may still be read before the record must end.
    left_in_record: u64,
}

/// A CSV file with a header.
pub(super) struct Table<R> {
    file: &'static str,
    reader: csv::Reader<R>,
    header: Vec<String>,
    record: ByteRecord,
}

/// One record of a table.
pub(super) struct Row<'t> {
    file: &'static str,
    header: &'t [String],
    pub(super) record: &'t ByteRecord,
    /// Where its bytes begin and end in the file.
    pub(super) bytes: (u64, u64),
}

/// The place of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column(pub(super) usize);

#[derive(Debug, thiserror::Error)]
enum Bound {
    #[error("has more than {MAX_FILE_BYTES} bytes, which is more than is read")]
    File,
    #[error("a record has more than {MAX_RECORD_BYTES} bytes; was a quote left open?")]
    Record,
}

impl<'m, 'p, R: Read> Metered<'m, 'p, R> {
    pub(super) const fn new(file: &'static str, inner: R, meter: &'m mut Meter<'p>) -> Self {
        Self { inner, file, meter, n_bytes: 0, left_in_record: MAX_RECORD_BYTES }
    }

    /// The whole file.
    pub(super) fn read_all(mut self) -> Result<Vec<u8>, FormatError> {
        self.left_in_record = u64::MAX;
        let mut bytes = Vec::new();
        let (file, read) = (self.file, self.read_to_end(&mut bytes));
        read.map_err(|error| io_error(file, None, error))?;
        Ok(bytes)
    }
}

impl<R: Read> Read for Metered<'_, '_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let n_bytes = n as u64;
        self.n_bytes += n_bytes;
        self.meter.done_bytes += n_bytes;
        (self.meter.report)(Progress {
            file: self.file,
            done_bytes: self.meter.done_bytes,
            total_bytes: self.meter.total_bytes,
        });
        if self.n_bytes > MAX_FILE_BYTES {
            return Err(io::Error::other(Bound::File));
        }
        self.left_in_record =
            self.left_in_record.checked_sub(n_bytes).ok_or_else(|| io::Error::other(Bound::Record))?;
        Ok(n)
    }
}

/// A reader whose count of bytes starts anew with every record.
pub(super) trait PerRecord: Read {
    /// A record begins.
    fn begin_record(&mut self);
}

impl<R: Read> PerRecord for Metered<'_, '_, R> {
    fn begin_record(&mut self) {
        self.left_in_record = MAX_RECORD_BYTES + BUFFER_BYTES as u64;
    }
}

impl PerRecord for &[u8] {
    fn begin_record(&mut self) {}
}

impl<R: PerRecord> Table<R> {
    pub(super) fn open(file: &'static str, source: R) -> Result<Self, FormatError> {
        let reader =
            ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(BUFFER_BYTES).from_reader(source);
        let mut table = Self { file, reader, header: Vec::new(), record: ByteRecord::new() };
        let Some(row) = table.read()? else {
            return Err(Place::file(file).malformed("is empty; it must begin with the names of its columns"));
        };
        let header = row.header_names()?;
        table.header = header;
        Ok(table)
    }

    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    pub(super) fn place_of_header(&self) -> Place {
        Place::line(self.file, 1)
    }

    /// The column of that name, where there is one.
    pub(super) fn find(&self, name: &str) -> Option<Column> {
        self.header.iter().position(|column| column == name).map(Column)
    }

    /// The column of that name.
    pub(super) fn need(&self, name: &str) -> Result<Column, FormatError> {
        self.find(name).ok_or_else(|| {
            let found = self.header.iter().take(12).map(|column| format!("`{}`", shown(column))).collect::<Vec<_>>();
            let found = found.join(", ");
            self.place_of_header().malformed(format!("the column `{name}` is missing; there are {found}"))
        })
    }

    /// The next record, with as many fields as the header.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>, FormatError> {
        let Some(row) = self.read()? else { return Ok(None) };
        row.check_length()?;
        Ok(Some(row))
    }

    /// The next record, whatever its length.
    pub(super) fn read(&mut self) -> Result<Option<Row<'_>>, FormatError> {
        self.reader.get_mut().begin_record();
        let line_before = self.reader.position().line();
        let more = self.reader.read_byte_record(&mut self.record);
        let more = more.map_err(|error| csv_error(self.file, line_before, error))?;
        if !more {
            return Ok(None);
        }
        let start = self.record.position().map_or(0, csv::Position::byte);
        let bytes = (start, self.reader.position().byte());
        Ok(Some(Row { file: self.file, header: &self.header, record: &self.record, bytes }))
    }
}

impl<'t> Row<'t> {
    pub(super) fn line(&self) -> u64 {
        self.record.position().map_or(1, csv::Position::line)
    }

    pub(super) fn place(&self) -> Place {
        Place::line(self.file, self.line())
    }

    pub(super) fn check_length(&self) -> Result<(), FormatError> {
        let (n, wanted) = (self.record.len(), self.header.len());
        if n == wanted {
            return Ok(());
        }
        let has_texts = self.header.iter().any(|column| column == "comment-body");
        let hint = if n > wanted && has_texts { "; a text with a comma in it needs quotes" } else { "" };
        Err(self.place().malformed(format!("has {n} fields where the header has {wanted}{hint}")))
    }

    /// The field as it stands, blanks around it taken off.
    pub(super) fn field(&self, column: Column) -> &'t [u8] {
        self.record.get(column.0).unwrap_or_default().trim_ascii()
    }

    /// A text, exactly as it stands.
    pub(super) fn text(&self, column: Column) -> Result<&'t str, FormatError> {
        let bytes = self.record.get(column.0).unwrap_or_default();
        self.utf8(column, bytes)
    }

    /// A whole number that fits.
    pub(super) fn number<N: FromStr>(&self, column: Column) -> Result<N, FormatError> {
        let field = self.field(column);
        let digits = std::str::from_utf8(field).ok().filter(|text| !text.starts_with('+'));
        digits.and_then(|text| text.parse().ok()).ok_or_else(|| self.wrong(column, "is no whole number in range"))
    }

    /// What is wrong with a field.
    pub(super) fn wrong(&self, column: Column, problem: &str) -> FormatError {
        let value = String::from_utf8_lossy(self.field(column));
        let value = if value.is_empty() { "an empty field" } else { &format!("`{}`", shown(&value)) };
        // While the header itself is read, columns have no names yet.
        let place = self.header.get(column.0).map_or_else(String::new, |name| format!(" in column `{}`", shown(name)));
        self.place().malformed(format!("{value}{place} {problem}"))
    }

    fn utf8(&self, column: Column, bytes: &'t [u8]) -> Result<&'t str, FormatError> {
        let text =
            std::str::from_utf8(bytes).map_err(|_| self.wrong(column, "is not UTF-8; save the file as UTF-8"))?;
        if text.contains('\0') {
            return Err(self.wrong(column, "holds a NUL character"));
        }
        Ok(text)
    }

    fn header_names(&self) -> Result<Vec<String>, FormatError> {
        if self.record.len() > MAX_COLUMNS {
            let problem = format!("has {} columns, at most {MAX_COLUMNS} are read", self.record.len());
            return Err(self.place().too_large(problem));
        }
        let mut seen = std::collections::BTreeSet::new();
        let mut names = Vec::with_capacity(self.record.len());
        for column in 0..self.record.len() {
            let name = self.text(Column(column))?.trim_start_matches('\u{feff}').trim();
            if !seen.insert(name) {
                let problem = format!("the column `{}` stands there twice", shown(name));
                return Err(self.place().malformed(problem));
            }
            names.push(name.to_owned());
        }
        Ok(names)
    }
}

fn csv_error(file: &'static str, line: u64, error: csv::Error) -> FormatError {
    let text = error.to_string();
    match error.into_kind() {
        ErrorKind::Io(error) => io_error(file, Some(line), error),
        _ => Place::line(file, line).malformed(text),
    }
}

fn io_error(file: &'static str, line: Option<u64>, error: io::Error) -> FormatError {
    let bound = error.get_ref().and_then(|inner| inner.downcast_ref::<Bound>()).map(ToString::to_string);
    match bound {
        Some(reason) => Place { file: file.to_owned(), line }.too_large(reason),
        None => FormatError::Unreadable { place: Place::file(file), source: error },
    }
}
