//! Comments: posting, changing, erasing and reporting them.

mod names;
mod threads;

pub(crate) use names::Signers;

pub use threads::{Mine, Order, REPLIES_PER_THREAD, Request, Shown, THREADS_PER_PAGE, Thread, Threads};

use crate::live::Snapshot;
use crate::participant::Reader;
use crate::statement::check_not_banned;
use crate::{App, AppError, IdempotencyKey, Receipt, StaffId, note};
use canvass_domain::{
    About, Admission, Attribution, CommentCard, CommentId, CommentState, CommentText, EDIT_WITHIN_MS, InvalidComment,
    MAX_COMMENT_DEPTH, Millis, ParticipantId, Place, State, StatementState, Target,
};
use canvass_store::{Act, NewComment, Report};

/// Most comments one participant may write in a conversation.
pub const MAX_COMMENTS_PER_PARTICIPANT: usize = 200;

/// What a reader wants to post.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its words.
    pub text: CommentText,
    /// What it replies to.
    pub parent: Option<CommentId>,
    /// What it is about; a reply is about what its thread is about.
    pub about: About,
    /// Whose words they are, and whether they may be quoted.
    pub attribution: Attribution,
    /// Who of the staff is signed in where it is posted: it bears the mark of staff, and may bear a protected name.
    pub staff: Option<StaffId>,
}

/// What became of a change of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It is made.
    Made,
    /// It waits for the desk.
    Waiting,
}

impl App {
    /// Posts a comment: held or shown at once, as the conversation says.
    ///
    /// # Errors
    /// When the conversation takes none, what it replies to or is about is not there, or the name is not a reader's to
    /// go by.
    pub async fn post_comment(
        &self,
        reader: &Reader,
        draft: Draft,
        at_ms: Millis,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<(Receipt, CommentState), AppError> {
        let prepared = match prepare(reader, draft) {
            Ok(new) if new.staff.is_none() && !self.may_be_named(&reader.entry, &new.attribution).await? => {
                Err(InvalidComment::ProtectedName.into())
            }
            prepared => prepared,
        };
        let new = match prepared {
            Ok(new) => new,
            Err(refused) => {
                return Ok((self.remembered_or(idempotency.as_ref(), refused).await?, CommentState::Held));
            }
        };
        let state = new.state;
        let act = Act::PostComment(self.caller(reader), new);
        Ok((self.put_for(reader, at_ms, idempotency, act).await?, state))
    }

    /// Changes a comment, for a while after it was posted. Where texts are held, the change of one that readers see
    /// waits for the desk, and they go on seeing it as it was accepted.
    ///
    /// # Errors
    /// When it is not theirs, or too old.
    pub async fn edit_comment(
        &self,
        reader: &Reader,
        comment: CommentId,
        text: CommentText,
        at_ms: Millis,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<Edited, AppError> {
        let admission = {
            let snapshot = reader.entry.read();
            check_not_banned(&snapshot, reader)?;
            let card = own(&snapshot, reader, comment)?;
            if card.is_erased || at_ms - card.posted_ms > EDIT_WITHIN_MS {
                return Err(AppError::TooLate);
            }
            // Where comments are no longer taken, none is changed unread.
            snapshot.conversation.instrument.comments.unwrap_or(Admission::Hold)
        };
        self.put_for(reader, at_ms, idempotency, Act::EditComment(comment, text, admission)).await?;
        let snapshot = reader.entry.read();
        let waits = snapshot.talk.card(comment).is_some_and(|card| card.change_ms.is_some());
        Ok(if waits { Edited::Waiting } else { Edited::Made })
    }

    /// Takes the words of a comment away. Possible after the close too.
    ///
    /// # Errors
    /// When it is not theirs.
    pub async fn erase_comment(
        &self,
        reader: &Reader,
        comment: CommentId,
        at_ms: Millis,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<(), AppError> {
        own(&reader.entry.read(), reader, comment)?;
        self.put_for(reader, at_ms, idempotency, Act::EraseComment(comment)).await.map(|_| ())
    }

    /// Tells the desk of a text. Once for each reader and text; said again, it replaces what was said.
    ///
    /// # Errors
    /// When there is no such text to be seen, or the rule is none of the conversation's.
    pub async fn report(
        &self,
        reader: &Reader,
        target: Target,
        rule: &str,
        note: &str,
        at_ms: Millis,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<(), AppError> {
        let note = note::kept(note)?;
        {
            let snapshot = reader.entry.read();
            check_not_banned(&snapshot, reader)?;
            check_rule(&snapshot, rule)?;
            let is_there = match target {
                Target::Statement(id) => snapshot.ledger.statement(id) == Some(StatementState::Accepted),
                Target::Comment(id) => {
                    snapshot.talk.card(id).is_some_and(|card| snapshot.appears_to(card, reader.participant))
                }
            };
            if !is_there {
                return Err(AppError::NotFound("text"));
            }
        }
        let report = Report { target, rule: rule.to_owned(), note };
        let act = Act::Report(self.caller(reader), report);
        self.put_for(reader, at_ms, idempotency, act).await.map(|_| ())
    }
}

/// Whether a rule is one of the conversation's.
pub(crate) fn check_rule(snapshot: &Snapshot, rule: &str) -> Result<(), AppError> {
    let is_known = snapshot.conversation.instrument.rules().iter().any(|known| known.key == rule);
    if is_known { Ok(()) } else { Err(AppError::UnknownRule(rule.chars().take(40).collect())) }
}

fn own<'s>(snapshot: &'s Snapshot, reader: &Reader, comment: CommentId) -> Result<&'s CommentCard, AppError> {
    let card = snapshot.talk.card(comment).filter(|card| card.is_by(reader.participant));
    card.ok_or(AppError::NotFound("comment"))
}

fn prepare(reader: &Reader, draft: Draft) -> Result<NewComment, AppError> {
    let snapshot = reader.entry.read();
    let conversation = &snapshot.conversation;
    let admission = conversation.instrument.comments.ok_or(AppError::NotFound("comments"))?;
    if conversation.state != State::Open {
        return Err(AppError::NotOpen);
    }
    check_not_banned(&snapshot, reader)?;
    let n_mine = reader.participant.map_or(0, |who| snapshot.talk.n_by(who));
    if n_mine >= MAX_COMMENTS_PER_PARTICIPANT {
        return Err(AppError::TooManyComments(MAX_COMMENTS_PER_PARTICIPANT));
    }
    let parent = draft.parent.map(|parent| parent_of(&snapshot, parent, reader.participant)).transpose()?;
    let about = parent.map_or(draft.about, |(_, about)| about);
    check_about(&snapshot, about)?;
    Ok(NewComment {
        replies_to: draft.parent.zip(parent.map(|(place, _)| place)),
        about,
        text: draft.text,
        attribution: draft.attribution,
        state: match admission {
            Admission::Hold => CommentState::Held,
            Admission::Show => CommentState::Accepted,
        },
        staff: draft.staff.map(|staff| staff.0),
    })
}

/// Where the comment replied to stands, and what its thread is about.
fn parent_of(
    snapshot: &Snapshot,
    parent: CommentId,
    asking: Option<ParticipantId>,
) -> Result<(Place, About), AppError> {
    let card = snapshot.talk.card(parent).filter(|card| snapshot.appears_to(card, asking));
    let card = card.ok_or(AppError::NotFound("comment"))?;
    if card.place.depth >= MAX_COMMENT_DEPTH {
        return Err(AppError::TooDeep);
    }
    Ok((card.place, card.about))
}

fn check_about(snapshot: &Snapshot, about: About) -> Result<(), AppError> {
    match about {
        About::Conversation => Ok(()),
        About::Option(id) => {
            let poll = snapshot.conversation.instrument.poll.as_ref();
            let is_there = poll.is_some_and(|poll| poll.numbered().any(|(known, _)| known == id));
            if is_there { Ok(()) } else { Err(AppError::NotFound("option")) }
        }
        About::Statement(id) => {
            let is_there = snapshot.ledger.statement(id) == Some(StatementState::Accepted);
            if is_there { Ok(()) } else { Err(AppError::NotFound("statement")) }
        }
    }
}
