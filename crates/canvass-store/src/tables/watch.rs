//! What a conversation is watched by, and whom staff excluded together.

use crate::Store;
use crate::db::connection::{Conn, exec, rows};
use crate::error::{Doing, StoreError};
use crate::log::command::WatchChange;
use canvass_domain::{ConversationId, Exclusion, ExclusionGround, Millis, ParticipantId, ReaderMarks};
use std::collections::BTreeMap;

/// What a conversation is watched by: zeroes where nothing was ever said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WatchRow {
    /// Until when many are expected from one network.
    pub office_until_ms: Millis,
    /// Until when staff leave those marked as they are.
    pub calm_until_ms: Millis,
    /// When moderators were last told that more than usual are marked.
    pub told_ms: Millis,
    /// The last entry of the log that marks were looked for in, in the count that has comments in it.
    pub looked: u64,
}

impl WatchRow {
    /// The same after a change.
    pub const fn take(&mut self, change: WatchChange) {
        match change {
            WatchChange::Office(until_ms) => self.office_until_ms = until_ms,
            WatchChange::Calm(until_ms) => self.calm_until_ms = until_ms,
            WatchChange::Told(at_ms) => self.told_ms = at_ms,
            WatchChange::Looked(seq) => self.looked = seq,
        }
    }
}

impl Store {
    /// What a conversation is watched by.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn watch(&self, conversation: ConversationId) -> Result<WatchRow, StoreError> {
        read_watch(&mut self.connection().await?, conversation).await
    }

    /// Whom staff excluded together, by number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn exclusions(&self, conversation: ConversationId) -> Result<Vec<Exclusion>, StoreError> {
        let mut conn = self.connection().await?;
        let sql =
            "select exclusion, participant from excluded where conversation_id = $1 order by exclusion, participant";
        let found = rows!(conn, (i64, i64), sql, conversation.0).doing("reading who is excluded")?;
        let mut readers: BTreeMap<i64, Vec<ParticipantId>> = BTreeMap::new();
        for (number, participant) in found {
            let participant = u32::try_from(participant).map_err(|_| damaged(number))?;
            readers.entry(number).or_default().push(ParticipantId(participant));
        }
        let sql = "select number, ground, reason, at_ms from exclusions where conversation_id = $1 order by number";
        let found = rows!(conn, (i64, String, Option<String>, i64), sql, conversation.0).doing("reading exclusions")?;
        let exclusion = |(number, ground, reason, at_ms): (i64, String, Option<String>, i64)| {
            Ok(Exclusion {
                number: u32::try_from(number).map_err(|_| damaged(number))?,
                ground: ExclusionGround::from_text(&ground).ok_or_else(|| damaged(number))?,
                reason,
                at_ms,
                readers: readers.remove(&number).unwrap_or_default(),
            })
        };
        found.into_iter().map(exclusion).collect()
    }
}

fn damaged(number: i64) -> StoreError {
    StoreError::Damaged(format!("exclusion {number} cannot be read"))
}

pub(crate) async fn read_watch(conn: &mut Conn, conversation: ConversationId) -> Result<WatchRow, StoreError> {
    let sql = "select office_until_ms, calm_until_ms, told_ms, looked from watches where conversation_id = $1";
    let found = rows!(conn, (i64, i64, i64, i64), sql, conversation.0).doing("reading what is watched")?;
    let row = |&(office_until_ms, calm_until_ms, told_ms, looked): &(i64, i64, i64, i64)| WatchRow {
        office_until_ms,
        calm_until_ms,
        told_ms,
        looked: u64::try_from(looked).unwrap_or(0),
    };
    Ok(found.first().map(row).unwrap_or_default())
}

/// The number that the next exclusion gets.
pub(crate) async fn next_exclusion(conn: &mut Conn, conversation: ConversationId) -> Result<u32, StoreError> {
    let sql = "select coalesce(max(number), 0) from exclusions where conversation_id = $1";
    let found = rows!(conn, (i64,), sql, conversation.0).doing("looking for the last exclusion")?;
    let last = found.first().map_or(0, |(number,)| *number);
    u32::try_from(last).map(|last| last + 1).map_err(|_| damaged(last))
}

pub(crate) async fn write_change(
    conn: &mut Conn,
    conversation: ConversationId,
    change: WatchChange,
) -> Result<(), StoreError> {
    let mut row = read_watch(conn, conversation).await?;
    row.take(change);
    exec!(
        conn,
        "insert into watches (conversation_id, office_until_ms, calm_until_ms, told_ms, looked)
         values ($1, $2, $3, $4, $5)
         on conflict (conversation_id) do update set office_until_ms = excluded.office_until_ms,
           calm_until_ms = excluded.calm_until_ms, told_ms = excluded.told_ms, looked = excluded.looked",
        conversation.0,
        row.office_until_ms,
        row.calm_until_ms,
        row.told_ms,
        i64::try_from(row.looked).unwrap_or(i64::MAX)
    )
    .doing("keeping what is watched")?;
    Ok(())
}

pub(crate) async fn write_exclusion(
    conn: &mut Conn,
    conversation: ConversationId,
    exclusion: &Exclusion,
) -> Result<(), StoreError> {
    let Exclusion { number, ground, reason, at_ms, readers } = exclusion;
    exec!(
        conn,
        "insert into exclusions (conversation_id, number, ground, reason, at_ms) values ($1, $2, $3, $4, $5)",
        conversation.0,
        i64::from(*number),
        ground.to_string(),
        reason.as_deref(),
        *at_ms
    )
    .doing("keeping an exclusion")?;
    let (number, readers) = (i64::from(*number), readers.iter().map(|who| i64::from(who.0)).collect::<Vec<i64>>());
    match conn {
        Conn::Sqlite(c) => {
            let sql = "insert into excluded (conversation_id, exclusion, participant)
                       select $1, $2, value from json_each($3)";
            let json = serde_json::to_string(&readers).unwrap_or_default();
            sqlx::query(sql).bind(conversation.0).bind(number).bind(json).execute(&mut **c).await.map(|_| ())
        }
        Conn::Postgres(c) => {
            let sql = "insert into excluded (conversation_id, exclusion, participant)
                       select $1, $2, unnest($3::bigint[])";
            sqlx::query(sql).bind(conversation.0).bind(number).bind(readers).execute(&mut **c).await.map(|_| ())
        }
    }
    .doing("keeping who is excluded")
}

/// Puts marks on participants, whatever they had before. Whoever was erased meanwhile gets none.
pub(crate) async fn write_marks(
    conn: &mut Conn,
    marked: &[(ConversationId, ParticipantId, ReaderMarks)],
) -> Result<(), StoreError> {
    if marked.is_empty() {
        return Ok(());
    }
    let mut all: BTreeMap<(ConversationId, ParticipantId), ReaderMarks> = BTreeMap::new();
    for (conversation, who, marks) in marked {
        let known = all.entry((*conversation, *who)).or_default();
        *known = known.and(*marks);
    }
    let rows: Vec<[i64; 3]> = all.iter().map(|((of, who), marks)| [of.0, i64::from(who.0), marks.bits()]).collect();
    match conn {
        Conn::Sqlite(c) => {
            let sql = "update participants set marks = marks | fresh.value->>2 from json_each($1) as fresh
                       where conversation_id = fresh.value->>0 and number = fresh.value->>1 and assurance is not null";
            sqlx::query(sql).bind(serde_json::to_string(&rows).unwrap_or_default()).execute(&mut **c).await.map(|_| ())
        }
        Conn::Postgres(c) => {
            let column = |place: usize| rows.iter().filter_map(|row| row.get(place).copied()).collect::<Vec<i64>>();
            let sql = "update participants set marks = participants.marks | fresh.marks
                       from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as fresh (conversation_id, number, marks)
                       where participants.conversation_id = fresh.conversation_id
                         and participants.number = fresh.number and participants.assurance is not null";
            sqlx::query(sql).bind(column(0)).bind(column(1)).bind(column(2)).execute(&mut **c).await.map(|_| ())
        }
    }
    .doing("marking participants")
}
