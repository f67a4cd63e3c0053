//! A question of opinion without an answer for people who have none.
//!
//! What a reader knows about their own life needs no "unsure"; what they think of a plan does.

use super::lists::{FACT_QUESTIONS, OPINION_QUESTIONS, OWN_DENIALS, STANCES, WAYS_OUT, WHOLE_WAYS_OUT};
use super::text::{Text, said};
use super::{Draft, Kind, Warning};

pub(super) fn check(draft: &Draft<'_>) -> Vec<Warning> {
    let Some(question) = &draft.question else { return Vec::new() };
    let is_opinion = question.has(OPINION_QUESTIONS) || draft.options.iter().any(|option| option.has(STANCES));
    let is_fact = question.has(FACT_QUESTIONS);
    let has_way_out = draft.options.iter().any(is_way_out);
    if draft.options.is_empty() || !is_opinion || is_fact || has_way_out {
        return Vec::new();
    }
    let said = said(
        "None of the options is for people who are unsure, or whose answer is not listed. They leave, or choose \
         something they do not think; both move the shares.",
        "Add \"Unsure\", \"None of these\" or \"No opinion\".",
    );
    question.warn(Kind::NoUnsure, 0, question.words.len(), said).into_iter().collect()
}

/// "Other" is one as an answer, not in "other services". "I do not read it" is one, "I do not agree" is a side.
fn is_way_out(option: &Text<'_>) -> bool {
    let starts = option.longest(0, WHOLE_WAYS_OUT);
    let is_own = option.low(0) == "i" && !option.has(STANCES);
    let denies = (1..=MAX_DENIAL).any(|at| option.low(at).ends_with("n't") || OWN_DENIALS.contains(&option.low(at)));
    option.has(WAYS_OUT) || starts.is_some_and(|n_words| option.starts_clause(n_words)) || is_own && denies
}

/// How soon after "I" a denial must come: "I would not".
const MAX_DENIAL: usize = 2;
