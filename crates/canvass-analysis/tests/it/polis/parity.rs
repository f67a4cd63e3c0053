//! Against what Polis computed and somebody recorded: each stage given what Polis had before it.

use super::recorded::{COMPLETE, INCOMPLETE, Recorded, by_number, numbers, reals};
use super::{assert_all_near, assert_near};
use canvass_analysis::methods::polis::{
    self, consensus, extremity, groups, in_conversation, priorities, project, representative, statement_places,
    tallies_by_group, total_tallies,
};
use canvass_analysis::methods::{ConsensusStatement, Representative};
use canvass_analysis::numeric::pca::leading;
use canvass_analysis::votes::{Side, Tally};
use serde_json::Value;

const ALL: [&str; 3] = [COMPLETE[0], COMPLETE[1], INCOMPLETE];

fn counts(tallies: &[Tally]) -> Vec<(u64, u64, u64)> {
    let wide = |tally: &Tally| (tally.agree.into(), tally.disagree.into(), tally.unsure.into());
    tallies.iter().map(wide).collect()
}

fn groups_of(recorded: &Recorded) -> Vec<Vec<Tally>> {
    tallies_by_group(&recorded.matrix, &recorded.group_of(), recorded.groups().len())
}

#[test]
fn votes_of_each_participant() {
    for recorded in Recorded::all(&ALL) {
        let all = by_number(&recorded.result["user-vote-counts"]);
        for (row, participant) in recorded.participants.iter().enumerate() {
            assert_eq!(Some(recorded.matrix.n_votes_of(row) as u64), all[participant].as_u64());
        }
        let n_missing = usize::from(recorded.name == INCOMPLETE);
        assert_eq!(all.len(), recorded.participants.len() + n_missing);
    }
}

#[test]
fn centre() {
    for recorded in Recorded::all(&COMPLETE) {
        let found = leading(&recorded.matrix, &recorded.treatments);
        assert_all_near(&found.centre, &recorded.centre(), 1e-12, recorded.name);
    }
    for recorded in Recorded::all(&[INCOMPLETE]) {
        let found = leading(&recorded.matrix, &recorded.treatments).centre;
        let same = found.iter().zip(recorded.centre()).filter(|(got, expected)| (*got - expected).abs() < 1e-12);
        assert_eq!(same.count(), recorded.statements.len() - 4, "all but where votes are missing");
    }
}

#[test]
fn components_up_to_their_sign() {
    for recorded in Recorded::all(&COMPLETE) {
        let found = leading(&recorded.matrix, &recorded.treatments);
        for (got, expected) in found.components.iter().zip(recorded.pca().components) {
            let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
            let cosine = dot(got, &expected) / (dot(got, got) * dot(&expected, &expected)).sqrt();
            assert!(cosine.abs() >= 1.0 - 1e-6, "{}: {cosine}", recorded.name);
        }
    }
}

#[test]
fn places_of_people_given_the_components() {
    for recorded in Recorded::all(&COMPLETE) {
        let places = project(&recorded.matrix, &recorded.treatments, &recorded.pca());
        let base_clusters = recorded.base_clusters();
        assert_eq!(base_clusters.len(), numbers(&recorded.result["in-conv"]).len(), "everybody has one alone");
        for base in base_clusters {
            assert_all_near(&places[base.members[0] as usize], &base.place, 1e-9, recorded.name);
        }
    }
}

#[test]
fn places_of_statements_given_the_components() {
    for recorded in Recorded::all(&COMPLETE) {
        let places = statement_places(&recorded.treatments, &recorded.pca());
        let pca = &recorded.result["pca"];
        for axis in [0, 1] {
            let expected: Vec<f64> = reals(&pca["comment-projection"][axis]).into_iter().map(|x| -x).collect();
            assert_all_near(places.iter().map(|place| &place[axis]), &expected, 1e-9, recorded.name);
        }
        assert_all_near(&extremity(&places), &reals(&pca["comment-extremity"]), 1e-9, recorded.name);
    }
}

/// Who once came in stays in, at Polis; here votes alone count.
#[test]
fn everybody_in_the_conversation_is_there_in_the_recording_too() {
    for (recorded, n_stayed) in Recorded::all(&ALL).into_iter().zip([4, 0, 2]) {
        let expected: Vec<usize> =
            numbers(&recorded.result["in-conv"]).into_iter().map(|participant| recorded.row(participant)).collect();
        let found = in_conversation(&recorded.matrix);
        assert!(found.iter().all(|row| expected.contains(&(*row as usize))), "{}", recorded.name);
        assert_eq!(found.len() + n_stayed, expected.len(), "{}", recorded.name);
    }
}

#[test]
fn groups_given_the_base_clusters() {
    for recorded in Recorded::all(&ALL) {
        let base_clusters = recorded.base_clusters();
        let found = groups(&base_clusters);
        assert_eq!(found.clusters.len(), recorded.groups().len(), "{}", recorded.name);
        for (got, expected) in found.clusters.iter().zip(recorded.groups()) {
            assert_eq!(Some(u64::from(got.id)), expected["id"].as_u64());
            let ids = got.base_clusters.iter().map(|place| u64::from(base_clusters[*place as usize].id));
            assert_eq!(ids.collect::<Vec<_>>(), numbers(&expected["members"]), "{}", recorded.name);
            let centre: Vec<f64> = reals(&expected["center"]).into_iter().map(|x| -x).collect();
            assert_all_near(&got.place, &centre, 1e-9, recorded.name);
        }
    }
}

#[test]
fn votes_of_groups_and_base_clusters() {
    for recorded in Recorded::all(&ALL) {
        let expected = by_number(&recorded.result["group-votes"]);
        for (got, expected) in groups_of(&recorded).iter().zip(expected.values()) {
            assert_eq!(counts(got), recorded.counts(&expected["votes"]), "{}", recorded.name);
        }
        let mut base_of = vec![None; recorded.participants.len()];
        let base_clusters = recorded.base_clusters();
        for (number, base) in (0_u8..).zip(&base_clusters) {
            base.members.iter().for_each(|row| base_of[*row as usize] = Some(number));
        }
        let found = tallies_by_group(&recorded.matrix, &base_of, base_clusters.len());
        for (column, statement) in recorded.statements.iter().enumerate() {
            let expected = &recorded.result["votes-base"][statement.to_string()];
            let got = |of: fn(&Tally) -> u32| found.iter().map(|base| u64::from(of(&base[column]))).collect::<Vec<_>>();
            assert_eq!(got(|tally| tally.agree), numbers(&expected["A"]));
            assert_eq!(got(|tally| tally.disagree), numbers(&expected["D"]));
            assert_eq!(got(|tally| tally.n()), numbers(&expected["S"]));
        }
    }
}

/// The recorded test has the precision of 32 bits.
#[track_caller]
fn same_finding(got: &Representative, expected: &Value, statement: u64) {
    assert_eq!(Some(statement), expected["tid"].as_u64());
    let side = if got.side == Side::Agree { "agree" } else { "disagree" };
    assert_eq!(expected["repful-for"], side);
    assert_eq!(expected["n-success"], got.n_success);
    assert_eq!(expected["n-trials"], got.n_trials);
    assert_eq!(expected.get("n-agree").and_then(Value::as_u64), got.best_agree.map(u64::from));
    assert_eq!(expected.get("best-agree").is_some(), got.best_agree.is_some());
    let real = |key: &str| expected[key].as_f64().unwrap();
    assert_near(got.p_success, real("p-success"), 1e-12, "share");
    assert_near(got.p_test, real("p-test"), 1e-12, "test of the share");
    assert_near(got.repness, real("repness"), 1e-12, "repness");
    assert_near(got.repness_test, real("repness-test"), 1e-6, "test of repness");
}

#[test]
fn representative_statements_given_the_groups() {
    for recorded in Recorded::all(&ALL) {
        let found = representative(&groups_of(&recorded), &recorded.treatments);
        let expected = by_number(&recorded.result["repness"]);
        assert_eq!(found.len(), expected.len());
        for (got, expected) in found.iter().zip(expected.values()) {
            let expected = expected.as_array().unwrap();
            assert_eq!(got.len(), expected.len(), "{}", recorded.name);
            for (got, expected) in got.iter().zip(expected) {
                same_finding(got, expected, recorded.statements[got.column as usize]);
            }
        }
    }
}

#[track_caller]
fn same_common(got: &[ConsensusStatement], expected: &Value, recorded: &Recorded) {
    let expected = expected.as_array().unwrap();
    assert_eq!(got.len(), expected.len(), "{}", recorded.name);
    for (got, expected) in got.iter().zip(expected) {
        assert_eq!(Some(recorded.statements[got.column as usize]), expected["tid"].as_u64(), "{}", recorded.name);
        assert_eq!(expected["n-success"], got.n_success);
        assert_eq!(expected["n-trials"], got.n_trials);
        assert_near(got.p_success, expected["p-success"].as_f64().unwrap(), 1e-12, "share");
        assert_near(got.p_test, expected["p-test"].as_f64().unwrap(), 1e-12, "test of the share");
    }
}

#[test]
fn consensus_of_everybody() {
    for recorded in Recorded::all(&COMPLETE) {
        let found = consensus(&recorded.matrix.tallies(), &recorded.treatments);
        same_common(&found.agree, &recorded.result["consensus"]["agree"], &recorded);
        same_common(&found.disagree, &recorded.result["consensus"]["disagree"], &recorded);
    }
}

#[test]
fn group_informed_consensus() {
    for recorded in Recorded::all(&ALL) {
        let (agree, _) = polis::group_informed_consensus(&groups_of(&recorded), recorded.statements.len());
        let expected = recorded.by_statement(&recorded.result["group-aware-consensus"]);
        assert_all_near(&agree, &expected, 1e-15, recorded.name);
    }
}

/// Polis weighs with the group votes of the run before. In both complete recordings those of the recorded run give
/// the recorded numbers for every statement, so that the recordings do not tell the two apart.
#[test]
fn priorities_given_components_and_groups() {
    for recorded in Recorded::all(&COMPLETE) {
        let extremity = extremity(&statement_places(&recorded.treatments, &recorded.pca()));
        let tallies = total_tallies(&groups_of(&recorded), recorded.statements.len());
        let expected = recorded.by_statement(&recorded.result["comment-priorities"]);
        assert_all_near(&priorities(&tallies, &extremity, &recorded.treatments), &expected, 1e-9, recorded.name);
    }
    for recorded in Recorded::all(&[INCOMPLETE]) {
        let expected = recorded.by_statement(&recorded.result["comment-priorities"]);
        assert!(expected.iter().all(|priority| *priority == 49.0), "the recording has the fault that it is known for");
    }
}
