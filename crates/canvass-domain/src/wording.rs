//! Whether every text of an instrument can be read, and whether no two choices look alike.
//!
//! Asked of what is new: what an earlier version has stored, or a tidy set brings back, keeps what it says.

use crate::{Figure, Instrument, InstrumentError, Organiser, Term};
use canvass_words::{Lines, legible};

/// A text of an instrument: its key as in the file, its words, and how many lines there is room for.
type Placed<'i> = (String, &'i str, Lines);

impl Instrument {
    /// What nobody could read and which choices nobody could tell apart.
    pub(crate) fn illegible(&self) -> Vec<InstrumentError> {
        let unreadable = self.texts().into_iter().filter_map(|(place, text, lines)| {
            // What is missing is said of each key where it is needed.
            let is_left_out = text.trim().is_empty();
            let checked = if is_left_out { Ok(()) } else { legible::check(text, lines) };
            checked.err().map(|why| InstrumentError { place, problem: why.to_string() })
        });
        unreadable.chain(self.alike()).collect()
    }

    /// Choices that look alike; readers could not tell what they choose.
    fn alike(&self) -> Vec<InstrumentError> {
        let options: Vec<&str> = self.poll.iter().flat_map(|poll| &poll.options).map(|o| o.text.as_str()).collect();
        let of_poll = pair(&options).map(|(first, at)| InstrumentError {
            place: format!("poll.option[{}].text", at + 1),
            problem: alike_problem(&options, first, at),
        });
        let of_attributes = (1..).zip(&self.attributes).filter_map(|(n, attribute)| {
            let options: Vec<&str> = attribute.options.iter().map(String::as_str).collect();
            let place = format!("attribute[{n}].options");
            pair(&options).map(|(first, at)| InstrumentError { place, problem: alike_problem(&options, first, at) })
        });
        of_poll.into_iter().chain(of_attributes).collect()
    }

    /// Every text that people read, with its place. What the desk's form asks for in one line has one.
    fn texts(&self) -> Vec<Placed<'_>> {
        let mut texts = vec![
            ("title".to_owned(), self.title.as_str(), Lines::One),
            ("background".to_owned(), &self.background, Lines::Many),
        ];
        if let Some(title) = self.story.as_ref().and_then(|story| story.title.as_deref()) {
            texts.push(("story_title".to_owned(), title, Lines::One));
        }
        if let Some(Organiser { name, contact, .. }) = &self.organiser {
            texts.push(("organiser.name".to_owned(), name, Lines::One));
            texts.push(("organiser.contact".to_owned(), contact, Lines::One));
        }
        for (n, Term { word, text }) in (1..).zip(&self.terms) {
            texts.push((format!("term[{n}].word"), word, Lines::One));
            texts.push((format!("term[{n}].text"), text, Lines::Many));
        }
        for (n, rule) in (1..).zip(&self.policy) {
            texts.push((format!("rule[{n}].text"), &rule.text, Lines::Many));
        }
        for (n, figure) in (1..).zip(&self.figures) {
            texts.extend(figure_texts(n, figure));
        }
        for (n, attribute) in (1..).zip(&self.attributes) {
            texts.push((format!("attribute[{n}].question"), &attribute.question, Lines::One));
            let options = attribute.options.iter();
            texts.extend(options.map(|option| (format!("attribute[{n}].options"), option.as_str(), Lines::One)));
        }
        texts.extend(self.poll_texts());
        texts
    }

    fn poll_texts(&self) -> Vec<Placed<'_>> {
        let Some(poll) = &self.poll else { return Vec::new() };
        let mut texts = vec![("poll.question".to_owned(), poll.question.as_str(), Lines::Many)];
        for (id, option) in poll.numbered() {
            texts.push((format!("poll.option[{id}].text"), &option.text, Lines::One));
            let condition = option.condition.as_deref();
            texts.extend(condition.map(|text| (format!("poll.option[{id}].condition"), text, Lines::One)));
        }
        let additions = (1..).zip(&poll.additions);
        texts.extend(additions.map(|(n, sum)| (format!("poll.addition[{n}].text"), sum.text.as_str(), Lines::One)));
        texts
    }
}

fn figure_texts(n: usize, figure: &Figure) -> Vec<Placed<'_>> {
    let Figure { key, value, n: cases, base, period, definition, source, url: _, status } = figure;
    let needed = [("key", key), ("value", value), ("source", source)].map(|(key, text)| (key, Some(text)));
    let optional = [("n", cases), ("base", base), ("period", period), ("definition", definition), ("status", status)];
    let optional = optional.map(|(key, text)| (key, text.as_ref()));
    let all = needed.into_iter().chain(optional);
    let lines = |key| if key == "definition" { Lines::Many } else { Lines::One };
    all.filter_map(|(key, text)| Some((format!("figure[{n}].{key}"), text?.as_str(), lines(key)))).collect()
}

/// The first two that look alike; blank ones are missing, not alike.
fn pair(options: &[&str]) -> Option<(usize, usize)> {
    let is_there: Vec<usize> =
        (0..).zip(options).filter(|(_, text)| !legible::is_blank(text)).map(|(at, _)| at).collect();
    let texts: Vec<&str> = is_there.iter().filter_map(|at| options.get(*at).copied()).collect();
    let (first, second) = legible::look_alikes(&texts)?;
    Some((*is_there.get(first)?, *is_there.get(second)?))
}

fn alike_problem(options: &[&str], first: usize, second: usize) -> String {
    let text = |at: usize| options.get(at).copied().unwrap_or_default().trim();
    format!(
        "answer {}, `{}`, looks the same as answer {}, `{}`; keep one, or word them apart",
        second + 1,
        text(second),
        first + 1,
        text(first)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Addition, Attribute, Poll, PollKind, PollOption};

    fn check(instrument: &Instrument, expected: &[(&str, &str)]) {
        let found = instrument.illegible();
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
