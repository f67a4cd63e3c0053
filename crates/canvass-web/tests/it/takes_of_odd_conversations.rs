//! Takes of conversations at the edges: nobody answered, everybody tied, several answers, words alone.

use canvass_app::edition::{Depth, ProblemKind, Reach, Take, problems, verify};
use canvass_domain::{Addition, OptionId};
use canvass_testkit::{TestApp, TestDatabase, Topic};
use std::sync::Arc;

/// What a conversation is, and who answers how: option numbers, then whether they agree with the first statement.
struct Odd {
    options: &'static [&'static str],
    kind: &'static str,
    n_statements: usize,
    answers: &'static [(&'static [&'static str], bool)],
    comments: &'static [&'static str],
}

const NOTHING: Odd = Odd { options: &["For", "Against"], kind: "single", n_statements: 2, answers: &[], comments: &[] };

/// Publishes a take of it, checks that it holds, and gives it.
async fn published(odd: &Odd) -> Arc<Take> {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut topic = Topic::new("bridge");
    topic.options = odd.options.iter().map(|text| (*text).to_owned()).collect();
    topic.kind = odd.kind;
    topic.statements = (1..=odd.n_statements).map(|n| format!("Statement {n} of the bridge.")).collect();
    topic.keys = "comments = \"show\"".to_owned();
    app.open(&topic).await;
    for (options, votes) in odd.answers {
        let mut reader = app.browser();
        let options: Vec<(&str, &str)> = options.iter().map(|option| ("option", *option)).collect();
        if !options.is_empty() {
            reader.submit("bridge", "ballot", &options).await.must_be(303);
        }
        if *votes {
            reader.submit("bridge", "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
        }
    }
    for words in odd.comments {
        let mut reader = app.browser();
        reader.submit("bridge", "comments", &[("text", words), ("quote", "anonymous")]).await.must_be(303);
    }
    app.close("bridge").await;
    let id = app.publish_take("bridge").await;
    let entry = app.entry("bridge");
    let take = app.app().shelf(&entry).await.unwrap().newest().unwrap().clone();
    assert_eq!(problems(&take), [], "nothing to mend, nothing flagged");
    let page = app.browser().get(&format!("/take/{id}")).await.must_be(200);
    assert!(!page.text().contains("<mark>"), "every reference is known");
    for (reach, depth) in [(Reach::Public, Depth::Public), (Reach::Private, Depth::Private)] {
        let bundle = app.app().bundle(&entry, &take, reach).await.unwrap();
        let report = verify(bundle.as_bytes(), None, depth).unwrap();
        assert_eq!(report.fault(), None, "{:#?}", report.checks);
    }
    take
}

#[tokio::test]
async fn nobody_answered() {
    let take = published(&NOTHING).await;
    assert!(!take.edition.prose.headline.contains("split") && !take.edition.prose.body.contains("{poll.option"));
    let none = published(&Odd { options: &[], n_statements: 0, ..NOTHING }).await;
    assert!(none.edition.prose.body.contains("{who}"));
}

#[tokio::test]
async fn few_answers_are_counts_and_no_headline() {
    let answers: &[(&[&str], bool)] = &[(&["1"], true), (&["1"], false), (&["2"], true)];
    let take = published(&Odd { answers, ..NOTHING }).await;
    assert!(take.edition.prose.headline.starts_with("What readers said on"), "{}", take.edition.prose.headline);
    let share = take.edition.figures.iter().find(|figure| figure.key == "poll.option.1.share").unwrap();
    assert_eq!(share.value, "2 of 3");
}

#[tokio::test]
async fn a_tie_is_no_lead() {
    const ONE: (&[&str], bool) = (&["1"], false);
    const TWO: (&[&str], bool) = (&["2"], false);
    let both = [[ONE; 20], [TWO; 20]].concat();
    let take = published(&Odd { answers: both.leak(), ..NOTHING }).await;
    assert!(take.edition.prose.headline.starts_with("What readers said on"), "{}", take.edition.prose.headline);
    let more = [vec![ONE; 21], vec![TWO; 20]].concat();
    let take = published(&Odd { answers: more.leak(), ..NOTHING }).await;
    assert!(take.edition.prose.headline.starts_with("Most readers who answered chose"));
}

/// An editor who types "split" is held to the rule that the page prints.
#[tokio::test]
async fn split_is_typed_by_the_rule_only() {
    const ONE: (&[&str], bool) = (&["1"], false);
    const TWO: (&[&str], bool) = (&["2"], false);
    const THREE: (&[&str], bool) = (&["3"], false);
    let flagged = async |n: [usize; 3]| {
        let answers = [vec![ONE; n[0]], vec![TWO; n[1]], vec![THREE; n[2]]].concat();
        let options = &["For", "Against", "Neither"];
        let mut take = Take::clone(&*published(&Odd { options, answers: answers.leak(), ..NOTHING }).await);
        take.edition.prose.headline = "Readers are split on the bridge".to_owned();
        problems(&take).iter().any(|problem| problem.kind == ProblemKind::Split)
    };
    assert!(flagged([25, 8, 7]).await, "most are for");
    assert!(!flagged([17, 15, 8]).await, "no answer has half, and two are as good as even");
}

/// "Most" is held to the answers, and a sum of them counts where it was declared.
#[tokio::test]
async fn most_is_typed_of_more_than_half_only() {
    const ONE: (&[&str], bool) = (&["1"], false);
    const TWO: (&[&str], bool) = (&["2"], false);
    const THREE: (&[&str], bool) = (&["3"], false);
    let flagged = async |n: [usize; 3], sum: &[u8]| {
        let answers = [vec![ONE; n[0]], vec![TWO; n[1]], vec![THREE; n[2]]].concat();
        let options = &["For", "Against", "Neither"];
        let mut take = Take::clone(&*published(&Odd { options, answers: answers.leak(), ..NOTHING }).await);
        if !sum.is_empty() {
            let options = sum.iter().copied().map(OptionId).collect();
            let declared = Addition { options, text: "not against".to_owned() };
            Arc::make_mut(&mut take.results).poll.as_mut().unwrap().additions.push(declared);
        }
        take.edition.prose.standfirst = "Most readers who answered are for the bridge.".to_owned();
        problems(&take).iter().any(|problem| problem.kind == ProblemKind::Overstated)
    };
    assert!(flagged([20, 15, 5], &[]).await, "a half is not most");
    assert!(!flagged([21, 14, 5], &[]).await, "more than half");
    assert!(!flagged([20, 15, 5], &[1, 3]).await, "more than half as declared");
    assert!(flagged([20, 15, 5], &[2, 3]).await, "a sum of half is not most");
}

/// Votes on all statements are not the votes on the accepted ones.
#[tokio::test]
async fn a_sentence_with_two_bases_is_refused() {
    const ONE: (&[&str], bool) = (&["1"], true);
    let take = published(&Odd { answers: [ONE; 40].to_vec().leak(), ..NOTHING }).await;
    let refused = |sentence: &str| {
        let mut take = Take::clone(&take);
        take.edition.prose.standfirst = sentence.to_owned();
        problems(&take).iter().any(|problem| problem.kind == ProblemKind::MixedBases && problem.kind.refuses())
    };
    for mixed in [
        "Readers cast {votes} votes on {statements.accepted} statements.",
        "Readers cast {votes.accepted} votes on {statements} statements.",
        "{poll.option.1.share} chose it, and {statement.1.agree.share} agree.",
    ] {
        assert!(refused(mixed), "{mixed}");
    }
    for sound in [
        "Readers cast {votes} votes on {statements} statements.",
        "{participants} readers cast {votes.accepted} votes on {statements.accepted} statements.",
        "{poll.option.1.share} chose it. {statement.1.agree.share} agree.",
    ] {
        assert!(!refused(sound), "{sound}");
    }
}

#[tokio::test]
async fn several_answers_of_one_reader_do_not_add_up() {
    const BOTH: (&[&str], bool) = (&["1", "2"], false);
    let take = published(&Odd { kind: "multiple", answers: [BOTH; 40].to_vec().leak(), ..NOTHING }).await;
    let headline = &take.edition.prose.headline;
    assert!(!headline.contains("split") && !headline.contains("more than any other"), "{headline}");
    let shares = ["poll.option.1.share", "poll.option.2.share"]
        .map(|key| take.edition.figures.iter().find(|figure| figure.key == key).unwrap().n);
    assert_eq!(shares, [Some(40), Some(40)]);
    assert!(take.edition.prose.body.contains("more than one answer"), "{}", take.edition.prose.body);
}

#[tokio::test]
async fn words_alone_are_quoted() {
    let comments: &[&str] =
        &["The old bridge was there before any of us were.", "It will be there when we are gone, I should think."];
    let take = published(&Odd { options: &[], n_statements: 0, comments, ..NOTHING }).await;
    assert!(take.edition.prose.body.contains("{quote.1}"), "{}", take.edition.prose.body);
}
