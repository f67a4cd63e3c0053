//! Abbreviations that are explained nowhere.
//!
//! One is explained where it follows its words in brackets ("special educational needs (SEND)"), where words in
//! brackets follow it, or where the glossary has it. A list holds those that everybody reads.

use super::lists::{KNOWN_ABBREVIATIONS, SHOUTED};
use super::text::{Text, Word, said};
use super::{Draft, Kind, Warning};
use std::collections::BTreeSet;

pub(super) fn check(draft: &Draft<'_>) -> Vec<Warning> {
    let mut known: BTreeSet<String> = draft.texts().flat_map(explained).collect();
    known.extend(draft.terms.iter().flat_map(|(word, text)| explained_by_term(word, text)));
    let mut warnings = Vec::new();
    for text in draft.texts().filter(|text| !is_shouted(text)) {
        for (at, word) in text.words.iter().enumerate() {
            let found = abbreviations(word.text).find(|one| is_unknown(one, text, at) && !known.contains(*one));
            let Some(one) = found else { continue };
            known.insert(one.to_owned());
            warnings.extend(warn(text, word, one));
        }
    }
    warnings
}

fn warn(text: &Text<'_>, word: &Word<'_>, one: &str) -> Option<Warning> {
    let start = word.start + word.text.find(one)?;
    let said = said(
        format!("`{one}` is explained nowhere. Who does not know it skips the question, or answers another one."),
        format!("Write it out where it comes first, with `({one})` after it, or add it to the glossary."),
    );
    text.warn_range(Kind::Abbreviation, start..start + one.len(), said)
}

/// The abbreviations in a word: "AMHPs" holds one, "non-EEA" another.
fn abbreviations(word: &str) -> impl Iterator<Item = &str> {
    let parts = word.split(['-', '\u{2010}', '\u{2011}', '\'', '’']);
    parts.map(|part| part.strip_suffix('s').unwrap_or(part)).filter(|part| is_abbreviation(part))
}

/// Two to six capitals, or a short word with capitals at both ends: "SEND", "DfE".
fn is_abbreviation(part: &str) -> bool {
    let n_chars = part.chars().count();
    let n_capitals = part.chars().filter(|c| c.is_uppercase()).count();
    let is_capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    let has_ends = n_chars <= 4 && is_capital(part.chars().next()) && is_capital(part.chars().next_back());
    let is_roman = part.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    (2..=6).contains(&n_chars)
        && part.chars().all(char::is_alphabetic)
        && (n_capitals == n_chars || n_capitals > 1 && has_ends)
        && !is_roman
}

fn is_unknown(one: &str, text: &Text<'_>, at: usize) -> bool {
    let is_loud = |word: Option<&Word<'_>>| {
        word.is_some_and(|word| is_capitals(word.text) && !abbreviations(word.text).any(is_known))
    };
    let is_beside_loud =
        is_loud(text.words.get(at + 1)) || is_loud(at.checked_sub(1).and_then(|at| text.words.get(at)));
    !is_known(one) && !SHOUTED.contains(&one) && !is_beside_loud
}

fn is_known(one: &str) -> bool {
    KNOWN_ABBREVIATIONS.contains(&one)
}

fn is_capitals(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

/// Whether a text is written in capitals throughout.
fn is_shouted(text: &Text<'_>) -> bool {
    let n_loud = text.words.iter().filter(|word| is_capitals(word.text)).count();
    n_loud > 2 && n_loud * 2 > text.words.len()
}

/// The abbreviations that a text explains.
fn explained<'a>(text: &'a Text<'_>) -> impl Iterator<Item = String> + 'a {
    text.words
        .iter()
        .enumerate()
        .flat_map(move |(at, word)| {
            let is_open = text.raw.get(..word.start).is_some_and(|before| before.ends_with('('));
            let is_closed = text.raw.get(word.end()..).is_some_and(|after| after.starts_with(')'));
            let before = text.words.get(at.saturating_sub(MAX_WORDS_BEFORE)..at).unwrap_or_default();
            let after = text
                .words
                .get(at + 1)
                .filter(|_| text.raw.get(word.end()..).is_some_and(|after| after.trim_start().starts_with('(')));
            abbreviations(word.text).filter(move |one| {
                let is_in_brackets = is_open && is_closed && before.iter().any(|word| starts_alike(word.text, one));
                is_in_brackets || after.is_some_and(|word| starts_alike(word.text, one))
            })
        })
        .map(str::to_owned)
}

/// How far back the words of an abbreviation may start.
const MAX_WORDS_BEFORE: usize = 10;

fn starts_alike(word: &str, abbreviation: &str) -> bool {
    let first = |text: &str| text.chars().next().map(|c| c.to_lowercase().to_string());
    first(word) == first(abbreviation)
}

/// What a term explains: abbreviations in its word, and in its meaning those made of its word's first letters.
fn explained_by_term(word: &str, text: &str) -> Vec<String> {
    let initials: String = word.split([' ', '-']).filter_map(|part| part.chars().next()).collect();
    let pieces = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).flat_map(abbreviations).map(str::to_owned).collect()
    };
    let mut explained = pieces(word);
    explained.extend(pieces(text).into_iter().filter(|one| initials.to_uppercase().starts_with(&one.to_uppercase())));
    explained
}
