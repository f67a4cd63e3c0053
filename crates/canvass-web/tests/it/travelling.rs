//! The text that travels: every page of every conversation and take here says who answered wherever it speaks of itself
//! to somebody who does not see it, and nothing of what they answered while the gate is shut.

use canvass_domain::Provenance;
use canvass_testkit::{TestApp, TestDatabase, Topic};
use scraper::{Html, Selector};
use serde_json::Value;

const SLUG: &str = "bridge";
const MAX_CHARS: usize = 200;
const COMMENTS: &str = "comments = \"show\"";
const MANY: &str = "1,760 readers chose to answer; they stand for nobody else. They are synthetic, except for visitors who tried this out.";

/// What a page or a feed holds for other places: tags, structured data, summaries.
fn travelling(text: &str) -> Vec<String> {
    let document = Html::parse_document(text);
    let all = |selector: &str| document.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
    let is_said = |name: &str| name.contains("description") || name.ends_with(":alt");
    let tags = all("meta[property], meta[name]").into_iter().filter_map(|tag| {
        let name = tag.attr("property").or(tag.attr("name"))?;
        is_said(name).then(|| tag.attr("content").unwrap().to_owned())
    });
    let mut found: Vec<String> = tags.collect();
    for script in all("script[type='application/ld+json']") {
        descriptions(&serde_json::from_str(&script.text().collect::<String>()).unwrap(), &mut found);
    }
    found.extend(
        all("summary:not([id]):not([class])")
            .into_iter()
            .filter(|_| text.starts_with("<?xml"))
            .map(|one| one.text().collect()),
    );
    found
}

/// Every description in structured data, however deep, and how it was measured.
fn descriptions(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if matches!(name.as_str(), "description" | "measurementTechnique") => {
                        found.push(text.clone());
                    }
                    value => descriptions(value, found),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|value| descriptions(value, found)),
        _ => {}
    }
}

/// Looks at these pages; says how many texts travelled.
async fn check(app: &TestApp, paths: &[String], who: &str) -> usize {
    let mut n = 0;
    for path in paths {
        let reply = app.browser().get(path).await.must_be(200);
        for said in travelling(reply.text()) {
            assert!(said.ends_with(who), "{path}: {said}");
            assert!(said.chars().count() <= MAX_CHARS, "{path}: {said}");
            n += 1;
        }
    }
    n
}

fn conversation_paths(slug: &str) -> Vec<String> {
    ["", "/results", "/comments"].map(|rest| format!("/c/{slug}{rest}")).into_iter().chain(["/".to_owned()]).collect()
}

fn take_paths(id: &str) -> Vec<String> {
    let rest = ["", "/charts/poll", "/unclear"];
    rest.map(|rest| format!("/take/{id}{rest}")).into_iter().chain(["/takes.atom".to_owned()]).collect()
}

/// Three tags of the page, three texts in its structured data, one summary in the feed.
const OF_A_TAKE: usize = 7;
/// Three tags of the question, three of the results.
const OF_A_CONVERSATION: usize = 6;

#[tokio::test]
async fn the_demo_and_its_take() {
    let app = crate::demo::app().await;
    assert_eq!(check(&app, &conversation_paths(crate::demo::SLUG), MANY).await, OF_A_CONVERSATION);
    let closed = canvass_demo::closed(canvass_demo::DEFAULT_SEED).unwrap();
    app.load(closed.slug.as_str(), &closed.transcript).await;
    let id = app.publish_take(closed.slug.as_str()).await;
    let with_map = [take_paths(&id), vec![format!("/take/{id}/charts/map")]].concat();
    assert_eq!(check(&app, &with_map, MANY).await, OF_A_TAKE);
    assert_eq!(check(&app, &conversation_paths(closed.slug.as_str()), MANY).await, OF_A_CONVERSATION);
}

#[tokio::test]
async fn an_import_and_its_take() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let made = canvass_demo::closed(canvass_demo::DEFAULT_SEED).unwrap();
    let transcript = canvass_domain::Transcript { provenance: Provenance::Imported, ..made.transcript };
    app.load(SLUG, &transcript).await;
    let who = "1,760 participants answered elsewhere. We do not know how these participants were selected.";
    assert_eq!(check(&app, &conversation_paths(SLUG), who).await, OF_A_CONVERSATION);
    let id = app.publish_take(SLUG).await;
    assert_eq!(check(&app, &take_paths(&id), who).await, OF_A_TAKE);
}

#[tokio::test]
async fn readers_behind_every_gate_and_their_take() {
    for gate in ["always", "after_vote", "at_close", "sealed"] {
        let app = TestApp::start(&TestDatabase::Sqlite).await;
        app.open(&Topic { keys: COMMENTS.to_owned(), ..Topic::new(SLUG).gate(gate) }).await;
        assert_eq!(check(&app, &conversation_paths(SLUG), "Nobody has answered yet.").await, OF_A_CONVERSATION);
        for (option, who) in [
            ("1", "1 reader chose to answer and stands for nobody else."),
            ("2", "2 readers chose to answer; they stand for nobody else."),
        ] {
            app.browser().submit(SLUG, "ballot", &[("option", option)]).await.must_be(303);
            assert_eq!(check(&app, &conversation_paths(SLUG), who).await, OF_A_CONVERSATION, "{gate}");
        }
        let shut: Vec<String> = travelling(app.browser().get(&format!("/c/{SLUG}/results")).await.text());
        assert!(shut.iter().all(|said| !said.contains('%') && !said.contains("1 of 2")), "{shut:?}");
        app.close(SLUG).await;
        let who = "2 readers chose to answer; they stand for nobody else.";
        assert_eq!(check(&app, &conversation_paths(SLUG), who).await, OF_A_CONVERSATION, "{gate}");
        let id = app.publish_take(SLUG).await;
        assert_eq!(check(&app, &take_paths(&id), who).await, OF_A_TAKE, "{gate}");
    }
}

#[tokio::test]
async fn a_take_of_what_nobody_answered() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic { keys: COMMENTS.to_owned(), ..Topic::new(SLUG) }).await;
    app.close(SLUG).await;
    assert_eq!(check(&app, &conversation_paths(SLUG), "Nobody answered.").await, OF_A_CONVERSATION);
    let id = app.publish_take(SLUG).await;
    assert_eq!(check(&app, &take_paths(&id)[..1], "Nobody answered.").await, OF_A_TAKE - 1);
}

/// Where a theme's authors and quotes stand: the answer in its words or nothing, and never a group.
#[tokio::test]
async fn beside_a_quote_stands_an_answer_in_words_and_never_a_group() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let made = canvass_demo::closed(canvass_demo::DEFAULT_SEED).unwrap();
    app.load(made.slug.as_str(), &made.transcript).await;
    let id = app.publish_take(made.slug.as_str()).await;
    let page = app.browser().get(&format!("/take/{id}")).await.must_be(200);
    let captions = page.words(".quote figcaption");
    let options = &made.transcript.instrument.poll.as_ref().unwrap().options;
    let in_words = |said: &&String| options.iter().any(|option| said.contains(&format!("chose “{}”", option.text)));
    assert!(captions.iter().filter(in_words).count() >= 2, "{captions:#?}");
    for caption in &captions {
        assert!(
            !caption.contains("group") && !caption.contains("chose A") && !caption.contains("chose B"),
            "{caption}"
        );
        assert_eq!(caption.contains("chose "), in_words(&caption), "{caption}");
    }
}
