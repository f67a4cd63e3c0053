//! What is kept of a reader, what is not, and every way to take it back.

use canvass_domain::{ParticipantId, StatementId, Viewer};
use canvass_testkit::{Browser, TestApp, TestDatabase, Topic, databases};
use std::path::Path;

const SLUG: &str = "bridge";

async fn open(database: &TestDatabase) -> TestApp {
    let app = TestApp::start(database).await;
    app.open(&Topic::new(SLUG)).await;
    app
}

/// A reader with a ballot, two votes, a statement, and something about themselves.
async fn busy_reader(app: &TestApp) -> Browser {
    let mut reader = app.browser();
    reader.submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
    for statement in ["1", "2"] {
        reader.submit(SLUG, "votes", &[("statement", statement), ("vote", "agree")]).await.must_be(303);
    }
    reader.submit(SLUG, "statements", &[("text", "Paint the bridge.")]).await.must_be(303);
    // The showing is put down without waiting for it; what is sent after it is written after it.
    reader.get("/c/bridge").await.must_be(200);
    reader.submit(SLUG, "about-me", &[("role", "Nurse"), ("consent", "yes")]).await.must_be(303);
    reader
}

fn counts(app: &TestApp) -> (u64, u64) {
    let results = app.entry(SLUG).results();
    let totals = &results.open(Viewer::Staff).unwrap().totals;
    (totals.n_ballots, totals.n_votes)
}

async fn declared(app: &TestApp) -> Vec<(String, u16)> {
    let kept = app.app().store().declared(app.entry(SLUG).id(), ParticipantId(1)).await.unwrap();
    kept.into_iter().map(|one| (one.attribute, one.option)).collect()
}

#[tokio::test]
async fn about_you_is_kept_with_consent_only() {
    for database in databases() {
        let app = open(&database).await;
        let mut reader = app.browser();
        assert!(reader.get("/c/bridge").await.words("#about").is_empty(), "not asked before answering");
        reader.submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
        assert_eq!(reader.get("/c/bridge").await.words("#about label").len(), 3, "two questions and consent");

        let refused = reader.submit(SLUG, "about-me", &[("role", "Nurse"), ("region", "")]).await.must_be(422);
        assert_eq!(refused.attributes("#about option[selected]", "selected").len(), 1, "the choice is not lost");
        assert_eq!(declared(&app).await, []);
        reader.submit(SLUG, "about-me", &[("role", "Nurse"), ("consent", "yes")]).await.must_be(303);
        assert_eq!(declared(&app).await, [("role".to_owned(), 0)]);
        let both = [("role", "Teacher"), ("region", "South"), ("consent", "yes")];
        reader.submit(SLUG, "about-me", &both).await.must_be(303);
        assert_eq!(declared(&app).await, [("region".to_owned(), 1), ("role".to_owned(), 1)]);
        assert_eq!(reader.get("/c/bridge/mine").await.words("#about dd"), ["Teacher", "South"]);
        let results = app.browser().get("/api/v1/conversations/bridge/results").await.must_be(200);
        let segments = results.json()["segments"].clone();
        let nothing = |s: &serde_json::Value| {
            s["n"].is_null() && s["options"].is_null() && s["statements"] == serde_json::json!([])
        };
        assert!(segments.as_array().unwrap().iter().all(nothing), "one person is nobody's segment: {segments}");
        reader.submit(SLUG, "about-me", &[("role", "King"), ("consent", "yes")]).await.must_be(400);
        reader.submit(SLUG, "mine/forget-about-me", &[]).await.must_be(303);
        assert_eq!(declared(&app).await, []);
    }
}

#[tokio::test]
async fn withdrawing_takes_every_answer_back_and_closing_does_not_prevent_it() {
    for database in databases() {
        let app = open(&database).await;
        let mut reader = busy_reader(&app).await;
        assert_eq!(counts(&app), (1, 2));
        app.close(SLUG).await;
        reader.submit(SLUG, "mine/withdraw", &[]).await.must_be(303);
        assert_eq!(counts(&app), (0, 0));
        let mine = reader.get("/c/bridge/mine").await;
        assert!(mine.text().contains("Paint the bridge."), "words are not answers");
    }
}

#[tokio::test]
async fn erasing_blanks_words_and_identity_and_votes_go_or_stay_as_said() {
    for database in databases() {
        for (votes, expected) in [("keep", (1, 2)), ("withdraw", (0, 0))] {
            let app = open(&database).await;
            let mut reader = busy_reader(&app).await;
            let mut same_reader_elsewhere = reader.clone();
            let return_path = return_path(&mut reader).await;
            let store = app.app().store();
            assert_eq!(store.showings(app.entry(SLUG).id()).await.unwrap().0, 1);
            reader.submit(SLUG, "mine/erase", &[("votes", votes)]).await.must_be(303);
            assert_eq!(counts(&app), expected, "{votes}");
            assert_eq!(declared(&app).await, []);
            assert_eq!(store.showings(app.entry(SLUG).id()).await.unwrap().0, 0, "nor what was shown");
            assert_eq!(app.entry(SLUG).read().statements[&StatementId(7)].text, None);
            let row = store.participant(app.entry(SLUG).id(), ParticipantId(1)).await.unwrap();
            assert!(row.is_none_or(|row| row.via.is_none() && row.assurance.is_none() && row.arrived_ms.is_none()));
            let mine = same_reader_elsewhere.get("/c/bridge/mine").await;
            assert!(mine.words("#votes").is_empty(), "nobody there any more");
            same_reader_elsewhere.get(&return_path).await.must_be(404);
            reader.submit(SLUG, "ballot", &[("option", "2")]).await.must_be(303);
            assert_eq!(counts(&app).0, expected.0 + 1, "the same browser comes as somebody new");
        }
    }
}

async fn return_path(reader: &mut Browser) -> String {
    let url = reader.get("/c/bridge/mine").await.attributes("#return-url", "value").remove(0);
    url.strip_prefix("http://localhost:8400").unwrap().to_owned()
}

#[tokio::test]
async fn the_private_link_leads_a_second_browser_to_the_same_answers() {
    for database in databases() {
        let app = open(&database).await;
        app.open(&Topic::new("tunnel")).await;
        let mut first = busy_reader(&app).await;
        let path = return_path(&mut first).await;
        let mut second = app.browser();
        let page = second.get(&path).await.must_be(200);
        assert!(second.get("/c/bridge/mine").await.words("#votes").is_empty(), "looking changes nothing");
        let token = page.token().unwrap();
        let used = second.post_form(&path, &[("token", &token)]).await.must_be(303);
        assert_eq!(used.header("location"), "/c/bridge/mine?said=returned");
        assert_eq!(second.get("/c/bridge/mine").await.words("#votes .words").len(), 2);
        second.submit(SLUG, "ballot", &[("option", "3")]).await.must_be(303);
        assert_eq!(counts(&app), (1, 2), "one reader, one answer");
        let elsewhere = path.replace("bridge", "tunnel");
        second.get(&elsewhere).await.must_be(404);
        let token = second.token("tunnel").await;
        second.post_form(&elsewhere, &[("token", &token)]).await.must_be(404);
    }
}

/// Opens a private link and presses its button.
async fn press(browser: &mut Browser, path: &str) {
    let token = browser.get(path).await.must_be(200).token().unwrap();
    browser.post_form(path, &[("token", &token)]).await.must_be(303);
}

#[tokio::test]
async fn a_browser_with_answers_of_its_own_keeps_the_private_link_to_those() {
    for database in databases() {
        let app = open(&database).await;
        app.open(&Topic::new("tunnel")).await;
        let mut first = busy_reader(&app).await;
        let path = return_path(&mut first).await;
        let mut second = app.browser();
        second.submit(SLUG, "ballot", &[("option", "3")]).await.must_be(303);
        let own = return_path(&mut second).await;
        press(&mut second, &path).await;
        assert_eq!(second.get("/c/bridge/mine").await.words("#votes .words").len(), 2, "now the first reader's");
        assert!(second.get("/c/bridge/mine").await.attributes("#return-url", "value").is_empty(), "no wrong link");
        let mut third = app.browser();
        press(&mut third, &own).await;
        assert!(third.get("/c/bridge/mine").await.words("#votes .words").is_empty(), "the kept link leads to its own");
    }
}

#[tokio::test]
async fn nothing_stored_links_a_reader_across_conversations() {
    let app = open(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("tunnel")).await;
    let mut reader = busy_reader(&app).await;
    let first = long_words(app.folder().unwrap());
    reader.submit("tunnel", "ballot", &[("option", "2")]).await.must_be(303);
    let both = long_words(app.folder().unwrap());
    let new: Vec<_> = both.difference(&first).collect();
    assert_eq!(new.len(), 3, "a key, a return key and the hash of this log, which stand nowhere else: {new:?}");
}

/// Runs of 64 hexadecimal digits in the database's files: every key, hash and secret.
fn long_words(folder: &Path) -> std::collections::BTreeSet<String> {
    let bytes = stored(folder);
    let words = bytes.split(|byte| !byte.is_ascii_hexdigit()).filter(|run| run.len() >= 64);
    words.flat_map(|run| run.chunks_exact(64)).map(|word| String::from_utf8(word.to_vec()).unwrap()).collect()
}

/// Every byte of the data folder.
fn stored(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.flat_map(|file| std::fs::read(file).unwrap()).collect()
}

fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[tokio::test]
async fn the_way_a_reader_came_is_kept_as_a_class_and_no_address_at_all() {
    let app = open(&TestDatabase::Sqlite).await;
    let ways = [
        (None, "direct"),
        (Some("https://news.example/story?reader=Plover"), "story"),
        (Some("https://www.google.com/search?q=secret+words"), "search"),
        (Some("https://t.co/xyzzy"), "social"),
        (Some("https://mail.example.org/inbox/7"), "mail"),
        (Some("https://elsewhere.example/plugh"), "other"),
    ];
    let mut cookies = Vec::new();
    for (n, (referrer, class)) in (1..).zip(ways) {
        let mut reader = app.browser().from_peer("203.0.113.77").with_header("user-agent", "Unmistakable/7919");
        if let Some(referrer) = referrer {
            reader = reader.with_header("referer", referrer);
        }
        reader.get("/c/bridge").await.must_be(200);
        let mut reader = reader.with_header("referer", "http://localhost:8400/c/bridge");
        reader.submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
        cookies.push(reader.cookie("canvass").unwrap().to_owned());
        let row = app.app().store().participant(app.entry(SLUG).id(), ParticipantId(n)).await.unwrap().unwrap();
        assert_eq!(row.via.as_deref(), Some(class));
        assert_eq!(row.assurance.as_deref(), Some("anonymous"));
    }
    let bytes = stored(app.folder().unwrap());
    assert!(holds(&bytes, "anonymous"), "the search would find what is there");
    for word in ["203.0.113", "Unmistakable", "Plover", "secret+words", "xyzzy", "inbox", "plugh", "google"] {
        assert!(!holds(&bytes, word), "`{word}` is stored");
    }
    assert!(!bytes.windows(4).any(|window| window == [203, 0, 113, 77]), "the address is stored as bytes");
    for cookie in cookies {
        assert!(!holds(&bytes, &cookie) && !holds(&bytes, &cookie[..64]), "a reader's secret is stored");
    }
}

#[tokio::test]
async fn an_answer_to_a_statement_whose_author_took_it_away_says_so() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG).showing()).await;
        let mut author = app.browser();
        author.submit(SLUG, "statements", &[("text", "Paint the bridge.")]).await.must_be(303);
        let mut reader = app.browser();
        reader.submit(SLUG, "votes", &[("statement", "7"), ("vote", "agree")]).await.must_be(303);
        let words = |page: &canvass_testkit::Reply| page.words("#votes .words");
        assert_eq!(words(&reader.get("/c/bridge/mine").await), ["Paint the bridge."]);
        author.submit(SLUG, "mine/erase", &[("votes", "keep")]).await.must_be(303);
        assert_eq!(words(&reader.get("/c/bridge/mine").await), ["Whoever wrote this statement took its words away."]);
    }
}

#[tokio::test]
async fn nobody_is_asked_about_themselves_before_they_answered_and_forgetting_outlasts_the_close() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG)).await;
        let mut reader = app.browser();
        let about: &[(&str, &str)] = &[("role", "Nurse"), ("consent", "yes")];
        let refused = reader.submit(SLUG, "about-me", about).await.must_be(409);
        assert_eq!(refused.words("h1"), ["Answer something first"]);
        assert!(!reader.get("/c/bridge/mine").await.words("main").join(" ").contains("Nurse"));
        // Skipping is no answer either: the page asks nothing then.
        reader.submit(SLUG, "votes", &[("statement", "1"), ("vote", "skip")]).await.must_be(303);
        assert!(reader.get("/c/bridge").await.words("#about").is_empty());
        reader.submit(SLUG, "about-me", about).await.must_be(409);
        reader.submit(SLUG, "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
        reader.submit(SLUG, "about-me", about).await.must_be(303);
        app.close(SLUG).await;
        reader.submit(SLUG, "about-me", &[("role", "Teacher"), ("consent", "yes")]).await.must_be(409);
        assert_eq!(reader.get("/c/bridge/mine").await.words("#about dd"), ["Nurse"]);
        reader.submit(SLUG, "mine/forget-about-me", &[]).await.must_be(303);
        assert!(reader.get("/c/bridge/mine").await.words("#about dd").is_empty());
    }
}
