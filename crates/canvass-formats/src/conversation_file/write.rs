//! Writes an instrument as a conversation file.
//!
//! What is written reads back to the same instrument. Statements are the caller's: a tidy set keeps them in a
//! table of its own, where they may be longer than a new one may be.

use super::Record;
use crate::{FormatError, Place};
use canvass_domain::{
    Admission, AnswerLimits, Attribute, Design, Instrument, Millis, Organiser, Poll, Rule, Slug, Subject, Term,
};
use canvass_words::Zone;
use serde::Serialize;
use std::collections::BTreeMap;
use toml::value::Datetime;

/// The file's keys, plain ones before tables as TOML needs them.
#[derive(Serialize)]
struct Keys<'a> {
    slug: &'a str,
    title: &'a str,
    language: &'a str,
    background: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    story_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    story_title: Option<&'a str>,
    design: Design,
    gate: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opens_at: Option<Datetime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closes_at: Option<Datetime>,
    new_statements: &'static str,
    comments: &'static str,
    #[serde(skip_serializing_if = "AnswerLimits::is_empty")]
    limits: AnswerLimits,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    marks: BTreeMap<&'static str, u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organiser: Option<&'a Organiser>,
    #[serde(rename = "term", skip_serializing_if = "<[_]>::is_empty")]
    terms: &'a [Term],
    #[serde(rename = "rule", skip_serializing_if = "<[_]>::is_empty")]
    policy: &'a [Rule],
    #[serde(rename = "figure", skip_serializing_if = "Vec::is_empty")]
    figures: Vec<FigureKeys<'a>>,
    #[serde(rename = "attribute", skip_serializing_if = "<[_]>::is_empty")]
    attributes: &'a [Attribute],
    #[serde(skip_serializing_if = "Option::is_none")]
    poll: Option<&'a Poll>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<RecordKeys<'a>>,
    #[serde(rename = "statement", skip_serializing_if = "Vec::is_empty")]
    statements: Vec<StatementKeys<'a>>,
}

#[derive(Serialize)]
struct StatementKeys<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<bool>,
}

#[derive(Serialize)]
struct RecordKeys<'a> {
    provenance: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct FigureKeys<'a> {
    key: &'a str,
    value: &'a str,
    n: Option<&'a str>,
    base: Option<&'a str>,
    period: Option<&'a str>,
    definition: Option<&'a str>,
    source: &'a str,
    url: Option<&'a str>,
    status: Option<&'a str>,
}

/// Writes a conversation file without statements.
///
/// # Errors
/// [`FormatError::Malformed`] when a time lies outside of what a calendar can say.
pub fn write(slug: &Slug, instrument: &Instrument) -> Result<String, FormatError> {
    printed(&keys(slug, instrument, None)?)
}

/// Writes a conversation file with its statements and what each is about.
///
/// # Errors
/// As [`write`].
pub fn write_whole<'s>(
    slug: &Slug,
    instrument: &Instrument,
    statements: impl IntoIterator<Item = (&'s str, Subject)>,
) -> Result<String, FormatError> {
    let keys_of = |(text, subject): (&'s str, Subject)| StatementKeys { text, meta: subject.is_meta().then_some(true) };
    let statements = statements.into_iter().map(keys_of).collect();
    printed(&Keys { statements, ..keys(slug, instrument, None)? })
}

/// Writes the conversation file of a tidy set: without statements, and with what the set says of itself.
///
/// # Errors
/// As [`write`].
pub fn write_record(slug: &Slug, instrument: &Instrument, record: &Record) -> Result<String, FormatError> {
    printed(&keys(slug, instrument, Some(record))?)
}

fn printed(keys: &Keys<'_>) -> Result<String, FormatError> {
    toml::to_string(keys).map_err(|error| Place::file(super::FILE).malformed(error.to_string()))
}

fn keys<'a>(slug: &'a Slug, instrument: &'a Instrument, record: Option<&'a Record>) -> Result<Keys<'a>, FormatError> {
    let zone = instrument.zone();
    Ok(Keys {
        slug: slug.as_str(),
        title: &instrument.title,
        language: &instrument.language,
        background: &instrument.background,
        story_url: instrument.story.as_ref().map(|story| story.url.as_str()),
        story_title: instrument.story.as_ref().and_then(|story| story.title.as_deref()),
        design: instrument.design,
        gate: instrument.gate.word(),
        time_zone: instrument.time_zone.as_deref(),
        opens_at: instrument.times.opens_at.map(|at_ms| time("opens_at", at_ms, zone)).transpose()?,
        closes_at: instrument.times.closes_at.map(|at_ms| time("closes_at", at_ms, zone)).transpose()?,
        new_statements: admission(instrument.new_statements),
        comments: instrument.comments.map_or("off", admission),
        limits: instrument.limits,
        marks: instrument.marks.unusual().into_iter().collect(),
        organiser: instrument.organiser.as_ref(),
        terms: &instrument.terms,
        policy: &instrument.policy,
        figures: instrument.figures.iter().map(FigureKeys::of).collect(),
        attributes: &instrument.attributes,
        poll: instrument.poll.as_ref(),
        record: record.map(|record| RecordKeys { provenance: record.provenance.word(), note: record.note.as_deref() }),
        statements: Vec::new(),
    })
}

impl<'a> FigureKeys<'a> {
    fn of(figure: &'a canvass_domain::Figure) -> Self {
        Self {
            key: &figure.key,
            value: &figure.value,
            n: figure.n.as_deref(),
            base: figure.base.as_deref(),
            period: figure.period.as_deref(),
            definition: figure.definition.as_deref(),
            source: &figure.source,
            url: figure.url.as_deref(),
            status: figure.status.as_deref(),
        }
    }
}

const fn admission(admission: Admission) -> &'static str {
    match admission {
        Admission::Hold => "hold",
        Admission::Show => "show",
    }
}

fn time(key: &str, at_ms: Millis, zone: Zone) -> Result<Datetime, FormatError> {
    zone.with_offset(at_ms)
        .parse()
        .ok()
        .ok_or_else(|| Place::file(super::FILE).malformed(format!("`{key}` is `{at_ms}` ms, which no calendar holds")))
}
