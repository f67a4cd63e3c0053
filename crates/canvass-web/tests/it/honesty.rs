//! What generated text may say, and that every channel says the same numbers.

use canvass_domain::Role;
use canvass_testkit::{Reply, TestApp, TestDatabase, Topic};

const NEVER: [&str; 3] = ["representative sample", "statistically significant", "opinion poll"];
const MARGIN: &str = "margin of error";
const MARGIN_SENTENCE: &str = "so no margin of error applies";

/// Words before a percentage that is a rule and no result.
const THRESHOLDS: [&str; 2] = ["at least", "A statement needs votes from"];

/// Every page and document of the demo that a reader or the desk can look at.
async fn everything(app: &TestApp) -> Vec<(String, Reply)> {
    let mut reader = crate::demo::reader(app).await;
    let mut staff = app.sign_in(Role::Owner).await;
    let slug = crate::demo::SLUG;
    let mut all = Vec::new();
    for rest in ["", "?change=answer", "/results", "/results?sort=divisive", "/mine", "/mine/erase", "/charts/poll.svg"]
    {
        let path = format!("/c/{slug}{rest}");
        all.push((path.clone(), reader.get(&path).await.must_be(200)));
    }
    for path in
        ["/".to_owned(), format!("/api/v1/conversations/{slug}"), format!("/api/v1/conversations/{slug}/results")]
    {
        all.push((path.clone(), reader.get(&path).await.must_be(200)));
    }
    for path in ["/desk".to_owned(), format!("/desk/c/{slug}"), format!("/desk/c/{slug}/close")] {
        all.push((path.clone(), staff.get(&path).await.must_be(200)));
    }
    all
}

#[tokio::test]
async fn the_demo_claims_nothing_it_may_not_claim() {
    let app = crate::demo::app().await;
    let mut n_margins = 0;
    for (path, reply) in everything(&app).await {
        let text = reply.text().to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        for phrase in NEVER {
            assert!(!text.contains(phrase), "{path} says `{phrase}`");
        }
        let n = text.matches(MARGIN).count();
        assert_eq!(n, text.matches(MARGIN_SENTENCE).count(), "{path} says `{MARGIN}` outside the standard sentence");
        n_margins += n;
    }
    assert!(n_margins >= 2, "the page and the picture say who answered");
}

#[tokio::test]
async fn every_page_and_picture_of_the_demo_says_that_its_answers_are_synthetic() {
    let app = crate::demo::app().await;
    let mut n_looked_at = 0;
    for (path, reply) in everything(&app).await {
        // The results document is counts without an identity; the conversation's own says `provenance`.
        let is_about_it = path.contains(crate::demo::SLUG) && !path.starts_with("/api") || path == "/";
        if is_about_it || path == format!("/api/v1/conversations/{}", crate::demo::SLUG) {
            assert!(reply.text().to_lowercase().contains("synthetic"), "{path}");
            n_looked_at += 1;
        }
    }
    assert_eq!(n_looked_at, 11);
}

#[tokio::test]
async fn page_picture_and_api_say_the_same_counts() {
    let app = crate::demo::app().await;
    let mut anyone = app.browser();
    let slug = crate::demo::SLUG;
    let api = anyone.get(&format!("/api/v1/conversations/{slug}/results")).await.json();
    let counts: Vec<u64> =
        api["poll"]["options"].as_array().unwrap().iter().map(|o| o["n"].as_u64().unwrap()).collect();
    assert_eq!(counts, [229, 810, 721]);
    assert_eq!(api["poll"]["n"], 1760);
    let page = anyone.get(&format!("/c/{slug}/results")).await;
    let svg = anyone.get(&format!("/c/{slug}/charts/poll.svg")).await;
    let words = |reply: &Reply| reply.words("*").join(" ");
    for text in [words(&page), words(&svg)] {
        for n in ["229", "810", "721", "1,760"] {
            assert!(text.contains(n), "`{n}` in {text}");
        }
        for share in ["13", "46", "41"] {
            assert!(text.contains(&format!("{share}%")), "{share}: {text}");
        }
    }
    assert_eq!(
        page.words("#statements-table tbody tr, table.statements tbody tr").len().min(1),
        1,
        "a table of statements"
    );
    same_counts_in_the_table(&mut anyone, &api).await;
    let stream = anyone.listen(&format!("/api/v1/conversations/{slug}/stream")).await;
    let told = { stream }.next("totals", std::time::Duration::from_secs(2)).await.unwrap();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["poll"]["n"], api["poll"]["n"]);
    assert_eq!((&told["votes"], &told["participants"]), (&api["counts"]["votes"], &api["counts"]["participants"]));
}

/// Every statement's row has the counts that the API gives.
async fn same_counts_in_the_table(anyone: &mut canvass_testkit::Browser, api: &serde_json::Value) {
    let slug = crate::demo::SLUG;
    let page = anyone.get(&format!("/c/{slug}/results")).await;
    let rows = page.words("table.statements tbody tr");
    let mut n_found = 0;
    for statement in api["statements"].as_array().unwrap().iter().filter(|one| one["state"] == "accepted") {
        let text = statement["text"].as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        let row =
            rows.iter().find(|row| row.contains(&text)).unwrap_or_else(|| panic!("no row for `{text}` in {rows:?}"));
        for key in ["agree", "disagree", "unsure"] {
            let n = statement[key].as_u64().unwrap().to_string();
            let grouped = if n.len() > 3 { format!("{},{}", &n[..n.len() - 3], &n[n.len() - 3..]) } else { n };
            assert!(
                row.split(|c: char| !c.is_ascii_digit() && c != ',').any(|word| word == grouped),
                "{key} {grouped}: {row}"
            );
        }
        n_found += 1;
    }
    assert!(n_found >= 30, "{n_found}");
}

/// What stands before each percentage in a text, without the thresholds that pages print (`at least 60%`).
fn shares(words: &str) -> Vec<String> {
    let is_share = |(at, _): &(usize, &str)| {
        let before = words[..*at].trim_end();
        let number = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_threshold = THRESHOLDS.iter().any(|words| number.trim_end().ends_with(words));
        number.len() < before.len() && !is_threshold
    };
    let context = |at: usize| words[..at].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    words.match_indices('%').filter(is_share).map(|(at, _)| context(at)).collect()
}

#[test]
fn shares_are_told_from_thresholds() {
    for (words, expected) in [("13% and 46%", 2), ("at least 60% of them", 0), ("9 of 28", 0), ("100%", 1), ("%", 0)] {
        assert_eq!(shares(words).len(), expected, "{words}");
    }
}

#[tokio::test]
async fn fewer_than_thirty_answers_are_counts_and_no_shares() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("few")).await;
    for n in 1..=30 {
        let mut reader = app.browser();
        reader.submit("few", "ballot", &[("option", if n % 3 == 0 { "1" } else { "2" })]).await.must_be(303);
        reader.submit("few", "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
        if n < 28 {
            continue;
        }
        for path in ["/c/few/results", "/c/few/charts/poll.svg", "/api/v1/conversations/few/results", "/c/few"] {
            let reply = reader.get(path).await.must_be(200);
            // The words, not the source: widths of bars are nobody's percentage.
            let words = if path.starts_with("/api") {
                reply.text().to_owned()
            } else {
                reply.words("main, svg text, title, desc").join(" ")
            };
            let found = shares(&words);
            let is_page_of_shares = path.ends_with("/results") && path.starts_with("/c/") || path.ends_with(".svg");
            assert_eq!(!found.is_empty(), n >= 30 && is_page_of_shares, "{path} with {n} answers: {found:?}");
        }
        // A share that leaves the page takes its caution along.
        let page = reader.get("/c/few/results").await;
        let quoted = page.words("#copy-text");
        let picture = reader.get("/c/few/charts/poll.svg").await.words("svg text");
        for words in [page.words(".finding"), quoted, picture] {
            assert_eq!(words.join(" ").contains("read this share with caution"), n >= 30, "{n}: {words:?}");
        }
    }
}

#[tokio::test]
async fn behind_a_closed_gate_the_picture_says_turnout_and_when_in_the_words_of_the_page() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    for (gate, when) in [
        ("after_vote", "Results appear once you have answered the question, and for everybody once it is closed."),
        ("at_close", "Results appear when the conversation closes."),
        ("sealed", "Results appear when the conversation closes."),
    ] {
        let topic = Topic { slug: format!("shut-{gate}").replace('_', "-"), ..Topic::new("shut").gate(gate) };
        app.open(&topic).await;
        for option in ["1", "1", "2"] {
            app.browser().submit(&topic.slug, "ballot", &[("option", option)]).await.must_be(303);
        }
        let mut stranger = app.browser();
        let page = stranger.get(&format!("/c/{}/results", topic.slug)).await.must_be(200);
        let picture = stranger.get(&format!("/c/{}/charts/poll.svg", topic.slug)).await.must_be(200);
        assert_eq!(picture.header("content-type"), "image/svg+xml");
        let drawn = picture.words("svg text").join(" ");
        for said in ["3 readers have answered", when] {
            assert!(page.words("main").join(" ").contains(said), "{gate}: the page says `{said}`");
            assert!(drawn.contains(said) && picture.words("desc").join(" ").contains(said), "{gate}: {drawn}");
        }
        // The source names the address, which may have a port.
        let words = drawn.split_whitespace().filter(|word| !word.starts_with("http"));
        let numbers: Vec<&str> = words.filter(|word| word.contains(|c: char| c.is_ascii_digit())).collect();
        assert_eq!(numbers, ["3"], "{gate}: no count but turnout in {drawn}");
    }
}
