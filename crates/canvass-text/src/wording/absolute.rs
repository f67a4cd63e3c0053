//! Absolute words: who would say "nearly always" has to say no.
//!
//! A statement may propose an absolute rule ("should never"); it is claims of fact that are hardly ever true.

use super::lists::{ABSOLUTES, ALMOST, NORMS};
use super::text::{Text, said};
use super::{Draft, Kind, Place, Warning};

pub(super) fn check(draft: &Draft<'_>) -> Vec<Warning> {
    draft.question.iter().chain(&draft.statements).filter_map(warn).collect()
}

fn warn(text: &Text<'_>) -> Option<Warning> {
    // "Always or never?" is a scale.
    if text.has(&["always"]) && text.has(&["never"]) {
        return None;
    }
    let (at, n_words) = text.find(ABSOLUTES).find(|(at, _)| is_absolute(text, *at))?;
    let words = text.written(at, n_words);
    let said = said(
        format!(
            "`{words}` allows no exception. Who would say \"nearly\" must answer no, together with those who think the opposite."
        ),
        "Say how often, or in which cases, or leave the word out.",
    );
    text.warn(Kind::Absolute, at, n_words, said)
}

fn is_absolute(text: &Text<'_>, at: usize) -> bool {
    let before = text.low_before(at);
    if text.words.get(at).is_none_or(|word| word.is_quoted) || ALMOST.contains(&before) {
        return false;
    }
    match text.place {
        Place::Statement(_) => {
            let is_norm = text.sentence_before(at).any(|word| NORMS.contains(&word.low.as_str()));
            let is_experience =
                text.low(at) == "never" && (before.ends_with("'ve") || matches!(before, "have" | "has" | "had"));
            !is_norm && !is_experience
        }
        Place::Question | Place::Option(_) | Place::Background => true,
    }
}
