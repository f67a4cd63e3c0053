//! Methods: ways from votes to an opinion map, each under a name and a version.
//!
//! Whoever analyses asks here for a [`Method`] and names none: a new method is a folder beside [`polis`] and a line in
//! [`ALL`], and nothing outside of this module changes. What a method finds has the same shape for all of them.

mod findings;
mod method;
pub mod polis;

pub use findings::{Analysis, BaseCluster, Consensus, ConsensusStatement, Group, Representative};
pub use method::{Method, WarmAnalysis, WarmError};

use polis::Polis;

/// Every method, the primary one first.
pub static ALL: &[&dyn Method] = &[PRIMARY];

/// The method that maps are made with.
pub const PRIMARY: &dyn Method = &Polis;

/// The method of a name; nothing where there is none.
///
/// ```
/// use canvass_analysis::methods;
///
/// let method = methods::by_name("polis").unwrap();
/// assert_eq!((method.name(), method.version()), (methods::PRIMARY.name(), 2));
/// assert!(methods::by_name("sorting hat").is_none());
/// ```
#[must_use]
pub fn by_name(name: &str) -> Option<&'static dyn Method> {
    find(ALL, name)
}

fn find<'a>(methods: &[&'a dyn Method], name: &str) -> Option<&'a dyn Method> {
    methods.iter().copied().find(|method| method.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::votes::{Matrix, Stance, Tally, Treatment};
    use std::collections::BTreeSet;

    /// A second method, and all that it takes: everybody is one group, in the order in which they came.
    #[derive(Debug)]
    struct OneGroup;

    impl Method for OneGroup {
        fn name(&self) -> &'static str {
            "one-group"
        }

        fn version(&self) -> u32 {
            1
        }

        fn least_rows(&self) -> usize {
            1
        }

        fn least_columns(&self) -> usize {
            1
        }

        fn analyse(&self, matrix: &Matrix, treatments: &[Treatment]) -> Option<Analysis> {
            self.analyse_grouped(matrix, treatments, &vec![Some(0); matrix.n_rows()])
        }

        fn analyse_grouped(&self, matrix: &Matrix, _: &[Treatment], group_of: &[Option<u8>]) -> Option<Analysis> {
            let n_columns = matrix.n_columns();
            let priority = |tally: &Tally| self.priority(*tally, 0.0, Treatment::Counted);
            let tallies = matrix.tallies();
            let group = Group {
                id: 0,
                base_clusters: Vec::new(),
                n_members: u32::try_from(group_of.iter().flatten().count()).unwrap(),
                place: [0.0; 2],
                tallies: tallies.clone(),
                representative: Vec::new(),
            };
            Some(Analysis {
                centre: tallies.iter().map(|tally| tally.mean()).collect(),
                components: [vec![0.0; n_columns], vec![0.0; n_columns]],
                statement_places: vec![[0.0; 2]; n_columns],
                extremity: vec![0.0; n_columns],
                places: vec![[0.0; 2]; matrix.n_rows()],
                in_conversation: (0_u32..).take(matrix.n_rows()).collect(),
                base_clusters: Vec::new(),
                silhouettes: Vec::new(),
                groups: vec![group],
                group_of: group_of.to_vec(),
                consensus: Consensus::default(),
                informed_agree: vec![1.0; n_columns],
                informed_disagree: vec![1.0; n_columns],
                priorities: tallies.iter().map(priority).collect(),
                tallies,
            })
        }

        fn regroup(&self, _: &Analysis, _: &Matrix, _: &[Treatment], _: u32) -> Option<Analysis> {
            None
        }

        fn priority(&self, tally: Tally, _: f64, _: Treatment) -> f64 {
            1.0 / (1.0 + f64::from(tally.n()))
        }
    }

    /// What [`ALL`] would be with it.
    static BOTH: &[&dyn Method] = &[PRIMARY, &OneGroup];

    #[test]
    fn a_second_method_is_one_more_entry() {
        let rows = (0..20).map(|row| (0..6).map(move |column| (column, [Stance::Agree, Stance::Disagree][row % 2])));
        let matrix = Matrix::from_rows(6, rows);
        for (name, n_groups, is_warm) in [("polis", 2, true), ("one-group", 1, false)] {
            let method = find(BOTH, name).unwrap();
            let found = method.analyse(&matrix, &[]).unwrap();
            assert_eq!(found.groups.len(), n_groups, "{name}");
            assert_eq!(found.priorities.len(), 6, "{name}");
            let known = method.analyse_grouped(&matrix, &[], &found.group_of).unwrap();
            assert_eq!((known.group_of, known.tallies), (found.group_of.clone(), found.tallies.clone()), "{name}");
            assert_eq!(method.warm(matrix.clone(), Vec::new()).is_some(), is_warm, "{name}");
            assert_eq!(method.regroup(&found, &matrix, &[], 5), None, "{name}: no group is small");
            assert!(method.priority(Tally::default(), 0.0, Treatment::Counted) > 0.0, "{name}");
        }
    }

    #[test]
    fn a_warm_map_begins_as_the_cold_one_and_takes_votes_in() {
        let rows = (0..20).map(|row| (0..6).map(move |column| (column, [Stance::Agree, Stance::Disagree][row % 2])));
        let matrix = Matrix::from_rows(6, rows);
        let (cold, mut warm) = PRIMARY.warm(matrix.clone(), Vec::new()).unwrap();
        assert_eq!(Some(cold), PRIMARY.analyse(&matrix, &[]));
        warm.set_votes(20, &[(0, Some(Stance::Agree)), (6, Some(Stance::Agree))]).unwrap();
        warm.set_votes(0, &[(0, None)]).unwrap();
        let found = warm.refresh();
        assert_eq!((found.places.len(), found.tallies[0].n(), found.tallies[6].n()), (21, 20, 1));
        assert_eq!(warm.set_votes(0, &[(9, Some(Stance::Agree))]), Err(WarmError::ColumnOutOfRange));
    }

    #[test]
    fn names_are_told_apart_and_the_primary_method_is_registered() {
        let names: BTreeSet<&str> = ALL.iter().map(|method| method.name()).collect();
        assert_eq!(names.len(), ALL.len());
        assert!(ALL.iter().all(|method| by_name(method.name()).is_some()));
        assert!(by_name(PRIMARY.name()).is_some());
    }
}
