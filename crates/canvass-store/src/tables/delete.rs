//! Taking a whole conversation out: an import that turned out to be none of ours.
//!
//! Everything that belongs to it goes, whatever tables there are by then; what staff did stays in the audit log, which
//! names it by number. As numbers are given after the highest one in either place, it is never given again.

use crate::db::connection::{Conn, exec};
use crate::db::tables::read_tables;
use crate::error::{Doing, StoreError};
use canvass_domain::ConversationId;
use sqlx::AssertSqlSafe;

/// What tells of conversations that are gone.
const KEPT: &str = "audit";
const OF_CONVERSATION: &str = "conversation_id";

/// Takes a conversation out, inside the transaction the connection is in.
pub(crate) async fn delete(conn: &mut Conn, conversation: ConversationId) -> Result<(), StoreError> {
    let tables = read_tables(conn).await?;
    for table in tables.iter().filter(|table| table.name != KEPT && table.has_column(OF_CONVERSATION)) {
        let sql = AssertSqlSafe(format!("delete from \"{}\" where {OF_CONVERSATION} = $1", table.name));
        exec!(conn, sql, conversation.0).doing("deleting what belongs to a conversation")?;
    }
    exec!(conn, "delete from conversations where id = $1", conversation.0).doing("deleting a conversation")?;
    Ok(())
}
