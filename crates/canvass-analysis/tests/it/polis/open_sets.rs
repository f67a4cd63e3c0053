//! Public exports of real conversations: the analysis runs, makes sense, and meets the exported groups as far as
//! anything does that starts cold. Exports hold groups of older versions and of other orders of votes, so they are no
//! exact target.

use super::{Conversation, assert_near, shared};
use canvass_analysis::methods::Analysis;
use canvass_analysis::methods::polis::analyse;
use canvass_analysis::votes::{Matrix, Treatment};
use std::collections::BTreeMap;
use std::{fs, path::Path};

struct OpenSet {
    conversation: Conversation,
    /// The exported group of each row.
    exported: Vec<Option<u8>>,
}

/// Cells by line, quotes undone.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => line.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            '\r' if !is_quoted => {}
            letter => cell.push(letter),
        }
    }
    lines
}

/// Statements by number that a moderator declined.
fn declined(folder: &Path) -> Vec<u32> {
    let lines = csv(&fs::read_to_string(folder.join("comments.csv")).unwrap());
    let place = |name: &str| lines[0].iter().position(|column| column == name).unwrap();
    let (id, moderated) = (place("comment-id"), place("moderated"));
    lines[1..].iter().filter(|line| line[moderated] == "-1").map(|line| line[id].parse().unwrap()).collect()
}

fn read(folder: &Path) -> OpenSet {
    let lines = csv(&fs::read_to_string(folder.join("participants-votes.csv")).unwrap());
    let group = lines[0].iter().position(|column| column == "group-id").unwrap();
    // Rows and columns by number, without those that hold no vote.
    let mut columns: Vec<(u32, usize)> =
        lines[0].iter().enumerate().filter_map(|(place, name)| Some((name.parse().ok()?, place))).collect();
    columns.sort_unstable();
    columns.retain(|(_, place)| lines[1..].iter().any(|line| !line[*place].is_empty()));
    let mut rows: BTreeMap<u32, &Vec<String>> = BTreeMap::new();
    for line in &lines[1..] {
        if columns.iter().any(|(_, place)| !line[*place].is_empty()) {
            rows.insert(line[0].parse().unwrap(), line);
        }
    }
    let declined = declined(folder);
    let treatment = |number: &u32| if declined.contains(number) { Treatment::LeftOut } else { Treatment::Counted };
    let cells = rows.values().map(|line| columns.iter().map(|(_, place)| line[*place].parse().ok()).collect());
    let conversation = Conversation {
        cells: cells.collect(),
        treatments: columns.iter().map(|(number, _)| treatment(number)).collect(),
    };
    OpenSet { conversation, exported: rows.values().map(|line| line[group].parse().ok()).collect() }
}

/// Adjusted Rand index over those who have both: 1 for the same partition, 0 in the mean for unrelated ones.
pub fn agreement(found: &[Option<u8>], expected: &[Option<u8>]) -> f64 {
    let both = found.iter().zip(expected).filter_map(|(a, b)| Some(((*a)?, (*b)?)));
    let pairs_of = |n: f64| n * (n - 1.0) / 2.0;
    let (mut cells, mut left, mut right) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut n = 0.0;
    for (a, b) in both {
        *cells.entry((a, b)).or_insert(0.0) += 1.0;
        *left.entry(a).or_insert(0.0) += 1.0;
        *right.entry(b).or_insert(0.0) += 1.0;
        n += 1.0;
    }
    let index: f64 = cells.values().map(|n| pairs_of(*n)).sum();
    let (left, right) =
        (left.values().map(|n| pairs_of(*n)).sum::<f64>(), right.values().map(|n| pairs_of(*n)).sum::<f64>());
    let expected = left * right / pairs_of(n);
    (index - expected) / ((left + right) / 2.0 - expected)
}

fn n_groups(groups: &[Option<u8>]) -> usize {
    let mut groups: Vec<u8> = groups.iter().flatten().copied().collect();
    groups.sort_unstable();
    groups.dedup();
    groups.len()
}

#[track_caller]
fn assert_sane(found: &Analysis, matrix: &Matrix) {
    let numbers = found.places.iter().chain(&found.statement_places).flatten().chain(&found.centre);
    let more = found.extremity.iter().chain(&found.informed_agree).chain(&found.informed_disagree);
    assert!(numbers.chain(more).chain(&found.priorities).all(|x| x.is_finite()));
    for component in &found.components {
        assert_near(component.iter().map(|x| x * x).sum(), 1.0, 1e-9, "length of a component");
    }
    let n_members: usize = found.groups.iter().map(|group| group.n_members as usize).sum();
    assert_eq!(n_members, found.in_conversation.len());
    assert_eq!(found.group_of.iter().flatten().count(), n_members);
    assert!(found.in_conversation.iter().all(|row| matrix.n_votes_of(*row as usize) >= 7 || n_members == 15));
    assert!((2..=5).contains(&found.groups.len()) && found.base_clusters.len() <= 100);
    assert!(found.priorities.iter().all(|priority| *priority > 0.0));
    for group in &found.groups {
        assert!((1..=5).contains(&group.representative.len()));
    }
}

/// Which row is which.
#[derive(Clone, Copy)]
enum Order {
    /// By number, as in Canvass.
    Number,
    /// By the first statement somebody voted on, then by number: the order in which Polis reads a conversation anew.
    FirstStatement,
}

impl OpenSet {
    fn in_order(self, order: Order) -> Self {
        let mut rows: Vec<usize> = (0..self.exported.len()).collect();
        if let Order::FirstStatement = order {
            rows.sort_by_key(|row| self.conversation.cells[*row].iter().position(Option::is_some));
        }
        let cells = rows.iter().map(|row| self.conversation.cells[*row].clone()).collect();
        let exported = rows.iter().map(|row| self.exported[*row]).collect();
        Self { conversation: Conversation { cells, ..self.conversation }, exported }
    }
}

/// Agreement with the exported groups; nothing where the data is not here.
#[track_caller]
fn run(name: &str, order: Order) -> Option<f64> {
    let set = read(&shared("open")?.join(name)).in_order(order);
    let matrix = set.conversation.matrix();
    let found = analyse(&matrix, &set.conversation.treatments).unwrap();
    assert_sane(&found, &matrix);
    let agreement = agreement(&found.group_of, &set.exported);
    let sizes: Vec<u32> = found.groups.iter().map(|group| group.n_members).collect();
    println!(
        "{name}: {} x {}, {} votes; {sizes:?}, exported {} groups; agreement {agreement:.3}; silhouettes {:.3?}",
        matrix.n_rows(),
        matrix.n_columns(),
        matrix.tallies().iter().map(|tally| tally.n()).sum::<u32>(),
        n_groups(&set.exported),
        found.silhouettes,
    );
    Some(agreement)
}

#[test]
fn clear_splits_are_found() {
    for (name, floor) in [("scoop-hivemind.taxes", 0.8), ("vtaiwan.uberx", 0.9), ("15-per-hour-seattle", 0.5)] {
        if let Some(agreement) = run(name, Order::Number) {
            assert!(agreement >= floor, "{name}: {agreement}");
        }
    }
}

/// Where nobody who starts cold meets the export: the analysis only has to run and make sense.
#[test]
fn others_make_sense() {
    let others = ["london.youth.policing", "scoop-hivemind.ubi", "canadian-electoral-reform", "football-concussions"];
    for name in others.into_iter().chain(["american-assembly.bowling-green"]) {
        run(name, Order::Number);
    }
}

/// A restatement of the method by other hands, which reads rows in that order, was measured on the same exports: its
/// agreement with the exported groups is met to the last digit given.
#[test]
fn another_restatement_agrees_as_much() {
    for (name, expected) in [
        ("london.youth.policing", -0.019),
        ("15-per-hour-seattle", 0.563),
        ("scoop-hivemind.ubi", 0.060),
        ("canadian-electoral-reform", 0.174),
        ("football-concussions", 0.088),
        ("scoop-hivemind.taxes", 0.813),
        ("vtaiwan.uberx", 0.929),
        ("american-assembly.bowling-green", 0.561),
    ] {
        if let Some(agreement) = run(name, Order::FirstStatement) {
            assert_near(agreement, expected, 0.0006, name);
        }
    }
}

#[test]
fn agreement_is_known_on_small_partitions() {
    let of = |groups: &[u8]| groups.iter().map(|group| Some(*group)).collect::<Vec<_>>();
    assert_near(agreement(&of(&[0, 0, 1, 1]), &of(&[1, 1, 0, 0])), 1.0, 1e-15, "the same by other names");
    assert_near(agreement(&of(&[0, 0, 1, 1]), &of(&[0, 1, 0, 1])), -0.5, 1e-15, "crossed");
    assert_near(agreement(&of(&[0, 0, 0, 1, 1, 1]), &of(&[0, 0, 1, 1, 2, 2])), 0.24242424242424243, 1e-15, "finer");
}
