//! Who wrote which text. The log does not say it, so that it can be erased: nothing else leads from a text to a reader.

use crate::db::connection::{Conn, exec};
use crate::error::{Doing, StoreError};
use canvass_domain::{ConversationId, ParticipantId, Target};

/// Keeps who wrote a text.
pub(crate) async fn write_author(
    conn: &mut Conn,
    conversation: ConversationId,
    target: Target,
    author: Option<ParticipantId>,
) -> Result<(), StoreError> {
    let Some(author) = author else { return Ok(()) };
    let (kind, number) = key(target);
    exec!(
        conn,
        "insert into authors (conversation_id, kind, number, participant) values ($1, $2, $3, $4)",
        conversation.0,
        kind,
        number,
        i64::from(author.0)
    )
    .doing("keeping who wrote a text")
    .map(|_| ())
}

/// Forgets who wrote a text.
pub(crate) async fn forget_author(
    conn: &mut Conn,
    conversation: ConversationId,
    target: Target,
) -> Result<(), StoreError> {
    let (kind, number) = key(target);
    let sql = "delete from authors where conversation_id = $1 and kind = $2 and number = $3";
    exec!(conn, sql, conversation.0, kind, number).doing("forgetting who wrote a text").map(|_| ())
}

/// Forgets what somebody wrote.
pub(crate) async fn forget_texts_of(
    conn: &mut Conn,
    conversation: ConversationId,
    author: ParticipantId,
) -> Result<(), StoreError> {
    let sql = "delete from authors where conversation_id = $1 and participant = $2";
    exec!(conn, sql, conversation.0, i64::from(author.0)).doing("forgetting what somebody wrote").map(|_| ())
}

/// Blanks the words of comments that nobody wrote any more, and of quotes of comments without words: only somebody
/// erased leaves such behind.
pub(crate) async fn blank_unowned(conn: &mut Conn, conversation: ConversationId) -> Result<(), StoreError> {
    exec!(
        conn,
        "update comments set text = null, quote = 'no', name = null, place = null, staff_id = null
         where conversation_id = $1 and (text is not null or name is not null or place is not null)
           and not exists (select 1 from authors a where a.conversation_id = comments.conversation_id
                           and a.kind = 'comment' and a.number = comments.number)",
        conversation.0
    )
    .doing("erasing comments of nobody")?;
    exec!(
        conn,
        "update quotes set text = null, salt = null, name = null, chosen = null, in_group = null, withdrawn_ms = 0
         where conversation_id = $1 and (text is not null or salt is not null or name is not null)
           and comment in (select c.number from comments c where c.conversation_id = $1 and c.text is null)",
        conversation.0
    )
    .doing("withdrawing quotes of nobody")?;
    exec!(
        conn,
        "update statements set text = null
         where conversation_id = $1 and origin = 1 and text is not null
           and exists (select 1 from conversations c where c.id = $1 and c.provenance <> 'imported')
           and not exists (select 1 from authors a where a.conversation_id = statements.conversation_id
                           and a.kind = 'statement' and a.number = statements.number)",
        conversation.0
    )
    .doing("erasing statements of nobody")
    .map(|_| ())
}

fn key(target: Target) -> (&'static str, i64) {
    match target {
        Target::Statement(id) => ("statement", i64::from(id.0)),
        Target::Comment(id) => ("comment", i64::from(id.0)),
    }
}
