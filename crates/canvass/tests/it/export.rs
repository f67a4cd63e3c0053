//! Conversations out as files and in again, over the binary and both databases.

use crate::process::{Place, Server, block_on, open_conversation};
use canvass_app::{LoadProgress, Store};
use canvass_demo::reference;
use canvass_demo::simulate::{Preset, SimulateOptions};
use canvass_domain::{
    Ballot, Earlier, Event, Fact, Instrument, OptionId, Origin, ParticipantId, Seq, Slug, Statement, StatementId,
    StatementState, Transcript, Vote,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn load(place: &Place, slug: &str, transcript: &Transcript) {
    block_on(async {
        let store = Store::open(place.database.clone()).await.unwrap();
        let slug = Slug::parse(slug).unwrap();
        store.load(&slug, transcript, 1_736_000_000_000, &mut |_: LoadProgress| {}).await.unwrap();
        store.close().await;
    });
}

fn export(place: &Place, slug: &str, format: &str) -> PathBuf {
    let folder = place.folder().join(format!("{slug}-{format}"));
    let path = folder.display().to_string();
    let out = place.run(&["export", "--conversation", slug, "--format", format, &path]).out();
    assert_eq!(out, format!("{path}\n"));
    folder
}

fn import(place: &Place, format: &str, folder: &Path, slug: &str) {
    let out = place.run(&["import", format, &folder.display().to_string(), "--slug", slug]).out();
    assert_eq!(out, format!("{slug}\n"));
}

fn results(server: &Server, slug: &str) -> Value {
    server.wire().get(&format!("/api/v1/conversations/{slug}/results")).unwrap().json()
}

/// Everything that can happen: ballots and votes changed and taken back, skips, three versions of the wording,
/// statements that were declined or wait, people who were banned or left.
fn eventful() -> Transcript {
    let options = SimulateOptions { preset: Some(Preset::Planted2), poll: vec![200, 250, 100], ..Default::default() };
    let mut transcript = options.check().unwrap().run().transcript;
    let (who, what) = (ParticipantId, StatementId);
    let (written, waiting, erased, banned) = (what(40), what(41), who(7), who(8));
    let new = |id, text: Option<&str>, author: u32, state| Statement {
        id,
        text: text.map(str::to_owned),
        origin: Origin::Participant,
        author: Some(who(author)),
        state,
        reason: (state == StatementState::Declined).then(|| "It is about something else".to_owned()),
        rule: None,
        decided_here: state == StatementState::Declined,
        added_ms: 1_736_000_000_000,
    };
    transcript.statements.push(new(written, None, 7, StatementState::Declined));
    transcript.statements.push(new(waiting, Some("=1+1 waits"), 9, StatementState::Held));
    let vote = |participant, statement, vote, version| Fact::VoteCast { participant, statement, vote, version };
    let ballot = |option| Ballot::one(OptionId(option)).unwrap();
    let held = StatementState::Held;
    let more = [
        Fact::BallotCast { participant: who(1), ballot: ballot(2), version: 1 },
        Fact::BallotWithdrawn { participant: who(2) },
        vote(who(1), what(1), Vote::Unsure, 1),
        vote(who(1), what(1), Vote::Agree, 1),
        Fact::InstrumentChanged { version: 2 },
        Fact::VoteWithdrawn { participant: who(1), statement: what(1) },
        Fact::StatementSkipped { participant: who(3), statement: what(2), version: 2 },
        Fact::StatementAdded { statement: written, origin: Origin::Participant, state: StatementState::Accepted },
        vote(who(4), written, Vote::Disagree, 2),
        Fact::StatementDecided { statement: written, state: StatementState::Declined },
        Fact::StatementAdded { statement: waiting, origin: Origin::Participant, state: held },
        Fact::InstrumentChanged { version: 3 },
        vote(who(5), what(3), Vote::Agree, 3),
        Fact::ParticipantBanned { participant: banned },
        Fact::ParticipantErased { participant: erased },
    ];
    let last_ms = transcript.events.pop().unwrap().at_ms;
    for fact in more {
        let seq = Seq(transcript.events.len() as u64 + 1);
        transcript.events.push(Event { seq, at_ms: last_ms, fact });
    }
    transcript.arrivals.retain(|arrival| arrival.participant != erased);
    let titled = |title: &str| Instrument { title: title.to_owned(), ..transcript.instrument.clone() };
    transcript.earlier =
        vec![Earlier { version: 1, instrument: titled("One") }, Earlier { version: 2, instrument: titled("Two") }];
    transcript
}

/// Agree, disagree and unsure by statement.
fn tallies(results: &Value) -> BTreeMap<u64, [u64; 3]> {
    let n = |statement: &Value, field: &str| statement[field].as_u64().unwrap();
    let statements = results["statements"].as_array().unwrap().iter();
    let voted = statements.filter(|s| n(s, "agree") + n(s, "disagree") + n(s, "unsure") > 0);
    voted.map(|s| (n(s, "id"), [n(s, "agree"), n(s, "disagree"), n(s, "unsure")])).collect()
}

/// The groups in a Polis set, made without a server, are those that the server shows.
fn check_groups(folder: &Path, results: &Value) {
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let groups = results["groups"].as_array().unwrap();
    assert!(groups.len() > 1);
    let n_of = |id: &Value| {
        let is_theirs = |line: &&str| line.split(',').nth(1) == Some(&id.to_string());
        read("participant-votes.csv").lines().filter(is_theirs).count()
    };
    for group in groups {
        assert_eq!(group["n"], n_of(&group["id"]), "{group}");
    }
    assert!(read("summary.csv").lines().any(|line| line == format!("groups,{}", groups.len())));
    let written = read("comment-groups.csv");
    for statement in results["statements"].as_array().unwrap() {
        let opening = format!("{},\"", statement["id"]);
        let line = written.lines().find(|line| line.starts_with(&opening)).unwrap();
        let numbers: Vec<u64> = line.rsplit_once("\",").unwrap().1.split(',').map(|n| n.parse().unwrap()).collect();
        let by_group = statement["by_group"].as_array().unwrap().iter().flat_map(|votes| {
            let [a, d, u] = ["agree", "disagree", "unsure"].map(|word| votes[word].as_u64().unwrap());
            [a + d + u, a, d, u]
        });
        assert_eq!(numbers[4..], by_group.collect::<Vec<_>>(), "{line}");
    }
}

fn check_round_trips(place: &Place) {
    let demo = reference(1).unwrap().transcript;
    load(place, "demo", &demo);
    load(place, "eventful", &eventful());
    for slug in ["demo", "eventful"] {
        import(place, "tidy", &export(place, slug, "tidy"), &format!("{slug}-tidied"));
        import(place, "polis", &export(place, slug, "polis"), &format!("{slug}-polis"));
    }
    place.run(&["doctor", "--check"]).check_agrees();
    let server = place.serve(&[]);
    for slug in ["demo", "eventful"] {
        let original = results(&server, slug);
        let tidied = results(&server, &format!("{slug}-tidied"));
        assert!(original["poll"]["n"].as_u64().unwrap() > 500);
        assert_eq!(original["results_hash"], tidied["results_hash"], "{slug}");
        assert_eq!(original["section_hashes"], tidied["section_hashes"], "{slug}");
        assert_eq!((&original["method"], &original["provisional"]), (&"polis".into(), &false.into()), "{slug}");
        assert!(original["results_hash"].is_string(), "{slug}");
        check_groups(&place.folder().join(format!("{slug}-polis")), &original);
        let stands = fs::read_to_string(place.folder().join(format!("{slug}-tidy")).join("groups.csv")).unwrap();
        assert_eq!(stands.lines().count() as u64, 1 + original["counts"]["grouped"].as_u64().unwrap());
        let polis = results(&server, &format!("{slug}-polis"));
        assert_eq!(tallies(&original), tallies(&polis), "{slug}");
        assert!(polis["poll"].is_null());
        let page = server.wire().get(&format!("/c/{slug}-tidied")).unwrap();
        assert!(page.text().contains("ynthetic"), "what nobody answered says so wherever it goes");
        assert_eq!(page.status, 200);
    }
    let states = server.ready["conversations"].as_array().unwrap().iter();
    let open: Vec<_> = states.filter(|c| c["state"] == "open").map(|c| c["slug"].as_str().unwrap()).collect();
    assert_eq!(open, ["demo", "eventful"], "imports are closed");
    let again = place.folder().join("again").display().to_string();
    place.run(&["export", "--conversation", "eventful-tidied", "--format", "tidy", &again]).out();
    let words = |folder: &str| fs::read_to_string(place.folder().join(folder).join("statements.csv")).unwrap();
    assert_eq!(words("again"), words("eventful-tidy"), "to the letter, formulas too");
}

#[test]
fn there_and_back_on_sqlite() {
    check_round_trips(&Place::sqlite());
}

#[test]
fn there_and_back_on_postgres() {
    if let Some(place) = Place::postgres() {
        check_round_trips(&place);
    }
}

/// What is exported while a server runs is one moment of it, and the server goes on.
#[test]
fn exporting_works_beside_a_server() {
    let place = Place::sqlite();
    place.create(&open_conversation("one", 3)).out();
    let server = place.serve(&[]);
    let with = |json| crate::http::With { json: Some(json), ..crate::http::With::default() };
    let joined = server.wire().ask("POST", "/api/v1/conversations/one/participants", with("{}")).unwrap().json();
    let token = joined["token"].as_str().unwrap();
    let vote = crate::http::With { token: Some(token), ..with("{\"vote\": \"agree\"}") };
    server.wire().ask("PUT", "/api/v1/conversations/one/statements/1/vote", vote).unwrap();
    let folder = export(&place, "one", "tidy");
    let events = fs::read_to_string(folder.join("events.csv")).unwrap();
    assert!(events.contains("vote_cast,1,1,agree,1"), "{events}");
    let mut all = String::new();
    for entry in fs::read_dir(&folder).unwrap() {
        all.push_str(&fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    assert!(!all.contains(token) && !all.contains("127.0.0.1"), "neither keys nor addresses");
    assert_eq!(server.wire().get("/c/one").unwrap().status, 200);
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_folder_is_replaced_only_if_it_is_empty_or_an_export() {
    let place = Place::sqlite();
    place.create(&open_conversation("one", 3)).out();
    let out = place.folder().join("out");
    let path = out.display().to_string();
    let to = |format| place.run(&["export", "--conversation", "one", "--format", format, &path]);
    fs::create_dir(&out).unwrap();
    to("polis").out();
    let polis = names(&out);
    assert_eq!(
        polis,
        [
            "canvass-export.txt",
            "comment-groups.csv",
            "comments.csv",
            "participant-votes.csv",
            "summary.csv",
            "votes.csv"
        ]
    );
    to("tidy").out();
    assert!(names(&out).contains(&"events.csv".to_owned()) && !names(&out).contains(&"votes.csv".to_owned()));
    let before = names(&out);
    fs::write(out.join("my notes.txt"), "mine").unwrap();
    to("polis").check_refused(5, &["`my notes.txt`", "empty folder"]);
    fs::remove_file(out.join("my notes.txt")).unwrap();
    assert_eq!(names(&out), before, "nothing was touched");

    let mine = place.folder().join("mine");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("events.csv"), "mine").unwrap();
    let mine = mine.display().to_string();
    place
        .run(&["export", "--conversation", "one", "--format", "tidy", &mine])
        .check_refused(5, &[&mine, "no export wrote"]);
    let file = place.file("a-file", "");
    place.run(&["export", "--conversation", "one", "--format", "tidy", &file]).check_refused(5, &["is a file"]);
    place.run(&["export", "--conversation", "two", "--format", "tidy", &path]).check_refused(5, &["`two`"]);
    place.run(&["export", "--conversation", "No!", "--format", "tidy", &path]).check_refused(3, &["`No!`"]);
    assert_eq!(names(&out), before);
    let left: Vec<_> = names(place.folder()).into_iter().filter(|name| name.contains("part")).collect();
    assert_eq!(left, Vec::<String>::new(), "nothing half-written is left");
}

#[cfg(unix)]
#[test]
fn a_tidy_export_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::sqlite();
    place.create(&open_conversation("one", 3)).out();
    let mode = fs::metadata(export(&place, "one", "tidy")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[test]
fn what_is_sealed_stays_sealed_until_it_closes() {
    let place = Place::sqlite();
    let sealed = open_conversation("one", 3).replace("gate = \"always\"", "gate = \"sealed\"");
    place.create(&sealed).out();
    let out = place.folder().join("out").display().to_string();
    let to = || place.run(&["export", "--conversation", "one", "--format", "tidy", &out]);
    assert!(place.serve(&[]).stop().success(), "which opens it");
    to().check_refused(5, &["`one`", "sealed"]);
    assert!(!Path::new(&out).exists());
    let closing = sealed.replace("[organiser]", "closes_at = 2025-01-08T09:00:00Z\n[organiser]");
    let file = place.file("closing.toml", &closing);
    place.run(&["conversation", "update", &file]).out();
    assert!(place.serve(&[]).stop().success(), "which closes it");
    to().out();
}
