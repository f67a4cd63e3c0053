//! The text that travels: wherever a page speaks of itself, it says who answered, from one function.

use crate::samples::{ADDRESSES, Ink, conversation, drawing, every_page, reader, results};
use canvass_counts::Totals;
use canvass_domain::{Closed, Conversation, Instrument, Opens, Poll, Provenance, State};
use canvass_pages::{ConversationPage, ResultsClosed};
use canvass_results::{Results, TRAVELLING_MAX_CHARS, Turnout};
use scraper::{Html, Selector};
use std::collections::BTreeMap;

const PLAIN: Ink<'static> = Ink { extra: "" };
const TAGS: [&str; 3] = ["og:description", "og:image:alt", "twitter:image:alt"];

/// What tags for other places hold, every one of them.
fn travelling(page: &str) -> Vec<(String, String)> {
    let selector = Selector::parse("meta[property], meta[name]").unwrap();
    let document = Html::parse_document(page);
    let tag = |tag: scraper::ElementRef<'_>| {
        let name = tag.attr("property").or(tag.attr("name"))?.to_owned();
        let speaks = name.contains("description") || name.ends_with(":alt");
        speaks.then(|| (name, tag.attr("content").unwrap_or_default().to_owned()))
    };
    document.select(&selector).filter_map(tag).collect()
}

/// Who answered, as it has to be said: written down here once more.
fn who(provenance: Provenance, state: State, n: u64) -> &'static str {
    match (provenance, state, n) {
        (Provenance::Here, _, 1760) => "1,760 readers chose to answer; they stand for nobody else.",
        (Provenance::Here, _, 1) => "1 reader chose to answer and stands for nobody else.",
        (Provenance::Synthetic, _, 1760) => {
            "1,760 readers chose to answer; they stand for nobody else. They are synthetic, except for visitors who tried this out."
        }
        (Provenance::Synthetic, _, 1) => {
            "1 reader chose to answer and stands for nobody else. The answer is synthetic, unless a visitor gave it to try this out."
        }
        (Provenance::Imported, _, 1760) => {
            "1,760 participants answered elsewhere. We do not know how these participants were selected."
        }
        (Provenance::Imported, _, 1) => {
            "1 participant answered elsewhere. We do not know how this participant was selected."
        }
        (Provenance::Synthetic, State::Closed, _) => "Nobody answered this synthetic conversation.",
        (Provenance::Synthetic, _, _) => "Nobody has answered this synthetic conversation yet.",
        (_, State::Closed, _) => "Nobody answered.",
        _ => "Nobody has answered yet.",
    }
}

fn check(page: &str, expected: &str, what: &str) {
    let said = travelling(page);
    assert_eq!(said.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), TAGS, "{what}");
    for (name, text) in said {
        assert!(text.ends_with(expected) && text.len() > expected.len(), "{what}, {name}: {text}");
        assert!(text.chars().count() <= TRAVELLING_MAX_CHARS, "{what}, {name}: {text}");
    }
}

/// The sample with another question, from another place.
fn asked(provenance: Provenance, state: State, question: &str) -> Conversation {
    let open = conversation(PLAIN);
    let poll = open.instrument.poll.clone().map(|poll| Poll { question: question.to_owned(), ..poll });
    let instrument = Instrument { poll, title: question.to_owned(), ..open.instrument.clone() };
    let note = Some("A note of ours. ".repeat(30));
    Conversation { provenance, state, note, instrument, ..open }
}

#[test]
fn every_page_that_speaks_of_itself_says_who_answered() {
    let mut n_checked = 0;
    for (name, page) in every_page(PLAIN) {
        if travelling(&page).is_empty() {
            continue;
        }
        n_checked += 1;
        let expected = match name {
            "results-import" => who(Provenance::Imported, State::Closed, 1760),
            "results-nobody" => who(Provenance::Synthetic, State::Open, 0),
            "results-handful" => {
                "they stand for nobody else. They are synthetic, except for visitors who tried this out."
            }
            _ => who(Provenance::Synthetic, State::Open, 1760),
        };
        check(&page, expected, name);
    }
    assert!(n_checked >= 6, "{n_checked}");
}

/// On either side of the gate, with nobody, one and many, however long the question is.
#[test]
fn who_answered_is_said_of_any_conversation() {
    let questions = ["Who?", "Should it be so, and if so, who should see to it? ", "意見を聞かせてください。", "W"];
    for provenance in [Provenance::Here, Provenance::Synthetic, Provenance::Imported] {
        for (state, n) in [State::Open, State::Closed].into_iter().flat_map(|state| [0, 1, 1760].map(|n| (state, n))) {
            for question in questions.into_iter().flat_map(|text| [1, 40].map(|n| text.repeat(n))) {
                let conversation = asked(provenance, state, question.trim());
                let expected = who(provenance, state, n);
                let turnout = Turnout { n_participants: n };
                let closed = Closed { opens: Opens::AfterBallot };
                let (conversation, takes_notices) = (&conversation, false);
                let page = ResultsClosed { conversation, turnout, closed, addresses: &ADDRESSES, takes_notices };
                let what = format!("{provenance:?} {state:?} {n} {question}");
                check(&page.render().unwrap(), expected, &what);
                check(&question_page(conversation, turnout), expected, &what);
                check_drawings(conversation, n, expected);
            }
        }
    }
}

fn question_page(conversation: &Conversation, turnout: Turnout) -> String {
    let page = ConversationPage {
        conversation,
        turnout,
        results: Ok(()),
        reader: reader(PLAIN),
        addresses: &ADDRESSES,
        talk: None,
        takes_notices: false,
        place: None,
        now_ms: 0,
    };
    page.render().unwrap()
}

/// Pictures are heard by their description: it says who answered too, on either side of the gate.
fn check_drawings(conversation: &Conversation, n: u64, expected: &str) {
    let sample = results(conversation, 3, PLAIN);
    let n_ballots = if n == 0 { 0 } else { sample.totals.n_ballots };
    let totals = Totals { n_participants: n, n_ballots, ..sample.totals.clone() };
    let results = match n {
        0 => Results::new(conversation, Totals::default(), &BTreeMap::new()),
        _ => Results { totals, ..sample },
    };
    let (turnout, closed) = (Turnout { n_participants: n }, Closed { opens: Opens::AfterBallot });
    let drawing = drawing(conversation);
    let all = [
        drawing.poll(&results, None),
        drawing.poll_closed(turnout, closed),
        Some(drawing.card(&results, None)),
        Some(drawing.card_closed(turnout, closed)),
        Some(drawing.map(&results, None)),
        Some(drawing.map_closed(turnout, closed)),
    ];
    for svg in all.into_iter().flatten() {
        let document = Html::parse_fragment(&svg);
        let heard: String = document.select(&Selector::parse("desc").unwrap()).flat_map(|desc| desc.text()).collect();
        assert!(heard.contains(expected), "`{expected}` in {heard}");
    }
}
