//! Behind gateways of every kind a reader has an allowance of their own, and nobody outside is taken for the operator.

use canvass_testkit::{Browser, TestApp, TestDatabase, Topic, settings};
use canvass_web::{Limits, PublicUrl, Settings};
use std::num::NonZeroU32;

/// A proxy at 10.0.0.1 that is trusted; two requests a second, four at once.
async fn behind() -> TestApp {
    let limits = Limits { requests_per_address: NonZeroU32::new(2).unwrap(), ..Limits::default() };
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    TestApp::with(&TestDatabase::Sqlite, Settings { trusted_proxies, limits, ..settings() }).await
}

fn said(app: &TestApp, peer: &str, forwarded: &str) -> Browser {
    app.browser().from_peer(peer).with_header("x-forwarded-for", forwarded)
}

/// Asks until it is refused; false where it never is.
async fn is_limited(mut browser: Browser) -> bool {
    for _ in 0..30 {
        if browser.get("/healthz").await.status.as_u16() == 429 {
            return true;
        }
    }
    false
}

#[tokio::test]
async fn a_gateway_that_adds_ports_does_not_let_its_readers_off() {
    let app = behind().await;
    // What a client makes up stands before what the gateway adds; each port is another one.
    let mut reader = said(&app, "10.0.0.1", "1.1.1.1, 203.0.113.7:40000");
    let mut statuses = Vec::new();
    for n in 0..12 {
        reader = reader.with_header("x-forwarded-for", &format!("1.1.1.{n}, 203.0.113.7:4{n:04}"));
        statuses.push(reader.get("/healthz").await.status.as_u16());
    }
    assert!(statuses.contains(&429), "{statuses:?}");
    assert!(
        said(&app, "10.0.0.1", "203.0.113.8:40000").get("/healthz").await.status.is_success(),
        "others are not meant"
    );
    let v6 = is_limited(said(&app, "10.0.0.1", "[2001:db8::1]:443")).await;
    assert!(v6 && said(&app, "10.0.0.1", "[2001:db8:0:1::1]:443").get("/healthz").await.status.is_success());
}

#[tokio::test]
async fn readers_on_ipv4_in_ipv6_do_not_share_an_allowance() {
    let app = behind().await;
    assert!(is_limited(said(&app, "10.0.0.1", "::ffff:203.0.113.1")).await);
    assert!(said(&app, "::ffff:10.0.0.1", "::ffff:203.0.113.2").get("/healthz").await.status.is_success());
    assert_eq!(
        said(&app, "10.0.0.1", "203.0.113.1").get("/healthz").await.status.as_u16(),
        429,
        "it is the same reader"
    );
    assert!(is_limited(app.browser().from_peer("::ffff:198.51.100.1")).await);
    assert!(app.browser().from_peer("::ffff:198.51.100.2").get("/healthz").await.status.is_success());
}

#[tokio::test]
async fn an_entry_that_is_no_address_is_the_gateways_own_allowance() {
    for garbage in ["unknown", "_hidden", "1.2.3.4:port", "", "127.0.0.1, unknown", "127.0.0.1, "] {
        let app = behind().await;
        let mut statuses = Vec::new();
        for n in 0..12 {
            let mut one = said(&app, "10.0.0.1", &format!("1.1.1.{n}, {garbage}"));
            statuses.push(one.get("/healthz").await.status.as_u16());
        }
        assert!(statuses.contains(&429), "{garbage}: {statuses:?}");
    }
}

#[tokio::test]
async fn metrics_are_not_for_whoever_says_to_be_here() {
    let app = behind().await;
    for forwarded in [
        "127.0.0.1, 203.0.113.9:4711",
        "127.0.0.1, [2001:db8::9]:4711",
        "127.0.0.1, unknown",
        "127.0.0.1, garbage",
        "127.0.0.1, ",
        "::1, \"203.0.113.9\"",
        "127.0.0.1, ::ffff:203.0.113.9",
        "127.0.0.1, \"203.0.113.9:1\"",
    ] {
        said(&app, "10.0.0.1", forwarded).get("/metrics").await.must_be(404);
    }
    said(&app, "10.0.0.1", "127.0.0.1:4711").get("/metrics").await.must_be(200);
    said(&app, "10.0.0.1", "::ffff:127.0.0.1").get("/metrics").await.must_be(200);
}

#[tokio::test]
async fn this_machine_has_no_bounds_only_while_readers_are_on_it_too() {
    let limits =
        Limits { requests_per_address: NonZeroU32::new(2).unwrap(), max_streams_per_address: 1, ..Limits::default() };
    for (url, is_exempt) in [
        ("http://localhost:8400", true),
        ("http://127.0.0.1:8400", true),
        ("http://[::1]:8400", true),
        ("https://ask.example.org", false),
        ("http://ask.example.org", false),
        ("http://192.0.2.1", false),
    ] {
        let public_url = PublicUrl::parse(url).unwrap();
        let app = TestApp::with(&TestDatabase::Sqlite, Settings { public_url, limits, ..settings() }).await;
        app.open(&Topic::new("bridge")).await;
        for peer in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(is_limited(app.browser().from_peer(peer)).await, !is_exempt, "{url} {peer}");
        }
        let stream = "/api/v1/conversations/bridge/stream";
        let mut local = app.browser().from_peer("127.0.0.5");
        let _first = local.listen(stream).await;
        assert_eq!(local.listen(stream).await.head.status.as_u16() == 200, is_exempt, "{url}");
    }
}
