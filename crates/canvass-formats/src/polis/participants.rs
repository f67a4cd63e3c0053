//! participants-votes.csv, later participant-votes.csv: one row per participant, one column per statement.
//!
//! Groups are worked out anew from the votes; those that the file has are kept as what Polis published.

use super::{MAX_PARTICIPANTS, MAX_VOTES, finding::Tally, sign::Mark, votes::parse_mark};
use crate::per_record::PerRecord;
use crate::{
    FormatError,
    error::shown,
    lenient::Lenient,
    table::{Column, Row, Table},
};
use std::collections::{BTreeMap, BTreeSet};

const MAX_EXTERNAL_ID_CHARS: usize = 1_000;

/// The latest vote of one participant on one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub(super) participant: u32,
    pub(super) statement: u32,
    pub(super) mark: Mark,
}

/// The whole table.
#[derive(Debug)]
pub(super) struct Participants {
    pub(super) file: &'static str,
    /// Everybody listed.
    pub(super) people: BTreeMap<u32, Listed>,
    /// Sorted by participant and statement.
    pub(super) cells: Vec<Cell>,
    /// Rows whose own counts are not what their cells add up to.
    pub(super) miscounted: Tally,
    pub(super) n_duplicates: u64,
    pub(super) lenient: Lenient,
}

/// What the file says of somebody besides their votes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    /// The number another system knew them by.
    pub(super) external_id: Option<String>,
    /// The group that Polis put them in.
    pub(super) group: Option<u32>,
}

struct Columns {
    participant: Column,
    xid: Option<Column>,
    group: Option<Column>,
    n_votes: Option<Column>,
    n_agree: Option<Column>,
    n_disagree: Option<Column>,
    statements: Vec<(Column, u32)>,
}

pub(super) fn parse<R: PerRecord>(file: &'static str, source: R) -> Result<Participants, FormatError> {
    let mut table = Table::open(file, source)?;
    let columns = Columns::of(&table)?;
    let mut all = Participants {
        file,
        people: BTreeMap::new(),
        cells: Vec::new(),
        miscounted: Tally::default(),
        n_duplicates: 0,
        lenient: Lenient::new(file),
    };
    let mut rows_at = BTreeMap::new();
    while let Some(row) = table.next()? {
        let participant = row.number::<u32>(columns.participant)?;
        let start = all.cells.len();
        columns.cells(&row, participant, &mut all.cells)?;
        let listed = Listed { external_id: columns.external_id(&row)?, group: columns.group(&row) };
        if let Some(before) = all.people.get(&participant) {
            let (line, first) = rows_at.get(&participant).cloned().unwrap_or((0_u64, 0..0));
            let is_same = *before == listed && all.cells.get(first) == all.cells.get(start..);
            if !is_same {
                let problem =
                    format!("participant `{participant}` stands there twice, first on line {line}, and differs");
                return Err(row.place().malformed(problem));
            }
            all.cells.truncate(start);
            all.n_duplicates += 1;
            continue;
        }
        if all.people.len() == MAX_PARTICIPANTS {
            return Err(row.place().too_large(format!("has more than {MAX_PARTICIPANTS} participants")));
        }
        if all.cells.len() > MAX_VOTES {
            return Err(row.place().too_large(format!("has more than {MAX_VOTES} votes")));
        }
        columns.check_counts(&row, participant, all.cells.get(start..).unwrap_or_default(), &mut all.miscounted)?;
        rows_at.insert(participant, (row.line(), start..all.cells.len()));
        all.people.insert(participant, listed);
    }
    all.lenient = table.into_lenient();
    all.cells.sort_unstable();
    Ok(all)
}

impl Columns {
    fn of<R: PerRecord>(table: &Table<R>) -> Result<Self, FormatError> {
        Ok(Self {
            participant: table.need_as(&["participant"])?,
            xid: table.find_as(&["xid"]),
            group: table.find_as(&["group-id"]),
            n_votes: table.find_as(&["n-votes"]),
            n_agree: table.find_as(&["n-agree"]),
            n_disagree: table.find_as(&["n-disagree"]),
            statements: Self::statements(table)?,
        })
    }

    /// Only plain numbers are statements; a name that Polis may add some day is passed over.
    fn statements<R: PerRecord>(table: &Table<R>) -> Result<Vec<(Column, u32)>, FormatError> {
        let mut seen = BTreeSet::new();
        let mut statements = Vec::new();
        for (column, name) in (0..).map(Column).zip(table.header()) {
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            let number = name.parse().ok().filter(|number| seen.insert(*number));
            let problem =
                || format!("the column `{}` is no statement number, or one that is there already", shown(name));
            statements.push((column, number.ok_or_else(|| table.place_of_header().malformed(problem()))?));
        }
        Ok(statements)
    }

    fn cells(&self, row: &Row<'_>, participant: u32, cells: &mut Vec<Cell>) -> Result<(), FormatError> {
        for (column, statement) in &self.statements {
            if !row.field(*column).is_empty() {
                cells.push(Cell { participant, statement: *statement, mark: parse_mark(row, *column)? });
            }
        }
        Ok(())
    }

    fn external_id(&self, row: &Row<'_>) -> Result<Option<String>, FormatError> {
        let Some(column) = self.xid else { return Ok(None) };
        let text = row.text(column)?;
        if text.chars().count() > MAX_EXTERNAL_ID_CHARS {
            let problem = format!("the xid has more than {MAX_EXTERNAL_ID_CHARS} characters");
            return Err(row.place().too_large(problem));
        }
        Ok(if text.is_empty() { None } else { Some(text.to_owned()) })
    }

    /// Nothing for whoever was in none, however that is written.
    fn group(&self, row: &Row<'_>) -> Option<u32> {
        self.group.and_then(|column| row.number(column).ok())
    }

    fn check_counts(
        &self,
        row: &Row<'_>,
        participant: u32,
        cells: &[Cell],
        miscounted: &mut Tally,
    ) -> Result<(), FormatError> {
        let count = |mark: Mark| cells.iter().filter(|cell| cell.mark == mark).count() as u64;
        let counted = [
            (self.n_votes, cells.len() as u64),
            (self.n_agree, count(Mark::Plus)),
            (self.n_disagree, count(Mark::Minus)),
        ];
        let mut is_right = true;
        for (column, n) in counted {
            if let Some(column) = column {
                is_right &= row.maybe::<u32>(column)?.is_some_and(|said| u64::from(said) == n);
            }
        }
        if !is_right {
            miscounted.add(|| participant.to_string());
        }
        Ok(())
    }
}
