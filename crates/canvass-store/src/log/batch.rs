//! The rows of one group commit, and how they are written in a handful of statements.
//!
//! Hot rows (events, latest answers, showings) go in one statement a table: as JSON on SQLite, as arrays on
//! PostgreSQL. Rare rows go one by one with one text for both databases.

use crate::db::checkpoint::Takes;
use crate::db::connection::{Conn, exec};
use crate::db::json_rows::json_rows;
use crate::error::{Doing, StoreError};
use crate::log::command::{IdempotencyKey, Key, Receipt, WatchChange};
use crate::log::hash::LogEnd;
use crate::log::latest::Latest;
use crate::tables::audit::{AuditEntry, write_audit};
use crate::tables::authors::write_author;
use crate::tables::comments::{CommentChange, ReportChange, drop_change, write_change, write_comment, write_report};
use crate::tables::identity::DeclaredRows;
use crate::tables::identity::{declare, erase};
use crate::tables::watch;
use canvass_domain::{
    Arrival, Channel, CommentCard, CommentId, CommentWords, ConversationId, Event, EventRow, Exclusion, Fact, Millis,
    ParticipantId, ReaderMarks, Ruling, Showing, State, Statement, StatementId, StatementText, Target, day_of,
};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Rows to be written together.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub events: Vec<(ConversationId, Event)>,
    /// The mark of each event, in their order.
    pub marks: Vec<i64>,
    /// Where the logs end with these events.
    pub ends: BTreeMap<ConversationId, LogEnd>,
    pub statements: Vec<(ConversationId, Statement)>,
    pub rulings: Vec<(ConversationId, Target, Ruling)>,
    pub comments: Vec<(ConversationId, CommentCard, CommentWords)>,
    pub changed: Vec<(ConversationId, CommentId, CommentChange)>,
    pub reworded: Vec<(ConversationId, StatementId, StatementText)>,
    pub reports: Vec<(ConversationId, ReportChange)>,
    pub audit: Vec<AuditEntry>,
    pub arrivals: Vec<(ConversationId, Arrival)>,
    pub keys: Vec<(ConversationId, Key, ParticipantId)>,
    pub showings: Vec<(ConversationId, Showing)>,
    pub declared: Vec<DeclaredRows>,
    pub marked: Vec<(ConversationId, ParticipantId, ReaderMarks)>,
    /// Changes to what conversations are watched by.
    pub watches: Vec<(ConversationId, WatchChange)>,
    /// Readers excluded together; their number is given by the writing.
    pub exclusions: Vec<(ConversationId, Exclusion)>,
    pub erased: Vec<(ConversationId, ParticipantId)>,
    pub instruments: Vec<InstrumentRow>,
    pub keyed: Vec<(IdempotencyKey, Receipt, Millis)>,
    pub made_public: Vec<ConversationId>,
    pub deleted: Vec<ConversationId>,
}

/// One version of an instrument.
#[derive(Debug)]
pub(crate) struct InstrumentRow {
    pub conversation: ConversationId,
    pub version: u32,
    pub document: String,
    pub at_ms: Millis,
}

impl Batch {
    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.events.is_empty()
            && self.arrivals.is_empty()
            && self.keys.is_empty()
            && self.showings.is_empty()
            && self.declared.is_empty()
            && self.marked.is_empty()
            && self.watches.is_empty()
            && self.exclusions.is_empty()
            && self.erased.is_empty()
            && self.instruments.is_empty()
            && self.statements.is_empty()
            && self.keyed.is_empty()
            && self.changed.is_empty()
            && self.reworded.is_empty()
            && self.reports.is_empty()
            && self.audit.is_empty()
            && self.made_public.is_empty()
            && self.deleted.is_empty()
    }

    /// Whether something is gone with it that must not stay in the write-ahead log.
    pub(crate) fn takes(&self) -> Takes {
        let is_nothing = self.erased.is_empty()
            && self.changed.is_empty()
            && self.reworded.is_empty()
            && self.rulings.is_empty()
            && self.declared.is_empty()
            && self.reports.is_empty()
            && self.deleted.is_empty();
        if is_nothing { Takes::Nothing } else { Takes::Away }
    }

    /// Writes everything inside the transaction the connection is in.
    pub(crate) async fn write(&self, conn: &mut Conn) -> Result<(), StoreError> {
        write_events(conn, &self.events, &self.marks, &self.ends).await?;
        Latest::of(&self.events).write(conn).await?;
        self.write_states(conn).await?;
        for (conversation, statement) in &self.statements {
            write_statement(conn, *conversation, statement).await?;
        }
        self.write_talk(conn).await?;
        self.write_decisions(conn).await?;
        self.write_people(conn).await?;
        write_showings(conn, &self.showings).await?;
        self.write_instruments(conn).await?;
        self.write_keyed(conn).await?;
        for (conversation, change) in &self.watches {
            watch::write_change(conn, *conversation, *change).await?;
        }
        for (conversation, exclusion) in &self.exclusions {
            watch::write_exclusion(conn, *conversation, exclusion).await?;
        }
        for conversation in &self.made_public {
            let sql = "update conversations set is_private = 0 where id = $1";
            exec!(conn, sql, conversation.0).doing("making a conversation public")?;
        }
        for conversation in &self.deleted {
            crate::tables::delete::delete(conn, *conversation).await?;
        }
        Ok(())
    }

    /// Takes out what would be written of a conversation that goes.
    pub(crate) fn forget(&mut self, gone: ConversationId) {
        macro_rules! without {
            ($($rows:ident),+) => {$( self.$rows.retain(|row| row.0 != gone); )+};
        }
        let is_kept: Vec<bool> = self.events.iter().map(|row| row.0 != gone).collect();
        let mut kept = is_kept.iter();
        self.marks.retain(|_| kept.next().copied().unwrap_or(true));
        self.ends.remove(&gone);
        without!(
            events, statements, rulings, comments, changed, reworded, reports, arrivals, keys, showings, erased,
            marked, watches, exclusions
        );
        self.declared.retain(|row| row.conversation != gone);
        self.instruments.retain(|row| row.conversation != gone);
        self.made_public.retain(|id| *id != gone);
    }

    async fn write_states(&self, conn: &mut Conn) -> Result<(), StoreError> {
        for (conversation, event) in &self.events {
            let state = match event.fact {
                Fact::Opened => State::Open,
                Fact::Closed | Fact::ClosedByClock => State::Closed,
                _ => continue,
            };
            exec!(conn, "update conversations set state = $1 where id = $2", state.word(), conversation.0)
                .doing("opening or closing")?;
        }
        Ok(())
    }

    async fn write_decisions(&self, conn: &mut Conn) -> Result<(), StoreError> {
        for (conversation, event) in &self.events {
            if let Fact::StatementDecided { statement, state } = event.fact {
                exec!(
                    conn,
                    "update statements set state = $1, decided_here = 1 where conversation_id = $2 and number = $3",
                    state.code(),
                    conversation.0,
                    i64::from(statement.0)
                )
                .doing("deciding on a statement")?;
            }
            if let Fact::CommentDecided { comment, state } = event.fact {
                let sql = "update comments set state = $1 where conversation_id = $2 and number = $3";
                exec!(conn, sql, state.code(), conversation.0, i64::from(comment.0)).doing("deciding on a comment")?;
                drop_change(conn, *conversation, i64::from(comment.0)).await?;
            }
        }
        for (conversation, target, Ruling { rule, reason }) in &self.rulings {
            let (sql, number) = match target {
                Target::Statement(id) => {
                    ("update statements set rule = $1, reason = $2 where conversation_id = $3 and number = $4", id.0)
                }
                Target::Comment(id) => {
                    ("update comments set rule = $1, reason = $2 where conversation_id = $3 and number = $4", id.0)
                }
            };
            exec!(conn, sql, rule.as_deref(), reason.as_deref(), conversation.0, i64::from(number))
                .doing("keeping a reason")?;
        }
        for (conversation, statement, text) in &self.reworded {
            let sql = "update statements set text = $1 where conversation_id = $2 and number = $3";
            exec!(conn, sql, text.as_str(), conversation.0, i64::from(statement.0)).doing("mending a statement")?;
        }
        Ok(())
    }

    async fn write_talk(&self, conn: &mut Conn) -> Result<(), StoreError> {
        for (conversation, card, words) in &self.comments {
            write_comment(conn, *conversation, card, words).await?;
        }
        for (conversation, comment, change) in &self.changed {
            write_change(conn, *conversation, *comment, change).await?;
        }
        for (conversation, change) in &self.reports {
            write_report(conn, *conversation, change).await?;
        }
        for entry in &self.audit {
            write_audit(conn, entry).await?;
        }
        Ok(())
    }

    async fn write_people(&self, conn: &mut Conn) -> Result<(), StoreError> {
        for (conversation, arrival) in &self.arrivals {
            exec!(
                conn,
                "insert into participants
                   (conversation_id, number, assurance, via, external_id, published_group, arrived_ms, marks, channel)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                conversation.0,
                i64::from(arrival.participant.0),
                arrival.assurance.word(),
                arrival.via.word(),
                arrival.external_id.as_deref(),
                arrival.published_group.map(i64::from),
                day_of(arrival.at_ms),
                arrival.marks.bits(),
                arrival.channel.map(Channel::word)
            )
            .doing("admitting a participant")?;
        }
        for (conversation, key, participant) in &self.keys {
            exec!(
                conn,
                "insert into participant_keys (conversation_id, key, participant) values ($1, $2, $3)
                 on conflict (conversation_id, key) do update set participant = excluded.participant",
                conversation.0,
                key.hex(),
                i64::from(participant.0)
            )
            .doing("keeping a participant's key")?;
        }
        for rows in &self.declared {
            declare(conn, rows).await?;
        }
        watch::write_marks(conn, &self.marked).await?;
        for (conversation, participant) in &self.erased {
            // Theirs is the event that erased them.
            let of = |(id, event): &&(ConversationId, Event)| {
                *id == *conversation && event.fact == Fact::ParticipantErased { participant: *participant }
            };
            let at_ms = self.events.iter().find(of).map_or(0, |(_, event)| event.at_ms);
            erase(conn, *conversation, *participant, at_ms).await?;
        }
        Ok(())
    }

    async fn write_instruments(&self, conn: &mut Conn) -> Result<(), StoreError> {
        for row in &self.instruments {
            exec!(
                conn,
                "insert into instruments (conversation_id, version, document, created_ms) values ($1, $2, $3, $4)
                 on conflict (conversation_id, version) do update set document = excluded.document",
                row.conversation.0,
                i64::from(row.version),
                row.document.as_str(),
                row.at_ms
            )
            .doing("keeping the wording")?;
            exec!(
                conn,
                "update conversations set version = $1 where id = $2",
                i64::from(row.version),
                row.conversation.0
            )
            .doing("keeping the wording's version")?;
        }
        Ok(())
    }

    async fn write_keyed(&self, conn: &mut Conn) -> Result<(), StoreError> {
        for (key, receipt, at_ms) in &self.keyed {
            exec!(
                conn,
                "insert into idempotency (scope, body, receipt, at_ms) values ($1, $2, $3, $4)
                 on conflict (scope) do update
                 set body = excluded.body, receipt = excluded.receipt, at_ms = excluded.at_ms",
                key.scope.hex(),
                key.body.hex(),
                receipt.to_text(),
                *at_ms
            )
            .doing("keeping an idempotency key")?;
        }
        Ok(())
    }
}

/// Appends events with their marks, and keeps where the logs end with them: sent as one however many there are, since
/// each time that the database is asked costs a group of one vote a tenth of its time.
pub(crate) async fn write_events(
    conn: &mut Conn,
    events: &[(ConversationId, Event)],
    marks: &[i64],
    ends: &BTreeMap<ConversationId, LogEnd>,
) -> Result<(), StoreError> {
    debug_assert_eq!(events.len(), marks.len(), "each event has its mark");
    if events.is_empty() {
        return Ok(());
    }
    let row = |((conversation, event), mark): (&(ConversationId, Event), &i64)| (conversation.0, event.to_row(), *mark);
    let rows: Vec<(i64, EventRow, i64)> = events.iter().zip(marks).map(row).collect();
    match conn {
        Conn::Sqlite(c) => {
            let json = json_rows(&rows, |json, (conversation, row, mark)| {
                let _ = write!(json, "{conversation},{},{},{}", row.seq, row.at_ms, row.kind);
                for value in [row.participant, row.object, row.value, row.version] {
                    let _ = match value {
                        Some(value) => write!(json, ",{value}"),
                        None => write!(json, ",null"),
                    };
                }
                let _ = write!(json, ",{mark}");
            });
            let ends: Vec<_> = ends.iter().collect();
            let json_ends = json_rows(&ends, |json, (conversation, LogEnd { seq, hash })| {
                let _ = write!(json, "{conversation},{seq},\"{}\"", hash.hex());
            });
            sqlx::query(
                "insert into events (conversation_id, seq, at_ms, kind, participant, object, value, version, mark)
                 select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8
                 from json_each($1);
                 insert into logs (conversation_id, seq, hash)
                 select value->>0, value->>1, value->>2 from json_each($2) where true
                 on conflict (conversation_id) do update set seq = excluded.seq, hash = excluded.hash",
            )
            .bind(json)
            .bind(json_ends)
            .execute(&mut **c)
            .await
        }
        Conn::Postgres(c) => {
            type Row = (i64, EventRow, i64);
            let column = |of: fn(&Row) -> i64| rows.iter().map(of).collect::<Vec<i64>>();
            let optional = |of: fn(&Row) -> Option<i64>| rows.iter().map(of).collect::<Vec<Option<i64>>>();
            sqlx::query(
                "with appended as (
                   insert into events (conversation_id, seq, at_ms, kind, participant, object, value, version, mark)
                   select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[],
                                        $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[]))
                 insert into logs (conversation_id, seq, hash)
                 select * from unnest($10::bigint[], $11::bigint[], $12::text[])
                 on conflict (conversation_id) do update set seq = excluded.seq, hash = excluded.hash",
            )
            .bind(column(|r| r.0))
            .bind(column(|r| r.1.seq))
            .bind(column(|r| r.1.at_ms))
            .bind(column(|r| r.1.kind))
            .bind(optional(|r| r.1.participant))
            .bind(optional(|r| r.1.object))
            .bind(optional(|r| r.1.value))
            .bind(optional(|r| r.1.version))
            .bind(column(|r| r.2))
            .bind(ends.keys().map(|conversation| conversation.0).collect::<Vec<i64>>())
            .bind(ends.values().map(LogEnd::row_seq).collect::<Vec<i64>>())
            .bind(ends.values().map(|end| end.hash.hex()).collect::<Vec<String>>())
            .execute(&mut **c)
            .await
            .map(|_| Default::default())
        }
    }
    .doing("appending to the log")?;
    Ok(())
}

/// Logs showings: one statement however many there are.
pub(crate) async fn write_showings(conn: &mut Conn, showings: &[(ConversationId, Showing)]) -> Result<(), StoreError> {
    if showings.is_empty() {
        return Ok(());
    }
    match conn {
        Conn::Sqlite(c) => {
            let json = json_rows(showings, |json, (conversation, s)| {
                let _ = write!(json, "{conversation},{},{},{},{}", s.participant, s.statement, s.at_ms, s.probability);
            });
            sqlx::query(
                "insert into showings (conversation_id, participant, statement, at_ms, probability)
                 select value->>0, value->>1, value->>2, value->>3, value->>4 from json_each($1)",
            )
            .bind(json)
            .execute(&mut **c)
            .await
        }
        Conn::Postgres(c) => {
            let column = |of: fn(&(ConversationId, Showing)) -> i64| showings.iter().map(of).collect::<Vec<i64>>();
            sqlx::query(
                "insert into showings (conversation_id, participant, statement, at_ms, probability)
                 select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::float8[])",
            )
            .bind(column(|r| r.0.0))
            .bind(column(|r| i64::from(r.1.participant.0)))
            .bind(column(|r| i64::from(r.1.statement.0)))
            .bind(column(|r| r.1.at_ms))
            .bind(showings.iter().map(|r| r.1.probability).collect::<Vec<f64>>())
            .execute(&mut **c)
            .await
            .map(|_| Default::default())
        }
    }
    .doing("logging what was shown")?;
    Ok(())
}

/// Writes one statement's row.
pub(crate) async fn write_statement(
    conn: &mut Conn,
    conversation: ConversationId,
    statement: &Statement,
) -> Result<(), StoreError> {
    exec!(
        conn,
        "insert into statements
           (conversation_id, number, text, origin, state, reason, decided_here, added_ms, rule)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        conversation.0,
        i64::from(statement.id.0),
        statement.text.as_deref(),
        statement.origin.code(),
        statement.state.code(),
        statement.reason.as_deref(),
        i64::from(statement.decided_here),
        statement.added_ms,
        statement.rule.as_deref()
    )
    .doing("keeping a statement")?;
    // What has no words any more has no author either.
    let author = statement.author.filter(|_| statement.text.is_some());
    write_author(conn, conversation, Target::Statement(statement.id), author).await
}
