//! Under which names comments stand: nobody goes by the organiser's or a writer's, and what staff posts says so.

use canvass_app::StaffId;
use canvass_app::edition::{Heard, Publishing, source_word};
use canvass_domain::{CommentId, Role};
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, databases, now_ms};
use serde_json::json;

const API: &str = "/api/v1/conversations/bridge";
/// The organiser of every topic.
const ORGANISER: &str = "The test desk";
const MARK: &str = ".comment .by .tag";

fn topic(slug: &str) -> Topic {
    Topic { keys: "comments = \"show\"".to_owned(), ..Topic::new(slug) }
}

async fn open(database: &TestDatabase) -> TestApp {
    let app = TestApp::start(database).await;
    app.open(&topic("bridge")).await;
    app
}

async fn say_as(browser: &mut Browser, name: &str, more: &[(&str, &str)]) -> Reply {
    let mut fields = vec![("text", "What I say."), ("quote", "name"), ("name", name)];
    fields.retain(|(field, _)| !more.iter().any(|(other, _)| other == field));
    fields.extend_from_slice(more);
    browser.submit("bridge", "comments", &fields).await
}

async fn post(browser: &mut Browser, name: &str) -> Reply {
    let body = json!({"text": "What I say.", "quote": "name", "name": name});
    browser.api("POST", &format!("{API}/comments"), Some(body)).await
}

/// Closes another conversation and publishes a take of it under a name.
async fn sign(app: &TestApp, slug: &str, name: &str) {
    app.open(&topic(slug)).await;
    app.browser().submit(slug, "ballot", &[("option", "1")]).await.must_be(303);
    app.close(slug).await;
    let (entry, by) = (app.entry(slug), StaffId::COMMAND_LINE);
    app.app().draft_edition(&entry, app.server_url(), by, now_ms()).await.unwrap();
    let hash = app.app().shelf(&entry).await.unwrap().draft().unwrap().hash.clone();
    let checked = ["headline", "figures", "quotes", "words", "response"].map(str::to_owned).to_vec();
    let publishing = Publishing { signed_off_by: Some(name.to_owned()), checked, ..Publishing::default() };
    app.app().publish_take(&entry, &publishing, &hash, by, now_ms()).await.unwrap();
}

#[tokio::test]
async fn nobody_goes_by_the_name_of_the_organiser_or_of_a_writer() {
    for database in databases() {
        let app = open(&database).await;
        let mut reader = app.browser();
        say_as(&mut reader, "Robin Example", &[]).await.must_be(303);
        sign(&app, "tunnel", "Robin Example").await;
        let taken = [
            ORGANISER,
            "the test desk",
            "The  Test\u{A0}Desk",
            "The t\u{435}st d\u{435}sk",
            "The te\u{200B}st desk",
            "The test desk.",
            "Robin Example",
            "ROBIN EXAMPLE",
            "R\u{43E}bin \u{415}xample",
        ];
        for name in taken {
            let refused = say_as(&mut reader, name, &[]).await.must_be(422);
            assert_eq!(refused.attributes("#errors a", "href"), ["#name"], "{name:?}");
            let said = "This name belongs to the organiser or to a writer of theirs. Give another name, or none.";
            assert_eq!(refused.words("#errors a"), [said], "{name:?}");
            assert_eq!(refused.words("textarea[name=text]"), ["What I say."], "nothing typed is lost");
            // Whether it is to be quoted or not: it stands over the comment.
            say_as(&mut reader, name, &[("quote", "no")]).await.must_be(422);
            let refused = post(&mut reader, name).await.must_be(422);
            assert_eq!(refused.json()["type"], "/problems/comment");
            assert!(refused.json()["title"].as_str().unwrap().contains("belongs to the organiser"), "{name:?}");
        }
        let place = [("quote", "first_name_and_place"), ("place", "Example")];
        say_as(&mut reader, "Robin", &place).await.must_be(422);
        let reply = [("parent", "1")];
        say_as(&mut reader, "Robin Example", &reply).await.must_be(422);
        assert_eq!(app.entry("bridge").read().n_comments(), 1, "what was there before stays");
        for name in ["Robin", "Robin Exampleton", "Ada Okoye", "The desk", "test"] {
            say_as(&mut reader, name, &[]).await.must_be(303);
        }
        say_as(&mut reader, ORGANISER, &[("quote", "anonymous")]).await.must_be(303);
        assert!(!reader.get("/c/bridge/comments").await.words(".by b").contains(&ORGANISER.to_owned()));
    }
}

#[tokio::test]
async fn an_organiser_of_one_word_is_protected_from_nothing() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let toml = topic("bridge").toml().replace(ORGANISER, "Canvass");
    let file = canvass_formats::conversation_file::parse(&toml).unwrap();
    app.load("bridge", &canvass_app::conversation::draft(&file, now_ms())).await;
    app.app().open(&app.entry("bridge"), None, now_ms()).await.unwrap();
    say_as(&mut app.browser(), "Canvass", &[]).await.must_be(303);
    say_as(&mut app.browser(), ORGANISER, &[]).await.must_be(303);
}

#[tokio::test]
async fn what_staff_posts_bears_their_mark_and_may_bear_the_name() {
    for database in databases() {
        let app = open(&database).await;
        let mut staff = app.sign_in(Role::Editor).await;
        say_as(&mut staff, ORGANISER, &[]).await.must_be(303);
        say_as(&mut app.browser(), "Ada Okoye", &[("parent", "1")]).await.must_be(303);
        say_as(&mut staff, "", &[("parent", "2"), ("quote", "no")]).await.must_be(303);
        post(&mut staff, ORGANISER).await.must_be(201);
        let page = app.browser().get("/c/bridge/comments?order=oldest").await.must_be(200);
        assert_eq!(page.words(MARK), ["Staff"; 3]);
        assert_eq!(
            page.words(".comment .by b"),
            [ORGANISER, "Ada Okoye", ORGANISER],
            "who gives no name is staff alone"
        );
        assert_eq!([1, 2, 3].map(|n| page.words(&format!("#c{n} .tag")).len()), [1, 0, 1]);
        let listed = app.browser().api("GET", &format!("{API}/comments?order=oldest"), None).await.must_be(200).json();
        let first = &listed["threads"][0];
        assert_eq!([&first["staff"], &first["replies"][0]["staff"]], [true, false]);
        assert_eq!(first["replies"][1]["staff"], true);
        // It is kept, and goes with the words.
        let cards = app.app().store().comment_cards(app.entry("bridge").id()).await.unwrap();
        assert_eq!(cards.iter().map(|card| card.staff.is_some()).collect::<Vec<_>>(), [true, false, true, true]);
        staff.submit("bridge", "comments/1/erase", &[]).await.must_be(303);
        let cards = app.app().store().comment_cards(app.entry("bridge").id()).await.unwrap();
        assert_eq!((cards[0].staff, cards[0].is_erased), (None, true));
        assert_eq!(app.entry("bridge").read().talk.card(CommentId(1)).unwrap(), &cards[0]);
        // Signed out, one is a reader again.
        let token = staff.get("/desk").await.token().unwrap();
        staff.post_form("/desk/sign-out", &[("token", &token)]).await.must_be(303);
        say_as(&mut staff, ORGANISER, &[]).await.must_be(422);
        say_as(&mut staff, "Sam Roe", &[]).await.must_be(303);
        assert_eq!(app.browser().get("/c/bridge/comments/5").await.words(MARK), [""; 0]);
        // A take is in readers' words: what staff posted is in no theme and can be no quote.
        app.close("bridge").await;
        let entry = app.entry("bridge");
        let quotable = app.app().quotable(&entry, &[], Heard::Words).await.unwrap();
        let mut quotable: Vec<String> =
            quotable.into_iter().map(|(candidate, _)| source_word(candidate.source)).collect();
        quotable.sort();
        assert_eq!(quotable, ["comment:2", "comment:5"]);
        app.app().draft_edition(&entry, app.server_url(), StaffId::COMMAND_LINE, now_ms()).await.unwrap();
        let comments = app.app().shelf(&entry).await.unwrap().draft().unwrap().edition.comments;
        assert_eq!((comments.read, comments.quotable), (2, 2));
    }
}

#[tokio::test]
async fn staff_words_are_held_like_all_others_and_marked_in_the_queue() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic { keys: "comments = \"hold\"".to_owned(), ..Topic::new("bridge") }).await;
    let mut staff = app.sign_in(Role::Moderator).await;
    say_as(&mut staff, ORGANISER, &[]).await.must_be(303);
    assert_eq!(app.entry("bridge").read().n_comments(), 0);
    assert_eq!(staff.get("/desk/c/bridge").await.words(".queue .tag"), ["Staff"]);
}
