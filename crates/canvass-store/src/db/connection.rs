//! Connecting to either database, and the small dispatch that runs one SQL text on both.

use crate::error::{Doing, StoreError};
use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool};
#[cfg(feature = "faults")]
use std::path::Path;
use std::path::PathBuf;

/// Bytes written to see whether there is room: more than is left on pages that are there.
const ROOM_TRIED: usize = 16_384;

/// Where the data lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A folder holding `canvass.sqlite`, made at need.
    Folder(PathBuf),
    /// A PostgreSQL address.
    Postgres(String),
}

/// A database that is there and has our schema.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) pool: Pool,
    pub(crate) database: Database,
}

#[derive(Clone, Debug)]
pub(crate) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// One connection out of either pool.
#[derive(Debug)]
pub(crate) enum Conn {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// Runs one SQL text on whichever database the connection leads to; gives the number of rows it touched.
macro_rules! exec {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $conn.either() {
            $crate::db::connection::Conn::Sqlite(c) => {
                sqlx::query($sql)$(.bind($bind))*.execute(&mut **c).await.map(|done| done.rows_affected())
            }
            $crate::db::connection::Conn::Postgres(c) => {
                sqlx::query($sql)$(.bind($bind))*.execute(&mut **c).await.map(|done| done.rows_affected())
            }
        }
    };
}

/// Reads rows as tuples with one SQL text on either database.
macro_rules! rows {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $conn.either() {
            $crate::db::connection::Conn::Sqlite(c) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **c).await
            }
            $crate::db::connection::Conn::Postgres(c) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **c).await
            }
        }
    };
}

pub(crate) use {exec, rows};

impl Database {
    /// Reads the address form of `--database`.
    #[must_use]
    pub fn from_address(address: &str) -> Option<Self> {
        let postgres = address.starts_with("postgres://") || address.starts_with("postgresql://");
        postgres.then(|| Self::Postgres(address.to_owned()))
    }

    /// Its name in messages, without a password.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Postgres(address) => match (address.find("://"), address.rfind('@')) {
                (Some(scheme), Some(at)) if at > scheme => {
                    let rest = address.get(at + 1..).unwrap_or("");
                    format!("postgres://{}", rest.split('?').next().unwrap_or(rest))
                }
                _ => address.clone(),
            },
        }
    }
}

impl Store {
    /// Where the data lives.
    #[must_use]
    pub const fn database(&self) -> &Database {
        &self.database
    }

    /// Closes all connections, once every one is given back.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool) => pool.close().await,
        }
    }

    pub(crate) async fn connection(&self) -> Result<Conn, StoreError> {
        match &self.pool {
            Pool::Sqlite(pool) => pool.acquire().await.map(Conn::Sqlite),
            Pool::Postgres(pool) => pool.acquire().await.map(Conn::Postgres),
        }
        .doing("connecting")
    }
}

impl Conn {
    /// Itself: lets the macros take a connection and a borrowed one alike.
    pub(crate) const fn either(&mut self) -> &mut Self {
        self
    }

    /// Readies the writer's connection: room for the pages that latest answers are scattered over, and on
    /// PostgreSQL commits that wait for the disk whatever the role or database was told.
    pub(crate) async fn ready_for_writing(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => {
                // The checkpointer folds the write-ahead log back, beside commits instead of inside them.
                exec!(self, "pragma wal_autocheckpoint = 0").doing("readying the writer's connection")?;
                exec!(self, "pragma cache_size = -32768")
            }
            Self::Postgres(_) => exec!(self, "set synchronous_commit = on"),
        }
        .doing("readying the writer's connection")
        .map(|_| ())
    }

    /// A disk that is full while a file is there: SQLite's own bound on pages, at what the database has.
    #[cfg(feature = "faults")]
    pub(crate) async fn fill_while(&mut self, file: &Path) -> Result<(), StoreError> {
        let bound = if file.exists() { "pragma max_page_count = 1" } else { "pragma max_page_count = 1073741823" };
        exec!(self, bound).doing("bounding the number of pages").map(|_| ())
    }

    /// Whether the connection is still there.
    pub(crate) async fn ping(&mut self) -> Result<(), StoreError> {
        rows!(self, (i64,), "select cast(1 as bigint)").doing("trying the writer's connection").map(|_| ())
    }

    /// Whether there is room for more pages: writes some, and takes them away again.
    pub(crate) async fn try_room(&mut self) -> Result<(), StoreError> {
        let some = "-".repeat(ROOM_TRIED);
        exec!(self, "insert into settings (name, value) values ('room_tried', $1) on conflict (name) do nothing", some)
            .doing("trying whether there is room")?;
        exec!(self, "delete from settings where name = 'room_tried'").doing("trying whether there is room").map(|_| ())
    }

    pub(crate) async fn begin(&mut self) -> Result<(), StoreError> {
        match self {
            // Immediate: a reader that turns writer halfway through would fail instead of waiting.
            Self::Sqlite(_) => exec!(self, "begin immediate"),
            Self::Postgres(_) => exec!(self, "begin"),
        }
        .doing("beginning")
        .map(|_| ())
    }

    /// Everything read until `end` is of one moment, whatever is written beside it.
    pub(crate) async fn begin_reading(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => exec!(self, "begin deferred"),
            Self::Postgres(_) => exec!(self, "begin isolation level repeatable read read only"),
        }
        .doing("beginning to read")
        .map(|_| ())
    }

    pub(crate) async fn commit(&mut self) -> Result<(), StoreError> {
        exec!(self, "commit").doing("committing").map(|_| ())
    }

    /// Commits what went well and rolls back what did not.
    pub(crate) async fn end<T>(&mut self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        match outcome {
            Ok(value) => match self.commit().await {
                Ok(()) => Ok(value),
                Err(error) => {
                    self.roll_back().await;
                    Err(error)
                }
            },
            Err(error) => {
                self.roll_back().await;
                Err(error)
            }
        }
    }

    pub(crate) async fn roll_back(&mut self) {
        // It fails where the database has rolled back by itself, which is as good.
        let _ = exec!(self, "rollback");
    }
}
