//! Looking for whatever is wrong in a database, and naming it. Nothing is changed here, and nothing found stops the
//! search: what cannot be read is a finding. Right beside a running server too: each conversation is looked at as of
//! one moment.

pub(crate) mod derived;
mod editions;
pub(crate) mod log;
pub(crate) mod notes;
mod rows;

use self::notes::{Examined, Finding, Mending, Notes};
use crate::db::connection::{Conn, Store, rows};
use crate::db::tables::read_tables;
use crate::error::{Doing, StoreError};
use crate::log::hash::seal;
use canvass_domain::ConversationId;
use sqlx::AssertSqlSafe;

/// One conversation's row, as it is.
pub(crate) struct Head {
    pub id: ConversationId,
    pub slug: String,
    provenance: String,
    version: i64,
}

impl Store {
    /// Looks for whatever is wrong in the whole database. Needs no lock.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub async fn examine(&self) -> Result<Examined, StoreError> {
        let mut examined = Examined::default();
        let mut conn = self.connection().await?;
        check_file(&mut conn, &mut Notes { all: &mut examined, conversation: None }).await?;
        if !examined.findings.is_empty() {
            // Whatever else is read from a file like this may be wrong for that reason alone.
            return Ok(examined);
        }
        for id in read_ids(&mut conn).await? {
            conn.begin_reading().await?;
            let checked = check_conversation(&mut conn, id, &mut examined).await;
            conn.end(checked).await?;
        }
        check_orphans(&mut conn, &mut examined).await?;
        Ok(examined)
    }

    /// Compares the derived tables of one conversation with its log.
    ///
    /// # Errors
    /// When the database cannot be read, or the log is damaged.
    pub async fn check_derived(&self, conversation: ConversationId) -> Result<Vec<Finding>, StoreError> {
        let mut examined = Examined::default();
        let mut conn = self.connection().await?;
        conn.begin_reading().await?;
        let mut notes = Notes { all: &mut examined, conversation: None };
        let compared = async {
            let log = log::read(&mut conn, conversation).await?.whole(conversation)?;
            derived::compare(&mut conn, conversation, &log.latest, &mut notes).await
        };
        let compared = compared.await;
        conn.end(compared).await?;
        Ok(examined.findings)
    }

    /// Takes every log as it is from now on, where its running hash says otherwise, and gives their conversations.
    /// Needs the writer's lock.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn accept_logs(&self) -> Result<Vec<ConversationId>, StoreError> {
        let mut accepted = Vec::new();
        let mut conn = self.connection().await?;
        for id in read_ids(&mut conn).await? {
            if log::read(&mut conn, id).await?.is_whole() {
                continue;
            }
            conn.begin().await?;
            let sealed = seal(&mut conn, id).await;
            conn.end(sealed).await?;
            accepted.push(id);
        }
        drop(conn);
        self.keep_tail().await?;
        Ok(accepted)
    }

    /// Makes everything that follows from the log anew, in every conversation. Needs the writer's lock.
    ///
    /// # Errors
    /// When the database cannot be read or written. A conversation with a damaged log is left as it is.
    pub async fn rebuild(&self) -> Result<(), StoreError> {
        let ids = read_ids(&mut self.connection().await?).await?;
        for id in ids {
            match self.rebuild_derived(id).await {
                Err(StoreError::Damaged(_)) | Ok(()) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

async fn check_conversation(conn: &mut Conn, id: ConversationId, all: &mut Examined) -> Result<(), StoreError> {
    let Some(head) = read_head(conn, id).await? else { return Ok(()) };
    let notes = &mut Notes { all, conversation: Some(&head.slug) };
    rows::check_head(&head, notes);
    let log = log::read(conn, id).await?;
    log.tell(notes);
    rows::check_instruments(conn, &head, &log, notes).await?;
    rows::check_references(conn, &head, &log, notes).await?;
    rows::check_erased(conn, &head, &log, notes).await?;
    editions::check_editions(conn, id, notes).await?;
    // Compared with a log that is not whole every table would be wrong; what is wrong with it is said above.
    if log.is_whole() { derived::compare(conn, id, &log.latest, notes).await } else { Ok(()) }
}

async fn read_ids(conn: &mut Conn) -> Result<Vec<ConversationId>, StoreError> {
    let found = rows!(conn, (i64,), "select id from conversations order by id").doing("reading conversations")?;
    Ok(found.into_iter().map(|(id,)| ConversationId(id)).collect())
}

async fn read_head(conn: &mut Conn, id: ConversationId) -> Result<Option<Head>, StoreError> {
    let sql = "select slug, provenance, version from conversations where id = $1";
    let found = rows!(conn, (String, String, i64), sql, id.0).doing("reading a conversation")?;
    Ok(found.into_iter().next().map(|(slug, provenance, version)| Head { id, slug, provenance, version }))
}

/// What SQLite itself says about its file. PostgreSQL keeps checksums of its own.
async fn check_file(conn: &mut Conn, notes: &mut Notes<'_>) -> Result<(), StoreError> {
    if let Conn::Postgres(_) = conn {
        return Ok(());
    }
    let mut tell = |what: &str| notes.add(Mending::Nothing, "canvass.sqlite", "the file", what.trim());
    match rows!(conn, (String,), "pragma integrity_check").doing("checking canvass.sqlite") {
        Ok(found) => found.iter().filter(|(said,)| said != "ok").for_each(|(said,)| tell(said)),
        Err(error) if error.is_corrupt() => tell(&error.to_string()),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Rows of conversations that are not there; and how many rows there are.
async fn check_orphans(conn: &mut Conn, examined: &mut Examined) -> Result<(), StoreError> {
    for table in read_tables(conn).await? {
        let name = &table.name;
        if name != "conversations" && !table.has_column("conversation_id") {
            continue;
        }
        let count = AssertSqlSafe(format!("select count(*) from \"{name}\""));
        let n_rows = rows!(conn, (i64,), count).doing("counting rows")?;
        let n_rows = n_rows.first().and_then(|(n,)| u64::try_from(*n).ok()).unwrap_or(0);
        examined.n_rows.push((name.clone(), n_rows));
        if name == "conversations" {
            continue;
        }
        let sql = AssertSqlSafe(format!(
            "select conversation_id, count(*) from \"{name}\"
             where conversation_id is not null and conversation_id not in (select id from conversations)
             group by conversation_id"
        ));
        for (id, n) in rows!(conn, (i64, i64), sql).doing("looking for rows of no conversation")? {
            let mut notes = Notes { all: examined, conversation: None };
            let what = format!("conversation {id} is not there");
            notes.add(Mending::Nothing, name, format_args!("{n} rows"), what);
        }
    }
    Ok(())
}
