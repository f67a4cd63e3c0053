//! Answers by what readers say about themselves, from the form to the results, on every channel and after a restart.

use canvass_domain::Viewer;
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

/// Numbers of readers by role as the API gives them; the page must give the same.
async fn roles(app: &TestApp) -> [Value; 2] {
    let results = app.browser().get("/api/v1/conversations/bridge/results").await.must_be(200).json();
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
    }
}
