//! Wording check: what a poll asks is read for mistakes that spoil answers, before it is asked.
//!
//! It warns and explains and never blocks: every rule here works from lists of words and the order they stand in,
//! understands nothing, and is wrong at times. How often is measured on questions written for it; `docs/METHODS.md`
//! prints the figures. It reads English only. It must never change a text, and what it says is about words, never
//! about the people who wrote them.

mod abbreviations;
mod absolute;
mod answers;
mod axes;
mod condition;
mod ideas;
mod leading;
mod lists;
mod negation;
mod synonyms;
mod terms;
mod text;

use std::fmt;
use std::ops::Range;
use text::Text;

/// What is checked.
#[derive(Clone, Debug, Default)]
pub struct Wording<'a> {
    /// Language of the texts, as in HTML's `lang`.
    pub language: &'a str,
    /// The poll's question.
    pub question: Option<&'a str>,
    /// The poll's options, in order.
    pub options: Vec<WordedOption<'a>>,
    /// The background, in Markdown.
    pub background: &'a str,
    /// The glossary: words and their meanings.
    pub terms: Vec<(&'a str, &'a str)>,
    /// The organiser's statements, with their numbers.
    pub statements: Vec<(u32, &'a str)>,
}

/// An option of a poll, as far as its wording goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordedOption<'a> {
    /// Its wording.
    pub text: &'a str,
    /// Whether the condition it carries has a name.
    pub condition: ConditionName,
}

/// Whether an option's condition has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionName {
    /// It has.
    Given,
    /// There is none.
    Missing,
}

/// What the check came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The texts are English and were read; nothing to say is an empty list. In the order of the texts.
    Read(Vec<Warning>),
    /// The texts are in another language, which the check cannot read.
    OtherLanguage,
}

/// Something a reader may stumble over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What it is.
    pub kind: Kind,
    /// Which text it is in.
    pub place: Place,
    /// Where in that text, in bytes.
    pub range: Range<usize>,
    /// The words there.
    pub text: String,
    /// Why it matters.
    pub explanation: String,
    /// What may be done about it.
    pub suggestion: String,
}

/// A text of a conversation. Options are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The poll's question.
    Question,
    /// An option of the poll.
    Option(usize),
    /// The background.
    Background,
    /// A statement of the organiser's, by its number.
    Statement(u32),
}

/// A kind of warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Options that mix a stance with a consequence.
    MixedAxes,
    /// Two ideas in one.
    TwoIdeas,
    /// An option on a condition that has no name.
    UnnamedCondition,
    /// Words close to a term, but not the term's.
    NearTerm,
    /// Several words for one thing.
    SeveralWords,
    /// An abbreviation that is explained nowhere.
    Abbreviation,
    /// Words that lead.
    Leading,
    /// A question of opinion without an answer for people who have none.
    NoUnsure,
    /// A negation of a negation.
    DoubleNegative,
    /// An absolute word.
    Absolute,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::MixedAxes,
        Self::TwoIdeas,
        Self::UnnamedCondition,
        Self::NearTerm,
        Self::SeveralWords,
        Self::Abbreviation,
        Self::Leading,
        Self::NoUnsure,
        Self::DoubleNegative,
        Self::Absolute,
    ];

    /// Its name in data.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::MixedAxes => "mixed-axes",
            Self::TwoIdeas => "two-ideas",
            Self::UnnamedCondition => "unnamed-condition",
            Self::NearTerm => "near-term",
            Self::SeveralWords => "several-words",
            Self::Abbreviation => "abbreviation",
            Self::Leading => "leading",
            Self::NoUnsure => "no-unsure",
            Self::DoubleNegative => "double-negative",
            Self::Absolute => "absolute",
        }
    }

    /// How many words and phrases its lists hold.
    #[must_use]
    pub fn n_listed(self) -> usize {
        lists::of(self).iter().map(|list| list.len()).sum()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Question => f.write_str("question"),
            Self::Option(n) => write!(f, "option {n}"),
            Self::Background => f.write_str("background"),
            Self::Statement(n) => write!(f, "statement {n}"),
        }
    }
}

/// The texts, cut into words.
#[derive(Debug)]
struct Draft<'a> {
    question: Option<Text<'a>>,
    options: Vec<Text<'a>>,
    /// Of each option.
    conditions: Vec<ConditionName>,
    background: Text<'a>,
    statements: Vec<Text<'a>>,
    terms: &'a [(&'a str, &'a str)],
}

impl<'a> Draft<'a> {
    fn new(wording: &'a Wording<'a>) -> Self {
        let options = (1..).zip(&wording.options);
        Self {
            question: wording.question.map(|question| Text::new(Place::Question, question)),
            options: options.map(|(n, option)| Text::new(Place::Option(n), option.text)).collect(),
            conditions: wording.options.iter().map(|option| option.condition).collect(),
            background: Text::new(Place::Background, wording.background),
            statements: wording.statements.iter().map(|(n, text)| Text::new(Place::Statement(*n), text)).collect(),
            terms: &wording.terms,
        }
    }

    /// Question, options and background: what the organiser says before anybody answers.
    fn asked(&self) -> impl Iterator<Item = &Text<'a>> {
        self.question.iter().chain(&self.options).chain([&self.background])
    }

    /// Every text, in the order a reader meets them.
    fn texts(&self) -> impl Iterator<Item = &Text<'a>> {
        self.asked().chain(&self.statements)
    }
}

/// Reads the texts of a conversation and gives what a reader may stumble over.
#[must_use]
pub fn check_wording(wording: &Wording<'_>) -> Checked {
    let language = wording.language.split('-').next().unwrap_or_default();
    if !language.eq_ignore_ascii_case("en") {
        return Checked::OtherLanguage;
    }
    let draft = Draft::new(wording);
    let mut warnings = axes::check(&draft);
    let mixed: Vec<Place> = warnings.iter().map(|warning| warning.place).collect();
    warnings.extend(ideas::check(&draft).into_iter().filter(|warning| !mixed.contains(&warning.place)));
    warnings.extend(condition::check(&draft));
    warnings.extend(terms::check(&draft));
    warnings.extend(synonyms::check(&draft));
    warnings.extend(abbreviations::check(&draft));
    warnings.extend(leading::check(&draft));
    warnings.extend(answers::check(&draft));
    warnings.extend(negation::check(&draft));
    warnings.extend(absolute::check(&draft));
    warnings.sort_by_key(|warning| (warning.place, warning.range.start, warning.kind));
    Checked::Read(warnings)
}
