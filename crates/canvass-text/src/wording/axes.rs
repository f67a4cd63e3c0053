//! Options that mix a stance with a consequence: "I agree", "I disagree", "It puts people at risk".
//!
//! A reader can hold a stance and expect a consequence; where only one may be chosen, neither share says how many
//! do. A stance that carries its reason ("Yes, it will save money") is the same mistake inside one option.

use super::lists::{CONDITIONS, EFFECT_FORECASTS, EFFECT_QUESTIONS, EFFECT_VERBS, RISKS, SPEAKERS, STANCES};
use super::text::{Said, Text, said};
use super::{Draft, Kind, Warning};

pub(super) fn check(draft: &Draft<'_>) -> Vec<Warning> {
    let found: Vec<Option<Finding>> = draft.options.iter().map(read).collect();
    let asks_for_effects = draft.question.as_ref().is_some_and(asks_for_effects);
    let has_stance = found.iter().flatten().any(|finding| matches!(finding, Finding::Stance));
    let warn = |(text, finding): (&Text<'_>, Option<Finding>)| match finding? {
        Finding::Both { effect } => text.warn(Kind::MixedAxes, effect, text.words.len() - effect, with_reason()),
        Finding::Effect if has_stance && !asks_for_effects => {
            text.warn(Kind::MixedAxes, 0, text.words.len(), beside_stances())
        }
        Finding::Effect | Finding::Stance => None,
    };
    draft.options.iter().zip(found).filter_map(warn).collect()
}

/// What an option says.
enum Finding {
    /// Only what somebody wants.
    Stance,
    /// Only what somebody expects.
    Effect,
    /// A stance, and after a break what somebody expects.
    Both { effect: usize },
}

fn read(option: &Text<'_>) -> Option<Finding> {
    let stance = stance(option);
    match (stance, effect(option)) {
        (None, None) => None,
        (Some(_), None) => Some(Finding::Stance),
        (None, Some(_)) => Some(Finding::Effect),
        (Some(stance), Some(effect)) => {
            let is_reason = stance < effect && breaks(option, stance, effect) && !is_conditional(option, effect);
            Some(if is_reason { Finding::Both { effect } } else { Finding::Stance })
        }
    }
}

/// The first word that takes a side. "Yes", "no" and "for" do so only at the start.
fn stance(option: &Text<'_>) -> Option<usize> {
    if matches!(option.low(0), "yes" | "no") && (option.starts_clause(1) || option.words.len() == 1) {
        return Some(0);
    }
    let is_for = option.low(0) == "for" && option.starts_clause(1);
    if is_for { Some(0) } else { option.find(STANCES).next().map(|(at, _)| at) }
}

/// The first words that foretell something.
fn effect(option: &Text<'_>) -> Option<usize> {
    let forecast = option.find(EFFECT_FORECASTS).find(|(at, _)| !SPEAKERS.contains(&option.low_before(*at)));
    let verb = option.find(EFFECT_VERBS).find(|(at, _)| follows_subject(option, *at));
    [forecast, verb, option.find(RISKS).next()].into_iter().flatten().map(|(at, _)| at).min()
}

/// Whether a verb stands where it says what something does: after a pronoun, or after a name and not at the start.
fn follows_subject(option: &Text<'_>, at: usize) -> bool {
    let before = option.low_before(at);
    at > 0
        && !before.is_empty()
        && !matches!(before, "the" | "a" | "an" | "more" | "fewer" | "no" | "and" | "or" | "of")
}

/// Whether a stance ends before the effect: a comma, or a word that gives a reason or an objection.
fn breaks(option: &Text<'_>, stance: usize, effect: usize) -> bool {
    let is_link = |at: usize| matches!(option.low(at), "because" | "but" | "as" | "since" | "although" | "though");
    (stance + 1..=effect).any(|at| option.starts_clause(at) || is_link(at))
}

fn is_conditional(option: &Text<'_>, effect: usize) -> bool {
    option.find(CONDITIONS).any(|(at, _)| at < effect)
}

/// Whether the question itself is about what will happen: then consequences are its answers.
fn asks_for_effects(question: &Text<'_>) -> bool {
    question.find(EFFECT_QUESTIONS).any(|(at, n_words)| !SPEAKERS.contains(&question.low(at + n_words)))
}

fn beside_stances() -> Said {
    said(
        "This option says what somebody expects to happen; other options say whether they are for or against. A reader \
         may hold both and can choose one, so neither share says how many hold it.",
        "Ask about the consequence in a question or a statement of its own, and keep the options to one kind of answer.",
    )
}

fn with_reason() -> Said {
    said(
        "This option joins a stance with a consequence. Who shares the stance for another reason has no answer, and \
         the share cannot be read as support for either.",
        "Leave the option at the stance, and put the consequence to readers as a statement.",
    )
}
