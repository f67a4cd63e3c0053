//! The allowance for first answers: so many at once from one network, and so many an hour.
//!
//! Somebody with fresh credentials in a loop is everybody, as far as a poll can tell; the network is all there is. The
//! bounds are for a household and a small office. Where more share an address, whoever comes last has to wait, and the
//! desk can open a conversation to many for some hours.

use super::network::{Network, Source};
use canvass_domain::{ConversationId, Millis};
use std::collections::HashMap;
use std::num::NonZeroU32;

/// Microseconds: an hour may be divided by more than a thousand.
type Micros = i64;

const HOUR_US: Micros = 3_600_000_000;
/// Networks that are remembered before those are forgotten whose allowance is full again.
const SWEEP_AT: usize = 50_000;

/// How many first answers one household may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FirstAnswers {
    /// At once.
    pub at_once: NonZeroU32,
    /// After that, in an hour.
    pub per_hour: NonZeroU32,
}

/// Too many came from one network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// When the next one is taken.
    pub wait_ms: Millis,
}

/// What is used of the allowances: for each network the moment at which its allowance is full again. Each allowance has
/// its own: what was used of a small one says nothing of a large one that is given later.
#[derive(Debug, Default)]
pub struct Allowance {
    full_us: HashMap<(ConversationId, Network, FirstAnswers), Micros>,
}

impl Default for FirstAnswers {
    fn default() -> Self {
        Self { at_once: NonZeroU32::MIN.saturating_add(9), per_hour: NonZeroU32::MIN.saturating_add(29) }
    }
}

impl FirstAnswers {
    /// So many times as many.
    #[must_use]
    pub const fn times_over(self, n: u32) -> Self {
        let Some(n) = NonZeroU32::new(n) else { return self };
        Self { at_once: self.at_once.saturating_mul(n), per_hour: self.per_hour.saturating_mul(n) }
    }

    const fn times(self, n: u32) -> (Micros, Micros) {
        let each = HOUR_US / (self.per_hour.get() as Micros * n as Micros);
        (each, each * (self.at_once.get() as Micros * n as Micros - 1))
    }
}

impl Allowance {
    /// Takes one.
    ///
    /// # Errors
    /// When the household or the network around it has used its allowance up.
    pub fn take(
        &mut self,
        conversation: ConversationId,
        source: Source,
        limits: FirstAnswers,
        at_ms: Millis,
    ) -> Result<(), TooMany> {
        let now = at_ms.saturating_mul(1_000);
        if self.full_us.len() >= SWEEP_AT && self.full_us.len().is_multiple_of(1_000) {
            self.full_us.retain(|_, full| *full > now);
        }
        let mut taken = Vec::with_capacity(2);
        for (network, n) in source.networks() {
            let (each, room) = limits.times(n);
            let full = self.full_us.get(&(conversation, network, limits)).map_or(now, |full| (*full).max(now));
            let over = full - now - room;
            if over > 0 {
                return Err(TooMany { wait_ms: over.div_euclid(1_000) + 1 });
            }
            taken.push((network, full + each));
        }
        self.full_us.extend(taken.into_iter().map(|(network, full)| ((conversation, network, limits), full)));
        Ok(())
    }

    /// Gives one back.
    pub fn give_back(&mut self, conversation: ConversationId, source: Source, limits: FirstAnswers) {
        for (network, n) in source.networks() {
            if let Some(full) = self.full_us.get_mut(&(conversation, network, limits)) {
                *full -= limits.times(n).0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: ConversationId = ConversationId(1);
    const MINUTE_MS: Millis = 60_000;

    fn source(address: &str) -> Source {
        Source::of(address.parse().unwrap())
    }

    fn n_taken(allowance: &mut Allowance, from: Source, times: impl IntoIterator<Item = Millis>) -> usize {
        times.into_iter().filter(|at_ms| allowance.take(HERE, from, FirstAnswers::default(), *at_ms).is_ok()).count()
    }

    #[test]
    fn ten_at_once_and_then_one_every_two_minutes() {
        let (mut allowance, from) = (Allowance::default(), source("203.0.113.7"));
        assert_eq!(n_taken(&mut allowance, from, [0; 60]), 10);
        let refused = allowance.take(HERE, from, FirstAnswers::default(), 0).unwrap_err();
        assert_eq!(refused.wait_ms, 2 * MINUTE_MS + 1);
        assert!(allowance.take(HERE, from, FirstAnswers::default(), refused.wait_ms).is_ok(), "as it said");
        // A minute apart all day: no more than the ten and thirty an hour.
        let mut another = Allowance::default();
        assert_eq!(n_taken(&mut another, from, (0..600).map(|minute| minute * MINUTE_MS)), 10 + 299);
        assert_eq!(n_taken(&mut another, source("203.0.113.8"), [0]), 1, "from next door");
        assert!(another.take(ConversationId(2), from, FirstAnswers::default(), 0).is_ok(), "to another question");
    }

    #[test]
    fn many_households_of_one_network_share_eight_times_that() {
        let mut allowance = Allowance::default();
        let taken = |n: u32| n_taken(&mut allowance, source(&format!("2001:db8:1:{n:x}::1")), [0; 20]);
        assert_eq!((0..100).map(taken).sum::<usize>(), 80);
        assert_eq!(n_taken(&mut allowance, source("2001:db8:2:1::1"), [0; 20]), 10);
    }

    #[test]
    fn a_larger_allowance_begins_anew() {
        let (mut allowance, from) = (Allowance::default(), source("203.0.113.7"));
        let one = NonZeroU32::MIN;
        let small = FirstAnswers { at_once: one, per_hour: one };
        assert!(allowance.take(HERE, from, small, 0).is_ok() && allowance.take(HERE, from, small, 0).is_err());
        let large = small.times_over(100);
        let n_taken = (0..200).filter(|_| allowance.take(HERE, from, large, 0).is_ok()).count();
        assert_eq!(n_taken, 100);
        assert!(allowance.take(HERE, from, small, 0).is_err(), "and the small one is used up still");
    }

    #[test]
    fn what_is_given_back_can_be_taken_again() {
        let (mut allowance, from) = (Allowance::default(), source("2001:db8:1:1::1"));
        assert_eq!(n_taken(&mut allowance, from, [0; 20]), 10);
        allowance.give_back(HERE, from, FirstAnswers::default());
        assert_eq!(n_taken(&mut allowance, from, [0; 20]), 1);
    }
}
