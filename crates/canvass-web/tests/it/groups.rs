//! Groups that voted alike, for readers who are in one, for strangers, and behind a gate.

use crate::demo;
use canvass_domain::Gate;
use canvass_testkit::{Browser, TestApp, TestDatabase};

const SHUT: &str = "shut";

/// A reader who agrees with every second of the first `n` statements.
async fn answering(app: &TestApp, slug: &str, n: u32) -> Browser {
    let mut reader = app.browser();
    for id in 1..=n {
        let vote = if id % 2 == 0 { "agree" } else { "disagree" };
        reader.submit(slug, "votes", &[("statement", &id.to_string()), ("vote", vote)]).await.must_be(303);
    }
    app.app().maps_settled().await;
    reader
}

/// The demo's conversation behind a gate that opens when it closes.
async fn shut() -> TestApp {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut transcript = demo::transcript();
    transcript.instrument.gate = Gate::AtClose;
    app.load(SHUT, &transcript).await;
    app
}

#[tokio::test]
async fn a_reader_sees_where_they_stand_and_nobody_else_does() {
    let app = demo::app().await;
    let mut reader = answering(&app, demo::SLUG, 10).await;
    let page = format!("/c/{}", demo::SLUG);
    let results = reader.get(&format!("{page}/results")).await.must_be(200);
    assert_eq!(results.header("cache-control"), "no-store");
    assert_eq!(results.words("svg.map .me"), ["you"]);
    let said = results.words(".place > p");
    assert!(
        said[0].starts_with("You vote most like group ") || said[0].starts_with("You vote about as much like group "),
        "{said:?}"
    );
    assert!(said.iter().any(|said| said.starts_with("On the map you stand among group ")), "{said:?}");
    assert_eq!(reader.get(&format!("{page}/mine")).await.words(".place > p"), said);
    assert_eq!(reader.get(&page).await.words("#answer .pause .place > p"), said, "after a round");
    let stranger = app.browser().get(&format!("{page}/results")).await.must_be(200);
    assert!(stranger.words(".place, svg.map .me").is_empty());
    assert!(!stranger.words("#groups h3").is_empty());
}

#[tokio::test]
async fn the_file_of_the_map_is_the_same_for_everybody() {
    let app = demo::app().await;
    let mut reader = answering(&app, demo::SLUG, 10).await;
    for file in ["charts/map.svg", "charts/map.png", "charts/map.png?scale=2"] {
        let path = format!("/c/{}/{file}", demo::SLUG);
        let mine = reader.get(&path).await.must_be(200);
        let everybodys = app.browser().get(&path).await.must_be(200);
        assert!(mine.body == everybodys.body, "{file}");
        assert_eq!(mine.header("cache-control"), "public, no-cache", "{file}");
        let mut knows = app.browser().with_header("if-none-match", mine.header("etag"));
        knows.get(&path).await.must_be(304);
    }
    reader.get(&format!("/c/{}/charts/map.png?scale=9", demo::SLUG)).await.must_be(400);
}

#[tokio::test]
async fn with_few_answers_a_reader_learns_how_many_more_it_takes() {
    let app = demo::app().await;
    let mut reader = answering(&app, demo::SLUG, 3).await;
    let results = reader.get(&format!("/c/{}/results", demo::SLUG)).await;
    assert_eq!(results.words(".place"), ["Answer 4 more statements to find your place on the map."]);
    assert!(results.words("svg.map .me").is_empty());
}

#[tokio::test]
async fn behind_a_closed_gate_nothing_of_groups_shows() {
    let app = shut().await;
    let mut reader = answering(&app, SHUT, 10).await;
    for path in ["", "/mine", "/results", "/charts/map.svg"] {
        let reply = reader.get(&format!("/c/{SHUT}{path}")).await.must_be(200);
        let text = reply.text();
        assert!(!text.contains("group-1") && !text.contains("Group 1") && !text.contains("You vote most"), "{path}");
    }
    let file = reader.get(&format!("/c/{SHUT}/charts/map.svg")).await;
    assert!(file.text().contains("1,761 readers have answered"), "{}", file.text());
    app.close(SHUT).await;
    app.app().maps_settled().await;
    let open = reader.get(&format!("/c/{SHUT}/results")).await;
    assert_eq!(open.words("svg.map .me"), ["you"]);
    assert!(reader.get(&format!("/c/{SHUT}/charts/map.svg")).await.text().contains("Group 1"));
}

#[tokio::test]
async fn staff_are_told_on_the_map_that_only_they_see_it() {
    let app = shut().await;
    let mut staff = app.sign_in(canvass_domain::Role::Analyst).await;
    let early = staff.get(&format!("/c/{SHUT}/charts/map.svg")).await.must_be(200);
    assert!(early.text().contains("only staff see this now") && early.text().contains("Group 1"));
    assert_eq!(early.header("cache-control"), "no-store");
}
