//! Whether editions are still the bytes that were hashed.

use super::notes::{Mending, Notes};
use crate::db::connection::{Conn, rows};
use crate::error::{Doing, StoreError};
use crate::log::command::Key;
use crate::tables::pieces::EditionPart;
use crate::tables::pieces::{read_piece, read_pieces};
use canvass_domain::ConversationId;
use sha2::{Digest, Sha256};

/// Document, votes and record of each edition against their hashes. Of the long ones a piece is in memory at a time.
pub(super) async fn check_editions(
    conn: &mut Conn,
    id: ConversationId,
    notes: &mut Notes<'_>,
) -> Result<(), StoreError> {
    let sql = "select number, hash from editions where conversation_id = $1 order by number";
    for (number, hash) in rows!(conn, (i64, String), sql, id.0).doing("reading which editions there are")? {
        let edition = u32::try_from(number).unwrap_or_default();
        let document = read_pieces(conn, id, edition, EditionPart::Document).await?.unwrap_or_default();
        let said = [said(&document, "votes_hash"), said(&document, "record_hash")];
        drop(document);
        let [votes, record] = said;
        for (part, expected) in EditionPart::ALL.into_iter().zip([Some(hash), votes, record]) {
            let found = hash_of(conn, id, edition, part).await?;
            if expected.is_none_or(|expected| found != expected) {
                let what = format!("its {} is not what was hashed", part.word());
                notes.add(Mending::Nothing, "editions", format_args!("edition {number}"), what);
            }
        }
    }
    Ok(())
}

async fn hash_of(conn: &mut Conn, id: ConversationId, edition: u32, part: EditionPart) -> Result<String, StoreError> {
    let (mut hash, mut piece) = (Sha256::new(), 0);
    while let Some(text) = read_piece(conn, id, edition, part, piece).await? {
        hash.update(&text);
        piece += 1;
    }
    Ok(Key(hash.finalize().into()).hex())
}

/// The hash under a key of the document. All of a document read as JSON takes many times its length, so it is looked
/// for in the text; a document where it stands elsewhere too is another one by its own hash already.
fn said(document: &str, key: &str) -> Option<String> {
    let (_, after) = document.split_once(&format!("\"{key}\":\""))?;
    after.split_once('"').map(|(hash, _)| hash.to_owned())
}
