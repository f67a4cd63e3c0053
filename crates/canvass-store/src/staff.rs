//! Staff, their one-time sign-in links and their sessions. Only hashes of tokens are kept. Needs no lock.

use crate::command::Key;
use crate::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
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
    /// Adds somebody, or gives them another role.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn put_staff(&self, email: &str, role: Role, now_ms: Millis) -> Result<StaffMember, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let put = put_staff_in(&mut conn, email, role, now_ms).await;
        conn.end(put).await
    }

    /// Keeps the hash of a one-time sign-in token.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn put_sign_in(&self, token_hash: &Key, staff_id: i64, expires_ms: Millis) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        exec!(
            conn,
            "insert into sign_ins (token_hash, staff_id, expires_ms) values ($1, $2, $3)",
            token_hash.hex(),
            staff_id,
            expires_ms
        )
        .doing("keeping a sign-in link")
        .map(|_| ())
    }

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
        let used = rows!(
            conn,
            (i64,),
            "delete from sign_ins where token_hash = $1 and expires_ms > $2 returning staff_id",
            token_hash.hex(),
            now_ms
        )
        .doing("using a sign-in link")?;
        let Some((staff_id,)) = used.first() else { return Ok(false) };
        exec!(conn, "delete from sign_ins where expires_ms <= $1", now_ms).doing("dropping old sign-in links")?;
        exec!(conn, "delete from sessions where expires_ms <= $1", now_ms).doing("dropping old sessions")?;
        exec!(
            conn,
            "insert into sessions (token_hash, staff_id, expires_ms) values ($1, $2, $3)",
            session_hash.hex(),
            *staff_id,
            session_expires_ms
        )
        .doing("starting a session")?;
        Ok(true)
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
             where t.token_hash = $1 and t.expires_ms > $2",
            session_hash.hex(),
            now_ms
        )
        .doing("looking at a session")?;
        let Some((id, email, role)) = found.into_iter().next() else { return Ok(None) };
        let role =
            Role::from_word(&role).ok_or_else(|| StoreError::Damaged(format!("the role `{role}` is unknown")))?;
        Ok(Some(StaffMember { id, email, role }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn end_session(&self, session_hash: &Key) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        exec!(conn, "delete from sessions where token_hash = $1", session_hash.hex())
            .doing("ending a session")
            .map(|_| ())
    }
}

async fn put_staff_in(conn: &mut Conn, email: &str, role: Role, now_ms: Millis) -> Result<StaffMember, StoreError> {
    // On SQLite beginning was enough: two that add somebody at once would draw the same number.
    if let Conn::Postgres(_) = conn {
        exec!(conn, "lock table staff in share row exclusive mode").doing("locking the list of staff")?;
    }
    let found = rows!(
        conn,
        (i64,),
        "insert into staff (id, email, role, created_ms)
         select coalesce(max(id), 0) + 1, $1, $2, $3 from staff where true
         on conflict (email) do update set role = excluded.role
         returning id",
        email,
        role.word(),
        now_ms
    )
    .doing("adding a member of staff")?;
    let id = found.first().map_or(0, |(id,)| *id);
    Ok(StaffMember { id, email: email.to_owned(), role })
}
