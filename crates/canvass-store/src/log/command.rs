//! What can be put into the ballot box.

use canvass_domain::{
    About, Admission, Answer, ArrivedVia, Assurance, Attribution, Ballot, Channel, CommentId, CommentState,
    CommentText, ConversationId, Decision, ExclusionGround, Instrument, Looked, Millis, ParticipantId, Place,
    ReaderMarks, Ruling, Seen, Seq, Showing, Statement, StatementId, StatementState, StatementText, Subject, Target,
};
use std::fmt;

/// One thing to be written, whole or not at all.
#[derive(Clone, Debug)]
pub struct Command {
    /// Where.
    pub conversation: ConversationId,
    /// When it reached the server.
    pub at_ms: Millis,
    /// What makes a repetition of it count once.
    pub idempotency: Option<IdempotencyKey>,
    /// The member of staff who does it, where staff does; it is then in the audit log.
    pub by: Option<i64>,
    /// What.
    pub act: Act,
}

/// What to write. Whether it may be done was decided before; what only the writer can know is checked here:
/// whether the conversation still takes answers at that point of the log.
#[derive(Clone, Debug)]
pub enum Act {
    /// A participant's answer to the poll.
    CastBallot(Caller, Ballot),
    /// A participant's answer to a statement, with the showing it answers where that is not written yet.
    Answer(Caller, StatementId, Answer),
    /// A participant takes an answer to a statement back.
    WithdrawAnswer(Caller, StatementId),
    /// A participant's statement, held or shown at once.
    AddStatement(Caller, StatementText, StatementState),
    /// What a participant says about themselves: attribute keys with the place of the option, replacing all before.
    Declare(Caller, Vec<(String, u16)>),
    /// Participants get marks, which say how their answers came. Possible after the close too.
    MarkReaders(Vec<(ParticipantId, ReaderMarks)>),
    /// What a conversation is watched by changes.
    Watch(WatchChange),
    /// What a participant said about themselves is forgotten.
    ForgetDeclared(ParticipantId),
    /// Another key leads to the same participant from now on.
    BindKeys(ParticipantId, Vec<Key>),
    /// A participant withdraws the ballot and every answer. Possible after the close too.
    WithdrawAll(ParticipantId),
    /// Identity and words of a participant are blanked, keys dropped. Possible after the close too.
    Erase(ParticipantId, VotesOnLeaving),
    /// Statements were shown.
    Shown(Vec<Showing>),
    /// The desk decides on a statement.
    Decide(Decision),
    /// The conversation takes answers from now on.
    Open,
    /// The conversation takes no answers from now on, for good.
    Close,
    /// The same because its time has come.
    CloseByClock,
    /// The conversation takes answers again, as its time had not come after all.
    Reopen,
    /// Wording or rules change: in place while nobody has answered, as a new version after that.
    Revise(Box<Instrument>),
    /// The organiser adds a statement, and says what it is about.
    Seed(StatementText, Subject),
    /// The desk says what a statement is about.
    Mark(StatementId, Subject),
    /// The desk mends the wording of a statement that nobody has answered.
    Reword(StatementId, StatementText, Option<Seen>),
    /// A participant's comment.
    PostComment(Caller, NewComment),
    /// Its author changes a comment. Where texts are held, the change of an accepted one waits for the desk.
    EditComment(CommentId, CommentText, Admission),
    /// The desk decides on the change of an accepted comment: it is made, or declined under a rule.
    DecideChange(CommentId, Seen, Option<Ruling>),
    /// Its author takes the words of a comment away. Possible after the close too.
    EraseComment(CommentId),
    /// Its author no longer lets a comment be quoted; quotes that are published lose its words. Possible after the
    /// close too.
    StopQuoting(CommentId),
    /// A participant tells the desk of a text.
    Report(Caller, Report),
    /// The desk has looked at what was reported and leaves the text as it is.
    CloseReports(Looked),
    /// Participants count in no result from now on.
    Exclude(NewExclusion),
    /// Everybody of an exclusion whom it still keeps out counts again.
    Lift(u32, Vec<ParticipantId>),
    /// A banned participant counts again.
    Reinstate(ParticipantId),
    /// An import that only staff know of becomes known to all, once.
    MakePublic,
    /// An import without a published edition goes, with all that belongs to it; its number is never given again.
    Delete,
    /// Nothing changes; what is kept is that it was said, under its idempotency key.
    Nothing,
}

/// A comment that is to be posted. Whether what it replies to is there was decided before.
#[derive(Clone, Debug)]
pub struct NewComment {
    /// The comment it replies to and that one's place; where nothing, it begins a thread.
    pub replies_to: Option<(CommentId, Place)>,
    /// What it is about.
    pub about: About,
    /// Its words.
    pub text: CommentText,
    /// Whose they are.
    pub attribution: Attribution,
    /// Held or shown at once.
    pub state: CommentState,
    /// The member of staff who is signed in where it is posted.
    pub staff: Option<i64>,
}

/// Readers whom staff exclude together.
#[derive(Clone, Debug)]
pub struct NewExclusion {
    /// What they were chosen by.
    pub ground: ExclusionGround,
    /// Why.
    pub reason: Option<String>,
    /// Who, ascending.
    pub readers: Vec<ParticipantId>,
}

/// A change to what a conversation is watched by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchChange {
    /// Many are expected from one network until then.
    Office(Millis),
    /// Staff leave those marked until then as they are.
    Calm(Millis),
    /// Moderators were told that more than usual are marked.
    Told(Millis),
    /// Marks were looked for up to this entry of the log, in the count that has comments in it.
    Looked(u64),
}

/// What a reader tells the desk of a text.
#[derive(Clone, Debug)]
pub struct Report {
    /// Which.
    pub target: Target,
    /// The rule it is said to break.
    pub rule: String,
    /// More words for the desk.
    pub note: Option<String>,
}

/// What becomes of a participant's votes when they leave for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VotesOnLeaving {
    /// They stay counted, with nobody behind them.
    Keep,
    /// They are taken back first.
    Withdraw,
}

/// The participant behind a request: known by a key, and admitted with the first answer.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Hash of the secret with the conversation.
    pub key: Key,
    /// Hash of the private return code with the conversation.
    pub return_key: Key,
    /// How much stands behind it.
    pub assurance: Assurance,
    /// By what way it came.
    pub via: ArrivedVia,
    /// Through what.
    pub channel: Channel,
    /// What was shown before there was a row to log it for.
    pub shown: Option<(StatementId, Millis, f64)>,
}

/// A hash that stands for a secret. It is never printed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(pub [u8; 32]);

/// Marks a command so that a repetition of it counts once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// Who said it and under which key, hashed.
    pub scope: Key,
    /// What was said, hashed: the same key with another body is a mistake of the client.
    pub body: Key,
}

/// Proof that a command is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The participant it was written for, where there is one.
    pub participant: Option<ParticipantId>,
    /// The statement it made or changed, where there is one.
    pub statement: Option<StatementId>,
    /// The comment it made, where there is one.
    pub comment: Option<CommentId>,
    /// Seq of its last event; the log's last one where it made none.
    pub seq: Seq,
}

/// What somebody else has done first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Overtaken {
    /// It is no draft any more.
    #[error("it is open already, or closed")]
    Opened,
    /// It is not open.
    #[error("it is not open")]
    NotOpen,
    /// The text has been decided on.
    #[error("somebody has decided on it already")]
    Decided,
    /// It is known to all already.
    #[error("it is public already")]
    Public,
    /// It was not brought in from elsewhere.
    #[error("only an import can be deleted")]
    NotImported,
    /// An edition of it is published.
    #[error("an edition of it is published, which stands for good")]
    Published,
    /// The text says something else by now.
    #[error("its author changed it meanwhile")]
    Changed,
}

/// Why a command was not written.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The conversation takes no answers now.
    #[error("this conversation takes no answers now")]
    NotOpen,
    /// There is no such conversation.
    #[error("there is no such conversation")]
    NoConversation,
    /// The same idempotency key came with another body.
    #[error("this idempotency key was used for something else")]
    KeyReused,
    /// Somebody was faster: it can no longer be done.
    #[error(transparent)]
    Conflict(Overtaken),
    /// The conversation has as many statements or comments as it may.
    #[error("this conversation has as many as it can take")]
    Full,
    /// Too much is waiting.
    #[error("too much is waiting to be written")]
    Busy,
    /// The disk is full or fails: nothing of it is kept. It is taken again once there is room.
    #[error("there is no room left to store anything; please send it again later")]
    NoRoom,
    /// Storage failed, so it is not known to be kept; sent again it counts once.
    #[error("storage failed; please send it again")]
    Storage,
}

impl Key {
    /// As kept in tables.
    #[must_use]
    pub fn hex(&self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |n: u8| char::from(DIGITS.get(usize::from(n)).copied().unwrap_or(b'0'));
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    /// Reads what [`Key::hex`] wrote.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<Self> {
        let mut key = [0; 32];
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        for (n, byte) in key.iter_mut().enumerate() {
            *byte = u8::from_str_radix(hex.get(2 * n..2 * n + 2)?, 16).ok()?;
        }
        Some(Self(key))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Act {
    /// The caller, where a participant acts who may be new.
    pub(crate) const fn caller(&self) -> Option<&Caller> {
        match self {
            Self::CastBallot(caller, _)
            | Self::Answer(caller, ..)
            | Self::WithdrawAnswer(caller, _)
            | Self::AddStatement(caller, ..)
            | Self::PostComment(caller, _)
            | Self::Report(caller, _)
            | Self::Declare(caller, _) => Some(caller),
            _ => None,
        }
    }

    /// Its name in the audit log.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Decide(_) => "decide",
            Self::DecideChange(..) => "decide_change",
            Self::Open => "open",
            Self::Close => "close",
            Self::Revise(_) => "revise",
            Self::Seed(..) => "add_statement",
            Self::Mark(_, Subject::Readers) => "mark_meta",
            Self::Mark(_, Subject::Topic) => "unmark_meta",
            Self::Reword(..) => "reword",
            Self::CloseReports(_) => "close_reports",
            Self::Exclude(_) => "ban",
            Self::Lift(..) => "lift_exclusion",
            Self::Reinstate(_) => "reinstate",
            Self::MakePublic => "make_public",
            Self::Delete => "delete",
            Self::Watch(WatchChange::Office(_)) => "office_hours",
            Self::Watch(WatchChange::Calm(_)) => "leave_marked",
            _ => "other",
        }
    }

    /// Whether it is only taken while the conversation is open.
    pub(crate) const fn needs_open(&self) -> bool {
        matches!(
            self,
            Self::CastBallot(..)
                | Self::Answer(..)
                | Self::WithdrawAnswer(..)
                | Self::AddStatement(..)
                | Self::PostComment(..)
                | Self::EditComment(..)
        )
    }
}

impl Receipt {
    pub(crate) fn to_text(self) -> String {
        let number = |n: Option<u32>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
        let is_of_text = self.statement.is_some() || self.comment.is_some();
        // Who wrote a text stands in one place, where it can be erased.
        let participant = self.participant.filter(|_| !is_of_text);
        let [participant, statement, comment] =
            [participant.map(|p| p.0), self.statement.map(|s| s.0), self.comment.map(|c| c.0)].map(number);
        format!("{participant} {statement} {} {comment}", self.seq)
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let number = |part: &str| if part == "-" { Some(None) } else { part.parse().ok().map(Some) };
        let mut parts = text.split(' ');
        let participant = number(parts.next()?)?.map(ParticipantId);
        let statement = number(parts.next()?)?.map(StatementId);
        let seq = Seq(parts.next()?.parse().ok()?);
        let comment = parts.next().map_or(Some(None), number)?.map(CommentId);
        Some(Self { participant, statement, comment, seq })
    }
}

/// A new statement's row.
pub(crate) fn new_statement(
    id: StatementId,
    text: &StatementText,
    author: Option<ParticipantId>,
    state: StatementState,
    at_ms: Millis,
) -> Statement {
    use canvass_domain::Origin;
    Statement {
        id,
        text: Some(text.as_str().to_owned()),
        origin: if author.is_some() { Origin::Participant } else { Origin::Organiser },
        author,
        state,
        reason: None,
        rule: None,
        decided_here: true,
        added_ms: at_ms,
    }
}
