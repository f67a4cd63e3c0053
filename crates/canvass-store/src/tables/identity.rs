//! What is stored of a person beside the log: what they say about themselves, replaced and taken back, and erasing.
//!
//! Runs inside the transaction of whoever calls. Events and counts are never touched here.

use crate::db::connection::{Conn, exec, rows};
use crate::error::{Doing, StoreError};
use crate::tables::authors::forget_texts_of;
use crate::tables::comments::blank_changes_by;
use crate::tables::editions::withdraw_quotes_by;
use canvass_domain::{ConversationId, Millis, ParticipantId, TakenBack};

/// What one participant says about themselves, replacing what they said before; nothing where it is forgotten.
#[derive(Debug)]
pub(crate) struct DeclaredRows {
    pub conversation: ConversationId,
    pub participant: ParticipantId,
    pub answers: Vec<(String, u16)>,
    pub version: u32,
    pub at_ms: Millis,
}

/// Replaces what a participant says about themselves. What stays as it was keeps its time.
pub(crate) async fn declare(conn: &mut Conn, rows: &DeclaredRows) -> Result<(), StoreError> {
    forget(conn, rows.conversation, rows.participant, rows.at_ms, &rows.answers).await?;
    for (attribute, option) in &rows.answers {
        exec!(
            conn,
            "insert into declared (conversation_id, participant, attribute, option, version, at_ms)
             values ($1, $2, $3, $4, $5, $6)
             on conflict (conversation_id, participant, attribute) do nothing",
            rows.conversation.0,
            i64::from(rows.participant.0),
            attribute.as_str(),
            i64::from(*option),
            i64::from(rows.version),
            rows.at_ms
        )
        .doing("keeping what a participant says about themselves")?;
    }
    Ok(())
}

/// Forgets what a participant said about themselves, but for what they say still. That something was taken back,
/// and when, is kept without them: tables by attribute must know after a restart what they can no longer count.
async fn forget(
    conn: &mut Conn,
    conversation: ConversationId,
    participant: ParticipantId,
    at_ms: Millis,
    still: &[(String, u16)],
) -> Result<(), StoreError> {
    let said = rows!(
        conn,
        (String, i64),
        "select attribute, option from declared where conversation_id = $1 and participant = $2",
        conversation.0,
        i64::from(participant.0)
    )
    .doing("reading what a participant said about themselves")?;
    let is_kept =
        |(attribute, option): &(String, i64)| still.iter().any(|(a, o)| a == attribute && i64::from(*o) == *option);
    for (attribute, option) in said.into_iter().filter(|one| !is_kept(one)) {
        exec!(
            conn,
            "delete from declared where conversation_id = $1 and participant = $2 and attribute = $3",
            conversation.0,
            i64::from(participant.0),
            attribute.as_str()
        )
        .doing("forgetting what a participant said about themselves")?;
        let option = u16::try_from(option).map_err(|_| StoreError::Damaged(format!("`{option}` is no option")))?;
        write_taken_back(conn, conversation, &TakenBack { attribute, option, at_ms }).await?;
    }
    Ok(())
}

pub(crate) async fn write_taken_back(
    conn: &mut Conn,
    conversation: ConversationId,
    TakenBack { attribute, option, at_ms }: &TakenBack,
) -> Result<(), StoreError> {
    exec!(
        conn,
        "insert into taken_back (conversation_id, attribute, option, at_ms) values ($1, $2, $3, $4)
         on conflict (conversation_id, attribute, option) do update set at_ms = excluded.at_ms",
        conversation.0,
        attribute.as_str(),
        i64::from(*option),
        *at_ms
    )
    .doing("keeping that something was taken back")
    .map(|_| ())
}

/// Blanks identity and words: how they came, what lets them in, what they said about themselves, their texts.
pub(crate) async fn erase(
    conn: &mut Conn,
    conversation: ConversationId,
    participant: ParticipantId,
    at_ms: Millis,
) -> Result<(), StoreError> {
    let participant_number = i64::from(participant.0);
    forget(conn, conversation, participant, at_ms, &[]).await?;
    exec!(
        conn,
        "update participants set assurance = null, via = null, external_id = null, published_group = null,
           arrived_ms = null, channel = null
         where conversation_id = $1 and number = $2",
        conversation.0,
        participant_number
    )
    .doing("erasing a participant")?;
    exec!(
        conn,
        "update exclusions set reason = null where conversation_id = $1 and ground like 'reader%' and number in (
           select x.exclusion from excluded x where x.conversation_id = $1 and x.participant = $2)",
        conversation.0,
        participant_number
    )
    .doing("erasing why a participant was excluded")?;
    exec!(
        conn,
        "delete from participant_keys where conversation_id = $1 and participant = $2",
        conversation.0,
        participant_number
    )
    .doing("erasing a participant's keys")?;
    exec!(
        conn,
        "delete from showings where conversation_id = $1 and participant = $2",
        conversation.0,
        participant_number
    )
    .doing("erasing what a participant was shown")?;
    exec!(
        conn,
        "update statements set text = null where conversation_id = $1 and origin = 1 and number in (
           select a.number from authors a
           where a.conversation_id = $1 and a.kind = 'statement' and a.participant = $2)",
        conversation.0,
        participant_number
    )
    .doing("erasing a participant's words")?;
    withdraw_quotes_by(conn, conversation, participant, at_ms).await?;
    exec!(
        conn,
        "update comments set text = null, quote = 'no', name = null, place = null, staff_id = null
         where conversation_id = $1 and number in (
           select a.number from authors a
           where a.conversation_id = $1 and a.kind = 'comment' and a.participant = $2)",
        conversation.0,
        participant_number
    )
    .doing("erasing a participant's comments")?;
    blank_changes_by(conn, conversation, participant).await?;
    forget_texts_of(conn, conversation, participant).await?;
    exec!(conn, "delete from reports where conversation_id = $1 and reporter = $2", conversation.0, participant_number)
        .doing("erasing a participant's reports")
        .map(|_| ())
}
