//! How well a division parts points: the silhouette. Judges a division, and never makes one.

use crate::votes::{Place, squared_distance};

/// Distance of each pair of places.
#[derive(Clone, Debug)]
pub struct PairwiseDistances {
    n: usize,
    of: Vec<f64>,
}

impl PairwiseDistances {
    /// Of every place from every place: O(places squared), once for as many divisions of them as are compared.
    #[must_use]
    pub fn between(places: &[Place]) -> Self {
        let distance = |a: &Place, b: &Place| squared_distance(a, b).sqrt();
        Self { n: places.len(), of: places.iter().flat_map(|a| places.iter().map(move |b| distance(a, b))).collect() }
    }

    fn from(&self, place: usize) -> &[f64] {
        self.of.get(place * self.n..(place + 1) * self.n).unwrap_or_default()
    }
}

/// Mean over all points of (b - a) / max(a, b): a the mean distance to the others of the same cluster, b the smallest
/// mean distance to another cluster. 0 for a point alone in its cluster, without another cluster, and where both are
/// 0. `assigned` is the cluster of each point, below `n_clusters`. Source: P. J. Rousseeuw, *Silhouettes*, 1987.
///
/// Between -1 and 1, and 0 without points. O(points squared).
///
/// ```
/// use canvass_analysis::numeric::{PairwiseDistances, silhouette};
///
/// // On a line, 0 and 1 in one cluster, 4 and 6 in the other. For the point at 0: a = 1, b = (4 + 6) / 2 = 5.
/// let points = PairwiseDistances::between(&[0.0, 1.0, 4.0, 6.0].map(|x| [x, 0.0]));
/// let expected = (4.0 / 5.0 + 3.0 / 4.0 + 1.5 / 3.5 + 3.5 / 5.5) / 4.0;
/// assert!((silhouette(&points, &[0, 0, 1, 1], 2) - expected).abs() < 1e-15);
///
/// // Each alone, and all together: nothing can be compared.
/// assert_eq!(silhouette(&points, &[0, 1, 2, 3], 4), 0.0);
/// assert_eq!(silhouette(&points, &[0, 0, 0, 0], 1), 0.0);
/// ```
#[must_use]
pub fn silhouette(distances: &PairwiseDistances, assigned: &[u32], n_clusters: usize) -> f64 {
    let mut sizes = vec![0_u32; n_clusters];
    for cluster in assigned {
        if let Some(size) = sizes.get_mut(*cluster as usize) {
            *size += 1;
        }
    }
    // Points and distances in ascending order, on one thread: a sum of fractions in another order is another sum, and
    // numbers of groups are chosen by which of these is the largest.
    let mut total = 0.0;
    for (point, own) in assigned.iter().enumerate() {
        let mut sums = vec![0.0; n_clusters];
        for (cluster, distance) in assigned.iter().zip(distances.from(point)) {
            if let Some(sum) = sums.get_mut(*cluster as usize) {
                *sum += distance;
            }
        }
        total += of_point(*own as usize, &sums, &sizes);
    }
    total / (assigned.len().max(1) as f64)
}

/// What one point adds: `sums` are its distances to all points of each cluster.
fn of_point(own: usize, sums: &[f64], sizes: &[u32]) -> f64 {
    let (mut within, mut nearest) = (None, None::<f64>);
    for (cluster, (sum, size)) in sums.iter().zip(sizes).enumerate() {
        if cluster == own {
            // The point itself is in the size, and in the sum with a distance of 0.
            within = size.checked_sub(1).filter(|others| *others > 0).map(|others| sum / f64::from(others));
        } else if *size > 0 {
            // A cluster without points has no mean; it is not the nearest one.
            let mean = sum / f64::from(*size);
            nearest = Some(nearest.map_or(mean, |kept| kept.min(mean)));
        }
    }
    match (within, nearest) {
        (Some(a), Some(b)) if a.max(b) > 0.0 => (b - a) / a.max(b),
        _ => 0.0,
    }
}
