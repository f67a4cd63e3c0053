//! The append-only log of a conversation. Events carry ids and versions, never words.

use crate::{
    Answer, Ballot, CommentId, CommentState, Millis, Origin, ParticipantId, Seq, StatementId, StatementState, Subject,
    Vote,
};

/// No kind of event has a higher number; the domain may grow up to it.
const MAX_KIND: i64 = 64;

/// One entry of a conversation's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its place: dense, from 1.
    pub seq: Seq,
    /// When the server took it; 0 where an import does not know.
    pub at_ms: Millis,
    /// What happened.
    pub fact: Fact,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A participant answered the poll, or changed the answer.
    BallotCast {
        /// Who.
        participant: ParticipantId,
        /// The options named.
        ballot: Ballot,
        /// Version of the instrument it answers.
        version: u32,
    },
    /// A participant took the answer to the poll back.
    BallotWithdrawn {
        /// Who.
        participant: ParticipantId,
    },
    /// A participant voted on a statement, or changed the vote.
    VoteCast {
        /// Who.
        participant: ParticipantId,
        /// On what.
        statement: StatementId,
        /// How.
        vote: Vote,
        /// Version of the instrument it answers.
        version: u32,
    },
    /// A participant took a vote or a skip back.
    VoteWithdrawn {
        /// Who.
        participant: ParticipantId,
        /// On what.
        statement: StatementId,
    },
    /// A participant passed a statement by; an earlier vote on it no longer counts.
    StatementSkipped {
        /// Who.
        participant: ParticipantId,
        /// What.
        statement: StatementId,
        /// Version of the instrument it was shown under.
        version: u32,
    },
    /// A statement came in.
    StatementAdded {
        /// Its number.
        statement: StatementId,
        /// Whether a reader wrote it. Who did is no part of the log, so that it can be erased.
        origin: Origin,
        /// Whether it is up for votes at once.
        state: StatementState,
    },
    /// The desk decided on a statement.
    StatementDecided {
        /// Which.
        statement: StatementId,
        /// What became of it.
        state: StatementState,
    },
    /// A statement is marked as being about the readers, or about the topic again. Until a first mark it is about the
    /// topic.
    StatementMarked {
        /// Which.
        statement: StatementId,
        /// What it is about from here on.
        subject: Subject,
    },
    /// A comment came in.
    CommentPosted {
        /// Its number. Who wrote it is no part of the log, so that it can be erased.
        comment: CommentId,
        /// Whether it is shown at once.
        state: CommentState,
    },
    /// The desk decided on a comment.
    CommentDecided {
        /// Which.
        comment: CommentId,
        /// What became of it.
        state: CommentState,
    },
    /// A participant no longer counts.
    ParticipantBanned {
        /// Who.
        participant: ParticipantId,
    },
    /// A banned participant counts again.
    ParticipantReinstated {
        /// Who.
        participant: ParticipantId,
    },
    /// A participant had identity and words blanked.
    ParticipantErased {
        /// Who.
        participant: ParticipantId,
    },
    /// The wording or the rules changed.
    InstrumentChanged {
        /// The version from here on.
        version: u32,
    },
    /// Takes answers from here on.
    Opened,
    /// Takes no answers from here on. Final: the desk closed it, or it is not known who did.
    Closed,
    /// Takes no answers from here on, since the server found that its time had come.
    ClosedByClock,
}

/// What a closing by the clock has in the place of a value; any other has nothing there.
pub const BY_CLOCK: i64 = 1;

/// What is added to the state of a statement that a reader wrote.
const BY_READER: i64 = 8;

/// An event as every table and file keeps it: small integers under fixed names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// Place in the log.
    pub seq: i64,
    /// Time taken.
    pub at_ms: i64,
    /// Code of the kind; see [`Fact::word`] for the words.
    pub kind: i64,
    /// The participant it is about.
    pub participant: Option<i64>,
    /// The statement it is about.
    pub object: Option<i64>,
    /// Option bits, answer code, state of a text (8 more where a reader's statement comes in), what a statement is
    /// about, or 1 where the clock closed it.
    pub value: Option<i64>,
    /// Version of the instrument.
    pub version: Option<i64>,
}

/// A row that is no event: the log is damaged, or written by a newer Canvass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {seq} of kind {kind} cannot be read")]
pub struct MalformedEvent {
    /// Its place.
    pub seq: i64,
    /// Its kind.
    pub kind: i64,
}

impl Fact {
    /// The participant it is about, where it is about one.
    #[must_use]
    pub const fn participant(&self) -> Option<ParticipantId> {
        match *self {
            Self::BallotCast { participant, .. }
            | Self::BallotWithdrawn { participant }
            | Self::VoteCast { participant, .. }
            | Self::VoteWithdrawn { participant, .. }
            | Self::StatementSkipped { participant, .. }
            | Self::ParticipantBanned { participant }
            | Self::ParticipantReinstated { participant }
            | Self::ParticipantErased { participant } => Some(participant),
            Self::StatementAdded { .. }
            | Self::CommentPosted { .. }
            | Self::CommentDecided { .. }
            | Self::StatementDecided { .. }
            | Self::StatementMarked { .. }
            | Self::InstrumentChanged { .. }
            | Self::Opened
            | Self::Closed
            | Self::ClosedByClock => None,
        }
    }

    /// The answer it leaves behind for one participant and statement: `Some(None)` means it was taken back.
    #[must_use]
    pub const fn answer(&self) -> Option<(ParticipantId, StatementId, Option<Answer>)> {
        match *self {
            Self::VoteCast { participant, statement, vote, .. } => {
                Some((participant, statement, Some(Answer::Voted(vote))))
            }
            Self::StatementSkipped { participant, statement, .. } => {
                Some((participant, statement, Some(Answer::Skipped)))
            }
            Self::VoteWithdrawn { participant, statement } => Some((participant, statement, None)),
            _ => None,
        }
    }

    /// Whether it ends the taking of answers, whoever ended it.
    #[must_use]
    pub const fn is_closing(&self) -> bool {
        matches!(self, Self::Closed | Self::ClosedByClock)
    }

    /// Whether it answers something: from the first such event on, wording is locked.
    #[must_use]
    pub const fn is_answer(&self) -> bool {
        matches!(self, Self::BallotCast { .. } | Self::VoteCast { .. } | Self::StatementSkipped { .. })
    }

    /// The comment it is about, where it is about one.
    #[must_use]
    pub const fn comment(&self) -> Option<CommentId> {
        match *self {
            Self::CommentPosted { comment, .. } | Self::CommentDecided { comment, .. } => Some(comment),
            _ => None,
        }
    }

    /// Whether votes, ballots, who counts, where a statement stands or what it is about can follow from it.
    #[must_use]
    pub const fn moves_answers(&self) -> bool {
        match self {
            Self::BallotCast { .. }
            | Self::BallotWithdrawn { .. }
            | Self::VoteCast { .. }
            | Self::VoteWithdrawn { .. }
            | Self::StatementSkipped { .. }
            | Self::StatementAdded { .. }
            | Self::StatementDecided { .. }
            | Self::StatementMarked { .. }
            | Self::ParticipantBanned { .. }
            | Self::ParticipantReinstated { .. } => true,
            Self::CommentPosted { .. }
            | Self::CommentDecided { .. }
            | Self::ParticipantErased { .. }
            | Self::InstrumentChanged { .. }
            | Self::Opened
            | Self::Closed
            | Self::ClosedByClock => false,
        }
    }

    /// The number of its kind in tables.
    #[must_use]
    pub const fn kind(&self) -> i64 {
        match self {
            Self::BallotCast { .. } => 1,
            Self::BallotWithdrawn { .. } => 2,
            Self::VoteCast { .. } => 3,
            Self::VoteWithdrawn { .. } => 4,
            Self::StatementSkipped { .. } => 5,
            Self::StatementAdded { .. } => 6,
            Self::StatementDecided { .. } => 7,
            Self::CommentPosted { .. } => 8,
            Self::CommentDecided { .. } => 9,
            Self::ParticipantBanned { .. } => 10,
            Self::ParticipantErased { .. } => 11,
            Self::InstrumentChanged { .. } => 12,
            Self::Opened => 13,
            Self::Closed | Self::ClosedByClock => 14,
            Self::ParticipantReinstated { .. } => 15,
            Self::StatementMarked { .. } => 16,
        }
    }

    /// The word of its kind in files.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::BallotCast { .. } => "ballot_cast",
            Self::BallotWithdrawn { .. } => "ballot_withdrawn",
            Self::VoteCast { .. } => "vote_cast",
            Self::VoteWithdrawn { .. } => "vote_withdrawn",
            Self::StatementSkipped { .. } => "statement_skipped",
            Self::StatementAdded { .. } => "statement_added",
            Self::StatementDecided { .. } => "statement_decided",
            Self::StatementMarked { .. } => "statement_marked",
            Self::CommentPosted { .. } => "comment_posted",
            Self::CommentDecided { .. } => "comment_decided",
            Self::ParticipantBanned { .. } => "participant_banned",
            Self::ParticipantReinstated { .. } => "participant_reinstated",
            Self::ParticipantErased { .. } => "participant_erased",
            Self::InstrumentChanged { .. } => "instrument_changed",
            Self::Opened => "opened",
            Self::Closed | Self::ClosedByClock => "closed",
        }
    }
}

impl EventRow {
    /// The number of the kind that files know by this word.
    #[must_use]
    pub fn kind_of(word: &str) -> Option<i64> {
        // The row that every kind can be read from.
        let row = |kind| Self {
            seq: 1,
            at_ms: 0,
            kind,
            participant: Some(0),
            object: Some(0),
            value: Some(1),
            version: Some(1),
        };
        (1..=MAX_KIND).find(|kind| Fact::from_row(&row(*kind)).is_some_and(|fact| fact.word() == word))
    }
}

impl Event {
    /// The row it is kept as.
    #[must_use]
    pub fn to_row(&self) -> EventRow {
        let statement = |id: StatementId| Some(i64::from(id.0));
        let (object, value, version) = match self.fact {
            Fact::BallotCast { ballot, version, .. } => (None, i64::try_from(ballot.bits()).ok(), Some(version)),
            Fact::VoteCast { statement: s, vote, version, .. } => {
                (statement(s), Some(i64::from(Answer::Voted(vote).code())), Some(version))
            }
            Fact::StatementSkipped { statement: s, version, .. } => (statement(s), None, Some(version)),
            Fact::VoteWithdrawn { statement: s, .. } => (statement(s), None, None),
            Fact::StatementAdded { statement: s, origin: Origin::Participant, state } => {
                (statement(s), Some(state.code() + BY_READER), None)
            }
            Fact::StatementAdded { statement: s, state, .. } | Fact::StatementDecided { statement: s, state } => {
                (statement(s), Some(state.code()), None)
            }
            Fact::StatementMarked { statement: s, subject } => (statement(s), Some(subject.code()), None),
            Fact::CommentPosted { comment, state } | Fact::CommentDecided { comment, state } => {
                (Some(i64::from(comment.0)), Some(state.code()), None)
            }
            Fact::InstrumentChanged { version } => (None, None, Some(version)),
            Fact::BallotWithdrawn { .. }
            | Fact::ParticipantBanned { .. }
            | Fact::ParticipantReinstated { .. }
            | Fact::ParticipantErased { .. }
            | Fact::Opened
            | Fact::Closed => (None, None, None),
            Fact::ClosedByClock => (None, Some(BY_CLOCK), None),
        };
        EventRow {
            seq: i64::try_from(self.seq.0).unwrap_or(i64::MAX),
            at_ms: self.at_ms,
            kind: self.fact.kind(),
            participant: self.fact.participant().map(|p| i64::from(p.0)),
            object,
            value,
            version: version.map(i64::from),
        }
    }

    /// Reads a row back.
    ///
    /// # Errors
    /// When the row does not say what its kind needs.
    pub fn from_row(row: &EventRow) -> Result<Self, MalformedEvent> {
        let malformed = MalformedEvent { seq: row.seq, kind: row.kind };
        let seq = Seq(u64::try_from(row.seq).map_err(|_| malformed)?);
        let fact = Fact::from_row(row).ok_or(malformed)?;
        Ok(Self { seq, at_ms: row.at_ms, fact })
    }
}

impl Fact {
    fn from_row(row: &EventRow) -> Option<Self> {
        let small = |value: Option<i64>| value.and_then(|v| u32::try_from(v).ok());
        let participant = || small(row.participant).map(ParticipantId);
        let statement = || small(row.object).map(StatementId);
        let comment = || small(row.object).map(CommentId);
        let version = || small(row.version);
        let state = || row.value.and_then(StatementState::from_code);
        Some(match row.kind {
            1 => Self::BallotCast {
                participant: participant()?,
                ballot: Ballot::from_bits(u64::try_from(row.value?).ok()?)?,
                version: version()?,
            },
            2 => Self::BallotWithdrawn { participant: participant()? },
            3 => Self::VoteCast {
                participant: participant()?,
                statement: statement()?,
                vote: Answer::from_code(row.value?)?.vote()?,
                version: version()?,
            },
            4 => Self::VoteWithdrawn { participant: participant()?, statement: statement()? },
            5 => Self::StatementSkipped { participant: participant()?, statement: statement()?, version: version()? },
            // Logs from before authors were kept apart have the author as their participant.
            6 => match (row.participant, row.value) {
                (None, Some(value @ BY_READER..)) => Self::StatementAdded {
                    statement: statement()?,
                    origin: Origin::Participant,
                    state: StatementState::from_code(value - BY_READER)?,
                },
                (author, _) => Self::StatementAdded {
                    statement: statement()?,
                    origin: if author.is_some() { Origin::Participant } else { Origin::Organiser },
                    state: state()?,
                },
            },
            7 => Self::StatementDecided { statement: statement()?, state: state()? },
            8 => Self::CommentPosted { comment: comment()?, state: state()? },
            9 => Self::CommentDecided { comment: comment()?, state: state()? },
            10 => Self::ParticipantBanned { participant: participant()? },
            11 => Self::ParticipantErased { participant: participant()? },
            12 => Self::InstrumentChanged { version: version()? },
            13 => Self::Opened,
            14 => match row.value {
                None => Self::Closed,
                Some(BY_CLOCK) => Self::ClosedByClock,
                Some(_) => return None,
            },
            15 => Self::ParticipantReinstated { participant: participant()? },
            16 => Self::StatementMarked { statement: statement()?, subject: row.value.and_then(Subject::from_code)? },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_event_survives_its_row() {
        let participant = ParticipantId(7);
        let statement = StatementId(3);
        let ballot = Ballot::from_bits(0b101).unwrap();
        let facts = [
            Fact::BallotCast { participant, ballot, version: 2 },
            Fact::BallotWithdrawn { participant },
            Fact::VoteCast { participant, statement, vote: Vote::Unsure, version: 1 },
            Fact::VoteWithdrawn { participant, statement },
            Fact::StatementSkipped { participant, statement, version: 1 },
            Fact::StatementAdded { statement, origin: Origin::Organiser, state: StatementState::Accepted },
            Fact::StatementAdded { statement, origin: Origin::Participant, state: StatementState::Held },
            Fact::StatementAdded { statement, origin: Origin::Participant, state: StatementState::Declined },
            Fact::StatementDecided { statement, state: StatementState::Declined },
            Fact::StatementMarked { statement, subject: Subject::Readers },
            Fact::StatementMarked { statement, subject: Subject::Topic },
            Fact::ParticipantBanned { participant },
            Fact::ParticipantErased { participant },
            Fact::ParticipantReinstated { participant },
            Fact::CommentPosted { comment: CommentId(4), state: StatementState::Held },
            Fact::CommentDecided { comment: CommentId(4), state: StatementState::Accepted },
            Fact::InstrumentChanged { version: 9 },
            Fact::Opened,
            Fact::Closed,
            Fact::ClosedByClock,
        ];
        for (seq, fact) in (1..).zip(facts) {
            let event = Event { seq: Seq(seq), at_ms: 1_736_000_000_000, fact };
            assert_eq!(Event::from_row(&event.to_row()), Ok(event), "{}", fact.word());
            assert_eq!(EventRow::kind_of(fact.word()), Some(fact.kind()));
        }
        assert_eq!(EventRow::kind_of("votecast"), None);
    }

    #[test]
    fn logs_that_name_authors_are_still_read() {
        let row = |kind, participant, value| EventRow {
            seq: 1,
            at_ms: 0,
            kind,
            participant,
            object: Some(3),
            value: Some(value),
            version: None,
        };
        let fact = |row| Event::from_row(&row).map(|event| event.fact);
        let (statement, comment, state) = (StatementId(3), CommentId(3), StatementState::Accepted);
        let added = |origin| Ok(Fact::StatementAdded { statement, origin, state });
        assert_eq!(fact(row(6, Some(7), 1)), added(Origin::Participant));
        assert_eq!(fact(row(6, None, 1)), added(Origin::Organiser));
        assert_eq!(fact(row(6, None, 9)), added(Origin::Participant));
        assert_eq!(fact(row(8, Some(7), 1)), Ok(Fact::CommentPosted { comment, state }));
        assert!(fact(row(6, Some(7), 9)).is_err() && fact(row(6, None, 11)).is_err());
    }

    #[test]
    fn a_damaged_row_is_refused() {
        let row = EventRow {
            seq: 4,
            at_ms: 0,
            kind: 3,
            participant: Some(1),
            object: Some(1),
            value: Some(0),
            version: Some(1),
        };
        assert!(Event::from_row(&row).is_err(), "a vote cast cannot be a skip");
        assert!(Event::from_row(&EventRow { participant: Some(-1), value: Some(1), ..row }).is_err());
        assert!(Event::from_row(&EventRow { kind: 99, ..row }).is_err());
        assert!(Event::from_row(&EventRow { kind: 14, value: Some(2), ..row }).is_err(), "closed by whom?");
    }
}
