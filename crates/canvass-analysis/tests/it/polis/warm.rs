//! Provisional maps: how near they are to those of a cold start.

use super::open_sets::agreement;
use super::{Conversation, spec};
use canvass_analysis::chance::Chance;
use canvass_analysis::methods::polis::{WarmPolis, analyse};
use canvass_analysis::methods::{Analysis, WarmAnalysis};
use canvass_analysis::numeric::Width;
use canvass_analysis::planted::{PlantedSpec, Preset};
use canvass_analysis::votes::{Matrix, Stance};

/// How far a map is from another of the same votes.
#[derive(Debug)]
struct Apart {
    /// 1 less the cosine of each component.
    components: [f64; 2],
    /// Adjusted Rand index of the groups.
    agreement: f64,
    /// How far places are apart, in the mean, as a share of how far they are from (0, 0).
    places: f64,
}

fn apart(a: &Analysis, b: &Analysis) -> Apart {
    let cosine =
        |place: usize| -> f64 { a.components[place].iter().zip(&b.components[place]).map(|(a, b)| a * b).sum() };
    let length = |[x, y]: [f64; 2]| (x * x + y * y).sqrt();
    let far: f64 = a.places.iter().map(|place| length(*place)).sum();
    let between: f64 = a.places.iter().zip(&b.places).map(|(a, b)| length([a[0] - b[0], a[1] - b[1]])).sum();
    Apart {
        components: [1.0 - cosine(0), 1.0 - cosine(1)],
        agreement: agreement(&a.group_of, &b.group_of),
        places: between / far,
    }
}

/// Lets people who are there, people who come and a new statement add, change and take back so many votes; renews the
/// map after every `every` of them and gives the last one beside the cold one.
fn after(conversation: &Conversation, n_votes: usize, every: usize) -> (Analysis, Analysis) {
    after_at(Width::Widest, conversation, n_votes, every)
}

fn after_at(width: Width, conversation: &Conversation, n_votes: usize, every: usize) -> (Analysis, Analysis) {
    let (cold, mut warm) = WarmPolis::new_at(width, conversation.matrix(), conversation.treatments.clone()).unwrap();
    assert!(cold == conversation.analyse(), "the first one is the cold one");
    let mut chance = Chance::new(6, 1);
    let mut found = cold;
    for n in 1..=n_votes {
        let (n_rows, n_columns) = (warm.matrix().n_rows(), warm.matrix().n_columns());
        let row = if chance.happens(0.02) { n_rows } else { chance.below(n_rows) };
        let column = if n == n_votes / 2 { n_columns } else { chance.below(n_columns) };
        let stance = [Some(Stance::Agree), Some(Stance::Disagree), Some(Stance::Unsure), None][chance.below(4)];
        warm.set_vote(row, column, stance).unwrap();
        if n % every == 0 {
            found = warm.refresh();
        }
    }
    let rows = (0..warm.matrix().n_rows()).map(|row| warm.matrix().row(row).map(|(column, s)| (column as u32, s)));
    let matrix = Matrix::from_rows(warm.matrix().n_columns(), rows.collect::<Vec<_>>());
    (found, analyse(&matrix, &conversation.treatments).unwrap())
}

#[test]
fn small_ones_are_made_anew() {
    for (name, conversation) in [
        ("planted-2", Conversation::planted(Preset::Planted2.spec(), 1)),
        ("planted-3 moderated", Conversation::planted(Preset::Planted3.spec(), 1).moderated()),
        ("small", Conversation::planted(spec(60, 25, 12.0), 1)),
    ] {
        let (warm, cold) = after(&conversation, 301, 7);
        assert!(warm == cold, "{name}");
    }
}

/// Where there are two groups, the second component is one of many that are as good, and no cold start comes to rest.
#[test]
fn what_is_counted_is_exact_and_the_rest_is_near() {
    let of = |preset: Preset| PlantedSpec { n_participants: 5_000, n_statements: 320, ..preset.spec() };
    for (name, conversation, second, groups, places) in [
        ("2 groups", Conversation::planted(of(Preset::Planted2), 1), 0.06, 0.9, 0.13),
        ("3 groups", Conversation::planted(of(Preset::Planted3), 1), 1e-12, 0.9, 1e-6),
        ("3 groups, moderated", Conversation::planted(of(Preset::Planted3), 2).moderated(), 1e-12, 0.8, 1e-6),
    ] {
        let (warm, cold) = after(&conversation, 301, 7);
        let apart = apart(&warm, &cold);
        println!("{name}: {apart:?}, {} and {} groups", warm.groups.len(), cold.groups.len());
        assert_eq!(warm.tallies, cold.tallies, "{name}");
        assert_eq!(warm.in_conversation, cold.in_conversation, "{name}");
        assert_eq!(warm.consensus, cold.consensus, "{name}");
        assert_eq!(warm.centre, cold.centre, "{name}");
        assert!(apart.components[0] < 1e-12 && apart.components[1] < second, "{name}: {apart:?}");
        assert!(apart.agreement > groups && apart.places < places, "{name}: {apart:?}");
    }
}

#[test]
fn threads_and_width_change_no_bit() {
    let spec = PlantedSpec { n_participants: 5_000, n_statements: 320, ..Preset::Planted3.spec() };
    let conversation = Conversation::planted(spec, 1);
    let [first, others @ ..] =
        [(1, Width::Widest), (2, Width::Widest), (1, Width::Narrowest)].map(|(n_threads, width)| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| after_at(width, &conversation, 60, 7).0)
        });
    assert!(others.iter().all(|other| *other == first));
}
