//! What the check says to people.

use canvass_text::{Checked, ConditionName, Kind, WordedOption, Wording, check_wording};
use std::fmt::Write;

fn options<'a>(texts: &[&'a str]) -> Vec<WordedOption<'a>> {
    texts.iter().map(|text| WordedOption { text, condition: ConditionName::Missing }).collect()
}

fn said(wording: &Wording<'_>) -> String {
    let Checked::Read(warnings) = check_wording(wording) else { panic!("it is English") };
    let mut said = String::new();
    for warning in warnings {
        writeln!(said, "{} @ {} {:?}: {}", warning.kind.word(), warning.place, warning.range, warning.text).unwrap();
        writeln!(said, "  {}\n  {}", warning.explanation, warning.suggestion).unwrap();
    }
    said
}

#[test]
fn every_kind_explains_itself() {
    let wording = Wording {
        language: "en",
        question: Some("Don't you agree that the police should always attend a mental health assessment?"),
        options: options(&[
            "Yes, it will save lives",
            "I agree in principle",
            "I disagree that it should not",
            "It puts staff at risk",
            "Keep the rule and pay the police for it",
        ]),
        background: "The FSDE counted 12 incidents and 9 callouts.",
        terms: vec![("Mental Health Act assessment", "An assessment under the Act.")],
        statements: vec![(7, "The rule is clear and should stay.")],
    };
    let said = said(&wording);
    for kind in Kind::ALL {
        assert!(said.contains(&format!("{} @ ", kind.word())), "{} is missing:\n{said}", kind.word());
        assert!(kind.n_listed() > 0);
    }
    insta::assert_snapshot!(said);
}

#[test]
fn two_ideas_are_not_said_where_axes_are_mixed() {
    let option = "I agree but it will cost money";
    let wording = Wording { language: "en", options: options(&[option, "I disagree"]), ..Wording::default() };
    let said = said(&wording);
    assert!(said.starts_with("mixed-axes @ option 1") && said.matches(" @ ").count() == 1, "{said}");
}

#[test]
fn a_term_is_not_close_to_itself() {
    let check = |text: &str, expected: &[&str]| {
        let terms = vec![
            ("approved mental health professional (AMHP)", "x"),
            ("place of safety", "x"),
            ("section 135(1) warrant", "x"),
            ("low-traffic neighbourhood", "x"),
            ("callout time", "x"),
        ];
        let wording = Wording { language: "en", background: text, terms, ..Wording::default() };
        let Checked::Read(warnings) = check_wording(&wording) else { panic!("it is English") };
        let near = warnings.iter().filter(|warning| warning.kind == Kind::NearTerm);
        assert_eq!(near.map(|warning| warning.text.as_str()).collect::<Vec<_>>(), expected, "{text}");
    };
    check("An AMHP, two AMHPs, Approved Mental Health Professionals (AMHPs); places of safety", &[]);
    check("A section 135(1) warrant; the section 135 warrant", &["section 135 warrant"]);
    check("Approved mental-health professional", &["Approved mental-health professional"]);
    check("Low traffic neighbourhoods and low traffic neighbourhoods", &["Low traffic neighbourhoods"]);
    check("A place, of safety. Approved. Mental health. A professional", &[]);
    check("The approved adult mental health professional", &["approved adult mental health professional"]);
    check("The calltime and callouttime", &["callouttime"]);
}
