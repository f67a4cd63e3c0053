//! Puts places to centres, and sums them for the next centres. Measures only where bounds leave a doubt.

use super::bounds::{Bounds, Centres, SLACK};
use super::lanes::{Nearest, nearest};
use crate::numeric::width::Width;
use crate::votes::{Place, squared_distance};
use fearless_simd::{Simd, dispatch};
use rayon::prelude::*;

/// Places taken together: sums are made block by block, whatever the threads.
pub(super) const BLOCK: usize = 4_096;

/// Sums over the places of a cluster: of x and y, each times its weight, and of weights. The fourth fills the lanes.
pub(super) type Sum = [f64; 4];

/// Who is put to centres, and how much each weighs; 1 where nothing is said.
#[derive(Clone, Copy)]
pub(super) struct WeightedPlaces<'a> {
    pub(super) places: &'a [Place],
    pub(super) weights: Option<&'a [u32]>,
}

/// Puts each place to its nearest centre, and sums the places of each: in each block in order, then block by block.
pub(super) fn assign(
    width: Width,
    given: WeightedPlaces<'_>,
    centres: &Centres,
    assigned: &mut [u32],
    bounds: &mut [Bounds],
) -> Vec<Sum> {
    let n_centres = centres.each.len();
    let level = width.level();
    let of_block = |block: usize, places: &[Place], assigned: &mut [u32], bounds: &mut [Bounds]| {
        dispatch!(level, simd => settle(simd, places, centres, assigned, bounds));
        let weights = given.weights.map(|weights| weights.get(block * BLOCK..).unwrap_or_default());
        sum(WeightedPlaces { places, weights }, assigned, n_centres)
    };
    let blocks = given.places.par_chunks(BLOCK).zip(assigned.par_chunks_mut(BLOCK)).zip(bounds.par_chunks_mut(BLOCK));
    let blocks = blocks.enumerate().map(|(block, ((places, own), bounds))| of_block(block, places, own, bounds));
    let blocks: Vec<Vec<Sum>> = blocks.collect();
    // Fractions are summed within blocks of a fixed size and then block by block: which thread had which block, and how
    // many there are, cannot change the last bit of a centre.
    let mut sums = vec![[0.0; 4]; n_centres];
    for block in &blocks {
        sums.iter_mut().flatten().zip(block.iter().flatten()).for_each(|(sum, of_block)| *sum += of_block);
    }
    sums
}

fn sum(given: WeightedPlaces<'_>, assigned: &[u32], n_centres: usize) -> Vec<Sum> {
    let mut sums = vec![[0.0; 4]; n_centres];
    for (number, ([x, y], own)) in given.places.iter().zip(assigned).enumerate() {
        let weight = given.weights.and_then(|weights| weights.get(number)).map_or(1.0, |weight| f64::from(*weight));
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
        // Every number is written and only those in doubt are kept: whether one is cannot be predicted, and a branch on
        // it would cost more than the write.
        if let Some(slot) = doubtful.get_mut(n_doubtful) {
            *slot = number;
        }
        // Also in doubt where the bounds meet: of two centres equally far the later one has to win.
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
        // Its own centre first: one distance, and the bound that had grown with every move is tight again.
        let own_distance = squared_distance(place, &centre.place).sqrt() * (1.0 + SLACK);
        let others = others.max(centre.over_gap(own_distance));
        if own_distance < others {
            return (own, Bounds { own: own_distance, others });
        }
        // Then the eight around its own, which are one look. Nobody is nearer than the best of them as long as that one
        // is nearer than all those not near can be.
        let found = bounded(nearest(simd, place, std::slice::from_ref(&centre.near)));
        let far = (centre.reach - own_distance) * (1.0 - SLACK);
        if found.1.own < far {
            let (number, bounds) = found;
            return (number, Bounds { others: bounds.others.min(far), ..bounds });
        }
    }
    bounded(nearest(simd, place, &centres.all))
}

/// The centre that was found, and what its distance and that of the next one tell of all.
#[inline(always)]
fn bounded(Nearest { number, least, next }: Nearest) -> (u32, Bounds) {
    (number as u32, Bounds { own: least.sqrt() * (1.0 + SLACK), others: next.sqrt() * (1.0 - SLACK) })
}
