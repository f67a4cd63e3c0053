//! Editions and the words of their quotes. A draft may be written anew; what is published is never written again, but
//! for the words of a quote, which go when their author asks for it.
//!
//! All of it stands beside the log: an edition is made of the log up to some entry, and tells of nothing else.

use crate::db::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::tables::audit::{AuditEntry, write_audit};
use crate::tables::pieces::{EditionPart, forget_pieces, read_pieces, write_pieces};
use canvass_domain::{CommentId, ConversationId, Millis, ParticipantId, QuoteWords};

/// An edition without what is only read to be handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionRow {
    /// Its number in the conversation.
    pub number: u32,
    /// The document in its canonical form.
    pub document: String,
    /// SHA-256 of the document.
    pub hash: String,
    /// Signature of the same; a draft has none.
    pub signature: Option<String>,
    /// When it was published; nothing for a draft.
    pub published_ms: Option<Millis>,
}

/// A draft as it is first kept.
#[derive(Clone, Debug)]
pub struct NewEdition<'a> {
    /// The edition.
    pub row: &'a EditionRow,
    /// The vote rows that are published with it.
    pub votes: &'a str,
    /// The whole log with its salt.
    pub record: &'a str,
    /// The words of its quotes.
    pub quotes: &'a [QuoteWords],
}

/// Who does something to an edition, and when.
#[derive(Clone, Copy, Debug)]
pub struct EditionDoing {
    /// Number of the member of staff.
    pub by: i64,
    /// When.
    pub at_ms: Millis,
}

type Row = (i64, String, Option<String>, Option<i64>);
type QuoteRow = (i64, Option<i64>, Option<String>, Option<String>, Option<String>, Option<i64>, Option<i64>);

impl Store {
    /// The editions of a conversation, ascending by number, drafts among them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn editions(&self, conversation: ConversationId) -> Result<Vec<EditionRow>, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin_reading().await?;
        let read = read_editions(&mut conn, conversation).await;
        conn.end(read).await
    }

    /// The newest published edition of every conversation that has one which was not withdrawn: its number, and when it was published.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn newest_editions(&self) -> Result<Vec<(ConversationId, u32, Millis)>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select conversation_id, number, published_ms from editions as edition
                   where published_ms is not null and number =
                       (select max(number) from editions as other
                        where conversation_id = edition.conversation_id and published_ms is not null
                        and not exists (select 1 from withdrawals w where w.conversation_id = other.conversation_id
                                        and w.number = other.number))
                   order by conversation_id";
        let found = rows!(conn, (i64, i64, i64), sql).doing("reading which editions are the newest")?;
        let newest = |(id, number, at_ms): (i64, i64, i64)| {
            (ConversationId(id), u32::try_from(number).unwrap_or_default(), at_ms)
        };
        Ok(found.into_iter().map(newest).collect())
    }

    /// Every edition that was ever published, whatever became of it since.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn published_editions(&self) -> Result<Vec<(ConversationId, u32)>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select conversation_id, number from editions where published_ms is not null
                   order by conversation_id, number";
        let found = rows!(conn, (i64, i64), sql).doing("reading which editions are published")?;
        let edition = |(id, number): (i64, i64)| Some((ConversationId(id), u32::try_from(number).ok()?));
        Ok(found.into_iter().filter_map(edition).collect())
    }

    /// What is handed out with an edition.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn edition_part(
        &self,
        conversation: ConversationId,
        number: u32,
        part: EditionPart,
    ) -> Result<Option<String>, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin_reading().await?;
        let read = read_pieces(&mut conn, conversation, number, part).await;
        conn.end(read).await
    }

    /// The words of an edition's quotes, ascending by number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn quotes(&self, conversation: ConversationId, number: u32) -> Result<Vec<QuoteWords>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select number, comment, salt, text, name, chosen, withdrawn_ms from quotes
                   where conversation_id = $1 and edition = $2 order by number";
        let found = rows!(conn, QuoteRow, sql, conversation.0, i64::from(number)).doing("reading quotes")?;
        Ok(found.into_iter().map(quote).collect())
    }

    /// Keeps a draft, in the place of an earlier one of its number. Gives whether there was room for it: a published
    /// edition keeps its number.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn put_draft(
        &self,
        conversation: ConversationId,
        new: &NewEdition<'_>,
        doing: EditionDoing,
    ) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let put = put_in(&mut conn, conversation, new, doing).await;
        conn.end(put).await
    }

    /// Saves what was written in a draft, unless somebody was faster: `was` is the hash it was made from. With a
    /// signature it is published. Gives whether it was saved.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn save_edition(
        &self,
        conversation: ConversationId,
        row: &EditionRow,
        was: &str,
        quotes: &[QuoteWords],
        doing: EditionDoing,
    ) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let saved = save_in(&mut conn, conversation, (row, was), quotes, doing).await;
        conn.end(saved).await
    }

    /// Takes a draft away. Gives whether there was one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn discard_draft(
        &self,
        conversation: ConversationId,
        number: u32,
        doing: EditionDoing,
    ) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let discarded = discard_in(&mut conn, conversation, number, doing).await;
        conn.end(discarded).await
    }
}

async fn put_in(
    conn: &mut Conn,
    conversation: ConversationId,
    new: &NewEdition<'_>,
    doing: EditionDoing,
) -> Result<bool, StoreError> {
    let number = i64::from(new.row.number);
    let sql = "delete from editions where conversation_id = $1 and number = $2 and state = 'draft'";
    exec!(conn, sql, conversation.0, number).doing("making room for a draft")?;
    let inserted = exec!(
        conn,
        "insert into editions
           (conversation_id, number, state, hash, signature, created_ms, published_ms)
         values ($1, $2, 'draft', $3, null, $4, null) on conflict (conversation_id, number) do nothing",
        conversation.0,
        number,
        new.row.hash.as_str(),
        doing.at_ms
    )
    .doing("keeping a draft")?;
    if inserted == 0 {
        return Ok(false);
    }
    let parts = [
        (EditionPart::Document, new.row.document.as_str()),
        (EditionPart::Votes, new.votes),
        (EditionPart::Record, new.record),
    ];
    for (part, text) in parts {
        write_pieces(conn, conversation, new.row.number, part, text).await?;
    }
    put_quotes(conn, conversation, new.row.number, new.quotes, doing.at_ms).await?;
    note(conn, conversation, "draft_edition", new.row.number, doing).await?;
    Ok(true)
}

async fn save_in(
    conn: &mut Conn,
    conversation: ConversationId,
    (row, was): (&EditionRow, &str),
    quotes: &[QuoteWords],
    doing: EditionDoing,
) -> Result<bool, StoreError> {
    let state = if row.signature.is_some() { "published" } else { "draft" };
    let saved = exec!(
        conn,
        "update editions set hash = $1, signature = $2, state = $3, published_ms = $4
         where conversation_id = $5 and number = $6 and state = 'draft' and hash = $7",
        row.hash.as_str(),
        row.signature.as_deref(),
        state,
        row.published_ms,
        conversation.0,
        i64::from(row.number),
        was
    )
    .doing("saving an edition")?;
    if saved == 0 {
        return Ok(false);
    }
    write_pieces(conn, conversation, row.number, EditionPart::Document, &row.document).await?;
    put_quotes(conn, conversation, row.number, quotes, doing.at_ms).await?;
    let act = if row.signature.is_some() { "publish_edition" } else { "write_edition" };
    note(conn, conversation, act, row.number, doing).await?;
    Ok(true)
}

async fn discard_in(
    conn: &mut Conn,
    conversation: ConversationId,
    number: u32,
    doing: EditionDoing,
) -> Result<bool, StoreError> {
    let sql = "delete from editions where conversation_id = $1 and number = $2 and state = 'draft'";
    if exec!(conn, sql, conversation.0, i64::from(number)).doing("taking a draft away")? == 0 {
        return Ok(false);
    }
    for part in EditionPart::ALL {
        forget_pieces(conn, conversation, number, part).await?;
    }
    put_quotes(conn, conversation, number, &[], doing.at_ms).await?;
    note(conn, conversation, "discard_edition", number, doing).await?;
    Ok(true)
}

/// Replaces the words of a draft's quotes. Words that their author has taken back meanwhile do not come back.
async fn put_quotes(
    conn: &mut Conn,
    conversation: ConversationId,
    edition: u32,
    quotes: &[QuoteWords],
    at_ms: Millis,
) -> Result<(), StoreError> {
    let sql = "delete from quotes where conversation_id = $1 and edition = $2";
    exec!(conn, sql, conversation.0, i64::from(edition)).doing("replacing quotes")?;
    for quote in quotes {
        exec!(
            conn,
            "insert into quotes
               (conversation_id, edition, number, comment, salt, text, name, chosen, withdrawn_ms)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            conversation.0,
            i64::from(edition),
            i64::from(quote.number),
            quote.comment.map(|comment| i64::from(comment.0)),
            quote.salt.as_deref(),
            quote.text.as_deref(),
            quote.name.as_deref(),
            quote.option.map(i64::from),
            quote.withdrawn_ms
        )
        .doing("keeping a quote")?;
    }
    let sql =
        "update quotes set text = null, salt = null, name = null, chosen = null, in_group = null, withdrawn_ms = $3
               where conversation_id = $1 and edition = $2 and text is not null and comment in (
                 select c.number from comments c where c.conversation_id = $1 and (c.text is null or c.quote = 'no'))";
    exec!(conn, sql, conversation.0, i64::from(edition), at_ms).doing("keeping quotes").map(|_| ())
}

/// The words of a comment go from every edition.
pub(crate) async fn withdraw_quotes_of(
    conn: &mut Conn,
    conversation: ConversationId,
    comment: CommentId,
    at_ms: Millis,
) -> Result<(), StoreError> {
    let sql =
        "update quotes set text = null, salt = null, name = null, chosen = null, in_group = null, withdrawn_ms = $1
               where conversation_id = $2 and comment = $3 and text is not null";
    exec!(conn, sql, at_ms, conversation.0, i64::from(comment.0)).doing("withdrawing quotes").map(|_| ())
}

/// The words of whoever is erased go from every edition.
pub(crate) async fn withdraw_quotes_by(
    conn: &mut Conn,
    conversation: ConversationId,
    author: ParticipantId,
    at_ms: Millis,
) -> Result<(), StoreError> {
    let sql =
        "update quotes set text = null, salt = null, name = null, chosen = null, in_group = null, withdrawn_ms = $1
               where conversation_id = $2 and text is not null and comment in (
                 select a.number from authors a
                 where a.conversation_id = $2 and a.kind = 'comment' and a.participant = $3)";
    exec!(conn, sql, at_ms, conversation.0, i64::from(author.0)).doing("withdrawing quotes").map(|_| ())
}

async fn note(
    conn: &mut Conn,
    conversation: ConversationId,
    act: &'static str,
    number: u32,
    doing: EditionDoing,
) -> Result<(), StoreError> {
    let EditionDoing { by: staff, at_ms } = doing;
    let object = Some(format!("edition:{number}"));
    write_audit(conn, &AuditEntry { at_ms, staff, act, conversation: Some(conversation), object, detail: None }).await
}

async fn read_editions(conn: &mut Conn, conversation: ConversationId) -> Result<Vec<EditionRow>, StoreError> {
    let sql = "select number, hash, signature, published_ms from editions where conversation_id = $1 order by number";
    let found = rows!(conn, Row, sql, conversation.0).doing("reading editions")?;
    let mut editions = Vec::new();
    for (number, hash, signature, published_ms) in found {
        let number = u32::try_from(number).unwrap_or_default();
        let document = read_pieces(conn, conversation, number, EditionPart::Document).await?.unwrap_or_default();
        editions.push(EditionRow { number, document, hash, signature, published_ms });
    }
    Ok(editions)
}

fn quote((number, comment, salt, text, name, option, withdrawn_ms): QuoteRow) -> QuoteWords {
    QuoteWords {
        number: u32::try_from(number).unwrap_or_default(),
        comment: comment.and_then(|comment| u32::try_from(comment).ok()).map(CommentId),
        salt,
        text,
        name,
        option: option.and_then(|option| u8::try_from(option).ok()),
        withdrawn_ms,
    }
}
