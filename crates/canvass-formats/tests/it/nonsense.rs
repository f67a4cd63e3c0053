//! What is no export is refused, with file, line and reason.

use crate::fixture::{import, import_bytes};
use canvass_formats::{FormatError, polis};
use insta::assert_snapshot;
use std::{io::Read, path::Path};

const COMMENTS: &str = "\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1403054214196,,0,0,2,0,1,Words
1403054214197,,1,0,0,1,1,More words
";
const VOTES: &str = "\
timestamp,datetime,comment-id,voter-id,vote
1403054214200,,0,1,1
1403054214201,,1,2,-1
";
const PARTICIPANTS: &str = "\
participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1
1,,0,1,1,0,1,
2,,0,1,0,1,,-1
";

fn refusal(files: &[(&str, &str)]) -> String {
    match import(files) {
        Ok(_) => "taken".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// One thing changed in one of three good files.
fn changed(file: &str, from: &str, to: &str) -> String {
    let change = |name: &str, text: &str| {
        assert!(name != file || text.contains(from), "{from} is not in {name}");
        if name == file { text.replacen(from, to, 1) } else { text.to_owned() }
    };
    let files = [("comments.csv", COMMENTS), ("votes.csv", VOTES), ("participants-votes.csv", PARTICIPANTS)];
    let files = files.map(|(name, text)| (name, change(name, text)));
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    refusal(&files)
}

#[test]
fn the_good_files_are_good() {
    assert_eq!(changed("votes.csv", "timestamp", "timestamp"), "taken");
}

#[test]
fn nonsense_is_refused_where_it_stands() {
    let long = "x".repeat(20_001);
    let table = [
        changed("comments.csv", "1,Words", "2,Words"),
        changed("comments.csv", "0,2,0,1,Words", "0,many,0,1,Words"),
        changed("comments.csv", "0,2,0,1,Words", "0,-2,0,1,Words"),
        changed("comments.csv", "comment-body", "comment"),
        changed("comments.csv", "datetime", "timestamp"),
        changed("comments.csv", "Words", "Words, and more"),
        changed("comments.csv", ",1,Words", ""),
        changed("comments.csv", "1,Words", "1,\"Words"),
        changed("comments.csv", ",1,0,0,1,1,", ",0,0,0,1,1,"),
        changed("comments.csv", "Words", &long),
        changed("comments.csv", "Words", "a\0b"),
        changed("comments.csv", COMMENTS, ""),
        changed("comments.csv", "1403054214196", "yesterday"),
        changed("comments.csv", "1403054214196", "-5"),
        changed("comments.csv", "1403054214196", "140305421419600000"),
        changed("votes.csv", ",1,1\n", ",1,2\n"),
        changed("votes.csv", ",1,1\n", ",1,\n"),
        changed("votes.csv", ",1,1\n", ",1,agree\n"),
        changed("votes.csv", ",1,1\n", ",one,1\n"),
        changed("votes.csv", ",1,1\n", ",4294967296,1\n"),
        changed("votes.csv", ",1,1\n", ",+1,1\n"),
        changed("votes.csv", ",1,1\n", ",1\n"),
        changed("votes.csv", ",1,1\n", ",1,1,1\n"),
        changed("votes.csv", "voter-id", "voter"),
        changed("participants-votes.csv", ",1,\n", ",3,\n"),
        changed("participants-votes.csv", "participant,", "person,"),
        changed("participants-votes.csv", ",0,1\n", ",0,0\n"),
        changed("participants-votes.csv", ",0,1\n", ",0,00\n"),
        changed("participants-votes.csv", ",0,1\n", ",0,99999999999\n"),
        changed("participants-votes.csv", "\n2,", "\n1,"),
        changed("participants-votes.csv", "1,0,1,\n", "1,0,1,,,\n"),
        refusal(&[("comments.csv", COMMENTS), ("votes.csv", VOTES), ("summary.csv", "topic,T\nvoters,many\n")]),
        refusal(&[("votes.csv", VOTES)]),
        refusal(&[("comments.csv", COMMENTS)]),
        refusal(&[("comments.csv", COMMENTS.lines().next().unwrap()), ("votes.csv", VOTES.lines().next().unwrap())]),
    ];
    assert_snapshot!(table.join("\n"), @"
    comments.csv, line 2: `2` in column `moderated` must be -1 (declined), 0 (not moderated) or 1 (accepted)
    comments.csv, line 2: `many` in column `agrees` is no whole number in range
    comments.csv, line 2: `-2` in column `agrees` is no whole number in range
    comments.csv, line 1: the column `comment-body` is missing; there are `timestamp`, `datetime`, `comment-id`, `author-id`, `agrees`, `disagrees`, `moderated`, `comment`
    comments.csv, line 1: the column `timestamp` stands there twice
    comments.csv, line 2: has 9 fields where the header has 8; a text with a comma in it needs quotes
    comments.csv, line 2: has 6 fields where the header has 8
    comments.csv, line 2: a quote is opened and never closed; is the file cut off?
    comments.csv, line 3: statement `0` stands there twice, first on line 2, and differs
    comments.csv, line 2: the statement has more than 20000 characters
    comments.csv, line 2: `a b` in column `comment-body` holds a NUL character
    comments.csv: is empty; it must begin with the names of its columns
    comments.csv, line 2: `yesterday` in column `timestamp` is no whole number in range
    comments.csv, line 2: `-5` in column `timestamp` is no time: it must be seconds or milliseconds since 1970
    comments.csv, line 2: `140305421419600000` in column `timestamp` is no time: it must be seconds or milliseconds since 1970
    votes.csv, line 2: `2` in column `vote` is no vote: it must be 1 (agree), -1 (disagree) or 0 (pass)
    taken
    votes.csv, line 2: `agree` in column `vote` is no vote: it must be 1 (agree), -1 (disagree) or 0 (pass)
    votes.csv, line 2: `one` in column `voter-id` is no whole number in range
    votes.csv, line 2: `4294967296` in column `voter-id` is no whole number in range
    votes.csv, line 2: `+1` in column `voter-id` is no whole number in range
    votes.csv, line 2: has 4 fields where the header has 5
    votes.csv, line 2: has 6 fields where the header has 5
    votes.csv, line 1: the column `voter-id` is missing; there are `timestamp`, `datetime`, `comment-id`, `voter`, `vote`
    participants-votes.csv, line 2: `3` in column `0` is no vote: it must be 1 (agree), -1 (disagree) or 0 (pass)
    participants-votes.csv, line 1: the column `participant` is missing; there are `person`, `group-id`, `n-comments`, `n-votes`, `n-agree`, `n-disagree`, `0`, `1`
    participants-votes.csv, line 1: the column `0` stands there twice
    participants-votes.csv, line 1: the column `00` is no statement number, or one that is there already
    participants-votes.csv, line 1: the column `99999999999` is no statement number, or one that is there already
    participants-votes.csv, line 3: participant `1` stands there twice, first on line 2, and differs
    taken
    summary.csv, line 2: `voters` is `many`, not a count
    FOLDER/a-conversation: `comments.csv` is missing, which every Polis export has
    FOLDER/a-conversation: there are no votes: one of `votes.csv`, `participants-votes.csv`, `participant-votes.csv` is needed
    comments.csv: holds no statement; there is nothing to import
    ");
}

/// A line is a line, whichever way lines end and whatever texts have in them.
#[test]
fn lines_are_counted_alike_however_they_end() {
    let comments = COMMENTS.replace("0,1,Words", "0,1,\"Words\non two lines\"");
    for end in ["\n", "\r\n"] {
        for (at, line) in [("2,0,1,", 2), ("0,1,1,More", 4)] {
            let (first, last) = at.rsplit_once(',').unwrap();
            let broken = comments.replacen(at, &format!("{first}0,{last}"), 1).replace('\n', end);
            let told = refusal(&[("comments.csv", &broken), ("votes.csv", VOTES)]);
            assert!(told.starts_with(&format!("comments.csv, line {line}: `10`")), "{told}");
        }
    }
    let mixed = VOTES.replacen('\n', "\r\n", 2).replacen(",-1", ",7", 1);
    let told = refusal(&[("comments.csv", COMMENTS), ("votes.csv", &mixed)]);
    assert!(told.starts_with("votes.csv, line 3: `7`"), "{told}");
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let mut comments = COMMENTS.as_bytes().to_vec();
    comments.extend(b"1403054214199,,2,0,0,0,1,caf\xe9\n");
    let files: [(&str, &[u8]); 2] = [("comments.csv", &comments), ("votes.csv", VOTES.as_bytes())];
    let error = import_bytes(&files).unwrap_err();
    assert_snapshot!(error, @"comments.csv, line 4: is not UTF-8; it looks like Windows-1252 (also called ANSI or Latin-1). Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)");
    let picture: [(&str, &[u8]); 2] =
        [("comments.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), ("votes.csv", VOTES.as_bytes())];
    assert_snapshot!(import_bytes(&picture).unwrap_err(), @"comments.csv, line 1: is not UTF-8; it looks like no text at all. Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)");
}

#[test]
fn a_quote_left_open_ends_at_a_bound() {
    let endless = std::io::repeat(b'x').take(polis::MAX_RECORD_BYTES * 3);
    let votes = VOTES.as_bytes().chain(&b"\"1403"[..]).chain(endless);
    let sources = polis::Sources {
        name: "a".to_owned(),
        comments: polis::Source::new("comments.csv", COMMENTS.as_bytes(), 0),
        votes: Some(polis::Source::new("votes.csv", votes, 0)),
        participants: None,
        summary: None,
    };
    let error = polis::read(sources, &mut |_| ()).unwrap_err();
    assert!(matches!(error, FormatError::TooLarge { .. }));
    assert_snapshot!(error, @"votes.csv, line 4: a record has more than 16000000 bytes; was a quote left open?");
}

#[test]
fn a_folder_that_is_none_or_holds_the_export_one_deeper() {
    let folder = tempfile::tempdir().unwrap();
    let told = |path: &Path| {
        let error = polis::read_folder(path, &mut |_| ()).unwrap_err();
        let file = error.place().file.replace(&folder.path().display().to_string(), "FOLDER");
        error.in_file(file).to_string()
    };
    let nested = folder.path().join("set");
    std::fs::create_dir(&nested).unwrap();
    std::fs::write(nested.join("comments.csv"), COMMENTS).unwrap();
    let lines = [told(folder.path()), told(&nested), told(&nested.join("comments.csv")), told(&nested.join("none"))];
    assert_snapshot!(lines.join("\n"), @"
    FOLDER: `comments.csv` is missing, which every Polis export has; the folder `set` inside has one: name that folder
    FOLDER/set: there are no votes: one of `votes.csv`, `participants-votes.csv`, `participant-votes.csv` is needed
    FOLDER/set/comments.csv: is a file; name the folder that holds the export, or a .zip of it
    FOLDER/set/none: cannot be read: No such file or directory (os error 2)
    ");
}
