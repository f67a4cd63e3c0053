//! What must hold between two conversations, and what does not. The table of it is in docs/METHODS.md.

use super::{Conversation, assert_all_near, assert_near, spec};
use canvass_analysis::chance::Chance;
use canvass_analysis::methods::polis::{analyse, analyse_grouped, in_conversation, project};
use canvass_analysis::methods::{Analysis, ConsensusStatement, Group};
use canvass_analysis::numeric::pca::leading;
use canvass_analysis::planted::Preset;
use canvass_analysis::votes::{Matrix, Place, Side, Tally, Treatment};
use std::collections::BTreeSet;

const NEAR: f64 = 1e-9;

fn planted() -> Conversation {
    Conversation::planted(Preset::Planted3.spec(), 1).moderated()
}

/// Less people than base clusters.
fn small() -> Conversation {
    Conversation::planted(spec(80, 30, 16.0), 1)
}

fn order(n: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    Chance::new(7, 1_000).shuffle(&mut order);
    order
}

impl Conversation {
    /// Row i is the old row `rows[i]`.
    fn with_rows(&self, rows: &[usize]) -> Self {
        let cells = rows.iter().map(|row| self.cells[*row].clone()).collect();
        Self { cells, treatments: self.treatments.clone() }
    }

    /// Column j is the old column `columns[j]`.
    fn with_columns(&self, columns: &[usize]) -> Self {
        let cells = self.cells.iter().map(|cells| columns.iter().map(|column| cells[*column]).collect()).collect();
        Self { cells, treatments: columns.iter().map(|column| self.treatments[*column]).collect() }
    }

    fn map(&self, change: impl Fn(usize, i8) -> i8) -> Self {
        let row = |cells: &Vec<Option<i8>>| {
            cells.iter().enumerate().map(|(column, cell)| cell.map(|cell| change(column, cell))).collect()
        };
        Self { cells: self.cells.iter().map(row).collect(), treatments: self.treatments.clone() }
    }
}

fn at<T: Copy>(list: &[T], places: &[usize]) -> Vec<T> {
    places.iter().map(|place| list[*place]).collect()
}

fn flat(places: &[Place]) -> Vec<f64> {
    places.iter().flatten().copied().collect()
}

fn negated(places: &[Place]) -> Vec<Place> {
    places.iter().map(|place| place.map(|x| -x)).collect()
}

/// Who is with whom, whatever groups are called and whatever rows are in them.
fn partition(groups: &[Option<u8>]) -> BTreeSet<Vec<usize>> {
    let ids: BTreeSet<u8> = groups.iter().flatten().copied().collect();
    ids.into_iter().map(|id| (0..groups.len()).filter(|row| groups[*row] == Some(id)).collect()).collect()
}

fn members(found: &Analysis) -> Vec<(u32, Vec<u32>)> {
    found.base_clusters.iter().map(|base| (base.id, base.members.clone())).collect()
}

fn columns(list: &[ConsensusStatement]) -> Vec<(u32, u32, u32)> {
    list.iter().map(|common| (common.column, common.n_success, common.n_trials)).collect()
}

fn findings(found: &Analysis) -> Vec<Vec<(u32, Side)>> {
    let of_group = |group: &Group| group.representative.iter().map(|one| (one.column, one.side)).collect();
    found.groups.iter().map(of_group).collect()
}

#[test]
fn the_order_of_votes_changes_nothing() {
    let conversation = planted();
    let mut votes = conversation.votes();
    Chance::new(1, 1_001).shuffle(&mut votes);
    let matrix = Matrix::from_votes(conversation.cells.len(), conversation.treatments.len(), &votes);
    assert_eq!(analyse(&matrix, &conversation.treatments), Some(conversation.analyse()));
}

#[test]
fn a_vote_that_was_changed_later_changes_nothing() {
    let conversation = planted();
    let other = conversation.map(|_, cell| if cell == 0 { 1 } else { 0 });
    let votes: Vec<_> = other.votes().into_iter().take(5_000).chain(conversation.votes()).collect();
    let matrix = Matrix::from_votes(conversation.cells.len(), conversation.treatments.len(), &votes);
    assert_eq!(analyse(&matrix, &conversation.treatments), Some(conversation.analyse()));
}

#[test]
fn swapping_agree_and_disagree_mirrors_places_and_keeps_groups() {
    for conversation in [planted(), small()] {
        let (here, there) = (conversation.analyse(), conversation.map(|_, cell| -cell).analyse());
        assert_eq!(there.centre, here.centre.iter().map(|x| -x).collect::<Vec<_>>());
        assert_eq!(there.components, here.components);
        assert_eq!(there.places, negated(&here.places));
        assert_eq!(there.in_conversation, here.in_conversation);
        assert_eq!(members(&there), members(&here));
        assert_eq!(there.group_of, here.group_of);
        assert_eq!(there.silhouettes, here.silhouettes);
        for (there, here) in there.groups.iter().zip(&here.groups) {
            assert_eq!(there.place, here.place.map(|x| -x));
            let swapped = |tally: &Tally| Tally { agree: tally.disagree, disagree: tally.agree, unsure: tally.unsure };
            assert_eq!(there.tallies, here.tallies.iter().map(swapped).collect::<Vec<_>>());
        }
        assert_eq!(
            (&there.consensus.agree, &there.consensus.disagree),
            (&here.consensus.disagree, &here.consensus.agree)
        );
        assert_eq!((&there.informed_agree, &there.informed_disagree), (&here.informed_disagree, &here.informed_agree));
    }
}

/// They ask what agreeing would do, and what a group most agrees on.
#[test]
fn swapping_does_not_mirror_priorities_extremity_or_representative_statements() {
    let conversation = planted();
    let (here, there) = (conversation.analyse(), conversation.map(|_, cell| -cell).analyse());
    let furthest = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(furthest(&here.priorities, &there.priorities) > 0.5);
    assert!(furthest(&here.extremity, &there.extremity) > 0.5);
    let sides = |found: &Analysis, side: Side| -> Vec<BTreeSet<(u32, bool)>> {
        findings(found)
            .into_iter()
            .map(|list| list.into_iter().map(|(column, of)| (column, of == side)).collect())
            .collect()
    };
    let is_mirrored = |seed: u64| {
        let conversation = Conversation::planted(spec(80, 30, 16.0), seed);
        let (here, there) = (conversation.analyse(), conversation.map(|_, cell| -cell).analyse());
        sides(&here, Side::Agree) == sides(&there, Side::Disagree)
    };
    assert!(!(1..=8).all(is_mirrored));
}

#[test]
fn reordering_people_moves_places_along_and_keeps_what_is_said_of_statements() {
    for conversation in [planted(), small()] {
        let rows = order(conversation.cells.len());
        let (here, there) = (conversation.analyse(), conversation.with_rows(&rows).analyse());
        assert_eq!(there.centre, here.centre);
        assert_all_near(there.components.iter().flatten(), here.components.iter().flatten(), NEAR, "components");
        assert_all_near(&flat(&there.places), &flat(&at(&here.places, &rows)), NEAR, "places");
        assert_all_near(&there.extremity, &here.extremity, NEAR, "extremity");
        let back: BTreeSet<u32> = there.in_conversation.iter().map(|row| rows[*row as usize] as u32).collect();
        assert_eq!(back.into_iter().collect::<Vec<_>>(), here.in_conversation);
        assert_eq!((&there.tallies, &there.consensus), (&here.tallies, &here.consensus));
        assert_all_near(&there.priorities, &here.priorities, NEAR, "priorities");
    }
}

/// What lets somebody check a published map without knowing who came first.
#[test]
fn with_groups_given_everything_else_is_found_again_to_the_bit_in_any_order() {
    for conversation in [planted(), small()] {
        let rows = order(conversation.cells.len());
        let here = conversation.analyse();
        let shuffled = conversation.with_rows(&rows);
        let there = analyse_grouped(&shuffled.matrix(), &shuffled.treatments, &at(&here.group_of, &rows)).unwrap();
        assert!(here.groups.len() > 1);
        assert_eq!(there.components, here.components);
        assert_eq!(there.places, at(&here.places, &rows));
        assert_eq!((&there.extremity, &there.priorities), (&here.extremity, &here.priorities));
        assert_eq!((&there.informed_agree, &there.informed_disagree), (&here.informed_agree, &here.informed_disagree));
        assert_eq!((&there.group_of, &there.tallies), (&at(&here.group_of, &rows), &here.tallies));
        for (there, here) in there.groups.iter().zip(&here.groups) {
            assert_eq!((there.id, there.n_members), (here.id, here.n_members));
            assert_eq!((&there.tallies, &there.representative), (&here.tallies, &here.representative));
        }
        assert_eq!(there.groups.len(), here.groups.len());
    }
}

#[test]
fn reordering_people_keeps_base_clusters_where_everybody_has_one_alone() {
    let conversation = small();
    let rows = order(conversation.cells.len());
    let (here, there) = (conversation.analyse(), conversation.with_rows(&rows).analyse());
    assert!(here.base_clusters.iter().all(|base| base.members.len() == 1));
    assert_eq!(there.base_clusters.len(), here.base_clusters.len());
    assert!(there.base_clusters.iter().all(|base| base.members.len() == 1));
}

/// Base clusters and groups start from the first rows: another order is another start, and may end elsewhere.
#[test]
fn reordering_people_does_not_keep_groups() {
    let conversation = Conversation::planted(Preset::NonePlane.spec(), 1);
    let rows = order(conversation.cells.len());
    let (here, there) = (conversation.analyse(), conversation.with_rows(&rows).analyse());
    assert_ne!(partition(&there.group_of), partition(&at(&here.group_of, &rows)));
    assert_ne!(there.informed_agree, here.informed_agree);
}

#[test]
fn reordering_statements_moves_everything_along() {
    let conversation = planted();
    let order = order(conversation.treatments.len());
    let (here, there) = (conversation.analyse(), conversation.with_columns(&order).analyse());
    assert_eq!(there.centre, at(&here.centre, &order));
    assert_all_near(&flat(&there.places), &flat(&here.places), NEAR, "places");
    assert_all_near(&flat(&there.statement_places), &flat(&at(&here.statement_places, &order)), NEAR, "statements");
    assert_all_near(&there.extremity, &at(&here.extremity, &order), NEAR, "extremity");
    assert_eq!(there.in_conversation, here.in_conversation);
    assert_eq!(members(&there), members(&here));
    assert_eq!(there.group_of, here.group_of);
    assert_eq!(there.tallies, at(&here.tallies, &order));
    for (there, here) in there.groups.iter().zip(&here.groups) {
        assert_eq!(there.tallies, at(&here.tallies, &order));
    }
    let back = |column: u32| order[column as usize] as u32;
    let moved: Vec<Vec<(u32, Side)>> =
        findings(&there).into_iter().map(|list| list.into_iter().map(|(c, side)| (back(c), side)).collect()).collect();
    assert_eq!(moved, findings(&here));
    let list: Vec<_> = columns(&there.consensus.agree).into_iter().map(|(c, s, n)| (back(c), s, n)).collect();
    assert_eq!(list, columns(&here.consensus.agree));
    assert_all_near(&there.informed_agree, &at(&here.informed_agree, &order), 1e-15, "informed");
    assert_all_near(&there.priorities, &at(&here.priorities, &order), NEAR, "priorities");
}

/// Of equal ones the first is taken, so where statements tie, their order shows.
#[test]
fn reordering_statements_does_not_keep_ties() {
    let cells = (0..20).map(|row| (0..8).map(|column| Some(if column < 7 || row < 10 { 1 } else { -1 })).collect());
    let conversation = Conversation { cells: cells.collect(), treatments: vec![Treatment::Counted; 8] };
    let order = [7, 6, 5, 4, 3, 2, 1, 0];
    let (here, there) = (conversation.analyse(), conversation.with_columns(&order).analyse());
    let old = |list: &[ConsensusStatement]| list.iter().map(|common| common.column).collect::<Vec<_>>();
    assert_eq!(old(&here.consensus.agree), [0, 1, 2, 3, 4]);
    let moved: Vec<usize> = old(&there.consensus.agree).into_iter().map(|column| order[column as usize]).collect();
    assert_eq!(moved, [6, 5, 4, 3, 2]);
}

#[test]
fn duplicating_everybody_keeps_places_and_groups() {
    for conversation in [planted(), small()] {
        let n = conversation.cells.len();
        let twice: Vec<usize> = (0..n).chain(0..n).collect();
        let (here, there) = (conversation.analyse(), conversation.with_rows(&twice).analyse());
        assert_eq!(there.centre, here.centre);
        assert_all_near(there.components.iter().flatten(), here.components.iter().flatten(), NEAR, "components");
        assert_all_near(&flat(&there.places), &flat(&at(&here.places, &twice)), NEAR, "places");
        let both = |rows: &[u32]| rows.iter().copied().chain(rows.iter().map(|row| row + n as u32)).collect::<Vec<_>>();
        assert_eq!(there.in_conversation, both(&here.in_conversation));
        let doubled: Vec<_> = members(&here).into_iter().map(|(id, rows)| (id, both(&rows))).collect();
        assert_eq!(members(&there), doubled);
        assert_eq!(there.group_of, at(&here.group_of, &twice));
        for ((k, there), (_, here)) in there.silhouettes.iter().zip(&here.silhouettes) {
            assert_near(*there, *here, NEAR, &format!("silhouette of {k}"));
        }
        let double =
            |tally: &Tally| Tally { agree: 2 * tally.agree, disagree: 2 * tally.disagree, unsure: 2 * tally.unsure };
        assert_eq!(there.tallies, here.tallies.iter().map(double).collect::<Vec<_>>());
    }
}

/// Tests and the ones that are added to counts know how many people there are.
#[test]
fn duplicating_everybody_does_not_keep_tests_or_priorities() {
    let conversation = small();
    let n = conversation.cells.len();
    let twice: Vec<usize> = (0..n).chain(0..n).collect();
    let (here, there) = (conversation.analyse(), conversation.with_rows(&twice).analyse());
    assert!(there.consensus.agree[0].p_test > here.consensus.agree[0].p_test);
    assert_ne!(there.informed_agree, here.informed_agree);
    assert!(there.priorities.iter().zip(&here.priorities).all(|(there, here)| (there - here).abs() > 1e-6));
    assert_ne!(findings(&there), findings(&here));
}

/// Less than 15 with enough votes are topped up to 15, not to 30.
#[test]
fn duplicating_everybody_does_not_double_those_who_were_topped_up() {
    let conversation = Conversation::planted(spec(40, 30, 2.0), 1);
    let twice: Vec<usize> = (0..40).chain(0..40).collect();
    assert_eq!(in_conversation(&conversation.matrix()).len(), 15);
    assert!(in_conversation(&conversation.with_rows(&twice).matrix()).len() < 30);
}

#[test]
fn leaving_a_statement_out_is_as_if_everybody_were_unsure_of_it() {
    let plain = Conversation::planted(Preset::Planted3.spec(), 1);
    let mut out = plain.clone();
    out.treatments[4] = Treatment::LeftOut;
    let mut unsure = plain;
    unsure.cells.iter_mut().for_each(|cells| cells[4] = Some(0));
    let (out, unsure) = (out.analyse(), unsure.analyse());
    assert_eq!(out.centre, unsure.centre);
    assert_all_near(out.components.iter().flatten(), unsure.components.iter().flatten(), NEAR, "components");
    assert_all_near(&flat(&out.places), &flat(&unsure.places), NEAR, "places");
    assert_near(out.extremity[4], 0.0, 0.0, "extremity");
    // Not so who is in the conversation: votes on what is left out count there, and only those that were cast.
    assert!(out.in_conversation.len() < unsure.in_conversation.len());
}

/// An axis has no direction of its own, so a statement and its opposite say the same, as far as the iteration has come
/// to its end: within 100 steps it comes near.
#[test]
fn turning_one_statement_round_may_mirror_axes_and_keeps_groups() {
    let conversation = Conversation::planted(Preset::Planted3.spec(), 1);
    let there = conversation.map(|column, cell| if column == 8 { -cell } else { cell }).analyse();
    let here = conversation.analyse();
    for axis in [0, 1] {
        let (a, b): (Vec<f64>, Vec<f64>) =
            here.places.iter().zip(&there.places).map(|(a, b)| (a[axis], b[axis])).unzip();
        let sign = a.iter().zip(&b).map(|(a, b)| a * b).sum::<f64>().signum();
        assert_all_near(&a, &b.iter().map(|x| sign * x).collect::<Vec<_>>(), 1e-4, "an axis");
    }
    assert_eq!(partition(&there.group_of), partition(&here.group_of));
}

/// Callers pass no such column; one more would stretch the map.
#[test]
fn a_statement_without_votes_stretches_places() {
    let plain = Conversation::planted(Preset::Planted3.spec(), 1);
    let mut more = plain.clone();
    more.cells.iter_mut().for_each(|cells| cells.push(None));
    more.treatments.push(Treatment::Counted);
    let stretch = (61.0_f64 / 60.0).sqrt();
    let stretched: Vec<Place> = plain.analyse().places.iter().map(|place| place.map(|x| stretch * x)).collect();
    assert_all_near(&flat(&more.analyse().places), &flat(&stretched), NEAR, "places");
}

/// Callers pass no such row; it would stand in the middle.
#[test]
fn somebody_without_votes_moves_nobody() {
    let plain = Conversation::planted(Preset::Planted3.spec(), 1);
    let mut more = plain.clone();
    more.cells.push(vec![None; more.treatments.len()]);
    let (matrix, treatments) = (more.matrix(), &more.treatments);
    let places = project(&matrix, treatments, &leading(&matrix, treatments));
    assert_all_near(&places[places.len() - 1], &[0.0; 2], 0.0, "the middle");
    assert_all_near(&flat(&places[..plain.cells.len()]), &flat(&plain.analyse().places), NEAR, "places");
    assert_eq!(more.analyse().group_of[..plain.cells.len()], plain.analyse().group_of);
}
