//! Too much of everything: it is bounded, and whoever sent it is told so in words, with what they typed.

use canvass_domain::{CommentId, Role, Target};
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, databases, settings};
use canvass_web::{Limits, Settings};
use serde_json::json;
use std::num::NonZeroU32;
use tokio::task::JoinSet;

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

/// Where it is sent, its fields, and the words in it.
type Form = (&'static str, &'static [(&'static str, &'static str)], &'static str);

/// Every form by which readers send words, and the words.
const FORMS: [Form; 4] = [
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
    let link = app.invite(Role::Owner).await;
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
    for database in databases() {
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
        // A fresh token rests for a second.
        tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
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

async fn client(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    let joined = browser.api("POST", &format!("{API}/participants"), Some(json!({}))).await.must_be(201);
    browser.with_bearer(joined.json()["token"].as_str().unwrap())
}

#[tokio::test]
async fn thousands_of_reports_are_one_line_at_the_desk() {
    const N_READERS: usize = 2_000;
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic { keys: "comments = \"show\"\n".to_owned(), ..Topic::new(SLUG) }).await;
        let (mut author, mut obsessed) = (client(&app).await, client(&app).await);
        let comment = json!({"text": "It was blue once.", "quote": "no"});
        author.api("POST", &format!("{API}/comments"), Some(comment)).await.must_be(201);
        let report = json!({"target": "comment:1", "rule": "abusive", "note": "n".repeat(600)});
        let path = format!("{API}/reports");
        let n_reports = || {
            app.entry(SLUG).read().talk.reports(Target::Comment(CommentId(1))).map_or(0, canvass_app::live::Reports::n)
        };
        for _ in 0..200 {
            obsessed.api("POST", &path, Some(report.clone())).await.must_be(204);
        }
        assert_eq!(n_reports(), 1, "one reader is one report, however often");
        let mut reporting = JoinSet::new();
        for _ in 1..N_READERS {
            let (mut reader, path, report) = (client(&app).await, path.clone(), report.clone());
            reporting.spawn(async move { reader.api("POST", &path, Some(report)).await.status.as_u16() });
        }
        while let Some(status) = reporting.join_next().await {
            assert_eq!(status.unwrap(), 204);
        }
        assert_eq!(n_reports(), N_READERS);
        let mut desk = app.sign_in(Role::Moderator).await;
        let page = desk.get(&format!("/desk/c/{SLUG}")).await.must_be(200);
        assert_eq!(page.words(".queue > li").len(), 1);
        assert_eq!(page.words(".queue .warn p")[0], "Reported by 2,000 readers");
        assert!(page.text().contains("1,995 more readers wrote a note"), "{}", page.text());
        assert!(page.body.len() < 100_000, "{} bytes", page.body.len());
        let public = app.browser().get(&format!("/c/{SLUG}/comments")).await.must_be(200);
        assert!(
            public.text().contains("It was blue once.") && !public.text().contains("nnn"),
            "people decide, not numbers"
        );
        app.decide(&mut desk, &format!("/desk/c/{SLUG}/texts/comment:1/leave"), &[]).await.must_be(303);
        assert_eq!(n_reports(), 0);
    }
}

/// A form as bytes, with the token in front.
async fn raw(reader: &mut Browser, action: &str, rest: &str) -> Reply {
    let body = format!("token={}&{rest}", reader.token(SLUG).await);
    reader.post_body(&format!("/c/{SLUG}/{action}"), "application/x-www-form-urlencoded", body).await
}

#[tokio::test]
async fn forms_that_no_browser_sends_are_read_one_way() {
    let app = bounded(&TestDatabase::Sqlite, Limits::default()).await;
    let mut reader = app.browser();
    // The first of several fields of one name counts; a second token helps nobody.
    raw(&mut reader, "statements", "text=First.&text=Second.&token=other").await.must_be(303);
    raw(&mut reader, "votes", "statement=1&statement=2&vote=agree&vote=disagree").await.must_be(303);
    let forged = format!("token=other&token={}&text=Forged.", reader.token(SLUG).await);
    let path = format!("/c/{SLUG}/statements");
    reader.post_body(&path, "application/x-www-form-urlencoded", forged).await.must_be(403);
    // Two choices are none where one is asked for; the same twice is one.
    raw(&mut reader, "ballot", "option=1&option=2").await.must_be(422);
    raw(&mut reader, "ballot", "option=1&option=1").await.must_be(303);
    // What is no UTF-8 has lost letters on the way, and is not kept without them.
    raw(&mut reader, "statements", "text=Torn %ff%c3 words.").await.must_be(422);
    raw(&mut reader, "statements", "text=%00").await.must_be(422);
    // Fields past the bound are as good as not sent.
    let filler = "x=1&".repeat(200);
    raw(&mut reader, "statements", &format!("{filler}text=Too far behind.")).await.must_be(422);
    let entry = app.entry(SLUG);
    let added: Vec<String> =
        entry.read().statements.values().skip(6).map(|statement| statement.text.clone().unwrap()).collect();
    assert_eq!(added, ["First."]);
    assert_eq!(entry.read().turnout().n_participants, 1);
    for path in
        ["/c/%ff%fe", "/c/bridge%00", "/?q=%ff%fe", "/c/bridge/comments/99999999999999999999", "/c/bridge?said=%ff"]
    {
        let status = reader.get(path).await.status.as_u16();
        assert!(matches!(status, 200 | 404), "{path}: {status}");
    }
}

#[tokio::test]
async fn a_thread_is_two_replies_deep_for_clients_too() {
    let app = bounded(&TestDatabase::Sqlite, Limits::default()).await;
    let mut ada = client(&app).await;
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    let comments = format!("{API}/comments");
    for parent in [None, Some(1), Some(2)] {
        let comment = json!({"text": "Words.", "quote": "no", "parent": parent});
        ada.api("POST", &comments, Some(comment)).await.must_be(201);
    }
    let deeper = json!({"text": "Words.", "quote": "no", "parent": 3});
    let refused = ada.api("POST", &comments, Some(deeper)).await.must_be(409).json();
    assert_eq!(refused["type"], "/problems/too-deep");
    assert!(refused["title"].as_str().unwrap().len() > 10, "{refused}");
    let form = [("text", "Deeper still."), ("parent", "3")];
    let page = app.browser().submit(SLUG, "comments", &form).await.must_be(409);
    assert_eq!(page.words("textarea[name=text]"), ["Deeper still."]);
    assert_eq!(app.entry(SLUG).read().n_comments(), 3);
}

#[tokio::test]
async fn one_reader_has_two_hundred_comments_and_an_answer_after_that() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic { keys: "comments = \"show\"\n".to_owned(), ..Topic::new(SLUG) }).await;
    let mut ada = client(&app).await;
    let comments = format!("{API}/comments");
    for n in 1..=200 {
        let comment = json!({"text": format!("Comment {n}."), "quote": "no"});
        let reply = ada.api("POST", &comments, Some(comment)).await;
        assert_eq!(reply.status.as_u16(), 201, "{n}: {}", reply.text());
    }
    let one_more = json!({"text": "One more.", "quote": "no"});
    let refused = ada.api("POST", &comments, Some(one_more)).await.must_be(422).json();
    assert_eq!(refused["type"], "/problems/too-many-comments");
}
