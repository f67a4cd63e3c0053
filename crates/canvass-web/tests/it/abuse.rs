//! Too much of everything: it is bounded, and whoever sent it is told so in words, with what they typed.

use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, settings};
use canvass_web::{Limits, Settings};
use serde_json::json;
use std::num::NonZeroU32;

const SLUG: &str = "bridge";
const API: &str = "/api/v1/conversations/bridge";

fn n(n: u32) -> NonZeroU32 {
    NonZeroU32::new(n).unwrap()
}

/// A conversation that shows what is said at once, behind a proxy that is believed.
async fn bounded(database: &TestDatabase, limits: Limits) -> TestApp {
    let trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    let app = TestApp::with(database, Settings { trusted_proxies, limits, ..settings() }).await;
    app.open(&Topic { keys: "comments = \"show\"\n".to_owned(), ..Topic::new(SLUG).showing() }).await;
    app
}

fn at(app: &TestApp, address: &str) -> Browser {
    app.browser().with_header("x-forwarded-for", address)
}

#[track_caller]
fn says_when_to_come_back(reply: &Reply) {
    assert!(reply.header("retry-after").parse::<u64>().unwrap() >= 1, "{:?}", reply.headers);
}

/// A page that says so in words, and gives back what was typed.
#[track_caller]
fn gives_back(reply: &Reply, typed: &str) {
    assert_eq!(reply.status.as_u16(), 429, "{}", reply.text());
    says_when_to_come_back(reply);
    assert_eq!(reply.words("h1"), ["Too many requests"]);
    assert!(reply.words("main").join(" ").contains("Nothing was saved"));
    let expected: &[&str] = if typed.is_empty() { &[] } else { &[typed] };
    assert_eq!(reply.words("textarea#typed"), expected);
}

/// Every form by which readers send words, and the words.
const FORMS: [(&str, &[(&str, &str)], &str); 4] = [
    ("statements", &[("text", "Paint <it> green.")], "Paint <it> green."),
    ("comments", &[("text", "It was “blue” once.")], "It was “blue” once."),
    ("comments/1/edit", &[("text", "It was grey.")], "It was grey."),
    ("reports", &[("target", "statement:1"), ("rule", "unclear"), ("note", "Which bridge?")], "Which bridge?"),
];

async fn send(reader: &mut Browser, token: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
    let all: Vec<_> = [("token", token)].into_iter().chain(fields.iter().copied()).collect();
    reader.post_form(&format!("/c/{SLUG}/{action}"), &all).await
}

/// Sends the same again and again until it is refused; far more often than the bounds of these tests allow.
async fn until_refused(reader: &mut Browser, token: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
    for _ in 0..50 {
        let reply = send(reader, token, action, fields).await;
        if reply.status.as_u16() == 429 {
            return reply;
        }
    }
    panic!("`{action}` was never refused")
}

#[tokio::test]
async fn a_reader_who_sends_too_fast_is_told_so_and_gets_the_words_back() {
    let app = bounded(&TestDatabase::Sqlite, Limits { writes_per_credential: n(1), ..Limits::default() }).await;
    for (action, fields, typed) in FORMS {
        let mut reader = at(&app, "203.0.113.1");
        let token = reader.token(SLUG).await;
        gives_back(&until_refused(&mut reader, &token, action, fields).await, typed);
    }
    let mut reader = at(&app, "203.0.113.1");
    let token = reader.token(SLUG).await;
    gives_back(&until_refused(&mut reader, &token, "votes", &[("statement", "1"), ("vote", "agree")]).await, "");
}

#[tokio::test]
async fn an_address_that_sends_too_much_is_told_so_and_gets_the_words_back() {
    let app = bounded(&TestDatabase::Sqlite, Limits { requests_per_address: n(2), ..Limits::default() }).await;
    for (place, (action, fields, typed)) in FORMS.into_iter().enumerate() {
        let mut reader = at(&app, &format!("203.0.113.{place}"));
        let token = reader.token(SLUG).await;
        gives_back(&until_refused(&mut reader, &token, action, fields).await, typed);
        // What a page of another site sends is never shown as somebody's own words.
        let mut lured = reader.clone().with_header("sec-fetch-site", "cross-site");
        gives_back(&until_refused(&mut lured, &token, action, fields).await, "");
    }
    let link = app.invite(canvass_domain::Role::Owner).await;
    let mut guesser = at(&app, "203.0.113.99");
    let mut statuses = std::collections::BTreeSet::new();
    for _ in 0..20 {
        let guess = guesser.post_form("/desk/sign-in/no-such-link", &[("text", "x")]).await;
        if statuses.insert(guess.status.as_u16()) && guess.status.as_u16() == 429 {
            gives_back(&guess, "");
        }
    }
    assert_eq!(Vec::from_iter(statuses), [404, 429]);
    at(&app, "203.0.113.100").post_form(&format!("/desk/sign-in/{link}"), &[]).await.must_be(303);
}

#[tokio::test]
async fn fresh_credentials_do_not_make_an_address_louder() {
    for database in canvass_testkit::databases() {
        let app = bounded(&database, Limits { texts_per_address: n(3), ..Limits::default() }).await;
        for (action, fields, _) in [FORMS[0], FORMS[1], FORMS[3]] {
            let mut reader = at(&app, "203.0.113.1");
            reader.submit(SLUG, action, fields).await.must_be(303);
        }
        for (action, fields, typed) in FORMS {
            gives_back(&at(&app, "203.0.113.1").submit(SLUG, action, fields).await, typed);
        }
        let join = at(&app, "203.0.113.1").api("POST", &format!("{API}/participants"), Some(json!({}))).await;
        let token = join.json()["token"].as_str().unwrap().to_owned();
        let mut client = at(&app, "203.0.113.1").with_bearer(&token);
        let report = json!({"target": "statement:1", "rule": "unclear"});
        for (method, path, body) in [
            ("POST", "statements", json!({"text": "Paint it red."})),
            ("POST", "comments", json!({"text": "Red?", "quote": "no"})),
            ("PATCH", "comments/1", json!({"text": "Green?"})),
            ("POST", "reports", report),
        ] {
            let refused = client.api(method, &format!("{API}/{path}"), Some(body)).await.must_be(429);
            assert_eq!(refused.json()["type"], "/problems/too-many-requests", "{path}");
            says_when_to_come_back(&refused);
        }
        client.api("PUT", &format!("{API}/statements/1/vote"), Some(json!({"vote": "agree"}))).await.must_be(204);
        at(&app, "203.0.113.2").submit(SLUG, "statements", &[("text", "Somebody else.")]).await.must_be(303);
        let entry = app.entry(SLUG);
        assert_eq!((entry.read().n_comments(), entry.read().statements.len()), (1, 8));
    }
}
