//! A conversation file as a form has it: typed into a manuscript, and read back from one.
//!
//! Reading finds everything that is wrong, not only the first, each at the key where it was typed; what cannot be
//! read is left at its default, so that a preview can be shown all the same. Writing a manuscript and reading it
//! gives the same conversation.

use super::{ConversationFile, times};
use crate::error::shown;
use canvass_domain::instrument::{Entry, Field, Kind, Need, Put, Rows, fields, reading, rows};
use canvass_domain::{
    Instrument, InstrumentError, MAX_MARK_THRESHOLD, MAX_SEED_STATEMENTS, Manuscript, MarkThresholds, Millis, OptionId,
    SeedStatement, Slug, StatementText, Subject,
};
use canvass_words::Zone;
use canvass_words::legible;
use std::collections::BTreeMap;
use std::num::NonZeroU32;

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
    for (key, about) in statement_fields() {
        let of_key = statements.iter().filter(|(_, subject)| *subject == about).map(|(text, _)| *text);
        typed.set(key, &lines(of_key));
    }
    fill_once(&mut typed, instrument);
    for rows in rows() {
        for row in 0..rows.len_in(instrument) {
            for field in rows.fields {
                typed.set(&rows.place(row, field), &text_of(field, instrument, row).unwrap_or_default());
            }
        }
    }
    typed
}

fn fill_once(typed: &mut Manuscript, instrument: &Instrument) {
    for field in fields() {
        if let Some(text) = text_of(field, instrument, 0) {
            typed.set(field.name, &text);
        }
    }
}

/// The fields in which statements are typed, with what those in it are about.
pub(super) fn statement_fields() -> impl Iterator<Item = (&'static str, Subject)> {
    fields().iter().filter_map(|field| match field.kind {
        Kind::Statements(about, _) => Some((field.name, about)),
        _ => None,
    })
}

/// What a field holds, as one would type it; nothing where it stands beside the instrument.
fn text_of(field: &Field, instrument: &Instrument, row: usize) -> Option<String> {
    Some(match &field.kind {
        Kind::Line(at) | Kind::LineOrNumber(at) | Kind::Text(at, _) | Kind::Address(at) | Kind::Zone(at) => {
            at.get(instrument, row).unwrap_or_default().to_owned()
        }
        Kind::Moment(at) => {
            let at_ms = at.get(instrument, row).copied().flatten();
            at_ms.map(|at_ms| instrument.zone().field(at_ms)).unwrap_or_default()
        }
        Kind::Choice(choice) => choice.get(instrument).to_owned(),
        Kind::Count(at, _) => {
            let count = at.get(instrument, row).copied().flatten();
            count.map(|count| count.to_string()).unwrap_or_default()
        }
        Kind::List(at, _) => lines(at.get(instrument, row).into_iter().flatten().map(String::as_str)),
        Kind::Options(at) => {
            let options = at.get(instrument, row).into_iter().flatten();
            options.map(OptionId::to_string).collect::<Vec<_>>().join(", ")
        }
        Kind::Thresholds(at) => {
            let unusual = at.get(instrument, row).map(|marks| marks.unusual()).unwrap_or_default();
            unusual.into_iter().map(|(name, n)| format!("{name} = {n}")).collect::<Vec<_>>().join("\n")
        }
        Kind::Slug | Kind::Statements(..) => return None,
    })
}

/// Reads a manuscript. Rows that nothing was typed into are rows like others: drop them before.
#[must_use]
pub fn read_manuscript(typed: &Manuscript) -> ReadManuscript {
    let mut reader = Reader { typed, instrument: Instrument::default(), zone: Zone::UTC, problems: Vec::new() };
    let slug = reader.slug();
    reading().iter().for_each(|entry| reader.entry(entry));
    let statements = reader.statements();
    let instrument = reader.instrument;
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
    instrument: Instrument,
    /// In which moments are typed.
    zone: Zone,
    problems: Vec<InstrumentError>,
}

impl Reader<'_> {
    fn entry(&mut self, entry: &'static Entry) {
        match entry {
            Entry::Field(field) => self.field(field.name, field, 0),
            Entry::Rows(rows) => self.rows(rows),
            Entry::Table(table) => {
                table.begin_in(&mut self.instrument);
                table.fields.iter().for_each(|field| self.field(field.name, field, 0));
                table.rows.iter().for_each(|rows| self.rows(rows));
                table.drop_blank_from(&mut self.instrument);
            }
        }
    }

    fn rows(&mut self, rows: &'static Rows) {
        for row in 0..self.typed.n_rows(rows.name) {
            rows.add_to(&mut self.instrument);
            rows.fields.iter().for_each(|field| self.field(&rows.place(row, field), field, row));
        }
    }

    fn field(&mut self, place: &str, field: &Field, row: usize) {
        match &field.kind {
            Kind::Line(at) | Kind::LineOrNumber(at) | Kind::Text(at, _) | Kind::Address(at) => {
                let is_left_out = self.typed.get(place).trim().is_empty() && matches!(field.need, Need::Optional(_));
                let text = self.typed.get(place).to_owned();
                if !is_left_out && at.set(&mut self.instrument, row, text) == Put::Nowhere {
                    self.stray(field);
                }
            }
            Kind::Zone(at) => {
                if let Some(zone) = self.zone_at(place) {
                    self.zone = zone;
                    at.set(&mut self.instrument, row, zone.id().to_owned());
                }
            }
            Kind::Moment(at) => {
                let moment = self.moment(place);
                at.set(&mut self.instrument, row, moment);
            }
            Kind::Choice(choice) => {
                let word = self.word(place, &choice.words());
                choice.set(&mut self.instrument, word.unwrap_or(choice.usual()));
            }
            Kind::Count(at, most) => {
                let count = self.count(place, *most);
                at.set(&mut self.instrument, row, count);
            }
            Kind::List(at, _) => {
                let texts = entries(self.typed.get(place)).map(|(_, text)| text.to_owned()).collect();
                at.set(&mut self.instrument, row, texts);
            }
            Kind::Options(at) => {
                let options = self.options(place);
                at.set(&mut self.instrument, row, options);
            }
            Kind::Thresholds(at) => {
                let thresholds = self.thresholds(place);
                at.set(&mut self.instrument, row, thresholds);
            }
            Kind::Slug | Kind::Statements(..) => {}
        }
    }

    /// What says more of another field, which is empty.
    fn stray(&mut self, field: &Field) {
        if let Some(stray) = field.stray {
            self.wrong(stray.owner, stray.in_form);
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

    /// Options of the poll, typed as "1, 2".
    fn options(&mut self, place: &str) -> Vec<OptionId> {
        let typed = self.typed.get(place);
        let parts = typed.split([',', '+', ' ']).map(str::trim).filter(|part| !part.is_empty());
        let options: Option<Vec<OptionId>> = parts.map(|part| part.parse().ok().map(OptionId)).collect();
        if options.is_none() {
            self.wrong(place, &format!("is `{}`; name options by their numbers, such as 1, 2", shown(typed)));
        }
        options.unwrap_or_default()
    }

    fn statements(&mut self) -> Vec<SeedStatement> {
        let mut statements = Vec::new();
        let mut first_seen = BTreeMap::new();
        for (key, subject) in statement_fields() {
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

    fn word(&mut self, place: &str, words: &[&'static str]) -> Option<&'static str> {
        let given = self.typed.get(place);
        let found = words.iter().find(|word| **word == given).copied();
        if found.is_none() && !given.is_empty() {
            let known = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            self.wrong(place, &format!("is `{}`; use one of {known}", shown(given)));
        }
        found
    }

    /// A number from 1 on, where one is typed.
    fn count(&mut self, place: &str, most: u32) -> Option<NonZeroU32> {
        let given = Some(self.typed.get(place)).filter(|given| !given.is_empty())?;
        let count = given.parse().ok().filter(|n: &NonZeroU32| n.get() <= most);
        if count.is_none() {
            self.wrong(place, &format!("is `{}`; write a whole number from 1 to {most}", shown(given)));
        }
        count
    }

    /// Thresholds, each on a line of its own: `burst_day = 30`.
    fn thresholds(&mut self, place: &str) -> MarkThresholds {
        let mut marks = MarkThresholds::default();
        for (_, line) in entries(self.typed.get(place)) {
            let said = line.split_once('=').map(|(name, n)| (name.trim(), n.trim().parse().ok()));
            let named = marks.named().into_iter().find(|(known, _)| said.is_some_and(|(name, _)| name == *known));
            match (named, said.and_then(|(_, n)| n).filter(|n| (1..=MAX_MARK_THRESHOLD).contains(n))) {
                (Some((_, threshold)), Some(n)) => *threshold = n,
                (None, _) => {
                    self.wrong(place, &format!("`{}` names no threshold; write `burst_day = 30`", shown(line)));
                }
                (_, None) => {
                    let what = format!("`{}` needs a whole number from 1 to {MAX_MARK_THRESHOLD}", shown(line));
                    self.wrong(place, &what);
                }
            }
        }
        marks
    }

    fn moment(&mut self, place: &str) -> Option<Millis> {
        let given = Some(self.typed.get(place)).filter(|given| !given.is_empty())?;
        times::read(given, Some(self.zone)).map_err(|problem| self.wrong(place, &problem)).ok()
    }

    fn zone_at(&mut self, place: &str) -> Option<Zone> {
        let given = Some(self.typed.get(place)).filter(|given| !given.is_empty())?;
        times::zone(given).map_err(|problem| self.wrong(place, &problem)).ok()
    }

    fn wrong(&mut self, place: &str, problem: &str) {
        self.problems.push(InstrumentError { place: place.to_owned(), problem: problem.to_owned() });
    }
}

/// Lines with something on them, numbered from 1.
fn entries(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).map(|(n, line)| (n, line.trim())).filter(|(_, line)| !line.is_empty())
}

fn lines<'s>(texts: impl IntoIterator<Item = &'s str>) -> String {
    texts.into_iter().map(|text| text.replace(['\n', '\r'], " ")).collect::<Vec<_>>().join("\n")
}
