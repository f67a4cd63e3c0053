//! Answers by what readers say about themselves, from the form to the results, on every channel and after a restart.

use canvass_domain::{Role, Slug, Viewer};
use canvass_formats::tidy;
use canvass_results::{Crosstab, Said};
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
            Some(n) => format!("n = {n}:"),
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
    let said = said.into_iter().map(|one| Said {
        at_ms: one.at_ms,
        attribute: one.attribute,
        option: one.option,
        participant: one.participant,
    });
    let events = store.events(entry.id()).await.unwrap();
    let (_, again) = Crosstab::of(&entry.conversation().instrument, &events, said.collect()).unwrap();
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
    tidy::write_folder(folder.path(), &slug, &transcript).unwrap();
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
