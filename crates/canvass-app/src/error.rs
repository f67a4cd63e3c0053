//! Why a use case was not carried out, in terms of the product.

use canvass_counts::independence::TooMany;
use canvass_domain::{InstrumentError, InvalidBallot, InvalidComment, InvalidText};
use canvass_store::{Overtaken, Refused, StoreError};
use canvass_words::{Locale, Messages};
use std::fmt;

/// Why a use case was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no such thing, or the caller may not know that there is.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The conversation takes no answers now.
    #[error("this conversation takes no answers now")]
    NotOpen,
    /// The conversation has no poll.
    #[error("this conversation has no poll")]
    NoPoll,
    /// The choice of options is no ballot.
    #[error(transparent)]
    Ballot(#[from] InvalidBallot),
    /// The text is no statement.
    #[error(transparent)]
    Text(#[from] InvalidText),
    /// Somebody has said exactly this already.
    #[error("this statement is there already")]
    Repeated,
    /// The participant has added as many statements as one may.
    #[error("you have added {0} statements, as many as one reader may")]
    TooMany(usize),
    /// The answer has been changed as often as it may be for now.
    #[error(
        "this answer has been changed {most} times within an hour, as often as it may be; it stays as it is for now"
    )]
    TooManyChanges {
        /// How often it may be.
        most: usize,
        /// After how many milliseconds it may be changed again.
        wait_ms: canvass_domain::Millis,
    },
    /// Too many have answered for the first time from one network.
    #[error("too many people have answered for the first time from this network; try again later")]
    TooManyFirst(TooMany),
    /// A fresh token cannot answer yet.
    #[error("this token was given out less than a second ago")]
    TooEarly {
        /// After how many milliseconds it can.
        wait_ms: canvass_domain::Millis,
    },
    /// Nobody has answered with the token in the time it was good for.
    #[error("this token has expired: nobody answered with it within an hour")]
    TokenExpired,
    /// Many may not be expected for that long.
    #[error("at most {0} hours can be set")]
    LongOffice(u32),
    /// Only who has answered something may say something about themselves.
    #[error("answer something first")]
    NotAnswered,
    /// What was said about oneself needs consent.
    #[error("tick the box if you agree that we keep this")]
    NoConsent,
    /// An answer about oneself that was not among the choices.
    #[error("`{0}` is not one of the answers")]
    UnknownChoice(String),
    /// Declining needs a reason.
    #[error("say why it is declined; its author will read it")]
    NoReason,
    /// The reason is too long.
    #[error("the reason has more than {0} characters")]
    LongReason(usize),
    /// The wording or the rules are not as they must be.
    #[error(transparent)]
    Instrument(#[from] InstrumentError),
    /// Something cannot be done as things stand.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// A text of the desk is too long.
    #[error("there are {n_chars} characters of it; {most} fit")]
    LongText {
        /// How many it has.
        n_chars: usize,
        /// How many it may have.
        most: usize,
    },
    /// The idempotency key was used for something else.
    #[error("this idempotency key was used for something else")]
    KeyReused,
    /// Too much is waiting to be written.
    #[error("too much is waiting to be written")]
    Busy,
    /// The conversation has as many statements or comments as it may.
    #[error("this conversation has as many as it can take")]
    Full,
    /// The desk has excluded this participant.
    #[error("the desk of this conversation has excluded your answers; you can still see and erase what is yours")]
    Banned,
    /// A comment cannot be taken as it is.
    #[error(transparent)]
    Comment(#[from] InvalidComment),
    /// Replies go no deeper.
    #[error("this reply is as deep as replies go; answer the one above it")]
    TooDeep,
    /// A comment can be changed for a while only.
    #[error("a comment can be changed for five minutes; you can still erase it")]
    TooLate,
    /// The participant has written as many comments as one may.
    #[error("you have written {0} comments, as many as one reader may")]
    TooManyComments(usize),
    /// A rule that is not in the conversation's policy.
    #[error("`{0}` is not one of the published rules")]
    UnknownRule(String),
    /// A text that somebody has answered keeps its wording.
    #[error("somebody has answered it already, so its wording stays")]
    Answered,
    /// A mark changes results, and readers could not see that it did.
    #[error("results are closed to readers until it closes; mark it then")]
    MarkBehindGate,
    /// Somebody must be left who may manage people.
    #[error("there must always be an owner; make somebody else one first")]
    LastOwner,
    /// The disk is full or fails: nothing of it is kept.
    #[error("there is no room left to store anything; please send it again later")]
    NoRoom,
    /// Storage failed, so it is not known to be kept; sent again it counts once.
    #[error("storage failed; please send it again")]
    Storage,
    /// Something has to be said.
    #[error("write something first")]
    NothingSaid,
    /// Something of ours is broken: nobody who asks can do anything about it. For the log, never for a page.
    #[error("{0}")]
    Broken(String),
    /// From and until are whole minutes, the second after the first.
    #[error("give two times in whole minutes, the second after the first")]
    NoMinutes,
    /// Nobody would be excluded, or too many.
    #[error("nobody is meant by that, or more than can be excluded at once")]
    NobodyMeant,
    /// Excluding many needs a reason.
    #[error("say why, in at most 600 characters")]
    NoExclusionReason,
    /// Storage failed while reading.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What cannot be done as things stand, because of what somebody did before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Somebody has answered, so what is asked stays.
    WordingLocked,
    /// Somebody has answered, so who sees results when stays.
    GateLocked,
    /// It has opened, so which answers may be added up stays.
    SumsLocked,
    /// It is closed, so nobody could vote on new statements.
    NoMoreStatements,
    /// It is open already.
    OpenAlready,
    /// It is closed, and stays so.
    ClosedForGood,
    /// It is not open.
    NotOpen,
    /// It is not closed, and only final results are frozen.
    NotClosed,
    /// Its results are sealed.
    Sealed,
    /// The text has been decided on.
    Decided,
    /// The text says something else than what was read.
    Changed,
    /// The statement is marked so already.
    Marked,
    /// The reader is excluded.
    ExcludedAlready,
    /// The reader is not excluded.
    NotExcluded,
    /// Others are meant by now than were shown.
    OthersMeant,
    /// The edition is published.
    Published,
    /// Whoever was asked has responded.
    Responded,
    /// It is known to all already.
    PublicAlready,
    /// It is no import.
    NotImported,
    /// The edition was withdrawn.
    Withdrawn,
    /// An edition of it is published, so it stays.
    EditionStands,
    /// It is not public, so nothing of it is published.
    Private,
    /// Another statement that is up for votes reads the same.
    Repeated,
}

impl Conflict {
    /// Every one.
    pub const ALL: [Self; 23] = [
        Self::WordingLocked,
        Self::GateLocked,
        Self::SumsLocked,
        Self::NoMoreStatements,
        Self::OpenAlready,
        Self::ClosedForGood,
        Self::NotOpen,
        Self::NotClosed,
        Self::Sealed,
        Self::Decided,
        Self::Changed,
        Self::Marked,
        Self::ExcludedAlready,
        Self::NotExcluded,
        Self::OthersMeant,
        Self::Published,
        Self::Responded,
        Self::PublicAlready,
        Self::NotImported,
        Self::Withdrawn,
        Self::EditionStands,
        Self::Private,
        Self::Repeated,
    ];

    /// The key of its text in the catalogue.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::WordingLocked => "conflict-wording-locked",
            Self::GateLocked => "conflict-gate-locked",
            Self::SumsLocked => "conflict-sums-locked",
            Self::NoMoreStatements => "conflict-no-more-statements",
            Self::OpenAlready => "conflict-open-already",
            Self::ClosedForGood => "conflict-closed-for-good",
            Self::NotOpen => "conflict-not-open",
            Self::NotClosed => "conflict-not-closed",
            Self::Sealed => "conflict-sealed",
            Self::Decided => "conflict-decided",
            Self::Changed => "conflict-changed",
            Self::Marked => "conflict-marked",
            Self::ExcludedAlready => "conflict-excluded-already",
            Self::NotExcluded => "conflict-not-excluded",
            Self::OthersMeant => "conflict-others-meant",
            Self::Published => "conflict-published",
            Self::Responded => "conflict-responded",
            Self::PublicAlready => "conflict-public-already",
            Self::NotImported => "conflict-not-imported",
            Self::Withdrawn => "conflict-withdrawn",
            Self::EditionStands => "conflict-edition-stands",
            Self::Private => "conflict-private",
            Self::Repeated => "conflict-repeated",
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Messages::of(Locale::ENGLISH).text(self.key()))
    }
}

impl std::error::Error for Conflict {}

impl AppError {
    /// Something of ours broke while something was being done.
    #[must_use]
    pub fn broken(doing: &str, cause: impl fmt::Display) -> Self {
        Self::Broken(format!("{doing}: {cause}"))
    }
}

impl From<canvass_counts::LedgerError> for AppError {
    fn from(error: canvass_counts::LedgerError) -> Self {
        Self::broken("reading a log", error)
    }
}

impl From<Overtaken> for Conflict {
    fn from(overtaken: Overtaken) -> Self {
        match overtaken {
            Overtaken::Opened => Self::OpenAlready,
            Overtaken::NotOpen => Self::NotOpen,
            Overtaken::Decided => Self::Decided,
            Overtaken::Public => Self::PublicAlready,
            Overtaken::NotImported => Self::NotImported,
            Overtaken::Published => Self::EditionStands,
            Overtaken::Changed => Self::Changed,
        }
    }
}

impl From<Refused> for AppError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotOpen => Self::NotOpen,
            Refused::NoConversation => Self::NotFound("conversation"),
            Refused::KeyReused => Self::KeyReused,
            Refused::Conflict(overtaken) => Self::Conflict(overtaken.into()),
            Refused::Full => Self::Full,
            Refused::Busy => Self::Busy,
            Refused::NoRoom => Self::NoRoom,
            Refused::Storage => Self::Storage,
        }
    }
}
