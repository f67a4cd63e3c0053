//! By what statements are ranked in lists: the lower end of a 90 % interval, so that few answers do not lead many.
//!
//! The ends order lists and are never shown: readers of their own choosing are no sample, and an interval beside their
//! answers would say that they are. A list is entered by shrunken shares, (a + 1) / (n + 2), which pull few answers
//! towards the middle. Source: Wilson (1927) for one share; for the difference of two, Wald's interval over shrunken
//! shares (Agresti and Caffo, 2000). Square roots are those of IEEE 754, so ends are the same on every machine.

use canvass_counts::Share;

/// The normal quantile of a two-sided interval of 90 %.
const Z: f64 = 1.645;

/// One more who answered so, and two more who answered: what entry to a list is decided by.
#[must_use]
pub const fn shrunken(share: Share) -> Share {
    Share { n: share.n + 1, base: share.base + 2 }
}

/// Lower end of Wilson's interval for a share, from 0 to 1; 0 of an empty base.
///
/// ```
/// use canvass_results::{Share, rules::ranking::lower_end};
/// assert!((lower_end(Share { n: 6, base: 6 }) - 0.689).abs() < 0.001);
/// assert!((lower_end(Share { n: 320, base: 400 }) - 0.765).abs() < 0.001);
/// ```
#[must_use]
pub fn lower_end(share: Share) -> f64 {
    if share.base == 0 {
        return 0.0;
    }
    let (count, n) = (wide(share.n), wide(share.base));
    let p = count / n;
    let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    ((p + Z * Z / (2.0 * n) - spread) / (1.0 + Z * Z / n)).max(0.0)
}

/// Lower end of the interval for how far two shares lie apart: |p - q| less 1.645 standard errors, p and q shrunken.
/// Below 0 where they may as well be one.
///
/// ```
/// use canvass_results::{Share, rules::ranking::lower_end_of_gap};
/// let (six, none) = (Share { n: 6, base: 6 }, Share { n: 0, base: 6 });
/// assert!((lower_end_of_gap(six, none) - 0.478).abs() < 0.001);
/// ```
#[must_use]
pub fn lower_end_of_gap(one: Share, other: Share) -> f64 {
    let of = |share: Share| {
        let shrunken = shrunken(share);
        let (p, n) = (wide(shrunken.n) / wide(shrunken.base), wide(shrunken.base));
        (p, p * (1.0 - p) / n)
    };
    let ((p, p_variance), (q, q_variance)) = (of(one), of(other));
    (p - q).abs() - Z * (p_variance + q_variance).sqrt()
}

/// Whether two shrunken shares are at least so many points apart, exactly.
#[must_use]
pub fn are_apart(one: Share, other: Share, points: u64) -> bool {
    let (one, other) = (shrunken(one), shrunken(other));
    let cross = |a: Share, b: Share| u128::from(a.n) * u128::from(b.base);
    let base = u128::from(one.base) * u128::from(other.base);
    100 * cross(one, other).abs_diff(cross(other, one)) >= u128::from(points) * base
}

/// How far two shrunken shares are apart, in tenths of a percentage point, rounded down: 250 or more exactly where
/// [`are_apart`] by 25 points.
///
/// ```
/// use canvass_results::{Share, rules::ranking::tenths_apart};
/// // 7 of 8 less 1 of 8.
/// assert_eq!(tenths_apart(Share { n: 6, base: 6 }, Share { n: 0, base: 6 }), 750);
/// ```
#[must_use]
pub fn tenths_apart(one: Share, other: Share) -> u32 {
    let (one, other) = (shrunken(one), shrunken(other));
    let cross = |a: Share, b: Share| u128::from(a.n) * u128::from(b.base);
    let base = u128::from(one.base) * u128::from(other.base);
    u32::try_from(1_000 * cross(one, other).abs_diff(cross(other, one)) / base).unwrap_or(1_000)
}

#[expect(clippy::cast_precision_loss, reason = "counts of people stay far below 2^53")]
const fn wide(count: u64) -> f64 {
    count as f64
}
