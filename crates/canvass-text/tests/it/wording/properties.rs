//! Whatever the texts are, every warning points at words that are there.

use canvass_text::{Checked, ConditionName, Place, WordedOption, Wording, check_wording};
use proptest::prelude::*;

/// Pieces that set rules off, and pieces that hurt.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "Yes, ",
            "I agree",
            " and ",
            " but ",
            "should ",
            "close it",
            "it will",
            " at risk",
            "if ",
            "provided ",
            "in principle",
            "don’t you",
            "isn't ",
            "not ",
            "never ",
            "always ",
            "unfair",
            "mental health assessment",
            "low-traffic ",
            "call-out",
            "callout",
            "police ",
            "incidents",
            "AMHP",
            "(AMHP)",
            "DfE",
            "e-mail",
            "\"",
            "“",
            "”",
            "\n> ",
            "\n\n",
            ". ",
            "? ",
            ", ",
            " - ",
            "—",
            "'",
            "-",
            "\u{ad}",
            "\u{2011}",
            "e\u{301}",
            "ß",
            "İ",
            "ΣΑΣ",
            "意見",
            "🙂",
            "\u{0}",
            "https://a.example/B-C",
            "a@b.example",
            "1(2)",
            "3.10",
            "10 %",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

prop_compose! {
    fn texts()(
        question in prop::option::of(text()),
        options in prop::collection::vec((text(), any::<bool>()), 0..5),
        background in text(),
        terms in prop::collection::vec((text(), text()), 0..4),
        statements in prop::collection::vec(text(), 0..4),
    ) -> Texts {
        Texts { question, options, background, terms, statements }
    }
}

#[derive(Clone, Debug)]
struct Texts {
    question: Option<String>,
    options: Vec<(String, bool)>,
    background: String,
    terms: Vec<(String, String)>,
    statements: Vec<String>,
}

impl Texts {
    fn check(&self, language: &str) -> Checked {
        let name = |is_named: bool| if is_named { ConditionName::Given } else { ConditionName::Missing };
        check_wording(&Wording {
            language,
            question: self.question.as_deref(),
            options: self.options.iter().map(|(text, named)| WordedOption { text, condition: name(*named) }).collect(),
            background: &self.background,
            terms: self.terms.iter().map(|(word, text)| (word.as_str(), text.as_str())).collect(),
            statements: (1..).zip(self.statements.iter().map(String::as_str)).collect(),
        })
    }

    fn at(&self, place: Place) -> &str {
        match place {
            Place::Question => self.question.as_deref().unwrap(),
            Place::Option(n) => &self.options[n - 1].0,
            Place::Background => &self.background,
            Place::Statement(n) => &self.statements[n as usize - 1],
        }
    }
}

proptest! {
    #[test]
    fn warnings_quote_what_is_there(texts in texts()) {
        let Checked::Read(warnings) = texts.check("en") else { panic!("it is English") };
        for warning in &warnings {
            // `get` gives nothing where an end is inside a character.
            prop_assert_eq!(texts.at(warning.place).get(warning.range.clone()), Some(warning.text.as_str()));
            prop_assert!(!warning.explanation.is_empty() && !warning.suggestion.is_empty());
        }
        prop_assert!(warnings.is_sorted_by_key(|warning| (warning.place, warning.range.start)));
        prop_assert_eq!(texts.check("EN-au"), Checked::Read(warnings));
    }

    #[test]
    fn other_languages_are_left_alone(texts in texts()) {
        for language in ["de", "cy-GB", "", "e", "eng"] {
            prop_assert_eq!(texts.check(language), Checked::OtherLanguage);
        }
    }
}

/// The longest instrument there may be, in words that keep every rule busy.
#[test]
fn the_longest_texts_are_read() {
    let long = |words: &str, n_chars: usize| words.chars().cycle().take(n_chars).collect::<String>();
    let terms: Vec<(String, String)> =
        (0..200).map(|n| (format!("section {n} assessment order"), "What it means.".to_owned())).collect();
    let busy = "the mental health assessment and the mental health act and ";
    let texts = Texts {
        question: Some(long("not and if always ", 600)),
        options: vec![(long("yes, it will and if ", 600), false); 32],
        background: long(busy, 40_000),
        terms,
        statements: vec![long("never not and but mental health assessment ", 280); 2_000],
    };
    let Checked::Read(warnings) = texts.check("en") else { panic!("it is English") };
    assert!(!warnings.is_empty());
}
