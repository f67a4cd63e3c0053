//! Texts in tables for people, made safe to open in a spreadsheet.
//!
//! A spreadsheet takes a cell that begins with certain characters for a formula, whoever wrote it. Such a text gets
//! an apostrophe before it; so does one that has apostrophes before such a character already, so that taking one off
//! gives every text back. Numbers are never touched.

use canvass_words::legible;
use std::borrow::Cow;

/// How texts stand in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texts {
    /// As they are.
    ToTheLetter,
    /// With an apostrophe where they need one.
    Neutralised,
}

const APOSTROPHE: char = '\'';

/// The text with an apostrophe before it, where it needs one, and without control characters, which no spreadsheet
/// shows and some choke on.
pub(crate) fn neutralise(text: &str) -> Cow<'_, str> {
    let text = legible::clean(text);
    if needs_one(&text) { Cow::Owned(format!("{APOSTROPHE}{text}")) } else { text }
}

/// The inverse of [`neutralise`].
fn restore(text: &str) -> &str {
    text.strip_prefix(APOSTROPHE).filter(|rest| needs_one(rest)).unwrap_or(text)
}

impl Texts {
    /// The text that a cell stands for.
    pub(crate) fn read(self, cell: &str) -> &str {
        match self {
            Self::ToTheLetter => cell,
            Self::Neutralised => restore(cell),
        }
    }
}

fn needs_one(text: &str) -> bool {
    let first = text.trim_start_matches(APOSTROPHE).chars().next();
    // The last four are what a keyboard for Chinese or Japanese types for the first four.
    first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_begins_like_a_formula_gets_an_apostrophe() {
        let same = ["", "Plain = words", "1 + 1", "'quoted'", "''", " =1", "\u{2212}1", "'"];
        for text in same {
            assert_eq!((neutralise(text).as_ref(), restore(text)), (text, text));
        }
        assert_eq!(neutralise("a\u{b}b\u{1b}[2J\n"), "ab[2J\n");
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''-"] {
            assert_eq!(neutralise(text), format!("'{text}"));
        }
    }

    proptest! {
        #[test]
        fn taking_it_off_gives_every_text_back(text in "['=+@\\-\t\ra＝ ]{0,6}") {
            let written = neutralise(&text);
            prop_assert_eq!(restore(&written), &text);
            let is_safe = |first: char| !matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝');
            prop_assert!(written.chars().next().is_none_or(is_safe));
        }
    }
}
