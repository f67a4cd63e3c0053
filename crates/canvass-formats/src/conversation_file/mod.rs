//! The file from which a conversation is made: TOML with the keys of the command line's contract.
//!
//! Reading never guesses: an unknown key, a wrong kind of value or a text out of bounds is refused with its
//! line, its key and what would be right. Writing gives a file that reads back to the same instrument.

mod manuscript;
mod pasted;
mod section;
mod times;
mod write;

pub use manuscript::{ReadManuscript, blank_manuscript, manuscript, read_manuscript};
pub use pasted::take_from_spreadsheet;
pub use write::{write, write_record, write_whole};

use crate::{FormatError, Place, error::shown};
use canvass_domain::{
    Addition, Admission, AnswerLimits, Attribute, Design, Figure, Gate, Instrument, MAX_FIRST_ANSWERS,
    MAX_MARK_THRESHOLD, MAX_SEED_STATEMENTS, MarkThresholds, Organiser, Poll, PollKind, PollOption, Provenance, Rule,
    SeedStatement, Slug, StatementText, Story, Subject, Term, Times,
};
use canvass_words::Zone;
use canvass_words::legible;
use section::{Lines, Section};
use std::collections::BTreeMap;
use toml::de::DeTable;

/// Largest conversation file, in bytes.
pub const MAX_BYTES: usize = 1_000_000;

/// Longest list of any one kind of entry, before the instrument's own bounds are looked at.
const MAX_ENTRIES: usize = MAX_SEED_STATEMENTS;

/// Name under which errors speak of the file; the caller knows the real one ([`FormatError::in_file`]).
const FILE: &str = "conversation file";

/// The table that only the conversation file of a tidy set has.
const RECORD: &str = "record";

/// What a conversation file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationFile {
    /// Its name in addresses: as given, else made from the title.
    pub slug: Slug,
    /// What is asked, checked against every bound.
    pub instrument: Instrument,
    /// The statements it starts with, in order.
    pub statements: Vec<SeedStatement>,
    /// Where its answers come from, in the conversation file of a tidy set.
    pub record: Option<Record>,
    /// Whether the file itself says who may see results when.
    pub says_gate: bool,
    /// Whether the file itself names the zone of its times.
    pub says_zone: bool,
}

/// What a tidy set says of itself: the table `[record]`. A conversation made anew takes nothing from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where the answers come from.
    pub provenance: Provenance,
    /// What readers should know of how they came to be.
    pub note: Option<String>,
}

impl Default for Record {
    /// Of answers that say nothing of where they come from, no more is known than that they were brought in.
    fn default() -> Self {
        Self { provenance: Provenance::Imported, note: None }
    }
}

/// Reads a conversation file.
///
/// # Errors
/// [`FormatError::TooLarge`] above [`MAX_BYTES`]; [`FormatError::Malformed`] with the line where one is known.
pub fn parse(text: &str) -> Result<ConversationFile, FormatError> {
    let (file, lines) = read_within(text)?;
    file.instrument.check().map_err(|error| lines.at(&error.place, &error.problem))?;
    Ok(file)
}

/// Reads the file of a conversation that is there already: what was stored once may stay, also where it would not be
/// taken as new today.
///
/// # Errors
/// As [`parse`].
pub fn parse_known(text: &str) -> Result<ConversationFile, FormatError> {
    read_within(text).map(|(file, _)| file)
}

/// The same of a file whose size its caller has bounded.
pub(crate) fn parse_any_size(text: &str) -> Result<ConversationFile, FormatError> {
    read(text).map(|(file, _)| file)
}

fn read_within(text: &str) -> Result<(ConversationFile, Lines), FormatError> {
    if text.len() > MAX_BYTES {
        return Err(Place::file(FILE)
            .too_large(format!("has {} bytes; a conversation file has at most {MAX_BYTES}", text.len())));
    }
    read(text)
}

fn read(text: &str) -> Result<(ConversationFile, Lines), FormatError> {
    let lines = Lines::new(text);
    let table = DeTable::parse(text).map_err(|error| lines.syntax_error(&error))?;
    let mut root = Section::root(&lines, table.get_ref());
    let title = root.needed("title")?;
    let slug = match root.text("slug")? {
        Some(slug) => Slug::parse(&slug).map_err(|error| root.wrong("slug", &error.to_string()))?,
        None => Slug::suggest(&title),
    };
    let instrument = read_instrument(&mut root, title)?;
    let statements = read_statements(&mut root)?;
    let record = root.one(RECORD, read_record)?;
    root.finish()?;
    instrument.check_bounds().map_err(|error| lines.at(&error.place, &error.problem))?;
    let [says_gate, says_zone] = ["gate", "time_zone"].map(|key| table.get_ref().contains_key(key));
    Ok((ConversationFile { slug, instrument, statements, record, says_gate, says_zone }, lines))
}

fn read_instrument(root: &mut Section<'_>, title: String) -> Result<Instrument, FormatError> {
    let language = root.text("language")?.unwrap_or_else(|| "en".to_owned());
    let zone = read_zone(root, &language)?;
    Ok(Instrument {
        title,
        language,
        background: root.text("background")?.unwrap_or_default(),
        story: read_story(root)?,
        design: root
            .word("design", &[("open", Design::Open), ("list", Design::List), ("sampled", Design::Sampled)])?
            .unwrap_or_default(),
        gate: root.word("gate", &Gate::ALL.map(|gate| (gate.word(), gate)))?.unwrap_or_default(),
        times: Times { opens_at: root.time("opens_at", zone)?, closes_at: root.time("closes_at", zone)? },
        time_zone: zone.map(|zone| zone.id().to_owned()),
        limits: root.one("limits", read_limits)?.unwrap_or_default(),
        marks: root.one("marks", read_marks)?.unwrap_or_default(),
        new_statements: root
            .word("new_statements", &[("hold", Admission::Hold), ("show", Admission::Show)])?
            .unwrap_or_default(),
        comments: root
            .word("comments", &[("hold", Some(Admission::Hold)), ("show", Some(Admission::Show)), ("off", None)])?
            .flatten(),
        organiser: read_organiser(root)?,
        terms: root
            .each("term", MAX_ENTRIES, |term| Ok(Term { word: term.needed("word")?, text: term.needed("text")? }))?,
        figures: root.each("figure", MAX_ENTRIES, read_figure)?,
        attributes: root.each("attribute", MAX_ENTRIES, |attribute| {
            Ok(Attribute {
                key: attribute.needed("key")?,
                question: attribute.needed("question")?,
                options: attribute.texts("options")?,
            })
        })?,
        policy: root
            .each("rule", MAX_ENTRIES, |rule| Ok(Rule { key: rule.needed("key")?, text: rule.needed("text")? }))?,
        poll: read_poll(root)?,
    })
}

/// The zone named; where none is, that of the language's region, if every time is written with the offset it has there.
fn read_zone(root: &mut Section<'_>, language: &str) -> Result<Option<Zone>, FormatError> {
    match root.text("time_zone")? {
        Some(id) => times::zone(&id).map(Some).map_err(|problem| root.wrong("time_zone", &problem)),
        None => Ok(times::zone_by_offsets(language, &["opens_at", "closes_at"].map(|key| root.written_time(key)))),
    }
}

fn read_limits(limits: &mut Section<'_>) -> Result<AnswerLimits, FormatError> {
    Ok(AnswerLimits {
        first_answers_per_address: limits.count("first_answers_per_address", MAX_FIRST_ANSWERS)?,
        first_answers_per_hour: limits.count("first_answers_per_hour", MAX_FIRST_ANSWERS)?,
    })
}

fn read_marks(section: &mut Section<'_>) -> Result<MarkThresholds, FormatError> {
    let mut marks = MarkThresholds::default();
    for (name, threshold) in marks.named() {
        if let Some(given) = section.count(name, MAX_MARK_THRESHOLD)? {
            *threshold = given.get();
        }
    }
    Ok(marks)
}

fn read_story(root: &mut Section<'_>) -> Result<Option<Story>, FormatError> {
    match (root.text("story_url")?, root.text("story_title")?) {
        (Some(url), title) => Ok(Some(Story { url, title })),
        (None, Some(_)) => Err(root.wrong("story_title", "stands without `story_url`: give the story's address too")),
        (None, None) => Ok(None),
    }
}

fn read_organiser(root: &mut Section<'_>) -> Result<Option<Organiser>, FormatError> {
    root.one("organiser", |organiser| {
        Ok(Organiser {
            name: organiser.needed("name")?,
            contact: organiser.needed("contact")?,
            privacy_url: organiser.needed("privacy_url")?,
        })
    })
}

fn read_figure(figure: &mut Section<'_>) -> Result<Figure, FormatError> {
    Ok(Figure {
        key: figure.needed("key")?,
        value: figure.needed("value")?,
        n: figure.text_or_number("n")?,
        base: figure.text("base")?,
        period: figure.text("period")?,
        definition: figure.text("definition")?,
        source: figure.needed("source")?,
        url: figure.text("url")?,
        status: figure.text("status")?,
    })
}

fn read_poll(root: &mut Section<'_>) -> Result<Option<Poll>, FormatError> {
    root.one("poll", |poll| {
        Ok(Poll {
            question: poll.needed("question")?,
            kind: poll
                .word("kind", &[("single", PollKind::Single), ("multiple", PollKind::Multiple)])?
                .unwrap_or_default(),
            options: poll.each("option", MAX_ENTRIES, |option| {
                Ok(PollOption { text: option.needed("text")?, condition: option.text("condition")? })
            })?,
            additions: poll.each("addition", MAX_ENTRIES, |addition| {
                Ok(Addition { options: addition.numbers("options")?, text: addition.needed("text")? })
            })?,
        })
    })
}

fn read_record(record: &mut Section<'_>) -> Result<Record, FormatError> {
    let words = [Provenance::Here, Provenance::Imported, Provenance::Synthetic].map(|origin| (origin.word(), origin));
    let provenance = record.word("provenance", &words)?.unwrap_or(Provenance::Imported);
    Ok(Record { provenance, note: record.text("note")? })
}

fn read_statements(root: &mut Section<'_>) -> Result<Vec<SeedStatement>, FormatError> {
    let mut first_seen = BTreeMap::new();
    root.each("statement", MAX_SEED_STATEMENTS, |statement| {
        let text = statement.needed("text")?;
        let text = StatementText::parse(&text).map_err(|error| statement.wrong("text", &error.to_string()))?;
        let line = statement.line_of("text");
        let subject = statement.flag("meta")?.map_or(Subject::Topic, Subject::of_meta);
        match first_seen.insert(legible::reads_as(text.as_str()), (text.as_str().to_owned(), line)) {
            None => Ok(SeedStatement { text, subject }),
            Some((first, line)) => {
                let line = line.map_or_else(String::new, |line| format!(" on line {line}"));
                let (text, first) = (shown(text.as_str()), shown(&first));
                Err(statement.wrong("text", &format!("`{text}` reads the same as `{first}`{line}; keep one")))
            }
        }
    })
}
