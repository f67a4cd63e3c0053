//! Where everybody stands and which of them are moved together: all that groups are made of.

use super::base_clusters;
use super::membership::in_conversation;
use super::projection::project;
use crate::methods::findings::BaseCluster;
use crate::numeric::Width;
use crate::numeric::pca::Pca;
use crate::votes::{Matrix, Place, Treatment};

/// Where everybody stands and who stands together: what groups are made of.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) width: Width,
    /// Centre and components.
    pub(super) pca: Pca,
    /// Where everybody stands, by row.
    pub(super) places: Vec<Place>,
    /// Rows in the conversation, ascending.
    pub(super) in_conversation: Vec<u32>,
    /// Their base clusters.
    pub(super) base_clusters: Vec<BaseCluster>,
}

impl Layout {
    /// From the components alone, without memory of an earlier layout.
    pub(super) fn cold(width: Width, matrix: &Matrix, treatments: &[Treatment], pca: Pca) -> Self {
        let places = project(matrix, treatments, &pca);
        let in_conversation = in_conversation(matrix);
        let base_clusters = base_clusters::cold(width, &places, &in_conversation);
        Self { width, pca, places, in_conversation, base_clusters }
    }

    /// The same with base clusters that go on from an earlier layout's.
    pub(super) fn near(
        width: Width,
        matrix: &Matrix,
        treatments: &[Treatment],
        pca: Pca,
        last: &[BaseCluster],
    ) -> Self {
        let places = project(matrix, treatments, &pca);
        let in_conversation = in_conversation(matrix);
        let base_clusters = base_clusters::near(width, &places, &in_conversation, last);
        Self { width, pca, places, in_conversation, base_clusters }
    }
}
