//! Pictures of results at their addresses: sizes, what caches may keep of them, and what previews are told.

use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, databases, settings};
use canvass_web::{PublicUrl, Settings};
use std::collections::BTreeSet;

/// Width and height, from the head of a PNG.
fn size(reply: &Reply) -> (u32, u32) {
    assert_eq!(reply.header("content-type"), "image/png");
    assert_eq!(&reply.body[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(reply.body[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

/// How what is not public yet is marked.
const ONLY_STAFF: &str = "only staff see this now";

fn tag(page: &Reply, name: &str) -> String {
    let found = page.attributes(&format!("meta[property=\"{name}\"], meta[name=\"{name}\"]"), "content");
    assert_eq!(found.len(), 1, "{name}");
    found[0].clone()
}

async fn answer(app: &TestApp, slug: &str, option: &str) -> Browser {
    let mut reader = app.browser();
    reader.submit(slug, "ballot", &[("option", option)]).await.must_be(303);
    reader
}

#[tokio::test]
async fn charts_and_cards_come_in_their_sizes() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new("bridge")).await;
        answer(&app, "bridge", "1").await;
        let mut anyone = app.browser();
        let mut sizes = Vec::new();
        for path in ["charts/poll.png", "charts/poll.png?scale=1", "charts/poll.png?scale=2", "card.png?v=1-2-open"] {
            sizes.push(size(&anyone.get(&format!("/c/bridge/{path}")).await.must_be(200)));
        }
        let (width, height) = sizes[0];
        assert_eq!(width, 720);
        assert_eq!(sizes, [(720, height), (720, height), (1440, height * 2), (1200, 630)]);
        for path in ["charts/poll.png?scale=3", "card.png?scale=", "charts/poll.png?scale=1e9"] {
            anyone.get(&format!("/c/bridge/{path}")).await.must_be(400);
        }
    }
}

#[tokio::test]
async fn a_conversation_without_a_poll_has_a_card_and_no_chart() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge").without_poll()).await;
    let mut anyone = app.browser();
    anyone.get("/c/bridge/charts/poll.png").await.must_be(404);
    assert_eq!(size(&anyone.get("/c/bridge/card.png").await.must_be(200)), (1200, 630));
}

#[tokio::test]
async fn what_everybody_sees_is_kept_until_it_changes() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new("bridge")).await;
        answer(&app, "bridge", "1").await;
        let mut tags = BTreeSet::new();
        for path in ["charts/poll.svg", "charts/poll.png", "charts/poll.png?scale=2", "card.svg", "card.png"] {
            let path = format!("/c/bridge/{path}");
            let first = app.browser().get(&path).await.must_be(200);
            assert_eq!(first.header("cache-control"), "public, no-cache", "{path}");
            let etag = first.header("etag").to_owned();
            let mut knows = app.browser().with_header("if-none-match", &etag);
            let again = knows.get(&path).await.must_be(304);
            assert!(again.body.is_empty() && again.header("etag") == etag, "{path}");
            assert!(tags.insert(etag), "{path}: another's tag");
        }
        answer(&app, "bridge", "2").await;
        for etag in tags {
            let mut knew = app.browser().with_header("if-none-match", &etag);
            for path in ["charts/poll.svg", "charts/poll.png", "charts/poll.png?scale=2", "card.svg", "card.png"] {
                knew.get(&format!("/c/bridge/{path}")).await.must_be(200);
            }
        }
    }
}

#[tokio::test]
async fn behind_the_gate_only_what_a_stranger_gets_is_kept() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new("bridge").gate("after_vote")).await;
        let mut reader = answer(&app, "bridge", "1").await;
        for path in ["/c/bridge/charts/poll.png", "/c/bridge/card.png"] {
            let shut = app.browser().get(path).await.must_be(200);
            assert_eq!(shut.header("cache-control"), "public, no-cache", "{path}");
            let mut knows = reader.clone().with_header("if-none-match", shut.header("etag"));
            let open = knows.get(path).await.must_be(200);
            assert_eq!(open.header("cache-control"), "no-store", "{path}");
            assert_eq!(open.header("etag"), "", "{path}");
            assert_ne!(open.body, shut.body, "{path}");
        }
        let card = app.browser().get("/c/bridge/card.svg").await;
        assert!(card.text().contains("1 reader has answered"), "{}", card.text());
        assert!(!card.text().contains("c-bar"), "no bars");
        assert!(reader.get("/c/bridge/card.svg").await.text().contains("c-bar"));
    }
}

#[tokio::test]
async fn staff_are_told_on_the_picture_that_only_they_see_it() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge").gate("at_close")).await;
    answer(&app, "bridge", "1").await;
    let mut staff = app.sign_in(canvass_domain::Role::Analyst).await;
    for path in ["/c/bridge/charts/poll.svg", "/c/bridge/card.svg"] {
        let early = staff.get(path).await.must_be(200);
        assert!(early.text().contains(ONLY_STAFF) && early.text().contains("c-bar"), "{}", early.text());
        assert_eq!(early.header("cache-control"), "no-store");
        assert!(!app.browser().get(path).await.text().contains(ONLY_STAFF));
    }
}

#[tokio::test]
async fn previews_find_whole_addresses_below_the_public_one() {
    let public_url = PublicUrl::parse("https://ask.example.org").unwrap();
    for database in databases() {
        let app = TestApp::with(&database, Settings { public_url: public_url.clone(), ..settings() }).await;
        for gate in ["always", "sealed"] {
            let topic = Topic::new(gate).gate(gate);
            app.open(&topic).await;
            answer(&app, gate, "1").await;
            let mut anyone = app.browser();
            for path in [format!("/c/{gate}"), format!("/c/{gate}/results")] {
                let page = anyone.get(&path).await.must_be(200);
                assert_eq!(tag(&page, "og:url"), format!("https://ask.example.org{path}"));
                assert_eq!(tag(&page, "og:type"), "article");
                assert!(tag(&page, "og:title").contains(&topic.title), "{}", tag(&page, "og:title"));
                assert!(tag(&page, "og:description").ends_with("1 reader chose to answer and stands for nobody else."));
                assert_eq!([tag(&page, "og:image:width"), tag(&page, "og:image:height")], ["1200", "630"]);
                assert!(!tag(&page, "og:image:alt").is_empty());
                assert_eq!(tag(&page, "twitter:card"), "summary_large_image");
                let image = tag(&page, "og:image");
                let image = image.strip_prefix("https://ask.example.org").expect("a whole address");
                assert!(image.starts_with(&format!("/c/{gate}/card.png?v=")), "{image}");
                assert_eq!(size(&anyone.get(image).await.must_be(200)), (1200, 630));
                assert!(page.words(".download a").is_empty() == (gate == "sealed" || !path.ends_with("results")));
            }
        }
    }
}

#[tokio::test]
async fn every_picture_on_the_results_page_is_there() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    let mut reader = answer(&app, "bridge", "1").await;
    let links = reader.get("/c/bridge/results").await.attributes(".download a", "href");
    assert_eq!(links.len(), 4);
    for link in links {
        reader.get(&link).await.must_be(200);
    }
}

#[tokio::test]
async fn words_in_letters_that_no_face_has_leave_a_notice() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut topic = Topic::new("bridge");
    app.open(&topic).await;
    topic.slug = "qiao".to_owned();
    topic.options[0] = "同意这项政策".to_owned();
    app.open(&topic).await;
    let [plain, strange] = ["bridge", "qiao"].map(|slug| format!("/c/{slug}/charts/poll.png"));
    answer(&app, "bridge", "1").await;
    answer(&app, "qiao", "1").await;
    let heights = [size(&app.browser().get(&plain).await), size(&app.browser().get(&strange).await)];
    assert!(heights[1].1 > heights[0].1, "a line more: {heights:?}");
    let drawing = app.browser().get("/c/qiao/charts/poll.svg").await;
    assert!(drawing.text().contains("同意这项政策") && !drawing.text().contains("Empty boxes"));
}
