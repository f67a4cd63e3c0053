//! Every message is rendered with its own values: none prints a brace, and none counts wrongly.

use canvass_words::{Arg, Locale, Messages};
use std::collections::{BTreeMap, BTreeSet};

/// Values that are never one: limits and thresholds of ours, and what a message is said of only from some number on.
/// The rest of the catalogue has to be right for one as well.
const NEVER_ONE: &[(&str, &[&str])] = &[
    ("card-most", &["n", "of"]),
    ("comment-limit", &["value"]),
    ("disclosed-change-few", &["least"]),
    ("disclosed-suppression", &["least"]),
    ("group-apart-rule", &["n"]),
    ("group-ballots-suppressed", &["n"]),
    ("groups-lead", &["n"]),
    ("groups-parts-none", &["n"]),
    ("groups-parts-none-compared", &["n"]),
    ("groups-shared-none", &["n"]),
    ("groups-shared-none-compared", &["n"]),
    ("groups-too-few", &["people", "statements"]),
    ("groups-unplaced", &["least"]),
    ("lists-alike-groups-none-compared", &["n"]),
    ("lists-alike-none-compared", &["n"]),
    ("lists-compared", &["n"]),
    ("lists-compared-groups", &["n", "of"]),
    ("lists-compared-groups-none", &["n"]),
    ("lists-divides-groups-hint", &["n"]),
    ("lists-divides-groups-none", &["n"]),
    ("lists-divides-groups-none-compared", &["n"]),
    ("lists-divides-none-compared", &["n"]),
    ("lists-none-compared", &["n"]),
    ("lists-none-compared-closed", &["n"]),
    ("lists-unsure-hint", &["n"]),
    ("lists-unsure-none-compared", &["n"]),
    ("method-groups", &["least", "people", "group"]),
    ("method-lists", &["length", "alike", "divides", "unsure", "least"]),
    ("method-lists-groups", &["length", "alike", "parts", "unsure", "least", "group"]),
    ("method-shares", &["from", "caution"]),
    ("plot-explained", &["n"]),
    ("plot-spoken", &["points"]),
    ("poll-caution", &["n"]),
    ("report-polis-groups", &["least"]),
    ("segments-open", &["step"]),
    ("segments-rule", &["least", "small"]),
    ("take-change-held", &["least"]),
    ("take-method-headline", &["points"]),
    ("take-method-quotes", &["least"]),
    ("take-problem-split", &["why"]),
    ("take-quote-rule", &["most", "shortest", "longest"]),
];

/// Values that are words and never numbers, where a word behind them would go with one number and not with another.
const WORDS: &[(&str, &[&str])] = &[
    ("disclosed-analysis", &["method"]),
    ("take-about-elsewhere", &["people"]),
    ("finding-unsure", &["value"]),
    ("take-about-nothing", &["People"]),
    ("take-headline-split", &["People"]),
    ("take-problem-kept-back", &["text"]),
    ("take-problem-quote", &["text"]),
    ("take-problem-stale", &["text"]),
    ("zone-city", &["value"]),
];

/// Words for many, which "1" does not go with.
const MANY: &[&str] = &[
    "answers",
    "are",
    "ballots",
    "browsers",
    "characters",
    "comments",
    "days",
    "editions",
    "entries",
    "figures",
    "groups",
    "have",
    "hours",
    "members",
    "minutes",
    "notes",
    "options",
    "participants",
    "people",
    "persons",
    "points",
    "quotes",
    "readers",
    "reasons",
    "replies",
    "reports",
    "rules",
    "seconds",
    "sentences",
    "shares",
    "statements",
    "terms",
    "texts",
    "themes",
    "things",
    "times",
    "versions",
    "votes",
    "warnings",
    "were",
];
/// And words for one, which other numbers do not go with.
const ONE: &[&str] = &[
    "answer",
    "ballot",
    "character",
    "comment",
    "day",
    "edition",
    "figure",
    "group",
    "has",
    "is",
    "member",
    "note",
    "participant",
    "person",
    "point",
    "quote",
    "reader",
    "reason",
    "reply",
    "report",
    "rule",
    "sentence",
    "statement",
    "term",
    "text",
    "theme",
    "thing",
    "time",
    "version",
    "vote",
    "warning",
    "was",
];
/// What may stand between a number and what is counted.
const BETWEEN: &[&str] = &["explained", "more", "other", "percentage", "published"];

/// Every message of the catalogue: its key, and what is written under it with all of its variants.
fn written() -> BTreeMap<&'static str, String> {
    let mut all: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut current = None;
    for line in Locale::ENGLISH.source().lines().filter(|line| !line.starts_with('#')) {
        let is_key = line.starts_with(|c: char| c.is_ascii_lowercase());
        if let Some((key, rest)) = line.split_once(" =").filter(|_| is_key) {
            assert!(all.insert(key, rest.to_owned()).is_none(), "`{key}` is in the catalogue twice");
            current = Some(key);
        } else if let Some(text) = current.and_then(|key| all.get_mut(key)) {
            text.push('\n');
            text.push_str(line);
        }
    }
    assert!(all.len() > 900, "only {} messages found: the scan is broken", all.len());
    all
}

/// The names after each `$`.
fn variables(text: &str) -> BTreeSet<String> {
    let name = |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    text.split('$').skip(1).map(name).filter(|name| !name.is_empty()).collect()
}

fn names_of(list: &[(&str, &'static [&'static str])], key: &str) -> &'static [&'static str] {
    list.iter().find(|(known, _)| *known == key).map_or(&[], |(_, names)| names)
}

/// A message with the same count for all of its values; those that are never one are five then.
fn rendered(key: &str, text: &str, n: u64) -> String {
    let value = |name: String| {
        let value = match name.as_str() {
            word if names_of(WORDS, key).contains(&word) => Arg::Text("Words"),
            word if n == 1 && names_of(NEVER_ONE, key).contains(&word) => Arg::Count(5),
            _ => Arg::Count(n),
        };
        (&*name.leak(), value)
    };
    let values: Vec<(&'static str, Arg<'_>)> = variables(text).into_iter().map(value).collect();
    Messages::of(Locale::ENGLISH).with(key, &values)
}

/// "1 readers", "1 more are", "2 reader": a number, and what does not go with it.
fn miscounted(said: &str) -> Option<String> {
    let words: Vec<&str> = said.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    (0..words.len()).find_map(|at| {
        let number: u64 = bare(words.get(at)?).replace(',', "").parse().ok()?;
        // A full stop or a colon between the two ends what is counted.
        let ends = |word: &str| word.ends_with(['.', ':', ';', ',', ')', '”']);
        let mut next = at;
        loop {
            if ends(words.get(next)?) {
                return None;
            }
            next += 1;
            if !BETWEEN.contains(&bare(words.get(next)?).as_str()) {
                break;
            }
        }
        let wrong = if number == 1 { MANY } else { ONE };
        let word = bare(words.get(next)?);
        wrong.contains(&word.as_str()).then(|| format!("{number} … {word}"))
    })
}

#[test]
fn every_message_is_rendered_with_its_values() {
    for (key, text) in &written() {
        for n in [0, 1, 2, 1_000] {
            // Fluent's errors stop this, as they stop every other test.
            let said = rendered(key, text, n);
            assert!(!said.contains("{$") && !said.contains("{ $"), "{key}: {said}");
            assert!(!said.trim().is_empty(), "{key} says nothing of {n}");
        }
    }
}

#[test]
fn every_message_is_right_for_one_and_for_many() {
    let all = written();
    let wrong: Vec<String> = all
        .iter()
        .flat_map(|(key, text)| [0, 1, 2, 1_000].map(|n| (key, rendered(key, text, n))))
        .filter_map(|(key, said)| Some(format!("{key}: {} in {said:?}", miscounted(&said)?)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (key, names) in NEVER_ONE.iter().chain(WORDS) {
        let known = all.get(key).map(|text| variables(text)).unwrap_or_default();
        assert!(names.iter().all(|name| known.contains(*name)), "`{key}` has no such value: mend the list");
    }
}

#[test]
fn what_is_miscounted_is_found() {
    let check = |said: &str, expected: Option<&str>| assert_eq!(miscounted(said).as_deref(), expected, "{said}");
    check("1 readers cast 1 votes", Some("1 … readers"));
    check("1 reader cast 1 votes on 1 statement.", Some("1 … votes"));
    check("against 1 published rules.", Some("1 … rules"));
    check("2 reader", Some("2 … reader"));
    check("1 reader, 2 readers, 1 more answer, 1,000 votes and 0 answers", None);
    check("There is edition 1. Readers were told; 1 of those statements was declined.", None);
}
