//! One process writes the log. The lock dies with its holder.

use crate::db::connection::{Conn, Database, Store, exec, rows};
use crate::error::{Doing, StoreError};
use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::time::Duration;

/// How long the lock of a holder that died may still be held: on PostgreSQL until its session ends.
pub(crate) const WAIT: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_millis(50);
const ADVISORY_KEY: i64 = 7_205_759_403_792_793;
const MAX_HOLDER_BYTES: u64 = 300;

/// The right to write the log, given up when dropped.
#[derive(Debug)]
pub struct WriterLock {
    held: Held,
}

#[derive(Debug)]
enum Held {
    File(File),
    /// Closed when dropped: back in the pool it would outlive the lock and keep it.
    Connection(Conn),
}

/// The locked file, on SQLite; held for what dropping it does.
#[derive(Debug)]
pub(crate) struct HeldFile {
    _file: Option<File>,
}

impl WriterLock {
    pub(crate) async fn take(store: &Store, holder: &str, wait: Duration) -> Result<Self, StoreError> {
        let mut waited = Duration::ZERO;
        loop {
            let attempt = match store.database() {
                Database::Folder(_) => try_file(store, holder)?,
                Database::Postgres(_) => try_advisory(store, holder).await?,
            };
            match attempt {
                Ok(held) => return Ok(Self { held }),
                Err(holder) if waited >= wait => {
                    return Err(StoreError::Locked { holder, place: store.database().place() });
                }
                Err(_) => {
                    tokio::time::sleep(LOOK_EVERY).await;
                    waited += LOOK_EVERY;
                }
            }
        }
    }

    /// The connection to write on. On PostgreSQL it is the one that holds the lock, so that a writer whose lock is
    /// gone cannot write either.
    pub(crate) async fn into_connection(self, store: &Store) -> Result<(Conn, HeldFile), StoreError> {
        match self.held {
            Held::File(file) => Ok((store.connection().await?, HeldFile { _file: Some(file) })),
            Held::Connection(conn) => Ok((conn, HeldFile { _file: None })),
        }
    }
}

/// The lock, or the name of who has it.
type Attempt = Result<Held, String>;

fn try_file(store: &Store, holder: &str) -> Result<Attempt, StoreError> {
    let Database::Folder(folder) = store.database() else { return Ok(Err(String::new())) };
    let path = folder.join("canvass.lock");
    let failed = |source| StoreError::File { path: path.display().to_string(), source };
    let mut file = File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0).map_err(failed)?;
            file.rewind().map_err(failed)?;
            file.write_all(holder.as_bytes()).map_err(failed)?;
            Ok(Ok(Held::File(file)))
        }
        Err(TryLockError::WouldBlock) => {
            let mut name = String::new();
            let _ = file.take(MAX_HOLDER_BYTES).read_to_string(&mut name);
            Ok(Err(if name.is_empty() { "another process".to_owned() } else { name }))
        }
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

async fn try_advisory(store: &Store, holder: &str) -> Result<Attempt, StoreError> {
    let mut conn = store.connection().await?;
    let got = rows!(conn, (bool,), "select pg_try_advisory_lock($1)", ADVISORY_KEY).doing("taking the lock")?;
    if got.first().is_some_and(|(got,)| *got) {
        exec!(conn, "select set_config('application_name', $1, false)", holder).doing("naming the lock's holder")?;
        if let Conn::Postgres(conn) = &mut conn {
            conn.close_on_drop();
        }
        return Ok(Ok(Held::Connection(conn)));
    }
    // A bigint key is kept as two halves.
    let found = rows!(
        conn,
        (String,),
        "select a.application_name from pg_locks l join pg_stat_activity a on a.pid = l.pid
         where l.locktype = 'advisory' and l.granted and l.objsubid = 1
           and (l.classid::bigint << 32) | l.objid::bigint = $1
           and l.database = (select oid from pg_database where datname = current_database())",
        ADVISORY_KEY
    )
    .doing("looking who holds the lock")?;
    Ok(Err(found.into_iter().next().map_or_else(|| "another process".to_owned(), |(name,)| name)))
}
