//! Terms found in plain text.

use crate::glossary;
use canvass_text::{Glossary, Segment};

/// Terms in brackets with their index, the rest as it is.
fn shown(glossary: &Glossary, text: &str) -> String {
    let segments = glossary.segments(text);
    let pieces = segments.iter().map(|segment| match segment {
        Segment::Plain(text) => (*text).to_owned(),
        Segment::Term { text, index } => format!("[{index} {text}]"),
    });
    pieces.collect()
}

fn check(text: &str, expected: &str) {
    assert_eq!(shown(&glossary(), text), expected);
}

#[test]
fn whole_words_in_any_case_and_number() {
    check("", "");
    check("nothing here", "nothing here");
    check("SECTION 136 applies", "[4 SECTION 136] applies");
    check("subsection 136, section 1367, section 136a", "subsection 136, section 1367, section 136a");
    check("Mental  health\n assessments.", "[2 Mental  health\n assessments].");
    check("two section 135(1) warrants", "two [3 section 135(1) warrants]");
    check("the place-of-safety", "the place-of-safety");
    check("a (place of safety)", "a ([5 place of safety])");
}

#[test]
fn a_term_with_its_abbreviation_is_found_by_either() {
    check("An AMHP decides", "An [0 AMHP] decides");
    check("the AMHP’s view", "the [0 AMHP]’s view");
    check("amhps", "[0 amhps]");
    check("Approved mental health professionals (AMHPs)", "[0 Approved mental health professionals] (AMHPs)");
    check("approved mental health professional (AMHP)", "[0 approved mental health professional (AMHP)]");
}

#[test]
fn only_the_first_occurrence_and_the_longest_match() {
    check("section 136 and section 136", "[4 section 136] and section 136");
    check(
        "a Mental Health Act assessment or mental health assessment",
        "a [1 Mental Health Act assessment] or [2 mental health assessment]",
    );
    let nested = Glossary::new(&[("health", ""), ("mental health", "")]);
    assert_eq!(shown(&nested, "mental health, mental health, health"), "[1 mental health], mental health, [0 health]");
}

#[test]
fn other_scripts_are_searched_too() {
    check("我的意見是意見", "我的[6 意見]是意見");
    let greek = Glossary::new(&[("ΛΌΓΟΣ", ""), ("école", "")]);
    assert_eq!(shown(&greek, "ο λόγος, l’École 🙂"), "ο [0 λόγος], l’[1 École] 🙂");
}

#[test]
fn short_abbreviations_need_their_capitals() {
    let glossary = Glossary::new(&[("information technology (IT)", ""), ("GP", "")]);
    assert_eq!(shown(&glossary, "it uses IT, gps and GPs"), "it uses [0 IT], gps and [1 GPs]");
}

#[test]
fn brackets_that_hold_no_abbreviation_are_part_of_the_term() {
    let glossary = Glossary::new(&[("care (residential)", ""), ("section 17(2)", "")]);
    assert_eq!(shown(&glossary, "care, residential, 2"), "care, residential, 2");
    assert_eq!(shown(&glossary, "care (residential), section 17(2)"), "[0 care (residential)], [1 section 17(2)]");
}

#[test]
fn terms_that_hold_nothing_are_never_found() {
    let glossary = Glossary::new(&[("", "nothing"), ("  ", "space"), ("(AB)", "")]);
    assert_eq!(shown(&glossary, "some (text) AB"), "some (text) AB");
    assert_eq!(shown(&glossary, "some (AB)"), "some [2 (AB)]");
    assert_eq!(Glossary::new::<&str>(&[]).segments("text"), [Segment::Plain("text")]);
}

#[test]
fn the_first_of_two_equal_spellings_has_it() {
    let glossary = Glossary::new(&[("ab cd (ABCD)", "1"), ("abcd", "2")]);
    assert_eq!(shown(&glossary, "abcd"), "[0 abcd]");
    assert_eq!(glossary.entry(1), Some(("abcd", "2")));
    assert_eq!(glossary.entry(2), None);
}
