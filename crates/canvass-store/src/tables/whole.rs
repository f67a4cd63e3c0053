//! Reading a whole conversation as a transcript: the inverse of loading one.
//!
//! Everything is read of one moment, so it works beside a running server. What lets people back in (keys, tokens) is
//! never read here, and whoever was erased is known by number alone, from the log.

use crate::db::connection::{Conn, Store, rows};
use crate::error::{Doing, StoreError};
use crate::tables::comments::{read_comments, read_reports};
use crate::tables::read::{read_conversation, read_events, read_statements};
use canvass_domain::{
    Arrival, ArrivedVia, Assurance, Channel, Conversation, ConversationId, Declared, Earlier, ParticipantId,
    ReaderMarks, Showing, Slug, StatementId, TakenBack, Transcript,
};

impl Store {
    /// The conversation of that name with everything that happened in it.
    ///
    /// # Errors
    /// When the database cannot be read, or holds what cannot be understood.
    pub async fn transcript(&self, slug: &Slug) -> Result<Option<(Conversation, Transcript)>, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin_reading().await?;
        let read = read(&mut conn, slug).await;
        conn.end(read).await
    }
}

impl Store {
    /// What was asked before the wording of a conversation, ascending by version.
    ///
    /// # Errors
    /// When the database cannot be read, or holds what cannot be understood.
    pub async fn earlier(&self, conversation: &Conversation) -> Result<Vec<Earlier>, StoreError> {
        earlier(&mut self.connection().await?, conversation).await
    }
}

impl Store {
    /// How each participant came who is not erased, ascending by number.
    ///
    /// # Errors
    /// When the database cannot be read, or holds what cannot be understood.
    pub async fn arrivals(&self, conversation: ConversationId) -> Result<Vec<Arrival>, StoreError> {
        arrivals(&mut self.connection().await?, conversation).await
    }
}

async fn read(conn: &mut Conn, slug: &Slug) -> Result<Option<(Conversation, Transcript)>, StoreError> {
    let Some(conversation) = read_conversation(conn, slug).await? else { return Ok(None) };
    let id = conversation.id;
    let transcript = Transcript {
        provenance: conversation.provenance,
        note: conversation.note.clone(),
        instrument: conversation.instrument.clone(),
        arrivals: arrivals(conn, id).await?,
        statements: read_statements(conn, id).await?,
        comments: read_comments(conn, id).await?,
        reports: read_reports(conn, id).await?,
        declared: declared(conn, id).await?,
        taken_back: taken_back(conn, id).await?,
        events: read_events(conn, id).await?,
        showings: showings(conn, id).await?,
        earlier: earlier(conn, &conversation).await?,
    };
    Ok(Some((conversation, transcript)))
}

/// Number, assurance, way, number elsewhere, group elsewhere, time, marks, through what.
type ArrivalRow = (i64, Option<String>, Option<String>, Option<String>, Option<i64>, Option<i64>, i64, Option<String>);

async fn arrivals(conn: &mut Conn, id: ConversationId) -> Result<Vec<Arrival>, StoreError> {
    let found = rows!(
        conn,
        ArrivalRow,
        "select number, assurance, via, external_id, published_group, arrived_ms, marks, channel from participants
         where conversation_id = $1 and assurance is not null order by number",
        id.0
    )
    .doing("reading participants")?;
    let arrival = |(number, assurance, via, external_id, group, arrived_ms, marks, channel): ArrivalRow| {
        let damaged = || StoreError::Damaged(format!("participant {number}: how they came cannot be read"));
        Ok(Arrival {
            participant: ParticipantId(small(number)?),
            assurance: assurance.as_deref().and_then(Assurance::from_word).ok_or_else(damaged)?,
            via: via.as_deref().and_then(ArrivedVia::from_word).ok_or_else(damaged)?,
            channel: channel.map(|word| Channel::from_word(&word).ok_or_else(damaged)).transpose()?,
            external_id,
            published_group: group.map(small).transpose()?,
            marks: ReaderMarks::from_bits(marks).ok_or_else(damaged)?,
            at_ms: Option::ok_or_else(arrived_ms, damaged)?,
        })
    };
    found.into_iter().map(arrival).collect()
}

async fn declared(conn: &mut Conn, id: ConversationId) -> Result<Vec<Declared>, StoreError> {
    let found = rows!(
        conn,
        (i64, String, i64),
        "select participant, attribute, option from declared where conversation_id = $1
         order by participant, attribute",
        id.0
    )
    .doing("reading what participants say about themselves")?;
    let declared = |(participant, attribute, option): (i64, String, i64)| {
        Ok(Declared { participant: ParticipantId(small(participant)?), attribute, option: place(option)? })
    };
    found.into_iter().map(declared).collect()
}

async fn taken_back(conn: &mut Conn, id: ConversationId) -> Result<Vec<TakenBack>, StoreError> {
    let found = rows!(
        conn,
        (String, i64, i64),
        "select attribute, option, at_ms from taken_back where conversation_id = $1 order by attribute, option",
        id.0
    )
    .doing("reading what was taken back")?;
    let taken_back = |(attribute, option, at_ms)| Ok(TakenBack { attribute, option: place(option)?, at_ms });
    found.into_iter().map(taken_back).collect()
}

fn place(option: i64) -> Result<u16, StoreError> {
    u16::try_from(option).map_err(|_| StoreError::Damaged(format!("`{option}` is no option")))
}

async fn showings(conn: &mut Conn, id: ConversationId) -> Result<Vec<Showing>, StoreError> {
    let found = rows!(
        conn,
        (i64, i64, i64, f64),
        "select participant, statement, at_ms, probability from showings where conversation_id = $1
         order by at_ms, participant, statement",
        id.0
    )
    .doing("reading showings")?;
    let showing = |(participant, statement, at_ms, probability)| {
        let (participant, statement) = (ParticipantId(small(participant)?), StatementId(small(statement)?));
        Ok(Showing { participant, statement, at_ms, probability })
    };
    found.into_iter().map(showing).collect()
}

async fn earlier(conn: &mut Conn, conversation: &Conversation) -> Result<Vec<Earlier>, StoreError> {
    let found = rows!(
        conn,
        (i64, String),
        "select version, document from instruments where conversation_id = $1 and version < $2 order by version",
        conversation.id.0,
        i64::from(conversation.version)
    )
    .doing("reading earlier wording")?;
    let earlier = |(version, document): (i64, String)| {
        let damaged = |error| StoreError::Damaged(format!("version {version} of the wording cannot be read: {error}"));
        Ok(Earlier { version: small(version)?, instrument: serde_json::from_str(&document).map_err(damaged)? })
    };
    found.into_iter().map(earlier).collect()
}

fn small(number: i64) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::Damaged(format!("the number {number} is out of bounds")))
}
