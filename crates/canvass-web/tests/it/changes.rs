//! One answer is changed ten times an hour at most; withdrawing is free, and a vote after it is a change.

use canvass_testkit::{Browser, TestApp, TestDatabase, Topic};
use serde_json::json;

const SLUG: &str = "bridge";
const C: &str = "/api/v1/conversations/bridge";

async fn open() -> TestApp {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new(SLUG)).await;
    app
}

async fn client(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    let joined = browser.api("POST", &format!("{C}/participants"), Some(json!({}))).await.must_be(201);
    browser.with_bearer(joined.json()["token"].as_str().unwrap())
}

#[tokio::test]
async fn the_eleventh_change_over_the_api_is_429() {
    let app = open().await;
    let mut reader = client(&app).await;
    for (path, name, values) in [
        (format!("{C}/statements/1/vote"), "vote", [json!("agree"), json!("disagree")]),
        (format!("{C}/ballot"), "options", [json!([1]), json!([2])]),
    ] {
        let body = |n: usize| Some(json!({(name): values[n % 2]}));
        for n in 0..11 {
            let status = reader.api("PUT", &path, body(n)).await.status.as_u16();
            assert!(matches!(status, 200 | 204), "{path}: answer {n} is {status}");
        }
        let same = reader.api("PUT", &path, body(10)).await.status.as_u16();
        assert!(matches!(same, 200 | 204), "the same again changes nothing: {same}");
        let refused = reader.api("PUT", &path, body(11)).await.must_be(429);
        assert_eq!(refused.json()["type"], "/problems/too-many-changes");
        let wait: u64 = refused.header("retry-after").parse().unwrap();
        assert!((3_500..=3_600).contains(&wait), "{wait}");
    }
    reader.api("PUT", &format!("{C}/statements/2/vote"), Some(json!({"vote": "agree"}))).await.must_be(204);
    reader.api("DELETE", &format!("{C}/statements/1/vote"), None).await.must_be(204);
    reader.api("PUT", &format!("{C}/statements/1/vote"), Some(json!({"vote": "agree"}))).await.must_be(429);
    client(&app).await.api("PUT", &format!("{C}/statements/1/vote"), Some(json!({"vote": "agree"}))).await.must_be(204);
}

#[tokio::test]
async fn taking_everything_back_is_no_way_round() {
    let app = open().await;
    let mut reader = app.browser();
    for n in 0..12 {
        let vote = ["agree", "disagree"][n % 2];
        let votes = reader.submit(SLUG, "votes", &[("statement", "1"), ("vote", vote)]).await;
        let ballot = reader.submit(SLUG, "ballot", &[("option", ["1", "2"][n % 2])]).await;
        let expected = if n < 11 { 303 } else { 429 };
        assert_eq!([votes, ballot].map(|reply| reply.status.as_u16()), [expected; 2], "answer {n}");
        if n < 11 {
            reader.submit(SLUG, "mine/withdraw", &[]).await.must_be(303);
        }
    }
}

#[tokio::test]
async fn and_so_it_is_by_form() {
    let app = open().await;
    let mut reader = app.browser();
    for n in 0..11 {
        let vote = ["agree", "disagree"][n % 2];
        reader.submit(SLUG, "votes", &[("statement", "1"), ("vote", vote)]).await.must_be(303);
    }
    let refused = reader.submit(SLUG, "votes", &[("statement", "1"), ("vote", "disagree")]).await.must_be(429);
    assert!(!refused.header("retry-after").is_empty());
    assert!(refused.words("main").join(" ").contains("You have changed this answer too often"));
}
