//! Opening a database: making it where it is not there yet, closing it to others, and refusing what is not ours.

use super::connection::{Database, Pool, Store};
use super::lock::WriterLock;
use super::{checkpoint, schema};
use crate::error::{Doing, StoreError};
use crate::log::tail;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool, SqlitePool};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

const READERS: u32 = 8;
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
const LAST_TRY: Duration = Duration::from_secs(2);
const RETRY_AFTER: Duration = Duration::from_millis(20);
/// Small pages: a group's latest answers are scattered over as many, and every page touched is written whole.
const PAGE_BYTES: u32 = 1024;
/// What the write-ahead log is cut back to once it starts over.
const WAL_BYTES_KEPT: &str = "67108864";

impl Store {
    /// Connects, brings the schema up to date, and refuses a newer one.
    ///
    /// # Errors
    /// When the folder or database cannot be used.
    pub async fn open(database: Database) -> Result<Self, StoreError> {
        let pool = match &database {
            Database::Folder(folder) => Pool::Sqlite(open_sqlite(folder).await?),
            Database::Postgres(address) => Pool::Postgres(open_postgres(address).await?),
        };
        let store = Self { pool, database };
        if schema::bring_up_to_date(&store).await? == schema::Brought::FromUnhashed {
            store.keep_tail().await?;
        }
        Ok(store)
    }

    /// Takes the writer's lock, waiting a while for a dead holder's to go.
    ///
    /// # Errors
    /// [`StoreError::Locked`] naming the holder.
    pub async fn lock(&self, holder: &str) -> Result<WriterLock, StoreError> {
        WriterLock::take(self, holder, crate::db::lock::WAIT).await
    }

    /// The same without waiting on SQLite, where the lock dies with its holder and whoever holds it is running. On
    /// PostgreSQL a dead holder's session may still have it, which is waited for.
    ///
    /// # Errors
    /// [`StoreError::Locked`] naming the holder.
    pub async fn lock_at_once(&self, holder: &str) -> Result<WriterLock, StoreError> {
        let wait = match self.database() {
            Database::Folder(_) => Duration::ZERO,
            Database::Postgres(_) => crate::db::lock::WAIT,
        };
        WriterLock::take(self, holder, wait).await
    }

    /// Makes an empty database beside the one at a PostgreSQL address, and gives its address. For tests.
    ///
    /// # Errors
    /// When the name is more than `a-z`, `0-9` and `_`, is taken, or the server does not allow it.
    pub async fn create_database(server: &str, name: &str) -> Result<String, StoreError> {
        let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if name.is_empty() || !name.bytes().all(is_plain) {
            return Err(StoreError::Damaged(format!("`{name}` is no name for a database: use a-z, 0-9 and _")));
        }
        let options = PgConnectOptions::from_str(server).doing("reading the database address")?;
        let mut conn = PgConnection::connect_with(&options).await.doing("connecting to PostgreSQL")?;
        let sql = AssertSqlSafe(format!("create database {name}"));
        sqlx::query(sql).execute(&mut conn).await.doing("making a database")?;
        conn.close().await.doing("leaving PostgreSQL")?;
        Ok(options.database(name).to_url_lossy().to_string())
    }

    /// Closes all connections, with all that is committed in the database's own file: whoever copies that file alone
    /// then has the whole. Only for who writes the log: beside a writer it would make the writer wait.
    pub async fn close_whole(&self) {
        if let Pool::Sqlite(_) = &self.pool {
            if let Err(error) = self.keep_tail().await {
                tracing::warn!(%error, "canvass.tail was not written");
            }
            checkpoint::fold_whole(self).await;
        }
        self.close().await;
    }
}

async fn open_sqlite(folder: &Path) -> Result<SqlitePool, StoreError> {
    let failed = |source| StoreError::File { path: folder.display().to_string(), source };
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
    refuse_emptied(folder)?;
    close_to_others(folder).map_err(failed)?;
    let options = SqliteConnectOptions::new()
        .filename(folder.join("canvass.sqlite"))
        .create_if_missing(true)
        .page_size(PAGE_BYTES)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("journal_size_limit", WAL_BYTES_KEPT)
        // What is deleted is overwritten, and nothing of it is spilt into a temporary file.
        .pragma("secure_delete", "on")
        .pragma("temp_store", "memory");
    let mut waited = Duration::ZERO;
    loop {
        let opened = SqlitePoolOptions::new().max_connections(READERS).connect_with(options.clone()).await;
        match opened {
            // Two processes meet on a fresh file: SQLite does not wait by itself while it turns to the log.
            Err(error) if is_busy(&error) && waited < BUSY_TIMEOUT => {
                tokio::time::sleep(RETRY_AFTER).await;
                waited += RETRY_AFTER;
            }
            opened => return opened.doing("opening canvass.sqlite"),
        }
    }
}

/// An empty file is a database that begins, unless something beside it says that one was here.
fn refuse_emptied(folder: &Path) -> Result<(), StoreError> {
    let n_bytes = |name: &str| std::fs::metadata(folder.join(name)).ok().map(|file| file.len());
    let was_used =
        || [tail::FILE, "canvass.lock", "canvass.sqlite-wal"].into_iter().any(|name| n_bytes(name) > Some(0));
    if n_bytes("canvass.sqlite") == Some(0) && was_used() {
        return Err(StoreError::EmptyFile { path: folder.join("canvass.sqlite").display().to_string() });
    }
    Ok(())
}

/// What is in it is for whoever runs the server. A folder that holds nothing of others is closed to them; in any other
/// the database's own file is, and SQLite makes the files beside it in its likeness.
fn close_to_others(folder: &Path) -> std::io::Result<()> {
    let mut is_ours = true;
    for entry in std::fs::read_dir(folder)? {
        is_ours &= entry?.file_name().as_encoded_bytes().starts_with(b"canvass.");
    }
    if is_ours {
        narrow(folder, 0o700)?;
    }
    let database = folder.join("canvass.sqlite");
    match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&database) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    for file in ["canvass.sqlite", "canvass.sqlite-wal", "canvass.sqlite-shm"] {
        match narrow(&folder.join(file), 0o600) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Takes rights away, never gives any. What belongs to somebody else stays as it is.
fn narrow(path: &Path, mode: u32) -> std::io::Result<()> {
    let held = std::fs::metadata(path)?.permissions().mode() & 0o777;
    if held & !mode == 0 {
        return Ok(());
    }
    match std::fs::set_permissions(path, std::fs::Permissions::from_mode(held & mode)) {
        Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => Ok(()),
        done => done,
    }
}

/// SQLITE_BUSY, with or without a reason in the higher bits.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

async fn open_postgres(address: &str) -> Result<PgPool, StoreError> {
    let name = format!("canvass (process {})", std::process::id());
    let options = PgConnectOptions::from_str(address).doing("reading the database address")?.application_name(&name);
    let opened =
        PgPoolOptions::new().max_connections(READERS).acquire_timeout(BUSY_TIMEOUT).connect_with(options.clone()).await;
    match opened {
        Ok(pool) => Ok(pool),
        Err(error) => {
            let place = Database::Postgres(address.to_owned()).place();
            Err(StoreError::Unreachable { place, why: why_unreachable(error, &options).await })
        }
    }
}

/// The pool tries again and again and then says only that it took too long; one more try says why.
async fn why_unreachable(error: sqlx::Error, options: &PgConnectOptions) -> String {
    if !matches!(error, sqlx::Error::PoolTimedOut) {
        return error.to_string();
    }
    match tokio::time::timeout(LAST_TRY, PgConnection::connect_with(options)).await {
        Ok(Err(error)) => error.to_string(),
        Ok(Ok(_)) | Err(_) => format!("nothing answered within {} seconds", BUSY_TIMEOUT.as_secs()),
    }
}
