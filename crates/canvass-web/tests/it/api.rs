//! API v1: statuses, problems, credentials, idempotency, caching, paging and limits.

use axum::http::Method;
use canvass_domain::{Answer, ParticipantId, StatementId, Viewer, Vote};
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, databases, settings};
use canvass_web::{Limits, Settings};
use serde_json::{Value, json};
use std::num::NonZeroU32;

const C: &str = "/api/v1/conversations/bridge";

async fn open(database: &TestDatabase) -> TestApp {
    let app = TestApp::start(database).await;
    app.open(&Topic::new("bridge")).await;
    app
}

/// A client with a credential.
async fn client(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    let joined = browser.api("POST", &format!("{C}/participants"), Some(json!({}))).await.must_be(201);
    assert_eq!(joined.header("set-cookie"), "", "a token, no cookie");
    browser.with_bearer(joined.json()["token"].as_str().unwrap())
}

fn vote_path(statement: u32) -> String {
    format!("{C}/statements/{statement}/vote")
}

/// Checks that an answer is a problem of a kind, in the form of RFC 9457.
#[track_caller]
fn problem(reply: &Reply, status: u16, kind: &str) -> Value {
    assert_eq!(reply.status.as_u16(), status, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "application/problem+json");
    let body = reply.json();
    assert_eq!((&body["status"], &body["type"]), (&json!(status), &json!(format!("/problems/{kind}"))), "{body}");
    assert!(body["title"].as_str().is_some_and(|title| !title.is_empty()), "{body}");
    body
}

fn totals(app: &TestApp) -> (u64, u64, u64, u64) {
    let results = app.entry("bridge").results();
    let totals = &results.open(Viewer::Staff).unwrap().totals;
    (totals.n_participants, totals.n_ballots, totals.n_votes, totals.seq.0)
}

#[tokio::test]
async fn what_waits_cannot_be_found_out_by_guessing_its_words() {
    for database in databases() {
        let app = open(&database).await;
        let statement = |text: &str| Some(json!({"text": text}));
        let path = format!("{C}/statements");
        client(&app).await.api("POST", &path, statement("Widen it.")).await.must_be(201);
        let mut other = client(&app).await;
        let guess = other.api("POST", &path, statement("Widen it.")).await;
        let fresh = other.api("POST", &path, statement("Narrow it.")).await;
        assert_eq!(guess.must_be(201).json()["state"], fresh.must_be(201).json()["state"]);
    }
}

#[tokio::test]
async fn the_way_of_a_client() {
    for database in databases() {
        let app = open(&database).await;
        let mut client = client(&app).await;
        assert_eq!(totals(&app).0, 0, "a credential alone is nobody");
        client.api("PUT", &format!("{C}/ballot"), Some(json!({"options": [2]}))).await.must_be(204);
        let vote = |word: &str| Some(json!({"vote": word}));
        client.api("PUT", &vote_path(3), vote("agree")).await.must_be(204);
        client.api("PUT", &vote_path(3), vote("unsure")).await.must_be(204);
        client.api("PUT", &vote_path(4), vote("disagree")).await.must_be(204);
        assert_eq!(totals(&app), (1, 1, 2, 11));
        let answer = |id| app.entry("bridge").read().ledger.answer(ParticipantId(1), StatementId(id));
        assert_eq!(answer(3), Some(Answer::Voted(Vote::Unsure)));
        client.api("DELETE", &vote_path(3), None).await.must_be(204);
        client.api("DELETE", &vote_path(3), None).await.must_be(204);
        assert_eq!(answer(3), None);
        assert_eq!(totals(&app), (1, 1, 1, 12), "taking back what is not there changes nothing");

        let added = client.api("POST", &format!("{C}/statements"), Some(json!({"text": "Widen it."}))).await;
        assert_eq!(added.must_be(201).json(), json!({"id": 7, "state": "held"}));
        let again = client.api("POST", &format!("{C}/statements"), Some(json!({"text": "Widen it."}))).await;
        problem(&again, 409, "repeated");
        let results = client.api("GET", &format!("{C}/results"), None).await.must_be(200).json();
        let counts = json!({
            "participants": 1, "statements": 1, "votes": 1, "grouped": 0, "votes_on_accepted": 1,
            "statements_accepted": 1, "statements_declined": 0, "statements_held": 0, "statements_meta": 0,
        });
        assert_eq!(results["counts"], counts);
        assert_eq!(results["poll"]["options"][1], json!({"id": 2, "text": "Against it", "n": 1}));
    }
}

#[tokio::test]
async fn conversations_are_described_and_drafts_are_not_there() {
    let app = open(&TestDatabase::Sqlite).await;
    app.draft(&Topic::new("hidden")).await;
    let mut anyone = app.browser();
    let one = anyone.api("GET", C, None).await.must_be(200).json();
    assert_eq!(one["state"], "open");
    assert_eq!(one["poll"]["options"][0], json!({"id": 1, "text": "For it", "condition": null}));
    let list = anyone.api("GET", "/api/v1/conversations", None).await.must_be(200).json();
    assert_eq!(list, json!({"conversations": [one], "next": null}));
    problem(&anyone.api("GET", "/api/v1/conversations/hidden", None).await, 404, "not-found");
    anyone.api("GET", "/healthz", None).await.must_be(200);
}

#[tokio::test]
async fn lists_come_in_pages() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    for n in 0..7 {
        app.open(&Topic::new(&format!("topic-{n}"))).await;
    }
    let mut anyone = app.browser();
    let mut seen = Vec::new();
    let mut next = Some("/api/v1/conversations?limit=3".to_owned());
    while let Some(path) = next {
        let page = anyone.api("GET", &path, None).await.must_be(200);
        let body = page.json();
        next = body["next"].as_str().map(str::to_owned);
        let link = next.as_ref().map(|next| format!("<{next}>; rel=\"next\"")).unwrap_or_default();
        assert_eq!(page.header("link"), link);
        seen.extend(body["conversations"].as_array().unwrap().iter().map(|one| one["slug"].clone()));
    }
    assert_eq!(seen, (0..7).map(|n| json!(format!("topic-{n}"))).collect::<Vec<_>>());
    for query in ["limit=0", "limit=51", "limit=x", "limit=-1", "after=x"] {
        problem(&anyone.api("GET", &format!("/api/v1/conversations?{query}"), None).await, 400, "malformed");
    }
}

#[tokio::test]
async fn nobody_writes_without_a_credential_signed_here() {
    for database in databases() {
        let app = open(&database).await;
        let mut good = app.browser();
        let token = good.api("POST", &format!("{C}/participants"), Some(json!({}))).await.json()["token"].clone();
        let token = token.as_str().unwrap();
        let altered = format!("{}{}", if token.starts_with('0') { '1' } else { '0' }, &token[1..]);
        let forged = [String::new(), "0".repeat(96), token[..95].to_owned(), format!("{token}0"), altered];
        let calls = [
            ("PUT", format!("{C}/ballot"), Some(json!({"options": [1]}))),
            ("PUT", vote_path(1), Some(json!({"vote": "agree"}))),
            ("DELETE", vote_path(1), None),
            ("POST", format!("{C}/statements"), Some(json!({"text": "x"}))),
            ("GET", format!("{C}/next"), None),
        ];
        for (method, path, body) in calls {
            problem(&app.browser().api(method, &path, body.clone()).await, 401, "no-credential");
            for forged in &forged {
                let mut forger = app.browser().with_bearer(forged);
                problem(&forger.api(method, &path, body.clone()).await, 401, "no-credential");
            }
            let mut basic = app.browser().with_header("authorization", &format!("Basic {token}"));
            problem(&basic.api(method, &path, body).await, 401, "no-credential");
        }
        assert_eq!(totals(&app).0, 0);
    }
}

#[tokio::test]
async fn a_cookie_is_a_credential_on_this_site_only() {
    let app = open(&TestDatabase::Sqlite).await;
    let mut reader = app.browser();
    reader.get("/c/bridge").await;
    let vote = || Some(json!({"vote": "agree"}));
    for site in ["cross-site", "same-site"] {
        let refused = reader.api_with("PUT", &vote_path(1), vote(), &[("sec-fetch-site", site)]).await;
        problem(&refused, 403, "other-site");
    }
    reader.api_with("PUT", &vote_path(1), vote(), &[("sec-fetch-site", "same-origin")]).await.must_be(204);
    assert_eq!(reader.get("/c/bridge/mine").await.words("#votes .words").len(), 1, "one reader on both ways");
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_problems() {
    let app = open(&TestDatabase::Sqlite).await;
    let mut client = client(&app).await;
    let calls = [
        (Method::PUT, format!("{C}/ballot"), r#"{"options": [1]}"#),
        (Method::PUT, vote_path(1), r#"{"vote": "agree"}"#),
        (Method::POST, format!("{C}/statements"), r#"{"text": "x"}"#),
        (Method::POST, format!("{C}/participants"), "{}"),
    ];
    for (method, path, good) in calls {
        let too_large = format!("{good}{}", " ".repeat(64 * 1024));
        let unknown = good.replacen('{', r#"{"more": 1, "#, 1).replace(", }", "}");
        let deep = "[".repeat(5_000);
        let fields: Value = serde_json::from_str(good).unwrap();
        let array = json!(fields.as_object().unwrap().values().collect::<Vec<_>>()).to_string();
        for (kind, body, status, problem_kind) in [
            ("application/json", "{", 400, "malformed"),
            ("application/json", "", 400, "malformed"),
            ("application/json", "\"agree\"", 400, "malformed"),
            // An array of its fields is no object.
            ("application/json", &array, 400, "malformed"),
            ("application/json", "\u{0}", 400, "malformed"),
            ("application/json", &unknown, 400, "malformed"),
            ("application/json", &deep, 400, "malformed"),
            ("application/json", &too_large, 413, "too-large"),
            ("text/plain", good, 415, "not-json"),
            ("application/x-www-form-urlencoded", good, 415, "not-json"),
        ] {
            let mut request = client.request(method.clone(), &path, body.to_owned().into());
            request.headers_mut().insert("content-type", kind.parse().unwrap());
            problem(&client.send(request).await, status, problem_kind);
        }
    }
    assert_eq!(totals(&app).0, 0);
}

#[tokio::test]
async fn what_makes_no_sense_is_unprocessable() {
    let app = open(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("no-poll").without_poll()).await;
    let mut client = client(&app).await;
    for options in [json!([]), json!([0]), json!([4]), json!([1, 2])] {
        let reply = client.api("PUT", &format!("{C}/ballot"), Some(json!({"options": options}))).await;
        problem(&reply, 422, "ballot");
    }
    for (method, path, body, status, kind) in [
        ("PUT", format!("{C}/ballot"), json!({"options": [256]}), 400, "malformed"),
        ("PUT", format!("{C}/ballot"), json!({"options": ["1"]}), 400, "malformed"),
        ("PUT", vote_path(1), json!({"vote": "skip"}), 400, "malformed"),
        ("PUT", vote_path(1), json!({"vote": 1}), 400, "malformed"),
        ("PUT", vote_path(99), json!({"vote": "agree"}), 404, "not-found"),
        ("PUT", format!("{C}/statements/x/vote"), json!({"vote": "agree"}), 404, "not-found"),
        ("POST", format!("{C}/statements"), json!({"text": "x".repeat(281)}), 422, "text"),
        ("POST", format!("{C}/statements"), json!({"text": " "}), 422, "text"),
    ] {
        problem(&client.api(method, &path, Some(body)).await, status, kind);
    }
    let token = app.app().server_secret().issue_token([5; 32], app.entry("no-poll").id(), 0);
    let path = "/api/v1/conversations/no-poll/ballot";
    let mut other = app.browser().with_bearer(&token);
    problem(&other.api("PUT", path, Some(json!({"options": [1]}))).await, 404, "not-found");
    problem(&client.api("PUT", path, Some(json!({"options": [1]}))).await, 401, "no-credential");
    app.close("bridge").await;
    problem(&client.api("PUT", &vote_path(1), Some(json!({"vote": "agree"}))).await, 409, "not-open");
    problem(&client.api("GET", &format!("{C}/next"), None).await, 409, "not-open");
    assert_eq!(totals(&app).0, 0);
}

#[tokio::test]
async fn unknown_paths_and_wrong_methods_are_problems_too() {
    let app = open(&TestDatabase::Sqlite).await;
    let mut anyone = app.browser();
    for path in ["/api/", "/api/v2/conversations", "/api/v1/nothing", &format!("{C}/nothing")] {
        problem(&anyone.api("GET", path, None).await, 404, "not-found");
    }
    for (method, path) in
        [("DELETE", C), ("POST", "/api/v1/conversations"), ("GET", &vote_path(1)), ("PUT", "/healthz")]
    {
        let refused = anyone.api(method, path, None).await;
        problem(&refused, 405, "method-not-allowed");
        assert!(!refused.header("allow").is_empty(), "{method} {path}");
    }
    assert_eq!(anyone.api("DELETE", "/c/bridge", None).await.must_be(405).words("h1").len(), 1);
    assert_eq!(anyone.api("GET", "/nothing", None).await.must_be(404).words("h1").len(), 1);
}

#[tokio::test]
async fn an_idempotency_key_counts_once() {
    for database in databases() {
        let app = open(&database).await;
        let mut client = client(&app).await;
        let key = [("idempotency-key", "one")];
        let statement = Some(json!({"text": "Widen it."}));
        let path = format!("{C}/statements");
        let first = client.api_with("POST", &path, statement.clone(), &key).await.must_be(201);
        let seq = totals(&app).3;
        for _ in 0..3 {
            let again = client.api_with("POST", &path, statement.clone(), &key).await.must_be(201);
            assert_eq!(again.body, first.body, "the same answer");
        }
        assert_eq!(totals(&app).3, seq, "counted once");
        let other_body = client.api_with("POST", &path, Some(json!({"text": "Narrow it."})), &key).await;
        problem(&other_body, 409, "idempotency-key-reused");
        let other_path = client.api_with("PUT", &vote_path(1), Some(json!({"vote": "agree"})), &key).await;
        problem(&other_path, 409, "idempotency-key-reused");
        assert_eq!(totals(&app).3, seq);

        let vote = |word: &str| Some(json!({"vote": word}));
        client.api_with("PUT", &vote_path(1), vote("agree"), &[("idempotency-key", "two")]).await.must_be(204);
        client.api("PUT", &vote_path(1), vote("disagree")).await.must_be(204);
        client.api_with("PUT", &vote_path(1), vote("agree"), &[("idempotency-key", "two")]).await.must_be(204);
        let answer = app.entry("bridge").read().ledger.answer(ParticipantId(1), StatementId(1));
        assert_eq!(answer, Some(Answer::Voted(Vote::Disagree)), "a late repetition does not undo a change");

        let mut other = self::client(&app).await;
        other.api_with("PUT", &vote_path(1), vote("agree"), &[("idempotency-key", "two")]).await.must_be(204);
        assert_eq!(totals(&app).0, 2, "keys of different clients do not meet");
        for bad in ["", &"k".repeat(201)] {
            let refused = client.api_with("PUT", &vote_path(1), vote("agree"), &[("idempotency-key", bad)]).await;
            problem(&refused, 400, "malformed");
        }
    }
}

#[tokio::test]
async fn a_repetition_gets_the_same_answer_when_it_could_not_be_said_any_more() {
    for database in databases() {
        let app = open(&database).await;
        let mut client = client(&app).await;
        let key = [("idempotency-key", "one")];
        let vote = Some(json!({"vote": "agree"}));
        let statement = Some(json!({"text": "Widen it."}));
        let path = format!("{C}/statements");
        client.api_with("PUT", &vote_path(1), vote.clone(), &key).await.must_be(204);
        client.api_with("POST", &path, statement.clone(), &[("idempotency-key", "two")]).await.must_be(201);
        for n in 1..20 {
            client.api("POST", &path, Some(json!({"text": format!("Thought {n}.")}))).await.must_be(201);
        }
        let again = |key| [("idempotency-key", key)];
        client.api_with("POST", &path, statement.clone(), &again("two")).await.must_be(201);
        problem(&client.api_with("POST", &path, statement.clone(), &again("three")).await, 409, "repeated");
        app.close("bridge").await;
        client.api_with("PUT", &vote_path(1), vote.clone(), &key).await.must_be(204);
        client.api_with("POST", &path, statement, &again("two")).await.must_be(201);
        problem(&client.api_with("PUT", &vote_path(2), vote, &key).await, 409, "idempotency-key-reused");
    }
}

#[tokio::test]
async fn repetitions_that_race_count_once() {
    for database in databases() {
        let app = open(&database).await;
        let client = client(&app).await;
        let key = [("idempotency-key", "one")];
        let path = format!("{C}/statements");
        let send = || {
            let mut client = client.clone();
            let path = path.clone();
            async move { client.api_with("POST", &path, Some(json!({"text": "Widen it."})), &key).await }
        };
        let (one, two, three) = tokio::join!(send(), send(), send());
        assert_eq!([one.status, two.status, three.status].map(|status| status.as_u16()), [201; 3]);
        assert_eq!((&one.body, &one.body), (&two.body, &three.body));
        assert_eq!(app.entry("bridge").read().ledger.n_held(), 1);
    }
}

#[tokio::test]
async fn results_carry_an_etag() {
    let app = open(&TestDatabase::Sqlite).await;
    let mut client = client(&app).await;
    let path = format!("{C}/results");
    let first = client.api("GET", &path, None).await.must_be(200);
    let etag = first.header("etag").to_owned();
    for known in [etag.clone(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".to_owned()] {
        let same = client.api_with("GET", &path, None, &[("if-none-match", &known)]).await.must_be(304);
        assert_eq!((same.header("etag"), same.body.len()), (etag.as_str(), 0), "{known}");
    }
    client.api("PUT", &vote_path(1), Some(json!({"vote": "agree"}))).await.must_be(204);
    let changed = client.api_with("GET", &path, None, &[("if-none-match", &etag)]).await.must_be(200);
    assert_ne!(changed.header("etag"), etag);
    // Taken back, the counts are as at first; the seq is not, and it stands in the document.
    client.api("DELETE", &vote_path(1), None).await.must_be(204);
    let back = client.api_with("GET", &path, None, &[("if-none-match", &etag)]).await.must_be(200);
    assert_eq!(back.json()["results_hash"], first.json()["results_hash"]);
    assert_ne!(back.json()["seq"], first.json()["seq"]);
    let again = client.api("GET", &path, None).await.must_be(200);
    assert_eq!((again.header("etag"), &again.body), (back.header("etag"), &back.body));
    assert_eq!(again.header("content-type"), "application/json");
}

#[tokio::test]
async fn results_of_many_conversations_are_never_mixed_up() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let slugs: Vec<String> = (1..=20).map(|n| format!("topic-{n}")).collect();
    for slug in &slugs {
        app.open(&Topic::new(slug)).await;
        app.browser().submit(slug, "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
    }
    let mut anyone = app.browser();
    for slug in slugs.iter().chain(slugs.iter().rev()) {
        let results = anyone.get(&format!("/api/v1/conversations/{slug}/results")).await.must_be(200).json();
        assert_eq!(results["statements"][0]["text"], format!("Statement 1 of {slug}."));
    }
}

#[tokio::test]
async fn a_closed_gate_says_when_it_opens_and_who_came() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut timed = Topic::new("at-close").gate("at_close");
    timed.keys = "closes_at = \"2099-01-01T00:00:00Z\"\n".to_owned();
    app.open(&timed).await;
    app.open(&Topic::new("after-ballot").gate("after_vote")).await;
    app.open(&Topic::new("after-votes").gate("after_vote").without_poll()).await;
    let mut anyone = app.browser();
    for (slug, opens, key, value) in [
        ("at-close", "at_close", "closes_at_ms", json!(4_070_908_800_000_i64)),
        ("after-ballot", "after_ballot", "votes_needed", Value::Null),
        ("after-votes", "after_votes", "votes_needed", json!(5)),
    ] {
        for channel in ["results", "stream"] {
            let refused = anyone.api("GET", &format!("/api/v1/conversations/{slug}/{channel}"), None).await;
            let body = problem(&refused, 403, "gate-closed");
            assert_eq!((&body["opens"], &body[key]), (&json!(opens), &value), "{body}");
            assert_eq!(body["turnout"], json!({"participants": 0}));
        }
        let page = anyone.get(&format!("/c/{slug}/results")).await.must_be(200);
        assert!(page.words("table").is_empty(), "turnout and when, no results");
        let has_poll = opens != "after_votes";
        anyone.get(&format!("/c/{slug}/charts/poll.svg")).await.must_be(if has_poll { 200 } else { 404 });
    }
    let path = "/api/v1/conversations/after-votes";
    anyone.get("/c/after-votes").await;
    for n in 1..=5 {
        anyone.api("GET", &format!("{path}/results"), None).await.must_be(403);
        let vote = Some(json!({"vote": "agree"}));
        anyone.api("PUT", &format!("{path}/statements/{n}/vote"), vote).await.must_be(204);
    }
    anyone.api("GET", &format!("{path}/results"), None).await.must_be(200);
}

#[tokio::test]
async fn without_a_map_the_next_statement_is_drawn_uniformly_and_the_draw_is_logged() {
    for database in databases() {
        // Too few statements for a map, however many answer.
        let app = TestApp::start(&database).await;
        app.open(&Topic::new("bridge").statements(4)).await;
        let mut first = [0_u32; 4];
        for _ in 0..120 {
            let mut client = client(&app).await;
            let next = |reply: Reply| reply.must_be(200).json()["statement"]["id"].as_u64().unwrap();
            let drawn = next(client.api("GET", &format!("{C}/next"), None).await);
            assert_eq!(next(client.api("GET", &format!("{C}/next"), None).await), drawn, "until it is answered");
            first[usize::try_from(drawn).unwrap() - 1] += 1;
            let vote = Some(json!({"vote": "agree"}));
            client.api("PUT", &vote_path(u32::try_from(drawn).unwrap()), vote).await.must_be(204);
        }
        // Each cell is binomial with n = 120, p = 1/4: mean 30, five standard deviations are 23.7.
        assert!(first.iter().all(|n| (7..=53).contains(n)), "{first:?}");
        let logged = app.app().store().showings(app.entry("bridge").id()).await.unwrap();
        assert_eq!(logged.0, 120);
        assert!((logged.1 - 120.0 / 4.0).abs() < 1e-6, "each with probability 1/4: {logged:?}");
    }
}

#[tokio::test]
async fn a_client_works_through_every_statement_once_and_then_there_is_none() {
    let app = open(&TestDatabase::Sqlite).await;
    let mut client = client(&app).await;
    let mut seen = Vec::new();
    while let Some(id) =
        client.api("GET", &format!("{C}/next"), None).await.must_be(200).json()["statement"]["id"].as_u64()
    {
        seen.push(id);
        client.api("PUT", &vote_path(u32::try_from(id).unwrap()), Some(json!({"vote": "unsure"}))).await.must_be(204);
    }
    seen.sort_unstable();
    assert_eq!(seen, [1, 2, 3, 4, 5, 6]);
}

fn strict(writes: u32, requests: u32) -> Settings {
    let limit = |n| NonZeroU32::new(n).unwrap();
    let limits =
        Limits { writes_per_credential: limit(writes), requests_per_address: limit(requests), ..Limits::default() };
    Settings { trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()], limits, ..settings() }
}

#[tokio::test]
async fn one_credential_writes_so_much_a_second_and_no_more() {
    let app = TestApp::with(&TestDatabase::Sqlite, strict(3, 1_000)).await;
    app.open(&Topic::new("bridge")).await;
    let mut one = client(&app).await.with_header("x-forwarded-for", "203.0.113.1");
    // A fresh token rests for a second.
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    let mut statuses = Vec::new();
    for n in 1..=6 {
        let reply = one.api("PUT", &vote_path(n), Some(json!({"vote": "agree"}))).await;
        if reply.status.as_u16() == 429 {
            problem(&reply, 429, "too-many-requests");
            assert!(reply.header("retry-after").parse::<u64>().unwrap() >= 1);
        }
        statuses.push(reply.status.as_u16());
    }
    assert_eq!(&statuses[..3], [204, 204, 204]);
    assert!(statuses[3..].contains(&429), "{statuses:?}");
    let mut two = client(&app).await.with_header("x-forwarded-for", "203.0.113.1");
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    two.api("PUT", &vote_path(1), Some(json!({"vote": "agree"}))).await.must_be(204);
}

#[tokio::test]
async fn one_address_asks_so_much_a_second_and_no_more() {
    let app = TestApp::with(&TestDatabase::Sqlite, strict(1_000, 5)).await;
    app.open(&Topic::new("bridge")).await;
    let mut n_refused = 0;
    let mut one = app.browser().with_header("x-forwarded-for", "203.0.113.1");
    for _ in 0..20 {
        let api = one.api("GET", "/api/v1/conversations", None).await;
        let page = one.get("/c/bridge").await;
        for reply in [&api, &page].into_iter().filter(|reply| reply.status.as_u16() == 429) {
            assert!(reply.header("retry-after").parse::<u64>().unwrap() >= 1);
            n_refused += 1;
        }
    }
    assert!(n_refused > 0);
    app.browser().with_header("x-forwarded-for", "203.0.113.2").get("/c/bridge").await.must_be(200);
    // Nobody speaks for a peer that is no trusted proxy: it cannot hide behind other addresses.
    let mut n_refused = 0;
    for n in 0..40 {
        let mut liar = app.browser().from_peer("198.51.100.9").with_header("x-forwarded-for", &format!("10.0.0.{n}"));
        n_refused += u32::from(liar.get("/c/bridge").await.status.as_u16() == 429);
    }
    assert!(n_refused > 0);
}

#[tokio::test]
async fn that_it_is_closed_comes_before_what_is_wrong_with_the_answer() {
    let app = open(&TestDatabase::Sqlite).await;
    let mut client = client(&app).await;
    let (ballot, statements) = (format!("{C}/ballot"), format!("{C}/statements"));
    let cases = [
        ("PUT", ballot.as_str(), json!({"options": [99]}), 422),
        ("PUT", ballot.as_str(), json!({"options": "all"}), 400),
        ("PUT", &vote_path(1), json!({"vote": "perhaps"}), 400),
        ("POST", statements.as_str(), json!({"text": " "}), 422),
        ("POST", statements.as_str(), json!({"words": "Paint it."}), 400),
    ];
    for (method, path, body, status) in &cases {
        client.api(method, path, Some(body.clone())).await.must_be(*status);
    }
    app.close("bridge").await;
    for (method, path, body, _) in cases {
        let reply = client.api(method, path, Some(body)).await;
        problem(&reply, 409, "not-open");
    }
}
