//! Which columns take part in components, and what is known of each of them.

use crate::votes::{Tally, Treatment};

/// Which columns take part, and what is known of each.
#[derive(Clone, Debug)]
pub(crate) struct CountedColumns {
    /// Of all columns.
    pub(crate) tallies: Vec<Tally>,
    /// Mean of each, those left out 0.
    pub(super) centre: Vec<f64>,
    /// The place of each among those that take part.
    pub(super) place_of: Vec<Option<u32>>,
    /// Those that take part, ascending.
    pub(crate) columns: Vec<usize>,
}

impl CountedColumns {
    pub(crate) fn of(tallies: Vec<Tally>, treatments: &[Treatment]) -> Self {
        let is_counted = |column: usize| Treatment::counts(treatments, column);
        let mean = |(column, tally): (usize, &Tally)| if is_counted(column) { tally.mean() } else { 0.0 };
        let centre: Vec<f64> = tallies.iter().enumerate().map(mean).collect();
        let mut columns = Vec::new();
        let place = |column: usize| {
            let place = u32::try_from(columns.len()).ok().filter(|_| is_counted(column))?;
            columns.push(column);
            Some(place)
        };
        let place_of = (0..tallies.len()).map(place).collect();
        Self { tallies, centre, place_of, columns }
    }

    /// Tallies of those that take part.
    pub(crate) fn own_tallies(&self) -> Vec<Tally> {
        self.columns.iter().filter_map(|column| self.tallies.get(*column).copied()).collect()
    }

    /// The place of a column among those that take part.
    pub(crate) fn place_of(&self, column: usize) -> Option<usize> {
        self.place_of.get(column).copied().flatten().map(|place| place as usize)
    }

    /// What a component over all columns has of those that take part.
    pub(super) fn own(&self, component: &[f64]) -> Vec<f64> {
        self.columns.iter().map(|column| component.get(*column).copied().unwrap_or_default()).collect()
    }

    /// A component over all columns, 0 for those that take no part.
    pub(super) fn whole(&self, component: &[f64]) -> Vec<f64> {
        let entry = |place: &Option<u32>| component.get((*place)? as usize).copied();
        self.place_of.iter().map(|place| entry(place).unwrap_or_default()).collect()
    }
}
