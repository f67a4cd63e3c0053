//! An edition made before rules had numbers: its page names the version that made it, and the next one follows it.

use canvass_domain::Role;
use canvass_store::{Database, EditionDoing, EditionRow, NewEdition, Store};
use canvass_testkit::{TestApp, TestDatabase, Topic};

const SLUG: &str = "bridge";
const DOING: EditionDoing = EditionDoing { by: 1, at_ms: 1_760_000_000_000 };

/// As an earlier version would have left it: no field `rules`, and much that this version does not know.
fn old(signature: Option<&str>) -> EditionRow {
    let document =
        r#"{"number":1,"schema":"canvass.edition/1","software":{"name":"canvass","version":"0.1.0+c24956416d2a"}}"#;
    EditionRow {
        number: 1,
        document: document.to_owned(),
        hash: if signature.is_some() { "second" } else { "first" }.to_owned(),
        signature: signature.map(str::to_owned),
        published_ms: signature.map(|_| DOING.at_ms),
    }
}

#[tokio::test]
async fn the_page_names_the_version_that_made_it() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new(SLUG)).await;
    app.close(SLUG).await;
    let store = Store::open(Database::Folder(app.folder().unwrap().to_owned())).await.unwrap();
    let (id, draft) = (app.entry(SLUG).id(), old(None));
    let new = NewEdition { row: &draft, votes: "{}", record: "{}", quotes: &[] };
    assert!(store.put_draft(id, &new, DOING).await.unwrap());
    assert!(store.save_edition(id, &old(Some("signed")), "first", &[], DOING).await.unwrap());

    let mut anyone = app.browser();
    let page = anyone.get("/take/bridge-1").await.must_be(200);
    assert!(page.text().contains("Canvass 0.1.0+c24956416d2a made it"), "{}", page.text());
    for part in ["bundle", "disclosure.json", "charts/poll.svg", "card.png"] {
        anyone.get(&format!("/take/bridge-1/{part}")).await.must_be(404);
    }
    anyone.get("/take/bridge-2").await.must_be(404);
    for path in ["/", "/c/bridge", "/c/bridge/results", "/takes.atom"] {
        let status = anyone.get(path).await.status.as_u16();
        assert!(status < 500, "{path}: {status}");
    }
    app.sign_in(Role::Owner).await.get("/desk/c/bridge/take").await.must_be(200);
    assert_eq!(app.publish_take(SLUG).await, "bridge-2", "a number is given once");
    anyone.get("/take/bridge-2").await.must_be(200);

    // It is withdrawn as any other.
    let mut owner = app.sign_in(Role::Owner).await;
    let withdraw = "/desk/c/bridge/take/1/withdraw";
    assert!(owner.get("/desk/c/bridge/take").await.text().contains(withdraw));
    let token = owner.get(withdraw).await.must_be(200).token().unwrap();
    owner.post_form(withdraw, &[("token", &token), ("reason", "The figures were of another poll.")]).await.must_be(303);
    let gone = anyone.get("/take/bridge-1").await.must_be(410);
    assert!(gone.text().contains("The figures were of another poll."), "{}", gone.text());
    for part in ["bundle", "disclosure.json", "charts/poll.svg", "card.png"] {
        anyone.get(&format!("/take/bridge-1/{part}")).await.must_be(410);
    }
    assert!(!owner.get("/desk/c/bridge/take").await.text().contains(withdraw));
    anyone.get("/take/bridge-2").await.must_be(200);
}
