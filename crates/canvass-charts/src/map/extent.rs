//! From the plane of opinions to the paper: which part of it is drawn, and at what scale.
//!
//! Along each axis the middle 95 per cent of places (n.div_ceil(40) left out at either end, from ten places on) and
//! half their range on both sides are drawn, or less where the outermost places lie nearer. Whoever stands farther
//! out is drawn at the edge. Both axes have one scale. Any finite places will do; the rest is for the caller to
//! leave out.

/// A place on the paper, in tenths of a unit from the plot's upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) x: i32,
    pub(super) y: i32,
}

/// Which part is drawn, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    /// Divides every coordinate first, so that none is too large to reckon with.
    unit: f64,
    middle: [f64; 2],
    /// Plot units for one of the plane, after division.
    scale: f64,
    /// Of the plot, in units.
    pub(super) height: u32,
}

/// Width of every plot, in units.
pub(super) const WIDTH: u32 = 640;
/// Kept free inside the plot, so that a mark at the edge is drawn whole.
const EDGE: f64 = 32.0;
const LEAST_HEIGHT: f64 = 300.0;
const MOST_HEIGHT: f64 = 480.0;

impl Extent {
    pub(super) fn of(places: &[[f64; 2]]) -> Self {
        let unit = places.iter().flatten().fold(0.0_f64, |most, c| most.max(c.abs()));
        let unit = if unit > 0.0 { unit } else { 1.0 };
        let [(left, right), (low, high)] =
            [0, 1].map(|axis| reach(places.iter().filter_map(|place| place.get(axis)).map(|c| c / unit).collect()));
        let (across, up) = (right - left, high - low);
        let room = f64::from(WIDTH) - 2.0 * EDGE;
        let wanted = if across > 0.0 { room * up / across + 2.0 * EDGE } else { MOST_HEIGHT };
        let height = wanted.clamp(LEAST_HEIGHT, MOST_HEIGHT).round();
        let fits = |range: f64, room: f64| if range > 0.0 { room / range } else { f64::INFINITY };
        let scale = fits(across, room).min(fits(up, height - 2.0 * EDGE));
        Self {
            unit,
            middle: [left.midpoint(right), low.midpoint(high)],
            scale: if scale.is_finite() { scale } else { 0.0 },
            height: whole(height).unsigned_abs(),
        }
    }

    /// Where a place comes to stand, and whether it is drawn nearer than it is.
    pub(super) fn spot(&self, [x, y]: [f64; 2]) -> (Spot, bool) {
        let (width, height) = (f64::from(WIDTH), f64::from(self.height));
        let [middle_x, middle_y] = self.middle;
        let at = [
            width / 2.0 + (x / self.unit - middle_x) * self.scale,
            height / 2.0 - (y / self.unit - middle_y) * self.scale,
        ];
        let kept = [at[0].clamp(EDGE / 2.0, width - EDGE / 2.0), at[1].clamp(EDGE / 2.0, height - EDGE / 2.0)];
        let is_beyond = at.iter().zip(kept).any(|(at, kept)| (at - kept).abs() > 0.5);
        (Spot { x: whole(kept[0] * 10.0), y: whole(kept[1] * 10.0) }, is_beyond)
    }
}

/// What is drawn of one axis.
fn reach(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let (Some(&first), Some(&last)) = (values.first(), values.last()) else { return (0.0, 0.0) };
    let left_out = if values.len() < 10 { 0 } else { values.len().div_ceil(40) };
    let low = values.get(left_out).copied().unwrap_or(first);
    let high = values.get(values.len() - 1 - left_out).copied().unwrap_or(last);
    let half = (high - low) / 2.0;
    if half > 0.0 { ((low - half).max(first), (high + half).min(last)) } else { (first, last) }
}

/// A length that lies within a drawing.
#[expect(clippy::cast_possible_truncation, reason = "callers clamp to the plot first")]
fn whole(length: f64) -> i32 {
    length.round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_far_point_does_not_squeeze_the_others() {
        let mut places: Vec<[f64; 2]> = (0..40).map(|n| [f64::from(n % 8), f64::from(n / 8)]).collect();
        let before = Extent::of(&places);
        places.push([1e6, 0.0]);
        let after = Extent::of(&places);
        assert!(after.scale / after.unit > before.scale / before.unit / 2.1, "{before:?} {after:?}");
        let (edge, is_beyond) = after.spot([1e6, 0.0]);
        assert!(is_beyond && edge.x == 6240, "{edge:?}");
        assert!(places.iter().take(40).all(|place| !after.spot(*place).1));
    }

    #[test]
    fn one_scale_for_both_axes() {
        let extent = Extent::of(&[[0.0, 0.0], [3.0, 1.0], [1.0, 2.0]]);
        let [a, b, c] = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]].map(|place| extent.spot(place).0);
        assert!(((b.x - a.x) - (a.y - c.y)).abs() <= 1, "{a:?} {b:?} {c:?}");
        assert!(b.x > a.x && c.y < a.y, "right is right and up is up");
    }

    #[test]
    fn degenerate_places_stand_in_the_middle() {
        for places in [&[][..], &[[5.0, -3.0]], &[[7e-320, 7e-320]; 3]] {
            let extent = Extent::of(places);
            let middle = Spot { x: 3200, y: i32::try_from(extent.height).unwrap() * 5 };
            assert!(places.iter().all(|place| extent.spot(*place) == (middle, false)), "{places:?}");
        }
    }
}
