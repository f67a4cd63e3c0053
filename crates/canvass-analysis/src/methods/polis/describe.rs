//! What can be said of groups once it is known who is in which. Never moves anybody.

use super::consensus::consensus;
use super::groups::GroupCluster;
use super::layout::Layout;
use super::priority::priorities;
use super::projection::{extremity, statement_places};
use super::representative::representative;
use super::tallies::{group_informed_consensus, tallies_by_group, total_tallies};
use crate::methods::findings::{Analysis, Group};
use crate::votes::{Matrix, Tally, Treatment};

/// Groups, with the place of each row's group among them.
pub(super) struct Grouped {
    pub(super) silhouettes: Vec<(usize, f64)>,
    pub(super) clusters: Vec<GroupCluster>,
    pub(super) group_of: Vec<Option<u8>>,
}

/// What can be said of groups that were found.
pub(super) fn describe(
    matrix: &Matrix,
    treatments: &[Treatment],
    tallies: Vec<Tally>,
    layout: Layout,
    found: Grouped,
) -> Analysis {
    let Layout { pca, places, in_conversation, base_clusters, .. } = layout;
    let Grouped { silhouettes, clusters, group_of } = found;
    let by_group = tallies_by_group(matrix, &group_of, clusters.len());
    let representative = representative(&by_group, treatments);
    let statement_places = statement_places(treatments, &pca);
    let extremity = extremity(&statement_places);
    let (informed_agree, informed_disagree) = group_informed_consensus(&by_group, matrix.n_columns());
    // Of those in groups and not of everybody: these are the votes that Polis weighs with.
    let priorities = priorities(&total_tallies(&by_group, matrix.n_columns()), &extremity, treatments);
    let ids: Vec<u8> = clusters.iter().map(|cluster| cluster.id).collect();
    // Counted by row: groups that were told have no base clusters to add up.
    let n_members = |group: usize| group_of.iter().filter(|of| of.map(usize::from) == Some(group)).count();
    let parts = clusters.into_iter().zip(by_group).zip(representative).enumerate();
    let groups =
        parts.map(|(place, ((GroupCluster { id, base_clusters, place: centre }, tallies), representative))| Group {
            id,
            base_clusters,
            n_members: u32::try_from(n_members(place)).unwrap_or(u32::MAX),
            place: centre,
            tallies,
            representative,
        });
    Analysis {
        centre: pca.centre,
        components: pca.components,
        statement_places,
        extremity,
        places,
        in_conversation,
        silhouettes,
        groups: groups.collect(),
        base_clusters,
        group_of: group_of.iter().map(|group| ids.get(usize::from((*group)?)).copied()).collect(),
        // Of everybody, in a group or not.
        consensus: consensus(&tallies, treatments),
        tallies,
        informed_agree,
        informed_disagree,
        priorities,
    }
}
