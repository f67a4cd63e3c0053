//! The crate against the slow restatement: the same base clusters, groups, choices and numbers.

use super::oracle::{self, Found, Rep};
use super::{Conversation, assert_all_near, assert_near, spec};
use canvass_analysis::methods::polis::{LEAST_COLUMNS, LEAST_ROWS};
use canvass_analysis::methods::{Analysis, Group, Representative};
use canvass_analysis::planted::Preset;
use canvass_analysis::votes::Side;

const NEAR: f64 = 1e-9;

#[track_caller]
fn check(conversation: &Conversation) -> Analysis {
    let (got, expected) = (conversation.analyse(), oracle::run(&conversation.cells, &conversation.treatments));
    same_places(&got, &expected);
    same_clusters(&got, &expected);
    assert_eq!(got.groups.len(), expected.groups.len());
    for (got, expected) in got.groups.iter().zip(&expected.groups) {
        same_votes(got, &expected.votes);
        assert_eq!(got.representative.len(), expected.repness.len(), "{:?}", expected.repness);
        got.representative.iter().zip(&expected.repness).for_each(|(got, expected)| same_finding(got, expected));
    }
    let columns = |list: &[canvass_analysis::methods::ConsensusStatement]| -> Vec<usize> {
        list.iter().map(|common| common.column as usize).collect()
    };
    assert_eq!(columns(&got.consensus.agree), expected.consensus_agree);
    assert_eq!(columns(&got.consensus.disagree), expected.consensus_disagree);
    assert_all_near(&got.informed_agree, &expected.gac_agree, 1e-15, "informed, agree");
    assert_all_near(&got.informed_disagree, &expected.gac_disagree, 1e-15, "informed, disagree");
    assert_all_near(&got.priorities, &expected.priorities, NEAR, "priorities");
    got
}

#[track_caller]
fn same_places(got: &Analysis, expected: &Found) {
    assert_all_near(&got.centre, &expected.center, 1e-14, "centre");
    for (got, expected) in got.components.iter().zip(&expected.comps) {
        assert_all_near(got, expected, NEAR, "component");
    }
    let pairs = |list: &[(f64, f64)]| -> Vec<f64> { list.iter().flat_map(|(x, y)| [*x, *y]).collect() };
    assert_all_near(got.places.iter().flatten(), &pairs(&expected.proj), NEAR, "places");
    let statements = pairs(&expected.comment_projection);
    assert_all_near(got.statement_places.iter().flatten(), &statements, NEAR, "statement places");
    assert_all_near(&got.extremity, &expected.comment_extremity, NEAR, "extremity");
}

#[track_caller]
fn same_clusters(got: &Analysis, expected: &Found) {
    let as_usize = |list: &[u32]| -> Vec<usize> { list.iter().map(|number| *number as usize).collect() };
    assert_eq!(as_usize(&got.in_conversation), expected.in_conv);
    assert_eq!(got.base_clusters.len(), expected.base.len());
    for (got, expected) in got.base_clusters.iter().zip(&expected.base) {
        assert_eq!(got.id as usize, expected.id);
        assert_eq!(as_usize(&got.members), expected.members);
        assert_all_near(&got.place, &[expected.center.0, expected.center.1], NEAR, "base cluster");
    }
    let (tried, silhouettes): (Vec<usize>, Vec<f64>) = got.silhouettes.iter().copied().unzip();
    assert_eq!(tried, (2..2 + expected.silhouettes.len()).collect::<Vec<_>>());
    assert_all_near(&silhouettes, &expected.silhouettes, NEAR, "silhouette");
    for (found, expected) in got.groups.iter().zip(&expected.groups) {
        assert_eq!(usize::from(found.id), expected.id);
        assert_eq!(as_usize(&found.base_clusters), expected.bases);
        assert_eq!(found.n_members as usize, expected.members.len());
        let rows = (0..got.group_of.len()).filter(|row| got.group_of[*row] == Some(found.id));
        assert_eq!(rows.collect::<Vec<_>>(), expected.members);
        assert_all_near(&found.place, &[expected.center.0, expected.center.1], NEAR, "group");
    }
}

#[track_caller]
fn same_votes(got: &Group, expected: &[(u32, u32, u32)]) {
    let votes: Vec<(u32, u32, u32)> =
        got.tallies.iter().map(|tally| (tally.agree, tally.disagree, tally.n())).collect();
    assert_eq!(votes, expected);
}

#[track_caller]
fn same_finding(got: &Representative, expected: &Rep) {
    let discrete = (got.column as usize, got.side == Side::Agree, got.n_success, got.n_trials, got.best_agree);
    let Rep { tid, repful_for_agree, n_success, n_trials, n_agree, .. } = *expected;
    assert_eq!(discrete, (tid, repful_for_agree, n_success, n_trials, n_agree));
    assert_near(got.p_success, expected.p_success, NEAR, "share");
    assert_near(got.p_test, expected.p_test, NEAR, "test of the share");
    assert_near(got.repness, expected.repness, NEAR, "repness");
    assert_near(got.repness_test, expected.repness_test, NEAR, "test of repness");
}

#[test]
fn more_people_than_base_clusters() {
    for preset in [Preset::Planted2, Preset::Planted3, Preset::Planted60328, Preset::Mnar, Preset::NonePlane] {
        let found = check(&Conversation::planted(preset.spec(), 1));
        assert!(found.in_conversation.len() > 100, "{}", preset.name());
        let mut sizes: Vec<usize> = found.base_clusters.iter().map(|base| base.members.len()).collect();
        sizes.sort_unstable();
        assert!(sizes[sizes.len() - 1] > 2 * sizes[0], "{}: base clusters are all alike", preset.name());
    }
}

#[test]
fn moderated_conversations() {
    for preset in [Preset::Planted3, Preset::Planted60328, Preset::NoneIndependent] {
        let conversation = Conversation::planted(preset.spec(), 2).moderated();
        let found = check(&conversation);
        let priority = found.priorities[5];
        assert_near(priority, 49.0, 0.0, "a meta statement");
        assert_near(found.extremity[2], 0.0, 0.0, "a statement left out");
        assert!(found.tallies[2].n() > 0);
    }
}

#[test]
fn few_people() {
    for seed in 1..=8 {
        check(&Conversation::planted(spec(60, 25, 12.0), seed));
        check(&Conversation::planted(spec(60, 25, 12.0), seed).moderated());
        check(&Conversation::planted(spec(28, 14, 4.0), seed).moderated());
        check(&Conversation::planted(spec(16, 6, 4.0), seed));
    }
}

#[test]
fn the_smallest_conversations() {
    let (rows, columns) = (LEAST_ROWS as u32, LEAST_COLUMNS as u32);
    for seed in 1..=8 {
        check(&Conversation::planted(spec(rows, columns, 3.0), seed));
    }
}

#[test]
fn sparse_conversations() {
    check(&Conversation::planted(Preset::Sparse.spec(), 3));
    check(&Conversation::planted(spec(400, 60, 3.0), 3).moderated());
}
