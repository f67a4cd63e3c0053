//! A negation of a negation: "Do you disagree that members should not pay?"

use super::lists::{CLAUSE_WORDS, NEGATED, NEGATIONS, REFUSALS};
use super::text::{Text, said};
use super::{Draft, Kind, Warning};

pub(super) fn check(draft: &Draft<'_>) -> Vec<Warning> {
    let texts = draft.question.iter().chain(&draft.options).chain(&draft.statements);
    texts.filter_map(warn).collect()
}

fn warn(text: &Text<'_>) -> Option<Warning> {
    let (first, last) = (0..text.words.len()).find_map(|at| pair(text, at))?;
    let n_words = last - first + 1;
    let words = text.written(first, n_words);
    let said = said(
        format!(
            "`{words}` turns a negation round. Many read over one of the two and answer the opposite of what they think."
        ),
        "Say what is meant without a \"not\".",
    );
    text.warn(Kind::DoubleNegative, first, n_words, said)
}

/// Two negations of which the one at `at` is the first, and the second bears on it.
fn pair(text: &Text<'_>, at: usize) -> Option<(usize, usize)> {
    let first = text.low(at);
    let rest = || (at + 1..text.words.len()).take_while(|next| !text.starts_sentence(*next));
    if REFUSALS.contains(&first) && text.low_before(at) != "or" && text.low(at + 1) != "or" {
        return rest().find(|next| is_negation(text.low(*next))).map(|next| (at, next));
    }
    if !is_negation(first) {
        return None;
    }
    let is_near = |next: usize| next <= at + 2 && NEGATED.contains(&text.low(next));
    rest()
        .take_while(|next| !text.starts_clause(*next) && !CLAUSE_WORDS.contains(&text.low(*next)))
        .find(|next| is_negation(text.low(*next)) || is_near(*next))
        .map(|next| (at, next))
}

fn is_negation(word: &str) -> bool {
    word.ends_with("n't") || NEGATIONS.contains(&word)
}
