//! Who is staff: adding, roles, links, removing. Needs no lock.
//!
//! There is always an owner: what would take the last one away is not done, however many act at once. Whoever is
//! removed keeps their row, so that the audit log says who they were and no number stands for two people.

use crate::db::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::log::command::Key;
use crate::tables::audit::{AuditEntry, write_audit};
use crate::tables::staff::{StaffMember, member};
use canvass_domain::{Millis, Role};

/// Most people listed.
const MAX_LISTED: i64 = 1_000;
/// Stands where the role was of whoever is staff no more.
const REMOVED: &str = "removed";

/// Whether a change of who is staff was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffChange {
    /// It was; whom it was about, as they are now.
    Done(StaffMember),
    /// There is nobody of that number, or no more.
    Nobody,
    /// Nobody would be left who may manage people.
    LastOwner,
}

impl Store {
    /// Everybody on the staff, in the order in which they were added; at most 1,000.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn staff(&self) -> Result<Vec<StaffMember>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select id, email, role from staff where role <> 'removed' order by id limit $1";
        let found = rows!(conn, (i64, String, String), sql, MAX_LISTED).doing("reading the list of staff")?;
        found.into_iter().map(member).collect()
    }

    /// Adds somebody, or gives them another role.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn put_staff(&self, email: &str, role: Role, by: i64, now_ms: Millis) -> Result<StaffChange, StoreError> {
        self.change(async |conn| put(conn, email, role, Doer { by, now_ms }).await).await
    }

    /// Gives somebody another role, which acts at once.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn set_role(&self, id: i64, role: Role, by: i64, now_ms: Millis) -> Result<StaffChange, StoreError> {
        self.change(async |conn| match find(conn, id).await? {
            Some(found) => set_role(conn, found, role, Doer { by, now_ms }).await,
            None => Ok(StaffChange::Nobody),
        })
        .await
    }

    /// Somebody is staff no more: their sessions and links end at once.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn remove_staff(&self, id: i64, by: i64, now_ms: Millis) -> Result<StaffChange, StoreError> {
        self.change(async |conn| remove(conn, id, Doer { by, now_ms }).await).await
    }

    /// Keeps the hash of a one-time sign-in token.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn put_sign_in(
        &self,
        token_hash: &Key,
        id: i64,
        expires_ms: Millis,
        by: i64,
        now_ms: Millis,
    ) -> Result<StaffChange, StoreError> {
        self.change(async |conn| {
            let Some(found) = find(conn, id).await? else { return Ok(StaffChange::Nobody) };
            let sql = "insert into sign_ins (token_hash, staff_id, expires_ms) values ($1, $2, $3)";
            exec!(conn, sql, token_hash.hex(), id, expires_ms).doing("keeping a sign-in link")?;
            note(conn, &found, "make_sign_in_link", None, Doer { by, now_ms }).await?;
            Ok(StaffChange::Done(found))
        })
        .await
    }

    /// One change at a time. On SQLite beginning is enough; on PostgreSQL the table is locked: two that look at who
    /// is left would both find the other.
    async fn change(
        &self,
        what: impl AsyncFnOnce(&mut Conn) -> Result<StaffChange, StoreError>,
    ) -> Result<StaffChange, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let changed = match lock_staff(&mut conn).await {
            Ok(()) => what(&mut conn).await,
            Err(error) => Err(error),
        };
        conn.end(changed).await
    }
}

/// Who does it, and when.
#[derive(Clone, Copy)]
struct Doer {
    by: i64,
    now_ms: Millis,
}

async fn lock_staff(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(_) => {
            exec!(conn, "lock table staff in share row exclusive mode").doing("locking the list of staff").map(|_| ())
        }
    }
}

async fn find(conn: &mut Conn, id: i64) -> Result<Option<StaffMember>, StoreError> {
    let sql = "select id, email, role from staff where id = $1 and role <> 'removed'";
    let found = rows!(conn, (i64, String, String), sql, id).doing("looking for a member of staff")?;
    found.into_iter().next().map(member).transpose()
}

async fn put(conn: &mut Conn, email: &str, role: Role, doer: Doer) -> Result<StaffChange, StoreError> {
    let sql = "select id, email, role from staff where email = $1";
    let found = rows!(conn, (i64, String, String), sql, email).doing("looking for a member of staff")?;
    match found.into_iter().next() {
        Some((id, email, word)) if word == REMOVED => come_back(conn, StaffMember { id, email, role }, doer).await,
        Some(row) => set_role(conn, member(row)?, role, doer).await,
        None => {
            let sql = "insert into staff (id, email, role, created_ms)
                       select coalesce(max(id), 0) + 1, $1, $2, $3 from staff where true returning id";
            let added = rows!(conn, (i64,), sql, email, role.word(), doer.now_ms).doing("adding a member of staff")?;
            let id = added.first().map_or(0, |(id,)| *id);
            let added = StaffMember { id, email: email.to_owned(), role };
            note(conn, &added, "add_person", Some(role.word()), doer).await?;
            Ok(StaffChange::Done(added))
        }
    }
}

/// Nothing of the time before lets them in again.
async fn come_back(conn: &mut Conn, who: StaffMember, doer: Doer) -> Result<StaffChange, StoreError> {
    end_access(conn, who.id).await?;
    write_role(conn, who.id, who.role.word()).await?;
    note(conn, &who, "add_person", Some(who.role.word()), doer).await?;
    Ok(StaffChange::Done(who))
}

async fn set_role(conn: &mut Conn, who: StaffMember, role: Role, doer: Doer) -> Result<StaffChange, StoreError> {
    if who.role == role {
        return Ok(StaffChange::Done(who));
    }
    if who.role == Role::Owner && is_last_owner(conn, who.id).await? {
        return Ok(StaffChange::LastOwner);
    }
    write_role(conn, who.id, role.word()).await?;
    let changed = StaffMember { role, ..who };
    note(conn, &changed, "change_role", Some(role.word()), doer).await?;
    Ok(StaffChange::Done(changed))
}

async fn remove(conn: &mut Conn, id: i64, doer: Doer) -> Result<StaffChange, StoreError> {
    let Some(found) = find(conn, id).await? else { return Ok(StaffChange::Nobody) };
    if found.role == Role::Owner && is_last_owner(conn, id).await? {
        return Ok(StaffChange::LastOwner);
    }
    write_role(conn, id, REMOVED).await?;
    end_access(conn, id).await?;
    note(conn, &found, "remove_person", Some(found.role.word()), doer).await?;
    Ok(StaffChange::Done(found))
}

async fn is_last_owner(conn: &mut Conn, id: i64) -> Result<bool, StoreError> {
    let sql = "select id from staff where role = 'owner' and id <> $1 limit 1";
    Ok(rows!(conn, (i64,), sql, id).doing("looking for another owner")?.is_empty())
}

async fn write_role(conn: &mut Conn, id: i64, word: &str) -> Result<(), StoreError> {
    exec!(conn, "update staff set role = $1 where id = $2", word, id).doing("changing a role").map(|_| ())
}

async fn end_access(conn: &mut Conn, id: i64) -> Result<(), StoreError> {
    exec!(conn, "delete from sign_ins where staff_id = $1", id).doing("dropping sign-in links")?;
    exec!(conn, "delete from sessions where staff_id = $1", id).doing("ending sessions").map(|_| ())
}

async fn note(
    conn: &mut Conn,
    whom: &StaffMember,
    act: &'static str,
    detail: Option<&str>,
    Doer { by, now_ms }: Doer,
) -> Result<(), StoreError> {
    let (object, detail) = (Some(whom.email.clone()), detail.map(str::to_owned));
    write_audit(conn, &AuditEntry { at_ms: now_ms, staff: by, act, conversation: None, object, detail }).await
}
