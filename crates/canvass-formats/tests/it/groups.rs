//! Groups of an opinion map in files: written where there is a map, and read in by nobody.

use crate::round_trip::{transcript, vote};
use canvass_domain::{Fact, ParticipantId, Seq, Slug, StatementId, Subject, Transcript, Vote};
use canvass_formats::{polis, tidy};
use canvass_results::{Group, GroupId, GroupVotes, MapStatement, Method, OpinionMap, Placed};
use insta::assert_snapshot;
use std::fs;
use std::path::Path;

/// Three people, the last of whom is in no group, and two statements, the last of which nobody answered.
fn answered() -> Transcript {
    transcript([vote(1, 1, Vote::Agree), vote(2, 1, Vote::Disagree), vote(3, 1, Vote::Unsure)], 3, 2)
}

fn map() -> OpinionMap {
    let group = |id| Group {
        id: GroupId(id),
        n: 1,
        place: [0.0, 0.0],
        options: Vec::new(),
        n_ballots: 0,
        representative: Vec::new(),
    };
    let placed = |who, x, group| Placed { participant: ParticipantId(who), place: [x, -0.1], group: GroupId(group) };
    let statement = MapStatement {
        id: StatementId(1),
        by_group: vec![
            GroupVotes { agree: 1, ..GroupVotes::default() },
            GroupVotes { disagree: 1, ..GroupVotes::default() },
        ],
        extremity: 1.0,
        informed_agree: 0.25,
        informed_disagree: 0.25,
        priority: 1.0,
    };
    OpinionMap {
        method: Method::PRIMARY,
        seq: Seq(6),
        is_provisional: false,
        groups: vec![group(0), group(2)],
        people: vec![placed(1, 1.0 / 3.0, 0), placed(2, -1e-7, 2)],
        statements: vec![statement],
    }
}

fn file(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn a_polis_set_has_groups_in_its_columns() {
    let folder = tempfile::tempdir().unwrap();
    polis::write_folder(folder.path(), &answered(), Some(&map())).unwrap();
    let lines = |name: &str| file(folder.path(), name);
    let summary = lines("summary.csv");
    for line in ["voters,3", "voters-in-conv,2", "groups,2"] {
        assert!(summary.lines().any(|found| found == line), "{line}: {summary}");
    }
    assert_snapshot!(lines("participant-votes.csv"), @r"
    participant,group-id,n-comments,n-votes,n-agree,n-disagree,1,2
    1,0,0,1,1,0,1,
    2,2,0,1,0,1,-1,
    3,,0,1,0,0,0,
    ");
    assert_snapshot!(lines("comment-groups.csv"), @r#"
    comment-id,comment,total-votes,total-agrees,total-disagrees,total-passes,group-a-votes,group-a-agrees,group-a-disagrees,group-a-passes,group-c-votes,group-c-agrees,group-c-disagrees,group-c-passes
    1,"Statement 1, with ""quotes""
    and a second line",2,1,1,0,1,1,0,0,1,0,1,0
    2,"Statement 2, with ""quotes""
    and a second line",0,0,0,0,0,0,0,0,0,0,0,0
    "#);
}

/// Our map says nothing of groups there; Polis counts them all the same, and so does its file.
#[test]
fn a_polis_set_counts_groups_on_statements_about_the_readers() {
    let mut map = map();
    map.statements[0].by_group = Vec::new();
    let mark = Fact::StatementMarked { statement: StatementId(1), subject: Subject::Readers };
    let facts = [mark, vote(1, 1, Vote::Agree), vote(2, 1, Vote::Disagree), vote(3, 1, Vote::Unsure)];
    let (with, without) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    polis::write_folder(with.path(), &transcript(facts, 3, 2), Some(&map)).unwrap();
    polis::write_folder(without.path(), &answered(), Some(&self::map())).unwrap();
    assert_eq!(file(with.path(), "comment-groups.csv"), file(without.path(), "comment-groups.csv"));
}

#[test]
fn tidy_tables_have_a_table_of_groups_that_is_not_read_in() {
    let (with, without) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let slug = Slug::parse("one").unwrap();
    tidy::write_folder(with.path(), &slug, &answered(), Some(&map())).unwrap();
    tidy::write_folder(without.path(), &slug, &answered(), None).unwrap();
    assert_snapshot!(file(with.path(), "groups.csv").replace('\r', ""), @r"
    participant,group,label,x,y
    1,0,A,0.3333333333333333,-0.1
    2,2,C,-0.0000001,-0.1
    ");
    assert!(!without.path().join("groups.csv").exists());
    assert!(file(with.path(), "canvass-export.txt").contains("groups.csv"), "a later export may replace it");
    let read = |folder: &Path| tidy::read_folder(folder, &mut |_| ()).unwrap().transcript;
    assert_eq!(read(with.path()), read(without.path()));
    fs::write(with.path().join("groups.csv"), "of no use to anybody").unwrap();
    assert_eq!(read(with.path()), read(without.path()));
}
