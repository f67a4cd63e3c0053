//! A whole conversation as data: what imports bring in, what the generator makes, what exports write.

use crate::{
    ArrivedVia, Assurance, Channel, CommentCard, CommentWords, Event, Fact, Instrument, Millis, ParticipantId,
    Provenance, ReaderMarks, Statement, StatementId, Target,
};

/// The version an instrument begins with.
const FIRST_VERSION: u32 = 1;

/// A whole conversation as data. Events are dense from 1 and in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// Where the answers come from.
    pub provenance: Provenance,
    /// What readers should know of how the answers came to be.
    pub note: Option<String>,
    /// What was asked.
    pub instrument: Instrument,
    /// How each participant came, ascending by number.
    pub arrivals: Vec<Arrival>,
    /// The statements, ascending by number.
    pub statements: Vec<Statement>,
    /// The comments with their words, ascending by number.
    pub comments: Vec<(CommentCard, CommentWords)>,
    /// What readers reported and the desk has not dealt with yet.
    pub reports: Vec<Reported>,
    /// What participants said about themselves, with consent.
    pub declared: Vec<Declared>,
    /// What of it was taken back, by value, ascending.
    pub taken_back: Vec<TakenBack>,
    /// The log.
    pub events: Vec<Event>,
    /// Which statement was shown to whom with which probability.
    pub showings: Vec<Showing>,
    /// What was asked before `instrument`, ascending by version; empty where wording never changed.
    pub earlier: Vec<Earlier>,
}

/// The instrument at an earlier version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Which version; every answer names the one it was given to.
    pub version: u32,
    /// What was asked then.
    pub instrument: Instrument,
}

/// How one participant came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Who.
    pub participant: ParticipantId,
    /// How much stands behind it.
    pub assurance: Assurance,
    /// By what way.
    pub via: ArrivedVia,
    /// Through what; nothing where an import does not say.
    pub channel: Option<Channel>,
    /// The number another system knew them by, where an import brings one.
    pub external_id: Option<String>,
    /// The group that was published for them elsewhere, where an import brings one. It is in no result and no hash.
    pub published_group: Option<u32>,
    /// What was seen of how their answers came.
    pub marks: ReaderMarks,
    /// First seen.
    pub at_ms: Millis,
}

/// One thing a participant said about themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Who.
    pub participant: ParticipantId,
    /// Key of the attribute.
    pub attribute: String,
    /// The answer's place among the attribute's options, from 0.
    pub option: u16,
}

/// When somebody last took a value of theirs back: tables by attribute begin anew then. Nobody is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// Key of the attribute.
    pub attribute: String,
    /// The answer's place among the attribute's options, from 0.
    pub option: u16,
    /// When.
    pub at_ms: Millis,
}

/// One reader's word to the desk that a text breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// Which text.
    pub target: Target,
    /// Who says so.
    pub reporter: ParticipantId,
    /// The rule it is said to break.
    pub rule: String,
    /// More words for the desk.
    pub note: Option<String>,
    /// When.
    pub at_ms: Millis,
}

/// One showing of a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Showing {
    /// To whom.
    pub participant: ParticipantId,
    /// What.
    pub statement: StatementId,
    /// When.
    pub at_ms: Millis,
    /// The probability with which it was drawn, in (0, 1].
    pub probability: f64,
}

impl Eq for Showing {}

impl Transcript {
    /// The version of `instrument`: the last one that the log tells of, else the first.
    #[must_use]
    pub fn version(&self) -> u32 {
        let changed = |event: &Event| match event.fact {
            Fact::InstrumentChanged { version } => Some(version),
            _ => None,
        };
        self.events.iter().rev().find_map(changed).unwrap_or(FIRST_VERSION)
    }
}
