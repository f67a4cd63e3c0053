//! Kinds of people set against each other, and surveys that nobody made.

use super::lexicon::{ANSWERERS, WAYS, Way};
use super::{Word, matches, people, phrases::WHOLES, words};
use std::ops::Range;

/// Where a sentence sets kinds of people against each other: "nurses more than doctors", "younger readers less keen".
/// `asked` are answers about themselves that readers could give. What figure stands beside it is for the caller.
#[must_use]
pub fn kinds_compared(sentence: &str, asked: &[String]) -> Option<Range<usize>> {
    let words = words(&sentence.replace('-', " "));
    let asked: Vec<Vec<String>> =
        asked.iter().map(|answer| super::words(answer).into_iter().map(|word| word.low).collect()).collect();
    let kinds = kinds(&words, &asked);
    let low = |at: usize| words.get(at).map_or("", |word| word.low.as_str());
    let has = |phrases: &[&str]| (0..words.len()).any(|at| super::longest(&words, at, phrases).is_some());
    let compares = has(COMPARING)
        || (0..words.len()).any(|at| matches!(low(at), "more" | "less") && LIKELIHOODS.contains(&low(at + 1)));
    let opposes = {
        let ways: Vec<Way> = (0..words.len()).filter_map(|at| way(low(at))).collect();
        ways.contains(&Way::For) && ways.contains(&Way::Against)
    };
    let is_compared = match kinds.as_slice() {
        [] => false,
        [only] => compares && !ANSWERERS.contains(&low(only.start)),
        _ => compares || opposes || has(CONTRASTING),
    };
    let (first, last) = kinds.first().zip(kinds.last())?;
    let range = words.get(first.start)?.range.start..words.get(last.end.checked_sub(1)?)?.range.end;
    is_compared.then_some(range)
}

/// Where a text speaks of a survey or poll as if somebody had been drawn for it. One of readers may be spoken of.
#[must_use]
pub fn surveys_claimed(text: &str) -> Vec<Range<usize>> {
    let words = words(text);
    let low = |at: usize| words.get(at).map_or("", |word| word.low.as_str());
    let is_of_readers = words.iter().any(|word| ANSWERERS.contains(&word.low.as_str()));
    let is_claim = |at: usize| {
        let after = (at + 1..)
            .find(|place| !matches!(low(*place), "the" | "of" | "among" | "by" | "our" | "all" | "a" | "new"))
            .unwrap_or(at);
        let is_of = matches!(low(at + 1), "of" | "among" | "by");
        let whom = people::longest(&words, after).is_some()
            || WHOLES.iter().any(|whole| matches(&words, at + 2, whole).is_some());
        (is_of && (whom || !ANSWERERS.contains(&low(after))))
            || (SHOWING.contains(&low(at + 1)) && !is_of_readers)
            || (!is_of_readers && ends_at(text, &words, at))
    };
    let found = (0..words.len()).filter(|at| SURVEYS.contains(&low(*at)) && is_claim(*at));
    let ranges = found.filter_map(|at| {
        let last =
            (at + 1..=at + 3).take_while(|place| words.get(*place).is_some_and(|word| !word.starts_sentence)).last();
        let end = last.and_then(|last| words.get(last)).or_else(|| words.get(at))?.range.end;
        Some(words.get(at)?.range.start..end)
    });
    ranges.collect()
}

/// "Survey: locals want benches".
fn ends_at(text: &str, words: &[Word], at: usize) -> bool {
    let end = words.get(at).map_or(0, |word| word.range.end);
    text.get(end..).is_some_and(|rest| rest.starts_with(':'))
}

fn way(word: &str) -> Option<Way> {
    if word == "for" {
        return Some(Way::For);
    }
    WAYS.iter().find(|(_, phrases)| phrases.contains(&word)).map(|(way, _)| *way)
}

/// Kinds of people, by their places: of the list, of what readers could say of themselves, and "younger readers".
fn kinds(words: &[Word], asked: &[Vec<String>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let low = |at: usize| words.get(at).map_or("", |word| word.low.as_str());
    let mut at = 0;
    while at < words.len() {
        let is_asked = |answer: &&Vec<String>| {
            !answer.is_empty()
                && answer.iter().enumerate().all(|(n, word)| {
                    let known = low(at + n);
                    known == word || known.strip_suffix('s') == Some(word)
                })
        };
        let by_age = matches!(low(at), "over" | "under") && low(at + 1).starts_with(|c: char| c.is_ascii_digit());
        let listed = people::longest(words, at).or_else(|| asked.iter().find(is_asked).map(Vec::len));
        let n_words = listed.or_else(|| if by_age { Some(2) } else { KINDS.contains(&low(at)).then_some(1) });
        if let Some(n_words) = n_words {
            found.push(at..at + n_words);
        }
        at += n_words.unwrap_or(1).max(1);
    }
    found
}

/// Words for some of the readers.
const KINDS: &[&str] = &[
    "younger",
    "older",
    "young",
    "old",
    "women",
    "men",
    "female",
    "male",
    "graduates",
    "non",
    "northerners",
    "southerners",
    "rural",
    "urban",
    "northern",
    "southern",
    "newcomers",
    "retired",
    "working",
    "richer",
    "poorer",
    "locals",
    "others",
    "twentysomethings",
    "boomers",
    "youngest",
    "oldest",
    "city",
    "country",
];
const COMPARING: &[&str] = &[
    "more than",
    "less than",
    "than",
    "keener",
    "likelier",
    "warmer",
    "cooler",
    "unlike",
    "twice as",
    "times as",
    "as likely",
    "half as",
    "in contrast",
    "compared",
    "outnumber",
    "least",
    "especially",
    "particularly",
    "above all",
    "even more",
    "even keener",
];
const CONTRASTING: &[&str] = &[
    "while",
    "whereas",
    "but",
    "versus",
    "vs",
    "at odds",
    "differ",
    "differs",
    "disagree",
    "clash",
    "divide between",
    "gap",
    "apart",
    "don't",
    "doesn't",
    "do not",
    "not so",
    "divided by",
    "rift",
    "part company",
    "contrast",
    "unlike",
    "different",
    "at loggerheads",
];
const LIKELIHOODS: &[&str] = &[
    "likely",
    "keen",
    "sceptical",
    "skeptical",
    "hostile",
    "supportive",
    "positive",
    "negative",
    "worried",
    "willing",
    "opposed",
    "critical",
    "cautious",
    "enthusiastic",
    "open",
    "relaxed",
    "confident",
    "inclined",
    "concerned",
    "ready",
    "often",
    "reluctant",
    "divided",
    "united",
    "favourable",
    "optimistic",
    "pessimistic",
    "anxious",
    "sure",
    "convinced",
    "in",
    "strongly",
    "trusting",
    "wary",
    "doubtful",
    "convincing",
    "tolerant",
    "generous",
];
const SURVEYS: &[&str] =
    &["survey", "surveys", "poll", "polls", "study", "research", "census", "referendum", "ballot", "polling"];
const SHOWING: &[&str] = &[
    "shows",
    "show",
    "finds",
    "find",
    "found",
    "reveals",
    "reveal",
    "says",
    "say",
    "suggests",
    "suggest",
    "proves",
    "prove",
    "confirms",
    "confirm",
    "indicates",
    "indicate",
    "showed",
    "revealed",
    "claims",
];
