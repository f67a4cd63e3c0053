//! `canvass.results/1`: what its hashes depend on, and what they do not.

use crate::log::{Step, T0, answers, cast, conversation, hash, results, seeded, totals, vote, wording};
use canvass_domain::{
    ConversationId, Fact, ParticipantId, Provenance, Slug, State, StatementId, StatementState, Subject, Vote,
};
use canvass_results::{Results, canonical_json, json_schema, sha256_hex};
use proptest::prelude::*;
use serde_json::Value;

fn some_answers() -> Vec<Step> {
    let mut log = seeded();
    log.extend(
        [vote(1, 1, Vote::Agree), vote(2, 1, Vote::Disagree), vote(1, 2, Vote::Unsure), cast(1, 1), cast(3, 4)]
            .map(|fact| (T0 + 5, fact)),
    );
    log
}

fn document(log: &[Step]) -> Value {
    results(log).to_json().unwrap()
}

/// Names of the sections whose hashes differ.
fn changed(one: &Value, other: &Value) -> Vec<String> {
    let hashes = |document: &Value| document["section_hashes"].as_object().unwrap().clone();
    let (one, other) = (hashes(one), hashes(other));
    assert!(one.keys().eq(other.keys()));
    one.into_iter().filter(|(name, hash)| other[name] != *hash).map(|(name, _)| name).collect()
}

fn check_changes(facts: &[Fact], sections: &[&str]) {
    let (before, mut log) = (document(&some_answers()), some_answers());
    log.extend(facts.iter().map(|fact| (T0 + 9, *fact)));
    let after = document(&log);
    assert_eq!(changed(&before, &after), sections, "{facts:?}");
    assert_eq!(before["results_hash"] == after["results_hash"], sections.is_empty(), "{facts:?}");
}

#[test]
fn each_change_shows_in_its_sections() {
    let participant = ParticipantId(1);
    check_changes(&[], &[]);
    check_changes(&[vote(1, 1, Vote::Disagree)], &["statements"]);
    check_changes(&[vote(2, 2, Vote::Agree)], &["counts", "statements"]);
    check_changes(&[vote(9, 2, Vote::Agree)], &["counts", "statements"]);
    check_changes(&[cast(1, 2)], &["poll"]);
    check_changes(&[cast(9, 2)], &["counts", "poll"]);
    check_changes(&[Fact::BallotWithdrawn { participant: ParticipantId(3) }], &["counts", "poll"]);
    check_changes(
        &[Fact::StatementSkipped { participant, statement: StatementId(1), version: 1 }],
        &["counts", "statements"],
    );
    check_changes(&[Fact::VoteWithdrawn { participant, statement: StatementId(2) }], &["counts", "statements"]);
    check_changes(
        &[Fact::StatementDecided { statement: StatementId(1), state: StatementState::Declined }],
        &["counts", "statements"],
    );
    let mark = |statement| Fact::StatementMarked { statement: StatementId(statement), subject: Subject::Readers };
    check_changes(&[mark(1)], &["counts", "statements"]);
    check_changes(&[Fact::ParticipantBanned { participant }], &["counts", "poll", "statements"]);
    // Said again, erased, closed, or about a statement nobody has voted on: the results are the same.
    check_changes(&[vote(1, 1, Vote::Agree), cast(1, 1)], &[]);
    check_changes(
        &[Fact::ParticipantErased { participant }, Fact::InstrumentChanged { version: 2 }, Fact::Closed],
        &[],
    );
    check_changes(&[Fact::StatementDecided { statement: StatementId(4), state: StatementState::Declined }], &[]);
    let many: Vec<Fact> = (10..16).map(|who| vote(who, 3, Vote::Agree)).collect();
    check_changes(&many, &["counts", "shared", "statements"]);
}

#[test]
fn the_hashes_are_those_of_the_sections_as_printed() {
    let document = document(&some_answers());
    let hashes = document["section_hashes"].as_object().unwrap();
    // But for who put a statement in.
    let mut printed = document.clone();
    for statement in printed["statements"].as_array_mut().unwrap() {
        assert!(statement.as_object_mut().unwrap().remove("origin").is_some(), "{statement}");
    }
    for (name, hash) in hashes {
        assert_eq!(sha256_hex(canonical_json(&printed[name]).unwrap().as_bytes()), hash.as_str().unwrap(), "{name}");
    }
    let over = sha256_hex(canonical_json(&document["section_hashes"]).unwrap().as_bytes());
    assert_eq!(document["results_hash"], over);
    let mut hashed: Vec<&str> = hashes.keys().map(String::as_str).collect();
    hashed.extend(["schema", "seq", "segments", "segments_seq", "provisional", "results_hash", "section_hashes"]);
    hashed.sort_unstable();
    let mut there: Vec<&String> = document.as_object().unwrap().keys().collect();
    there.sort_unstable();
    assert_eq!(there, hashed, "everything else is hashed");
}

#[test]
fn identity_dates_and_seq_are_outside_the_hash() {
    let mut other = conversation();
    other.id = ConversationId(77);
    other.slug = Slug::parse("another").unwrap();
    other.state = State::Closed;
    other.provenance = Provenance::Imported;
    other.note = Some("from elsewhere".to_owned());
    other.created_ms += 5;
    other.instrument.title = "Another".to_owned();
    let mut later: Vec<Step> = some_answers().into_iter().map(|(at_ms, fact)| (at_ms + 86_400_000, fact)).collect();
    later.push((T0, Fact::Closed));
    let moved = Results::new(&other, totals(&later), &wording());
    assert_eq!(hash(&moved), hash(&results(&some_answers())));
    assert_ne!(moved.to_json().unwrap()["seq"], document(&some_answers())["seq"]);
    let undated: Vec<Step> = some_answers().into_iter().map(|(_, fact)| (0, fact)).collect();
    assert_eq!(hash(&results(&undated)), hash(&moved));
}

#[test]
fn wording_is_inside_the_hash() {
    let mut reworded = wording();
    reworded.get_mut(&StatementId(1)).unwrap().text = Some("Reworded".to_owned());
    let reworded = Results::new(&conversation(), totals(&some_answers()), &reworded).to_json().unwrap();
    assert_eq!(changed(&document(&some_answers()), &reworded), ["statements"]);
    let mut asked = conversation();
    asked.instrument.poll.as_mut().unwrap().options[0].text = "Those".to_owned();
    let asked = Results::new(&asked, totals(&some_answers()), &wording()).to_json().unwrap();
    assert_eq!(changed(&document(&some_answers()), &asked), ["poll"]);
}

#[test]
fn statements_with_votes_are_listed_and_our_own_declined_ones_lose_their_words() {
    let mut log = some_answers();
    for n in [1, 2, 3] {
        log.push((T0, Fact::StatementDecided { statement: StatementId(n), state: StatementState::Declined }));
    }
    let mut words = wording();
    words.get_mut(&StatementId(2)).unwrap().decided_here = false;
    let results = Results::new(&conversation(), totals(&log), &words);
    let document = results.to_json().unwrap();
    let listed: Vec<(u64, Option<&str>)> = document["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["id"].as_u64().unwrap(), s["text"].as_str()))
        .collect();
    assert_eq!(listed, [(1, None), (2, Some("Statement 2"))], "3 and 4 have no vote");
    assert_eq!(document["counts"]["votes"], 3, "declined ones count");
    let shown: Vec<u32> = results.shown().map(|line| line.totals.id.0).collect();
    assert_eq!(shown, [4], "what readers are shown is accepted, voted on or not");
}

#[test]
fn the_schema_asks_for_what_the_document_has() {
    let document = document(&some_answers());
    let schema = json_schema();
    let required = schema["required"].as_array().unwrap();
    let mut fields: Vec<&str> = required.iter().map(|field| field.as_str().unwrap()).collect();
    fields.sort_unstable();
    let mut there: Vec<&String> = document.as_object().unwrap().keys().collect();
    there.sort_unstable();
    assert_eq!(fields, there);
}

#[test]
fn without_a_poll_there_is_null() {
    let mut plain = conversation();
    plain.instrument.poll = None;
    let document = Results::new(&plain, totals(&seeded()), &wording()).to_json().unwrap();
    assert_eq!((&document["poll"], &document["map"], &document["verdict"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(document["method"], "counts");
    assert_eq!(document["statements"], serde_json::json!([]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Two logs have the same hash exactly when they have the same counts.
    #[test]
    fn equal_hashes_mean_equal_counts(one in answers(), other in answers()) {
        let (one, other) = (results(&one), results(&other));
        let bare = |r: &Results| (r.totals.n_participants, r.totals.n_votes, r.totals.n_ballots, r.totals.options.clone(),
            r.statements.iter().filter(|line| line.totals.n() > 0).map(|line| line.totals).collect::<Vec<_>>());
        prop_assert_eq!(hash(&one) == hash(&other), bare(&one) == bare(&other));
    }

    #[test]
    fn the_document_has_one_canonical_form(log in answers()) {
        let document = document(&log);
        let canonical = canonical_json(&document).unwrap();
        let read_back: Value = serde_json::from_str(&canonical).unwrap();
        prop_assert_eq!(&read_back, &document);
        prop_assert_eq!(canonical_json(&read_back).unwrap(), canonical);
    }
}
