//! k-means as Polis does it, from given starts. Draws no random number.
//!
//! Who need not be looked at again is known from how far centres moved (G. Hamerly, *Making k-means even faster*, 2010):
//! that saves most of the work and changes no assignment, ties included.

use crate::polis::Place;
use crate::width::Width;
use fearless_simd::{Select, Simd, SimdBase, dispatch, f64x8};
use rayon::prelude::*;

/// Centres that all moved less than this have come to rest.
const AT_REST: f64 = 0.01;

/// Places taken together: sums are made block by block, whatever the threads.
const BLOCK: usize = 4_096;

/// Centres compared at once.
const LANES: usize = 8;

/// What rounding could add to a distance or take from it, as a share of it, a thousand times over.
const SLACK: f64 = 1e-12;

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
    let mut bounds = vec![Bounds::UNKNOWN; places.len()];
    let mut before: Option<Vec<Place>> = None;
    for _ in 0..most_iterations {
        let centres = Centres::of(&found.centres, before.as_deref());
        let sums = assign(width, Crowd { places, weights }, &centres, &mut found.assigned, &mut bounds);
        let last = std::mem::take(&mut found.centres);
        found.recentre(&sums);
        if are_at_rest(&last, &found.centres) {
            break;
        }
        // Where clusters vanished, others have their numbers.
        before = Some(last).filter(|last| last.len() == found.centres.len());
    }
    found
}

fn are_at_rest(before: &[Place], after: &[Place]) -> bool {
    sorted(before).iter().zip(&sorted(after)).all(|(a, b)| squared(a, b).sqrt() < AT_REST)
}

/// Sums over the places of a cluster: of x and y, each times its weight, and of weights. The fourth fills the lanes.
type Sum = [f64; 4];

/// Who is put to centres, and how much each weighs; 1 where nothing is said.
#[derive(Clone, Copy)]
struct Crowd<'a> {
    places: &'a [Place],
    weights: Option<&'a [u32]>,
}

/// What is known of the distances of a place without measuring them.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// Its own centre is at most this far.
    own: f64,
    /// Every other centre is at least this far.
    others: f64,
}

impl Bounds {
    const UNKNOWN: Self = Self { own: f64::INFINITY, others: 0.0 };
}

/// Centres, those nearest to each other, and how far they moved.
struct Centres {
    /// All, in ascending order.
    all: Vec<Lanes>,
    each: Vec<Centre>,
}

/// One centre.
struct Centre {
    place: Place,
    /// How far it moved; infinitely far where that is not known.
    moved: f64,
    /// How far the furthest of those near it moved, itself not counted.
    near_moved: f64,
    /// The nearest other one is at least this far.
    gap: f64,
    /// Those not near it are at least this far.
    reach: f64,
    /// Itself and those near it, in ascending order.
    near: Lanes,
}

/// Some centres with their coordinates apart, filled up with ones infinitely far.
#[derive(Clone, Copy)]
struct Lanes {
    x: [f64; LANES],
    y: [f64; LANES],
    number: [f64; LANES],
}

impl Lanes {
    fn of(centres: impl Iterator<Item = (u32, Place)>) -> Self {
        let [x, y] = [[f64::INFINITY; LANES]; 2];
        let mut lanes = Self { x, y, number: [0.0; LANES] };
        let slots = lanes.x.iter_mut().zip(&mut lanes.y).zip(&mut lanes.number);
        for (((x, y), number), (centre, place)) in slots.zip(centres) {
            ([*x, *y], *number) = (place, f64::from(centre));
        }
        lanes
    }
}

impl Centres {
    fn of(places: &[Place], before: Option<&[Place]>) -> Self {
        let moved = |number: usize, place: &Place| {
            let before = before.and_then(|before| before.get(number));
            before.map_or(f64::INFINITY, |before| squared(before, place).sqrt() * (1.0 + SLACK))
        };
        let moves: Vec<f64> = places.iter().enumerate().map(|(number, place)| moved(number, place)).collect();
        let all =
            (0..places.len()).step_by(LANES).map(|first| Lanes::of((0_u32..).zip(places.iter().copied()).skip(first)));
        Self { all: all.collect(), each: (0..places.len()).filter_map(|own| Centre::of(own, places, &moves)).collect() }
    }
}

impl Centre {
    fn of(own: usize, places: &[Place], moves: &[f64]) -> Option<Self> {
        let place = *places.get(own)?;
        // Those nearest, by squared distance; the last one is the first that is not near any more.
        let mut nearest = [(f64::INFINITY, u32::MAX); LANES];
        for (number, other) in (0_u32..).zip(places) {
            let mut next = (squared(&place, other), number);
            if next.0 < nearest[LANES - 1].0 && number as usize != own {
                for kept in &mut nearest {
                    if next.0 < kept.0 {
                        std::mem::swap(kept, &mut next);
                    }
                }
            }
        }
        let distance = |at: usize| nearest.get(at).map_or(f64::INFINITY, |(squared, _)| squared.sqrt());
        let [gap, reach] = [0, LANES - 1].map(|at| distance(at) * (1.0 - SLACK));
        let mut near: [u32; LANES] = nearest.map(|(_, number)| number);
        near[LANES - 1] = u32::try_from(own).ok()?;
        let moved = |number: &u32| moves.get(*number as usize).copied();
        let near_moved = near.iter().take(LANES - 1).filter_map(moved).fold(0.0, f64::max);
        near.sort_unstable();
        let near = near.iter().filter_map(|number| Some((*number, *places.get(*number as usize)?)));
        Some(Self { place, moved: *moves.get(own)?, near_moved, gap, reach, near: Lanes::of(near) })
    }

    /// What is still known of a place that was put to it, after the moves.
    #[inline(always)]
    fn loosen(&self, bounds: Bounds) -> Bounds {
        let own = (bounds.own + self.moved) * (1.0 + SLACK);
        let (near, far) = (bounds.others - self.near_moved, self.reach - own);
        let others = if far < near { far } else { near } * (1.0 - SLACK);
        let over_gap = self.over_gap(own);
        Bounds { own, others: if others < over_gap { over_gap } else { others } }
    }

    /// How far other centres are at least from a place so far from this one.
    #[inline(always)]
    fn over_gap(&self, own: f64) -> f64 {
        (self.gap - own) * (1.0 - SLACK)
    }
}

/// Puts each place to its nearest centre, and sums the places of each: in each block in order, then block by block.
fn assign(width: Width, crowd: Crowd<'_>, centres: &Centres, assigned: &mut [u32], bounds: &mut [Bounds]) -> Vec<Sum> {
    let n_centres = centres.each.len();
    let level = width.level();
    let of_block = |block: usize, places: &[Place], assigned: &mut [u32], bounds: &mut [Bounds]| {
        dispatch!(level, simd => settle(simd, places, centres, assigned, bounds));
        let weights = crowd.weights.map(|weights| weights.get(block * BLOCK..).unwrap_or_default());
        sum(Crowd { places, weights }, assigned, n_centres)
    };
    let blocks = crowd.places.par_chunks(BLOCK).zip(assigned.par_chunks_mut(BLOCK)).zip(bounds.par_chunks_mut(BLOCK));
    let blocks = blocks.enumerate().map(|(block, ((places, own), bounds))| of_block(block, places, own, bounds));
    let blocks: Vec<Vec<Sum>> = blocks.collect();
    let mut sums = vec![[0.0; 4]; n_centres];
    for block in &blocks {
        sums.iter_mut().flatten().zip(block.iter().flatten()).for_each(|(sum, of_block)| *sum += of_block);
    }
    sums
}

fn sum(crowd: Crowd<'_>, assigned: &[u32], n_centres: usize) -> Vec<Sum> {
    let mut sums = vec![[0.0; 4]; n_centres];
    for (number, ([x, y], own)) in crowd.places.iter().zip(assigned).enumerate() {
        let weight = crowd.weights.and_then(|weights| weights.get(number)).map_or(1.0, |weight| f64::from(*weight));
        if let Some(sum) = sums.get_mut(*own as usize) {
            sum.iter_mut().zip([weight * x, weight * y, weight, 0.0]).for_each(|(sum, add)| *sum += add);
        }
    }
    sums
}

/// Puts each place to the centre nearest to it, looking only at those that could have another than before.
#[inline(always)]
fn settle<S: Simd>(simd: S, places: &[Place], centres: &Centres, assigned: &mut [u32], bounds: &mut [Bounds]) {
    let mut doubtful = [0; BLOCK];
    let mut n_doubtful = 0;
    for (number, (own, bounds)) in (0_u32..).zip(assigned.iter().zip(&mut *bounds)) {
        if let Some(centre) = centres.each.get(*own as usize) {
            *bounds = centre.loosen(*bounds);
        }
        if let Some(slot) = doubtful.get_mut(n_doubtful) {
            *slot = number;
        }
        n_doubtful += usize::from(bounds.own >= bounds.others);
    }
    for number in doubtful.iter().take(n_doubtful) {
        let number = *number as usize;
        let slots = (places.get(number), assigned.get_mut(number), bounds.get_mut(number));
        if let (Some(place), Some(own), Some(bounds)) = slots {
            (*own, *bounds) = measure(simd, place, *own, bounds.others, centres);
        }
    }
}

/// The centre nearest to a place, and what is known of its distances then.
#[inline(always)]
fn measure<S: Simd>(simd: S, place: &Place, own: u32, others: f64, centres: &Centres) -> (u32, Bounds) {
    if let Some(centre) = centres.each.get(own as usize) {
        let own_distance = squared(place, &centre.place).sqrt() * (1.0 + SLACK);
        let others = others.max(centre.over_gap(own_distance));
        if own_distance < others {
            return (own, Bounds { own: own_distance, others });
        }
        let found = nearest(simd, place, std::slice::from_ref(&centre.near)).bounded();
        let far = (centre.reach - own_distance) * (1.0 - SLACK);
        if found.1.own < far {
            let (number, bounds) = found;
            return (number, Bounds { others: bounds.others.min(far), ..bounds });
        }
    }
    nearest(simd, place, &centres.all).bounded()
}

/// The nearest centre, its squared distance, and that of the next one.
struct Nearest {
    number: f64,
    least: f64,
    next: f64,
}

impl Nearest {
    #[inline(always)]
    fn bounded(self) -> (u32, Bounds) {
        let Self { number, least, next } = self;
        (number as u32, Bounds { own: least.sqrt() * (1.0 + SLACK), others: next.sqrt() * (1.0 - SLACK) })
    }
}

/// The nearest of some centres in ascending order, the last of those equally near.
#[inline(always)]
fn nearest<S: Simd>(simd: S, [x, y]: &Place, centres: &[Lanes]) -> Nearest {
    let all = |value: f64| f64x8::splat(simd, value);
    let (x, y, far) = (all(*x), all(*y), all(f64::INFINITY));
    let (mut least, mut next, mut number) = (far, far, all(0.0));
    for lanes in centres {
        let (x, y) = (x - f64x8::from_slice(simd, &lanes.x), y - f64x8::from_slice(simd, &lanes.y));
        let distance = x * x + y * y;
        let is_nearer = distance.simd_le(least);
        next = next.min(is_nearer.select(least, distance));
        least = is_nearer.select(distance, least);
        number = is_nearer.select(f64x8::from_slice(simd, &lanes.number), number);
    }
    let found = least.reduce_min();
    let last = least.simd_le(all(found)).select(number, all(-1.0)).reduce_max();
    let others = number.simd_eq(all(last)).select(far, least);
    Nearest { number: last, least: found, next: next.min(others).reduce_min() }
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

#[inline(always)]
fn squared(a: &Place, b: &Place) -> f64 {
    (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    /// Every centre looked at for every place in every iteration.
    fn plainly(places: &[Place], seeds: &[Place], most_iterations: usize) -> Clusters {
        let (mut seeds, mut centres): (Vec<u32>, Vec<Place>) = (0..).zip(seeds.iter().copied()).unzip();
        let mut assigned = Vec::new();
        for _ in 0..most_iterations {
            let before = sorted(&centres);
            let nearest = |place: &Place| {
                (0..centres.len()).fold(0, |best, centre| {
                    let is_nearer = squared(place, &centres[centre]) <= squared(place, &centres[best]);
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
            if before.iter().zip(&sorted(&centres)).all(|(a, b)| squared(a, b).sqrt() < AT_REST) {
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
