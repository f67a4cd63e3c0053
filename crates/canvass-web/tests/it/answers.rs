//! A reader's forms: poll, statements, undo, change, add; what is refused and how.

use canvass_app::StaffId;
use canvass_domain::{Answer, Ballot, OptionId, ParticipantId, Role, Ruling, StatementId, Vote};
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, databases, now_ms};

const SLUG: &str = "bridge";

/// A form, its fields, and the status it is answered with.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], u16);

async fn open(database: &TestDatabase, topic: &Topic) -> TestApp {
    let app = TestApp::start(database).await;
    app.open(topic).await;
    app
}

fn answer(app: &TestApp, participant: u32, statement: u32) -> Option<Answer> {
    app.entry(SLUG).read().ledger.answer(ParticipantId(participant), StatementId(statement))
}

#[track_caller]
fn sent_back(reply: &Reply, to: &str) {
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, to), "{}", reply.text());
}

async fn vote(browser: &mut Browser, statement: u32, word: &str) -> Reply {
    browser.submit(SLUG, "votes", &[("statement", &statement.to_string()), ("vote", word)]).await
}

#[tokio::test]
async fn the_way_through_a_conversation() {
    for database in databases() {
        let app = open(&database, &Topic::new(SLUG)).await;
        let mut reader = app.browser();
        let page = reader.get("/c/bridge").await.must_be(200);
        assert_eq!(page.words("#poll legend"), ["What do you think?"]);
        assert_eq!(app.entry(SLUG).read().turnout().n_participants, 0, "looking is not taking part");

        sent_back(&reader.submit(SLUG, "ballot", &[("option", "2")]).await, "/c/bridge?said=answer-kept#poll");
        let ballot = |app: &TestApp| app.entry(SLUG).read().ledger.ballot(ParticipantId(1));
        assert_eq!(ballot(&app), Ballot::one(OptionId(2)));
        sent_back(&reader.submit(SLUG, "ballot", &[("option", "3")]).await, "/c/bridge?said=answer-kept#poll");
        assert_eq!(ballot(&app), Ballot::one(OptionId(3)), "the same reader's answer, changed");
        assert_eq!(app.entry(SLUG).read().turnout().n_participants, 1);

        sent_back(&vote(&mut reader, 1, "agree").await, "/c/bridge#answer");
        sent_back(&vote(&mut reader, 2, "skip").await, "/c/bridge#answer");
        assert_eq!(answer(&app, 1, 1), Some(Answer::Voted(Vote::Agree)));
        assert_eq!(answer(&app, 1, 2), Some(Answer::Skipped));

        sent_back(&reader.submit(SLUG, "undo", &[]).await, "/c/bridge?said=undone#answer");
        assert_eq!(answer(&app, 1, 2), None, "the last answer is taken back");
        let page = reader.get("/c/bridge").await;
        assert_eq!(page.attributes("#answer input[name=statement]", "value"), ["2"], "and is asked again");

        let change = [("statement", "1"), ("vote", "unsure"), ("back", "mine")];
        sent_back(&reader.submit(SLUG, "votes", &change).await, "/c/bridge/mine?said=vote-changed");
        assert_eq!(answer(&app, 1, 1), Some(Answer::Voted(Vote::Unsure)));
        let withdrawn = reader.submit(SLUG, "mine/withdraw-vote", &[("statement", "1")]).await;
        sent_back(&withdrawn, "/c/bridge/mine?said=vote-withdrawn");
        assert_eq!(answer(&app, 1, 1), None);
        sent_back(&reader.submit(SLUG, "undo", &[]).await, "/c/bridge#answer");
    }
}

/// The answers that the results page ticks as this reader's, as the chart draws them.
async fn ticked(browser: &mut Browser) -> Vec<String> {
    let page = browser.get("/c/bridge/results").await.must_be(200);
    // Once as it is drawn on phones, and once for wider pages.
    let heard = page.words("#poll-chart-wide-desc").join(" ");
    assert_eq!(page.words("#poll-chart-narrow-desc").join(" "), heard);
    let ticked: Vec<String> = heard.split("; ").filter(|part| part.contains('✓')).map(str::to_owned).collect();
    let seen = page.words("#live-top svg text").into_iter().filter(|text| text == "✓ Your answer").count();
    assert_eq!(seen, 2 * ticked.len(), "what is seen and what is heard: {heard}");
    ticked
}

#[tokio::test]
async fn results_tick_a_readers_own_answer_for_that_reader_alone() {
    let app = open(&TestDatabase::Sqlite, &Topic { kind: "multiple", ..Topic::new(SLUG) }).await;
    let _ = app.sign_in(Role::Moderator).await;
    let (mut other, mut reader) = (app.browser(), app.browser());
    other.submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
    assert_eq!(ticked(&mut reader).await, [""; 0], "one who has not answered");
    reader.submit(SLUG, "ballot", &[("option", "2"), ("option", "3")]).await.must_be(303);
    assert_eq!(ticked(&mut reader).await, ["Against it, ✓ Your answer: 1 of 2", "Neither, ✓ Your answer: 1 of 2"]);
    assert_eq!(ticked(&mut other).await, ["For it, ✓ Your answer: 1 of 2"]);
    assert_eq!(ticked(&mut app.browser()).await, [""; 0], "a stranger");
    reader.submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
    assert_eq!(ticked(&mut reader).await, ["For it, ✓ Your answer: 2 of 2"], "an answer changed");
    let ruling = Ruling { rule: Some("abusive".to_owned()), reason: None };
    app.app().ban(&app.entry(SLUG), ParticipantId(2), ruling, StaffId(1), now_ms()).await.unwrap();
    assert_eq!(ticked(&mut reader).await, [""; 0], "an answer that does not count");
}

#[tokio::test]
async fn a_round_is_ten_statements_and_never_says_how_many_there_are() {
    let mut topic = Topic::new(SLUG);
    topic.statements = (1..=37).map(|n| "so ".repeat(n) + "it is.").collect();
    let app = open(&TestDatabase::Sqlite, &topic).await;
    let mut reader = app.browser();
    for place in 1..=10 {
        let page = reader.get("/c/bridge").await;
        assert_eq!(page.words(".progress"), [format!("{place} of 10")]);
        let words = page.words("main").join(" ");
        let left = format!("{} ", 37 - place + 1);
        assert!(!words.contains("37") && !words.contains(&left), "{words}");
        let statement = page.attributes("#answer input[name=statement]", "value").remove(0);
        vote(&mut reader, statement.parse().unwrap(), "disagree").await.must_be(303);
    }
    let pause = reader.get("/c/bridge").await;
    assert_eq!(pause.words("#answer a.button"), ["10 more?"]);
    assert!(pause.attributes("#answer input[name=statement]", "value").is_empty());
    let more = reader.get("/c/bridge?more=1").await;
    assert_eq!(more.attributes("#answer input[name=statement]", "value").len(), 1);
}

#[tokio::test]
async fn undoing_leads_to_the_statement_just_taken_back_and_never_to_the_pause() {
    let app = open(&TestDatabase::Sqlite, &Topic::new(SLUG).statements(30)).await;
    let mut reader = app.browser();
    let on_screen = |page: &Reply| page.attributes("#answer input[name=statement]", "value");
    for n_answered in 1..=21 {
        // Also past a pause the reader is asked something, once they said so.
        let shown = on_screen(&reader.get("/c/bridge?more=1").await);
        assert_eq!(on_screen(&reader.get("/c/bridge").await), shown, "a reload after {n_answered}");
        let statement = shown[0].parse().unwrap();
        vote(&mut reader, statement, "agree").await.must_be(303);
        if [1, 10, 11, 20, 21].contains(&n_answered) {
            reader.submit(SLUG, "undo", &[]).await.must_be(303);
            assert_eq!(on_screen(&reader.get("/c/bridge?said=undone").await), shown, "undoing answer {n_answered}");
            vote(&mut reader, statement, "disagree").await.must_be(303);
        }
        let is_pause = on_screen(&reader.get("/c/bridge").await).is_empty();
        assert_eq!(is_pause, n_answered % 10 == 0, "after {n_answered}");
    }
}

#[tokio::test]
async fn undoing_a_change_happens_once_and_leaves_the_screen_as_it_is() {
    let app = open(&TestDatabase::Sqlite, &Topic::new(SLUG)).await;
    let mut reader = app.browser();
    vote(&mut reader, 1, "agree").await.must_be(303);
    let shown = |page: &Reply| page.attributes("#answer input[name=statement]", "value");
    let before = shown(&reader.get("/c/bridge").await);
    vote(&mut reader, 1, "unsure").await.must_be(303);
    sent_back(&reader.submit(SLUG, "undo", &[]).await, "/c/bridge?said=undone#answer");
    assert_eq!(answer(&app, 1, 1), Some(Answer::Voted(Vote::Agree)));
    let page = reader.get("/c/bridge").await;
    assert_eq!(shown(&page), before);
    assert_eq!(page.attributes(".undo button", "disabled").len(), 1, "nothing to undo");
    sent_back(&reader.submit(SLUG, "undo", &[]).await, "/c/bridge#answer");
    assert_eq!(answer(&app, 1, 1), Some(Answer::Voted(Vote::Agree)), "an undo is not undone");
}

#[tokio::test]
async fn a_reload_shows_the_same_statement() {
    let app = open(&TestDatabase::Sqlite, &Topic::new(SLUG).statements(40)).await;
    let mut reader = app.browser();
    let shown = |page: &Reply| page.attributes("#answer input[name=statement]", "value");
    let first = shown(&reader.get("/c/bridge").await);
    for _ in 0..5 {
        assert_eq!(shown(&reader.get("/c/bridge").await), first);
    }
}

#[tokio::test]
async fn a_multiple_choice_takes_several_options_once_each() {
    let mut topic = Topic::new(SLUG);
    topic.kind = "multiple";
    let app = open(&TestDatabase::Sqlite, &topic).await;
    let mut reader = app.browser();
    reader.submit(SLUG, "ballot", &[("option", "1"), ("option", "3")]).await.must_be(303);
    let options: Vec<u8> =
        app.entry(SLUG).read().ledger.ballot(ParticipantId(1)).unwrap().options().map(|id| id.0).collect();
    assert_eq!(options, [1, 3]);
}

#[tokio::test]
async fn a_form_that_makes_no_sense_is_shown_again_and_changes_nothing() {
    let app = open(&TestDatabase::Sqlite, &Topic::new(SLUG)).await;
    let too_long = "ü".repeat(281);
    let cases: [Case<'_>; 13] = [
        ("ballot", &[], 422),
        ("ballot", &[("option", "0")], 422),
        ("ballot", &[("option", "4")], 422),
        ("ballot", &[("option", "one")], 422),
        ("ballot", &[("option", "1"), ("option", "2")], 422),
        ("votes", &[("statement", "1")], 422),
        ("votes", &[("vote", "agree")], 422),
        ("votes", &[("statement", "1"), ("vote", "1")], 422),
        ("votes", &[("statement", "99"), ("vote", "agree")], 404),
        ("votes", &[("statement", "-1"), ("vote", "agree")], 422),
        ("statements", &[], 422),
        ("statements", &[("text", " \n ")], 422),
        ("statements", &[("text", &too_long)], 422),
    ];
    for (action, fields, status) in cases {
        let mut reader = app.browser();
        let reply = reader.submit(SLUG, action, fields).await;
        assert_eq!(reply.status.as_u16(), status, "{action} {fields:?}");
        let has_token = reply.token().is_some();
        assert_eq!(has_token, status == 422, "{action} {fields:?}: the form comes back");
    }
    let entry = app.entry(SLUG);
    assert_eq!(entry.results().open(canvass_domain::Viewer::Staff).unwrap().totals.seq.0, 7, "six statements, opened");
}

#[tokio::test]
async fn a_statement_has_280_characters_however_many_bytes() {
    for database in databases() {
        let app = open(&database, &Topic::new(SLUG)).await;
        let mut author = app.browser();
        let at_limit = "意".repeat(280);
        let held = author.submit(SLUG, "statements", &[("text", &at_limit)]).await;
        sent_back(&held, "/c/bridge?said=statement-held#add");
        let too_long = "x".repeat(281);
        let reply = author.submit(SLUG, "statements", &[("text", &too_long)]).await.must_be(422);
        assert_eq!(reply.words("#text"), [too_long], "what was typed is not lost");
        let twice = author.submit(SLUG, "statements", &[("text", &at_limit)]).await.must_be(422);
        assert_eq!(twice.words("#text"), std::slice::from_ref(&at_limit));
        let mut other = app.browser();
        assert!(!other.get("/c/bridge").await.text().contains(&at_limit), "held: nobody reads it");
        vote(&mut other, 7, "agree").await.must_be(404);
        assert!(author.get("/c/bridge/mine").await.text().contains(&at_limit), "but its author");
    }
}

#[tokio::test]
async fn where_statements_are_shown_at_once_others_vote_on_them_at_once() {
    let app = open(&TestDatabase::Sqlite, &Topic::new(SLUG).showing()).await;
    let mut author = app.browser();
    let shown = author.submit(SLUG, "statements", &[("text", "Lower the bridge.")]).await;
    sent_back(&shown, "/c/bridge?said=statement-shown#add");
    let mut other = app.browser();
    vote(&mut other, 7, "agree").await.must_be(303);
    assert_eq!(answer(&app, 2, 7), Some(Answer::Voted(Vote::Agree)));
}

#[tokio::test]
async fn one_reader_adds_at_most_twenty_statements() {
    let app = open(&TestDatabase::Sqlite, &Topic::new(SLUG)).await;
    let mut author = app.browser();
    for n in 1..=20 {
        author.submit(SLUG, "statements", &[("text", &format!("Thought {n}."))]).await.must_be(303);
    }
    author.submit(SLUG, "statements", &[("text", "One thought more.")]).await.must_be(422);
    assert_eq!(app.entry(SLUG).read().ledger.n_held(), 20);
}

#[tokio::test]
async fn a_form_needs_the_token_of_its_own_page() {
    for database in databases() {
        let app = open(&database, &Topic::new(SLUG)).await;
        app.open(&Topic::new("tunnel")).await;
        let mut reader = app.browser();
        let good = reader.token(SLUG).await;
        let shouted = good.to_uppercase();
        let other_conversation = reader.token("tunnel").await;
        let other_browser = app.browser().token(SLUG).await;
        let actions = ["ballot", "votes", "undo", "statements", "about-me", "mine/withdraw-vote", "mine/withdraw"];
        let more = ["mine/forget-about-me", "mine/erase", "return/0badc0de"];
        for action in actions.into_iter().chain(more) {
            let path = format!("/c/{SLUG}/{action}");
            let fields =
                |token| [("token", token), ("option", "1"), ("statement", "1"), ("vote", "agree"), ("text", "x")];
            for token in ["", "0badc0de", &other_conversation, &other_browser, &shouted] {
                let refused = reader.post_form(&path, &fields(token)).await;
                assert_eq!(refused.status.as_u16(), 403, "{action} with `{token}`");
            }
            reader.post_form(&path, &fields(&good)[1..]).await.must_be(403);
            app.browser().post_form(&path, &fields(&good)).await.must_be(403);
            let mut forger = app.browser();
            forger.set_cookie("canvass", &"0".repeat(96));
            forger.post_form(&path, &fields(&good)).await.must_be(403);
        }
        assert_eq!(app.entry(SLUG).read().turnout().n_participants, 0);
        reader.post_form("/c/bridge/ballot", &[("token", &good), ("option", "1")]).await.must_be(303);
    }
}

#[tokio::test]
async fn bodies_that_are_no_forms_are_refused() {
    let app = open(&TestDatabase::Sqlite, &Topic::new(SLUG)).await;
    let mut reader = app.browser();
    let token = reader.token(SLUG).await;
    let body = format!("token={token}&option=1");
    let form = "application/x-www-form-urlencoded";
    for (kind, body, status) in [
        ("application/json", body.clone(), 400),
        ("text/plain", body.clone(), 400),
        ("multipart/form-data; boundary=x", body.clone(), 400),
        (form, format!("{body}&filler={}", "x".repeat(64 * 1024)), 413),
        (form, "%ff%fe&=&&==%".to_owned(), 403),
        (form, format!("token={token}&option=%ff"), 422),
        ("application/x-www-form-urlencoded; charset=utf-8", body.clone(), 303),
    ] {
        let reply = reader.post_body("/c/bridge/ballot", kind, body.clone()).await;
        assert_eq!(reply.status.as_u16(), status, "{kind} {}", body.chars().take(40).collect::<String>());
    }
}

#[tokio::test]
async fn drafts_and_closed_conversations_take_no_answers() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.draft(&Topic::new("tunnel")).await;
        app.open(&Topic::new(SLUG)).await;
        let mut reader = app.browser();
        vote(&mut reader, 1, "agree").await.must_be(303);
        app.close(SLUG).await;
        let actions: [(&str, &[(&str, &str)]); 6] = [
            ("ballot", &[("option", "1")]),
            ("votes", &[("statement", "2"), ("vote", "agree")]),
            ("undo", &[]),
            ("statements", &[("text", "Too late.")]),
            ("about-me", &[("role", "Nurse"), ("consent", "yes")]),
            ("mine/withdraw-vote", &[("statement", "1")]),
        ];
        for (action, fields) in actions {
            let refused = reader.submit(SLUG, action, fields).await;
            assert_eq!(refused.status.as_u16(), 409, "{action}");
            assert_eq!(refused.words("h1"), ["This conversation has closed"], "{action}");
            let said = refused.words("main").join(" ");
            assert!(said.contains("A question about bridge") && said.contains("The test desk"), "{said}");
            assert!(refused.attributes("main a", "href").contains(&"/c/bridge/results".to_owned()));
            assert_eq!(refused.words("textarea") == ["Too late."], action == "statements", "what was typed is there");
            let token = reader.token(SLUG).await;
            let mut all = vec![("token", token.as_str())];
            all.extend_from_slice(fields);
            reader.post_form(&format!("/c/tunnel/{action}"), &all).await.must_be(404);
        }
        assert_eq!(answer(&app, 1, 1), Some(Answer::Voted(Vote::Agree)), "what was said stays said");
    }
}
