//! The charts as a page or a reader of the file gets them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper that finds no drawing fails the test")]

mod bars;
mod card;
mod dots;
mod hostile;
mod map;
mod raster;
mod stance;

use canvass_charts::{Bar, BarChart, Card};

/// One answer to a poll.
fn bar(text: &str, value: u64, end_label: &str) -> Bar {
    Bar { text: text.to_owned(), own: String::new(), value, end_label: end_label.to_owned() }
}

/// The poll of the reference conversation.
fn poll() -> BarChart {
    BarChart {
        flow: canvass_charts::Flow::LeftToRight,
        id: "poll".to_owned(),
        title: "What do you think of the police attending fewer mental health callouts?".to_owned(),
        subtitle: "1,760 readers answered, 2 to 6 January 2025".to_owned(),
        caveat: "They were not selected at random and do not stand for all readers. The answers are synthetic."
            .to_owned(),
        source: "Readers of Example Care News".to_owned(),
        who: "1,760 readers chose to answer; they stand for nobody else.".to_owned(),
        bars: vec![
            bar("I agree with the policy", 229, "229 · 13 %"),
            bar("I support it in principle, provided care services are resourced", 810, "810 · 46 %"),
            bar("Police absence puts practitioners at increased risk", 721, "721 · 41 %"),
        ],
        max: 810,
    }
}

/// The same as a card.
fn card() -> Card {
    Card {
        flow: canvass_charts::Flow::LeftToRight,
        id: "card".to_owned(),
        banner: "Every answer here is synthetic: nobody gave it.".to_owned(),
        organiser: "Example Care News".to_owned(),
        address: "ask.example.org/c/callouts".to_owned(),
        title: poll().title,
        lead: String::new(),
        subtitle: "n = 1,760 · 2 to 6 January 2025".to_owned(),
        bars: poll().bars,
        caveat: "Readers who chose to take part.".to_owned(),
    }
}
