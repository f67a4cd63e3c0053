//! The named generator: pinned numbers, and the moments its formulas promise.

use canvass_analysis::chance::Chance;

#[test]
fn numbers_of_a_seed_are_pinned() {
    let mut chance = Chance::new(1, 2);
    let units = [chance.unit(), chance.unit()];
    let normals = [chance.normal(), chance.normal()];
    assert_eq!(units.map(f64::to_bits), PINNED_UNITS, "{units:?}");
    assert_eq!(normals.map(f64::to_bits), PINNED_NORMALS, "{normals:?}");
}

/// The same four numbers come out of a separate implementation of ChaCha and of docs/METHODS.md.
const PINNED_UNITS: [u64; 2] = [4604524349854438593, 4592906791829630336];
const PINNED_NORMALS: [u64; 2] = [4603757065707600549, 4609705347101168539];

#[test]
fn seeds_and_streams_differ() {
    let first = |seed, stream| Chance::new(seed, stream).unit().to_bits();
    let drawn = [first(1, 1), first(2, 1), first(1, 2), first(1 << 32, 1)];
    for (n, number) in drawn.iter().enumerate() {
        assert!(!drawn[n + 1..].contains(number), "{drawn:?}");
    }
}

/// Mean and variance of 100,000 draws, each within five standard errors of the formula's.
#[test]
fn moments_are_those_of_the_distributions() {
    fn check(name: &str, draw: fn(&mut Chance) -> f64, mean: f64, variance: f64) {
        let mut chance = Chance::new(7, 0);
        let n = 100_000.0;
        let draws: Vec<f64> = (0..100_000).map(|_| draw(&mut chance)).collect();
        let got_mean = draws.iter().sum::<f64>() / n;
        let got_variance = draws.iter().map(|x| (x - got_mean) * (x - got_mean)).sum::<f64>() / n;
        assert!((got_mean - mean).abs() < 5.0 * (variance / n).sqrt(), "{name}: mean {got_mean}");
        assert!((got_variance / variance - 1.0).abs() < 0.05, "{name}: variance {got_variance}");
    }
    check("unit", Chance::unit, 0.5, 1.0 / 12.0);
    check("between", |chance| chance.between(-1.0, 3.0), 1.0, 16.0 / 12.0);
    check("normal", Chance::normal, 0.0, 1.0);
    check("exponential", Chance::exponential, 1.0, 1.0);
    check("gumbel", Chance::gumbel, 0.577_215_664_9, 1.644_934_066_8);
    check("below", |chance| chance.below(10) as f64, 4.5, 8.25);
    check("weighted", |chance| chance.weighted(&[1.0, 0.0, 3.0]) as f64, 1.5, 0.75);
}

#[test]
fn degenerate_choices_have_answers() {
    let mut chance = Chance::new(1, 0);
    assert_eq!(chance.below(0), 0);
    assert_eq!(chance.pick::<u8>(&[]), None);
    assert_eq!(chance.weighted(&[]), 0);
    assert_eq!(chance.weighted(&[0.0, 0.0]), 1);
    let mut one = [5];
    chance.shuffle(&mut one);
    assert_eq!(one, [5]);
    assert!(!chance.happens(0.0) && chance.happens(1.0));
}

#[test]
fn a_shuffle_keeps_every_item_and_reaches_every_place() {
    let mut chance = Chance::new(3, 0);
    let mut seen = [[0_u32; 4]; 4];
    for _ in 0..4_000 {
        let mut items = [0_usize, 1, 2, 3];
        chance.shuffle(&mut items);
        items.iter().enumerate().for_each(|(place, item)| seen[*item][place] += 1);
    }
    for count in seen.iter().flatten() {
        assert!((850..1_150).contains(count), "{seen:?}");
    }
}
