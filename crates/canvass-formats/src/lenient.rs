//! What spreadsheets and scripts do to a table without changing what it says: read all the same, counted, and told.

use crate::polis::{Finding, SUMMARY};
use std::cell::{Cell, RefCell};

/// Most renamed columns that are told one by one.
const MAX_RENAMED: usize = 8;

/// How a table was read although it is not quite as such a file should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lenient {
    pub(crate) file: &'static str,
    /// What separates fields.
    pub(crate) separator: u8,
    /// Whether it was UTF-16.
    pub(crate) is_converted: bool,
    /// Columns at the end without a name.
    pub(crate) n_blank_columns: usize,
    /// Rows of nothing but empty fields.
    pub(crate) n_blank_rows: u64,
    /// Rows with empty fields beyond the last column.
    pub(crate) n_long_rows: Cell<u64>,
    /// Numbers such as `1.0`.
    pub(crate) n_points: Cell<u64>,
    /// Flags such as `TRUE` or `1.0`.
    pub(crate) n_flags: Cell<u64>,
    /// Columns, or lines of a summary, under another name: the one that is there, and the usual one.
    renamed: RefCell<Vec<(String, String)>>,
}

impl Lenient {
    pub(crate) const fn new(file: &'static str) -> Self {
        Self {
            file,
            separator: b',',
            is_converted: false,
            n_blank_columns: 0,
            n_blank_rows: 0,
            n_long_rows: Cell::new(0),
            n_points: Cell::new(0),
            n_flags: Cell::new(0),
            renamed: RefCell::new(Vec::new()),
        }
    }

    pub(crate) fn renamed(&self, there: &str, usual: &str) {
        self.renamed.borrow_mut().push((there.to_owned(), usual.to_owned()));
    }

    /// The whole part of a number such as `1.0`, which is counted.
    pub(crate) fn whole<'f>(&self, field: &'f str) -> Option<&'f str> {
        let whole = whole_part(field)?;
        self.n_points.set(self.n_points.get() + 1);
        Some(whole)
    }

    /// A sentence for each.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let Self { file, separator, is_converted, n_blank_columns, n_blank_rows, renamed, .. } = self;
        let mut said = Vec::new();
        if *is_converted {
            said.push(format!("{file} is UTF-16; it was read as such."));
        }
        if let Some(name) = separator_name(*separator) {
            said.push(format!("Fields in {file} are separated by {name}; they were read as such."));
        }
        // Its names stand in the first column, and the others' in the first row.
        let what = if *file == SUMMARY { "line" } else { "column" };
        for (there, usual) in renamed.borrow().iter().take(MAX_RENAMED) {
            said.push(format!("The {what} `{}` of {file} was read as `{usual}`.", crate::error::shown(there)));
        }
        let mut tell = |n: u64, one: &str, more: &str| match n {
            0 => {}
            1 => said.push(format!("{file} has {one}")),
            n => said.push(format!("{file} has {}", more.replace("{n}", &crate::polis::grouped(n)))),
        };
        tell(
            *n_blank_columns as u64,
            "an empty column at the end; it was left out.",
            "{n} empty columns at the end; they were left out.",
        );
        tell(*n_blank_rows, "an empty row; it was left out.", "{n} empty rows; they were left out.");
        tell(
            self.n_long_rows.get(),
            "a row with empty fields beyond the last column; they were left out.",
            "{n} rows with empty fields beyond the last column; they were left out.",
        );
        tell(
            self.n_points.get(),
            "a whole number with a decimal point, such as 1.0; it was read as the whole number.",
            "{n} whole numbers with a decimal point, such as 1.0; they were read as the whole numbers.",
        );
        tell(
            self.n_flags.get(),
            "a field that says yes or no in other words, such as TRUE, 1 or f; it was read as yes or no.",
            "{n} fields that say yes or no in other words, such as TRUE, 1 or f; they were read as yes or no.",
        );
        said.into_iter().map(Finding::new).collect()
    }
}

/// What separates the fields of a first line: of comma, semicolon and tab the one that stands most often outside
/// quotes, and a comma where none does. The names of columns hold none of them.
pub(crate) fn separator_of(line: &[u8]) -> u8 {
    let mut counts = SEPARATORS.map(|separator| (0_usize, separator));
    let mut is_quoted = false;
    for byte in line {
        is_quoted ^= *byte == b'"';
        for (n, _) in counts.iter_mut().filter(|(_, separator)| !is_quoted && separator == byte) {
            *n += 1;
        }
    }
    // Of equals the last is taken, which is the comma.
    counts.into_iter().max_by_key(|(n, _)| *n).map_or(b',', |(_, separator)| separator)
}

pub(crate) const SEPARATORS: [u8; 3] = [b'\t', b';', b','];

const fn separator_name(separator: u8) -> Option<&'static str> {
    match separator {
        b';' => Some("semicolons"),
        b'\t' => Some("tabs"),
        _ => None,
    }
}

/// `12` of `12.0`, `12.00` and `12,0`. Three zeros may be thousands, and are none of it.
fn whole_part(field: &str) -> Option<&str> {
    let (whole, fraction) = field.split_once(['.', ','])?;
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && matches!(fraction, "0" | "00")).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_that_stands_most_often() {
        let check = |line: &str, expected: u8| assert_eq!(separator_of(line.as_bytes()), expected, "{line}");
        check("timestamp,datetime,vote", b',');
        check("timestamp;datetime;vote", b';');
        check("timestamp\tdatetime\tvote", b'\t');
        check("\"a;b;c\",vote", b',');
        check("participant", b',');
        check("", b',');
    }

    #[test]
    fn only_nothing_after_the_point_is_whole() {
        for (field, expected) in [("1.0", "1"), ("-1.0", "-1"), ("0,00", "0"), ("-0.0", "-0")] {
            assert_eq!(whole_part(field), Some(expected), "{field}");
        }
        for field in ["1", "1.5", "1.000", "1,000", ".0", "-.0", "1.", "1e3.0", "1.0.0"] {
            assert_eq!(whole_part(field), None, "{field}");
        }
    }
}
