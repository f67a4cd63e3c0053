//! Where little or nothing was answered: no sentence contradicts another, and nothing is said of what was never there.

use canvass_testkit::{TestApp, TestDatabase, Topic};

/// What was asked and answered.
#[derive(Clone, Copy, Debug)]
struct Case {
    has_poll: bool,
    n_statements: usize,
    n_ballots: usize,
    n_voters: usize,
    is_closed: bool,
}

fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for (has_poll, n_statements) in [(true, 0), (true, 2), (false, 2)] {
        for (n_ballots, n_voters) in [(0, 0), (1, 0), (0, 1), (2, 0), (0, 2), (2, 2)] {
            let is_possible = (has_poll || n_ballots == 0) && (n_statements > 0 || n_voters == 0);
            let both = [false, true].map(|is_closed| Case { has_poll, n_statements, n_ballots, n_voters, is_closed });
            all.extend(both.into_iter().filter(|_| is_possible));
        }
    }
    all
}

async fn answered(case: Case) -> TestApp {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let topic = Topic::new("bridge").statements(case.n_statements);
    app.open(&if case.has_poll { topic } else { topic.without_poll() }).await;
    for n in 0..case.n_ballots.max(case.n_voters) {
        let mut reader = app.browser();
        if n < case.n_ballots {
            reader.submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
        }
        if n < case.n_voters {
            reader.submit("bridge", "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
        }
    }
    if case.is_closed {
        app.close("bridge").await;
    }
    app
}

#[tokio::test]
async fn no_sentence_contradicts_another() {
    for case in cases() {
        let app = answered(case).await;
        let mut anyone = app.browser();
        let (is_nobody, n_people) = (case.n_ballots + case.n_voters == 0, case.n_ballots.max(case.n_voters));
        let no_ballots = case.has_poll && case.n_ballots == 0 && !is_nobody;
        for path in ["/c/bridge", "/c/bridge/results", "/c/bridge/card.svg", "/c/bridge/charts/poll.svg"] {
            if path.ends_with("poll.svg") && !case.has_poll {
                continue;
            }
            let text = anyone.get(path).await.must_be(200).words("*").remove(0);
            let says = |words: &str| text.contains(words);
            let what = format!("{case:?} {path}: {text}");
            assert!(!(is_nobody && says("chose to answer")), "{what}");
            assert!(!says("1 readers") && !says("1 answers") && !says("1 statements"), "{what}");
            assert!(!says("{$") && !says("Nobody has answered yet.") || is_nobody && !case.is_closed, "{what}");
            assert!(!(case.is_closed && (says("answered yet") || says("with the first answer"))), "{what}");
            if path.ends_with("results") {
                assert_eq!(says("chose to answer"), !is_nobody, "{what}");
                assert_eq!(
                    says("The result appears here with the first answer."),
                    is_nobody && !case.is_closed,
                    "{what}"
                );
                assert_eq!(says("This question closed on"), is_nobody && case.is_closed, "{what}");
                assert_eq!(says("Nobody has answered the question yet."), no_ballots && !case.is_closed, "{what}");
                assert_eq!(says("Nobody answered the question."), no_ballots && case.is_closed, "{what}");
                let people =
                    if n_people == 1 { "1 reader chose".to_owned() } else { format!("{n_people} readers chose") };
                assert_eq!(says(&people), !is_nobody, "{what}");
            }
        }
    }
}

#[tokio::test]
async fn a_poll_alone_says_nothing_of_statements_groups_and_lists() {
    for n_ballots in [0, 1, 2] {
        let case = Case { has_poll: true, n_statements: 0, n_ballots, n_voters: 0, is_closed: true };
        let app = answered(case).await;
        let mut reader = app.browser();
        for (path, part) in [
            ("/c/bridge/results", "#live-top, #live-lists, #live-groups, #method"),
            ("/c/bridge/card.svg", "*"),
            ("/c/bridge", "main"),
        ] {
            let text = reader.get(path).await.must_be(200).words(part).join(" ").to_lowercase();
            for word in ["statement", "group", " map", "lists", "0 of 0", "{$"] {
                assert!(!text.contains(word), "{n_ballots} ballots, {path} says `{word}`: {text}");
            }
        }
    }
}
