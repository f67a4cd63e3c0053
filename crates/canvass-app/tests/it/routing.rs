//! Which statement comes next: the stated chances, in fact drawn, and nothing starved.

use canvass_app::routing::{UNIFORM_SHARE, chances, pick};
use canvass_demo::simulate::{Preset, SimulateOptions};
use canvass_domain::StatementId;
use canvass_results::OpinionMap;
use canvass_results::analysed::analyse;
use std::collections::BTreeSet;
use std::sync::Arc;

fn map() -> Arc<OpinionMap> {
    let options = SimulateOptions { preset: Some(Preset::Planted2), ..Default::default() };
    let made = options.check().unwrap().run();
    analyse(&made.slug, &made.transcript).unwrap().results.map.unwrap()
}

fn open(map: &OpinionMap) -> Vec<StatementId> {
    map.statements.iter().map(|statement| statement.id).collect()
}

/// Draws that no two readers share, the same every time.
fn draws(n: u64) -> impl Iterator<Item = u64> {
    (0..n).map(|n| (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (n << 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9))
}

#[test]
fn chances_are_those_of_the_priorities_with_a_fifth_uniform() {
    let map = map();
    let open = open(&map);
    let n = open.len() as f64;
    let sum: f64 = map.statements.iter().map(|statement| statement.priority).sum();
    let found = chances(&open, Some(&map));
    for (statement, chance) in map.statements.iter().zip(&found) {
        let expected = 0.2 / n + 0.8 * statement.priority / sum;
        assert!((chance - expected).abs() < 1e-15, "{}: {chance} {expected}", statement.id);
        assert!(*chance >= UNIFORM_SHARE / n);
    }
    assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    let (least, most) = (found.iter().copied().fold(1.0, f64::min), found.iter().copied().fold(0.0, f64::max));
    assert!(most > 2.0 * least, "priorities matter: {least} to {most}");
    assert_eq!(chances(&open[..1], Some(&map)), [1.0], "one left is certain");
}

#[test]
fn what_the_map_does_not_know_has_the_priority_of_no_votes() {
    let map = map();
    let open = [map.statements[0].id, StatementId(900), StatementId(901)];
    let found = chances(&open, Some(&map));
    // Nobody unsure, nobody moved: ((1 - 1/2) (0 + 1) (1/2) (1 + 8))^2.
    let fresh = 2.25 * 2.25;
    let expected = 0.2 / 3.0 + 0.8 * fresh / (map.statements[0].priority + 2.0 * fresh);
    assert!((found[1] - expected).abs() < 1e-12 && found[1] == found[2], "{found:?}");
}

#[test]
fn draws_are_as_frequent_as_their_chances_and_starve_nothing() {
    const N: u64 = 200_000;
    let map = map();
    let chances = chances(&open(&map), Some(&map));
    let mut hits = vec![0_u32; chances.len()];
    draws(N).for_each(|draw| hits[pick(&chances, draw).unwrap()] += 1);
    for (hits, chance) in hits.iter().zip(&chances) {
        let (expected, found) = (chance * N as f64, f64::from(*hits));
        // Five standard deviations.
        assert!((found - expected).abs() < 5.0 * expected.sqrt(), "{found} of {expected}");
        assert!(found > 0.9 * UNIFORM_SHARE * N as f64 / chances.len() as f64);
    }
}

/// Readers who answer everything, each in an order of their own.
#[test]
fn everybody_is_shown_everything_in_an_order_of_their_own() {
    let map = map();
    let mut seen = BTreeSet::new();
    let mut draws = draws(40 * 50);
    for _ in 0..50 {
        let mut open = open(&map);
        let mut order = Vec::new();
        while !open.is_empty() {
            let place = pick(&chances(&open, Some(&map)), draws.next().unwrap()).unwrap();
            order.push(open.remove(place));
        }
        seen.insert(order);
    }
    assert_eq!(seen.len(), 50);
}

#[test]
fn another_map_gives_other_chances() {
    let map = map();
    let open = open(&map);
    let mut other = OpinionMap::clone(&map);
    other.statements[3].priority *= 10.0;
    let (before, after) = (chances(&open, Some(&map)), chances(&open, Some(&other)));
    assert!(after[3] > before[3] && after[4] < before[4]);
    assert_ne!(before, chances(&open, None));
}

#[test]
fn priorities_that_are_none_leave_it_to_chance() {
    let map = map();
    let open = open(&map);
    for priority in [0.0, f64::NAN, f64::INFINITY] {
        let mut broken = OpinionMap::clone(&map);
        broken.statements.iter_mut().for_each(|statement| statement.priority = priority);
        assert_eq!(chances(&open, Some(&broken)), chances(&open, None), "{priority}");
    }
}
