//! Places on the map.

/// A place on the map: its coordinates along the first and the second component.
pub type Place = [f64; 2];

/// The square of the Euclidean distance. Made of differences, so that it is exactly 0 between equal places; Polis
/// expands the square, which cancels and lets places nearer than about 1e-8 merge.
#[inline(always)]
pub(crate) fn squared_distance(a: &Place, b: &Place) -> f64 {
    (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
}
