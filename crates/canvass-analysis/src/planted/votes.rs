//! The votes of a planted conversation, in a plausible order of time.

use super::{Crowd, Missing, Planted, StatementModel, Traits, participation, stream};
use crate::chance::Chance;
use crate::votes::Stance;

/// The time over which people arrive, in milliseconds: seven days.
const ARRIVAL_SPAN_MS: f64 = 7.0 * 86_400_000.0;

/// Shortest time between two votes of a person, in milliseconds.
const SHORTEST_GAP_MS: f64 = 1_500.0;

/// Mean time above the shortest between two votes of a person, in milliseconds.
const MEAN_GAP_MS: f64 = 6_000.0;

/// How steeply the chance of a vote rises with the strength of feeling where votes are missing not at random.
const PULL: f64 = 0.75;

/// Strength of feeling above which the pull no longer rises, in logits.
const STRONGEST_PULL: f64 = 6.0;

/// One vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlantedVote {
    /// When, in milliseconds since the conversation opened.
    pub at_ms: u32,
    /// Who, from 0 in order of arrival.
    pub participant: u32,
    /// On what, from 0.
    pub statement: u32,
    /// How.
    pub answer: Stance,
}

/// A planted conversation with its truth.
#[derive(Clone, Debug, PartialEq)]
pub struct PlantedData {
    /// True group of each participant, from 0.
    pub group: Vec<u8>,
    /// True position of each participant.
    pub position: Vec<Vec<f64>>,
    /// The truth about each statement.
    pub statements: Vec<Traits>,
    /// The votes, ordered by time; at most one for each participant and statement.
    pub votes: Vec<PlantedVote>,
}

impl Planted {
    /// Draws the whole conversation of a seed. The same seed gives the same bytes on every machine.
    ///
    /// Missing completely at random: O(votes x dimension). Not at random: O(participants x statements).
    ///
    /// ```
    /// use canvass_analysis::planted::PlantedSpec;
    ///
    /// // Three hundred people with fifteen votes each in the mean.
    /// let data = PlantedSpec::default().check().unwrap().generate(1);
    /// assert!(data.votes.len().abs_diff(300 * 15) <= 1 && data.votes.is_sorted_by_key(|vote| vote.at_ms));
    /// ```
    #[must_use]
    pub fn generate(&self, seed: u64) -> PlantedData {
        let crowd = self.crowd(seed);
        let statements = self.statements(seed);
        let votes = self.votes(seed, &crowd, &statements);
        PlantedData { group: crowd.group, position: crowd.position, statements, votes }
    }

    fn votes(&self, seed: u64, crowd: &Crowd, statements: &[Traits]) -> Vec<PlantedVote> {
        let spec = self.spec();
        let models: Vec<StatementModel<'_>> =
            statements.iter().map(|traits| StatementModel::new(traits, crowd)).collect();
        let mut chance = Chance::new(seed, stream::PARTICIPATION);
        let n_people = crowd.position.len();
        let n_votes =
            participation(n_people, spec.votes_per_person, spec.participation_spread, spec.n_statements, &mut chance);
        // A stream each: who arrives when stays the same however many stances have been drawn before.
        let mut arrivals = Chance::new(seed, stream::ARRIVALS);
        let mut stances = Chance::new(seed, stream::STANCES);
        let mut chooser = Chooser::new(seed, spec.missing, models.len());
        let mut votes = Vec::new();
        let people = (0_u32..).zip(&crowd.position).zip(arrival_times(n_people, &mut arrivals)).zip(n_votes);
        for (((participant, position), mut at_ms), n) in people {
            for statement in chooser.choose(n as usize, position, &models) {
                let Some(model) = models.get(statement as usize) else { continue };
                let answer = model.stance(model.feeling(position), &mut stances);
                at_ms += SHORTEST_GAP_MS + MEAN_GAP_MS * arrivals.exponential();
                // A float that is too large becomes the largest integer: 49 days, further than anybody gets.
                votes.push(PlantedVote { at_ms: at_ms as u32, participant, statement, answer });
            }
        }
        votes.sort_by_key(|vote| (vote.at_ms, vote.participant));
        votes
    }
}

/// Chooses on which statements a person votes, in order.
struct Chooser {
    chance: Chance,
    missing: Missing,
    order: Vec<u32>,
}

impl Chooser {
    fn new(seed: u64, missing: Missing, n_statements: usize) -> Self {
        let order = (0_u32..).take(n_statements).collect();
        Self { chance: Chance::new(seed, stream::CHOICE), missing, order }
    }

    fn choose(&mut self, n: usize, position: &[f64], models: &[StatementModel<'_>]) -> Vec<u32> {
        match self.missing {
            Missing::Mcar => self.uniformly(n),
            Missing::Mnar => self.by_feeling(n, position, models),
        }
    }

    /// Uniform draws without replacement: the first steps of a shuffle, from wherever the last one left off.
    fn uniformly(&mut self, n: usize) -> Vec<u32> {
        let n = n.min(self.order.len());
        // Any order to begin with will do, so the list need not be put back between people.
        for place in 0..n {
            let other = place + self.chance.below(self.order.len() - place);
            self.order.swap(place, other);
        }
        self.order.iter().copied().take(n).collect()
    }

    /// Draws without replacement in proportion to weights, by exponential races: the smallest of
    /// exponential / weight wins.
    fn by_feeling(&mut self, n: usize, position: &[f64], models: &[StatementModel<'_>]) -> Vec<u32> {
        let mut race: Vec<(f64, u32)> = (0_u32..)
            .zip(models)
            .map(|(statement, model)| {
                let strength = libm::fabs(model.feeling(position)).min(STRONGEST_PULL);
                (self.chance.exponential() / libm::exp(PULL * strength), statement)
            })
            .collect();
        race.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        race.into_iter().take(n).map(|(_, statement)| statement).collect()
    }
}

/// When people arrive, ascending: 7 days x u^2, so half of them come in the first quarter of the time.
fn arrival_times(n: usize, chance: &mut Chance) -> Vec<f64> {
    let mut times: Vec<f64> = (0..n)
        .map(|_| {
            let u = chance.unit();
            ARRIVAL_SPAN_MS * u * u
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}
