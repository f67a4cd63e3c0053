//! Where the data lives, as said on the command line.

use crate::exit::{Failure, Kind};
use crate::outside::remark;
use canvass_app::{Database, LostTail, Store, TailFound, WriterLock};
use clap::Args;
use std::path::PathBuf;

/// Name of the setting that keeps the address at which a server last answered, for links that are printed beside it.
pub(crate) const PUBLIC_URL: &str = "public_url";

/// Where the data lives.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Storage {
    /// Folder that holds canvass.sqlite; made at need
    #[arg(long, value_name = "DIR", env = "CANVASS_DATA")]
    data: Option<PathBuf>,
    /// PostgreSQL address, such as postgres://user@host/name
    #[arg(long, value_name = "URL", env = "CANVASS_DATABASE", hide_env_values = true)]
    database: Option<String>,
}

impl Storage {
    /// Whether there is a database to look at; where one is asked over the network, it says so itself.
    pub(crate) fn is_there(&self) -> bool {
        self.data.as_ref().is_none_or(|folder| folder.join("canvass.sqlite").exists())
    }

    /// Connects to what is there, and makes nothing.
    pub(crate) async fn open_existing(&self) -> Result<Store, Failure> {
        self.check_folder()?;
        match &self.data {
            Some(folder) if !self.is_there() => {
                let why = format!(
                    "there is no database in `{}`: --data names the folder of canvass.sqlite",
                    folder.display()
                );
                Err(Failure::refused(why))
            }
            _ => self.open().await,
        }
    }

    fn check_folder(&self) -> Result<(), Failure> {
        match &self.data {
            Some(path) if path.is_file() => {
                let why = format!("`{}` is a file: --data names the folder that holds canvass.sqlite", path.display());
                Err(Failure::new(Kind::Usage, anyhow::anyhow!(why)))
            }
            _ => Ok(()),
        }
    }

    /// Connects, and makes the folder at need.
    pub(crate) async fn open(&self) -> Result<Store, Failure> {
        self.check_folder()?;
        let database = match (&self.data, &self.database) {
            (Some(folder), _) => Database::Folder(folder.clone()),
            (None, Some(address)) => Database::from_address(address).ok_or_else(|| {
                let why = "the database address starts with postgres://; for SQLite use --data DIR";
                Failure::new(Kind::Usage, anyhow::anyhow!(why))
            })?,
            (None, None) => return Err(Failure::new(Kind::Usage, anyhow::anyhow!("say --data DIR or --database URL"))),
        };
        Ok(Store::open(database).await?)
    }
}

/// What to do where the end of a log is missing.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct TailArgs {
    /// Start even if a log is shorter than canvass.tail records, or differs from it; missing answers stay lost
    #[arg(long)]
    accept_lost_tail: bool,
}

impl TailArgs {
    /// Whether it was asked for.
    pub(crate) const fn is_accepted(self) -> bool {
        self.accept_lost_tail
    }

    const fn lost(self) -> LostTail {
        if self.accept_lost_tail { LostTail::Accept } else { LostTail::Refuse }
    }
}

/// Takes the writer's lock in the name of a command, and makes sure that every log ends where it was left.
pub(crate) async fn lock_whole(store: &Store, command: &str, tail: TailArgs) -> Result<WriterLock, Failure> {
    let lock = lock(store, command).await?;
    check_tail(store, tail).await?;
    Ok(lock)
}

async fn check_tail(store: &Store, tail: TailArgs) -> Result<(), Failure> {
    match store.check_tail(tail.lost()).await? {
        TailFound::Whole => {}
        TailFound::NoFile => tracing::warn!(
            "there is no canvass.tail in `{}`, so it is not known whether the latest answers are there; one is written",
            store.database().place()
        ),
        TailFound::Unreadable => tracing::warn!(
            "canvass.tail in `{}` cannot be read, so it is not known whether the latest answers are there; it is \
             written anew",
            store.database().place()
        ),
        TailFound::Accepted(wrong) => {
            wrong.iter().for_each(|what| remark(format_args!("Accepted: {what}.")));
        }
    }
    if tail.is_accepted() && matches!(store.database(), Database::Postgres(_)) {
        remark("With --database there is no canvass.tail; the logs were compared with what the database says itself.");
    }
    Ok(())
}

/// The same, where nothing is accepted.
pub(crate) async fn lock_strictly(store: &Store, command: &str) -> Result<WriterLock, Failure> {
    lock_whole(store, command, TailArgs { accept_lost_tail: false }).await
}

/// Gives the lock up and leaves everything in the database's own file.
pub(crate) async fn close(store: Store, lock: WriterLock) {
    drop(lock);
    store.close_whole().await;
}

/// Takes the writer's lock in the name of a command, whatever the logs are like.
pub(crate) async fn lock(store: &Store, command: &str) -> Result<WriterLock, Failure> {
    let holder = format!("canvass {command} (process {})", std::process::id());
    Ok(store.lock(&holder).await?)
}

/// Takes the writer's lock, without waiting where a running holder is known to hold it: on SQLite the lock dies with its
/// holder. Every log has to end where it was left.
pub(crate) async fn lock_at_once(store: &Store, command: &str) -> Result<WriterLock, Failure> {
    let holder = format!("canvass {command} (process {})", std::process::id());
    let lock = store.lock_at_once(&holder).await?;
    check_tail(store, TailArgs { accept_lost_tail: false }).await?;
    Ok(lock)
}

/// Runs a command's work on a small runtime.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
