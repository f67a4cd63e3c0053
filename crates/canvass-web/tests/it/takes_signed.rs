//! Who stands behind a take: the byline, what is certified with a name, and whose sentences it is made of.

use canvass_app::edition::{Depth, Fault, Outcome, Take, verify};
use canvass_domain::Role;
use canvass_edition::Sentences;
use canvass_edition::bundle;
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase, Topic};
use std::sync::Arc;

const SLUG: &str = "right-care-right-person-closed";
const ALL: [&str; 5] = ["headline", "figures", "quotes", "words", "response"];

/// An editor at a draft of the closed demo.
struct Desk {
    app: TestApp,
    desk: Browser,
}

impl Desk {
    async fn new() -> Self {
        let app = TestApp::start(&TestDatabase::Sqlite).await;
        app.load(SLUG, &canvass_demo::closed(canvass_demo::DEFAULT_SEED).unwrap().transcript).await;
        let mut desk = app.sign_in(Role::Editor).await;
        let token = desk.get("/desk").await.token().unwrap();
        let made = desk.post_form(&format!("/desk/c/{SLUG}/take/draft"), &[("token", &token)]).await;
        made.must_be(303);
        Self { app, desk }
    }

    async fn form(&mut self) -> Reply {
        self.desk.get(&format!("/desk/c/{SLUG}/take/publish")).await.must_be(200)
    }

    async fn publish(&mut self, name: &str, checked: &[&str]) -> Reply {
        let form = self.form().await;
        let (token, was) = (form.token().unwrap(), form.attributes("[name=was]", "value").remove(0));
        let mut fields = vec![("token", token.as_str()), ("was", was.as_str()), ("signed_by", name)];
        fields.extend(checked.iter().map(|word| ("checked", *word)));
        fields.push(("why", "Anew."));
        self.desk.post_form(&format!("/desk/c/{SLUG}/take/publish"), &fields).await
    }

    async fn ask_response(&mut self) {
        let page = self.desk.get(&format!("/desk/c/{SLUG}/after")).await;
        let token = page.token().unwrap();
        let fields = [("token", token.as_str()), ("addressee", "The council"), ("due", "2030-01-31")];
        self.desk.post_form(&format!("/desk/c/{SLUG}/after/ask"), &fields).await.must_be(303);
    }

    /// Saves another standfirst and body, without quotes.
    async fn write(&mut self, standfirst: &str, body: &str) {
        let page = self.desk.get(&format!("/desk/c/{SLUG}/take")).await;
        let field = |name: &str| page.attributes(&format!("form.edit [name={name}]"), "value").remove(0);
        let (token, was, headline) = (page.token().unwrap(), field("was"), field("headline"));
        let fields = [
            ("token", token.as_str()),
            ("was", &was),
            ("headline", &headline),
            ("standfirst", standfirst),
            ("body", body),
        ];
        self.desk.post_form(&format!("/desk/c/{SLUG}/take"), &fields).await.must_be(303);
    }

    async fn draft(&self) -> Arc<Take> {
        let shelf = self.app.app().shelf(&self.app.entry(SLUG)).await.unwrap();
        shelf.draft().unwrap().clone()
    }
}

#[tokio::test]
async fn without_a_name_nothing_is_certified_and_a_program_drafted_it() {
    let mut desk = Desk::new().await;
    let preview = desk.desk.get(&format!("/desk/c/{SLUG}/take/preview")).await.must_be(200);
    assert_eq!(preview.words(".byline"), ["Drafted by a program"]);
    desk.publish("", &[]).await.must_be(303);
    let page = desk.app.browser().get(&format!("/take/{SLUG}-1")).await.must_be(200);
    assert_eq!(page.words(".byline"), ["Drafted by a program"]);
    let order = ["<h1", "class=\"standfirst\"", "class=\"byline\"", "class=\"story-body\""];
    let places: Vec<usize> = order.iter().map(|part| page.text().find(part).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(page.text().contains("\"author\":null"), "no person is named as its author");
    assert!(page.text().contains("No editor has signed it off"), "on the disclosure card");
    let feed = desk.app.browser().get("/takes.atom").await.must_be(200);
    assert!(!feed.text().contains("<author><name></name>"));
}

#[tokio::test]
async fn a_name_stands_under_the_headline_and_what_it_certifies_on_the_card() {
    let mut desk = Desk::new().await;
    desk.publish(" Ada  Okoye ", &ALL).await.must_be(303);
    let page = desk.app.browser().get(&format!("/take/{SLUG}-1")).await.must_be(200);
    let byline = page.words(".byline").remove(0);
    assert!(byline.starts_with("By Ada Okoye · "), "{byline}");
    assert!(!byline.contains("hecked") && !byline.contains("rogram"), "{byline}");
    let card: serde_json::Value =
        serde_json::from_str(desk.app.browser().get(&format!("/take/{SLUG}-1/disclosure.json")).await.text()).unwrap();
    let machine = card["machine"]["value"].as_str().unwrap();
    assert!(machine.contains("signed off by Ada Okoye on"), "{machine}");
    // Nobody was asked to respond: a box that is not there certifies nothing.
    assert!(machine.contains("Checked: headline, figures, quotes, words."), "{machine}");
    assert!(page.text().contains(&machine.replace('\'', "&#39;")), "the page prints what is signed");
    assert!(page.text().contains("\"author\":{\"@type\":\"Person\",\"name\":\"Ada Okoye\"}"));
    let feed = desk.app.browser().get("/takes.atom").await.must_be(200);
    assert!(feed.text().contains("<author><name>Ada Okoye</name></author>"));
}

/// Each box in turn.
#[tokio::test]
async fn one_box_unticked_publishes_nothing_and_keeps_what_was_typed() {
    let mut desk = Desk::new().await;
    desk.ask_response().await;
    assert_eq!(desk.form().await.attributes("[name=checked]", "value"), ALL);
    for left_out in ALL {
        let checked: Vec<&str> = ALL.into_iter().filter(|word| *word != left_out).collect();
        let refused = desk.publish("Ada Okoye", &checked).await.must_be(422);
        assert_eq!(refused.attributes("#errors a", "href"), [format!("#checked-{left_out}")]);
        assert_eq!(refused.attributes(&format!("#checked-{left_out}"), "aria-invalid"), ["true"]);
        assert_eq!(refused.attributes("#signed_by", "value"), ["Ada Okoye"]);
        assert_eq!(refused.attributes("[name=checked][checked]", "value"), checked);
        desk.app.browser().get(&format!("/take/{SLUG}-1")).await.must_be(404);
    }
    let refused = desk.publish("Ada Okoye", &[]).await.must_be(422);
    assert_eq!(refused.attributes("#errors a", "href").len(), ALL.len());
    // A name was forgotten: publishing is for good, so it asks.
    let refused = desk.publish(" ", &["figures"]).await.must_be(422);
    assert_eq!(refused.attributes("#errors a", "href"), ["#signed_by"]);
    desk.publish("Ada Okoye", &ALL).await.must_be(303);
    let shelf = desk.app.app().shelf(&desk.app.entry(SLUG)).await.unwrap();
    assert_eq!(shelf.newest().unwrap().edition.signed_off.as_ref().unwrap().checked, ALL);
}

/// Only what is there can be certified.
#[tokio::test]
async fn a_take_without_quotes_and_terms_has_two_boxes() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    app.browser().submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
    app.close("bridge").await;
    let mut desk = app.sign_in(Role::Editor).await;
    let token = desk.get("/desk").await.token().unwrap();
    desk.post_form("/desk/c/bridge/take/draft", &[("token", &token)]).await.must_be(303);
    let form = desk.get("/desk/c/bridge/take/publish").await;
    assert_eq!(form.attributes("[name=checked]", "value"), ["headline", "figures"]);
    let was = form.attributes("[name=was]", "value").remove(0);
    let fields = [
        ("token", token.as_str()),
        ("was", &was),
        ("signed_by", "Ada"),
        ("checked", "figures"),
        ("checked", "headline"),
        ("checked", "quotes"),
    ];
    desk.post_form("/desk/c/bridge/take/publish", &fields).await.must_be(303);
    let shelf = app.app().shelf(&app.entry("bridge")).await.unwrap();
    assert_eq!(shelf.newest().unwrap().edition.signed_off.as_ref().unwrap().checked, ["headline", "figures"]);
}

/// What was certified is the text that was read: saved meanwhile by somebody else, it is refused.
#[tokio::test]
async fn a_text_that_changed_after_it_was_certified_is_not_published() {
    let mut desk = Desk::new().await;
    let form = desk.form().await;
    let (token, was) = (form.token().unwrap(), form.attributes("[name=was]", "value").remove(0));
    desk.write("Something else was written.", "Words of an editor.").await;
    let mut fields = vec![("token", token.as_str()), ("was", was.as_str()), ("signed_by", "Ada Okoye")];
    fields.extend(ALL.map(|word| ("checked", word)));
    desk.desk.post_form(&format!("/desk/c/{SLUG}/take/publish"), &fields).await.must_be(409);
    desk.app.browser().get(&format!("/take/{SLUG}-1")).await.must_be(404);
}

#[tokio::test]
async fn the_card_counts_the_program_s_sentences_and_verify_counts_them_again() {
    let mut desk = Desk::new().await;
    let drafted = desk.draft().await;
    let all = drafted.edition.sentences.unwrap();
    assert!(all.all > 10 && all.all == all.by_program, "nobody has written yet: {all:?}");
    // The headline stays; one sentence is an editor's, one the program's, and a chart is no sentence.
    let first = first_sentence(&drafted.edition.prose.standfirst);
    desk.write("An editor wrote this.", &format!("{first} This is an editor’s too.\n\n{{chart.poll}}\n")).await;
    let written = desk.draft().await.edition.sentences;
    assert_eq!(written, Some(Sentences { all: 4, by_program: 2 }));
    // Freezing again keeps the text, and whose it is.
    let token = desk.desk.get("/desk").await.token().unwrap();
    desk.desk.post_form(&format!("/desk/c/{SLUG}/take/draft"), &[("token", &token)]).await.must_be(303);
    assert_eq!(desk.draft().await.edition.sentences, written);
    desk.publish("Ada Okoye", &ALL).await.must_be(303);
    let page = desk.app.browser().get(&format!("/take/{SLUG}-1")).await;
    assert!(page.text().contains("2 of 4 sentences are the program’s."), "on the page");
    let public = desk.app.browser().get(&format!("/take/{SLUG}-1/bundle")).await.must_be(200);
    let report = verify(&public.body, None, Depth::Public).unwrap();
    let counted = report.checks.iter().find(|check| check.what.starts_with("sentences that are the program's"));
    assert_eq!(counted.unwrap().outcome, Outcome::Recomputed);
    assert_eq!(report.fault(), None);
    let bundle = bundle::read(&public.body).unwrap();
    for (what, change) in [
        ("a count", (|e| e["sentences"]["by_program"] = 1.into()) as fn(&mut serde_json::Value)),
        ("the program's draft", |e| e["drafted"]["headline"] = "Something else".into()),
        ("the text", |e| e["prose"]["standfirst"] = "One. Two.".into()),
        ("the card", |e| e["disclosure"]["machine"]["value"] = "An editor wrote all of it.".into()),
    ] {
        let mut signed = bundle.clone();
        change(&mut signed.edition);
        let document = canvass_results::canonical_json(&signed.edition).unwrap();
        let key = canvass_app::edition::SigningKey::of(desk.app.app().server_secret()).unwrap();
        signed.signature.hash = canvass_results::sha256_hex(document.as_bytes());
        signed.signature.value = key.sign(document.as_bytes());
        let report = verify(bundle::write(&signed).unwrap().as_bytes(), None, Depth::Public).unwrap();
        assert_eq!(report.fault(), Some(Fault::Figures), "{what}: {:#?}", report.checks);
    }
}

fn first_sentence(text: &str) -> String {
    text.split_inclusive(". ").next().unwrap().trim().to_owned()
}

/// The second edition keeps the text of the first: what the program wrote then stays the program's.
#[tokio::test]
async fn a_program_s_sentences_stay_its_own_in_a_later_edition() {
    let mut desk = Desk::new().await;
    let drafted = desk.draft().await.edition.prose.clone();
    desk.publish("", &[]).await.must_be(303);
    let entry = desk.app.entry(SLUG);
    let voter = entry.read().ledger.latest_ballots().next().unwrap().participant;
    let ruling = canvass_domain::Ruling { rule: Some("abusive".to_owned()), reason: None };
    desk.app.app().ban(&entry, voter, ruling, canvass_app::StaffId::COMMAND_LINE, 1_800_000_000_000).await.unwrap();
    let token = desk.desk.get("/desk").await.token().unwrap();
    desk.desk.post_form(&format!("/desk/c/{SLUG}/take/draft"), &[("token", &token)]).await.must_be(303);
    let second = desk.draft().await;
    assert_eq!(second.edition.prose, drafted, "the text is kept");
    let all = second.edition.sentences.unwrap();
    assert_eq!(all.all, all.by_program);
}
