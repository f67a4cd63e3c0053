//! Whether one person could be many: an allowance for first answers by the network they come from, and marks on those
//! whom one network brought in numbers.
//!
//! A network is looked at when somebody answers for the first time, and at no other time. What is remembered of it is in
//! memory only: how much of its allowance is used, and under a hash whose salt changes each day how many came. Nothing of
//! it is stored, logged or shown but the marks, which say nothing of where anybody is.

mod alarm;
mod exclusion;
mod patterns;

pub use alarm::Alarm;
pub use canvass_counts::independence::{FirstAnswers, Source, Sources, TooMany};
pub use exclusion::{Choice, Chosen, MAX_EXCLUDED};
pub use patterns::{Followed, marks_of};

use crate::live::Entry;
use crate::{App, AppError, StaffId};
use canvass_counts::independence::{Allowance, Bursts};
use canvass_domain::{ConversationId, MarkThresholds, Millis, ParticipantId, ReaderMark, ReaderMarks};
use canvass_store::{Act, Command, WatchChange};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// What is remembered of where first answers came from.
#[derive(Debug)]
pub(crate) struct Independence {
    allowance: Mutex<Allowance>,
    bursts: Mutex<Bursts>,
    /// How far each log has been looked at for marks that it shows.
    followed: Mutex<HashMap<ConversationId, Followed>>,
}

/// How many times the allowance there is while many are expected from one network.
const OFFICE: u32 = 100;
/// Longest time for which many may be expected.
pub const MAX_OFFICE_HOURS: u32 = 72;

impl App {
    /// The allowance for first answers of a conversation.
    #[must_use]
    pub fn first_answers(&self, entry: &Entry, at_ms: Millis) -> FirstAnswers {
        let snapshot = entry.read();
        let limits = snapshot.conversation.instrument.limits;
        let FirstAnswers { at_once, per_hour } = self.first_answers;
        let limits = FirstAnswers {
            at_once: limits.first_answers_per_address.unwrap_or(at_once),
            per_hour: limits.first_answers_per_hour.unwrap_or(per_hour),
        };
        if snapshot.watch.expects_many(at_ms) { limits.times_over(OFFICE) } else { limits }
    }

    /// Takes note of where somebody came from who answered for the first time, and marks whom that marks.
    pub(crate) async fn watch_arrival(&self, entry: &Entry, source: Source, participant: ParticipantId, at_ms: Millis) {
        let conversation = entry.id();
        let (expects_many, thresholds) = {
            let snapshot = entry.read();
            (snapshot.watch.expects_many(at_ms), snapshot.conversation.instrument.marks)
        };
        if expects_many {
            return self.independence.count(conversation, source, at_ms);
        }
        let marked = self.independence.admitted(conversation, source, participant, &thresholds, at_ms);
        if marked.is_empty() {
            return;
        }
        let marks = ReaderMarks::NONE.with(ReaderMark::Burst);
        let marked = marked.into_iter().map(|who| (who, marks)).collect();
        if self.put_marks(entry, marked, at_ms).await.is_err() {
            tracing::error!(conversation = conversation.0, "marks could not be kept");
        }
    }

    /// Gives readers marks.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn put_marks(
        &self,
        entry: &Entry,
        marked: Vec<(ParticipantId, ReaderMarks)>,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let (conversation, act) = (entry.id(), Act::MarkReaders(marked));
        let (command, ballot_box) =
            (Command { conversation, at_ms, idempotency: None, by: None, act }, self.ballot_box.clone());
        // By itself, so that whoever hangs up once they have answered is marked all the same.
        let put = tokio::spawn(async move { ballot_box.put(command).await }).await;
        put.map_err(|error| AppError::broken("keeping marks", error))??;
        Ok(())
    }

    /// Through how many networks today's new readers came, as far as memory goes.
    #[must_use]
    pub fn sources(&self, entry: &Entry, at_ms: Millis) -> Sources {
        self.independence.bursts.lock().unwrap_or_else(PoisonError::into_inner).sources(entry.id(), at_ms)
    }

    /// Expects many from one network for some hours from now on, or with none no longer.
    ///
    /// # Errors
    /// When it is for too long, or storage fails.
    pub async fn expect_many(
        &self,
        entry: &Entry,
        hours: u32,
        by: Option<StaffId>,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        if hours > MAX_OFFICE_HOURS {
            return Err(AppError::LongOffice(MAX_OFFICE_HOURS));
        }
        let until_ms = if hours == 0 { 0 } else { at_ms + Millis::from(hours) * 3_600_000 };
        self.put_by(by, entry.id(), at_ms, Act::Watch(WatchChange::Office(until_ms))).await.map(|_| ())
    }
}

impl Independence {
    /// Remembers nothing yet; `seed` is random, and kept nowhere else.
    pub(crate) fn new(seed: [u8; 32]) -> Self {
        Self { allowance: Mutex::default(), bursts: Mutex::new(Bursts::new(seed)), followed: Mutex::default() }
    }

    /// Takes one first answer from the allowance of where it comes from.
    ///
    /// # Errors
    /// How long until there is an allowance again.
    pub(crate) fn take(
        &self,
        conversation: ConversationId,
        source: Source,
        limits: FirstAnswers,
        at_ms: Millis,
    ) -> Result<(), TooMany> {
        self.allowance.lock().unwrap_or_else(PoisonError::into_inner).take(conversation, source, limits, at_ms)
    }

    /// Gives it back: nothing came of the answer.
    pub(crate) fn give_back(&self, conversation: ConversationId, source: Source, limits: FirstAnswers) {
        self.allowance.lock().unwrap_or_else(PoisonError::into_inner).give_back(conversation, source, limits);
    }

    /// Somebody new has answered; gives everybody who is to be marked now.
    pub(crate) fn admitted(
        &self,
        conversation: ConversationId,
        source: Source,
        participant: ParticipantId,
        thresholds: &MarkThresholds,
        at_ms: Millis,
    ) -> Vec<ParticipantId> {
        let mut bursts = self.bursts.lock().unwrap_or_else(PoisonError::into_inner);
        bursts.admitted(conversation, source, participant, thresholds, at_ms)
    }

    /// Somebody new has answered while many are expected.
    fn count(&self, conversation: ConversationId, source: Source, at_ms: Millis) {
        self.bursts.lock().unwrap_or_else(PoisonError::into_inner).count(conversation, source, at_ms);
    }
}
