//! Files as people have them: named by Polis, saved by spreadsheets and scripts, packed. What they say is what counts.

use crate::fixture::{findings, import_bytes, latest};
use canvass_domain::{Fact, StatementState, Transcript};
use canvass_formats::{
    FormatError, archive, elsewhere,
    polis::{Options, PolisImport, Unmoderated, read_folder, read_folder_as},
};
use insta::assert_snapshot;
use std::{fs, io::Write, path::Path};

/// A set of the folder of small inputs that once failed.
fn found(name: &str) -> PolisImport {
    read_folder(&folder(name), &mut |_| ()).unwrap()
}

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/found").join(name)
}

/// What was odd, but for what all of these sets lack.
fn told(import: &PolisImport) -> String {
    let lines = findings(import);
    lines
        .lines()
        .filter(|line| !line.starts_with("Which statements the organiser"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// The files of the plain one of them under their usual names.
fn plain() -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder("polis-download-names")).unwrap().map(|file| file.unwrap());
    let usual = |name: &str| name.strip_prefix("2025-08-29-0002-2example-").unwrap().to_owned();
    let mut files: Vec<_> =
        files.map(|file| (usual(file.file_name().to_str().unwrap()), fs::read(file.path()).unwrap())).collect();
    files.sort();
    files
}

fn plain_import() -> PolisImport {
    import_all(&plain())
}

fn import_all(files: &[(String, Vec<u8>)]) -> PolisImport {
    try_all(files).unwrap()
}

fn try_all(files: &[(String, Vec<u8>)]) -> Result<PolisImport, FormatError> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    import_bytes(&files)
}

/// The plain files with one of them changed.
fn with(file: &str, change: impl Fn(&str) -> String) -> Vec<(String, Vec<u8>)> {
    let changed = |bytes: Vec<u8>| change(std::str::from_utf8(&bytes).unwrap()).into_bytes();
    plain().into_iter().map(|(name, bytes)| if name == file { (name, changed(bytes)) } else { (name, bytes) }).collect()
}

/// What counts of an import.
fn says(transcript: &Transcript) -> impl PartialEq + std::fmt::Debug + use<> {
    let texts: Vec<_> = transcript.statements.iter().map(|s| (s.id, s.text.clone(), s.state)).collect();
    (texts, latest(transcript), transcript.instrument.title.clone(), transcript.instrument.background.clone())
}

#[test]
fn what_once_failed_says_what_the_plain_files_say() {
    let plain = plain_import();
    assert_eq!(told(&plain), "");
    for name in ["polis-download-names", "polis-pandas-floats", "polis-excel-TRUE-FALSE"] {
        assert_eq!(says(&found(name).transcript), says(&plain.transcript), "{name}");
    }
    let votes = |import: &PolisImport| latest(&import.transcript);
    for name in ["polis-trailing-empty-columns-comments", "polis-semicolons"] {
        assert_eq!(votes(&found(name)), votes(&plain), "{name}");
    }
    let told = |name| told(&found(name));
    assert_snapshot!(told("polis-download-names"), @"Files were read by how their names end: `2025-08-29-0002-2example-comments.csv` as comments.csv, `2025-08-29-0002-2example-participant-votes.csv` as participant-votes.csv, `2025-08-29-0002-2example-summary.csv` as summary.csv and `2025-08-29-0002-2example-votes.csv` as votes.csv.");
    assert_snapshot!(told("polis-pandas-floats"), @"participant-votes.csv has 169 whole numbers with a decimal point, such as 1.0; they were read as the whole numbers.");
    assert_snapshot!(told("polis-excel-TRUE-FALSE"), @"comments.csv has 16 fields that say yes or no in other words, such as TRUE, 1 or f; they were read as yes or no.");
    assert_snapshot!(told("polis-trailing-empty-columns-comments"), @"comments.csv has 3 empty columns at the end; they were left out.");
    assert_snapshot!(told("polis-semicolons"), @"
    Fields in comments.csv are separated by semicolons; they were read as such.
    Fields in votes.csv are separated by semicolons; they were read as such.
    Fields in participant-votes.csv are separated by semicolons; they were read as such.
    Fields in summary.csv are separated by semicolons; they were read as such.
    ");
    assert_eq!(
        found("polis-semicolons").transcript.statements[1].text.as_deref(),
        Some("Keep the café; and the garden.")
    );
}

#[test]
fn siblings_of_them_say_the_same_and_are_told() {
    let expected_words = says(&plain_import().transcript);
    let check = |files: &[(String, Vec<u8>)], expected: &[&str]| {
        let import = import_all(files);
        let told = told(&import);
        assert_eq!(says(&import.transcript), expected_words, "{told}");
        assert!(expected.iter().all(|part| told.contains(part)), "{told}");
        assert_eq!(told.lines().count(), expected.len(), "{told}");
    };
    let renamed = |rename: fn(&str) -> String| -> Vec<_> { plain_files(rename) };
    check(&renamed(str::to_uppercase), &["`VOTES.CSV` as votes.csv"]);
    check(&renamed(|name| format!("2025-08-29-{:04}-2ex-{name}", name.len())), &["2ex-comments.csv` as comments.csv"]);
    let spread = |text: &str| -> String { text.lines().map(|line| format!("{line},,\n")).collect() };
    check(&with("votes.csv", spread), &["votes.csv has 2 empty columns at the end; they were left out."]);
    check(&with("participant-votes.csv", spread), &["participant-votes.csv has 2 empty columns"]);
    check(&with("summary.csv", spread), &["summary.csv has 8 rows with empty fields beyond the last column"]);
    check(
        &with("summary.csv", |text| text.replace("voters,", "VOTERS,")),
        &["The line `VOTERS` of summary.csv was read as `voters`."],
    );
    let blank = |text: &str| text.to_owned() + ",,,,\n,,,,\n";
    check(&with("votes.csv", blank), &["votes.csv has 2 empty rows; they were left out."]);
    check(&with("comments.csv", |text| text.to_owned() + ",,,,,,,\n"), &["comments.csv has an empty row"]);
    check(&with("votes.csv", |text| text.replace(',', "\t")), &["Fields in votes.csv are separated by tabs"]);
    check(&with("votes.csv", |text| text.replace(',', ";")), &["Fields in votes.csv are separated by semicolons"]);
    let points = |text: &str| text.replacen(",-1\n", ",-1.0\n", 3).replacen("\n1700000000,", "\n1700000000.0,", 1);
    check(&with("votes.csv", points), &["votes.csv has 4 whole numbers with a decimal point"]);
    check(&with("comments.csv", |text| text.replace(",1,\"", ",1.0,\"")), &["comments.csv has 8 whole numbers"]);
    check(
        &with("summary.csv", |text| text.replace("voters,24", "voters,24.0")),
        &["summary.csv has a whole number with a decimal point"],
    );
    check(
        &with("summary.csv", |text| text.replace("voters,24", "voters,").replace("comments,8", "comments,")),
        &["summary.csv has no count for `voters` and `comments`"],
    );
    check(
        &with("comments.csv", |text| text.replace("comment-body", "comment_text")),
        &["The column `comment_text` of comments.csv was read as `comment-body`."],
    );
    check(
        &with("votes.csv", |text| text.replace("comment-id,voter-id", "Comment_ID,Voter-Id")),
        &["`Comment_ID` of votes.csv was read as `comment-id`", "`Voter-Id` of votes.csv was read as `voter-id`"],
    );
    check(
        &with("votes.csv", |text| text.to_owned() + "1700000000,x,3,4,\n1700000000,x,3,5,\n"),
        &["2 rows of votes.csv have no vote and were left out."],
    );
    check(&with("votes.csv", |text| "\u{feff}".to_owned() + text), &[]);
    for no in ["FALSE", "False", "f", "0", "0.0", "no", "NaN"] {
        let flags = |text: &str| {
            let head = text.replacen("moderated,", "moderated,is-meta,is-seed,", 1);
            head.replace(",1,\"", &format!(",1,{no},{no},\""))
        };
        check(&with("comments.csv", flags), &["comments.csv has 16 fields that say yes or no in other words"]);
    }
    check(
        &with("comments.csv", |text| {
            let head = text.replacen("moderated,", "moderated,is-meta,IS_SEED,", 1);
            head.replace(",1,\"", ",1,false,false,\"")
        }),
        &["The column `IS_SEED` of comments.csv was read as `is-seed`."],
    );
    check(
        &with("participant-votes.csv", |text| text.replacen("group-id", "Group_ID", 1)),
        &["The column `Group_ID` of participant-votes.csv was read as `group-id`."],
    );
}

#[test]
fn a_file_in_utf_16_says_the_same_and_is_told() {
    let expected_words = says(&plain_import().transcript);
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        for file in ["votes.csv", "comments.csv", "summary.csv"] {
            let wide = |text: &str| -> Vec<u8> {
                "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
            };
            let files: Vec<(String, Vec<u8>)> = plain()
                .into_iter()
                .map(|(name, bytes)| {
                    let bytes = if name == file { wide(std::str::from_utf8(&bytes).unwrap()) } else { bytes };
                    (name, bytes)
                })
                .collect();
            let import = import_all(&files);
            assert_eq!(told(&import), format!("{file} is UTF-16; it was read as such.\n"));
            assert_eq!(says(&import.transcript), expected_words, "{file}");
        }
    }
}

fn plain_files(rename: fn(&str) -> String) -> Vec<(String, Vec<u8>)> {
    plain().into_iter().map(|(name, bytes)| (rename(&name), bytes)).collect()
}

#[test]
fn the_rest_is_refused_by_file_line_column_and_value() {
    let check = |files: &[(String, Vec<u8>)], expected: &[&str]| {
        let told = try_all(files).unwrap_err().to_string();
        assert!(expected.iter().all(|part| told.contains(part)), "{told}");
    };
    let damaged = plain().into_iter().map(|(name, bytes)| {
        let unit = |unit: u16| unit.to_le_bytes();
        let wide = || "\u{feff}".encode_utf16().chain(std::str::from_utf8(&bytes).unwrap().encode_utf16());
        let wide: Vec<u8> = wide().chain([0xd800, 0x61]).flat_map(unit).collect();
        if name == "votes.csv" { (name, wide) } else { (name, bytes) }
    });
    let votes_csv = plain().into_iter().find(|(name, _)| name == "votes.csv").unwrap().1;
    let n_lines = votes_csv.iter().filter(|byte| **byte == b'\n').count();
    check(&damaged.collect::<Vec<_>>(), &[&format!("votes.csv, line {}", n_lines + 1), "damaged UTF-16"]);
    let votes = |change: fn(&str) -> String| with("votes.csv", change);
    check(
        &votes(|text| text.replacen(",-1\n", ",0.5\n", 1)),
        &["votes.csv, line 2: `0.5` in column `vote` is no vote"],
    );
    check(
        &votes(|text| text.replacen("1700000000,", "1.7E+09,", 1)),
        &["`1.7E+09` in column `timestamp`", "spreadsheet"],
    );
    check(
        &votes(|text| text.replace(',', "|")),
        &["votes.csv, line 1", "`timestamp|datetime|comment-id|voter-id|vote`"],
    );
    check(&votes(|text| text.replacen(",-1\n", ",-1,7\n", 1)), &["line 2: has 6 fields where the header has 5"]);
    check(&votes(|text| text.replacen("voter-id", "voter", 1)), &["the column `voter-id` is missing"]);
    let renamed = plain_files(|name| format!("2025-08-29-0002-2ex-{name}"));
    let broken: Vec<_> =
        renamed.into_iter().map(|(name, bytes)| (name, [&bytes[..], b"x,x,x,x,x,x,x,x\n"].concat())).collect();
    check(&broken, &["2025-08-29-0002-2ex-comments.csv, line 10: `x` in column `moderated` must be"]);
    let mut two = plain();
    two.push(("Copy-votes.csv".to_owned(), Vec::new()));
    check(&two, &["two sets", "`Copy-votes.csv`", "`votes.csv`"]);
}

#[test]
fn texts_in_another_encoding_are_refused_with_line_and_likely_encoding() {
    let cp1252 = fs::read(folder("elsewhere-cp1252.csv")).unwrap();
    let told = elsewhere::read_published_comments(&cp1252).unwrap_err();
    assert_snapshot!(told, @"comments, line 2: is not UTF-8; it looks like Windows-1252 (also called ANSI or Latin-1). Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)");
    let check = |file: &str, text: &[u8]| {
        let files: Vec<_> = plain()
            .into_iter()
            .map(|(name, bytes)| if name == file { (name, [&bytes, text].concat()) } else { (name, bytes) })
            .collect();
        let told = try_all(&files).unwrap_err().to_string();
        assert!(told.contains(file) && told.contains(", line ") && told.contains("Windows-1252"), "{told}");
        assert!(!told.contains('\u{fffd}'), "{told}");
    };
    check("comments.csv", b"1699990009,x,9,9,0,0,1,\"caf\xe9s, \x93quoted\x94\"\n");
    check("summary.csv", b"conversation-description,\"Caf\xe9s\"\n");
}

#[test]
fn statements_that_nobody_approved_come_in_held() {
    let strict = || found("polis-strict-unmoderated");
    let import = strict();
    let held = |transcript: &Transcript| -> Vec<u32> {
        transcript.statements.iter().filter(|s| s.state == StatementState::Held).map(|s| s.id.0).collect()
    };
    assert_eq!(held(&import.transcript), [8, 9, 10]);
    assert!(import.transcript.statements.iter().all(|statement| statement.text.is_some()), "rows keep their words");
    assert_snapshot!(told(&import), @"3 statements were never moderated, and nobody but their authors voted on them (numbers 8, 9 and 10): they are held, and the words are not published. With --unmoderated accept they are.");
    let options = Options { unmoderated: Unmoderated::Accept, ..Options::default() };
    let accepted = read_folder_as(&folder("polis-strict-unmoderated"), &options, &mut |_| ()).unwrap();
    assert_eq!(held(&accepted.transcript), [0; 0]);
    assert_eq!(latest(&accepted.transcript), latest(&import.transcript));
    let added = |transcript: &Transcript, state| {
        let is_such =
            |event: &&canvass_domain::Event| matches!(event.fact, Fact::StatementAdded { state: s, .. } if s == state);
        transcript.events.iter().filter(is_such).count()
    };
    assert_eq!(added(&import.transcript, StatementState::Held), 3);
}

#[test]
fn who_approved_is_told_by_votes_of_others_and_by_seeds() {
    const HEAD: &str = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,is-seed,comment-body\n";
    let check = |moderated: i32, seed: &str, voters: &[u32], expected| {
        let n = voters.len();
        let comments = format!(
            "{HEAD}1700000000123,,0,0,2,0,1,false,\"Others\"\n1700000000123,,1,7,{n},0,{moderated},{seed},\"Words\"\n"
        );
        let votes: String = voters.iter().map(|who| format!("1700000000200,,1,{who},1\n")).collect();
        let votes =
            format!("timestamp,datetime,comment-id,voter-id,vote\n1700000000200,,0,0,1\n1700000000200,,0,7,1\n{votes}");
        let import = import_bytes(&[("comments.csv", comments.as_bytes()), ("votes.csv", votes.as_bytes())]).unwrap();
        assert_eq!(import.transcript.statements[1].state, expected, "{moderated} {seed} {voters:?}");
    };
    use StatementState::{Accepted, Declined, Held};
    check(0, "false", &[7], Held);
    check(0, "false", &[], Held);
    check(0, "false", &[7, 3], Accepted);
    check(0, "false", &[3], Accepted);
    check(0, "true", &[7], Accepted);
    check(1, "false", &[7], Accepted);
    check(-1, "false", &[7], Declined);
}

/// A ZIP archive, byte by byte; nothing of the crate is used.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut rows) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(content).unwrap();
        let packed = packer.finish().unwrap();
        let mut checksum = flate2::Crc::new();
        checksum.update(content);
        let at = u32::try_from(bytes.len()).unwrap();
        let (n_packed, n) = (u32::try_from(packed.len()).unwrap(), u32::try_from(content.len()).unwrap());
        let n_name = u16::try_from(name.len()).unwrap();
        let mut middle = [20, 0, 0, 0, 8, 0, 0, 0, 0, 0].to_vec();
        middle.extend([checksum.sum(), n_packed, n].iter().flat_map(|number| number.to_le_bytes()));
        middle.extend(n_name.to_le_bytes());
        middle.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&middle);
        bytes.extend(name.as_bytes());
        bytes.extend(packed);
        rows.extend(b"PK\x01\x02\x14\0");
        rows.extend(&middle);
        rows.extend([0; 10]);
        rows.extend(at.to_le_bytes());
        rows.extend(name.as_bytes());
    }
    let at = u32::try_from(bytes.len()).unwrap();
    let n = u16::try_from(files.len()).unwrap();
    bytes.extend(&rows);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([n, n].iter().flat_map(|number| number.to_le_bytes()));
    bytes.extend([u32::try_from(rows.len()).unwrap(), at].iter().flat_map(|number| number.to_le_bytes()));
    bytes.extend([0, 0]);
    bytes
}

fn import_zip(bytes: &[u8]) -> Result<PolisImport, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-conversation.zip");
    fs::write(&file, bytes).unwrap();
    read_folder(&file, &mut |_| ())
        .map_err(|error| error.to_string().replace(&folder.path().display().to_string(), "FOLDER"))
}

#[test]
fn an_archive_of_a_folder_is_read_as_the_folder() {
    let plain = plain();
    let named = |before: &str| -> Vec<(String, &[u8])> {
        plain.iter().map(|(name, bytes)| (format!("{before}{name}"), bytes.as_slice())).collect()
    };
    let all = |files: &[(String, &[u8])]| {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
        zipped(&files)
    };
    for before in ["", "export/", "export/2025-08-29-0002-2ex-"] {
        let mut files = named(before);
        files.push(("__MACOSX/export/._comments.csv".to_owned(), b"\0\0"));
        files.push(("export/".to_owned(), b""));
        let import = import_zip(&all(&files)).unwrap();
        assert_eq!(says(&import.transcript), says(&plain_import().transcript), "{before}");
    }
    let nested = import_zip(&all(&[named("a/"), named("a/old/")].concat())).unwrap();
    assert_eq!(says(&nested.transcript), says(&plain_import().transcript), "the outer one, as of a folder");
    assert!(told(&nested).contains("The folder `a/old` inside was not read."), "{}", told(&nested));
    let two = [named("a/"), named("b/")].concat();
    assert_snapshot!(import_zip(&all(&two)).unwrap_err(), @"FOLDER/a-conversation.zip: the folders `a` and `b` in it both hold an export; unpack it and name one");
    assert_snapshot!(import_zip(&zipped(&[("a.txt", b"a")])).unwrap_err(), @"FOLDER/a-conversation.zip: `comments.csv` is missing, which every Polis export has");
    assert_snapshot!(import_zip(b"PK\x03\x04 and nothing").unwrap_err(), @"FOLDER/a-conversation.zip: is cut off, or no ZIP archive");
    assert_snapshot!(import_zip(b"no archive").unwrap_err(), @"FOLDER/a-conversation.zip: is a file; name the folder that holds the export, or a .zip of it");
}

#[test]
fn an_archive_is_bounded_and_checked() {
    let files: Vec<(String, Vec<u8>)> = plain();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let many: Vec<String> = (0..=archive::MAX_ENTRIES).map(|n| format!("{n}.txt")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_snapshot!(import_zip(&zipped(&many)).unwrap_err(), @"FOLDER/a-conversation.zip: has more than 1000 entries; unpack it first");
    let bomb = vec![b','; usize::try_from(archive::FREE_BYTES).unwrap() * 4];
    let with_bomb = [&files[1..], &[("comments.csv", bomb.as_slice())]].concat();
    assert_snapshot!(import_zip(&zipped(&with_bomb)).unwrap_err(), @"comments.csv: unpacks to more than 24867600 bytes, which is more than is read; unpack it first");
    let twice = [&files[..], &[files[0]]].concat();
    assert_snapshot!(import_zip(&zipped(&twice)).unwrap_err(), @"FOLDER/a-conversation.zip: has two entries of one name");
    // Wherever an archive is cut off or a byte of it is turned, it is refused or says the same.
    let whole = zipped(&files);
    let plain = latest(&plain_import().transcript);
    for end in (0..whole.len()).step_by(7) {
        assert!(import_zip(&whole[..end]).is_err(), "{end}");
    }
    for at in (0..whole.len()).step_by(3) {
        let mut turned = whole.clone();
        turned[at] ^= 0x55;
        // A file whose name in the list of entries is turned is another one.
        if let Ok(import) = import_zip(&turned) {
            assert_eq!(latest(&import.transcript), plain, "{at}");
        }
    }
}
