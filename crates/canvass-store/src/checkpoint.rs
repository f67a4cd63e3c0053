//! Folding SQLite's write-ahead log back into the database beside the writer, so that no commit waits for it.
//!
//! SQLite would do it inside a commit, and every answer of that group would wait. Here a connection of its own
//! copies most pages while groups go on being committed; the writer then folds what little came meanwhile, and
//! the log starts over. Nothing here decides what is durable: a commit is, folded or not.

use crate::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc;

/// Commands written between two foldings: some 15 MB of log where each is an answer.
const COMMANDS_BETWEEN: usize = 12_000;

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
    has_folded: Arc<AtomicBool>,
}

impl Checkpointer {
    /// Starts folding beside a writer.
    pub(crate) async fn start(store: &Store, writer: &Conn) -> Result<Self, StoreError> {
        if matches!(writer, Conn::Postgres(_)) {
            return Ok(Self::default());
        }
        let mut conn = store.connection().await?;
        let (is_due, mut due) = mpsc::channel(1);
        let has_folded = Arc::new(AtomicBool::new(false));
        let beside = Beside { is_due, has_folded: Arc::clone(&has_folded) };
        tokio::spawn(async move {
            while due.recv().await.is_some() {
                let is_done = fold(&mut conn).await;
                has_folded.store(is_done, Ordering::Release);
            }
        });
        Ok(Self { beside: Some(beside), n_commands: 0 })
    }

    /// Called with the writer's connection between two groups, when nobody of the last one waits any more.
    pub(crate) async fn wrote(&mut self, n_commands: usize, writer: &mut Conn) {
        let Some(beside) = &self.beside else { return };
        self.n_commands += n_commands;
        if beside.has_folded.swap(false, Ordering::Acquire) {
            fold(writer).await;
        } else if self.n_commands >= COMMANDS_BETWEEN {
            self.n_commands = 0;
            // A full channel means that folding is due already.
            let _ = beside.is_due.try_send(());
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

/// Folds everything and empties the log, at a clean end. The last connection to close would do so by itself, but
/// another process may still have the database open.
pub(crate) async fn fold_whole(store: &Store) {
    match fold_and_empty(store).await {
        Ok(true) => {}
        Ok(false) => tracing::warn!("somebody reads the database: copy `canvass.sqlite` together with its `-wal` file"),
        Err(error) => tracing::warn!(%error, "copy `canvass.sqlite` together with its `-wal` file"),
    }
}

/// Whether all of it could be folded.
async fn fold_and_empty(store: &Store) -> Result<bool, StoreError> {
    let mut conn = store.connection().await?;
    // Whoever starts next must not wait long behind somebody who is still reading.
    exec!(conn, "pragma busy_timeout = 1000").doing("folding the write-ahead log")?;
    let folded =
        rows!(conn, (i64, i64, i64), "pragma wal_checkpoint(truncate)").doing("folding the write-ahead log")?;
    Ok(folded.first().is_some_and(|(is_busy, _, _)| *is_busy == 0))
}
