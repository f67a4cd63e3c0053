//! `/metrics`: what it counts, who may read it, and that it names nobody.

use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, settings};
use canvass_web::Settings;
use std::time::Duration;

/// A sample's value.
fn value(metrics: &Reply, sample: &str) -> f64 {
    let line = metrics.text().lines().find_map(|line| line.strip_prefix(&format!("{sample} ")));
    line.unwrap_or_else(|| panic!("no `{sample}` in {}", metrics.text())).parse().unwrap()
}

#[tokio::test]
async fn what_happened_is_counted() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("counted")).await;
    app.draft(&Topic::new("hidden-draft")).await;
    let mut reader = app.browser();
    reader.submit("counted", "ballot", &[("option", "1")]).await.must_be(303);
    for statement in ["1", "2", "3"] {
        reader.submit("counted", "votes", &[("statement", statement), ("vote", "agree")]).await.must_be(303);
    }
    reader.submit("counted", "votes", &[("statement", "1"), ("vote", "perhaps")]).await.must_be(422);
    reader.get("/c/nowhere").await.must_be(404);
    reader.api("GET", "/api/v1/conversations/nowhere", None).await.must_be(404);
    let mut events = reader.listen("/api/v1/conversations/counted/stream").await;
    assert!(events.next("totals", Duration::from_secs(10)).await.is_some());

    let metrics = app.browser().get("/metrics").await.must_be(200);
    assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    assert_eq!(value(&metrics, "canvass_answer_seconds_count"), 4.0, "answers that were kept, and no others");
    assert_eq!(value(&metrics, "canvass_answer_seconds_bucket{le=\"+Inf\"}"), 4.0);
    assert!(value(&metrics, "canvass_answer_seconds_sum") > 0.0);
    assert!(value(&metrics, "canvass_answer_seconds_bucket{le=\"0.001\"}") <= 4.0);
    assert!(value(&metrics, "canvass_group_size_sum") >= 5.0, "opening, and four answers");
    assert!(value(&metrics, "canvass_group_size_count") <= value(&metrics, "canvass_group_size_sum"));
    assert_eq!(value(&metrics, "canvass_errors_total{kind=\"not-found\"}"), 2.0);
    assert!(value(&metrics, "canvass_requests_total{status=\"4xx\"}") >= 3.0);
    assert_eq!(value(&metrics, "canvass_streams"), 1.0);
    assert_eq!(value(&metrics, "canvass_taking"), 1.0);
    assert!(value(&metrics, "canvass_queue_depth") <= 5.0, "a showing or so");
    for (state, n) in [("draft", 1.0), ("open", 1.0), ("closed", 0.0)] {
        assert_eq!(value(&metrics, &format!("canvass_conversations{{state=\"{state}\"}}")), n, "{state}");
    }
    assert!(value(&metrics, "process_resident_memory_bytes") > 1e6);
    let cookie = reader.cookie("canvass").unwrap();
    for named in ["counted", "hidden", "127.0.0.1", "/c/", cookie] {
        assert!(!metrics.text().contains(named), "`{named}` in {}", metrics.text());
    }
    drop(events);
    assert_eq!(value(&app.browser().get("/metrics").await, "canvass_streams"), 0.0);
}

#[tokio::test]
async fn only_operators_learn_that_there_are_any() {
    let nets = |nets: &[&str]| nets.iter().map(|net| net.parse().unwrap()).collect::<Vec<_>>();
    let by_default = settings();
    let opened = Settings { metrics_from: nets(&["192.0.2.0/24"]), ..settings() };
    let behind = Settings { trusted_proxies: nets(&["127.0.0.1/32", "10.0.0.1/32"]), ..settings() };
    let cases = [
        (&by_default, "127.0.0.1", "", 200),
        (&by_default, "::1", "", 200),
        (&by_default, "::ffff:127.0.0.1", "", 200),
        (&by_default, "192.0.2.7", "", 404),
        // A proxy on this machine that nobody said to trust: whoever is behind it may be anybody.
        (&by_default, "127.0.0.1", "203.0.113.9", 404),
        (&by_default, "127.0.0.1", "127.0.0.1", 404),
        (&opened, "192.0.2.7", "", 200),
        (&opened, "127.0.0.1", "", 404),
        (&behind, "127.0.0.1", "203.0.113.9", 404),
        (&behind, "127.0.0.1", "127.0.0.1, 203.0.113.9", 404),
        (&behind, "127.0.0.1", "nonsense", 404),
        (&behind, "10.0.0.1", "127.0.0.2", 200),
        (&behind, "10.0.0.1", "", 404),
    ];
    for (settings, peer, forwarded, status) in cases {
        let app = TestApp::with(&TestDatabase::Sqlite, settings.clone()).await;
        let from = |browser: Browser| {
            let browser = browser.from_peer(peer);
            if forwarded.is_empty() { browser } else { browser.with_header("x-forwarded-for", forwarded) }
        };
        let reply = from(app.browser()).get("/metrics").await;
        assert_eq!(reply.status.as_u16(), status, "{peer} {forwarded:?} {:?}", settings.metrics_from);
        if status == 404 {
            let nothing = from(app.browser()).get("/nothing-here").await;
            assert_eq!((reply.body, reply.headers), (nothing.body, nothing.headers), "{peer}");
        }
    }
}

#[tokio::test]
async fn a_server_that_takes_no_answers_says_so() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    let mut reader = app.browser();
    assert_eq!(reader.get("/healthz").await.must_be(200).text(), "ok\n");
    reader.submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
    app.end_writer().await;
    let health = reader.get("/healthz").await.must_be(503);
    assert_eq!(health.json()["type"], "/problems/not-taking");
    reader.submit("bridge", "ballot", &[("option", "2")]).await.must_be(503);
    let metrics = reader.get("/metrics").await.must_be(200);
    assert_eq!(value(&metrics, "canvass_taking").to_bits(), 0.0_f64.to_bits());
    reader.get("/c/bridge/results").await.must_be(200);
}
