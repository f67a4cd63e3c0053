//! Groups: base clusters put together, and how many groups there are.
//!
//! There are at least two wherever two places differ, also where opinions hold no groups at all: the method compares
//! numbers of groups from two up and never asks whether there are any.

use super::{BaseCluster, Place};
use crate::Width;
use crate::kmeans::lloyd;

/// Most groups.
const MOST_GROUPS: usize = 5;

/// Base clusters for each group allowed above two.
const BASE_CLUSTERS_A_GROUP: usize = 12;

/// Most iterations.
const MOST_ITERATIONS: usize = 20;

/// Base clusters put together.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Number of its seed; there may be gaps.
    pub id: u8,
    /// Places in the list of base clusters, ascending.
    pub base_clusters: Vec<u32>,
    /// Mean of their places, weighted by members.
    pub place: Place,
}

/// The groups that were chosen, and what the choice was made by.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// Silhouette of each number of groups that was tried, ascending from 2.
    pub silhouettes: Vec<(usize, f64)>,
    /// The groups, ascending by id.
    pub clusters: Vec<Cluster>,
}

/// Weighted k-means over the base clusters for each k from 2 to min(5, 2 + floor(base clusters / 12)), started from
/// the first k of them; the k with the largest silhouette is kept, of equal ones the largest.
///
/// One base cluster is one group, and none is none: no k is tried then. O(base clusters squared).
#[must_use]
pub fn groups(base_clusters: &[BaseCluster]) -> Grouping {
    groups_at(Width::Widest, base_clusters, 1)
}

/// [`groups`] with instructions of a width, which changes its speed alone, and of the numbers of groups only those
/// that leave no group under `least` people. Where none does, everybody is one group: none can be told.
pub(crate) fn groups_at(width: Width, base_clusters: &[BaseCluster], least: u32) -> Grouping {
    let places: Vec<Place> = base_clusters.iter().map(|cluster| cluster.place).collect();
    let weights: Vec<u32> = base_clusters.iter().map(|c| u32::try_from(c.members.len()).unwrap_or(u32::MAX)).collect();
    let most = MOST_GROUPS.min(2 + places.len() / BASE_CLUSTERS_A_GROUP).min(places.len());
    let distances = Distances::between(&places);
    let (mut silhouettes, mut best): (_, Option<(f64, Vec<Cluster>)>) = (Vec::new(), None);
    for k in 2..=most {
        let (clusters, assigned) = split(width, &places, &weights, k);
        let silhouette = silhouette(&distances, &assigned, clusters.len());
        silhouettes.push((k, silhouette));
        if sizes(&assigned, &weights, clusters.len()).into_iter().any(|size| size < least) {
            continue;
        }
        if best.as_ref().is_none_or(|(kept, _)| silhouette >= *kept) {
            best = Some((silhouette, clusters));
        }
    }
    let clusters = best.map_or_else(|| split(width, &places, &weights, 1).0, |(_, clusters)| clusters);
    Grouping { silhouettes, clusters }
}

/// How many people are in each cluster.
fn sizes(assigned: &[u32], weights: &[u32], n_clusters: usize) -> Vec<u32> {
    let mut sizes = vec![0; n_clusters];
    for (cluster, weight) in assigned.iter().zip(weights) {
        if let Some(size) = sizes.get_mut(*cluster as usize) {
            *size += weight;
        }
    }
    sizes
}

fn split(width: Width, places: &[Place], weights: &[u32], k: usize) -> (Vec<Cluster>, Vec<u32>) {
    let seeds = places.get(..k.min(places.len())).unwrap_or_default();
    let found = lloyd(width, places, Some(weights), seeds, MOST_ITERATIONS);
    let mut clusters: Vec<Cluster> = found
        .seeds
        .iter()
        .zip(found.centres)
        .map(|(seed, place)| Cluster { id: u8::try_from(*seed).unwrap_or(u8::MAX), base_clusters: Vec::new(), place })
        .collect();
    for (base, cluster) in (0_u32..).zip(&found.assigned) {
        if let Some(cluster) = clusters.get_mut(*cluster as usize) {
            cluster.base_clusters.push(base);
        }
    }
    (clusters, found.assigned)
}

/// Distance of each pair of places.
struct Distances {
    n: usize,
    of: Vec<f64>,
}

impl Distances {
    fn between(places: &[Place]) -> Self {
        let distance = |a: &Place, b: &Place| {
            let ([x, y], [u, v]) = (a, b);
            ((x - u) * (x - u) + (y - v) * (y - v)).sqrt()
        };
        Self { n: places.len(), of: places.iter().flat_map(|a| places.iter().map(move |b| distance(a, b))).collect() }
    }

    fn from(&self, place: usize) -> &[f64] {
        self.of.get(place * self.n..(place + 1) * self.n).unwrap_or_default()
    }
}

/// Mean over all points of (b - a) / max(a, b): a the mean distance to the others of the same cluster, b the smallest
/// mean distance to another cluster. 0 for a point alone in its cluster, without another cluster, and where both are
/// 0. Every base cluster is one point, however many people are in it.
fn silhouette(distances: &Distances, assigned: &[u32], n_clusters: usize) -> f64 {
    let mut sizes = vec![0_u32; n_clusters];
    for cluster in assigned {
        if let Some(size) = sizes.get_mut(*cluster as usize) {
            *size += 1;
        }
    }
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

fn of_point(own: usize, sums: &[f64], sizes: &[u32]) -> f64 {
    let (mut within, mut nearest) = (None, None::<f64>);
    for (cluster, (sum, size)) in sums.iter().zip(sizes).enumerate() {
        if cluster == own {
            within = size.checked_sub(1).filter(|others| *others > 0).map(|others| sum / f64::from(others));
        } else if *size > 0 {
            let mean = sum / f64::from(*size);
            nearest = Some(nearest.map_or(mean, |kept| kept.min(mean)));
        }
    }
    match (within, nearest) {
        (Some(a), Some(b)) if a.max(b) > 0.0 => (b - a) / a.max(b),
        _ => 0.0,
    }
}
