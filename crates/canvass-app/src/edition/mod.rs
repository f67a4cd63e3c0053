//! Editions: frozen results with their prose. Made when a conversation is closed, written at the desk, published and
//! signed, and never changed after that.
//!
//! Freezing is a pure function of the log; what is written about it is held against it before it may be published.
//! Nothing in here shows results of a conversation that is not closed.

mod aftermath;
mod authorship;
mod check;
mod compose;
mod freeze;
mod group_names;
mod headline;
mod hold;
mod key;
mod material;
mod quotes;
mod shelf;
mod sign_off;
mod stale;
mod themes;
mod unclear;
mod verify;

pub use aftermath::{Aftermath, AsksAgain, Settling, read_elsewhere};
pub use canvass_store::{ClarificationRow, EditionPart, ElsewhereRow, QuoteWords, ResponseRow, UnclearRow};
pub use check::{BLOCKS, Grounds, Part, Problem, ProblemKind};
pub use compose::{
    FlagsRead, NotSaved, Publishing, Written, WrittenQuote, figures, may_publish, problems, source_from_word,
    source_of, source_word,
};
pub use key::{ALGORITHM, SigningKey, is_signed};
pub use quotes::{CUT, Candidate, Heard, MAX_QUOTES, Source, is_exact};
pub use shelf::{Newest, OtherRules, Reach, Shelf, Take, Withdrawn};
pub use sign_off::{Certified, to_certify};
pub use unclear::{Shares, UnclearGroup};
pub use verify::{Check, Depth, Fault, Outcome, Report, verify};

pub(crate) use shelf::Shelves;
pub(crate) use unclear::Senders;

use canvass_domain::Slug;

/// The name of an edition in addresses: `right-care-1`.
#[must_use]
pub fn edition_id(slug: &Slug, number: u32) -> String {
    format!("{slug}-{number}")
}

/// Reads it back.
#[must_use]
pub fn parse_edition_id(id: &str) -> Option<(Slug, u32)> {
    let (slug, number) = id.rsplit_once('-')?;
    let is_plain = !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse().ok().filter(|_| is_plain)?;
    Some((Slug::parse(slug).ok()?, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_one_conversation_and_one_number() {
        for (slug, number) in [("a", 1), ("a-1", 1), ("right-care", 12)] {
            let slug = Slug::parse(slug).unwrap();
            assert_eq!(parse_edition_id(&edition_id(&slug, number)), Some((slug, number)));
        }
        for odd in ["", "a", "a-", "-1", "a-0", "a-01", "a-+1", "A-1", "a-99999999999"] {
            assert_eq!(parse_edition_id(odd), None, "{odd}");
        }
    }
}
