//! The audit log: what staff did, in the database's own words and never in a reader's.
//!
//! A line is written in the transaction of what it tells of, or not at all, and is never changed.

use crate::db::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use canvass_domain::{ConversationId, Millis};

/// Most lines read at once.
const MAX_PAGE: usize = 500;
/// Stands in a line for whoever runs the command line: nobody among the staff.
pub const COMMAND_LINE: i64 = 0;

/// What a member of staff did, before it has a number.
#[derive(Clone, Debug)]
pub(crate) struct AuditEntry {
    pub at_ms: Millis,
    pub staff: i64,
    pub act: &'static str,
    pub conversation: Option<ConversationId>,
    pub object: Option<String>,
    pub detail: Option<String>,
}

/// One line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number: dense, from 1.
    pub number: i64,
    /// When.
    pub at_ms: Millis,
    /// The address of who did it; nothing where it was done on the command line.
    pub staff: Option<String>,
    /// What they did.
    pub act: String,
    /// Slug of the conversation, where it was about one.
    pub conversation: Option<String>,
    /// What it was done to.
    pub object: Option<String>,
    /// More of it.
    pub detail: Option<String>,
}

/// Which lines to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditRange {
    /// Only those about this conversation.
    pub of: Option<ConversationId>,
    /// Only those with a smaller number.
    pub before: Option<i64>,
}

type Columns = (i64, i64, i64, Option<String>, String, Option<String>, Option<String>, Option<String>);

impl Store {
    /// A page of the audit log, newest first; at most 500 lines.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn audit(&self, range: AuditRange, limit: usize) -> Result<Vec<AuditRow>, StoreError> {
        let mut conn = self.connection().await?;
        let before = range.before.unwrap_or(i64::MAX);
        let limit = i64::try_from(limit.min(MAX_PAGE)).unwrap_or(i64::MAX);
        // Two texts, so that each walks down an index and stops at the page's end.
        let found = match range.of {
            None => rows!(
                conn,
                Columns,
                "select a.number, a.at_ms, a.staff_id, s.email, a.act, c.slug, a.object, a.detail
                 from audit a left join staff s on s.id = a.staff_id
                 left join conversations c on c.id = a.conversation_id
                 where a.number < $1 order by a.number desc limit $2",
                before,
                limit
            ),
            Some(of) => rows!(
                conn,
                Columns,
                "select a.number, a.at_ms, a.staff_id, s.email, a.act, c.slug, a.object, a.detail
                 from audit a left join staff s on s.id = a.staff_id
                 left join conversations c on c.id = a.conversation_id
                 where a.conversation_id = $1 and a.number < $2 order by a.number desc limit $3",
                of.0,
                before,
                limit
            ),
        };
        Ok(found.doing("reading the audit log")?.into_iter().map(row).collect())
    }

    /// Notes what a member of staff did outside the log of any conversation. Needs no lock.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn note_act(
        &self,
        staff: i64,
        act: &'static str,
        object: Option<&str>,
        detail: Option<&str>,
        at_ms: Millis,
    ) -> Result<(), StoreError> {
        let [object, detail] = [object, detail].map(|text| text.map(str::to_owned));
        self.note(&AuditEntry { at_ms, staff, act, conversation: None, object, detail }).await
    }

    /// Notes what was done to a whole conversation beside its log: that it was made, or brought in.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn note_act_on(
        &self,
        conversation: ConversationId,
        staff: i64,
        act: &'static str,
        at_ms: Millis,
    ) -> Result<(), StoreError> {
        let conversation = Some(conversation);
        self.note(&AuditEntry { at_ms, staff, act, conversation, object: None, detail: None }).await
    }

    async fn note(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let noted = write_audit(&mut conn, entry).await;
        conn.end(noted).await
    }
}

/// Writes a line under the next number. Inside a transaction that holds the database's write lock on SQLite; on
/// PostgreSQL the table is locked, since staff act beside the writer. It comes last in a transaction, so that whoever
/// waits for it holds nothing that its holder wants.
pub(crate) async fn write_audit(conn: &mut Conn, entry: &AuditEntry) -> Result<(), StoreError> {
    if let Conn::Postgres(_) = conn {
        exec!(conn, "lock table audit in share row exclusive mode").doing("locking the audit log")?;
    }
    exec!(
        conn,
        "insert into audit (number, at_ms, staff_id, act, conversation_id, object, detail)
         select coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5, $6 from audit",
        entry.at_ms,
        entry.staff,
        entry.act,
        entry.conversation.map(|id| id.0),
        entry.object.as_deref(),
        entry.detail.as_deref()
    )
    .doing("writing the audit log")
    .map(|_| ())
}

fn row((number, at_ms, staff_id, staff, act, conversation, object, detail): Columns) -> AuditRow {
    let staff = (staff_id != COMMAND_LINE).then(|| staff.unwrap_or_else(|| format!("staff:{staff_id}")));
    AuditRow { number, at_ms, staff, act, conversation, object, detail }
}
