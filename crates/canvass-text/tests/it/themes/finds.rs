//! What themes are found.

use super::{gather, theme_by_text};
use canvass_text::{Theme, ThemeDocument, gather_themes, theme_name};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const TOPICS: [[&str; 8]; 4] = [
    ["buses", "timetable", "fares", "drivers", "stops", "routes", "tram", "passengers"],
    ["library", "books", "shelves", "reading", "librarian", "novels", "borrowing", "archive"],
    ["swimming", "pool", "lanes", "lifeguard", "chlorine", "lessons", "diving", "showers"],
    ["allotment", "compost", "seeds", "beans", "watering", "greenhouse", "potatoes", "slugs"],
];
const FILLERS: [&str; 9] =
    ["council", "town", "budget", "neighbours", "weekend", "winter", "councillors", "street", "money"];

/// Texts in turn about one of the first `n_topics`, each with four of its words and two that all topics share.
fn planted(n_topics: usize, n_texts: usize) -> Vec<String> {
    let mut state = 12_345_u64;
    let mut below = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((state >> 33) % n as u64).unwrap()
    };
    let mut text = |at: usize| {
        let topic = TOPICS[at % n_topics];
        let mut words: Vec<&str> = (0..4).map(|_| topic[below(8)]).collect();
        words.extend([FILLERS[below(9)], FILLERS[below(9)]]);
        format!("The {} and the {}, with {} or {}: {} {}.", words[0], words[1], words[2], words[3], words[4], words[5])
    };
    (0..n_texts).map(&mut text).collect()
}

fn as_sets(themes: &[Theme]) -> BTreeSet<BTreeSet<usize>> {
    themes.iter().map(|theme| theme.documents.iter().copied().collect()).collect()
}

#[test]
fn planted_themes_are_found() {
    for n_topics in 2..=4 {
        let texts = planted(n_topics, 30 * n_topics);
        let themes = gather(&texts.iter().map(String::as_str).collect::<Vec<_>>(), "en");
        assert_eq!(themes.len(), n_topics, "{themes:?}");
        let placed = theme_by_text(&themes);
        assert!(placed.len() * 10 >= texts.len() * 9, "{} of {} are placed", placed.len(), texts.len());
        for theme in &themes {
            let topics: BTreeSet<usize> = theme.documents.iter().map(|text| text % n_topics).collect();
            let topic = *topics.first().unwrap();
            assert_eq!(topics.len(), 1, "{theme:?}");
            assert!((3..=5).contains(&theme.words.len()));
            assert!(theme.words.iter().all(|word| TOPICS[topic].contains(&word.as_str())), "{theme:?}");
        }
    }
}

#[test]
fn order_of_input_does_not_matter() {
    let texts = planted(3, 60);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let straight = as_sets(&gather(&texts, "en"));
    for stride in [7, 11, 59] {
        let order: Vec<usize> = (0..60).map(|at| at * stride % 60).collect();
        let moved: Vec<&str> = order.iter().map(|at| texts[*at]).collect();
        let back = as_sets(&gather(&moved, "en")).into_iter();
        let back: BTreeSet<BTreeSet<usize>> = back.map(|set| set.into_iter().map(|at| order[at]).collect()).collect();
        assert_eq!(back, straight);
    }
}

#[test]
fn votes_decide_where_words_do_not() {
    let ring = ["roads and parks", "parks and schools", "schools and shops", "shops and roads"];
    let sides_of_ring = |sides: [[f64; 2]; 4]| {
        let documents: Vec<_> = (0..24).map(|at| ThemeDocument { text: ring[at % 4], votes: &sides[at % 4] }).collect();
        let themes = gather_themes(&documents, "en");
        themes.iter().map(|theme| theme.documents.iter().map(|at| at % 4).collect()).collect::<BTreeSet<BTreeSet<_>>>()
    };
    let (one, other) = ([0.9, 0.1], [0.1, 0.9]);
    assert_eq!(sides_of_ring([one, one, other, other]), [[0, 1].into(), [2, 3].into()].into());
    assert_eq!(sides_of_ring([one, other, other, one]), [[0, 3].into(), [1, 2].into()].into());
}

#[test]
fn unknown_votes_are_no_votes() {
    let texts = planted(2, 24);
    let gather_with = |votes: &[f64]| {
        let documents: Vec<_> = texts.iter().map(|text| ThemeDocument { text, votes }).collect();
        gather_themes(&documents, "en")
    };
    let without = gather_with(&[]);
    assert_eq!(gather_with(&[0.0; 5]), without);
    assert_eq!(gather_with(&[f64::NAN, f64::INFINITY]), without);
    assert_eq!(gather_with(&[1.0, -1.0]), without, "everybody alike tells nothing apart");
}

#[test]
fn few_or_empty_texts_have_no_themes() {
    let texts = planted(2, 40);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for n in 0..6 {
        assert_eq!(gather(&texts[..n], "en"), []);
    }
    assert_eq!(gather(&[""; 40], "en"), []);
    assert_eq!(gather(&["the and of to"; 40], "en"), []);
    assert_eq!(
        gather(&["all of these say the same thing about buses"; 40], "en"),
        [],
        "a word of all texts parts none"
    );
    let one_each: Vec<String> = ('a'..='z').map(|letter| format!("{letter}{letter}{letter}")).collect();
    assert_eq!(gather(&one_each.iter().map(String::as_str).collect::<Vec<_>>(), "en"), [], "nothing is shared");
    assert!(!gather(&texts, "en").is_empty());
}

#[test]
fn other_languages_and_scripts_are_gathered() {
    let check = |texts: &[&str], language, words: &[&str]| {
        let texts: Vec<&str> = (0..4).flat_map(|_| texts.iter().copied()).collect();
        let themes = gather(&texts, language);
        assert!(themes.len() >= 2, "{themes:?}");
        let found: Vec<&String> = themes.iter().flat_map(|theme| &theme.words).collect();
        assert!(words.iter().all(|word| found.iter().any(|found| found == word)), "{found:?}");
    };
    check(
        &[
            "Busse fahren zu selten",
            "Mehr Busse am Abend",
            "Das Schwimmbad ist zu kalt",
            "Schwimmbad länger öffnen",
            "Bücherei am Sonntag",
            "Die Bücherei braucht Platz",
            "Der Spielplatz ist schmutzig",
            "Ein Spielplatz ohne Schatten",
        ],
        "de",
        &["schwimmbad", "bücherei", "busse", "spielplatz"],
    );
    check(
        &["計程車太貴", "計程車司機", "公園很漂亮", "公園太小", "圖書館開放", "圖書館座位", "醫院排隊", "醫院等很久"],
        "zh-TW",
        &["公園", "圖書", "醫院"],
    );
}

#[test]
fn names_are_made_of_the_first_words() {
    let check = |words: &[&str], expected| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(theme_name(&Theme { words, documents: Vec::new() }), expected);
    };
    check(&["police", "gaps", "services", "beds"], "Police, gaps and services");
    check(&["police", "gaps"], "Police and gaps");
    check(&["ämter"], "Ämter");
    check(&["公園", "圖書", "司機"], "公園, 圖書, 司機");
    check(&[], "");
}

/// The texts of the demo's reference conversation: its statements, then its comments.
pub(super) fn demo(file: &str, before: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../canvass-demo/src");
    let toml = std::fs::read_to_string(folder.join(file)).unwrap();
    let text = |part: &str| {
        let part = part.split_once("text = ").unwrap().1;
        match part.strip_prefix("\"\"\"") {
            Some(long) => long.split("\"\"\"").next().unwrap().to_owned(),
            None => part.split('"').nth(1).unwrap().to_owned(),
        }
    };
    toml.split(before).skip(1).map(text).collect()
}

#[test]
fn the_reference_case_has_themes_that_make_sense() {
    let mut texts = demo("reference.toml", "[[statement]]");
    assert_eq!(texts.len(), 40);
    texts.extend(demo("comments.toml", "[[comment]]"));
    let themes = gather(&texts.iter().map(String::as_str).collect::<Vec<_>>(), "en-GB");
    let named: Vec<String> =
        themes.iter().map(|theme| format!("{}: {}", theme.documents.len(), theme_name(theme))).collect();
    insta::assert_snapshot!(named.join("\n"), @"
    21: Health, mental and assessment
    18: Writing, amhp and visit
    16: Warrant, section and bed
    9: Practitioners, police and decline
    9: Door, concern and welfare
    8: Area, policy and services
    ");
    let placed = theme_by_text(&themes);
    assert!(placed.len() * 2 > texts.len());
    let theme_of = |words: &str| placed.get(&texts.iter().position(|text| text.contains(words)).unwrap());
    let together = |one: &str, other: &str| {
        assert!(theme_of(one).is_some() && theme_of(one) == theme_of(other), "`{one}` and `{other}`");
    };
    together("as well in rural areas as it does", "once services in my area have the staff");
    together("more likely to be blamed", "the risk passes to the practitioner");
}

#[test]
fn no_text_is_in_two_themes() {
    let word = prop::sample::select(TOPICS.concat().into_iter().chain(FILLERS).collect::<Vec<_>>());
    let text = prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "));
    let texts = prop::collection::vec(prop_oneof![4 => text, 1 => any::<String>()], 0..60);
    proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) }, |(texts in texts)| {
        let themes = gather(&texts.iter().map(String::as_str).collect::<Vec<_>>(), "en");
        prop_assert!(themes.is_empty() || (2..=6).contains(&themes.len()));
        let all: Vec<usize> = themes.iter().flat_map(|theme| theme.documents.clone()).collect();
        prop_assert!(all.iter().all(|at| *at < texts.len()));
        prop_assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        prop_assert!(themes.iter().all(|theme| !theme.documents.is_empty() && theme.words.len() <= 5));
        prop_assert!(themes.windows(2).all(|pair| pair[0].documents.len() >= pair[1].documents.len()));
        let names: BTreeMap<&Vec<String>, ()> = themes.iter().map(|theme| (&theme.words, ())).collect();
        prop_assert_eq!(names.len(), themes.len(), "two themes have the same words");
    });
}

#[test]
fn ten_thousand_long_texts_are_gathered() {
    let paragraphs: Vec<String> = planted(4, 10_000).chunks(1).map(|one| one[0].repeat(3)).collect();
    let themes = gather(&paragraphs.iter().map(String::as_str).collect::<Vec<_>>(), "en");
    assert_eq!(themes.len(), 4);
}

/// Ten opinions on buses and ten on libraries, full of words that say nothing.
pub(super) const GERMAN: [&str; 20] = [
    "Der Bus sollte auch am Abend noch fahren, weil viele dann keinen Bus mehr haben.",
    "Ohne einen besseren Bus werden wir immer alle mit dem Auto fahren.",
    "Die Haltestelle für den Bus ist nicht gut, weil sie keine Bank hat.",
    "Jede Haltestelle sollte eine Bank haben, damit man auf den Bus warten kann.",
    "Der Fahrplan vom Bus ist einfach nicht gut, weil er sich immer wieder ändert.",
    "Einen Fahrplan sollte es auch an jeder Haltestelle geben.",
    "Wenn der Bus öfter fahren würde, dann würden auch mehr Menschen einsteigen.",
    "Der Fahrplan sollte so sein, dass man den Bus noch erreichen kann.",
    "An der Haltestelle sollte immer stehen, wann der Bus wirklich fahren wird.",
    "Der Bus ist für viele zu teuer, weil der Fahrplan nur wenige Fahrten hat.",
    "Die Bibliothek sollte auch am Sonntag geöffnet sein, weil viele dann Bücher lesen.",
    "In der Bibliothek sollten mehr Bücher für Kinder stehen.",
    "Kinder sollten die Bücher der Bibliothek auch ohne Ausweis ausleihen können.",
    "Man sollte in der Bibliothek immer auch am Abend noch Bücher ausleihen können.",
    "Die Bibliothek ist nicht nur für Bücher da, sondern auch für Kinder.",
    "Ohne die Bibliothek hätten viele Kinder keine Bücher.",
    "Der Ausweis für die Bibliothek sollte nichts kosten, weil wir alle lesen wollen.",
    "Wenn die Bibliothek am Sonntag öffnet, dann können auch Kinder Bücher ausleihen.",
    "Bücher ausleihen sollte man in der Bibliothek immer ohne Ausweis können.",
    "Am Sonntag sollte die Bibliothek für alle Kinder geöffnet haben.",
];

#[test]
fn themes_are_never_made_of_words_that_say_nothing_whatever_language_is_said() {
    let documents: Vec<_> = GERMAN.iter().map(|text| ThemeDocument { text, votes: &[] }).collect();
    for language in ["de", "de-AT", "en", "fr", "xx"] {
        let themes = gather_themes(&documents, language);
        assert!(!themes.is_empty(), "{language}");
        let words: Vec<String> = themes.into_iter().flat_map(|theme| theme.words).collect();
        let idle =
            ["sollte", "auch", "weil", "immer", "nicht", "alle", "viele", "ohne", "dann", "noch", "wenn", "haben"];
        assert!(words.iter().all(|word| !idle.contains(&word.as_str())), "{language}: {words:?}");
    }
}
