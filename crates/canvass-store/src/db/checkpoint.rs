//! Folding SQLite's write-ahead log back into the database beside the writer, so that no commit waits for it.
//!
//! SQLite would do it inside a commit, and every answer of that group would wait. Here a connection of its own
//! copies most pages while groups go on being committed; the writer then folds what little came meanwhile, and
//! the log starts over. Nothing here decides what is durable: a commit is, folded or not.
//!
//! A log that starts over is written over from its beginning, so what was erased could stay in it for long. It is
//! therefore cut to nothing within a minute of anything being erased, and whenever little is written. Where much is,
//! and nothing was erased, it is not: a file that grows again with every commit is slower than one that is there.

use crate::db::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

/// Commands written between two foldings: some 15 MB of log where each is an answer.
const COMMANDS_BETWEEN: usize = 12_000;
/// How often it is seen whether the log is to be cut to nothing: three times within the minute that is promised.
const CUT_EVERY: Duration = Duration::from_secs(20);
/// Commands since the last look up to which little was written.
const FEW_COMMANDS: usize = 1_000;
/// How long cutting may make a commit wait for somebody who reads, in milliseconds.
const CUT_WAITS: &str = "pragma busy_timeout = 100";

/// The writer's side of folding; nothing to do on PostgreSQL, which does it by itself.
#[derive(Debug, Default)]
pub(crate) struct Checkpointer {
    beside: Option<Beside>,
    n_commands: usize,
}

/// What folds beside the writer. It ends once this is dropped.
#[derive(Debug)]
struct Beside {
    is_due: mpsc::Sender<()>,
    told: Arc<Told>,
}

/// What the two sides tell each other.
#[derive(Debug, Default)]
struct Told {
    has_folded: AtomicBool,
    has_erased: AtomicBool,
    n_since: AtomicUsize,
}

/// Whether a commit takes something away for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Words, or what says who somebody is.
    Away,
    /// Nothing.
    Nothing,
}

impl Checkpointer {
    /// Starts folding beside a writer.
    pub(crate) async fn start(store: &Store, writer: &Conn) -> Result<Self, StoreError> {
        if matches!(writer, Conn::Postgres(_)) {
            return Ok(Self::default());
        }
        let mut conn = store.connection().await?;
        exec!(conn, CUT_WAITS).doing("readying the checkpointer")?;
        let (is_due, due) = mpsc::channel(1);
        let told = Arc::new(Told::default());
        let beside = Beside { is_due, told: Arc::clone(&told) };
        tokio::spawn(fold_beside(conn, due, told));
        Ok(Self { beside: Some(beside), n_commands: 0 })
    }

    /// Called once something is written, before anybody is acknowledged.
    pub(crate) fn took(&self, takes: Takes) {
        if let (Some(beside), Takes::Away) = (&self.beside, takes) {
            beside.told.has_erased.store(true, Ordering::Release);
        }
    }

    /// Called with the writer's connection between two groups, when nobody of the last one waits any more.
    pub(crate) async fn wrote(&mut self, n_commands: usize, writer: &mut Conn) {
        let Some(beside) = &self.beside else { return };
        self.n_commands += n_commands;
        beside.told.n_since.fetch_add(n_commands, Ordering::Relaxed);
        if beside.told.has_folded.swap(false, Ordering::Acquire) {
            fold(writer).await;
        } else if self.n_commands >= COMMANDS_BETWEEN {
            self.n_commands = 0;
            // A full channel means that folding is due already.
            let _ = beside.is_due.try_send(());
        }
    }
}

async fn fold_beside(mut conn: Conn, mut due: mpsc::Receiver<()>, told: Arc<Told>) {
    let mut look = interval_at(Instant::now() + CUT_EVERY, CUT_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            is_due = due.recv() => match is_due {
                Some(()) => {
                    let is_done = fold(&mut conn).await;
                    told.has_folded.store(is_done, Ordering::Release);
                }
                None => return,
            },
            _ = look.tick() => {
                let is_quiet = told.n_since.swap(0, Ordering::Relaxed) <= FEW_COMMANDS;
                let has_erased = told.has_erased.swap(false, Ordering::AcqRel);
                let is_cut = (is_quiet || has_erased) && cut(&mut conn).await;
                if has_erased && !is_cut {
                    // Somebody reads what is to be gone; at the next look again.
                    told.has_erased.store(true, Ordering::Release);
                }
            }
        }
    }
}

/// Folds as far as it goes without making anyone wait.
async fn fold(conn: &mut Conn) -> bool {
    let folded = rows!(conn, (i64, i64, i64), "pragma wal_checkpoint(passive)").doing("folding the write-ahead log");
    if let Err(error) = &folded {
        tracing::warn!(%error, "the write-ahead log stays long until the next try");
    }
    folded.is_ok()
}

/// Folds everything and cuts the log to nothing, unless somebody reads it. Commits wait for the rest only: most is
/// folded beside them first.
async fn cut(conn: &mut Conn) -> bool {
    fold(conn).await && empty(conn).await.unwrap_or(false)
}

/// Whether all of it could be folded.
async fn empty(conn: &mut Conn) -> Result<bool, StoreError> {
    let folded =
        rows!(conn, (i64, i64, i64), "pragma wal_checkpoint(truncate)").doing("folding the write-ahead log")?;
    Ok(folded.first().is_some_and(|(is_busy, _, _)| *is_busy == 0))
}

/// Folds everything and empties the log, at a clean end. The last connection to close would do so by itself, but
/// another process may still have the database open.
pub(crate) async fn fold_whole(store: &Store) {
    match fold_and_empty(store).await {
        Ok(true) => {}
        Ok(false) => tracing::warn!("somebody reads the database: copy `canvass.sqlite` together with its `-wal` file"),
        Err(error) => tracing::warn!(%error, "copy `canvass.sqlite` together with its `-wal` file"),
    }
}

async fn fold_and_empty(store: &Store) -> Result<bool, StoreError> {
    let mut conn = store.connection().await?;
    // Whoever starts next must not wait long behind somebody who is still reading.
    exec!(conn, "pragma busy_timeout = 1000").doing("folding the write-ahead log")?;
    empty(&mut conn).await
}

impl Store {
    /// Writes the whole database anew, so that nothing is left of what was deleted from it, and cuts the write-ahead
    /// log to nothing. Needs the writer's lock. Gives whether all of it was done: whoever reads meanwhile keeps the
    /// write-ahead log from being cut.
    ///
    /// # Errors
    /// When the database cannot be written, or there is no room for it a second time.
    pub async fn purge(&self) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        match &conn {
            Conn::Sqlite(_) => {
                exec!(conn, "vacuum").doing("writing the database anew")?;
                empty(&mut conn).await
            }
            Conn::Postgres(_) => {
                exec!(conn, "vacuum (full)").doing("writing the database anew")?;
                Ok(true)
            }
        }
    }
}
