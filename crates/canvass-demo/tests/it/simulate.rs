//! Simulated conversations: what was asked for comes out, with the truth beside it.

use crate::transcripts::{answers, check_well_formed, fingerprint, poll_counts};
use canvass_analysis::planted::{Missing, Preset};
use canvass_demo::simulate::{SimulateOptions, truth_csv};
use canvass_domain::{Fact, Provenance};

fn small() -> SimulateOptions {
    SimulateOptions { participants: Some(60), statements: Some(12), ..SimulateOptions::default() }
}

#[test]
fn what_was_asked_for_comes_out() {
    let options = SimulateOptions {
        participants: Some(200),
        statements: Some(25),
        groups: Some(3),
        group_shares: Some(vec![0.6, 0.32, 0.08]),
        votes_per_person: Some(9.0),
        missing: Some(Missing::Mnar),
        poll: vec![30, 100, 50],
        seed: Some(4),
        preset: None,
    };
    let made = options.check().unwrap().run();
    check_well_formed(&made.transcript);
    assert_eq!(made.slug.as_str(), "simulated");
    assert_eq!(made.transcript.provenance, Provenance::Synthetic);
    assert_eq!(made.transcript.arrivals.len(), 200);
    assert_eq!(made.transcript.statements.len(), 25);
    assert_eq!(poll_counts(&made.transcript), [30, 100, 50]);
    assert!(answers(&made.transcript).len().abs_diff(1_800) <= 1);
    let size = |group| made.truth.group.iter().filter(|g| **g == group).count();
    assert_eq!([size(0), size(1), size(2)], [120, 64, 16]);
    assert_eq!(made.transcript.events.last().map(|event| event.fact), Some(Fact::Closed));
}

#[test]
fn a_seed_fixes_every_byte() {
    let run = |seed| SimulateOptions { seed, ..small() }.check().unwrap().run();
    assert_eq!(run(Some(3)), run(Some(3)));
    assert_ne!(run(Some(3)).truth, run(Some(4)).truth);
    assert_eq!(run(None), run(Some(1)));
    let preset = SimulateOptions { preset: Some(Preset::Planted2), ..SimulateOptions::default() };
    let made = preset.check().unwrap().run();
    assert_eq!(made.slug.as_str(), "planted-2");
    assert_eq!(fingerprint(&made.transcript), "976f4d7d327aca6833f9603faa2084e9eaacf9abc456213964bce2c21edbef92");
}

#[test]
fn the_poll_alone_says_how_many_people_there_are() {
    let options = SimulateOptions { poll: vec![229, 810, 721], ..SimulateOptions::default() };
    let made = options.check().unwrap().run();
    assert_eq!(made.transcript.arrivals.len(), 1_760);
    assert_eq!(poll_counts(&made.transcript), [229, 810, 721]);
}

#[test]
fn the_truth_is_a_table() {
    let made = SimulateOptions { groups: Some(2), ..small() }.check().unwrap().run();
    let csv = truth_csv(&made.truth);
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("participant,group,x1,x2"));
    let rows: Vec<Vec<f64>> = lines.map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
    let truth = made.truth.group.iter().zip(&made.truth.position).enumerate();
    let expected: Vec<Vec<f64>> =
        truth.map(|(n, (group, position))| [&[n as f64, f64::from(*group)], position.as_slice()].concat()).collect();
    assert_eq!(rows, expected, "every number comes back the same");
}

#[test]
fn tiny_conversations_work() {
    let tiny =
        SimulateOptions { participants: Some(1), statements: Some(1), groups: Some(1), ..SimulateOptions::default() };
    let made = tiny.check().unwrap().run();
    check_well_formed(&made.transcript);
    assert_eq!(answers(&made.transcript).len(), 1);
}

#[test]
fn what_cannot_be_met_is_refused() {
    fn check(options: SimulateOptions, expected: &str) {
        assert_eq!(options.check().unwrap_err().to_string(), expected);
    }
    check(
        SimulateOptions { participants: Some(0), ..small() },
        "participants: `0` is out of bounds; use a whole number, 1 to 2,000,000",
    );
    check(
        SimulateOptions { groups: Some(2), group_shares: Some(vec![1.0]), ..small() },
        "`2` groups with `1` shares; give one share for each group",
    );
    check(
        SimulateOptions { groups: Some(4_000_000_000), ..small() },
        "groups: `100` is out of bounds; use 1 to 16 groups",
    );
    check(
        SimulateOptions { poll: vec![60, 1], ..small() },
        "`61` answers to the poll from `60` participants; each answers at most once",
    );
    check(SimulateOptions { poll: vec![60], ..small() }, "a poll of `1` options; use 2 to 32");
    check(
        SimulateOptions { preset: Some(Preset::Planted3), ..small() },
        "`planted-3` fixes the participants; leave one of the two out",
    );
}

/// Every preset makes a conversation with its truth beside it: a line for each person, a column for each axis.
#[test]
fn every_preset_makes_a_conversation() {
    for preset in Preset::ALL {
        let options = SimulateOptions { preset: Some(preset), ..SimulateOptions::default() };
        let made = options.check().unwrap().run();
        check_well_formed(&made.transcript);
        assert_eq!(made.slug.as_str(), preset.name());
        let spec = preset.spec();
        let truth = truth_csv(&made.truth);
        let axes: String = (1..=spec.dimension).map(|axis| format!(",x{axis}")).collect();
        assert_eq!(truth.lines().next().unwrap(), format!("participant,group{axes}"));
        assert_eq!(truth.lines().count(), spec.n_participants as usize + 1, "{}", preset.name());
    }
}
