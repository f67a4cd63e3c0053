//! Claims that must not be made of answers that people chose to give, and the people whom a headline names.
//!
//! It finds words; whether a claim is true it cannot know. What is inside quotation marks is read too: a number that a
//! speaker claims is still printed. It reads English, and must never change a text.

mod amounts;
mod headline;
mod kinds;
mod lexicon;
mod naming;
mod people;
mod phrases;

pub use amounts::Amount;
pub use headline::{Denied, Quantity, Said, View, leaning, said_of_answers};
pub use kinds::{kinds_compared, surveys_claimed};
pub use lexicon::Way;
pub use naming::{Loosely, answers_named, has_word, speaks_of};
pub use people::{act, people_named};

use crate::token::{folded, tokens};
use phrases::{COUNTING, GENERAL, NEGATION_WORDS, NEGATIONS, REPRESENTATIVE_OF, RULES, Rule, SHARES, VERBS, WHOLES};
use std::ops::Range;

/// A claim that must not be made of self-selected answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Where in the text, in bytes.
    pub range: Range<usize>,
    /// The words there.
    pub text: String,
    /// Why it must not be said.
    pub reason: &'static str,
    /// The body that says so.
    pub body: &'static str,
}

/// The claims in a text that must not be made of self-selected answers, in order; none overlaps another.
#[must_use]
pub fn banned_claims(text: &str) -> Vec<Claim> {
    let words = words(text);
    let mut claims: Vec<Claim> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let found = claim(&words, at).or_else(|| generalisation(&words, at));
        let Some((n_words, rule)) = found else {
            at += 1;
            continue;
        };
        claims.extend(said(text, &words, at..at + n_words, rule));
        at += n_words;
    }
    claims
}

/// Words that say people are in halves: whether they are is a matter of a rule.
const SPLIT: [&str; 10] =
    ["split", "splits", "divided", "polarised", "polarized", "torn", "divide", "divides", "polarise", "polarises"];

/// Where a text says that people are split.
#[must_use]
pub fn words_of_a_split(text: &str) -> Vec<Range<usize>> {
    let words = words(text).into_iter();
    words.filter(|word| SPLIT.contains(&word.low.as_str())).map(|word| word.range).collect()
}

/// A word; where it stands; how it is parted from the one before it.
#[derive(Debug)]
struct Word {
    low: String,
    range: Range<usize>,
    /// Whether the one before it is in another sentence.
    starts_sentence: bool,
    /// Whether a comma stands before it.
    after_comma: bool,
}

/// Words with their apostrophes, and the signs of shares and errors.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for token in tokens(text) {
        let is_word = matches!(token.text, "%" | "±") || token.text.chars().any(char::is_alphanumeric);
        if !is_word {
            continue;
        }
        let before = words.last().map_or(0, |last| last.range.end);
        let gap = text.get(before..token.start).unwrap_or_default();
        if let Some(last) = words.last_mut().filter(|_| matches!(gap, "'" | "’")) {
            last.range.end = token.end();
            last.low = folded(text.get(last.range.clone()).unwrap_or_default());
            continue;
        }
        let starts_sentence = gap.contains(['.', '!', '?', ';', ':', '\n']) && gap.contains(char::is_whitespace);
        let after_comma = gap.contains(',');
        words.push(Word { low: folded(token.text), range: token.start..token.end(), starts_sentence, after_comma });
    }
    words
}

fn said(text: &str, words: &[Word], place: Range<usize>, rule: &Rule) -> Option<Claim> {
    let range = words.get(place.start)?.range.start..words.get(place.end.checked_sub(1)?)?.range.end;
    let text = text.get(range.clone())?.to_owned();
    Some(Claim { range, text, reason: rule.reason, body: rule.body })
}

/// Number of words of a phrase, where it stands at a place within a sentence.
fn matches(words: &[Word], at: usize, phrase: &str) -> Option<usize> {
    let mut n_words = 0;
    for wanted in phrase.split(' ') {
        let word = words.get(at + n_words)?;
        let is_apart = n_words > 0 && word.starts_sentence;
        if is_apart || (wanted != "*" && wanted != word.low) {
            return None;
        }
        n_words += 1;
    }
    Some(n_words)
}

fn longest(words: &[Word], at: usize, phrases: &[&str]) -> Option<usize> {
    phrases.iter().filter_map(|phrase| matches(words, at, phrase)).max()
}

/// Whether these words are denied, or meant otherwise, by those before them.
fn is_denied(words: &[Word], at: usize, rule: &Rule) -> bool {
    let starts = (0..=at).rev().find(|place| words.get(*place).is_some_and(|word| word.starts_sentence)).unwrap_or(0);
    let from = starts.max(at.saturating_sub(NEGATION_WORDS));
    let before = words.get(from..at).unwrap_or_default();
    let is_negated = before.iter().any(|word| NEGATIONS.contains(&word.low.as_str()));
    is_negated || before.last().is_some_and(|word| rule.not_after.contains(&word.low.as_str()))
}

/// The longest claim that starts here.
fn claim(words: &[Word], at: usize) -> Option<(usize, &'static Rule)> {
    let stands_for = longest(words, at, REPRESENTATIVE_OF.phrases).and_then(|n_words| {
        let whom = longest(words, at + n_words, WHOLES).or_else(|| people::longest(words, at + n_words))?;
        Some((n_words + whom, &REPRESENTATIVE_OF))
    });
    let listed = RULES.iter().filter_map(|rule| Some((longest(words, at, rule.phrases)?, rule)));
    let found = listed.chain(stands_for).max_by_key(|(n_words, _)| *n_words)?;
    (!is_denied(words, at, found.1)).then_some(found)
}

/// "the public wants", "60 % of all social workers think", "the majority of voters".
fn generalisation(words: &[Word], at: usize) -> Option<(usize, &'static Rule)> {
    let shares = SHARES.iter().filter_map(|phrase| matches(words, at, phrase));
    let n_words = shares.chain([0]).filter_map(|n_share| said_of_whole(words, at, n_share)).max();
    n_words.map(|n_words| (n_words, &GENERAL))
}

/// Number of words of a share and what is said of its whole.
fn said_of_whole(words: &[Word], at: usize, n_share: usize) -> Option<usize> {
    let is_counted = words.get(at..at + n_share)?.iter().any(|word| COUNTING.contains(&word.low.as_str()));
    let whole = longest(words, at + n_share, WHOLES);
    let people = people::longest(words, at + n_share).filter(|_| n_share > 0);
    let n_words = n_share + whole.or(people)?;
    let is_joined = words.get(at + n_words).is_some_and(|next| !next.starts_sentence);
    match longest(words, at + n_words, VERBS).filter(|_| is_joined) {
        Some(n_verb) => Some(n_words + n_verb),
        None => (is_counted && whole.is_some()).then_some(n_words),
    }
}
