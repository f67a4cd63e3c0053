//! The form in which a conversation is made or changed: what was typed stands in it, what is locked does not.

use crate::samples::{Ink, every_page};
use canvass_domain::instrument::{fields as once_fields, rows};
use scraper::{ElementRef, Html, Selector};

fn page(name: &str) -> Html {
    let pages = every_page(Ink { extra: "" });
    let (_, page) = pages.iter().find(|(other, _)| *other == name).unwrap();
    Html::parse_document(page)
}

fn all<'d>(document: &'d Html, selector: &str) -> Vec<ElementRef<'d>> {
    document.select(&Selector::parse(selector).unwrap()).collect()
}

fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names of the fields, with what stands in them.
fn fields(document: &Html) -> Vec<(String, String)> {
    let value = |element: ElementRef<'_>| match element.value().name() {
        "textarea" => element.text().collect::<String>(),
        "select" => {
            let chosen = Selector::parse("option[selected]").unwrap();
            element.select(&chosen).next().and_then(|option| option.value().attr("value")).unwrap_or("").to_owned()
        }
        _ => element.value().attr("value").unwrap_or("").to_owned(),
    };
    let fields = all(document, ".edit .field :is(input, textarea, select)").into_iter();
    fields.map(|field| (field.value().attr("name").unwrap().to_owned(), value(field))).collect()
}

fn value(document: &Html, name: &str) -> String {
    fields(document).into_iter().find(|(found, _)| found == name).unwrap().1
}

#[test]
fn every_key_has_a_field_and_every_field_a_label() {
    let document = page("desk-new-added");
    let found = fields(&document);
    for key in once_fields() {
        assert!(found.iter().any(|(name, _)| name == key.name), "{}", key.name);
    }
    for group in rows() {
        for key in group.fields {
            assert!(found.iter().any(|(name, _)| *name == format!("{}[2].{}", group.name, key.name)), "{}", key.name);
        }
    }
    let labels = all(&document, ".edit label").len();
    assert_eq!(labels, found.len(), "a label for each");
    assert_eq!(value(&document, "figure[2].definition"), "Mine at figure[2].definition");
    assert_eq!(value(&document, "gate"), "sealed");
    let focused: Vec<_> = all(&document, "[autofocus]").iter().map(|field| field.value().attr("name")).collect();
    assert_eq!(focused, [Some("term[2].word")]);
}

#[test]
fn what_is_wrong_is_said_on_top_and_at_its_field() {
    let document = page("desk-new-wrong");
    let links: Vec<String> = all(&document, "#errors a").into_iter().map(words).collect();
    let why = "is “too long”; at most 200 characters are allowed";
    let labels = [
        "Headline",
        "Option 1, Wording",
        "The question",
        "Statements to begin with",
        "Term 2, Word or phrase",
        "Who sees results",
    ];
    let mut expected: Vec<String> = labels.iter().map(|label| format!("{label}: {why}")).collect();
    let mut found = links.clone();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    assert_eq!(links.first().unwrap(), &format!("Headline: {why}"));
    for link in all(&document, "#errors a") {
        let id = link.value().attr("href").unwrap().trim_start_matches('#');
        let field = all(&document, &format!("[id='{id}']"))[0];
        let described = field.value().attr("aria-describedby").unwrap();
        assert!(described.split(' ').any(|described| described == format!("{id}-problem")), "{id}: {described}");
    }
    assert_eq!(value(&document, "title"), "Mine at title", "nothing typed is lost");
}

#[test]
fn what_is_locked_is_a_text_with_its_reason() {
    let document = page("desk-edit");
    let names: Vec<String> = fields(&document).into_iter().map(|(name, _)| name).collect();
    for locked in ["slug", "language", "gate", "poll.question", "poll.kind", "opens_at", "design"] {
        assert!(!names.iter().any(|name| name == locked), "{locked} can be typed");
    }
    assert!(!names.iter().any(|name| name.starts_with("poll.option") || name.starts_with("attribute")));
    assert!(names.contains(&"title".to_owned()) && names.contains(&"closes_at".to_owned()));
    let question = words(all(&document, "#part-poll")[0]);
    assert_eq!(question.matches("Readers have answered this").count(), 1, "said once: {question}");
    assert!(question.contains("Theirs at poll.option[2].text") && !question.contains("Add an option"));
    let saving = words(all(&document, "#save")[0]);
    assert!(saving.contains("1,760 readers have answered") && saving.contains("Save as version 2"), "{saving}");
    assert!(words(all(&document, "#part-statements")[0]).contains("and 5 more"));
}

#[test]
fn whoever_was_overtaken_reads_both() {
    let document = page("desk-edit-overtaken");
    assert_eq!(value(&document, "title"), "Mine at title");
    let told = words(all(&document, "#overtaken")[0]);
    assert!(told.contains("HeadlineTheirs at title"), "{told}");
    assert!(told.contains("Term 2, Word or phraseTheirs at term[2].word"), "{told}");
    assert!(!told.contains("Closes by itself"), "what is the same is not listed: {told}");
    let question = words(all(&document, "#part-poll")[0]);
    assert!(!told.contains("poll.question") && question.contains("You typed: Mine at poll.question"), "{question}");
}

#[test]
fn a_preview_says_so_and_nothing_in_it_can_be_sent() {
    for name in ["desk-preview", "desk-preview-whole"] {
        let document = page(name);
        assert!(words(all(&document, ".banner")[0]).contains("This is a preview"));
        assert_eq!(all(&document, "main form button:not([disabled])").len(), 0, "{name}");
        assert_eq!(all(&document, "[href^='/c/']").len(), 0, "{name}: it leads to what is not there");
        assert_eq!(all(&document, "meta[name=robots]").len(), 1);
    }
    assert!(words(all(&page("desk-preview"), "header")[0]).contains("2 things are still to be mended"));
}
