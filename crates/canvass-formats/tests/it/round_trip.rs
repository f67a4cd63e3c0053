//! What is written as a Polis set reads back; what is written as tidy tables reads well.

use crate::fixture::{Latest, latest};
use canvass_domain::{
    Arrival, ArrivedVia, Assurance, Attribute, Ballot, Declared, Event, Fact, Instrument, Millis, OptionId, Origin,
    ParticipantId, Poll, PollKind, PollOption, Provenance, Seq, Showing, Slug, Statement, StatementId, StatementState,
    Transcript, Vote,
};
use canvass_formats::{
    conversation_file,
    polis::{self, read_folder},
    tidy,
};
use insta::assert_snapshot;
use proptest::prelude::*;
use std::fs;

const START_MS: Millis = 1_736_240_400_123;

fn transcript(facts: impl IntoIterator<Item = Fact>, n_participants: u32, n_statements: u32) -> Transcript {
    let arrival = |n| Arrival {
        participant: ParticipantId(n),
        assurance: Assurance::Anonymous,
        via: ArrivedVia::Direct,
        external_id: None,
        at_ms: START_MS,
    };
    let statement = |n| Statement {
        id: StatementId(n),
        text: Some(format!("Statement {n}, with \"quotes\"\nand a second line")),
        origin: Origin::Organiser,
        author: None,
        state: StatementState::Accepted,
        reason: None,
        decided_here: true,
        added_ms: START_MS,
    };
    let statements: Vec<Statement> = (1..=n_statements).map(statement).collect();
    let added = statements.iter().map(|statement| Fact::StatementAdded {
        statement: statement.id,
        author: None,
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
        events: (1..)
            .zip(facts)
            .map(|(seq, fact)| Event { seq: Seq(seq), at_ms: START_MS + 400 * (seq as Millis), fact })
            .collect(),
        showings: Vec::new(),
    }
}

fn vote(participant: u32, statement: u32, vote: Vote) -> Fact {
    let (participant, statement) = (ParticipantId(participant), StatementId(statement));
    Fact::VoteCast { participant, statement, vote, version: 1 }
}

/// Written as a Polis set and read back.
fn there_and_back(transcript: &Transcript) -> polis::PolisImport {
    let folder = tempfile::tempdir().unwrap();
    polis::write_folder(folder.path(), transcript).unwrap();
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
    transcript.arrivals[0].external_id = Some("abc".to_owned());
    transcript.statements[1].author = Some(ParticipantId(1));
    let folder = tempfile::tempdir().unwrap();
    polis::write_folder(folder.path(), &transcript).unwrap();
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
    timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
    1736240400,2025-01-07T09:00:00Z,1,0,1,1,1,"Statement 1, with ""quotes""
    and a second line"
    1736240400,2025-01-07T09:00:00Z,2,1,1,0,1,"Statement 2, with ""quotes""
    and a second line"
    == votes.csv
    timestamp,datetime,comment-id,voter-id,vote
    1736240401,2025-01-07T09:00:01Z,1,1,1
    1736240402,2025-01-07T09:00:02Z,1,1,-1
    1736240402,2025-01-07T09:00:02Z,1,2,0
    1736240402,2025-01-07T09:00:02Z,2,1,1
    == participant-votes.csv
    participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,1,2
    1,abc,,1,2,1,1,-1,1
    2,,,0,1,0,0,0,
    == comment-groups.csv
    comment-id,comment,total-votes,total-agrees,total-disagrees,total-passes
    1,"Statement 1, with ""quotes""
    and a second line",2,0,1,1
    2,"Statement 2, with ""quotes""
    and a second line",1,1,0,0
    "#);
    let import = read_folder(folder.path(), &mut |_| ()).unwrap();
    assert_eq!(import.transcript.arrivals[1].external_id.as_deref(), Some("abc"));
}

#[test]
fn words_that_the_desk_declined_stay_inside() {
    let mut transcript = transcript([vote(1, 1, Vote::Agree)], 1, 1);
    transcript.statements[0].state = StatementState::Declined;
    let import = there_and_back(&transcript);
    assert_eq!(import.transcript.statements[0].text, None);
    assert_eq!(latest(&import.transcript), latest(&transcript));
}

fn with_everything() -> Transcript {
    let ballot = Ballot::from_bits(0b11).unwrap();
    let participant = ParticipantId(1);
    let facts = [
        Fact::BallotCast { participant, ballot, version: 1 },
        vote(1, 1, Vote::Disagree),
        Fact::StatementSkipped { participant, statement: StatementId(2), version: 1 },
        Fact::StatementDecided { statement: StatementId(2), state: StatementState::Declined },
        Fact::Closed,
    ];
    let mut transcript = transcript(facts, 2, 2);
    assert!(ballot.has(OptionId(2)));
    let option = |text: &str| PollOption { text: text.to_owned(), condition: None };
    transcript.instrument.poll =
        Some(Poll { question: "Which?".to_owned(), kind: PollKind::Multiple, options: vec![option("A"), option("B")] });
    transcript.instrument.attributes = vec![Attribute {
        key: "role".to_owned(),
        question: "Your role?".to_owned(),
        options: vec!["Nurse, ward".to_owned(), "Other".to_owned()],
    }];
    transcript.declared = vec![Declared { participant, attribute: "role".to_owned(), option: 0 }];
    transcript.showings =
        vec![Showing { participant, statement: StatementId(1), at_ms: START_MS, probability: 1.0 / 3.0 }];
    transcript
}

#[test]
fn tidy_tables_as_written() {
    let transcript = with_everything();
    let folder = tempfile::tempdir().unwrap();
    let slug = Slug::parse("a-slug").unwrap();
    tidy::write_folder(folder.path(), &slug, &transcript).unwrap();
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let file = conversation_file::parse(&read("conversation.toml")).unwrap();
    assert_eq!((file.slug, file.instrument), (slug, transcript.instrument));
    let mut all = String::new();
    for name in
        ["conversation.toml", "participants.csv", "statements.csv", "comments.csv", "events.csv", "exposures.csv"]
    {
        let text = read(name);
        assert_eq!(name.ends_with(".csv"), text.contains("\r\n"), "{name}");
        all.push_str(&format!("== {name}\n{}", text.replace("\r\n", "\n")));
    }
    assert_snapshot!(all, @r#"
    == conversation.toml
    # provenance: synthetic
    # note: Made by a generator.
    # note: Nobody answered.
    slug = "a-slug"
    title = 'A title, "quoted"'
    language = "en"
    background = ""
    design = "open"
    gate = "always"
    new_statements = "hold"
    comments = "off"

    [[attribute]]
    key = "role"
    question = "Your role?"
    options = ["Nurse, ward", "Other"]

    [poll]
    question = "Which?"
    kind = "multiple"

    [[poll.option]]
    text = "A"

    [[poll.option]]
    text = "B"
    == participants.csv
    participant,assurance,arrived_via,external_id,first_seen_ms,about_role
    1,anonymous,direct,,1736240400123,"Nurse, ward"
    2,anonymous,direct,,1736240400123,
    == statements.csv
    statement,added_ms,origin,author,state,decided,reason,text
    1,1736240400123,organiser,,accepted,here,,"Statement 1, with ""quotes""
    and a second line"
    2,1736240400123,organiser,,accepted,here,,"Statement 2, with ""quotes""
    and a second line"
    == comments.csv
    comment,at_ms,participant,parent,about,state,text
    == events.csv
    seq,at_ms,kind,participant,object,value,version
    1,1736240400523,opened,,,,
    2,1736240400923,statement_added,,1,accepted,
    3,1736240401323,statement_added,,2,accepted,
    4,1736240401723,ballot_cast,1,,1 2,1
    5,1736240402123,vote_cast,1,1,disagree,1
    6,1736240402523,statement_skipped,1,2,,1
    7,1736240402923,statement_decided,,2,declined,
    8,1736240403323,closed,,,,
    == exposures.csv
    participant,statement,at_ms,probability
    1,1,1736240400123,0.3333333333333333
    "#);
}
