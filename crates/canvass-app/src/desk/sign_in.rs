//! Signing in by a printed link: single use, fifteen minutes, stored hashed.

use crate::identity::token_hash;
use crate::{App, AppError, Key, StaffId};
use canvass_domain::Millis;
use canvass_store::StaffMember;

/// How long a sign-in link is good.
pub const SIGN_IN_LIFE_MS: Millis = 15 * 60_000;
/// How long a session lasts.
pub const SESSION_LIFE_MS: Millis = 12 * 3_600_000;

/// A member of staff with the session they act in.
#[derive(Clone, Debug)]
pub struct StaffSession {
    /// Who.
    pub member: StaffMember,
    /// Hash of the session's token.
    pub hash: Key,
}

impl StaffSession {
    /// Who acts, for the audit log.
    #[must_use]
    pub const fn by(&self) -> StaffId {
        StaffId(self.member.id)
    }
}

impl App {
    /// Whether a sign-in link is good; looking does not use it up, since mail scanners open links.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn sign_in_is_good(&self, token: &str, now_ms: Millis) -> Result<bool, AppError> {
        Ok(self.store.sign_in_is_good(&token_hash(token), now_ms).await?)
    }

    /// Uses a sign-in link up; gives the session's token, for a cookie.
    ///
    /// # Errors
    /// When the link was used or is too old, or storage fails.
    pub async fn sign_in(&self, token: &str, random: [u8; 32], now_ms: Millis) -> Result<String, AppError> {
        let session = Key(random).hex();
        let expires_ms = now_ms + SESSION_LIFE_MS;
        let used = self.store.use_sign_in(&token_hash(token), &token_hash(&session), expires_ms, now_ms).await?;
        if used { Ok(session) } else { Err(AppError::NotFound("sign-in link")) }
    }

    /// Who a session's token belongs to.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn session(&self, token: &str, now_ms: Millis) -> Result<Option<StaffSession>, AppError> {
        let hash = token_hash(token);
        let member = self.store.session(&hash, now_ms).await?;
        Ok(member.map(|member| StaffSession { member, hash }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn sign_out(&self, session: &StaffSession, now_ms: Millis) -> Result<(), AppError> {
        Ok(self.store.end_session(&session.hash, now_ms).await?)
    }
}
