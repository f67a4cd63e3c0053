//! Personal details: telephone numbers, e-mail addresses, accounts, and stories by which a speaker could be known.
//!
//! It warns an editor before a quote is printed and blocks nothing. Every rule works from shapes and lists of words;
//! nothing here knows who anybody is, and a text without a warning may still give somebody away. It reads English,
//! beyond numbers and addresses. It must never change a text, nor keep one.

mod addresses;
mod identifying;
mod lists;
mod telephone;
mod words;

use std::ops::Range;
use words::split;

/// What kind of detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonalKind {
    /// A telephone number; not one for emergencies, nor a free or public helpline's.
    Telephone,
    /// An e-mail address, also one spelled out.
    Email,
    /// An account on another service.
    Account,
    /// A detail in an account of somebody's own life by which they, or somebody in it, could be recognised.
    Identifying,
}

impl PersonalKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Telephone, Self::Email, Self::Account, Self::Identifying];

    /// Its name in data.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Telephone => "telephone",
            Self::Email => "email",
            Self::Account => "account",
            Self::Identifying => "identifying",
        }
    }
}

/// A detail that an editor should look at before the text is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalWarning {
    /// What it is.
    pub kind: PersonalKind,
    /// Where in the text, in bytes.
    pub range: Range<usize>,
    /// The words there.
    pub text: String,
    /// Why it matters.
    pub explanation: String,
}

/// What is found by a rule: where, and for details of a life, what it is.
struct Found {
    kind: PersonalKind,
    range: Range<usize>,
    what: &'static str,
}

/// The personal details in a text, in order; none overlaps another.
#[must_use]
pub fn personal_details(text: &str) -> Vec<PersonalWarning> {
    let words = split(text);
    let mut found = addresses::emails(text, &words);
    found.extend(addresses::accounts(text, &words));
    found.extend(telephone::numbers(text, &words));
    found.extend(identifying::details(text, &words));
    let mut kept: Vec<Found> = Vec::new();
    for one in found {
        if kept.iter().all(|other| one.range.end <= other.range.start || other.range.end <= one.range.start) {
            kept.push(one);
        }
    }
    kept.sort_by_key(|one| one.range.start);
    kept.into_iter().filter_map(|one| warning(text, one)).collect()
}

fn warning(text: &str, found: Found) -> Option<PersonalWarning> {
    let Found { kind, range, what } = found;
    let words = text.get(range.clone())?.to_owned();
    let explanation = match kind {
        PersonalKind::Telephone => {
            format!("`{words}` looks like a telephone number. Printed, it can be rung by anybody; leave it out.")
        }
        PersonalKind::Email => {
            format!("`{words}` looks like an e-mail address. Printed, it can be written to by anybody; leave it out.")
        }
        PersonalKind::Account => format!(
            "`{words}` looks like somebody's account on another service. It leads to their name and to whatever else they wrote; leave it out, or ask them."
        ),
        PersonalKind::Identifying => format!(
            "`{words}`: {what}, in a story that somebody tells of their own life. People who know them, or somebody in the story, could tell who it is, whatever the quote is signed with. Ask them, cut it, or choose another quote."
        ),
    };
    Some(PersonalWarning { kind, range, text: words, explanation })
}
