//! Imports: what nobody approved stays unread, what is private is not there, and what was brought in wrongly can go.

use axum::http::StatusCode;
use canvass_app::edition::{NotSaved, Publishing};
use canvass_app::{AppError, AuditRange, Conflict, StaffId};
use canvass_domain::{
    Event, Fact, Instrument, Origin, Role, Seq, Slug, Statement, StatementId, StatementState, Transcript, Visibility,
};
use canvass_formats::polis::read_folder;
use canvass_testkit::{Browser, TestApp, databases, now_ms};
use std::path::Path;

const NOON: i64 = 1_800_000_000_000;

/// A set with three statements that only their authors voted on.
pub(crate) fn strict() -> Transcript {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../canvass-formats/tests/found/polis-strict-unmoderated");
    read_folder(&folder, &mut |_| ()).unwrap().transcript
}

pub(crate) async fn bring_in(app: &TestApp, slug: &str, transcript: &Transcript, visibility: Visibility) {
    let slug = Slug::parse(slug).unwrap();
    app.app().create_as(&slug, transcript, visibility, now_ms()).await.unwrap();
    app.app().maps_settled().await;
}

async fn acts(app: &TestApp) -> Vec<&'static str> {
    let rows = app.app().store().audit(AuditRange::default(), 500).await.unwrap();
    let known = ["make_public", "delete"];
    rows.iter().filter_map(|row| known.into_iter().find(|act| *act == row.act)).collect()
}

async fn press(browser: &mut Browser, path: &str) -> StatusCode {
    let token = browser.get("/desk").await.token().unwrap_or_default();
    browser.post_form(path, &[("token", &token)]).await.status
}

#[tokio::test]
async fn held_texts_are_counted_and_shown_nowhere() {
    let app = TestApp::start(&databases()[0]).await;
    let transcript = strict();
    bring_in(&app, "strict", &transcript, Visibility::Public).await;
    let results = app.browser().get("/api/v1/conversations/strict/results").await.json();
    let held: Vec<_> = results["statements"].as_array().unwrap().iter().filter(|s| s["state"] == "held").collect();
    assert_eq!(held.len(), 3);
    assert!(held.iter().all(|s| s["text"].is_null() && s["agree"] == 1), "{held:?}");
    assert_eq!(results["counts"]["statements_held"], 3);
    assert_eq!(
        results["counts"]["votes"].as_u64().unwrap(),
        results["counts"]["votes_on_accepted"].as_u64().unwrap() + 3
    );
    let words: Vec<String> = transcript
        .statements
        .iter()
        .filter(|s| s.state == StatementState::Held)
        .filter_map(|s| s.text.clone())
        .collect();
    assert_eq!(words.len(), 3);
    let paths = [
        "/c/strict",
        "/c/strict/results",
        "/c/strict/charts/map.svg",
        "/api/v1/conversations/strict/results",
        "/api/v1/conversations/strict/statements",
    ];
    for path in paths {
        let page = app.browser().get(path).await.must_be(200);
        assert!(words.iter().all(|text| !page.text().contains(text.as_str())), "{path}");
    }
    let queue = app.sign_in(Role::Moderator).await.get("/desk/c/strict").await;
    assert!(words.iter().all(|text| queue.text().contains(text.as_str())), "the desk can decide on them");
}

#[tokio::test]
async fn results_say_of_which_conversation_they_are() {
    let app = TestApp::start(&databases()[0]).await;
    bring_in(&app, "strict", &strict(), Visibility::Public).await;
    let results = app.browser().get("/api/v1/conversations/strict/results").await.json();
    assert_eq!(results["title"], "Sunday opening");
    assert_eq!(results["slug"], "strict");
    assert_eq!(results["opened_at"], "2023-11-14T19:26:40Z");
    assert_eq!(results["statements"][0]["added_on"], "2023-11-14");
    assert_eq!(results["parameters"]["group_least_people"], 5);
    assert_eq!(results["votes_per_person"]["people"], 24);
    let bins = results["votes_per_person"]["bins"].as_array().unwrap();
    assert_eq!(bins.iter().map(|bin| bin["n"].as_u64().unwrap()).sum::<u64>(), 24);
    bring_in(&app, "again", &strict(), Visibility::Public).await;
    let again = app.browser().get("/api/v1/conversations/again/results").await.json();
    assert_eq!(again["results_hash"], results["results_hash"], "no hash is over the name");
    assert!(results["results_hash"].is_string());
}

#[tokio::test]
async fn a_private_import_is_not_there_until_it_is_made_public_once() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        bring_in(&app, "mine", &strict(), Visibility::Private).await;
        let paths = [
            "/c/mine",
            "/c/mine/results",
            "/c/mine/comments",
            "/c/mine/mine",
            "/c/mine/charts/map.svg",
            "/c/mine/card.png",
            "/api/v1/conversations/mine",
            "/api/v1/conversations/mine/results",
            "/api/v1/conversations/mine/statements",
            "/api/v1/conversations/mine/stream",
        ];
        for path in paths {
            let nothing = path.replace("mine", "nothing-there");
            let (found, none) = (app.browser().get(path).await, app.browser().get(&nothing).await);
            let found = found.must_be(404);
            assert_eq!(found.text().replace("mine", ""), none.text().replace("nothing-there", ""), "{path}");
        }
        assert!(!app.browser().get("/").await.text().contains("Sunday opening"));
        // A take can be written, and is published to nobody before its conversation is.
        let entry = app.entry("mine");
        app.app().draft_edition(&entry, "http://localhost:8400", StaffId::COMMAND_LINE, NOON).await.unwrap();
        let hash = app.app().shelf(&entry).await.unwrap().draft().unwrap().hash.clone();
        let published =
            app.app().publish_take(&entry, &Publishing::default(), &hash, StaffId::COMMAND_LINE, NOON).await;
        assert!(matches!(published, Err(NotSaved::App(AppError::Conflict(Conflict::Private)))), "{published:?}");
        assert!(!app.browser().get("/takes.atom").await.must_be(200).text().contains("/take/mine"));
        assert_eq!(
            app.browser().get("/api/v1/conversations").await.json()["conversations"].as_array().unwrap().len(),
            0
        );
        let mut editor = app.sign_in(Role::Editor).await;
        for path in ["/c/mine/results", "/desk/c/mine", "/desk/c/mine/make-public"] {
            editor.get(path).await.must_be(200);
        }
        let picture = editor.get("/c/mine/charts/map.svg").await;
        assert_eq!(picture.header("cache-control"), "no-store", "nothing of it is kept for others");
        assert_eq!(
            press(&mut app.sign_in(Role::Moderator).await, "/desk/c/mine/make-public").await,
            StatusCode::FORBIDDEN
        );
        assert_eq!(press(&mut editor, "/desk/c/mine/make-public").await, StatusCode::SEE_OTHER);
        for path in ["/c/mine", "/c/mine/results", "/api/v1/conversations/mine/results"] {
            app.browser().get(path).await.must_be(200);
        }
        assert_eq!(press(&mut editor, "/desk/c/mine/make-public").await, StatusCode::CONFLICT);
        assert_eq!(acts(&app).await, ["make_public"]);
    }
}

#[tokio::test]
async fn an_owner_deletes_an_import_and_its_number_is_never_given_again() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        bring_in(&app, "wrong", &strict(), Visibility::Public).await;
        let gone = app.entry("wrong").id();
        assert_eq!(press(&mut app.sign_in(Role::Editor).await, "/desk/c/wrong/delete").await, StatusCode::FORBIDDEN);
        let mut owner = app.sign_in(Role::Owner).await;
        owner.get("/desk/c/wrong/delete").await.must_be(200);
        assert_eq!(press(&mut owner, "/desk/c/wrong/delete").await, StatusCode::SEE_OTHER);
        app.browser().get("/c/wrong").await.must_be(404);
        owner.get("/desk/c/wrong").await.must_be(404);
        let store = app.app().store();
        assert!(store.events(gone).await.unwrap().is_empty() && store.statements(gone).await.unwrap().is_empty());
        bring_in(&app, "wrong", &strict(), Visibility::Public).await;
        assert!(app.entry("wrong").id() > gone);
        assert_eq!(acts(&app).await, ["delete"]);
    }
}

#[tokio::test]
async fn what_was_asked_here_or_is_published_is_not_deleted() {
    let app = TestApp::start(&databases()[0]).await;
    app.open(&canvass_testkit::Topic::new("bridge")).await;
    let mut owner = app.sign_in(Role::Owner).await;
    assert_eq!(press(&mut owner, "/desk/c/bridge/delete").await, StatusCode::CONFLICT);
    bring_in(&app, "strict", &strict(), Visibility::Public).await;
    app.publish_take("strict").await;
    assert_eq!(press(&mut owner, "/desk/c/strict/delete").await, StatusCode::CONFLICT);
    app.browser().get("/c/strict").await.must_be(200);
}

#[tokio::test]
async fn accepted_statements_are_listed_a_hundred_a_page() {
    let app = TestApp::start(&databases()[0]).await;
    let mut transcript = strict();
    let closed = transcript.events.pop().unwrap();
    for id in (100..250).map(StatementId) {
        let (author, state, origin) = (None, StatementState::Accepted, Origin::Organiser);
        let text = Some(format!("Statement {id}"));
        let (reason, rule, decided_here, added_ms) = (None, None, false, closed.at_ms);
        transcript.statements.push(Statement { id, text, origin, author, state, reason, rule, decided_here, added_ms });
        let seq = Seq(transcript.events.len() as u64 + 1);
        transcript.events.push(Event {
            seq,
            at_ms: closed.at_ms,
            fact: Fact::StatementAdded { statement: id, origin, state },
        });
    }
    transcript.events.push(Event { seq: Seq(transcript.events.len() as u64 + 1), ..closed });
    bring_in(&app, "long", &transcript, Visibility::Public).await;
    let mut path = Some("/api/v1/conversations/long/statements".to_owned());
    let mut pages: Vec<Vec<u64>> = Vec::new();
    while let Some(at) = path {
        let page = app.browser().get(&at).await.json();
        pages.push(page["statements"].as_array().unwrap().iter().map(|s| s["id"].as_u64().unwrap()).collect());
        path = page["next"].as_str().map(str::to_owned);
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [100, 58]);
    let expected: Vec<u64> = (0..8).chain(100..250).collect();
    assert_eq!(pages.concat(), expected, "neither held nor declined");
    let after = app.browser().get("/api/v1/conversations/long/statements?after=248").await.json();
    assert_eq!(after["statements"].as_array().unwrap().len(), 1);
    assert!(after["next"].is_null());
    app.browser().get("/api/v1/conversations/long/statements?after=x").await.must_be(400);
}

#[tokio::test]
async fn the_language_of_an_import_can_be_mended() {
    let app = TestApp::start(&databases()[0]).await;
    bring_in(&app, "strict", &strict(), Visibility::Public).await;
    let entry = app.entry("strict");
    let hash = |app: &TestApp| app.app().any("strict").unwrap().results();
    let before = hash(&app).open(canvass_domain::Viewer::Staff).unwrap().to_json().unwrap()["results_hash"].clone();
    let old = entry.conversation().instrument.clone();
    let mended = Instrument { language: "cy".to_owned(), ..old };
    app.app().revise(&entry, mended, Some(StaffId::COMMAND_LINE), now_ms()).await.unwrap();
    app.app().maps_settled().await;
    assert_eq!(entry.conversation().instrument.language, "cy");
    let after = hash(&app).open(canvass_domain::Viewer::Staff).unwrap().to_json().unwrap()["results_hash"].clone();
    assert_eq!(after, before);
}

/// A form with a file, as browsers send it.
fn form_with(token: &str, file: &[u8]) -> Vec<u8> {
    let mut body = format!(
        "--x9\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{token}\r\n\
         --x9\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
    )
    .into_bytes();
    body.extend(file);
    body.extend(b"\r\n--x9--\r\n");
    body
}

#[tokio::test]
async fn uploads_in_another_encoding_are_refused_with_line_and_likely_encoding() {
    let app = TestApp::start(&databases()[0]).await;
    app.open(&canvass_testkit::Topic::new("bridge")).await;
    let mut editor = app.sign_in(Role::Editor).await;
    let token = editor.get("/desk").await.token().unwrap_or_default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../canvass-formats/tests/found");
    let csv = std::fs::read(folder.join("elsewhere-cp1252.csv")).unwrap();
    let kind = "multipart/form-data; boundary=x9";
    let toml = b"slug = \"a\"\ntitle = \"Caf\xe9 \x93opening\x94\"\n";
    for (path, file) in [("/desk/c/bridge/elsewhere", csv.as_slice()), ("/desk/new/file", toml.as_slice())] {
        let page = editor.post_body(path, kind, form_with(&token, file)).await;
        let page = page.must_be(422);
        assert!(page.text().contains("line 2") && page.text().contains("Windows-1252"), "{}", page.text());
        assert!(!page.text().contains('\u{fffd}'), "{}", page.text());
    }
    assert_eq!(app.app().elsewhere(&app.entry("bridge")).await.unwrap().len(), 0);
    // Marked as UTF-16, as a spreadsheet's "Unicode text" is, it is converted.
    let words = "text,source,date,url\n\"Cafés, naïve\",A story,2025-01-07,https://news.example/1\n";
    let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(words.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    editor.post_body("/desk/c/bridge/elsewhere", kind, form_with(&token, &wide)).await.must_be(303);
    assert_eq!(app.app().elsewhere(&app.entry("bridge")).await.unwrap()[0].text, "Cafés, naïve");
}
