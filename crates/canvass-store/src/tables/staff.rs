//! Staff, their one-time sign-in links and their sessions. Only hashes of tokens are kept. Needs no lock.

use crate::db::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::log::command::Key;
use crate::tables::audit::{AuditEntry, write_audit};
use canvass_domain::{Millis, Role};

/// One member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    /// Their number.
    pub id: i64,
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: Role,
}

impl Store {
    /// Whether a sign-in token is good now; looking does not use it up.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn sign_in_is_good(&self, token_hash: &Key, now_ms: Millis) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        let found = rows!(
            conn,
            (i64,),
            "select staff_id from sign_ins where token_hash = $1 and expires_ms > $2",
            token_hash.hex(),
            now_ms
        )
        .doing("looking at a sign-in link")?;
        Ok(!found.is_empty())
    }

    /// Uses a sign-in token up and starts a session. Exactly one of two racing attempts gets it.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn use_sign_in(
        &self,
        token_hash: &Key,
        session_hash: &Key,
        session_expires_ms: Millis,
        now_ms: Millis,
    ) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        exec!(conn, "delete from sign_ins where expires_ms <= $1", now_ms).doing("dropping old sign-in links")?;
        exec!(conn, "delete from sessions where expires_ms <= $1", now_ms).doing("dropping old sessions")?;
        conn.begin().await?;
        let used = use_sign_in_in(&mut conn, token_hash, session_hash, session_expires_ms, now_ms).await;
        conn.end(used).await
    }

    /// Who a session belongs to.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn session(&self, session_hash: &Key, now_ms: Millis) -> Result<Option<StaffMember>, StoreError> {
        let mut conn = self.connection().await?;
        let found = rows!(
            conn,
            (i64, String, String),
            "select s.id, s.email, s.role from sessions t join staff s on s.id = t.staff_id
             where t.token_hash = $1 and t.expires_ms > $2 and s.role <> 'removed'",
            session_hash.hex(),
            now_ms
        )
        .doing("looking at a session")?;
        found.into_iter().next().map(member).transpose()
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn end_session(&self, session_hash: &Key, now_ms: Millis) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let ended = end_session_in(&mut conn, session_hash, now_ms).await;
        conn.end(ended).await
    }
}

/// Reads a row of the table.
pub(crate) fn member((id, email, role): (i64, String, String)) -> Result<StaffMember, StoreError> {
    let role = Role::from_word(&role).ok_or_else(|| StoreError::Damaged(format!("the role `{role}` is unknown")))?;
    Ok(StaffMember { id, email, role })
}

async fn use_sign_in_in(
    conn: &mut Conn,
    token_hash: &Key,
    session_hash: &Key,
    session_expires_ms: Millis,
    now_ms: Millis,
) -> Result<bool, StoreError> {
    let used = rows!(
        conn,
        (i64,),
        "delete from sign_ins where token_hash = $1 and expires_ms > $2 returning staff_id",
        token_hash.hex(),
        now_ms
    )
    .doing("using a sign-in link")?;
    let Some((staff,)) = used.first().copied() else { return Ok(false) };
    exec!(
        conn,
        "insert into sessions (token_hash, staff_id, expires_ms) values ($1, $2, $3)",
        session_hash.hex(),
        staff,
        session_expires_ms
    )
    .doing("starting a session")?;
    write_audit(conn, &about_oneself(staff, "sign_in", now_ms)).await?;
    Ok(true)
}

async fn end_session_in(conn: &mut Conn, session_hash: &Key, now_ms: Millis) -> Result<(), StoreError> {
    let sql = "delete from sessions where token_hash = $1 returning staff_id";
    let ended = rows!(conn, (i64,), sql, session_hash.hex()).doing("ending a session")?;
    match ended.first() {
        Some((staff,)) => write_audit(conn, &about_oneself(*staff, "sign_out", now_ms)).await,
        None => Ok(()),
    }
}

const fn about_oneself(staff: i64, act: &'static str, at_ms: Millis) -> AuditEntry {
    AuditEntry { at_ms, staff, act, conversation: None, object: None, detail: None }
}
