//! How many further answers would change the headline: the same numbers on every channel, worked out by `verify`, and
//! nowhere before the gate opens.

use canvass_app::edition::{Depth, Fault, Outcome, Report, SigningKey, verify};
use canvass_domain::Role;
use canvass_edition::bundle;
use canvass_testkit::{TestApp, TestDatabase, Topic, databases};
use serde_json::{Value, json};

const SLUG: &str = "right-care-right-person-closed";
const LEAD: &str = "90 more answers for one option would change which answer leads.";
const SPLIT: &str = "With 97 more answers for one option, a headline could no longer say “split”.";
const HALF: &str = "With 141 more answers for one option, it would have more than half.";

/// A change to an edition.
pub(crate) type Forging<'a> = &'a dyn Fn(&mut Value);

async fn demo_app(database: &TestDatabase) -> TestApp {
    let app = TestApp::start(database).await;
    app.load(SLUG, &canvass_demo::closed(canvass_demo::DEFAULT_SEED).unwrap().transcript).await;
    app
}

fn found(report: &Report) -> Option<&Outcome> {
    let check = report.checks.iter().find(|check| check.what.starts_with("further answers that would change"));
    check.map(|check| &check.outcome)
}

/// The bundle with its edition changed, signed by the key of the site.
pub(crate) fn forged(app: &TestApp, bundle: &bundle::Bundle, change: Forging<'_>) -> Vec<u8> {
    let mut forged = bundle.clone();
    change(&mut forged.edition);
    let document = canvass_results::canonical_json(&forged.edition).unwrap();
    forged.signature.hash = canvass_results::sha256_hex(document.as_bytes());
    forged.signature.value = SigningKey::of(app.app().server_secret()).unwrap().sign(document.as_bytes());
    bundle::write(&forged).unwrap().into_bytes()
}

#[tokio::test]
async fn every_channel_has_the_same_numbers() {
    for database in databases() {
        let app = demo_app(&database).await;
        let said = format!("{LEAD} {SPLIT} {HALF}");
        let numbers = json!({"lead": 90, "split": 97, "half": 141});
        let mut reader = app.browser();
        let results = reader.get(&format!("/api/v1/conversations/{SLUG}/results")).await.must_be(200).json();
        assert_eq!(results["answers_to_change"], numbers);
        assert!(results["section_hashes"].get("answers_to_change").is_none(), "in no hash");
        let desk = app.sign_in(Role::Analyst).await.get(&format!("/desk/c/{SLUG}")).await.must_be(200);
        assert!(desk.text().contains(&said), "at the desk");

        app.publish_take(SLUG).await;
        let bundle = reader.get(&format!("/take/{SLUG}-1/bundle")).await.must_be(200);
        let edition = bundle::read(&bundle.body).unwrap().edition;
        assert_eq!(edition["answers_to_change"], numbers);
        let card = reader.get(&format!("/take/{SLUG}-1/disclosure.json")).await.must_be(200).json();
        let item = &card["answers_to_change"];
        assert_eq!(item["value"], said.as_str());
        assert_eq!(json!({"lead": item["lead"], "split": item["split"], "half": item["half"]}), numbers);
        let others = card.as_object().unwrap().iter().filter(|(key, _)| *key != "answers_to_change");
        assert!(others.clone().count() > 30 && others.clone().all(|(_, item)| item.get("lead").is_none()));
        for (path, is_there) in [("", true), ("/charts/poll", true), ("/charts/map", false)] {
            let page = reader.get(&format!("/take/{SLUG}-1{path}")).await.must_be(200);
            assert_eq!(page.text().contains(&said), is_there, "{path}");
        }
    }
}

/// Signed with the right key, and wrong all the same.
#[tokio::test]
async fn numbers_that_do_not_follow_from_the_votes_are_found() {
    let app = demo_app(&TestDatabase::Sqlite).await;
    app.publish_take(SLUG).await;
    let public = app.browser().get(&format!("/take/{SLUG}-1/bundle")).await.must_be(200);
    let mut desk = app.sign_in(Role::Editor).await;
    let private = desk.get(&format!("/desk/c/{SLUG}/take/1/private.json")).await.must_be(200);
    for (body, depth) in [(&public.body, Depth::Public), (&private.body, Depth::Private)] {
        let report = verify(body, None, depth).unwrap();
        assert_eq!((report.fault(), found(&report)), (None, Some(&Outcome::Recomputed)), "{:#?}", report.checks);
        let bundle = bundle::read(body).unwrap();
        let forgeries: [(&str, Forging<'_>); 9] = [
            ("another leader is further away", &|e| e["answers_to_change"]["lead"] = 900.into()),
            ("the split is", &|e| e["answers_to_change"]["split"] = 98.into()),
            ("nothing changes half", &|e| e["answers_to_change"]["half"] = Value::Null),
            ("nothing changes anything", &|e| {
                e["answers_to_change"] = json!({"lead": null, "split": null, "half": null});
            }),
            ("the numbers of the card", &|e| e["disclosure"]["answers_to_change"]["lead"] = 900.into()),
            ("the words of the card", &|e| {
                e["disclosure"]["answers_to_change"]["value"] = LEAD.replace("90", "900").into();
            }),
            ("fewer words on the card", &|e| e["disclosure"]["answers_to_change"]["value"] = LEAD.into()),
            ("they are not in the edition", &|e| {
                e.as_object_mut().unwrap().remove("answers_to_change");
            }),
            ("they are not on the card", &|e| {
                e["disclosure"].as_object_mut().unwrap().remove("answers_to_change");
            }),
        ];
        for (what, change) in forgeries {
            let report = verify(&forged(&app, &bundle, change), None, depth).unwrap();
            assert_eq!(report.fault(), Some(Fault::Results), "{what}: {:#?}", report.checks);
            assert_eq!(found(&report), Some(&Outcome::Wrong(Fault::Results)), "{what}");
        }
        // An edition of a time before has neither.
        let before = forged(&app, &bundle, &|e| {
            e.as_object_mut().unwrap().remove("answers_to_change");
            e["disclosure"].as_object_mut().unwrap().remove("answers_to_change");
        });
        let report = verify(&before, None, depth).unwrap();
        assert_eq!((report.fault(), found(&report)), (None, None));
    }
}

/// Answers of a conversation with this gate, five to two.
async fn answered(app: &TestApp, topic: &Topic) {
    app.open(topic).await;
    for n in 0..7 {
        let option = if n < 5 { "1" } else { "2" };
        app.browser().submit(&topic.slug, "ballot", &[("option", option)]).await.must_be(303);
    }
}

/// With votes kept back the numbers follow from counts that nobody can count again, and are no better than those.
#[tokio::test]
async fn without_votes_they_are_attested_and_still_have_to_follow() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    answered(&app, &Topic::new("bridge")).await;
    app.close("bridge").await;
    let mut desk = app.sign_in(Role::Editor).await;
    let token = desk.get("/desk/c/bridge/take").await.must_be(200).token().unwrap();
    desk.post_form("/desk/c/bridge/take/draft", &[("token", &token)]).await.must_be(303);
    let ask = desk.get("/desk/c/bridge/take/publish").await.must_be(200);
    let was = ask.attributes("input[name=was]", "value").remove(0);
    let fields = [("token", token.as_str()), ("was", &was), ("flags_read", "yes"), ("rows", "no")];
    desk.post_form("/desk/c/bridge/take/publish", &fields).await.must_be(303);
    let reply = app.browser().get("/take/bridge-1/bundle").await.must_be(200);
    let report = verify(&reply.body, None, Depth::Public).unwrap();
    assert_eq!((report.fault(), found(&report)), (None, Some(&Outcome::Attested)), "{:#?}", report.checks);
    let bundle = bundle::read(&reply.body).unwrap();
    assert_eq!(bundle.edition["answers_to_change"], json!({"lead": 4, "split": 4, "half": 3}));
    let report = verify(&forged(&app, &bundle, &|e| e["answers_to_change"]["lead"] = 5.into()), None, Depth::Public);
    assert_eq!(report.unwrap().fault(), Some(Fault::Results));
}

/// The desk says it where the gate shows results to staff, and where enough have answered.
#[tokio::test]
async fn the_desk_is_told_nothing_through_a_shut_gate() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let sentence = "4 more answers for one option would change which answer leads.";
    for (gate, is_told) in [("always", true), ("after_vote", true), ("at_close", true), ("sealed", false)] {
        let slug = gate.replace('_', "-");
        answered(&app, &Topic::new(&slug).gate(gate)).await;
        let mut desk = app.sign_in(Role::Owner).await;
        let page = desk.get(&format!("/desk/c/{slug}")).await.must_be(200);
        assert_eq!(page.text().contains(sentence), is_told, "{gate}");
        assert_eq!(page.text().contains("What would change the headline"), is_told, "{gate}");
    }
    app.close("sealed").await;
    let page = app.sign_in(Role::Owner).await.get("/desk/c/sealed").await.must_be(200);
    assert!(page.text().contains(sentence), "after the close");

    let few = Topic::new("few");
    app.open(&few).await;
    for option in ["1", "1", "1", "2"] {
        app.browser().submit("few", "ballot", &[("option", option)]).await.must_be(303);
    }
    let page = app.sign_in(Role::Owner).await.get("/desk/c/few").await.must_be(200);
    assert!(!page.text().contains("What would change the headline"), "four have answered");
}

#[tokio::test]
async fn a_poll_with_several_answers_has_none() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let none = json!({"lead": null, "split": null, "half": null});
    let several = Topic { kind: "multiple", ..Topic::new("several") };
    answered(&app, &several).await;
    app.open(&Topic::new("unanswered")).await;
    for slug in ["several", "unanswered"] {
        let results = app.browser().get(&format!("/api/v1/conversations/{slug}/results")).await.must_be(200).json();
        assert_eq!(results["answers_to_change"], none, "{slug}");
    }
}
