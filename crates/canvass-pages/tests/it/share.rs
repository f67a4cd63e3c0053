//! What pages say of themselves elsewhere: tags for link previews, and the card.

use crate::samples::{CLOSED_MS, Ink, TURNOUT, conversation, drawing, every_page, results};
use canvass_counts::{OptionTotals, Totals};
use canvass_domain::{Closed, Conversation, Instrument, Opens, Poll, PollKind, PollOption, Provenance, State};
use canvass_pages::{Addresses, Drawing, Medium};
use canvass_results::Results;
use scraper::{Html, Selector};
use std::collections::BTreeMap;

const PLAIN: Ink<'static> = Ink { extra: "" };

/// The tags for link previews, one a line.
fn tags(page: &str) -> String {
    let selector = Selector::parse("meta[property], meta[name^=twitter]").unwrap();
    let document = Html::parse_document(page);
    let line = |tag: scraper::ElementRef<'_>| {
        let name = tag.attr("property").or(tag.attr("name"));
        format!("{}: {}", name.unwrap(), tag.attr("content").unwrap())
    };
    document.select(&selector).map(line).collect::<Vec<_>>().join("\n")
}

fn sample(name: &str) -> String {
    every_page(PLAIN).into_iter().find(|(other, _)| *other == name).unwrap().1
}

/// The lines of text on a card.
fn words(svg: &str) -> String {
    let selector = Selector::parse("text").unwrap();
    let document = Html::parse_fragment(svg);
    document.select(&selector).map(|line| line.text().collect::<String>()).collect::<Vec<_>>().join("\n")
}

fn card(conversation: &Conversation, results: &Results) -> String {
    words(&drawing(conversation).card(results, None))
}

/// The sample conversation with as many ballots for each of its options as said here.
fn polled(kind: PollKind, counts: &[u64]) -> (Conversation, Results) {
    let open = conversation(PLAIN);
    let option = |n| PollOption { text: format!("Answer {n}"), condition: None };
    let options = (1..=counts.len()).map(option).collect();
    let poll = Some(Poll { question: "Which of these?".to_owned(), kind, options, additions: Vec::new() });
    let conversation = Conversation {
        provenance: Provenance::Here,
        note: None,
        instrument: Instrument { poll, ..open.instrument },
        ..open
    };
    let n = counts.iter().sum();
    let options = (1..).map(canvass_domain::OptionId).zip(counts).map(|(id, n)| OptionTotals { id, n: *n });
    let totals = Totals { n_participants: n, n_ballots: n, options: options.collect(), ..Totals::default() };
    let results = Results::new(&conversation, totals, &BTreeMap::new());
    (conversation, results)
}

#[test]
fn the_tags_of_the_question() {
    insta::assert_snapshot!(tags(&sample("question")), @r"
    og:type: article
    og:title: Right care, right person: when should the police attend a mental health call?
    og:description: Which of these is closest to your view of the policy on when the police attend… 1,760 readers chose to answer; they stand for nobody else. They are synthetic, except for visitors who tried this out.
    og:url: http://localhost:8400/c/right-care
    og:site_name: The Practice Desk
    og:image: http://localhost:8400/c/right-care/card.png?v=1-1760-open
    og:image:type: image/png
    og:image:width: 1200
    og:image:height: 630
    og:image:alt: Card with the question: Which of these is closest to your view of the policy on… 1,760 readers chose to answer; they stand for nobody else. They are synthetic, except for visitors who tried this out.
    twitter:card: summary_large_image
    twitter:image:alt: Card with the question: Which of these is closest to your view of the policy on… 1,760 readers chose to answer; they stand for nobody else. They are synthetic, except for visitors who tried this out.
    ");
}

#[test]
fn the_tags_of_the_results_are_the_same_on_either_side_of_the_gate() {
    insta::assert_snapshot!(tags(&sample("results")), @r"
    og:type: article
    og:title: Results: Right care, right person: when should the police attend a mental health call?
    og:description: Which of these is closest to your view of the policy on when the police attend… 1,760 readers chose to answer; they stand for nobody else. They are synthetic, except for visitors who tried this out.
    og:url: http://localhost:8400/c/right-care/results
    og:site_name: The Practice Desk
    og:image: http://localhost:8400/c/right-care/card.png?v=1-1760-open
    og:image:type: image/png
    og:image:width: 1200
    og:image:height: 630
    og:image:alt: Card with the question: Which of these is closest to your view of the policy on… 1,760 readers chose to answer; they stand for nobody else. They are synthetic, except for visitors who tried this out.
    twitter:card: summary_large_image
    twitter:image:alt: Card with the question: Which of these is closest to your view of the policy on… 1,760 readers chose to answer; they stand for nobody else. They are synthetic, except for visitors who tried this out.
    ");
    assert_eq!(tags(&sample("results")), tags(&sample("results-closed")));
}

#[test]
fn a_page_sorted_or_searched_is_the_same_page_elsewhere() {
    assert_eq!(tags(&sample("results")), tags(&sample("results-search")));
}

#[test]
fn pages_that_are_for_one_reader_or_for_staff_have_no_tags() {
    let shared = ["question", "results"];
    for (name, page) in every_page(PLAIN) {
        let is_shared = shared.iter().any(|prefix| name.starts_with(prefix)) && name != "question-draft";
        assert_eq!(!tags(&page).is_empty(), is_shared, "{name}");
    }
}

#[test]
fn a_preview_is_not_kept_when_something_changes() {
    let image =
        |name| tags(&sample(name)).lines().find(|line| line.starts_with("og:image:")).map(str::to_owned).unwrap();
    assert_ne!(image("question"), image("question-closed"));
}

#[test]
fn the_card_of_the_sample() {
    let conversation = conversation(PLAIN);
    insta::assert_snapshot!(card(&conversation, &results(&conversation, 3, PLAIN)), @r"
    Synthetic participants: a computer program made up their answers.
    The Practice Desk
    localhost:8400/c/right-care
    1,760 readers chose to answer; they stand for nobody else.
    They are synthetic, except for visitors who tried this out.
    Which of these is closest to your view of the policy
    on when the police attend mental health calls?
    n = 1,760 · 2 January 2025 to 6 January 2025
    I agree with the policy
    229 · 13%
    I support it in principle, provided health and
    social care are resourced for the work it adds
    810 · 46%
    Without the police there, practitioners are at greater risk
    721 · 41%
    ");
}

#[test]
fn the_card_behind_the_gate_has_no_number_but_turnout() {
    let conversation = conversation(PLAIN);
    let closed = Closed { opens: Opens::AtClose(Some(CLOSED_MS)) };
    insta::assert_snapshot!(words(&drawing(&conversation).card_closed(TURNOUT, closed)), @r"
    Synthetic participants: a computer program made up their answers.
    The Practice Desk
    localhost:8400/c/right-care
    1,760 readers chose to answer; they stand for nobody else.
    They are synthetic, except for visitors who tried this out.
    Which of these is closest to your
    view of the policy on when the
    police attend mental health calls?
    1,760 readers have answered
    Results appear when the conversation closes, on 6 January 2025, 20:20 UTC.
    ");
}

#[test]
fn the_card_without_a_poll_says_what_the_answers_come_to() {
    let open = conversation(PLAIN);
    let import = Conversation {
        provenance: Provenance::Imported,
        note: None,
        state: State::Closed,
        instrument: Instrument { poll: None, organiser: None, ..open.instrument.clone() },
        ..open
    };
    insta::assert_snapshot!(card(&import, &results(&import, 40, PLAIN)), @r"
    These answers were collected elsewhere and brought in here.
    localhost:8400/c/right-care
    1,760 participants answered elsewhere. We do not know how these participants were selected.
    Right care, right person:
    when should the police
    attend a mental health call?
    1,760 participants gave 41,233
    answers to 40 statements.
    2 January 2025 to 6 January 2025
    ");
}

#[test]
fn shares_on_the_card_follow_the_rules_for_small_bases() {
    let check = |counts: &[u64], end_label: &str, caution: bool| {
        let (conversation, results) = polled(PollKind::Single, counts);
        let words = card(&conversation, &results);
        assert!(words.lines().any(|line| line.replace('\u{a0}', " ") == end_label), "{words}");
        assert_eq!(words.contains("with caution"), caution, "{words}");
    };
    check(&[9, 20], "20 of 29", false);
    check(&[10, 20], "20 · 67% *", true);
    check(&[50, 50], "50 · 50%", false);
    let (conversation, results) = polled(PollKind::Single, &[0, 0]);
    assert!(card(&conversation, &results).contains("Nobody has answered yet."));
    assert!(!drawing(&conversation).card(&results, None).contains("c-bar"), "no bars of nothing");
}

#[test]
fn a_card_that_leaves_answers_out_says_so() {
    let most = |counts: &[u64]| {
        let (conversation, results) = polled(PollKind::Multiple, counts);
        card(&conversation, &results)
    };
    let eight = most(&[10, 20, 30, 40, 50, 60, 70, 80]);
    assert!(eight.contains("the 6 answers chosen most, of 8"), "{eight}");
    assert!(eight.contains("Answer 8") && !eight.contains("Answer 1\n"), "{eight}");
    assert!(eight.contains("several answers"), "{eight}");
    assert!(!most(&[10, 20, 30, 40, 50, 60]).contains("chosen most"));
}

#[test]
fn addresses_are_whole_and_said_without_their_scheme() {
    let open = conversation(PLAIN);
    let addresses = Addresses::of("https://ask.example.org", &open.slug);
    assert_eq!(addresses.card, format!("https://ask.example.org/c/{}/card.png", open.slug));
    let closed = Closed { opens: Opens::AfterBallot };
    let words = words(&Drawing { addresses: &addresses, ..drawing(&open) }.card_closed(TURNOUT, closed));
    assert!(words.contains(&format!("\nask.example.org/c/{}\n", open.slug)), "{words}");
}

/// Both drawings of a conversation for one use, and both of what stands there behind the gate.
fn every_drawing(conversation: &Conversation, medium: Medium) -> [String; 4] {
    let closed = Closed { opens: Opens::AfterBallot };
    let results = results(conversation, 3, PLAIN);
    let drawing = Drawing { medium, ..drawing(conversation) };
    [
        drawing.poll(&results, None).unwrap(),
        drawing.card(&results, None),
        drawing.poll_closed(TURNOUT, closed).unwrap(),
        drawing.card_closed(TURNOUT, closed),
    ]
}

#[test]
fn a_picture_says_where_letters_are_missing_and_a_drawing_need_not() {
    let notice = "Empty boxes mark characters missing from this picture’s typeface; they can be read at";
    let asked = |question: &str| {
        let open = conversation(PLAIN);
        let poll = open.instrument.poll.clone().map(|poll| Poll { question: question.to_owned(), ..poll });
        Conversation { instrument: Instrument { poll, ..open.instrument.clone() }, ..open }
    };
    let has_notice = |svg: &String| words(svg).replace('\n', " ").contains(notice);
    for question in ["谁应该来？", "Who should come? 🦉"] {
        let conversation = asked(question);
        assert!(every_drawing(&conversation, Medium::Pixels).iter().all(has_notice), "{question}");
        assert!(!every_drawing(&conversation, Medium::Vector).iter().any(has_notice), "{question}");
    }
    for question in ["Who should come?", "Кто должен приехать?", "من يجب أن يأتي؟", "Ποιος πρέπει να έρθει;"]
    {
        let conversation = asked(question);
        assert_eq!(every_drawing(&conversation, Medium::Pixels), every_drawing(&conversation, Medium::Vector));
        assert!(!every_drawing(&conversation, Medium::Pixels).iter().any(has_notice), "{question}");
    }
}

#[test]
fn long_questions_and_answers_are_cut_on_the_card_and_whole_in_the_chart() {
    let long = |start: &str| format!("{start}{}", " and many more words".repeat(15)).chars().take(300).collect();
    let open = conversation(PLAIN);
    let option = |n| PollOption { text: long(&format!("Answer {n}")), condition: None };
    let poll = Poll {
        question: long("Which of these?"),
        kind: PollKind::Single,
        options: (1..=8).map(option).collect(),
        additions: Vec::new(),
    };
    let conversation = Conversation { instrument: Instrument { poll: Some(poll.clone()), ..open.instrument }, ..open };
    let counts = (1..=8).map(|n| OptionTotals { id: canvass_domain::OptionId(n), n: u64::from(n) * 10 });
    let totals = Totals { n_participants: 360, n_ballots: 360, options: counts.collect(), ..Totals::default() };
    let results = Results::new(&conversation, totals, &BTreeMap::new());
    let card = words(&drawing(&conversation).card(&results, None));
    let chart = words(&drawing(&conversation).poll(&results, None).unwrap()).replace('\n', " ");
    assert!(card.contains("Which of these?") && !card.replace('\n', " ").contains(&poll.question), "{card}");
    assert!(chart.contains(&poll.question));
    assert_eq!(card.matches("more…").count() + card.matches("and…").count(), 1 + 6, "question and answers: {card}");
    for (n, option) in (1..=8).zip(&poll.options) {
        assert_eq!(card.contains(&format!("Answer {n} and")), n > 2, "{card}");
        assert!(chart.contains(&option.text));
        assert_eq!(card.lines().any(|line| line.starts_with(&format!("{}\u{a0}·\u{a0}", n * 10))), n > 2, "{card}");
    }
}
