//! Nothing that a reader typed is lost: whatever a form is refused for, its words come back. And each page has one address.

use canvass_domain::Role;
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, settings};
use canvass_web::{Limits, PublicUrl, Settings};
use std::num::NonZeroU32;
use std::time::Duration;

const SLUG: &str = "bridge";

/// Where it is sent, its fields, and every word typed into it.
struct Form {
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
    typed: &'static [&'static str],
}

/// Every form by which readers send words. The last two need a take and mail.
const FORMS: [Form; 7] = [
    Form { path: "/c/bridge/statements", fields: &[("text", "Paint <it> green.")], typed: &["Paint <it> green."] },
    Form {
        path: "/c/bridge/comments",
        fields: &[("text", "It was “blue”."), ("quote", "name"), ("name", "Ana Ó"), ("place", "Tír & Eoghain")],
        typed: &["It was “blue”.", "Ana Ó", "Tír & Eoghain"],
    },
    Form { path: "/c/bridge/comments", fields: &[("parent", "1"), ("text", "A reply.")], typed: &["A reply."] },
    Form { path: "/c/bridge/comments/1/edit", fields: &[("text", "It was grey.")], typed: &["It was grey."] },
    Form {
        path: "/c/bridge/reports",
        fields: &[("target", "statement:1"), ("rule", "unclear"), ("note", "Which bridge?")],
        typed: &["Which bridge?"],
    },
    Form {
        path: "/take/closed-1/unclear",
        fields: &[("passage", "the <bridge>"), ("note", "Old or new?")],
        typed: &["the <bridge>", "Old or new?"],
    },
    Form { path: "/c/bridge/notice", fields: &[("email", "ana@example.org")], typed: &["ana@example.org"] },
];

async fn app(limits: Limits) -> TestApp {
    let trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    let app = TestApp::with(&TestDatabase::Sqlite, Settings { trusted_proxies, limits, ..settings() }).await;
    app.open(&Topic { keys: "comments = \"show\"\n".to_owned(), ..Topic::new(SLUG).showing() }).await;
    app.open(&Topic::new("closed")).await;
    let mut voter = at(&app, 250);
    voter.submit("closed", "ballot", &[("option", "1")]).await.must_be(303);
    app.close("closed").await;
    app.publish_take("closed").await;
    app
}

fn at(app: &TestApp, n: usize) -> Browser {
    app.browser().with_header("x-forwarded-for", &format!("203.0.113.{n}"))
}

/// Sends a form as a browser with a cookie of its own would.
async fn send(reader: &mut Browser, token: &str, form: &Form) -> Reply {
    let all: Vec<_> = [("token", token)].into_iter().chain(form.fields.iter().copied()).collect();
    reader.post_form(form.path, &all).await
}

/// Everything in fields that nobody can change, which is what a page gives back.
fn given_back(reply: &Reply) -> Vec<String> {
    let areas = reply.words("textarea[readonly]");
    areas.into_iter().chain(reply.attributes("input[readonly]", "value")).collect()
}

#[track_caller]
fn gives_back(reply: &Reply, status: u16, form: &Form) {
    assert_eq!(reply.status.as_u16(), status, "{}: {}", form.path, reply.text());
    let found = given_back(reply);
    for typed in form.typed {
        assert!(found.iter().any(|given| given == typed), "{}: `{typed}` is not in {found:?}", form.path);
    }
}

#[tokio::test]
async fn a_form_that_is_out_of_date_gives_back_what_was_typed() {
    let app = app(Limits::default()).await;
    for (n, form) in FORMS.iter().take(5).enumerate() {
        let mut reader = at(&app, n);
        gives_back(&send(&mut reader, "", form).await, 403, form);
        let token = reader.token(SLUG).await;
        gives_back(&send(&mut reader, "other", form).await, 403, form);
        gives_back(&send(&mut at(&app, n), &token, form).await, 403, form);
        let mut lured = reader.clone().with_header("sec-fetch-site", "cross-site");
        let refused = send(&mut lured, &token, form).await.must_be(403);
        assert!(given_back(&refused).is_empty(), "not what a page of another site sent");
        let elsewhere = reader.with_header("origin", "https://evil.example");
        assert!(given_back(&send(&mut elsewhere.clone(), &token, form).await.must_be(403)).is_empty());
    }
}

#[tokio::test]
async fn a_form_that_is_too_long_gives_back_its_beginning() {
    let app = app(Limits::default()).await;
    for (n, form) in FORMS.iter().enumerate() {
        let mut reader = at(&app, n);
        let (name, typed) = form.fields.iter().find(|(_, value)| form.typed.contains(value)).unwrap();
        let long = format!("{typed} {}", "é".repeat(40_000));
        let rest = form.fields.iter().map(|field| if field.0 == *name { (*name, long.as_str()) } else { *field });
        let reply = reader.post_form(form.path, &rest.collect::<Vec<_>>()).await.must_be(413);
        let given = given_back(&reply);
        let beginning =
            given.iter().find(|given| given.starts_with(typed)).unwrap_or_else(|| panic!("{}: {given:?}", form.path));
        let end = beginning.strip_prefix(&format!("{typed} ")).unwrap();
        assert!(end.chars().all(|c| c == 'é') && end.chars().count() > 10_000, "{}", form.path);
        assert!(reply.text().contains("Only the beginning"), "{}", form.path);
    }
}

#[tokio::test]
async fn a_form_that_breaks_off_gives_back_what_came() {
    let app = app(Limits { body_within: Duration::from_millis(50), ..Limits::default() }).await;
    for (n, form) in FORMS.iter().enumerate() {
        let mut reader = at(&app, n);
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form.fields).finish();
        let begun: Result<_, std::io::Error> = Ok(axum::body::Bytes::from(body));
        // What came, and then nothing for as long as anybody waits.
        let never = futures_util::stream::pending();
        let body =
            axum::body::Body::from_stream(futures_util::StreamExt::chain(futures_util::stream::iter([begun]), never));
        let reply = reader.post_body(form.path, "application/x-www-form-urlencoded", body).await;
        gives_back(&reply, 408, form);
    }
}

#[tokio::test]
async fn a_sender_who_is_too_loud_gets_the_words_back_of_every_form() {
    let one = NonZeroU32::MIN;
    for limits in [
        Limits { requests_per_address: one, ..Limits::default() },
        Limits { writes_per_credential: one, ..Limits::default() },
        Limits { texts_per_address: one, ..Limits::default() },
        Limits { texts_per_reader: one, ..Limits::default() },
        Limits { texts_per_address_a_day: one, unclear_per_address_a_day: one, ..Limits::default() },
    ] {
        let app = app(limits).await;
        let is_by_address = limits.requests_per_address == one || limits.texts_per_address == one;
        for (n, form) in FORMS.iter().enumerate() {
            // Letters have a bound of their own, ten an hour; the form of a take knows no reader.
            let is_bounded = match n {
                6 => true,
                5 => is_by_address || limits.unclear_per_address_a_day == one,
                _ => true,
            };
            let mut reader = at(&app, n);
            let token = reader.token(SLUG).await;
            let mut refused = None;
            for _ in 0..30 {
                let reply = send(&mut reader, &token, form).await;
                if reply.status.as_u16() == 429 {
                    refused = Some(reply);
                    break;
                }
            }
            match refused {
                Some(reply) => gives_back(&reply, 429, form),
                None => assert!(!is_bounded, "{} was never refused by {limits:?}", form.path),
            }
        }
    }
}

#[tokio::test]
async fn a_server_that_takes_nothing_gives_back_what_was_typed() {
    let app = app(Limits::default()).await;
    let mut reader = at(&app, 1);
    let token = reader.token(SLUG).await;
    send(&mut reader, &token, &FORMS[1]).await.must_be(303);
    app.end_writer().await;
    for form in FORMS.iter().take(5) {
        gives_back(&send(&mut reader, &token, form).await, 503, form);
    }
    let mut last = None;
    for n in 0..1_001 {
        let reply = at(&app, n % 200).with_header("x-forwarded-for", &format!("198.51.{}.{}", n / 200, n % 200));
        let reply = send(&mut reply.clone(), "", &FORMS[5]).await;
        last = Some(reply);
    }
    gives_back(&last.unwrap(), 503, &FORMS[5]);
}

/// Two tabs are opened at once: the browser is given two secrets and keeps the second.
async fn two_tabs(app: &TestApp, path: &str) -> (Browser, String) {
    let mut browser = at(app, 9);
    let first = browser.clone().get(path).await.must_be(200).token().unwrap();
    let second = browser.get(path).await.must_be(200).token().unwrap();
    assert_ne!(first, second);
    (browser, first)
}

#[tokio::test]
async fn the_form_of_the_first_of_two_tabs_works_or_gives_back_what_was_typed() {
    let app = app(Limits::default()).await;
    for (page, form) in [("/c/bridge", &FORMS[0]), ("/c/bridge/comments", &FORMS[1])] {
        let (browser, first) = two_tabs(&app, page).await;
        // What does not say where it sends from gets its words back.
        gives_back(&send(&mut browser.clone(), &first, form).await, 403, form);
        let mut here = browser.clone().with_header("sec-fetch-site", "same-origin");
        send(&mut here, &first, form).await.must_be(303);
        let mut older = browser.clone().with_header("origin", "http://localhost:8400");
        let vote = [("token", first.as_str()), ("statement", "1"), ("vote", "agree")];
        older.post_form("/c/bridge/votes", &vote).await.must_be(303);
        let mut lured = browser.clone().with_header("sec-fetch-site", "cross-site");
        send(&mut lured, &first, form).await.must_be(403);
        // The token of somebody who had a cookie is theirs alone, and no other conversation's is any good.
        let theirs = older.get(page).await.token().unwrap();
        let mut other = at(&app, 8).with_header("sec-fetch-site", "same-origin");
        other.get("/c/bridge").await.must_be(200);
        send(&mut other, &theirs, form).await.must_be(403);
        let elsewhere = at(&app, 7).get("/c/closed").await.token();
        if let Some(elsewhere) = elsewhere {
            send(&mut here, &elsewhere, form).await.must_be(403);
        }
    }
}

#[tokio::test]
async fn what_is_no_form_is_refused_as_such() {
    let app = app(Limits::default()).await;
    let mut desk = app.sign_in(Role::Owner).await;
    for kind in
        ["text/plain", "application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencodedx"]
    {
        for form in &FORMS {
            at(&app, 1).post_body(form.path, kind, "text=x").await.must_be(415);
        }
        desk.post_body("/desk/people", kind, "email=x").await.must_be(415);
        let call = at(&app, 1).post_body("/api/v1/conversations/bridge/participants", kind, "{}").await;
        assert_eq!(call.status.as_u16() == 201, kind == "application/json", "{kind}");
    }
    for kind in ["application/jsonx", "text/json", ""] {
        at(&app, 1).post_body("/api/v1/conversations/bridge/participants", kind, "{}").await.must_be(415);
    }
    let kind = "Application/JSON ; charset=utf-8";
    at(&app, 1).post_body("/api/v1/conversations/bridge/participants", kind, "{}").await.must_be(201);
}

#[tokio::test]
async fn signing_in_is_asked_for_by_a_page_of_ours() {
    let public_url = PublicUrl::parse("https://ask.example.org").unwrap();
    let app = TestApp::with(&TestDatabase::Sqlite, Settings { public_url, ..settings() }).await;
    let link = format!("/desk/sign-in/{}", app.invite(Role::Owner).await);
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://ask.example.org"),
    ] {
        let mut lured = app.browser().with_header(name, value);
        let refused = lured.post_form(&link, &[]).await.must_be(403);
        assert!(refused.header("set-cookie").is_empty(), "{name}: {value}");
        lured.post_form("/desk/sign-in", &[("email", "owner@example.org")]).await.must_be(403);
    }
    let mut here = app.browser().with_header("origin", "https://ask.example.org");
    here.post_form(&link, &[]).await.must_be(303);
    assert!(here.cookie("__Host-canvass-desk").is_some(), "the link was not used up");
}

#[tokio::test]
async fn each_page_has_one_address() {
    let app = app(Limits::default()).await;
    for (typed, canonical) in [
        ("/c/bridge/", "/c/bridge"),
        ("/c/Bridge", "/c/bridge"),
        ("/c/BRIDGE/", "/c/bridge"),
        ("/c/Bridge/results?q=a&sort=n", "/c/bridge/results?q=a&sort=n"),
        ("/c/bridge/results/?q=%2F", "/c/bridge/results?q=%2F"),
        ("/c/Bridge/comments/1", "/c/bridge/comments/1"),
        ("/c/BRIDGE/card.svg", "/c/bridge/card.svg"),
        ("/c/Bridge/mine/", "/c/bridge/mine"),
        ("/take/Closed-1", "/take/closed-1"),
        ("/take/closed-1/", "/take/closed-1"),
        ("/take/CLOSED-1/charts/poll.svg?x=1", "/take/closed-1/charts/poll.svg?x=1"),
        ("/take/closed-1/bundle/", "/take/closed-1/bundle"),
    ] {
        let reply = at(&app, 1).get(typed).await;
        assert!(matches!(reply.status.as_u16(), 301 | 308), "{typed}: {}", reply.status);
        assert_eq!(reply.header("location"), canonical, "{typed}");
        let there = at(&app, 1).get(canonical).await.status.as_u16();
        assert!(there == 200 || canonical.contains("comments/1"), "{canonical}: {there}");
    }
    // Nothing is told of what is there and what is not; and only looking is sent on.
    app.draft(&Topic::new("hidden")).await;
    for typed in ["/c/HIDDEN", "/c/NOWHERE", "/c/hidden/", "/c/nowhere/"] {
        let reply = at(&app, 1).get(typed).await;
        assert!(matches!(reply.status.as_u16(), 301 | 308), "{typed}");
        at(&app, 1).get(reply.header("location")).await.must_be(404);
    }
    let mut reader = at(&app, 2);
    let token = reader.token(SLUG).await;
    for path in ["/c/BRIDGE/votes", "/c/bridge/votes/"] {
        reader.post_form(path, &[("token", &token), ("statement", "1"), ("vote", "agree")]).await.must_be(404);
    }
    at(&app, 1).get("/api/v1/conversations/BRIDGE").await.must_be(404);
}

/// What takes an hour to type at the desk is no more lost than a reader's two lines.
#[tokio::test]
async fn forms_at_the_desk_give_back_what_was_typed() {
    let app = app(Limits::default()).await;
    let background = "Why we ask, at some length. ".repeat(40);
    let fields = [
        ("title", "Should the ferry run?"),
        ("background", background.as_str()),
        ("poll.question", "Should it run?"),
        ("gate", "always"),
    ];
    let mut editor = app.sign_in(Role::Editor).await;
    for path in ["/desk/new", "/desk/c/bridge/edit"] {
        let stale: Vec<_> = [("token", "out-of-date")].into_iter().chain(fields).collect();
        let reply = editor.post_form(path, &stale).await.must_be(403);
        let found = given_back(&reply);
        for typed in ["Should the ferry run?", background.trim(), "Should it run?"] {
            assert!(found.iter().any(|given| given.trim() == typed), "{path}: `{typed}` is not in {found:?}");
        }
        assert!(!found.iter().any(|given| given == "always" || given == "out-of-date"), "{found:?}");
        let mut lured = editor.clone().with_header("sec-fetch-site", "cross-site");
        assert!(given_back(&lured.post_form(path, &stale).await.must_be(403)).is_empty());
    }
}
