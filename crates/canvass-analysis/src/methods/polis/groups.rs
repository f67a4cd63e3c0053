//! Groups: base clusters put together, and how many groups there are.
//!
//! There are at least two wherever two places differ, also where opinions hold no groups at all: the method compares
//! numbers of groups from two up and never asks whether there are any.

use crate::methods::findings::BaseCluster;
use crate::numeric::kmeans::lloyd;
use crate::numeric::{PairwiseDistances, Width, silhouette};
use crate::votes::Place;

/// Most groups.
const MOST_GROUPS: usize = 5;

/// Base clusters for each group allowed above two.
const BASE_CLUSTERS_A_GROUP: usize = 12;

/// Most iterations.
const MOST_ITERATIONS: usize = 20;

/// Base clusters put together.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupCluster {
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
    pub clusters: Vec<GroupCluster>,
}

/// Weighted k-means over the base clusters for each k from 2 to min(5, 2 + floor(base clusters / 12)), started from
/// the first k of them; the k with the largest silhouette is kept, of equal ones the largest.
///
/// One base cluster is one group, and none is none: no k is tried then. O(base clusters squared). Every base cluster is
/// one point of the silhouette, however many people are in it.
///
/// ```
/// use canvass_analysis::methods::{BaseCluster, polis::groups};
///
/// // Three base clusters, of one, two and one person: two groups are tried and no more, as floor(3 / 12) is 0.
/// let base = |id, members: &[u32], x| BaseCluster { id, members: members.to_vec(), place: [x, 0.0] };
/// let found = groups(&[base(0, &[0], 0.0), base(1, &[1, 2], 9.0), base(2, &[3], 6.0)]);
/// // The second group's centre is (2 x 9 + 1 x 6) / 3.
/// assert_eq!(found.clusters.iter().map(|group| group.place[0]).collect::<Vec<_>>(), [0.0, 8.0]);
/// assert_eq!(found.clusters[1].base_clusters, [1, 2]);
/// // (0 + (9 - 3) / 9 + (6 - 3) / 6) / 3: the first is alone, the others are 3 apart.
/// let (k, silhouette) = found.silhouettes[0];
/// assert!(k == 2 && (silhouette - (6.0 / 9.0 + 3.0 / 6.0) / 3.0).abs() < 1e-15);
/// ```
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
    let distances = PairwiseDistances::between(&places);
    let (mut silhouettes, mut best): (_, Option<(f64, Vec<GroupCluster>)>) = (Vec::new(), None);
    for k in 2..=most {
        let (clusters, assigned) = split(width, &places, &weights, k);
        let silhouette = silhouette(&distances, &assigned, clusters.len());
        silhouettes.push((k, silhouette));
        // Tried and told all the same: whoever reads the silhouettes sees what was passed over for being too small.
        if sizes(&assigned, &weights, clusters.len()).into_iter().any(|size| size < least) {
            continue;
        }
        // Larger or equal: of equal ones the later, which is the larger number of groups, as Polis has it.
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

fn split(width: Width, places: &[Place], weights: &[u32], k: usize) -> (Vec<GroupCluster>, Vec<u32>) {
    let seeds = places.get(..k.min(places.len())).unwrap_or_default();
    let found = lloyd(width, places, Some(weights), seeds, MOST_ITERATIONS);
    let mut clusters: Vec<GroupCluster> = found
        .seeds
        .iter()
        .zip(found.centres)
        .map(|(seed, place)| GroupCluster {
            id: u8::try_from(*seed).unwrap_or(u8::MAX),
            base_clusters: Vec::new(),
            place,
        })
        .collect();
    for (base, cluster) in (0_u32..).zip(&found.assigned) {
        if let Some(cluster) = clusters.get_mut(*cluster as usize) {
            cluster.base_clusters.push(base);
        }
    }
    (clusters, found.assigned)
}
