//! Answers by what readers say about themselves, from the form to the results, on every channel and after a restart.

use canvass_counts::{AttributeAnswer, SegmentCounts};
use canvass_domain::{
    Arrival, ArrivedVia, Assurance, Ballot, Declared, Event, Fact, ParticipantId, Role, Seq, Slug, StatementId,
    Transcript, Viewer, Vote,
};
use canvass_formats::{conversation_file, polis, tidy};
use canvass_testkit::{Browser, TestApp, Topic, databases, now_ms};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};

const SLUG: &str = "bridge";

/// No two requests come in the same millisecond.
fn clock() -> i64 {
    static LATER: AtomicI64 = AtomicI64::new(0);
    now_ms() + LATER.fetch_add(1, Ordering::Relaxed)
}

/// So many readers answer, one or the other in turn.
async fn readers(app: &TestApp, n: usize) -> Vec<Browser> {
    let mut readers = Vec::new();
    for option in ["1", "2"].into_iter().cycle().take(n) {
        let mut reader = app.browser();
        reader.get("/c/bridge").await;
        reader.submit(SLUG, "ballot", &[("option", option)]).await.must_be(303);
        readers.push(reader);
    }
    readers
}

async fn say(readers: &mut [Browser], role: &str) {
    for reader in readers {
        reader.submit(SLUG, "about-me", &[("role", role), ("consent", "yes")]).await.must_be(303);
    }
}

async fn results(app: &TestApp, slug: &str) -> Value {
    app.browser().get(&format!("/api/v1/conversations/{slug}/results")).await.must_be(200).json()
}

/// Numbers of readers by role as the API gives them; the page must give the same.
async fn roles(app: &TestApp) -> [Value; 2] {
    let results = results(app, SLUG).await;
    let page = app.browser().get("/c/bridge/results").await.must_be(200);
    let rows = page.words("#by-role tbody tr");
    [0, 1].map(|place| {
        let segment = &results["segments"][place];
        let shown = match segment["n"].as_u64() {
            Some(n) => format!("n = {n} "),
            None => "not shown".to_owned(),
        };
        assert!(rows.is_empty() || rows[place].contains(&shown), "{shown}: {rows:?}");
        assert_eq!(segment["n"].is_null(), segment["options"].is_null());
        segment["n"].clone()
    })
}

/// What a restart would show is what is shown.
async fn restarted(app: &TestApp) {
    let entry = app.entry(SLUG);
    let store = app.app().store();
    let said = store.said(entry.id()).await.unwrap();
    let said = said.into_iter().map(|one| AttributeAnswer {
        at_ms: one.at_ms,
        attribute: one.attribute,
        option: one.option,
        participant: one.participant,
    });
    let events = store.events(entry.id()).await.unwrap();
    let (_, again) = SegmentCounts::of(&entry.conversation().instrument, &events, said.collect()).unwrap();
    let results = entry.results();
    assert_eq!(again.segments(), *results.open(Viewer::Staff).unwrap().segments);
}

#[tokio::test]
async fn from_the_form_to_the_results() {
    for database in databases() {
        let app = TestApp::by_clock(&database, clock).await;
        app.open(&Topic::new(SLUG)).await;
        let (mut nurses, mut teachers) = (readers(&app, 12).await, readers(&app, 12).await);
        say(&mut nurses[..9], "Nurse").await;
        say(&mut teachers, "Teacher").await;
        readers(&app, 10).await;
        assert_eq!(roles(&app).await, [json!(null), json!(null)], "nine are not enough, and the others would tell");
        say(&mut nurses[9..], "Nurse").await;
        readers(&app, 10).await;
        assert_eq!(roles(&app).await, [json!(12), json!(12)]);
        restarted(&app).await;
        nurses[0].submit(SLUG, "mine/forget-about-me", &[]).await.must_be(303);
        assert_eq!(roles(&app).await, [json!(null), json!(null)], "the one left, the other so that it is not told");
        restarted(&app).await;
        nurses[1].submit(SLUG, "mine/withdraw", &[]).await.must_be(303);
        app.close(SLUG).await;
        assert_eq!(roles(&app).await, [json!(10), json!(12)], "the close counts who is still there");
        nurses[2].submit(SLUG, "mine/withdraw", &[]).await.must_be(303);
        assert_eq!(roles(&app).await, [json!(10), json!(12)], "and stands");
        nurses[3].submit(SLUG, "mine/erase", &[("votes", "keep")]).await.must_be(303);
        assert_eq!(roles(&app).await[0], json!(null), "nothing is said without whoever left");
        restarted(&app).await;
        brought_in_again(&app).await;
    }
}

/// Out as tidy tables and in again: the same lines, and those that somebody left after the close stay away.
async fn brought_in_again(app: &TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let slug = Slug::parse(SLUG).unwrap();
    let transcript = canvass_app::export::export(app.app().store(), &slug).await.unwrap();
    tidy::write_folder(folder.path(), &slug, &transcript, None).unwrap();
    let set = tidy::read_folder(folder.path(), &mut |_| ()).unwrap();
    app.load("again", &set.into_import()).await;
    let [here, there] = [results(app, SLUG).await, results(app, "again").await];
    for part in ["segments", "results_hash"] {
        assert_eq!(here[part], there[part], "{part}");
    }
}

/// Whoever is excluded is in no line; let back in, it is as though they had never been out.
#[tokio::test]
async fn an_exclusion_that_is_lifted_leaves_nothing() {
    for database in databases() {
        let app = TestApp::by_clock(&database, clock).await;
        app.open(&Topic::new(SLUG)).await;
        let (mut nurses, mut teachers) = (readers(&app, 12).await, readers(&app, 12).await);
        say(&mut nurses, "Nurse").await;
        say(&mut teachers, "Teacher").await;
        readers(&app, 10).await;
        assert_eq!(roles(&app).await, [json!(12), json!(12)]);
        let mut moderator = app.sign_in(Role::Moderator).await;
        for closed in [false, true] {
            if closed {
                app.close(SLUG).await;
            }
            let before = without_seq(results(&app, SLUG).await);
            turn(&mut moderator, "exclude", &[("rule", "abusive")]).await;
            assert_eq!(roles(&app).await[0], json!(null));
            restarted(&app).await;
            turn(&mut moderator, "let-in", &[]).await;
            assert_eq!(without_seq(results(&app, SLUG).await), before);
            restarted(&app).await;
        }
        brought_in_again(&app).await;
    }
}

/// Something is done about the first reader.
async fn turn(moderator: &mut Browser, what: &str, fields: &[(&str, &str)]) {
    let token = moderator.get("/desk/c/bridge").await.must_be(200).token().unwrap();
    let fields: Vec<_> = fields.iter().copied().chain([("token", token.as_str())]).collect();
    moderator.post_form(&format!("/desk/c/bridge/readers/1/{what}"), &fields).await.must_be(303);
}

/// The log goes on.
fn without_seq(mut results: Value) -> Value {
    results["seq"] = Value::Null;
    results
}

/// Nothing by attribute is given away where results are not public yet: not even which values there are.
#[tokio::test]
async fn behind_a_closed_gate_there_are_no_lines() {
    for database in databases() {
        for gate in ["at_close", "sealed", "after_vote"] {
            let app = TestApp::by_clock(&database, clock).await;
            app.open(&Topic::new(SLUG).gate(gate)).await;
            let (mut nurses, mut teachers) = (readers(&app, 12).await, readers(&app, 12).await);
            say(&mut nurses, "Nurse").await;
            say(&mut teachers, "Teacher").await;
            readers(&app, 10).await;
            let page = app.browser().get("/c/bridge/results").await.must_be(200);
            assert!(page.words("#live-segments, .segments").is_empty() && !page.text().contains("Nurse"), "{gate}");
            let api = app.browser().get("/api/v1/conversations/bridge/results").await.must_be(403);
            assert!(!api.text().contains("segments") && !api.text().contains("Nurse"), "{gate}");
            app.close(SLUG).await;
            if gate == "after_vote" {
                let page = nurses[0].get("/c/bridge/results").await.must_be(200);
                assert_eq!(page.words("#by-role h2").len(), 1);
            } else {
                assert_eq!(roles(&app).await, [json!(12), json!(12)], "{gate}");
            }
        }
    }
}

const OPENED_MS: i64 = 1_735_812_000_000;

/// Sixty people who answer the question and a statement in turn. Twenty of them are teachers, and four of the others
/// nurses: which four is all that tells one such conversation from another.
fn with_nurses(nurses: [u32; 4]) -> Transcript {
    let file = conversation_file::parse(&Topic::new(SLUG).toml()).unwrap();
    let mut transcript = canvass_app::conversation::draft(&file, OPENED_MS);
    let mut facts = vec![Fact::Opened];
    for participant in (1..=60).map(ParticipantId) {
        let ballot = Ballot::from_bits(1 << (participant.0 % 2)).unwrap();
        let vote = Vote::ALL[participant.0 as usize % 2];
        facts.push(Fact::BallotCast { participant, ballot, version: 1 });
        facts.push(Fact::VoteCast { participant, statement: StatementId(1), vote, version: 1 });
        let (assurance, via) = (Assurance::Anonymous, ArrivedVia::Direct);
        transcript.arrivals.push(Arrival {
            channel: None,
            participant,
            assurance,
            via,
            external_id: None,
            published_group: None,
            marks: canvass_domain::ReaderMarks::NONE,
            at_ms: OPENED_MS,
        });
    }
    facts.push(Fact::Closed);
    for (seq, fact) in (transcript.events.len() as u64 + 1..).map(Seq).zip(facts) {
        transcript.events.push(Event { seq, at_ms: OPENED_MS, fact });
    }
    let say = |who, option| Declared { participant: ParticipantId(who), attribute: "role".to_owned(), option };
    transcript.declared = nurses.into_iter().map(|who| say(who, 0)).chain((41..=60).map(|who| say(who, 1))).collect();
    transcript
}

/// Everything that leaves to the public, and the Polis set, which is made to be handed on.
async fn everything_public(transcript: &Transcript) -> Vec<(&'static str, String)> {
    let database = databases().into_iter().next().unwrap();
    let app = TestApp::by_clock(&database, || OPENED_MS + 1_000).await;
    app.load(SLUG, transcript).await;
    let mut all = Vec::new();
    let paths = [
        "/c/bridge/results",
        "/c/bridge/charts/poll.svg",
        "/api/v1/conversations/bridge/results",
        "/api/v1/conversations/bridge",
        "/api/v1/conversations",
    ];
    for path in paths {
        all.push((path, app.browser().get(path).await.must_be(200).text().to_owned()));
    }
    let mut stream = app.browser().listen("/api/v1/conversations/bridge/stream").await;
    all.push(("stream", stream.anything().await.unwrap_or_default()));
    let folder = tempfile::tempdir().unwrap();
    let slug = Slug::parse(SLUG).unwrap();
    let whole = canvass_app::export::export(app.app().store(), &slug).await.unwrap();
    polis::write_folder(folder.path(), &whole, None).unwrap();
    let mut files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    all.extend(files.iter().map(|file| ("the Polis set", std::fs::read_to_string(file).unwrap())));
    all
}

/// Whatever the few answered, not one byte of what leaves is another: nobody can tell it who sees only that.
#[tokio::test]
async fn what_few_answered_leaves_on_no_channel() {
    let [odd, mixed] = [[1, 3, 5, 7], [1, 2, 4, 7]].map(with_nurses);
    let [odd, mixed] = [everything_public(&odd).await, everything_public(&mixed).await];
    let results = &odd.iter().find(|(path, _)| path.ends_with("bridge/results") && path.starts_with("/api")).unwrap().1;
    let results: Value = serde_json::from_str(results).unwrap();
    assert_eq!(results["segments"][1]["n"], json!(20), "there is something to see");
    assert_eq!(results["segments"][0]["n"], json!(null));
    for ((channel, one), (_, other)) in odd.iter().zip(&mixed) {
        assert!(!one.is_empty(), "{channel}");
        assert_eq!(one, other, "{channel}");
    }
    assert_eq!(odd.len(), mixed.len());
}
