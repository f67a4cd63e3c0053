//! Words of others that an edition may show: of comments here, and of comments published elsewhere.

use crate::{CommentId, Millis};

/// The words of one quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteWords {
    /// Its number in the edition.
    pub number: u32,
    /// The comment they come from, where it was given here.
    pub comment: Option<CommentId>,
    /// What is hashed before the words; blank once they are withdrawn.
    pub salt: Option<String>,
    /// The words; nothing once they are withdrawn.
    pub text: Option<String>,
    /// The name its author chose to be quoted with, which goes with the words.
    pub name: Option<String>,
    /// What its author chose in the poll, where it may be told.
    pub option: Option<u8>,
    /// When consent was withdrawn.
    pub withdrawn_ms: Option<Millis>,
}

/// A comment that was published elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElsewhereComment {
    /// Its number in the conversation.
    pub number: u32,
    /// Its words.
    pub text: String,
    /// Publication and story.
    pub source: String,
    /// Day of publication, as `2025-01-07`.
    pub day: String,
    /// Its address.
    pub url: String,
    /// The name shown there.
    pub name: Option<String>,
    /// The place shown there.
    pub place: Option<String>,
}
