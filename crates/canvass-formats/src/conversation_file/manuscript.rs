//! A conversation file as a form has it: typed into a manuscript, and read back from one.
//!
//! Reading finds everything that is wrong, not only the first, each at the key where it was typed; what cannot be
//! read is left at its default, so that a preview can be shown all the same. Writing a manuscript and reading it
//! gives the same conversation.

use super::{ConversationFile, times};
use crate::error::shown;
use canvass_domain::{
    Addition, Admission, AnswerLimits, Attribute, Design, Figure, Gate, Instrument, InstrumentError, MAX_FIRST_ANSWERS,
    MAX_MARK_THRESHOLD, MAX_SEED_STATEMENTS, Manuscript, MarkThresholds, Millis, OptionId, Organiser, Poll, PollKind,
    PollOption, Rule, SeedStatement, Slug, StatementText, Story, Subject, Term, Times,
};
use canvass_words::Zone;
use canvass_words::legible;
use std::collections::BTreeMap;
use std::num::NonZeroU32;

const OFF: &str = "off";
/// The fields in which statements are typed, with what those in it are about.
const STATEMENTS: [(&str, Subject); 2] = [("statement", Subject::Topic), ("statement.meta", Subject::Readers)];

/// What a manuscript says, and everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadManuscript {
    /// What it says, as far as it can be read.
    pub file: ConversationFile,
    /// What is wrong, in the order of the form.
    pub problems: Vec<InstrumentError>,
}

/// A manuscript with nothing in it but what goes without saying.
#[must_use]
pub fn blank_manuscript() -> Manuscript {
    let mut blank = Manuscript::default();
    fill_once(&mut blank, &Instrument { language: "en".to_owned(), ..Instrument::default() });
    for _ in 0..2 {
        blank.add_row("poll.option");
    }
    blank
}

/// Types a conversation into a manuscript.
#[must_use]
pub fn manuscript<'s>(
    slug: &Slug,
    instrument: &Instrument,
    statements: impl IntoIterator<Item = (&'s str, Subject)>,
) -> Manuscript {
    let mut typed = Manuscript::default();
    typed.set("slug", slug.as_str());
    let statements: Vec<(&str, Subject)> = statements.into_iter().collect();
    for (key, about) in STATEMENTS {
        let of_key = statements.iter().filter(|(_, subject)| *subject == about).map(|(text, _)| *text);
        typed.set(key, &lines(of_key));
    }
    fill_once(&mut typed, instrument);
    fill_rows(&mut typed, instrument);
    typed
}

fn fill_once(typed: &mut Manuscript, instrument: &Instrument) {
    let story = instrument.story.as_ref();
    let organiser = instrument.organiser.as_ref();
    let poll = instrument.poll.as_ref();
    let zone = instrument.zone();
    let [opens_at, closes_at] = [instrument.times.opens_at, instrument.times.closes_at]
        .map(|at| at.map(|at| zone.field(at)).unwrap_or_default());
    let limits = instrument.limits;
    let [at_once, per_hour] = [limits.first_answers_per_address, limits.first_answers_per_hour]
        .map(|limit| limit.map(|n| n.to_string()).unwrap_or_default());
    let marks = instrument.marks.unusual().into_iter().map(|(name, n)| format!("{name} = {n}"));
    let marks = marks.collect::<Vec<_>>().join("\n");
    let texts = [
        ("title", instrument.title.as_str()),
        ("language", &instrument.language),
        ("background", &instrument.background),
        ("story_url", story.map_or("", |story| &story.url)),
        ("story_title", story.and_then(|story| story.title.as_deref()).unwrap_or("")),
        ("design", design_word(instrument.design)),
        ("time_zone", instrument.time_zone.as_deref().unwrap_or("")),
        ("gate", instrument.gate.word()),
        ("opens_at", &opens_at),
        ("closes_at", &closes_at),
        ("limits.first_answers_per_address", &at_once),
        ("limits.first_answers_per_hour", &per_hour),
        ("marks", &marks),
        ("new_statements", admission_word(instrument.new_statements)),
        ("comments", instrument.comments.map_or(OFF, admission_word)),
        ("organiser.name", organiser.map_or("", |who| &who.name)),
        ("organiser.contact", organiser.map_or("", |who| &who.contact)),
        ("organiser.privacy_url", organiser.map_or("", |who| &who.privacy_url)),
        ("poll.question", poll.map_or("", |poll| &poll.question)),
        ("poll.kind", kind_word(poll.map(|poll| poll.kind).unwrap_or_default())),
    ];
    for (key, text) in texts {
        typed.set(key, text);
    }
}

fn fill_rows(typed: &mut Manuscript, instrument: &Instrument) {
    let mut row = |group: &str, number: usize, texts: &[(&str, &str)]| {
        for (key, text) in texts {
            typed.set(&format!("{group}[{number}].{key}"), text);
        }
    };
    for (n, option) in (1..).zip(instrument.poll.iter().flat_map(|poll| &poll.options)) {
        row("poll.option", n, &[("text", &option.text), ("condition", option.condition.as_deref().unwrap_or(""))]);
    }
    for (n, addition) in (1..).zip(instrument.poll.iter().flat_map(|poll| &poll.additions)) {
        let options = addition.options.iter().map(OptionId::to_string).collect::<Vec<_>>().join(", ");
        row("poll.addition", n, &[("options", &options), ("text", &addition.text)]);
    }
    for (n, term) in (1..).zip(&instrument.terms) {
        row("term", n, &[("word", &term.word), ("text", &term.text)]);
    }
    for (n, figure) in (1..).zip(&instrument.figures) {
        let Figure { key, value, n: cases, base, period, definition, source, url, status } = figure;
        let optional = |text: &'_ Option<String>| text.clone().unwrap_or_default();
        let [cases, base, period] = [cases, base, period].map(optional);
        let [definition, url, status] = [definition, url, status].map(optional);
        let plain = [("key", key.as_str()), ("value", value), ("source", source)];
        let more = [("n", cases.as_str()), ("base", &base), ("period", &period)];
        let rest = [("definition", definition.as_str()), ("url", &url), ("status", &status)];
        row("figure", n, &[plain, more, rest].concat());
    }
    for (n, attribute) in (1..).zip(&instrument.attributes) {
        let options = lines(attribute.options.iter().map(String::as_str));
        row("attribute", n, &[("key", &attribute.key), ("question", &attribute.question), ("options", &options)]);
    }
    for (n, rule) in (1..).zip(&instrument.policy) {
        row("rule", n, &[("key", &rule.key), ("text", &rule.text)]);
    }
}

/// Reads a manuscript. Rows that nothing was typed into are rows like others: drop them before.
#[must_use]
pub fn read_manuscript(typed: &Manuscript) -> ReadManuscript {
    let mut reader = Reader { typed, problems: Vec::new() };
    let slug = reader.slug();
    let instrument = reader.instrument();
    let statements = reader.statements();
    let mut problems = reader.problems;
    for problem in instrument.problems() {
        if !problems.iter().any(|known| known.place == problem.place) {
            problems.push(problem);
        }
    }
    let places = typed.places();
    problems.sort_by_key(|problem| places.iter().position(|place| place.starts_with(&problem.place)));
    let file = ConversationFile { slug, instrument, statements, record: None, says_gate: true, says_zone: true };
    ReadManuscript { file, problems }
}

struct Reader<'m> {
    typed: &'m Manuscript,
    problems: Vec<InstrumentError>,
}

impl Reader<'_> {
    fn instrument(&mut self) -> Instrument {
        let (time_zone, zone) = self.zone();
        Instrument {
            title: self.text("title"),
            language: self.text("language"),
            background: self.text("background"),
            story: self.story(),
            design: self.word("design", &[Design::Open, Design::List, Design::Sampled], design_word),
            gate: self.word("gate", &Gate::ALL, Gate::word),
            times: Times { opens_at: self.time("opens_at", zone), closes_at: self.time("closes_at", zone) },
            time_zone,
            limits: AnswerLimits {
                first_answers_per_address: self.count("limits.first_answers_per_address", MAX_FIRST_ANSWERS),
                first_answers_per_hour: self.count("limits.first_answers_per_hour", MAX_FIRST_ANSWERS),
            },
            marks: self.marks(),
            new_statements: self.word("new_statements", &[Admission::Hold, Admission::Show], admission_word),
            comments: self.word("comments", &[None, Some(Admission::Hold), Some(Admission::Show)], |comments| {
                comments.map_or(OFF, admission_word)
            }),
            policy: self.rows("rule", |row| Rule { key: row.text("key"), text: row.text("text") }),
            organiser: self.organiser(),
            terms: self.rows("term", |row| Term { word: row.text("word"), text: row.text("text") }),
            figures: self.rows("figure", |row| Figure {
                key: row.text("key"),
                value: row.text("value"),
                n: row.optional("n"),
                base: row.optional("base"),
                period: row.optional("period"),
                definition: row.optional("definition"),
                source: row.text("source"),
                url: row.optional("url"),
                status: row.optional("status"),
            }),
            attributes: self.rows("attribute", |row| Attribute {
                key: row.text("key"),
                question: row.text("question"),
                options: entries(&row.text("options")).map(|(_, text)| text.to_owned()).collect(),
            }),
            poll: self.poll(),
        }
    }

    fn slug(&mut self) -> Slug {
        let given = self.typed.get("slug");
        let suggested = || Slug::suggest(self.typed.get("title"));
        if given.is_empty() {
            return suggested();
        }
        Slug::parse(given).unwrap_or_else(|error| {
            let slug = suggested();
            self.problems.push(InstrumentError { place: "slug".to_owned(), problem: error.to_string() });
            slug
        })
    }

    fn story(&mut self) -> Option<Story> {
        let [url, title] = ["story_url", "story_title"].map(|key| self.optional(key));
        if url.is_none() && title.is_some() {
            self.wrong("story_url", "is empty, but the story has a title: give its address too");
        }
        url.map(|url| Story { url, title })
    }

    fn organiser(&self) -> Option<Organiser> {
        let [name, contact, privacy_url] =
            ["organiser.name", "organiser.contact", "organiser.privacy_url"].map(|key| self.text(key));
        let is_there = ![&name, &contact, &privacy_url].into_iter().all(String::is_empty);
        is_there.then_some(Organiser { name, contact, privacy_url })
    }

    fn poll(&mut self) -> Option<Poll> {
        let kind = self.word("poll.kind", &[PollKind::Single, PollKind::Multiple], kind_word);
        let question = self.text("poll.question");
        let options =
            self.rows("poll.option", |row| PollOption { text: row.text("text"), condition: row.optional("condition") });
        let additions = self.additions();
        let is_there = !question.trim().is_empty() || !options.is_empty() || !additions.is_empty();
        is_there.then_some(Poll { question, kind, options, additions })
    }

    /// Sums that are declared, each with its options as "1, 2".
    fn additions(&mut self) -> Vec<Addition> {
        let mut additions = Vec::new();
        for number in 1..=self.typed.n_rows("poll.addition") {
            let place = format!("poll.addition[{number}]");
            let typed = self.text(&format!("{place}.options"));
            let parts = typed.split([',', '+', ' ']).map(str::trim).filter(|part| !part.is_empty());
            let options: Option<Vec<OptionId>> = parts.map(|part| part.parse().ok().map(OptionId)).collect();
            if options.is_none() {
                let problem = format!("is `{}`; name options by their numbers, such as 1, 2", shown(&typed));
                self.wrong(&format!("{place}.options"), &problem);
            }
            let text = self.text(&format!("{place}.text"));
            additions.push(Addition { options: options.unwrap_or_default(), text });
        }
        additions
    }

    fn statements(&mut self) -> Vec<SeedStatement> {
        let mut statements = Vec::new();
        let mut first_seen = BTreeMap::new();
        for (key, subject) in STATEMENTS {
            let found = self.statements_in(key, &mut first_seen);
            statements.extend(found.into_iter().map(|text| SeedStatement { text, subject }));
        }
        if statements.len() > MAX_SEED_STATEMENTS {
            let problem = format!("there are {}, at most {MAX_SEED_STATEMENTS} are allowed", statements.len());
            self.problems.retain(|known| !known.place.starts_with("statement"));
            self.wrong("statement", &problem);
        }
        statements
    }

    /// The statements of one field; no two of all fields are alike.
    fn statements_in(
        &mut self,
        key: &'static str,
        first_seen: &mut BTreeMap<String, (&'static str, usize, String)>,
    ) -> Vec<StatementText> {
        let mut statements = Vec::new();
        let mut problem = None;
        for (line, text) in entries(self.typed.get(key)) {
            let parsed = StatementText::parse(text).map_err(|error| error.to_string());
            let checked = parsed.and_then(|text| {
                let here = (key, line, text.as_str().to_owned());
                let Some((field, at, first)) = first_seen.insert(legible::reads_as(text.as_str()), here) else {
                    return Ok(text);
                };
                let field = if field == key { "" } else { " of the statements above" };
                let (text, first) = (shown(text.as_str()), shown(&first));
                Err(format!("`{text}` reads the same as `{first}` on line {at}{field}; keep one"))
            });
            match checked {
                Ok(text) => statements.push(text),
                Err(why) => {
                    problem.get_or_insert(format!("line {line}: {why}"));
                }
            }
        }
        if let Some(problem) = problem {
            self.wrong(key, &problem);
        }
        statements
    }

    fn rows<T>(&self, group: &str, read: impl Fn(&RowReader<'_>) -> T) -> Vec<T> {
        let row = |number| RowReader { typed: self.typed, place: format!("{group}[{number}]") };
        (1..=self.typed.n_rows(group)).map(|number| read(&row(number))).collect()
    }

    fn word<T: Copy + Default>(&mut self, key: &str, all: &[T], word: impl Fn(T) -> &'static str) -> T {
        let given = self.typed.get(key);
        if given.is_empty() {
            return T::default();
        }
        if let Some(found) = all.iter().find(|value| word(**value) == given) {
            return *found;
        }
        let known = all.iter().map(|value| format!("`{}`", word(*value))).collect::<Vec<_>>().join(", ");
        self.wrong(key, &format!("is `{}`; use one of {known}", shown(given)));
        T::default()
    }

    /// A number from 1 on, where one is typed.
    fn count(&mut self, key: &str, most: u32) -> Option<NonZeroU32> {
        let given = self.optional(key)?;
        let count = given.parse().ok().filter(|n: &NonZeroU32| n.get() <= most);
        if count.is_none() {
            self.wrong(key, &format!("is `{}`; write a whole number from 1 to {most}", shown(&given)));
        }
        count
    }

    /// Thresholds, each on a line of its own: `burst_day = 30`.
    fn marks(&mut self) -> MarkThresholds {
        let mut marks = MarkThresholds::default();
        let lines: Vec<&str> = self.typed.get("marks").lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        for line in lines {
            let said = line.split_once('=').map(|(name, n)| (name.trim(), n.trim().parse().ok()));
            let named = marks.named().into_iter().find(|(known, _)| said.is_some_and(|(name, _)| name == *known));
            match (named, said.and_then(|(_, n)| n).filter(|n| (1..=MAX_MARK_THRESHOLD).contains(n))) {
                (Some((_, threshold)), Some(n)) => *threshold = n,
                (None, _) => {
                    self.wrong("marks", &format!("`{}` names no threshold; write `burst_day = 30`", shown(line)));
                }
                (_, None) => {
                    let what = format!("`{}` needs a whole number from 1 to {MAX_MARK_THRESHOLD}", shown(line));
                    self.wrong("marks", &what);
                }
            }
        }
        marks
    }

    fn time(&mut self, key: &str, zone: Zone) -> Option<Millis> {
        let given = self.typed.get(key);
        if given.is_empty() {
            return None;
        }
        times::read(given, Some(zone)).map_err(|problem| self.wrong(key, &problem)).ok()
    }

    /// The zone typed, and the one in which times are.
    fn zone(&mut self) -> (Option<String>, Zone) {
        let Some(id) = self.optional("time_zone") else { return (None, Zone::UTC) };
        match times::zone(&id) {
            Ok(zone) => (Some(id), zone),
            Err(problem) => {
                self.wrong("time_zone", &problem);
                (None, Zone::UTC)
            }
        }
    }

    fn text(&self, key: &str) -> String {
        self.typed.get(key).to_owned()
    }

    fn optional(&self, key: &str) -> Option<String> {
        Some(self.text(key)).filter(|text| !text.is_empty())
    }

    fn wrong(&mut self, place: &str, problem: &str) {
        self.problems.push(InstrumentError { place: place.to_owned(), problem: problem.to_owned() });
    }
}

struct RowReader<'m> {
    typed: &'m Manuscript,
    place: String,
}

impl RowReader<'_> {
    fn text(&self, key: &str) -> String {
        self.typed.get(&format!("{}.{key}", self.place)).to_owned()
    }

    fn optional(&self, key: &str) -> Option<String> {
        Some(self.text(key)).filter(|text| !text.trim().is_empty())
    }
}

/// Lines with something on them, numbered from 1.
fn entries(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).map(|(n, line)| (n, line.trim())).filter(|(_, line)| !line.is_empty())
}

fn lines<'s>(texts: impl IntoIterator<Item = &'s str>) -> String {
    texts.into_iter().map(|text| text.replace(['\n', '\r'], " ")).collect::<Vec<_>>().join("\n")
}

const fn design_word(design: Design) -> &'static str {
    match design {
        Design::Open => "open",
        Design::List => "list",
        Design::Sampled => "sampled",
    }
}

const fn admission_word(admission: Admission) -> &'static str {
    match admission {
        Admission::Hold => "hold",
        Admission::Show => "show",
    }
}

const fn kind_word(kind: PollKind) -> &'static str {
    match kind {
        PollKind::Single => "single",
        PollKind::Multiple => "multiple",
    }
}
