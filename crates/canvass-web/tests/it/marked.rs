//! Marked readers from the log to the take: set as a log shows it, shown at the desk, told of in public, excluded and let
//! back in, and worked out again by `verify`.

use crate::takes_change::forged;
use canvass_app::edition::{Depth, Fault, Outcome, Publishing, verify};
use canvass_app::live::Live;
use canvass_app::{AppError, StaffId};
use canvass_domain::{
    Arrival, ArrivedVia, Assurance, Ballot, Channel, Event, Fact, ParticipantId, ReaderMark, ReaderMarks, Role, Seq,
    Slug, StatementId, Transcript, Vote,
};
use canvass_edition::bundle;
use canvass_formats::conversation_file;
use canvass_store::AuditRange;
use canvass_testkit::{TestApp, TestDatabase, Topic, databases, now_ms};
use serde_json::{Value, json};

const SLUG: &str = "bridge";
const RESULTS: &str = "/api/v1/conversations/bridge/results";
const T0: i64 = 1_735_812_000_000;
const MINUTE_MS: i64 = 60_000;
const SAID: &str = "60 of the 160 readers are marked as possibly not independent of each other. They all still count. \
                    Without them: “For it” 50% instead of 69%; “Against it” 50% instead of 31%.";

/// Honest readers in turn for one and the other, a minute apart; then copies for the first, within a minute, who bear a
/// mark. Half of the honest came by the API.
pub(crate) fn planted(n_honest: u32, n_copies: u32, is_closed: bool) -> Transcript {
    let topic = Topic { options: ["For it", "Against it"].map(str::to_owned).to_vec(), ..Topic::new(SLUG) };
    let mut transcript = canvass_app::conversation::draft(&conversation_file::parse(&topic.toml()).unwrap(), T0);
    let mut facts = vec![(T0, Fact::Opened)];
    for participant in (1..=n_honest + n_copies).map(ParticipantId) {
        let is_copy = participant.0 > n_honest;
        let at_ms = if is_copy {
            T0 + i64::from(n_honest) * MINUTE_MS + i64::from(participant.0)
        } else {
            T0 + i64::from(participant.0) * MINUTE_MS
        };
        let option = if is_copy { 0 } else { participant.0 % 2 };
        let ballot = Ballot::from_bits(1 << option).unwrap();
        facts.push((at_ms, Fact::BallotCast { participant, ballot, version: 1 }));
        facts.push((at_ms, Fact::VoteCast { participant, statement: StatementId(1), vote: Vote::Agree, version: 1 }));
        transcript.arrivals.push(Arrival {
            participant,
            assurance: Assurance::Anonymous,
            via: ArrivedVia::Direct,
            channel: Some(if participant.0 % 4 < 2 && !is_copy { Channel::Api } else { Channel::Page }),
            external_id: None,
            published_group: None,
            marks: if is_copy { ReaderMarks::NONE.with(ReaderMark::Burst) } else { ReaderMarks::NONE },
            at_ms,
        });
    }
    if is_closed {
        facts.push((T0 + 300 * MINUTE_MS, Fact::Closed));
    }
    for (seq, (at_ms, fact)) in (transcript.events.len() as u64 + 1..).map(Seq).zip(facts) {
        transcript.events.push(Event { seq, at_ms, fact });
    }
    transcript
}

async fn loaded(database: &TestDatabase, transcript: &Transcript) -> TestApp {
    let app = TestApp::by_clock(database, || T0 + 200 * MINUTE_MS).await;
    app.load(SLUG, transcript).await;
    app
}

async fn results(app: &TestApp) -> Value {
    app.browser().get(RESULTS).await.must_be(200).json()
}

/// Shares of the poll, as counts.
async fn counts(app: &TestApp) -> [u64; 2] {
    let results = results(app).await;
    [0, 1].map(|option: usize| results["poll"]["options"][option]["n"].as_u64().unwrap())
}

#[tokio::test]
async fn what_moves_is_said_in_public_with_and_without_them() {
    for database in databases() {
        let app = loaded(&database, &planted(100, 60, true)).await;
        let found = results(&app).await;
        assert_eq!(found["counts"]["marked"], 60);
        assert_eq!((&found["marked"]["n"], &found["marked"]["base"]), (&json!(60), &json!(160)));
        assert_eq!(found["marked"]["poll"]["options"][0], json!({"id": 1, "n": 110, "marked": 60}));
        assert_eq!(found["parameters"]["mark_burst_day"], 20);
        let hashed = &found["section_hashes"];
        assert!(hashed.get("marked").is_none() && hashed.get("counts").is_some(), "marks are in no hash");
        let page = app.browser().get("/c/bridge/results").await.must_be(200);
        assert_eq!(page.words("#marked"), [SAID]);
        // Of few nothing is said, and nothing of a poll that they hardly move.
        for (n_honest, n_copies, n) in [(100, 4, Value::Null), (4, 60, Value::Null), (2_000, 6, json!(6))] {
            let app = loaded(&database, &planted(n_honest, n_copies, true)).await;
            assert_eq!(results(&app).await["counts"]["marked"], n, "{n_honest} {n_copies}");
            let page = app.browser().get("/c/bridge/results").await.must_be(200);
            assert!(!page.text().contains("Without them"), "{n_honest} {n_copies}");
        }
    }
}

#[tokio::test]
async fn by_channel_as_segments_and_by_assurance_not_where_all_are_the_same() {
    let app = loaded(&TestDatabase::Sqlite, &planted(100, 60, true)).await;
    let found = results(&app).await;
    let segments = found["segments"].as_array().unwrap();
    let of = |attribute: &str| -> Vec<(&str, &Value)> {
        let rows = segments.iter().filter(|row| row["attribute"] == attribute);
        rows.map(|row| (row["value"].as_str().unwrap(), &row["n"])).collect()
    };
    assert_eq!(of("channel"), [("page", &json!(110)), ("api", &json!(50)), ("embed", &Value::Null)]);
    assert_eq!(of("assurance"), []);
    let page = app.browser().get("/c/bridge/results").await.must_be(200);
    assert!(page.text().contains("Answers by channel") && page.text().contains("Through the API"));
}

#[tokio::test]
async fn a_take_says_it_once_somebody_has_looked_and_verify_counts_again() {
    let app = loaded(&TestDatabase::Sqlite, &planted(100, 60, true)).await;
    let mut desk = app.sign_in(Role::Editor).await;
    let token = desk.get("/desk/c/bridge/take").await.must_be(200).token().unwrap();
    desk.post_form("/desk/c/bridge/take/draft", &[("token", &token)]).await.must_be(303);
    let ask = desk.get("/desk/c/bridge/take/publish").await.must_be(200);
    assert!(ask.text().contains("Marked readers move a figure") && ask.text().contains("Without them: “For it” 50%"));
    let was = ask.attributes("input[name=was]", "value").remove(0);
    let fields = [("token", token.as_str()), ("was", &was), ("flags_read", "yes"), ("rows", "yes")];
    let refused = desk.post_form("/desk/c/bridge/take/publish", &fields).await.must_be(422);
    assert!(refused.text().contains("href=\"#marks_seen\""), "{}", refused.text());
    let fields = [fields.as_slice(), &[("marks_seen", "yes")]].concat();
    desk.post_form("/desk/c/bridge/take/publish", &fields).await.must_be(303);

    let mut reader = app.browser();
    let page = reader.get("/take/bridge-1").await.must_be(200);
    assert!(page.text().contains(SAID), "{}", page.text());
    let card = reader.get("/take/bridge-1/disclosure.json").await.must_be(200).json();
    assert!(card["independence"]["value"].as_str().unwrap().starts_with(SAID));
    let public = reader.get("/take/bridge-1/bundle").await.must_be(200);
    let private = desk.get("/desk/c/bridge/take/1/private.json").await.must_be(200);
    for (body, depth) in [(&public.body, Depth::Public), (&private.body, Depth::Private)] {
        let report = verify(body, None, depth).unwrap();
        assert_eq!(report.fault(), None, "{:#?}", report.checks);
        let outcome = |what: &str| report.checks.iter().find(|check| check.what == what).map(|check| &check.outcome);
        assert_eq!(outcome("results: marked"), Some(&Outcome::Recomputed));
        let read = bundle::read(body).unwrap();
        let n = read.votes.rows.iter().filter(|row| row.marks == ["burst"]).count();
        assert_eq!((n, read.votes.rows.len()), (60, 160));
        assert_eq!(read.edition["parameters"]["mark_texts"], 6);
        for change in [
            (|e| e["results"]["marked"]["n"] = 61.into()) as fn(&mut Value),
            |e| e["results"]["marked"]["poll"]["options"][0]["marked"] = 50.into(),
            |e| e["results"]["marked"]["poll"] = Value::Null,
            |e| {
                e["results"].as_object_mut().unwrap().remove("marked");
            },
            |e| {
                let results = e["results"].as_object_mut().unwrap();
                results.remove("marked");
                results["counts"].as_object_mut().unwrap().remove("marked");
            },
            |e| e["parameters"]["mark_texts"] = 7.into(),
        ] {
            let report = verify(&forged(&app, &read, &change), None, depth);
            let fault = report.as_ref().ok().and_then(canvass_app::edition::Report::fault);
            assert_eq!(fault, Some(Fault::Results), "{report:#?}");
        }
        // With the log, a table that nobody was asked for is none of ours.
        let party: fn(&mut Value) = |e| {
            let row = json!({"attribute": "party", "value": "red", "n": 80, "options": [], "statements": []});
            e["results"]["segments"].as_array_mut().unwrap().push(row);
        };
        let fault = verify(&forged(&app, &read, &party), None, depth).unwrap().fault();
        assert_eq!(fault, Some(Fault::Results).filter(|_| depth == Depth::Private));
    }
}

#[tokio::test]
async fn rows_say_nothing_of_marks_that_few_could_be_told_by() {
    // Four of those marked chose the second: how the marked answered may not be told, and so not who they are.
    let mut transcript = planted(100, 60, true);
    for event in &mut transcript.events {
        if let Fact::BallotCast { participant, ballot, .. } = &mut event.fact
            && (101..105).contains(&participant.0)
        {
            *ballot = Ballot::from_bits(2).unwrap();
        }
    }
    let app = loaded(&TestDatabase::Sqlite, &transcript).await;
    // Asked all the same: what may not be printed moves the poll.
    let (entry, by) = (app.entry(SLUG), StaffId::COMMAND_LINE);
    app.app().draft_edition(&entry, "https://news.example", by, now_ms()).await.unwrap();
    let hash = app.app().shelf(&entry).await.unwrap().draft().unwrap().hash.clone();
    let mut publishing = Publishing { rows: canvass_edition::Rows::Published, ..Publishing::default() };
    let unseen = app.app().publish_take(&entry, &publishing, &hash, by, now_ms()).await;
    assert!(matches!(unseen, Err(canvass_app::edition::NotSaved::MarksUnseen)));
    publishing.marks_seen = true;
    app.app().publish_take(&entry, &publishing, &hash, by, now_ms()).await.unwrap();
    let found = results(&app).await;
    assert_eq!((&found["marked"]["n"], &found["marked"]["poll"]), (&json!(60), &Value::Null));
    let public = app.browser().get("/take/bridge-1/bundle").await.must_be(200);
    let read = bundle::read(&public.body).unwrap();
    assert!(read.votes.rows.iter().all(|row| row.marks.is_empty()));
    assert_eq!(verify(&public.body, None, Depth::Public).unwrap().fault(), None);
}

#[tokio::test]
async fn excluding_by_mark_is_shown_first_and_undone() {
    for database in databases() {
        let app = loaded(&database, &planted(100, 60, false)).await;
        let entry = app.entry(SLUG);
        let mut desk = app.sign_in(Role::Moderator).await;
        let page = desk.get("/desk/c/bridge/exclude?ground=mark:burst").await.must_be(200);
        for said in ["60 readers would be excluded", "Without them: “For it” 50% instead of 69%"] {
            assert!(page.text().contains(said), "{said}: {}", page.text());
        }
        let token = page.token().unwrap();
        let seen = page.attributes("input[name=seen]", "value").remove(0);
        // As many as were shown, and others.
        let others = canvass_results::sha256_hex(b"1 2 3");
        let exclude = |seen: &str, reason: &str| {
            [
                ("token", token.clone()),
                ("ground", "mark:burst".to_owned()),
                ("seen", seen.to_owned()),
                ("reason", reason.to_owned()),
            ]
        };
        let mut send = async |seen: &str, reason: &str| {
            let fields = exclude(seen, reason);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            desk.post_form("/desk/c/bridge/exclude", &fields).await.status.as_u16()
        };
        assert_eq!((send(&seen, " ").await, send(&others, "A flood.").await), (422, 409));
        assert_eq!(counts(&app).await, [110, 50], "nothing is done unseen, or without a reason");
        assert_eq!(send(&seen, "A flood at noon.").await, 303);
        assert_eq!(counts(&app).await, [50, 50]);
        let page = desk.get("/desk/c/bridge/watch").await.must_be(200);
        assert!(page.text().contains("60 readers are excluded.") && page.text().contains("A flood at noon."));
        assert!(!desk.get("/desk/c/bridge").await.must_be(200).text().contains("Reader 101"), "not one by one");
        let again = Live::read(app.app().store()).await.unwrap().find(&Slug::parse(SLUG).unwrap()).unwrap();
        assert_eq!(again.read().watch, entry.read().watch, "after a restart");

        desk.post_form("/desk/c/bridge/exclusions/1/lift", &[("token", &token)]).await.must_be(303);
        assert_eq!(counts(&app).await, [110, 50]);
        desk.post_form("/desk/c/bridge/exclusions/1/lift", &[("token", &token)]).await.must_be(409);
        let log = app.app().store().audit(AuditRange::default(), 9).await.unwrap();
        let lines: Vec<_> =
            log.iter().map(|row| (row.act.as_str(), row.object.as_deref(), row.detail.as_deref())).collect();
        assert!(lines.contains(&("ban", Some("mark:burst"), Some("readers:60"))), "{lines:?}");
        assert!(lines.contains(&("lift_exclusion", Some("exclusion:1"), Some("readers:60"))), "{lines:?}");
    }
}

#[tokio::test]
async fn by_whole_minutes_and_one_by_one() {
    let app = loaded(&TestDatabase::Sqlite, &planted(100, 60, false)).await;
    let mut desk = app.sign_in(Role::Moderator).await;
    // They came in the minute after the hundredth, 10:00 + 100 minutes.
    let window = "/desk/c/bridge/exclude?from=2025-01-02T11:40&until=2025-01-02T11:41";
    let page = desk.get(window).await.must_be(200);
    assert!(page.text().contains("61 readers would be excluded"), "the hundredth came then too: {}", page.text());
    for wrong in [
        "from=2025-01-02T11:40&until=2025-01-02T11:40",
        "from=2025-01-02T11:41&until=2025-01-02T11:40",
        "from=2025-01-02T11:40:30&until=2025-01-02T11:42",
        "from=noon&until=2025-01-02T11:42",
        "ground=mark:fraud",
    ] {
        desk.get(&format!("/desk/c/bridge/exclude?{wrong}")).await.must_be(422);
    }
    let token = page.token().unwrap();
    let ground = page.attributes("input[name=ground]", "value").remove(0);
    let seen = page.attributes("input[name=seen]", "value").remove(0);
    let fields = [("token", token.as_str()), ("ground", &ground), ("seen", &seen), ("reason", "All within a minute.")];
    desk.post_form("/desk/c/bridge/exclude", &fields).await.must_be(303);
    assert_eq!(counts(&app).await.iter().sum::<u64>(), 99);
    // One who has written nothing.
    let page = desk.get("/desk/c/bridge/exclude?reader=7").await.must_be(200);
    assert!(page.text().contains("Reader 7") && page.text().contains("1 reader would be excluded"));
    let seen = page.attributes("input[name=seen]", "value").remove(0);
    let fields = [("token", token.as_str()), ("reader", "7"), ("seen", &seen), ("reason", "They asked for it.")];
    desk.post_form("/desk/c/bridge/exclude", &fields).await.must_be(303);
    assert_eq!(counts(&app).await.iter().sum::<u64>(), 98);
    assert!(desk.get("/desk/c/bridge").await.must_be(200).text().contains("Reader 7"));
    // An undo takes back what it did and no more.
    desk.post_form("/desk/c/bridge/exclusions/1/lift", &[("token", &token)]).await.must_be(303);
    assert_eq!(counts(&app).await.iter().sum::<u64>(), 159);
}

/// What is excluded is told by what it was chosen by, with what the poll would be with them.
#[tokio::test]
async fn a_take_discloses_exclusions_by_ground() {
    let app = loaded(&TestDatabase::Sqlite, &planted(100, 60, true)).await;
    let mut desk = app.sign_in(Role::Moderator).await;
    let page = desk.get("/desk/c/bridge/exclude?ground=mark:burst").await.must_be(200);
    let (token, seen) = (page.token().unwrap(), page.attributes("input[name=seen]", "value").remove(0));
    let fields = [("token", token.as_str()), ("ground", "mark:burst"), ("seen", &seen), ("reason", "A flood.")];
    desk.post_form("/desk/c/bridge/exclude", &fields).await.must_be(303);
    app.publish_take(SLUG).await;
    let card = app.browser().get("/take/bridge-1/disclosure.json").await.must_be(200).json();
    assert_eq!(
        card["quality"]["value"],
        "60 readers were excluded from all results. Marked “Burst”: 60. Counting them, the poll would say: “For it” 69%; \
         “Against it” 31%."
    );
    let bundle = app.browser().get("/take/bridge-1/bundle").await.must_be(200);
    let edition = bundle::read(&bundle.body).unwrap().edition;
    let poll = json!({"n": 160, "excluded": 60, "options": [
        {"id": 1, "n": 110, "excluded": 60}, {"id": 2, "n": 50, "excluded": 0}]});
    assert_eq!(edition["exclusions"], json!([{"ground": "mark:burst", "readers": 60, "poll": poll}]));
    assert_eq!(edition["results"].get("marked"), None, "nobody who counts is marked");
    assert_eq!(verify(&bundle.body, None, Depth::Public).unwrap().fault(), None);
    for change in [
        (|e| e["exclusions"][0]["readers"] = 61.into()) as fn(&mut Value),
        |e| e["exclusions"][0]["poll"]["options"][0]["n"] = 111.into(),
        |e| e["exclusions"][0]["poll"]["excluded"] = 59.into(),
    ] {
        let forged = forged(&app, &bundle::read(&bundle.body).unwrap(), &change);
        assert_eq!(verify(&forged, None, Depth::Public).unwrap().fault(), Some(Fault::Results));
    }
}

#[tokio::test]
async fn a_shut_gate_shows_the_desk_numbers_of_readers_alone() {
    let mut transcript = planted(100, 60, false);
    transcript.instrument.gate = canvass_domain::Gate::Sealed;
    let app = loaded(&TestDatabase::Sqlite, &transcript).await;
    let mut desk = app.sign_in(Role::Owner).await;
    for path in ["watch", "exclude?ground=mark:burst", "watch?mark=burst", ""] {
        let page = desk.get(format!("/desk/c/bridge/{path}").trim_end_matches('/')).await.must_be(200);
        assert!(page.text().contains("60") && !page.text().contains("Without them:"), "{path}: {}", page.text());
    }
}

#[tokio::test]
async fn waiting_texts_of_the_excluded_leave_the_queue() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic { keys: "comments = \"hold\"".to_owned(), ..Topic::new(SLUG) }).await;
    let mut reader = app.browser();
    reader.submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
    reader.submit(SLUG, "statements", &[("text", "Close the bridge to cars.")]).await.must_be(303);
    reader.submit(SLUG, "comments", &[("text", "I cross it daily."), ("quote", "no")]).await.must_be(303);
    assert_eq!(app.entry(SLUG).read().waiting().n(), 2);
    let mut desk = app.sign_in(Role::Moderator).await;
    let page = desk.get("/desk/c/bridge/exclude?reader=1").await.must_be(200);
    assert!(page.text().contains("Texts removed from the queue: 2"), "{}", page.text());
    let token = page.token().unwrap();
    let seen = page.attributes("input[name=seen]", "value").remove(0);
    let fields = [("token", token.as_str()), ("reader", "1"), ("seen", &seen), ("reason", "A flood.")];
    desk.post_form("/desk/c/bridge/exclude", &fields).await.must_be(303);
    assert_eq!(app.entry(SLUG).read().waiting().n(), 0);
    desk.post_form("/desk/c/bridge/readers/1/let-in", &[("token", &token)]).await.must_be(303);
    assert_eq!(app.entry(SLUG).read().waiting().n(), 2);
}

/// Votes on all statements at once, all the same way.
async fn in_a_line(app: &TestApp, address: &str, n: u32) {
    let mut reader = app.browser().from_peer(address);
    for statement in 1..=n {
        let fields = [("statement", statement.to_string()), ("vote", "agree".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        reader.submit(SLUG, "votes", &fields).await.must_be(303);
    }
}

#[tokio::test]
async fn marks_that_a_log_shows_are_set_beside_the_writer() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG).statements(12)).await;
        in_a_line(&app, "203.0.113.9", 12).await;
        in_a_line(&app, "203.0.113.10", 9).await;
        let entry = app.entry(SLUG);
        let marked = || entry.read().watch.marked().map(|(who, marks)| (who.0, marks.words())).collect::<Vec<_>>();
        app.app().look_for_patterns(&entry, now_ms()).await.unwrap();
        assert_eq!(marked(), [], "they may go on");
        app.app().look_for_patterns(&entry, now_ms() + 6 * MINUTE_MS).await.unwrap();
        let line = [(1, "hurried straight-line".to_owned())];
        assert_eq!(marked(), line);
        let id = entry.id();
        let kept = app.app().store().marks(id).await.unwrap();
        assert_eq!(kept.len(), 1, "on disk");
        // Nothing is done twice, and a restart begins where this ended.
        app.app().look_for_patterns(&entry, now_ms() + 70 * MINUTE_MS).await.unwrap();
        assert_eq!(entry.read().watch.looked(), entry.read().ledger.last());
        assert_eq!(marked(), line);
        let again = Live::read(app.app().store()).await.unwrap().find(&Slug::parse(SLUG).unwrap()).unwrap();
        assert_eq!(again.read().watch, entry.read().watch);
    }
}

/// Notes and no answer: nothing of a poll, and texts that wait all the same.
#[tokio::test]
async fn whoever_has_only_written_is_marked_listed_and_excluded() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new(SLUG)).await;
    let mut writer = app.browser();
    for n in 1..=6 {
        writer.submit(SLUG, "statements", &[("text", &format!("Close lane {n} to cars."))]).await.must_be(303);
    }
    let entry = app.entry(SLUG);
    app.app().look_for_patterns(&entry, now_ms()).await.unwrap();
    let mut desk = app.sign_in(Role::Moderator).await;
    let page = desk.get("/desk/c/bridge/watch?mark=many-texts").await.must_be(200);
    assert_eq!(page.words("#readers tbody tr").len(), 1);
    let ask = desk.get("/desk/c/bridge/exclude?ground=mark:many-texts").await.must_be(200);
    assert!(ask.text().contains("Texts removed from the queue: 6"), "{}", ask.text());
    let (token, seen) = (ask.token().unwrap(), ask.attributes("input[name=seen]", "value").remove(0));
    let fields = [("token", token.as_str()), ("ground", "mark:many-texts"), ("seen", &seen), ("reason", "A flood.")];
    desk.post_form("/desk/c/bridge/exclude", &fields).await.must_be(303);
    assert_eq!(entry.read().waiting().n(), 0);
    // Twice is once.
    desk.post_form("/desk/c/bridge/exclude", &fields).await.must_be(409);
    assert_eq!(entry.read().watch.exclusions().len(), 1);
}

#[tokio::test]
async fn thresholds_are_settings_of_the_conversation() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let sections = "[marks]\nline_statements = 5\nhurried_answers = 40\ntexts = 1\n".to_owned();
    app.open(&Topic { sections, ..Topic::new(SLUG).statements(12) }).await;
    in_a_line(&app, "203.0.113.9", 6).await;
    app.browser().submit(SLUG, "statements", &[("text", "Close the bridge to cars.")]).await.must_be(303);
    let entry = app.entry(SLUG);
    app.app().look_for_patterns(&entry, now_ms() + 6 * MINUTE_MS).await.unwrap();
    let marked: Vec<_> = entry.read().watch.marked().map(|(who, marks)| (who.0, marks.words())).collect();
    assert_eq!(marked, [(1, "straight-line".to_owned()), (2, "many-texts".to_owned())]);
    assert_eq!(results(&app).await["parameters"]["mark_line_statements"], 5);
    let page = app.sign_in(Role::Analyst).await.get("/desk/c/bridge/watch").await.must_be(200);
    assert!(page.text().contains("a reader answered 5 or more statements all “agree”"), "{}", page.text());
}

#[tokio::test]
async fn the_desk_sees_it_while_it_happens() {
    let app = TestApp::by_clock(&TestDatabase::Sqlite, || T0 + 105 * MINUTE_MS).await;
    app.load(SLUG, &planted(100, 60, false)).await;
    let mut desk = app.sign_in(Role::Moderator).await;
    let page = desk.get("/desk/c/bridge/watch").await.must_be(200);
    for said in [
        "More marked readers than usual: 60 since 2 January 2025, 11:40 UTC. The usual rate is fewer than 5 an hour.",
        "160 readers answered for the first time; 60 of them are marked",
        "The busiest minute, 11:40, brought 61",
        "Readers with a mark: 60 of 160.",
    ] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    assert_eq!(page.words("#arrivals svg title"), ["New readers by the minute"]);
    assert_eq!(page.words("#arrivals tbody tr").len(), 100, "a row for each minute in which somebody came");
    assert!(desk.get("/desk/c/bridge").await.must_be(200).text().contains("More marked readers than usual"));
    let listed = desk.get("/desk/c/bridge/watch?mark=burst").await.must_be(200);
    assert_eq!(listed.words("#readers tbody tr").len(), 50);
    let next = listed.attributes("#readers nav a", "href").remove(0);
    assert_eq!(desk.get(&next).await.must_be(200).words("#readers tbody tr").len(), 10);
    let token = page.token().unwrap();
    desk.post_form("/desk/c/bridge/leave-marked", &[("token", &token)]).await.must_be(303);
    let page = desk.get("/desk/c/bridge/watch").await.must_be(200);
    assert!(!page.text().contains("More marked readers than usual"), "they are left as they are");
}

#[tokio::test]
async fn sources_are_numbers_without_addresses() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new(SLUG)).await;
    for address in ["203.0.113.9", "203.0.113.9", "203.0.113.9", "203.0.113.10"] {
        app.browser().from_peer(address).submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
    }
    let page = app.sign_in(Role::Analyst).await.get("/desk/c/bridge/watch").await.must_be(200);
    let said = "4 new readers have come through 2 internet connections, 3 of them through the busiest.";
    assert!(page.text().contains(said), "{}", page.text());
    assert!(!page.text().contains("203.0.113"));
}

/// Whoever publishes by the app has to say so as well.
#[tokio::test]
async fn nothing_is_published_unseen() {
    let app = loaded(&TestDatabase::Sqlite, &planted(100, 60, true)).await;
    let (entry, by) = (app.entry(SLUG), StaffId::COMMAND_LINE);
    app.app().draft_edition(&entry, "https://news.example", by, now_ms()).await.unwrap();
    let hash = app.app().shelf(&entry).await.unwrap().draft().unwrap().hash.clone();
    let unseen = app.app().publish_take(&entry, &Publishing::default(), &hash, by, now_ms()).await;
    assert!(matches!(unseen, Err(canvass_app::edition::NotSaved::MarksUnseen)));
    // A mark that is set meanwhile makes the draft stale.
    let marks = ReaderMarks::NONE.with(ReaderMark::Hurried);
    app.app().put_marks(&entry, vec![(ParticipantId(1), marks)], now_ms()).await.unwrap();
    let publishing = Publishing { marks_seen: true, ..Publishing::default() };
    let stale = app.app().publish_take(&entry, &publishing, &hash, by, now_ms()).await;
    assert!(matches!(stale, Err(canvass_app::edition::NotSaved::Stale)));
    let gone = app.app().lift_exclusion(&entry, 9, by, now_ms()).await;
    assert!(matches!(gone, Err(AppError::NotFound(_))));
}
