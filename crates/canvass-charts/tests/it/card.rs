//! The card: what is on it, and what gives way when there is too much.

use crate::{bar, card};
use canvass_charts::{Bar, Card};
use roxmltree::Document;

/// The lines of text, each with its size, from the top of the markup down.
fn lines(card: &Card) -> Vec<(String, u32)> {
    let svg = card.render();
    let document = Document::parse(&svg).unwrap();
    let lines = document.descendants().filter(|node| node.tag_name().name() == "text");
    let line = |node: roxmltree::Node<'_, '_>| {
        (node.text().unwrap().to_owned(), node.attribute("font-size").unwrap().parse().unwrap())
    };
    lines.map(line).collect()
}

fn words(card: &Card) -> String {
    lines(card).into_iter().map(|(text, _)| text).collect::<Vec<_>>().join("\n")
}

fn answers(values: &[u64]) -> Vec<Bar> {
    values.iter().map(|n| bar(&format!("Answer {n}"), *n, &n.to_string())).collect()
}

#[test]
fn the_poll_as_a_card() {
    insta::assert_snapshot!(words(&card()), @r"
    Every answer here is synthetic: nobody gave it.
    Example Care News
    ask.example.org/c/callouts
    Readers who chose to take part.
    What do you think of the police
    attending fewer mental health callouts?
    n = 1,760 · 2 to 6 January 2025
    I agree with the policy
    229 · 13 %
    I support it in principle, provided care services are resourced
    810 · 46 %
    Police absence puts practitioners at increased risk
    721 · 41 %
    ");
}

#[test]
fn a_card_without_bars_says_what_there_is_to_say() {
    let closed = Card { bars: Vec::new(), lead: "12 readers have answered".to_owned(), ..card() };
    insta::assert_snapshot!(words(&closed), @r"
    Every answer here is synthetic: nobody gave it.
    Example Care News
    ask.example.org/c/callouts
    Readers who chose to take part.
    What do you think of the
    police attending fewer
    mental health callouts?
    12 readers have answered
    n = 1,760 · 2 to 6 January 2025
    ");
}

#[test]
fn a_longer_question_is_set_smaller_before_it_is_cut() {
    let title_size = |title: &str| {
        let card = Card { title: title.to_owned(), ..card() };
        let all = lines(&card);
        let size = all.iter().map(|(_, size)| *size).max().unwrap();
        let title: Vec<_> = all.into_iter().filter(|(_, of)| *of == size).map(|(text, _)| text).collect();
        (size, title.join(" "))
    };
    let question = "Open on Sundays? ";
    let sizes = [1, 3, 6].map(|n| title_size(question.repeat(n).trim_end()));
    assert!(sizes.is_sorted_by(|(a, _), (b, _)| a > b), "{sizes:?}");
    for ((_, title), n) in sizes.iter().zip([1, 3, 6]) {
        assert_eq!(title, question.repeat(n).trim_end());
    }
    let (size, cut) = title_size(&question.repeat(60));
    assert!(size < sizes[2].0);
    assert!(cut.ends_with('…') && cut.starts_with(question), "{cut}");
}

#[test]
fn of_many_answers_those_chosen_most_are_shown_in_the_order_offered() {
    let many = Card { bars: answers(&[5, 0, 9, 4, 7, 1, 6, 8, 2]), ..card() };
    let shown: Vec<_> = lines(&many).into_iter().map(|(text, _)| text).collect();
    let shown: Vec<_> = shown.iter().filter_map(|text| text.strip_prefix("Answer ")).collect();
    assert_eq!(shown, ["5", "9", "4", "7", "6", "8"]);
    assert_eq!(many.render().matches("c-bar-lead").count(), 1);
    let tied = Card { bars: answers(&[9, 0, 9, 4, 7, 1, 6, 8, 2]), ..card() };
    assert!(!tied.render().contains("c-bar-lead"), "two that share the lead do not lead");
}

#[test]
fn what_is_cut_ends_between_words() {
    let words = "Every answer here is synthetic, ".repeat(9);
    let band: Vec<_> =
        lines(&Card { banner: words.clone(), ..card() }).into_iter().take(2).map(|(text, _)| text).collect();
    let band = band.join(" ");
    let rest = words.strip_prefix(band.strip_suffix('…').unwrap()).unwrap();
    assert!(rest.starts_with([' ', ',']), "`{band}` before `{rest}`");
}

#[test]
fn a_screen_reader_hears_all_of_it() {
    let svg = card().render();
    let document = Document::parse(&svg).unwrap();
    let desc = document.descendants().find(|node| node.tag_name().name() == "desc").unwrap().text().unwrap();
    insta::assert_snapshot!(desc, @"Every answer here is synthetic: nobody gave it.; Example Care News; n = 1,760 · 2 to 6 January 2025; I agree with the policy: 229 · 13 %; I support it in principle, provided care services are resourced: 810 · 46 %; Police absence puts practitioners at increased risk: 721 · 41 %; Readers who chose to take part.");
}

#[test]
fn an_address_is_whole_or_the_name_of_the_server() {
    let long = format!("ask.example.org/take/{}", "word-".repeat(20));
    let words = words(&Card { address: long, ..card() });
    assert!(words.contains("\nask.example.org\n"), "{words}");
}
