//! What every made transcript must obey, and a fingerprint of one.

use canvass_domain::{Answer, Ballot, Fact, ParticipantId, StatementId, Transcript};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Latest answers by participant and statement.
pub fn answers(transcript: &Transcript) -> BTreeMap<(ParticipantId, StatementId), Answer> {
    let mut latest = BTreeMap::new();
    for (participant, statement, answer) in transcript.events.iter().filter_map(|event| event.fact.answer()) {
        match answer {
            Some(answer) => latest.insert((participant, statement), answer),
            None => latest.remove(&(participant, statement)),
        };
    }
    latest
}

/// Latest answers to the poll by participant.
pub fn ballots(transcript: &Transcript) -> BTreeMap<ParticipantId, Ballot> {
    let cast = |fact: &Fact| match *fact {
        Fact::BallotCast { participant, ballot, .. } => Some((participant, ballot)),
        _ => None,
    };
    transcript.events.iter().filter_map(|event| cast(&event.fact)).collect()
}

/// People on each option, from 1.
pub fn poll_counts(transcript: &Transcript) -> Vec<usize> {
    let n_options = transcript.instrument.poll.as_ref().map_or(0, |poll| poll.options.len());
    let ballots = ballots(transcript);
    (0..n_options).map(|place| ballots.values().filter(|ballot| ballot.bits() == 1 << place).count()).collect()
}

/// Events dense from 1, in order of time, opened first; every number known; every statement unique.
pub fn check_well_formed(transcript: &Transcript) {
    transcript.instrument.check().unwrap();
    assert_eq!(transcript.events.first().map(|event| event.fact), Some(Fact::Opened));
    let seqs: Vec<u64> = transcript.events.iter().map(|event| event.seq.0).collect();
    assert!(seqs.iter().copied().eq(1..=seqs.len() as u64), "events are dense from 1");
    assert!(transcript.events.is_sorted_by_key(|event| event.at_ms), "events are in order of time");
    assert!(transcript.showings.is_sorted_by_key(|showing| showing.at_ms));
    let people: BTreeSet<ParticipantId> = transcript.arrivals.iter().map(|arrival| arrival.participant).collect();
    assert_eq!(people.len(), transcript.arrivals.len());
    assert!(transcript.arrivals.is_sorted_by_key(|arrival| arrival.participant));
    assert!(transcript.statements.is_sorted_by_key(|statement| statement.id));
    assert!(transcript.events.iter().filter_map(|event| event.fact.participant()).all(|who| people.contains(&who)));
    let texts: BTreeSet<&str> = transcript.statements.iter().filter_map(|s| s.text.as_deref()).collect();
    assert_eq!(texts.len(), transcript.statements.len(), "every statement is unique");
    check_statements_in_log(transcript);
}

/// The log adds every statement once, before anybody answers it, and ends in the state of the list.
fn check_statements_in_log(transcript: &Transcript) {
    let mut states = BTreeMap::new();
    for event in &transcript.events {
        match event.fact {
            Fact::StatementAdded { statement, state, .. } => {
                assert_eq!(states.insert(statement, state), None, "{statement} is added once");
            }
            Fact::StatementDecided { statement, state } => {
                assert!(states.insert(statement, state).is_some(), "{statement} is decided after it was added");
            }
            _ => {
                if let Some((_, statement, _)) = event.fact.answer() {
                    assert_eq!(states.get(&statement).map(|state| state.word()), Some("accepted"), "{statement}");
                }
            }
        }
    }
    let listed: BTreeMap<_, _> = transcript.statements.iter().map(|s| (s.id, s.state)).collect();
    assert_eq!(states, listed);
}

/// SHA-256 over everything that is drawn, in order, as hexadecimal digits.
pub fn fingerprint(transcript: &Transcript) -> String {
    let mut hash = Sha256::new();
    for event in &transcript.events {
        hash.update(format!("{:?}\n", event.to_row()));
    }
    for showing in &transcript.showings {
        let probability = showing.probability.to_bits();
        hash.update(format!("{} {} {} {probability}\n", showing.participant, showing.statement, showing.at_ms));
    }
    for arrival in &transcript.arrivals {
        hash.update(format!("{} {} {}\n", arrival.participant, arrival.via.word(), arrival.at_ms));
    }
    for declared in &transcript.declared {
        hash.update(format!("{} {} {}\n", declared.participant, declared.attribute, declared.option));
    }
    for (card, words) in &transcript.comments {
        hash.update(format!("{card:?} {words:?}\n"));
    }
    for report in &transcript.reports {
        hash.update(format!("{report:?}\n"));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
