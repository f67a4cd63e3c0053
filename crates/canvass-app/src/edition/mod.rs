//! Editions: reading what they are frozen from, keeping drafts, publishing, and what follows.
//!
//! What an edition is, how it is written and held against its figures, is in `canvass_edition`. Nothing in here shows
//! results of a conversation that is not closed.

mod aftermath;
mod compose;
mod freeze;
mod shelf;
mod stale;
mod unclear;

pub use aftermath::{Aftermath, AsksAgain, Settling, read_elsewhere};
pub use canvass_domain::{ElsewhereComment, QuoteWords};
pub use canvass_edition::{
    ALGORITHM, BLOCKS, CUT, Candidate, Certified, Check, Depth, Fault, Grounds, Heard, MAX_QUOTES, Outcome, Part,
    Problem, ProblemKind, Report, SigningKey, Source, edition_id, is_exact, is_signed, may_publish, parse_edition_id,
    source_from_word, source_of, source_word, to_certify, verify,
};
pub use canvass_store::{ClarificationRow, EditionPart, ResponseRow, UnclearRow};
pub use compose::{FlagsRead, NotSaved, Publishing, Written, WrittenQuote, figures, problems};
pub use shelf::{Newest, OtherRules, Reach, Shelf, Take, Withdrawn};
pub use unclear::{Shares, UnclearGroup};

pub(crate) use shelf::Shelves;
pub(crate) use unclear::Senders;
