//! What is said of results, at every size, and what may never be said.

use crate::log::T0;
use canvass_counts::{OptionTotals, Share, Totals};
use canvass_domain::{Instrument, OptionId, Poll, PollKind, PollOption, Provenance, Story};
use canvass_results::{Phrasebook, Results};
use canvass_words::Locale;
use insta::assert_snapshot;

const CATALOGUE: &str = include_str!("../../../canvass-words/locales/en.ftl");
const DAY_MS: i64 = 86_400_000;

fn poll(kind: PollKind) -> Poll {
    let option = |text: &str| PollOption { text: text.to_owned(), condition: None };
    Poll {
        question: "Which?".to_owned(),
        kind,
        options: vec![option("This"), option("That"), option("Neither")],
        additions: Vec::new(),
    }
}

fn totals(counts: [u64; 3], n_days: i64) -> Totals {
    let n = counts.iter().sum();
    Totals {
        n_participants: n,
        n_ballots: n,
        options: (1..).zip(counts).map(|(id, n)| OptionTotals { id: OptionId(id), n }).collect(),
        first_ms: Some(T0),
        last_ms: Some(T0 + n_days * DAY_MS),
        ..Totals::default()
    }
}

/// Everything that is said of one poll.
fn say(counts: [u64; 3], n_days: i64, kind: PollKind, story: Option<&str>) -> String {
    let (phrases, totals, poll) = (Phrasebook::of(Locale::ENGLISH), totals(counts, n_days), poll(kind));
    let story = story.map(|title| Story { url: "https://example.org".to_owned(), title: Some(title.to_owned()) });
    let instrument = Instrument { story, ..Instrument::default() };
    let conversation = canvass_domain::Conversation { instrument: instrument.clone(), ..crate::log::conversation() };
    let results = Results::new(&conversation, totals.clone(), &std::collections::BTreeMap::new());
    let shares = counts.map(|n| phrases.count_and_share(Share { n, base: totals.n_ballots })).join(" | ");
    let note = phrases.rounding_note(&totals, &poll).unwrap_or_default();
    [phrases.poll_answer(&totals, &poll), phrases.who_answered(&results, &instrument, Provenance::Here), shares, note]
        .join("\n")
}

#[test]
fn of_the_reference_case() {
    assert_snapshot!(say([229, 810, 721], 4, PollKind::Single, Some("The story")), @r"
    Of 1,760 who answered, 810 (46%) chose “That”, more than any other answer.
    Asked alongside “The story”, 1,760 readers chose to answer between 4 January 2025 and 8 January 2025. They were not selected at random and do not stand for all readers or the public, so no margin of error applies. Results are not weighted.
    229 · 13% | 810 · 46% | 721 · 41%
    ");
}

#[test]
fn of_a_small_poll() {
    assert_snapshot!(say([12, 9, 8], 0, PollKind::Single, None), @r"
    Of 29 who answered, 12 chose “This”, more than any other answer.
    29 readers chose to answer on 4 January 2025. They were not selected at random and do not stand for all readers or the public, so no margin of error applies. Results are not weighted.
    12 of 29 | 9 of 29 | 8 of 29
    ");
}

#[test]
fn of_thirty_who_chose_several() {
    assert_snapshot!(say([10, 10, 10], 1, PollKind::Multiple, None), @r"
    Of 30 who answered, no answer was chosen more often than every other.
    30 readers chose to answer between 4 January 2025 and 5 January 2025. They were not selected at random and do not stand for all readers or the public, so no margin of error applies. Results are not weighted.
    10 · 33% | 10 · 33% | 10 · 33%
    Readers could choose several answers, so answers may add up to more than the number of readers, and shares to more than 100%.
    ");
}

#[test]
fn of_shares_that_do_not_add_up() {
    assert_snapshot!(say([1000, 1001, 1000], 1, PollKind::Single, None), @r"
    Of 3,001 who answered, 1,001 (33%) chose “That”, more than any other answer.
    3,001 readers chose to answer between 4 January 2025 and 5 January 2025. They were not selected at random and do not stand for all readers or the public, so no margin of error applies. Results are not weighted.
    1,000 · 33% | 1,001 · 33% | 1,000 · 33%
    Shares are whole per cent, each rounded alone, and do not add up to 100.
    ");
}

#[test]
fn of_nobody() {
    assert_snapshot!(say([0, 0, 0], 0, PollKind::Single, None), @r"
    Nobody has answered the question.
    Nobody has answered.
    0 of 0 | 0 of 0 | 0 of 0
    ");
}

/// Every message of the catalogue, by its key.
fn messages() -> Vec<(&'static str, String)> {
    let mut messages: Vec<(&str, String)> = Vec::new();
    for line in CATALOGUE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        match line.split_once(" = ") {
            Some((key, text)) if !line.starts_with(' ') => messages.push((key, text.to_lowercase())),
            _ => messages.last_mut().unwrap().1.push_str(&line.to_lowercase()),
        }
    }
    messages
}

#[test]
fn what_may_not_be_said_is_in_no_message() {
    let banned = ["representative", "statistically significant", "opinion poll", "sampling error", "of the public"];
    for (key, text) in messages() {
        for words in banned {
            assert!(!text.contains(words), "`{words}` in {key}");
        }
    }
    let naming: Vec<&str> =
        messages().into_iter().filter(|(_, text)| text.contains("margin of error")).map(|(key, _)| key).collect();
    assert_eq!(naming, ["who-not-selected"]);
    assert!(messages().len() > 150, "the catalogue was read");
}

#[test]
fn the_margin_of_error_is_named_once_on_who_answered_and_nowhere_else() {
    for counts in [[0, 0, 0], [1, 0, 0], [5, 5, 5], [40, 30, 30], [229, 810, 721]] {
        for kind in [PollKind::Single, PollKind::Multiple] {
            let said = say(counts, 3, kind, Some("The story"));
            let n_named = said.matches("margin of error").count();
            assert_eq!(n_named, usize::from(counts != [0, 0, 0]), "{said}");
        }
    }
}
