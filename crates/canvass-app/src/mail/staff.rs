//! Letters to staff: the link they sign in with, and that something waits.

use super::{Letter, MAX_LETTERS};
use crate::desk::{SIGN_IN_LIFE_MS, Waiting};
use crate::identity::token_hash;
use crate::independence::Alarm;
use crate::{App, AppError, Key, StaffId};
use canvass_domain::{Conversation, DAY_MS, Millis, Permission, State};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Least time between two letters to the same person that something waits.
pub const WAITS_AT_MOST_EVERY_MS: Millis = 3_600_000;
/// Least time between two sign-in links by mail for the same person.
const LINK_AT_MOST_EVERY_MS: Millis = 60_000;

/// What each person was last told waits. In memory: after a restart somebody may be told the same once more.
#[derive(Debug, Default)]
pub struct Told(Mutex<HashMap<i64, Vec<(i64, Waiting)>>>);

impl App {
    /// Posts a sign-in link to an address that may sign in; to any other nothing. The caller says the same in both
    /// cases.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn post_sign_in(
        &self,
        email: &str,
        random: [u8; 32],
        now_ms: Millis,
        write: impl FnOnce(&str) -> Letter,
    ) -> Result<(), AppError> {
        let Some((staff_id, _)) = self.store.staff_by_email(email).await? else { return Ok(()) };
        let expires_ms = now_ms + SIGN_IN_LIFE_MS;
        if !self.store.take_link(staff_id, now_ms - LINK_AT_MOST_EVERY_MS, now_ms).await? {
            return Ok(());
        }
        let token = Key(random).hex();
        self.store.put_sign_in(&token_hash(&token), staff_id, expires_ms, staff_id, now_ms).await?;
        let letter = Letter { expires_ms, ..write(&token) };
        self.store.post(&letter, now_ms, MAX_LETTERS).await?;
        Ok(())
    }

    /// Tells moderators who want it that something waits: at most once an hour each, and not the same again.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn tell_staff(
        &self,
        told: &Told,
        now_ms: Millis,
        write: impl Fn(&str, &[(Arc<Conversation>, Waiting)]) -> Letter + Send + Sync,
    ) -> Result<u64, AppError> {
        let waiting = self.waiting_somewhere();
        if waiting.is_empty() {
            return Ok(0);
        }
        let counts: Vec<(i64, Waiting)> = waiting.iter().map(|(conversation, n)| (conversation.id.0, *n)).collect();
        let mut n_posted = 0;
        for (id, email, role, told_ms) in self.store.told_staff().await? {
            let is_early = told_ms.is_some_and(|told_ms| now_ms - told_ms < WAITS_AT_MOST_EVERY_MS);
            if is_early || !role.may(Permission::Moderate) || told.knows(id, &counts) {
                continue;
            }
            let letter = Letter { expires_ms: now_ms + WAITS_AT_MOST_EVERY_MS, ..write(&email, &waiting) };
            if self.store.post(&letter, now_ms, MAX_LETTERS).await? {
                self.store.set_told(id, now_ms).await?;
                told.note(id, counts.clone());
                n_posted += 1;
            }
        }
        Ok(n_posted)
    }

    /// Tells moderators who want it that more readers than usual are marked: one letter for each time that begins.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn tell_alarms(
        &self,
        now_ms: Millis,
        write: impl Fn(&str, &Conversation, &Alarm) -> Letter + Send + Sync,
    ) -> Result<u64, AppError> {
        let mut n_posted = 0;
        for entry in self.live.all() {
            let alarm = {
                let snapshot = entry.read();
                snapshot.alarm(now_ms).filter(|alarm| alarm.since_ms > snapshot.watch.told_ms())
            };
            let Some(alarm) = alarm else { continue };
            let conversation = entry.conversation();
            for (_, email, role, _) in self.store.told_staff().await? {
                if role.may(Permission::Moderate) {
                    let letter = Letter { expires_ms: now_ms + DAY_MS, ..write(&email, &conversation, &alarm) };
                    n_posted += u64::from(self.store.post(&letter, now_ms, MAX_LETTERS).await?);
                }
            }
            self.note_told(&entry, now_ms).await?;
        }
        Ok(n_posted)
    }

    /// Open conversations in which something waits for the desk.
    fn waiting_somewhere(&self) -> Vec<(Arc<Conversation>, Waiting)> {
        let waiting = |entry: Arc<crate::live::Entry>| {
            let snapshot = entry.read();
            let waiting = snapshot.waiting();
            let is_due = snapshot.conversation.state == State::Open && waiting != Waiting::default();
            is_due.then(|| (Arc::clone(&snapshot.conversation), waiting))
        };
        self.live.all().into_iter().filter_map(waiting).collect()
    }

    /// Whether somebody is told by mail that something waits.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn wants_mail(&self, staff: StaffId) -> Result<bool, AppError> {
        Ok(self.store.wants_mail(staff.0).await?)
    }

    /// Somebody chooses whether to be told.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn set_wants_mail(&self, staff: StaffId, wants: bool, now_ms: Millis) -> Result<(), AppError> {
        Ok(self.store.set_wants_mail(staff.0, wants, now_ms).await?)
    }
}

impl Told {
    fn knows(&self, staff: i64, counts: &[(i64, Waiting)]) -> bool {
        let told = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        told.get(&staff).is_some_and(|told| told == counts)
    }

    fn note(&self, staff: i64, counts: Vec<(i64, Waiting)>) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(staff, counts);
    }
}
