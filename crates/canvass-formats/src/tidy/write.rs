//! Writes a conversation as tidy tables.
//!
//! Ids are numbers, votes and states are words, times are milliseconds since 1970; what is not known is empty.

use crate::{
    FormatError, conversation_file,
    sheet::{LineEnd, Sheet, create_folder, unwritable},
};
use canvass_domain::{Arrival, Event, Fact, Origin, ParticipantId, Slug, Transcript};
use std::{collections::BTreeMap, fs, path::Path};

const CONVERSATION: &str = "conversation.toml";

/// Writes the tables into a folder, which is made where it is missing.
///
/// # Errors
/// [`FormatError::Unwritable`], naming the file.
pub fn write_folder(folder: &Path, slug: &Slug, transcript: &Transcript) -> Result<(), FormatError> {
    create_folder(folder)?;
    conversation(folder, slug, transcript)?;
    participants(folder, transcript)?;
    statements(folder, transcript)?;
    comments(folder)?;
    events(folder, transcript)?;
    exposures(folder, transcript)
}

fn conversation(folder: &Path, slug: &Slug, transcript: &Transcript) -> Result<(), FormatError> {
    let mut text = format!("# provenance: {}\n", transcript.provenance.word());
    for line in transcript.note.iter().flat_map(|note| note.lines()) {
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        text.push_str(&format!("# note: {line}\n"));
    }
    text.push_str(&conversation_file::write(slug, &transcript.instrument)?);
    fs::write(folder.join(CONVERSATION), text).map_err(|source| unwritable(CONVERSATION, source))
}

/// One column for each attribute, named `about_` and its key.
fn participants(folder: &Path, transcript: &Transcript) -> Result<(), FormatError> {
    let attributes = &transcript.instrument.attributes;
    let mut said: BTreeMap<(ParticipantId, &str), u16> = BTreeMap::new();
    for declared in &transcript.declared {
        said.insert((declared.participant, declared.attribute.as_str()), declared.option);
    }
    let mut sheet = Sheet::create(folder, "participants.csv", LineEnd::CrLf)?;
    for name in ["participant", "assurance", "arrived_via", "external_id", "first_seen_ms"] {
        sheet.plain(name)?;
    }
    attributes.iter().try_for_each(|attribute| sheet.plain(format_args!("about_{}", attribute.key)))?;
    sheet.end_line()?;
    for Arrival { participant, assurance, via, external_id, at_ms } in &transcript.arrivals {
        sheet.plain(participant)?;
        sheet.plain(assurance.word())?;
        sheet.plain(via.word())?;
        sheet.text(external_id.as_deref().unwrap_or(""))?;
        sheet.plain(at_ms)?;
        for attribute in attributes {
            let option = said.get(&(*participant, attribute.key.as_str())).copied();
            let answer = option.and_then(|option| attribute.options.get(usize::from(option)));
            sheet.text(answer.map_or("", String::as_str))?;
        }
        sheet.end_line()?;
    }
    sheet.finish()
}

fn statements(folder: &Path, transcript: &Transcript) -> Result<(), FormatError> {
    let mut sheet = Sheet::create(folder, "statements.csv", LineEnd::CrLf)?;
    sheet.header(&["statement", "added_ms", "origin", "author", "state", "decided", "reason", "text"])?;
    for statement in &transcript.statements {
        sheet.plain(statement.id)?;
        sheet.plain(statement.added_ms)?;
        sheet.plain(match statement.origin {
            Origin::Organiser => "organiser",
            Origin::Participant => "participant",
        })?;
        sheet.maybe(statement.author)?;
        sheet.plain(statement.state.word())?;
        sheet.plain(if statement.decided_here { "here" } else { "elsewhere" })?;
        sheet.text(statement.reason.as_deref().unwrap_or(""))?;
        sheet.text(statement.text.as_deref().unwrap_or(""))?;
        sheet.end_line()?;
    }
    sheet.finish()
}

/// There are no comments yet: the header alone.
fn comments(folder: &Path) -> Result<(), FormatError> {
    let mut sheet = Sheet::create(folder, "comments.csv", LineEnd::CrLf)?;
    sheet.header(&["comment", "at_ms", "participant", "parent", "about", "state", "text"])?;
    sheet.finish()
}

fn events(folder: &Path, transcript: &Transcript) -> Result<(), FormatError> {
    let mut sheet = Sheet::create(folder, "events.csv", LineEnd::CrLf)?;
    sheet.header(&["seq", "at_ms", "kind", "participant", "object", "value", "version"])?;
    for event in &transcript.events {
        let row = event.to_row();
        sheet.plain(event.seq)?;
        sheet.plain(event.at_ms)?;
        sheet.plain(event.fact.word())?;
        sheet.maybe(row.participant)?;
        sheet.maybe(row.object)?;
        sheet.maybe(value(event))?;
        sheet.maybe(row.version)?;
        sheet.end_line()?;
    }
    sheet.finish()
}

/// The vote's or the state's word; a ballot's option numbers with spaces between.
fn value(event: &Event) -> Option<String> {
    match event.fact {
        Fact::VoteCast { vote, .. } => Some(vote.word().to_owned()),
        Fact::StatementAdded { state, .. } | Fact::StatementDecided { state, .. } => Some(state.word().to_owned()),
        Fact::BallotCast { ballot, .. } => {
            Some(ballot.options().map(|option| option.to_string()).collect::<Vec<_>>().join(" "))
        }
        _ => None,
    }
}

fn exposures(folder: &Path, transcript: &Transcript) -> Result<(), FormatError> {
    let mut sheet = Sheet::create(folder, "exposures.csv", LineEnd::CrLf)?;
    sheet.header(&["participant", "statement", "at_ms", "probability"])?;
    for showing in &transcript.showings {
        sheet.plain(showing.participant)?;
        sheet.plain(showing.statement)?;
        sheet.plain(showing.at_ms)?;
        sheet.plain(showing.probability)?;
        sheet.end_line()?;
    }
    sheet.finish()
}
