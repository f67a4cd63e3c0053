//! Tidy tables: one folder, one table per kind of thing, words instead of codes.
//!
//! Lines end as RFC 4180 has it. A tidy set is the whole record: it holds statements and comments that were declined or
//! still wait with their words, answers of people who count no longer, and what was said under "about you". It is not for
//! publishing as it is. Texts stand in it to the letter, so that what is written reads back as it was; who opens its
//! tables in a spreadsheet opens what readers wrote.

mod cells;
mod check;
mod comments;
mod event;
mod read;
mod write;

pub use read::{TidySet, read_folder};
pub use write::write_folder;

const CONVERSATION: &str = "conversation.toml";
const PARTICIPANTS: &str = "participants.csv";
const STATEMENTS: &str = "statements.csv";
const COMMENTS: &str = "comments.csv";
const EVENTS: &str = "events.csv";
const EXPOSURES: &str = "exposures.csv";
/// Where somebody took back what they had said about themselves; there is none otherwise.
const TAKEN_BACK: &str = "taken_back.csv";
/// Who stands where on the opinion map, where there is one.
const GROUPS: &str = "groups.csv";

/// What a column about an attribute is called: this and its key.
const ABOUT: &str = "about_";
/// Whether our own desk decided on a statement, or whoever the conversation came from.
const HERE: &str = "here";
const ELSEWHERE: &str = "elsewhere";

/// The file of an earlier version of the instrument.
fn earlier_file(version: u32) -> String {
    format!("conversation.v{version}.toml")
}
