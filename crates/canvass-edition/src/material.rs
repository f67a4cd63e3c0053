//! What an edition is frozen from, and what comes of it.

use crate::log::Log;
use crate::quotes::Candidate;
use crate::record::{Edition, ExclusionRecord, ModerationCounts, Provenanced, Wording};
use canvass_domain::{
    Attribution, CommentCard, Conversation, ElsewhereComment, Millis, ParticipantId, QuoteWords, ReaderMarks,
    Statement, StatementId,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that a new draft is kept as.
#[derive(Debug)]
pub struct Frozen {
    /// The edition.
    pub edition: Edition,
    /// Who voted how, in canonical form.
    pub votes: String,
    /// The whole log, in canonical form.
    pub record: String,
    /// The words of its quotes.
    pub quotes: Vec<QuoteWords>,
    /// Everything that could have been quoted.
    pub candidates: Vec<(Candidate, Provenanced)>,
}

/// What is read for it, of one moment.
#[derive(Debug)]
pub struct Material {
    /// The conversation.
    pub conversation: Arc<Conversation>,
    /// Its statements.
    pub statements: BTreeMap<StatementId, Statement>,
    /// Its log.
    pub log: Log,
    /// Every wording it had.
    pub wording: Vec<Wording>,
    /// What was said in people's own words.
    pub talk: Talk,
    /// What became of readers' texts.
    pub moderation: ModerationCounts,
    /// Whom the desk excluded, and why.
    pub exclusions: Vec<ExclusionRecord>,
    /// Marks on readers.
    pub marks: BTreeMap<ParticipantId, ReaderMarks>,
    /// Who was asked to respond and has not yet, with the day by which.
    pub response: Option<(String, Millis)>,
}

/// What was said in people's own words, here and elsewhere.
#[derive(Debug)]
pub struct Talk {
    /// Comments here that are shown, with their words.
    pub comments: Vec<(CommentCard, String, Attribution)>,
    /// Comments published elsewhere.
    pub elsewhere: Vec<ElsewhereComment>,
}
