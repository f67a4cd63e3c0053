//! comments.csv: the statements.
//!
//! Texts are kept to the letter. A record that is too long is read only where it can be nothing but a statement
//! with commas, as the unquoted files of late 2024 hold them.

use super::{
    COMMENTS, MAX_STATEMENTS, MAX_TEXT_CHARS,
    sign::Handwriting,
    votes::{Clock, parse_time},
};
use crate::per_record::PerRecord;
use crate::{
    FormatError,
    lenient::Lenient,
    neutral::Texts,
    table::{Column, Row, Table},
};
use canvass_domain::{Millis, StatementId, Subject};
use std::collections::{BTreeMap, BTreeSet};

/// One statement as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) at_ms: Millis,
    pub(super) author: u32,
    pub(super) n_agrees: u64,
    pub(super) n_disagrees: u64,
    pub(super) moderation: Moderation,
    pub(super) subject: Subject,
    pub(super) seed: Seed,
    /// The wording; nothing where there is none.
    pub(super) text: Option<String>,
}

/// What Polis's moderators did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moderation {
    Accepted,
    /// Shown, unless moderation was strict, which the files do not say; see `approval.rs`.
    Unmoderated,
    Rejected,
}

/// Whether the organiser put it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seed {
    Yes,
    No,
    /// The file has no such column.
    Unknown,
}

/// All statements.
#[derive(Debug)]
pub(super) struct Comments {
    pub(super) by_id: BTreeMap<u32, Comment>,
    pub(super) clock: Clock,
    pub(super) handwriting: Handwriting,
    pub(super) n_duplicates: u64,
    pub(super) lenient: Lenient,
}

struct Columns {
    timestamp: Column,
    id: Column,
    author: Column,
    agrees: Column,
    disagrees: Column,
    moderated: Column,
    is_meta: Option<Column>,
    is_seed: Option<Column>,
    body: Column,
    body_is_last: bool,
    separator: u8,
    /// Columns at the end without a name.
    n_blank: usize,
}

/// How statements stand in the file.
#[derive(Default)]
struct Quoting {
    n_quoted: u64,
    /// Records whose statement had commas without quotes; the error to give should it turn out to be wrong.
    first_joined: Option<FormatError>,
}

pub(super) fn parse(bytes: &[u8], texts: Texts) -> Result<Comments, FormatError> {
    let mut table = Table::open(COMMENTS, bytes)?;
    let columns = Columns::of(&table)?;
    let mut comments = Comments {
        by_id: BTreeMap::new(),
        clock: Clock::default(),
        handwriting: Handwriting::Sound,
        n_duplicates: 0,
        lenient: Lenient::new(COMMENTS),
    };
    let mut lines = BTreeMap::new();
    let mut quoting = Quoting::default();
    while let Some(row) = table.read()? {
        let raw = raw_record(bytes, &row);
        check_quotes_closed(bytes, raw, columns.separator, &row)?;
        let body = columns.body(&row, raw, &mut quoting)?;
        let comment = columns.comment(&row, texts.read(&body), &mut comments.clock)?;
        let id = row.number::<u32>(columns.id)?;
        if let Some(before) = comments.by_id.get(&id) {
            if *before != comment {
                let first = lines.get(&id).copied().unwrap_or(0_u64);
                let problem = format!("statement `{id}` stands there twice, first on line {first}, and differs");
                return Err(row.place().malformed(problem));
            }
            comments.n_duplicates += 1;
            continue;
        }
        if comments.by_id.len() == MAX_STATEMENTS {
            return Err(row.place().too_large(format!("has more than {MAX_STATEMENTS} statements")));
        }
        lines.insert(id, row.line());
        comments.by_id.insert(id, comment);
    }
    comments.lenient = table.into_lenient();
    comments.handwriting = quoting.handwriting(comments.clock, columns.body_is_last)?;
    Ok(comments)
}

impl Comments {
    /// The statements about the readers.
    pub(super) fn meta(&self) -> BTreeSet<StatementId> {
        let meta = self.by_id.iter().filter(|(_, comment)| comment.subject.is_meta());
        meta.map(|(id, _)| StatementId(*id)).collect()
    }

    /// Time of the newest statement.
    pub(super) fn newest_ms(&self) -> Millis {
        self.by_id.values().map(|comment| comment.at_ms).max().unwrap_or(0)
    }
}

impl Columns {
    fn of<R: PerRecord>(table: &Table<R>) -> Result<Self, FormatError> {
        let body = table.need_as(&["comment-body", "comment-text"])?;
        Ok(Self {
            timestamp: table.need_as(&["timestamp"])?,
            id: table.need_as(&["comment-id"])?,
            author: table.need_as(&["author-id"])?,
            agrees: table.need_as(&["agrees"])?,
            disagrees: table.need_as(&["disagrees"])?,
            moderated: table.need_as(&["moderated"])?,
            is_meta: table.find_as(&["is-meta", "is_meta"]),
            is_seed: table.find_as(&["is-seed", "is_seed"]),
            body,
            body_is_last: body.0 + 1 == table.header().len(),
            separator: table.separator(),
            n_blank: table.n_blank_columns(),
        })
    }

    /// The statement's wording, its record checked for length.
    fn body(&self, row: &Row<'_>, raw: &[u8], quoting: &mut Quoting) -> Result<String, FormatError> {
        let has_quotes = raw.contains(&b'"');
        // What looks like empty fields may be the end of a statement that stands there without quotes.
        let checked = if row.n_surplus() > self.n_blank && self.body_is_last && !has_quotes {
            Err(row.length_error())
        } else {
            row.check_length()
        };
        let Err(error) = checked else {
            let text = row.text(self.body)?;
            let raw = without_surplus(raw, self.separator, row.n_surplus());
            quoting.n_quoted += u64::from(self.body_is_last && is_quoted(raw, text));
            return Ok(text.to_owned());
        };
        let is_too_long = row.n_surplus() > 0;
        let mut clock = Clock::default();
        parse_time(row, self.timestamp, &mut clock)?;
        if !(self.body_is_last && is_too_long && clock.n_seconds == 1 && !has_quotes) {
            return Err(error);
        }
        quoting.first_joined.get_or_insert(error);
        let n_blank = (0..self.n_blank).take_while(|n| row.is_empty_from_end(*n)).count();
        let end = row.record.len() - n_blank.min(row.n_surplus());
        let pieces = (self.body.0..end).map(|column| row.text(Column(column)));
        let separator = char::from(self.separator).to_string();
        Ok(pieces.collect::<Result<Vec<_>, _>>()?.join(&separator))
    }

    fn comment(&self, row: &Row<'_>, body: &str, clock: &mut Clock) -> Result<Comment, FormatError> {
        if body.chars().count() > MAX_TEXT_CHARS {
            let problem = format!("the statement has more than {MAX_TEXT_CHARS} characters");
            return Err(row.place().too_large(problem));
        }
        let moderation = match row.number::<i8>(self.moderated).ok() {
            Some(1) => Moderation::Accepted,
            Some(0) => Moderation::Unmoderated,
            Some(-1) => Moderation::Rejected,
            _ => return Err(row.wrong(self.moderated, "must be -1 (declined), 0 (not moderated) or 1 (accepted)")),
        };
        let subject = match self.is_meta.map(|column| flag(row, column)).transpose()? {
            Some(Flag::Yes) => Subject::Readers,
            Some(Flag::No) | None => Subject::Topic,
        };
        let seed = match self.is_seed.map(|column| flag(row, column)).transpose()? {
            Some(Flag::Yes) => Seed::Yes,
            Some(Flag::No) => Seed::No,
            None => Seed::Unknown,
        };
        Ok(Comment {
            at_ms: parse_time(row, self.timestamp, clock)?,
            author: row.number(self.author)?,
            n_agrees: u64::from(row.number::<u32>(self.agrees)?),
            n_disagrees: u64::from(row.number::<u32>(self.disagrees)?),
            moderation,
            subject,
            seed,
            text: if body.trim().is_empty() { None } else { Some(body.to_owned()) },
        })
    }
}

impl Quoting {
    fn handwriting(self, clock: Clock, body_is_last: bool) -> Result<Handwriting, FormatError> {
        match self.first_joined {
            Some(error) if self.n_quoted > 0 || clock.n_millis > 0 => Err(error),
            Some(_) => Ok(Handwriting::Faulty),
            None if self.n_quoted == 0 && clock.n_seconds > 0 && body_is_last => Ok(Handwriting::Suspect),
            None => Ok(Handwriting::Sound),
        }
    }
}

enum Flag {
    Yes,
    No,
}

fn flag(row: &Row<'_>, column: Column) -> Result<Flag, FormatError> {
    // Spreadsheets write TRUE, scripts True, databases t, and all of them numbers where a column once had gaps.
    let field = row.field(column);
    if !matches!(field, b"true" | b"false" | b"") {
        row.has_odd_flag();
    }
    match field.to_ascii_lowercase().as_slice() {
        b"true" | b"t" | b"yes" | b"y" | b"1" | b"1.0" => Ok(Flag::Yes),
        b"false" | b"f" | b"no" | b"n" | b"0" | b"0.0" | b"" | b"null" | b"nan" => Ok(Flag::No),
        _ => Err(row.wrong(column, "must be true or false")),
    }
}

/// The bytes of a record without its line end.
fn raw_record<'b>(bytes: &'b [u8], row: &Row<'_>) -> &'b [u8] {
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    bytes.get(place(row.bytes.0)..place(row.bytes.1)).unwrap_or_default().trim_ascii_end()
}

/// A quote that is never closed swallows the rest of the file into its last record.
fn check_quotes_closed(bytes: &[u8], raw: &[u8], separator: u8, row: &Row<'_>) -> Result<(), FormatError> {
    let is_last = row.bytes.1 >= bytes.len() as u64;
    let is_odd = is_last && raw.iter().filter(|byte| **byte == b'"').count() % 2 == 1;
    if is_odd && raw.windows(2).any(|pair| pair == [separator, b'"']) {
        return Err(row.place().malformed("a quote is opened and never closed; is the file cut off?"));
    }
    Ok(())
}

/// Whether the record ends with exactly this text in quotes.
fn is_quoted(raw: &[u8], text: &str) -> bool {
    raw.ends_with(b"\"") && raw.ends_with(format!("\"{}\"", text.replace('"', "\"\"")).as_bytes())
}

/// The record without the empty fields at its end.
fn without_surplus(raw: &[u8], separator: u8, n_surplus: usize) -> &[u8] {
    (0..n_surplus).fold(raw, |raw, _| raw.strip_suffix(&[separator]).unwrap_or(raw).trim_ascii_end())
}
