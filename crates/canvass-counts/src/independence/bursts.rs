//! Bursts: many new readers from one network within a short time, each of whom gets a mark.
//!
//! Networks are counted under a keyed hash whose salt is drawn anew from the last one each day, so that nobody who reads
//! this memory can follow a network over more than two days, or try out addresses afterwards. Who came is remembered only
//! until a network has brought enough to be marked: from then on everybody from there is, for as long as it is remembered.

use super::MarkThresholds;
use super::network::{Network, Source};
use canvass_domain::{ConversationId, DAY_MS, Millis, ParticipantId, day_of};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, VecDeque};

/// Ten minutes.
const SHORT_MS: Millis = 10 * 60_000;

/// A network, under the salt of a day.
type Hashed = (ConversationId, [u8; 16]);

/// Who came from where, as long as it is remembered: today and the day before.
#[derive(Debug)]
pub struct Bursts {
    salts: [[u8; 32]; 2],
    /// When the salt was last changed.
    since_ms: Option<Millis>,
    /// By the salt of today, and by that of the day before.
    days: [HashMap<Hashed, Class>; 2],
    /// How many came from each since the day began.
    today: HashMap<Hashed, u32>,
}

/// Where today's new readers came from: numbers alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// New readers.
    pub n_readers: u64,
    /// Networks through which they came.
    pub n_sources: u64,
    /// Those who came through the busiest one.
    pub n_busiest: u64,
}

/// Those from one network.
#[derive(Debug)]
enum Class {
    /// Fewer than make a burst, with their moments.
    Few(VecDeque<(Millis, ParticipantId)>),
    /// It has been one.
    Burst,
}

impl Bursts {
    /// Remembers nothing; `seed` is random, and kept nowhere else.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        Self { salts: [next_salt(seed), [0; 32]], since_ms: None, days: Default::default(), today: HashMap::new() }
    }

    /// Somebody new has answered; gives everybody who is to be marked now, this one last, those before included.
    pub fn admitted(
        &mut self,
        conversation: ConversationId,
        source: Source,
        participant: ParticipantId,
        thresholds: &MarkThresholds,
        at_ms: Millis,
    ) -> Vec<ParticipantId> {
        self.count(conversation, source, at_ms);
        let [most_short, most_day] = [thresholds.burst_ten_minutes, thresholds.burst_day].map(|n| n as usize);
        let mut marked = Vec::new();
        for (network, n) in source.networks() {
            let n = n as usize;
            let [today, before] = self.salts.map(|salt| (conversation, hashed(&salt, network)));
            let [days, days_before] = &mut self.days;
            let class = days.entry(today).or_insert_with(|| Class::Few(VecDeque::new()));
            // Whoever came under the last salt is known under this one from now on.
            match (days_before.remove(&before), &mut *class) {
                (Some(Class::Burst), _) => *class = Class::Burst,
                (Some(Class::Few(earlier)), Class::Few(now)) => {
                    earlier.into_iter().rev().for_each(|one| now.push_front(one));
                }
                _ => {}
            }
            if let Class::Few(came) = class {
                came.push_back((at_ms, participant));
                came.retain(|(then, _)| at_ms - then < DAY_MS);
                let n_short = came.iter().filter(|(then, _)| at_ms - then < SHORT_MS).count();
                if n_short > most_short * n || came.len() > most_day * n {
                    marked.extend(came.drain(..).map(|(_, who)| who));
                    *class = Class::Burst;
                }
            } else {
                marked.push(participant);
            }
        }
        marked.sort_unstable();
        marked.dedup();
        marked
    }

    /// Somebody new has answered and is not looked at: many are expected.
    pub fn count(&mut self, conversation: ConversationId, source: Source, at_ms: Millis) {
        self.turn(at_ms);
        let [today, _] = self.salts;
        if let Some((network, _)) = source.networks().next() {
            *self.today.entry((conversation, hashed(&today, network))).or_default() += 1;
        }
    }

    /// Through how many networks new readers came since the day began, in UTC, or since this remembers; and how many
    /// through the busiest of them.
    #[must_use]
    pub fn sources(&self, conversation: ConversationId, at_ms: Millis) -> Sources {
        let is_today = self.since_ms.is_some_and(|since_ms| day_of(at_ms) == since_ms);
        let counts = self.today.iter().filter(|((of, _), _)| is_today && *of == conversation).map(|(_, n)| *n);
        counts.fold(Sources::default(), |sum, n| Sources {
            n_readers: sum.n_readers + u64::from(n),
            n_sources: sum.n_sources + 1,
            n_busiest: sum.n_busiest.max(u64::from(n)),
        })
    }

    /// Changes the salt where a day is over; what was counted under the one before the last is forgotten.
    fn turn(&mut self, at_ms: Millis) {
        let since = *self.since_ms.get_or_insert(day_of(at_ms));
        let n_days = (at_ms - since).div_euclid(DAY_MS).clamp(0, 2);
        for _ in 0..n_days {
            let [now, _] = self.salts;
            self.salts = [next_salt(now), now];
            let [today, before] = &mut self.days;
            *before = std::mem::take(today);
        }
        if n_days > 0 {
            self.since_ms = Some(day_of(at_ms));
            self.today.clear();
        }
    }
}

/// From which the one before cannot be worked out.
fn next_salt(salt: [u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(b"the salt after").chain_update(salt).finalize().into()
}

fn hashed(salt: &[u8; 32], network: Network) -> [u8; 16] {
    let whole = Sha256::new().chain_update(salt).chain_update(network.bytes()).finalize();
    let mut half = [0; 16];
    half.iter_mut().zip(whole).for_each(|(to, from)| *to = from);
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: ConversationId = ConversationId(1);
    const MINUTE_MS: Millis = 60_000;

    /// Marks of people who come from one address at these minutes, numbered from 1, by who made them come.
    fn marks(addresses: impl Fn(u32) -> String, minutes: &[Millis]) -> Vec<Vec<u32>> {
        let mut bursts = Bursts::new([7; 32]);
        (1..)
            .zip(minutes)
            .map(|(n, minute)| {
                let source = Source::of(addresses(n).parse().unwrap());
                let marked =
                    bursts.admitted(HERE, source, ParticipantId(n), &MarkThresholds::default(), minute * MINUTE_MS);
                marked.into_iter().map(|who| who.0).collect()
            })
            .collect()
    }

    fn all(marks: &[Vec<u32>]) -> Vec<u32> {
        let mut all = marks.concat();
        all.sort_unstable();
        all
    }

    const ONE: fn(u32) -> String = |_| "203.0.113.7".to_owned();

    #[test]
    fn the_sixth_within_ten_minutes_marks_all_six_and_whoever_follows() {
        let found = marks(ONE, &[0, 1, 2, 3, 4, 9, 500]);
        assert_eq!(found[..5], [(); 5].map(|()| Vec::<u32>::new()));
        assert_eq!(found[5], [1, 2, 3, 4, 5, 6]);
        assert_eq!(found[6], [7], "hours later, from the same place");
        assert_eq!(all(&marks(ONE, &[0, 1, 2, 3, 4, 10])), Vec::<u32>::new(), "five within any ten minutes");
    }

    #[test]
    fn the_twenty_first_within_a_day_marks_all() {
        let every_hour: Vec<Millis> = (0..21).map(|n| n * 60).collect();
        assert_eq!(all(&marks(ONE, &every_hour)), (1..=21).collect::<Vec<_>>());
        // The salt changes on the way; who came before is remembered under the new one.
        let late: Vec<Millis> = (0..21).map(|n| 12 * 60 + n * 60).collect();
        assert_eq!(all(&marks(ONE, &[&[0][..], &late[..]].concat())).len(), 21);
        let slowly: Vec<Millis> = (0..100).map(|n| n * 73).collect();
        assert_eq!(all(&marks(ONE, &slowly)), Vec::<u32>::new(), "fewer than twenty-one within any day");
    }

    #[test]
    fn addresses_of_one_network_are_counted_together() {
        let one_64 = |n: u32| format!("2001:db8:1:2::{n:x}");
        assert_eq!(all(&marks(one_64, &[0; 6])).len(), 6);
        let one_48 = |n: u32| format!("2001:db8:1:{n:x}::1");
        assert_eq!(all(&marks(one_48, &[0; 40])).len(), 0);
        assert_eq!(all(&marks(one_48, &[0; 41])).len(), 41);
        assert_eq!(all(&marks(|n| format!("203.0.113.{n}"), &[0; 200])).len(), 0, "addresses of their own");
    }

    #[test]
    fn conversations_are_counted_apart_and_what_is_over_two_days_old_is_forgotten() {
        let mut bursts = Bursts::new([7; 32]);
        let source = Source::of("203.0.113.7".parse().unwrap());
        for n in 0..6 {
            let marked = bursts.admitted(ConversationId(n), source, ParticipantId(1), &MarkThresholds::default(), 0);
            assert_eq!(marked, [], "one in each");
        }
        let marked = (2..=6)
            .flat_map(|n| bursts.admitted(HERE, source, ParticipantId(n), &MarkThresholds::default(), 0))
            .collect::<Vec<_>>();
        assert_eq!(marked.len(), 6);
        assert_eq!(
            bursts.admitted(HERE, source, ParticipantId(7), &MarkThresholds::default(), DAY_MS + 1),
            [ParticipantId(7)]
        );
        assert_eq!(bursts.admitted(HERE, source, ParticipantId(8), &MarkThresholds::default(), 5 * DAY_MS), []);
    }

    #[test]
    fn salts_follow_each_other_one_way() {
        let mut bursts = Bursts::new([7; 32]);
        bursts.turn(0);
        let first = bursts.salts;
        bursts.turn(DAY_MS);
        assert_eq!(bursts.salts[1], first[0]);
        assert_ne!(bursts.salts[0], first[0]);
        bursts.turn(9 * DAY_MS);
        assert!(!bursts.salts.contains(&first[0]), "gone");
    }
}
