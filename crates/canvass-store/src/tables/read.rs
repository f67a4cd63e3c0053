//! Reading what the live state is made of, and what belongs to one participant.

use crate::db::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::log::command::{Key, Receipt};
use canvass_domain::{
    Assurance, Channel, Conversation, ConversationId, Event, EventRow, Instrument, Millis, Origin, ParticipantId,
    Provenance, ReaderMarks, Slug, State, Statement, StatementId, StatementState, Visibility,
};

/// How one participant came, as far as it is still known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipantRow {
    /// How much stands behind it.
    pub assurance: Option<String>,
    /// By what way.
    pub via: Option<String>,
    /// First seen.
    pub arrived_ms: Option<Millis>,
}

/// One thing a participant says about themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Key of the attribute.
    pub attribute: String,
    /// The answer's place among the attribute's options.
    pub option: u16,
    /// When they consented.
    pub at_ms: Millis,
}

/// One thing said about themselves by one of all participants, or taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who says it; nobody where it was taken back.
    pub participant: Option<ParticipantId>,
    /// Key of the attribute.
    pub attribute: String,
    /// The answer's place among the attribute's options.
    pub option: u16,
    /// Since when.
    pub at_ms: Millis,
}

type ConversationRow = (i64, String, String, i64, String, Option<String>, i64, i64, String);
type StatementRow = (i64, Option<String>, i64, Option<i64>, i64, Option<String>, i64, i64, Option<String>);
type LogRow = (i64, i64, i64, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
type MarkedRow = (i64, i64, i64, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);

impl Store {
    /// Every conversation, with its current wording, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn conversations(&self) -> Result<Vec<Conversation>, StoreError> {
        let mut conn = self.connection().await?;
        let found = rows!(
            conn,
            ConversationRow,
            "select c.id, c.slug, c.state, c.is_private, c.provenance, c.note, c.version, c.created_ms, i.document
             from conversations c join instruments i on i.conversation_id = c.id and i.version = c.version
             order by c.id"
        )
        .doing("reading conversations")?;
        found.into_iter().map(conversation).collect()
    }

    /// Every statement of a conversation, ascending by number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn statements(&self, conversation: ConversationId) -> Result<Vec<Statement>, StoreError> {
        read_statements(&mut self.connection().await?, conversation).await
    }

    /// The whole log of a conversation.
    ///
    /// # Errors
    /// When the database cannot be read, or holds what is no event.
    pub async fn events(&self, conversation: ConversationId) -> Result<Vec<Event>, StoreError> {
        read_events(&mut self.connection().await?, conversation).await
    }

    /// How one participant came.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn participant(
        &self,
        conversation: ConversationId,
        participant: ParticipantId,
    ) -> Result<Option<ParticipantRow>, StoreError> {
        let mut conn = self.connection().await?;
        let found = rows!(
            conn,
            (Option<String>, Option<String>, Option<i64>),
            "select assurance, via, arrived_ms from participants where conversation_id = $1 and number = $2",
            conversation.0,
            i64::from(participant.0)
        )
        .doing("reading a participant")?;
        Ok(found.into_iter().next().map(|(assurance, via, arrived_ms)| ParticipantRow { assurance, via, arrived_ms }))
    }

    /// What one participant says about themselves.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn declared(
        &self,
        conversation: ConversationId,
        participant: ParticipantId,
    ) -> Result<Vec<Declaration>, StoreError> {
        let mut conn = self.connection().await?;
        let found = rows!(
            conn,
            (String, i64, i64),
            "select attribute, option, at_ms from declared
             where conversation_id = $1 and participant = $2 order by attribute",
            conversation.0,
            i64::from(participant.0)
        )
        .doing("reading what a participant says about themselves")?;
        let declaration = |(attribute, option, at_ms): (String, i64, i64)| Declaration {
            attribute,
            option: u16::try_from(option).unwrap_or(u16::MAX),
            at_ms,
        };
        Ok(found.into_iter().map(declaration).collect())
    }

    /// What all participants of a conversation say about themselves, and when something was taken back: that has no
    /// participant any more.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn said(&self, conversation: ConversationId) -> Result<Vec<Said>, StoreError> {
        let mut conn = self.connection().await?;
        let found = rows!(
            conn,
            (Option<i64>, String, i64, i64),
            "select participant, attribute, option, at_ms from declared where conversation_id = $1
             union all
             select null, attribute, option, at_ms from taken_back where conversation_id = $1
             order by 4, 1, 2, 3",
            conversation.0
        )
        .doing("reading what participants say about themselves")?;
        let said = |(participant, attribute, option, at_ms): (Option<i64>, String, i64, i64)| Said {
            participant: participant.and_then(|number| u32::try_from(number).ok()).map(ParticipantId),
            attribute,
            option: u16::try_from(option).unwrap_or(u16::MAX),
            at_ms,
        };
        Ok(found.into_iter().map(said).collect())
    }

    /// Who has which marks, ascending; whoever has none is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn marks(&self, conversation: ConversationId) -> Result<Vec<(ParticipantId, ReaderMarks)>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select number, marks from participants where conversation_id = $1 and marks <> 0 order by number";
        let found = rows!(conn, (i64, i64), sql, conversation.0).doing("reading marks")?;
        let marks = |(number, bits): (i64, i64)| {
            let damaged = || StoreError::Damaged(format!("participant {number}: their marks cannot be read"));
            let participant = u32::try_from(number).map_err(|_| damaged())?;
            Ok((ParticipantId(participant), ReaderMarks::from_bits(bits).ok_or_else(damaged)?))
        };
        found.into_iter().map(marks).collect()
    }

    /// How much stands behind everybody, and through what they came; nobody where all are anonymous and by the page.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn ways_in(
        &self,
        conversation: ConversationId,
    ) -> Result<Vec<(ParticipantId, Assurance, Option<Channel>)>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select number from participants where conversation_id = $1
                   and (assurance <> 'anonymous' or (channel is not null and channel <> 'page')) limit 1";
        if rows!(conn, (i64,), sql, conversation.0).doing("looking for other ways in")?.is_empty() {
            return Ok(Vec::new());
        }
        let sql = "select number, assurance, channel from participants
                   where conversation_id = $1 and assurance is not null order by number";
        let found = rows!(conn, (i64, String, Option<String>), sql, conversation.0).doing("reading ways in")?;
        let way_in = |(number, assurance, channel): (i64, String, Option<String>)| {
            let damaged = || StoreError::Damaged(format!("participant {number}: their way in cannot be read"));
            let participant = u32::try_from(number).map_err(|_| damaged())?;
            let assurance = Assurance::from_word(&assurance).ok_or_else(damaged)?;
            let channel = channel.map(|word| Channel::from_word(&word).ok_or_else(damaged)).transpose()?;
            Ok((ParticipantId(participant), assurance, channel))
        };
        found.into_iter().map(way_in).collect()
    }

    /// The next entries of a log after one, by the count that has comments in it: at most so many.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn events_after(
        &self,
        conversation: ConversationId,
        after: u64,
        n_most: u32,
    ) -> Result<Vec<Event>, StoreError> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let rows = read_rows_after(&mut self.connection().await?, conversation, after, i64::from(n_most)).await?;
        let event = |(row, _): &(EventRow, Option<i64>)| {
            Event::from_row(row).map_err(|error| StoreError::Damaged(format!("conversation {conversation}: {error}")))
        };
        rows.iter().map(event).collect()
    }

    /// What was answered to a command under an idempotency key: the hash of what it said, and the receipt.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn remembered(&self, scope: &Key) -> Result<Option<(Key, Receipt)>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select body, receipt from idempotency where scope = $1";
        let found = rows!(conn, (String, String), sql, scope.hex()).doing("looking for an idempotency key")?;
        Ok(found.first().and_then(|(body, receipt)| Some((Key::from_hex(body)?, Receipt::from_text(receipt)?))))
    }

    /// How many showings of a conversation are logged, and the sum of their probabilities.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn showings(&self, conversation: ConversationId) -> Result<(u64, f64), StoreError> {
        let mut conn = self.connection().await?;
        let found = rows!(
            conn,
            (i64, f64),
            "select count(*), coalesce(sum(probability), 0.0) from showings where conversation_id = $1",
            conversation.0
        )
        .doing("counting showings")?;
        Ok(found.first().map_or((0, 0.0), |(n, sum)| (u64::try_from(*n).unwrap_or(0), *sum)))
    }

    /// A setting, made with `fresh` where there is none yet. Two processes that race get the same one.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn setting_or(&self, name: &str, fresh: &str) -> Result<String, StoreError> {
        let mut conn = self.connection().await?;
        exec!(conn, "insert into settings (name, value) values ($1, $2) on conflict (name) do nothing", name, fresh)
            .doing("making a setting")?;
        let found =
            rows!(conn, (String,), "select value from settings where name = $1", name).doing("reading a setting")?;
        found
            .into_iter()
            .next()
            .map(|(value,)| value)
            .ok_or_else(|| StoreError::Damaged(format!("the setting `{name}` is gone")))
    }

    /// Keeps a setting, whatever it was before. Needs no lock.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn put_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        let sql = "insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value";
        exec!(conn, sql, name, value).doing("keeping a setting").map(|_| ())
    }

    /// A setting, where it is there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let mut conn = self.connection().await?;
        let found =
            rows!(conn, (String,), "select value from settings where name = $1", name).doing("reading a setting")?;
        Ok(found.into_iter().next().map(|(value,)| value))
    }
}

/// The conversation of that name, with its current wording.
pub(crate) async fn read_conversation(conn: &mut Conn, slug: &Slug) -> Result<Option<Conversation>, StoreError> {
    let found = rows!(
        conn,
        ConversationRow,
        "select c.id, c.slug, c.state, c.is_private, c.provenance, c.note, c.version, c.created_ms, i.document
         from conversations c join instruments i on i.conversation_id = c.id and i.version = c.version
         where c.slug = $1",
        slug.as_str()
    )
    .doing("reading a conversation")?;
    found.into_iter().next().map(conversation).transpose()
}

/// Every statement of a conversation, ascending by number.
pub(crate) async fn read_statements(
    conn: &mut Conn,
    conversation: ConversationId,
) -> Result<Vec<Statement>, StoreError> {
    let found = rows!(
        conn,
        StatementRow,
        "select s.number, s.text, s.origin, a.participant, s.state, s.reason, s.decided_here, s.added_ms, s.rule
         from statements s left join authors a
           on a.conversation_id = s.conversation_id and a.kind = 'statement' and a.number = s.number
         where s.conversation_id = $1 order by s.number",
        conversation.0
    )
    .doing("reading statements")?;
    found.into_iter().map(statement).collect()
}

/// The whole log of a conversation.
pub(crate) async fn read_events(conn: &mut Conn, conversation: ConversationId) -> Result<Vec<Event>, StoreError> {
    let found = rows!(
        conn,
        LogRow,
        "select seq, at_ms, kind, participant, object, value, version
         from events where conversation_id = $1 order by seq",
        conversation.0
    )
    .doing("reading the log")?;
    let event = |(seq, at_ms, kind, participant, object, value, version): LogRow| {
        let row = EventRow { seq, at_ms, kind, participant, object, value, version };
        Event::from_row(&row).map_err(|error| StoreError::Damaged(format!("conversation {conversation}: {error}")))
    };
    found.into_iter().map(event).collect()
}

/// The next so many rows of a log with their marks, whatever they say. All of a long log is never in memory.
pub(crate) async fn read_rows_after(
    conn: &mut Conn,
    conversation: ConversationId,
    after: i64,
    n_most: i64,
) -> Result<Vec<(EventRow, Option<i64>)>, StoreError> {
    let found = rows!(
        conn,
        MarkedRow,
        "select seq, at_ms, kind, participant, object, value, version, mark
         from events where conversation_id = $1 and seq > $2 order by seq limit $3",
        conversation.0,
        after,
        n_most
    )
    .doing("reading the log")?;
    let row = |(seq, at_ms, kind, participant, object, value, version, mark): MarkedRow| {
        (EventRow { seq, at_ms, kind, participant, object, value, version }, mark)
    };
    Ok(found.into_iter().map(row).collect())
}

fn conversation(
    (id, slug, state, is_private, provenance, note, version, created_ms, document): ConversationRow,
) -> Result<Conversation, StoreError> {
    let damaged = |what: &str| StoreError::Damaged(format!("conversation {id}: {what}"));
    let instrument: Instrument =
        serde_json::from_str(&document).map_err(|error| damaged(&format!("its wording cannot be read: {error}")))?;
    Ok(Conversation {
        id: ConversationId(id),
        slug: Slug::parse(&slug).map_err(|error| damaged(&error.to_string()))?,
        state: State::from_word(&state).ok_or_else(|| damaged("its state is unknown"))?,
        visibility: if is_private == 0 { Visibility::Public } else { Visibility::Private },
        provenance: Provenance::from_word(&provenance).ok_or_else(|| damaged("its provenance is unknown"))?,
        note,
        version: u32::try_from(version).map_err(|_| damaged("its version is out of bounds"))?,
        instrument,
        created_ms,
        turns: canvass_domain::Turns::default(),
    })
}

fn statement(
    (number, text, origin, author, state, reason, decided_here, added_ms, rule): StatementRow,
) -> Result<Statement, StoreError> {
    let damaged = |what: &str| StoreError::Damaged(format!("statement {number}: {what}"));
    let small = |n: i64| u32::try_from(n).map_err(|_| damaged("a number is out of bounds"));
    Ok(Statement {
        id: StatementId(small(number)?),
        text,
        origin: Origin::from_code(origin).ok_or_else(|| damaged("its origin is unknown"))?,
        author: author.map(small).transpose()?.map(ParticipantId),
        state: StatementState::from_code(state).ok_or_else(|| damaged("its state is unknown"))?,
        reason,
        rule,
        decided_here: decided_here != 0,
        added_ms,
    })
}
