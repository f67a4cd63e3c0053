//! Statements about the readers: marked at the desk, apart from everything on pages and in the API, and counted where
//! an edition tells how it was made.

use canvass_app::edition::{Depth, Fault, Outcome, Reach, verify};
use canvass_domain::{Fact, Role};
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic, databases};
use serde_json::{Value, json};

const SLUG: &str = "policing";
const AGE: &str = "I am between 20 and 25 years old";
const N_PEOPLE: u32 = 24;

/// Ten statements, the first of which is about age and parts readers most.
fn topic(gate: &'static str) -> Topic {
    let mut topic = Topic::new(SLUG).gate(gate).statements(10);
    topic.statements[0] = AGE.to_owned();
    topic
}

/// Everybody votes on everything: by age on the first, by halves on the others.
async fn votes(app: &TestApp) {
    for person in 1..=N_PEOPLE {
        let mut reader = app.browser();
        for id in 1..=10 {
            let agrees = match id {
                1 => person % 2 == 0,
                id => (person <= N_PEOPLE / 2) == (id % 2 == 0) || (person * 7 + id * 5) % 11 == 0,
            };
            let vote = if agrees { "agree" } else { "disagree" };
            reader.submit(SLUG, "votes", &[("statement", &id.to_string()), ("vote", vote)]).await.must_be(303);
        }
    }
    app.app().maps_settled().await;
}

async fn press(staff: &mut Browser, statement: u32, subject: &str) -> Reply {
    let token = staff.get(&format!("/desk/c/{SLUG}/statements")).await.must_be(200).token().unwrap_or_default();
    let token = if token.is_empty() { staff.get("/desk").await.token().unwrap() } else { token };
    let path = format!("/desk/c/{SLUG}/statements/{statement}/mark");
    staff.post_form(&path, &[("token", &token), ("subject", subject)]).await
}

async fn results(app: &TestApp) -> Value {
    app.app().maps_settled().await;
    app.browser().get(&format!("/api/v1/conversations/{SLUG}/results")).await.must_be(200).json()
}

/// The statements that some list or group names.
fn named(results: &Value) -> Vec<u64> {
    let lists = ["shared", "divisive", "unsure"].into_iter().flat_map(|list| results[list].as_array().unwrap());
    let told = results["representative"].as_object().unwrap().values().flat_map(|list| list.as_array().unwrap());
    lists.chain(told).map(|found| found["statement"].as_u64().unwrap()).collect()
}

fn n_marks(app: &TestApp) -> u64 {
    app.entry(SLUG).read().ledger.about_readers().count() as u64
}

#[tokio::test]
async fn a_mark_at_the_desk_takes_a_statement_out_of_groups_and_lists() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&topic("always")).await;
        votes(&app).await;
        let before = results(&app).await;
        assert!(named(&before).contains(&1) && before["statements"][0]["meta"] == false);
        let mut editor = app.sign_in(Role::Editor).await;
        let desk = editor.get(&format!("/desk/c/{SLUG}")).await.must_be(200);
        let links = desk.attributes("main a", "href");
        assert!(links.contains(&format!("/desk/c/{SLUG}/statements")), "{links:?}");
        let marked = press(&mut editor, 1, "readers").await.must_be(303);
        assert_eq!(marked.header("location"), format!("/desk/c/{SLUG}/statements?said=marked-meta&after=0"));
        let page = editor.get(marked.header("location")).await.must_be(200);
        assert_eq!(
            page.words(".said"),
            ["The statement is marked as about the readers. The results will be recalculated."]
        );
        assert!(page.words("#statement-1")[0].contains("about the readers Mark as about the topic Statement 1"));
        let after = results(&app).await;
        let line = &after["statements"][0];
        assert_eq!((&line["meta"], &line["by_group"], &line["extremity"]), (&json!(true), &json!([]), &Value::Null));
        assert_eq!((&line["agree"], &line["disagree"]), (&json!(12), &json!(12)), "its counts stay");
        assert_eq!(after["counts"]["statements_meta"], 1);
        assert_eq!(after["counts"]["votes"], before["counts"]["votes"]);
        assert!(!named(&after).contains(&1) && !named(&after).is_empty());
        assert_ne!(after["results_hash"], before["results_hash"]);
        // Done twice it is refused, and lifted it is as before.
        press(&mut editor, 1, "readers").await.must_be(409);
        press(&mut editor, 1, "topic").await.must_be(303);
        assert_eq!(results(&app).await["results_hash"], before["results_hash"]);
        press(&mut editor, 99, "readers").await.must_be(404);
        press(&mut editor, 1, "both").await.must_be(400);
    }
}

#[tokio::test]
async fn pages_show_it_in_a_section_of_its_own() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&topic("always")).await;
    votes(&app).await;
    let path = format!("/c/{SLUG}/results");
    let before = app.browser().get(&path).await.must_be(200);
    assert!(before.words("#about-readers").is_empty());
    assert_eq!(before.words("#live-table tbody tr").len(), 10);
    assert!(before.words("#live-table tbody tr:first-child").join(" ").contains(AGE));
    press(&mut app.sign_in(Role::Owner).await, 1, "readers").await.must_be(303);
    app.app().maps_settled().await;
    let after = app.browser().get(&path).await.must_be(200);
    assert_eq!(after.words("#about-readers h2"), ["What readers said about themselves"]);
    assert_eq!(after.words("#about-readers .words"), [AGE]);
    let counts = after.words("#about-readers .measure span").join(" ");
    assert!(counts.contains("12") && counts.to_lowercase().contains("agree"), "{counts}");
    assert!(after.words("#about-readers .by-group").is_empty());
    assert_eq!(after.words("#live-table tbody tr").len(), 9, "the table is of the topic");
    for part in ["#live-lists", "#live-groups", "#live-table"] {
        assert!(!after.words(part).join(" ").contains(AGE), "{part}");
    }
    // Those who read results by machine are told while they vote, too.
    let token = app.browser().api("POST", &format!("/api/v1/conversations/{SLUG}/participants"), Some(json!({}))).await;
    let token = token.must_be(201).json()["token"].as_str().unwrap().to_owned();
    let mut client = app.browser().with_bearer(&token);
    let mut seen = Vec::new();
    for _ in 0..10 {
        let next = client.get(&format!("/api/v1/conversations/{SLUG}/next")).await.must_be(200).json();
        let statement = next["statement"].clone();
        let id = statement["id"].as_u64().unwrap();
        assert_eq!(statement["meta"], json!(id == 1));
        seen.push(id);
        let path = format!("/api/v1/conversations/{SLUG}/statements/{id}/vote");
        client.api("PUT", &path, Some(json!({"vote": "unsure"}))).await;
    }
    assert!(seen.contains(&1));
}

#[tokio::test]
async fn nothing_is_marked_while_results_are_closed_to_readers() {
    for (gate, is_free) in [("always", true), ("after_vote", true), ("at_close", false), ("sealed", false)] {
        let app = TestApp::start(&TestDatabase::Sqlite).await;
        app.draft(&topic(gate)).await;
        let mut owner = app.sign_in(Role::Owner).await;
        press(&mut owner, 2, "readers").await.must_be(303);
        assert_eq!(n_marks(&app), 1, "{gate}: a draft has no answers");
        let entry = app.entry(SLUG);
        app.app().open(&entry, None, 1_900_000_000_000).await.unwrap();
        let reply = press(&mut owner, 1, "readers").await;
        let page = owner.get(&format!("/desk/c/{SLUG}/statements")).await.must_be(200);
        if is_free {
            assert_eq!((reply.status.as_u16(), n_marks(&app)), (303, 2), "{gate}");
        } else {
            assert_eq!((reply.status.as_u16(), n_marks(&app)), (409, 1), "{gate}");
            let why = "Readers cannot see the results yet, so no statement can be marked now.";
            for page in [&reply, &page] {
                assert!(page.words(".note.warn")[0].starts_with(why), "{gate}");
                assert!(page.attributes("form", "action").iter().all(|to| !to.ends_with("/mark")), "{gate}");
            }
            assert_eq!(press(&mut owner, 2, "topic").await.status.as_u16(), 409, "{gate}: nor is a mark lifted");
        }
        app.close(SLUG).await;
        press(&mut owner, 3, "readers").await.must_be(303);
    }
}

#[tokio::test]
async fn an_edition_counts_what_was_marked_after_the_opening_and_verify_counts_again() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.draft(&topic("always")).await;
    let mut owner = app.sign_in(Role::Owner).await;
    press(&mut owner, 2, "readers").await.must_be(303);
    let entry = app.entry(SLUG);
    app.app().open(&entry, None, 1_900_000_000_000).await.unwrap();
    votes(&app).await;
    press(&mut owner, 1, "readers").await.must_be(303);
    press(&mut owner, 3, "readers").await.must_be(303);
    press(&mut owner, 3, "topic").await.must_be(303);
    app.close(SLUG).await;
    app.app().maps_settled().await;
    let id = app.publish_take(SLUG).await;
    let card = app.browser().get(&format!("/take/{id}/disclosure.json")).await.must_be(200).json();
    assert_eq!(
        card["marks"]["value"],
        "2 statements are marked as describing the readers; they form no groups and are in no list. 2 marks were set \
         after opening. 1 was removed after opening."
    );
    let take = app.browser().get(&format!("/take/{id}")).await.must_be(200);
    assert_eq!(take.words("#take-readers .words"), [AGE, "Statement 2 of policing."]);
    assert!(!take.words("#take-statements").join(" ").contains(AGE));
    let shelf = app.app().shelf(&entry).await.unwrap();
    let newest = shelf.newest().unwrap();
    let of = async |reach| app.app().bundle(&entry, newest, reach).await.unwrap();
    let (public, private) = (of(Reach::Public).await, of(Reach::Private).await);
    for (bundle, depth) in [(&public, Depth::Public), (&private, Depth::Private)] {
        let report = verify(bundle.as_bytes(), None, depth).unwrap();
        assert_eq!(report.fault(), None, "{:#?}", report.checks);
        assert!(
            report.checks.iter().any(|check| check.what == "results: counts" && check.outcome == Outcome::Recomputed)
        );
    }
    let what = "statements marked after the opening";
    let report = verify(private.as_bytes(), None, Depth::Private).unwrap();
    assert!(report.checks.iter().any(|check| check.what == what && check.outcome == Outcome::Recomputed));
    let fewer = private.replace("\"marks\":{\"lifted\":1,\"set\":2}", "\"marks\":{\"lifted\":1,\"set\":1}");
    assert_ne!(fewer, private);
    let report = verify(fewer.as_bytes(), None, Depth::Private).unwrap();
    assert!(report.checks.iter().any(|check| check.what == what && check.outcome == Outcome::Wrong(Fault::Record)));
}

#[tokio::test]
async fn a_statement_marked_in_the_file_or_the_form_begins_so() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut marked = topic("sealed");
    marked.sections = "[[statement]]\ntext = \"I live in the city.\"\nmeta = true\n".to_owned();
    app.draft(&marked).await;
    assert_eq!(app.entry(SLUG).read().ledger.about_readers().map(|id| id.0).collect::<Vec<_>>(), [11]);
    let mut editor = app.sign_in(Role::Editor).await;
    let form = editor.get(&format!("/desk/c/{SLUG}/edit")).await.must_be(200);
    assert_eq!(form.words("textarea[name='statement.meta']"), ["I live in the city."]);
    let file = editor.get(&format!("/desk/c/{SLUG}/conversation.toml")).await.must_be(200);
    assert!(file.text().contains("text = \"I live in the city.\"\nmeta = true"), "{}", file.text());
    let log = app.app().store().events(app.entry(SLUG).id()).await.unwrap();
    let facts: Vec<Fact> = log.iter().map(|event| event.fact).collect();
    assert!(matches!(facts[..], [.., Fact::StatementAdded { .. }, Fact::StatementMarked { .. }]), "{facts:?}");
}
