//! Single cells of tidy tables: times, words and texts within bounds.

use crate::FormatError;
use crate::table::{Column, Row};
use canvass_domain::Millis;

/// Longest key of a rule, in characters.
pub(super) const MAX_WORD_CHARS: usize = 64;
/// The end of the year 9999.
const MAX_MS: Millis = 253_402_300_799_999;

/// A time that a table may hold; 0 where it is not known.
pub(super) fn time(row: &Row<'_>, column: Column) -> Result<Millis, FormatError> {
    let at_ms = row.number(column)?;
    if (0..=MAX_MS).contains(&at_ms) {
        Ok(at_ms)
    } else {
        Err(row.wrong(column, "is no time in milliseconds since 1970"))
    }
}

/// One of a few words.
pub(super) fn word<T>(row: &Row<'_>, column: Column, read: impl FnOnce(&str) -> Option<T>) -> Result<T, FormatError> {
    read(row.text(column)?).ok_or_else(|| row.wrong(column, "is not one of the words that stand there"))
}

/// A text of bounded length; nothing where it is empty.
pub(super) fn text(row: &Row<'_>, column: Column, max_chars: usize) -> Result<Option<String>, FormatError> {
    let text = row.text(column)?;
    if text.chars().count() > max_chars {
        return Err(row.place().too_large(format!("has a text of more than {max_chars} characters")));
    }
    Ok(if text.is_empty() { None } else { Some(text.to_owned()) })
}
