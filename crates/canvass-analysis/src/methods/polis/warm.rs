//! One conversation kept warm: after each vote a new map within milliseconds, before the cold one is made.
//!
//! What it finds is provisional. Whole counts are exact: tallies and sums over pairs of statements are changed by the
//! votes that change and are those of the same votes counted anew. Components go on from the last ones for a few
//! products and base clusters from the last centres for a few iterations, so places and groups are near those of a
//! cold start and not the same. Nothing cold is ever made of anything warm.

use super::analyse::{LEAST_COLUMNS, LEAST_ROWS, conclude};
use super::layout::Layout;
use crate::methods::findings::{Analysis, BaseCluster};
use crate::methods::method::{WarmAnalysis, WarmError};
use crate::numeric::pca::{self, CountedColumns, MOST_PAIRED, Pca, Variances, pairs_are_cheaper};
use crate::numeric::{Pairs, VoteChange, Width};
use crate::votes::{Matrix, Stance, Tally, Treatment};
use std::collections::BTreeSet;

/// A conversation whose map can be renewed quickly.
///
/// Rows and columns stay where they are and come in at the end; one that lost its last vote is still counted in
/// thresholds and factors. O(votes of a row) for each vote; [`WarmAnalysis::refresh`] is O(votes + columns squared).
#[derive(Clone, Debug)]
pub struct WarmPolis {
    width: Width,
    matrix: Matrix,
    treatments: Vec<Treatment>,
    tallies: Vec<Tally>,
    /// Of all columns, those left out too.
    pairs: Pairs,
    /// Of the columns that take part.
    variances: Variances,
    stale: StaleVariances,
    last: LastMap,
}

/// What the next map goes on from.
#[derive(Clone, Debug)]
struct LastMap {
    pca: Pca,
    /// Without their members.
    base_clusters: Vec<BaseCluster>,
}

/// Which variances are not those of the sums any more.
#[derive(Clone, Debug)]
enum StaleVariances {
    Columns(BTreeSet<usize>),
    All,
}

impl WarmPolis {
    /// The cold map, bit by bit that of [`super::analyse()`], and what keeps it warm. Nothing where there is no map,
    /// and where the matrix is so wide or so full that sums over pairs of columns cost more than they save.
    ///
    /// ```
    /// use canvass_analysis::methods::{WarmAnalysis, polis::{WarmPolis, analyse}};
    /// use canvass_analysis::votes::{Matrix, Stance::{Agree, Disagree}};
    ///
    /// let votes = |row| (0..5).map(move |column| (column, if row < 6 { Agree } else { Disagree }));
    /// let matrix = Matrix::from_rows(5, (0..15).map(votes));
    /// let (cold, mut warm) = WarmPolis::new(matrix.clone(), Vec::new()).unwrap();
    /// assert_eq!(Some(cold), analyse(&matrix, &[]));
    /// // A sixteenth person agrees with the first statement: its mean goes from (6 - 9) / 15 to (7 - 9) / 16.
    /// warm.set_votes(15, &[(0, Some(Agree))]).unwrap();
    /// assert_eq!(warm.refresh().centre[0], -0.125);
    /// ```
    #[must_use]
    pub fn new(matrix: Matrix, treatments: Vec<Treatment>) -> Option<(Analysis, Self)> {
        Self::new_at(Width::Widest, matrix, treatments)
    }

    /// [`WarmPolis::new`] with instructions of a width, which changes its speed alone.
    #[must_use]
    pub fn new_at(width: Width, matrix: Matrix, mut treatments: Vec<Treatment>) -> Option<(Analysis, Self)> {
        let n_columns = matrix.n_columns();
        if matrix.n_rows() < LEAST_ROWS || n_columns < LEAST_COLUMNS || !pairs_are_cheaper(&matrix, n_columns) {
            return None;
        }
        treatments.resize(n_columns, Treatment::Counted);
        // Of all columns, so that a statement can be left out and taken in again without going through the votes.
        let all: Vec<Option<u32>> = (0_u32..).map(Some).take(n_columns).collect();
        let pairs = Pairs::of(&matrix, &all, n_columns, width);
        let counted = CountedColumns::of(matrix.tallies(), &treatments);
        let variances = Variances::of(&pairs, &counted.columns, &counted.own_tallies(), width);
        let layout = Layout::cold(width, &matrix, &treatments, pca::cold(&counted, &variances));
        let last = LastMap::of(&layout);
        let tallies = counted.tallies.clone();
        let analysis = conclude(&matrix, &treatments, counted.tallies, layout);
        let stale = StaleVariances::Columns(BTreeSet::new());
        Some((analysis, Self { width, matrix, treatments, tallies, pairs, variances, stale, last }))
    }

    /// Sets somebody's answer to a statement, or takes it away. The row or column after the last one comes in with it.
    ///
    /// # Errors
    /// Where the row or the column is further away, or pairs of so many columns are not held; nothing changes then.
    pub fn set_vote(&mut self, row: usize, column: usize, stance: Option<Stance>) -> Result<(), WarmError> {
        let is_there = row < self.matrix.n_rows() && column < self.matrix.n_columns();
        if !is_there && stance.is_none() {
            return Ok(());
        }
        self.reach(row, column)?;
        let place = u32::try_from(column).map_err(|_| WarmError::ColumnOutOfRange)?;
        let before = self.matrix.set(row, place, stance);
        if before == stance {
            return Ok(());
        }
        let others = self.matrix.row(row).filter(|(other, _)| *other != column);
        // O(votes of the row): a pair's sums change only where the same person answered both of it.
        self.pairs.change(column, VoteChange { before, after: stance }, others);
        if let Some(tally) = self.tallies.get_mut(column) {
            tally.change(before, stance);
        }
        self.stale.add(column);
        Ok(())
    }

    /// Makes room for a row and a column that come next.
    fn reach(&mut self, row: usize, column: usize) -> Result<(), WarmError> {
        let (n_rows, n_columns) = (self.matrix.n_rows(), self.matrix.n_columns());
        // Everything is looked at before anything grows: an error leaves no empty row behind.
        if row > n_rows {
            return Err(WarmError::RowOutOfRange);
        }
        if column > n_columns {
            return Err(WarmError::ColumnOutOfRange);
        }
        if column >= MOST_PAIRED {
            return Err(WarmError::TooManyColumns);
        }
        if row == n_rows {
            self.matrix.add_row();
        }
        if column == n_columns {
            self.matrix.add_column();
            self.pairs.add_column();
            self.tallies.push(Tally::default());
            self.treatments.push(Treatment::Counted);
            // Every place among those that take part may be another from here on.
            self.stale = StaleVariances::All;
        }
        Ok(())
    }

    /// Renews the variances of columns that changed, or all where that is as quick.
    fn renew_variances(&mut self, counted: &CountedColumns) {
        let tallies = counted.own_tallies();
        match std::mem::replace(&mut self.stale, StaleVariances::Columns(BTreeSet::new())) {
            StaleVariances::Columns(columns) if columns.len() * FEW_COLUMNS <= tallies.len() => {
                for place in columns.into_iter().filter_map(|column| counted.place_of(column)) {
                    self.variances.renew(place, &self.pairs, &counted.columns, &tallies);
                }
            }
            _ => self.variances = Variances::of(&self.pairs, &counted.columns, &tallies, self.width),
        }
    }
}

impl WarmAnalysis for WarmPolis {
    fn set_votes(&mut self, row: usize, answers: &[(usize, Option<Stance>)]) -> Result<(), WarmError> {
        answers.iter().try_for_each(|(column, stance)| self.set_vote(row, *column, *stance))
    }

    fn set_treatment(&mut self, column: usize, treatment: Treatment) {
        let Some(slot) = self.treatments.get_mut(column).filter(|slot| **slot != treatment) else { return };
        let before = std::mem::replace(slot, treatment);
        // From one way of being left out to the other no column comes in or goes.
        if before == Treatment::Counted || treatment == Treatment::Counted {
            self.stale = StaleVariances::All;
        }
    }

    fn refresh(&mut self) -> Analysis {
        let counted = CountedColumns::of(self.tallies.clone(), &self.treatments);
        self.renew_variances(&counted);
        let pca = pca::near(&counted, &self.variances, &self.last.pca);
        let layout = Layout::near(self.width, &self.matrix, &self.treatments, pca, &self.last.base_clusters);
        self.last = LastMap::of(&layout);
        conclude(&self.matrix, &self.treatments, counted.tallies, layout)
    }

    fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// But for some kilobytes: with m columns 8 m (m - 1) bytes of pairs, as much of variances, and for each vote 4, or
    /// after many changes up to 16 and 32 for each row.
    fn n_bytes(&self) -> usize {
        self.matrix.n_bytes() + self.pairs.n_bytes() + self.variances.n_bytes()
    }
}

/// One column renewed costs as much as this many of a whole renewal.
const FEW_COLUMNS: usize = 8;

impl LastMap {
    fn of(layout: &Layout) -> Self {
        let centre = |base: &BaseCluster| BaseCluster { id: base.id, members: Vec::new(), place: base.place };
        Self { pca: layout.pca.clone(), base_clusters: layout.base_clusters.iter().map(centre).collect() }
    }
}

impl StaleVariances {
    fn add(&mut self, column: usize) {
        if let Self::Columns(columns) = self {
            columns.insert(column);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::votes::Vote;

    const STANCES: [Option<Stance>; 4] = [Some(Stance::Agree), Some(Stance::Disagree), Some(Stance::Unsure), None];

    fn conversation(chance: &mut Chance) -> WarmPolis {
        let mut votes = Vec::new();
        for row in 0..300 {
            for column in 0..30 {
                if let Some(stance) = STANCES[chance.below(4)].filter(|_| chance.happens(0.5)) {
                    votes.push(Vote { row, column, stance });
                }
            }
        }
        WarmPolis::new(Matrix::from_votes(300, 30, &votes), vec![Treatment::Counted; 30]).unwrap().1
    }

    /// Everything whole, and what is made of whole numbers alone, as if it had been made of the votes just now.
    fn assert_is_as_made_anew(warm: &WarmPolis) {
        let n_columns = warm.matrix.n_columns();
        let rows = (0..warm.matrix.n_rows()).map(|row| warm.matrix.row(row).map(|(column, s)| (column as u32, s)));
        let matrix = Matrix::from_rows(n_columns, rows);
        assert_eq!(warm.tallies, matrix.tallies());
        let all: Vec<Option<u32>> = (0..n_columns as u32).map(Some).collect();
        let pairs = Pairs::of(&matrix, &all, n_columns, Width::Widest);
        assert!(warm.pairs == pairs);
        let counted = CountedColumns::of(matrix.tallies(), &warm.treatments);
        let variances = Variances::of(&pairs, &counted.columns, &counted.own_tallies(), Width::Widest);
        assert!(warm.variances.is_same(&variances));
    }

    #[test]
    fn whatever_changes_whole_numbers_are_those_made_anew() {
        let mut chance = Chance::new(4, 1);
        let mut warm = conversation(&mut chance);
        for round in 0..60 {
            // Few votes between maps renew columns, many renew all.
            for _ in 0..[1, 2, 300][round % 3] {
                let n_rows = warm.matrix.n_rows();
                let row = if chance.happens(0.1) { n_rows } else { chance.below(n_rows) };
                let column = chance.below(warm.matrix.n_columns() + usize::from(round % 10 == 0));
                warm.set_vote(row, column, STANCES[chance.below(4)]).unwrap();
            }
            if round % 7 == 0 {
                let treatment = [Treatment::LeftOut, Treatment::Meta, Treatment::Counted][chance.below(3)];
                warm.set_treatment(chance.below(warm.matrix.n_columns()), treatment);
            }
            let found = warm.refresh();
            assert_is_as_made_anew(&warm);
            assert_eq!(found.tallies, warm.tallies);
        }
        assert!(warm.matrix.n_columns() > 30 && warm.matrix.n_rows() > 400, "it has grown");
    }

    #[test]
    fn what_is_too_far_changes_nothing() {
        let mut warm = conversation(&mut Chance::new(4, 1));
        let before = (warm.matrix.n_rows(), warm.matrix.n_columns(), warm.matrix.n_votes());
        let agree = Some(Stance::Agree);
        assert_eq!(warm.set_vote(301, 0, agree), Err(WarmError::RowOutOfRange));
        assert_eq!(warm.set_vote(0, 31, agree), Err(WarmError::ColumnOutOfRange));
        assert_eq!(warm.set_vote(300, 30, None), Ok(()));
        warm.set_treatment(30, Treatment::LeftOut);
        assert_eq!((warm.matrix.n_rows(), warm.matrix.n_columns(), warm.matrix.n_votes()), before);
        assert_is_as_made_anew(&warm);
        for column in 30..MOST_PAIRED {
            warm.set_vote(0, column, agree).unwrap();
        }
        assert_eq!(warm.set_vote(0, MOST_PAIRED, agree), Err(WarmError::TooManyColumns));
        assert_eq!(warm.matrix.n_columns(), MOST_PAIRED);
    }
}
