//! A text cut into words that know which sentence they are in.

use crate::token::{folded, tokens};

#[derive(Debug)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    /// As [`folded`]; an apostrophe stays in.
    pub(super) low: String,
    pub(super) start: usize,
    pub(super) sentence: usize,
    /// What stands between the word before and this one.
    pub(super) gap: &'a str,
}

impl Word<'_> {
    pub(super) const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it starts with a capital.
    pub(super) fn is_name(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether a comma or another sign stands before it.
    pub(super) fn is_apart(&self) -> bool {
        !self
            .gap
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}' | '.'))
            .is_empty()
    }
}

/// Short forms that end with a stop inside a sentence.
const SHORT_FORMS: &[&str] = &["dr", "mr", "mrs", "ms", "st", "rev", "prof", "sgt", "tel", "mob", "no"];

pub(super) fn split(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    for token in tokens(text).into_iter().filter(|token| token.text.chars().any(char::is_alphanumeric)) {
        let before = words.last().map_or(0, Word::end);
        let gap = text.get(before..token.start).unwrap_or_default();
        if let Some(last) = words.last_mut().filter(|_| matches!(gap, "'" | "’")) {
            last.text = text.get(last.start..token.end()).unwrap_or(last.text);
            last.low = folded(last.text);
            continue;
        }
        let sentence = words.last().map_or(0, |last| last.sentence + usize::from(is_stop(gap, last)));
        words.push(Word { text: token.text, low: folded(token.text), start: token.start, sentence, gap });
    }
    words
}

/// Whether a sentence ends between a word and the next.
fn is_stop(gap: &str, last: &Word<'_>) -> bool {
    let is_short_form = gap.trim_end() == "." && (SHORT_FORMS.contains(&last.low.as_str()) || last.text.len() == 1);
    let ends = gap.contains(['.', '!', '?']) && gap.contains(char::is_whitespace);
    (ends && !is_short_form) || gap.contains("\n\n")
}
