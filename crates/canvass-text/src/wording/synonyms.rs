//! Several words for one thing across question, options and background.
//!
//! The words come in groups. A group may need a context (an incident at a school is not a callout), and a text that
//! names two words side by side, or a glossary that explains both, tells them apart on purpose.

use super::lists::{CALL_BEFORE, Group, SYNONYMS};
use super::text::{Text, said};
use super::{Draft, Kind, Warning};
use crate::token::folded;
use std::collections::BTreeMap;

pub(super) fn check(draft: &Draft<'_>) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = SYNONYMS.iter().flat_map(|group| in_group(draft, group)).collect();
    warnings.extend(spelled_two_ways(draft));
    warnings
}

fn in_group(draft: &Draft<'_>, group: &Group) -> Vec<Warning> {
    if !group.context.is_empty() && !draft.asked().any(|text| text.has(group.context)) {
        return Vec::new();
    }
    let mut used: Vec<Used<'_, '_>> = group.words.iter().filter_map(|words| first_use(draft, words)).collect();
    used.sort_by_key(|one| (one.text.place, one.at));
    let n_explained = group.words.iter().filter(|words| is_explained(draft, words)).count();
    let mut used = used.into_iter();
    let Some(first) = used.next().filter(|_| n_explained < 2) else { return Vec::new() };
    used.filter(|one| !stands_beside(one.text, one.at, group)).filter_map(|one| warn(&one, &first)).collect()
}

/// Where a word is used first.
#[derive(Clone, Copy)]
struct Used<'d, 'a> {
    text: &'d Text<'a>,
    at: usize,
    n_words: usize,
}

fn first_use<'d, 'a>(draft: &'d Draft<'a>, words: &[&str]) -> Option<Used<'d, 'a>> {
    draft.asked().find_map(|text| {
        let (at, n_words) = text.find(words).find(|(at, n_words)| is_name(text, *at, *n_words))?;
        Some(Used { text, at, n_words })
    })
}

fn is_explained(draft: &Draft<'_>, words: &[&str]) -> bool {
    draft.terms.iter().any(|(term, _)| words.contains(&folded(term).as_str()))
}

/// Whether a word that can be other things is the name here: "a mental health call", not "call the police".
fn is_name(text: &Text<'_>, at: usize, n_words: usize) -> bool {
    match text.low(at) {
        "call" | "calls" => {
            CALL_BEFORE.contains(&text.low_before(at)) && !matches!(text.low(at + n_words), "for" | "to" | "on")
        }
        _ => true,
    }
}

/// "Pupils and students": the writer tells them apart.
fn stands_beside(text: &Text<'_>, at: usize, group: &Group) -> bool {
    let is_link = matches!(text.low_before(at), "and" | "or");
    let other = at.checked_sub(2).map_or("", |other| text.low(other));
    is_link && group.words.iter().any(|words| words.contains(&other))
}

fn warn(one: &Used<'_, '_>, first: &Used<'_, '_>) -> Option<Warning> {
    let words = one.text.written(one.at, one.n_words);
    let (first_words, place) = (first.text.written(first.at, first.n_words), first.text.place);
    let said = said(
        format!(
            "`{words}` here, `{first_words}` in the {place}: a reader cannot tell whether one thing is meant or two."
        ),
        "Use one word throughout; if they differ, explain both in the glossary.",
    );
    one.text.warn(Kind::SeveralWords, one.at, one.n_words, said)
}

/// "Callout" and "call-out": one word with and without its hyphen.
fn spelled_two_ways(draft: &Draft<'_>) -> Vec<Warning> {
    let mut spellings: BTreeMap<String, (Used<'_, '_>, Spelling)> = BTreeMap::new();
    let mut warnings = Vec::new();
    for text in draft.asked() {
        for (at, word) in text.words.iter().enumerate() {
            let Some((stem, spelling)) = spelling(&word.low) else { continue };
            let here = Used { text, at, n_words: 1 };
            let (first, first_spelling) = spellings.entry(stem).or_insert((here, spelling));
            if *first_spelling != spelling && *first_spelling != Spelling::Both {
                warnings.extend(warn(&here, first));
                *first_spelling = Spelling::Both;
            }
        }
    }
    warnings
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    Joined,
    Hyphenated,
    /// And it has been said.
    Both,
}

/// Shortest word, in bytes, whose hyphen is looked at: "to-do" is not "todo".
const MIN_BYTES: usize = 6;

/// What a word is without its hyphen and plural. "Re-sign" is not "resign".
fn spelling(word: &str) -> Option<(String, Spelling)> {
    let joined = word.replace('-', "");
    let is_word = joined.chars().all(char::is_alphabetic) && !word.starts_with("re-") && joined.len() >= MIN_BYTES;
    let spelling = if word.contains('-') { Spelling::Hyphenated } else { Spelling::Joined };
    is_word.then(|| (joined.strip_suffix('s').unwrap_or(&joined).to_owned(), spelling))
}
