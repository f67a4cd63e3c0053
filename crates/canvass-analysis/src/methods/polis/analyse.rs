//! The whole of the method from votes to findings: cold, with groups that are known, and with groups of a least size.

use super::describe::{Grouped, describe};
use super::groups::{GroupCluster, Grouping, groups_at};
use super::layout::Layout;
use super::projection::project;
use crate::methods::findings::{Analysis, BaseCluster};
use crate::numeric::Width;
use crate::numeric::pca::{self, CountedColumns, Pca};
use crate::votes::{Matrix, Tally, Treatment};
use std::collections::BTreeSet;

/// Least rows that a map is made of.
pub const LEAST_ROWS: usize = 15;
/// Least columns that a map is made of.
pub const LEAST_COLUMNS: usize = 5;

/// The opinion map of a matrix; nothing where it has fewer than 15 rows or 5 columns.
///
/// Every row and every column of the matrix has at least one vote, as callers see to: one without would still be
/// counted in thresholds and factors. `treatments` are by column; what is missing there is [`Treatment::Counted`].
/// Every number is finite whatever the votes are. O(votes + rows x 100 x iterations of the base clusters) after
/// [`pca::leading`].
///
/// ```
/// use canvass_analysis::methods::polis::analyse;
/// use canvass_analysis::votes::{Matrix, Stance::{Agree, Disagree}};
///
/// // Fifteen people on five statements: six agree with all of them, nine with none.
/// let votes = |row| (0..5).map(move |column| (column, if row < 6 { Agree } else { Disagree }));
/// let found = analyse(&Matrix::from_rows(5, (0..15).map(votes)), &[]).unwrap();
/// assert_eq!(found.groups.iter().map(|group| group.n_members).collect::<Vec<_>>(), [6, 9]);
/// // The mean of each statement is (6 - 9) / 15, and all five have the same part in the one direction there is.
/// assert_eq!(found.centre, [-0.2; 5]);
/// assert!(found.components[0].iter().all(|entry| (entry - 0.2_f64.sqrt()).abs() < 1e-15));
/// // sqrt(5 / 5) times five times (1 + 0.2) / sqrt(5).
/// assert!((found.places[0][0] - 1.2 * 5.0_f64.sqrt()).abs() < 1e-14);
/// // Six of six agree in one group and none of nine in the other: 7/8 x 1/11.
/// assert!((found.informed_agree[0] - 7.0 / 88.0).abs() < 1e-15);
///
/// assert_eq!(analyse(&Matrix::from_rows(5, (0..14).map(votes)), &[]), None);
/// ```
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
    let counted = CountedColumns::of(matrix.tallies(), treatments);
    let layout = Layout::cold(width, matrix, treatments, pca::leading_of(width, matrix, &counted));
    Some(conclude(matrix, treatments, counted.tallies, layout))
}

/// Groups and statistics of a layout, however that was come by; with the matrix's tallies.
pub(super) fn conclude(matrix: &Matrix, treatments: &[Treatment], tallies: Vec<Tally>, layout: Layout) -> Analysis {
    conclude_at(1, matrix, treatments, tallies, layout)
}

/// [`conclude`] with groups of at least so many people.
fn conclude_at(least: u32, matrix: &Matrix, treatments: &[Treatment], tallies: Vec<Tally>, layout: Layout) -> Analysis {
    let Grouping { silhouettes, clusters } = groups_at(layout.width, &layout.base_clusters, least);
    let group_of = group_of(&clusters, &layout.base_clusters, matrix.n_rows());
    describe(matrix, treatments, tallies, layout, Grouped { silhouettes, clusters, group_of })
}

/// An analysis again with the next best number of groups that leaves none under `least` people, where some group has
/// fewer: all that follows from groups is made anew. Nothing where no group is that small. Where no number of groups
/// will do, there is one group, of everybody in the conversation.
///
/// `matrix` and `treatments` are those of the analysis.
///
/// ```
/// use canvass_analysis::methods::polis::{analyse, regrouped};
/// use canvass_analysis::votes::{Matrix, Stance::{Agree, Disagree}};
///
/// // One against fifteen is a group at Polis.
/// let votes = |row| (0..8).map(move |column| (column, if row == 15 { Disagree } else { Agree }));
/// let matrix = Matrix::from_rows(8, (0..16).map(votes));
/// let found = analyse(&matrix, &[]).unwrap();
/// assert_eq!(found.groups.iter().map(|group| group.n_members).collect::<Vec<_>>(), [15, 1]);
/// assert_eq!(regrouped(&found, &matrix, &[], 1), None);
/// // With groups of five at least there is no division, as only two groups could be tried.
/// let again = regrouped(&found, &matrix, &[], 5).unwrap();
/// assert_eq!(again.groups.iter().map(|group| group.n_members).collect::<Vec<_>>(), [16]);
/// ```
#[must_use]
pub fn regrouped(analysis: &Analysis, matrix: &Matrix, treatments: &[Treatment], least: u32) -> Option<Analysis> {
    if analysis.groups.iter().all(|group| group.n_members >= least) {
        return None;
    }
    // Nobody moves: groups are other unions of the same base clusters.
    let layout = Layout {
        width: Width::Widest,
        pca: Pca { centre: analysis.centre.clone(), components: analysis.components.clone() },
        places: analysis.places.clone(),
        in_conversation: analysis.in_conversation.clone(),
        base_clusters: analysis.base_clusters.clone(),
    };
    Some(conclude_at(least, matrix, treatments, analysis.tallies.clone(), layout))
}

/// What [`analyse`] finds where it is known who is in which group: everything but the groups themselves, without base
/// clusters and silhouettes. Rows may stand in another order than they were grouped in: with at most 4,096 columns
/// everything is the same to the bit, with more it is the same but for rounding.
///
/// Nothing where the matrix has fewer than 15 rows or 5 columns.
///
/// ```
/// use canvass_analysis::methods::polis::{analyse, analyse_grouped};
/// use canvass_analysis::votes::{Matrix, Stance::{Agree, Disagree}};
///
/// let votes = |row| (0..5).map(move |column| (column, if row < 6 { Agree } else { Disagree }));
/// let matrix = Matrix::from_rows(5, (0..15).map(votes));
/// let found = analyse(&matrix, &[]).unwrap();
/// let again = analyse_grouped(&matrix, &[], &found.group_of).unwrap();
/// assert_eq!((again.places, again.informed_agree), (found.places, found.informed_agree));
///
/// // Groups that are told are taken as they are: here two of which one has nobody who agrees, under ids with a gap.
/// let group_of: Vec<_> = (0..15).map(|row| Some(if row < 10 { 4 } else { 7 })).collect();
/// let told = analyse_grouped(&matrix, &[], &group_of).unwrap();
/// assert_eq!(told.groups.iter().map(|group| (group.id, group.n_members)).collect::<Vec<_>>(), [(4, 10), (7, 5)]);
/// // (6 + 1) / (10 + 2) x (0 + 1) / (5 + 2).
/// assert!((told.informed_agree[0] - 1.0 / 12.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn analyse_grouped(matrix: &Matrix, treatments: &[Treatment], group_of: &[Option<u8>]) -> Option<Analysis> {
    if matrix.n_rows() < LEAST_ROWS || matrix.n_columns() < LEAST_COLUMNS {
        return None;
    }
    let width = Width::Widest;
    let counted = CountedColumns::of(matrix.tallies(), treatments);
    let pca = pca::leading_of(width, matrix, &counted);
    let places = project(matrix, treatments, &pca);
    let in_conversation = (0_u32..).zip(group_of).filter(|(_, group)| group.is_some()).map(|(row, _)| row).collect();
    let layout = Layout { width, pca, places, in_conversation, base_clusters: Vec::new() };
    // Ids may have gaps, and lists of groups have none: what follows counts groups by their place among the ids.
    let ids: Vec<u8> = group_of.iter().flatten().copied().collect::<BTreeSet<u8>>().into_iter().collect();
    let place_of = |id: u8| ids.binary_search(&id).ok().and_then(|place| u8::try_from(place).ok());
    let clusters = ids.iter().map(|id| GroupCluster { id: *id, base_clusters: Vec::new(), place: [0.0; 2] }).collect();
    let group_of = group_of.iter().map(|group| place_of((*group)?)).collect();
    Some(describe(matrix, treatments, counted.tallies, layout, Grouped { silhouettes: Vec::new(), clusters, group_of }))
}

/// The place of each row's group in the list of groups.
fn group_of(clusters: &[GroupCluster], base_clusters: &[BaseCluster], n_rows: usize) -> Vec<Option<u8>> {
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
