//! Whether editions are still the bytes that were hashed.

use super::{Mending, Notes};
use crate::command::Key;
use crate::connection::{Conn, rows};
use crate::error::{Doing, StoreError};
use canvass_domain::ConversationId;
use sha2::{Digest, Sha256};

/// Document, votes and record of each edition against their hashes. One is in memory at a time.
pub(super) async fn check_editions(
    conn: &mut Conn,
    id: ConversationId,
    notes: &mut Notes<'_>,
) -> Result<(), StoreError> {
    let sql = "select number from editions where conversation_id = $1 order by number";
    for (number,) in rows!(conn, (i64,), sql, id.0).doing("reading which editions there are")? {
        let sql = "select document, hash, votes, record from editions where conversation_id = $1 and number = $2";
        let found = rows!(conn, (String, String, String, String), sql, id.0, number).doing("reading an edition")?;
        for (document, hash, votes, record) in found {
            let inside: serde_json::Value = serde_json::from_str(&document).unwrap_or_default();
            let said = |name: &str| inside.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
            let parts = [
                ("document", &document, Some(hash)),
                ("votes", &votes, said("votes_hash")),
                ("record", &record, said("record_hash")),
            ];
            for (part, text, expected) in parts {
                let is_other = expected.is_none_or(|expected| Key(Sha256::digest(text).into()).hex() != expected);
                if is_other {
                    let what = format!("its {part} is not what was hashed");
                    notes.add(Mending::Nothing, "editions", format_args!("edition {number}"), what);
                }
            }
        }
    }
    Ok(())
}
