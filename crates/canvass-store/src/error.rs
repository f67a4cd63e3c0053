//! What can go wrong with storage.

/// What can go wrong with storage.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no, or is gone.
    #[error("{doing}: {source}")]
    Database {
        /// What was being done.
        doing: &'static str,
        /// The driver's error; for logs, never for pages.
        source: sqlx::Error,
    },
    /// The database is somewhere else, and does not answer or does not let us in.
    #[error("cannot connect to `{place}`: {why}")]
    Unreachable {
        /// The database's address, without a password.
        place: String,
        /// What its host or the way there said.
        why: String,
    },
    /// Another process writes this database.
    #[error("{holder} is writing `{place}`; stop it first, or use another folder or database")]
    Locked {
        /// Who holds the lock.
        holder: String,
        /// The data folder or database.
        place: String,
    },
    /// A file or folder beside the database cannot be used.
    #[error("`{path}`: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Something in the database cannot be read back.
    #[error("{0}")]
    Damaged(String),
    /// The database was made by a newer Canvass.
    #[error("the database has schema {found}, this Canvass knows {known}: use a newer Canvass")]
    TooNew {
        /// The database's schema.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// A stream that a backup goes to or comes from.
    #[error("{doing}: {source}")]
    Stream {
        /// What was being done.
        doing: &'static str,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A backup that cannot be believed.
    #[error("line {line} of the backup: {why}")]
    BadBackup {
        /// Where.
        line: u64,
        /// What is wrong there.
        why: String,
    },
    /// A log ends before it was known to have ended, or differently.
    #[error(
        "{what}{}. Restore a backup; or go on without what is lost: --accept-lost-tail",
        if *n_more > 0 { format!(" (and {n_more} more)") } else { String::new() }
    )]
    LostTail {
        /// The first that is wrong.
        what: String,
        /// How many more.
        n_more: usize,
    },
    /// The database's file holds nothing, and there are signs that it did.
    #[error(
        "`{path}` is empty, and there was a database: restore a backup into an empty folder, or delete the empty file to begin anew"
    )]
    EmptyFile {
        /// Which.
        path: String,
    },
    /// There is data already.
    #[error("`{place}` holds data already (in `{table}`); a backup is restored into an empty folder or database")]
    NotEmpty {
        /// The data folder or database.
        place: String,
        /// A table with rows.
        table: String,
    },
    /// The slug is taken.
    #[error("there is a conversation `{0}` already; choose another slug (`--slug`, or the key `slug` of a file)")]
    SlugTaken(String),
    /// The writer's connection does not wait for the disk.
    #[error("{0} on the writer's connection: answers could be lost")]
    NotDurable(&'static str),
}

impl StoreError {
    /// Whether SQLite says that its file is damaged: CORRUPT and NOTADB.
    pub(crate) fn is_corrupt(&self) -> bool {
        let Self::Database { source, .. } = self else { return false };
        let code = source.as_database_error().and_then(sqlx::error::DatabaseError::code);
        code.is_some_and(|code| code.len() != 5 && code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 11 | 26)))
    }

    /// Whether the disk is full or fails, whatever was to be written.
    #[must_use]
    pub fn is_out_of_room(&self) -> bool {
        let source = match self {
            Self::Database { source, .. } => source,
            Self::File { source, .. } => return source.kind() == std::io::ErrorKind::StorageFull,
            _ => return false,
        };
        let Some(code) = source.as_database_error().and_then(sqlx::error::DatabaseError::code) else { return false };
        // PostgreSQL's codes have five places, of which the first two are the class; SQLite's are shorter, with a
        // reason in the higher bits. Classes 53 and 58, FULL and IOERR.
        match code.len() {
            5 => code.starts_with("53") || code.starts_with("58"),
            _ => code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 10 | 13)),
        }
    }
}

/// Says what was being done when the database failed.
pub(crate) trait Doing<T> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for Result<T, sqlx::Error> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Database { doing, source })
    }
}
