//! Whether a log still ends where it was known to end: `canvass.tail` beside the database repeats what each log's
//! running hash came to.
//!
//! The file is written at most once a second and never synced, so it may lag behind the log, and never runs ahead of
//! it: a commit is on disk first. Where the log ends before the file says, or is another one up to there, the database
//! was replaced by an older one, or its latest transactions are gone. Comparing reads no log. On PostgreSQL there is
//! no such file; what the database says of itself is compared all the same.

use crate::db::connection::{Database, Store, rows};
use crate::error::{Doing, StoreError};
use crate::log::hash::{LogEnd, RunningHash, read_ends, read_mark, seal};
use canvass_domain::ConversationId;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;

/// Its name in the data folder.
pub(crate) const FILE: &str = "canvass.tail";
/// Version of its form.
const FORMAT: i64 = 1;
/// Least time between two times that it is written.
const EVERY: Duration = Duration::from_secs(1);
/// Held by whoever writes the file in this process.
static WRITING: Mutex<()> = Mutex::new(());
/// Longest file that is read.
const MAX_BYTES: u64 = 64 << 20;

/// What to do where a log ends too early, or differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostTail {
    /// Go no further.
    Refuse,
    /// Take the log as it is from now on.
    Accept,
}

/// What the end of the logs was compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TailFound {
    /// All is where it was left; or nothing was ever there.
    Whole,
    /// There was no file, though there are logs. It is written now.
    NoFile,
    /// The file could not be read. It is written anew.
    Unreadable,
    /// What was wrong, and was accepted.
    Accepted(Vec<String>),
}

/// What the file says.
enum Noted {
    Nothing,
    Unreadable,
    Ends(BTreeMap<ConversationId, LogEnd>),
}

/// What is known of the end of each log.
struct Known {
    noted: Noted,
    /// Name, last event, and what was kept of the end, by conversation.
    logs: BTreeMap<ConversationId, (String, u64, Option<LogEnd>)>,
    /// Conversations that are wrong, and how.
    wrong: Vec<(ConversationId, String)>,
}

impl Store {
    /// Compares the end of every log with what was kept of it, and writes `canvass.tail` anew. Needs the writer's
    /// lock.
    ///
    /// # Errors
    /// [`StoreError::LostTail`] where a log ends too early or differently, unless that is accepted.
    pub async fn check_tail(&self, lost: LostTail) -> Result<TailFound, StoreError> {
        let known = self.look_at_tail().await?;
        let found = match (known.wrong.as_slice(), lost) {
            ([], _) => match known.noted {
                Noted::Ends(_) => TailFound::Whole,
                Noted::Unreadable => TailFound::Unreadable,
                Noted::Nothing if known.has_events() && self.tail_path().is_some() => TailFound::NoFile,
                Noted::Nothing => TailFound::Whole,
            },
            ([(_, what), more @ ..], LostTail::Refuse) => {
                return Err(StoreError::LostTail { what: what.clone(), n_more: more.len() });
            }
            (wrong, LostTail::Accept) => {
                self.seal_again(wrong.iter().map(|(id, _)| *id).filter(|id| known.logs.contains_key(id))).await?;
                TailFound::Accepted(wrong.iter().map(|(_, what)| what.clone()).collect())
            }
        };
        self.keep_tail().await?;
        Ok(found)
    }

    /// What is wrong with the end of the logs, in words. Needs no lock, and writes nothing.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn lost_tail(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.look_at_tail().await?.wrong.into_iter().map(|(_, what)| what).collect())
    }

    /// Writes `canvass.tail` anew from what the database says: after anything that changes logs past the writer.
    ///
    /// # Errors
    /// When the database cannot be read or the file not be written.
    pub async fn keep_tail(&self) -> Result<(), StoreError> {
        let Some(path) = self.tail_path() else { return Ok(()) };
        let ends = read_ends(&mut self.connection().await?).await?;
        write(&path, &ends).map_err(|source| StoreError::File { path: path.display().to_string(), source })
    }

    fn tail_path(&self) -> Option<PathBuf> {
        match self.database() {
            Database::Folder(folder) => Some(folder.join(FILE)),
            Database::Postgres(_) => None,
        }
    }

    async fn look_at_tail(&self) -> Result<Known, StoreError> {
        // The file first: what is committed after it was read is no loss.
        let noted = self.tail_path().map_or(Noted::Nothing, |path| read(&path));
        let mut conn = self.connection().await?;
        conn.begin_reading().await?;
        let known = async {
            let mut ends: BTreeMap<_, _> = read_ends(&mut conn).await?.into_iter().collect();
            let sql = "select c.id, c.slug, (select coalesce(max(seq), 0) from events e where e.conversation_id = c.id)
                       from conversations c order by c.id";
            let found = rows!(conn, (i64, String, i64), sql).doing("reading where the logs end")?;
            let log = |(id, slug, last): (i64, String, i64)| {
                let id = ConversationId(id);
                (id, (slug, u64::try_from(last).unwrap_or(0), ends.remove(&id)))
            };
            let mut known = Known { noted, logs: found.into_iter().map(log).collect(), wrong: Vec::new() };
            known.compare(&mut conn).await?;
            Ok(known)
        };
        let known = known.await;
        conn.end(known).await
    }

    async fn seal_again(&self, wrong: impl Iterator<Item = ConversationId>) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let sealed = async {
            for id in wrong {
                seal(&mut conn, id).await?;
            }
            Ok(())
        };
        let sealed = sealed.await;
        conn.end(sealed).await
    }
}

impl Known {
    fn has_events(&self) -> bool {
        self.logs.values().any(|(_, last, _)| *last > 0)
    }

    async fn compare(&mut self, conn: &mut crate::db::connection::Conn) -> Result<(), StoreError> {
        let nothing = BTreeMap::new();
        let noted = if let Noted::Ends(noted) = &self.noted { noted } else { &nothing };
        let mut wrong = Vec::new();
        for (id, (slug, last, end)) in &self.logs {
            let mut marks = Vec::new();
            if let Some(what) = by_itself(slug, *last, end.as_ref()) {
                wrong.push((*id, what));
                continue;
            }
            marks.extend(*end);
            if let Some(noted) = noted.get(id) {
                if noted.seq > *last {
                    let what = format!(
                        "the log of `{slug}` ends at event {last}, and {FILE} says that it had come to {}: the latest \
                         answers are lost",
                        noted.seq
                    );
                    wrong.push((*id, what));
                    continue;
                }
                marks.push(*noted);
            }
            for LogEnd { seq, hash } in marks.into_iter().filter(|end| end.seq > 0) {
                let is_end = end.is_some_and(|end| end.seq == seq);
                let is_other = is_end && end.is_some_and(|end| end.hash != hash);
                if is_other || read_mark(conn, *id, seq).await? != Some(hash.mark()) {
                    wrong.push((*id, format!("the log of `{slug}` is not the one that was written up to event {seq}")));
                    break;
                }
            }
        }
        // What staff deleted is no loss, though the file may have been written before that.
        let sql = "select conversation_id from audit where act = 'delete' and conversation_id is not null";
        let deleted = rows!(conn, (i64,), sql).doing("reading what was deleted")?;
        let is_gone = |id: &ConversationId| !self.logs.contains_key(id) && !deleted.contains(&(id.0,));
        for (id, end) in noted.iter().filter(|(id, end)| end.seq > 0 && is_gone(id)) {
            let what = format!("conversation {id} is gone, and {FILE} says that its log had come to event {}", end.seq);
            wrong.push((*id, what));
        }
        self.wrong = wrong;
        Ok(())
    }
}

/// What is wrong with a log that the database itself tells.
fn by_itself(slug: &str, last: u64, end: Option<&LogEnd>) -> Option<String> {
    let Some(end) = end else { return Some(format!("the log of `{slug}` has no running hash")) };
    (end.seq != last)
        .then(|| format!("the log of `{slug}` ends at event {last}, and event {} was written last", end.seq))
}

fn read(path: &Path) -> Noted {
    let mut text = String::new();
    match File::open(path).and_then(|file| file.take(MAX_BYTES).read_to_string(&mut text)) {
        Ok(_) => parse(&text).map_or(Noted::Unreadable, Noted::Ends),
        Err(error) if error.kind() == ErrorKind::NotFound => Noted::Nothing,
        Err(_) => Noted::Unreadable,
    }
}

fn parse(text: &str) -> Option<BTreeMap<ConversationId, LogEnd>> {
    let value: Value = serde_json::from_str(text).ok()?;
    if value.get("canvass_tail")?.as_i64()? != FORMAT {
        return None;
    }
    let end = |log: &Value| {
        let hash = RunningHash::from_hex(log.get("hash")?.as_str()?)?;
        let seq = log.get("seq")?.as_u64()?;
        let is_dense = log.get("count")?.as_u64()? == seq;
        is_dense.then_some((ConversationId(log.get("conversation")?.as_i64()?), LogEnd { seq, hash }))
    };
    value.get("logs")?.as_array()?.iter().map(end).collect()
}

/// Whole or not at all, as far as the process is concerned; a power cut may leave an older one, or none.
fn write(path: &Path, ends: &[(ConversationId, LogEnd)]) -> std::io::Result<()> {
    let log = |(id, LogEnd { seq, hash }): &(ConversationId, LogEnd)| {
        // Events are numbered from 1 without a gap, so their count says the same.
        json!({"conversation": id.0, "seq": seq, "count": seq, "hash": hash.hex()})
    };
    let text = json!({"canvass_tail": FORMAT, "logs": ends.iter().map(log).collect::<Vec<_>>()});
    // The one beside the writer may be at it while a clean end writes the last.
    let _turn = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let beside = path.with_extension("tail.part");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    file.write_all(format!("{text}\n").as_bytes())?;
    std::fs::rename(&beside, path)
}

/// Writes the file beside the writer. It ends once this is dropped.
#[derive(Debug)]
pub(crate) struct TailKeeper {
    is_due: mpsc::Sender<()>,
}

impl TailKeeper {
    /// Starts keeping the file; where there is none, it does nothing.
    pub(crate) fn start(store: &Store) -> Self {
        let (is_due, mut due) = mpsc::channel(1);
        let store = store.clone();
        if store.tail_path().is_some() {
            tokio::spawn(async move {
                let mut is_told = false;
                while due.recv().await.is_some() {
                    match store.keep_tail().await {
                        Ok(()) => is_told = false,
                        Err(StoreError::Database { source: sqlx::Error::PoolClosed, .. }) => return,
                        Err(error) => {
                            if !std::mem::replace(&mut is_told, true) {
                                tracing::warn!(%error, "{FILE} was not written");
                            }
                        }
                    }
                    tokio::time::sleep(EVERY).await;
                }
            });
        }
        Self { is_due }
    }

    /// Called once a group is on disk.
    pub(crate) fn wrote(&self) {
        // A full channel means that it is due already, a closed one that there is no such file.
        let _ = self.is_due.try_send(());
    }
}
