//! Writes a conversation as tidy tables.
//!
//! Ids are numbers, votes and states are words, times are milliseconds since 1970; what is not known is empty.

use super::{
    ABOUT, COMMENTS, CONVERSATION, ELSEWHERE, EVENTS, EXPOSURES, GROUPS, HERE, PARTICIPANTS, STATEMENTS, TAKEN_BACK,
    comments, earlier_file, event,
};
use crate::{
    FormatError,
    conversation_file::{self, Record},
    made::{self, Form},
    sheet::{LineEnd, Sheet, create_folder, unwritable},
};
use canvass_domain::{Arrival, Channel, ParticipantId, Slug, TakenBack, Transcript};
use canvass_results::{OpinionMap, Placed};
use std::{collections::BTreeMap, fs, path::Path};

/// Stands on top of a set, for whoever opens it without having made it.
const WARNING: &str = "\
# PRIVATE. This set ties names to votes: comments.csv has the name over each comment and the number of its author,
# and events.csv has every answer by that number. Keep it as you would the database. What may be passed on is the
# Polis export, or the bundle of a take.

";

/// Writes the tables into a folder, which is made where it is missing.
///
/// # Errors
/// [`FormatError::Unwritable`], naming the file.
pub fn write_folder(
    folder: &Path,
    slug: &Slug,
    transcript: &Transcript,
    map: Option<&OpinionMap>,
) -> Result<(), FormatError> {
    create_folder(folder)?;
    conversation(folder, slug, transcript)?;
    participants(folder, transcript)?;
    statements(folder, transcript)?;
    comments::write(folder, &transcript.comments)?;
    events(folder, transcript)?;
    exposures(folder, transcript)?;
    let earlier = transcript.earlier.iter().map(|earlier| earlier_file(earlier.version));
    let tables = [CONVERSATION, PARTICIPANTS, STATEMENTS, COMMENTS, EVENTS, EXPOSURES].map(str::to_owned);
    let more = [taken_back(folder, transcript)?, groups(folder, map)?].into_iter().flatten().map(str::to_owned);
    made::mark(folder, Form::Tidy, &tables.into_iter().chain(earlier).chain(more).collect::<Vec<_>>())
}

/// The instrument at every version that is known; only the last one says where the answers come from.
fn conversation(folder: &Path, slug: &Slug, transcript: &Transcript) -> Result<(), FormatError> {
    let write =
        |name: &str, text: String| fs::write(folder.join(name), text).map_err(|source| unwritable(name, source));
    for earlier in &transcript.earlier {
        write(&earlier_file(earlier.version), conversation_file::write(slug, &earlier.instrument)?)?;
    }
    let record = Record { provenance: transcript.provenance, note: transcript.note.clone() };
    let document = conversation_file::write_record(slug, &transcript.instrument, &record)?;
    write(CONVERSATION, format!("{WARNING}{document}"))
}

/// One column for each attribute, named `about_` and its key; one for groups published elsewhere, for marks and for
/// channels where there are any.
fn participants(folder: &Path, transcript: &Transcript) -> Result<(), FormatError> {
    let attributes = &transcript.instrument.attributes;
    let mut said: BTreeMap<(ParticipantId, &str), u16> = BTreeMap::new();
    for declared in &transcript.declared {
        said.insert((declared.participant, declared.attribute.as_str()), declared.option);
    }
    let mut sheet = Sheet::create(folder, PARTICIPANTS, LineEnd::CrLf)?;
    for name in ["participant", "assurance", "arrived_via", "external_id", "first_seen_ms"] {
        sheet.plain(name)?;
    }
    let has_groups = transcript.arrivals.iter().any(|arrival| arrival.published_group.is_some());
    if has_groups {
        sheet.plain("published_group")?;
    }
    let has_marks = transcript.arrivals.iter().any(|arrival| !arrival.marks.is_empty());
    if has_marks {
        sheet.plain("marks")?;
    }
    let has_channels = transcript.arrivals.iter().any(|arrival| arrival.channel.is_some());
    if has_channels {
        sheet.plain("channel")?;
    }
    attributes.iter().try_for_each(|attribute| sheet.plain(format_args!("{ABOUT}{}", attribute.key)))?;
    sheet.end_line()?;
    for arrival in &transcript.arrivals {
        let Arrival { participant, assurance, via, channel, external_id, published_group, marks, at_ms } = arrival;
        sheet.plain(participant)?;
        sheet.plain(assurance.word())?;
        sheet.plain(via.word())?;
        sheet.text(external_id.as_deref().unwrap_or(""))?;
        sheet.plain(at_ms)?;
        if has_groups {
            sheet.maybe(*published_group)?;
        }
        if has_marks {
            sheet.text(&marks.words())?;
        }
        if has_channels {
            sheet.plain(channel.map_or("", Channel::word))?;
        }
        for attribute in attributes {
            let option = said.get(&(*participant, attribute.key.as_str())).copied();
            let answer = option.and_then(|option| attribute.options.get(usize::from(option)));
            sheet.text(answer.map_or("", String::as_str))?;
        }
        sheet.end_line()?;
    }
    sheet.finish()
}

/// Values that somebody left, and when; by whom is not known.
fn taken_back(folder: &Path, transcript: &Transcript) -> Result<Option<&'static str>, FormatError> {
    if transcript.taken_back.is_empty() {
        return Ok(None);
    }
    let mut sheet = Sheet::create(folder, TAKEN_BACK, LineEnd::CrLf)?;
    sheet.header(&["attribute", "value", "at_ms"])?;
    for TakenBack { attribute, option, at_ms } in &transcript.taken_back {
        let asked = transcript.instrument.attributes.iter().find(|asked| asked.key == *attribute);
        let Some(value) = asked.and_then(|asked| asked.options.get(usize::from(*option))) else { continue };
        sheet.plain(attribute)?;
        sheet.text(value)?;
        sheet.plain(at_ms)?;
        sheet.end_line()?;
    }
    sheet.finish()?;
    Ok(Some(TAKEN_BACK))
}

/// Where everybody stands who is in a group, with as many digits as bring the same number back. It follows from the
/// other tables, so nothing reads it in again; without a map there is no such table.
fn groups(folder: &Path, map: Option<&OpinionMap>) -> Result<Option<&'static str>, FormatError> {
    let Some(map) = map else { return Ok(None) };
    let mut sheet = Sheet::create(folder, GROUPS, LineEnd::CrLf)?;
    sheet.header(&["participant", "group", "label", "x", "y"])?;
    for Placed { participant, place: [x, y], group } in &map.people {
        sheet.plain(participant)?;
        sheet.plain(group.0)?;
        sheet.plain(group.label())?;
        sheet.plain(x)?;
        sheet.plain(y)?;
        sheet.end_line()?;
    }
    sheet.finish()?;
    Ok(Some(GROUPS))
}

fn statements(folder: &Path, transcript: &Transcript) -> Result<(), FormatError> {
    let mut sheet = Sheet::create(folder, STATEMENTS, LineEnd::CrLf)?;
    sheet.header(&["statement", "added_ms", "origin", "author", "state", "rule", "decided", "reason", "text"])?;
    for statement in &transcript.statements {
        sheet.plain(statement.id)?;
        sheet.plain(statement.added_ms)?;
        sheet.plain(statement.origin.word())?;
        sheet.maybe(statement.author)?;
        sheet.plain(statement.state.word())?;
        sheet.text(statement.rule.as_deref().unwrap_or(""))?;
        sheet.plain(if statement.decided_here { HERE } else { ELSEWHERE })?;
        sheet.text(statement.reason.as_deref().unwrap_or(""))?;
        sheet.text(statement.text.as_deref().unwrap_or(""))?;
        sheet.end_line()?;
    }
    sheet.finish()
}

fn events(folder: &Path, transcript: &Transcript) -> Result<(), FormatError> {
    let mut sheet = Sheet::create(folder, EVENTS, LineEnd::CrLf)?;
    sheet.header(&event::HEADER)?;
    transcript.events.iter().try_for_each(|event| event::write(&mut sheet, event))?;
    sheet.finish()
}

fn exposures(folder: &Path, transcript: &Transcript) -> Result<(), FormatError> {
    let mut sheet = Sheet::create(folder, EXPOSURES, LineEnd::CrLf)?;
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
