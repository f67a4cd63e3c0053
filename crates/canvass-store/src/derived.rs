//! The tables of latest state: what they hold follows from the log alone.

use crate::batch::json_rows;
use crate::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::read::read_events;
use canvass_domain::{CommentState, ConversationId, Event, Fact, State, StatementState};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A derived row that is not what the log says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The conversation.
    pub conversation: ConversationId,
    /// The table.
    pub table: &'static str,
    /// Which row, what it holds, and what the log says.
    pub what: String,
}

/// Latest state as the log has it; a value of `None` means the row must not be there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Latest {
    answers: BTreeMap<AnswerKey, Option<[i64; 3]>>,
    ballots: BTreeMap<BallotKey, Option<[i64; 3]>>,
    statements: BTreeMap<(i64, i64), StatementState>,
    comments: BTreeMap<(i64, i64), CommentState>,
    states: BTreeMap<i64, State>,
    versions: BTreeMap<i64, i64>,
}

/// Conversation, participant, statement.
type AnswerKey = (i64, i64, i64);
/// Conversation, participant.
type BallotKey = (i64, i64);

impl Latest {
    /// Folds events, in order.
    pub(crate) fn of(events: &[(ConversationId, Event)]) -> Self {
        let mut latest = Self::default();
        for (conversation, event) in events {
            latest.take(conversation.0, event);
        }
        latest
    }

    fn take(&mut self, conversation: i64, event: &Event) {
        let row = event.to_row();
        let by = row.participant.unwrap_or_default();
        let about = row.object.unwrap_or_default();
        let version = row.version.unwrap_or_default();
        match event.fact {
            Fact::VoteCast { .. } | Fact::StatementSkipped { .. } => {
                let code = row.value.unwrap_or_default();
                self.answers.insert((conversation, by, about), Some([code, version, row.seq]));
            }
            Fact::VoteWithdrawn { .. } => {
                self.answers.insert((conversation, by, about), None);
            }
            Fact::BallotCast { .. } => {
                let options = row.value.unwrap_or_default();
                self.ballots.insert((conversation, by), Some([options, version, row.seq]));
            }
            Fact::BallotWithdrawn { .. } => {
                self.ballots.insert((conversation, by), None);
            }
            Fact::StatementAdded { state, .. } | Fact::StatementDecided { state, .. } => {
                self.statements.insert((conversation, about), state);
            }
            Fact::CommentPosted { state, .. } | Fact::CommentDecided { state, .. } => {
                self.comments.insert((conversation, about), state);
            }
            Fact::Opened => {
                self.states.insert(conversation, State::Open);
            }
            Fact::Closed => {
                self.states.insert(conversation, State::Closed);
            }
            Fact::InstrumentChanged { .. } => {
                self.versions.insert(conversation, version);
            }
            Fact::ParticipantBanned { .. } | Fact::ParticipantReinstated { .. } | Fact::ParticipantErased { .. } => {}
        }
    }

    /// Writes latest answers and ballots over what is there.
    pub(crate) async fn write(&self, conn: &mut Conn) -> Result<(), StoreError> {
        let upserts: Vec<[i64; 6]> =
            self.answers.iter().filter_map(|(&(c, p, s), row)| row.map(|[a, v, q]| [c, p, s, a, v, q])).collect();
        upsert_answers(conn, &upserts).await?;
        for (&(conversation, participant, statement), _) in self.answers.iter().filter(|(_, row)| row.is_none()) {
            exec!(
                conn,
                "delete from votes where conversation_id = $1 and participant = $2 and statement = $3",
                conversation,
                participant,
                statement
            )
            .doing("taking an answer back")?;
        }
        for (&(conversation, participant), row) in &self.ballots {
            write_ballot(conn, conversation, participant, *row).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Compares the derived tables of one conversation with its log, both of one moment: right beside a running
    /// server too.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn check_derived(&self, conversation: ConversationId) -> Result<Vec<Difference>, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin_reading().await?;
        let read = async {
            let expected = latest_by_log(&mut conn, conversation).await?;
            Ok((expected, latest_by_tables(&mut conn, conversation).await?))
        };
        let read = read.await;
        let (expected, found) = conn.end(read).await?;
        let mut differences = Vec::new();
        let mut note = |table: &'static str, row: String, found: String, expected: String| {
            let what = format!("{row}: the table says {found}, the log says {expected}");
            differences.push(Difference { conversation, table, what });
        };
        compare(&found.answers, &expected.answers, |key, f, e| note("votes", format!("{key:?}"), f, e));
        compare(&found.ballots, &expected.ballots, |key, f, e| note("ballots", format!("{key:?}"), f, e));
        compare(&found.statements, &expected.statements, |key, f, e| note("statements", format!("{key:?}"), f, e));
        compare(&found.comments, &expected.comments, |key, f, e| note("comments", format!("{key:?}"), f, e));
        compare(&found.states, &expected.states, |key, f, e| note("conversations", format!("{key:?}"), f, e));
        compare(&found.versions, &expected.versions, |key, f, e| note("conversations", format!("{key:?}"), f, e));
        Ok(differences)
    }

    /// Makes the derived tables of one conversation anew from its log. Needs the writer's lock.
    ///
    /// # Errors
    /// When the database cannot be read or written; nothing is changed then.
    pub async fn rebuild_derived(&self, conversation: ConversationId) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let rebuilt = async {
            let latest = latest_by_log(&mut conn, conversation).await?;
            rebuild(&mut conn, conversation, &latest).await
        };
        let rebuilt = rebuilt.await;
        conn.end(rebuilt).await
    }
}

async fn latest_by_log(conn: &mut Conn, conversation: ConversationId) -> Result<Latest, StoreError> {
    let mut latest = Latest::default();
    // A draft has said nothing about opening or wording yet.
    latest.states.insert(conversation.0, State::Draft);
    latest.versions.insert(conversation.0, 1);
    for event in read_events(conn, conversation).await? {
        latest.take(conversation.0, &event);
    }
    latest.answers.retain(|_, row| row.is_some());
    latest.ballots.retain(|_, row| row.is_some());
    Ok(latest)
}

async fn latest_by_tables(conn: &mut Conn, conversation: ConversationId) -> Result<Latest, StoreError> {
    let mut latest = Latest::default();
    let answers = rows!(
        conn,
        (i64, i64, i64, i64, i64),
        "select participant, statement, answer, version, seq from votes where conversation_id = $1",
        conversation.0
    )
    .doing("reading votes")?;
    for (participant, statement, answer, version, seq) in answers {
        latest.answers.insert((conversation.0, participant, statement), Some([answer, version, seq]));
    }
    let ballots = rows!(
        conn,
        (i64, i64, i64, i64),
        "select participant, options, version, seq from ballots where conversation_id = $1",
        conversation.0
    )
    .doing("reading ballots")?;
    for (participant, options, version, seq) in ballots {
        latest.ballots.insert((conversation.0, participant), Some([options, version, seq]));
    }
    let statements =
        rows!(conn, (i64, i64), "select number, state from statements where conversation_id = $1", conversation.0)
            .doing("reading statements")?;
    for (number, state) in statements {
        let state = StatementState::from_code(state)
            .ok_or_else(|| StoreError::Damaged(format!("statement {number} has the unknown state {state}")))?;
        latest.statements.insert((conversation.0, number), state);
    }
    let sql = "select number, state from comments where conversation_id = $1";
    let comments = rows!(conn, (i64, i64), sql, conversation.0).doing("reading comments")?;
    for (number, state) in comments {
        let state = CommentState::from_code(state)
            .ok_or_else(|| StoreError::Damaged(format!("comment {number} has the unknown state {state}")))?;
        latest.comments.insert((conversation.0, number), state);
    }
    let sql = "select state, version from conversations where id = $1";
    let states = rows!(conn, (String, i64), sql, conversation.0).doing("reading the conversation")?;
    for (state, version) in states {
        latest.versions.insert(conversation.0, version);
        let state = State::from_word(&state)
            .ok_or_else(|| StoreError::Damaged(format!("the conversation has the unknown state `{state}`")))?;
        latest.states.insert(conversation.0, state);
    }
    Ok(latest)
}

async fn rebuild(conn: &mut Conn, conversation: ConversationId, latest: &Latest) -> Result<(), StoreError> {
    exec!(conn, "delete from votes where conversation_id = $1", conversation.0).doing("clearing votes")?;
    exec!(conn, "delete from ballots where conversation_id = $1", conversation.0).doing("clearing ballots")?;
    latest.write(conn).await?;
    for (&(_, number), state) in &latest.statements {
        exec!(
            conn,
            "update statements set state = $1 where conversation_id = $2 and number = $3",
            state.code(),
            conversation.0,
            number
        )
        .doing("rebuilding statements")?;
    }
    for (&(_, number), state) in &latest.comments {
        let sql = "update comments set state = $1 where conversation_id = $2 and number = $3";
        exec!(conn, sql, state.code(), conversation.0, number).doing("rebuilding comments")?;
    }
    for (state, version) in latest.states.values().zip(latest.versions.values()) {
        let sql = "update conversations set state = $1, version = $2 where id = $3";
        exec!(conn, sql, state.word(), *version, conversation.0).doing("rebuilding the conversation")?;
    }
    Ok(())
}

/// Upserts rows of conversation, participant, statement, answer, version, seq: one statement however many.
async fn upsert_answers(conn: &mut Conn, rows: &[[i64; 6]]) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    match conn {
        Conn::Sqlite(c) => {
            let json = json_rows(rows, |json, row| {
                let [c, p, s, a, v, q] = row;
                let _ = write!(json, "{c},{p},{s},{a},{v},{q}");
            });
            // "where true" tells SQLite that "on conflict" is not a join's.
            sqlx::query(
                "insert into votes (conversation_id, participant, statement, answer, version, seq)
                 select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5 from json_each($1) where true
                 on conflict (conversation_id, participant, statement)
                 do update set answer = excluded.answer, version = excluded.version, seq = excluded.seq",
            )
            .bind(json)
            .execute(&mut **c)
            .await
        }
        Conn::Postgres(c) => {
            let column = |of: fn(&[i64; 6]) -> i64| rows.iter().map(of).collect::<Vec<i64>>();
            sqlx::query(
                "insert into votes (conversation_id, participant, statement, answer, version, seq)
                 select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
                 on conflict (conversation_id, participant, statement)
                 do update set answer = excluded.answer, version = excluded.version, seq = excluded.seq",
            )
            .bind(column(|[c, ..]| *c))
            .bind(column(|[_, p, ..]| *p))
            .bind(column(|[_, _, s, ..]| *s))
            .bind(column(|[_, _, _, a, ..]| *a))
            .bind(column(|[.., v, _]| *v))
            .bind(column(|[.., q]| *q))
            .execute(&mut **c)
            .await
            .map(|_| Default::default())
        }
    }
    .doing("keeping latest answers")?;
    Ok(())
}

async fn write_ballot(
    conn: &mut Conn,
    conversation: i64,
    participant: i64,
    row: Option<[i64; 3]>,
) -> Result<(), StoreError> {
    match row {
        Some([options, version, seq]) => exec!(
            conn,
            "insert into ballots (conversation_id, participant, options, version, seq) values ($1, $2, $3, $4, $5)
             on conflict (conversation_id, participant)
             do update set options = excluded.options, version = excluded.version, seq = excluded.seq",
            conversation,
            participant,
            options,
            version,
            seq
        ),
        None => exec!(
            conn,
            "delete from ballots where conversation_id = $1 and participant = $2",
            conversation,
            participant
        ),
    }
    .doing("keeping a ballot")
    .map(|_| ())
}

/// Tells of every key whose values differ, or that only one side has.
fn compare<K: Ord, V: PartialEq + std::fmt::Debug>(
    found: &BTreeMap<K, V>,
    expected: &BTreeMap<K, V>,
    mut note: impl FnMut(&K, String, String),
) {
    let show = |value: Option<&V>| value.map_or_else(|| "nothing".to_owned(), |value| format!("{value:?}"));
    for (key, value) in expected {
        if found.get(key) != Some(value) {
            note(key, show(found.get(key)), show(Some(value)));
        }
    }
    for (key, value) in found.iter().filter(|(key, _)| !expected.contains_key(key)) {
        note(key, show(Some(value)), "nothing".to_owned());
    }
}
