//! “This word is unclear”, said by one sender again and again: others are still heard, and the desk settles it at once.

use canvass_domain::Role;
use canvass_testkit::{Browser, TestApp, TestDatabase, Topic, databases, settings};
use canvass_web::Settings;

const SLUG: &str = "bridge";
const TAKE: &str = "/take/bridge-1/unclear";
const AFTER: &str = "/desk/c/bridge/after";

async fn app(database: &TestDatabase) -> TestApp {
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let app = TestApp::with(database, Settings { trusted_proxies, ..settings() }).await;
    app.open(&Topic::new(SLUG)).await;
    app.browser().from_peer("192.0.2.200").submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
    app.close(SLUG).await;
    app.publish_take(SLUG).await;
    app
}

async fn say(app: &TestApp, address: &str, passage: &str) -> u16 {
    let mut reader = app.browser().from_peer("10.0.0.1").with_header("x-forwarded-for", address);
    reader.post_form(TAKE, &[("passage", passage)]).await.status.as_u16()
}

async fn token(desk: &mut Browser) -> String {
    desk.get(AFTER).await.must_be(200).token().unwrap()
}

#[tokio::test]
async fn one_sender_cannot_keep_others_from_being_heard() {
    for database in databases() {
        let app = app(&database).await;
        let mut kept = 0;
        for n in 0..60 {
            // Other ports and other addresses of the same household are the same sender.
            kept += usize::from(say(&app, &format!("[2001:db8::{n:x}]:4{n:04}"), &format!("word {n}")).await == 303);
        }
        assert_eq!(kept, 40, "far fewer than the thousand that may wait");
        assert_eq!(say(&app, "203.0.113.9", "assessment").await, 303);
        let mut desk = app.sign_in(Role::Editor).await;
        let page = desk.get(AFTER).await;
        assert_eq!(page.words("#unclear form b"), ["40 notes from one sender"]);
        assert!(!page.text().contains("2001:db8"), "not who it was");
        assert_eq!(page.attributes("#unclear form.edit textarea", "name").len(), 2, "two things to settle");
    }
}

#[tokio::test]
async fn what_is_said_of_one_passage_is_settled_at_once() {
    let app = app(&TestDatabase::Sqlite).await;
    for (n, passage) in ["assessment", "Assessment.", "“assessment”", "capacity", "assessment"].iter().enumerate() {
        assert_eq!(say(&app, &format!("203.0.113.{n}"), passage).await, 303);
    }
    let mut desk = app.sign_in(Role::Editor).await;
    let page = desk.get(AFTER).await;
    assert_eq!(page.words("#unclear form b"), ["4 notes on these words"]);
    let numbers = page.attributes("#unclear form.edit > input[name=number]", "value");
    assert_eq!(numbers, ["1,2,3,5", "4"]);
    let token = token(&mut desk).await;
    let clarify = [("token", token.as_str()), ("number", "1,2,3,5"), ("passage", "assessment"), ("text", "Either.")];
    desk.post_form(&format!("{AFTER}/settle"), &clarify).await.must_be(303);
    let left = desk.get(AFTER).await;
    assert_eq!(left.attributes("#unclear form.edit > input[name=number]", "value"), ["4"]);
    let rows = app.app().store().audit(canvass_app::AuditRange::default(), 10).await.unwrap();
    let clarified = rows.iter().find(|row| row.act == "clarify").unwrap();
    assert_eq!((clarified.object.as_deref(), clarified.detail.as_deref()), (Some("unclear:1"), Some("2, 3, 5")));
}

#[tokio::test]
async fn the_desk_settles_many_with_one_press() {
    for database in databases() {
        let app = app(&database).await;
        for n in 0..30 {
            assert_eq!(say(&app, &format!("203.0.113.{n}"), &format!("word {n}")).await, 303);
        }
        let mut desk = app.sign_in(Role::Editor).await;
        let of_token = token(&mut desk).await;
        let settle = format!("{AFTER}/settle");
        desk.post_form(&settle, &[("token", &of_token), ("leave", "ticked")]).await.must_be(422);
        let ticked = [("token", of_token.as_str()), ("leave", "ticked"), ("number", "1"), ("number", "3,4")];
        desk.post_form(&settle, &ticked).await.must_be(303);
        let page = desk.get(AFTER).await;
        let shown = page.attributes("input[name=shown]", "value").remove(0);
        assert_eq!(shown.split(',').count(), 27);
        // What comes in the meantime is not on the page, and stays.
        assert_eq!(say(&app, "198.51.100.1", "late").await, 303);
        let all = [("token", of_token.as_str()), ("leave", "all"), ("shown", shown.as_str())];
        desk.post_form(&settle, &all).await.must_be(303);
        let left = desk.get(AFTER).await;
        assert_eq!(left.words("#unclear .words"), ["“ late ”"]);
        let mut other = app.browser();
        assert_ne!(other.post_form(&settle, &all).await.status.as_u16(), 200, "only the desk does");
    }
}

#[tokio::test]
async fn statements_and_comments_of_one_sender_are_bounded_far_below_what_there_is_room_for() {
    let limits = canvass_web::Limits {
        texts_per_address: std::num::NonZeroU32::new(10_000).unwrap(),
        writes_per_credential: std::num::NonZeroU32::new(10_000).unwrap(),
        requests_per_address: std::num::NonZeroU32::new(10_000).unwrap(),
        ..canvass_web::Limits::default()
    };
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let app = TestApp::with(&TestDatabase::Sqlite, Settings { trusted_proxies, limits, ..settings() }).await;
    let sections = "[limits]\nfirst_answers_per_address = 1000\n".to_owned();
    app.open(&Topic { keys: "comments = \"hold\"\n".to_owned(), sections, ..Topic::new(SLUG) }).await;
    let at = |address: &str| app.browser().from_peer("10.0.0.1").with_header("x-forwarded-for", address);
    let mut one = at("203.0.113.1");
    let token = one.token(SLUG).await;
    let mut kept = 0;
    for n in 0..70 {
        let comment = [("token", token.as_str()), ("text", &*format!("Comment {n}."))];
        kept += usize::from(one.post_form("/c/bridge/comments", &comment).await.status.as_u16() == 303);
    }
    assert_eq!(kept, 60, "an hour, by one reader");
    let mut n = 0;
    'readers: loop {
        let mut fresh = at("203.0.113.1");
        let token = fresh.token(SLUG).await;
        for _ in 0..20 {
            n += 1;
            let statement = [("token", token.as_str()), ("text", &*format!("Statement number {n} of many."))];
            if fresh.post_form("/c/bridge/statements", &statement).await.status.as_u16() == 429 {
                break 'readers;
            }
        }
        assert!(n < 2_000, "never refused");
    }
    assert!((930..=950).contains(&n), "a thousand a day from one address, comments among them: {n}");
    let mut other = at("203.0.113.2");
    other.submit(SLUG, "statements", &[("text", "From somebody else.")]).await.must_be(303);
}
