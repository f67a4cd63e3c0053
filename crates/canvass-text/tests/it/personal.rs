//! The warning about personal details: how right it is, and that no text harms it.

use crate::printed::compare_or_bless;
use canvass_text::{PersonalKind, personal_details};
use insta::assert_snapshot;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// A text, the kinds an editor wants to be warned of, and those found.
struct Labelled {
    text: String,
    expected: BTreeSet<PersonalKind>,
    found: BTreeSet<PersonalKind>,
}

fn read(name: &str) -> Vec<Labelled> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/personal").join(name);
    let file = std::fs::read_to_string(path).unwrap();
    let kind = |word: &str| PersonalKind::ALL.into_iter().find(|kind| kind.word() == word);
    let labelled = |line: &str| {
        let (kinds, text) = line.split_once(" | ").unwrap();
        let expected: BTreeSet<PersonalKind> = kinds.split(',').filter_map(kind).collect();
        assert!(kinds == "-" || expected.len() == kinds.split(',').count(), "`{kinds}` are not kinds");
        let found = personal_details(text).into_iter().map(|warning| warning.kind).collect();
        Labelled { text: text.to_owned(), expected, found }
    };
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(labelled).collect()
}

/// Right warnings, wrong ones, details passed over.
fn score(texts: &[Labelled], kinds: &[PersonalKind]) -> (usize, usize, usize) {
    let count = |of: &dyn Fn(&Labelled, &PersonalKind) -> bool| {
        texts.iter().map(|text| kinds.iter().filter(|kind| of(text, kind)).count()).sum()
    };
    (
        count(&|text, kind| text.found.contains(kind) && text.expected.contains(kind)),
        count(&|text, kind| text.found.contains(kind) && !text.expected.contains(kind)),
        count(&|text, kind| !text.found.contains(kind) && text.expected.contains(kind)),
    )
}

fn cells(texts: &[Labelled], kinds: &[PersonalKind]) -> String {
    let (right, wrong, missed) = score(texts, kinds);
    let share = |n: usize, of: usize| format!("{:.2} ({n} of {of})", n as f64 / of as f64);
    format!("{} | {}", share(right, right + wrong), share(right, right + missed))
}

#[test]
fn methods_prints_what_is_measured() {
    let [tuned, held_out] = ["tuned.txt", "held-out.txt"].map(read);
    let n_clean = |texts: &[Labelled]| texts.iter().filter(|text| text.expected.is_empty()).count();
    let mut table = format!(
        "Tuned on {} texts, {} of them clean; held out {}, {} of them clean.\n\n| kind | precision, tuned | recall, \
         tuned | precision, held out | recall, held out |\n|---|---|---|---|---|\n",
        tuned.len(),
        n_clean(&tuned),
        held_out.len(),
        n_clean(&held_out),
    );
    for kind in PersonalKind::ALL {
        writeln!(table, "| `{}` | {} | {} |", kind.word(), cells(&tuned, &[kind]), cells(&held_out, &[kind])).unwrap();
    }
    let all = PersonalKind::ALL;
    writeln!(table, "| all | {} | {} |", cells(&tuned, &all), cells(&held_out, &all)).unwrap();
    assert!(tuned.len() >= 60 && n_clean(&tuned) * 2 >= tuned.len() && n_clean(&held_out) * 2 >= held_out.len());
    compare_or_bless("personal-details", &table);
}

/// For tuning: with `--nocapture` it prints what differs.
#[test]
fn tuned_texts_are_read_as_labelled() {
    let texts = read("tuned.txt");
    let differ = texts.iter().filter(|text| text.found != text.expected);
    let differences = differ.map(|text| format!("{:?} for {:?}: {}", text.found, text.expected, text.text));
    let differences: Vec<String> = differences.collect();
    println!("{}", differences.join("\n"));
    assert!(differences.len() <= 3, "{differences:#?}");
}

#[test]
fn warnings_on_other_texts_are_mostly_right() {
    let (right, wrong, _) = score(&read("held-out.txt"), &PersonalKind::ALL);
    assert!(right * 10 >= (right + wrong) * 8, "{right} right, {wrong} wrong");
}

#[test]
fn ranges_hold_the_details() {
    let check = |text: &str, expected: &[&str]| {
        let found: Vec<String> = personal_details(text).into_iter().map(|warning| warning.text).collect();
        assert_eq!(found, expected, "{text}");
    };
    check("Ring (01632) 960 001, or +44 7700 900 789.", &["(01632) 960 001", "+44 7700 900 789"]);
    check(
        "jane at example dot org; r.smith+x@mail.example.co.uk.",
        &["jane at example dot org", "r.smith+x@mail.example.co.uk"],
    );
    check(
        "(See https://twitter.com/nightshift_amy.) @amy@social.example",
        &["https://twitter.com/nightshift_amy", "@amy@social.example"],
    );
    check("I was on Juniper Ward on 14 March, aged 44.", &["Juniper Ward", "14 March", "aged 44"]);
    check("My son, 14, goes to St Aldhelm’s Grammar School.", &["14", "St Aldhelm’s Grammar School"]);
    check("I am the vicar of Little Wenham.", &["vicar of Little Wenham"]);
    check("1,760 votes, 999, 101 and 111", &[]);
}

#[test]
fn every_kind_explains_itself() {
    let said = |text: &str| personal_details(text).remove(0).explanation;
    assert_snapshot!(said("Ring 07700 900123."), @"`07700 900123` looks like a telephone number. Printed, it can be rung by anybody; leave it out.");
    assert_snapshot!(said("jane@example.org"), @"`jane@example.org` looks like an e-mail address. Printed, it can be written to by anybody; leave it out.");
    assert_snapshot!(said("by @nightbus"), @"`@nightbus` looks like somebody's account on another service. It leads to their name and to whatever else they wrote; leave it out, or ask them.");
    assert_snapshot!(said("I am the only nurse there."), @"`the only nurse there`: something that few people are, in a story that somebody tells of their own life. People who know them, or somebody in the story, could tell who it is, whatever the quote is signed with. Ask them, cut it, or choose another quote.");
}

#[test]
fn no_text_harms_it() {
    let piece = prop::sample::select(vec![
        "@",
        "at",
        "dot",
        "(at)",
        "I",
        "'m",
        "the only",
        "my son",
        ",",
        " ",
        "14",
        "March",
        "ward",
        "+",
        "(",
        "07700",
        "é",
        "/",
        ".",
        "u/",
        "https://x.com/",
        "on",
        "Twitter",
        "as",
        "of",
        "Wenham",
        "vicar",
        "aged",
        "\n\n",
        "www.",
    ]);
    let text = prop::collection::vec(prop_oneof![3 => piece.prop_map(str::to_owned), 1 => any::<String>()], 0..40);
    let text = text.prop_map(|pieces| pieces.join(" "));
    proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) }, |(text in text)| {
        let warnings = personal_details(&text);
        prop_assert!(warnings.iter().all(|warning| text.get(warning.range.clone()) == Some(warning.text.as_str())));
        prop_assert!(warnings.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
        prop_assert!(warnings.iter().all(|warning| !warning.text.is_empty()));
    });
}

#[test]
fn long_texts_are_read_in_time() {
    for piece in ["@", "at dot ", "0 ", "I was ", "a.a@", "one ", "Ward "] {
        let text = piece.repeat(20_000);
        let _ = personal_details(&text);
    }
}
