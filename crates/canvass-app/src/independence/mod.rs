//! Whether one person could be many: an allowance for first answers by the network they come from, and marks on those
//! whom one network brought in numbers.
//!
//! A network is looked at when somebody answers for the first time, and at no other time. What is remembered of it is in
//! memory only: how much of its allowance is used, and under a hash whose salt changes each day how many came. Nothing of
//! it is stored, logged or shown but the marks, which say nothing of where anybody is.

pub mod allowance;
pub mod bursts;

pub use allowance::{FirstAnswers, TooMany};
pub use bursts::Bursts;

use crate::live::Entry;
use crate::{App, AppError, StaffId};
use allowance::Allowance;
use canvass_domain::{ConversationId, Millis, ParticipantId, ReaderMark};
use canvass_store::{Act, Command};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// How many times the allowance of one household an IPv6 /48 has, which may be a whole organisation or one person.
pub(crate) const WIDE: u32 = 8;

/// A network, as far as it is told apart from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Network {
    bits: u128,
    prefix: u8,
}

/// Where a first answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// One IPv4 address, or an IPv6 /64: a household, or everybody behind one router.
    pub near: Network,
    /// The IPv6 /48 around it.
    pub wide: Option<Network>,
}

impl Source {
    /// That of an address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self { near: Network { bits: u128::from(v4.to_bits()), prefix: 32 }, wide: None },
            IpAddr::V6(v6) => {
                let within = |prefix: u8| Network { bits: v6.to_bits() >> (128 - prefix) << (128 - prefix), prefix };
                Self { near: within(64), wide: Some(within(48)) }
            }
        }
    }

    /// Both, each with how many times the thresholds of one household it has.
    fn networks(self) -> impl Iterator<Item = (Network, u32)> {
        [(self.near, 1)].into_iter().chain(self.wide.map(|wide| (wide, WIDE)))
    }
}

impl Network {
    fn bytes(self) -> [u8; 17] {
        let mut bytes = [self.prefix; 17];
        bytes[1..].copy_from_slice(&self.bits.to_be_bytes());
        bytes
    }
}

/// What is remembered of where first answers came from.
#[derive(Debug)]
pub(crate) struct Independence {
    allowance: Mutex<Allowance>,
    bursts: Mutex<Bursts>,
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
        if entry.read().watch.expects_many(at_ms) {
            return;
        }
        let conversation = entry.id();
        let marked = self.independence.admitted(conversation, source, participant, at_ms);
        if marked.is_empty() {
            return;
        }
        if self.put_marks(entry, &marked, ReaderMark::Burst, at_ms).await.is_err() {
            tracing::error!(conversation = conversation.0, "marks could not be kept");
        }
    }

    /// Gives readers a mark.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn put_marks(
        &self,
        entry: &Entry,
        readers: &[ParticipantId],
        mark: ReaderMark,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let (conversation, act) = (entry.id(), Act::MarkReaders(readers.to_vec(), mark));
        let (command, ballot_box) =
            (Command { conversation, at_ms, idempotency: None, by: None, act }, self.ballot_box.clone());
        // By itself, so that whoever hangs up once they have answered is marked all the same.
        let put = tokio::spawn(async move { ballot_box.put(command).await }).await;
        put.map_err(|error| AppError::broken("keeping marks", error))??;
        Ok(())
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
            return Err(AppError::LongOffice);
        }
        let until_ms = if hours == 0 { 0 } else { at_ms + Millis::from(hours) * 3_600_000 };
        self.put_by(by, entry.id(), at_ms, Act::Office(until_ms)).await.map(|_| ())
    }
}

impl Independence {
    /// Remembers nothing yet; `seed` is random, and kept nowhere else.
    pub(crate) fn new(seed: [u8; 32]) -> Self {
        Self { allowance: Mutex::default(), bursts: Mutex::new(Bursts::new(seed)) }
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
        at_ms: Millis,
    ) -> Vec<ParticipantId> {
        self.bursts.lock().unwrap_or_else(PoisonError::into_inner).admitted(conversation, source, participant, at_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(address: &str) -> Source {
        Source::of(address.parse().unwrap())
    }

    #[test]
    fn a_household_is_one_address_or_one_64() {
        assert_eq!(source("203.0.113.7"), source("::ffff:203.0.113.7"), "written either way");
        assert_ne!(source("203.0.113.7"), source("203.0.113.8"));
        assert_eq!(source("203.0.113.7").wide, None);
        assert_eq!(source("2001:db8:1:2:3::4"), source("2001:db8:1:2:ffff::1"));
        let neighbour = source("2001:db8:1:3::1");
        assert_ne!(neighbour.near, source("2001:db8:1:2::1").near);
        assert_eq!(neighbour.wide, source("2001:db8:1:2::1").wide);
        assert_ne!(neighbour.wide, source("2001:db8:2:2::1").wide);
        assert_ne!(source("0.0.0.0").near, source("::").near);
    }
}
