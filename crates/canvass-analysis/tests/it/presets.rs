//! Each named set of parameters has the property that it is there for, and a set without it fails the same measure.

use crate::planted::{fingerprint, generate};
use canvass_analysis::planted::{Missing, PlantedData, PlantedSpec, Preset};
use canvass_analysis::votes::Stance;
use std::f64::consts::PI;

fn made(preset: Preset) -> PlantedData {
    generate(preset.spec(), 1)
}

/// Votes as numbers: one row a statement, nothing where there is no vote.
fn matrix(data: &PlantedData) -> Vec<Vec<Option<f64>>> {
    let mut rows = vec![vec![None; data.group.len()]; data.statements.len()];
    for vote in &data.votes {
        rows[vote.statement as usize][vote.participant as usize] = Some(match vote.answer {
            Stance::Agree => 1.0,
            Stance::Disagree => -1.0,
            Stance::Unsure => 0.0,
        });
    }
    rows
}

/// n r^2 of pairs of numbers: 1 in the mean where nothing ties them.
fn tie(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for pair in pairs {
        let (dx, dy) = (pair.0 - x, pair.1 - y);
        (xx, yy, xy) = (xx + dx * dx, yy + dy * dy, xy + dx * dy);
    }
    (pairs.len() > 30 && xx > 0.0 && yy > 0.0).then(|| n * xy * xy / (xx * yy))
}

/// Mean tie between two statements, over people who voted on both.
fn tie_between_statements(data: &PlantedData) -> f64 {
    let rows = matrix(data);
    let both = |a: &[Option<f64>], b: &[Option<f64>]| -> Vec<(f64, f64)> {
        a.iter().zip(b).filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect()
    };
    let pairs = (0..rows.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    mean(pairs.filter_map(|(i, j)| tie(&both(&rows[i], &rows[j]))))
}

/// Mean tie between a statement and where people stand.
fn tie_to_position(data: &PlantedData) -> f64 {
    let rows = matrix(data);
    let axes = (0..data.position[0].len()).flat_map(|axis| rows.iter().map(move |row| (axis, row)));
    mean(axes.filter_map(|(axis, row)| {
        let pairs = row.iter().zip(&data.position).filter_map(|(vote, at)| Some(((*vote)?, at[axis])));
        tie(&pairs.collect::<Vec<_>>())
    }))
}

fn mean(numbers: impl Iterator<Item = f64>) -> f64 {
    let (n, sum) = numbers.fold((0.0, 0.0), |(n, sum), x| (n + 1.0, sum + x));
    sum / n
}

/// Along a direction in the first two axes: the standard deviation, and the share of people within a quarter of it
/// from the mean (0.197 for a normal distribution; less where people stand in groups beside the mean).
fn middle(data: &PlantedData, angle: f64) -> (f64, f64) {
    let along = |at: &Vec<f64>| at[0] * libm::cos(angle) + at.get(1).map_or(0.0, |y| y * libm::sin(angle));
    let places: Vec<f64> = data.position.iter().map(along).collect();
    let centre = mean(places.iter().copied());
    let deviation = mean(places.iter().map(|x| (x - centre) * (x - centre))).sqrt();
    let inside = places.iter().filter(|x| (**x - centre).abs() < deviation / 4.0).count();
    (deviation, inside as f64 / places.len() as f64)
}

fn votes_of_each(data: &PlantedData) -> Vec<usize> {
    let mut votes = vec![0; data.group.len()];
    data.votes.iter().for_each(|vote| votes[vote.participant as usize] += 1);
    votes.sort_unstable();
    votes
}

/// How often people vote on statements whose feeling is weaker or stronger than a bound.
fn rates(data: &PlantedData, bound: f64) -> (f64, f64) {
    let rows = matrix(data);
    let (mut weak, mut strong) = ((0.0, 0.0), (0.0, 0.0));
    for (row, traits) in rows.iter().zip(&data.statements) {
        for (vote, at) in row.iter().zip(&data.position) {
            let side = if traits.feeling(at).abs() < bound { &mut weak } else { &mut strong };
            *side = (side.0 + f64::from(vote.is_some()), side.1 + 1.0);
        }
    }
    (weak.0 / weak.1, strong.0 / strong.1)
}

#[test]
fn what_a_name_stands_for_never_changes() {
    let got = Preset::ALL.map(|preset| (preset.name(), fingerprint(&made(preset))));
    let pinned = [
        ("planted-2", 0xe495_4b50_0289_e64d),
        ("planted-3", 0x6a1d_6053_e414_d09f),
        ("planted-5", 0x6fee_72b2_cfbe_a309),
        ("planted-8", 0x8a2a_9350_80f9_08b4),
        ("planted-60-32-8", 0x6d82_c2c2_5a3b_b753),
        ("sparse", 0x2a42_46ac_883b_f20b),
        ("mnar", 0xfa70_f99b_f004_62be),
        ("none-independent", 0x8de0_ba1c_675b_3646),
        ("none-line", 0xf0cf_2acf_e306_b2d2),
        ("none-plane", 0x9bf9_f829_b411_b74b),
    ];
    assert_eq!(got, pinned, "{got:#018x?}");
}

#[test]
fn groups_have_exactly_their_shares() {
    let sizes = |preset: Preset| -> Vec<usize> {
        let data = made(preset);
        let n_groups = preset.spec().group_shares.len();
        (0..n_groups).map(|g| data.group.iter().filter(|h| usize::from(**h) == g).count()).collect()
    };
    assert_eq!(sizes(Preset::Planted2), [360, 240]);
    assert_eq!(sizes(Preset::Planted3), [500, 300, 200]);
    assert_eq!(sizes(Preset::Planted5), [600, 500, 400, 300, 200]);
    assert_eq!(sizes(Preset::Planted8), [500; 8]);
    assert_eq!(sizes(Preset::Planted60328), [900, 480, 120]);
    assert_eq!(sizes(Preset::Sparse), [1_500, 900, 600]);
    assert_eq!(sizes(Preset::Mnar), [500, 300, 200]);
    for none in [Preset::NoneIndependent, Preset::NoneLine, Preset::NonePlane] {
        assert_eq!(sizes(none), [1_000]);
    }
}

#[test]
fn sparse_is_nearly_empty() {
    let data = made(Preset::Sparse);
    let filled = data.votes.len() as f64 / (data.group.len() * data.statements.len()) as f64;
    assert!((filled - 0.04).abs() < 0.0001, "{filled}");
    let votes = votes_of_each(&data);
    assert!(votes[votes.len() / 2] <= 6, "half of the people vote at most {} times", votes[votes.len() / 2]);
    // What two people have in common, in the mean.
    let n = data.group.len() as f64;
    let shared: f64 = matrix(&data).iter().map(|row| row.iter().flatten().count() as f64).map(|m| m * (m - 1.0)).sum();
    assert!(shared / (n * (n - 1.0)) < 0.4);
}

#[test]
fn mnar_misses_what_people_feel_little_about() {
    let (weak, strong) = rates(&made(Preset::Mnar), 1.0);
    assert!(strong > 1.5 * weak, "{strong} against {weak}");
    let at_random = PlantedSpec { missing: Missing::Mcar, ..Preset::Mnar.spec() };
    let data = generate(at_random.clone(), 1);
    let (weak, strong) = rates(&data, 1.0);
    assert!((strong / weak - 1.0).abs() < 0.03, "{strong} against {weak}");
    // So what is missing depends on what would have been answered: the unsure are counted too rarely.
    let unsure = |data: &PlantedData| {
        data.votes.iter().filter(|vote| vote.answer == Stance::Unsure).count() as f64 / data.votes.len() as f64
    };
    let (chosen, fair) = (unsure(&made(Preset::Mnar)), unsure(&data));
    assert!(chosen < 0.9 * fair, "{chosen} against {fair}");
}

#[test]
fn nothing_ties_the_votes_of_none_independent() {
    let data = made(Preset::NoneIndependent);
    let (votes, places) = (tie_between_statements(&data), tie_to_position(&data));
    assert!((votes - 1.0).abs() < 0.1, "statements: {votes}");
    assert!((places - 1.0).abs() < 0.4, "positions: {places}");
    for tied in [Preset::Planted3, Preset::NoneLine, Preset::NonePlane] {
        let (votes, places) = (tie_between_statements(&made(tied)), tie_to_position(&made(tied)));
        assert!(votes > 5.0 && places > 10.0, "{}: {votes}, {places}", tied.name());
    }
}

#[test]
fn none_line_has_one_axis_and_most_people_in_its_middle() {
    let data = made(Preset::NoneLine);
    assert!(data.position.iter().all(|at| at.len() == 1));
    let (deviation, inside) = middle(&data, 0.0);
    assert!((deviation - 2.0).abs() < 0.1, "{deviation}");
    assert!((inside - 0.197).abs() < 0.04, "{inside}");
    let (_, apart) = middle(&made(Preset::Planted2), 0.0);
    assert!(apart < 0.1, "two groups leave the middle empty: {apart}");
}

#[test]
fn none_plane_looks_alike_from_every_side() {
    let data = made(Preset::NonePlane);
    for step in 0..12 {
        let (deviation, inside) = middle(&data, f64::from(step) * PI / 12.0);
        assert!((deviation - 2.0).abs() < 0.15, "{step}: {deviation}");
        assert!((inside - 0.197).abs() < 0.05, "{step}: {inside}");
    }
}
