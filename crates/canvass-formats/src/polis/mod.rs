//! The Polis file set: reads every generation of its exports, writes the newest.
//!
//! Generations are told apart by the names of columns, the unit of times and the way texts are quoted, never by
//! file dates. In the files people get, `1` means agree and `-1` disagree, with one exception that is looked for
//! (see `sign.rs`). An import keeps what it finds: numbers of participants and statements, every vote that was
//! changed later, declined statements. It never invents an answer, a date or an author.

mod approval;
mod assemble;
mod comments;
mod counts;
mod finding;
mod instrument;
mod math;
mod participants;
mod read;
mod report;
mod rows;
mod set;
mod settle;
mod sign;
mod statements;
mod summary;
mod votes;
mod write;

pub use crate::table::{MAX_FILE_BYTES, MAX_RECORD_BYTES, Progress};
pub use approval::Unmoderated;
pub use finding::Finding;
pub(crate) use finding::grouped;
pub use math::{MathInput, math};
pub use read::{Source, Sources, read, read_folder, read_folder_as};
pub use write::write_folder;

use canvass_domain::{Slug, Transcript};

/// Longest wording of a statement, in characters.
pub const MAX_TEXT_CHARS: usize = 20_000;
/// Most statements.
pub const MAX_STATEMENTS: usize = 100_000;
/// Most participants.
pub const MAX_PARTICIPANTS: usize = 5_000_000;
/// Most votes, those changed later included.
pub const MAX_VOTES: usize = 100_000_000;

const COMMENTS: &str = "comments.csv";
const VOTES: &str = "votes.csv";
pub(crate) const SUMMARY: &str = "summary.csv";
/// The table of participants, by its older and its newer name.
const PARTICIPANTS: [&str; 2] = ["participants-votes.csv", "participant-votes.csv"];

/// What can be asked of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What becomes of statements that nobody approved.
    pub unmoderated: Unmoderated,
    /// The language of the texts, as a tag; without it the one they are mostly in, as far as their letters tell.
    pub language: Option<String>,
}

/// A conversation read from a Polis export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolisImport {
    /// The conversation.
    pub transcript: Transcript,
    /// What was odd, each a sentence for people.
    pub findings: Vec<Finding>,
    /// A name for it, made from its title.
    pub slug: Slug,
}
