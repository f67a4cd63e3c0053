//! The running hash of a log: what was appended can afterwards neither be changed nor cut off without being noticed.
//!
//! h(0) is SHA-256 of `canvass log` and the conversation's id; h(n) is SHA-256 of h(n-1) and event n as a row of fixed
//! width: seven integers of eight bytes, big-endian, each of the last four behind a byte that says whether it is there.
//! The whole hash of the last event is kept in `logs`; every event carries the first six bytes of its own as `mark`,
//! so that the first one that differs can be named.

use crate::db::connection::{Conn, exec, rows};
use crate::error::{Doing, StoreError};
use crate::log::command::Key;
use crate::tables::read::read_rows_after;
use canvass_domain::{ConversationId, Event, EventRow};
use sha2::{Digest, Sha256};

/// Events read at once while a log is hashed anew.
const CHUNK: i64 = 10_000;
/// Bytes of an event as it is hashed.
const ROW_BYTES: usize = 3 * 8 + 4 * 9;

/// The hash of a log up to some event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RunningHash([u8; 32]);

/// Where a log ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LogEnd {
    /// Seq of its last event, which is how many there are.
    pub seq: u64,
    /// The hash up to it.
    pub hash: RunningHash,
}

impl RunningHash {
    /// That of an empty log.
    pub(crate) fn start(conversation: ConversationId) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"canvass log");
        hash.update(conversation.0.to_be_bytes());
        Self(hash.finalize().into())
    }

    /// Takes the next event, and gives its mark.
    pub(crate) fn take(&mut self, row: &EventRow) -> i64 {
        let mut bytes = Vec::with_capacity(ROW_BYTES);
        for number in [row.seq, row.at_ms, row.kind] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        for number in [row.participant, row.object, row.value, row.version] {
            bytes.push(u8::from(number.is_some()));
            bytes.extend_from_slice(&number.unwrap_or_default().to_be_bytes());
        }
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(&bytes);
        self.0 = hash.finalize().into();
        self.mark()
    }

    /// Its first six bytes, which any kind of integer holds.
    pub(crate) fn mark(&self) -> i64 {
        self.0.iter().take(6).fold(0, |mark, byte| mark << 8 | i64::from(*byte))
    }

    pub(crate) fn hex(&self) -> String {
        Key(self.0).hex()
    }

    pub(crate) fn from_hex(hex: &str) -> Option<Self> {
        Key::from_hex(hex).map(|key| Self(key.0))
    }
}

impl LogEnd {
    /// That of an empty log.
    pub(crate) fn start(conversation: ConversationId) -> Self {
        Self { seq: 0, hash: RunningHash::start(conversation) }
    }

    /// Takes the next event, and gives its mark.
    pub(crate) fn take(&mut self, event: &Event) -> i64 {
        self.seq = event.seq.0;
        self.hash.take(&event.to_row())
    }

    /// Its seq as a table has it.
    pub(crate) fn row_seq(&self) -> i64 {
        i64::try_from(self.seq).unwrap_or(i64::MAX)
    }

    /// Keeps it, in the transaction that appends; the writer does so with the events themselves.
    pub(crate) async fn write(&self, conn: &mut Conn, conversation: ConversationId) -> Result<(), StoreError> {
        exec!(
            conn,
            "insert into logs (conversation_id, seq, hash) values ($1, $2, $3)
             on conflict (conversation_id) do update set seq = excluded.seq, hash = excluded.hash",
            conversation.0,
            self.row_seq(),
            self.hash.hex()
        )
        .doing("keeping where a log ends")
        .map(|_| ())
    }
}

/// Where each log ends, by what was kept when it was last appended to.
pub(crate) async fn read_ends(conn: &mut Conn) -> Result<Vec<(ConversationId, LogEnd)>, StoreError> {
    let sql = "select conversation_id, seq, hash from logs order by conversation_id";
    let found = rows!(conn, (i64, i64, String), sql).doing("reading where the logs end")?;
    let end = |(id, seq, hash): (i64, i64, String)| {
        let damaged = || StoreError::Damaged(format!("conversation {id}: where its log ends cannot be read"));
        let hash = RunningHash::from_hex(&hash).ok_or_else(damaged)?;
        Ok((ConversationId(id), LogEnd { seq: u64::try_from(seq).map_err(|_| damaged())?, hash }))
    };
    found.into_iter().map(end).collect()
}

/// Where one log ends, as above.
pub(crate) async fn read_end(conn: &mut Conn, conversation: ConversationId) -> Result<Option<LogEnd>, StoreError> {
    let sql = "select seq, hash from logs where conversation_id = $1";
    let found = rows!(conn, (i64, String), sql, conversation.0).doing("reading where a log ends")?;
    let end = |(seq, hash): (i64, String)| {
        Some(LogEnd { seq: u64::try_from(seq).ok()?, hash: RunningHash::from_hex(&hash)? })
    };
    Ok(found.into_iter().next().and_then(end))
}

/// The mark of one event, where it is there.
pub(crate) async fn read_mark(
    conn: &mut Conn,
    conversation: ConversationId,
    seq: u64,
) -> Result<Option<i64>, StoreError> {
    let sql = "select mark from events where conversation_id = $1 and seq = $2";
    let seq = i64::try_from(seq).unwrap_or(i64::MAX);
    let found = rows!(conn, (Option<i64>,), sql, conversation.0, seq).doing("reading the mark of an event")?;
    Ok(found.into_iter().next().and_then(|(mark,)| mark))
}

/// Hashes every log anew, as it is: for logs from before there were hashes.
pub(crate) async fn seal_all(conn: &mut Conn) -> Result<(), StoreError> {
    let sql = "select id from conversations order by id";
    for (id,) in rows!(conn, (i64,), sql).doing("reading conversations")? {
        seal(conn, ConversationId(id)).await?;
    }
    Ok(())
}

/// Hashes a log anew, as it is: whatever it held before, this is what counts from now on.
pub(crate) async fn seal(conn: &mut Conn, conversation: ConversationId) -> Result<(), StoreError> {
    let (mut hash, mut last) = (RunningHash::start(conversation), 0);
    loop {
        let found = read_rows_after(conn, conversation, last, CHUNK).await?;
        let marks: Vec<[i64; 2]> = found.iter().map(|(row, _)| [row.seq, hash.take(row)]).collect();
        let Some([seq, _]) = marks.last() else { break };
        last = *seq;
        write_marks(conn, conversation, &marks).await?;
    }
    LogEnd { seq: u64::try_from(last).unwrap_or_default(), hash }.write(conn, conversation).await
}

async fn write_marks(conn: &mut Conn, conversation: ConversationId, marks: &[[i64; 2]]) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(c) => sqlx::query(
            "update events set mark = fresh.value->>1 from json_each($2) as fresh
             where events.conversation_id = $1 and events.seq = fresh.value->>0",
        )
        .bind(conversation.0)
        .bind(serde_json::to_string(marks).unwrap_or_default())
        .execute(&mut **c)
        .await
        .map(|_| ()),
        Conn::Postgres(c) => sqlx::query(
            "update events set mark = fresh.mark from unnest($2::bigint[], $3::bigint[]) as fresh (seq, mark)
             where events.conversation_id = $1 and events.seq = fresh.seq",
        )
        .bind(conversation.0)
        .bind(marks.iter().map(|[seq, _]| *seq).collect::<Vec<i64>>())
        .bind(marks.iter().map(|[_, mark]| *mark).collect::<Vec<i64>>())
        .execute(&mut **c)
        .await
        .map(|_| ()),
    }
    .doing("marking events")
}
