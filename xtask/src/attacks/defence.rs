//! What stands between an arrival and the count, as far as it goes by address; and stand-ins for it.
//!
//! The attacks know the defence by this trait alone. `Plain` is the contract's rule written down simply, to hold the
//! real one against; `Nothing` shows what an attack does where nobody defends.

use canvass_domain::{Millis, ParticipantId};
use std::collections::{HashMap, HashSet, VecDeque};
use std::net::IpAddr;

/// First answers that a class of address may give at once, and an hour.
const AT_ONCE: Millis = 10;
const AN_HOUR: Millis = 30;
/// How many times as many a /48 may give, and has to bring to be marked.
const OF_A_48: Millis = 8;
/// New participants of a class beyond which all of it are marked.
const MOST_IN_TEN_MINUTES: usize = 5;
const MOST_IN_A_DAY: usize = 20;

const HOUR_MS: Millis = 3_600_000;
const TEN_MINUTES_MS: Millis = 600_000;
const DAY_MS: Millis = 24 * HOUR_MS;

/// Whether a first answer is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    Allowed,
    Refused,
}

/// The defence by address. Times ascend from call to call.
pub trait Defence {
    /// Somebody without an answer yet gives one from this address; it is charged where it is allowed.
    fn arrives(&mut self, address: IpAddr, at_ms: Millis) -> Admission;

    /// They are a participant now: who is marked as part of a burst by it, those before included.
    fn admitted(&mut self, who: ParticipantId, address: IpAddr, at_ms: Millis) -> Vec<ParticipantId>;
}

/// Everybody is let in and nobody is marked.
pub struct Nothing;

impl Defence for Nothing {
    fn arrives(&mut self, _: IpAddr, _: Millis) -> Admission {
        Admission::Allowed
    }

    fn admitted(&mut self, _: ParticipantId, _: IpAddr, _: Millis) -> Vec<ParticipantId> {
        Vec::new()
    }
}

/// The contract's rule, simply.
#[derive(Default)]
pub struct Plain {
    classes: HashMap<Class, Seen>,
}

/// What counts as one source: an address of IPv4, a /64 or a /48 of IPv6.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Class {
    V4(u32),
    V6of64(u64),
    V6of48(u64),
}

#[derive(Default)]
struct Seen {
    /// When the allowance will be whole again (the generic cell rate algorithm).
    whole_at_ms: Millis,
    /// Who came within a day, oldest first.
    came: VecDeque<(Millis, ParticipantId)>,
    marked: HashSet<ParticipantId>,
    is_burst: bool,
}

impl Class {
    fn of(address: IpAddr) -> Vec<Self> {
        match address {
            IpAddr::V4(address) => vec![Self::V4(address.to_bits())],
            IpAddr::V6(address) => {
                let upper = (address.to_bits() >> 64) as u64;
                vec![Self::V6of64(upper), Self::V6of48(upper >> 16)]
            }
        }
    }

    const fn times(self) -> Millis {
        match self {
            Self::V4(_) | Self::V6of64(_) => 1,
            Self::V6of48(_) => OF_A_48,
        }
    }
}

impl Defence for Plain {
    fn arrives(&mut self, address: IpAddr, at_ms: Millis) -> Admission {
        let classes = Class::of(address);
        let each_ms = |class: Class| HOUR_MS / (AN_HOUR * class.times());
        let has_room = |class: &Class| {
            let whole_at_ms = self.classes.get(class).map_or(0, |seen| seen.whole_at_ms);
            whole_at_ms.max(at_ms) - at_ms <= (AT_ONCE * class.times() - 1) * each_ms(*class)
        };
        // All are asked before any is charged, so that a refusal costs nothing.
        if !classes.iter().all(has_room) {
            return Admission::Refused;
        }
        for class in classes {
            let seen = self.classes.entry(class).or_default();
            seen.whole_at_ms = seen.whole_at_ms.max(at_ms) + each_ms(class);
        }
        Admission::Allowed
    }

    fn admitted(&mut self, who: ParticipantId, address: IpAddr, at_ms: Millis) -> Vec<ParticipantId> {
        let mut marked = Vec::new();
        for class in Class::of(address) {
            marked.extend(self.classes.entry(class).or_default().admitted(who, at_ms, class.times() as usize));
        }
        marked.sort_unstable();
        marked.dedup();
        marked
    }
}

impl Seen {
    fn admitted(&mut self, who: ParticipantId, at_ms: Millis, times: usize) -> Vec<ParticipantId> {
        while self.came.front().is_some_and(|(came_ms, _)| at_ms - came_ms >= DAY_MS) {
            self.came.pop_front();
        }
        // A class that was forgotten begins anew.
        self.is_burst &= !self.came.is_empty();
        self.came.push_back((at_ms, who));
        let n_lately = self.came.iter().rev().take_while(|(came_ms, _)| at_ms - came_ms < TEN_MINUTES_MS).count();
        self.is_burst |= n_lately > MOST_IN_TEN_MINUTES * times || self.came.len() > MOST_IN_A_DAY * times;
        if !self.is_burst {
            return Vec::new();
        }
        self.came.iter().map(|(_, who)| *who).filter(|who| self.marked.insert(*who)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "192.0.2.7";

    fn n_allowed(defence: &mut Plain, address: &str, times_ms: impl IntoIterator<Item = Millis>) -> usize {
        let address = address.parse().unwrap();
        times_ms.into_iter().filter(|at_ms| defence.arrives(address, *at_ms) == Admission::Allowed).count()
    }

    #[test]
    fn ten_at_once_and_one_every_two_minutes() {
        let mut defence = Plain::default();
        assert_eq!(n_allowed(&mut defence, HERE, [1; 100]), 10);
        assert_eq!(n_allowed(&mut defence, HERE, (1..=3_600).map(|s| 1 + s * 1_000)), 30);
        assert_eq!(n_allowed(&mut defence, "192.0.2.8", [3_600_001; 100]), 10, "another address");
    }

    #[test]
    fn a_48_has_eight_times_as_much_whatever_it_is_cut_into() {
        let mut defence = Plain::default();
        let of = |n: u32| format!("2001:db8:1:{n:x}::1");
        let n: usize = (0..100).map(|n| n_allowed(&mut defence, &of(n), [1; 2])).sum();
        assert_eq!(n, 80);
        assert_eq!(n_allowed(&mut defence, "2001:db8:2::1", [1; 100]), 10, "one /64 has what an address has");
    }

    #[test]
    fn more_than_five_in_ten_minutes_mark_everybody() {
        let mut defence = Plain::default();
        let mut comes = |n: u32, at_ms| defence.admitted(ParticipantId(n), HERE.parse().unwrap(), at_ms).len();
        for n in 0..5 {
            assert_eq!(comes(n, Millis::from(n) * 1_000), 0);
        }
        assert_eq!(comes(5, 599_999), 6);
        assert_eq!(comes(6, 7_200_000), 1, "and whoever follows");
    }

    #[test]
    fn more_than_twenty_in_a_day_mark_everybody() {
        let mut defence = Plain::default();
        let mut comes = |n: u32, at_ms| defence.admitted(ParticipantId(n), HERE.parse().unwrap(), at_ms).len();
        let n_marked: usize = (0..20).map(|n| comes(n, Millis::from(n) * HOUR_MS)).sum();
        assert_eq!(n_marked, 0);
        assert_eq!(comes(20, 20 * HOUR_MS), 21);
    }

    #[test]
    fn a_day_later_nothing_is_remembered() {
        let mut defence = Plain::default();
        let mut comes = |n: u32, at_ms| defence.admitted(ParticipantId(n), HERE.parse().unwrap(), at_ms).len();
        assert_eq!((0..10).map(|n| comes(n, 1_000)).sum::<usize>(), 10);
        assert_eq!(comes(10, DAY_MS + 1_000), 0);
    }
}
