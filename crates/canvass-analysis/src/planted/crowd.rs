//! The people of a planted conversation: which group, where they stand, how much they vote.

use super::{Planted, stream};
use crate::chance::Chance;
use std::f64::consts::PI;

/// The people.
#[derive(Clone, Debug, PartialEq)]
pub struct Crowd {
    /// Group of each participant, from 0.
    pub group: Vec<u8>,
    /// Position of each participant, `dimension` numbers.
    pub position: Vec<Vec<f64>>,
}

impl Planted {
    /// Draws the people of a seed: exact group sizes in random order, normal positions around the
    /// groups' centres.
    ///
    /// O(participants x dimension).
    ///
    /// ```
    /// use canvass_analysis::planted::PlantedSpec;
    ///
    /// // Three hundred people in two equal groups, in a plane.
    /// let crowd = PlantedSpec::default().check().unwrap().crowd(1);
    /// assert_eq!(crowd.group.iter().filter(|group| **group == 0).count(), 150);
    /// assert!(crowd.position.len() == 300 && crowd.position.iter().all(|position| position.len() == 2));
    /// ```
    #[must_use]
    pub fn crowd(&self, seed: u64) -> Crowd {
        let spec = self.spec();
        let sizes = apportion(spec.n_participants as usize, &spec.group_shares);
        let mut group: Vec<u8> =
            (0_u8..).zip(sizes).flat_map(|(group, size)| std::iter::repeat_n(group, size)).collect();
        // Sizes are exact and only the order is drawn: a group of 8 % is there in every seed.
        Chance::new(seed, stream::GROUPS).shuffle(&mut group);
        let centres = centres(spec.group_shares.len(), spec.dimension, spec.separation);
        let mut chance = Chance::new(seed, stream::POSITIONS);
        let mut place = |g: &u8| -> Vec<f64> {
            let centre = centres.get(usize::from(*g)).into_iter().flatten();
            centre.map(|x| x + spec.breadth * chance.normal()).collect()
        };
        let position = group.iter().map(&mut place).collect();
        Crowd { group, position }
    }
}

/// The centres of the groups: neighbours are `separation` apart.
///
/// In one dimension evenly spaced around 0; in more, a regular polygon in the first two, the rest 0.
/// One group stands at the origin.
///
/// ```
/// use canvass_analysis::planted::centres;
///
/// assert_eq!(centres(3, 1, 2.0), [[-2.0], [0.0], [2.0]]);
/// assert_eq!(centres(1, 3, 2.0), [[0.0, 0.0, 0.0]]);
/// // A triangle whose sides are 3 has its corners sqrt(3) from the middle, the first on the axis.
/// let corners = centres(3, 2, 3.0);
/// assert!((corners[0][0] - 3.0_f64.sqrt()).abs() < 1e-14 && corners[0][1] == 0.0);
/// assert!((corners[1][1] - 1.5).abs() < 1e-14 && (corners[2][1] + 1.5).abs() < 1e-14);
/// ```
#[must_use]
pub fn centres(n_groups: usize, dimension: usize, separation: f64) -> Vec<Vec<f64>> {
    let k = n_groups as f64;
    let radius = if n_groups < 2 { 0.0 } else { separation / (2.0 * libm::sin(PI / k)) };
    (0..n_groups)
        .map(|group| {
            let g = group as f64;
            let angle = 2.0 * PI * g / k;
            let first = if dimension == 1 { separation * (g - (k - 1.0) / 2.0) } else { radius * libm::cos(angle) };
            let mut centre = vec![first, radius * libm::sin(angle)];
            centre.resize(dimension, 0.0);
            centre
        })
        .collect()
}

/// Splits a total by shares into whole numbers that sum to it (largest remainder, ties to the earlier),
/// so each is within 1 of total x share. Shares are taken relative to their sum.
///
/// ```
/// use canvass_analysis::planted::apportion;
///
/// assert_eq!(apportion(10, &[0.5, 0.3, 0.2]), [5, 3, 2]);
/// // A third of ten each: what is left over goes to the first.
/// assert_eq!(apportion(10, &[1.0, 1.0, 1.0]), [4, 3, 3]);
/// // 3.5, 2.1 and 1.4 of seven.
/// assert_eq!(apportion(7, &[0.5, 0.3, 0.2]), [4, 2, 1]);
/// ```
#[must_use]
pub fn apportion(total: usize, shares: &[f64]) -> Vec<usize> {
    let sum = shares.iter().sum::<f64>();
    let quotas: Vec<f64> = shares.iter().map(|share| total as f64 * share / sum).collect();
    let mut parts: Vec<usize> = quotas.iter().map(|quota| libm::floor(*quota) as usize).collect();
    let mut by_remainder: Vec<usize> = (0..shares.len()).collect();
    let remainder = |place: &usize| quotas.get(*place).map_or(0.0, |quota| quota - libm::floor(*quota));
    by_remainder.sort_by(|a, b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(b)));
    let missing = total.saturating_sub(parts.iter().sum());
    for place in by_remainder.into_iter().take(missing) {
        if let Some(part) = parts.get_mut(place) {
            *part += 1;
        }
    }
    parts
}

/// How many votes each of `n` people casts: `clamp(floor(s exp(spread z) + v), 1, most)` with z standard
/// normal and v uniform in [0, 1), where s is found by bisection so that the mean is the one asked for.
///
/// The mean is met to within one vote in all, where 1 <= mean <= most. O(n) for each of about 100 steps.
///
/// ```
/// use canvass_analysis::{chance::Chance, planted::participation};
///
/// // Without spread everybody votes as often as the mean says.
/// assert_eq!(participation(4, 7.0, 0.0, 20, &mut Chance::new(1, 2)), [7; 4]);
/// let votes = participation(100, 7.0, 0.8, 20, &mut Chance::new(1, 2));
/// assert!(votes.iter().sum::<u32>().abs_diff(700) <= 1 && votes.iter().all(|n| (1..=20).contains(n)));
/// ```
#[must_use]
pub fn participation(n: usize, mean: f64, spread: f64, most: u32, chance: &mut Chance) -> Vec<u32> {
    let people: Vec<(f64, f64)> = (0..n).map(|_| (libm::exp(spread * chance.normal()), chance.unit())).collect();
    let votes = |scale: f64| {
        people.iter().map(move |(zeal, luck)| libm::floor(scale * zeal + luck).clamp(1.0, f64::from(most)) as u32)
    };
    let target = libm::floor(mean * n as f64 + 0.5) as u64;
    // The sum never falls as the scale rises, so that bisection finds where it reaches the target.
    let reaches = |scale: f64| votes(scale).map(u64::from).sum::<u64>() >= target;
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        if reaches(high) {
            break;
        }
        (low, high) = (high, high * 2.0);
    }
    // More halvings than a float has bits.
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if reaches(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    votes(high).collect()
}
