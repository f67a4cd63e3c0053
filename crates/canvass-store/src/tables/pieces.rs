//! The texts of editions in pieces: a conversation of millions of votes has a record of a hundred megabytes, and no
//! row may be longer than a line of a backup.

use crate::db::connection::{Conn, exec, rows};
use crate::error::{Doing, StoreError};
use canvass_domain::ConversationId;

/// What is handed out with an edition and read for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditionPart {
    /// The document, byte for byte as it was signed.
    Document,
    /// The vote rows.
    Votes,
    /// The whole log.
    Record,
}

impl EditionPart {
    /// Every part, in the order in which they are checked.
    pub(crate) const ALL: [Self; 3] = [Self::Document, Self::Votes, Self::Record];

    /// Its name in tables and messages.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Votes => "votes",
            Self::Record => "record",
        }
    }
}

/// Longest piece, in bytes. Escaped in JSON, the worst of it stays far under the longest line of a backup.
const PIECE_BYTES: usize = 250_000;

/// A text, put together; nothing where there is no such edition.
pub(crate) async fn read_pieces(
    conn: &mut Conn,
    conversation: ConversationId,
    edition: u32,
    part: EditionPart,
) -> Result<Option<String>, StoreError> {
    let mut text = None;
    let mut piece = 0;
    while let Some(next) = read_piece(conn, conversation, edition, part, piece).await? {
        text.get_or_insert_with(String::new).push_str(&next);
        piece += 1;
    }
    Ok(text)
}

/// One piece, where there are as many.
pub(crate) async fn read_piece(
    conn: &mut Conn,
    conversation: ConversationId,
    edition: u32,
    part: EditionPart,
    piece: i64,
) -> Result<Option<String>, StoreError> {
    let sql =
        "select text from edition_pieces where conversation_id = $1 and edition = $2 and part = $3 and piece = $4";
    let found = rows!(conn, (String,), sql, conversation.0, i64::from(edition), part.word(), piece);
    Ok(found.doing("reading an edition")?.into_iter().next().map(|(text,)| text))
}

/// Keeps a text, in the place of the one there was.
pub(crate) async fn write_pieces(
    conn: &mut Conn,
    conversation: ConversationId,
    edition: u32,
    part: EditionPart,
    text: &str,
) -> Result<(), StoreError> {
    forget_pieces(conn, conversation, edition, part).await?;
    let mut rest = text;
    let mut piece = 0_i64;
    // An empty text is a piece as well: a part that is not there is another thing.
    while piece == 0 || !rest.is_empty() {
        let (next, after) = rest.split_at(rest.floor_char_boundary(PIECE_BYTES));
        exec!(
            conn,
            "insert into edition_pieces (conversation_id, edition, part, piece, text) values ($1, $2, $3, $4, $5)",
            conversation.0,
            i64::from(edition),
            part.word(),
            piece,
            next
        )
        .doing("keeping an edition")?;
        rest = after;
        piece += 1;
    }
    Ok(())
}

/// Takes a text away.
pub(crate) async fn forget_pieces(
    conn: &mut Conn,
    conversation: ConversationId,
    edition: u32,
    part: EditionPart,
) -> Result<(), StoreError> {
    let sql = "delete from edition_pieces where conversation_id = $1 and edition = $2 and part = $3";
    exec!(conn, sql, conversation.0, i64::from(edition), part.word()).doing("replacing an edition").map(|_| ())
}
