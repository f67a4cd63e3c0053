//! The tables of latest state: what they hold follows from the log alone.

use crate::authors::blank_unowned;
use crate::batch::json_rows;
use crate::check::{Log, Mending, Notes, read_log};
use crate::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::identity::erase;
use canvass_domain::{Answer, ConversationId, Event, Fact, State, StatementState};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Latest answers written in one statement.
const CHUNK: usize = 5_000;

/// Latest state as the log has it; a value of `None` means the row must not be there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Latest {
    answers: BTreeMap<AnswerKey, Option<Kept>>,
    ballots: BTreeMap<BallotKey, Option<[i64; 3]>>,
    /// Codes and words as the tables keep them: what a table says may be nothing we know.
    statements: BTreeMap<(i64, i64), i64>,
    comments: BTreeMap<(i64, i64), i64>,
    states: BTreeMap<i64, String>,
    versions: BTreeMap<i64, i64>,
}

/// Conversation, participant, statement; small, as there may be millions.
type AnswerKey = (i64, u32, u32);
/// Seq, version, code.
type Kept = (i64, u32, u8);
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
            Fact::VoteCast { participant, statement, vote, version } => {
                let code = Answer::Voted(vote).code();
                self.answers.insert((conversation, participant.0, statement.0), Some((row.seq, version, code)));
            }
            Fact::StatementSkipped { participant, statement, version } => {
                let code = Answer::Skipped.code();
                self.answers.insert((conversation, participant.0, statement.0), Some((row.seq, version, code)));
            }
            Fact::VoteWithdrawn { participant, statement } => {
                self.answers.insert((conversation, participant.0, statement.0), None);
            }
            Fact::BallotCast { .. } => {
                let options = row.value.unwrap_or_default();
                self.ballots.insert((conversation, by), Some([options, version, row.seq]));
            }
            Fact::BallotWithdrawn { .. } => {
                self.ballots.insert((conversation, by), None);
            }
            Fact::StatementAdded { state, .. } | Fact::StatementDecided { state, .. } => {
                self.statements.insert((conversation, about), state.code());
            }
            Fact::CommentPosted { state, .. } | Fact::CommentDecided { state, .. } => {
                self.comments.insert((conversation, about), state.code());
            }
            Fact::Opened => {
                self.states.insert(conversation, State::Open.word().to_owned());
            }
            Fact::Closed | Fact::ClosedByClock => {
                self.states.insert(conversation, State::Closed.word().to_owned());
            }
            Fact::InstrumentChanged { .. } => {
                self.versions.insert(conversation, version);
            }
            // What a statement is about stands in the log alone.
            Fact::StatementMarked { .. }
            | Fact::ParticipantBanned { .. }
            | Fact::ParticipantReinstated { .. }
            | Fact::ParticipantErased { .. } => {}
        }
    }

    /// Takes the next event of a whole log: what was taken back leaves nothing behind.
    pub(crate) fn follow(&mut self, conversation: ConversationId, event: &Event) {
        self.take(conversation.0, event);
        match event.fact {
            Fact::VoteWithdrawn { participant, statement } => {
                self.answers.remove(&(conversation.0, participant.0, statement.0));
            }
            Fact::BallotWithdrawn { participant } => {
                self.ballots.remove(&(conversation.0, i64::from(participant.0)));
            }
            _ => {}
        }
    }

    /// Of a log without events: a draft has said nothing about opening or wording yet.
    pub(crate) fn start(conversation: ConversationId) -> Self {
        let mut latest = Self::default();
        latest.states.insert(conversation.0, State::Draft.word().to_owned());
        latest.versions.insert(conversation.0, 1);
        latest
    }

    /// Writes latest answers and ballots over what is there.
    pub(crate) async fn write(&self, conn: &mut Conn) -> Result<(), StoreError> {
        let mut upserts = self.answers.iter().filter_map(|(&(conversation, participant, statement), row)| {
            let (seq, version, code) = (*row)?;
            let [participant, statement, version] = [participant, statement, version].map(i64::from);
            Some([conversation, participant, statement, i64::from(code), version, seq])
        });
        loop {
            let chunk: Vec<[i64; 6]> = upserts.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                break;
            }
            upsert_answers(conn, &chunk).await?;
        }
        for (&(conversation, participant, statement), _) in self.answers.iter().filter(|(_, row)| row.is_none()) {
            exec!(
                conn,
                "delete from votes where conversation_id = $1 and participant = $2 and statement = $3",
                conversation,
                i64::from(participant),
                i64::from(statement)
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
    /// Makes anew what follows from the log of one conversation: the tables of latest state, and that nothing is left
    /// of whoever was erased. Needs the writer's lock.
    ///
    /// # Errors
    /// When the database cannot be read or written, or the log is damaged; nothing is changed then.
    pub async fn rebuild_derived(&self, conversation: ConversationId) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let rebuilt = async {
            let log = read_log(&mut conn, conversation).await?.whole(conversation)?;
            rebuild(&mut conn, conversation, &log.latest).await?;
            erase_again(&mut conn, conversation, &log).await?;
            blank_unowned(&mut conn, conversation).await
        };
        let rebuilt = rebuilt.await;
        conn.end(rebuilt).await
    }
}

/// Compares the derived tables of one conversation with its log.
pub(crate) async fn compare(
    conn: &mut Conn,
    conversation: ConversationId,
    expected: &Latest,
    notes: &mut Notes<'_>,
) -> Result<(), StoreError> {
    compare_answers(conn, conversation, expected, notes).await?;
    let found = latest_by_tables(conn, conversation).await?;
    let ballot = |row: &Option<[i64; 3]>| {
        row.map_or_else(String::new, |[options, version, seq]| {
            format!("options {options:#b} (version {version}, event {seq})")
        })
    };
    let state = |code: &i64| {
        StatementState::from_code(*code).map_or_else(|| format!("unknown {code}"), |state| state.word().to_owned())
    };
    let mut note = |table: &str, row: String, found: Option<String>, expected: Option<String>| {
        // A statement's words follow from nothing: where its row is gone, or too many, that stays so.
        let is_lost = matches!(table, "statements" | "comments") && (found.is_none() || expected.is_none());
        let mending = if is_lost { Mending::Nothing } else { Mending::Rebuild };
        let say = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
        notes.add(mending, table, row, format_args!("the table says {}, the log says {}", say(found), say(expected)));
    };
    differing(&found.ballots, &expected.ballots, ballot, |(_, who), f, e| {
        note("ballots", format!("participant {who}"), f, e);
    });
    differing(&found.statements, &expected.statements, state, |(_, number), f, e| {
        note("statements", format!("statement {number}"), f, e);
    });
    differing(&found.comments, &expected.comments, state, |(_, number), f, e| {
        note("comments", format!("comment {number}"), f, e);
    });
    differing(&found.states, &expected.states, Clone::clone, |id, f, e| {
        note("conversations", format!("conversation {id}"), f, e);
    });
    differing(
        &found.versions,
        &expected.versions,
        |version| format!("version {version}"),
        |id, f, e| {
            note("conversations", format!("conversation {id}"), f, e);
        },
    );
    Ok(())
}

/// Row by row in the order of their key, since all of both sides at once would take twice the memory.
async fn compare_answers(
    conn: &mut Conn,
    conversation: ConversationId,
    expected: &Latest,
    notes: &mut Notes<'_>,
) -> Result<(), StoreError> {
    let say = |row: Option<[i64; 3]>| {
        row.map_or_else(
            || "nothing".to_owned(),
            |[code, version, seq]| {
                let word = Answer::from_code(code)
                    .map_or_else(|| format!("unknown {code}"), |answer| answer.word().to_owned());
                format!("{word} (version {version}, event {seq})")
            },
        )
    };
    let mut note = |(who, what): (i64, i64), found, expected| {
        let row = format_args!("participant {who}, statement {what}").to_string();
        let what = format_args!("the table says {}, the log says {}", say(found), say(expected)).to_string();
        notes.add(Mending::Rebuild, "votes", row, what);
    };
    let row = |(&(_, who, what), kept): (&AnswerKey, &Option<Kept>)| {
        let (seq, version, code) = (*kept)?;
        Some(((i64::from(who), i64::from(what)), [i64::from(code), i64::from(version), seq]))
    };
    let mut expected = expected.answers.iter().filter_map(row).peekable();
    let mut after = (i64::MIN, i64::MIN);
    loop {
        let found = read_answers_after(conn, conversation, after).await?;
        let Some((last, _)) = found.last() else { break };
        after = *last;
        for (key, there) in found {
            while let Some((missing, row)) = expected.next_if(|(next, _)| *next < key) {
                note(missing, None, Some(row));
            }
            let row = expected.next_if(|(next, _)| *next == key).map(|(_, row)| row);
            if row != Some(there) {
                note(key, Some(there), row);
            }
        }
    }
    expected.for_each(|(missing, row)| note(missing, None, Some(row)));
    Ok(())
}

/// The next rows of latest answers by participant and statement.
async fn read_answers_after(
    conn: &mut Conn,
    conversation: ConversationId,
    (participant, statement): (i64, i64),
) -> Result<Vec<((i64, i64), [i64; 3])>, StoreError> {
    let found = rows!(
        conn,
        (i64, i64, i64, i64, i64),
        "select participant, statement, answer, version, seq from votes
         where conversation_id = $1 and (participant, statement) > ($2, $3)
         order by participant, statement limit 10000",
        conversation.0,
        participant,
        statement
    )
    .doing("reading votes")?;
    let row = |(participant, statement, answer, version, seq)| ((participant, statement), [answer, version, seq]);
    Ok(found.into_iter().map(row).collect())
}

async fn latest_by_tables(conn: &mut Conn, conversation: ConversationId) -> Result<Latest, StoreError> {
    let mut latest = Latest::default();
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
        latest.statements.insert((conversation.0, number), state);
    }
    let sql = "select number, state from comments where conversation_id = $1";
    let comments = rows!(conn, (i64, i64), sql, conversation.0).doing("reading comments")?;
    for (number, state) in comments {
        latest.comments.insert((conversation.0, number), state);
    }
    let sql = "select state, version from conversations where id = $1";
    let states = rows!(conn, (String, i64), sql, conversation.0).doing("reading the conversation")?;
    for (state, version) in states {
        latest.versions.insert(conversation.0, version);
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
            *state,
            conversation.0,
            number
        )
        .doing("rebuilding statements")?;
    }
    for (&(_, number), state) in &latest.comments {
        let sql = "update comments set state = $1 where conversation_id = $2 and number = $3";
        exec!(conn, sql, *state, conversation.0, number).doing("rebuilding comments")?;
    }
    for (state, version) in latest.states.values().zip(latest.versions.values()) {
        let sql = "update conversations set state = $1, version = $2 where id = $3";
        exec!(conn, sql, state.as_str(), *version, conversation.0).doing("rebuilding the conversation")?;
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

async fn erase_again(conn: &mut Conn, conversation: ConversationId, log: &Log) -> Result<(), StoreError> {
    for (participant, at_ms) in &log.erased {
        erase(conn, conversation, *participant, *at_ms).await?;
    }
    Ok(())
}

/// Tells of every key whose values differ, or that only one side has.
fn differing<K: Ord, V: PartialEq>(
    found: &BTreeMap<K, V>,
    expected: &BTreeMap<K, V>,
    show: impl Fn(&V) -> String,
    mut note: impl FnMut(&K, Option<String>, Option<String>),
) {
    for (key, value) in expected {
        let there = found.get(key);
        if there != Some(value) {
            note(key, there.map(&show), Some(show(value)));
        }
    }
    for (key, value) in found.iter().filter(|(key, _)| !expected.contains_key(key)) {
        note(key, Some(show(value)), None);
    }
}
