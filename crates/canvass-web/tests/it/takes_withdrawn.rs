//! An edition that an owner withdraws: its address says when and why, and nothing else of it is published.

use canvass_app::StaffId;
use canvass_domain::Role;
use canvass_store::AuditRange;
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, databases};

const SLUG: &str = "bridge";
const ID: &str = "bridge-1";
const WITHDRAW: &str = "/desk/c/bridge/take/1/withdraw";
const WHY: &str = "Two answers had been exchanged <b>by mistake</b>.";

async fn withdraw(staff: &mut Browser, reason: &str) -> Reply {
    let token = staff.get("/desk").await.token().unwrap_or_default();
    staff.post_form(WITHDRAW, &[("token", token.as_str()), ("reason", reason)]).await
}

#[tokio::test]
async fn an_edition_that_is_withdrawn_leaves_its_reason_and_nothing_else() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG)).await;
        app.browser().submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
        app.close(SLUG).await;
        assert_eq!(app.publish_take(SLUG).await, ID);
        let mut reader = app.browser();
        let headline = reader.get("/take/bridge-1").await.must_be(200).words("h1").remove(0);
        let parts =
            ["bundle", "disclosure.json", "charts/poll", "charts/poll.svg", "charts/poll.png", "card.png", "card.svg"];
        let parts: Vec<String> = parts.map(|part| format!("/take/{ID}/{part}")).into();
        for part in &parts {
            reader.get(part).await.must_be(200);
        }
        let links = ["/takes.atom", "/c/bridge", "/c/bridge/results", "/"];
        let n_linked = async |reader: &mut Browser| {
            let mut n = 0;
            for path in links {
                n += usize::from(reader.get(path).await.must_be(200).text().contains("/take/bridge-1"));
            }
            n
        };
        assert!(n_linked(&mut reader).await >= 3);

        let mut editor = app.sign_in(Role::Editor).await;
        editor.get(WITHDRAW).await.must_be(403);
        withdraw(&mut editor, WHY).await.must_be(403);
        assert!(!editor.get("/desk/c/bridge/take").await.text().contains(WITHDRAW));
        let mut owner = app.sign_in(Role::Owner).await;
        assert!(owner.get("/desk/c/bridge/take").await.text().contains(WITHDRAW));
        assert_eq!(owner.get(WITHDRAW).await.must_be(200).words(".finding"), std::slice::from_ref(&headline));
        let long = "x".repeat(601);
        for reason in ["", " \n ", &long] {
            let asked = withdraw(&mut owner, reason).await.must_be(422);
            assert_eq!(asked.words("#reason").join(""), reason.trim(), "nothing typed is lost");
        }
        reader.get("/take/bridge-1").await.must_be(200);
        withdraw(&mut owner, WHY).await.must_be(303);

        let gone = reader.get("/take/bridge-1").await.must_be(410);
        assert_eq!(gone.words("h1"), ["This edition was withdrawn"]);
        assert!(!gone.text().contains(&headline), "it may be what was wrong");
        let text = gone.words("main").join(" ");
        assert!(text.contains("This take was withdrawn on") && text.contains(WHY), "{text}");
        for part in parts.iter().map(String::as_str).chain(["/take/bridge-1/unclear"]) {
            let answer = reader.get(part).await.must_be(410);
            assert!(!answer.text().contains("<svg") && !answer.text().contains("results_hash"), "{part}");
        }
        assert_eq!(n_linked(&mut reader).await, 0, "nothing leads there");
        withdraw(&mut owner, WHY).await.must_be(409);
        let log = app.app().store().audit(AuditRange::default(), 1).await.unwrap();
        assert_eq!((log[0].act.as_str(), log[0].object.as_deref()), ("withdraw_edition", Some("edition:1")));

        assert_eq!(app.publish_take(SLUG).await, "bridge-2", "a number is given once");
        reader.get("/take/bridge-2").await.must_be(200);
        reader.get("/take/bridge-1").await.must_be(410);
        withdraw(&mut owner, "").await.must_be(404);
    }
}

/// Copies of an edition that was withdrawn are out there, to be compared with the next one.
#[tokio::test]
async fn results_are_held_against_an_edition_that_was_withdrawn() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    let mut readers: Vec<Browser> = (0..12).map(|_| app.browser()).collect();
    for reader in &mut readers {
        reader.submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
    }
    app.close("bridge").await;
    app.publish_take("bridge").await;
    let entry = app.entry("bridge");
    app.app().withdraw_take(&entry, (1, "A mistake."), StaffId::COMMAND_LINE, 1_800_000_000_000).await.unwrap();
    readers[0].submit("bridge", "mine/erase", &[("votes", "withdraw")]).await.must_be(303);
    assert_eq!(app.publish_take("bridge").await, "bridge-2");
    let take = app.app().shelf(&entry).await.unwrap().newest().unwrap().clone();
    assert_eq!((take.edition.held_from, take.results.totals.n_ballots), (Some(1), 12));
}
