//! The demo: the reference conversation has the numbers that it claims, and reads sensibly.

use crate::transcripts::{answers, ballots, check_well_formed, fingerprint, poll_counts};
use canvass_demo::{draft, reference};
use canvass_domain::{
    About, Answer, Fact, MAX_STATEMENT_CHARS, Millis, OptionId, Origin, ParticipantId, Provenance, QuoteConsent,
    StatementId, StatementState, Transcript, Vote,
};
use std::collections::{BTreeMap, BTreeSet};

/// 2 January 2025, 00:00 UTC, and the end of 6 January.
const DAYS: (Millis, Millis) = (1_735_776_000_000, 1_736_208_000_000);

fn made() -> Transcript {
    reference(1).unwrap().transcript
}

/// Share of one vote among votes on the statement whose text starts so, of people whose ballot is as asked.
fn share(transcript: &Transcript, opening: &str, vote: Vote, option: Option<OptionId>) -> f64 {
    let is_it = |text: &Option<String>| text.as_deref().is_some_and(|text| text.starts_with(opening));
    let id = transcript.statements.iter().find(|statement| is_it(&statement.text)).unwrap().id;
    let ballots = ballots(transcript);
    let votes: Vec<Vote> = answers(transcript)
        .iter()
        .filter(|((who, what), _)| *what == id && option.is_none_or(|option| ballots.get(who).unwrap().has(option)))
        .filter_map(|(_, answer)| answer.vote())
        .collect();
    assert!(votes.len() >= 30, "{opening}: {} votes", votes.len());
    votes.iter().filter(|other| **other == vote).count() as f64 / votes.len() as f64
}

#[test]
fn the_poll_has_exactly_the_reconstructed_counts() {
    for seed in [1, 2, 99] {
        let transcript = reference(seed).unwrap().transcript;
        assert_eq!(poll_counts(&transcript), [229, 810, 721]);
        assert_eq!(transcript.arrivals.len(), 1_760);
        assert_eq!(ballots(&transcript).len(), 1_760);
        check_well_formed(&transcript);
    }
}

#[test]
fn a_seed_fixes_every_byte() {
    assert_eq!(fingerprint(&made()), "0292de4a6d989b938339b43a0a42886dda81b8e3e27da3b46ec8ac8cf7aefe19");
    assert_eq!(reference(7).unwrap(), reference(7).unwrap());
    assert_ne!(fingerprint(&reference(7).unwrap().transcript), fingerprint(&made()));
}

#[test]
fn it_is_synthetic_says_so_and_stays_open() {
    let made = reference(1).unwrap();
    assert_eq!(made.slug.as_str(), "right-care-right-person");
    let transcript = made.transcript;
    assert_eq!(transcript.provenance, Provenance::Synthetic);
    // Pages put "synthetic" before the note, by the provenance.
    let note = transcript.note.as_deref().unwrap();
    assert!(note.contains("The 1,760 made-up ones come from seed 1"), "{note}");
    let background = &transcript.instrument.background;
    assert!(background.contains("synthetic") && background.contains("nobody gave them"), "{background}");
    assert!(note.contains("reconstruction") && background.contains("reconstruction"));
    assert!(transcript.events.iter().all(|event| event.fact != Fact::Closed));
    transcript.instrument.check_can_open().unwrap();
    assert_eq!(transcript.instrument.gate.word(), "always");
    assert_eq!(transcript.instrument.times.closes_at, None);
}

#[test]
fn what_a_source_does_not_state_is_left_out() {
    let instrument = made().instrument;
    assert_eq!(instrument.terms.len(), 7);
    assert_eq!(instrument.figures.len(), 2);
    let (share, drop) = (instrument.figures.first().unwrap(), instrument.figures.last().unwrap());
    assert_eq!((share.key.as_str(), share.value.as_str()), ("rcrp-no-crime-share", "45%"));
    assert_eq!((&share.n, &share.base, &share.period), (&None, &None, &None));
    assert!(share.definition.as_deref().unwrap().contains("cannot be set beside a share of votes"));
    assert_eq!((drop.key.as_str(), drop.value.as_str()), ("s136-change", "10% drop"));
    assert_eq!((&drop.n, &drop.period, &drop.definition), (&None, &None, &None));
    let poll = instrument.poll.unwrap();
    let conditions: Vec<Option<&str>> = poll.options.iter().map(|option| option.condition.as_deref()).collect();
    assert_eq!(conditions, [None, Some("resourced"), None]);
}

#[test]
fn statements_are_short_and_some_wait_or_were_declined_with_a_reason() {
    let transcript = made();
    let of = |origin, state| transcript.statements.iter().filter(move |s| s.origin == origin && s.state == state);
    assert_eq!(of(Origin::Organiser, StatementState::Accepted).count(), 40);
    assert_eq!(of(Origin::Participant, StatementState::Accepted).count(), 7);
    assert_eq!(of(Origin::Participant, StatementState::Held).count(), 3);
    assert_eq!(of(Origin::Participant, StatementState::Declined).count(), 2);
    for statement in &transcript.statements {
        let text = statement.text.as_deref().unwrap();
        assert!(text.chars().count() <= MAX_STATEMENT_CHARS && text.ends_with('.'), "{text}");
        assert_eq!(statement.reason.is_some(), statement.state == StatementState::Declined, "{text}");
        assert_eq!(statement.author.is_some(), statement.origin == Origin::Participant, "{text}");
        assert_eq!(
            statement.decided_here,
            statement.origin == Origin::Participant && statement.state != StatementState::Held
        );
    }
    let authors: BTreeSet<ParticipantId> = transcript.statements.iter().filter_map(|s| s.author).collect();
    assert_eq!(authors.len(), 12, "each by somebody else");
    assert!(transcript.statements.is_sorted_by_key(|statement| statement.added_ms), "numbered as they came in");
}

/// Each by somebody who came before, answered as the comment says and tells the same of themselves.
#[test]
fn comments_come_from_people_who_were_there() {
    for seed in 1..=12 {
        let transcript = reference(seed).unwrap().transcript;
        let came: BTreeMap<ParticipantId, Millis> =
            transcript.arrivals.iter().map(|arrival| (arrival.participant, arrival.at_ms)).collect();
        let mut authors = BTreeSet::new();
        for (card, words) in &transcript.comments {
            let author = card.author.unwrap();
            assert!(came[&author] < card.posted_ms, "comment {}", card.id);
            authors.insert(author);
            if let (About::Option(option), None) = (card.about, card.place.parent) {
                assert!(ballots(&transcript)[&author].has(option), "comment {} is a reason", card.id);
            }
            assert!(words.text.is_some());
        }
        assert_eq!(authors.len(), transcript.comments.len() - 1, "one author wrote two");
        let wrote: BTreeSet<ParticipantId> = transcript.statements.iter().filter_map(|s| s.author).collect();
        assert!(authors.is_disjoint(&wrote));
    }
}

#[test]
fn comments_are_many_and_mixed() {
    let transcript = made();
    let shown: Vec<_> = transcript.comments.iter().filter(|(card, _)| card.state == StatementState::Accepted).collect();
    assert!(shown.len() >= 60, "{}", shown.len());
    for depth in 0..=2 {
        assert!(shown.iter().filter(|(card, _)| card.place.depth == depth).count() >= 5, "depth {depth}");
    }
    for quote in QuoteConsent::ALL {
        assert!(shown.iter().filter(|(_, words)| words.attribution.quote == quote).count() >= 10, "{}", quote.word());
    }
    let rules: BTreeSet<&str> = transcript.comments.iter().filter_map(|(card, _)| card.rule.as_deref()).collect();
    let policy = transcript.instrument.rules();
    let published: BTreeSet<&str> = policy.iter().map(|rule| rule.key.as_str()).collect();
    assert_eq!(rules, published, "something is declined under every rule");
    assert!(transcript.comments.iter().any(|(card, _)| card.state == StatementState::Held));
    assert_eq!(transcript.reports.len(), 3);
    for report in &transcript.reports {
        assert!(published.contains(report.rule.as_str()));
    }
    check_replies_follow(&transcript);
}

/// Nobody replies to what is not shown yet.
fn check_replies_follow(transcript: &Transcript) {
    let decided = |comment| {
        let is_it = |fact: &Fact| matches!(fact, Fact::CommentDecided { comment: id, .. } if *id == comment);
        transcript.events.iter().find(|event| is_it(&event.fact)).unwrap().at_ms
    };
    for (card, _) in &transcript.comments {
        if let Some(parent) = card.place.parent {
            assert!(decided(parent) < card.posted_ms, "{} replies to {parent}", card.id);
        }
    }
}

#[test]
fn participation_is_skewed_and_has_gaps() {
    let transcript = made();
    let answers = answers(&transcript);
    let mut per_person: BTreeMap<ParticipantId, u32> = BTreeMap::new();
    for ((who, _), _) in answers.iter().filter(|(_, answer)| answer.vote().is_some()) {
        *per_person.entry(*who).or_default() += 1;
    }
    let mean = f64::from(per_person.values().sum::<u32>()) / 1_760.0;
    assert!((11.0..13.0).contains(&mean), "mean {mean}");
    let only_the_poll = 1_760 - per_person.len();
    assert!((440..560).contains(&only_the_poll), "{only_the_poll} answered the poll and nothing else");
    assert!(*per_person.values().max().unwrap() >= 45, "some answer nearly everything");
    let few = per_person.values().filter(|n| **n <= 5).count();
    assert!(few > per_person.len() / 8, "{few} stop after a few");
    let count = |wanted: fn(&Answer) -> bool| answers.values().filter(|answer| wanted(answer)).count();
    assert!(count(|answer| *answer == Answer::Skipped) > 500);
    assert!(count(|answer| *answer == Answer::Voted(Vote::Unsure)) > 2_000);
    let withdrawn = transcript.events.iter().filter(|e| matches!(e.fact, Fact::VoteWithdrawn { .. })).count();
    assert!((20..200).contains(&withdrawn), "{withdrawn} votes were taken back");
}

/// Replays the log beside the showings: every first answer follows a showing of the same statement, whose
/// probability is one over the statements then open to that person.
#[test]
fn showings_carry_the_probability_with_which_they_were_drawn() {
    let transcript = made();
    let mut accepted: BTreeMap<StatementId, Millis> = BTreeMap::new();
    for event in &transcript.events {
        match event.fact {
            Fact::StatementAdded { statement, state: StatementState::Accepted, .. }
            | Fact::StatementDecided { statement, state: StatementState::Accepted } => {
                accepted.insert(statement, event.at_ms);
            }
            _ => {}
        }
    }
    let mut first_answers: BTreeMap<(ParticipantId, StatementId), Millis> = BTreeMap::new();
    for event in &transcript.events {
        if let Some((who, what, Some(_))) = event.fact.answer() {
            first_answers.entry((who, what)).or_insert(event.at_ms);
        }
    }
    let mut shown: BTreeMap<ParticipantId, Vec<(StatementId, Millis)>> = BTreeMap::new();
    for showing in &transcript.showings {
        let earlier = shown.entry(showing.participant).or_default();
        let answered = earlier
            .iter()
            .filter(|(what, _)| {
                first_answers.get(&(showing.participant, *what)).is_some_and(|at_ms| *at_ms <= showing.at_ms)
            })
            .count();
        let open = accepted.values().filter(|at_ms| **at_ms <= showing.at_ms).count() - answered;
        assert!((showing.probability - 1.0 / open as f64).abs() < 1e-12, "{showing:?}: {open} open");
        earlier.push((showing.statement, showing.at_ms));
    }
    for ((who, what), at_ms) in &first_answers {
        let seen = shown.get(who).is_some_and(|s| s.iter().any(|(id, shown_ms)| id == what && shown_ms < at_ms));
        assert!(seen, "{who} answers {what} without having seen it");
    }
    assert!(transcript.showings.len() > first_answers.len(), "some statements are shown and left");
}

#[test]
fn people_say_who_they_are_as_often_as_not_and_come_by_day() {
    let transcript = made();
    for (key, least, most) in [("role", 1_170, 1_300), ("region", 1_120, 1_290)] {
        let attribute = transcript.instrument.attributes.iter().find(|attribute| attribute.key == key).unwrap();
        let said: Vec<u16> = transcript.declared.iter().filter(|d| d.attribute == key).map(|d| d.option).collect();
        assert!((least..most).contains(&said.len()), "{key}: {}", said.len());
        for option in 0..attribute.options.len() {
            let n = said.iter().filter(|place| usize::from(**place) == option).count();
            assert!(n >= 15, "{key} {option}: {n}");
        }
        assert!(said.iter().all(|place| usize::from(*place) < attribute.options.len()));
    }
    let arrivals = &transcript.arrivals;
    let ways: BTreeSet<&str> = arrivals.iter().map(|arrival| arrival.via.word()).collect();
    assert_eq!(ways, BTreeSet::from(["direct", "mail", "search", "social", "story"]));
    let (first, last) = (arrivals.first().unwrap().at_ms, transcript.events.last().unwrap().at_ms);
    assert!(first >= DAYS.0 && last < DAYS.1);
    let hour = |at_ms: Millis| (at_ms - DAYS.0) / 3_600_000;
    let night = arrivals.iter().filter(|arrival| (1..6).contains(&(hour(arrival.at_ms) % 24))).count();
    assert!(night < 60, "{night} come between one and six");
    let burst = arrivals.iter().filter(|arrival| hour(arrival.at_ms) == 36).count();
    assert!(burst > 200, "{burst} come in the hour of the newsletter");
}

#[test]
fn results_read_sensibly() {
    let transcript = made();
    let agree = |opening| share(&transcript, opening, Vote::Agree, None);
    for shared in ["Nobody should have to visit", "Police officers and mental health staff should train"] {
        assert!(agree(shared) > 0.85, "{shared}: {}", agree(shared));
    }
    assert!(share(&transcript, "It is well understood among", Vote::Disagree, None) > 0.6);
    assert!(share(&transcript, "Fewer people in my area", Vote::Unsure, None) > 0.5);
    for split in ["A police officer should be present at every", "Taking a person to hospital"] {
        assert!((0.3..0.6).contains(&agree(split)), "{split}: {}", agree(split));
    }
}

/// The ballots go with the votes, and are not the same thing.
#[test]
fn answers_to_the_poll_are_loosely_tied_to_the_votes() {
    let transcript = made();
    let by = |option| share(&transcript, "The police are withdrawing from", Vote::Agree, Some(OptionId(option)));
    assert!(by(3) > by(1) + 0.2, "{} against {}", by(3), by(1));
    assert!(by(3) < 0.95 && by(1) > 0.1, "{} and {}", by(3), by(1));
}

#[test]
fn the_draft_could_be_opened() {
    let draft = draft().unwrap();
    assert_eq!(draft.slug.as_str(), "lone-working-devices");
    draft.instrument.check_can_open().unwrap();
    assert!(draft.instrument.poll.is_some() && draft.statements.len() >= 8);
    assert!(draft.instrument.background.contains("demonstration"));
}
