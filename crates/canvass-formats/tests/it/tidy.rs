//! Tidy tables: as written, back to the letter, and refused where they do not fit.

use crate::round_trip::{START_MS, transcript, vote};
use canvass_domain::{
    About, ArrivedVia, Assurance, Attribute, Attribution, Ballot, CommentCard, CommentId, CommentText, CommentWords,
    Declared, Earlier, Event, Fact, Figure, Gate, OptionId, Organiser, Origin, ParticipantId, Place, Poll, PollKind,
    PollOption, Provenance, Seq, Showing, Slug, StatementId, StatementState, Story, Subject, TakenBack, Term,
    Transcript, Vote,
};
use canvass_formats::{
    FormatError, conversation_file, made,
    tidy::{self, TidySet, read_folder},
};
use insta::assert_snapshot;
use proptest::prelude::*;
use std::{fs, path::Path};
use tempfile::TempDir;

fn slug() -> Slug {
    Slug::parse("a-slug").unwrap()
}

fn written(transcript: &Transcript) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    tidy::write_folder(folder.path(), &slug(), transcript, None).unwrap();
    folder
}

fn read(folder: &Path) -> Result<TidySet, FormatError> {
    read_folder(folder, &mut |_| ())
}

/// Something of everything: a poll, attributes, two versions, a skip, a decision, somebody banned, somebody erased.
fn with_everything() -> Transcript {
    let (one, erased) = (ParticipantId(1), ParticipantId(9));
    let facts = [
        Fact::BallotCast { participant: one, ballot: Ballot::from_bits(0b11).unwrap(), version: 1 },
        vote(1, 1, Vote::Disagree),
        vote(9, 1, Vote::Agree),
        Fact::InstrumentChanged { version: 2 },
        Fact::StatementSkipped { participant: one, statement: StatementId(2), version: 2 },
        Fact::StatementDecided { statement: StatementId(2), state: StatementState::Declined },
        Fact::StatementMarked { statement: StatementId(1), subject: Subject::Readers },
        Fact::StatementMarked { statement: StatementId(2), subject: Subject::Topic },
        Fact::VoteWithdrawn { participant: one, statement: StatementId(1) },
        Fact::BallotWithdrawn { participant: one },
        posted(1, StatementState::Held),
        Fact::CommentDecided { comment: CommentId(1), state: StatementState::Accepted },
        posted(2, StatementState::Accepted),
        posted(3, StatementState::Held),
        Fact::CommentDecided { comment: CommentId(3), state: StatementState::Declined },
        Fact::ParticipantBanned { participant: ParticipantId(2) },
        Fact::ParticipantErased { participant: erased },
        Fact::Closed,
    ];
    let mut transcript = transcript(facts, 2, 2);
    let option = |text: &str| PollOption { text: text.to_owned(), condition: None };
    let instrument = &mut transcript.instrument;
    instrument.poll = Some(Poll {
        question: "Which?".to_owned(),
        kind: PollKind::Multiple,
        options: vec![option("A"), option("B")],
        additions: Vec::new(),
    });
    instrument.attributes = vec![Attribute {
        key: "role".to_owned(),
        question: "Your role?".to_owned(),
        options: vec!["Nurse, ward".to_owned(), "Other".to_owned()],
    }];
    transcript.earlier = vec![Earlier { version: 1, instrument: instrument.clone() }];
    instrument.title = "Another title".to_owned();
    instrument.gate = Gate::AtClose;
    let declined = &mut transcript.statements[1];
    (declined.state, declined.reason) = (StatementState::Declined, Some("Not about the topic".to_owned()));
    declined.rule = Some("off-topic".to_owned());
    transcript.arrivals[0].external_id = Some("=x-1".to_owned());
    (transcript.arrivals[0].assurance, transcript.arrivals[0].via) = (Assurance::SignedIn, ArrivedVia::Mail);
    transcript.declared = vec![Declared { participant: one, attribute: "role".to_owned(), option: 0 }];
    transcript.taken_back = vec![TakenBack { attribute: "role".to_owned(), option: 0, at_ms: START_MS + 3 }];
    transcript.comments = comments();
    transcript.showings =
        vec![Showing { participant: one, statement: StatementId(1), at_ms: START_MS, probability: 1.0 / 3.0 }];
    transcript
}

fn posted(comment: u32, state: StatementState) -> Fact {
    Fact::CommentPosted { comment: CommentId(comment), state }
}

/// One on an option with a reply, and one that was declined and then erased.
fn comments() -> Vec<(CommentCard, CommentWords)> {
    let card = |id, author: Option<u32>, parent: Option<u32>, about| CommentCard {
        id: CommentId(id),
        author: author.map(ParticipantId),
        place: Place {
            root: CommentId(parent.unwrap_or(id)),
            parent: parent.map(CommentId),
            depth: u8::from(parent.is_some()),
        },
        about,
        state: StatementState::Accepted,
        rule: None,
        posted_ms: START_MS + i64::from(id),
        edited_ms: None,
        is_erased: false,
        change_ms: None,
        staff: None,
    };
    let words =
        |text: &str, attribution| CommentWords { text: Some(text.to_owned()), attribution, reason: None, change: None };
    let named = Attribution::parse("first_name_and_place", Some("Zoë"), Some("Bath, Somerset")).unwrap();
    let option = About::Option(OptionId(2));
    let first = CommentCard { edited_ms: Some(START_MS + 9), staff: Some(0), ..card(1, Some(1), None, option) };
    let declined = CommentCard {
        state: StatementState::Declined,
        rule: Some("off-topic".to_owned()),
        is_erased: true,
        change_ms: None,
        ..card(3, None, None, About::Conversation)
    };
    let gone = CommentWords {
        text: None,
        attribution: Attribution::default(),
        reason: Some("It is about buses.".to_owned()),
        change: None,
    };
    vec![
        (first, words("=\"Not\" one line,\n\nbut two.", named)),
        (card(2, Some(2), Some(1), option), words("Why?", Attribution::default())),
        (declined, gone),
    ]
}

/// Files of a set, one after the other.
fn shown(folder: &TempDir, names: &[&str]) -> String {
    let show = |name: &&str| {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(name.ends_with(".csv"), text.contains("\r\n"), "{name}");
        format!("== {name}\n{}", text.replace("\r\n", "\n"))
    };
    names.iter().map(show).collect()
}

#[test]
fn tidy_tables_as_written() {
    let folder = written(&with_everything());
    let names = ["participants.csv", "statements.csv", "comments.csv", "events.csv", "exposures.csv", "taken_back.csv"];
    assert_snapshot!(shown(&folder, &names), @r#"
    == participants.csv
    participant,assurance,arrived_via,external_id,first_seen_ms,about_role
    1,signed-in,mail,=x-1,1736240400123,"Nurse, ward"
    2,anonymous,direct,,1736240400123,
    == statements.csv
    statement,added_ms,origin,author,state,rule,decided,reason,text
    1,1736240400123,organiser,,accepted,,here,,"Statement 1, with ""quotes""
    and a second line"
    2,1736240400123,organiser,,declined,off-topic,here,Not about the topic,"Statement 2, with ""quotes""
    and a second line"
    == comments.csv
    comment,posted_ms,author,parent,about,state,rule,reason,quote,name,place,edited_ms,text,staff
    1,1736240400124,1,,option:2,accepted,,,first_name_and_place,Zoë,"Bath, Somerset",1736240400132,"=""Not"" one line,

    but two.",yes
    2,1736240400125,2,1,option:2,accepted,,,no,,,,Why?,
    3,1736240400126,,,conversation,declined,off-topic,It is about buses.,no,,,,,
    == events.csv
    seq,at_ms,kind,participant,object,value,version
    1,1736240400523,opened,,,,
    2,1736240400923,statement_added,,1,accepted,
    3,1736240401323,statement_added,,2,accepted,
    4,1736240401723,ballot_cast,1,,1 2,1
    5,1736240402123,vote_cast,1,1,disagree,1
    6,1736240402523,vote_cast,9,1,agree,1
    7,1736240402923,instrument_changed,,,,2
    8,1736240403323,statement_skipped,1,2,,2
    9,1736240403723,statement_decided,,2,declined,
    10,1736240404123,statement_marked,,1,readers,
    11,1736240404523,statement_marked,,2,topic,
    12,1736240404923,vote_withdrawn,1,1,,
    13,1736240405323,ballot_withdrawn,1,,,
    14,1736240405723,comment_posted,,1,held,
    15,1736240406123,comment_decided,,1,accepted,
    16,1736240406523,comment_posted,,2,accepted,
    17,1736240406923,comment_posted,,3,held,
    18,1736240407323,comment_decided,,3,declined,
    19,1736240407723,participant_banned,2,,,
    20,1736240408123,participant_erased,9,,,
    21,1736240408523,closed,,,,
    == exposures.csv
    participant,statement,at_ms,probability
    1,1,1736240400123,0.3333333333333333
    == taken_back.csv
    attribute,value,at_ms
    role,"Nurse, ward",1736240400126
    "#);
}

#[test]
fn topics_come_back_of_every_version() {
    let mut transcript = with_everything();
    transcript.instrument.topics = ["Wards", "Care, at home"].map(str::to_owned).to_vec();
    transcript.earlier[0].instrument.topics = vec!["Wards".to_owned()];
    let back = read(written(&transcript).path()).unwrap().transcript;
    assert_eq!((&back.instrument, &back.earlier), (&transcript.instrument, &transcript.earlier));
}

#[test]
fn a_conversation_can_be_made_from_what_is_written() {
    let transcript = with_everything();
    let folder = written(&transcript);
    let parsed = |name: &str| {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        conversation_file::parse(&text).unwrap()
    };
    let file = parsed("conversation.toml");
    assert_eq!((file.slug, file.instrument), (slug(), transcript.instrument));
    assert_eq!(parsed("conversation.v1.toml").instrument, transcript.earlier[0].instrument);
    assert_snapshot!(shown(&folder, &["conversation.toml", made::MARK]), @r#"
    == conversation.toml
    # PRIVATE. This set ties names to votes: comments.csv has the name over each comment and the number of its author,
    # and events.csv has every answer by that number. Keep it as you would the database. What may be passed on is the
    # Polis export, or the bundle of a take.

    slug = "a-slug"
    title = "Another title"
    language = "en"
    background = ""
    design = "open"
    gate = "at_close"
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

    [record]
    provenance = "synthetic"
    note = """
    Made by a generator.
    Nobody answered."""
    == canvass-export.txt
    Canvass export, tidy tables, 1

    This is private data: it holds statements that were declined or wait, answers that count no longer,
    and what people said about themselves. Do not publish it as it is.
    Texts stand here to the letter. A spreadsheet may take one for a formula: open them in something else.

    Files:
    conversation.toml
    participants.csv
    statements.csv
    comments.csv
    events.csv
    exposures.csv
    conversation.v1.toml
    taken_back.csv
    "#);
}

#[test]
fn everything_comes_back() {
    let transcript = with_everything();
    let folder = written(&transcript);
    let set = read(folder.path()).unwrap();
    assert_eq!(set, TidySet { slug: slug(), transcript, findings: Vec::new() });
    let again = written(&set.transcript);
    for name in made::read_mark(folder.path()).unwrap().files {
        let bytes = |folder: &TempDir| fs::read(folder.path().join(&name)).unwrap();
        assert!(bytes(&folder) == bytes(&again), "{name} is written the same again");
    }
}

#[test]
fn columns_stand_in_any_order_and_others_are_passed_over() {
    let transcript = with_everything();
    let folder = written(&transcript);
    let path = folder.path().join("exposures.csv");
    fs::write(&path, "\u{feff}note,probability,at_ms,statement,participant\nx,0.25,5,1,1\n").unwrap();
    fs::remove_file(folder.path().join(made::MARK)).unwrap();
    let read = read(folder.path()).unwrap().transcript;
    let showing = Showing { participant: ParticipantId(1), statement: StatementId(1), at_ms: 5, probability: 0.25 };
    assert_eq!(read, Transcript { showings: vec![showing], ..transcript });
}

#[test]
fn an_import_is_closed_open_to_all_and_keeps_its_poll() {
    let import = |change: fn(&mut Transcript)| {
        let mut transcript = with_everything();
        change(&mut transcript);
        TidySet { slug: slug(), transcript, findings: Vec::new() }.into_import()
    };
    let before = with_everything();
    let closed = import(|_| ());
    assert_eq!(closed.events, before.events, "closed already");
    assert_eq!((closed.instrument.gate, &closed.instrument.poll), (Gate::Always, &before.instrument.poll));
    let open = import(|transcript| {
        transcript.events.pop();
    });
    assert_eq!(open.events, before.events.iter().map(last_is_unseen(&before)).collect::<Vec<_>>());
    for (before, after) in [
        (Provenance::Here, Provenance::Imported),
        (Provenance::Imported, Provenance::Imported),
        (Provenance::Synthetic, Provenance::Synthetic),
    ] {
        let mut transcript = with_everything();
        transcript.provenance = before;
        let told = TidySet { slug: slug(), transcript, findings: Vec::new() }.into_import().provenance;
        assert_eq!(told, after, "that nobody answered is never forgotten");
    }
    let reopened = import(|transcript| {
        let seq = Seq(transcript.events.len() as u64 + 1);
        transcript.events.push(Event { seq, at_ms: START_MS, fact: Fact::Opened });
    });
    assert_eq!(reopened.events.last().unwrap().fact, Fact::Closed);
}

/// The closing event that an import adds has the time of the last thing that is known.
fn last_is_unseen(before: &Transcript) -> impl Fn(&Event) -> Event {
    let n = before.events.len();
    let last_ms = before.events[n - 2].at_ms;
    move |event| if event.seq.0 as usize == n { Event { at_ms: last_ms, ..*event } } else { *event }
}

/// Any text that a table can hold: line ends, quotes, formulas, and letters of every kind.
fn nasty() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"", "\"\"", ",", "\n", "\r\n", "\r", "'", "'''", "\"\"\"", "=1+1", "-", "@", "\t", "\\", "\\u0041", " ", "a",
        "意", "\u{feff}", "\u{7f}", "\u{1}", "#", "[x]", "é",
    ]);
    proptest::collection::vec(pieces, 1..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn texts_come_back_to_the_letter(
        texts in proptest::collection::vec(nasty(), 2),
        reason in nasty(),
        external_id in nasty(),
        note in nasty(),
        background in nasty(),
        option in nasty(),
        probability in 0.000_001..=1.0_f64,
    ) {
        let mut transcript = with_everything();
        transcript.statements[0].text = Some(texts[0].clone());
        transcript.statements[1].text = Some(texts[1].clone());
        transcript.statements[1].reason = Some(reason.clone());
        if let Ok(words) = CommentText::parse(&texts[0]) {
            transcript.comments[1].1.text = Some(words.as_str().to_owned());
        }
        transcript.comments[2].1.reason = Some(reason);
        transcript.arrivals[1].external_id = Some(external_id);
        transcript.note = Some(note);
        transcript.showings[0].probability = probability;
        let instrument = &mut transcript.instrument;
        instrument.background = background.clone();
        instrument.story = Some(Story { url: "https://example.org/story".to_owned(), title: Some(background.clone()) });
        instrument.attributes[0].options[0] = format!("x{option}");
        instrument.terms = vec![Term { word: "x".to_owned(), text: format!("x{background}") }];
        instrument.poll.as_mut().unwrap().options[1].condition = Some(option);
        instrument.organiser = Some(Organiser {
            name: "The Gazette".to_owned(),
            contact: "desk@example.org".to_owned(),
            privacy_url: "https://example.org/privacy".to_owned(),
        });
        instrument.figures = vec![Figure {
            key: "k".to_owned(),
            value: "45 %".to_owned(),
            n: Some("7".to_owned()),
            base: Some(background),
            period: None,
            definition: None,
            source: "A report".to_owned(),
            url: None,
            status: None,
        }];
        instrument.times.opens_at = Some(START_MS);
        let set = read(written(&transcript).path()).unwrap();
        prop_assert_eq!(set.transcript, transcript);
    }
}

/// What is said once one thing in one table is another.
fn changed(file: &str, from: &str, to: &str) -> String {
    let folder = written(&with_everything());
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from} is not in {file}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    told(&folder)
}

fn told(folder: &TempDir) -> String {
    match read(folder.path()) {
        Ok(_) => "taken".to_owned(),
        Err(error) => error.to_string().replace(&folder.path().display().to_string(), "FOLDER"),
    }
}

#[test]
fn a_mark_that_does_not_fit_is_refused_where_it_stands() {
    let mark = "statement_marked,,1,readers";
    for (to, why) in [
        ("statement_marked,,1,accepted", "`accepted` in column `value` does not go with `statement_marked`"),
        ("statement_marked,,1,", "needs other fields"),
        ("statement_marked,,7,readers", "statement `7` is not in statements.csv"),
        ("statement_marked,1,1,readers", "does not belong to `statement_marked`"),
    ] {
        let error = changed("events.csv", mark, to);
        assert!(error.contains(why), "{error}");
    }
    let before = Fact::StatementMarked { statement: StatementId(1), subject: Subject::Readers };
    let mut transcript = transcript([], 1, 1);
    transcript.events.insert(0, Event { seq: Seq(1), at_ms: START_MS, fact: before });
    (1..).zip(&mut transcript.events).for_each(|(seq, event)| event.seq = Seq(seq));
    let error = read(written(&transcript).path()).unwrap_err().to_string();
    assert!(error.contains("statement `1` is marked before it is added"), "{error}");
}

#[test]
fn a_log_that_does_not_fit_is_refused_where_it_stands() {
    let table = [
        changed("events.csv", "ballot_cast", "ballot"),
        changed("events.csv", "2,1736240400923", "3,1736240400923"),
        changed("events.csv", "1736240400923", "-1"),
        changed("events.csv", "1736240400923", "999999999999999"),
        changed("events.csv", "vote_cast,1,1,disagree,1", "vote_cast,1,1,accepted,1"),
        changed("events.csv", "vote_cast,1,1,disagree,1", "vote_cast,1,1,2,1"),
        changed("events.csv", "vote_cast,1,1,disagree,1", "vote_cast,1,1,maybe,1"),
        changed("events.csv", "vote_cast,1,1,disagree,1", "vote_cast,1,,disagree,1"),
        changed("events.csv", "vote_cast,1,1,disagree,1", "vote_cast,1,7,disagree,1"),
        changed("events.csv", "vote_cast,1,1,disagree,1", "vote_cast,5,1,disagree,1"),
        changed("events.csv", "vote_cast,1,1,disagree,1", "vote_cast,1,1,disagree,2"),
        changed("events.csv", "vote_cast,1,1,disagree,1", "vote_cast,1,1,disagree"),
        changed("events.csv", ",1 2,", ",1 3,"),
        changed("events.csv", ",1 2,", ",2 1,"),
        changed("events.csv", ",1 2,", ",,"),
        changed("events.csv", "closed,,", "closed,1,"),
        changed("events.csv", "instrument_changed,,,,2", "instrument_changed,,,,3"),
        changed("events.csv", "statement_added,,2", "statement_added,,1"),
        changed("events.csv", "statement_added,,2", "statement_added,1,2"),
        changed("events.csv", "statement_decided,,2,declined", "statement_decided,,2,accepted"),
        changed("events.csv", "version", "versions"),
    ];
    assert_snapshot!(table.join("\n"), @r"
    events.csv, line 5: `ballot` in column `kind` is no kind of event
    events.csv, line 3: `3` follows 1; `seq` counts up from 1 by ones
    events.csv, line 3: `-1` in column `at_ms` is no time in milliseconds since 1970
    events.csv, line 3: `999999999999999` in column `at_ms` is no time in milliseconds since 1970
    events.csv, line 6: `accepted` in column `value` does not go with `vote_cast`
    events.csv, line 6: `2` in column `value` does not go with `vote_cast`
    events.csv, line 6: `maybe` in column `value` does not go with `vote_cast`
    events.csv, line 6: `vote_cast` needs other fields, or numbers that are not negative
    events.csv, line 6: statement `7` is not in statements.csv
    events.csv, line 6: participant `5` is not in the table of participants, nor erased later
    events.csv, line 6: version `2` was not there yet; it is version 1
    events.csv, line 6: has 6 fields where the header has 7
    events.csv, line 5: is no answer to the poll: `3` is not an option of this poll
    events.csv, line 5: `2 1` in column `value` does not go with `ballot_cast`
    events.csv, line 5: `ballot_cast` needs other fields, or numbers that are not negative
    events.csv, line 22: `1` in column `participant` does not belong to `closed`; leave it empty
    events.csv, line 8: version `3` follows version 1; versions go up by ones
    events.csv, line 4: statement `1` is added twice
    events.csv, line 4: statement `2` has another author in statements.csv
    statements.csv, line 4: statement `2` is declined; events.csv says accepted
    events.csv, line 1: the column `version` is missing; there are `seq`, `at_ms`, `kind`, `participant`, `object`, `value`, `versions`
    ");
}

#[test]
fn tables_that_do_not_fit_are_refused_where_they_stand() {
    let without = |file: &str| {
        let folder = written(&with_everything());
        fs::remove_file(folder.path().join(file)).unwrap();
        told(&folder)
    };
    let long = "x".repeat(20_001);
    let table = [
        changed("conversation.toml", "[poll]", "[pool]"),
        changed("conversation.toml", "synthetic", "real"),
        changed("conversation.toml", "[record]", "[[statement]]\ntext = \"One\"\n[record]"),
        changed("conversation.v1.toml", "language", "tongue"),
        changed("participants.csv", "signed-in", "sworn-in"),
        changed("participants.csv", "about_role", "about_age"),
        changed("participants.csv", "Nurse, ward", "Nurse"),
        changed("participants.csv", "\r\n2,", "\r\n1,"),
        changed("statements.csv", "organiser", "somebody"),
        changed("statements.csv", ",here,", ",there,"),
        changed("statements.csv", "\r\n2,", "\r\n1,"),
        changed("statements.csv", "Statement 1", &long),
        changed("exposures.csv", "0.3333333333333333", "0"),
        changed("exposures.csv", "0.3333333333333333", "NaN"),
        changed("exposures.csv", "\r\n1,1,", "\r\n1,8,"),
        changed("comments.csv", "conversation,declined", "statement:7,declined"),
        changed("comments.csv", ",,conversation,", ",2,conversation,"),
        changed("comments.csv", ",1,option:2,", ",5,option:2,"),
        changed("comments.csv", "conversation,declined", "conversation,held"),
        changed("comments.csv", "\r\n3,", "\r\n2,"),
        changed("comments.csv", "first_name_and_place", "no"),
        changed("comments.csv", "first_name_and_place", "perhaps"),
        changed("comments.csv", "Why?", " Why?"),
        changed("comments.csv", "\r\n2,1736240400125,2,", "\r\n2,1736240400125,,"),
        changed("comments.csv", "two.\",yes", "two.\",no"),
        without("comments.csv"),
        changed("taken_back.csv", "role", "age"),
        changed("taken_back.csv", "\"Nurse, ward\"", "Nurse"),
        changed("taken_back.csv", "26\r\n", "26\r\nrole,\"Nurse, ward\",5\r\n"),
        without("conversation.toml"),
        without("events.csv"),
    ];
    assert_snapshot!(table.join("\n"), @r#"
    conversation.toml, line 23: `question` is missing in `poll`: add question = "..."
    conversation.toml, line 30: `record.provenance`: is `real`; use one of "here", "imported", "synthetic"
    conversation.toml: lists statements; in a tidy set they stand in statements.csv
    conversation.v1.toml, line 3: `tongue` is not known here; known are `title`, `slug`, `language`, `time_zone`, `opens_at`, `closes_at`, `background`, `story_url`, `story_title`, `topics`, `design`, `gate`, `limits`, `marks`, `new_statements`, `comments`, `organiser`, `term`, `figure`, `attribute`, `rule`, `poll`, `statement`
    participants.csv, line 2: `sworn-in` in column `assurance` is not one of the words that stand there
    participants.csv, line 1: the column `about_age` belongs to no attribute of conversation.toml
    participants.csv, line 2: `Nurse` in column `about_role` is not one of the attribute's options
    participants.csv, line 3: `1` in column `participant` stands there twice
    statements.csv, line 2: `somebody` in column `origin` is not one of the words that stand there
    statements.csv, line 2: `there` in column `decided` is not one of the words that stand there
    statements.csv, line 4: `1` in column `statement` stands there twice
    statements.csv, line 2: has a text of more than 20000 characters
    exposures.csv, line 2: `0` in column `probability` is no probability above 0 and up to 1
    exposures.csv, line 2: `NaN` in column `probability` is no probability above 0 and up to 1
    exposures.csv, line 2: `8` in column `statement` is not in statements.csv
    comments.csv, line 6: comment `3` is about `statement:7`, which is not there
    comments.csv, line 6: `conversation` in column `about` is not what the comment it replies to is about
    comments.csv, line 5: `5` in column `parent` is no comment further up
    comments.csv, line 6: comment `3` is held; events.csv says declined
    comments.csv, line 6: `2` in column `comment` does not follow the one before; comments stand in their order
    comments.csv, line 2: `no` in column `quote` goes without that name or place
    comments.csv, line 2: `perhaps` in column `quote` does not go with the name: `perhaps` says nothing about quoting: choose name, first_name_and_place, anonymous or no
    comments.csv, line 5: the text is not as comments are kept: lines without spaces around them
    comments.csv, line 5: an empty field in column `author` is missing; only an erased comment has no author
    comments.csv, line 2: `no` in column `staff` is neither `yes` nor empty
    events.csv, line 15: comment `1` is not in comments.csv
    taken_back.csv, line 2: `age` in column `attribute` is no attribute of the conversation
    taken_back.csv, line 2: `Nurse` in column `value` is not one of the attribute's options
    taken_back.csv, line 3: `Nurse, ward` in column `value` stands there twice
    FOLDER: `conversation.toml` is missing, which every tidy set has
    FOLDER: `events.csv` is missing, which every tidy set has
    "#);
}

/// One change to one table, anywhere: the set is read, or refused with the name of a file.
#[test]
fn a_set_with_something_changed_is_read_or_refused() {
    let transcript = with_everything();
    let folder = written(&transcript);
    let files = made::read_mark(folder.path()).unwrap().files;
    for name in &files {
        let path = folder.path().join(name);
        let bytes = fs::read(&path).unwrap();
        for at in (0..bytes.len()).step_by(7) {
            for piece in [&b"\""[..], b",", b"\r\n", b"9", b"\xff", b""] {
                let mut changed = bytes.clone();
                changed.splice(at..=at, piece.iter().copied());
                fs::write(&path, &changed).unwrap();
                if let Err(error) = read(folder.path()) {
                    assert!(files.contains(&error.place().file), "{name}: {error}");
                }
            }
        }
        fs::write(&path, &bytes).unwrap();
    }
    assert_eq!(read(folder.path()).unwrap().transcript, transcript);
}

#[test]
fn origins_are_kept() {
    let mut transcript = transcript([vote(1, 1, Vote::Agree)], 2, 2);
    let author = ParticipantId(2);
    (transcript.statements[1].origin, transcript.statements[1].author) = (Origin::Participant, Some(author));
    transcript.statements[1].decided_here = false;
    for event in &mut transcript.events {
        if let Fact::StatementAdded { statement: StatementId(2), origin, .. } = &mut event.fact {
            *origin = Origin::Participant;
        }
    }
    let folder = written(&transcript);
    assert_eq!(read(folder.path()).unwrap().transcript, transcript);
    let events = fs::read_to_string(folder.path().join("events.csv")).unwrap();
    let by_reader = "statement_added,,2,accepted,";
    assert!(events.contains(by_reader), "{events}");
    // As sets were written before: with the author in the log.
    fs::write(folder.path().join("events.csv"), events.replace(by_reader, "statement_added,2,2,accepted,")).unwrap();
    assert_eq!(read(folder.path()).unwrap().transcript, transcript);
    fs::write(folder.path().join("events.csv"), events.replace(by_reader, "statement_added,1,2,accepted,")).unwrap();
    assert!(read(folder.path()).unwrap_err().to_string().contains("another author"));
    // Erased words have no author.
    (transcript.statements[1].text, transcript.statements[1].author) = (None, None);
    assert_eq!(read(written(&transcript).path()).unwrap().transcript, transcript);
}

#[test]
fn who_closed_it_comes_back() {
    let turns = [Fact::ClosedByClock, Fact::Opened, Fact::ClosedByClock];
    let folder = written(&transcript(turns, 2, 2));
    let events = fs::read_to_string(folder.path().join("events.csv")).unwrap();
    assert_eq!(events.matches("closed,,,clock,").count(), 2, "{events}");
    let back = read(folder.path()).unwrap().into_import();
    let facts: Vec<Fact> = back.events.iter().map(|event| event.fact).collect();
    assert!(facts.ends_with(&turns), "as it was, and no close is added: {facts:?}");
    // A close by nobody known is no close by the clock.
    fs::write(folder.path().join("events.csv"), events.replace(",clock,", ",agree,")).unwrap();
    assert!(read(folder.path()).is_err());
}
