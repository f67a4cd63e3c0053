//! Comments: posted, answered, changed, erased, reported, held, and seen by whom.

use canvass_app::StaffId;
use canvass_domain::{CommentId, ParticipantId, Ruling, Target};
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, databases, now_ms};
use canvass_web::Clock;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};

const SLUG: &str = "bridge";
const C: &str = "/api/v1/conversations/bridge";

fn topic(comments: &str) -> Topic {
    let mut topic = Topic::new(SLUG);
    topic.keys = format!("comments = \"{comments}\"");
    topic
}

async fn open(database: &TestDatabase, comments: &str) -> TestApp {
    let app = TestApp::start(database).await;
    app.open(&topic(comments)).await;
    app
}

async fn say(browser: &mut Browser, text: &str, more: &[(&str, &str)]) -> Reply {
    let fields: Vec<(&str, &str)> = [("text", text), ("quote", "no")].into_iter().chain(more.iter().copied()).collect();
    browser.submit(SLUG, "comments", &fields).await
}

#[track_caller]
fn sent_back(reply: &Reply, to: &str) {
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, to), "{}", reply.text());
}

#[tokio::test]
async fn a_comment_is_posted_answered_and_read_by_everybody() {
    for database in databases() {
        let app = open(&database, "show").await;
        let (mut ada, mut ben) = (app.browser(), app.browser());
        let named =
            [("about", "option:2"), ("quote", "first_name_and_place"), ("name", "Ada Okoye"), ("place", "Leeds")];
        let fields: Vec<_> = [("text", "First.\n\nSecond.")].into_iter().chain(named).collect();
        sent_back(&ada.submit(SLUG, "comments", &fields).await, "/c/bridge/comments/1?said=comment-shown#c1");
        sent_back(&say(&mut ben, "A reply.", &[("parent", "1")]).await, "/c/bridge/comments/2?said=comment-shown#c2");
        sent_back(
            &say(&mut ada, "And one more.", &[("parent", "2")]).await,
            "/c/bridge/comments/3?said=comment-shown#c3",
        );
        let deeper = say(&mut ben, "Too deep.", &[("parent", "3")]).await.must_be(409);
        assert_eq!(deeper.words("#errors a").len(), 1);
        assert!(deeper.text().contains("Too deep."), "what was typed is not lost");

        let page = app.browser().get("/c/bridge/comments").await.must_be(200);
        assert_eq!(page.words(".by b"), ["Ada, Leeds", "A reader", "A reader"]);
        assert_eq!(page.words("#c1 .said-words p"), ["First.", "Second."]);
        assert_eq!(page.words("#c1 .about-what"), ["On the answer “Against it”"]);
        assert_eq!(page.attributes("article", "id"), ["c1", "c2", "c3"]);
        assert_eq!(page.attributes("time", "datetime").len(), 3);
        assert_eq!(page.words(".own"), Vec::<String>::new());
        assert_eq!(ada.get("/c/bridge/comments").await.attributes(".own", "id"), ["c1", "c3"]);
        assert!(page.words(".hint")[0].contains("3 comments."));
        assert!(app.browser().get("/c/bridge").await.words("#comments p")[0].contains("3 comments."));
        let other = app.browser().get("/c/bridge/comments?about=statement:1").await.must_be(200);
        assert_eq!(other.attributes("article", "id"), Vec::<String>::new());
        assert_eq!(other.attributes("input[name=about]", "value"), ["statement:1"]);
        app.browser().get("/c/bridge/comments/9").await.must_be(404);
    }
}

#[tokio::test]
async fn order_and_pages() {
    let app = open(&TestDatabase::Sqlite, "show").await;
    let mut ada = app.browser();
    for n in 1..=21 {
        say(&mut ada, &format!("Comment {n}."), &[]).await.must_be(303);
    }
    let shown = |reply: Reply| reply.must_be(200).attributes("article", "id");
    let newest = shown(ada.get("/c/bridge/comments").await);
    assert_eq!((newest.len(), newest[0].as_str()), (20, "c21"));
    assert_eq!(shown(ada.get("/c/bridge/comments?page=2").await), ["c1"]);
    assert_eq!(shown(ada.get("/c/bridge/comments?order=oldest&page=2").await), ["c21"]);
    assert_eq!(shown(ada.get("/c/bridge/comments?page=99").await), Vec::<String>::new());
    for n in 22..=142 {
        app.browser().get("/").await;
        let mut other = app.browser();
        say(&mut other, &format!("Reply {n}."), &[("parent", "1")]).await.must_be(303);
    }
    let listed = shown(ada.get("/c/bridge/comments?order=oldest").await);
    assert_eq!(listed.len(), 20 + 20, "twenty beginnings, twenty replies to one of them");
    let last = shown(ada.get("/c/bridge/comments/142").await);
    assert!(last.contains(&"c142".to_owned()) && last.len() == 22, "the page the comment is on: {last:?}");
    assert_eq!(shown(ada.get("/c/bridge/comments/1?page=1").await).len(), 101);
}

#[tokio::test]
async fn what_is_wrong_with_a_comment_is_said_and_nothing_typed_is_lost() {
    let app = open(&TestDatabase::Sqlite, "show").await;
    let mut ada = app.browser();
    let too_long = "x".repeat(4_001);
    let cases: [(&str, &[(&str, &str)]); 4] = [
        (" ", &[]),
        (&too_long, &[("name", "Ada")]),
        ("Words.", &[("quote", "name"), ("place", "Leeds")]),
        ("Words.", &[("quote", "first_name_and_place"), ("name", "Ada")]),
    ];
    for (text, more) in cases {
        let fields: Vec<_> = [("text", text)].into_iter().chain(more.iter().copied()).collect();
        let reply = ada.submit(SLUG, "comments", &fields).await.must_be(422);
        assert_eq!(reply.words("#errors a").len(), 1, "{more:?}");
        assert_eq!(reply.words("textarea[name=text]")[0], text.trim());
        for (name, value) in more.iter().filter(|(name, _)| *name != "quote") {
            assert_eq!(reply.attributes(&format!("input[name={name}]"), "value"), [*value]);
        }
        let quote = more.iter().find(|(name, _)| *name == "quote").map_or("no", |(_, quote)| quote);
        assert_eq!(reply.attributes("input[name=quote][checked]", "value"), [quote]);
    }
    ada.submit(SLUG, "comments", &[("text", "x"), ("about", "moon")]).await.must_be(400);
    say(&mut ada, "x", &[("about", "option:9")]).await.must_be(404);
    let gone = say(&mut ada, "Kept words.", &[("parent", "7")]).await.must_be(422);
    assert!(gone.text().contains("Kept words."));
    assert_eq!(app.entry(SLUG).read().n_comments(), 0);
}

#[tokio::test]
async fn a_held_comment_is_seen_by_its_author_only_until_the_desk_shows_it() {
    for database in databases() {
        let app = open(&database, "hold").await;
        let _ = app.sign_in(canvass_domain::Role::Moderator).await;
        let (mut ada, mut other) = (app.browser(), app.browser());
        sent_back(&say(&mut ada, "Held words.", &[]).await, "/c/bridge/comments/1?said=comment-held#c1");
        assert!(
            ada.get("/c/bridge/comments/1").await.must_be(200).words("#c1 .mark")[0].contains("Waits for the desk")
        );
        assert_eq!(ada.get("/c/bridge/mine").await.words("#comments .mark"), ["Waits for the desk"]);
        for path in ["/c/bridge/comments", "/c/bridge", "/c/bridge/results", &format!("{C}/comments")] {
            assert!(!other.get(path).await.must_be(200).text().contains("Held words."), "{path}");
        }
        other.get("/c/bridge/comments/1").await.must_be(404);
        other.submit(SLUG, "reports", &[("target", "comment:1"), ("rule", "abusive")]).await.must_be(404);
        let (entry, target) = (app.entry(SLUG), Target::Comment(CommentId(1)));
        let looked = app.app().looked(&entry, target).await.unwrap();
        app.app().accept(&entry, looked, StaffId(1), now_ms()).await.unwrap();
        assert!(other.get("/c/bridge/comments/1").await.must_be(200).text().contains("Held words."));

        say(&mut ada, "Unwanted words.", &[]).await.must_be(303);
        let looked = app.app().looked(&entry, Target::Comment(CommentId(2))).await.unwrap();
        app.app().decline(&entry, looked, ruling(), StaffId(1), now_ms()).await.unwrap();
        let mine = ada.get("/c/bridge/mine").await;
        let told = mine.words("#comments li")[0].clone();
        assert!(
            told.contains("It insults, threatens or belittles people.") && told.contains("Kinder, please."),
            "{told}"
        );
        assert_eq!(other.get("/c/bridge/comments").await.words("#rules b"), ["1 declined"]);
        assert!(!other.get("/c/bridge/comments").await.text().contains("Kinder, please."));
    }
}

fn ruling() -> Ruling {
    Ruling { rule: Some("abusive".to_owned()), reason: Some("Kinder, please.".to_owned()) }
}

/// Milliseconds that the server's clock is ahead, in the one test that moves it.
static AHEAD: AtomicI64 = AtomicI64::new(0);

#[tokio::test]
async fn a_comment_is_changed_within_five_minutes_and_erased_at_any_time() {
    for database in databases() {
        AHEAD.store(0, Ordering::Relaxed);
        let clock: Clock = || now_ms() + AHEAD.load(Ordering::Relaxed);
        let app = TestApp::by_clock(&database, clock).await;
        app.open(&topic("show")).await;
        let (mut ada, mut ben) = (app.browser(), app.browser());
        say(&mut ada, "Frist words.", &[]).await.must_be(303);
        say(&mut ben, "A reply.", &[("parent", "1")]).await.must_be(303);
        assert_eq!(ada.get("/c/bridge/comments/1?do=edit").await.words("textarea[name=text]"), ["Frist words."]);
        assert!(ben.get("/c/bridge/comments/1?do=edit").await.words("textarea").is_empty(), "not somebody else's");
        ben.submit(SLUG, "comments/1/edit", &[("text", "Mine now.")]).await.must_be(404);
        let changed = ada.submit(SLUG, "comments/1/edit", &[("text", "First words.")]).await;
        sent_back(&changed, "/c/bridge/comments/1?said=comment-changed#c1");
        assert!(ben.get("/c/bridge/comments").await.words("#c1 .by")[0].contains("edited"));
        AHEAD.store(5 * 60_000 + 1_000, Ordering::Relaxed);
        let late = ada.submit(SLUG, "comments/1/edit", &[("text", "Late words.")]).await.must_be(409);
        assert_eq!(late.words("textarea[name=text]"), ["Late words."]);

        app.close(SLUG).await;
        ben.get("/c/bridge/comments/1/erase").await.must_be(404);
        ben.submit(SLUG, "comments/1/erase", &[]).await.must_be(404);
        ada.get("/c/bridge/comments/1/erase").await.must_be(200);
        sent_back(&ada.submit(SLUG, "comments/1/erase", &[]).await, "/c/bridge/mine?said=comment-erased");
        let page = ben.get("/c/bridge/comments").await.must_be(200);
        assert!(!page.text().contains("First words."));
        assert_eq!(page.words("#c1 .none"), ["Erased by its author."]);
        assert_eq!(page.words("#c2 .said-words"), ["A reply."]);
        assert!(page.words("form").is_empty(), "a closed conversation is read only");
        say(&mut ben, "Too late.", &[]).await.must_be(409);
    }
}

#[tokio::test]
async fn a_report_reaches_the_desk_once_for_each_reader() {
    let app = open(&TestDatabase::Sqlite, "show").await;
    let (mut ada, mut ben) = (app.browser(), app.browser());
    say(&mut ada, "Words.", &[]).await.must_be(303);
    let form = ben.get("/c/bridge/comments/1?do=report").await;
    assert_eq!(form.attributes("select[name=rule] option", "value").len(), 7, "a choice and six rules");
    let no_rule = [("target", "comment:1"), ("rule", ""), ("note", "Look here.")];
    let refused = ben.submit(SLUG, "reports", &no_rule).await.must_be(422);
    assert_eq!(refused.words("textarea[name=note]"), ["Look here."]);
    for note in ["Look here.", "And there."] {
        let fields = [("target", "comment:1"), ("rule", "abusive"), ("note", note)];
        sent_back(&ben.submit(SLUG, "reports", &fields).await, "/c/bridge/comments/1?said=reported#c1");
    }
    assert_eq!(app.entry(SLUG).read().talk.reports(Target::Comment(CommentId(1))).unwrap().n(), 1);
    assert!(!ada.get("/c/bridge/comments").await.text().contains("And there."));
}

#[tokio::test]
async fn an_excluded_reader_is_told_and_seen_no_more() {
    for database in databases() {
        let app = open(&database, "show").await;
        let _ = app.sign_in(canvass_domain::Role::Moderator).await;
        let (mut ada, mut ben) = (app.browser(), app.browser());
        say(&mut ada, "Unpleasant words.", &[]).await.must_be(303);
        say(&mut ben, "A reply.", &[("parent", "1")]).await.must_be(303);
        let entry = app.entry(SLUG);
        app.app().ban(&entry, ParticipantId(1), ruling(), StaffId(1), now_ms()).await.unwrap();
        let page = ben.get("/c/bridge/comments").await;
        assert_eq!(page.words("#c1 .none"), ["Taken out by the desk."]);
        assert!(!page.text().contains("Unpleasant words."));
        assert!(page.words("#rules p").iter().any(|line| line.starts_with("1 reader is excluded")));
        let refused = say(&mut ada, "More of them.", &[]).await.must_be(403);
        assert_eq!(refused.words("textarea[name=text]"), ["More of them."]);
        assert!(ada.get("/c/bridge/mine").await.words(".warn")[0].contains("excluded your answers"));
        assert!(ada.get("/c/bridge/mine").await.text().contains("Unpleasant words."), "what is theirs they still see");
    }
}

#[tokio::test]
async fn without_comments_there_is_nothing_there() {
    let app = open(&TestDatabase::Sqlite, "off").await;
    let mut ada = app.browser();
    assert!(ada.get("/c/bridge").await.words("#comments").is_empty());
    ada.get("/c/bridge/comments").await.must_be(404);
    ada.get("/c/bridge/comments/1").await.must_be(404);
    say(&mut ada, "Words.", &[]).await.must_be(404);
    ada.get(&format!("{C}/comments")).await.must_be(404);
}

#[tokio::test]
async fn hostile_words_stay_words_in_every_place() {
    let app = open(&TestDatabase::Sqlite, "show").await;
    let mut ada = app.browser();
    let hostile = "</textarea><script>alert(1)</script>\n\n\"><blink onload=x>";
    let fields = [("text", hostile), ("quote", "name"), ("name", "<blink>\"'>")];
    ada.submit(SLUG, "comments", &fields).await.must_be(303);
    let paths = ["comments", "comments/1", "comments/1?do=edit", "comments/1?do=reply", "comments/1/erase", "mine"];
    for path in paths {
        let page = ada.get(&format!("/c/bridge/{path}")).await.must_be(200);
        assert!(page.attributes("script:not([src]), blink, [onload]", "class").is_empty(), "{path}");
        assert!(page.words("blink").is_empty() && page.words("script:not([src])").is_empty(), "{path}");
    }
    let too_long = hostile.repeat(100);
    let again = ada.submit(SLUG, "comments", &[("text", &too_long), ("name", "<blink>"), ("quote", "no")]).await;
    assert!(again.must_be(422).words("blink").is_empty());
}

/// A client with a credential.
async fn client(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    let joined = browser.api("POST", &format!("{C}/participants"), Some(json!({}))).await.must_be(201);
    browser.with_bearer(joined.json()["token"].as_str().unwrap())
}

#[tokio::test]
async fn the_api_posts_lists_changes_erases_and_reports() {
    for database in databases() {
        let app = open(&database, "show").await;
        let (mut ada, mut ben) = (client(&app).await, client(&app).await);
        let comments = format!("{C}/comments");
        let first = json!({"text": "First.", "quote": "name", "name": "Ada", "about": "statement:2"});
        let posted = ada.api("POST", &comments, Some(first.clone())).await.must_be(201);
        assert_eq!(posted.json(), json!({"id": 1, "state": "accepted"}));
        let reply = json!({"text": "Reply.", "quote": "no", "parent": 1});
        ben.api("POST", &comments, Some(reply)).await.must_be(201);
        let listed = ben.api("GET", &comments, None).await.must_be(200).json();
        let thread: &Value = &listed["threads"][0];
        assert_eq!(
            (&thread["name"], &thread["about"], &thread["mine"]),
            (&json!("Ada"), &json!("statement:2"), &json!(false))
        );
        assert_eq!((&thread["replies"][0]["parent"], &thread["replies"][0]["mine"]), (&json!(1), &json!(true)));
        assert!(!listed.to_string().contains("author"));
        ben.api("PATCH", &format!("{comments}/1"), Some(json!({"text": "Mine."}))).await.must_be(404);
        ada.api("PATCH", &format!("{comments}/1"), Some(json!({"text": "Changed."}))).await.must_be(204);
        let report = json!({"target": "comment:1", "rule": "abusive", "note": "Look."});
        ben.api("POST", &format!("{C}/reports"), Some(report)).await.must_be(204);
        ben.api("POST", &format!("{C}/reports"), Some(json!({"target": "comment:1", "rule": "x"}))).await.must_be(422);
        ada.api("DELETE", &format!("{comments}/1"), None).await.must_be(204);
        let listed = ben.api("GET", &format!("{comments}?order=oldest&page=1"), None).await.must_be(200).json();
        assert_eq!((&listed["threads"][0]["text"], &listed["threads"][0]["name"]), (&Value::Null, &Value::Null));
        assert_eq!(listed["threads"][0]["replies"][0]["text"], "Reply.");
        for (body, status) in [
            (json!({"text": "x", "quote": "perhaps"}), 422),
            (json!({"text": " ", "quote": "no"}), 422),
            (json!({"text": "x", "quote": "no", "about": "moon"}), 400),
            (json!({"text": "x", "quote": "no", "parent": 99}), 404),
            (json!({"text": "x"}), 400),
        ] {
            ada.api("POST", &comments, Some(body)).await.must_be(status);
        }
        ada.api("GET", &format!("{comments}?order=best"), None).await.must_be(400);
    }
}

#[tokio::test]
async fn a_comment_sent_again_under_its_key_is_one_comment() {
    for database in databases() {
        let app = open(&database, "show").await;
        let mut ada = client(&app).await.with_header("idempotency-key", "once");
        let body = json!({"text": "Once.", "quote": "no"});
        let path = format!("{C}/comments");
        let [first, second] = [
            ada.api("POST", &path, Some(body.clone())).await.must_be(201).json(),
            ada.api("POST", &path, Some(body)).await.must_be(201).json(),
        ];
        assert_eq!(first, second);
        ada.api("POST", &path, Some(json!({"text": "Other.", "quote": "no"}))).await.must_be(409);
        assert_eq!(app.entry(SLUG).read().n_comments(), 1);
    }
}
