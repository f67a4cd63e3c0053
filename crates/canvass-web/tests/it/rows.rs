//! Whether each person's answers are published with an edition: only where somebody says so, and what it would tell.

use canvass_app::edition::{Depth, Outcome, verify};
use canvass_domain::{OptionId, Role, StatementId};
use canvass_edition::bundle;
use canvass_testkit::{Reply, TestApp, TestDatabase, Topic, databases};
use std::collections::BTreeMap;

const SLUG: &str = "bridge";

/// A closed conversation with a draft; publishes it with these fields beside those that every form has.
async fn published(database: &TestDatabase, more: &[(&str, &str)]) -> (TestApp, Reply) {
    let app = TestApp::start(database).await;
    app.open(&Topic::new(SLUG)).await;
    for n in 0..6 {
        let mut reader = app.browser();
        reader.submit(SLUG, "ballot", &[("option", if n < 4 { "1" } else { "2" })]).await.must_be(303);
        reader.submit(SLUG, "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
    }
    app.close(SLUG).await;
    let mut desk = app.sign_in(Role::Editor).await;
    let token = desk.get("/desk/c/bridge/take").await.must_be(200).token().unwrap();
    desk.post_form("/desk/c/bridge/take/draft", &[("token", &token)]).await.must_be(303);
    let ask = desk.get("/desk/c/bridge/take/publish").await.must_be(200);
    assert!(ask.text().contains("26%"), "asked with what it means");
    assert_eq!(ask.attributes("input[name=rows][checked]", "value"), ["no"], "nothing is published by default");
    let was = ask.attributes("input[name=was]", "value").remove(0);
    let fields = [("token", token.as_str()), ("was", was.as_str()), ("flags_read", "yes")];
    let fields: Vec<_> = fields.into_iter().chain(more.iter().copied()).collect();
    desk.post_form("/desk/c/bridge/take/publish", &fields).await.must_be(303);
    let bundle = app.browser().get("/take/bridge-1/bundle").await.must_be(200);
    (app, bundle)
}

#[tokio::test]
async fn answers_are_published_only_where_somebody_says_so() {
    for database in databases() {
        for fields in [&[][..], &[("rows", "no")], &[("rows", "")], &[("rows", "maybe")]] {
            let (app, reply) = published(&database, fields).await;
            let read = bundle::read(&reply.body).unwrap();
            assert!(read.votes.rows.is_empty() && !reply.text().contains("\"agree\":[1]"), "{fields:?}");
            let report = verify(&reply.body, None, Depth::Public).unwrap();
            assert_eq!(report.fault(), None, "{:?}", report.checks);
            let attested = |what: &str| {
                report.checks.iter().any(|check| check.what.contains(what) && check.outcome == Outcome::Attested)
            };
            assert!(attested("votes by person") && attested("results, which rest on votes"), "{:?}", report.checks);
            assert!(
                report.checks.iter().all(|check| !check.what.starts_with("results: ")),
                "nothing was counted again"
            );
            let page = app.browser().get("/take/bridge-1").await;
            assert!(page.text().contains("It leaves out individual readers’ answers"));
            // The desk's own file has everything, and gives the same.
            let mut desk = app.sign_in(Role::Editor).await;
            let private = desk.get("/desk/c/bridge/take/1/private.json").await.must_be(200);
            let report = verify(&private.body, None, Depth::Private).unwrap();
            assert_eq!(report.fault(), None, "{:?}", report.checks);
            assert!(report.checks.iter().any(|check| check.what.starts_with("results: ")), "all was counted again");
        }
        let (_, reply) = published(&database, &[("rows", "yes")]).await;
        assert_eq!(bundle::read(&reply.body).unwrap().votes.rows.len(), 6);
        let report = verify(&reply.body, None, Depth::Public).unwrap();
        assert_eq!(report.fault(), None);
        assert!(
            report.checks.iter().any(|check| check.what == "results: poll" && check.outcome == Outcome::Recomputed)
        );
        assert!(!reply.text().contains("\"rows\":\"published\""), "the form of editions before");
    }
}

#[tokio::test]
async fn a_bundle_cannot_say_by_itself_that_votes_are_not_published() {
    let (_, reply) = published(&TestDatabase::Sqlite, &[("rows", "yes")]).await;
    let mut read = bundle::read(&reply.body).unwrap();
    read.votes.rows.clear();
    let emptied = bundle::write(&read).unwrap();
    assert!(verify(emptied.as_bytes(), None, Depth::Public).unwrap().fault().is_some());
    read.edition["rows"] = "withheld".into();
    let claimed = bundle::write(&read).unwrap();
    assert!(verify(claimed.as_bytes(), None, Depth::Public).unwrap().fault().is_some());
}

/// METHODS.md prints these shares.
#[tokio::test]
async fn four_known_votes_and_an_answer_single_out_a_quarter_of_the_demo() {
    let made = canvass_demo::closed(canvass_demo::DEFAULT_SEED).unwrap();
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.load(made.slug.as_str(), &made.transcript).await;
    let id = app.publish_take(made.slug.as_str()).await;
    let bundle = app.browser().get(&format!("/take/{id}/bundle")).await.must_be(200);
    let rows = bundle::read(&bundle.body).unwrap().votes.rows;
    assert_eq!(rows.len(), 1_760);
    let votes = |row: &bundle::VoteRow| -> BTreeMap<StatementId, u8> {
        let lists = [(0, &row.agree), (1, &row.disagree), (2, &row.unsure)];
        lists.into_iter().flat_map(|(vote, ids)| ids.iter().map(move |id| (*id, vote))).collect()
    };
    let people: Vec<(Vec<OptionId>, BTreeMap<StatementId, u8>)> =
        rows.iter().map(|row| (row.options.clone(), votes(row))).collect();
    let mut chance = 1_u64;
    let mut below = |n: usize| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as usize % n
    };
    let (mut alone, mut all) = (0_u32, 0_u32);
    for (options, votes) in people.iter().filter(|(options, votes)| votes.len() >= 4 && !options.is_empty()) {
        for _ in 0..4 {
            let mut left: Vec<_> = votes.iter().collect();
            let known: Vec<_> = (0..4).map(|_| left.swap_remove(below(left.len()))).collect();
            let fits = |other: &&(Vec<OptionId>, BTreeMap<StatementId, u8>)| {
                other.0 == *options && known.iter().all(|(id, vote)| other.1.get(id) == Some(vote))
            };
            all += 1;
            alone += u32::from(people.iter().filter(fits).count() == 1);
        }
    }
    let share = 100.0 * f64::from(alone) / f64::from(all);
    assert!((share - 26.0).abs() < 1.5, "{share}");
}
