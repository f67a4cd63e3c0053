//! What is known of distances without measuring them, and how much of it is left once centres have moved.
//!
//! Every bound is on the safe side of rounding: it may say that a place has to be looked at though it need not be, and
//! never the other way round.

use super::lanes::{LANES, Lanes};
use crate::votes::{Place, squared_distance};

/// What rounding could add to a distance or take from it, as a share of it, a thousand times over.
pub(super) const SLACK: f64 = 1e-12;

/// What is known of the distances of a place without measuring them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Its own centre is at most this far.
    pub(super) own: f64,
    /// Every other centre is at least this far.
    pub(super) others: f64,
}

impl Bounds {
    pub(super) const UNKNOWN: Self = Self { own: f64::INFINITY, others: 0.0 };
}

/// Centres, those nearest to each other, and how far they moved.
pub(super) struct Centres {
    /// All, in ascending order.
    pub(super) all: Vec<Lanes>,
    pub(super) each: Vec<Centre>,
}

/// One centre.
pub(super) struct Centre {
    pub(super) place: Place,
    /// How far it moved; infinitely far where that is not known.
    moved: f64,
    /// How far the furthest of those near it moved, itself not counted.
    near_moved: f64,
    /// The nearest other one is at least this far.
    gap: f64,
    /// Those not near it are at least this far.
    pub(super) reach: f64,
    /// Itself and those near it, in ascending order.
    pub(super) near: Lanes,
}

impl Centres {
    pub(super) fn of(places: &[Place], before: Option<&[Place]>) -> Self {
        // Where it is not known how far a centre moved it moved infinitely far: whoever was put to it is measured.
        let moved = |number: usize, place: &Place| {
            let before = before.and_then(|before| before.get(number));
            before.map_or(f64::INFINITY, |before| squared_distance(before, place).sqrt() * (1.0 + SLACK))
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
            let mut next = (squared_distance(&place, other), number);
            if next.0 < nearest[LANES - 1].0 && number as usize != own {
                // Sinks to its place among the eight, and the last of them falls out at the end.
                for kept in &mut nearest {
                    if next.0 < kept.0 {
                        std::mem::swap(kept, &mut next);
                    }
                }
            }
        }
        // No other centre is nearer than the first of the eight, and none of those beyond the first seven is nearer
        // than the eighth, which gives up its lane to the centre itself.
        let distance = |at: usize| nearest.get(at).map_or(f64::INFINITY, |(squared, _)| squared.sqrt());
        let [gap, reach] = [0, LANES - 1].map(|at| distance(at) * (1.0 - SLACK));
        let mut near: [u32; LANES] = nearest.map(|(_, number)| number);
        near[LANES - 1] = u32::try_from(own).ok()?;
        let moved = |number: &u32| moves.get(*number as usize).copied();
        let near_moved = near.iter().take(LANES - 1).filter_map(moved).fold(0.0, f64::max);
        // In ascending order, so that the last of equal distances is the later centre.
        near.sort_unstable();
        let near = near.iter().filter_map(|number| Some((*number, *places.get(*number as usize)?)));
        Some(Self { place, moved: *moves.get(own)?, near_moved, gap, reach, near: Lanes::of(near) })
    }

    /// What is still known of a place that was put to it, after the moves.
    #[inline(always)]
    pub(super) fn loosen(&self, bounds: Bounds) -> Bounds {
        let own = (bounds.own + self.moved) * (1.0 + SLACK);
        // Those near this centre came nearer to the place by no more than the furthest of them moved. Those not near it
        // are by the triangle inequality at least their distance from this centre less the place's own. A far centre
        // that moves a lot therefore loosens nothing, where Hamerly's one bound for all would be lost.
        let (near, far) = (bounds.others - self.near_moved, self.reach - own);
        // Written as comparisons: infinity less infinity, where moves or neighbours are missing, has to lose to a
        // bound. A bound below 0 says nothing, so that it does not matter which way the factor moves it.
        let others = if far < near { far } else { near } * (1.0 - SLACK);
        let over_gap = self.over_gap(own);
        Bounds { own, others: if others < over_gap { over_gap } else { others } }
    }

    /// How far other centres are at least from a place so far from this one: by the triangle inequality the distance
    /// between centres less the place's own.
    #[inline(always)]
    pub(super) fn over_gap(&self, own: f64) -> f64 {
        (self.gap - own) * (1.0 - SLACK)
    }
}
