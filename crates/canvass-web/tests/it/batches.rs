//! Comments appear in batches: from the moment of a comment and the totals of that moment nobody learns how its author
//! voted.

use canvass_app::edition::Reach;
use canvass_domain::{DAY_MS, Role};
use canvass_testkit::{Browser, TestApp, TestDatabase, Topic, databases, now_ms};
use serde_json::{Value, json};
use std::time::Duration;

const SLUG: &str = "bridge";
const COMMENTS: &str = "/api/v1/conversations/bridge/comments";

async fn open(database: &TestDatabase, topic: Topic, comments: &str) -> TestApp {
    let app = TestApp::start(database).await;
    app.app().set_comment_batch(3);
    app.open(&Topic { keys: format!("{}comments = \"{comments}\"\n", topic.keys), ..topic }).await;
    app
}

async fn say(reader: &mut Browser, text: &str) -> String {
    let said = reader.submit(SLUG, "comments", &[("text", text), ("quote", "no")]).await.must_be(303);
    said.header("location").to_owned()
}

/// Somebody new answers the poll.
async fn answer(app: &TestApp) {
    app.browser().submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
}

/// Everything that tells a stranger that there are comments, or what they say.
async fn told(app: &TestApp) -> String {
    let mut stranger = app.browser();
    let mut all = String::new();
    for path in ["/c/bridge", "/c/bridge/comments", "/c/bridge/results", "/c/bridge/comments/1", COMMENTS] {
        all.push_str(stranger.get(path).await.text());
    }
    // But for the tokens of forms, which are each browser's own.
    all.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() < 12).collect::<Vec<_>>().join(" ")
}

async fn listed(reader: &mut Browser) -> Vec<Value> {
    reader.get(COMMENTS).await.must_be(200).json()["threads"].as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn comments_appear_together_when_enough_more_have_answered() {
    for database in databases() {
        let app = open(&database, Topic::new(SLUG).statements(0), "show").await;
        let before = told(&app).await;
        let (mut author, mut other) = (app.browser(), app.browser());
        assert_eq!(say(&mut author, "I waited four hours.").await, "/c/bridge/comments/1?said=comment-comes#c1");
        // Not a word and not a count of it: pages are what they were.
        assert_eq!(told(&app).await, before);
        other.get("/c/bridge/comments/1").await.must_be(404);
        other.submit(SLUG, "comments", &[("text", "Me too."), ("quote", "no"), ("parent", "1")]).await.must_be(422);
        let report = [("target", "comment:1"), ("rule", "abusive")];
        other.submit(SLUG, "reports", &report).await.must_be(404);
        // Its author sees it, and when it comes.
        let own = &listed(&mut author).await[0];
        assert_eq!((&own["text"], &own["appears_after"]), (&json!("I waited four hours."), &json!(3)));
        for path in ["/c/bridge/comments", "/c/bridge/comments/1", "/c/bridge/mine"] {
            let page = author.get(path).await.must_be(200);
            let page = page.text();
            assert!(
                page.contains("I waited four hours.") && page.contains("when 3 more people have"),
                "{path}: {page}"
            );
        }
        answer(&app).await;
        answer(&app).await;
        say(&mut other, "It is the same here.").await;
        assert_eq!(listed(&mut app.browser()).await.len(), 0);
        assert_eq!(listed(&mut other).await[0]["appears_after"], 1);
        answer(&app).await;
        let shown = listed(&mut app.browser()).await;
        let texts: Vec<&Value> = shown.iter().map(|thread| &thread["text"]).collect();
        assert_eq!(texts, ["It is the same here.", "I waited four hours."]);
        assert!(shown.iter().all(|thread| thread["appears_after"].is_null()));
        assert!(shown.iter().all(|thread| thread["posted_at_ms"].as_i64().unwrap() % DAY_MS == 0), "{shown:?}");
        // What comes right after waits for the next round, and for nobody who has answered before.
        say(&mut author, "One thing more.").await;
        assert_eq!(listed(&mut app.browser()).await.len(), 2);
        app.close(SLUG).await;
        let shown = listed(&mut app.browser()).await;
        assert_eq!(shown.len(), 3, "at the close all of them");
        let posted = shown[0]["posted_at_ms"].as_i64().unwrap();
        assert!(
            posted % 3_600_000 == 0 && now_ms() - posted < 2 * 3_600_000,
            "to the hour once it is closed: {posted}"
        );
    }
}

/// Neither a new entry in the log nor a message on the stream tells that somebody has written.
#[tokio::test]
async fn who_listens_hears_nothing_of_a_comment() {
    let app = open(&TestDatabase::Sqlite, Topic::new(SLUG), "show").await;
    let mut listener = app.browser().listen("/api/v1/conversations/bridge/stream").await;
    let mut told = async || listener.next("totals", Duration::from_millis(1_500)).await;
    let before: Value = serde_json::from_str(&told().await.unwrap()).unwrap();
    let mut author = app.browser();
    say(&mut author, "I waited four hours.").await;
    author.submit(SLUG, "comments/1/edit", &[("text", "I waited five hours.")]).await.must_be(303);
    assert_eq!(told().await, None);
    answer(&app).await;
    let after: Value = serde_json::from_str(&told().await.unwrap()).unwrap();
    assert_eq!(after["seq"].as_u64(), before["seq"].as_u64().map(|seq| seq + 1), "the comment has no number");
}

#[tokio::test]
async fn what_the_desk_admits_waits_for_its_round_and_stays_once_it_was_seen() {
    let app = open(&TestDatabase::Sqlite, Topic::new(SLUG), "hold").await;
    let mut staff = app.sign_in(Role::Moderator).await;
    say(&mut app.browser(), "First.").await;
    for _ in 0..3 {
        answer(&app).await;
    }
    let accept = "/desk/c/bridge/texts/comment:1/accept";
    app.decide(&mut staff, accept, &[]).await.must_be(303);
    assert_eq!(listed(&mut app.browser()).await.len(), 0, "admitted after the round had ended");
    for _ in 0..3 {
        answer(&app).await;
    }
    assert_eq!(listed(&mut app.browser()).await.len(), 1);
    let decline = [("rule", "abusive"), ("reason", "Kinder, please.")];
    app.decide(&mut staff, "/desk/c/bridge/texts/comment:1/decline", &decline).await.must_be(303);
    assert_eq!(listed(&mut app.browser()).await.len(), 0);
    app.decide(&mut staff, accept, &[]).await.must_be(303);
    assert_eq!(listed(&mut app.browser()).await.len(), 1, "who saw it may go on seeing it");
}

#[tokio::test]
async fn where_nobody_could_learn_from_it_a_comment_appears_at_once() {
    let bare = Topic::new(SLUG).without_poll().statements(0);
    for topic in [Topic::new(SLUG).gate("at_close"), Topic::new(SLUG).gate("sealed"), bare] {
        let app = open(&TestDatabase::Sqlite, topic, "show").await;
        assert_eq!(say(&mut app.browser(), "At once.").await, "/c/bridge/comments/1?said=comment-shown#c1");
        assert_eq!(listed(&mut app.browser()).await.len(), 1);
    }
    let app = open(&TestDatabase::Sqlite, Topic::new(SLUG).gate("after_vote"), "show").await;
    say(&mut app.browser(), "Not at once.").await;
    assert_eq!(listed(&mut app.browser()).await.len(), 0);
    say(&mut app.sign_in(Role::Moderator).await, "From the desk.").await;
    assert_eq!(listed(&mut app.browser()).await[0]["text"], "From the desk.");
}

/// A name stands over a comment, and its number leads to it: nothing else may lead from there to answers.
#[tokio::test]
async fn the_whole_log_does_not_say_who_wrote_a_comment() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let made = canvass_demo::closed(canvass_demo::DEFAULT_SEED).unwrap();
    let slug = made.slug.as_str();
    app.load(slug, &made.transcript).await;
    app.publish_take(slug).await;
    let entry = app.entry(slug);
    let shelf = app.app().shelf(&entry).await.unwrap();
    let bundle = app.app().bundle(&entry, shelf.newest().unwrap(), Reach::Private).await.unwrap();
    let bundle: Value = serde_json::from_str(&bundle).unwrap();
    let rows: Vec<[i64; 7]> = serde_json::from_value(bundle["record"]["events"].clone()).unwrap();
    let log = app.app().store().events(entry.id()).await.unwrap();
    assert_eq!(rows.len(), log.len(), "nothing is left out");
    assert!((1..).zip(&rows).all(|(seq, row)| row[0] == seq));
    let is_of_comment = |kind: i64| {
        let kinds = log.iter().filter(|event| event.fact.comment().is_some()).map(|event| event.to_row().kind);
        kinds.collect::<std::collections::BTreeSet<_>>().contains(&kind)
    };
    let n_of_comments = log.iter().filter(|event| event.fact.comment().is_some()).count();
    assert!(n_of_comments > 60);
    let (others, of_comments) = rows.split_at(rows.len() - n_of_comments);
    assert!(others.iter().all(|row| !is_of_comment(row[2])), "none stands between answers");
    assert!(of_comments.iter().all(|row| row[3] == -1 && row[1] % DAY_MS == 0), "nobody's, to the day");
    assert!(of_comments.is_sorted_by_key(|row| row[4]), "in the order of their numbers");
    assert_eq!(bundle["record"].get("authors"), None);
    let results: Value = app.browser().get(&format!("/api/v1/conversations/{slug}/results")).await.json();
    assert_eq!(bundle["edition"]["results"]["results_hash"], results["results_hash"]);
    assert_eq!(bundle["edition"]["results"]["seq"], results["seq"]);
}
