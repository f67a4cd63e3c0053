//! The live stream: new totals within two seconds, small, bounded, and closed where the gate is.

use canvass_domain::Role;
use canvass_testkit::{TestApp, TestDatabase, Topic, databases, settings};
use canvass_web::{Limits, Settings};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const STREAM: &str = "/api/v1/conversations/bridge/stream";
const SOON: Duration = Duration::from_secs(2);

fn read(data: Option<String>) -> Value {
    serde_json::from_str(&data.expect("an event in time")).unwrap()
}

#[tokio::test]
async fn a_vote_is_told_within_two_seconds() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new("bridge")).await;
        let mut listener = app.browser().listen(STREAM).await;
        assert_eq!(listener.head.status.as_u16(), 200);
        assert_eq!(listener.head.header("content-type"), "text/event-stream");
        let first = read(listener.next("totals", SOON).await);
        assert_eq!((&first["participants"], &first["votes"]), (&json!(0), &json!(0)), "what there is now, at once");
        let mut reader = app.browser();
        for (n, word) in [(1, "agree"), (2, "disagree")] {
            let statement = n.to_string();
            let vote = [("statement", statement.as_str()), ("vote", word)];
            reader.submit("bridge", "votes", &vote).await.must_be(303);
            let acknowledged = Instant::now();
            let told = read(listener.next("totals", SOON).await);
            assert!(acknowledged.elapsed() < SOON);
            assert_eq!((&told["participants"], &told["votes"]), (&json!(1), &json!(n)));
            let seq = read(listener.next("results", SOON).await);
            assert_eq!(seq, json!({"seq": told["seq"]}), "the seq only");
        }
    }
}

#[tokio::test]
async fn totals_fit_a_kilobyte_whatever_is_asked() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut topic = Topic::new("bridge");
    topic.options = (1..=32).map(|n| format!("A long option number {n}: {}", "words ".repeat(30))).collect();
    app.open(&topic).await;
    let told = app.browser().listen(STREAM).await.next("totals", SOON).await.unwrap();
    assert_eq!(read(Some(told.clone()))["poll"]["options"].as_array().unwrap().len(), 32);
    // Counts of nine digits would still fit: 32 options, three sums and the seq.
    assert!(told.len() + 36 * 8 <= 1024, "{} bytes: {told}", told.len());
}

#[tokio::test]
async fn a_burst_of_votes_is_told_in_one() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    let mut listener = app.browser().listen(STREAM).await;
    read(listener.next("totals", SOON).await);
    let mut reader = app.browser();
    for n in 1..=6_u32 {
        let statement = n.to_string();
        let vote = [("statement", statement.as_str()), ("vote", "agree")];
        reader.submit("bridge", "votes", &vote).await.must_be(303);
    }
    let mut n_tellings = 1;
    while read(listener.next("totals", SOON).await)["votes"] != json!(6) {
        n_tellings += 1;
    }
    assert!(n_tellings <= 3, "{n_tellings} tellings of six votes in a moment");
}

/// How many totals were made for live streams, and on how many streams one was told.
async fn tellings(app: &TestApp) -> [u64; 2] {
    let metrics = app.browser().get("/metrics").await.must_be(200);
    ["made", "told"].map(|what| {
        let sample = format!("canvass_tellings_total{{what=\"{what}\"}} ");
        metrics.text().lines().find_map(|line| line.strip_prefix(&sample)).unwrap().parse().unwrap()
    })
}

#[tokio::test]
async fn what_many_hear_is_counted_once() {
    const N_LISTENERS: u64 = 150;
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new("bridge")).await;
        let mut listeners = Vec::new();
        for _ in 0..N_LISTENERS {
            let mut listener = app.browser().listen(STREAM).await;
            assert_eq!(read(listener.next("totals", SOON).await)["votes"], json!(0));
            listeners.push(listener);
        }
        assert_eq!(tellings(&app).await, [1, N_LISTENERS], "nothing new, however long it took them to come");
        app.browser().submit("bridge", "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
        for listener in &mut listeners {
            assert_eq!(read(listener.next("totals", SOON).await)["votes"], json!(1));
        }
        let [made, told] = tellings(&app).await;
        // The vote is one commit, the showing of the next statement may be another.
        assert!(made <= 3 && told >= 2 * N_LISTENERS, "{made} made, {told} told");
    }
}

#[tokio::test]
async fn who_does_not_listen_for_a_while_hears_the_latest_and_nothing_of_before() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    let (mut awake, mut asleep) = (app.browser().listen(STREAM).await, app.browser().listen(STREAM).await);
    for listener in [&mut awake, &mut asleep] {
        read(listener.next("totals", SOON).await);
        read(listener.next("results", SOON).await);
    }
    let mut reader = app.browser();
    for n in 1..=4_u32 {
        let statement = n.to_string();
        reader.submit("bridge", "votes", &[("statement", &statement), ("vote", "agree")]).await.must_be(303);
        while read(awake.next("totals", SOON).await)["votes"] != json!(n) {}
    }
    assert_eq!(read(asleep.next("totals", SOON).await)["votes"], json!(4), "the latest, not the first that it missed");
    read(asleep.next("results", SOON).await);
    assert_eq!(asleep.next("totals", Duration::from_millis(1_500)).await, None, "and nothing was kept for it");
}

#[tokio::test]
async fn a_silent_stream_shows_that_it_lives_every_fifteen_seconds() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    let mut listener = app.browser().listen(STREAM).await;
    read(listener.next("results", SOON).await);
    // From here on the clock jumps to whatever is waited for.
    tokio::time::pause();
    for _ in 0..3 {
        let since = tokio::time::Instant::now();
        assert_eq!(listener.anything().await.as_deref(), Some(":\n\n"), "a comment and no event");
        let waited = since.elapsed();
        assert!((14..=16).contains(&waited.as_secs()), "{waited:?}");
    }
}

#[tokio::test]
async fn pages_are_compressed_and_streams_are_not_held_back() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    let mut browser = app.browser().with_header("accept-encoding", "gzip, br");
    assert_eq!(browser.get("/c/bridge").await.must_be(200).header("content-encoding"), "gzip");
    let mut listener = browser.listen(STREAM).await;
    assert_eq!(listener.head.header("content-encoding"), "");
    read(listener.next("totals", SOON).await);
}

#[tokio::test]
async fn so_many_streams_and_no_more() {
    let limits = Limits { max_streams: 2, ..Limits::default() };
    let app = TestApp::with(&TestDatabase::Sqlite, Settings { limits, ..settings() }).await;
    app.open(&Topic::new("bridge")).await;
    let one = app.browser().listen(STREAM).await;
    let two = app.browser().listen(STREAM).await;
    assert_eq!((one.head.status.as_u16(), two.head.status.as_u16()), (200, 200));
    assert_eq!(app.browser().listen(STREAM).await.head.status.as_u16(), 503);
    let refused = app.browser().get(STREAM).await.must_be(503);
    assert_eq!(refused.json()["type"], "/problems/too-many-streams");
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    drop(one);
    assert_eq!(app.browser().listen(STREAM).await.head.status.as_u16(), 200, "a place is free again");
}

#[tokio::test]
async fn a_stopping_server_ends_its_streams() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    let mut listener = app.browser().listen(STREAM).await;
    read(listener.next("totals", SOON).await);
    app.server().stop_streams();
    assert!(listener.ends(SOON).await);
}

#[tokio::test]
async fn a_stream_ends_for_somebody_whose_answer_was_the_way_through_the_gate() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge").gate("after_vote")).await;
    let mut reader = app.browser();
    reader.get(STREAM).await.must_be(403);
    reader.submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
    let mut listener = reader.clone().listen(STREAM).await;
    read(listener.next("totals", SOON).await);
    reader.submit("bridge", "mine/withdraw", &[]).await.must_be(303);
    reader.get(STREAM).await.must_be(403);
    assert!(listener.ends(SOON).await, "the answer is taken back, and so is the sight of results");
}

#[tokio::test]
async fn whoever_does_not_listen_is_told_the_newest_only() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new("bridge")).await;
        let mut listener = app.browser().listen(STREAM).await;
        read(listener.next("results", SOON).await);
        for _ in 0..5 {
            let mut reader = app.browser();
            for n in 1..=6_u32 {
                let statement = n.to_string();
                let vote = [("statement", statement.as_str()), ("vote", "agree")];
                reader.submit("bridge", "votes", &vote).await.must_be(303);
            }
        }
        let told = read(listener.next("totals", SOON).await);
        assert_eq!((&told["participants"], &told["votes"]), (&json!(5), &json!(30)), "thirty changes, one telling");
        read(listener.next("results", SOON).await);
        // From here on the clock jumps to whatever is waited for: nothing older was kept for later.
        tokio::time::pause();
        assert_eq!(listener.anything().await.as_deref(), Some(":\n\n"), "a sign of life and no event");
        tokio::time::resume();
    }
}

#[tokio::test]
async fn a_stream_that_was_let_through_as_staff_ends_with_the_session() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new("bridge").gate("at_close")).await;
        let mut staff = app.sign_in(Role::Analyst).await;
        let mut stranger = app.browser();
        stranger.get(STREAM).await.must_be(403);
        let mut listener = staff.listen(STREAM).await;
        read(listener.next("results", SOON).await);
        let token = staff.get("/desk").await.token().unwrap();
        staff.post_form("/desk/sign-out", &[("token", &token)]).await.must_be(303);
        stranger.submit("bridge", "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
        let end = tokio::time::timeout(SOON, listener.anything()).await.expect("an end");
        assert_eq!(end, None, "not one more count");
    }
}

#[tokio::test]
async fn streams_that_ended_hold_no_place() {
    let limits = Limits { max_streams: 1, ..Limits::default() };
    let app = TestApp::with(&TestDatabase::Sqlite, Settings { limits, ..settings() }).await;
    app.open(&Topic::new("bridge").gate("after_vote")).await;
    for _ in 0..3 {
        let mut reader = app.browser();
        reader.submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
        let mut listener = reader.clone().listen(STREAM).await;
        assert_eq!(listener.head.status.as_u16(), 200);
        read(listener.next("totals", SOON).await);
        reader.submit("bridge", "mine/withdraw", &[]).await.must_be(303);
        assert!(listener.ends(SOON).await);
    }
    // Nor does a refusal at the gate.
    app.browser().get(STREAM).await.must_be(403);
    let mut reader = app.browser();
    reader.submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
    assert_eq!(reader.listen(STREAM).await.head.status.as_u16(), 200);
}
