//! The file from which a conversation is made: TOML with the keys of the command line's contract.
//!
//! Reading never guesses: an unknown key, a wrong kind of value or a text out of bounds is refused with its
//! line, its key and what would be right. Writing gives a file that reads back to the same instrument.

mod manuscript;
mod pasted;
mod read;
mod section;
mod times;
mod write;

pub use manuscript::{ReadManuscript, blank_manuscript, manuscript, read_manuscript};
pub use pasted::take_from_spreadsheet;
pub use write::{write, write_record, write_whole};

use crate::{FormatError, Place};
use canvass_domain::{Instrument, MAX_SEED_STATEMENTS, Provenance, SeedStatement, Slug};
use read::Reader;
use section::{Lines, Section};
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
    let Reader { slug, instrument, statements, .. } = Reader::read(&mut root)?;
    let slug = slug.unwrap_or_else(|| Slug::suggest(&instrument.title));
    let record = root.one(RECORD, read_record)?;
    root.finish()?;
    instrument.check_bounds().map_err(|error| lines.at(&error.place, &error.problem))?;
    let [says_gate, says_zone] = ["gate", "time_zone"].map(|key| table.get_ref().contains_key(key));
    Ok((ConversationFile { slug, instrument, statements, record, says_gate, says_zone }, lines))
}

fn read_record(record: &mut Section<'_>) -> Result<Record, FormatError> {
    let words = [Provenance::Here, Provenance::Imported, Provenance::Synthetic].map(Provenance::word);
    let provenance = record.word("provenance", &words)?.and_then(Provenance::from_word);
    Ok(Record { provenance: provenance.unwrap_or(Provenance::Imported), note: record.text("note")? })
}
