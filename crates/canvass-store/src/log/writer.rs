//! The one writer: what waits becomes a group, the group one durable transaction, and then each is acknowledged.
//!
//! Order is everything here: plan in memory, write, commit (which syncs), tell the live state, and only then
//! acknowledge. One command that fails does not fail its group: the group is then written one by one. Where the
//! writer can no longer vouch for what the log holds, it ends, and with it the process: a restart reads the log.

use crate::db::checkpoint::Checkpointer;
use crate::db::connection::Conn;
use crate::db::lock::HeldFile;
use crate::error::StoreError;
use crate::log::batch::Batch;
use crate::log::command::{Command, Receipt, Refused};
use crate::log::committed::{AckOrder, Committed};
use crate::log::histogram::Histogram;
use crate::log::plan::{Head, Plan, read_head};
use crate::log::roster::Roster;
use crate::log::tail::TailKeeper;
use canvass_domain::ConversationId;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Most commands in one transaction.
const MAX_GROUP: usize = 1024;
/// How long nothing may be written before the connection is tried.
const IDLE: Duration = Duration::from_secs(5);

/// A command on its way, and where its answer goes.
pub(crate) struct Waiting {
    pub command: Command,
    pub answer: oneshot::Sender<Outcome>,
}

pub(crate) type OnCommit = Box<dyn Fn(Committed) -> Result<(), StoreError> + Send>;

type Outcome = Result<Receipt, Refused>;

/// What writes. On PostgreSQL its connection is the lock's own: with either gone, both are.
pub(crate) struct Writer {
    conn: Conn,
    heads: HashMap<ConversationId, Head>,
    roster: Roster,
    order: AckOrder,
    on_commit: OnCommit,
    checkpointer: Checkpointer,
    tail: TailKeeper,
    room: Room,
    group_sizes: Arc<Histogram>,
    _lock: HeldFile,
}

/// Whether there is room to write, as far as the last try said. Clones say the same.
#[derive(Clone, Debug)]
pub(crate) struct Room(Arc<AtomicBool>);

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }
}

impl Room {
    pub(crate) fn is_there(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Gives what was true before.
    fn set(&self, is_there: bool) -> bool {
        self.0.swap(is_there, Ordering::Relaxed)
    }
}

/// Why a group was not written.
enum Failed {
    /// One of its commands may be at fault.
    Group(StoreError),
    /// Nothing can be written just now.
    Now(StoreError),
    /// The writer cannot go on.
    Writer(StoreError),
}

impl Writer {
    pub(crate) fn new(
        conn: Conn,
        lock: HeldFile,
        roster: Roster,
        order: AckOrder,
        on_commit: OnCommit,
        (checkpointer, tail, room): (Checkpointer, TailKeeper, Room),
        group_sizes: Arc<Histogram>,
    ) -> Self {
        Self {
            conn,
            heads: HashMap::new(),
            roster,
            order,
            on_commit,
            checkpointer,
            tail,
            room,
            group_sizes,
            _lock: lock,
        }
    }

    pub(crate) async fn run(mut self, mut waiting: mpsc::Receiver<Waiting>) -> Result<(), StoreError> {
        let mut group = Vec::with_capacity(MAX_GROUP);
        loop {
            match tokio::time::timeout(IDLE, waiting.recv_many(&mut group, MAX_GROUP)).await {
                Ok(0) => return Ok(()),
                Ok(_) => self.write_group(std::mem::take(&mut group)).await?,
                // A lock lost while nothing was written is noticed too, before somebody else writes.
                Err(_) => {
                    self.conn.ping().await?;
                    self.look_for_room().await;
                }
            }
        }
    }

    /// An error means that the writer cannot go on; whoever waits is then told that storage failed.
    async fn write_group(&mut self, group: Vec<Waiting>) -> Result<(), StoreError> {
        self.group_sizes.take(group.len() as u64);
        let (commands, answers): (Vec<Command>, Vec<_>) = group.into_iter().map(|w| (w.command, w.answer)).unzip();
        match self.order {
            AckOrder::AfterCommit => {}
            #[cfg(feature = "faults")]
            AckOrder::FullWhile(file) => self.conn.fill_while(std::path::Path::new(file)).await?,
            #[cfg(feature = "faults")]
            AckOrder::BeforeCommit | AckOrder::WithoutStoring => return self.write_faulty(commands, answers).await,
        }
        let outcomes = match self.write(&commands).await {
            Ok(outcomes) => outcomes,
            Err(Failed::Group(error)) if commands.len() > 1 => {
                tracing::warn!(%error, n_commands = commands.len(), "a group could not be written; writing one by one");
                self.write_one_by_one(&commands).await?
            }
            Err(Failed::Group(error) | Failed::Now(error)) => {
                let refusal = self.refusal(&error, commands.len());
                commands.iter().map(|_| Err(refusal())).collect()
            }
            Err(Failed::Writer(error)) => return Err(error),
        };
        for (answer, outcome) in answers.into_iter().zip(outcomes) {
            // Whoever asked may have gone; what is written stays written.
            let _ = answer.send(outcome);
        }
        self.tail.wrote();
        self.checkpointer.wrote(commands.len(), &mut self.conn).await;
        Ok(())
    }

    async fn write_one_by_one(&mut self, commands: &[Command]) -> Result<Vec<Outcome>, StoreError> {
        let mut outcomes = Vec::with_capacity(commands.len());
        for command in commands {
            outcomes.push(match self.write(std::slice::from_ref(command)).await {
                Ok(mut one) => one.pop().unwrap_or(Err(Refused::Storage)),
                Err(Failed::Group(error) | Failed::Now(error)) => Err(self.refusal(&error, 1)()),
                Err(Failed::Writer(error)) => return Err(error),
            });
        }
        Ok(outcomes)
    }

    /// What whoever waits is told when nothing was written.
    fn refusal(&mut self, error: &StoreError, n_commands: usize) -> fn() -> Refused {
        if !error.is_out_of_room() {
            tracing::error!(%error, n_commands, "nothing could be written");
            return || Refused::Storage;
        }
        // Said once; not again with every group that is refused.
        if self.room.set(false) {
            tracing::error!(%error, "there is no room to write; answers are refused until there is");
        }
        || Refused::NoRoom
    }

    /// Nobody may come to try while a health check keeps them away, so the writer tries by itself.
    async fn look_for_room(&mut self) {
        if self.room.is_there() {
            return;
        }
        #[cfg(feature = "faults")]
        if let AckOrder::FullWhile(file) = self.order
            && self.conn.fill_while(std::path::Path::new(file)).await.is_err()
        {
            return;
        }
        if self.conn.try_room().await.is_ok() {
            self.found_room();
        }
    }

    fn found_room(&self) {
        if !self.room.set(true) {
            tracing::warn!("there is room to write again; answers are taken");
        }
    }

    /// Plans, writes and commits a group. An error means that nothing of it was written, or that the writer ends.
    async fn write(&mut self, commands: &[Command]) -> Result<Vec<Outcome>, Failed> {
        let mut plan = self.prepare(commands).await.map_err(Failed::Writer)?;
        let outcomes = commands.iter().map(|command| plan.add(command, &self.roster)).collect();
        if !plan.batch.is_empty() {
            if let Err(failed) = self.store(&plan.batch).await {
                self.check_heads(&plan).await.map_err(Failed::Writer)?;
                return Err(failed);
            }
            self.found_room();
            self.checkpointer.took(plan.batch.takes());
            self.publish(plan).map_err(Failed::Writer)?;
        }
        Ok(outcomes)
    }

    async fn store(&mut self, batch: &Batch) -> Result<(), Failed> {
        self.conn.begin().await.map_err(Failed::Now)?;
        match batch.write(&mut self.conn).await {
            Ok(()) => self.conn.end(Ok(())).await.map_err(Failed::Now),
            Err(error) => {
                self.conn.roll_back().await;
                Err(if error.is_out_of_room() { Failed::Now(error) } else { Failed::Group(error) })
            }
        }
    }

    /// After a failure the database says what it holds: a commit can fail on its way back and be there, and
    /// somebody past the lock may have written. Either way memory is behind, and only a restart makes it good.
    async fn check_heads(&mut self, plan: &Plan) -> Result<(), StoreError> {
        for id in plan.heads.keys() {
            let found = read_head(&mut self.conn, *id).await?;
            let (known, found) = (self.heads.get(id).map(|head| head.end.seq), found.map(|head| head.end.seq));
            if known != found {
                let end = |seq: Option<u64>| seq.unwrap_or(0);
                return Err(StoreError::Damaged(format!(
                    "the log of conversation {id} ends at {} in memory and at {} on disk",
                    end(known),
                    end(found)
                )));
            }
        }
        Ok(())
    }

    /// Reads what planning needs and is not known yet.
    async fn prepare(&mut self, commands: &[Command]) -> Result<Plan, StoreError> {
        let mut plan = Plan::default();
        for command in commands {
            if !self.heads.contains_key(&command.conversation)
                && let Some(head) = read_head(&mut self.conn, command.conversation).await?
            {
                if !head.is_whole {
                    let (id, seq) = (command.conversation, head.end.seq);
                    let why =
                        format!("the log of conversation {id} ends at event {seq}, which is not where it was left");
                    return Err(StoreError::Damaged(why));
                }
                self.heads.insert(command.conversation, head);
            }
            if let Some(head) = self.heads.get(&command.conversation) {
                plan.heads.insert(command.conversation, *head);
            }
            plan.read_for(&mut self.conn, command).await?;
        }
        Ok(plan)
    }

    fn publish(&mut self, plan: Plan) -> Result<(), StoreError> {
        for gone in &plan.batch.deleted {
            self.heads.remove(gone);
        }
        self.heads.extend(plan.heads);
        self.roster.forget(&plan.batch.erased);
        self.roster.extend(plan.keys);
        (self.on_commit)(Committed {
            events: plan.batch.events,
            arrivals: plan.batch.arrivals,
            statements: plan.batch.statements,
            rulings: plan.batch.rulings,
            comments: plan.batch.comments.into_iter().map(|(id, card, _)| (id, card)).collect(),
            changed: plan.batch.changed,
            reworded: plan.batch.reworded,
            reports: plan.batch.reports,
            instruments: plan.instruments,
            erased: plan.batch.erased,
            made_public: plan.batch.made_public,
            deleted: plan.batch.deleted,
            marked: plan.batch.marked,
            watches: plan.batch.watches,
            exclusions: plan.batch.exclusions,
            declared: plan.batch.declared.into_iter().map(|d| (d.conversation, d.participant, d.answers)).collect(),
        })
    }

    #[cfg(feature = "faults")]
    async fn write_faulty(
        &mut self,
        commands: Vec<Command>,
        answers: Vec<oneshot::Sender<Outcome>>,
    ) -> Result<(), StoreError> {
        let mut plan = self.prepare(&commands).await?;
        for (command, answer) in commands.iter().zip(answers) {
            let _ = answer.send(plan.add(command, &self.roster));
        }
        if self.order == AckOrder::WithoutStoring {
            return self.publish(plan);
        }
        // Long enough for the acknowledgements to leave, short enough that a kill lands inside.
        tokio::time::sleep(Duration::from_millis(5)).await;
        match self.store(&plan.batch).await {
            Ok(()) => self.publish(plan),
            Err(_) => Ok(()),
        }
    }
}
