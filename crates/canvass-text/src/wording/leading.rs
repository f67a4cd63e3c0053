//! Words that lead: they tell a reader what to think, or that everybody thinks it.

use super::lists::{LEADING, LEADING_QUESTIONS, LEADING_STARTS, LEADING_TAGS};
use super::text::{Text, said};
use super::{Draft, Kind, Place, Warning};

pub(super) fn check(draft: &Draft<'_>) -> Vec<Warning> {
    draft.asked().flat_map(|text| found(text).filter_map(|(at, n_words)| warn(text, at, n_words))).collect()
}

/// Where leading words stand; what is quoted is somebody else's.
fn found<'t>(text: &'t Text<'_>) -> impl Iterator<Item = (usize, usize)> + 't {
    let mut done = 0;
    (0..text.words.len()).filter_map(move |at| {
        let is_open = at >= done && text.words.get(at).is_some_and(|word| !word.is_quoted);
        let n_words = if is_open { n_leading(text, at)? } else { return None };
        done = at + n_words;
        Some((at, n_words))
    })
}

fn n_leading(text: &Text<'_>, at: usize) -> Option<usize> {
    let anywhere = text.longest(at, LEADING);
    if text.place != Place::Question {
        return anywhere;
    }
    let asked = text.longest(at, LEADING_QUESTIONS).filter(|_| !offers_both(text));
    let starts = text.longest(at, LEADING_STARTS).filter(|_| text.starts_sentence(at));
    let is_tag = |n_words: &usize| at > 0 && text.starts_clause(at) && text.ends_sentence(at + n_words - 1);
    let tag = text.longest(at, LEADING_TAGS).filter(is_tag);
    [anywhere, asked, starts, tag].into_iter().flatten().max()
}

/// "Agree or disagree" leaves the answer open.
fn offers_both(question: &Text<'_>) -> bool {
    question.has(&["or disagree", "or oppose", "or not"])
}

fn warn(text: &Text<'_>, at: usize, n_words: usize) -> Option<Warning> {
    let words = text.written(at, n_words);
    let said = said(
        format!(
            "`{words}` tells readers what to think, or suggests that one answer is expected. The share then measures the wording too."
        ),
        "Say it without a judgement, and leave room for every answer (\"agree or disagree\").",
    );
    text.warn(Kind::Leading, at, n_words, said)
}
