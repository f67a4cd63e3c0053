//! Who is told that they vote most like which group, counted again from the files of a tidy set and nothing else.
//!
//! The recount shares no code with the rule: it reads `events.csv` and `groups.csv`, and adds shares as floating-point
//! numbers. Shares of groups that lie within rounding of the limit are left out of the comparison, and counted.

use canvass_counts::Ledger;
use canvass_domain::{ParticipantId, Slug};
use canvass_formats::{polis, tidy};
use canvass_results::Likeness;
use canvass_results::analysed::analyse;
use canvass_testkit::open_sets;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const LEAST_OTHERS: f64 = 5.0;
const LEAST_STATEMENTS: usize = 7;
const NEAR: f64 = 0.05;
const ROUNDING: f64 = 1e-9;

/// What the files of a set say.
#[derive(Default)]
struct Files {
    /// Latest votes, by participant and statement.
    votes: BTreeMap<u32, BTreeMap<u32, String>>,
    accepted: BTreeSet<u32>,
    /// The group that the map has somebody in.
    groups: BTreeMap<u32, u8>,
    /// How many of a group gave which answer to a statement.
    counts: BTreeMap<(u8, u32), BTreeMap<String, f64>>,
}

impl Files {
    fn read(folder: &Path) -> Self {
        let mut files = Self::default();
        for row in rows(&folder.join("events.csv")) {
            let [_, _, kind, who, object, value, ..] = &row[..] else { panic!("a row of events: {row:?}") };
            let id = |text: &str| text.parse::<u32>().unwrap();
            match kind.as_str() {
                "vote_cast" => drop(files.votes.entry(id(who)).or_default().insert(id(object), value.clone())),
                "vote_withdrawn" | "statement_skipped" => {
                    files.votes.entry(id(who)).or_default().remove(&id(object));
                }
                "statement_added" | "statement_decided" if value == "accepted" => {
                    files.accepted.insert(id(object));
                }
                "statement_added" | "statement_decided" => drop(files.accepted.remove(&id(object))),
                _ => {}
            }
        }
        for row in rows(&folder.join("groups.csv")) {
            files.groups.insert(row[0].parse().unwrap(), row[1].parse().unwrap());
        }
        for (who, votes) in &files.votes {
            let Some(group) = files.groups.get(who) else { continue };
            for (statement, vote) in votes {
                *files.counts.entry((*group, *statement)).or_default().entry(vote.clone()).or_default() += 1.0;
            }
        }
        files
    }

    /// Agreement of somebody with each group that can be compared.
    fn agreements(&self, who: u32) -> BTreeMap<u8, f64> {
        let all: BTreeSet<u8> = self.groups.values().copied().collect();
        let one = |group: u8| {
            let own = if self.groups.get(&who) == Some(&group) { 1.0 } else { 0.0 };
            let votes = self.votes[&who].iter().filter(|(statement, _)| self.accepted.contains(statement));
            let shares = votes.filter_map(|(statement, vote)| {
                let counts = self.counts.get(&(group, *statement))?;
                let (same, n) = (counts.get(vote).unwrap_or(&0.0) - own, counts.values().sum::<f64>() - own);
                (n >= LEAST_OTHERS).then(|| same / n)
            });
            let shares: Vec<f64> = shares.collect();
            (shares.len() >= LEAST_STATEMENTS).then(|| (group, shares.iter().sum::<f64>() / shares.len() as f64))
        };
        all.into_iter().filter_map(one).collect()
    }

    /// The groups to be named; nothing where rounding might decide.
    fn named(&self, who: u32) -> Option<Vec<u8>> {
        let agreements = self.agreements(who);
        let highest = agreements.values().copied().fold(0.0, f64::max);
        let behind = |agreement: f64| highest - agreement - NEAR;
        if agreements.values().any(|agreement| behind(*agreement).abs() < ROUNDING) {
            return None;
        }
        Some(agreements.iter().filter(|(_, agreement)| behind(**agreement) < 0.0).map(|(group, _)| *group).collect())
    }
}

/// The rows of a table without quotes, below its head.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// What a set came to.
#[derive(Default)]
struct Told {
    n_told: usize,
    n_wrong: usize,
    n_several: usize,
    n_by_rounding: usize,
    /// Of those whom the rule before would have told the group that the map has them in: how many, wrongly how often.
    by_place: (usize, usize),
}

fn check(set: &Path) {
    let transcript = polis::read_folder(set, &mut |_| {}).unwrap().transcript;
    let slug = Slug::suggest(&set.file_name().unwrap().to_string_lossy());
    let analysed = analyse(&slug, &transcript).unwrap();
    let map = analysed.results.map.as_deref().expect("a map of a real conversation");
    let folder = tempfile::tempdir().unwrap();
    tidy::write_folder(folder.path(), &slug, &transcript, Some(map)).unwrap();
    let files = Files::read(folder.path());
    let ledger = Ledger::of(&transcript.events).unwrap();
    let mut told = Told::default();
    for who in files.votes.keys() {
        let reader = ParticipantId(*who);
        let likeness = Likeness::of(&analysed.results, map, reader, ledger.answers_of(reader));
        let named: Vec<u8> = likeness.iter().flat_map(|found| &found.most).map(|one| one.group.0).collect();
        let Some(recounted) = files.named(*who) else {
            told.n_by_rounding += 1;
            continue;
        };
        told.n_told += usize::from(!named.is_empty());
        told.n_several += usize::from(named.len() > 1);
        told.n_wrong += usize::from(named != recounted);
        if let (Some(placed), false) = (files.groups.get(who), recounted.is_empty()) {
            told.by_place.0 += 1;
            told.by_place.1 += usize::from(!recounted.contains(placed));
        }
    }
    say(&slug, &told);
    assert_eq!(told.n_wrong, 0, "{slug}: somebody is told a wrong group");
    assert!(told.n_told >= 20 && told.n_by_rounding * 20 <= told.n_told, "{slug}: there is something to compare");
}

#[expect(clippy::print_stdout, reason = "the figures are what the test is read for")]
fn say(slug: &Slug, told: &Told) {
    let (n_placed, n_wrong) = told.by_place;
    let percent = |n: usize, of: usize| 100 * n / of.max(1);
    println!(
        "{slug}: {} told, {} a wrong group; {} told two or more ({} %); by place on the map {n_wrong} of {n_placed} were told a wrong \
         group ({} %); {} at the limit by rounding",
        told.n_told,
        told.n_wrong,
        told.n_several,
        percent(told.n_several, told.n_told),
        percent(n_wrong, n_placed),
        told.n_by_rounding,
    );
}

#[test]
fn nobody_is_told_a_wrong_group_in_any_open_set() {
    for set in open_sets().unwrap_or_default() {
        check(&set);
    }
}
