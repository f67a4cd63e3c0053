//! votes.csv: every vote, those changed later included.
//!
//! Date texts are not read: they stand in the time zone of whoever exported the file.

use super::{MAX_VOTES, VOTES, sign::Mark};
use crate::per_record::PerRecord;
use crate::{
    FormatError,
    lenient::Lenient,
    table::{Column, Row, Table},
};
use canvass_domain::Millis;

/// One vote as the file has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct VoteRow {
    pub(super) participant: u32,
    pub(super) statement: u32,
    pub(super) at_ms: Millis,
    /// Its place in the file; decides between votes of the same time.
    pub(super) order: u32,
    pub(super) mark: Mark,
}

/// Units that times were found in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) n_seconds: u64,
    pub(super) n_millis: u64,
}

/// All votes.
#[derive(Debug)]
pub(super) struct Votes {
    pub(super) rows: Vec<VoteRow>,
    pub(super) clock: Clock,
    /// Votes marked as important, which only Polis knows.
    pub(super) n_important: u64,
    /// Rows without a vote.
    pub(super) n_empty: u64,
    pub(super) lenient: Lenient,
}

pub(super) fn parse<R: PerRecord>(source: R) -> Result<Votes, FormatError> {
    let mut table = Table::open(VOTES, source)?;
    let (timestamp, statement) = (table.need_as(&["timestamp"])?, table.need_as(&["comment-id"])?);
    let (voter, vote) = (table.need_as(&["voter-id"])?, table.need_as(&["vote"])?);
    let important = table.find_as(&["important"]);
    let (rows, clock) = (Vec::new(), Clock::default());
    let mut votes = Votes { rows, clock, n_important: 0, n_empty: 0, lenient: Lenient::new(VOTES) };
    while let Some(row) = table.next()? {
        if row.field(vote).is_empty() {
            votes.n_empty += 1;
            continue;
        }
        if votes.rows.len() == MAX_VOTES {
            return Err(row.place().too_large(format!("has more than {MAX_VOTES} votes")));
        }
        votes.rows.push(VoteRow {
            participant: row.number(voter)?,
            statement: row.number(statement)?,
            at_ms: parse_time(&row, timestamp, &mut votes.clock)?,
            order: u32::try_from(votes.rows.len()).unwrap_or(u32::MAX),
            mark: parse_mark(&row, vote)?,
        });
        votes.n_important += important.map_or(0, |column| u64::from(is_set(row.field(column))));
    }
    votes.lenient = table.into_lenient();
    Ok(votes)
}

fn is_set(field: &[u8]) -> bool {
    matches!(field, b"1" | b"1.0") || field.eq_ignore_ascii_case(b"true")
}

pub(super) fn parse_mark(row: &Row<'_>, column: Column) -> Result<Mark, FormatError> {
    let field = row.field(column);
    let whole = || Mark::parse(row.whole(std::str::from_utf8(field).ok()?)?.as_bytes());
    Mark::parse(field)
        .or_else(whole)
        .ok_or_else(|| row.wrong(column, "is no vote: it must be 1 (agree), -1 (disagree) or 0 (pass)"))
}

/// A time since 1970 in whole seconds or milliseconds: numbers of up to eleven digits are seconds (until the year
/// 5138), longer ones milliseconds (from 1973 on).
pub(super) fn parse_time(row: &Row<'_>, column: Column, clock: &mut Clock) -> Result<Millis, FormatError> {
    const SECONDS_END: i64 = 100_000_000_000;
    const MILLIS_END: i64 = 100_000_000_000_000;
    let field = row.field(column);
    let is_number = std::str::from_utf8(field).is_ok_and(|text| text.parse::<f64>().is_ok_and(f64::is_finite));
    if is_number && field.iter().any(|byte| matches!(byte, b'e' | b'E')) {
        return Err(row.wrong(column, "is no time: a spreadsheet shortened it when it saved; export the set again"));
    }
    match row.number::<i64>(column)? {
        seconds @ 0..SECONDS_END => {
            clock.n_seconds += 1;
            Ok(seconds * 1000)
        }
        millis @ SECONDS_END..MILLIS_END => {
            clock.n_millis += 1;
            Ok(millis)
        }
        _ => Err(row.wrong(column, "is no time: it must be seconds or milliseconds since 1970")),
    }
}
