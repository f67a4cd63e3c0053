//! Whether every text of an instrument can be read.
//!
//! Asked of what is new: what an earlier version has stored, or a tidy set brings back, keeps what it says.

use super::check::Spot;
use super::field::wrong;
use super::kind::Kind;
use super::{Instrument, InstrumentError};
use canvass_words::{Lines, legible};

impl Instrument {
    /// What nobody could read.
    pub(super) fn illegible(&self) -> Vec<InstrumentError> {
        let mut found = Vec::new();
        self.each_spot(|spot| {
            let Some(lines) = lines_of(spot) else { return };
            for text in self.texts_at(spot) {
                // What is missing is said of each key where it is needed.
                if !text.trim().is_empty()
                    && let Err(why) = legible::check(text, lines)
                {
                    found.push(wrong(&spot.place(), why.to_string()));
                }
            }
        });
        found
    }
}

/// How many lines there is room for, where people read it. What the desk's form asks for in one line has one.
const fn lines_of(spot: Spot) -> Option<Lines> {
    let Spot::Field(field, _) = spot else { return None };
    match field.kind {
        Kind::Line(_) | Kind::LineOrNumber(_) | Kind::List(..) => Some(Lines::One),
        Kind::Text(..) => Some(Lines::Many),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::When;
    use crate::{Addition, Attribute, Poll, PollKind, PollOption, Term};

    fn check(instrument: &Instrument, expected: &[(&str, &str)]) {
        let found = [instrument.illegible(), instrument.problems_when(When::Legible)].concat();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (error, (place, problem)) in found.iter().zip(expected) {
            assert_eq!(error.place, *place);
            assert!(error.problem.contains(problem), "{error}");
        }
    }

    fn poll(options: &[&str]) -> Poll {
        let option = |text: &&str| PollOption { text: (*text).to_owned(), condition: None };
        let options = options.iter().map(option).collect();
        Poll { question: "Open?".to_owned(), kind: PollKind::Single, options, additions: Vec::new() }
    }

    #[test]
    fn a_text_that_nobody_could_read_is_found_at_its_key() {
        check(&Instrument { title: "Sunday\u{b}opening?".to_owned(), ..Instrument::default() }, &[("title", "U+000B")]);
        check(&Instrument { title: "Sunday\nopening?".to_owned(), ..Instrument::default() }, &[("title", "one line")]);
        check(&Instrument { title: "\u{200b}".to_owned(), ..Instrument::default() }, &[("title", "can be seen")]);
        check(&Instrument { background: "One\n\n\tTwo".to_owned(), ..Instrument::default() }, &[]);
        let term = Term { word: "bail".to_owned(), text: "\u{2060}".to_owned() };
        check(&Instrument { terms: vec![term], ..Instrument::default() }, &[("term[1].text", "can be seen")]);
        let asked = Instrument { poll: Some(poll(&["Yes", "\u{feff}"])), ..Instrument::default() };
        check(&asked, &[("poll.option[2].text", "can be seen")]);
    }

    #[test]
    fn what_the_form_asks_for_in_one_line_has_one() {
        let mut asked = poll(&["Yes", "No,\nnever"]);
        asked.question = "Open?\nOn Sundays, too?".to_owned();
        asked.options[0].condition = Some("funded\tfirst".to_owned());
        asked.additions = vec![Addition { options: Vec::new(), text: "Both\nanswers".to_owned() }];
        let options = ["Weekly", "Less\r\noften"].map(str::to_owned).to_vec();
        let attributes = vec![Attribute { key: "use".to_owned(), question: "How\noften?".to_owned(), options }];
        check(
            &Instrument { poll: Some(asked), attributes, ..Instrument::default() },
            &[
                ("attribute[1].question", "one line"),
                ("attribute[1].options", "one line"),
                ("poll.option[1].condition", "one line"),
                ("poll.option[2].text", "one line"),
                ("poll.addition[1].text", "one line"),
            ],
        );
    }

    #[test]
    fn choices_that_look_alike_are_named_both() {
        let asked = |options: &[&str]| Instrument { poll: Some(poll(options)), ..Instrument::default() };
        check(&asked(&["Yes", "No", "y\u{200b}es."]), &[("poll.option[3].text", "looks the same as answer 1, `Yes`")]);
        check(&asked(&["Yes", "No", "Unsure"]), &[]);
        let options = ["Weekly", "weekly ", "Never"].map(str::to_owned).to_vec();
        let attribute = Attribute { key: "use".to_owned(), question: "How often?".to_owned(), options };
        let asked = Instrument { attributes: vec![attribute], ..Instrument::default() };
        check(&asked, &[("attribute[1].options", "answer 2, `weekly`, looks the same as answer 1, `Weekly`")]);
    }
}
