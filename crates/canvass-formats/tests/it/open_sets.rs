//! The public export sets: what comes in must be what participants-votes.csv says.

use crate::fixture::{Latest, findings, latest, naive_csv};
use canvass_domain::{Fact, Statement, StatementState, Vote};
use canvass_formats::{
    polis::{self, PolisImport, Progress, read_folder},
    tidy,
};
use insta::assert_snapshot;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Votes for and against, by statement.
type Counts = BTreeMap<u32, (u64, u64)>;

fn open_sets() -> Option<PathBuf> {
    shared("open")
}

/// A folder of real data, where it is there.
#[expect(clippy::disallowed_methods, reason = "where the export sets lie is told by the environment")]
pub fn shared(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("CANVASS_SHARED").map_or(beside, PathBuf::from);
    let folder = shared.join("data").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    let is_required = std::env::var_os("CANVASS_REQUIRE_DATA").is_some_and(|value| value == "1");
    assert!(!is_required, "the data is missing: {}", folder.display());
    println!("the data is not here; nothing was tested: {}", folder.display());
    None
}

fn naive_latest(folder: &Path) -> Latest {
    let rows = naive_csv(&fs::read_to_string(folder.join("participants-votes.csv")).unwrap());
    let mut latest = Latest::new();
    for row in &rows[1..] {
        for (name, cell) in rows[0].iter().zip(row) {
            let (Ok(statement), false) = (name.parse(), cell.is_empty()) else { continue };
            let vote = match cell.as_str() {
                "1" => Vote::Agree,
                "-1" => Vote::Disagree,
                _ => Vote::Unsure,
            };
            latest.insert((row[0].parse().unwrap(), statement), vote);
        }
    }
    latest
}

/// Counts by comments.csv, less what votes.csv repeats to the letter (the import keeps one of those).
fn naive_counts(folder: &Path) -> Counts {
    let column = |header: &[String], name: &str| header.iter().position(|column| column == name).unwrap();
    let rows = naive_csv(&fs::read_to_string(folder.join("comments.csv")).unwrap());
    let (id, agrees, disagrees) =
        (column(&rows[0], "comment-id"), column(&rows[0], "agrees"), column(&rows[0], "disagrees"));
    let mut counts = Counts::new();
    for row in &rows[1..] {
        counts.insert(row[id].parse().unwrap(), (row[agrees].parse().unwrap(), row[disagrees].parse().unwrap()));
    }
    let votes = naive_csv(&fs::read_to_string(folder.join("votes.csv")).unwrap());
    let (statement, vote) = (column(&votes[0], "comment-id"), column(&votes[0], "vote"));
    let mut seen = BTreeSet::new();
    for row in &votes[1..] {
        if !seen.insert(row) {
            let (agrees, disagrees) = counts.get_mut(&row[statement].parse().unwrap()).unwrap();
            *agrees -= u64::from(row[vote] == "1");
            *disagrees -= u64::from(row[vote] == "-1");
        }
    }
    counts
}

fn counts_of_all_votes(import: &PolisImport) -> Counts {
    let mut counts: Counts = import.transcript.statements.iter().map(|statement| (statement.id.0, (0, 0))).collect();
    for event in &import.transcript.events {
        if let Fact::VoteCast { statement, vote, .. } = event.fact {
            let (agrees, disagrees) = counts.entry(statement.0).or_default();
            *agrees += u64::from(vote == Vote::Agree);
            *disagrees += u64::from(vote == Vote::Disagree);
        }
    }
    counts
}

#[test]
fn every_set_comes_in_as_its_table_of_participants_says() {
    let Some(folder) = open_sets() else { return };
    let mut n_sets = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let set = entry.unwrap().path();
        let import = read_folder(&set, &mut |_| ()).unwrap();
        let (got, expected) = (latest(&import.transcript), naive_latest(&set));
        let voters = |latest: &Latest| latest.keys().map(|(participant, _)| *participant).collect::<BTreeSet<_>>();
        assert_eq!(voters(&got).len(), voters(&expected).len(), "{}", set.display());
        assert!(got == expected, "latest votes differ: {}", set.display());
        if set.join("votes.csv").is_file() {
            assert_eq!(counts_of_all_votes(&import), naive_counts(&set), "{}", set.display());
        }
        for (seq, event) in (1..).zip(&import.transcript.events) {
            assert_eq!(event.seq.0, seq);
        }
        let known = import.transcript.events.iter().map(|event| event.at_ms).filter(|at_ms| *at_ms > 0);
        assert!(known.is_sorted(), "{}", set.display());
        import.transcript.instrument.check().unwrap();
        n_sets += 1;
    }
    assert!(n_sets >= 8, "only {n_sets} sets");
}

/// Written as either form and read back, nothing that counts has changed.
#[test]
fn every_set_survives_both_forms() {
    let Some(folder) = open_sets() else { return };
    for entry in fs::read_dir(folder).unwrap() {
        let set = entry.unwrap().path();
        let PolisImport { transcript, slug, .. } = read_folder(&set, &mut |_| ()).unwrap();
        let out = tempfile::tempdir().unwrap();
        let (polis, tidy) = (out.path().join("polis"), out.path().join("tidy"));
        polis::write_folder(&polis, &transcript, None).unwrap();
        let again = read_folder(&polis, &mut |_| ()).unwrap().transcript;
        assert!(latest(&again) == latest(&transcript), "{}", set.display());
        let texts = |transcript: &canvass_domain::Transcript| -> Vec<_> {
            // The words of what is held are in no file for the public.
            let public = |s: &Statement| s.text.clone().filter(|_| s.state != StatementState::Held);
            transcript.statements.iter().map(|s| (s.id, public(s), s.state)).collect()
        };
        assert!(texts(&again) == texts(&transcript), "{}", set.display());
        tidy::write_folder(&tidy, &slug, &transcript, None).unwrap();
        let read = tidy::read_folder(&tidy, &mut |_| ()).unwrap();
        assert!(read.transcript == transcript, "{}", set.display());
    }
}

#[test]
fn what_is_odd_about_them_reads_well() {
    let Some(folder) = open_sets() else { return };
    let told = |name: &str| {
        let import = read_folder(&folder.join(name), &mut |_| ()).unwrap();
        format!("{} ({})\n{}", import.slug, import.transcript.instrument.language, findings(&import))
    };
    assert_snapshot!(told("vtaiwan.uberx"), @"
        uberx-vtaiwan-tw (zh)
        1 vote repeats another to the letter and was left out.
        553 votes were given again later, 16 of them with another answer; the latest counts.
        20 statements were never moderated, and nobody but their authors voted on them (numbers 177, 178, 179, among others): they are held, and the words are not published. With --unmoderated accept they are.
        1 statement reads the same as an earlier one (number 116); all are kept, each with its own votes.
        Which statements the organiser put in is not recorded in these files; all count as participants' own.
        Most of the text is Chinese: the language was set to `zh`.
        ");
    assert_snapshot!(told("football-concussions"), @"
    concussions-in-the-nfl (en)
    2 votes repeat another to the letter and were left out.
    594 votes were given again later, 37 of them with another answer; the latest counts.
    116 statements were never moderated, and nobody but their authors voted on them (numbers 174, 176, 177, among others): they are held, and the words are not published. With --unmoderated accept they are.
    1 statement has no words (number 151); the votes are kept.
    3 statements read the same as earlier ones (numbers 140, 244 and 297); all are kept, each with its own votes.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    ");
    assert_snapshot!(told("american-assembly.bowling-green"), @r"
    improving-bowling-green-warren-county (en)
    When votes were cast is not recorded in these files: they have no dates here, and of votes that were changed only the latest is there.
    comments.csv counts 393 agrees and disagrees more than there are latest votes, on 211 of 896 statements (numbers 1, 3, 6, among others): answers that were changed later, which these files do not hold.
    1 statement reads the same as an earlier one (number 194); all are kept, each with its own votes.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    ");
}

#[test]
fn progress_reaches_the_end() {
    let Some(folder) = open_sets() else { return };
    let mut last = None;
    read_folder(&folder.join("london.youth.policing"), &mut |progress| {
        assert!(last.is_none_or(|before: Progress| before.done_bytes <= progress.done_bytes));
        last = Some(progress);
    })
    .unwrap();
    let last = last.unwrap();
    assert_eq!((last.file, last.done_bytes), ("participants-votes.csv", last.total_bytes));
}
