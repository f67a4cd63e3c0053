//! What happens after publication: what readers find unclear, the desk's clarifications, responses; and comments
//! published elsewhere, brought in before it.
//!
//! None of it is in the log, and nothing of it changes an edition.

use crate::db::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::tables::audit::{AuditEntry, write_audit};
use crate::tables::editions::EditionDoing;
use canvass_domain::{ConversationId, ElsewhereComment, Millis};

/// Most readers' words of one conversation that wait for the desk.
const MAX_UNCLEAR: i64 = 1_000;
/// Most rows read at once.
const MAX_ROWS: i64 = 2_000;

/// Something in a take that a reader found unclear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnclearRow {
    /// Its number in the conversation.
    pub number: u32,
    /// The edition it was found in.
    pub edition: u32,
    /// The words that are unclear.
    pub passage: String,
    /// More words.
    pub note: Option<String>,
    /// When.
    pub at_ms: Millis,
}

/// The desk's answer to what was unclear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClarificationRow {
    /// Its number in the conversation.
    pub number: u32,
    /// The words it explains.
    pub passage: String,
    /// The explanation.
    pub text: String,
    /// The conversation in which it is asked again, where it is.
    pub asked_again: Option<String>,
    /// When.
    pub at_ms: Millis,
}

/// Somebody who is asked to respond to a take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseRow {
    /// Its number in the conversation.
    pub number: u32,
    /// Who.
    pub addressee: String,
    /// By when.
    pub due_ms: Millis,
    /// When they were asked.
    pub asked_ms: Millis,
    /// What they said; nothing yet where they have not.
    pub text: Option<String>,
    /// When they said it.
    pub responded_ms: Option<Millis>,
}

type Unclear = (i64, i64, String, Option<String>, i64);
type Clarification = (i64, String, String, Option<String>, i64);
type Response = (i64, String, i64, i64, Option<String>, Option<i64>);
type Elsewhere = (i64, String, String, String, String, Option<String>, Option<String>);

impl Store {
    /// Keeps a reader's word that something is unclear, and gives its number where there was room: too many that nobody
    /// has looked at are enough.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn add_unclear(
        &self,
        conversation: ConversationId,
        edition: u32,
        passage: &str,
        note: Option<&str>,
        at_ms: Millis,
    ) -> Result<Option<u32>, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let added = lock(&mut conn, "unclear").await;
        let added = match added {
            Ok(()) => rows!(
                conn,
                (i64,),
                "insert into unclear (conversation_id, number, edition, passage, note, at_ms)
                 select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 from unclear where conversation_id = $1
                 having count(*) < $6 or sum(case when settled_ms is null then 1 else 0 end) < $6
                 returning number",
                conversation.0,
                i64::from(edition),
                passage,
                note,
                at_ms,
                MAX_UNCLEAR
            )
            .doing("keeping what is unclear"),
            Err(error) => Err(error),
        };
        let added = conn.end(added).await?;
        Ok(added.first().map(|(number,)| narrow(*number)))
    }

    /// What readers found unclear and nobody has settled, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn unclear(&self, conversation: ConversationId) -> Result<Vec<UnclearRow>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select number, edition, passage, note, at_ms from unclear
                   where conversation_id = $1 and settled_ms is null order by number limit $2";
        let found = rows!(conn, Unclear, sql, conversation.0, MAX_ROWS).doing("reading what is unclear")?;
        let row = |(number, edition, passage, note, at_ms): Unclear| UnclearRow {
            number: narrow(number),
            edition: narrow(edition),
            passage,
            note,
            at_ms,
        };
        Ok(found.into_iter().map(row).collect())
    }

    /// How many readers' words wait, over all conversations.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn n_unclear(&self, conversation: ConversationId) -> Result<u64, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select count(*) from unclear where conversation_id = $1 and settled_ms is null";
        let found = rows!(conn, (i64,), sql, conversation.0).doing("counting what is unclear")?;
        Ok(found.first().map_or(0, |(n,)| u64::try_from(*n).unwrap_or(0)))
    }

    /// How many notes on what is unclear nobody has settled, by conversation.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn n_unclear_by_conversation(&self) -> Result<Vec<(ConversationId, u64)>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select conversation_id, count(*) from unclear where settled_ms is null
                   group by conversation_id order by conversation_id";
        let found = rows!(conn, (i64, i64), sql).doing("counting what is unclear")?;
        Ok(found.into_iter().map(|(id, n)| (ConversationId(id), u64::try_from(n).unwrap_or(0))).collect())
    }

    /// Settles some of what was unclear, with a clarification where there is one to give. Whether any of it was still
    /// to be settled; else nothing is written.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn settle_unclear(
        &self,
        conversation: ConversationId,
        numbers: &[u32],
        clarification: Option<&ClarificationRow>,
        doing: EditionDoing,
    ) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let settled = settle_in(&mut conn, conversation, numbers, clarification, doing).await;
        conn.end(settled).await
    }

    /// The desk's clarifications, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn clarifications(&self, conversation: ConversationId) -> Result<Vec<ClarificationRow>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select number, passage, text, asked_again, at_ms from clarifications
                   where conversation_id = $1 order by number limit $2";
        let found = rows!(conn, Clarification, sql, conversation.0, MAX_ROWS).doing("reading clarifications")?;
        let row = |(number, passage, text, asked_again, at_ms): Clarification| ClarificationRow {
            number: narrow(number),
            passage,
            text,
            asked_again,
            at_ms,
        };
        Ok(found.into_iter().map(row).collect())
    }

    /// The words that a conversation asks again, and of which it does; the last, where there are several.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn asked_again_in(&self, slug: &str) -> Result<Option<(ConversationId, String)>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select conversation_id, passage from clarifications
                   where asked_again = $1 order by at_ms desc, conversation_id desc, number desc limit 1";
        let found = rows!(conn, (i64, String), sql, slug).doing("reading clarifications")?;
        Ok(found.into_iter().next().map(|(id, passage)| (ConversationId(id), passage)))
    }

    /// Who was asked to respond, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn responses(&self, conversation: ConversationId) -> Result<Vec<ResponseRow>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select number, addressee, due_ms, asked_ms, text, responded_ms from responses
                   where conversation_id = $1 order by number limit $2";
        let found = rows!(conn, Response, sql, conversation.0, MAX_ROWS).doing("reading responses")?;
        let row = |(number, addressee, due_ms, asked_ms, text, responded_ms): Response| ResponseRow {
            number: narrow(number),
            addressee,
            due_ms,
            asked_ms,
            text,
            responded_ms,
        };
        Ok(found.into_iter().map(row).collect())
    }

    /// Who was asked to respond and has not, in any conversation, the first day first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn open_responses(&self) -> Result<Vec<(ConversationId, ResponseRow)>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select conversation_id, number, addressee, due_ms, asked_ms from responses
                   where responded_ms is null order by due_ms, conversation_id, number limit $1";
        let found = rows!(conn, (i64, i64, String, i64, i64), sql, MAX_ROWS).doing("reading who has not responded")?;
        let row = |(id, number, addressee, due_ms, asked_ms): (i64, i64, String, i64, i64)| {
            let number = narrow(number);
            (ConversationId(id), ResponseRow { number, addressee, due_ms, asked_ms, text: None, responded_ms: None })
        };
        Ok(found.into_iter().map(row).collect())
    }

    /// Somebody is asked to respond.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn ask_response(
        &self,
        conversation: ConversationId,
        addressee: &str,
        due_ms: Millis,
        doing: EditionDoing,
    ) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let asked = ask_in(&mut conn, conversation, addressee, due_ms, doing).await;
        conn.end(asked).await
    }

    /// What somebody responded. Gives whether they had been asked and had not responded yet.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn respond(
        &self,
        conversation: ConversationId,
        number: u32,
        text: &str,
        doing: EditionDoing,
    ) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let responded = respond_in(&mut conn, conversation, number, text, doing).await;
        conn.end(responded).await
    }

    /// Keeps comments published elsewhere, in the place of those there were.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn put_elsewhere(
        &self,
        conversation: ConversationId,
        rows: &[ElsewhereComment],
        doing: EditionDoing,
    ) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let put = put_elsewhere_in(&mut conn, conversation, rows, doing).await;
        conn.end(put).await
    }

    /// Comments published elsewhere.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn elsewhere(&self, conversation: ConversationId) -> Result<Vec<ElsewhereComment>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select number, text, source, day, url, name, place from elsewhere
                   where conversation_id = $1 order by number limit $2";
        let found = rows!(conn, Elsewhere, sql, conversation.0, MAX_ROWS).doing("reading comments from elsewhere")?;
        let row = |(number, text, source, day, url, name, place): Elsewhere| ElsewhereComment {
            number: narrow(number),
            text,
            source,
            day,
            url,
            name,
            place,
        };
        Ok(found.into_iter().map(row).collect())
    }
}

async fn settle_in(
    conn: &mut Conn,
    conversation: ConversationId,
    numbers: &[u32],
    clarification: Option<&ClarificationRow>,
    doing: EditionDoing,
) -> Result<bool, StoreError> {
    lock(conn, "clarifications").await?;
    let mut n_settled = 0;
    for number in numbers {
        let sql = "update unclear set settled_ms = $1 where conversation_id = $2 and number = $3
                   and settled_ms is null";
        n_settled +=
            exec!(conn, sql, doing.at_ms, conversation.0, i64::from(*number)).doing("settling what is unclear")?;
    }
    if n_settled == 0 && !numbers.is_empty() {
        return Ok(false);
    }
    if let Some(row) = clarification {
        exec!(
            conn,
            "insert into clarifications (conversation_id, number, passage, text, asked_again, at_ms)
             select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 from clarifications where conversation_id = $1",
            conversation.0,
            row.passage.as_str(),
            row.text.as_str(),
            row.asked_again.as_deref(),
            doing.at_ms
        )
        .doing("keeping a clarification")?;
    }
    let act = if clarification.is_some() { "clarify" } else { "settle_unclear" };
    let object = numbers.first().map(|number| format!("unclear:{number}"));
    let others: Vec<String> = numbers.iter().skip(1).map(ToString::to_string).collect();
    let EditionDoing { by: staff, at_ms } = doing;
    let detail = (!others.is_empty()).then(|| others.join(", "));
    write_audit(conn, &AuditEntry { at_ms, staff, act, conversation: Some(conversation), object, detail }).await?;
    Ok(true)
}

async fn ask_in(
    conn: &mut Conn,
    conversation: ConversationId,
    addressee: &str,
    due_ms: Millis,
    doing: EditionDoing,
) -> Result<(), StoreError> {
    lock(conn, "responses").await?;
    exec!(
        conn,
        "insert into responses (conversation_id, number, addressee, due_ms, asked_ms)
         select $1, coalesce(max(number), 0) + 1, $2, $3, $4 from responses where conversation_id = $1",
        conversation.0,
        addressee,
        due_ms,
        doing.at_ms
    )
    .doing("asking for a response")?;
    note(conn, conversation, "ask_response", None, doing).await
}

async fn respond_in(
    conn: &mut Conn,
    conversation: ConversationId,
    number: u32,
    text: &str,
    doing: EditionDoing,
) -> Result<bool, StoreError> {
    let sql = "update responses set text = $1, responded_ms = $2
               where conversation_id = $3 and number = $4 and responded_ms is null";
    let done = exec!(conn, sql, text, doing.at_ms, conversation.0, i64::from(number)).doing("keeping a response")?;
    if done > 0 {
        note(conn, conversation, "keep_response", Some(format!("response:{number}")), doing).await?;
    }
    Ok(done > 0)
}

async fn put_elsewhere_in(
    conn: &mut Conn,
    conversation: ConversationId,
    rows: &[ElsewhereComment],
    doing: EditionDoing,
) -> Result<(), StoreError> {
    exec!(conn, "delete from elsewhere where conversation_id = $1", conversation.0)
        .doing("replacing comments from elsewhere")?;
    for row in rows {
        exec!(
            conn,
            "insert into elsewhere (conversation_id, number, text, source, day, url, name, place, added_ms)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            conversation.0,
            i64::from(row.number),
            row.text.as_str(),
            row.source.as_str(),
            row.day.as_str(),
            row.url.as_str(),
            row.name.as_deref(),
            row.place.as_deref(),
            doing.at_ms
        )
        .doing("keeping a comment from elsewhere")?;
    }
    note(conn, conversation, "bring_in_comments", None, doing).await
}

/// Numbers follow one another: on PostgreSQL the table is locked while the next one is taken.
async fn lock(conn: &mut Conn, table: &'static str) -> Result<(), StoreError> {
    let Conn::Postgres(_) = conn else { return Ok(()) };
    match table {
        "unclear" => exec!(conn, "lock table unclear in share row exclusive mode"),
        "clarifications" => exec!(conn, "lock table clarifications in share row exclusive mode"),
        _ => exec!(conn, "lock table responses in share row exclusive mode"),
    }
    .doing("locking a table")
    .map(|_| ())
}

async fn note(
    conn: &mut Conn,
    conversation: ConversationId,
    act: &'static str,
    object: Option<String>,
    EditionDoing { by: staff, at_ms }: EditionDoing,
) -> Result<(), StoreError> {
    write_audit(conn, &AuditEntry { at_ms, staff, act, conversation: Some(conversation), object, detail: None }).await
}

fn narrow(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
