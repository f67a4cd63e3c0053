//! The people of the demo: their planted group, their answer to the poll, what they say about
//! themselves, how and when they come, how much they vote.

use crate::clock::{Coming, coming_back, comings};
use crate::leans::N_GROUPS;
use canvass_analysis::chance::Chance;
use canvass_analysis::planted::{Crowd, InvalidSpec, PlantedSpec, assign_exactly, participation};
use canvass_domain::{Millis, OptionId, ParticipantId};

/// Answers to the three options: one reconstruction of the published shares.
pub(super) const COUNTS: [usize; 3] = [229, 810, 721];

/// People of the demo.
pub(super) const N_PEOPLE: u32 = 1_760;

/// Distance between groups, in standard deviations within one.
pub(super) const SEPARATION: f64 = 4.0;

/// Mean votes of a person, over everybody.
const VOTES_PER_PERSON: f64 = 12.0;

/// Share of people who answer the poll and nothing else.
const ONLY_THE_POLL: f64 = 0.28;

/// Share of people who come back another time.
const COME_BACK: f64 = 0.12;

/// Weights of the three options in each group: related, and far from the same.
const BALLOT_WEIGHTS: [[f64; 3]; N_GROUPS] = [[0.10, 0.68, 0.22], [0.04, 0.26, 0.70], [0.45, 0.40, 0.15]];

const CONSENT: f64 = 0.74;
const GIVE_ROLE: f64 = 0.96;
const GIVE_REGION: f64 = 0.93;

/// Weights of the roles of the file in each group. Police are too few for their answers to be shown alone.
const ROLES: [[f64; 8]; N_GROUPS] = [
    [21.0, 27.0, 15.0, 11.0, 10.0, 0.6, 8.0, 6.0],
    [32.0, 25.0, 18.0, 5.0, 7.0, 0.4, 7.0, 5.0],
    [12.0, 21.0, 12.0, 16.0, 13.0, 4.0, 8.0, 6.0],
];

/// Weights of the regions of the file.
const REGIONS: [f64; 7] = [27.0, 19.0, 10.0, 14.0, 15.0, 12.0, 3.0];

/// Streams of the demo's own draws.
pub(super) mod stream {
    pub(crate) const BALLOTS: u64 = 100;
    pub(crate) const ABOUT: u64 = 101;
    pub(crate) const COMINGS: u64 = 102;
    pub(crate) const ZEAL: u64 = 103;
    pub(crate) const SESSIONS: u64 = 104;
}

/// One person.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub id: ParticipantId,
    pub position: Vec<f64>,
    pub ballot: OptionId,
    pub coming: Coming,
    /// When they come again, where they do.
    pub again_ms: Option<Millis>,
    /// Votes they cast in all, as far as there are statements; 0 is the poll and nothing else.
    pub n_votes: u32,
    /// Places among the options of the file.
    pub role: Option<u16>,
    pub region: Option<u16>,
}

/// Draws everybody, numbered from 1 as they come.
pub(super) fn people(seed: u64, n_statements: u32) -> Result<(Crowd, Vec<Person>), InvalidSpec> {
    let spec = PlantedSpec {
        n_participants: N_PEOPLE,
        group_shares: vec![0.46, 0.37, 0.17],
        separation: SEPARATION,
        ..PlantedSpec::default()
    };
    let crowd = spec.check()?.crowd(seed);
    let ballots = ballots(seed, &crowd.group);
    let mut about = Chance::new(seed, stream::ABOUT);
    let mut times = Chance::new(seed, stream::COMINGS);
    let all_comings = comings(crowd.group.len(), &mut times);
    let zeal = zeal(seed, crowd.group.len(), n_statements);
    let rows = crowd.group.iter().zip(&crowd.position).zip(ballots).zip(all_comings).zip(zeal);
    let people = (1..)
        .zip(rows)
        .map(|(id, ((((group, position), ballot), coming), n_votes))| {
            let again_ms = if times.happens(COME_BACK) { coming_back(coming.at_ms, &mut times) } else { None };
            let (role, region) = about_me(usize::from(*group), &mut about);
            let id = ParticipantId(id);
            Person { id, position: position.clone(), ballot, coming, again_ms, n_votes, role, region }
        })
        .collect();
    Ok((crowd, people))
}

/// Everybody's answer to the poll, with exactly the counts asked for.
fn ballots(seed: u64, group: &[u8]) -> Vec<OptionId> {
    let mut chance = Chance::new(seed, stream::BALLOTS);
    let mut score = |g: &u8| -> Vec<f64> {
        let weights = BALLOT_WEIGHTS.get(usize::from(*g)).into_iter().flatten();
        weights.map(|weight| chance.score(*weight)).collect()
    };
    let scores: Vec<Vec<f64>> = group.iter().map(&mut score).collect();
    let options = [OptionId(1), OptionId(2), OptionId(3)];
    let given = assign_exactly(&COUNTS, &scores).into_iter();
    // The counts sum to the number of people, so everybody has one.
    given.filter_map(|place| options.get(place?).copied()).collect()
}

/// How many votes each person casts: some none, the rest skewed, with a tail up to all statements.
fn zeal(seed: u64, n: usize, n_statements: u32) -> Vec<u32> {
    let mut chance = Chance::new(seed, stream::ZEAL);
    let votes: Vec<bool> = (0..n).map(|_| !chance.happens(ONLY_THE_POLL)).collect();
    let n_voters = votes.iter().filter(|votes| **votes).count();
    let mean = VOTES_PER_PERSON * n as f64 / n_voters.max(1) as f64;
    let mut counts = participation(n_voters, mean, 0.9, n_statements, &mut chance).into_iter();
    votes.into_iter().map(|votes| if votes { counts.next().unwrap_or(0) } else { 0 }).collect()
}

fn about_me(group: usize, chance: &mut Chance) -> (Option<u16>, Option<u16>) {
    if !chance.happens(CONSENT) {
        return (None, None);
    }
    let roles = ROLES.get(group).map_or(&[] as &[f64], |weights| weights.as_slice());
    let mut place = |weights: &[f64], share: f64| {
        let given = chance.happens(share);
        let place = u16::try_from(chance.weighted(weights)).ok();
        if given { place } else { None }
    };
    (place(roles, GIVE_ROLE), place(&REGIONS, GIVE_REGION))
}
