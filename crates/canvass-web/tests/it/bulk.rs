//! Declining several texts of the queue in one go.

use canvass_domain::{Role, StatementState, Target};
use canvass_store::AuditRange;
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, databases};

/// Two open conversations, each with a held statement and two held comments by readers of their own.
async fn busy(database: &TestDatabase) -> (TestApp, Vec<Browser>) {
    let app = TestApp::start(database).await;
    let mut readers = Vec::new();
    for slug in ["bridge", "tunnel"] {
        app.open(&Topic { keys: "comments = \"hold\"".to_owned(), ..Topic::new(slug) }).await;
        let mut reader = app.browser();
        reader.submit(slug, "statements", &[("text", "Paint it.")]).await.must_be(303);
        for text in ["Buy my paint.", "Buy my brush."] {
            reader.submit(slug, "comments", &[("text", text), ("quote", "no")]).await.must_be(303);
        }
        readers.push(reader);
    }
    (app, readers)
}

/// What the ticks of a page say, in its order.
async fn ticks(staff: &mut Browser, path: &str) -> Vec<String> {
    staff.get(path).await.must_be(200).attributes("[data-item] input[type=checkbox]", "value")
}

async fn send(staff: &mut Browser, path: &str, ticked: &[String], more: &[(&str, &str)]) -> Reply {
    let token = staff.get("/desk").await.token().unwrap();
    let mut fields = vec![("token", token.as_str())];
    fields.extend(ticked.iter().map(|word| ("text", word.as_str())));
    fields.extend_from_slice(more);
    staff.post_form(path, &fields).await
}

const RULE: [(&str, &str); 2] = [("rule", "abusive"), ("reason", "No advertising.")];

fn state(app: &TestApp, slug: &str, target: &str) -> Option<StatementState> {
    let entry = app.entry(slug);
    let snapshot = entry.read();
    match Target::from_word(target).unwrap() {
        Target::Statement(id) => snapshot.ledger.statement(id),
        Target::Comment(id) => snapshot.talk.card(id).map(|card| card.state),
    }
}

#[tokio::test]
async fn what_is_ticked_is_declined_in_one_go_each_audited() {
    for database in databases() {
        let (app, mut readers) = busy(&database).await;
        let mut staff = app.sign_in(Role::Moderator).await;
        let page = staff.get("/desk/c/bridge").await.must_be(200);
        assert_eq!(page.attributes("#decline-ticked", "action"), ["/desk/c/bridge/decline"]);
        assert!(page.attributes("[data-item] input[type=checkbox]", "form").iter().all(|id| id == "decline-ticked"));
        let all = ticks(&mut staff, "/desk/c/bridge").await;
        assert_eq!(all.len(), 3);
        let back = ("back", "/desk/c/bridge?show=all");
        let done = send(&mut staff, "/desk/c/bridge/decline", &all[1..], &[RULE[0], RULE[1], back]).await;
        assert_eq!(done.must_be(303).header("location"), "/desk/c/bridge?said=declined-ticked#queue");
        let states = ["statement:7", "comment:1", "comment:2"].map(|target| state(&app, "bridge", target).unwrap());
        assert_eq!(states, [StatementState::Held, StatementState::Declined, StatementState::Declined]);
        let log = app.app().store().audit(AuditRange::default(), 2).await.unwrap();
        let lines: Vec<_> = log.iter().map(|row| (row.act.as_str(), row.object.as_deref().unwrap())).collect();
        assert_eq!(lines, [("decide", "comment:2"), ("decide", "comment:1")]);
        let mine = readers[0].get("/c/bridge/mine").await.words("#comments li").join(" ");
        assert_eq!(mine.matches("No advertising.").count(), 2, "each author is told: {mine}");
    }
}

#[tokio::test]
async fn over_all_conversations_what_changed_meanwhile_is_left_and_named() {
    for database in databases() {
        let (app, mut readers) = busy(&database).await;
        let mut staff = app.sign_in(Role::Moderator).await;
        let all = ticks(&mut staff, "/desk/queue").await;
        assert_eq!(all.len(), 6);
        // One is changed by its author, one decided by somebody else; one comes without what was read.
        readers[0].submit("bridge", "comments/1/edit", &[("text", "Kind words.")]).await.must_be(303);
        app.decide(&mut staff, "/desk/c/tunnel/texts/statement:7/accept", &[]).await.must_be(303);
        let blind = |word: &String| word.rsplit_once(' ').unwrap().0.to_owned();
        let unread = all.iter().find(|word| word.starts_with("tunnel comment:2")).map(blind).unwrap();
        let sent: Vec<String> =
            all.iter().filter(|word| !word.starts_with("tunnel comment:2")).cloned().chain([unread]).collect();
        let left = send(&mut staff, "/desk/queue/decline", &sent, &RULE).await.must_be(409);
        let mut named = left.words("#errors li");
        named.sort_unstable();
        assert_eq!(
            named,
            [
                "A question about bridge, Comment 1: the author changed it meanwhile. Read it again.",
                "A question about tunnel, Comment 2: the author changed it meanwhile. Read it again.",
                "A question about tunnel, Statement 7: somebody has decided on it already.",
            ]
        );
        assert_eq!(left.words("#errors p"), ["3 texts were declined."]);
        assert_eq!(left.words(".queue .words"), ["Kind words.", "Buy my brush."], "the queue as it stands");
        assert_eq!(left.attributes("input[checked]", "value"), [""; 0], "what was left has to be read first");
        let held = [("bridge", "comment:1"), ("tunnel", "comment:2")].map(|(slug, text)| state(&app, slug, text));
        assert_eq!(held, [Some(StatementState::Held); 2]);
        assert_eq!(state(&app, "tunnel", "statement:7"), Some(StatementState::Accepted));
        // The same again changes nothing.
        let again = send(&mut staff, "/desk/queue/decline", &sent, &RULE).await.must_be(409);
        assert_eq!(again.words("#errors p"), ["No text was declined."]);
        let rest = ticks(&mut staff, "/desk/queue").await;
        let done =
            send(&mut staff, "/desk/queue/decline", &rest, &[RULE[0], ("back", "/desk/queue?show=comments")]).await;
        assert_eq!(done.must_be(303).header("location"), "/desk/queue?show=comments&said=declined-ticked#queue");
    }
}

#[tokio::test]
async fn changes_and_reported_texts_are_declined_with_the_others() {
    let (app, mut readers) = busy(&TestDatabase::Sqlite).await;
    let mut staff = app.sign_in(Role::Moderator).await;
    for comment in [1, 2] {
        app.decide(&mut staff, &format!("/desk/c/bridge/texts/comment:{comment}/accept"), &[]).await.must_be(303);
    }
    readers[0].submit("bridge", "comments/1/edit", &[("text", "Buy my other paint.")]).await.must_be(303);
    readers[1].submit("bridge", "reports", &[("target", "comment:2"), ("rule", "abusive")]).await.must_be(303);
    let all = ticks(&mut staff, "/desk/c/bridge").await;
    assert_eq!(all.len(), 3);
    send(&mut staff, "/desk/c/bridge/decline", &all, &RULE).await.must_be(303);
    assert_eq!(state(&app, "bridge", "comment:1"), Some(StatementState::Accepted), "its change is declined, not it");
    assert_eq!(state(&app, "bridge", "comment:2"), Some(StatementState::Declined));
    assert_eq!(app.entry("bridge").read().waiting().n(), 0);
    assert!(readers[0].get("/c/bridge/mine").await.text().contains("The editors declined your change"));
}

#[tokio::test]
async fn nothing_ticked_no_rule_or_a_text_of_elsewhere_declines_nothing() {
    let (app, _) = busy(&TestDatabase::Sqlite).await;
    let mut staff = app.sign_in(Role::Moderator).await;
    let all = ticks(&mut staff, "/desk/queue").await;
    for path in ["/desk/queue/decline", "/desk/c/bridge/decline"] {
        let none = send(&mut staff, path, &[], &RULE).await.must_be(422);
        assert_eq!(none.words(".bulk .problem"), ["Tick at least one text."]);
        assert_eq!(none.words("#reason-bulk"), ["No advertising."]);
        assert_eq!(none.attributes("#rule-bulk option[selected]", "value"), ["abusive"]);
    }
    let no_rule = send(&mut staff, "/desk/queue/decline", &all[..2], &[RULE[1]]).await.must_be(422);
    assert_eq!(no_rule.words(".bulk .problem").len(), 1);
    assert_eq!(no_rule.attributes("input[checked]", "value"), all[..2], "what was ticked stays ticked");
    let long = "x".repeat(601);
    send(&mut staff, "/desk/queue/decline", &all, &[RULE[0], ("reason", &long)]).await.must_be(422);
    send(&mut staff, "/desk/c/bridge/decline", &all, &RULE).await.must_be(400);
    send(&mut staff, "/desk/queue/decline", &["nonsense".to_owned()], &RULE).await.must_be(400);
    let unknown = send(&mut staff, "/desk/queue/decline", &all[..1], &[("rule", "no-such")]).await.must_be(409);
    assert!(unknown.words("#errors li")[0].ends_with("its conversation has no such rule."));
    assert_eq!(ticks(&mut staff, "/desk/queue").await, all, "all of it waits still");
    let token = staff.get("/desk").await.token().unwrap();
    let mut other = app.sign_in(Role::Owner).await;
    let forged = [("token", token.as_str()), ("text", all[0].as_str()), RULE[0]];
    other.post_form("/desk/queue/decline", &forged).await.must_be(403);
}
