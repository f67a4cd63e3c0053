//! Who is staff: adding people, links for them, roles, removing. The desk and the command line do the same here.
//!
//! Nothing here needs the writer's lock, so the command line works beside a running server. Each act is in the
//! audit log with the act itself.

use super::sign_in::SIGN_IN_LIFE_MS;
use crate::identity::token_hash;
use crate::{AppError, Key, StaffId, Store};
use canvass_domain::{EmailAddress, Millis, Role};
use canvass_store::{StaffChange, StaffMember};

/// Somebody with a fresh link to sign in by, which is told once and kept only as a hash.
#[derive(Clone, Debug)]
pub struct Invited {
    /// Whom it is for.
    pub member: StaffMember,
    /// The link's token.
    pub token: String,
}

/// Who does something, and when.
#[derive(Clone, Copy, Debug)]
pub struct Doing {
    /// Who.
    pub by: StaffId,
    /// When.
    pub at_ms: Millis,
}

/// Everybody on the staff, in the order in which they were added.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(store: &Store) -> Result<Vec<StaffMember>, AppError> {
    Ok(store.staff().await?)
}

/// Somebody by address.
///
/// # Errors
/// When there is nobody of that address, or the database cannot be read.
pub async fn find(store: &Store, email: &EmailAddress) -> Result<StaffMember, AppError> {
    let found = store.staff().await?.into_iter().find(|member| member.email == email.as_str());
    found.ok_or(AppError::NotFound("person"))
}

/// Adds somebody, or gives them another role, with a link to sign in by.
///
/// # Errors
/// When it would take the last owner away, or the database cannot be written.
pub async fn add(
    store: &Store,
    email: &EmailAddress,
    role: Role,
    random: [u8; 32],
    Doing { by, at_ms }: Doing,
) -> Result<Invited, AppError> {
    let member = done(store.put_staff(email.as_str(), role, by.0, at_ms).await?)?;
    link(store, member.id, random, Doing { by, at_ms }).await
}

/// Makes a link for somebody to sign in by.
///
/// # Errors
/// When there is nobody of that number, or the database cannot be written.
pub async fn link(store: &Store, id: i64, random: [u8; 32], doing: Doing) -> Result<Invited, AppError> {
    let token = Key(random).hex();
    let expires_ms = doing.at_ms + SIGN_IN_LIFE_MS;
    let member = done(store.put_sign_in(&token_hash(&token), id, expires_ms, doing.by.0, doing.at_ms).await?)?;
    Ok(Invited { member, token })
}

/// Gives somebody another role; it acts at once.
///
/// # Errors
/// When there is nobody of that number, it would take the last owner away, or the database cannot be written.
pub async fn change_role(store: &Store, id: i64, role: Role, doing: Doing) -> Result<StaffMember, AppError> {
    done(store.set_role(id, role, doing.by.0, doing.at_ms).await?)
}

/// Somebody is staff no more; their sessions end at once.
///
/// # Errors
/// When there is nobody of that number, it would take the last owner away, or the database cannot be written.
pub async fn remove(store: &Store, id: i64, doing: Doing) -> Result<StaffMember, AppError> {
    done(store.remove_staff(id, doing.by.0, doing.at_ms).await?)
}

fn done(change: StaffChange) -> Result<StaffMember, AppError> {
    match change {
        StaffChange::Done(member) => Ok(member),
        StaffChange::Nobody => Err(AppError::NotFound("person")),
        StaffChange::LastOwner => Err(AppError::LastOwner),
    }
}
