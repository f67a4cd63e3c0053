//! Conversations in which nothing varies, nobody differs or hardly anybody is there: never a panic, never a number
//! that is none.

use super::{Conversation, assert_all_near, assert_near, spec};
use canvass_analysis::methods::polis::{
    LEAST_COLUMNS, LEAST_ROWS, analyse, base_clusters, consensus, extremity, group_informed_consensus, groups,
    in_conversation, priorities, project, representative, statement_places, tallies_by_group,
};
use canvass_analysis::methods::{Analysis, BaseCluster};
use canvass_analysis::numeric::pca::Pca;
use canvass_analysis::votes::{Matrix, Side, Tally, Treatment};

fn of(n_rows: usize, n_columns: usize, cell: impl Fn(usize, usize) -> Option<i8>) -> Conversation {
    let cells = (0..n_rows).map(|row| (0..n_columns).map(|column| cell(row, column)).collect()).collect();
    Conversation { cells, treatments: vec![Treatment::Counted; n_columns] }
}

#[track_caller]
fn assert_finite(found: &Analysis) {
    let places = found.places.iter().chain(&found.statement_places);
    let places = places.chain(found.base_clusters.iter().map(|base| &base.place));
    let places = places.chain(found.groups.iter().map(|group| &group.place)).flatten();
    let lists = [&found.centre, &found.components[0], &found.components[1], &found.extremity, &found.priorities];
    let informed = [&found.informed_agree, &found.informed_disagree];
    assert!(places.chain(lists.into_iter().flatten()).chain(informed.into_iter().flatten()).all(|x| x.is_finite()));
    assert!(found.silhouettes.iter().all(|(_, silhouette)| silhouette.abs() <= 1.0));
    for one in found.groups.iter().flat_map(|group| &group.representative) {
        assert!([one.p_success, one.p_test, one.repness, one.repness_test].iter().all(|x| x.is_finite()));
    }
    for common in found.consensus.agree.iter().chain(&found.consensus.disagree) {
        assert!(common.p_success.is_finite() && common.p_test.is_finite());
    }
}

#[test]
fn too_few_people_or_statements_make_no_map() {
    let check = |n_rows: usize, n_columns: usize| {
        let conversation = Conversation::planted(spec(n_rows as u32, n_columns as u32, 3.0), 1);
        analyse(&conversation.matrix(), &conversation.treatments).is_some()
    };
    assert!(check(LEAST_ROWS, LEAST_COLUMNS));
    assert!(!check(LEAST_ROWS - 1, LEAST_COLUMNS));
    assert!(!check(LEAST_ROWS, LEAST_COLUMNS - 1));
    assert_eq!(analyse(&Matrix::from_votes(0, 0, &[]), &[]), None);
}

#[test]
fn people_who_all_vote_the_same_are_one_group_in_the_middle() {
    for vote in [-1, 0, 1] {
        let found = of(30, 8, |_, _| Some(vote)).analyse();
        assert_finite(&found);
        assert_all_near(found.places.iter().flatten(), &[0.0; 60], 0.0, "the middle");
        assert_eq!((found.base_clusters.len(), found.groups.len(), found.silhouettes.len()), (1, 1, 0));
        assert_eq!(found.groups[0].n_members, 30);
        assert!(found.group_of.iter().all(|group| *group == Some(0)));
    }
}

#[test]
fn two_kinds_of_people_are_two_groups_on_a_line() {
    let found = of(40, 8, |row, column| Some(if (row % 4 == 0) == (column < 4) { 1 } else { -1 })).analyse();
    assert_finite(&found);
    assert_eq!(found.base_clusters.len(), 2);
    let sizes: Vec<u32> = found.groups.iter().map(|group| group.n_members).collect();
    assert_eq!(sizes, [10, 30]);
    assert_near(found.silhouettes[0].1, 0.0, 0.0, "each point is alone in its cluster");
}

#[test]
fn everything_left_out_leaves_one_group_and_no_choices() {
    let mut conversation = of(30, 8, |row, column| Some(if (row + column) % 3 == 0 { 1 } else { -1 }));
    conversation.treatments = vec![Treatment::LeftOut; 8];
    let found = conversation.analyse();
    assert_finite(&found);
    assert_eq!(found.groups.len(), 1);
    assert_eq!(found.groups[0].representative, []);
    assert_eq!(found.consensus, Default::default());
    assert!(found.tallies.iter().all(|tally| tally.n() == 30));
}

#[test]
fn one_statement_that_varies_gives_one_axis() {
    let found = of(20, 6, |row, column| Some(if column == 2 && row < 9 { -1 } else { 1 })).analyse();
    assert_finite(&found);
    assert_near(found.components[0][2].abs(), 1.0, 1e-12, "the one that varies");
    assert_eq!(found.groups.iter().map(|group| group.n_members).collect::<Vec<_>>(), [9, 11]);
}

#[test]
fn hardly_any_votes() {
    for n_columns in [5, 6, 7, 40] {
        assert_finite(&of(15, n_columns, |row, column| (row % n_columns == column).then_some(1)).analyse());
        let two = of(60, n_columns, |row, column| (row % n_columns == column || column == 0).then_some(-1));
        assert_finite(&two.analyse());
    }
}

#[test]
fn those_with_most_votes_fill_up_to_fifteen() {
    let conversation = of(20, 10, |row, column| (column < 1 + row % 4 || row == 19).then_some(1));
    // One has all ten votes; five have 4, five have 3, five have 2 (row 19 would) or 1: the first of equals come in.
    let rows = in_conversation(&conversation.matrix());
    assert_eq!(rows, [1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, 17, 18, 19]);
    assert_eq!(in_conversation(&of(9, 10, |_, _| Some(1)).matrix()).len(), 9);
    assert_eq!(
        in_conversation(&of(30, 4, |_, column| (column < 3).then_some(1)).matrix()),
        (0..15).collect::<Vec<_>>()
    );
}

#[test]
fn seven_votes_bring_somebody_in_and_six_do_not() {
    let conversation = of(40, 10, |row, column| (column < if row < 20 { 7 } else { 6 }).then_some(1));
    assert_eq!(in_conversation(&conversation.matrix()), (0..20).collect::<Vec<_>>());
}

fn base(id: u32, place: [f64; 2]) -> BaseCluster {
    BaseCluster { id, members: vec![id], place }
}

#[test]
fn no_or_one_base_cluster_is_no_or_one_group() {
    assert_eq!(groups(&[]).clusters, []);
    let one = groups(&[base(3, [1.0, 2.0])]);
    assert_eq!((one.silhouettes.len(), one.clusters.len()), (0, 1));
    assert_eq!(one.clusters[0].base_clusters, [0]);
    assert_eq!(base_clusters(&[], &[]), []);
    assert_eq!(base_clusters(&[[0.0; 2]], &[7]), [], "a row without a place");
}

#[test]
fn base_clusters_that_coincide_are_one_group() {
    let found = groups(&[base(0, [1.0, 1.0]), base(1, [1.0, 1.0]), base(2, [1.0, 1.0])]);
    assert_eq!(found.silhouettes, [(2, 0.0)]);
    assert_eq!(found.clusters.len(), 1, "the later of equal centres takes all");
    assert_eq!(found.clusters[0].id, 1);
    assert_eq!(found.clusters[0].base_clusters, [0, 1, 2]);
}

#[test]
fn equal_silhouettes_are_the_larger_number_of_groups() {
    // Four places, each of nine base clusters: four groups are perfect, and so are five, the fifth of which starts
    // where the first does and takes all of it.
    let square = [[0.0, 0.0], [9.0, 0.0], [0.0, 9.0], [9.0, 9.0]];
    let bases: Vec<BaseCluster> = (0..36).map(|id| base(id, square[id as usize % 4])).collect();
    let found = groups(&bases);
    assert_eq!(found.silhouettes[2..], [(4, 1.0), (5, 1.0)]);
    assert_eq!(found.clusters.iter().map(|cluster| cluster.id).collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn statistics_of_nobody_and_of_everybody_alike() {
    let (nobody, alike) = (Tally::default(), Tally { agree: 10, disagree: 0, unsure: 0 });
    let treatments = [Treatment::Counted];
    // Nobody answered: nothing is telling, and nothing is said but what would be best.
    let found = representative(&[vec![nobody], vec![nobody]], &treatments);
    assert_eq!((found[0].len(), found[0][0].best_agree, found[0][0].side), (1, None, Side::Disagree));
    assert_near(found[0][0].repness_test, 0.0, 0.0, "the test where all did the same");
    // All agreed everywhere: the test would divide by 0 and is 0, for agreeing as for disagreeing. So the statement is
    // named after the other side, as Polis does it, with how many agree beside it.
    let found = representative(&[vec![alike], vec![alike]], &treatments);
    let one = found[0][0];
    assert_eq!((one.best_agree, one.side, one.n_success, one.n_trials), (Some(10), Side::Disagree, 0, 10));
    assert_near(one.repness_test, 0.0, 0.0, "the test where all did the same");
    // One group alone is compared with nobody.
    assert!(representative(&[vec![alike]], &treatments)[0][0].repness.is_finite());
    assert_eq!(representative(&[], &treatments), Vec::<Vec<_>>::new());
    assert_eq!(consensus(&[nobody], &treatments).agree, [], "half of nobody is not over a half");
    assert_eq!(group_informed_consensus(&[], 1), (vec![1.0], vec![1.0]));
    assert_near(priorities(&[nobody], &[0.0], &treatments)[0], 81.0 / 16.0, 1e-12, "nobody was asked");
}

#[test]
fn stages_take_what_is_too_short() {
    let matrix = of(3, 4, |_, _| Some(1)).matrix();
    let pca = Pca { centre: vec![0.0; 2], components: [vec![1.0], vec![]] };
    assert_eq!(project(&matrix, &[], &pca).len(), 3);
    assert_eq!(extremity(&statement_places(&[], &pca)).len(), 2);
    assert_eq!(tallies_by_group(&matrix, &[Some(0), Some(9)], 1)[0][0].agree, 1);
}
