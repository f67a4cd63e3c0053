//! Languages of which there is no list: made up by exchanging letters, so that it is known which words say nothing.

use super::finds::{GERMAN, demo};
use super::gather;
use super::measured::{open_sets, statements};
use std::collections::BTreeSet;

/// Small letters of Latin, each with another: vowels with vowels, so that the words can be spoken.
const EXCHANGED: [(char, char); 26] = [
    ('a', 'o'),
    ('e', 'u'),
    ('i', 'a'),
    ('o', 'i'),
    ('u', 'e'),
    ('y', 'y'),
    ('b', 'z'),
    ('c', 'v'),
    ('d', 'k'),
    ('f', 'b'),
    ('g', 'p'),
    ('h', 'w'),
    ('j', 'x'),
    ('k', 'f'),
    ('l', 'g'),
    ('m', 'j'),
    ('n', 'l'),
    ('p', 'h'),
    ('q', 'c'),
    ('r', 'm'),
    ('s', 'r'),
    ('t', 's'),
    ('v', 'q'),
    ('w', 't'),
    ('x', 'n'),
    ('z', 'd'),
];

fn exchanged(text: &str, letters: impl Fn(&(char, char)) -> (char, char)) -> String {
    let other = |c: char| EXCHANGED.iter().map(&letters).find(|(one, _)| *one == c).map_or(c, |(_, other)| other);
    text.to_lowercase().chars().map(other).collect()
}

/// The words of the themes of a language that nobody speaks, back in the one it was made of.
fn words_of_themes(texts: &[&str], said: &str) -> Vec<Vec<String>> {
    let made_up: Vec<String> = texts.iter().map(|text| exchanged(text, |pair| *pair)).collect();
    let themes = gather(&made_up.iter().map(String::as_str).collect::<Vec<_>>(), said);
    let back = |word: &String| exchanged(word, |(one, other)| (*other, *one));
    themes.iter().map(|theme| theme.words.iter().map(back).collect()).collect()
}

/// Words that stand in sentences about anything.
const IDLE: &str = "about above after again against all also although always and any are around because been before being \
    between both but could did does don down during each either even ever every first for from had has have having here \
    how however into its just less many may might more most much must neither never none nor not often only other our \
    over rather same several shall should since some still such than that the their them then there therefore these they \
    this those though through till too under unless until very was were what when where whether which while who whom \
    whose why will with within without would yet you your";

fn idle_among(themes: &[Vec<String>]) -> Vec<&str> {
    let idle: BTreeSet<&str> = IDLE.split_whitespace().collect();
    themes.iter().flatten().map(String::as_str).filter(|word| idle.contains(word)).collect()
}

#[test]
fn words_that_say_nothing_are_found_in_a_language_that_nobody_speaks() {
    let mut texts = demo("reference.toml", "[[statement]]");
    texts.extend(demo("comments.toml", "[[comment]]"));
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let themes = words_of_themes(&texts, "und");
    for said in ["", "xx", "sw", "mul", "en-GB", "de"] {
        assert_eq!(words_of_themes(&texts, said), themes, "{said}");
    }
    assert_eq!(idle_among(&themes), [""; 0], "{themes:?}");
    let named: Vec<String> = themes.iter().map(|words| words.join(" ")).collect();
    insta::assert_snapshot!(named.join("\n"), @"
    policy services children
    number answered response
    something change ordinary sometimes morning
    attend practitioner employer
    everybody service hospitals
    assessment principle ambulance
    ");
}

#[test]
fn public_conversations_in_a_language_that_nobody_speaks_have_no_such_themes() {
    for set in open_sets().unwrap_or_default() {
        let texts: Vec<String> = statements(&set).into_iter().map(|statement| statement.text).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let themes = words_of_themes(&texts, "und");
        let idle = idle_among(&themes);
        assert_eq!(idle, [""; 0], "{}: {themes:?}", set.display());
        assert!(themes.len() >= 2, "{}: {themes:?}", set.display());
    }
}

#[test]
fn what_is_said_counts_where_texts_are_short_and_their_looks_where_they_are_not() {
    // Too short to be known for anything: they are in what they are said to be in, and short words stay words.
    let topics = ["roads and cars", "cars and roads", "parks and trees", "trees and parks", "books", "books and books"];
    let short: Vec<&str> = (0..4).flat_map(|_| topics).collect();
    let words: Vec<String> = gather(&short, "en").into_iter().flat_map(|theme| theme.words).collect();
    assert!(["roads", "trees", "books"].iter().all(|word| words.contains(&(*word).to_owned())), "{words:?}");
    // A language with a list is known by its looks alone, and is gathered as if it had been said.
    for said in ["und", "", "mul"] {
        assert_eq!(gather(&GERMAN, said), gather(&GERMAN, "de"), "{said}");
    }
}

#[test]
fn pairs_of_chinese_joints_name_no_theme() {
    let Some(sets) = open_sets() else { return };
    let taiwan = sets.iter().find(|set| set.ends_with("vtaiwan.uberx")).unwrap();
    let texts: Vec<String> = statements(taiwan).into_iter().map(|statement| statement.text).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let words: Vec<String> = gather(&texts, "zh-TW").into_iter().flat_map(|theme| theme.words).collect();
    let idle = |word: &str| word.chars().all(|sign| "是一而不也的都有在就與和".contains(sign)) || word.contains('了');
    assert!(words.len() > 6 && !words.iter().any(|word| idle(word)), "{words:?}");
}
