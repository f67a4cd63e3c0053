//! Texts that nobody could read, texts that read the same, and statements from a spreadsheet, whatever way they come.

use canvass_domain::Role;
use canvass_testkit::{Browser, Reply, Selector, TestApp, Topic, databases};
use serde_json::{Value, json};

const SLUG: &str = "bridge";
const C: &str = "/api/v1/conversations/bridge";

/// Texts of nothing visible, and one text that reads the same as another, as they were found.
const INVISIBLE: [&str; 6] =
    ["\u{200b}\u{200b}\u{200b}", "\u{feff}", "\u{2800}\u{2800}", "\u{2060}", "\u{fe0f}", "\u{301}\u{301}"];
const SAME: [[&str; 2]; 3] = [
    ["Buses do not run on Sundays.", "BUSES DO NOT RUN ON SUNDAYS."],
    ["Trams do not run on Sundays.", "Trams do not\u{200b} run on Sundays."],
    ["Boats do not run on Sundays.", "Boats do not run on Sundays!"],
];

async fn open(app: &TestApp) {
    let mut topic = Topic::new(SLUG);
    topic.keys = "comments = \"show\"".to_owned();
    topic.new_statements = "show";
    app.open(&topic).await;
}

async fn reader(app: &TestApp) -> Browser {
    let made = app.browser().api("POST", &format!("{C}/participants"), Some(json!({}))).await.must_be(201);
    app.browser().with_bearer(made.json()["token"].as_str().unwrap())
}

async fn posts(reader: &mut Browser, what: &str, body: Value) -> Reply {
    reader.api("POST", &format!("{C}/{what}"), Some(body)).await
}

#[tokio::test]
async fn a_text_that_nobody_could_read_is_refused_in_the_form_and_by_the_api() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        open(&app).await;
        let mut api = reader(&app).await;
        let tower = format!("Z{}", "\u{301}".repeat(60));
        let texts = INVISIBLE.into_iter().chain(["Bell\u{7}", "No\u{0}thing", "Vertical\u{b}tab", &tower]);
        for text in texts {
            posts(&mut api, "statements", json!({"text": text})).await.must_be(422);
            let page = app.browser().submit(SLUG, "statements", &[("text", text)]).await.must_be(422);
            assert_eq!(page.words("#errors a").len(), 1, "{text:?}");
            let named = json!({"text": "Said.", "quote": "name", "name": text});
            posts(&mut api, "comments", named).await.must_be(422);
            let placed = json!({"text": "Said.", "quote": "first_name_and_place", "name": "Ada", "place": text});
            posts(&mut api, "comments", placed).await.must_be(422);
        }
        for text in INVISIBLE.into_iter().chain([tower.as_str()]) {
            posts(&mut api, "comments", json!({"text": text, "quote": "no"})).await.must_be(422);
            let fields = [("text", text), ("quote", "no")];
            app.browser().submit(SLUG, "comments", &fields).await.must_be(422);
        }
        // Half a character is no text at all.
        let torn = "{\"text\": \"Half \\ud83d of it\"}";
        api.post_body(&format!("{C}/statements"), "application/json", torn).await.must_be(400);
        assert_eq!(app.entry(SLUG).read().statements.len(), Topic::new(SLUG).statements.len());
    }
}

#[tokio::test]
async fn a_name_that_would_turn_its_date_round_is_kept_without_that() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        open(&app).await;
        let mut api = reader(&app).await;
        let named = json!({"text": "Said.\tAnd tabbed.", "quote": "name", "name": "Ada \u{202e}ihsoM"});
        posts(&mut api, "comments", named).await.must_be(201);
        let page = app.browser().get("/c/bridge/comments").await.must_be(200);
        assert_eq!(page.words(".by bdi"), ["Ada ihsoM"]);
        assert!(page.text().contains("Said.\tAnd tabbed."), "a comment keeps its tabs");
    }
}

#[tokio::test]
async fn a_statement_that_reads_the_same_as_another_is_refused() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        open(&app).await;
        let (mut one, mut other) = (reader(&app).await, reader(&app).await);
        for [first, second] in SAME {
            posts(&mut one, "statements", json!({"text": first})).await.must_be(201);
            let refused = posts(&mut other, "statements", json!({"text": second})).await.must_be(409);
            assert!(refused.json()["type"].as_str().unwrap().contains("repeated"), "{}", refused.text());
            app.browser().submit(SLUG, "statements", &[("text", second)]).await.must_be(422);
        }
    }
}

/// Lines from a spreadsheet are shown as what they became; nothing is kept before somebody has seen that.
#[tokio::test]
async fn statements_from_a_spreadsheet_are_shown_before_they_are_kept() {
    const PASTED: &str = "comment_text,internal_notes,,\r\n\"Keep the caf\u{e9}, and the garden.\",note,,\r\n,,,,\r\nStaff should choose their own days.,,,\r\n";
    for database in databases() {
        let app = TestApp::start(&database).await;
        let mut editor = app.sign_in(Role::Editor).await;
        let token = editor.get("/desk/new").await.must_be(200).token().unwrap();
        let form = |statements: &str| {
            [
                ("token", token.as_str()),
                ("title", "Sundays?"),
                ("language", "en"),
                ("statement", statements),
                ("act", "save"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let typed = form(PASTED);
        let pairs: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let shown = editor.post_form("/desk/new", &pairs).await.must_be(422);
        assert!(app.app().any("sundays").is_none(), "nothing is kept yet");
        let field =
            shown.html().select(&Selector::parse("#statement").unwrap()).next().unwrap().text().collect::<String>();
        assert_eq!(field.trim(), "Keep the caf\u{e9}, and the garden.\nStaff should choose their own days.");
        assert!(shown.words("#errors a")[0].contains("from a spreadsheet"), "{:?}", shown.words("#errors a"));
        let typed = form(field.trim());
        let pairs: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        editor.post_form("/desk/new", &pairs).await.must_be(303);
        assert_eq!(app.entry("sundays").read().statements.len(), 2);
    }
}
