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
