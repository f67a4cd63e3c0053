//! Opinion maps of a running server: made beside the answers, replaced as they change, and the same as without one.

use canvass_demo::simulate::{Preset, SimulateOptions, Simulated};
use canvass_domain::{Role, Slug, Transcript};
use canvass_results::analysed::analyse;
use canvass_testkit::{Browser, TestApp, TestDatabase, Topic, databases};
use serde_json::{Value, json};
use std::sync::LazyLock;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(5);
const STATEMENTS: &str = "/api/v1/conversations/bridge/statements";
const RESULTS: &str = "/api/v1/conversations/bridge/results";

static PLANTED: LazyLock<Simulated> = LazyLock::new(|| {
    let options = SimulateOptions { preset: Some(Preset::Planted2), poll: vec![200, 100], ..Default::default() };
    options.check().unwrap().run()
});

/// The planted conversation, still open.
fn planted() -> Transcript {
    let mut transcript = PLANTED.transcript.clone();
    transcript.events.pop();
    transcript
}

async fn document(app: &TestApp, slug: &str) -> Value {
    app.app().maps_settled().await;
    app.browser().get(&format!("/api/v1/conversations/{slug}/results")).await.must_be(200).json()
}

async fn client(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    let joined = browser.api("POST", "/api/v1/conversations/bridge/participants", Some(json!({}))).await.must_be(201);
    browser.with_bearer(joined.json()["token"].as_str().unwrap())
}

async fn vote(client: &mut Browser, statement: u32, word: &str) {
    client.api("PUT", &format!("{STATEMENTS}/{statement}/vote"), Some(json!({"vote": word}))).await.must_be(204);
}

/// A reader for each letter of a line: `+`, `-` or `0` to statements 1 to 6 in turn, shifted by their place.
async fn answer(app: &TestApp, readers: &[&str]) {
    for line in readers {
        let mut client = client(app).await;
        for (statement, word) in (1..).zip(line.chars()) {
            let word = match word {
                '+' => "agree",
                '-' => "disagree",
                _ => "unsure",
            };
            vote(&mut client, statement, word).await;
        }
    }
}

const FOURTEEN: [&str; 14] = [
    "+++--0", "+++---", "++0---", "+++0--", "+++---", "++++--", "0++---", "---+++", "---++0", "--0+++", "---0++",
    "---+++", "----++", "0--+++",
];

#[tokio::test]
async fn a_server_finds_what_is_found_without_one() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.load("bridge", &planted()).await;
        let served = document(&app, "bridge").await;
        let alone = analyse(&Slug::parse("bridge").unwrap(), &planted()).unwrap().results.to_json().unwrap();
        assert_eq!((&served["method"], &served["provisional"]), (&json!("polis"), &json!(false)));
        assert!(served["results_hash"].is_string());
        assert_eq!(served["section_hashes"], alone["section_hashes"]);
        assert_eq!(served["results_hash"], alone["results_hash"]);
    }
}

/// Whoever looks between an answer and its map sees the new counts, the old map, and that this is provisional.
#[tokio::test]
async fn results_are_provisional_until_the_map_is_of_the_same_answers() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    answer(&app, &FOURTEEN).await;
    let before = document(&app, "bridge").await;
    assert_eq!((&before["method"], &before["provisional"]), (&json!("counts"), &json!(false)), "fourteen are too few");
    assert!(before["results_hash"].is_string());
    let mut fifteenth = client(&app).await;
    vote(&mut fifteenth, 1, "agree").await;
    let first = document(&app, "bridge").await;
    assert_eq!((&first["method"], &first["provisional"]), (&json!("polis"), &json!(false)));
    assert_eq!(first["counts"]["grouped"], 15);
    // A turn is followed by a rest, so that a look right after an answer mostly comes before its map.
    let (between, etag) = loop {
        vote(&mut fifteenth, 2, "agree").await;
        let reply = app.browser().get(RESULTS).await.must_be(200);
        if reply.json()["provisional"] == true {
            break (reply.json(), reply.header("etag").to_owned());
        }
        fifteenth.api("DELETE", &format!("{STATEMENTS}/2/vote"), None).await.must_be(204);
        app.app().maps_settled().await;
    };
    assert_eq!(between["results_hash"], Value::Null);
    assert_eq!(between["counts"]["votes"], 86, "the new counts");
    assert_eq!(between["counts"]["grouped"], 15, "the old map");
    let reply = {
        app.app().maps_settled().await;
        app.browser().get(RESULTS).await.must_be(200)
    };
    let after = reply.json();
    assert_eq!((&after["provisional"], &after["seq"]), (&json!(false), &between["seq"]));
    assert!(after["results_hash"].is_string() && after["map"] != between["map"]);
    assert_ne!(reply.header("etag"), etag, "a new map is another document");
    // Back below fifteen there is no map, and nothing to wait for.
    for statement in [1, 2] {
        fifteenth.api("DELETE", &format!("{STATEMENTS}/{statement}/vote"), None).await.must_be(204);
    }
    let gone = app.browser().get(RESULTS).await.must_be(200).json();
    assert_eq!((&gone["method"], &gone["map"], &gone["provisional"]), (&json!("counts"), &Value::Null, &json!(false)));
    assert_eq!(gone["results_hash"], before["results_hash"]);
}

fn read(data: Option<String>) -> Value {
    serde_json::from_str(&data.expect("an event in time")).unwrap()
}

/// Counts are told with each answer, results with each map.
#[tokio::test]
async fn the_stream_tells_of_results_when_there_is_another_map() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.load("bridge", &planted()).await;
    let mut listener = app.browser().listen("/api/v1/conversations/bridge/stream").await;
    let n_votes = read(listener.next("totals", SOON).await)["votes"].as_u64().unwrap();
    read(listener.next("results", SOON).await);
    let mut client = client(&app).await;
    for n in 1..=3 {
        vote(&mut client, n, "agree").await;
        // The event that follows the counts of an answer is the map of it, however often counts are told before.
        while read(listener.next("totals", SOON).await)["votes"] != json!(n_votes + u64::from(n)) {}
        let told = read(listener.next("results", SOON).await);
        let settled = document(&app, "bridge").await;
        assert_eq!((&told["seq"], &settled["provisional"]), (&settled["seq"], &json!(false)));
    }
    // Words that no map follows from: counts are told anew, results are not.
    let mut reader = app.browser();
    reader.get("/c/bridge").await.must_be(200);
    app.close("bridge").await;
    read(listener.next("totals", SOON).await);
    assert_eq!(listener.next("results", Duration::from_millis(1_500)).await, None);
}

/// Every conversation has its turn, and none has two: nothing changes.
#[tokio::test]
async fn many_conversations_are_each_analysed_once() {
    const N: usize = 20;
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut small = planted();
    small.events.truncate(400);
    for n in 0..N {
        app.load(&format!("bridge-{n}"), &small).await;
    }
    app.load("too-small", &PLANTED_FEW).await;
    let counts = app.app().analysis();
    assert_eq!((counts.n_runs, counts.n_failures, counts.n_waiting), (N as u64, 0, 0));
    assert!(counts.total >= counts.last && counts.last > Duration::ZERO);
    let first = document(&app, "bridge-0").await;
    assert_eq!(first["method"], "polis");
    assert_eq!(
        document(&app, "bridge-19").await["results_hash"],
        first["results_hash"],
        "the same answers, the same map"
    );
    let metrics = app.browser().get("/metrics").await.must_be(200);
    for line in [
        "canvass_analysis_runs_total{outcome=\"made\"} 20",
        "canvass_analysis_runs_total{outcome=\"failed\"} 0",
        "canvass_analysis_waiting 0",
        "canvass_analysis_oldest_seconds 0",
    ] {
        assert!(metrics.text().lines().any(|found| found == line), "{line}: {}", metrics.text());
    }
    for name in ["canvass_analysis_seconds_total ", "canvass_analysis_last_seconds "] {
        let value = metrics.text().lines().find_map(|line| line.strip_prefix(name)).unwrap().parse::<f64>().unwrap();
        assert!(value > 0.0, "{name}");
    }
}

static PLANTED_FEW: LazyLock<Transcript> = LazyLock::new(|| {
    let mut few = planted();
    few.events.truncate(60);
    few
});

#[tokio::test]
async fn the_desk_sees_how_the_map_was_made() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.load("bridge", &planted()).await;
    app.load("few", &PLANTED_FEW).await;
    let mut desk = app.sign_in(Role::Analyst).await;
    let page = desk.get("/desk/c/bridge").await.must_be(200);
    assert!(page.text().contains(" s ago, in "), "{}", page.text());
    let page = desk.get("/desk/c/few").await.must_be(200);
    assert!(page.text().contains("it needs 15 readers"), "{}", page.text());
}

/// The next statement follows the map: over the API its chance is logged as it was.
#[tokio::test]
async fn showings_are_logged_with_the_chance_that_the_map_gave() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.load("bridge", &planted()).await;
    let mut client = client(&app).await;
    vote(&mut client, 1, "agree").await;
    app.app().maps_settled().await;
    client.get("/api/v1/conversations/bridge/next").await.must_be(200);
    // A vote comes after the showing in the writer's queue, so that both are written by now.
    vote(&mut client, 2, "agree").await;
    let slug = Slug::parse("bridge").unwrap();
    let (_, transcript) = app.app().store().transcript(&slug).await.unwrap().unwrap();
    let shown = transcript.showings.last().unwrap();
    let n_open = PLANTED.transcript.statements.len() - 1;
    assert!(shown.probability >= 0.2 / n_open as f64 && shown.probability < 1.0);
    assert!((shown.probability - 1.0 / n_open as f64).abs() > 1e-9, "drawn by priority: {shown:?}");
}
