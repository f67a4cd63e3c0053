//! Small export sets written into folders of their own.

use canvass_domain::{Answer, Fact, Transcript, Vote};
use canvass_formats::{
    FormatError,
    polis::{PolisImport, read_folder},
};
use std::collections::BTreeMap;

/// Latest vote of each participant on each statement.
pub type Latest = BTreeMap<(u32, u32), Vote>;

/// Imports files given by name and contents.
pub fn import(files: &[(&str, &str)]) -> Result<PolisImport, FormatError> {
    let bytes: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    import_bytes(&bytes)
}

pub fn import_bytes(files: &[(&str, &[u8])]) -> Result<PolisImport, FormatError> {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("a-conversation");
    std::fs::create_dir(&inside).unwrap();
    for (name, bytes) in files {
        std::fs::write(inside.join(name), bytes).unwrap();
    }
    read_folder(&inside, &mut |_| ()).map_err(|error| {
        let file = error.place().file.replace(&folder.path().display().to_string(), "FOLDER");
        error.in_file(file)
    })
}

/// The findings, one a line.
pub fn findings(import: &PolisImport) -> String {
    import.findings.iter().map(|finding| format!("{finding}\n")).collect()
}

/// The log in words, one event a line.
pub fn log(transcript: &Transcript) -> String {
    let line = |event: &canvass_domain::Event| {
        let words = match event.fact {
            Fact::VoteCast { participant, statement, vote, .. } => {
                format!("{participant} votes {} on {statement}", vote.word())
            }
            Fact::StatementAdded { statement, origin, state } => {
                format!("{} adds {statement}, {}", origin.word(), state.word())
            }
            Fact::StatementMarked { statement, subject } => format!("{statement} is about {}", subject.word()),
            fact => fact.word().to_owned(),
        };
        format!("{} {} {words}\n", event.seq, event.at_ms)
    };
    transcript.events.iter().map(line).collect()
}

/// The latest votes by the log.
pub fn latest(transcript: &Transcript) -> Latest {
    let mut latest = Latest::new();
    for event in &transcript.events {
        if let Some((participant, statement, answer)) = event.fact.answer() {
            let cell = (participant.0, statement.0);
            match answer.and_then(Answer::vote) {
                Some(vote) => latest.insert(cell, vote),
                None => latest.remove(&cell),
            };
        }
    }
    latest
}

/// An own reader of CSV, letter by letter, sharing nothing with the crate.
pub fn naive_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut field)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            letter => field.push(letter),
        }
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(field);
        rows.push(row);
    }
    rows
}
