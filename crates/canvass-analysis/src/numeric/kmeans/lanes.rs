//! Centres side by side in the lanes of wide instructions, and the nearest of them. Knows nothing of clusters.

use crate::votes::Place;
use fearless_simd::{Select, Simd, SimdBase, f64x8};

/// Centres compared at once.
pub(super) const LANES: usize = 8;

/// Some centres with their coordinates apart, filled up with ones infinitely far.
#[derive(Clone, Copy)]
pub(super) struct Lanes {
    x: [f64; LANES],
    y: [f64; LANES],
    number: [f64; LANES],
}

impl Lanes {
    pub(super) fn of(centres: impl Iterator<Item = (u32, Place)>) -> Self {
        // A lane that nobody fills is infinitely far and never nearest, so that no count of lanes is needed.
        let [x, y] = [[f64::INFINITY; LANES]; 2];
        let mut lanes = Self { x, y, number: [0.0; LANES] };
        let slots = lanes.x.iter_mut().zip(&mut lanes.y).zip(&mut lanes.number);
        for (((x, y), number), (centre, place)) in slots.zip(centres) {
            ([*x, *y], *number) = (place, f64::from(centre));
        }
        lanes
    }
}

/// The nearest centre, its squared distance, and that of the next one.
pub(super) struct Nearest {
    pub(super) number: f64,
    pub(super) least: f64,
    pub(super) next: f64,
}

/// The nearest of some centres in ascending order, the last of those equally near.
#[inline(always)]
pub(super) fn nearest<S: Simd>(simd: S, [x, y]: &Place, centres: &[Lanes]) -> Nearest {
    let all = |value: f64| f64x8::splat(simd, value);
    let (x, y, far) = (all(*x), all(*y), all(f64::INFINITY));
    let (mut least, mut next, mut number) = (far, far, all(0.0));
    // Each lane keeps the nearest centre it has met and the distance of its second, without a branch.
    for lanes in centres {
        let (x, y) = (x - f64x8::from_slice(simd, &lanes.x), y - f64x8::from_slice(simd, &lanes.y));
        let distance = x * x + y * y;
        // Less or equal: of centres that are equally far the later one is kept, which Polis does and METHODS.md says.
        let is_nearer = distance.simd_le(least);
        next = next.min(is_nearer.select(least, distance));
        least = is_nearer.select(distance, least);
        number = is_nearer.select(f64x8::from_slice(simd, &lanes.number), number);
    }
    let found = least.reduce_min();
    // Between lanes the same rule: of those with the least distance the highest number.
    let last = least.simd_le(all(found)).select(number, all(-1.0)).reduce_max();
    // The second nearest is the second of the lane that won, or the first of another.
    let others = number.simd_eq(all(last)).select(far, least);
    Nearest { number: last, least: found, next: next.min(others).reduce_min() }
}
