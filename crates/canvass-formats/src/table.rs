//! A CSV file with a header, read record by record with line numbers, bounds and progress.
//!
//! It never guesses at a damaged record: a field too many or too few is an error, unless the caller asks for
//! the surplus. What spreadsheets do to a file without changing what it says is read, and counted ([`Lenient`]).

use crate::per_record::PerRecord;
use crate::{
    FormatError, Place,
    encoding::{self, Utf8},
    error::shown,
    lenient::{Lenient, separator_of},
};
use csv::{ByteRecord, ErrorKind, ReaderBuilder};
use std::{
    io::{self, Read},
    str::FromStr,
};

/// Largest file read, in bytes.
pub const MAX_FILE_BYTES: u64 = 2_000_000_000;
/// Largest record (one line, or several inside quotes), in bytes: more means that a quote was left open.
pub const MAX_RECORD_BYTES: u64 = 16_000_000;
/// Most columns: one for every statement, and the named ones.
const MAX_COLUMNS: usize = crate::polis::MAX_STATEMENTS + 64;
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
pub(crate) struct Meter<'p> {
    pub(crate) report: &'p mut dyn FnMut(Progress),
    pub(crate) done_bytes: u64,
    pub(crate) total_bytes: u64,
}

/// A reader that stops at the bounds.
pub(crate) struct Metered<'m, 'p, R> {
    inner: R,
    file: &'static str,
    meter: &'m mut Meter<'p>,
    n_bytes: u64,
    /// Bytes that may still be read before the record must end.
    left_in_record: u64,
}

/// A CSV file with a header.
pub(crate) struct Table<R> {
    file: &'static str,
    reader: csv::Reader<Utf8<R>>,
    header: Vec<String>,
    record: ByteRecord,
    lenient: Lenient,
    /// Whether the last record ended with a carriage return whose line feed is not counted yet.
    owes_a_line: bool,
}

/// One record of a table.
pub(crate) struct Row<'t> {
    file: &'static str,
    header: &'t [String],
    pub(crate) record: &'t ByteRecord,
    lenient: &'t Lenient,
    line: u64,
    /// Where its bytes begin and end in the file.
    pub(crate) bytes: (u64, u64),
}

/// The place of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column(pub(crate) usize);

#[derive(Debug, thiserror::Error)]
enum Bound {
    #[error("has more than {MAX_FILE_BYTES} bytes, which is more than is read")]
    File,
    #[error("a record has more than {MAX_RECORD_BYTES} bytes; was a quote left open?")]
    Record,
}

impl<'m, 'p, R: Read> Metered<'m, 'p, R> {
    pub(crate) const fn new(file: &'static str, inner: R, meter: &'m mut Meter<'p>) -> Self {
        Self { inner, file, meter, n_bytes: 0, left_in_record: MAX_RECORD_BYTES }
    }

    /// The whole file.
    pub(crate) fn read_all(mut self) -> Result<Vec<u8>, FormatError> {
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

impl<R: Read> PerRecord for Metered<'_, '_, R> {
    fn begin_record(&mut self) {
        self.left_in_record = MAX_RECORD_BYTES + BUFFER_BYTES as u64;
    }
}

impl<R: PerRecord> Table<R> {
    pub(crate) fn open(file: &'static str, source: R) -> Result<Self, FormatError> {
        let mut source = Utf8::new(source);
        let separator = separator_of(source.first_line().map_err(|error| io_error(file, None, error))?);
        let mut lenient = Lenient::new(file);
        (lenient.separator, lenient.is_converted) = (separator, source.is_converted());
        let mut builder = ReaderBuilder::new();
        let builder = builder.has_headers(false).flexible(true).delimiter(separator).buffer_capacity(BUFFER_BYTES);
        let (reader, header, record) = (builder.from_reader(source), Vec::new(), ByteRecord::new());
        let mut table = Self { file, reader, header, record, lenient, owes_a_line: false };
        let Some(row) = table.read()? else {
            return Err(Place::file(file).malformed("is empty; it must begin with the names of its columns"));
        };
        let (header, n_columns) = (row.header_names()?, row.record.len());
        table.lenient.n_blank_columns = n_columns - header.len();
        table.header = header;
        Ok(table)
    }

    /// What was read although it is not quite as such a file should be.
    pub(crate) fn into_lenient(self) -> Lenient {
        self.lenient
    }

    /// What separates fields.
    pub(crate) const fn separator(&self) -> u8 {
        self.lenient.separator
    }

    /// Columns at the end without a name.
    pub(crate) const fn n_blank_columns(&self) -> usize {
        self.lenient.n_blank_columns
    }

    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    pub(crate) fn place_of_header(&self) -> Place {
        Place::line(self.file, 1)
    }

    /// The column of that name, where there is one.
    pub(crate) fn find(&self, name: &str) -> Option<Column> {
        self.header.iter().position(|column| column == name).map(Column)
    }

    /// The column of the first of these names that there is, in capitals or not; to the letter goes first. Any but the
    /// first name is told.
    pub(crate) fn find_as(&self, names: &[&str]) -> Option<Column> {
        let alike = |name: &&str| self.header.iter().position(|column| is_alike(column, name)).map(Column);
        let found = names.iter().find_map(|name| self.find(name)).or_else(|| names.iter().find_map(alike));
        if let (Some(column), [name, ..]) = (found, names)
            && let Some(there) = self.header.get(column.0).filter(|there| there != name)
        {
            self.lenient.renamed(there, name);
        }
        found
    }

    /// The column of that name, or of the first of its other names that there is; in capitals or not.
    pub(crate) fn need_as(&self, names: &[&str]) -> Result<Column, FormatError> {
        self.find_as(names).map_or_else(|| self.need(names.first().copied().unwrap_or_default()), Ok)
    }

    /// The column of that name.
    pub(crate) fn need(&self, name: &str) -> Result<Column, FormatError> {
        self.find(name).ok_or_else(|| {
            let found = self.header.iter().take(12).map(|column| format!("`{}`", shown(column))).collect::<Vec<_>>();
            let found = found.join(", ");
            self.place_of_header().malformed(format!("the column `{name}` is missing; there are {found}"))
        })
    }

    /// The next record, with as many fields as the header.
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>, FormatError> {
        let Some(row) = self.read()? else { return Ok(None) };
        row.check_length()?;
        Ok(Some(row))
    }

    /// The next record, whatever its length. One of nothing but empty fields, as spreadsheets add them, is passed over.
    pub(crate) fn read(&mut self) -> Result<Option<Row<'_>>, FormatError> {
        let (line, bytes) = loop {
            self.reader.get_mut().begin_record();
            let line = self.reader.position().line() + u64::from(self.owes_a_line);
            let more = self.reader.read_byte_record(&mut self.record);
            let more = more.map_err(|error| csv_error(self.file, line, error))?;
            if !more {
                return Ok(None);
            }
            let start = self.record.position().map_or(0, csv::Position::byte);
            let end = self.reader.position();
            let n_inside = self.record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
            self.owes_a_line = end.line() == line + n_inside;
            if !is_blank(&self.record, 0) {
                break (line, (start, end.byte()));
            }
            self.lenient.n_blank_rows += 1;
        };
        let (file, header, record, lenient) = (self.file, &self.header, &self.record, &self.lenient);
        Ok(Some(Row { file, header, record, lenient, line, bytes }))
    }
}

/// Whether a name is another but for capitals and for `_` in place of `-`.
fn is_alike(name: &str, other: &str) -> bool {
    let plain = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    name.bytes().map(plain).eq(other.bytes().map(plain))
}

fn is_blank_at(record: &ByteRecord, column: usize) -> bool {
    record.get(column).is_none_or(|field| field.trim_ascii().is_empty())
}

/// Whether all fields of a record are empty, from one of them on.
fn is_blank(record: &ByteRecord, from: usize) -> bool {
    record.iter().skip(from).all(|field| field.trim_ascii().is_empty())
}

impl<'t> Row<'t> {
    pub(crate) const fn line(&self) -> u64 {
        self.line
    }

    pub(crate) fn place(&self) -> Place {
        Place::line(self.file, self.line())
    }

    /// As many fields as the header has, or more that are empty.
    pub(crate) fn check_length(&self) -> Result<(), FormatError> {
        let (n, wanted) = (self.record.len(), self.header.len());
        if n < wanted || !is_blank(self.record, wanted) {
            return Err(self.length_error());
        }
        if n > wanted + self.lenient.n_blank_columns {
            self.lenient.n_long_rows.set(self.lenient.n_long_rows.get() + 1);
        }
        Ok(())
    }

    /// What is said of a record that is too long or too short.
    pub(crate) fn length_error(&self) -> FormatError {
        let (n, wanted) = (self.record.len(), self.header.len());
        let has_texts = self.header.iter().any(|column| matches!(column.as_str(), "comment-body" | "text"));
        let hint = if n > wanted && has_texts { "; a text with a comma in it needs quotes" } else { "" };
        self.place().malformed(format!("has {n} fields where the header has {wanted}{hint}"))
    }

    /// Whether a field is empty, counted from the last one.
    pub(crate) fn is_empty_from_end(&self, n: usize) -> bool {
        self.record.len().checked_sub(n + 1).is_some_and(|column| is_blank_at(self.record, column))
    }

    /// The field as it stands, blanks around it taken off.
    pub(crate) fn field(&self, column: Column) -> &'t [u8] {
        self.record.get(column.0).unwrap_or_default().trim_ascii()
    }

    /// A text, exactly as it stands.
    pub(crate) fn text(&self, column: Column) -> Result<&'t str, FormatError> {
        let bytes = self.record.get(column.0).unwrap_or_default();
        self.utf8(column, bytes)
    }

    /// A whole number that fits; one such as `1.0` is read as `1`, and counted.
    pub(crate) fn number<N: FromStr>(&self, column: Column) -> Result<N, FormatError> {
        let field = std::str::from_utf8(self.field(column)).ok().filter(|text| !text.starts_with('+'));
        if let Some(number) = field.and_then(|text| text.parse().ok()) {
            return Ok(number);
        }
        let whole = field.and_then(|text| self.whole(text)).and_then(|whole| whole.parse().ok());
        whole.ok_or_else(|| self.wrong(column, "is no whole number in range"))
    }

    /// The whole part of a number such as `1.0`, which is counted.
    pub(crate) fn whole<'f>(&self, field: &'f str) -> Option<&'f str> {
        self.lenient.whole(field)
    }

    /// Takes note of a flag that is not in Polis's words.
    pub(crate) fn has_odd_flag(&self) {
        self.lenient.n_flags.set(self.lenient.n_flags.get() + 1);
    }

    /// How many empty fields stand beyond the last column.
    pub(crate) fn n_surplus(&self) -> usize {
        self.record.len().saturating_sub(self.header.len())
    }

    /// A whole number that fits, where the field is not empty.
    pub(crate) fn maybe<N: FromStr>(&self, column: Column) -> Result<Option<N>, FormatError> {
        if self.field(column).is_empty() { Ok(None) } else { self.number(column).map(Some) }
    }

    /// What is wrong with a field.
    pub(crate) fn wrong(&self, column: Column, problem: &str) -> FormatError {
        let value = String::from_utf8_lossy(self.field(column));
        let value = if value.is_empty() { "an empty field" } else { &format!("`{}`", shown(&value)) };
        // While the header itself is read, columns have no names yet.
        let place = self.header.get(column.0).map_or_else(String::new, |name| format!(" in column `{}`", shown(name)));
        self.place().malformed(format!("{value}{place} {problem}"))
    }

    fn utf8(&self, column: Column, bytes: &'t [u8]) -> Result<&'t str, FormatError> {
        let text = std::str::from_utf8(bytes).map_err(|_| self.unreadable(column, bytes))?;
        if text.contains('\0') {
            return Err(self.wrong(column, "holds a NUL character"));
        }
        Ok(text)
    }

    fn unreadable(&self, column: Column, bytes: &[u8]) -> FormatError {
        let name = self.header.get(column.0).map_or_else(String::new, |name| format!("column `{}` ", shown(name)));
        self.place().malformed(format!("{name}{}", encoding::not_utf8(bytes)))
    }

    fn header_names(&self) -> Result<Vec<String>, FormatError> {
        if self.record.len() > MAX_COLUMNS {
            let problem = format!("has {} columns, at most {MAX_COLUMNS} are read", self.record.len());
            return Err(self.place().too_large(problem));
        }
        let mut seen = std::collections::BTreeSet::new();
        // Spreadsheets write the empty columns at the end that somebody once looked at.
        let n_named = (0..self.record.len()).rev().find(|column| !is_blank_at(self.record, *column));
        let n_named = n_named.map_or(0, |last| last + 1);
        let mut names = Vec::with_capacity(n_named);
        for column in 0..n_named {
            let name = self.text(Column(column))?.trim();
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
        None => encoding::damaged(file, &error)
            .unwrap_or_else(|| FormatError::Unreadable { place: Place::file(file), source: error }),
    }
}
