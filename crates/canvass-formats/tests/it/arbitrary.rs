//! Arbitrary bytes: every parser answers, with a conversation or with an error that says where.

use canvass_formats::{FormatError, conversation_file, polis};
use polis::{Source, Sources};
use proptest::prelude::*;

const CONVERSATION: &[u8] = include_bytes!("../corpus/conversation.toml");
const COMMENTS: &[u8] = include_bytes!("../corpus/polis/comments.csv");
const VOTES: &[u8] = include_bytes!("../corpus/polis/votes.csv");
const PARTICIPANTS: &[u8] = include_bytes!("../corpus/polis/participants-votes.csv");
const SUMMARY: &[u8] = include_bytes!("../corpus/polis/summary.csv");

/// Pieces that parsers care about.
const PIECES: &[&[u8]] = &[
    b"\"",
    b",",
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b"-1",
    b"0",
    b"1",
    b"2",
    b"\xff",
    b"\xef\xbb\xbf",
    b"99999999999999999999",
    b"[[",
    b"]]",
    b"=",
    b"#",
    b"'''",
    b".",
    b"1e9",
    b"2025-01-07T09:00:00",
    b"vote",
    b"participant",
    b"\\u0000",
];

/// One change to a file.
#[derive(Clone, Debug)]
enum Change {
    Insert(prop::sample::Index, usize),
    Remove(prop::sample::Index, usize),
    Flip(prop::sample::Index, u8),
    Repeat(prop::sample::Index, usize),
    CutOff(prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<prop::sample::Index>;
    prop_oneof![
        (place(), 0..PIECES.len()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (place(), 1..40_usize).prop_map(|(at, n)| Change::Remove(at, n)),
        (place(), any::<u8>()).prop_map(|(at, bits)| Change::Flip(at, bits)),
        (place(), 1..80_usize).prop_map(|(at, n)| Change::Repeat(at, n)),
        place().prop_map(Change::CutOff),
    ]
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        match change {
            Change::Insert(at, piece) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, PIECES[*piece].iter().copied());
            }
            Change::Remove(at, n) => {
                let at = at.index(bytes.len());
                bytes.drain(at..bytes.len().min(at + n));
            }
            Change::Flip(at, bits) => {
                let at = at.index(bytes.len());
                bytes[at] ^= bits;
            }
            Change::Repeat(at, n) => {
                let at = at.index(bytes.len());
                let piece = bytes[at..bytes.len().min(at + n)].to_vec();
                bytes.splice(at..at, piece);
            }
            Change::CutOff(at) => bytes.truncate(at.index(bytes.len())),
        }
    }
    bytes
}

fn import(files: [&[u8]; 4]) -> Result<polis::PolisImport, FormatError> {
    let [comments, votes, participants, summary] = files;
    let sources = Sources {
        name: "set".to_owned(),
        comments: Source::new("comments.csv", comments, 0),
        votes: Some(Source::new("votes.csv", votes, 0)),
        participants: Some(Source::new("participants-votes.csv", participants, 0)),
        summary: Some(Source::new("summary.csv", summary, 0)),
    };
    polis::read(sources, &mut |_| ())
}

/// What comes in holds together; what does not is refused with its file.
fn check_import(files: [&[u8]; 4]) -> Result<(), TestCaseError> {
    match import(files) {
        Ok(import) => {
            import.transcript.instrument.check_bounds().map_err(|error| TestCaseError::fail(error.to_string()))?;
            let events = &import.transcript.events;
            prop_assert!((1..).zip(events).all(|(seq, event)| event.seq.0 == seq));
            prop_assert!(events.is_sorted_by_key(|event| event.at_ms));
            prop_assert!(import.transcript.statements.is_sorted_by_key(|statement| statement.id));
            prop_assert!(import.transcript.arrivals.is_sorted_by_key(|arrival| arrival.participant));
        }
        Err(error) => prop_assert!(error.place().file.ends_with(".csv"), "{error}"),
    }
    Ok(())
}

fn check_conversation(bytes: &[u8]) -> Result<(), TestCaseError> {
    let text = String::from_utf8_lossy(bytes);
    match conversation_file::parse(&text) {
        Ok(file) => {
            let written = conversation_file::write(&file.slug, &file.instrument);
            let written = written.map_err(|error| TestCaseError::fail(error.to_string()))?;
            let again = conversation_file::parse(&written).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(again.instrument, file.instrument);
        }
        Err(error) => prop_assert!(!error.to_string().contains('\n'), "{error:?}"),
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes_as_a_polis_set(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        check_import([&bytes, VOTES, PARTICIPANTS, SUMMARY])?;
        check_import([COMMENTS, &bytes, PARTICIPANTS, SUMMARY])?;
        check_import([COMMENTS, VOTES, &bytes, SUMMARY])?;
        check_import([COMMENTS, VOTES, PARTICIPANTS, &bytes])?;
    }

    #[test]
    fn a_polis_set_with_something_changed(changes in proptest::collection::vec(change(), 1..6), file in 0..4_usize) {
        let mut files = [COMMENTS, VOTES, PARTICIPANTS, SUMMARY];
        let bytes = changed(files[file], &changes);
        files[file] = &bytes;
        check_import(files)?;
    }

    #[test]
    fn any_text_as_a_conversation(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        check_conversation(&bytes)?;
    }

    #[test]
    fn a_conversation_with_something_changed(changes in proptest::collection::vec(change(), 1..6)) {
        check_conversation(&changed(CONVERSATION, &changes))?;
    }
}

#[test]
fn the_corpus_is_good() {
    import([COMMENTS, VOTES, PARTICIPANTS, SUMMARY]).unwrap();
    conversation_file::parse(std::str::from_utf8(CONVERSATION).unwrap()).unwrap();
}
