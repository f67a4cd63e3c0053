//! One person cannot make the poll: first answers have an allowance by network, tokens rest and expire, and whoever came in
//! a burst has a mark.

use canvass_app::live::Live;
use canvass_domain::{ParticipantId, ReaderMark, ReaderMarks, Role, Slug};
use canvass_store::AuditRange;
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, databases, now_ms};
use serde_json::{Value, json};
use std::time::Duration;

const SLUG: &str = "bridge";
const C: &str = "/api/v1/conversations/bridge";
const HERE: &str = "203.0.113.7";
const HOUR_MS: i64 = 3_600_000;

async fn open(database: &TestDatabase) -> TestApp {
    let app = TestApp::start(database).await;
    app.open(&Topic { keys: "comments = \"show\"".to_owned(), ..Topic::new(SLUG) }).await;
    app
}

/// Somebody new from an address answers the poll on the page.
async fn answers(app: &TestApp, address: &str) -> Reply {
    app.browser().from_peer(address).submit(SLUG, "ballot", &[("option", "1")]).await
}

/// A client with a token that was given out so long ago.
fn client(app: &TestApp, address: &str, n: u8, age_ms: i64) -> Browser {
    let id = app.entry(SLUG).id();
    let token = app.app().server_secret().issue_token([n; 32], id, now_ms() - age_ms);
    app.browser().from_peer(address).with_bearer(&token)
}

async fn votes(client: &mut Browser) -> Reply {
    client.api("PUT", &format!("{C}/statements/1/vote"), Some(json!({"vote": "agree"}))).await
}

#[tokio::test]
async fn the_eleventh_first_answer_from_one_network_waits_whatever_way_it_comes() {
    for database in databases() {
        let app = open(&database).await;
        for _ in 0..5 {
            answers(&app, HERE).await.must_be(303);
        }
        for n in 0..5 {
            votes(&mut client(&app, HERE, n, 5_000)).await.must_be(204);
        }
        let mut late = app.browser().from_peer(HERE);
        for (path, fields) in [
            ("ballot", vec![("option", "2")]),
            ("votes", vec![("statement", "1"), ("vote", "agree")]),
            ("statements", vec![("text", "The bridge should stay as it is.")]),
            ("comments", vec![("text", "I cross it every day."), ("quote", "no")]),
        ] {
            let refused = late.submit(SLUG, path, &fields).await.must_be(429);
            let wait: u64 = refused.header("retry-after").parse().unwrap();
            assert!((100..=120).contains(&wait), "{path}: {wait}");
            let typed = fields.iter().find(|(name, _)| *name == "text").map_or("", |(_, text)| *text);
            assert!(refused.text().contains(typed), "{path}: nothing typed is lost");
        }
        let refused = votes(&mut client(&app, HERE, 77, 5_000)).await.must_be(429);
        assert_eq!(refused.json()["type"], "/problems/too-many-first-answers");
        // Nobody who has answered is held up, and nobody from elsewhere or of another conversation.
        let mut known = client(&app, HERE, 0, 5_000);
        known.api("PUT", &format!("{C}/statements/2/vote"), Some(json!({"vote": "agree"}))).await.must_be(204);
        answers(&app, "203.0.113.8").await.must_be(303);
        app.open(&Topic::new("tunnel")).await;
        app.browser().from_peer(HERE).submit("tunnel", "ballot", &[("option", "1")]).await.must_be(303);
        assert_eq!(app.entry(SLUG).read().turnout().n_participants, 11);
    }
}

#[tokio::test]
async fn an_answer_that_is_not_taken_uses_nothing_up() {
    let app = open(&TestDatabase::Sqlite).await;
    for _ in 0..30 {
        let wrong = app.browser().from_peer(HERE).submit(SLUG, "ballot", &[("option", "9")]).await;
        assert_eq!(wrong.status.as_u16() / 100, 4);
    }
    for n in 0..10 {
        assert_eq!(answers(&app, HERE).await.status.as_u16(), 303, "{n}");
    }
    answers(&app, HERE).await.must_be(429);
}

#[tokio::test]
async fn a_conversation_says_how_many_and_an_office_is_let_in() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let sections = "[limits]\nfirst_answers_per_address = 2\nfirst_answers_per_hour = 1\n".to_owned();
    app.open(&Topic { sections, ..Topic::new(SLUG) }).await;
    for expected in [303, 303, 429] {
        answers(&app, HERE).await.must_be(expected);
    }
    let mut editor = app.sign_in(Role::Editor).await;
    let page = editor.get("/desk/c/bridge/watch").await.must_be(200);
    assert!(page.text().contains("2 new readers at once from one connection, then 1 an hour"), "{}", page.text());
    let token = page.token().unwrap();
    let office = async |editor: &mut Browser, hours: &str| {
        editor.post_form("/desk/c/bridge/office", &[("token", token.as_str()), ("hours", hours)]).await
    };
    assert_eq!(office(&mut editor, "73").await.status.as_u16(), 400, "longer than three days");
    assert_eq!(
        office(&mut editor, "8").await.must_be(303).header("location"),
        "/desk/c/bridge/watch?said=office-opened"
    );
    for n in 0..40 {
        assert_eq!(answers(&app, HERE).await.status.as_u16(), 303, "{n}");
    }
    assert_eq!(app.entry(SLUG).read().watch.marked().count(), 0, "nobody of an office is a burst");
    office(&mut editor, "0").await.must_be(303);
    answers(&app, HERE).await.must_be(429);
    let log = app.app().store().audit(AuditRange::default(), 9).await.unwrap();
    assert_eq!(log.iter().filter(|row| row.act == "office_hours").count(), 2);
    assert_eq!(app.sign_in(Role::Moderator).await.get("/desk/c/bridge/watch").await.status.as_u16(), 200);
    let mut moderator = app.sign_in(Role::Moderator).await;
    let token = moderator.get("/desk").await.token().unwrap();
    moderator.post_form("/desk/c/bridge/office", &[("token", &token), ("hours", "8")]).await.must_be(403);
}

#[tokio::test]
async fn a_token_rests_a_second_and_expires_unused_after_an_hour() {
    let app = open(&TestDatabase::Sqlite).await;
    let mut caller = app.browser().from_peer(HERE);
    let joined = caller.api("POST", &format!("{C}/participants"), Some(json!({}))).await.must_be(201).json();
    let mut fresh = app.browser().from_peer(HERE).with_bearer(joined["token"].as_str().unwrap());
    let early = votes(&mut fresh).await.must_be(425);
    assert_eq!((early.header("retry-after"), early.json()["type"].clone()), ("1", Value::from("/problems/too-early")));
    tokio::time::sleep(Duration::from_millis(1_050)).await;
    votes(&mut fresh).await.must_be(204);
    let expired = votes(&mut client(&app, HERE, 1, HOUR_MS + 1)).await.must_be(401);
    assert_eq!(expired.json()["type"], "/problems/token-expired");
    votes(&mut client(&app, HERE, 2, HOUR_MS - 60_000)).await.must_be(204);
    // Whoever has answered with it stays.
    let mut known = client(&app, HERE, 2, HOUR_MS - 60_000);
    known.api("PUT", &format!("{C}/statements/2/vote"), Some(json!({"vote": "agree"}))).await.must_be(204);
    // It is good for one conversation, and a cookie is no token.
    app.open(&Topic::new("tunnel")).await;
    let path = "/api/v1/conversations/tunnel/statements/1/vote";
    known.api("PUT", path, Some(json!({"vote": "agree"}))).await.must_be(401);
    let cookie = app.app().server_secret().issue([9; 32]);
    votes(&mut app.browser().from_peer(HERE).with_bearer(&cookie)).await.must_be(401);
    // On this machine itself nothing waits.
    let token = app.app().server_secret().issue_token([3; 32], app.entry(SLUG).id(), now_ms());
    votes(&mut app.browser().with_bearer(&token)).await.must_be(204);
}

#[tokio::test]
async fn a_burst_marks_everybody_of_a_network_and_marks_stay() {
    for database in databases() {
        let app = open(&database).await;
        for _ in 0..5 {
            answers(&app, HERE).await.must_be(303);
        }
        answers(&app, "203.0.113.8").await.must_be(303);
        assert_eq!(app.entry(SLUG).read().watch.marked().count(), 0);
        answers(&app, HERE).await.must_be(303);
        let marked =
            |app: &TestApp| -> Vec<u32> { app.entry(SLUG).read().watch.marked().map(|(who, _)| who.0).collect() };
        assert_eq!(marked(&app), [1, 2, 3, 4, 5, 7], "the sixth marks all six, and not who came from next door");
        assert!(app.entry(SLUG).read().watch.of(ParticipantId(7)).has(ReaderMark::Burst));
        answers(&app, HERE).await.must_be(303);
        let id = app.entry(SLUG).id();
        let kept: Vec<u32> = app.app().store().marks(id).await.unwrap().into_iter().map(|(who, _)| who.0).collect();
        assert_eq!(kept, [1, 2, 3, 4, 5, 7, 8], "what is in memory is on disk");
        let again = Live::read(app.app().store()).await.unwrap().find(&Slug::parse(SLUG).unwrap()).unwrap();
        assert!(again.read().watch.marked().eq(app.entry(SLUG).read().watch.marked()), "and there after a restart");
        // Marked readers count as before.
        assert_eq!(app.results(SLUG).await.totals.n_ballots, 8);
        let page = app.sign_in(Role::Moderator).await.get("/desk/c/bridge/watch").await.must_be(200);
        assert!(page.text().contains("Readers with a mark: 7 of 8."), "{}", page.text());
        assert!(!page.text().contains(HERE));
        // Whoever is erased stays marked, as their answers stay counted; nobody is marked afterwards.
        let mut leaving = app.browser().from_peer("203.0.113.9");
        leaving.submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
        let hurried = ReaderMarks::NONE.with(ReaderMark::Hurried);
        app.app().put_marks(&app.entry(SLUG), vec![(ParticipantId(9), hurried)], now_ms()).await.unwrap();
        assert_eq!(marked(&app).len(), 8);
        leaving.submit(SLUG, "mine/erase", &[("votes", "keep")]).await.must_be(303);
        let again = ReaderMarks::NONE.with(ReaderMark::SameAnswers);
        app.app().put_marks(&app.entry(SLUG), vec![(ParticipantId(9), again)], now_ms()).await.unwrap();
        let on_disk = app.app().store().marks(id).await.unwrap();
        assert!(app.entry(SLUG).read().watch.marked().eq(on_disk.iter().copied()) && on_disk.len() == 8);
        assert_eq!(on_disk.last(), Some(&(ParticipantId(9), hurried)));
    }
}
