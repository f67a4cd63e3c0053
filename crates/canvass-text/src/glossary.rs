//! A conversation's terms, found again in its texts.
//!
//! It works on plain text and knows no markup. It explains nothing it was not told: only whole words match.

use crate::token::{Token, folded, tokens};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Terms with their meanings, ready to be looked for.
///
/// A term is found whatever its case, with any white space between its words, and in a simple plural ("warrants").
/// A term that ends in an abbreviation in brackets, "approved mental health professional (AMHP)", is also found by
/// either half. An abbreviation of one to three capitals is found in capitals only: "IT" is not "it".
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    entries: Vec<(String, String)>,
    /// By the folded first token; in each list the longest first.
    aliases: BTreeMap<String, Vec<Alias>>,
}

/// A piece of text, as [`Glossary::segments`] cuts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Text to show as it is.
    Plain(&'a str),
    /// The first occurrence of a term.
    Term {
        /// The words as they stand in the text.
        text: &'a str,
        /// The term's place among those the glossary was made from.
        index: usize,
    },
}

/// One spelling of a term.
#[derive(Clone, Debug)]
struct Alias {
    /// All its tokens, folded.
    tokens: Vec<String>,
    /// Set where only this exact spelling counts.
    exact: Option<String>,
    index: usize,
}

/// The longest term that starts at some token.
struct Match {
    index: usize,
    n_tokens: usize,
}

/// A place where a term stands.
pub(crate) struct Occurrence {
    /// In bytes.
    pub(crate) range: Range<usize>,
    index: usize,
}

/// Terms already shown; later occurrences stay plain.
pub(crate) type Seen = BTreeSet<usize>;

/// Longest abbreviation that must be found in capitals.
const MAX_EXACT_CHARS: usize = 3;

impl Glossary {
    /// Makes a glossary from (word, meaning) pairs; where two share a spelling, the first has it.
    #[must_use]
    pub fn new<S: AsRef<str>>(terms: &[(S, S)]) -> Self {
        let mut glossary = Self::default();
        for (index, (word, meaning)) in terms.iter().enumerate() {
            glossary.entries.push((word.as_ref().to_owned(), meaning.as_ref().to_owned()));
            for spelling in spellings(word.as_ref()) {
                glossary.add(spelling, index);
            }
        }
        for aliases in glossary.aliases.values_mut() {
            aliases.sort_by_key(|alias| std::cmp::Reverse(alias.tokens.len()));
        }
        glossary
    }

    /// The word and the meaning of a term.
    #[must_use]
    pub fn entry(&self, index: usize) -> Option<(&str, &str)> {
        self.entries.get(index).map(|(word, meaning)| (word.as_str(), meaning.as_str()))
    }

    /// Cuts one block of text at the first occurrence of each term; the pieces joined give the text again. Where
    /// terms overlap the earlier one wins, then the longer one. Words inside a longer term are not looked at.
    #[must_use]
    pub fn segments<'a>(&self, text: &'a str) -> Vec<Segment<'a>> {
        self.segments_unseen(text, &mut Seen::new())
    }

    /// As [`Glossary::segments`], for one of several blocks that count as one.
    pub(crate) fn segments_unseen<'a>(&self, text: &'a str, seen: &mut Seen) -> Vec<Segment<'a>> {
        let mut segments = Vec::new();
        let mut n_bytes_done = 0;
        for Occurrence { range, index } in self.occurrences(text) {
            if seen.insert(index) {
                segments.extend(plain(text, n_bytes_done, range.start));
                n_bytes_done = range.end;
                segments.push(Segment::Term { text: text.get(range).unwrap_or_default(), index });
            }
        }
        segments.extend(plain(text, n_bytes_done, text.len()));
        segments
    }

    /// Every place where a term stands, in order and apart.
    pub(crate) fn occurrences(&self, text: &str) -> Vec<Occurrence> {
        let tokens = tokens(text);
        let folded: Vec<String> = tokens.iter().map(|token| folded(token.text)).collect();
        let mut occurrences = Vec::new();
        let mut place = 0;
        while let (Some(rest), Some(rest_folded)) = (tokens.get(place..), folded.get(place..)) {
            let Some(first) = rest.first() else { break };
            let Some(found) = self.longest(rest, rest_folded) else {
                place += 1;
                continue;
            };
            place += found.n_tokens;
            let end = rest.get(found.n_tokens - 1).map_or(text.len(), Token::end);
            occurrences.push(Occurrence { range: first.start..end, index: found.index });
        }
        occurrences
    }

    /// The longest spelling at the start of these tokens.
    fn longest(&self, tokens: &[Token<'_>], folded: &[String]) -> Option<Match> {
        let candidates = self.aliases.get(folded.first()?)?;
        let alias = candidates.iter().find(|alias| {
            let is_spelled = alias.exact.is_none() || alias.exact.as_deref() == tokens.first().map(|token| token.text);
            is_spelled && folded.starts_with(&alias.tokens)
        })?;
        Some(Match { index: alias.index, n_tokens: alias.tokens.len() })
    }

    fn add(&mut self, spelling: &str, index: usize) {
        let found = tokens(spelling);
        let (Some(first), Some(last)) = (found.first(), found.last()) else { return };
        let is_short = spelling.chars().count() <= MAX_EXACT_CHARS && spelling.chars().all(char::is_uppercase);
        let folded_tokens: Vec<String> = found.iter().map(|token| folded(token.text)).collect();
        let singular = Alias { exact: is_short.then(|| first.text.to_owned()), tokens: folded_tokens, index };
        if last.takes_plural() {
            let mut plural = singular.clone();
            plural.tokens.last_mut().into_iter().for_each(|token| token.push('s'));
            plural.exact.iter_mut().for_each(|exact| exact.push('s'));
            self.insert(plural);
        }
        self.insert(singular);
    }

    fn insert(&mut self, alias: Alias) {
        let Some(first) = alias.tokens.first() else { return };
        let same_start = self.aliases.entry(first.clone()).or_default();
        if !same_start.iter().any(|other| other.tokens == alias.tokens && other.exact == alias.exact) {
            same_start.push(alias);
        }
    }
}

/// The term as written and, where it ends in an abbreviation in brackets, both halves.
pub(crate) fn spellings(word: &str) -> Vec<&str> {
    let word = word.trim();
    let mut spellings = vec![word];
    let halves = word.strip_suffix(')').and_then(|word| word.rsplit_once('('));
    if let Some((phrase, abbreviation)) = halves
        && phrase.ends_with(char::is_whitespace)
        && is_abbreviation(abbreviation)
    {
        spellings.extend([phrase.trim(), abbreviation]);
    }
    spellings
}

/// One word with at least two capitals: "AMHP", "DoH", not "(1)" or "(residential)".
fn is_abbreviation(text: &str) -> bool {
    text.chars().all(char::is_alphanumeric) && text.chars().filter(|c| c.is_uppercase()).count() >= 2
}

fn plain(text: &str, start: usize, end: usize) -> Option<Segment<'_>> {
    text.get(start..end).filter(|piece| !piece.is_empty()).map(Segment::Plain)
}
