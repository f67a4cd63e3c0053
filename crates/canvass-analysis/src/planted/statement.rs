//! The statements of a planted conversation, and how somebody at a position answers one.

use super::{Crowd, Planted, PlantedSpec, apportion, centres, stream};
use crate::chance::Chance;
use crate::votes::Stance;

/// Most likely anybody ever is to be unsure of a statement.
const MOST_UNSURE: f64 = 0.95;

/// People on whom the unsure rate is calibrated: the first so many, who are in random order.
const N_CALIBRATION: usize = 1_000;

/// What a statement was planted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Everybody leans the same way.
    Shared,
    /// Two groups part.
    Divisive,
    /// Most people are unsure.
    Unsure,
    /// None of these.
    Ordinary,
}

/// The truth about a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Traits {
    /// What it was planted as.
    pub kind: Kind,
    /// Feeling at the origin, in logits; above 0 is agreement.
    pub intercept: f64,
    /// Change of the feeling with the position, in logits per unit.
    pub loading: Vec<f64>,
    /// Mean share of people who are unsure.
    pub unsure_rate: f64,
}

/// A statement ready to be answered: its traits, and the calibration of its unsure rate.
#[derive(Clone, Copy, Debug)]
pub struct StatementModel<'a> {
    traits: &'a Traits,
    mean_doubt: f64,
}

impl Traits {
    /// The traits under which the groups' mean feelings are the given ones, in logits.
    ///
    /// The least-squares plane through the centres of a regular polygon: intercept = mean of the leans,
    /// loading = 2 / (k r^2) x sum of lean x centre. Exact for two or three groups in two dimensions; for
    /// more groups the nearest plane. Without a polygon (one group, one dimension) the loading is 0.
    ///
    /// ```
    /// use canvass_analysis::planted::{Kind, Traits};
    ///
    /// // Two groups 4 apart, at (2, 0) and (-2, 0), that lean to 2 and 0: a mean of 1, and 1/2 a unit between them.
    /// let traits = Traits::from_leans(Kind::Divisive, &[2.0, 0.0], 0.1, 4.0);
    /// assert_eq!(traits.intercept, 1.0);
    /// assert!((traits.loading[0] - 0.5).abs() < 1e-14 && traits.loading[1].abs() < 1e-14);
    /// ```
    #[must_use]
    pub fn from_leans(kind: Kind, leans: &[f64], unsure_rate: f64, separation: f64) -> Self {
        let k = leans.len().max(1) as f64;
        let intercept = leans.iter().sum::<f64>() / k;
        let mut loading = vec![0.0; 2];
        let corners = centres(leans.len(), 2, separation);
        let squares = corners.iter().flatten().map(|x| x * x).sum::<f64>();
        // Two corners span a line, not a plane: the factor 2 is for the two axes a polygon shares out.
        let axes = if leans.len() == 2 { 1.0 } else { 2.0 };
        if squares > 0.0 {
            for (lean, corner) in leans.iter().zip(&corners) {
                loading.iter_mut().zip(corner).for_each(|(to, x)| *to += axes * (lean - intercept) * x / squares);
            }
        }
        Self { kind, intercept, loading, unsure_rate }
    }

    /// The feeling of somebody at a position, in logits: intercept + loading . position.
    ///
    /// ```
    /// use canvass_analysis::planted::{Kind, Traits};
    ///
    /// let traits = Traits { kind: Kind::Ordinary, intercept: 1.0, loading: vec![0.5, -1.0], unsure_rate: 0.1 };
    /// assert_eq!(traits.feeling(&[2.0, 3.0]), 1.0 + 0.5 * 2.0 - 1.0 * 3.0);
    /// ```
    #[must_use]
    pub fn feeling(&self, position: &[f64]) -> f64 {
        self.intercept + dot(&self.loading, position)
    }
}

impl<'a> StatementModel<'a> {
    /// Calibrates a statement on the first 1,000 of a crowd.
    ///
    /// O(people x dimension), at most 1,000 people.
    #[must_use]
    pub fn new(traits: &'a Traits, crowd: &Crowd) -> Self {
        let sample = crowd.position.iter().take(N_CALIBRATION);
        let n = sample.len().max(1) as f64;
        let mean_doubt = sample.map(|position| doubt(traits.feeling(position))).sum::<f64>() / n;
        // It is divided by, and a statement that nobody doubts at all has 0.
        Self { traits, mean_doubt: mean_doubt.max(f64::MIN_POSITIVE) }
    }

    /// The feeling of somebody at a position, in logits.
    #[must_use]
    pub fn feeling(&self, position: &[f64]) -> f64 {
        self.traits.feeling(position)
    }

    /// Draws the answer of somebody with a feeling: unsure with probability
    /// `min(0.95, rate x doubt / mean doubt)`, doubt = exp(-|feeling| / 2); otherwise agree with
    /// probability 1 / (1 + exp(-feeling)).
    ///
    /// ```
    /// use canvass_analysis::chance::Chance;
    /// use canvass_analysis::planted::{Crowd, Kind, StatementModel, Traits};
    /// use canvass_analysis::votes::Stance;
    ///
    /// let crowd = Crowd { group: vec![0], position: vec![vec![0.0]] };
    /// let traits = Traits { kind: Kind::Shared, intercept: 0.0, loading: vec![1.0], unsure_rate: 0.0 };
    /// let model = StatementModel::new(&traits, &crowd);
    /// // Nobody is unsure, and 1 / (1 + exp(-40)) is 1 less 4e-18.
    /// let stance = |feeling| model.stance(feeling, &mut Chance::new(1, 2));
    /// assert_eq!((stance(40.0), stance(-40.0)), (Stance::Agree, Stance::Disagree));
    /// ```
    pub fn stance(&self, feeling: f64, chance: &mut Chance) -> Stance {
        let unsure = (self.traits.unsure_rate * doubt(feeling) / self.mean_doubt).min(MOST_UNSURE);
        if chance.happens(unsure) {
            Stance::Unsure
        } else if chance.happens(1.0 / (1.0 + libm::exp(-feeling))) {
            Stance::Agree
        } else {
            Stance::Disagree
        }
    }
}

impl Planted {
    /// Draws the statements of a seed: exact numbers of each kind, in random order.
    ///
    /// ```
    /// use canvass_analysis::planted::{Kind, PlantedSpec};
    ///
    /// // Thirty, by shares of 0.25, 0.4 and 0.1 and the rest: 7.5, 12, 3 and 7.5.
    /// let statements = PlantedSpec::default().check().unwrap().statements(1);
    /// let n = |kind| statements.iter().filter(|traits| traits.kind == kind).count();
    /// assert_eq!([Kind::Shared, Kind::Divisive, Kind::Unsure, Kind::Ordinary].map(n), [8, 12, 3, 7]);
    /// ```
    #[must_use]
    pub fn statements(&self, seed: u64) -> Vec<Traits> {
        let spec = self.spec();
        let mix = spec.mix;
        let ordinary = (1.0 - mix.shared - mix.divisive - mix.unsure).max(0.0);
        let sizes = apportion(spec.n_statements as usize, &[mix.shared, mix.divisive, mix.unsure, ordinary]);
        let kinds = [Kind::Shared, Kind::Divisive, Kind::Unsure, Kind::Ordinary];
        let mut order: Vec<Kind> =
            kinds.into_iter().zip(sizes).flat_map(|(kind, size)| std::iter::repeat_n(kind, size)).collect();
        let mut chance = Chance::new(seed, stream::STATEMENTS);
        chance.shuffle(&mut order);
        let corners = centres(spec.group_shares.len(), spec.dimension, spec.separation);
        // In turn, so that every two groups are parted by as many statements, within one.
        let mut pairs = pairs(&corners).into_iter().cycle();
        let mut draw = |kind: Kind| match kind {
            Kind::Shared => shared(spec, &mut chance),
            Kind::Divisive => divisive(pairs.next(), spec, &mut chance),
            Kind::Unsure => {
                let rate = chance.between(0.55, 0.8);
                ordinary_of(Kind::Unsure, spec, rate, &mut chance)
            }
            Kind::Ordinary => ordinary_of(Kind::Ordinary, spec, spec.unsure_rate, &mut chance),
        };
        order.into_iter().map(&mut draw).collect()
    }
}

fn shared(spec: &PlantedSpec, chance: &mut Chance) -> Traits {
    let sign = if chance.happens(0.8) { 1.0 } else { -1.0 };
    let intercept = sign * chance.between(2.0, 3.5);
    let loading = direction(spec.dimension, 0.15 * spec.pull, chance);
    Traits { kind: Kind::Shared, intercept, loading, unsure_rate: spec.unsure_rate }
}

/// Parts two groups at the middle between their centres; one group alone is parted at its own.
fn divisive(pair: Option<(&[f64], &[f64])>, spec: &PlantedSpec, chance: &mut Chance) -> Traits {
    let strength = chance.between(0.8, 1.6) * spec.pull * if chance.happens(0.5) { 1.0 } else { -1.0 };
    let (loading, middle) = match pair {
        Some((a, b)) if distance(a, b) > 0.0 => {
            let length = distance(a, b);
            let loading = a.iter().zip(b).map(|(x, y)| strength * (x - y) / length).collect();
            (loading, a.iter().zip(b).map(|(x, y)| (x + y) / 2.0).collect())
        }
        _ => (direction(spec.dimension, strength, chance), vec![0.0; spec.dimension]),
    };
    // Halfway between the two the feeling is near 0, so that each leans its own way.
    let intercept = 0.3 * chance.normal() - dot(&loading, &middle);
    Traits { kind: Kind::Divisive, intercept, loading, unsure_rate: spec.unsure_rate }
}

fn ordinary_of(kind: Kind, spec: &PlantedSpec, unsure_rate: f64, chance: &mut Chance) -> Traits {
    let intercept = chance.normal();
    let strength = chance.between(0.1, 0.5) * spec.pull;
    Traits { kind, intercept, loading: direction(spec.dimension, strength, chance), unsure_rate }
}

/// A uniformly random direction of the given length.
fn direction(dimension: usize, length: f64, chance: &mut Chance) -> Vec<f64> {
    let raw: Vec<f64> = (0..dimension).map(|_| chance.normal()).collect();
    // Normal numbers along each axis have no preferred direction; uniform ones would point at the corners of a cube.
    let norm = libm::sqrt(dot(&raw, &raw)).max(f64::MIN_POSITIVE);
    raw.iter().map(|x| length * x / norm).collect()
}

/// Every pair of centres once, in order.
fn pairs(corners: &[Vec<f64>]) -> Vec<(&[f64], &[f64])> {
    let later = |(n, a)| corners.iter().skip(n + 1).map(move |b: &Vec<f64>| (a, b.as_slice()));
    corners.iter().map(Vec::as_slice).enumerate().flat_map(later).collect()
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    libm::sqrt(a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn doubt(feeling: f64) -> f64 {
    libm::exp(-0.5 * libm::fabs(feeling))
}
