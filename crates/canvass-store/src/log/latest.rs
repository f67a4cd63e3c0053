//! The latest answers of a group, and the tables that hold them.

use crate::db::connection::{Conn, exec};
use crate::db::json_rows::json_rows;
use crate::error::{Doing, StoreError};
use canvass_domain::{Answer, ConversationId, Event, Fact, State};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Latest answers written in one statement.
const CHUNK: usize = 5_000;

/// Latest state as the log has it; a value of `None` means the row must not be there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Latest {
    pub answers: BTreeMap<AnswerKey, Option<Kept>>,
    pub ballots: BTreeMap<BallotKey, Option<[i64; 3]>>,
    /// Codes and words as the tables keep them: what a table says may be nothing we know.
    pub statements: BTreeMap<(i64, i64), i64>,
    pub comments: BTreeMap<(i64, i64), i64>,
    pub states: BTreeMap<i64, String>,
    pub versions: BTreeMap<i64, i64>,
}

/// Conversation, participant, statement; small, as there may be millions.
pub(crate) type AnswerKey = (i64, u32, u32);
/// Seq, version, code.
pub(crate) type Kept = (i64, u32, u8);
/// Conversation, participant.
pub(crate) type BallotKey = (i64, i64);

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

/// Upserts rows of conversation, participant, statement, answer, version, seq: one statement however many.
pub(crate) async fn upsert_answers(conn: &mut Conn, rows: &[[i64; 6]]) -> Result<(), StoreError> {
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

pub(crate) async fn write_ballot(
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
