//! Prose with references: `{poll.option.2.share}` stands for a value somebody else knows, `[5.9 hours](figure:workload)`
//! cites one in words of its own; every number that is neither is found and named.
//!
//! What a key means is for the caller. Nothing here knows a result, and nothing here may let a number through that
//! is neither referred to nor part of a name, a date or words somebody is known to have said.

mod cited;
mod names;
mod numbers;
mod render;
mod written;

pub use cited::{Citation, citations, numbers_not_given, without_citations};
pub use numbers::{BareNumber, Known, bare_numbers, quotations};
pub use render::{Placed, Shown, prose_to_html};
pub use written::{count_known, written_sentences};

use std::ops::Range;

/// Longest prose, in characters.
pub const MAX_PROSE_CHARS: usize = 60_000;
/// Longest key, in bytes; longer braces are text.
const MAX_KEY_BYTES: usize = 200;

/// A reference in prose: `{key}`, or `{key|46 %}` with what it was read as when it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// What it refers to.
    pub key: &'a str,
    /// What it said when it was written, where that stands there.
    pub expected: Option<&'a str>,
    /// Where, in bytes, braces included.
    pub range: Range<usize>,
}

/// Every reference, in order. Braces that hold anything but a key are text.
#[must_use]
pub fn references(prose: &str) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(open) = prose.get(start..).and_then(|rest| rest.find('{')).map(|at| start + at) {
        let inner_start = open + 1;
        let Some(inner) = prose.get(inner_start..).and_then(|rest| rest.split_once('}')).map(|(inner, _)| inner) else {
            break;
        };
        let (key, expected) = inner.split_once('|').map_or((inner, None), |(key, text)| (key, Some(text.trim())));
        let key = key.trim();
        if is_key(key) && inner.len() <= MAX_KEY_BYTES {
            let end = inner_start + inner.len() + 1;
            found.push(Reference { key, expected, range: open..end });
            start = end;
        } else {
            start = inner_start;
        }
    }
    found
}

/// Sentences, as far as they can be told from full stops: enough to say which numbers stand side by side.
#[must_use]
pub fn sentences(prose: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut ends_here = false;
    let mut line_is_empty = true;
    for (at, c) in prose.char_indices() {
        let begins_item = || prose.get(at + 1..).is_some_and(is_list_item);
        let is_end = (ends_here && c.is_whitespace()) || (c == '\n' && (line_is_empty || begins_item()));
        if is_end {
            push(&mut found, prose, start..at);
            start = at;
        }
        line_is_empty = c == '\n' || (line_is_empty && c.is_whitespace());
        ends_here = matches!(c, '.' | '!' | '?' | '…') || (ends_here && matches!(c, '"' | '”' | '’' | ')' | '*' | '_'));
    }
    push(&mut found, prose, start..prose.len());
    found
}

/// Whether a line begins an item of a list.
fn is_list_item(rest: &str) -> bool {
    let line = rest.trim_start_matches(' ');
    let after_digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with("- ")
        || line.starts_with("* ")
        || (after_digits.len() < line.len() && after_digits.starts_with(". "))
}

fn push(found: &mut Vec<Range<usize>>, prose: &str, range: Range<usize>) {
    let text = prose.get(range.clone()).unwrap_or_default();
    let lead = text.len() - text.trim_start().len();
    let range = range.start + lead..range.start + text.trim_end().len().max(lead);
    if !range.is_empty() {
        found.push(range);
    }
}

/// The line of a place in a text, from 1.
#[must_use]
pub fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

/// Letters, digits and what may stand between them; begins with a letter.
fn is_key(key: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    key.starts_with(|c: char| c.is_alphabetic()) && key.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_braces_around_a_key() {
        let check = |prose: &str, expected: &[(&str, Option<&str>)]| {
            let found = references(prose);
            let keys: Vec<_> = found.iter().map(|found| (found.key, found.expected)).collect();
            assert_eq!(keys, expected, "{prose}");
            assert!(found.iter().all(|found| prose[found.range.clone()].starts_with('{')));
        };
        check(
            "{poll.n} of { poll.option.2.share | 46 % }.",
            &[("poll.n", None), ("poll.option.2.share", Some("46 %"))],
        );
        check("{quote.3}{quote.4}", &[("quote.3", None), ("quote.4", None)]);
        check("{poll.sum.1+2.share}", &[("poll.sum.1+2.share", None)]);
        check("{ } {} {46 %} {a b} {{poll.n} {unclosed", &[("poll.n", None)]);
    }

    #[test]
    fn sentences_end_at_a_full_stop_and_a_space_or_an_empty_line() {
        let check = |prose: &str, expected: &[&str]| {
            let found: Vec<&str> = sentences(prose).into_iter().map(|range| &prose[range]).collect();
            assert_eq!(found, expected);
        };
        check("One {a.b.c}. “Two.” Three\nfour\n\nfive", &["One {a.b.c}.", "“Two.”", "Three\nfour", "five"]);
        check("- a\n- b\n2. c\nd", &["- a", "- b", "2.", "c\nd"]);
        check(" \n ", &[]);
        assert_eq!(line_of("a\nb\nc", 4), 3);
    }
}
