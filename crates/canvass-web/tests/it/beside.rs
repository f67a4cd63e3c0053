//! Where readers' pages and the desk meet: comments are decided on where they stand, statements are reported where they
//! are read, and what waits after publication stands in the desk's list.

use canvass_domain::{CommentId, Role, StatementId, StatementState, Target};
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, databases};

async fn open(database: &TestDatabase) -> TestApp {
    let app = TestApp::start(database).await;
    app.open(&Topic { keys: "comments = \"show\"".to_owned(), ..Topic::new("bridge") }).await;
    for text in ["First words.", "Second words."] {
        app.browser().submit("bridge", "comments", &[("text", text), ("quote", "no")]).await.must_be(303);
    }
    app.browser().submit("bridge", "comments", &[("text", "A reply."), ("quote", "no"), ("parent", "1")]).await;
    app
}

/// Sends the form beside a comment as its page has it.
async fn decline(staff: &mut Browser, page: &Reply, comment: u32, rule: &str) -> Reply {
    let form = format!("#c{comment} .desk-act form");
    let action = page.attributes(&form, "action").remove(0);
    let inputs = format!("{form} input");
    let (names, values) = (page.attributes(&inputs, "name"), page.attributes(&inputs, "value"));
    let mut fields: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(values.iter().map(String::as_str)).collect();
    fields.extend([("rule", rule), ("reason", "Kinder, please.")]);
    staff.post_form(&action, &fields).await
}

fn state(app: &TestApp, comment: u32) -> StatementState {
    app.entry("bridge").read().talk.card(CommentId(comment)).unwrap().state
}

#[tokio::test]
async fn a_moderator_declines_a_comment_where_it_stands() {
    for database in databases() {
        let app = open(&database).await;
        for role in [Role::Editor, Role::Analyst] {
            let page = app.sign_in(role).await.get("/c/bridge/comments").await.must_be(200);
            assert_eq!(page.words(".desk-act"), [""; 0], "{role:?} decides on nothing");
        }
        assert!(!app.browser().get("/c/bridge/comments").await.text().contains("/desk/"), "readers see nothing of it");
        let mut staff = app.sign_in(Role::Moderator).await;
        let page = staff.get("/c/bridge/comments?order=oldest").await.must_be(200);
        assert_eq!(page.words(".desk-act summary").len(), 3, "beside each");
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(
            page.attributes(".desk-act a", "href"),
            [1, 3, 2].map(|n| format!("/desk/c/bridge/texts/comment:{n}"))
        );
        let none = decline(&mut staff, &page, 2, "").await.must_be(422);
        assert_eq!(none.words(".queue .problem").len(), 1, "at the desk, with what was typed");
        assert_eq!(none.words(".queue textarea[name=reason]"), ["Kinder, please."]);
        let done = decline(&mut staff, &page, 2, "abusive").await.must_be(303);
        assert_eq!(done.header("location"), "/c/bridge/comments?order=oldest&said=declined#talk");
        assert_eq!(state(&app, 2), StatementState::Declined);
        let after = staff.get("/c/bridge/comments?order=oldest&said=declined").await.must_be(200);
        assert_eq!(after.words(".said"), ["It is declined. Its author can read why."]);
        assert!(!after.text().contains("Second words."));
        // On a page read before, it can no longer be decided.
        decline(&mut staff, &page, 2, "abusive").await.must_be(409);
        // A thread is left where what began it goes.
        let thread = staff.get("/c/bridge/comments/3").await.must_be(200);
        let reply = decline(&mut staff, &thread, 3, "abusive").await.must_be(303);
        assert_eq!(reply.header("location"), "/c/bridge/comments/1?said=declined#talk");
        let thread = staff.get("/c/bridge/comments/1").await.must_be(200);
        let root = decline(&mut staff, &thread, 1, "abusive").await;
        assert_eq!(root.must_be(303).header("location"), "/c/bridge/comments?said=declined#talk");
    }
}

#[tokio::test]
async fn a_decision_where_it_stands_is_on_the_words_that_were_read() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic { keys: "comments = \"show\"".to_owned(), ..Topic::new("bridge") }).await;
    let mut author = app.browser();
    author.submit("bridge", "comments", &[("text", "Harsh."), ("quote", "no")]).await.must_be(303);
    let mut staff = app.sign_in(Role::Owner).await;
    let page = staff.get("/c/bridge/comments").await;
    author.submit("bridge", "comments/1/edit", &[("text", "Kind.")]).await.must_be(303);
    let late = decline(&mut staff, &page, 1, "abusive").await.must_be(409);
    assert!(late.text().contains("The author changed this while you were reading"), "{}", late.text());
    assert_eq!(late.words(".queue .words"), ["Kind."], "as it stands now");
    assert_eq!(state(&app, 1), StatementState::Accepted);
}

#[tokio::test]
async fn one_text_has_a_place_at_the_desk_whatever_became_of_it() {
    for database in databases() {
        let app = open(&database).await;
        let mut staff = app.sign_in(Role::Moderator).await;
        let place = "/desk/c/bridge/texts/comment:1";
        assert_eq!(staff.get(place).await.must_be(200).words(".queue .words"), ["First words."]);
        let back = ("back", place);
        let declined = app.decide(&mut staff, &format!("{place}/decline"), &[("rule", "abusive"), back]).await;
        assert_eq!(declined.must_be(303).header("location"), format!("{place}?said=declined"));
        assert_eq!(staff.get(place).await.must_be(200).attributes("form[action$='/accept']", "action").len(), 1);
        let accepted = app.decide(&mut staff, &format!("{place}/accept"), &[back]).await;
        assert_eq!(accepted.must_be(303).header("location"), format!("{place}?said=accepted"));
        for nothing in ["comment:99", "statement:99", "moon", "comment:x"] {
            staff.get(&format!("/desk/c/bridge/texts/{nothing}")).await.must_be(404);
        }
        app.sign_in(Role::Editor).await.get(place).await.must_be(403);
        assert_eq!(app.browser().get(place).await.must_be(303).header("location"), "/desk/sign-in");
    }
}

#[tokio::test]
async fn a_statement_is_reported_from_the_pages_that_show_it_after_the_close_too() {
    for database in databases() {
        let app = open(&database).await;
        let mut reader = app.browser();
        reader.submit("bridge", "votes", &[("statement", "2"), ("vote", "agree")]).await.must_be(303);
        let question = reader.get("/c/bridge").await.must_be(200);
        assert_eq!(question.attributes("#answer a[href$='/report']", "href").len(), 1);
        let results = reader.get("/c/bridge/results").await.must_be(200);
        let form = "/c/bridge/statements/2/report";
        assert_eq!(results.attributes(&format!("#statements a[href^='{form}']"), "href").len(), 1);
        for (round, rule) in [("open", "abusive"), ("closed", "unclear")] {
            let page = reader.get(form).await.must_be(200);
            assert_eq!(page.words("blockquote"), ["Statement 2 of bridge."]);
            assert_eq!(page.attributes("form.write input[name=target]", "value"), ["statement:2"]);
            let (token, action) = (page.token().unwrap(), page.attributes("form.write", "action").remove(0));
            let fields =
                |rule| [("token", token.as_str()), ("target", "statement:2"), ("rule", rule), ("note", "Rude.")];
            let wrong = reader.post_form(&action, &fields("")).await.must_be(422);
            assert_eq!(wrong.attributes("#errors a", "href"), ["#rule"], "{round}");
            assert_eq!(wrong.words("textarea[name=note]"), ["Rude."], "{round}: nothing typed is lost");
            let sent = reader.post_form(&action, &fields(rule)).await.must_be(303);
            assert_eq!(sent.header("location"), "/c/bridge?said=reported");
            assert!(
                reader.get("/c/bridge?said=reported").await.text().contains("Somebody at the desk will look at it")
            );
            let rules = app.entry("bridge").read().talk.reports(Target::Statement(StatementId(2))).unwrap().by_rule();
            assert_eq!(rules, [(rule.to_owned(), 1)], "{round}");
            if round == "open" {
                app.close("bridge").await;
            }
        }
        let mut staff = app.sign_in(Role::Moderator).await;
        assert_eq!(staff.get("/desk/c/bridge").await.words(".queue .words"), ["Statement 2 of bridge."]);
        app.decide(&mut staff, "/desk/c/bridge/texts/statement:2/decline", &[("rule", "abusive")]).await.must_be(303);
        reader.get(form).await.must_be(404);
        reader.get("/c/bridge/statements/99/report").await.must_be(404);
        app.draft(&Topic::new("tunnel")).await;
        staff.get("/c/tunnel/statements/2/report").await.must_be(404);
    }
}

#[tokio::test]
async fn notes_and_responses_due_are_counted_and_listed() {
    for database in databases() {
        let app = open(&database).await;
        app.browser().submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
        app.close("bridge").await;
        app.publish_take("bridge").await;
        let mut editor = app.sign_in(Role::Editor).await;
        let n_waiting = |home: &Reply| home.words(".desk-list td.num")[0].clone();
        assert_eq!(n_waiting(&editor.get("/desk").await), "0");
        for passage in ["assessment", "capacity"] {
            app.browser().post_form("/take/bridge-1/unclear", &[("passage", passage)]).await.must_be(303);
        }
        let token = editor.get("/desk/c/bridge/after").await.token().unwrap();
        for due in ["2030-01-31", "2024-01-31"] {
            let fields = [("token", token.as_str()), ("addressee", "The council"), ("due", due)];
            editor.post_form("/desk/c/bridge/after/ask", &fields).await.must_be(303);
        }
        let home = editor.get("/desk").await;
        assert!(n_waiting(&home).starts_with('4'), "{}", n_waiting(&home));
        assert_eq!(home.words(".figures-row div")[4..6], ["Notes on unclear words 2", "Responses due 2"]);
        let desk = editor.get("/desk/c/bridge").await.must_be(200);
        assert_eq!(desk.words(".figures-row dd")[0], "4");
        let lines = [
            "2 readers found something unclear",
            "Response overdue since 31 January 2024: The council",
            "Asked to respond by 31 January 2030: The council",
        ];
        assert_eq!(desk.words("#queue .waits-after li"), lines);
        assert_eq!(
            desk.attributes("#queue .waits-after a", "href")[..2],
            ["/desk/c/bridge/after#unclear", "/desk/c/bridge/after#responses"]
        );
        assert!(!desk.text().contains("Nothing waits."));
        let mut moderator = app.sign_in(Role::Moderator).await;
        let queue = moderator.get("/desk/queue").await.must_be(200);
        assert_eq!(queue.words("#queue .waits-after li"), lines.map(|line| format!("{line} A question about bridge")));
        assert_eq!(queue.attributes("#queue .waits-after a", "href"), [""; 0], "a moderator settles none of it");
        assert!(queue.words("#queue nav a")[0].ends_with(" 4"), "{:?}", queue.words("#queue nav a"));
        assert_eq!(moderator.get("/desk/queue?show=comments").await.words("#queue .waits-after li"), [""; 0]);
        let fields = [("token", token.as_str()), ("number", "1"), ("text", "We read it.")];
        editor.post_form("/desk/c/bridge/after/respond", &fields).await.must_be(303);
        let fields = [("token", token.as_str()), ("number", "1,2"), ("leave", "yes")];
        editor.post_form("/desk/c/bridge/after/settle", &fields).await.must_be(303);
        assert_eq!(editor.get("/desk/c/bridge").await.words("#queue .waits-after li"), lines[1..2]);
        assert!(n_waiting(&editor.get("/desk").await).starts_with('1'));
    }
}
