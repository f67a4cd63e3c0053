//! The ballot box: the one way into the log. What is put in waits for the writer, and is acknowledged by it.

use crate::db::checkpoint::Checkpointer;
use crate::db::connection::{Conn, Store, exec, rows};
use crate::db::lock::WriterLock;
use crate::error::{Doing, StoreError};
use crate::log::command::{Command, Key, Receipt, Refused};
use crate::log::committed::{AckOrder, Committed};
use crate::log::histogram::{Histogram, Reading};
use crate::log::plan::KEY_LIFE_MS;
use crate::log::roster::Roster;
use crate::log::tail::TailKeeper;
use crate::log::writer::{Room, Waiting, Writer};
use canvass_domain::{ConversationId, Millis, ParticipantId};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Most commands waiting; more are refused as busy rather than queued without bound.
const MAX_WAITING: usize = 16_384;
/// Sizes of groups that are told apart.
const GROUP_SIZES: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

/// The way into the log. Clones lead to the same writer.
#[derive(Clone, Debug)]
pub struct BallotBox {
    waiting: mpsc::Sender<Waiting>,
    roster: Roster,
    synchronous: Synchronous,
    room: Room,
    group_sizes: Arc<Histogram>,
}

/// What makes commits wait for the disk, as read on the writer's own connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synchronous {
    /// SQLite's `synchronous`, at least 2: every commit is synced.
    Sqlite(i64),
    /// PostgreSQL's `synchronous_commit` is on.
    Postgres,
}

impl BallotBox {
    /// Starts the writer. It lives until every clone of the box is dropped, and finishes what waits; its task ends
    /// with an error when it can no longer vouch for what the log holds, and then nothing is taken any more.
    ///
    /// # Errors
    /// When the participants' keys cannot be read, or the writer's connection would not sync its commits.
    pub async fn start(
        store: &Store,
        lock: WriterLock,
        order: AckOrder,
        on_commit: impl Fn(Committed) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<(Self, JoinHandle<Result<(), StoreError>>), StoreError> {
        let (mut conn, held) = lock.into_connection(store).await?;
        conn.ready_for_writing().await?;
        let synchronous = Synchronous::read(&mut conn).await?;
        let roster = read_roster(&mut conn).await?;
        let room = Room::default();
        let beside = (Checkpointer::start(store, &conn).await?, TailKeeper::start(store), room.clone());
        let (sender, receiver) = mpsc::channel(MAX_WAITING);
        let group_sizes = Arc::new(Histogram::new(GROUP_SIZES));
        let counted = Arc::clone(&group_sizes);
        let writer = Writer::new(conn, held, roster.clone(), order, Box::new(on_commit), beside, counted);
        let task = tokio::spawn(writer.run(receiver));
        Ok((Self { waiting: sender, roster, synchronous, room, group_sizes }, task))
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

    /// What makes commits wait for the disk, as read on the writer's own connection.
    #[must_use]
    pub const fn synchronous(&self) -> Synchronous {
        self.synchronous
    }

    /// Whether the writer still takes commands; once it does not, it never will again.
    #[must_use]
    pub fn is_taking(&self) -> bool {
        !self.waiting.is_closed()
    }

    /// Whether there is room to write, as far as the last try said. Where there is none every answer is refused, and
    /// it is tried again with each and every few seconds.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.room.is_there()
    }

    /// How many commands were written together, group by group.
    #[must_use]
    pub fn group_sizes(&self) -> Reading {
        self.group_sizes.read()
    }

    /// How many commands wait.
    #[must_use]
    pub fn n_waiting(&self) -> usize {
        MAX_WAITING - self.waiting.capacity()
    }
}

impl Synchronous {
    /// Refuses a connection whose commits could be lost with the power.
    async fn read(conn: &mut Conn) -> Result<Self, StoreError> {
        match conn {
            Conn::Sqlite(_) => {
                let found = rows!(conn, (i64,), "pragma synchronous").doing("reading pragma synchronous")?;
                match found.first() {
                    Some((level @ 2..,)) => Ok(Self::Sqlite(*level)),
                    _ => Err(StoreError::NotDurable("SQLite's `synchronous` is under 2")),
                }
            }
            Conn::Postgres(_) => {
                let found = rows!(
                    conn,
                    (String, String),
                    "select current_setting('synchronous_commit'), current_setting('fsync')"
                )
                .doing("reading synchronous_commit")?;
                match found.first().map(|(commit, fsync)| (commit.as_str(), fsync.as_str())) {
                    Some(("on" | "remote_apply", fsync)) => {
                        if fsync != "on" {
                            tracing::warn!(
                                "PostgreSQL runs with fsync off: a power cut can lose answers, and the database"
                            );
                        }
                        Ok(Self::Postgres)
                    }
                    _ => Err(StoreError::NotDurable("PostgreSQL's `synchronous_commit` is off")),
                }
            }
        }
    }
}

async fn read_roster(conn: &mut Conn) -> Result<Roster, StoreError> {
    let keys = rows!(conn, (i64, String, i64), "select conversation_id, key, participant from participant_keys")
        .doing("reading participants' keys")?;
    let roster = Roster::default();
    roster.extend(keys.into_iter().filter_map(|(conversation, key, participant)| {
        let participant = ParticipantId(u32::try_from(participant).ok()?);
        Some(((ConversationId(conversation), Key::from_hex(&key)?), participant))
    }));
    Ok(roster)
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
