//! A text cut into words, as the rules read it.
//!
//! Each word knows the signs before it, so that a rule can see where a sentence or a clause ends. Web and mail
//! addresses are left out. Rules compare words with lists; nothing here, or in a rule, goes back over a text more
//! often than a list is long.

use super::{Kind, Place, Warning};
use crate::token::{folded, is_word_part};
use std::ops::Range;

/// A word, and what stands before it.
#[derive(Debug)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    /// As [`folded`].
    pub(super) low: String,
    /// Byte offset of its first character.
    pub(super) start: usize,
    /// What stands between the word before and this one.
    gap: &'a str,
    /// Whether it stands between quotation marks, or in a quoted paragraph.
    pub(super) is_quoted: bool,
}

impl Word<'_> {
    /// Byte offset after its last character.
    pub(super) const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether a sentence, a line or a part before a colon has ended just before it.
    fn follows_stop(&self) -> bool {
        let has_space = self.gap.contains(char::is_whitespace);
        self.gap.contains(['\n', ';', ':']) || (has_space && self.gap.contains(['.', '?', '!']))
    }

    /// Whether a clause has visibly ended just before it.
    fn follows_pause(&self) -> bool {
        self.follows_stop() || self.gap.contains([',', '–', '—', '(', ')']) || self.gap.contains(" - ")
    }
}

/// One of the texts that are checked.
#[derive(Debug)]
pub(super) struct Text<'a> {
    pub(super) place: Place,
    pub(super) raw: &'a str,
    pub(super) words: Vec<Word<'a>>,
}

impl<'a> Text<'a> {
    pub(super) fn new(place: Place, raw: &'a str) -> Self {
        let mut words = Vec::new();
        let mut quotes = Quotes::default();
        let mut gap_start = 0;
        for (start, chunk) in chunks(raw) {
            if is_address(chunk) {
                continue;
            }
            for Range { start: from, end } in runs(chunk) {
                let (from, end) = (start + from, start + end);
                let (Some(gap), Some(text)) = (raw.get(gap_start..from), raw.get(from..end)) else { continue };
                words.push(Word { text, low: folded(text), start: from, gap, is_quoted: quotes.after(gap) });
                gap_start = end;
            }
        }
        Self { place, raw, words }
    }

    /// The folded word at a place; nothing beyond the end.
    pub(super) fn low(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.low.as_str())
    }

    /// The folded word before a place; nothing where a sentence starts there.
    pub(super) fn low_before(&self, at: usize) -> &str {
        if self.starts_sentence(at) { "" } else { at.checked_sub(1).map_or("", |before| self.low(before)) }
    }

    pub(super) fn starts_sentence(&self, at: usize) -> bool {
        at == 0 || self.words.get(at).is_none_or(Word::follows_stop)
    }

    /// Whether the word at a place comes after a comma, a dash, a bracket or a stop.
    pub(super) fn starts_clause(&self, at: usize) -> bool {
        at == 0 || self.words.get(at).is_none_or(Word::follows_pause)
    }

    /// Whether there is no further word in the sentence.
    pub(super) fn ends_sentence(&self, at: usize) -> bool {
        self.starts_sentence(at + 1)
    }

    /// The number of words of a phrase (its words parted by one space each), where it stands at a place.
    pub(super) fn starts_with(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut n_words = 0;
        for wanted in phrase.split(' ') {
            let is_apart = n_words > 0 && self.starts_sentence(at + n_words);
            if is_apart || self.low(at + n_words) != wanted {
                return None;
            }
            n_words += 1;
        }
        Some(n_words)
    }

    /// The number of words of the longest of these phrases that stands at a place.
    pub(super) fn longest(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().filter_map(|phrase| self.starts_with(at, phrase)).max()
    }

    /// Every place where one of these phrases stands, with its number of words.
    pub(super) fn find<'t>(&'t self, phrases: &'t [&str]) -> impl Iterator<Item = (usize, usize)> + 't {
        (0..self.words.len()).filter_map(|at| self.longest(at, phrases).map(|n_words| (at, n_words)))
    }

    /// Whether one of these phrases stands somewhere.
    pub(super) fn has(&self, phrases: &[&str]) -> bool {
        self.find(phrases).next().is_some()
    }

    /// Where the sentence around a word starts.
    pub(super) fn sentence_start(&self, at: usize) -> usize {
        (0..=at).rev().find(|place| self.starts_sentence(*place)).unwrap_or_default()
    }

    /// The words of the sentence before a place.
    pub(super) fn sentence_before(&self, at: usize) -> impl DoubleEndedIterator<Item = &Word<'a>> {
        self.words.get(self.sentence_start(at)..at).unwrap_or_default().iter()
    }

    /// A warning about some words of this text.
    pub(super) fn warn(&self, kind: Kind, at: usize, n_words: usize, said: Said) -> Option<Warning> {
        let first = self.words.get(at)?;
        let last = self.words.get(at + n_words.max(1) - 1).unwrap_or(first);
        self.warn_range(kind, first.start..last.end(), said)
    }

    /// A warning about a stretch of this text.
    pub(super) fn warn_range(&self, kind: Kind, range: Range<usize>, said: Said) -> Option<Warning> {
        let text = self.raw.get(range.clone())?.to_owned();
        let Said { explanation, suggestion } = said;
        Some(Warning { kind, place: self.place, range, text, explanation, suggestion })
    }

    /// The words at a place, as they are written.
    pub(super) fn written(&self, at: usize, n_words: usize) -> &'a str {
        let first = self.words.get(at).map_or(0, |word| word.start);
        let last = self.words.get((at + n_words).saturating_sub(1)).map_or(first, Word::end);
        self.raw.get(first..last).unwrap_or_default()
    }
}

/// What a warning says.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) explanation: String,
    pub(super) suggestion: String,
}

/// Both halves of what a warning says.
pub(super) fn said(explanation: impl Into<String>, suggestion: impl Into<String>) -> Said {
    Said { explanation: explanation.into(), suggestion: suggestion.into() }
}

/// Which quotation marks are open.
#[derive(Default)]
struct Quotes {
    is_open: bool,
    is_paragraph: bool,
}

impl Quotes {
    /// Whether what follows this gap is quoted. A quotation does not outlast its line.
    fn after(&mut self, gap: &str) -> bool {
        let mut starts_line = false;
        for c in gap.chars() {
            match c {
                '\n' => (self.is_open, self.is_paragraph, starts_line) = (false, false, true),
                '>' if starts_line => self.is_paragraph = true,
                '"' => self.is_open = !self.is_open,
                '“' | '‘' => self.is_open = true,
                '”' => self.is_open = false,
                _ => {}
            }
        }
        self.is_open || self.is_paragraph
    }
}

/// What stands between white space, with its byte offsets.
fn chunks(raw: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest_start = 0;
    raw.split(char::is_whitespace).map(move |chunk| {
        let start = rest_start;
        let after = raw.get(start + chunk.len()..).and_then(|rest| rest.chars().next());
        rest_start = start + chunk.len() + after.map_or(0, char::len_utf8);
        (start, chunk)
    })
}

fn is_address(chunk: &str) -> bool {
    chunk.contains("://") || chunk.contains('@') || chunk.contains("www.")
}

/// The words of a chunk: letters and digits, with apostrophes and hyphens between them.
fn runs(chunk: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut open = None;
    for (start, c) in chunk.char_indices() {
        let end = start + c.len_utf8();
        let is_inside = is_word_part(c) || (open.is_some() && is_joint(c) && starts_word(chunk.get(end..)));
        match open {
            None if is_inside => {
                open = Some(start);
                runs.push(start..end);
            }
            Some(_) if is_inside => runs.iter_mut().last().into_iter().for_each(|run| run.end = end),
            _ => open = None,
        }
    }
    runs
}

const fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}')
}

fn starts_word(rest: Option<&str>) -> bool {
    rest.and_then(|rest| rest.chars().next()).is_some_and(is_word_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_joints_and_lose_addresses() {
        let check = |raw, expected: &[&str]| {
            let text = Text::new(Place::Question, raw);
            assert_eq!(text.words.iter().map(|word| word.text).collect::<Vec<_>>(), expected, "{raw}");
            assert!(text.words.iter().all(|word| raw.get(word.start..word.end()) == Some(word.text)));
        };
        check("", &[]);
        check("Don’t call-out - members' (24) hours.", &["Don’t", "call-out", "members", "24", "hours"]);
        check("see https://example.org/A-B or a@b.example, x\u{2003}y", &["see", "or", "x", "y"]);
    }

    #[test]
    fn sentences_clauses_and_quotations_end() {
        let text = Text::new(Place::Background, "One, two. Three \"four five\" six\n> seven\n\neight 3.10");
        let seen = |test: &dyn Fn(usize) -> bool| (0..text.words.len()).filter(|at| test(*at)).collect::<Vec<_>>();
        assert_eq!(seen(&|at| text.starts_sentence(at)), [0, 2, 6, 7]);
        assert_eq!(seen(&|at| text.starts_clause(at)), [0, 1, 2, 6, 7]);
        assert_eq!(seen(&|at| text.words[at].is_quoted), [3, 4, 6]);
        assert_eq!(text.written(2, 2), "Three \"four");
        assert_eq!(text.starts_with(2, "three four"), Some(2));
        assert_eq!(text.starts_with(1, "two three"), None);
    }
}
