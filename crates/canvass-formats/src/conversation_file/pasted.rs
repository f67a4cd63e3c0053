//! Statements that were pasted out of a spreadsheet, made into one statement a line.
//!
//! Nothing is kept of what is recognised here before somebody has seen what it became: the caller shows it.

use super::manuscript::statement_fields;
use canvass_domain::{InstrumentError, Manuscript};
use csv::{ReaderBuilder, StringRecord};
use std::collections::BTreeSet;

/// Names under which the column of statements goes in exports and spreadsheets.
const COLUMNS: [&str; 8] =
    ["comment_text", "comment-body", "comment_body", "comment", "statement", "statements", "text", "body"];

/// Takes the statements out of lines that come from a spreadsheet. Gives, for each field that had such lines, what to
/// tell whoever pasted them.
pub fn take_from_spreadsheet(typed: &mut Manuscript) -> Vec<InstrumentError> {
    let mut told = Vec::new();
    for (field, _) in statement_fields() {
        let Some(found) = recognise(typed.get(field)) else { continue };
        typed.set(field, &found.statements.join("\n"));
        let problem = format!(
            "these lines came from a spreadsheet; {} became the {} below. Check them, then save",
            found.done(),
            match found.statements.len() {
                1 => "statement".to_owned(),
                n => format!("{n} statements"),
            }
        );
        told.push(InstrumentError { place: field.to_owned(), problem });
    }
    told
}

#[derive(Debug, PartialEq, Eq)]
struct Found {
    statements: Vec<String>,
    n_rows: usize,
    header: Option<String>,
    n_other_columns: usize,
}

impl Found {
    fn done(&self) -> String {
        let rows = if self.n_rows == 1 { "1 row".to_owned() } else { format!("{} rows", self.n_rows) };
        let header = self.header.as_deref().map(|name| format!("the column `{name}`"));
        let others = match self.n_other_columns {
            0 => None,
            1 => Some("without 1 other column".to_owned()),
            n => Some(format!("without {n} other columns")),
        };
        let notes: Vec<String> = header.into_iter().chain(others).collect();
        if notes.is_empty() { rows } else { format!("{rows} ({})", notes.join(", ")) }
    }
}

/// What stands in lines with tabs, with separators at their ends, in quotes as a spreadsheet puts them, or under the
/// name of a column. Anything else was typed.
fn recognise(text: &str) -> Option<Found> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let first = lines.first()?;
    let separator = separator(&lines, text);
    let has_header = match separator {
        Some(by) => first.split(char::from(by)).any(is_column),
        None => is_column(first),
    };
    if separator.is_none() && !has_header {
        return None;
    }
    let mut rows = rows(text, separator)?;
    let header = if has_header { Some(rows.remove(0)) } else { None };
    let column = match &header {
        Some(names) => names.iter().position(is_column).unwrap_or(0),
        None => longest_column(&rows),
    };
    let used: BTreeSet<usize> = rows.iter().chain(&header).flat_map(filled).collect();
    let tidy = |row: &StringRecord| {
        let cell = row.get(column).unwrap_or_default();
        Some(cell.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|cell| !cell.is_empty())
    };
    let statements: Vec<String> = rows.iter().filter_map(tidy).collect();
    if statements.is_empty() {
        return None;
    }
    Some(Found {
        n_rows: statements.len(),
        statements,
        header: header.and_then(|names| names.get(column).map(|name| name.trim().to_owned())),
        n_other_columns: used.iter().filter(|used| **used != column).count(),
    })
}

/// What separates cells, where lines show that they have cells.
fn separator(lines: &[&str], text: &str) -> Option<u8> {
    if lines.iter().any(|line| line.contains('\t')) {
        return Some(b'\t');
    }
    let trails = |by: char| {
        let is_empty_row = |line: &str| line.chars().all(|c| c == by);
        let n_rows = lines.iter().filter(|line| !is_empty_row(line)).count();
        let n_trailing = lines.iter().filter(|line| !is_empty_row(line) && line.ends_with(by)).count();
        n_trailing * 2 > n_rows || lines.iter().any(|line| line.len() > 1 && is_empty_row(line))
    };
    let is_quoted = |by: char| {
        let is_cell = |line: &str| {
            let rest = line.strip_prefix('"').unwrap_or_default();
            let is_whole = rest.strip_suffix('"').is_some_and(|cell| !cell.replace("\"\"", "").contains('"'));
            is_whole || rest.contains(&format!("\"{by}"))
        };
        lines.iter().any(|line| is_cell(line) && (line.contains(by) || line.contains("\"\""))) && is_table(text, by)
    };
    let names_columns =
        |by: char| lines.first().is_some_and(|first| first.contains(by) && first.split(by).any(is_column));
    [',', ';'].into_iter().find(|by| trails(*by) || names_columns(*by) || is_quoted(*by)).map(|by| by as u8)
}

/// Whether every row has as many cells. A line that somebody typed has commas of its own, and would be cut at them.
fn is_table(text: &str, by: char) -> bool {
    let rows = u8::try_from(by).ok().and_then(|by| rows(text, Some(by))).unwrap_or_default();
    rows.iter().all(|row| Some(row.len()) == rows.first().map(StringRecord::len))
}

fn rows(text: &str, separator: Option<u8>) -> Option<Vec<StringRecord>> {
    let Some(separator) = separator else {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        return Some(lines.map(|line| StringRecord::from(vec![line])).collect());
    };
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let rows: Vec<StringRecord> = reader.records().collect::<Result<_, _>>().ok()?;
    let rows: Vec<StringRecord> = rows.into_iter().filter(|row| filled(row).next().is_some()).collect();
    (!rows.is_empty()).then_some(rows)
}

/// Places of the cells with something in them.
fn filled(row: &StringRecord) -> impl Iterator<Item = usize> + '_ {
    row.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).map(|(at, _)| at)
}

/// Without a header, statements are what most is written in.
fn longest_column(rows: &[StringRecord]) -> usize {
    let n_columns = rows.iter().map(StringRecord::len).max().unwrap_or(0);
    let written = |column: usize| rows.iter().map(|row| row.get(column).map_or(0, str::len)).sum::<usize>();
    (0..n_columns).rev().max_by_key(|column| written(*column)).unwrap_or(0)
}

fn is_column(name: &str) -> bool {
    let name = name.trim().trim_matches('"').to_ascii_lowercase();
    COLUMNS.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = recognise(text).map(|found| found.statements).unwrap_or_default();
        assert_eq!(found, expected, "{text:?}");
    }

    const FOUND: &str = "comment_text,internal_notes,,\n\"Keep the café, and the garden.\",note,,\n,,,,\nStaff should choose their own days.,,,\n";
    const TAKEN: [&str; 2] = ["Keep the café, and the garden.", "Staff should choose their own days."];

    #[test]
    fn rows_of_a_spreadsheet_become_statements() {
        check(FOUND, &TAKEN);
        check(&FOUND.replace('\n', "\r\n"), &TAKEN);
        check("Keep the café, and the garden.\tnote\nStaff should choose their own days.\t", &TAKEN);
        check("1\tKeep the café, and the garden.\n2\tStaff should choose their own days.", &TAKEN);
        check("text\nKeep the café, and the garden.\nStaff should choose their own days.", &TAKEN);
        check("\"Keep the café, and the garden.\"\nStaff should choose their own days.", &TAKEN);
        check("id;Statement\n1;Keep the café, and the garden.\n2;Staff should choose their own days.", &TAKEN);
        check("\"Say \"\"yes\"\", or no.\",\n\"Two\nlines.\",", &["Say \"yes\", or no.", "Two lines."]);
        check("A;;;\nB;;;", &["A", "B"]);
    }

    #[test]
    fn statements_that_were_typed_stay_as_they_are() {
        for text in [
            "",
            "Keep the café, and the garden.\nStaff should choose their own days.",
            "Buses, trams, trains: all should run on Sundays.\nOne more.",
            "\"Later\" is too late.\nOne says \"no\".",
            "First, this;\nthen that.\nAnd more.",
            "Text should be larger.\nStatements, too.",
            "\"Later, perhaps\" means \"never\"\nBuses, trams and trains should run.",
            "\"Later, perhaps\" means \"never\"",
        ] {
            assert_eq!(recognise(text), None, "{text:?}");
        }
        // What it became is not recognised again.
        assert_eq!(recognise(&recognise(FOUND).unwrap().statements.join("\n")), None);
    }

    #[test]
    fn whoever_pasted_is_told_what_became_of_it() {
        let mut typed = Manuscript::default();
        typed.set("statement", FOUND);
        let told = take_from_spreadsheet(&mut typed);
        assert_eq!(typed.get("statement"), TAKEN.join("\n"));
        assert_eq!(
            told.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "statement: these lines came from a spreadsheet; 2 rows (the column `comment_text`, without 1 other column) became the 2 statements below. Check them, then save"
            ]
        );
        assert_eq!(take_from_spreadsheet(&mut typed), []);
    }
}
