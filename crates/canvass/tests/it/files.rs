//! Files in and out: real export sets over the whole way to the API, nonsense, and synthetic sets.

use crate::process::{Place, run};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of export sets, where there is one.
pub fn open_sets() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("CANVASS_SHARED").map_or(beside, PathBuf::from);
    let folder = shared.join("data/open");
    if folder.is_dir() {
        return Some(folder);
    }
    let is_required = std::env::var_os("CANVASS_REQUIRE_DATA").is_some_and(|value| value == "1");
    assert!(!is_required, "the export sets are missing: {}", folder.display());
    println!("the export sets are not here; nothing was tested: {}", folder.display());
    None
}

/// Agree, disagree, unsure for each statement, and how many people voted, by participants-votes.csv alone.
/// The table holds numbers only, so commas part its cells.
fn by_hand(set: &Path) -> (BTreeMap<u64, [u64; 3]>, u64) {
    let table = fs::read_to_string(set.join("participants-votes.csv")).unwrap();
    let mut lines = table.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let (mut counts, mut n_people) = (BTreeMap::new(), 0);
    for line in lines {
        let mut has_voted = false;
        for (name, cell) in names.iter().zip(line.split(',')) {
            let (Ok(statement), false) = (name.parse::<u64>(), cell.is_empty()) else { continue };
            let place = match cell {
                "1" => 0,
                "-1" => 1,
                _ => 2,
            };
            counts.entry(statement).or_insert([0; 3])[place] += 1;
            has_voted = true;
        }
        n_people += u64::from(has_voted);
    }
    (counts, n_people)
}

fn sets(folder: &Path) -> Vec<PathBuf> {
    let mut sets: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    sets.sort();
    sets
}

#[test]
fn every_open_set_shows_the_counts_of_its_table() {
    let Some(folder) = open_sets() else { return };
    let place = Place::sqlite();
    let sets = sets(&folder);
    assert!(sets.len() >= 8, "only {} sets", sets.len());
    let import = |set: &PathBuf| place.run(&["import", "polis", &set.display().to_string()]).out();
    let slugs: Vec<String> = sets.iter().map(import).collect();
    let server = place.serve(&[]);
    let mut wire = server.wire();
    for (set, slug) in sets.iter().zip(&slugs) {
        let path = format!("/api/v1/conversations/{}", slug.trim());
        let results = wire.get(&format!("{path}/results")).unwrap().json();
        let (expected, n_people) = by_hand(set);
        let n = |statement: &serde_json::Value, field: &str| statement[field].as_u64().unwrap();
        let shown: BTreeMap<u64, [u64; 3]> = results["statements"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| (n(s, "id"), [n(s, "agree"), n(s, "disagree"), n(s, "unsure")]))
            .collect();
        assert!(shown == expected, "{slug}");
        assert_eq!(n(&results["counts"], "participants"), n_people, "{slug}");
        assert_eq!(n(&results["counts"], "votes"), expected.values().flatten().sum::<u64>(), "{slug}");
        assert!(results["poll"].is_null());
        assert_eq!(wire.get(&format!("/c/{}/results", slug.trim())).unwrap().status, 200);
    }
    assert_eq!(server.ready["conversations"].as_array().unwrap().len(), sets.len());
    assert!(server.stop().success());
    place.run(&["doctor", "--check"]).check_agrees();
}

const COMMENTS: &str = "\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1403054214196,,0,0,1,1,1,\"Words, on
two lines\"
";
const VOTES: &str = "\
timestamp,datetime,comment-id,voter-id,vote
1403054214200,,0,1,1
1403054214201,,0,2,-1
";

/// A folder with these two files.
fn folder(place: &Place, name: &str, comments: &str, votes: &str) -> String {
    let folder = place.folder().join(name);
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("comments.csv"), comments).unwrap();
    fs::write(folder.join("votes.csv"), votes).unwrap();
    folder.display().to_string()
}

#[test]
fn nonsense_is_refused_with_file_and_line_and_leaves_nothing() {
    let place = Place::sqlite();
    let cases = [
        (COMMENTS, VOTES.replace("voter-id", "who"), ["votes.csv", "voter-id"]),
        (COMMENTS, VOTES.replace("2,-1", "2,7"), ["votes.csv", "line 3"]),
        (COMMENTS, VOTES.replace("0,2", "zero,2"), ["votes.csv", "line 3"]),
        ("<!doctype html><title>Sign in</title>", VOTES.to_owned(), ["comments.csv", "line 1"]),
    ];
    for (n, (comments, votes, said)) in cases.into_iter().enumerate() {
        let nonsense = folder(&place, &format!("nonsense-{n}"), comments, &votes);
        place.run(&["import", "polis", &nonsense]).check_refused(3, &said);
    }
    let empty = place.folder().join("empty");
    fs::create_dir(&empty).unwrap();
    place.run(&["import", "polis", &empty.display().to_string()]).check_refused(3, &["comments.csv"]);
    let server = place.serve(&[]);
    assert_eq!(server.ready["conversations"], serde_json::json!([]), "nothing was half imported");
    assert!(server.stop().success());

    let good = folder(&place, "good", COMMENTS, VOTES);
    assert_eq!(place.run(&["import", "polis", &good, "--slug", "good"]).out(), "good\n");
    place.run(&["import", "polis", &good, "--slug", "good"]).check_refused(5, &["`good`"]);
    let server = place.serve(&[]);
    assert_eq!(server.ready["conversations"], serde_json::json!([{"slug": "good", "state": "closed"}]));
    let results = server.wire().get("/api/v1/conversations/good/results").unwrap().json();
    assert_eq!(results["counts"]["votes"], 2, "the refused second import added nothing");
}

/// Every file of a folder, by name.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap())).collect()
}

fn simulate(place: &Place, name: &str, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let folder = place.folder().join(name);
    let out = folder.display().to_string();
    let mut words = vec!["simulate", "--out", &out];
    words.extend(more);
    assert_eq!(run(&words).out(), format!("{out}\n"));
    contents(&folder)
}

#[test]
fn simulating_is_deterministic() {
    let place = Place::sqlite();
    for format in ["polis", "tidy"] {
        let of = |name: &str, seed: &str| {
            let more = ["--format", format, "--participants", "80", "--statements", "12", "--seed", seed];
            simulate(&place, &format!("{format}-{name}"), &more)
        };
        let (one, same, other) = (of("one", "5"), of("same", "5"), of("other", "6"));
        assert!(one == same, "the same seed gives the same bytes: {format}");
        assert!(one["truth.csv"] != other["truth.csv"], "another seed gives others: {format}");
        let truth = String::from_utf8(one["truth.csv"].clone()).unwrap();
        assert_eq!(truth.lines().count(), 81, "a header and a line for each");
        assert!(truth.starts_with("participant,group,x1"), "{format}");
    }
}

#[test]
fn a_simulated_set_comes_in_again_with_its_counts() {
    let place = Place::sqlite();
    simulate(&place, "set", &["--format", "polis", "--preset", "planted-2"]);
    let set = place.folder().join("set");
    let slug = place.run(&["import", "polis", &set.display().to_string(), "--slug", "simulated"]).out();
    assert_eq!(slug, "simulated\n");
    let server = place.serve(&[]);
    let results = server.wire().get("/api/v1/conversations/simulated/results").unwrap().json();
    let votes = fs::read_to_string(set.join("votes.csv")).unwrap();
    assert_eq!(results["counts"]["votes"].as_u64().unwrap() as usize, votes.lines().count() - 1);
    let it = server.wire().get("/api/v1/conversations/simulated").unwrap().json();
    assert_eq!((&it["provenance"], &it["state"]), (&"synthetic".into(), &"closed".into()));
    for path in ["/", "/c/simulated", "/c/simulated/results", "/c/simulated/mine"] {
        let page = server.wire().get(path).unwrap().text();
        assert!(page.to_lowercase().contains("synthetic"), "{path}");
    }
}
