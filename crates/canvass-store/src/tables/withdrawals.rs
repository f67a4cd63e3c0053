//! Published editions that were withdrawn: they are shown no more, and stay as they were signed.

use crate::db::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::tables::audit::{AuditEntry, write_audit};
use crate::tables::editions::EditionDoing;
use canvass_domain::{ConversationId, Millis};

/// That an edition was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Its number in the conversation.
    pub number: u32,
    /// Why, in words for readers.
    pub reason: String,
    /// When.
    pub at_ms: Millis,
}

impl Store {
    /// What was withdrawn of a conversation, ascending by number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn withdrawals(&self, conversation: ConversationId) -> Result<Vec<Withdrawal>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select number, reason, at_ms from withdrawals where conversation_id = $1 order by number";
        let found = rows!(conn, (i64, String, i64), sql, conversation.0).doing("reading withdrawn editions")?;
        let withdrawal = |(number, reason, at_ms): (i64, String, i64)| {
            Some(Withdrawal { number: u32::try_from(number).ok()?, reason, at_ms })
        };
        Ok(found.into_iter().filter_map(withdrawal).collect())
    }

    /// Withdraws a published edition, with its line in the audit log; whether it was not withdrawn before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn withdraw_edition(
        &self,
        conversation: ConversationId,
        number: u32,
        reason: &str,
        doing: EditionDoing,
    ) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let withdrawn = withdraw_in(&mut conn, conversation, (number, reason), doing).await;
        conn.end(withdrawn).await
    }
}

async fn withdraw_in(
    conn: &mut Conn,
    conversation: ConversationId,
    (number, reason): (u32, &str),
    EditionDoing { by, at_ms }: EditionDoing,
) -> Result<bool, StoreError> {
    let inserted = exec!(
        conn,
        "insert into withdrawals (conversation_id, number, reason, at_ms) values ($1, $2, $3, $4)
         on conflict (conversation_id, number) do nothing",
        conversation.0,
        i64::from(number),
        reason,
        at_ms
    )
    .doing("withdrawing an edition")?;
    if inserted == 0 {
        return Ok(false);
    }
    let entry = AuditEntry {
        at_ms,
        staff: by,
        act: "withdraw_edition",
        conversation: Some(conversation),
        object: Some(format!("edition:{number}")),
        detail: None,
    };
    write_audit(conn, &entry).await?;
    Ok(true)
}
