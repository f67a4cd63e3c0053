//! k-means as Polis does it, from given starts. Draws no random number.
//!
//! Who need not be looked at again is known from how far centres moved (G. Hamerly, *Making k-means even faster*,
//! 2010): that saves most of the work and changes no assignment, ties included.

mod assign;
mod bounds;
mod lanes;

use super::width::Width;
use crate::votes::{Place, squared_distance};
use assign::{Sum, WeightedPlaces, assign};
use bounds::{Bounds, Centres};

/// Centres that all moved less than this have come to rest.
const AT_REST: f64 = 0.01;

/// What k-means found.
#[derive(Clone, Debug, PartialEq)]
pub struct Clusters {
    /// Number of the start of each cluster that still has somebody, ascending.
    pub seeds: Vec<u32>,
    /// Centre of each.
    pub centres: Vec<Place>,
    /// For each place the cluster that it is in, as a place in these lists.
    pub assigned: Vec<u32>,
}

/// Lloyd's iteration with Euclidean distances: a place that is equally far from two centres goes to the later one,
/// clusters that lose everybody vanish, centres are weighted means. It ends when all centres, sorted and compared in
/// pairs, moved less than 0.01, or after so many iterations.
///
/// Without places or seeds there are no clusters. At most O(places x seeds x iterations), and mostly far less.
/// `width` changes the speed alone.
///
/// ```
/// use canvass_analysis::numeric::{Width, kmeans::lloyd};
///
/// // Four corners of a rectangle, started from the two on the left: the long sides are parted, each centre is the
/// // middle of its side, and the second iteration moves nothing.
/// let corners = [[0.0, 0.0], [0.0, 2.0], [8.0, 0.0], [8.0, 2.0]];
/// let found = lloyd(Width::Widest, &corners, None, &corners[..2], 20);
/// assert_eq!(found.centres, [[4.0, 0.0], [4.0, 2.0]]);
/// assert_eq!(found.assigned, [0, 1, 0, 1]);
///
/// // Weighted, the means after one iteration are (3 x 0 + 1 x 8) / 4 below and (1 x 0 + 1 x 8) / 2 above.
/// let found = lloyd(Width::Widest, &corners, Some(&[3, 1, 1, 1]), &corners[..2], 1);
/// assert_eq!(found.centres, [[2.0, 0.0], [4.0, 2.0]]);
///
/// // Of two starts at the same place the later one takes everybody, and the other vanishes.
/// let found = lloyd(Width::Widest, &[[1.0, 1.0]], None, &[[1.0, 1.0]; 2], 20);
/// assert_eq!((found.seeds, found.assigned), (vec![1], vec![0]));
/// ```
#[must_use]
pub fn lloyd(
    width: Width,
    places: &[Place],
    weights: Option<&[u32]>,
    seeds: &[Place],
    most_iterations: usize,
) -> Clusters {
    let mut found = Clusters {
        seeds: (0_u32..).take(seeds.len()).collect(),
        centres: seeds.to_vec(),
        assigned: vec![0; places.len()],
    };
    // Everybody is in doubt at first, so that the cluster they begin in means nothing.
    let mut bounds = vec![Bounds::UNKNOWN; places.len()];
    let mut before: Option<Vec<Place>> = None;
    for _ in 0..most_iterations {
        let centres = Centres::of(&found.centres, before.as_deref());
        let sums = assign(width, WeightedPlaces { places, weights }, &centres, &mut found.assigned, &mut bounds);
        let last = std::mem::take(&mut found.centres);
        found.recentre(&sums);
        if are_at_rest(&last, &found.centres) {
            break;
        }
        // Where clusters vanished, others have their numbers, and how far each moved cannot be told.
        before = Some(last).filter(|last| last.len() == found.centres.len());
    }
    found
}

/// Polis's own rule: the centres before and after are sorted and then compared in pairs, whichever clusters they are
/// of.
fn are_at_rest(before: &[Place], after: &[Place]) -> bool {
    sorted(before).iter().zip(&sorted(after)).all(|(a, b)| squared_distance(a, b).sqrt() < AT_REST)
}

impl Clusters {
    /// Moves centres to the weighted means of their places; clusters without any are gone.
    fn recentre(&mut self, sums: &[Sum]) {
        let mut left = Vec::new();
        let mut moved_to = Vec::new();
        for (seed, [x, y, weight, _]) in self.seeds.iter().zip(sums) {
            moved_to.push(u32::try_from(left.len()).unwrap_or(u32::MAX));
            if *weight > 0.0 {
                left.push((*seed, [x / weight, y / weight]));
            }
        }
        // Clusters are numbered by place, so that those behind one that is gone move up.
        if left.len() < sums.len() {
            for cluster in &mut self.assigned {
                *cluster = moved_to.get(*cluster as usize).copied().unwrap_or_default();
            }
        }
        (self.seeds, self.centres) = left.into_iter().unzip();
    }
}

fn sorted(centres: &[Place]) -> Vec<Place> {
    let mut centres = centres.to_vec();
    centres.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    centres
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use assign::BLOCK;

    /// Every centre looked at for every place in every iteration.
    fn plainly(places: &[Place], seeds: &[Place], most_iterations: usize) -> Clusters {
        let (mut seeds, mut centres): (Vec<u32>, Vec<Place>) = (0..).zip(seeds.iter().copied()).unzip();
        let mut assigned = Vec::new();
        for _ in 0..most_iterations {
            let before = sorted(&centres);
            let nearest = |place: &Place| {
                (0..centres.len()).fold(0, |best, centre| {
                    let is_nearer =
                        squared_distance(place, &centres[centre]) <= squared_distance(place, &centres[best]);
                    if is_nearer { centre } else { best }
                })
            };
            assigned = places.iter().map(|place| nearest(place) as u32).collect();
            let mut found = Clusters { seeds, centres: Vec::new(), assigned };
            let mut sums = vec![[0.0; 4]; centres.len()];
            for (block, assigned) in places.chunks(BLOCK).zip(found.assigned.chunks(BLOCK)) {
                let mut of_block = vec![[0.0; 4]; centres.len()];
                for (place, cluster) in block.iter().zip(assigned) {
                    let sum: &mut Sum = &mut of_block[*cluster as usize];
                    *sum = [sum[0] + place[0], sum[1] + place[1], sum[2] + 1.0, 0.0];
                }
                sums.iter_mut().flatten().zip(of_block.iter().flatten()).for_each(|(sum, add)| *sum += add);
            }
            found.recentre(&sums);
            Clusters { seeds, centres, assigned } = found;
            if before.iter().zip(&sorted(&centres)).all(|(a, b)| squared_distance(a, b).sqrt() < AT_REST) {
                break;
            }
        }
        Clusters { seeds, centres, assigned }
    }

    #[test]
    fn what_is_passed_over_would_not_have_changed() {
        let mut chance = Chance::new(3, 1);
        for round in 0..60 {
            let spread = [0.001, 1.0, 40.0][round % 3];
            let n = 1 + chance.below(9_000);
            let mut place = || [spread * chance.normal(), spread * chance.normal()];
            let mut places: Vec<Place> = (0..n).map(|_| place()).collect();
            if round % 4 == 0 {
                // On a grid, where ties are common and clusters vanish.
                places.iter_mut().flatten().for_each(|x| *x = (*x / spread * 3.0).round() * spread);
            }
            let seeds: Vec<Place> = places.iter().copied().take(1 + round * 2).collect();
            let found = lloyd(Width::Widest, &places, None, &seeds, 100);
            assert!(found == plainly(&places, &seeds, 100), "round {round}");
        }
    }
}
