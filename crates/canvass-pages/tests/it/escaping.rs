//! Whatever people write stays text, on every page and in the chart; no page holds what the policy forbids.

use crate::samples::{ADDRESSES, Ink, conversation, drawing, every_page, results};
use canvass_domain::{Conversation, Instrument, Organiser, Story};
use canvass_pages::{ConversationPage, Reader};
use canvass_results::Turnout;
use proptest::prelude::*;
use scraper::{Html, Selector};

/// Elements only we write; a text that makes one has got out.
const PLANTED: &str = "blink";

fn check_page(name: &str, page: &str) {
    let document = Html::parse_document(page);
    let count = |selector: &str| document.select(&Selector::parse(selector).unwrap()).count();
    assert_eq!(count(PLANTED), 0, "{name}: a text became an element");
    assert_eq!(count("[onload], [onerror], [onclick], [style], style, script:not([src]), iframe, object"), 0, "{name}");
    for element in document.select(&Selector::parse("a[href], form[action], [src]").unwrap()) {
        let target = ["href", "action", "src"].into_iter().find_map(|name| element.value().attr(name)).unwrap();
        assert!(!target.trim().to_lowercase().starts_with("javascript"), "{name}: {target}");
    }
}

#[test]
fn hostile_texts_stay_texts_on_every_page() {
    let hostile = [
        "<blink>",
        "</textarea></title></option><blink onload=x>",
        "\"><blink>",
        "'><blink>",
        "\" onload=\"x",
        "&lt;blink&gt;<blink/>",
        "{{ blink }}{% if %}<blink>",
        "\n\n<blink>\n\n[x](javascript:x) ![x](x \"onerror=x\")",
        "<!--<blink>",
        "]]><blink>",
        "\u{0}<blink>\u{202e}",
    ];
    for extra in hostile {
        for (name, page) in every_page(Ink { extra }) {
            check_page(name, &page);
        }
        let conversation = conversation(Ink { extra });
        let chart = drawing(&conversation).poll(&results(&conversation, 3, Ink { extra }), None).unwrap();
        check_page("the chart", &chart);
    }
}

/// What was stored before a rule was there leaves nowhere: no control character, on any page or in a drawing.
#[test]
fn control_characters_leave_on_no_page() {
    let extra = " \u{1}\u{b}\u{1b}[2J\u{7f}\u{85}\u{9b}\u{fffe}\u{1ffff}";
    let is_odd = |c: char| canvass_words::legible::clean(&c.to_string()).is_empty();
    for (name, page) in every_page(Ink { extra }) {
        assert_eq!(page.chars().find(|c| is_odd(*c)), None, "{name}");
    }
    let conversation = conversation(Ink { extra });
    let chart = drawing(&conversation).poll(&results(&conversation, 3, Ink { extra }), None).unwrap();
    assert_eq!(chart.chars().find(|c| is_odd(*c)), None, "{chart}");
    roxmltree::Document::parse(&chart).unwrap();
    let card = drawing(&conversation).card(&results(&conversation, 3, Ink { extra }), None);
    roxmltree::Document::parse(&card).unwrap();
}

/// A text of a reader stands in an element that keeps its direction to itself, or between isolates of a sentence of
/// ours; else a Hebrew name would take the date beside it along.
#[test]
fn texts_keep_their_direction_to_themselves() {
    // Elements that are no part of a line, or whose words browsers set by themselves.
    let apart = ["title", "script", "svg"];
    let mut loose = Vec::new();
    for (name, page) in every_page(Ink { extra: " \u{5e9}\u{5dc}\u{5d5}\u{5dd}" }) {
        let document = Html::parse_document(&page);
        for node in document.tree.nodes() {
            let Some(text) = node.value().as_text().filter(|text| text.contains('\u{5e9}')) else { continue };
            let is_kept = node.ancestors().filter_map(scraper::ElementRef::wrap).any(|element| {
                let element = element.value();
                element.name() == "bdi" || element.attr("dir").is_some() || apart.contains(&element.name())
            });
            if !is_kept && !text.contains('\u{2068}') {
                let tags = node.ancestors().filter_map(scraper::ElementRef::wrap).take(3);
                let tags = tags.map(|element| element.value().name().to_owned()).collect::<Vec<_>>();
                loose.push(format!("{name}: {tags:?} {}", &**text));
            }
        }
    }
    assert!(loose.is_empty(), "{}", loose.join("\n"));
}

/// The layout of a page in Hebrew, and of its card.
#[test]
fn a_page_in_hebrew_runs_from_right_to_left() {
    let open = conversation(Ink { extra: "" });
    let question = "\u{5d4}\u{5d0}\u{5dd} \u{5dc}\u{5e4}\u{5ea}\u{5d5}\u{5d7}?".to_owned();
    let poll = open.instrument.poll.clone().map(|poll| canvass_domain::Poll { question, ..poll });
    let instrument = Instrument { language: "he".to_owned(), poll, ..open.instrument.clone() };
    let conversation = Conversation { instrument, ..open };
    let results = results(&conversation, 3, Ink { extra: "" });
    let card = drawing(&conversation).card(&results, None);
    assert!(card.contains("x=\"1136\"") && card.contains("text-anchor=\"end\""), "{card}");
    assert!(card.contains(">\u{2067}\u{5d4}\u{5d0}\u{5dd}"), "{card}");
}

#[test]
fn hostile_addresses_are_not_linked() {
    let story = Some(Story { url: "javascript:alert(1)".to_owned(), title: None });
    let organiser = Some(Organiser {
        name: "N".to_owned(),
        contact: "javascript:alert(1)@x".to_owned(),
        privacy_url: "JavaScript:alert(1)".to_owned(),
    });
    let open = conversation(Ink { extra: "" });
    let instrument = Instrument { story, organiser, ..open.instrument.clone() };
    let conversation = Conversation { instrument, ..open };
    let page = ConversationPage {
        conversation: &conversation,
        turnout: Turnout::default(),
        results: Ok(()),
        reader: Reader::default(),
        addresses: &ADDRESSES,
        talk: None,
        takes_notices: false,
        place: None,
        now_ms: 0,
    };
    let page = page.render().unwrap();
    check_page("question", &page);
    assert!(!page.to_lowercase().contains("href=\"javascript"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_stays_text(extra in r#"[<>"'&/= a-z\PC]{0,40}"#) {
        for (name, page) in every_page(Ink { extra: &extra }) {
            check_page(name, &page);
        }
    }
}
