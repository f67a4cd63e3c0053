//! The opinion map after the method of Polis: stated in docs/METHODS.md, with what differs from Polis and why.
//!
//! A pure function of the matrix and of what is left out: a cold start, no memory of earlier runs, the same bytes on
//! every machine and with any number of threads. Votes count as agree 1, unsure 0, disagree -1, so that coordinates
//! are those of Polis times -1.
//!
//! A file for each stage. [`Polis`] is the method as everybody outside sees it; the stages are public for those who
//! hold them against a restatement or a recording, one by one.

mod analyse;
mod base_clusters;
mod consensus;
mod describe;
mod groups;
mod layout;
mod membership;
mod priority;
mod projection;
mod proportion;
mod representative;
mod tallies;
mod warm;

pub use analyse::{LEAST_COLUMNS, LEAST_ROWS, analyse, analyse_at, analyse_grouped, regrouped};
pub use base_clusters::base_clusters;
pub use consensus::consensus;
pub use groups::{GroupCluster, Grouping, groups};
pub use membership::in_conversation;
pub use priority::{priorities, priority};
pub use projection::{extremity, project, statement_places};
pub use representative::representative;
pub use tallies::{group_informed_consensus, tallies_by_group, total_tallies};
pub use warm::WarmPolis;

use super::findings::Analysis;
use super::method::{Method, WarmAnalysis};
use crate::votes::{Matrix, Tally, Treatment};

/// The method of Polis, under the name `polis`.
#[derive(Clone, Copy, Debug)]
pub struct Polis;

impl Method for Polis {
    fn name(&self) -> &'static str {
        "polis"
    }

    /// 2 since results have no group under a least size, for which see [`regrouped`].
    fn version(&self) -> u32 {
        2
    }

    fn least_rows(&self) -> usize {
        LEAST_ROWS
    }

    fn least_columns(&self) -> usize {
        LEAST_COLUMNS
    }

    fn analyse(&self, matrix: &Matrix, treatments: &[Treatment]) -> Option<Analysis> {
        analyse(matrix, treatments)
    }

    fn analyse_grouped(&self, matrix: &Matrix, treatments: &[Treatment], group_of: &[Option<u8>]) -> Option<Analysis> {
        analyse_grouped(matrix, treatments, group_of)
    }

    fn regroup(&self, analysis: &Analysis, matrix: &Matrix, treatments: &[Treatment], least: u32) -> Option<Analysis> {
        regrouped(analysis, matrix, treatments, least)
    }

    fn warm(&self, matrix: Matrix, treatments: Vec<Treatment>) -> Option<(Analysis, Box<dyn WarmAnalysis>)> {
        let (analysis, warm) = WarmPolis::new(matrix, treatments)?;
        Some((analysis, Box::new(warm)))
    }

    fn priority(&self, tally: Tally, extremity: f64, treatment: Treatment) -> f64 {
        priority(tally, extremity, treatment)
    }
}
