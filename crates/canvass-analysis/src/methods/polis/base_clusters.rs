//! Base clusters: people so near to each other that they are moved together, so that groups are made of at most 100
//! points however many people there are.

use crate::methods::findings::BaseCluster;
use crate::numeric::Width;
use crate::numeric::kmeans::lloyd;
use crate::votes::Place;

/// Most base clusters.
const MOST: usize = 100;

/// Most iterations.
const MOST_ITERATIONS: usize = 100;

/// Most iterations from centres that were found before.
const MOST_WARM_ITERATIONS: usize = 4;

/// People up to whom starting anew takes a millisecond or two.
const QUICK: usize = 2_000;

/// k-means of those in the conversation, started from the first 100 places that differ, in the order of rows. Ids are
/// the numbers of those starts; a cluster that loses everybody leaves a gap.
///
/// With at most 100 different places each is a base cluster of its own. Rows without a place are passed over; without
/// rows there are no base clusters. `in_conversation` is ascending, so members are too.
///
/// ```
/// use canvass_analysis::methods::polis::base_clusters;
///
/// // Rows 0 and 2 stand at the same place, row 1 is not in the conversation.
/// let found = base_clusters(&[[1.0, 0.0], [5.0, 5.0], [1.0, 0.0], [0.0, 2.0]], &[0, 2, 3]);
/// assert_eq!(found.iter().map(|base| base.members.clone()).collect::<Vec<_>>(), [vec![0, 2], vec![3]]);
/// assert_eq!(found.iter().map(|base| base.place).collect::<Vec<_>>(), [[1.0, 0.0], [0.0, 2.0]]);
/// ```
#[must_use]
pub fn base_clusters(places: &[Place], in_conversation: &[u32]) -> Vec<BaseCluster> {
    cold(Width::Widest, places, in_conversation)
}

/// The same with instructions of a width, which changes its speed alone.
pub(crate) fn cold(width: Width, places: &[Place], in_conversation: &[u32]) -> Vec<BaseCluster> {
    Points::of(places, in_conversation).cold(width)
}

/// The same, but started from the centres that were found before where starting anew would take long.
pub(crate) fn near(width: Width, places: &[Place], in_conversation: &[u32], last: &[BaseCluster]) -> Vec<BaseCluster> {
    let points = Points::of(places, in_conversation);
    // Where fewer than half of the clusters are left the others could not come back: k-means loses clusters and makes
    // none.
    if points.rows.len() <= QUICK || last.len() < MOST / 2 { points.cold(width) } else { points.near(width, last) }
}

/// Those in the conversation, and where they stand.
struct Points {
    rows: Vec<u32>,
    places: Vec<Place>,
}

impl Points {
    fn of(places: &[Place], in_conversation: &[u32]) -> Self {
        let found = in_conversation.iter().filter_map(|row| Some((*row, *places.get(*row as usize)?)));
        let (rows, places) = found.unzip();
        Self { rows, places }
    }

    fn cold(self, width: Width) -> Vec<BaseCluster> {
        let seeds = first_distinct(&self.places);
        let ids: Vec<u32> = (0_u32..).take(seeds.len()).collect();
        self.clusters(width, &seeds, &ids, MOST_ITERATIONS)
    }

    fn near(self, width: Width, last: &[BaseCluster]) -> Vec<BaseCluster> {
        let (seeds, ids): (Vec<Place>, Vec<u32>) = last.iter().map(|cluster| (cluster.place, cluster.id)).unzip();
        self.clusters(width, &seeds, &ids, MOST_WARM_ITERATIONS)
    }

    fn clusters(self, width: Width, seeds: &[Place], ids: &[u32], most_iterations: usize) -> Vec<BaseCluster> {
        let found = lloyd(width, &self.places, None, seeds, most_iterations);
        let id = |seed: &u32| ids.get(*seed as usize).copied().unwrap_or(*seed);
        let named = found.seeds.iter().map(id).zip(found.centres);
        let mut clusters: Vec<BaseCluster> =
            named.map(|(id, place)| BaseCluster { id, members: Vec::new(), place }).collect();
        for (row, cluster) in self.rows.into_iter().zip(&found.assigned) {
            if let Some(cluster) = clusters.get_mut(*cluster as usize) {
                cluster.members.push(row);
            }
        }
        clusters
    }
}

/// The first 100 that differ. 0 and -0 do not.
fn first_distinct(points: &[Place]) -> Vec<Place> {
    let mut distinct: Vec<Place> = Vec::with_capacity(MOST);
    // At most a hundred comparisons a person, and none once the hundred are there, which is soon.
    for point in points {
        if distinct.len() == MOST {
            break;
        }
        if !distinct.contains(point) {
            distinct.push(*point);
        }
    }
    distinct
}
