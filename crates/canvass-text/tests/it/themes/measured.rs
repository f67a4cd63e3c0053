//! How stable themes are where some texts are missing, on public conversations; `docs/METHODS.md` prints it.

use super::theme_by_text;
use crate::printed::compare_or_bless;
use canvass_text::{Theme, ThemeDocument, gather_themes};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const N_WAYS: usize = 5;

/// A statement with everybody's vote on it.
pub(super) struct Statement {
    pub(super) text: String,
    votes: Vec<f64>,
}

/// The public conversations, where they are there.
pub(super) fn open_sets() -> Option<Vec<PathBuf>> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("CANVASS_SHARED").map_or(beside, PathBuf::from).join("data/open");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        let is_required = std::env::var_os("CANVASS_REQUIRE_DATA").is_some_and(|value| value == "1");
        assert!(!is_required, "the data is missing: {}", folder.display());
        println!("the data is not here; nothing was measured: {}", folder.display());
        return None;
    };
    let mut sets: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    sets.sort();
    Some(sets)
}

pub(super) fn statements(set: &Path) -> Vec<Statement> {
    let votes = votes(&set.join("participants-votes.csv"));
    let mut comments = csv::Reader::from_path(set.join("comments.csv")).unwrap();
    let header = comments.headers().unwrap().clone();
    let column = |name| header.iter().position(|column| column == name).unwrap();
    let (id, body) = (column("comment-id"), column("comment-body"));
    let statement = |record: csv::StringRecord| Statement {
        text: record[body].to_owned(),
        votes: votes.get(&record[id]).cloned().unwrap_or_default(),
    };
    comments.records().map(|record| statement(record.unwrap())).collect()
}

/// By statement: 1, -1, or 0 where there is no vote or an unsure one.
fn votes(file: &Path) -> BTreeMap<String, Vec<f64>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(file).unwrap();
    let header = reader.headers().unwrap().clone();
    let mut votes: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for record in reader.records() {
        let record = record.unwrap();
        for (name, cell) in header.iter().zip(&record).filter(|(name, _)| name.parse::<u32>().is_ok()) {
            votes.entry(name.to_owned()).or_default().push(cell.parse().unwrap_or(0.0));
        }
    }
    votes
}

/// Adjusted Rand index (Hubert and Arabie, 1985) of pairs of labels; nothing for fewer than two.
fn adjusted_rand(pairs: &[(usize, usize)]) -> Option<f64> {
    let n_pairs = |n: f64| n * (n - 1.0) / 2.0;
    let (mut both, mut ones, mut others) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (one, other) in pairs {
        *both.entry((one, other)).or_insert(0.0) += 1.0;
        *ones.entry(one).or_insert(0.0) += 1.0;
        *others.entry(other).or_insert(0.0) += 1.0;
    }
    let ones: f64 = ones.into_values().map(n_pairs).sum();
    let others: f64 = others.into_values().map(n_pairs).sum();
    let both: f64 = both.into_values().map(n_pairs).sum();
    let expected = ones * others / n_pairs(pairs.len() as f64);
    let most = (ones + others) / 2.0;
    (pairs.len() > 1).then(|| if most == expected { 1.0 } else { (both - expected) / (most - expected) })
}

/// What leaving out a fifth does to the themes of a conversation.
struct Stability {
    n_statements: usize,
    n_themes: usize,
    share_placed: f64,
    /// Of the texts in a theme and not left out those that are in one without the others too; mean.
    share_kept: f64,
    /// Least and most themes of the rest.
    n_themes_of_rest: (usize, usize),
    /// Mean and least adjusted Rand index of statements in a theme in both.
    mean: f64,
    least: f64,
}

fn stability(statements: &[Statement], language: &str, votes: impl Fn(&Statement) -> &[f64]) -> Stability {
    let run = |kept: &[usize]| -> Vec<Theme> {
        let document = |at: &usize| ThemeDocument { text: &statements[*at].text, votes: votes(&statements[*at]) };
        gather_themes(&kept.iter().map(document).collect::<Vec<_>>(), language)
    };
    let all = run(&(0..statements.len()).collect::<Vec<_>>());
    let in_all = theme_by_text(&all);
    let mut indices = Vec::new();
    let (mut n_themes, mut share_kept) = (Vec::new(), 0.0);
    for way in 0..N_WAYS {
        let kept: Vec<usize> = (0..statements.len()).filter(|at| at % N_WAYS != way).collect();
        let rest = run(&kept);
        let pairs = theme_by_text(&rest).into_iter().filter_map(|(at, theme)| Some((*in_all.get(&kept[at])?, theme)));
        let pairs: Vec<_> = pairs.collect();
        let n_before = in_all.keys().filter(|at| *at % N_WAYS != way).count();
        share_kept += pairs.len() as f64 / n_before as f64 / N_WAYS as f64;
        indices.push(adjusted_rand(&pairs).unwrap());
        n_themes.push(rest.len());
    }
    Stability {
        n_statements: statements.len(),
        n_themes: all.len(),
        share_placed: in_all.len() as f64 / statements.len() as f64,
        share_kept,
        n_themes_of_rest: (*n_themes.iter().min().unwrap(), *n_themes.iter().max().unwrap()),
        mean: indices.iter().sum::<f64>() / indices.len() as f64,
        least: indices.iter().copied().fold(f64::INFINITY, f64::min),
    }
}

fn cells(stability: &Stability) -> String {
    let Stability { n_statements, n_themes, share_placed, share_kept, n_themes_of_rest, mean, least } = stability;
    let (fewest, most) = n_themes_of_rest;
    let rest = if fewest == most { fewest.to_string() } else { format!("{fewest} to {most}") };
    let (placed, kept) = (share_placed * 100.0, share_kept * 100.0);
    format!("{n_statements} | {n_themes} | {rest} | {placed:.0} % | {kept:.0} % | {mean:.2} | {least:.2}")
}

#[test]
fn methods_prints_how_stable_themes_are() {
    let Some(sets) = open_sets() else { return };
    let mut table = String::from(
        "| conversation | by | statements | themes | themes of four fifths | placed | placed again | index, mean | \
         index, least |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    let mut means = [0.0, 0.0];
    for set in &sets {
        let name = set.file_name().unwrap().to_string_lossy().into_owned();
        let language = if name.starts_with("vtaiwan") { "zh-TW" } else { "en" };
        let statements = statements(set);
        let words = stability(&statements, language, |_| &[]);
        let both = stability(&statements, language, |statement| &statement.votes);
        writeln!(table, "| {name} | words | {} |", cells(&words)).unwrap();
        writeln!(table, "| | words and votes | {} |", cells(&both)).unwrap();
        assert!((2..=6).contains(&words.n_themes) && (2..=6).contains(&both.n_themes));
        [words, both].iter().zip(&mut means).for_each(|(one, mean)| *mean += one.mean / sets.len() as f64);
    }
    let [words, both] = means;
    writeln!(table, "| mean | words | | | | | | {words:.2} | |").unwrap();
    writeln!(table, "| | words and votes | | | | | | {both:.2} | |").unwrap();
    println!("{table}");
    assert!(words >= 0.75 && both >= 0.75, "themes have become less stable: {words:.2}, {both:.2}");
    compare_or_bless("themes", &table);
}
