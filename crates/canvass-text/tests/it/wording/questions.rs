//! Reads the questions that the check is measured on.

use canvass_text::{Checked, ConditionName, Kind, Place, WordedOption, Wording, check_wording};
use std::collections::BTreeSet;
use std::path::Path;

/// A kind of warning and where it stands; several of one kind in one place count once.
pub(super) type Found = (Kind, Place);

/// A conversation's texts, and what an editor says is wrong with them.
#[derive(Clone, Debug, Default)]
pub(super) struct Question {
    pub(super) name: String,
    question: String,
    options: Vec<(String, bool)>,
    background: String,
    terms: Vec<(String, String)>,
    statements: Vec<String>,
    pub(super) expected: BTreeSet<Found>,
    pub(super) found: BTreeSet<Found>,
}

impl Question {
    fn check(&self) -> BTreeSet<Found> {
        let name = |is_named: bool| if is_named { ConditionName::Given } else { ConditionName::Missing };
        let wording = Wording {
            language: "en-GB",
            question: Some(&self.question),
            options: self.options.iter().map(|(text, named)| WordedOption { text, condition: name(*named) }).collect(),
            background: &self.background,
            terms: self.terms.iter().map(|(word, text)| (word.as_str(), text.as_str())).collect(),
            statements: (1..).zip(self.statements.iter().map(String::as_str)).collect(),
        };
        let Checked::Read(warnings) = check_wording(&wording) else { panic!("{} is English", self.name) };
        warnings.iter().map(|warning| (warning.kind, warning.place)).collect()
    }

    fn take(&mut self, line: &str) {
        let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("{}: `{line}`", self.name));
        let value = value.to_owned();
        match key {
            "note" => {}
            "question" => self.question = value,
            "option" => self.options.push((value, false)),
            "background" => self.background = value,
            "statement" => self.statements.push(value),
            "expect" => assert!(self.expected.insert(expectation(&value)), "{}: `{line}` is there twice", self.name),
            "term" => {
                let (word, text) = value.split_once(" = ").unwrap();
                self.terms.push((word.to_owned(), text.to_owned()));
            }
            named if named.starts_with("option [") => self.options.push((value, true)),
            _ => panic!("{}: `{line}`", self.name),
        }
    }
}

fn expectation(text: &str) -> Found {
    let (kind, place) = text.split_once(" @ ").unwrap();
    let kind = Kind::ALL.into_iter().find(|one| one.word() == kind).unwrap_or_else(|| panic!("`{kind}`"));
    let place = match place.split_once(' ') {
        None if place == "question" => Place::Question,
        None if place == "background" => Place::Background,
        Some(("option", n)) => Place::Option(n.parse().unwrap()),
        Some(("statement", n)) => Place::Statement(n.parse().unwrap()),
        _ => panic!("`{place}`"),
    };
    (kind, place)
}

/// The questions of a file in `tests/wording`.
pub(super) fn read(file: &str) -> Vec<Question> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wording").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let mut questions: Vec<Question> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix("= ") {
            Some(name) => questions.push(Question { name: name.to_owned(), ..Question::default() }),
            None => questions.last_mut().unwrap().take(line),
        }
    }
    questions.iter_mut().for_each(|question| question.found = question.check());
    questions
}
