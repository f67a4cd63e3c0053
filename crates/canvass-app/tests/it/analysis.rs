//! Opinion maps of whole conversations: against a recount of the log, and by what must not change them or must
//! change them in a known way.

use crate::transcripts::{answers, ballots};
use canvass_demo::reference;
use canvass_demo::simulate::{Preset, SimulateOptions, Simulated};
use canvass_domain::{Event, Fact, ParticipantId, Seq, Slug, Statement, StatementId, StatementState, Transcript, Vote};
use canvass_results::analysed::{Analysed, analyse};
use canvass_results::{Finding, Leaning, OpinionMap, Stage};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

static PLANTED: LazyLock<Simulated> = LazyLock::new(|| {
    let options = SimulateOptions { preset: Some(Preset::Planted3), poll: vec![200, 300, 100], ..Default::default() };
    options.check().unwrap().run()
});

fn of(transcript: &Transcript) -> Analysed {
    analyse(&Slug::parse("one").unwrap(), transcript).unwrap()
}

fn map(analysed: &Analysed) -> Arc<OpinionMap> {
    Arc::clone(analysed.results.map.as_ref().unwrap())
}

fn hash(analysed: &Analysed) -> String {
    analysed.results.to_json().unwrap().get("results_hash").and_then(Value::as_str).unwrap().to_owned()
}

/// The same with other facts after the last one.
fn with(transcript: &Transcript, facts: impl IntoIterator<Item = Fact>) -> Transcript {
    let mut changed = transcript.clone();
    for fact in facts {
        let seq = Seq(changed.events.len() as u64 + 1);
        changed.events.push(Event { seq, at_ms: changed.events.last().unwrap().at_ms, fact });
    }
    changed
}

/// The same with each fact changed, or left out.
fn each(transcript: &Transcript, change: impl Fn(Fact) -> Option<Fact>) -> Transcript {
    let facts = transcript.events.iter().filter_map(|event| Some((event.at_ms, change(event.fact)?)));
    let events = (1..).map(Seq).zip(facts).map(|(seq, (at_ms, fact))| Event { seq, at_ms, fact }).collect();
    Transcript { events, ..transcript.clone() }
}

/// The first so many people and statements of a conversation, and nobody and nothing else.
fn part(transcript: &Transcript, n_people: u32, n_statements: u32) -> Transcript {
    each(transcript, |fact| {
        let is_in = |who: ParticipantId| who.0 < n_people;
        match fact {
            Fact::VoteCast { participant, statement, .. } => is_in(participant) && statement.0 < n_statements,
            fact => fact.participant().is_none_or(is_in),
        }
        .then_some(fact)
    })
}

#[test]
fn counts_of_groups_are_those_of_their_people() {
    let transcript = &PLANTED.transcript;
    let analysed = of(transcript);
    let map = map(&analysed);
    assert_eq!((map.groups.len(), analysed.results.stage), (3, Stage::Settled));
    let (answers, ballots) = (answers(transcript), ballots(transcript));
    for (place, group) in map.groups.iter().enumerate() {
        let members: Vec<ParticipantId> =
            map.people.iter().filter(|placed| placed.group == group.id).map(|placed| placed.participant).collect();
        assert_eq!(members.len() as u64, group.n);
        assert_eq!(group.n_ballots, members.iter().filter(|who| ballots.contains_key(who)).count() as u64);
        for option in &group.options {
            let chose = |who: &&ParticipantId| ballots.get(who).is_some_and(|ballot| ballot.has(option.id));
            assert_eq!(option.n, members.iter().filter(chose).count() as u64);
        }
        for statement in &map.statements {
            let count = |vote| {
                let voted =
                    |who: &&ParticipantId| answers.get(&(**who, statement.id)).and_then(|a| a.vote()) == Some(vote);
                members.iter().filter(voted).count() as u64
            };
            let votes = statement.by_group[place];
            let expected = [count(Vote::Agree), count(Vote::Disagree), count(Vote::Unsure)];
            assert_eq!([votes.agree, votes.disagree, votes.unsure], expected, "{}", statement.id);
        }
    }
    assert!(map.people.is_sorted_by_key(|placed| placed.participant));
    assert_eq!(map.n_grouped(), map.people.len() as u64);
}

/// People by the group that was planted and the one that was found.
#[test]
fn planted_groups_are_found() {
    let map = map(&of(&PLANTED.transcript));
    let mut found: BTreeMap<(u8, u8), usize> = BTreeMap::new();
    for placed in &map.people {
        let planted = PLANTED.truth.group[placed.participant.0 as usize];
        *found.entry((planted, placed.group.0)).or_default() += 1;
    }
    let largest = |planted| found.iter().filter(|((p, _), _)| *p == planted).map(|(_, n)| n).max().unwrap();
    let right: usize = [0, 1, 2].into_iter().map(largest).sum();
    assert!(right * 100 > map.people.len() * 80, "{found:?}");
}

#[test]
fn what_the_map_was_made_of_goes_with_it() {
    let analysed = of(&PLANTED.transcript);
    let (material, analysis) = analysed.mapped.as_ref().unwrap();
    assert_eq!((material.matrix.n_rows(), material.matrix.n_columns()), (material.rows.len(), material.columns.len()));
    assert_eq!(material.matrix.n_votes() as u64, analysed.results.totals.n_votes);
    assert_eq!(analysis.centre.len(), material.columns.len());
    assert!(material.rows.is_sorted() && material.columns.is_sorted());
    let placed = map(&analysed).people[10];
    let row = material.rows.binary_search(&placed.participant).unwrap();
    assert_eq!((analysis.places[row], analysis.group_of[row]), (placed.place, Some(placed.group.0)));
}

#[test]
fn below_fifteen_people_or_five_statements_there_are_counts_alone() {
    let transcript = reference(1).unwrap().transcript;
    let check = |n_people, n_statements, expected: bool| {
        let analysed = of(&part(&transcript, n_people, n_statements));
        let n_voters = analysed.mapped.as_ref().map_or(0, |(material, _)| material.rows.len());
        assert_eq!(analysed.results.map.is_some(), expected, "{n_people} x {n_statements}: {n_voters}");
        let document = analysed.results.to_json().unwrap();
        assert_eq!(document["method"], if expected { "polis" } else { "counts" });
        assert_eq!(document["provisional"], false);
        assert!(document["results_hash"].is_string());
    };
    let first_voters: Vec<u32> = {
        let mut voters: Vec<u32> = answers(&transcript).keys().map(|(who, _)| who.0).collect();
        voters.dedup();
        voters
    };
    let fifteenth = first_voters[14];
    check(fifteenth, 500, false);
    check(fifteenth + 1, 500, true);
    let statements: Vec<u32> = {
        let mut statements: Vec<u32> = answers(&transcript).keys().map(|(_, statement)| statement.0).collect();
        statements.sort_unstable();
        statements.dedup();
        statements
    };
    check(u32::MAX, statements[4], false);
    check(u32::MAX, statements[4] + 1, true);
}

#[test]
fn banned_equals_never_answered_on_the_map_too() {
    let transcript = &PLANTED.transcript;
    let unwanted = [3, 77, 500].map(ParticipantId);
    let banned = of(&with(transcript, unwanted.map(|participant| Fact::ParticipantBanned { participant })));
    let is_wanted = |fact: &Fact| fact.participant().is_none_or(|who| !unwanted.contains(&who));
    let never = of(&each(transcript, |fact| Some(fact).filter(is_wanted)));
    assert_ne!(hash(&banned), hash(&of(transcript)));
    assert_eq!(hash(&banned), hash(&never));
    let people = |analysed: &Analysed| map(analysed).people.clone();
    assert_eq!(people(&banned), people(&never));
    let back = with(transcript, unwanted.map(|participant| Fact::ParticipantBanned { participant }));
    let back = with(&back, unwanted.map(|participant| Fact::ParticipantReinstated { participant }));
    assert_eq!(hash(&of(&back)), hash(&of(transcript)));
}

#[test]
fn agree_and_disagree_swapped_mirror_the_map_and_its_lists() {
    let swapped = each(&PLANTED.transcript, |fact| {
        Some(match fact {
            Fact::VoteCast { participant, statement, vote, version } => {
                Fact::VoteCast { participant, statement, vote: vote.swapped(), version }
            }
            other => other,
        })
    });
    let (one, other) = (of(&PLANTED.transcript), of(&swapped));
    let flip = |finding: &Finding| {
        let direction = match finding.direction {
            Leaning::Agree => Leaning::Disagree,
            Leaning::Disagree => Leaning::Agree,
            same @ (Leaning::Even | Leaning::Unsure) => same,
        };
        Finding { direction, agree: finding.disagree, disagree: finding.agree, ..*finding }
    };
    let flipped = |findings: &[Finding]| findings.iter().map(flip).collect::<Vec<_>>();
    let (lists, mirror) = (&one.results.lists, &other.results.lists);
    assert!(lists.shared.len() > 2 && lists.divisive.len() > 2, "there is something to compare");
    assert_eq!(flipped(&lists.shared), mirror.shared);
    assert_eq!(flipped(&lists.divisive), mirror.divisive);
    assert_eq!(flipped(&lists.unsure), mirror.unsure);
    let (one, other) = (map(&one), map(&other));
    for (placed, mirrored) in one.people.iter().zip(&other.people) {
        assert_eq!((placed.participant, placed.group), (mirrored.participant, mirrored.group));
        for (x, mirrored) in placed.place.iter().zip(mirrored.place) {
            assert!((x.abs() - mirrored.abs()).abs() < 1e-9, "{placed:?} {mirrored:?}");
        }
    }
    for (statement, mirrored) in one.statements.iter().zip(&other.statements) {
        assert_eq!(statement.informed_agree, mirrored.informed_disagree);
    }
}

/// Its votes stay counted, and in nobody's place.
#[test]
fn a_declined_statement_stays_in_the_document_and_out_of_every_list() {
    let transcript = &PLANTED.transcript;
    let before = of(transcript);
    let declined = before.results.lists.divisive[0].statement;
    let fact = Fact::StatementDecided { statement: declined, state: StatementState::Declined };
    let after = of(&with(transcript, [fact]));
    let (lists, map) = (&after.results.lists, map(&after));
    let listed = lists.shared.iter().chain(&lists.divisive).chain(&lists.unsure).any(|f| f.statement == declined);
    let told = map.groups.iter().flat_map(|group| &group.representative).any(|one| one.statement == declined);
    assert!(!listed && !told);
    let known = map.statement(declined).unwrap();
    assert_eq!(known.extremity, 0.0);
    assert!(known.by_group.iter().all(|votes| votes.n() > 0));
    let document = after.results.to_json().unwrap();
    let line = document["statements"].as_array().unwrap().iter().find(|one| one["id"] == declined.0).unwrap();
    assert_eq!((&line["state"], line["by_group"].as_array().unwrap().len()), (&"declined".into(), map.groups.len()));
    assert_ne!(hash(&after), hash(&before));
}

#[test]
fn what_is_said_about_people_wording_or_opening_moves_nobody() {
    let transcript = &PLANTED.transcript;
    let erased = with(transcript, [Fact::ParticipantErased { participant: ParticipantId(5) }, Fact::Closed]);
    assert_eq!(hash(&of(&erased)), hash(&of(transcript)));
    assert_eq!(map(&of(&erased)).seq, map(&of(transcript)).seq);
    let reworded: Vec<Statement> = transcript
        .statements
        .iter()
        .map(|s| Statement { text: Some(format!("Other {}", s.id)), ..s.clone() })
        .collect();
    let reworded = of(&Transcript { statements: reworded, ..transcript.clone() });
    assert_eq!(map(&reworded), map(&of(transcript)));
    // An answer to a statement that nobody has heard of is an answer, and left out of places.
    let stray = StatementId(9_999);
    let fact = Fact::VoteCast { participant: ParticipantId(1), statement: stray, vote: Vote::Agree, version: 1 };
    let astray = of(&with(transcript, [fact]));
    assert_eq!(map(&astray).statement(stray).unwrap().extremity, 0.0);
}
