//! The opinion map after the method of Polis: stated in docs/METHODS.md, with what differs from Polis and why.
//!
//! A pure function of the matrix and of what is left out: a cold start, no memory of earlier runs, the same bytes on
//! every machine and with any number of threads. Votes count as agree 1, unsure 0, disagree -1, so that coordinates
//! are those of Polis times -1.

mod base_clusters;
mod consensus;
mod groups;
mod membership;
mod priority;
mod projection;
mod proportion;
mod representative;
mod tallies;
mod warm;

pub use base_clusters::base_clusters;
pub use consensus::consensus;
use groups::groups_at;
pub use groups::{Cluster, Grouping, groups};
pub use membership::in_conversation;
pub use priority::priorities;
pub use projection::{extremity, project, statement_places};
pub use representative::representative;
pub use tallies::{informed, of_all_groups, tallies_by_group};
pub use warm::{TooFar, Warm};

use crate::Width;
use crate::matrix::Matrix;
use crate::pca::{self, Counted, Pca};
use std::collections::BTreeSet;

/// Least rows that a map is made of.
pub const LEAST_ROWS: usize = 15;
/// Least columns that a map is made of.
pub const LEAST_COLUMNS: usize = 5;

/// How a statement takes part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Treatment {
    /// Like any other.
    #[default]
    Counted,
    /// Declined by a moderator: its column is as if everybody had been unsure, and it is never selected.
    LeftOut,
    /// About the conversation itself: left out too, and shown before others.
    Meta,
}

/// A place on the map.
pub type Place = [f64; 2];

/// Where everybody stands and who stands together: what groups are made of.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    width: Width,
    /// Centre and components.
    pca: Pca,
    /// Where everybody stands, by row.
    places: Vec<Place>,
    /// Rows in the conversation, ascending.
    in_conversation: Vec<u32>,
    /// Their base clusters.
    base_clusters: Vec<BaseCluster>,
}

/// Everything the method finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Mean of each column, those left out 0.
    pub centre: Vec<f64>,
    /// The two leading components, each as long as there are columns and of length 1.
    pub components: [Vec<f64>; 2],
    /// Where somebody would stand who only agreed with one statement, by column.
    pub statement_places: Vec<Place>,
    /// How far that is from the centre, by column.
    pub extremity: Vec<f64>,
    /// Where everybody stands, by row.
    pub places: Vec<Place>,
    /// Rows in the conversation (at least min(7, columns) votes, topped up to 15), ascending.
    pub in_conversation: Vec<u32>,
    /// The clusters that groups are made of.
    pub base_clusters: Vec<BaseCluster>,
    /// Silhouette of each number of groups that was tried, ascending from 2.
    pub silhouettes: Vec<(usize, f64)>,
    /// The groups, ascending by id.
    pub groups: Vec<Group>,
    /// The group of each row; nothing for those not in the conversation.
    pub group_of: Vec<Option<u8>>,
    /// All votes, by column, those left out too.
    pub tallies: Vec<Tally>,
    /// What most answer alike, taken as one population.
    pub consensus: Consensus,
    /// Product over groups of the chance that one of them agrees, by column.
    pub informed_agree: Vec<f64>,
    /// The same of disagreeing.
    pub informed_disagree: Vec<f64>,
    /// Weight with which a statement is shown next, by column.
    pub priorities: Vec<f64>,
}

/// People so near to each other that they are moved together.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseCluster {
    /// Number of its seed.
    pub id: u32,
    /// Rows, ascending.
    pub members: Vec<u32>,
    /// Mean of their places.
    pub place: Place,
}

/// People who vote alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Number of its seed; there may be gaps.
    pub id: u8,
    /// Its base clusters, as places in [`Analysis::base_clusters`], ascending.
    pub base_clusters: Vec<u32>,
    /// How many rows.
    pub n_members: u32,
    /// Weighted mean of its base clusters.
    pub place: Place,
    /// Votes of its members, by column, those left out too.
    pub tallies: Vec<Tally>,
    /// What sets it apart, in the order of Polis; at most five.
    pub representative: Vec<Representative>,
}

/// Votes on one statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Agree.
    pub agree: u32,
    /// Disagree.
    pub disagree: u32,
    /// Unsure.
    pub unsure: u32,
}

/// The opinion map of a matrix; nothing where it has fewer than 15 rows or 5 columns.
///
/// Every row and every column of the matrix has at least one vote, as callers see to: one without would still be
/// counted in thresholds and factors. `treatments` are by column; what is missing there is [`Treatment::Counted`].
/// Every number is finite whatever the votes are. O(votes + rows x 100 x iterations of the base clusters) after
/// [`pca::leading`].
#[must_use]
pub fn analyse(matrix: &Matrix, treatments: &[Treatment]) -> Option<Analysis> {
    analyse_at(Width::Widest, matrix, treatments)
}

/// [`analyse`] with instructions of a width, which changes its speed alone.
#[must_use]
pub fn analyse_at(width: Width, matrix: &Matrix, treatments: &[Treatment]) -> Option<Analysis> {
    if matrix.n_rows() < LEAST_ROWS || matrix.n_columns() < LEAST_COLUMNS {
        return None;
    }
    let counted = Counted::of(matrix.tallies(), treatments);
    let layout = Layout::cold(width, matrix, treatments, pca::leading_of(width, matrix, &counted));
    Some(conclude(matrix, treatments, counted.tallies, layout))
}

impl Layout {
    /// From the components alone, without memory of an earlier layout.
    pub(crate) fn cold(width: Width, matrix: &Matrix, treatments: &[Treatment], pca: Pca) -> Self {
        let places = project(matrix, treatments, &pca);
        let in_conversation = in_conversation(matrix);
        let base_clusters = base_clusters::cold(width, &places, &in_conversation);
        Self { width, pca, places, in_conversation, base_clusters }
    }

    /// The same with base clusters that go on from an earlier layout's.
    pub(crate) fn near(
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

/// Groups and statistics of a layout, however that was come by; with the matrix's tallies.
pub(crate) fn conclude(matrix: &Matrix, treatments: &[Treatment], tallies: Vec<Tally>, layout: Layout) -> Analysis {
    conclude_at(1, matrix, treatments, tallies, layout)
}

/// [`conclude`] with groups of at least so many people.
fn conclude_at(least: u32, matrix: &Matrix, treatments: &[Treatment], tallies: Vec<Tally>, layout: Layout) -> Analysis {
    let Grouping { silhouettes, clusters } = groups_at(layout.width, &layout.base_clusters, least);
    let group_of = group_of(&clusters, &layout.base_clusters, matrix.n_rows());
    describe(matrix, treatments, tallies, layout, Found { silhouettes, clusters, group_of })
}

impl Analysis {
    /// The same with the next best number of groups that leaves none under `least` people, where some group has fewer:
    /// all that follows from groups is made anew. Nothing where no group is that small. Where no number of groups
    /// will do, there is one group, of everybody in the conversation.
    ///
    /// `matrix` and `treatments` are those of the analysis.
    #[must_use]
    pub fn regrouped(&self, matrix: &Matrix, treatments: &[Treatment], least: u32) -> Option<Self> {
        if self.groups.iter().all(|group| group.n_members >= least) {
            return None;
        }
        let layout = Layout {
            width: Width::Widest,
            pca: Pca { centre: self.centre.clone(), components: self.components.clone() },
            places: self.places.clone(),
            in_conversation: self.in_conversation.clone(),
            base_clusters: self.base_clusters.clone(),
        };
        Some(conclude_at(least, matrix, treatments, self.tallies.clone(), layout))
    }
}

/// What [`analyse`] finds where it is known who is in which group: everything but the groups themselves, without base
/// clusters and silhouettes. Rows may stand in another order than they were grouped in: with at most 4,096 columns
/// everything is the same to the bit, with more it is the same but for rounding.
///
/// Nothing where the matrix has fewer than 15 rows or 5 columns.
#[must_use]
pub fn analyse_grouped(matrix: &Matrix, treatments: &[Treatment], group_of: &[Option<u8>]) -> Option<Analysis> {
    if matrix.n_rows() < LEAST_ROWS || matrix.n_columns() < LEAST_COLUMNS {
        return None;
    }
    let width = Width::Widest;
    let counted = Counted::of(matrix.tallies(), treatments);
    let pca = pca::leading_of(width, matrix, &counted);
    let places = project(matrix, treatments, &pca);
    let in_conversation = (0_u32..).zip(group_of).filter(|(_, group)| group.is_some()).map(|(row, _)| row).collect();
    let layout = Layout { width, pca, places, in_conversation, base_clusters: Vec::new() };
    let ids: Vec<u8> = group_of.iter().flatten().copied().collect::<BTreeSet<u8>>().into_iter().collect();
    let place_of = |id: u8| ids.binary_search(&id).ok().and_then(|place| u8::try_from(place).ok());
    let clusters = ids.iter().map(|id| Cluster { id: *id, base_clusters: Vec::new(), place: [0.0; 2] }).collect();
    let group_of = group_of.iter().map(|group| place_of((*group)?)).collect();
    Some(describe(matrix, treatments, counted.tallies, layout, Found { silhouettes: Vec::new(), clusters, group_of }))
}

/// Groups, with the place of each row's group among them.
struct Found {
    silhouettes: Vec<(usize, f64)>,
    clusters: Vec<Cluster>,
    group_of: Vec<Option<u8>>,
}

/// What can be said of groups that were found.
fn describe(matrix: &Matrix, treatments: &[Treatment], tallies: Vec<Tally>, layout: Layout, found: Found) -> Analysis {
    let Layout { pca, places, in_conversation, base_clusters, .. } = layout;
    let Found { silhouettes, clusters, group_of } = found;
    let by_group = tallies_by_group(matrix, &group_of, clusters.len());
    let representative = representative(&by_group, treatments);
    let statement_places = statement_places(treatments, &pca);
    let extremity = extremity(&statement_places);
    let (informed_agree, informed_disagree) = informed(&by_group, matrix.n_columns());
    let priorities = priorities(&of_all_groups(&by_group, matrix.n_columns()), &extremity, treatments);
    let ids: Vec<u8> = clusters.iter().map(|cluster| cluster.id).collect();
    let n_members = |group: usize| group_of.iter().filter(|of| of.map(usize::from) == Some(group)).count();
    let parts = clusters.into_iter().zip(by_group).zip(representative).enumerate();
    let groups =
        parts.map(|(place, ((Cluster { id, base_clusters, place: centre }, tallies), representative))| Group {
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
        consensus: consensus(&tallies, treatments),
        tallies,
        informed_agree,
        informed_disagree,
        priorities,
    }
}

/// The place of each row's group in the list of groups.
fn group_of(clusters: &[Cluster], base_clusters: &[BaseCluster], n_rows: usize) -> Vec<Option<u8>> {
    let mut group_of = vec![None; n_rows];
    for (group, cluster) in (0_u8..).zip(clusters) {
        let bases = cluster.base_clusters.iter().filter_map(|base| base_clusters.get(*base as usize));
        for row in bases.flat_map(|base| &base.members) {
            if let Some(slot) = group_of.get_mut(*row as usize) {
                *slot = Some(group);
            }
        }
    }
    group_of
}

/// Whether a column takes part in places and selections.
fn is_counted(treatments: &[Treatment], column: usize) -> bool {
    treatments.get(column).copied().unwrap_or_default() == Treatment::Counted
}

impl Tally {
    /// Those who answered so.
    #[must_use]
    pub const fn of(self, side: Side) -> u32 {
        match side {
            Side::Agree => self.agree,
            Side::Disagree => self.disagree,
        }
    }

    /// What is left without those, who have to be among them.
    #[must_use]
    pub const fn without(self, others: Self) -> Self {
        Self {
            agree: self.agree.saturating_sub(others.agree),
            disagree: self.disagree.saturating_sub(others.disagree),
            unsure: self.unsure.saturating_sub(others.unsure),
        }
    }

    /// Everybody who answered.
    #[must_use]
    pub const fn n(self) -> u32 {
        self.agree + self.disagree + self.unsure
    }
}

/// Which answer a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Agreeing.
    Agree,
    /// Disagreeing.
    Disagree,
}

/// One statement that represents a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Representative {
    /// The statement.
    pub column: u32,
    /// For agreeing with it or disagreeing.
    pub side: Side,
    /// Members who did.
    pub n_success: u32,
    /// Members who answered it.
    pub n_trials: u32,
    /// (n_success + 1) / (n_trials + 2).
    pub p_success: f64,
    /// One-proportion test.
    pub p_test: f64,
    /// The share here over the share of all others.
    pub repness: f64,
    /// Two-proportion test.
    pub repness_test: f64,
    /// Taken for being what the group most agrees on, with how many agree.
    pub best_agree: Option<u32>,
}

/// Statements that most answer alike, each list of at most five.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Consensus {
    /// Agreed with.
    pub agree: Vec<Common>,
    /// Disagreed with.
    pub disagree: Vec<Common>,
}

/// One statement in [`Consensus`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Common {
    /// The statement.
    pub column: u32,
    /// Who answered so.
    pub n_success: u32,
    /// Who answered.
    pub n_trials: u32,
    /// (n_success + 1) / (n_trials + 2).
    pub p_success: f64,
    /// One-proportion test.
    pub p_test: f64,
}
