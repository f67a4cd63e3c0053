//! Telephone numbers: by how many digits there are, how they begin and how they are grouped.
//!
//! Counts, years, sums, sections and dates must pass. So do numbers that are nobody's: emergencies, free and public
//! lines (0800, 0808, 03).

use super::lists::{CALLING, DIGIT_WORDS, REPEATING};
use super::words::Word;
use super::{Found, PersonalKind};
use std::ops::Range;

/// Words back to which a number without a code is looked for a "ring me".
const CALLING_WORDS: usize = 5;
/// Fewest digits of a number that is spelled out.
const MIN_SPELLED: usize = 7;

pub(super) fn numbers(text: &str, words: &[Word<'_>]) -> Vec<Found> {
    let found = runs(text).into_iter().filter(|run| is_number(text, run, words)).map(|run| run.range);
    let ranges = found.chain(spelled(words));
    ranges.map(|range| Found { kind: PersonalKind::Telephone, range, what: "" }).collect()
}

/// Digits with single signs between them.
struct Run {
    range: Range<usize>,
    groups: Vec<String>,
}

impl Run {
    fn digits(&self) -> String {
        self.groups.concat()
    }
}

/// Every stretch of digits that could be one number, from its plus sign or bracket on.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut gap_start = 0;
    for (start, digits) in digit_groups(text) {
        let gap = text.get(gap_start..start).unwrap_or_default();
        let end = start + digits.len();
        gap_start = end;
        match runs.last_mut().filter(|last| last.range.end + gap.len() == start && joins(gap)) {
            Some(last) => {
                last.groups.push(digits.to_owned());
                last.range.end = end;
            }
            None => {
                let opening = gap.len() - gap.trim_end_matches(['+', '(']).len();
                runs.push(Run { range: start - opening..end, groups: vec![digits.to_owned()] });
            }
        }
    }
    runs
}

fn digit_groups(text: &str) -> Vec<(usize, &str)> {
    let mut groups = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match start {
            None if c.is_ascii_digit() => start = Some(at),
            Some(from) if !c.is_ascii_digit() => {
                groups.extend(text.get(from..at).map(|digits| (from, digits)));
                start = None;
            }
            _ => {}
        }
    }
    groups
}

/// Whether digits before and after this are one number: one sign, or a bracket and a space.
fn joins(gap: &str) -> bool {
    let is_bracketed = matches!(gap, ") " | " (" | ") (" | ")-" | " - " | " / ");
    let is_one = gap.chars().count() == 1
        && gap.contains([' ', '\u{a0}', '\u{202f}', '-', '\u{2010}', '\u{2011}', '.', '/', ')', '(']);
    is_bracketed || is_one
}

fn is_number(text: &str, run: &Run, words: &[Word<'_>]) -> bool {
    let before = text.get(..run.range.start).unwrap_or_default();
    let after = text.get(run.range.end..).unwrap_or_default();
    let is_sum = before.trim_end().ends_with(['£', '$', '€', '#']);
    let is_inside = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '=' | ',' | '@'));
    if is_sum || is_inside || after.starts_with(|c: char| c.is_alphabetic() || matches!(c, '%' | '_')) {
        return false;
    }
    let digits = run.digits();
    let has_plus = text.get(run.range.clone()).is_some_and(|run| run.starts_with(['+']) || run.starts_with("(+"));
    if has_plus {
        return (8..=15).contains(&digits.len());
    }
    is_abroad(run, &digits) || is_british(run, &digits) || is_american(run) || is_called(run, &digits, words)
}

fn is_abroad(run: &Run, digits: &str) -> bool {
    let has_code = digits.starts_with("00") && !digits.starts_with("000") && (10..=17).contains(&digits.len());
    has_code && run.groups.first().is_some_and(|first| first.len() != 1)
}

fn is_british(run: &Run, digits: &str) -> bool {
    let is_public = ["0800", "0808", "03"].iter().any(|code| digits.starts_with(code));
    let has_code = digits.starts_with('0') && !digits.starts_with("00") && matches!(digits.len(), 10 | 11);
    has_code && !is_public && run.groups.first().is_some_and(|first| first.len() > 1)
}

/// 555-010-0199, with a 1 before it or none.
fn is_american(run: &Run) -> bool {
    let lengths: Vec<usize> = run.groups.iter().map(String::len).collect();
    matches!(lengths.as_slice(), [3, 3, 4] | [1, 3, 3, 4])
}

/// Whether somebody is asked to ring a number that has no code.
fn is_called(run: &Run, digits: &str, words: &[Word<'_>]) -> bool {
    if !(6..=11).contains(&digits.len()) || digits.starts_with("0800") || digits.starts_with("116") {
        return false;
    }
    let at = words.partition_point(|word| word.start < run.range.start);
    let near = words.get(at.saturating_sub(CALLING_WORDS)..at).unwrap_or_default();
    near.iter().any(|word| CALLING.contains(&word.low.as_str()))
}

/// Digits in words: "oh seven seven double oh".
fn spelled(words: &[Word<'_>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut run: Option<(Range<usize>, usize)> = None;
    let is_part = |word: &Word<'_>| DIGIT_WORDS.contains(&word.low.as_str()) || REPEATING.contains(&word.low.as_str());
    for word in words {
        if is_part(word) {
            let (range, n_digits) = run.take().unwrap_or((word.start..word.end(), 0));
            run = Some((range.start..word.end(), n_digits + 1));
        } else if let Some((range, n_digits)) = run.take() {
            found.extend(Some(range).filter(|_| n_digits >= MIN_SPELLED));
        }
    }
    found.extend(run.filter(|(_, n_digits)| *n_digits >= MIN_SPELLED).map(|(range, _)| range));
    found
}
