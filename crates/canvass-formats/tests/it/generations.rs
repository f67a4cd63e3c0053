//! Fixtures of every generation of exports, with their traps.

use crate::fixture::{findings, import, latest, log};
use crate::open_sets::shared;
use canvass_domain::{Fact, Origin, ParticipantId, StatementId, Subject, Vote};
use canvass_formats::{FormatError, polis::PolisImport};
use insta::assert_snapshot;

/// 2014 to 2023: milliseconds, a date text in some time zone, quotes at need.
const G1_COMMENTS: &str = "\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1403054214500,Wed Jun 18 08:16:54 WIB 2014,2,1,0,1,0,\"Two lines,
one \"\"statement\"\"\"
1403054214196,Wed Jun 18 08:16:54 WIB 2014,0,0,3,1,1,Plain words
1403054214300,,1,7,0,0,-1,Nobody voted on this
";
const G1_VOTES: &str = "\
timestamp,datetime,comment-id,voter-id,vote
1403054214196,Wed Jun 18 08:16:54 WIB 2014,0,0,1
1403054219000,,0,1,-1
1403054218000,,0,1,1
1403054220000,,0,2,1
1403054214400,,2,1,-1
1403054221000,,2,2,0
";
const G1_PARTICIPANTS: &str = "\
participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,2
0,,0,1,1,1,0,1,
1,abc-1,1,1,2,0,2,-1,-1
2,,,0,2,1,0,1,0
";
const G1_SUMMARY: &str = "\
topic,$15/hour
url,https://pol.is/2demo
views,12
voters,3
voters-in-conv,3
commenters,3
comments,2
groups,2
conversation-description,\"Better, or worse?
Why?\"
";

fn g1() -> [(&'static str, &'static str); 4] {
    [
        ("comments.csv", G1_COMMENTS),
        ("votes.csv", G1_VOTES),
        ("participants-votes.csv", G1_PARTICIPANTS),
        ("summary.csv", G1_SUMMARY),
    ]
}

/// The import or, in its place, what is wrong.
fn told(import: Result<PolisImport, FormatError>) -> String {
    match import {
        Ok(import) => findings(&import),
        Err(error) => format!("refused: {error}"),
    }
}

#[test]
fn the_oldest_generation() {
    let import = import(&g1()).unwrap();
    let transcript = &import.transcript;
    assert_snapshot!(log(transcript), @r"
    1 1403054214196 opened
    2 1403054214196 participant adds 0, accepted
    3 1403054214196 0 votes agree on 0
    4 1403054214300 participant adds 1, declined
    5 1403054214400 participant adds 2, accepted
    6 1403054214400 1 votes disagree on 2
    7 1403054218000 1 votes agree on 0
    8 1403054219000 1 votes disagree on 0
    9 1403054220000 2 votes agree on 0
    10 1403054221000 2 votes unsure on 2
    11 1403054221000 closed
    ");
    assert_snapshot!(findings(&import), @r"
    1 vote was given again later, with another answer; the latest counts.
    1 of 3 statements was never moderated; it counts as accepted, as Polis shows it unless moderation is strict.
    1 statement is dated later than a vote on it (number 2); the time of the first vote was taken.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    1 participant wrote a statement and voted on none.
    ");
    assert_snapshot!(transcript.note.as_deref().unwrap(), @"Imported from a Polis export (https://pol.is/2demo).");
    assert_eq!(import.slug.as_str(), "15-hour");
    assert_eq!(transcript.instrument.title, "$15/hour");
    assert_eq!(transcript.instrument.background, "Better, or worse?\nWhy?");
    assert_eq!(transcript.statements[2].text.as_deref(), Some("Two lines,\none \"statement\""));
    let people: Vec<_> =
        transcript.arrivals.iter().map(|a| (a.participant.0, a.external_id.as_deref(), a.at_ms)).collect();
    assert_eq!(
        people,
        [
            (0, None, 1_403_054_214_196),
            (1, Some("abc-1"), 1_403_054_214_400),
            (2, None, 1_403_054_220_000),
            (7, None, 1_403_054_214_300)
        ]
    );
    assert_eq!(latest(transcript)[&(1, 0)], Vote::Disagree, "the later time counts, not the later line");
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let plain = import(&g1()).unwrap();
    let files = g1().map(|(name, text)| (name, format!("\u{feff}{}", text.replace('\n', "\r\n"))));
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let mut marked = import(&files).unwrap();
    marked.transcript.statements[2].text = plain.transcript.statements[2].text.clone();
    marked.transcript.instrument.background = plain.transcript.instrument.background.clone();
    assert_eq!(marked, plain);
}

#[test]
fn the_table_of_participants_alone_says_nothing_of_times() {
    let import = import(&[("comments.csv", G1_COMMENTS), ("participants-votes.csv", G1_PARTICIPANTS)]).unwrap();
    assert_snapshot!(log(&import.transcript), @r"
    1 1403054214196 opened
    2 1403054214196 participant adds 0, accepted
    3 1403054214300 participant adds 1, declined
    4 1403054214500 participant adds 2, accepted
    5 0 0 votes agree on 0
    6 0 1 votes disagree on 0
    7 0 1 votes disagree on 2
    8 0 2 votes agree on 0
    9 0 2 votes unsure on 2
    10 1403054214500 closed
    ");
    assert_snapshot!(findings(&import), @r"
    When votes were cast is not recorded in these files: they have no dates here, and of votes that were changed only the latest is there.
    comments.csv counts 1 agree or disagree more than there are latest votes, on 1 of 3 statements (number 0): answers that were changed later, which these files do not hold.
    1 of 3 statements was never moderated; it counts as accepted, as Polis shows it unless moderation is strict.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    1 participant wrote a statement and voted on none.
    The files give no title; it is called `a-conversation`.
    ");
    assert_snapshot!(import.transcript.note.unwrap(), @"Imported from a Polis export. When the votes were cast is not recorded.");
    assert_eq!(import.slug.as_str(), "a-conversation");
}

#[test]
fn the_generation_with_seeds_and_metadata() {
    let comments = "\
timestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,is-seed,group-informed-consensus,comment-body
1690000000000,0,0,1,0,1,false,true,0.51,Seeded
1690000000001,1,3,0,1,1,true,false,0.2,About ourselves
";
    let votes = "\
timestamp,comment-id,voter-id,vote
1690000005000,0,3,1
1690000005000,1,3,-1
";
    let import = import(&[("comments.csv", comments), ("votes.csv", votes)]).unwrap();
    assert_snapshot!(log(&import.transcript), @r"
    1 1690000000000 opened
    2 1690000000000 organiser adds 0, accepted
    3 1690000000001 participant adds 1, accepted
    4 1690000000001 1 is about readers
    5 1690000005000 3 votes agree on 0
    6 1690000005000 3 votes disagree on 1
    7 1690000005000 closed
    ");
    assert_snapshot!(findings(&import), @r"
    1 statement is marked as metadata, about the readers and not the topic (number 1); it forms no groups and is in no list.
    The files give no title; it is called `a-conversation`.
    ");
    let [seed, own] = &import.transcript.statements[..] else { unreachable!("two statements") };
    assert_eq!((seed.origin, seed.author), (Origin::Organiser, None));
    assert_eq!((own.origin, own.author), (Origin::Participant, Some(ParticipantId(3))));
}

/// Which statements are about the readers, and which the organiser put in, however a file says it.
fn flags(comments: &str) -> Result<(Vec<u32>, Vec<u32>), String> {
    let votes = "timestamp,comment-id,voter-id,vote\n1690000005000,0,3,1\n";
    let import = import(&[("comments.csv", comments), ("votes.csv", votes)]).map_err(|error| error.to_string())?;
    let meta = import.transcript.events.iter().filter_map(|event| match event.fact {
        Fact::StatementMarked { statement, subject } => Some((statement.0, subject)),
        _ => None,
    });
    let meta: Vec<_> = meta.collect();
    assert!(meta.iter().all(|(_, subject)| *subject == Subject::Readers), "an import lifts no mark");
    let seeds = import.transcript.statements.iter().filter(|statement| statement.origin == Origin::Organiser);
    Ok((meta.into_iter().map(|(id, _)| id).collect(), seeds.map(|statement| statement.id.0).collect()))
}

#[test]
fn flags_are_read_in_any_letters_column_and_order() {
    let rows = |yes: &str, no: &str| {
        format!(
            "is-seed,comment-body,IS-META,timestamp,comment-id,author-id,agrees,disagrees,moderated\n\
             {yes},Seeded,{no},1690000000000,0,0,1,0,1\n\
             {no},\"I am between 20 and 25 years old\",{yes},1690000000001,1,3,0,0,1\n"
        )
    };
    for yes in ["true", "TRUE", "True", "t", "T", "1", "1.0", "yes", " true "] {
        for no in ["false", "FALSE", "f", "F", "0", "0.0", "no", ""] {
            assert_eq!(flags(&rows(yes, no)), Ok((vec![1], vec![0])), "{yes}, {no}");
        }
    }
    for name in ["is_meta", "Is_Meta", "is-meta"] {
        assert_eq!(flags(&rows("true", "false").replace("IS-META", name)), Ok((vec![1], vec![0])), "{name}");
    }
    let error = flags(&rows("perhaps", "false")).unwrap_err();
    assert!(error.contains("line 2") && error.contains("`perhaps` in column `is-seed`"), "{error}");
    let without = "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n1690000000000,0,0,1,0,1,A\n";
    assert_eq!(flags(without), Ok((vec![], vec![])), "a file that does not say marks nothing");
}

/// As a spreadsheet saves it, from the made-up sets.
#[test]
fn flags_that_a_spreadsheet_wrote_in_capitals_are_read() {
    let Some(folder) = shared("found/polis-excel-TRUE-FALSE") else { return };
    let import = canvass_formats::polis::read_folder(&folder, &mut |_| ()).unwrap();
    assert!(import.transcript.statements.iter().all(|statement| statement.origin == Origin::Organiser));
    assert!(!import.transcript.events.iter().any(|event| matches!(event.fact, Fact::StatementMarked { .. })));
}

/// The newest generation: seconds, every statement in quotes, all statements as columns.
const G3_COMMENTS: &str = "\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,importance,comment-body
1735689600,Wed Jan 01 2025 00:00:00 GMT+0000 (Coordinated Universal Time),0,0,3,1,1,0,\"First\"
1735689601,,1,0,0,2,1,0,\"Second, \"\"with\"\" more\"
";
const G3_VOTES: &str = "\
timestamp,datetime,comment-id,voter-id,vote,important
1735689700,,0,1,1,1
1735689700,,0,1,-1,0
1735689705,,0,2,1,0
1735689706,,0,3,1,0
1735689701,,1,1,-1,0
1735689705,,1,2,-1,0
";
const G3_PARTICIPANTS: &str = "\
participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1
1,0,0,2,1,1,1,-1
2,1,0,2,1,1,1,-1
3,,0,1,1,0,1,
";

#[test]
fn the_newest_generation_settles_votes_of_the_same_second() {
    let with =
        import(&[("comments.csv", G3_COMMENTS), ("votes.csv", G3_VOTES), ("participant-votes.csv", G3_PARTICIPANTS)])
            .unwrap();
    assert_snapshot!(findings(&with), @r"
    1 vote is marked as important in votes.csv; the marks were not brought in.
    1 vote was given again later, with another answer; the latest counts.
    Once somebody voted differently on one statement at the same moment (participant 1 on statement 0); what the table of participants has counts, else the vote that comes later in the file.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    1 participant wrote a statement and voted on none.
    The files give no title; it is called `a-conversation`.
    ");
    assert_eq!(latest(&with.transcript)[&(1, 0)], Vote::Agree, "as the table of participants has it");
    let without = import(&[("comments.csv", G3_COMMENTS), ("votes.csv", G3_VOTES)]).unwrap();
    assert_eq!(latest(&without.transcript)[&(1, 0)], Vote::Disagree, "the later line");
    assert_eq!(with.transcript.events[0].at_ms, 1_735_689_600_000);
}

/// Autumn 2024: seconds, agree as -1, counts from the unturned numbers (and of other conversations), no quotes.
fn faulty(counts: [(u32, u32); 2], texts: [&str; 2]) -> String {
    let [(a, d), (b, e)] = counts;
    format!(
        "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n\
         1727000000,,0,0,{a},{d},1,{}\n1727000001,,1,0,{b},{e},1,{}\n",
        texts[0], texts[1]
    )
}
const FAULTY_VOTES: &str = "\
timestamp,datetime,comment-id,voter-id,vote
1727000100,,0,1,-1
1727000101,,0,2,-1
1727000102,,0,3,1
1727000103,,1,1,1
1727000104,,1,2,1
1727000105,,1,3,0
";
const PLAIN_TEXTS: [&str; 2] = ["First words", "Second words"];
/// The same counts the other way round.
const SWAPPED: [(u32, u32); 2] = [(2, 1), (0, 2)];
const UNTURNED: [(u32, u32); 2] = [(1, 2), (2, 0)];

/// What becomes of the votes of FAULTY_VOTES.
#[derive(Debug, PartialEq)]
enum Read {
    Turned,
    AsWritten,
    Refused,
}

fn check_sign(what: &str, comments: &str, participants: Option<&str>, expected: &Read) -> String {
    let mut files = vec![("comments.csv", comments), ("votes.csv", FAULTY_VOTES)];
    files.extend(participants.map(|text| ("participant-votes.csv", text)));
    let import = import(&files);
    let got = match import.as_ref().map(|import| latest(&import.transcript)[&(1, 0)]) {
        Ok(Vote::Agree) => Read::Turned,
        Ok(_) => Read::AsWritten,
        Err(FormatError::Ambiguous { .. }) => Read::Refused,
        Err(error) => unreachable!("{what}: {error}"),
    };
    assert_eq!(got, *expected, "{what}");
    format!("{what}:\n{}\n", told(import))
}

/// The table of participants of the faulty generation, with this sign for agree.
fn table_of_participants(sign: i32) -> String {
    let (minus, plus) = (-sign, sign);
    format!(
        "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n\
         1,,0,2,1,1,{minus},{plus}\n2,,0,2,1,1,{minus},{plus}\n3,,0,2,1,0,{plus},0\n"
    )
}

#[test]
fn the_faulty_generation_is_recognised() {
    let right = table_of_participants(-1);
    let others_too = [(40, 52), (31, 8)];
    let commas = ["First, with a comma", "Second words"];
    let quoted_swapped = faulty(SWAPPED, ["\"First words\"", "\"Second words\""]);
    let plain = faulty(UNTURNED, PLAIN_TEXTS);
    let told = [
        check_sign("commas without quotes", &faulty(UNTURNED, commas), None, &Read::Turned),
        check_sign("counts of other conversations too", &faulty(others_too, PLAIN_TEXTS), None, &Read::Turned),
        check_sign("a right table of participants", &plain, Some(&right), &Read::Turned),
        check_sign("counts the other way round", &faulty(SWAPPED, PLAIN_TEXTS), None, &Read::Turned),
        check_sign("counts the other way round, in quotes", &quoted_swapped, None, &Read::Turned),
        check_sign("nothing tells", &plain, None, &Read::Refused),
    ];
    assert_snapshot!(told.concat(), @r"
    commas without quotes:
    The votes have agree as -1 and disagree as 1, as Polis exports of late 2024 do by mistake; they were turned round.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    1 participant wrote a statement and voted on none.
    The files give no title; it is called `a-conversation`.

    counts of other conversations too:
    The votes have agree as -1 and disagree as 1, as Polis exports of late 2024 do by mistake; they were turned round.
    The counts of agrees and disagrees in comments.csv are not those of votes.csv for 2 of 2 statements (numbers 0 and 1); the votes count.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    1 participant wrote a statement and voted on none.
    The files give no title; it is called `a-conversation`.

    a right table of participants:
    The votes have agree as -1 and disagree as 1, as Polis exports of late 2024 do by mistake; they were turned round.
    In 1 row of participant-votes.csv the sums are not those of the votes (participant 3); the votes count.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    1 participant wrote a statement and voted on none.
    The files give no title; it is called `a-conversation`.

    counts the other way round:
    The votes have agree as -1 and disagree as 1, as Polis exports of late 2024 do by mistake; they were turned round.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    1 participant wrote a statement and voted on none.
    The files give no title; it is called `a-conversation`.

    counts the other way round, in quotes:
    The votes have agree as -1 and disagree as 1; they were turned round.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    1 participant wrote a statement and voted on none.
    The files give no title; it is called `a-conversation`.

    nothing tells:
    refused: votes.csv: this may be a Polis export of late 2024, when agree was written as -1 by mistake, or a sound one that another program saved: nothing in the files tells which; add participant-votes.csv or export the set again
    ");
}

#[test]
fn the_faulty_generation_is_told_from_a_sound_one_or_refused() {
    let (right, unturned) = (table_of_participants(-1), table_of_participants(1));
    let commas = ["First, with a comma", "Second words"];
    let later = faulty(UNTURNED, PLAIN_TEXTS).replace("1727000001", "1740000000");
    let quoted = faulty(UNTURNED, ["\"First words\"", "\"Second words\""]);
    let quoted_swapped = faulty(SWAPPED, ["\"First words\"", "\"Second words\""]);
    let plain = faulty(UNTURNED, PLAIN_TEXTS);
    let told = [
        check_sign("all three agree", &plain, Some(&unturned), &Read::AsWritten),
        check_sign("all three agree, with commas", &faulty(UNTURNED, commas), Some(&unturned), &Read::Turned),
        check_sign("exported after it was mended", &later, None, &Read::AsWritten),
        check_sign("written as by a mended server", &quoted, None, &Read::AsWritten),
        check_sign("the table against two", &quoted, Some(&right), &Read::Refused),
        check_sign("counts against two", &quoted_swapped, Some(&unturned), &Read::Refused),
    ];
    assert_snapshot!(told.concat(), @r"
    all three agree:
    Times are in seconds and no statement stands in quotes, as in the exports of late 2024 that wrote agree as -1; votes.csv and the table of participants agree with each other, and 1 was read as agree.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    1 participant wrote a statement and voted on none.
    The files give no title; it is called `a-conversation`.

    all three agree, with commas:
    The votes have agree as -1 and disagree as 1, as Polis exports of late 2024 do by mistake; they were turned round.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    1 participant wrote a statement and voted on none.
    The files give no title; it is called `a-conversation`.

    exported after it was mended:
    1 statement is dated later than a vote on it (number 1); the time of the first vote was taken.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    1 participant wrote a statement and voted on none.
    The files give no title; it is called `a-conversation`.

    written as by a mended server:
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    1 participant wrote a statement and voted on none.
    The files give no title; it is called `a-conversation`.

    the table against two:
    refused: votes.csv: the table of participants has agree and disagree the other way round than votes.csv and comments.csv: one of the files has agree as -1, and nothing tells which; export the set again
    counts against two:
    refused: votes.csv: its counts of agrees and disagrees are the other way round than the votes, while the table of participants agrees with the votes: one of the files has agree as -1, and nothing tells which; export the set again
    ");
}

#[test]
fn people_agree_with_what_they_wrote() {
    let header = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n";
    let comments = |(agrees, disagrees): (u32, u32)| {
        let line = |n: u32| format!("172700000{n},,{n},{n},{agrees},{disagrees},1,Words {n}\n");
        format!("{header}{}", (0..9).map(line).collect::<String>())
    };
    let votes = |sign: i32| {
        let line = |n: u32| format!("172700010{n},,{n},{n},{sign}\n");
        format!("timestamp,datetime,comment-id,voter-id,vote\n{}", (0..9).map(line).collect::<String>())
    };
    for (sign, counts) in [(1, (1, 0)), (-1, (0, 1))] {
        let import = import(&[("comments.csv", &comments(counts)), ("votes.csv", &votes(sign))]).unwrap();
        assert!(latest(&import.transcript).values().all(|vote| *vote == Vote::Agree), "{sign}");
    }
}

#[test]
fn what_does_not_fit_is_told_and_kept() {
    let comments = "\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1403054214196,,0,0,2,0,1,Words
1403054214196,,0,0,2,0,1,Words
1403054300000,,1,0,9,9,1,Later than its votes
1403054214196,,2,0,0,0,1,
";
    let votes = "\
timestamp,datetime,comment-id,voter-id,vote
1403054214200,,0,1,1
1403054214200,,0,1,1
1403054215,,0,2,1
1403054214201,,1,1,-1
1403054214202,,8,1,-1
1403054214203,,8,2,0
1403054214204,,0,2,-1
";
    let participants = "\
participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,8
1,,0,9,1,2,1,-1,-1
1,,0,9,1,2,1,-1,-1
2,,0,2,0,0,1,,0
5,,0,0,0,0,,,
";
    let import = import(&[
        ("comments.csv", comments),
        ("votes.csv", votes),
        ("participants-votes.csv", participants),
        ("participant-votes.csv", participants),
        ("summary.csv", "topic,T\nvoters,7\ncomments,9\n"),
    ])
    .unwrap();
    assert_snapshot!(findings(&import), @r"
    votes.csv has 1 time in seconds and 6 in milliseconds; each was read as what it is.
    The counts of agrees and disagrees in comments.csv are not those of votes.csv for 2 of 3 statements (numbers 0 and 1); the votes count.
    1 vote repeats another to the letter and was left out.
    1 vote was given again later, with another answer; the latest counts.
    1 row of participants-votes.csv repeated another to the letter; one was kept.
    In 2 rows of participants-votes.csv the sums are not those of the votes (participants 1 and 2); the votes count.
    1 statement of comments.csv stood there twice, the same to the letter; one was kept.
    1 statement has no words (number 2); the votes are kept.
    1 statement is dated later than a vote on it (number 1); the time of the first vote was taken.
    Which statements the organiser put in is not recorded in these files; all count as participants' own.
    2 votes are on 1 statement that is not in comments.csv (number 8); the votes are kept, the words are missing.
    1 participant wrote a statement and voted on none.
    1 participant is listed without a vote or a statement.
    summary.csv says that 7 voted; the votes are of 2 people.
    summary.csv says that 9 statements had votes; the votes are on 3.
    There are both participants-votes.csv and participant-votes.csv; participants-votes.csv was read.
    ");
    assert_snapshot!(log(&import.transcript), @r"
    1 1403054214196 opened
    2 1403054214196 participant adds 0, accepted
    3 1403054214196 participant adds 2, accepted
    4 1403054214200 1 votes agree on 0
    5 1403054214201 participant adds 1, accepted
    6 1403054214201 1 votes disagree on 1
    7 1403054214202 participant adds 8, declined
    8 1403054214202 1 votes disagree on 8
    9 1403054214203 2 votes unsure on 8
    10 1403054214204 2 votes disagree on 0
    11 1403054215000 2 votes agree on 0
    12 1403054215000 closed
    ");
    let unlisted = import.transcript.statements.iter().find(|statement| statement.id == StatementId(8)).unwrap();
    assert_eq!((&unlisted.text, unlisted.author), (&None, None));
}

#[test]
fn a_file_name_is_all_that_tells_the_two_tables_of_participants_apart() {
    let names = ["participants-votes.csv", "participant-votes.csv"];
    let [older, newer] = names.map(|name| import(&[("comments.csv", G3_COMMENTS), (name, G3_PARTICIPANTS)]).unwrap());
    assert_eq!(older, newer);
}

#[test]
fn japanese_is_not_chinese() {
    for (text, language) in
        [("ライドシェアは必要だと思います", "ja"), ("我覺得應該合法", "zh"), ("I think so 我", "en")]
    {
        let comments = G1_COMMENTS.replace("Plain words", text).replace("Nobody voted on this", text);
        let comments = comments.replace("Two lines,\none \"\"statement\"\"", text);
        let import = import(&[("comments.csv", &comments), ("votes.csv", G1_VOTES)]).unwrap();
        assert_eq!(import.transcript.instrument.language, language);
    }
}
