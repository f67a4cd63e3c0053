//! No group under a floor: the next best number of groups, or none; Polis's own analysis stays what it is.

use super::recorded::{COMPLETE, INCOMPLETE, Recorded};
use super::{Conversation, spec};
use canvass_analysis::methods::Analysis;
use canvass_analysis::methods::polis::{analyse, regrouped};
use canvass_analysis::planted::PlantedSpec;
use canvass_analysis::votes::Treatment;

const LEAST: u32 = 5;

fn of(n_rows: usize, n_columns: usize, cell: impl Fn(usize, usize) -> i8) -> Conversation {
    let cells = (0..n_rows).map(|row| (0..n_columns).map(|column| Some(cell(row, column))).collect()).collect();
    Conversation { cells, treatments: vec![Treatment::Counted; n_columns] }
}

fn sizes(found: &Analysis) -> Vec<u32> {
    let mut sizes: Vec<u32> = found.groups.iter().map(|group| group.n_members).collect();
    sizes.sort_unstable();
    sizes
}

fn floored(conversation: &Conversation) -> Option<Analysis> {
    regrouped(&conversation.analyse(), &conversation.matrix(), &conversation.treatments, LEAST)
}

#[test]
fn one_against_fifteen_is_no_group() {
    let conversation = of(16, 8, |row, _| if row == 15 { -1 } else { 1 });
    assert_eq!(sizes(&conversation.analyse()), [1, 15], "Polis shows one person's votes");
    let found = floored(&conversation).unwrap();
    assert_eq!(sizes(&found), [16]);
    assert!(found.group_of.iter().all(Option::is_some), "they are still on the map");
    assert_eq!(found.places, conversation.analyse().places);
}

#[test]
fn the_next_best_division_is_taken_where_there_is_one() {
    const LEAST: u32 = 20;
    let (mut n_small, mut n_divided) = (0, 0);
    for seed in 1..=20 {
        // Eighteen people of the third kind.
        let spec = PlantedSpec { group_shares: vec![0.45, 0.35, 0.2], separation: 6.0, ..spec(90, 30, 25.0) };
        let conversation = Conversation::planted(spec, seed);
        let polis = conversation.analyse();
        let again = regrouped(&polis, &conversation.matrix(), &conversation.treatments, LEAST);
        assert_eq!(again.is_some(), sizes(&polis)[0] < LEAST);
        let Some(found) = again else { continue };
        n_small += 1;
        n_divided += usize::from(found.groups.len() > 1);
        assert!(sizes(&found)[0] >= LEAST, "{:?}, {:?}", sizes(&polis), sizes(&found));
        // Votes by group are made anew, of the same people.
        let votes = |found: &Analysis| found.groups.iter().map(|group| group.tallies[0].n()).sum::<u32>();
        assert_eq!(votes(&found), votes(&polis));
    }
    println!("{n_small} of 20 had a small group; {n_divided} of those could be divided another way");
    assert!(n_small >= 10 && n_divided >= 5);
}

#[test]
fn groups_that_are_large_enough_stay() {
    let conversation = of(20, 8, |row, column| if (row < 10) == (column < 4) { 1 } else { -1 });
    assert_eq!(sizes(&conversation.analyse()), [10, 10]);
    assert!(floored(&conversation).is_none());
}

#[test]
fn recordings_of_polis_have_no_small_group_either() {
    for recorded in Recorded::all(&[COMPLETE[0], COMPLETE[1], INCOMPLETE]) {
        let polis = analyse(&recorded.matrix, &recorded.treatments).unwrap();
        let found = regrouped(&polis, &recorded.matrix, &recorded.treatments, LEAST).unwrap_or_else(|| polis.clone());
        println!("{}: Polis has groups of {:?}, here they are of {:?}", recorded.name, sizes(&polis), sizes(&found));
        assert!(sizes(&found).iter().all(|size| *size >= LEAST));
    }
}
