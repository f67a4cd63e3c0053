//! The nouns of a conversation and the rules they obey.
//!
//! Everything here is a plain value or a pure function. This crate never does I/O, never reads
//! a clock, never draws a random number and knows no database, no HTTP and no HTML: time and
//! chance come in as parameters.

mod answer;
mod comment;
mod conversation;
mod event;
mod exclusion;
mod gate;
mod ids;
mod independence;
pub mod instrument;
mod manuscript;
mod names;
mod participant;
mod policy;
mod poll;
mod quoted;
mod staff;
mod state;
mod statement;
mod transcript;

pub use answer::{Answer, Vote};
pub use comment::{
    About, Attribution, CommentCard, CommentRevision, CommentState, CommentText, CommentWords, EDIT_WITHIN_MS,
    InvalidComment, MAX_COMMENT_CHARS, MAX_COMMENT_DEPTH, MAX_COMMENTS, Place, QuoteConsent,
};
pub use conversation::{Conversation, Mistaken, Turns};
pub use event::{BY_CLOCK, Event, EventRow, Fact, MalformedEvent};
pub use exclusion::{Exclusion, ExclusionGround};
pub use gate::{Closed, Disclosure, Gate, Opens, Standing, Viewer};
pub use ids::{CommentId, ConversationId, InvalidSlug, OptionId, ParticipantId, Seq, Slug, StatementId};
pub use independence::{AnswerLimits, MAX_FIRST_ANSWERS, MAX_MARK_THRESHOLD, MarkThresholds, ReaderMark, ReaderMarks};
pub use instrument::{
    Admission, Attribute, Design, Figure, HasAnswers, Instrument, InstrumentError, Lock, MAX_ATTRIBUTES, MAX_FIGURES,
    MAX_SEED_STATEMENTS, MAX_TERMS, Organiser, Stage, Story, Term, Times, YEARS_MS, host_of, is_language_tag,
};
pub use manuscript::Manuscript;
pub use names::ProtectedNames;
pub use participant::{ArrivedVia, Assurance, Channel};
pub use policy::{Decision, Looked, MAX_RULES, Rule, Ruling, Seen, Target, default_policy};
pub use poll::{Addition, Ballot, InvalidBallot, MAX_ADDITIONS, MAX_OPTIONS, Poll, PollKind, PollOption};
pub use quoted::{ElsewhereComment, QuoteWords};
pub use staff::{EmailAddress, InvalidEmail, Permission, Role};
pub use state::{Provenance, State, Visibility};
pub use statement::{
    InvalidText, MAX_STATEMENT_CHARS, MAX_STATEMENTS, Origin, SeedStatement, Statement, StatementState, StatementText,
    Subject,
};
pub use transcript::{Arrival, Declared, Earlier, Reported, Showing, TakenBack, Transcript};

/// Always passed in, never read from a clock here.
pub use canvass_words::Millis;

/// A day.
pub const DAY_MS: Millis = 24 * 3_600_000;

/// When the day of a moment began, in UTC.
#[must_use]
pub const fn day_of(ms: Millis) -> Millis {
    ms - ms.rem_euclid(DAY_MS)
}
