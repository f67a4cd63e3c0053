//! What every method offers: from votes to findings, under a name and a version.

use super::findings::Analysis;
use crate::votes::{Matrix, Stance, Tally, Treatment};
use std::fmt;

/// A named, versioned way from votes to an opinion map.
///
/// A pure function of what it is given: the same bytes on every machine and with any number of threads, without memory
/// of earlier runs. `treatments` are by column everywhere; what is missing there is [`Treatment::Counted`]. Every row
/// and every column has at least one vote, as callers see to.
pub trait Method: fmt::Debug + Send + Sync {
    /// The word that stands for it in files and documents. It never changes.
    fn name(&self) -> &'static str;

    /// Goes up with every change of what is found in the same votes.
    fn version(&self) -> u32;

    /// Least rows that a map is made of.
    fn least_rows(&self) -> usize;

    /// Least columns that a map is made of.
    fn least_columns(&self) -> usize;

    /// The map of some votes, cold; nothing where there are too few rows or columns.
    fn analyse(&self, matrix: &Matrix, treatments: &[Treatment]) -> Option<Analysis>;

    /// What [`Method::analyse`] finds where it is known who is in which group, by row: for whoever checks published
    /// groups. Nothing where there are too few rows or columns.
    fn analyse_grouped(&self, matrix: &Matrix, treatments: &[Treatment], group_of: &[Option<u8>]) -> Option<Analysis>;

    /// The same analysis with no group of fewer than `least` people, where one has fewer; nothing where none has. With
    /// the matrix and the treatments that it was made of.
    fn regroup(&self, analysis: &Analysis, matrix: &Matrix, treatments: &[Treatment], least: u32) -> Option<Analysis>;

    /// The cold map, bit by bit that of [`Method::analyse`], and what renews it quickly while votes come in. Nothing
    /// where there is no map, or where that would cost more than it saves; always nothing for a method without it.
    fn warm(&self, _matrix: Matrix, _treatments: Vec<Treatment>) -> Option<(Analysis, Box<dyn WarmAnalysis>)> {
        None
    }

    /// Weight with which a statement is shown next, from the votes on it of those in groups and its extremity. Above 0
    /// for all votes, none among them; whether a statement may be shown is not decided here.
    fn priority(&self, tally: Tally, extremity: f64, treatment: Treatment) -> f64;
}

/// One conversation kept warm: a new, provisional map soon after each vote. No cold map is ever made of it.
///
/// Rows and columns stay where they are and come in at the end; one that lost its last vote stays.
pub trait WarmAnalysis: fmt::Debug + Send {
    /// Sets one person's answers to some statements, or takes them away, in order. The row or a column after the last
    /// one comes in with the first answer.
    ///
    /// # Errors
    /// Where an answer cannot be taken in: that one and those after it are missing then.
    fn set_votes(&mut self, row: usize, answers: &[(usize, Option<Stance>)]) -> Result<(), WarmError>;

    /// Says how a statement takes part from now on; one that is not there is passed over.
    fn set_treatment(&mut self, column: usize, treatment: Treatment);

    /// The map of the votes as they are now; provisional.
    #[must_use]
    fn refresh(&mut self) -> Analysis;

    /// The votes as they are now, with rows and columns that have lost theirs.
    fn matrix(&self) -> &Matrix;

    /// Memory it holds, about.
    fn n_bytes(&self) -> usize;
}

/// An answer that cannot be taken in: start anew, cold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarmError {
    /// A row that is neither there nor the next one.
    RowOutOfRange,
    /// A column that is neither there nor the next one.
    ColumnOutOfRange,
    /// So many columns that what is needed of them is not held.
    TooManyColumns,
}
