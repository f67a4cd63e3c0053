//! Nothing that changes after the desk read it reaches readers unread.

use canvass_domain::{CommentId, Role, StatementId, StatementState, Target};
use canvass_store::AuditRange;
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, databases};

const SLUG: &str = "bridge";
const DECLINE: [(&str, &str); 2] = [("rule", "abusive"), ("reason", "Kinder, please.")];

async fn open(database: &TestDatabase, comments: &str) -> TestApp {
    let app = TestApp::start(database).await;
    let keys = format!("comments = \"{comments}\"\n");
    app.open(&Topic { keys, ..Topic::new(SLUG) }).await;
    app
}

async fn say(reader: &mut Browser, text: &str) {
    reader.submit(SLUG, "comments", &[("text", text), ("quote", "no")]).await.must_be(303);
}

async fn edit(reader: &mut Browser, comment: u32, text: &str) -> Reply {
    reader.submit(SLUG, &format!("comments/{comment}/edit"), &[("text", text)]).await.must_be(303)
}

/// What somebody sees who wrote none of it, on every page and channel that shows comments.
async fn seen_by_others(app: &TestApp) -> String {
    let mut other = app.browser();
    let mut all = String::new();
    for path in ["/c/bridge", "/c/bridge/comments", "/c/bridge/comments/1", "/api/v1/conversations/bridge/comments"] {
        all.push_str(other.get(path).await.text());
    }
    all
}

/// The fields of one form of the queue, as its page has them.
async fn form(staff: &mut Browser, action: &str) -> Vec<(String, String)> {
    let page = staff.get("/desk/c/bridge").await.must_be(200);
    let inputs = format!("form[action='{action}'] input");
    page.attributes(&inputs, "name").into_iter().zip(page.attributes(&inputs, "value")).collect()
}

async fn send(staff: &mut Browser, action: &str, fields: &[(String, String)], more: &[(&str, &str)]) -> Reply {
    let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<(&str, &str)> = fields.chain(more.iter().copied()).collect();
    staff.post_form(action, &fields).await
}

const ACCEPT_CHANGE: &str = "/desk/c/bridge/comments/1/accept-change";
const DECLINE_CHANGE: &str = "/desk/c/bridge/comments/1/decline-change";

#[tokio::test]
async fn the_change_of_an_accepted_comment_waits_and_the_accepted_words_stay() {
    for database in databases() {
        let app = open(&database, "hold").await;
        let (mut author, mut staff) = (app.browser(), app.sign_in(Role::Moderator).await);
        say(&mut author, "Harmless words.").await;
        app.decide(&mut staff, "/desk/c/bridge/texts/comment:1/accept", &[]).await.must_be(303);
        assert_eq!(
            edit(&mut author, 1, "Buy my bridge.").await.header("location"),
            "/c/bridge/comments/1?said=comment-change-waits#c1"
        );
        let seen = seen_by_others(&app).await;
        assert!(seen.contains("Harmless words.") && !seen.contains("Buy my bridge."), "{seen}");
        let mine = author.get("/c/bridge/mine").await.words("#comments li").join(" ");
        assert!(mine.contains("An editor will check your change") && mine.contains("Buy my bridge."), "{mine}");
        let queue = staff.get("/desk/c/bridge").await;
        assert_eq!(
            queue.words(".queue .words"),
            ["Buy my bridge.", "Harmless words."],
            "what it would be, and what it is"
        );
        assert_eq!(staff.get("/desk").await.words(".figures-row dd a"), ["1 Changes waiting"]);

        let read = form(&mut staff, ACCEPT_CHANGE).await;
        edit(&mut author, 1, "Buy my other bridge.").await;
        let late = send(&mut staff, ACCEPT_CHANGE, &read, &[]).await.must_be(409);
        assert!(late.text().contains("The author changed this while you were reading"), "{}", late.text());
        assert!(!seen_by_others(&app).await.contains("Buy my"), "words that nobody has read");

        let read = form(&mut staff, DECLINE_CHANGE).await;
        send(&mut staff, DECLINE_CHANGE, &read, &[]).await.must_be(422);
        send(&mut staff, DECLINE_CHANGE, &read, &DECLINE).await.must_be(303);
        let mine = author.get("/c/bridge/mine").await.words("#comments li").join(" ");
        assert!(mine.contains("The editors declined your change") && mine.contains("Kinder, please."), "{mine}");
        assert!(!mine.contains("Buy my"), "what was declined is kept nowhere: {mine}");

        edit(&mut author, 1, "Better words.").await;
        let read = form(&mut staff, ACCEPT_CHANGE).await;
        send(&mut staff, ACCEPT_CHANGE, &read, &[]).await.must_be(303);
        let seen = seen_by_others(&app).await;
        assert!(seen.contains("Better words.") && !seen.contains("Harmless words."), "{seen}");
        send(&mut staff, ACCEPT_CHANGE, &read, &[]).await.must_be(409);
        let log = app.app().store().audit(AuditRange::default(), 10).await.unwrap();
        let acts: Vec<_> =
            log.iter().rev().map(|row| (row.act.as_str(), row.detail.as_deref().unwrap_or_default())).collect();
        assert!(
            acts.ends_with(&[("decide", "accepted"), ("decide_change", "abusive"), ("decide_change", "accepted")]),
            "{acts:?}"
        );
    }
}

#[tokio::test]
async fn over_the_api_a_change_waits_too_and_says_so() {
    let app = open(&TestDatabase::Sqlite, "hold").await;
    let mut staff = app.sign_in(Role::Moderator).await;
    let api = "/api/v1/conversations/bridge";
    let token =
        app.browser().api("POST", &format!("{api}/participants"), Some(serde_json::json!({}))).await.must_be(201);
    let mut author = app.browser().with_bearer(token.json()["token"].as_str().unwrap());
    let body = serde_json::json!({"text": "Held words.", "quote": "no"});
    author.api("POST", &format!("{api}/comments"), Some(body)).await.must_be(201);
    let change = |text: &str| Some(serde_json::json!({ "text": text }));
    author.api("PATCH", &format!("{api}/comments/1"), change("Held, mended.")).await.must_be(204);
    app.decide(&mut staff, "/desk/c/bridge/texts/comment:1/accept", &[]).await.must_be(303);
    author.api("PATCH", &format!("{api}/comments/1"), change("Swapped.")).await.must_be(202);
    let seen = seen_by_others(&app).await;
    assert!(seen.contains("Held, mended.") && !seen.contains("Swapped."), "{seen}");
}

#[tokio::test]
async fn a_decision_is_on_the_words_that_were_read() {
    for database in databases() {
        let app = open(&database, "hold").await;
        let (mut author, mut staff) = (app.browser(), app.sign_in(Role::Moderator).await);
        say(&mut author, "First words.").await;
        let verbs = ["accept", "decline"].map(|verb| format!("/desk/c/bridge/texts/comment:1/{verb}"));
        for action in &verbs {
            let read = form(&mut staff, action).await;
            edit(&mut author, 1, &format!("Words after {action}.")).await;
            let late = send(&mut staff, action, &read, &DECLINE).await.must_be(409);
            assert!(late.text().contains("The author changed this while you were reading"), "{}", late.text());
            for missing in ["seen", "from"] {
                let mut unread = form(&mut staff, action).await;
                unread.retain(|(name, _)| name != missing);
                send(&mut staff, action, &unread, &DECLINE).await.must_be(409);
            }
            let state = app.entry(SLUG).read().talk.card(CommentId(1)).map(|card| card.state);
            assert_eq!(state, Some(StatementState::Held), "{action}");
        }
        let read = form(&mut staff, &verbs[0]).await;
        send(&mut staff, &verbs[0], &read, &[]).await.must_be(303);

        // A colleague mends a statement that another is about to accept.
        author.submit(SLUG, "statements", &[("text", "Paint the bridge.")]).await.must_be(303);
        let accept = "/desk/c/bridge/texts/statement:7/accept";
        let read = form(&mut staff, accept).await;
        let mut colleague = app.sign_in(Role::Owner).await;
        let reword = [("text", "Paint the whole bridge.")];
        app.decide(&mut colleague, "/desk/c/bridge/texts/statement:7/reword", &reword).await.must_be(303);
        send(&mut staff, accept, &read, &[]).await.must_be(409);
        assert_eq!(app.entry(SLUG).read().ledger.statement(StatementId(7)), Some(StatementState::Held));
    }
}

/// Where texts are shown at once, a change is too; what a report was about stays with it, until its author erases it.
#[tokio::test]
async fn a_report_keeps_the_words_it_was_about() {
    for database in databases() {
        let app = open(&database, "show").await;
        let (mut author, mut other, mut staff) = (app.browser(), app.browser(), app.sign_in(Role::Moderator).await);
        say(&mut author, "Nasty words.").await;
        other.submit(SLUG, "reports", &[("target", "comment:1"), ("rule", "abusive")]).await.must_be(303);
        assert_eq!(
            edit(&mut author, 1, "Kind words.").await.header("location"),
            "/c/bridge/comments/1?said=comment-changed#c1"
        );
        let item = staff.get("/desk/c/bridge").await.words(".queue li").join(" ");
        assert!(item.contains("Kind words.") && item.contains("When it was reported it read: Nasty words."), "{item}");
        let leave = "/desk/c/bridge/texts/comment:1/leave";
        let read = form(&mut staff, leave).await;
        edit(&mut author, 1, "Nasty again.").await;
        send(&mut staff, leave, &read, &[]).await.must_be(409);

        author.submit(SLUG, "comments/1/erase", &[]).await.must_be(303);
        let kept =
            app.app().store().reported_words(app.entry(SLUG).id(), &[Target::Comment(CommentId(1))]).await.unwrap();
        assert_eq!(kept, [], "erased with the comment");
    }
}

/// Whoever decides sees under which name it would stand, whether it may be quoted, and what it answers.
#[tokio::test]
async fn the_queue_shows_what_would_be_published_and_where() {
    let app = open(&TestDatabase::Sqlite, "hold").await;
    let (mut author, mut staff) = (app.browser(), app.sign_in(Role::Moderator).await);
    say(&mut author, "What is said.").await;
    app.decide(&mut staff, "/desk/c/bridge/texts/comment:1/accept", &[]).await.must_be(303);
    let named = [("quote", "first_name_and_place"), ("name", "Ada Okoye"), ("place", "Leeds")];
    let reply = [("text", "What is answered."), ("parent", "1")];
    author.submit(SLUG, "comments", &[reply.as_slice(), &named].concat()).await.must_be(303);
    let page = staff.get("/desk/c/bridge").await;
    let item = page.words(".queue li").join(" ");
    for expected in [
        "In reply to comment 1: What is said.",
        "What is answered.",
        "Shown as Ada, Leeds. May be quoted by first name and place.",
    ] {
        assert!(item.contains(expected), "{expected}: {item}");
    }
    assert_eq!(page.attributes(".queue .hint a", "href"), ["/c/bridge/comments/1#c1"]);
}

/// What was decided is found by its fate, its words or its number, and decided otherwise, after the close as well.
#[tokio::test]
async fn every_decision_can_be_changed() {
    for database in databases() {
        let app = open(&database, "hold").await;
        let (mut author, mut staff) = (app.browser(), app.sign_in(Role::Moderator).await);
        for n in 1..=3 {
            say(&mut author, &format!("Remark {n} on the BRIDGE.")).await;
        }
        author.submit(SLUG, "statements", &[("text", "Paint the bridge.")]).await.must_be(303);
        app.decide(&mut staff, "/desk/c/bridge/texts/comment:1/accept", &[]).await.must_be(303);
        app.decide(&mut staff, "/desk/c/bridge/texts/comment:2/decline", &DECLINE).await.must_be(303);
        app.decide(&mut staff, "/desk/c/bridge/texts/statement:7/decline", &DECLINE).await.must_be(303);
        app.close(SLUG).await;
        let shown = async |staff: &mut Browser, query: &str| {
            staff.get(&format!("/desk/c/bridge/decided?{query}")).await.must_be(200).words(".queue .words")
        };
        assert_eq!(shown(&mut staff, "").await, ["Remark 1 on the BRIDGE."]);
        assert_eq!(shown(&mut staff, "state=declined&q=on+the+bridge").await, ["Remark 2 on the BRIDGE."]);
        assert_eq!(shown(&mut staff, "state=declined&q=%232").await, ["Remark 2 on the BRIDGE."]);
        for none in ["state=declined&q=%231", "state=declined&q=tunnel", "q=%25", "state=declined&before=2"] {
            assert!(shown(&mut staff, none).await.is_empty(), "{none}");
        }
        assert_eq!(shown(&mut staff, "kind=statements&state=declined").await, ["Paint the bridge."]);
        assert_eq!(shown(&mut staff, "kind=statements&before=3").await.len(), 2, "newest first, a place to go on from");

        let back = ("back", "/desk/c/bridge/decided?kind=comments&state=declined");
        let done = app.decide(&mut staff, "/desk/c/bridge/texts/comment:2/accept", &[back]).await.must_be(303);
        assert_eq!(done.header("location"), "/desk/c/bridge/decided?kind=comments&state=declined&said=accepted#queue");
        assert!(seen_by_others(&app).await.contains("Remark 2 on the BRIDGE."));
        app.decide(&mut staff, "/desk/c/bridge/texts/comment:1/decline", &[back]).await.must_be(422);
        app.decide(&mut staff, "/desk/c/bridge/texts/comment:1/decline", &DECLINE).await.must_be(303);
        assert!(!seen_by_others(&app).await.contains("Remark 1 on the BRIDGE."));
        let mine = author.get("/c/bridge/mine").await.words("#comments li").join(" ");
        assert!(mine.contains("Kinder, please."), "its author reads why: {mine}");
        app.decide(&mut staff, "/desk/c/bridge/texts/statement:7/accept", &[]).await.must_be(303);
        assert_eq!(app.entry(SLUG).read().ledger.statement(StatementId(7)), Some(StatementState::Accepted));
    }
}

#[tokio::test]
async fn a_text_can_be_reported_after_the_close() {
    for database in databases() {
        let app = open(&database, "show").await;
        let (mut author, mut other) = (app.browser(), app.browser());
        say(&mut author, "Words of long ago.").await;
        app.close(SLUG).await;
        let page = other.get("/c/bridge/comments/1?do=report").await.must_be(200);
        assert_eq!(page.attributes("form.write", "action"), ["/c/bridge/reports"]);
        for target in ["comment:1", "statement:1"] {
            other.submit(SLUG, "reports", &[("target", target), ("rule", "abusive")]).await.must_be(303);
        }
        let reported = app.entry(SLUG).read().waiting().n_reported;
        assert_eq!(reported, 2);
        other.submit(SLUG, "comments", &[("text", "More."), ("quote", "no")]).await.must_be(409);
    }
}

#[tokio::test]
async fn a_search_knows_capitals_of_every_script() {
    for database in databases() {
        let app = open(&database, "show").await;
        let mut author = app.browser();
        for text in ["Élan vital.", "ÄRGER im Bus.", "Об автобусе."] {
            say(&mut author, text).await;
        }
        let mut staff = app.sign_in(Role::Moderator).await;
        for (query, found) in
            [("%C3%A9lan", "Élan vital."), ("%C3%84rger", "ÄRGER im Bus."), ("%D0%BE%D0%B1+", "Об автобусе.")]
        {
            let page = staff.get(&format!("/desk/c/bridge/decided?q={query}")).await.must_be(200);
            assert_eq!(page.words(".queue .words"), [found], "{query}");
        }
    }
}

/// Two readers may send the same while neither is shown; both would be voted on.
#[tokio::test]
async fn one_of_two_statements_that_read_the_same_is_accepted() {
    let app = open(&TestDatabase::Sqlite, "hold").await;
    for text in ["Paint the bridge.", "PAINT  the bridge!"] {
        app.browser().submit(SLUG, "statements", &[("text", text)]).await.must_be(303);
    }
    let mut staff = app.sign_in(Role::Moderator).await;
    app.decide(&mut staff, "/desk/c/bridge/texts/statement:7/accept", &[]).await.must_be(303);
    let refused = app.decide(&mut staff, "/desk/c/bridge/texts/statement:8/accept", &[]).await.must_be(409);
    assert!(refused.text().contains("reads the same"), "{}", refused.text());
    assert_eq!(app.entry(SLUG).read().ledger.statement(StatementId(8)), Some(StatementState::Held));
}
