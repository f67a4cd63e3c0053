//! Two ideas in one: who agrees with one half and not with the other has no answer.
//!
//! An "and" joins two ideas where a second verb, a second clause or a second quality follows it. Between two names
//! ("parents and carers") it joins none, and fixed pairs ("health and safety") count as one word.

use super::lists::{
    AFTER_PARTICIPLE, AFTER_VERB, CLAUSE_STARTS, FIXED_PAIRS, INSIDE_CLAUSE, NOUN_VERBS, PARTICIPLES, QUALITIES, VERBS,
};
use super::text::{Text, said};
use super::{Draft, Kind, Place, Warning};

pub(super) fn check(draft: &Draft<'_>) -> Vec<Warning> {
    let texts = draft.question.iter().chain(&draft.options).chain(&draft.statements);
    texts.filter_map(warn).collect()
}

fn warn(text: &Text<'_>) -> Option<Warning> {
    let (at, n_words) = text.find(&["and", "but", "as well as"]).find(|(at, n_words)| joins(text, *at, *n_words))?;
    let words = text.written(at, n_words + 1);
    let said = said(
        format!(
            "`{words}` adds a second idea. Who holds one and not the other has no answer that fits, and the share cannot be read for either."
        ),
        "Ask about one, or about each on its own. If both are only on offer together, say so in the background.",
    );
    let n_left = (at + 1..text.words.len()).take_while(|next| !text.starts_sentence(*next)).count();
    text.warn(Kind::TwoIdeas, at, n_left + 1, said)
}

/// Whether two ideas meet here.
fn joins(text: &Text<'_>, at: usize, n_words: usize) -> bool {
    let next = match text.low(at + n_words) {
        "also" | "then" => at + n_words + 1,
        _ => at + n_words,
    };
    if text.starts_sentence(at) || text.starts_sentence(next) || is_fixed(text, at, next) {
        return false;
    }
    let is_clause = text.longest(next, CLAUSE_STARTS).is_some() && !is_inside_clause(text, at);
    if text.low(at) == "but" {
        return is_clause;
    }
    let joins_deeds = joins_verbs(text, at, next) || joins_participles(text, at, next);
    is_clause || (joins_deeds && !is_inside_clause(text, at)) || joins_qualities(text, at, next)
}

fn is_fixed(text: &Text<'_>, at: usize, next: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        FIXED_PAIRS.iter().any(|pair| {
            let mut halves = pair.split(" and ");
            halves.next() == Some(text.low(before)) && halves.next() == Some(text.low(next))
        })
    })
}

/// Whether the "and" belongs to a part of the sentence that only says which, when or whether.
fn is_inside_clause(text: &Text<'_>, at: usize) -> bool {
    let first = text.sentence_start(at);
    let opened = (first..at).rev().take_while(|word| *word == first || !text.starts_clause(*word + 1));
    opened.into_iter().any(|word| {
        let is_question_word = word == first && text.place == Place::Question;
        INSIDE_CLAUSE.contains(&text.low(word)) && (!is_question_word || matches!(text.low(word), "if" | "unless"))
    })
}

/// "Close the library and spend the money": a second verb, with something of its own to act on.
fn joins_verbs(text: &Text<'_>, at: usize, next: usize) -> bool {
    let verb = if text.low(next) == "to" { next + 1 } else { next };
    let before = text.low_before(at);
    let shares_object = VERBS.contains(&before) || NOUN_VERBS.contains(&before);
    if shares_object || text.starts_sentence(verb) {
        return false;
    }
    let has_object = verb != next || AFTER_VERB.contains(&text.low(verb + 1)) && !text.starts_sentence(verb + 1);
    VERBS.contains(&text.low(verb)) || (NOUN_VERBS.contains(&text.low(verb)) && has_object)
}

/// "The speed and quality of": two things to judge. In an option they name a subject.
fn joins_qualities(text: &Text<'_>, at: usize, next: usize) -> bool {
    let is_judged = matches!(text.place, Place::Question | Place::Statement(_));
    let qualifies = |at: usize| QUALITIES.contains(&text.low(at));
    // "Reasonable and fairly shared".
    let is_adverb = text.low(next).ends_with("ly") && (qualifies(next + 1) || is_participle(text.low(next + 1)));
    is_judged && QUALITIES.contains(&text.low_before(at)) && (qualifies(next) || is_adverb)
}

/// "Be fenced off and locked overnight": a second thing to be done. "Cleaned and painted" counts as one.
fn joins_participles(text: &Text<'_>, at: usize, next: usize) -> bool {
    let is_done = text.sentence_before(at).any(|word| matches!(word.low.as_str(), "be" | "been" | "being"));
    let ends = text.starts_clause(next + 1) || AFTER_PARTICIPLE.contains(&text.low(next + 1));
    is_done && ends && is_participle(text.low(next)) && !is_participle(text.low_before(at))
}

fn is_participle(word: &str) -> bool {
    (word.len() > 4 && word.ends_with("ed")) || PARTICIPLES.contains(&word)
}
