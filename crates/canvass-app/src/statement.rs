//! Statements: which comes next, answering one, adding one.

use crate::changes::{Has, Item};
use crate::live::Snapshot;
use crate::participant::Reader;
use crate::routing;
use crate::{App, AppError, IdempotencyKey, Receipt};
use canvass_counts::Ledger;
use canvass_domain::{Answer, Millis, Showing, State, Statement, StatementId, StatementState, StatementText};
use canvass_store::{Act, Command};
use canvass_words::legible;

/// Most statements one participant may add to a conversation.
pub const MAX_PER_PARTICIPANT: usize = 20;

/// One statement on a reader's screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// Which.
    pub statement: StatementId,
    /// Since when.
    pub at_ms: Millis,
    /// The probability with which it was drawn.
    pub probability: f64,
}

/// How far a reader has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Statements up for votes.
    pub n_accepted: usize,
    /// Of those, how many this reader has answered or skipped.
    pub n_answered: usize,
}

impl App {
    /// How far a reader has come.
    #[must_use]
    pub fn progress(&self, reader: &Reader) -> Progress {
        let snapshot = reader.entry.read();
        let n_accepted = snapshot.ledger.accepted().len();
        let n_open = unanswered(&snapshot.ledger, reader).count();
        Progress { n_accepted, n_answered: n_accepted - n_open }
    }

    /// The statement on a reader's screen, as long as it is not answered.
    #[must_use]
    pub fn on_screen(&self, reader: &Reader) -> Option<Shown> {
        let shown = self.visits.find(reader.entry.id(), &reader.key)?.showing?;
        let snapshot = reader.entry.read();
        unanswered(&snapshot.ledger, reader).any(|id| id == shown.statement).then_some(shown)
    }

    /// Draws the next statement for a reader from those not yet answered, with `draw` as the chance: see [`routing`]. Votes
    /// guide it only for whoever may see results.
    /// The one on the screen stays until it is answered, so a reload shows the same. The showing is logged with
    /// its probability: at once for a participant, with the first answer for a visitor.
    #[must_use]
    pub fn next_statement(&self, reader: &Reader, draw: u64, at_ms: Millis) -> Option<Shown> {
        if let Some(shown) = self.on_screen(reader) {
            return Some(shown);
        }
        let viewer = self.viewer(Some(reader));
        let (open, may_see, map) = {
            let snapshot = reader.entry.read();
            let may_see = snapshot.disclosure().check(viewer).is_ok();
            (unanswered(&snapshot.ledger, reader).collect::<Vec<_>>(), may_see, snapshot.map().cloned())
        };
        let (statement, probability) = if may_see {
            routing::drawn(&open, &routing::chances(&open, map.as_deref()), draw)
        } else {
            self.showings.draw(reader.entry.id(), &open, draw)
        }?;
        let shown = Shown { statement, at_ms, probability };
        self.visits.show(reader.entry.id(), reader.key, shown);
        self.log_showing(reader, shown);
        Some(shown)
    }

    /// Answers a statement, or changes the answer. Needs neither a ballot nor a prior showing.
    ///
    /// # Errors
    /// When there is no such statement, or the conversation takes no answers.
    pub async fn answer(
        &self,
        reader: &Reader,
        statement: StatementId,
        answer: Answer,
        at_ms: Millis,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<Receipt, AppError> {
        if let Err(refused) = self.check_answerable(reader, statement) {
            return self.remembered_or(idempotency.as_ref(), refused).await;
        }
        if let Some(participant) = reader.participant {
            let item = Item { conversation: reader.entry.id(), participant, statement: Some(statement) };
            let has = match reader.entry.read().ledger.answer(participant, statement) {
                Some(same) if same == answer => None,
                Some(_) => Some(Has::Answer),
                None => Some(Has::Nothing),
            };
            if let Err(refused) = has.map_or(Ok(()), |has| self.changes.take(item, has, at_ms)) {
                return self.remembered_or(idempotency.as_ref(), refused).await;
            }
        }
        let act = Act::Answer(self.caller(reader), statement, answer);
        self.put_for(reader, at_ms, idempotency, act).await
    }

    /// Takes an answer back. Taking back what is not there changes nothing.
    ///
    /// # Errors
    /// When there is no such statement, or the conversation takes no answers.
    pub async fn withdraw_answer(
        &self,
        reader: &Reader,
        statement: StatementId,
        at_ms: Millis,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<(), AppError> {
        if let Err(refused) = self.check_answerable(reader, statement) {
            return self.remembered_or(idempotency.as_ref(), refused).await.map(|_| ());
        }
        let has = |participant: &_| reader.entry.read().ledger.answer(*participant, statement).is_some();
        if let Some(participant) = reader.participant.filter(has) {
            let item = Item { conversation: reader.entry.id(), participant, statement: Some(statement) };
            self.changes.withdrawn(item, at_ms);
        }
        let act = match (reader.participant.as_ref().is_some_and(has), &idempotency) {
            (true, _) => Act::WithdrawAnswer(self.caller(reader), statement),
            // The key must be refused for anything else from now on.
            (false, Some(_)) => Act::Nothing,
            (false, None) => return Ok(()),
        };
        self.put_for(reader, at_ms, idempotency, act).await.map(|_| ())
    }

    /// Undoes the last answer to a statement: the one before it counts again. Without one nothing changes.
    ///
    /// # Errors
    /// When the conversation takes no answers.
    pub async fn undo(&self, reader: &Reader, at_ms: Millis) -> Result<Option<StatementId>, AppError> {
        let undo = reader.participant.and_then(|participant| reader.entry.read().ledger.undo(participant));
        let Some(undo) = undo else { return Ok(None) };
        match undo.previous {
            // It is answered still, only as before: the screen goes on where it was.
            Some(answer) => self.answer(reader, undo.statement, answer, at_ms, None).await.map(|_| ())?,
            None => {
                self.withdraw_answer(reader, undo.statement, at_ms, None).await?;
                // What was just taken back is on the screen again; no draw was made for it.
                let shown = Shown { statement: undo.statement, at_ms, probability: 1.0 };
                self.visits.show(reader.entry.id(), reader.key, shown);
            }
        }
        Ok(Some(undo.statement))
    }

    /// Adds a statement: held or shown at once, as the conversation says.
    ///
    /// # Errors
    /// When the text is no statement, is there already, or the conversation takes none.
    pub async fn add_statement(
        &self,
        reader: &Reader,
        text: &str,
        at_ms: Millis,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<(Receipt, StatementState), AppError> {
        let text = StatementText::parse(text)?;
        let state = match reader.entry.read().conversation.instrument.new_statements {
            canvass_domain::Admission::Hold => StatementState::Held,
            canvass_domain::Admission::Show => StatementState::Accepted,
        };
        if let Err(refused) = check_new(reader, &text) {
            return Ok((self.remembered_or(idempotency.as_ref(), refused).await?, state));
        }
        let act = Act::AddStatement(self.caller(reader), text, state);
        let receipt = self.put_for(reader, at_ms, idempotency, act).await?;
        Ok((receipt, state))
    }

    fn check_answerable(&self, reader: &Reader, statement: StatementId) -> Result<(), AppError> {
        let snapshot = reader.entry.read();
        if snapshot.ledger.statement(statement) != Some(StatementState::Accepted) {
            return Err(AppError::NotFound("statement"));
        }
        if snapshot.conversation.state != State::Open {
            return Err(AppError::NotOpen);
        }
        check_not_banned(&snapshot, reader)
    }

    fn log_showing(&self, reader: &Reader, shown: Shown) {
        let Some(participant) = reader.participant else { return };
        let Shown { statement, at_ms, probability } = shown;
        let showings = vec![Showing { participant, statement, at_ms, probability }];
        let conversation = reader.entry.id();
        self.ballot_box.put_and_go(Command {
            conversation,
            at_ms,
            idempotency: None,
            by: None,
            act: Act::Shown(showings),
        });
    }
}

/// Whether a reader's words and answers are taken at all: whoever the desk has excluded is told so.
pub(crate) fn check_not_banned(snapshot: &Snapshot, reader: &Reader) -> Result<(), AppError> {
    let is_banned = reader.participant.is_some_and(|participant| snapshot.ledger.is_banned(participant));
    if is_banned { Err(AppError::Banned) } else { Ok(()) }
}

/// Whether a reader may add this text now.
fn check_new(reader: &Reader, text: &StatementText) -> Result<(), AppError> {
    let snapshot = reader.entry.read();
    check_not_banned(&snapshot, reader)?;
    let mine = |s: &&Statement| s.author.is_some() && s.author == reader.participant;
    // What waits or was declined is not for others to find out by guessing its words.
    let known = |s: &&Statement| s.state == StatementState::Accepted || mine(s);
    let reads_the_same = |s: &Statement| s.text.as_deref().is_some_and(|t| legible::reads_the_same(t, text.as_str()));
    if snapshot.statements.values().filter(known).any(reads_the_same) {
        return Err(AppError::Repeated);
    }
    if snapshot.statements.values().filter(mine).count() >= MAX_PER_PARTICIPANT {
        return Err(AppError::TooMany(MAX_PER_PARTICIPANT));
    }
    Ok(())
}

/// Statements up for votes that a reader has neither answered nor skipped, ascending.
fn unanswered<'l>(ledger: &'l Ledger, reader: &Reader) -> impl Iterator<Item = StatementId> + 'l {
    let answered = reader.participant.map_or(&[][..], |participant| ledger.answers_of(participant));
    let is_open = move |id: &&StatementId| answered.binary_search_by_key(*id, |(s, _)| *s).is_err();
    ledger.accepted().iter().filter(is_open).copied()
}
