//! Planted conversations: the truth is in the votes as asked, and the same seed gives the same bytes.

use canvass_analysis::planted::{
    Kind, Missing, PlantedData, PlantedSpec, Preset, StatementMix, Traits, apportion, assign_exactly, centres,
};
use canvass_analysis::votes::Stance;

/// The presets with groups and many votes, all of them missing at random.
const GROUPED: [Preset; 5] =
    [Preset::Planted2, Preset::Planted3, Preset::Planted5, Preset::Planted8, Preset::Planted60328];

pub fn generate(spec: PlantedSpec, seed: u64) -> PlantedData {
    spec.check().unwrap().generate(seed)
}

/// 64-bit FNV-1a over everything in the data, in order.
pub fn fingerprint(data: &PlantedData) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut feed = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    feed(&data.group);
    data.position.iter().flatten().for_each(|x| feed(&x.to_bits().to_le_bytes()));
    for traits in &data.statements {
        feed(&[traits.kind as u8]);
        feed(&traits.intercept.to_bits().to_le_bytes());
        traits.loading.iter().for_each(|x| feed(&x.to_bits().to_le_bytes()));
    }
    for vote in &data.votes {
        feed(&vote.at_ms.to_le_bytes());
        feed(&vote.participant.to_le_bytes());
        feed(&vote.statement.to_le_bytes());
        feed(&[match vote.answer {
            Stance::Agree => 0,
            Stance::Disagree => 1,
            Stance::Unsure => 2,
        }]);
    }
    hash
}

/// Share of one stance among a group's votes on a statement, with the number of votes.
fn share(data: &PlantedData, group: u8, statement: usize, stance: Stance) -> (f64, usize) {
    let of_group = |participant: u32| data.group[participant as usize] == group;
    let votes: Vec<Stance> = data
        .votes
        .iter()
        .filter(|vote| vote.statement as usize == statement && of_group(vote.participant))
        .map(|vote| vote.answer)
        .collect();
    let n = votes.iter().filter(|answer| **answer == stance).count();
    (n as f64 / votes.len().max(1) as f64, votes.len())
}

fn of_kind(data: &PlantedData, kind: Kind) -> Vec<usize> {
    (0..data.statements.len()).filter(|j| data.statements[*j].kind == kind).collect()
}

#[test]
fn the_bytes_of_a_seed_are_pinned() {
    let mnar = PlantedSpec { missing: Missing::Mnar, dimension: 3, ..PlantedSpec::default() };
    assert_eq!(fingerprint(&generate(mnar, 1)), 0xea8d_3bff_2dd7_2cea);
}

#[test]
fn another_seed_gives_other_votes() {
    let spec = Preset::Planted2.spec();
    assert_eq!(generate(spec.clone(), 5), generate(spec.clone(), 5));
    let (a, b) = (generate(spec.clone(), 5), generate(spec, 6));
    assert_ne!(a.votes, b.votes);
    assert_ne!(a.position, b.position);
    assert_ne!(a.group, b.group);
}

#[test]
fn group_sizes_are_within_one_person_of_their_shares() {
    fn check(n_participants: u32, shares: &[f64], expected: &[usize]) {
        let spec = PlantedSpec { n_participants, group_shares: shares.to_vec(), ..PlantedSpec::default() };
        let data = generate(spec, 1);
        let sizes: Vec<usize> =
            (0..shares.len()).map(|g| data.group.iter().filter(|h| usize::from(**h) == g).count()).collect();
        assert_eq!(sizes, expected);
    }
    check(300, &[0.5, 0.5], &[150, 150]);
    check(1_000, &[0.6, 0.32, 0.08], &[600, 320, 80]);
    check(10, &[1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], &[4, 3, 3]);
    check(1, &[0.4, 0.6], &[0, 1]);
}

#[test]
fn groups_part_on_divisive_statements_and_not_on_shared_ground() {
    for preset in GROUPED {
        let data = generate(preset.spec(), 1);
        let n_groups = preset.spec().group_shares.len() as u8;
        let agree = |g, j| share(&data, g, j, Stance::Agree).0;
        let spread = |j: usize| {
            let shares: Vec<f64> = (0..n_groups).map(|g| agree(g, j)).collect();
            shares.iter().fold(0.0, |most: f64, x| most.max(*x))
                - shares.iter().fold(1.0, |least: f64, x| least.min(*x))
        };
        for j in of_kind(&data, Kind::Divisive) {
            assert!(spread(j) > 0.4, "{}: statement {j} parts by {}", preset.name(), spread(j));
        }
        for j in of_kind(&data, Kind::Shared) {
            assert!(spread(j) < 0.25, "{}: statement {j} parts by {}", preset.name(), spread(j));
        }
    }
}

/// The nearest true centre names the true group of nearly everybody: the groups are there to be found.
#[test]
fn positions_are_separable() {
    for preset in GROUPED.into_iter().chain([Preset::Sparse, Preset::Mnar]) {
        let spec = preset.spec();
        let data = generate(spec.clone(), 1);
        let corners = centres(spec.group_shares.len(), spec.dimension, spec.separation);
        let distance = |x: &[f64], c: &[f64]| x.iter().zip(c).map(|(x, c)| (x - c) * (x - c)).sum::<f64>();
        let nearest = |x: &Vec<f64>| {
            (0..corners.len()).min_by(|a, b| distance(x, &corners[*a]).total_cmp(&distance(x, &corners[*b]))).unwrap()
        };
        let right = data.position.iter().zip(&data.group).filter(|(x, g)| nearest(x) == usize::from(**g)).count();
        assert!(right as f64 > 0.94 * data.group.len() as f64, "{}: {right}", preset.name());
    }
}

#[test]
fn every_group_stands_on_shared_ground() {
    for preset in GROUPED {
        let data = generate(preset.spec(), 1);
        for j in of_kind(&data, Kind::Shared) {
            let side = if data.statements[j].intercept > 0.0 { Stance::Agree } else { Stance::Disagree };
            for g in 0..preset.spec().group_shares.len() as u8 {
                let (same, n) = share(&data, g, j, side);
                assert!(n >= 30 && same > 0.6, "{}: group {g}, statement {j}: {same} of {n}", preset.name());
            }
        }
    }
}

#[test]
fn people_vote_as_often_as_asked() {
    fn check(mean: f64, spread: f64, n_statements: u32) {
        let spec = PlantedSpec {
            n_statements,
            votes_per_person: mean,
            participation_spread: spread,
            ..PlantedSpec::default()
        };
        let data = generate(spec, 3);
        let n = data.group.len() as f64;
        let asked = (mean * n).round();
        assert!((data.votes.len() as f64 - asked).abs() <= 1.0, "{} votes, {asked} asked", data.votes.len());
        let of = |i: usize| data.votes.iter().filter(|vote| vote.participant as usize == i).count();
        assert!((0..data.group.len()).all(|i| of(i) >= 1), "everybody votes");
    }
    check(15.0, 0.8, 30);
    check(12.5, 0.0, 30);
    check(1.0, 1.0, 30);
    check(30.0, 0.8, 30);
    check(4.2, 3.0, 200);
}

#[test]
fn participation_is_skewed() {
    let spec = PlantedSpec { n_statements: 200, ..PlantedSpec::default() };
    let data = generate(spec, 1);
    let mut per_person = vec![0; data.group.len()];
    data.votes.iter().for_each(|vote| per_person[vote.participant as usize] += 1);
    per_person.sort_unstable();
    let median = per_person[per_person.len() / 2];
    assert!(median < 13, "median {median} of a mean of 15");
    assert!(per_person[per_person.len() - 1] > 60, "a long tail");
}

#[test]
fn unsure_votes_are_as_common_as_asked() {
    let spec = PlantedSpec {
        n_participants: 2_000,
        unsure_rate: 0.2,
        mix: StatementMix { unsure: 0.0, ..StatementMix::default() },
        ..PlantedSpec::default()
    };
    let data = generate(spec, 1);
    let unsure = data.votes.iter().filter(|vote| vote.answer == Stance::Unsure).count();
    let rate = unsure as f64 / data.votes.len() as f64;
    assert!((rate - 0.2).abs() < 0.015, "{rate}");
    let data = generate(Preset::Planted3.spec(), 1);
    for j in of_kind(&data, Kind::Unsure) {
        let unsure = data.votes.iter().filter(|v| v.statement as usize == j && v.answer == Stance::Unsure).count();
        let n = data.votes.iter().filter(|v| v.statement as usize == j).count();
        assert!(unsure * 2 > n, "statement {j}: {unsure} of {n}");
    }
}

#[test]
fn where_votes_are_missing_not_at_random_people_choose_what_they_feel_strongly_about() {
    let strength = |missing| {
        let data = generate(PlantedSpec { missing, n_statements: 60, ..PlantedSpec::default() }, 1);
        let feeling = |vote: &canvass_analysis::planted::PlantedVote| {
            data.statements[vote.statement as usize].feeling(&data.position[vote.participant as usize]).abs()
        };
        data.votes.iter().map(feeling).sum::<f64>() / data.votes.len() as f64
    };
    let (random, chosen) = (strength(Missing::Mcar), strength(Missing::Mnar));
    assert!(chosen > random * 1.2, "{chosen} against {random}");
}

#[test]
fn votes_are_in_order_of_time_and_nobody_votes_twice() {
    for missing in [Missing::Mcar, Missing::Mnar] {
        let data = generate(PlantedSpec { missing, ..PlantedSpec::default() }, 2);
        assert!(data.votes.windows(2).all(|pair| pair[0].at_ms <= pair[1].at_ms));
        let mut cells: Vec<(u32, u32)> = data.votes.iter().map(|v| (v.participant, v.statement)).collect();
        cells.sort_unstable();
        cells.dedup();
        assert_eq!(cells.len(), data.votes.len());
        let first = |i: u32| data.votes.iter().find(|v| v.participant == i).unwrap().at_ms;
        let late = (0..100).filter(|i| first(*i) > first(200)).count();
        assert!(late < 5, "participants are numbered as they arrive");
    }
}

#[test]
fn degenerate_sizes_work() {
    let one = |n_participants, n_statements, group_shares: Vec<f64>, dimension| PlantedSpec {
        n_participants,
        n_statements,
        group_shares,
        dimension,
        votes_per_person: 1.0,
        ..PlantedSpec::default()
    };
    for missing in [Missing::Mcar, Missing::Mnar] {
        let check = |spec: PlantedSpec| generate(PlantedSpec { missing, ..spec }, 1);
        assert_eq!(check(one(1, 1, vec![1.0], 1)).votes.len(), 1);
        assert_eq!(check(one(1, 30, vec![0.5, 0.5], 2)).votes.len(), 1);
        assert_eq!(check(one(40, 1, vec![0.5, 0.5], 2)).votes.len(), 40);
        let alone = check(one(40, 5, vec![1.0], 8));
        assert!(alone.group.iter().all(|g| *g == 0) && alone.position.iter().all(|x| x.len() == 8));
        let no_distance = check(PlantedSpec { separation: 0.0, ..one(40, 5, vec![0.5, 0.5], 2) });
        assert!(no_distance.position.iter().flatten().all(|x| x.is_finite()));
    }
}

#[test]
fn what_is_out_of_bounds_is_refused_by_name() {
    fn check(spec: PlantedSpec, expected: &str) {
        assert_eq!(spec.check().unwrap_err().to_string(), expected);
    }
    let good = PlantedSpec::default;
    check(
        PlantedSpec { n_participants: 0, ..good() },
        "participants: `0` is out of bounds; use a whole number, 1 to 2,000,000",
    );
    check(
        PlantedSpec { group_shares: vec![0.5, 0.4], ..good() },
        "sum of group shares: `0.9` is out of bounds; use the shares of all groups sum to 1",
    );
    check(PlantedSpec { group_shares: vec![], ..good() }, "groups: `0` is out of bounds; use 1 to 16 groups");
    check(
        PlantedSpec { group_shares: vec![1.5, -0.5], ..good() },
        "group share: `1.5` is out of bounds; use each above 0, at most 1",
    );
    check(
        PlantedSpec { votes_per_person: 31.0, ..good() },
        "votes per person: `31` is out of bounds; use a mean from 1 to the number of statements",
    );
    check(PlantedSpec { unsure_rate: f64::NAN, ..good() }, "unsure rate: `NaN` is out of bounds; use 0 to 0.9");
    check(
        PlantedSpec { mix: StatementMix { shared: 0.6, divisive: 0.6, unsure: 0.0 }, ..good() },
        "share of statements: `1.2` is out of bounds; use each 0 to 1, together at most 1",
    );
}

#[test]
fn presets_are_found_by_name() {
    for preset in Preset::ALL {
        assert_eq!(preset.name().parse(), Ok(preset));
        preset.spec().check().unwrap();
    }
    assert_eq!(
        "planted-9".parse::<Preset>().unwrap_err().to_string(),
        "`planted-9` is not a preset; there are `planted-2`, `planted-3`, `planted-5`, `planted-8`, `planted-60-32-8`, \
         `sparse`, `mnar`, `none-independent`, `none-line`, `none-plane`"
    );
}

#[test]
fn traits_made_from_leans_meet_them_at_the_centres() {
    for leans in [vec![2.0, -1.0], vec![2.0, -1.0, 0.5]] {
        let traits = Traits::from_leans(Kind::Divisive, &leans, 0.1, 4.0);
        for (lean, centre) in leans.iter().zip(centres(leans.len(), 2, 4.0)) {
            assert!((traits.feeling(&centre) - lean).abs() < 1e-12);
        }
    }
    assert_eq!(Traits::from_leans(Kind::Shared, &[1.5], 0.1, 4.0).loading, [0.0, 0.0]);
}

#[test]
fn centres_are_as_far_apart_as_asked() {
    for (n_groups, dimension) in [(2, 1), (3, 1), (2, 2), (3, 2), (8, 2), (5, 4)] {
        let corners = centres(n_groups, dimension, 4.0);
        let gap: f64 = corners[0].iter().zip(&corners[1]).map(|(a, b)| (a - b) * (a - b)).sum();
        assert!((gap.sqrt() - 4.0).abs() < 1e-12, "{n_groups} groups in {dimension} dimensions");
        assert!(corners.iter().all(|c| c.len() == dimension));
    }
    assert_eq!(centres(1, 2, 4.0), [[0.0, 0.0]]);
}

#[test]
fn parts_sum_to_the_total() {
    assert_eq!(apportion(1_760, &[0.13, 0.46, 0.41]), [229, 810, 721]);
    assert_eq!(apportion(7, &[1.0, 1.0, 1.0]), [3, 2, 2]);
    assert_eq!(apportion(0, &[0.5, 0.5]), [0, 0]);
    assert_eq!(apportion(5, &[]), Vec::<usize>::new());
}

#[test]
fn options_get_exactly_their_counts_and_those_who_lean_to_them() {
    let scores = vec![vec![3.0, 0.0], vec![2.0, 1.0], vec![1.0, 0.5], vec![0.0, 2.0]];
    assert_eq!(assign_exactly(&[2, 2], &scores), [Some(0), Some(0), Some(1), Some(1)]);
    assert_eq!(assign_exactly(&[1, 1], &scores), [Some(0), None, None, Some(1)]);
    assert_eq!(assign_exactly(&[0, 9], &scores), [Some(1); 4]);
    assert_eq!(assign_exactly(&[1], &[]), []);
    assert_eq!(assign_exactly(&[], &[vec![]]), [None]);
}
