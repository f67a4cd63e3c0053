//! The honest readers of one day and the conversation that they answer, with what they think planted.

use super::visit::{HOUR_MS, Living, MIDNIGHT_MS, TimedVote, Visit, Way, Who};
use anyhow::{Context, Result};
use canvass_analysis::chance::Chance;
use canvass_analysis::planted::{Crowd, PlantedData, PlantedSpec, StatementModel, assign_exactly};
use canvass_analysis::votes::Stance;
use canvass_domain::{Millis, Vote};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Readers who chose each option.
pub const BALLOTS: [usize; 3] = [229, 810, 721];
/// The option that leads, by place.
pub const LEADING: usize = 1;
pub const N_STATEMENTS: u32 = 40;
/// Readers behind each kind of address: ten offices, households of two to four.
const IN_OFFICES: usize = 120;
const IN_HOUSEHOLDS: usize = 440;
const SHARING: usize = 300;
/// How much more a group is drawn to its own option than to any other.
const OWN_OPTION_WEIGHT: f64 = 4.0;

/// Streams of chance; the generator has those below 100.
const ARRIVALS: u64 = 110;
const POLL: u64 = 111;
const LENGTHS: u64 = 112;

/// When the readers behind the shared address come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Nobody shares it: they sit at home, so that a shift of the map is the attack's doing.
    Nobody,
    /// Like everybody else, from 8 to 20 h.
    AllDay,
    /// From 9 to 17 h.
    OfficeHours,
    /// After a newsletter at 9 h, half of them within 42 minutes: one hour in the mean.
    Newsletter,
}

impl Shared {
    pub const fn words(self) -> &'static str {
        match self {
            Self::Nobody => "from addresses of their own",
            Self::AllDay => "from 8 to 20 h",
            Self::OfficeHours => "from 9 to 17 h",
            Self::Newsletter => "after a newsletter at 9 h",
        }
    }
}

/// The conversation and its honest readers.
pub struct Town {
    pub data: PlantedData,
    pub crowd: Crowd,
    /// Letters of each statement.
    pub lengths: Vec<u32>,
    pub visits: Vec<Visit>,
}

impl Town {
    pub fn new(seed: u64, shared: Shared) -> Result<Self> {
        let n_people: usize = BALLOTS.iter().sum();
        let spec = PlantedSpec {
            n_participants: u32::try_from(n_people)?,
            n_statements: N_STATEMENTS,
            group_shares: vec![0.6, 0.4],
            votes_per_person: 20.0,
            ..PlantedSpec::default()
        };
        let planted = spec.check().context("planting the town")?;
        let (data, crowd) = (planted.generate(seed), planted.crowd(seed));
        let mut chance = Chance::new(seed, LENGTHS);
        let lengths = (0..N_STATEMENTS).map(|_| 40 + chance.below(100) as u32).collect();
        let visits = visits(seed, shared, &data);
        Ok(Self { data, crowd, lengths, visits })
    }

    /// What a statement is answered with, by where somebody stands.
    pub fn models(&self) -> Vec<StatementModel<'_>> {
        self.data.statements.iter().map(|traits| StatementModel::new(traits, &self.crowd)).collect()
    }
}

fn visits(seed: u64, shared: Shared, data: &PlantedData) -> Vec<Visit> {
    let ballots = ballots(seed, data);
    let mut chance = Chance::new(seed, ARRIVALS);
    let mut visits: Vec<Visit> = (0..data.group.len())
        .map(|number| {
            let (living, address) = home(number, shared);
            let at_ms = MIDNIGHT_MS + arrival(living, shared, &mut chance);
            Visit {
                who: Who::Honest(living),
                address,
                at_ms,
                way: Way::Page,
                credential_age_ms: 20_000,
                site: None,
                ballots: ballots.get(number).copied().flatten().into_iter().collect(),
                votes: Vec::new(),
                n_texts: u32::from(chance.happens(0.05)),
            }
        })
        .collect();
    let mut first_ms = vec![None; visits.len()];
    for vote in &data.votes {
        let number = vote.participant as usize;
        let (Some(visit), Some(first_ms)) = (visits.get_mut(number), first_ms.get_mut(number)) else { continue };
        let since_ms = vote.at_ms - *first_ms.get_or_insert(vote.at_ms);
        let at_ms = visit.at_ms + 5_000 + Millis::from(since_ms);
        visit.votes.push(TimedVote { at_ms, statement: vote.statement, vote: vote_of(vote.answer) });
    }
    visits
}

pub const fn vote_of(stance: Stance) -> Vote {
    match stance {
        Stance::Agree => Vote::Agree,
        Stance::Disagree => Vote::Disagree,
        Stance::Unsure => Vote::Unsure,
    }
}

/// Exactly so many for each option, each group drawn to one of its own.
fn ballots(seed: u64, data: &PlantedData) -> Vec<Option<usize>> {
    let mut chance = Chance::new(seed, POLL);
    let own = [1, 2];
    let scores = data.group.iter().map(|group| {
        let weight = |option| if own.get(usize::from(*group)) == Some(&option) { OWN_OPTION_WEIGHT } else { 1.0 };
        (0..BALLOTS.len()).map(|option| chance.score(weight(option))).collect()
    });
    let scores: Vec<Vec<f64>> = scores.collect();
    assign_exactly(&BALLOTS, &scores)
}

/// Groups are shuffled over numbers, so who lives how has nothing to do with what they think.
fn home(number: usize, shared: Shared) -> (Living, IpAddr) {
    let (offices, households) = (SHARING + IN_OFFICES, SHARING + IN_OFFICES + IN_HOUSEHOLDS);
    let v4 = |net: u8, n: usize| IpAddr::V4(Ipv4Addr::from_bits(u32::from(net) << 24 | n as u32));
    match number {
        n if n < SHARING && shared == Shared::Nobody => (Living::OwnAddress, v4(11, n)),
        n if n < SHARING => (Living::Shared, v4(11, 0)),
        n if n < offices => (Living::Office, v4(12, (n - SHARING) / 12)),
        // Two, three and four people by turns.
        n if n < households => {
            let (nine, place) = ((n - offices) / 9, (n - offices) % 9);
            let of_nine = usize::from(place >= 2) + usize::from(place >= 5);
            (Living::Household, v4(13, nine * 3 + of_nine))
        }
        n if n % 3 == 0 => {
            let network = 0x2001_0db8_u128 << 96 | (n as u128) << 80;
            (Living::OwnAddress, IpAddr::V6(Ipv6Addr::from_bits(network | 1)))
        }
        n => (Living::OwnAddress, v4(14, n)),
    }
}

fn arrival(living: Living, shared: Shared, chance: &mut Chance) -> Millis {
    let hour = HOUR_MS as f64;
    let since_midnight = match (living, shared) {
        (Living::Shared, Shared::OfficeHours) => chance.between(9.0, 17.0) * hour,
        (Living::Shared, Shared::Newsletter) => (9.0 + chance.exponential()) * hour,
        _ => chance.between(8.0, 20.0) * hour,
    };
    since_midnight as Millis
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_town_is_as_large_as_it_says() {
        let town = Town::new(1, Shared::AllDay).unwrap();
        assert_eq!(town.visits.len(), 1_760);
        assert_eq!(
            Living::ALL.map(|living| town.visits.iter().filter(|visit| visit.who == Who::Honest(living)).count()),
            [900, 440, 120, 300]
        );
        for (option, n) in BALLOTS.into_iter().enumerate() {
            assert_eq!(town.visits.iter().filter(|visit| visit.ballots == [option]).count(), n);
        }
        let mut behind: BTreeMap<IpAddr, usize> = BTreeMap::new();
        for visit in &town.visits {
            *behind.entry(visit.address).or_default() += 1;
        }
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        behind.values().for_each(|n| *sizes.entry(*n).or_default() += 1);
        assert_eq!(sizes[&1], 900);
        assert_eq!((sizes[&12], sizes[&300]), (10, 1));
        assert_eq!(2 * sizes[&2] + 3 * sizes[&3] + 4 * sizes[&4], 440);
        let hours = town.visits.iter().map(|visit| (visit.at_ms - MIDNIGHT_MS) / HOUR_MS);
        assert!(hours.clone().all(|hour| (8..20).contains(&hour)));
        assert!(town.visits.iter().all(|visit| visit.votes.iter().map(|vote| vote.at_ms).is_sorted()));
    }
}
