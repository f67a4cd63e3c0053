//! Which of several answers a headline names in words of its own: "evening buses" is "More buses in the evening".

use super::lexicon::{SAYINGS, VIEWS, WAYS};
use super::words;
use crate::themes::stem::stem;
use crate::themes::stop::STOP_WORDS;
use std::collections::BTreeSet;

/// The answers, by place, that a text names: those of whose telling words it has at least half. Where it has as many
/// of none, the one of which alone it has a word. Words that say which way tell nothing of what, nor do those that
/// stand beside an answer.
#[must_use]
pub fn answers_named(text: &str, answers: &[(&str, &str)], loosely: Loosely) -> Vec<usize> {
    let said = telling(text);
    let tells = |(answer, given): &(&str, &str)| telling(answer).difference(&telling(given)).cloned().collect();
    let answers: Vec<BTreeSet<String>> = answers.iter().map(tells).collect();
    let shared = |answer: &BTreeSet<String>| answer.iter().filter(|word| said.contains(*word)).count();
    let of_all = |word: &String| answers.len() > 1 && answers.iter().all(|answer| answer.contains(word));
    let by_half = answers.iter().enumerate().filter(|(_, answer)| {
        let n_own = answer.iter().filter(|word| !of_all(word)).count();
        let n_shared = answer.iter().filter(|word| !of_all(word) && said.contains(*word)).count();
        n_shared > 0 && 2 * n_shared >= n_own
    });
    let by_half: Vec<usize> = by_half.map(|(place, _)| place).collect();
    // One that shares fewer words than another is named by what the other is named by.
    let most = by_half.iter().filter_map(|place| answers.get(*place)).map(shared).max().unwrap_or(0);
    let is_apart = |place: &usize| {
        let Some(answer) = answers.get(*place) else { return false };
        let own = |word: &String| {
            said.contains(word)
                && answers.iter().enumerate().all(|(other, words)| other == *place || !words.contains(word))
        };
        shared(answer) == most || answer.iter().any(own)
    };
    let named: Vec<usize> = by_half.into_iter().filter(is_apart).collect();
    if !named.is_empty() || loosely == Loosely::No {
        return named;
    }
    let any: Vec<usize> =
        (0..answers.len()).filter(|place| answers.get(*place).is_some_and(|a| shared(a) > 0)).collect();
    if any.len() == 1 { any } else { Vec::new() }
}

/// Whether one telling word that is of no other answer names an answer too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loosely {
    /// It does.
    Yes,
    /// It does not.
    No,
}

/// Whether a text speaks of what was asked: it has at least half of the question's telling words.
#[must_use]
pub fn speaks_of(text: &str, question: &str) -> bool {
    let (said, asked) = (telling(text), telling(question));
    let n_shared = asked.iter().filter(|word| said.contains(*word)).count();
    n_shared > 0 && 2 * n_shared >= asked.len()
}

/// Whether a word stands in a text in some form.
#[must_use]
pub fn has_word(text: &str, word: &str) -> bool {
    words(text).iter().any(|known| stem(&known.low) == stem(&word.to_lowercase()))
}

/// Stems of the words that tell one answer from another.
fn telling(text: &str) -> BTreeSet<String> {
    let plain = text.replace('-', " ");
    let is_way = |word: &str| WAYS.iter().any(|(_, phrases)| phrases.contains(&word));
    let tells = |word: &str| {
        (word.len() > 2 || word.starts_with(|c: char| c.is_ascii_digit()))
            && (!STOP_WORDS.contains(&word) || WHOLES.contains(&word))
            && !PLAIN.contains(&word)
            && !is_way(word)
            && !VIEWS.contains(&word)
            && !SAYINGS.contains(&word)
    };
    words(&plain).into_iter().filter(|word| tells(&word.low)).map(|word| stem(&word.low)).collect()
}

/// Words that are in many texts, and tell an answer for some from one for all.
const WHOLES: &[&str] = &["everyone", "everybody"];

/// Words that are in too many headlines and answers to tell anything.
const PLAIN: &[&str] = &[
    "yes",
    "no",
    "most",
    "more",
    "few",
    "all",
    "many",
    "majority",
    "readers",
    "reader",
    "participants",
    "people",
    "answered",
    "answer",
    "answers",
    "first",
    "should",
    "would",
    "must",
    "too",
    "also",
    "some",
    "any",
    "none",
    "these",
    "those",
    "support",
    "opposition",
    "oppose",
    "poll",
    "survey",
];
