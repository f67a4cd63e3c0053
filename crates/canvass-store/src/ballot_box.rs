//! The ballot box: one writer that groups what is waiting into one durable transaction, then acknowledges each.
//!
//! Order is everything here: plan in memory, write, commit (which syncs), tell the live state, and only then
//! acknowledge. One command that fails does not fail its group: the group is then written one by one.

use crate::batch::{Batch, DeclaredRows, InstrumentRow};
use crate::command::{Act, Caller, Command, Key, Receipt, Refused, new_statement};
use crate::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::lock::WriterLock;
use canvass_domain::{
    Answer, Arrival, ConversationId, Event, Fact, Millis, ParticipantId, Seq, Showing, State, StatementId,
};
use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use tokio::sync::{mpsc, oneshot};

/// Most commands in one transaction.
const MAX_GROUP: usize = 1024;
/// Most commands waiting; more are refused as busy rather than queued without bound.
const MAX_WAITING: usize = 16_384;
/// How long an idempotency key is remembered.
const KEY_LIFE_MS: Millis = 24 * 3_600_000;

/// The way into the log. Clones lead to the same writer.
#[derive(Clone, Debug)]
pub struct BallotBox {
    waiting: mpsc::Sender<Waiting>,
    roster: Roster,
    synchronous: Option<i64>,
}

/// What was just made durable, told before anyone is acknowledged.
#[derive(Clone, Debug, Default)]
pub struct Committed {
    /// The new events, in order of their seq within each conversation.
    pub events: Vec<(ConversationId, Event)>,
    /// Statements that are new.
    pub statements: Vec<(ConversationId, canvass_domain::Statement)>,
    /// Statements with a new reason for their decision.
    pub reasons: Vec<(ConversationId, StatementId, Option<String>)>,
    /// Instruments that are new, by version.
    pub instruments: Vec<(ConversationId, u32, canvass_domain::Instrument)>,
    /// Participants whose words were blanked.
    pub erased: Vec<(ConversationId, ParticipantId)>,
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
    /// Without writing anything: what a server could answer if storing were free.
    #[cfg(feature = "faults")]
    WithoutStoring,
}

/// Which key leads to which participant. Written by the ballot box only.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    keys: Arc<RwLock<HashMap<(ConversationId, Key), ParticipantId>>>,
}

struct Waiting {
    command: Command,
    answer: oneshot::Sender<Result<Receipt, Refused>>,
}

/// The writer's own knowledge of one conversation's log.
#[derive(Clone, Copy, Debug)]
struct Head {
    seq: u64,
    state: State,
    version: u32,
    has_answers: bool,
    next_participant: u32,
    next_statement: u32,
}

struct Writer {
    conn: Conn,
    heads: HashMap<ConversationId, Head>,
    roster: Roster,
    order: AckOrder,
    on_commit: Box<dyn Fn(Committed) + Send>,
    _lock: WriterLock,
}

/// One group while it is planned: nothing of it is known to anyone else yet.
#[derive(Default)]
struct Plan {
    batch: Batch,
    heads: HashMap<ConversationId, Head>,
    keys: HashMap<(ConversationId, Key), ParticipantId>,
    repeated: HashMap<Key, (Key, Receipt)>,
    instruments: Vec<(ConversationId, u32, canvass_domain::Instrument)>,
}

impl Roster {
    /// The participant a key leads to.
    #[must_use]
    pub fn find(&self, conversation: ConversationId, key: &Key) -> Option<ParticipantId> {
        let keys = self.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        keys.get(&(conversation, *key)).copied()
    }

    fn extend(&self, new: impl IntoIterator<Item = ((ConversationId, Key), ParticipantId)>) {
        self.keys.write().unwrap_or_else(std::sync::PoisonError::into_inner).extend(new);
    }

    fn forget(&self, erased: &[(ConversationId, ParticipantId)]) {
        if !erased.is_empty() {
            let mut keys = self.keys.write().unwrap_or_else(std::sync::PoisonError::into_inner);
            keys.retain(|(conversation, _), participant| !erased.contains(&(*conversation, *participant)));
        }
    }
}

impl BallotBox {
    /// Starts the writer. It lives until every clone of the box is dropped, and finishes what waits.
    ///
    /// # Errors
    /// When the participants' keys cannot be read, or the writer's connection would not sync its commits.
    pub async fn start(
        store: &Store,
        lock: WriterLock,
        order: AckOrder,
        on_commit: impl Fn(Committed) + Send + 'static,
    ) -> Result<(Self, tokio::task::JoinHandle<()>), StoreError> {
        let mut conn = store.connection().await?;
        conn.ready_for_writing().await?;
        let synchronous = synchronous(&mut conn).await?;
        let roster = Roster::default();
        let keys = rows!(conn, (i64, String, i64), "select conversation_id, key, participant from participant_keys")
            .doing("reading participants' keys")?;
        roster.extend(keys.into_iter().filter_map(|(conversation, key, participant)| {
            let participant = ParticipantId(u32::try_from(participant).ok()?);
            Some(((ConversationId(conversation), Key::from_hex(&key)?), participant))
        }));
        let (sender, receiver) = mpsc::channel(MAX_WAITING);
        let writer = Writer {
            conn,
            heads: HashMap::new(),
            roster: roster.clone(),
            order,
            on_commit: Box::new(on_commit),
            _lock: lock,
        };
        let task = tokio::spawn(writer.run(receiver));
        Ok((Self { waiting: sender, roster, synchronous }, task))
    }

    /// Puts a command in and waits until it is durable.
    ///
    /// # Errors
    /// Why it was not written.
    pub async fn put(&self, command: Command) -> Result<Receipt, Refused> {
        let (answer, answered) = oneshot::channel();
        self.waiting.try_send(Waiting { command, answer }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => Refused::Busy,
            mpsc::error::TrySendError::Closed(_) => Refused::Storage,
        })?;
        answered.await.unwrap_or(Err(Refused::Storage))
    }

    /// Puts a command in without waiting; it may be lost when too much waits. For showings, never for answers.
    pub fn put_and_go(&self, command: Command) {
        let (answer, _) = oneshot::channel();
        if self.waiting.try_send(Waiting { command, answer }).is_err() {
            tracing::warn!("a showing was not logged: too much is waiting");
        }
    }

    /// Which key leads to which participant.
    #[must_use]
    pub const fn roster(&self) -> &Roster {
        &self.roster
    }

    /// SQLite's `synchronous` as read on the writer's own connection, at least 2: every commit is synced.
    /// Nothing on PostgreSQL, whose server decides.
    #[must_use]
    pub const fn synchronous(&self) -> Option<i64> {
        self.synchronous
    }

    /// How many commands wait.
    #[must_use]
    pub fn n_waiting(&self) -> usize {
        MAX_WAITING - self.waiting.capacity()
    }
}

impl Writer {
    async fn run(mut self, mut waiting: mpsc::Receiver<Waiting>) {
        let mut group = Vec::with_capacity(MAX_GROUP);
        while waiting.recv_many(&mut group, MAX_GROUP).await > 0 {
            self.write_group(std::mem::take(&mut group)).await;
        }
    }

    async fn write_group(&mut self, group: Vec<Waiting>) {
        let (commands, answers): (Vec<Command>, Vec<_>) = group.into_iter().map(|w| (w.command, w.answer)).unzip();
        match self.order {
            AckOrder::AfterCommit => {}
            #[cfg(feature = "faults")]
            AckOrder::BeforeCommit | AckOrder::WithoutStoring => return self.write_faulty(commands, answers).await,
        }
        let outcomes = match self.write(&commands).await {
            Ok(outcomes) => outcomes,
            Err(error) if commands.len() == 1 => {
                tracing::error!(%error, "a command could not be written");
                vec![Err(Refused::Storage)]
            }
            Err(error) => {
                tracing::warn!(%error, n_commands = commands.len(), "a group could not be written; writing one by one");
                self.write_one_by_one(&commands).await
            }
        };
        for (answer, outcome) in answers.into_iter().zip(outcomes) {
            // Whoever asked may have gone; what is written stays written.
            let _ = answer.send(outcome);
        }
    }

    async fn write_one_by_one(&mut self, commands: &[Command]) -> Vec<Result<Receipt, Refused>> {
        let mut outcomes = Vec::with_capacity(commands.len());
        for command in commands {
            let outcome = self.write(std::slice::from_ref(command)).await;
            outcomes.push(match outcome {
                Ok(mut one) => one.pop().unwrap_or(Err(Refused::Storage)),
                Err(error) => {
                    tracing::error!(%error, "a command could not be written");
                    Err(Refused::Storage)
                }
            });
        }
        outcomes
    }

    /// Plans, writes and commits a group. An error means that nothing of it was written.
    async fn write(&mut self, commands: &[Command]) -> Result<Vec<Result<Receipt, Refused>>, StoreError> {
        let mut plan = self.prepare(commands).await?;
        let outcomes = commands.iter().map(|command| plan.add(command, &self.roster)).collect();
        if !plan.batch.is_empty() {
            if let Err(error) = self.store(&plan.batch).await {
                // What the database holds now is its to say: a commit can fail on its way back to us.
                self.heads.clear();
                return Err(error);
            }
            self.publish(plan);
        }
        Ok(outcomes)
    }

    async fn store(&mut self, batch: &Batch) -> Result<(), StoreError> {
        self.conn.begin().await?;
        let written = batch.write(&mut self.conn).await;
        self.conn.end(written).await
    }

    /// Reads what planning needs: heads of the conversations, and idempotency keys seen before.
    async fn prepare(&mut self, commands: &[Command]) -> Result<Plan, StoreError> {
        let mut plan = Plan::default();
        for command in commands {
            if !self.heads.contains_key(&command.conversation)
                && let Some(head) = read_head(&mut self.conn, command.conversation).await?
            {
                self.heads.insert(command.conversation, head);
            }
            if let Some(head) = self.heads.get(&command.conversation) {
                plan.heads.insert(command.conversation, *head);
            }
            if let Some(key) = &command.idempotency {
                let since = command.at_ms - KEY_LIFE_MS;
                let found = rows!(
                    self.conn,
                    (String, String),
                    "select body, receipt from idempotency where scope = $1 and at_ms >= $2",
                    key.scope.hex(),
                    since
                )
                .doing("looking for an idempotency key")?;
                let found = found
                    .first()
                    .and_then(|(body, receipt)| Some((Key::from_hex(body)?, Receipt::from_text(receipt)?)));
                plan.repeated.extend(found.map(|found| (key.scope, found)));
            }
        }
        Ok(plan)
    }

    fn publish(&mut self, plan: Plan) {
        self.heads.extend(plan.heads);
        self.roster.forget(&plan.batch.erased);
        self.roster.extend(plan.keys);
        (self.on_commit)(Committed {
            events: plan.batch.events,
            statements: plan.batch.statements,
            reasons: plan.batch.reasons.into_iter().map(|(c, s, reason)| (c, StatementId(s), reason)).collect(),
            instruments: plan.instruments,
            erased: plan.batch.erased,
        });
    }

    #[cfg(feature = "faults")]
    async fn write_faulty(&mut self, commands: Vec<Command>, answers: Vec<oneshot::Sender<Result<Receipt, Refused>>>) {
        let Ok(mut plan) = self.prepare(&commands).await else { return };
        for (command, answer) in commands.iter().zip(answers) {
            let _ = answer.send(plan.add(command, &self.roster));
        }
        if self.order == AckOrder::WithoutStoring {
            return self.publish(plan);
        }
        // Long enough for the acknowledgements to leave, short enough that a kill lands inside.
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        if self.store(&plan.batch).await.is_ok() {
            self.publish(plan);
        }
    }
}

impl Plan {
    /// Plans one command on top of those before it in the group.
    fn add(&mut self, command: &Command, roster: &Roster) -> Result<Receipt, Refused> {
        if let Some(key) = &command.idempotency
            && let Some((body, receipt)) = self.repeated.get(&key.scope)
        {
            return if *body == key.body { Ok(*receipt) } else { Err(Refused::KeyReused) };
        }
        let head = *self.heads.get(&command.conversation).ok_or(Refused::NoConversation)?;
        if command.act.needs_open() && head.state != State::Open {
            return Err(Refused::NotOpen);
        }
        let participant = command.act.caller().map(|caller| self.admit(command, caller, roster));
        let mut writing = Writing { plan: self, command, head, participant, statement: None };
        writing.act();
        let Writing { head, participant, statement, .. } = writing;
        self.heads.insert(command.conversation, head);
        let receipt = Receipt { participant, statement, seq: Seq(head.seq) };
        if let Some(key) = &command.idempotency {
            self.batch.keyed.push((key.clone(), receipt, command.at_ms));
            self.repeated.insert(key.scope, (key.body, receipt));
        }
        Ok(receipt)
    }

    /// The caller's participant; a new one where the key is new.
    fn admit(&mut self, command: &Command, caller: &Caller, roster: &Roster) -> ParticipantId {
        let conversation = command.conversation;
        let known = self.keys.get(&(conversation, caller.key)).copied();
        // Whoever was erased earlier in this group is gone already, though the roster does not know it yet.
        let kept = || roster.find(conversation, &caller.key).filter(|who| !self.is_erased(conversation, *who));
        if let Some(participant) = known.or_else(kept) {
            return participant;
        }
        let next = self.heads.get_mut(&conversation).map_or(0, |head| {
            head.next_participant += 1;
            head.next_participant - 1
        });
        let participant = ParticipantId(next);
        self.batch.arrivals.push((
            conversation,
            Arrival {
                participant,
                assurance: caller.assurance,
                via: caller.via,
                external_id: None,
                at_ms: command.at_ms,
            },
        ));
        for key in [caller.key, caller.return_key] {
            self.batch.keys.push((conversation, key, participant));
            self.keys.insert((conversation, key), participant);
        }
        if let Some((statement, at_ms, probability)) = caller.shown {
            self.batch.showings.push((conversation, Showing { participant, statement, at_ms, probability }));
        }
        participant
    }

    fn is_erased(&self, conversation: ConversationId, participant: ParticipantId) -> bool {
        self.batch.erased.contains(&(conversation, participant))
    }
}

/// One command being turned into rows.
struct Writing<'p> {
    plan: &'p mut Plan,
    command: &'p Command,
    head: Head,
    participant: Option<ParticipantId>,
    statement: Option<StatementId>,
}

impl Writing<'_> {
    fn act(&mut self) {
        // Admitting may have moved the conversation's head.
        if let Some(head) = self.plan.heads.get(&self.command.conversation) {
            self.head = *head;
        }
        let version = self.head.version;
        let participant = self.participant.unwrap_or(ParticipantId(0));
        match &self.command.act {
            Act::CastBallot(_, ballot) => self.log(Fact::BallotCast { participant, ballot: *ballot, version }),
            Act::WithdrawBallot(_) => self.log(Fact::BallotWithdrawn { participant }),
            Act::Answer(_, statement, answer) => {
                let statement = *statement;
                self.statement = Some(statement);
                self.log(match answer {
                    Answer::Voted(vote) => Fact::VoteCast { participant, statement, vote: *vote, version },
                    Answer::Skipped => Fact::StatementSkipped { participant, statement, version },
                });
            }
            Act::WithdrawAnswer(_, statement) => {
                self.statement = Some(*statement);
                self.log(Fact::VoteWithdrawn { participant, statement: *statement });
            }
            Act::AddStatement(_, text, state) => self.add_statement(text, Some(participant), *state),
            Act::Seed(text) => self.add_statement(text, None, canvass_domain::StatementState::Accepted),
            Act::Decide(statement, state, reason) => {
                self.statement = Some(*statement);
                self.log(Fact::StatementDecided { statement: *statement, state: *state });
                self.plan.batch.reasons.push((self.command.conversation, statement.0, reason.clone()));
            }
            Act::Open => {
                self.head.state = State::Open;
                self.log(Fact::Opened);
            }
            Act::Close => {
                self.head.state = State::Closed;
                self.log(Fact::Closed);
            }
            Act::Revise(instrument) => self.revise(instrument),
            Act::Declare(..)
            | Act::ForgetDeclared(_)
            | Act::BindKeys(..)
            | Act::WithdrawAll(..)
            | Act::Erase(_)
            | Act::Shown(_) => {
                self.act_on_identity(participant);
            }
        }
    }

    fn act_on_identity(&mut self, participant: ParticipantId) {
        let Command { conversation, at_ms, ref act, .. } = *self.command;
        match act {
            Act::Declare(_, answers) => {
                let answers = answers.clone();
                let version = self.head.version;
                self.plan.batch.declared.push(DeclaredRows { conversation, participant, answers, version, at_ms });
            }
            Act::ForgetDeclared(who) => {
                let (participant, answers, version) = (*who, Vec::new(), self.head.version);
                self.plan.batch.declared.push(DeclaredRows { conversation, participant, answers, version, at_ms });
            }
            // No key leads to somebody erased.
            Act::BindKeys(who, _) if self.plan.is_erased(conversation, *who) => {}
            Act::BindKeys(who, keys) => {
                for key in keys {
                    self.plan.batch.keys.push((conversation, *key, *who));
                    self.plan.keys.insert((conversation, *key), *who);
                }
            }
            Act::WithdrawAll(who, ballot, statements) => {
                if ballot.is_some() {
                    self.log(Fact::BallotWithdrawn { participant: *who });
                }
                for statement in statements {
                    self.log(Fact::VoteWithdrawn { participant: *who, statement: *statement });
                }
            }
            Act::Erase(who) => {
                self.log(Fact::ParticipantErased { participant: *who });
                self.plan.keys.retain(|(of, _), participant| (*of, *participant) != (conversation, *who));
                self.plan.batch.erased.push((conversation, *who));
            }
            Act::Shown(showings) => {
                self.plan.batch.showings.extend(showings.iter().map(|showing| (conversation, *showing)));
            }
            _ => debug_assert!(false, "handled by `act`"),
        }
    }

    fn log(&mut self, fact: Fact) {
        self.head.seq += 1;
        self.head.has_answers |= fact.is_answer();
        let event = Event { seq: Seq(self.head.seq), at_ms: self.command.at_ms, fact };
        self.plan.batch.events.push((self.command.conversation, event));
    }

    fn add_statement(
        &mut self,
        text: &canvass_domain::StatementText,
        author: Option<ParticipantId>,
        state: canvass_domain::StatementState,
    ) {
        let id = StatementId(self.head.next_statement);
        self.head.next_statement += 1;
        self.statement = Some(id);
        self.log(Fact::StatementAdded { statement: id, author, state });
        let row = new_statement(id, text, author, state, self.command.at_ms);
        self.plan.batch.statements.push((self.command.conversation, row));
    }

    /// Until the first answer wording changes in place; from then on every change is a new version.
    fn revise(&mut self, instrument: &canvass_domain::Instrument) {
        let conversation = self.command.conversation;
        if self.head.has_answers {
            self.head.version += 1;
            self.log(Fact::InstrumentChanged { version: self.head.version });
        }
        let version = self.head.version;
        let document = serde_json::to_string(instrument).unwrap_or_default();
        self.plan.batch.instruments.push(InstrumentRow { conversation, version, document, at_ms: self.command.at_ms });
        self.plan.instruments.push((conversation, version, instrument.clone()));
    }
}

impl Receipt {
    pub(crate) fn to_text(self) -> String {
        let number = |n: Option<u32>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
        format!("{} {} {}", number(self.participant.map(|p| p.0)), number(self.statement.map(|s| s.0)), self.seq)
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut number = || {
            let part = parts.next()?;
            if part == "-" { Some(None) } else { part.parse().ok().map(Some) }
        };
        let participant = number()?.map(ParticipantId);
        let statement = number()?.map(StatementId);
        Some(Self { participant, statement, seq: Seq(parts.next()?.parse().ok()?) })
    }
}

/// Refuses a connection whose commits could be lost with the power.
async fn synchronous(conn: &mut Conn) -> Result<Option<i64>, StoreError> {
    if matches!(conn, Conn::Postgres(_)) {
        return Ok(None);
    }
    let found = rows!(conn, (i64,), "pragma synchronous").doing("reading pragma synchronous")?;
    match found.first() {
        Some((level @ 2..,)) => Ok(Some(*level)),
        _ => Err(StoreError::NotDurable),
    }
}

async fn read_head(conn: &mut Conn, id: ConversationId) -> Result<Option<Head>, StoreError> {
    let found = rows!(
        conn,
        (String, i64, i64, i64, i64, i64),
        "select c.state, c.version,
                (select coalesce(max(seq), 0) from events e where e.conversation_id = c.id),
                (select coalesce(max(number), 0) from participants p where p.conversation_id = c.id),
                (select coalesce(max(number), 0) from statements s where s.conversation_id = c.id),
                (select count(*) from (select 1 from events a where a.conversation_id = c.id and a.kind in (1, 3, 5) limit 1) one)
         from conversations c where c.id = $1",
        id.0
    )
    .doing("reading the head of a log")?;
    let Some((state, version, seq, participant, statement, n_answers)) = found.into_iter().next() else {
        return Ok(None);
    };
    let damaged = || StoreError::Damaged(format!("conversation {id} has numbers out of bounds"));
    let next = |n: i64| u32::try_from(n + 1).map_err(|_| damaged());
    Ok(Some(Head {
        seq: u64::try_from(seq).map_err(|_| damaged())?,
        state: State::from_word(&state).ok_or_else(damaged)?,
        version: u32::try_from(version).map_err(|_| damaged())?,
        has_answers: n_answers > 0,
        next_participant: next(participant)?,
        next_statement: next(statement)?,
    }))
}

impl Store {
    /// Forgets idempotency keys that are too old to be repeated. Needs no lock.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn forget_old_keys(&self, now_ms: Millis) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        exec!(conn, "delete from idempotency where at_ms < $1", now_ms - KEY_LIFE_MS)
            .doing("forgetting old idempotency keys")
            .map(|_| ())
    }
}
