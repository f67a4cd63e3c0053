//! What every answer must and must not carry: headers, cookies, escaping, other hosts.

use canvass_domain::Role;
use canvass_testkit::{Reply, TestApp, TestDatabase, Topic, settings};
use canvass_web::{PublicUrl, Settings};

/// Text that breaks out of HTML, attributes, Markdown, SVG and JSON where it is not escaped.
const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> & ]]> [x](javascript:alert(3))";

/// What a page may ask for, directive by directive: nothing that is not here, and nothing more than is here.
const POLICY: [(&str, &str); 8] = [
    ("base-uri", "'none'"),
    ("connect-src", "'self'"),
    ("default-src", "'none'"),
    ("form-action", "'self'"),
    ("frame-ancestors", "'none'"),
    ("img-src", "'self' data:"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
];

/// A policy's directives with their sources, by name.
fn directives(policy: &str) -> Vec<(&str, &str)> {
    let parts = policy.split(';').map(str::trim).filter(|part| !part.is_empty());
    let mut all: Vec<(&str, &str)> = parts.map(|part| part.split_once(' ').unwrap_or((part, ""))).collect();
    all.sort_unstable();
    all
}

#[track_caller]
fn carries_what_every_answer_carries(what: &str, reply: &Reply) {
    assert_eq!(directives(reply.header("content-security-policy")), POLICY, "{what}");
    assert_eq!(reply.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(reply.header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin", "{what}");
    assert!(reply.header("permissions-policy").contains("geolocation=()"), "{what}");
    let caching = reply.header("cache-control");
    let is_asset = caching == "public, max-age=31536000, immutable";
    assert!(is_asset || caching == "no-store" || caching.ends_with("no-cache"), "{what}: `{caching}`");
    assert_eq!(is_asset, what.starts_with("/assets/"), "{what}: only files named by their content are kept");
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    app.open(&Topic::new("sealed").gate("sealed")).await;
    let mut anyone = app.browser();
    let asset = canvass_pages::assets::all()[0].path.clone();
    for path in [
        "/",
        "/c/bridge",
        "/c/bridge/results",
        "/c/bridge/mine",
        "/c/bridge/charts/poll.svg",
        "/c/sealed/results",
        "/nothing",
        "/desk",
        "/desk/sign-in",
        "/healthz",
        "/api/v1/conversations",
        "/api/v1/conversations/bridge",
        "/api/v1/conversations/bridge/results",
        "/api/v1/conversations/sealed/results",
        "/api/v1/nothing",
        &asset,
    ] {
        let reply = anyone.get(path).await;
        carries_what_every_answer_carries(path, &reply);
        assert!(!reply.header("content-type").is_empty() || reply.body.is_empty(), "{path}");
    }
    carries_what_every_answer_carries("405", &anyone.api("PUT", "/", None).await);
    carries_what_every_answer_carries("403", &anyone.post_form("/c/bridge/ballot", &[]).await);
    carries_what_every_answer_carries(
        "413",
        &anyone.post_form("/c/bridge/ballot", &[("x", &"x".repeat(70_000))]).await,
    );
    carries_what_every_answer_carries("303", &anyone.submit("bridge", "ballot", &[("option", "1")]).await);
    assert_eq!(anyone.get("/").await.header("strict-transport-security"), "", "plain http makes no such promise");
    carries_what_every_answer_carries("stream", &anyone.listen("/api/v1/conversations/bridge/stream").await.head);
}

/// The attributes of the cookie that an answer sets.
fn cookie(reply: &Reply) -> Vec<String> {
    reply.header("set-cookie").split("; ").map(str::to_owned).collect()
}

#[tokio::test]
async fn cookies_are_pinned_to_the_site() {
    for (url, reader, desk, is_https) in [
        ("http://localhost:8400", "canvass", "canvass-desk", false),
        ("https://ask.example.org", "__Host-canvass", "__Host-canvass-desk", true),
    ] {
        let public_url = PublicUrl::parse(url).unwrap();
        let app = TestApp::with(&TestDatabase::Sqlite, Settings { public_url, ..settings() }).await;
        app.open(&Topic::new("bridge")).await;
        let mut browser = app.browser();
        let page = browser.get("/c/bridge").await;
        let link = app.invite(Role::Owner).await;
        let signed_in = app.browser().post_form(&format!("/desk/sign-in/{link}"), &[]).await;
        for (reply, name, max_age) in [(page, reader, "Max-Age=15552000"), (signed_in, desk, "Max-Age=43200")] {
            let cookie = cookie(&reply);
            assert!(cookie[0].starts_with(&format!("{name}=")), "{cookie:?}");
            let mut expected = vec!["Path=/", max_age, "HttpOnly", "SameSite=Lax"];
            expected.extend(is_https.then_some("Secure"));
            assert_eq!(cookie[1..], expected);
        }
        assert_eq!(browser.get("/c/bridge").await.header("set-cookie"), "", "set once");
        browser.submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
    }
}

#[tokio::test]
async fn an_encrypted_site_stays_encrypted_and_speaks_for_nobody_else() {
    let public_url = PublicUrl::parse("https://ask.example.org").unwrap();
    let app = TestApp::with(&TestDatabase::Sqlite, Settings { public_url, ..settings() }).await;
    for path in ["/", "/nothing", "/healthz", "/api/v1/nothing", "/desk", "/c/X"] {
        assert_eq!(app.browser().get(path).await.header("strict-transport-security"), "max-age=31536000", "{path}");
    }
}

#[tokio::test]
async fn pages_without_a_form_set_no_cookie() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    for path in [
        "/",
        "/c/bridge/results",
        "/c/bridge/charts/poll.svg",
        "/c/bridge/card.png",
        "/desk/sign-in",
        "/nothing",
        "/api/v1/conversations",
    ] {
        assert_eq!(app.browser().get(path).await.header("set-cookie"), "", "{path}");
    }
}

/// What a page makes the browser ask for by itself, or runs.
fn judge_markup(what: &str, page: &Reply) {
    for (selector, attribute) in [
        ("link[href]", "href"),
        ("script[src]", "src"),
        ("img[src]", "src"),
        ("iframe[src]", "src"),
        ("form[action]", "action"),
        ("use[href]", "href"),
        ("image[href]", "href"),
        ("source[src]", "src"),
    ] {
        for address in page.attributes(selector, attribute) {
            assert!(address.starts_with(['/', '#']) && !address.starts_with("//"), "{what}: {selector} `{address}`");
        }
    }
    for script in page.html().select(&scraper("script")) {
        assert!(
            script.attr("src").is_some() && script.text().all(|text| text.trim().is_empty()),
            "{what}: inline script"
        );
    }
    for element in page.html().select(&scraper("*")) {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on"), "{what}: `{name}`");
            assert!(name != "style", "{what}: a style attribute");
            let value = value.trim_start().to_lowercase();
            assert!(!value.starts_with("javascript:") && !value.starts_with("data:text"), "{what}: {name}=`{value}`");
        }
        assert!(!["style", "object", "embed", "base"].contains(&element.value().name()), "{what}: a foreign element");
    }
}

fn scraper(selector: &str) -> canvass_testkit::Selector {
    canvass_testkit::Selector::parse(selector).unwrap()
}

#[tokio::test]
async fn no_page_of_the_demo_asks_another_host_for_anything() {
    let app = crate::demo::app().await;
    let mut reader = crate::demo::reader(&app).await;
    let mut staff = app.sign_in(Role::Owner).await;
    let slug = crate::demo::SLUG;
    let of_readers = ["", "/results", "/mine", "/mine/erase", "/mine/withdraw", "?change=answer", "?more=1"];
    for path in of_readers.iter().map(|rest| format!("/c/{slug}{rest}")).chain(["/".to_owned(), "/nothing".to_owned()])
    {
        judge_markup(&path, &reader.get(&path).await);
    }
    let of_the_desk = [String::new(), "/sign-in".to_owned(), format!("/c/{slug}"), format!("/c/{slug}/close")];
    for path in of_the_desk.iter().map(|rest| format!("/desk{rest}")) {
        judge_markup(&path, &staff.get(&path).await);
    }
    for drawing in ["charts/poll.svg", "card.svg"] {
        judge_markup(drawing, &reader.get(&format!("/c/{slug}/{drawing}")).await.must_be(200));
    }
}

#[tokio::test]
async fn hostile_words_stay_words_on_every_page() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut topic = Topic::new("hostile").showing();
    topic.title = HOSTILE.to_owned();
    topic.options[0] = HOSTILE.to_owned();
    topic.statements[0] = HOSTILE.to_owned();
    topic.keys = format!("story_title = {HOSTILE:?}\n");
    topic.sections = format!("[[term]]\nword = \"question\"\ntext = {HOSTILE:?}\n");
    topic.sections +=
        &format!("[[figure]]\nkey = \"k\"\nvalue = {HOSTILE:?}\nsource = {HOSTILE:?}\nbase = {HOSTILE:?}\n");
    app.open(&topic).await;
    app.open(&{
        let mut held = Topic::new("held");
        held.title = HOSTILE.to_owned();
        held
    })
    .await;
    let mut reader = app.browser();
    reader.submit("hostile", "ballot", &[("option", "1")]).await.must_be(303);
    reader.submit("hostile", "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
    reader.submit("hostile", "statements", &[("text", &format!("Mine: {HOSTILE}"))]).await.must_be(303);
    reader.submit("held", "statements", &[("text", HOSTILE)]).await.must_be(303);
    let mut staff = app.sign_in(Role::Owner).await;
    let desk = staff.get("/desk/c/held").await;
    let reason = [("rule", "unclear"), ("reason", HOSTILE)];
    let mut pages = vec![("desk queue", desk)];
    app.decide(&mut staff, "/desk/c/held/texts/statement:7/decline", &reason).await.must_be(303);
    pages.push(("typed too long", reader.submit("hostile", "statements", &[("text", &HOSTILE.repeat(9))]).await));
    for path in ["/", "/c/hostile", "/c/hostile/results", "/c/hostile/mine", "/c/held/mine", "/c/hostile/mine/erase"] {
        pages.push((path, reader.get(path).await.must_be(200)));
    }
    pages.push(("search", reader.get("/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await));
    pages.push(("table search", reader.get("/c/hostile/results?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await));
    for path in ["/desk", "/desk/c/hostile", "/desk/c/hostile/close"] {
        pages.push((path, staff.get(path).await.must_be(200)));
    }
    for path in ["/c/hostile/charts/poll.svg", "/c/hostile/card.svg"] {
        pages.push((path, reader.get(path).await.must_be(200)));
    }
    for (what, page) in &pages {
        assert!(!page.text().contains("<script>alert"), "{what}");
        assert!(!page.text().contains("<img src=x"), "{what}");
        judge_markup(what, page);
    }
    let n_shown = pages.iter().filter(|(_, page)| page.text().contains("alert(")).count();
    assert!(n_shown >= pages.len() - 3, "hostile words were on {n_shown} of {} pages only", pages.len());
    let json = reader.get("/api/v1/conversations/hostile").await.json();
    assert_eq!(json["title"], HOSTILE, "JSON gives the words as they are");
}
