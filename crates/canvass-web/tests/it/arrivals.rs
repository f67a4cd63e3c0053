//! Where readers came from: from their referrers to the sentence on who answered, on every channel.

use canvass_app::edition::{Depth, Outcome, Reach, verify};
use canvass_domain::{ArrivedVia, Provenance, Role, Slug, Transcript};
use canvass_formats::tidy;
use canvass_testkit::{Browser, TestApp, TestDatabase, Topic, databases, now_ms};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};

const SLUG: &str = "bridge";
const SAID: &str = "12 of 22 came from a page of news.example.";

/// No two requests come in the same millisecond.
fn clock() -> i64 {
    static LATER: AtomicI64 = AtomicI64::new(0);
    now_ms() + LATER.fetch_add(1, Ordering::Relaxed)
}

/// So many readers come, from where a link was, and answer.
async fn readers(app: &TestApp, n: usize, referrer: &str) -> Vec<Browser> {
    let mut readers = Vec::new();
    for option in ["1", "2"].into_iter().cycle().take(n) {
        let mut reader = app.browser().with_header("referer", referrer);
        reader.get("/c/bridge").await;
        reader.submit(SLUG, "ballot", &[("option", option)]).await.must_be(303);
        readers.push(reader);
    }
    readers
}

/// Text without tags, whatever lines it is broken into.
fn words(page: &str) -> String {
    let text = page.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    text.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is said on the page, in the API and in the picture: the same everywhere.
async fn said(app: &TestApp, slug: &str) -> Option<(u64, u64)> {
    let results: Value = app.browser().get(&format!("/api/v1/conversations/{slug}/results")).await.must_be(200).json();
    let found = &results["arrivals"];
    let known = found["n"].as_u64().zip(found["base"].as_u64());
    let sentence = known.map(|(n, base)| format!("{n} of {base} came from a page of news.example."));
    for path in ["results", "charts/poll.svg"] {
        let page = words(app.browser().get(&format!("/c/{slug}/{path}")).await.must_be(200).text());
        assert!(!page.contains("after seeing"), "{path}");
        match &sentence {
            Some(sentence) => assert!(page.contains(sentence.as_str()), "{path} says {sentence}"),
            None => assert!(!page.contains("came from a page"), "{path}"),
        }
    }
    known
}

async fn exported(app: &TestApp) -> Transcript {
    canvass_app::export::export(app.app().store(), &Slug::parse(SLUG).unwrap()).await.unwrap()
}

#[tokio::test]
async fn from_the_referrer_to_the_sentence() {
    for database in databases() {
        let app = TestApp::by_clock(&database, clock).await;
        app.open(&Topic::new(SLUG)).await;
        let mut there = readers(&app, 12, "https://news.example/front?x=1").await;
        readers(&app, 4, "https://t.co/abc").await;
        assert_eq!(said(&app, SLUG).await, None, "four others are too few to be told");
        readers(&app, 6, "https://t.co/abc").await;
        readers(&app, 9, "https://other.example/").await;
        app.close(SLUG).await;
        assert_eq!(said(&app, SLUG).await, Some((12, 31)));
        assert_eq!(there[0].submit(SLUG, "mine/erase", &[("votes", "keep")]).await.status, 303);
        assert_eq!(said(&app, SLUG).await, None, "nothing is said without whoever left");
        let folder = tempfile::tempdir().unwrap();
        let slug = Slug::parse(SLUG).unwrap();
        tidy::write_folder(folder.path(), &slug, &exported(&app).await, None).unwrap();
        let again = tidy::read_folder(folder.path(), &mut |_| ()).unwrap().into_import();
        app.load("again", &again).await;
        assert_eq!(said(&app, "again").await, None, "nor after a detour over files");
    }
}

#[tokio::test]
async fn a_new_story_elsewhere_is_not_said_to_have_sent_them() {
    let app = TestApp::by_clock(&TestDatabase::Sqlite, clock).await;
    app.open(&Topic::new(SLUG)).await;
    readers(&app, 30, "https://news.example/front").await;
    assert!(said(&app, SLUG).await.is_some());
    let entry = app.entry(SLUG);
    let mut instrument = entry.conversation().instrument.clone();
    instrument.story.as_mut().unwrap().url = "https://paper.example/bridge".to_owned();
    app.app().revise(&entry, instrument, None, clock()).await.unwrap();
    assert_eq!(said(&app, SLUG).await, None);
    app.load("again", &exported(&app).await).await;
    assert_eq!(said(&app, "again").await, None, "nor after a restart");
}

/// Twenty-two people, twelve of them from the story's site, and closed.
async fn closed(app: &TestApp) -> Transcript {
    app.open(&Topic::new(SLUG)).await;
    readers(app, 12, "https://news.example/front").await;
    readers(app, 10, "https://t.co/abc").await;
    app.close(SLUG).await;
    assert_eq!(said(app, SLUG).await, Some((12, 22)));
    exported(app).await
}

#[tokio::test]
async fn an_edition_freezes_it_and_its_check_says_that_it_is_attested() {
    let app = TestApp::by_clock(&TestDatabase::Sqlite, clock).await;
    closed(&app).await;
    app.publish_take(SLUG).await;
    let take = words(app.browser().get("/take/bridge-1").await.must_be(200).text());
    assert!(take.contains(SAID));
    let entry = app.entry(SLUG);
    let shelf = app.app().shelf(&entry).await.unwrap();
    let take = shelf.newest().unwrap();
    assert_eq!(take.edition.results["arrivals"]["n"], json!(12));
    for (reach, depth) in [(Reach::Public, Depth::Public), (Reach::Private, Depth::Private)] {
        let bundle = app.app().bundle(&entry, take, reach).await.unwrap();
        let report = verify(bundle.as_bytes(), None, depth).unwrap();
        assert_eq!(report.fault(), None, "{:#?}", report.checks);
        let found = report.checks.iter().find(|check| check.what == "where readers came from");
        assert_eq!(found.map(|check| &check.outcome), Some(&Outcome::Attested));
    }
}

/// Read anew from what is kept, it is the same; of answers collected elsewhere nothing is said.
#[tokio::test]
async fn it_survives_a_restart_and_is_not_said_of_answers_from_elsewhere() {
    let app = TestApp::by_clock(&TestDatabase::Sqlite, clock).await;
    let transcript = closed(&app).await;
    assert_eq!(transcript.arrivals.iter().filter(|one| one.via == ArrivedVia::Story).count(), 12);
    for (slug, provenance, expected) in [
        ("here", Provenance::Here, Some((12, 22))),
        ("synthetic", Provenance::Synthetic, Some((12, 22))),
        ("imported", Provenance::Imported, None),
    ] {
        app.load(slug, &Transcript { provenance, ..transcript.clone() }).await;
        assert_eq!(said(&app, slug).await, expected, "{slug}");
    }
}

#[tokio::test]
async fn an_exclusion_takes_it_away_at_once_and_lifted_brings_it_back() {
    let app = TestApp::by_clock(&TestDatabase::Sqlite, clock).await;
    closed(&app).await;
    let mut moderator = app.sign_in(Role::Moderator).await;
    for (what, rule, expected) in [("exclude", Some(("rule", "abusive")), None), ("let-in", None, Some((12, 22)))] {
        let token = moderator.get("/desk/c/bridge").await.must_be(200).token().unwrap();
        let fields: Vec<_> = rule.into_iter().chain([("token", token.as_str())]).collect();
        moderator.post_form(&format!("/desk/c/bridge/readers/1/{what}"), &fields).await.must_be(303);
        assert_eq!(said(&app, SLUG).await, expected, "{what}");
    }
}
