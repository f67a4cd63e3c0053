//! The composer: what was typed and could not be saved is shown again, and comments are quoted by their numbers.

use canvass_app::StaffId;
use canvass_app::edition::{Part, ProblemKind, Take, problems};
use canvass_domain::Role;
use canvass_testkit::{Browser, Reply, TestApp, TestDatabase};
use std::collections::BTreeSet;

const SLUG: &str = "right-care-right-person-closed";
const COMPOSER: &str = "/desk/c/right-care-right-person-closed/take";

/// The composer of a fresh draft, and the fields that every save has.
struct Composer {
    desk: Browser,
    page: Reply,
    head: Vec<(&'static str, String)>,
}

impl Composer {
    async fn open(app: &TestApp) -> Self {
        app.load(SLUG, &canvass_demo::closed(canvass_demo::DEFAULT_SEED).unwrap().transcript).await;
        let entry = app.app().public(SLUG).unwrap();
        app.app()
            .draft_edition(&entry, "http://localhost:8400", StaffId::COMMAND_LINE, 1_800_000_000_000)
            .await
            .unwrap();
        let mut desk = app.sign_in(Role::Editor).await;
        let page = desk.get(COMPOSER).await.must_be(200);
        let was = page.attributes("[name=was]", "value").remove(0);
        let head = vec![
            ("token", page.token().unwrap()),
            ("was", was),
            ("headline", "Typed by hand".to_owned()),
            ("standfirst", String::new()),
            ("body", "Words.".to_owned()),
        ];
        Self { desk, page, head }
    }

    async fn save(&mut self, more: &[(&str, &str)]) -> Reply {
        let head = self.head.iter().map(|(name, value)| (*name, value.as_str()));
        let fields: Vec<(&str, &str)> = head.chain(more.iter().copied()).collect();
        self.desk.post_form(COMPOSER, &fields).await
    }

    async fn quoted(&mut self) -> Vec<String> {
        self.desk.get(COMPOSER).await.attributes("[name=quote_source]", "value")
    }
}

#[tokio::test]
async fn what_was_typed_and_not_saved_is_shown_again() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut composer = Composer::open(&app).await;
    let quotes = composer.page.attributes("[name=quote_source]", "value");
    let others = composer.page.attributes("[name=quote_add]", "value");
    let themes = composer.page.attributes("[name=theme_words]", "value");
    assert!(themes.len() > 1 && quotes.len() > 1 && !others.is_empty());
    let typed = [
        ("theme_words", themes[1].as_str()),
        ("theme", "The second one, named by hand"),
        ("quote_source", &quotes[0]),
        ("quote_text", "Nobody said this."),
        ("quote_remove", &quotes[1]),
        ("quote_add", &others[0]),
        ("quote_number", "1, #99999"),
    ];
    let again = composer.save(&typed).await.must_be(422);
    assert!(again.text().contains("comment 99999"), "it names what cannot be quoted");
    assert_eq!(again.attributes("#headline", "value"), ["Typed by hand"]);
    assert_eq!(again.attributes("#theme-2", "value"), ["The second one, named by hand"]);
    assert_eq!(again.attributes("#theme-1", "value"), composer.page.attributes("#theme-1", "value"));
    assert_eq!(again.words("[name=quote_text]")[0], "Nobody said this.");
    assert_eq!(again.attributes("[name=quote_remove][checked]", "value"), [quotes[1].as_str()]);
    assert_eq!(again.attributes("[name=quote_add][checked]", "value"), [others[0].as_str()]);
    assert_eq!(again.attributes("#quote-number", "value"), ["1, #99999"]);
    assert_eq!(composer.quoted().await, quotes, "nothing of it was saved");
}

#[tokio::test]
async fn comments_are_quoted_by_number_with_consent_only() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut composer = Composer::open(&app).await;
    let quotes = composer.page.attributes("[name=quote_source]", "value");
    let others = composer.page.attributes("[name=quote_add]", "value");
    let number = |source: &String| source.strip_prefix("comment:").unwrap().to_owned();
    let not_to_be_quoted =
        (1..=81).map(|n| format!("comment:{n}")).filter(|one| !quotes.contains(one) && !others.contains(one));
    let not_to_be_quoted: Vec<String> = not_to_be_quoted.collect();
    assert!(not_to_be_quoted.len() > 10, "some did not consent, some were never shown");
    for source in &not_to_be_quoted {
        let refused = composer.save(&[("quote_number", &number(source))]).await.must_be(422);
        assert!(refused.text().contains(&format!("comment {} may not be quoted", number(source))), "{source}");
    }
    composer.save(&[("quote_number", "twelve")]).await.must_be(422);
    let both = format!("#{},  {}", number(&others[1]), number(&others[0]));
    composer.save(&[("quote_add", &others[0]), ("quote_number", &both)]).await.must_be(303);
    assert_eq!(composer.quoted().await, [others[0].as_str(), &others[1]], "each once");
}

/// After publication too: a clarification, a day, a response.
#[tokio::test]
async fn what_was_typed_after_publication_is_shown_again() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.load(SLUG, &canvass_demo::closed(canvass_demo::DEFAULT_SEED).unwrap().transcript).await;
    let id = app.publish_take(SLUG).await;
    app.browser().post_form(&format!("/take/{id}/unclear"), &[("passage", "assessment")]).await.must_be(303);
    let mut desk = app.sign_in(Role::Editor).await;
    let after = format!("/desk/c/{SLUG}/after");
    let token = desk.get(&after).await.token().unwrap();
    let settling = [
        ("token", token.as_str()),
        ("number", "1"),
        ("passage", "the assessment"),
        ("text", "By two doctors."),
        ("asked_again", "no-such"),
    ];
    let again = desk.post_form(&format!("{after}/settle"), &settling).await.must_be(422);
    assert_eq!(again.attributes("#passage-1", "value"), ["the assessment"]);
    assert_eq!(again.words("#text-1"), ["By two doctors."]);
    assert_eq!(again.attributes("#again-1", "value"), ["no-such"]);
    let asking = [("token", token.as_str()), ("addressee", "The Minister"), ("due", "tomorrow")];
    let again = desk.post_form(&format!("{after}/ask"), &asking).await.must_be(422);
    assert_eq!(again.attributes("#addressee, #due", "value"), ["The Minister", "tomorrow"]);
    let asking = [("token", token.as_str()), ("addressee", "The Minister"), ("due", "2030-01-31")];
    desk.post_form(&format!("{after}/ask"), &asking).await.must_be(303);
    let number = desk.get(&after).await.attributes("form[action$=respond] [name=number]", "value").remove(0);
    let long = "word ".repeat(1_000);
    let response = [("token", token.as_str()), ("number", &number), ("text", long.trim())];
    let again = desk.post_form(&format!("{after}/respond"), &response).await.must_be(422);
    assert_eq!(again.words(&format!("#response-{number}")), [long.trim()]);
}

/// Every key that the guide names is one, and it names every kind that the composer lists.
#[tokio::test]
async fn the_guide_names_what_a_text_may_refer_to() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.load(SLUG, &canvass_demo::closed(canvass_demo::DEFAULT_SEED).unwrap().transcript).await;
    app.publish_take(SLUG).await;
    let entry = app.app().public(SLUG).unwrap();
    let mut take = Take::clone(app.app().shelf(&entry).await.unwrap().newest().unwrap());
    let guide = include_str!("../../../../docs/OPERATING.md");
    let section = guide.split("### What a text may refer to").nth(1).unwrap().split("\n### ").next().unwrap();
    let named: Vec<&str> = section.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect();
    assert!(named.len() > 50);
    for key in &named {
        take.edition.prose.body = format!("{{{key}}}\n");
        let wrong = problems(&take).into_iter().find(|problem| problem.part == Part::Body);
        assert!(wrong.as_ref().is_none_or(|wrong| wrong.kind == ProblemKind::KeptBack), "{key}: {wrong:?}");
    }
    let named: BTreeSet<String> = named.into_iter().map(kind_of).collect();
    let listed: BTreeSet<String> = take.facts().iter().map(|fact| kind_of(&fact.key)).collect();
    assert_eq!(listed.difference(&named).collect::<Vec<_>>(), [""; 0]);
}

/// A key with its numbers, groups and names taken out.
fn kind_of(key: &str) -> String {
    let mut parts: Vec<&str> = key.split('.').collect();
    if let ["about" | "figure", name, ..] = parts.as_mut_slice() {
        *name = "_";
    }
    let is_example = |part: &str| part.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '+');
    parts.into_iter().map(|part| if is_example(part) { "_" } else { part }).collect::<Vec<_>>().join(".")
}
