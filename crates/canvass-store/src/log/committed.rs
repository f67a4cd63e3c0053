//! What a group of commands came to, once it is on disk.

use crate::log::command::WatchChange;
use crate::tables::comments::{CommentChange, ReportChange};
use canvass_domain::{
    Arrival, CommentCard, CommentId, ConversationId, Event, Exclusion, Instrument, ParticipantId, ReaderMarks, Ruling,
    Statement, StatementId, StatementText, Target,
};

/// Attribute keys with the place of the chosen option.
pub type Choices = Vec<(String, u16)>;

/// What was just made durable, told before anyone is acknowledged.
#[derive(Clone, Debug, Default)]
pub struct Committed {
    /// The new events, in order of their seq within each conversation.
    pub events: Vec<(ConversationId, Event)>,
    /// Participants who are new, and how each came.
    pub arrivals: Vec<(ConversationId, Arrival)>,
    /// Statements that are new.
    pub statements: Vec<(ConversationId, Statement)>,
    /// Texts with a new reason for their decision.
    pub rulings: Vec<(ConversationId, Target, Ruling)>,
    /// Comments that are new.
    pub comments: Vec<(ConversationId, CommentCard)>,
    /// Comments whose words are others now.
    pub changed: Vec<(ConversationId, CommentId, CommentChange)>,
    /// Statements whose wording was mended.
    pub reworded: Vec<(ConversationId, StatementId, StatementText)>,
    /// What was reported, and what the desk has dealt with.
    pub reports: Vec<(ConversationId, ReportChange)>,
    /// Instruments that are new, by version.
    pub instruments: Vec<(ConversationId, u32, Instrument)>,
    /// Participants whose words were blanked.
    pub erased: Vec<(ConversationId, ParticipantId)>,
    /// Conversations that are known to all from now on.
    pub made_public: Vec<ConversationId>,
    /// Conversations that are gone.
    pub deleted: Vec<ConversationId>,
    /// Participants with marks that they may have had before.
    pub marked: Vec<(ConversationId, ParticipantId, ReaderMarks)>,
    /// Changes to what conversations are watched by.
    pub watches: Vec<(ConversationId, WatchChange)>,
    /// Readers excluded together.
    pub exclusions: Vec<(ConversationId, Exclusion)>,
    /// What participants say about themselves from now on; nothing where they took it back.
    pub declared: Vec<(ConversationId, ParticipantId, Choices)>,
}

/// When answers to commands are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AckOrder {
    /// Once they are durable.
    #[default]
    AfterCommit,
    /// Before: wrong, and there for the test that must notice it.
    #[cfg(feature = "faults")]
    BeforeCommit,
    /// Once they are durable; but while there is a file of that name, SQLite gets no further pages.
    #[cfg(feature = "faults")]
    FullWhile(&'static str),
    /// Without writing anything: what a server could answer if storing were free.
    #[cfg(feature = "faults")]
    WithoutStoring,
}
