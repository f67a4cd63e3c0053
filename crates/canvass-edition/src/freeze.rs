//! Freezing: from a closed conversation to everything an edition holds but its prose.

use crate::before::Before;
use crate::bundle::{Record, Votes};
use crate::candidates::{candidates, quote};
use crate::draft::{Drafted, draft_prose};
use crate::fact::Facts;
use crate::id::edition_id;
use crate::key::KeyedHash;
use crate::log::{Log, Worked, votes};
use crate::material::{Frozen, Material};
use crate::quotes::{Candidate, choose, is_quotable, rule, source_of};
use crate::record::{CommentCounts, Edition, Prose, Rows, SCHEMA, Software};
use crate::staleness::texts_mac;
use crate::themes::Texts;
use canvass_counts::{LEAST, LedgerError, MarkedReaders};
use canvass_domain::{CommentCard, Millis, ParticipantId, Provenance, ReaderMark, ReaderMarks, Turns};
use canvass_results::{FrozenTotals, Phrasebook, RULES, Results, sha256_hex};
use canvass_words::Messages;
use std::collections::BTreeMap;

/// Under which name and number it is frozen.
#[derive(Debug)]
pub struct Naming {
    /// Its number within its conversation.
    pub number: u32,
    /// Where this server is found.
    pub url: String,
    /// When it is frozen.
    pub at_ms: Millis,
    /// The edition before it.
    pub before: Option<Before>,
    /// What made it.
    pub version: &'static str,
}

/// Why a conversation cannot be frozen: faults of ours, all of them.
#[derive(Debug, thiserror::Error)]
pub enum NotFrozen {
    /// Its log is not dense.
    #[error(transparent)]
    Log(#[from] LedgerError),
    /// A number in its results is none that a document can hold, or comes back as another one.
    #[error("{0}")]
    Inexact(String),
}

impl NotFrozen {
    fn inexact(error: impl std::fmt::Display) -> Self {
        Self::Inexact(error.to_string())
    }
}

/// Freezes a closed conversation.
///
/// # Errors
/// When its log is not dense, or a number in its results is none that a document can hold: faults of ours.
pub fn freeze(material: &Material, naming: &Naming, keyed: &dyn KeyedHash) -> Result<Frozen, NotFrozen> {
    let worked = material.log.results(&material.conversation, &material.statements)?;
    let document = worked.results.to_json().map_err(NotFrozen::inexact)?;
    let beside = FrozenTotals::of(&worked.results);
    let instrument = &material.conversation.instrument;
    // What is shown is what can be read back, from the first day on.
    let results = Results::from_json(&document, instrument, &beside).map_err(NotFrozen::inexact)?;
    let mut themes = {
        let comments: Vec<(CommentCard, String)> =
            material.talk.comments.iter().map(|(card, text, _)| (card.clone(), text.clone())).collect();
        let (results, ledger, language) = (&worked.results, &worked.ledger, instrument.language.as_str());
        Texts { results, ledger, comments: &comments, elsewhere: &material.talk.elsewhere, language }.themes()
    };
    naming.before.iter().for_each(|before| before.keep_back(&document, &mut themes));
    let secret = |purpose: &[u8], what: &[u8]| {
        let id = material.conversation.id.0.to_be_bytes();
        keyed.hex(&[purpose, &id, &naming.number.to_be_bytes(), what])
    };
    let candidates = candidates(&material.talk, Some(&worked), &themes);
    let plain: Vec<Candidate> = candidates.iter().map(|(candidate, _)| candidate.clone()).collect();
    let chosen = choose(&plain, themes.len());
    let (records, words) = (1_u32..)
        .zip(chosen.into_iter().filter_map(|place| candidates.get(place)))
        .map(|(number, found)| quote(number, found, &found.0.text, secret(b"quote", &number.to_be_bytes()), false))
        .unzip();
    let row_name = |who: ParticipantId| {
        let mut name = secret(b"row", &who.0.to_be_bytes());
        name.truncate(20);
        name
    };
    let (mut rows, people) = votes(&worked.ledger, worked.results.map.as_deref(), row_name);
    mark_rows(&mut rows, &people, (&worked, &material.marks));
    let votes = rows.canonical();
    let salt = record_salt(keyed, material.conversation.id.0, naming.number);
    let said = Record::canonical_said(&salt, &Log::said_rows(&material.log.said, instrument));
    let record = material.log.record(salt, &people).canonical();
    let mut edition = Edition {
        results: document,
        totals: beside,
        themes,
        quotes: records,
        votes_hash: sha256_hex(votes.as_bytes()),
        record_hash: sha256_hex(record.as_bytes()),
        said_hash: sha256_hex(said.as_bytes()),
        texts_mac: {
            let talk = (&material.talk, worked.ledger.n_of_comments());
            texts_mac(keyed, material.conversation.id.0, &material.statements, talk)
        },
        ..blank(material, naming)
    };
    edition.prose = prose(&edition, &results, material);
    edition.drafted = Some(edition.prose.clone());
    let frozen = Frozen { edition, votes, record, quotes: words, candidates };
    match naming.before.as_ref().filter(|before| before.has_few_gone(&rows, &people, &worked.ledger)) {
        None => Ok(frozen),
        Some(before) => held(before.hold(frozen), material),
    }
}

/// Puts marks on rows, where the results may tell what those marked answered: each mark that enough have by its word.
fn mark_rows(
    votes: &mut Votes,
    people: &[ParticipantId],
    (worked, marks): (&Worked, &BTreeMap<ParticipantId, ReaderMarks>),
) {
    let Worked { ledger, results } = worked;
    let may_be_told = |marked: &MarkedReaders| marked.poll.is_some() || results.poll.is_none();
    if !results.segments.marked.as_ref().is_some_and(may_be_told) {
        return;
    }
    let of = |who: &ParticipantId| marks.get(who).copied().filter(|_| ledger.takes_part(*who)).unwrap_or_default();
    let has_enough = |mark: &ReaderMark| people.iter().filter(|who| of(who).has(*mark)).count() as u64 >= LEAST;
    let told: Vec<ReaderMark> = ReaderMark::ALL.into_iter().filter(has_enough).collect();
    for (row, who) in votes.rows.iter_mut().zip(people) {
        let marks = of(who);
        row.marks = told.iter().filter(|mark| marks.has(**mark)).map(|mark| mark.word().to_owned()).collect();
        if row.marks.is_empty() && !marks.is_empty() {
            row.marks.push(OTHER_MARK.to_owned());
        }
    }
}

/// In place of a mark that few have.
const OTHER_MARK: &str = "other";

/// An edition whose results are those of the one before, written from those.
fn held(mut frozen: Frozen, material: &Material) -> Result<Frozen, NotFrozen> {
    let edition = &frozen.edition;
    let instrument = &material.conversation.instrument;
    let results = Results::from_json(&edition.results, instrument, &edition.totals).map_err(NotFrozen::inexact)?;
    // What stood beside quotes was worked out from answers that are not those of this edition.
    let quotes = frozen.edition.quotes.iter().filter_map(|record| {
        let found = frozen.candidates.iter().find(|(candidate, _)| candidate.source == source_of(record))?;
        let salt = frozen.quotes.iter().find(|words| words.number == record.number)?.salt.clone()?;
        Some(quote(record.number, found, &found.0.text, salt, false))
    });
    let (records, words) = quotes.unzip();
    (frozen.edition.quotes, frozen.quotes) = (records, words);
    frozen.edition.prose = prose(&frozen.edition, &results, material);
    frozen.edition.drafted = Some(frozen.edition.prose.clone());
    Ok(frozen)
}

/// Everything that neither results nor texts decide.
fn blank(material: &Material, naming: &Naming) -> Edition {
    let conversation = &material.conversation;
    let (opened_ms, closed_ms) = opened_and_closed(material);
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let quotable = material.talk.comments.iter().filter(|(_, _, attribution)| is_quotable(attribution.quote));
    Edition {
        schema: SCHEMA.to_owned(),
        rules: RULES,
        id: edition_id(&conversation.slug, naming.number),
        number: naming.number,
        conversation: conversation.slug.to_string(),
        url: format!("{}/take/{}", naming.url, edition_id(&conversation.slug, naming.number)),
        provenance: conversation.provenance,
        note: conversation.note.clone(),
        wording: material.wording.clone(),
        gate: conversation.instrument.gate,
        opened_ms,
        closed_ms,
        mistaken: turns(material).mistaken,
        frozen_ms: naming.at_ms,
        published_ms: None,
        results: serde_json::Value::Null,
        totals: FrozenTotals::default(),
        answers_to_change: None,
        parameters: Edition::thresholds_with(conversation.instrument.marks),
        software: Software { name: "canvass".to_owned(), version: naming.version.to_owned() },
        seeds: BTreeMap::new(),
        moderation: material.moderation.clone(),
        exclusions: material.exclusions.clone(),
        marks: material.log.marks(),
        comments: CommentCounts {
            read: count(material.talk.comments.len()),
            quotable: count(quotable.count()),
            elsewhere: count(material.talk.elsewhere.len()),
        },
        themes: Vec::new(),
        quotes: Vec::new(),
        quote_rule: rule(&Messages::of(conversation.instrument.locale()), false),
        prose: Prose::default(),
        drafted: None,
        drafted_before: Vec::new(),
        sentences: None,
        figures: Vec::new(),
        signed_off: None,
        disclosure: serde_json::Value::Null,
        changes: None,
        votes_hash: String::new(),
        rows: Rows::Published,
        record_hash: String::new(),
        said_hash: String::new(),
        texts_mac: String::new(),
        held_from: None,
    }
}

/// When it first opened and last closed. An importer has to give its log both, and makes them up where nobody knows.
fn opened_and_closed(material: &Material) -> (Option<Millis>, Option<Millis>) {
    if material.conversation.provenance == Provenance::Imported {
        return (None, None);
    }
    let turns = turns(material);
    (turns.opened_ms, turns.closed_ms)
}

/// When the conversation opened and closed, by its log.
fn turns(material: &Material) -> Turns {
    let mut turns = Turns::default();
    material.log.events.iter().for_each(|event| turns.take(event));
    turns
}

fn prose(edition: &Edition, results: &Results, material: &Material) -> Prose {
    let instrument = &material.conversation.instrument;
    let who = Phrasebook::of(instrument.locale()).who_answered(results, instrument, edition.provenance);
    let facts = Facts::of(edition, results, instrument, &who);
    let response = material.response.as_ref().map(|(addressee, due_ms)| (addressee.as_str(), *due_ms));
    draft_prose(&facts, &Drafted { provenance: edition.provenance, quotes: &edition.quotes, response })
}

/// The salt of the record of an edition.
#[must_use]
pub fn record_salt(secret: &dyn KeyedHash, conversation: i64, edition: u32) -> String {
    secret.hex(&[b"record", &conversation.to_be_bytes(), &edition.to_be_bytes()])
}

/// The salt of a quote of an edition, which only this server can work out.
#[must_use]
pub fn quote_salt(secret: &dyn KeyedHash, conversation: i64, edition: u32, quote: u32) -> String {
    secret.hex(&[b"quote", &conversation.to_be_bytes(), &edition.to_be_bytes(), &quote.to_be_bytes()])
}
