//! Reads tidy tables back: what was written comes in as it was.
//!
//! Columns are found by name and may stand in any order; what does not fit is refused with file and line. Nothing
//! is guessed, and nothing of a table is left out.

use super::{
    ABOUT, COMMENTS, CONVERSATION, ELSEWHERE, EVENTS, EXPOSURES, HERE, PARTICIPANTS, STATEMENTS, TAKEN_BACK,
    cells::{MAX_WORD_CHARS, text, time, word},
    check::Log,
    comments, earlier_file, event,
};
use crate::per_record::PerRecord;
use crate::{
    FormatError, Place,
    conversation_file::{self, ConversationFile, Record},
    encoding,
    error::shown,
    polis::{Finding, MAX_PARTICIPANTS, MAX_STATEMENTS, MAX_TEXT_CHARS, MAX_VOTES},
    table::{Column, Meter, Metered, Progress, Row, Table},
};
use canvass_domain::{
    Arrival, ArrivedVia, Assurance, Attribute, Channel, Declared, Earlier, Event, Fact, Gate, Instrument, Millis,
    Origin, ParticipantId, Provenance, ReaderMarks, Seq, Showing, Slug, Statement, StatementId, StatementState,
    TakenBack, Transcript,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::Read,
    path::Path,
};

/// Largest file of an instrument, in bytes.
const MAX_INSTRUMENT_BYTES: u64 = 16_000_000;
/// Most versions of an instrument.
const MAX_VERSIONS: u32 = 10_000;
/// Most rows of events.csv and of exposures.csv, each.
const MAX_ROWS: usize = MAX_VOTES;
/// Longest number by which another system knows somebody, in characters.
const MAX_EXTERNAL_ID_CHARS: usize = 1_000;
/// A conversation read from tidy tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TidySet {
    /// Its name in addresses, where it comes from.
    pub slug: Slug,
    /// The conversation as it was written.
    pub transcript: Transcript,
    /// What was read although it is not quite as such tables are written.
    pub findings: Vec<Finding>,
}

impl TidySet {
    /// The conversation as an import: closed, its results open to all, and marked as brought in from elsewhere,
    /// unless nobody answered it in the first place. Every answer stays, those to the poll too.
    #[must_use]
    pub fn into_import(self) -> Transcript {
        let mut transcript = self.transcript;
        transcript.provenance = match transcript.provenance {
            Provenance::Here | Provenance::Imported => Provenance::Imported,
            Provenance::Synthetic => Provenance::Synthetic,
        };
        transcript.instrument.gate = Gate::Always;
        let turned = |event: &&Event| event.fact == Fact::Opened || event.fact.is_closing();
        let is_closed = transcript.events.iter().rev().find(turned).is_some_and(|event| event.fact.is_closing());
        if !is_closed {
            let at_ms = transcript.events.iter().map(|event| event.at_ms).max().unwrap_or(0);
            let seq = Seq(transcript.events.len() as u64 + 1);
            transcript.events.push(Event { seq, at_ms, fact: Fact::Closed });
        }
        transcript
    }
}

/// Reads a set from a folder.
///
/// # Errors
/// When a table that is needed is missing, cannot be read, passes a bound, or holds something that does not fit.
#[expect(clippy::redundant_closure, reason = "a function item is not general enough over a table's lifetimes")]
pub fn read_folder(folder: &Path, progress: &mut dyn FnMut(Progress)) -> Result<TidySet, FormatError> {
    let conversation = conversation(folder, CONVERSATION)?;
    let Record { provenance, note } = conversation.record.unwrap_or_default();
    let instrument = conversation.instrument;
    let meter = Meter { report: progress, done_bytes: 0, total_bytes: total_bytes(folder) };
    let mut tables = Tables { folder, meter, findings: Vec::new() };
    let (arrivals, declared) = tables.need(PARTICIPANTS, |table| participants(table, &instrument.attributes))?;
    let taken_back = tables.read(TAKEN_BACK, |table| taken_back(table, &instrument.attributes))?.unwrap_or_default();
    let statements = tables.need(STATEMENTS, |table| statements(table))?;
    let people: BTreeSet<ParticipantId> = arrivals.iter().map(|arrival| arrival.participant).collect();
    let comments = tables.read(COMMENTS, |table| comments::read(table))?.unwrap_or_default();
    let log = Log::new(&people, &statements, &comments, instrument.poll.as_ref());
    let (events, version) = tables.need(EVENTS, |table| events(table, log))?;
    let statements: Vec<Statement> = statements.into_iter().map(|(_, statement)| statement).collect();
    let showings = tables.read(EXPOSURES, |table| showings(table, &statements))?.unwrap_or_default();
    let earlier = earlier(folder, version)?;
    let transcript = Transcript {
        provenance,
        note,
        instrument,
        arrivals,
        statements,
        comments: comments.into_iter().map(|(_, card, words)| (card, words)).collect(),
        reports: Vec::new(),
        declared,
        taken_back,
        events,
        showings,
        earlier,
    };
    Ok(TidySet { slug: conversation.slug, transcript, findings: tables.findings })
}

fn conversation(folder: &Path, name: &str) -> Result<ConversationFile, FormatError> {
    let path = folder.join(name);
    let place = || Place::file(name);
    let unreadable = |source| FormatError::Unreadable { place: place(), source };
    if !path.is_file() {
        let reason = format!("`{name}` is missing, which every tidy set has");
        return Err(FormatError::Missing { place: Place::file(folder.display().to_string()), reason });
    }
    let mut bytes = Vec::new();
    let opened = File::open(path).map_err(unreadable)?;
    opened.take(MAX_INSTRUMENT_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_INSTRUMENT_BYTES {
        return Err(place().too_large(format!("has more than {MAX_INSTRUMENT_BYTES} bytes")));
    }
    let text = encoding::text(name, &bytes)?;
    let file = conversation_file::parse_any_size(&text).map_err(|error| error.in_file(name))?;
    if file.statements.is_empty() {
        return Ok(file);
    }
    Err(place().malformed(format!("lists statements; in a tidy set they stand in {STATEMENTS}")))
}

/// What was asked before: each version where its file is there.
fn earlier(folder: &Path, version: u32) -> Result<Vec<Earlier>, FormatError> {
    if version > MAX_VERSIONS {
        return Err(Place::file(EVENTS).too_large(format!("has more than {MAX_VERSIONS} versions of the wording")));
    }
    let there = (1..version).filter(|version| folder.join(earlier_file(*version)).is_file());
    let read = |version| {
        let instrument: Instrument = conversation(folder, &earlier_file(version))?.instrument;
        Ok(Earlier { version, instrument })
    };
    there.map(read).collect()
}

fn participants<R: PerRecord>(
    table: &mut Table<R>,
    attributes: &[Attribute],
) -> Result<(Vec<Arrival>, Vec<Declared>), FormatError> {
    let (participant, first_seen) = (table.need("participant")?, table.need("first_seen_ms")?);
    let (assurance, via) = (table.need("assurance")?, table.need("arrived_via")?);
    let (external_id, published_group) = (table.find("external_id"), table.find("published_group"));
    let (marks, channel) = (table.find("marks"), table.find("channel"));
    let about = about(table, attributes)?;
    let mut arrivals: BTreeMap<ParticipantId, Arrival> = BTreeMap::new();
    let mut declared = Vec::new();
    while let Some(row) = table.next()? {
        let id = ParticipantId(row.number(participant)?);
        let arrival = Arrival {
            participant: id,
            assurance: word(&row, assurance, Assurance::from_word)?,
            via: word(&row, via, ArrivedVia::from_word)?,
            channel: channel.map_or(Ok(None), |column| one_channel(&row, column))?,
            external_id: external_id.map_or(Ok(None), |column| text(&row, column, MAX_EXTERNAL_ID_CHARS))?,
            published_group: published_group.map_or(Ok(None), |column| row.maybe(column))?,
            marks: marks.map_or(Ok(ReaderMarks::NONE), |column| reader_marks(&row, column))?,
            at_ms: time(&row, first_seen)?,
        };
        for (column, attribute) in &about {
            let answer = row.text(*column)?;
            if !answer.is_empty() {
                let option = option(&row, *column, attribute)?;
                declared.push(Declared { participant: id, attribute: attribute.key.clone(), option });
            }
        }
        if arrivals.insert(id, arrival).is_some() {
            return Err(row.wrong(participant, "stands there twice"));
        }
        if arrivals.len() > MAX_PARTICIPANTS {
            return Err(row.place().too_large(format!("has more than {MAX_PARTICIPANTS} participants")));
        }
    }
    Ok((arrivals.into_values().collect(), declared))
}

fn one_channel(row: &Row<'_>, column: Column) -> Result<Option<Channel>, FormatError> {
    match row.text(column)? {
        "" => Ok(None),
        word => {
            Channel::from_word(word).map(Some).ok_or_else(|| row.wrong(column, "is none of `page`, `api`, `embed`"))
        }
    }
}

fn reader_marks(row: &Row<'_>, column: Column) -> Result<ReaderMarks, FormatError> {
    ReaderMarks::from_words(row.text(column)?).ok_or_else(|| row.wrong(column, "is no list of marks"))
}

/// The place of what a row holds among an attribute's options.
fn option(row: &Row<'_>, column: Column, attribute: &Attribute) -> Result<u16, FormatError> {
    let answer = row.text(column)?;
    let place = attribute.options.iter().position(|option| option == answer);
    let place = place.and_then(|place| u16::try_from(place).ok());
    place.ok_or_else(|| row.wrong(column, "is not one of the attribute's options"))
}

/// Values that somebody left, ascending.
fn taken_back<R: PerRecord>(table: &mut Table<R>, attributes: &[Attribute]) -> Result<Vec<TakenBack>, FormatError> {
    let (key, value, at_ms) = (table.need("attribute")?, table.need("value")?, table.need("at_ms")?);
    let mut found: BTreeMap<(String, u16), Millis> = BTreeMap::new();
    while let Some(row) = table.next()? {
        let name = row.text(key)?;
        let attribute = attributes.iter().find(|attribute| attribute.key == name);
        let attribute = attribute.ok_or_else(|| row.wrong(key, "is no attribute of the conversation"))?;
        let place = (attribute.key.clone(), option(&row, value, attribute)?);
        if found.insert(place, time(&row, at_ms)?).is_some() {
            return Err(row.wrong(value, "stands there twice"));
        }
    }
    Ok(found.into_iter().map(|((attribute, option), at_ms)| TakenBack { attribute, option, at_ms }).collect())
}

/// The columns of what people said about themselves.
fn about<'a, R: PerRecord>(
    table: &Table<R>,
    attributes: &'a [Attribute],
) -> Result<Vec<(Column, &'a Attribute)>, FormatError> {
    let mut found = Vec::new();
    for (column, name) in (0..).map(Column).zip(table.header()) {
        let Some(key) = name.strip_prefix(ABOUT) else { continue };
        let attribute = attributes.iter().find(|attribute| attribute.key == key).ok_or_else(|| {
            let problem = format!("the column `{}` belongs to no attribute of {CONVERSATION}", shown(name));
            table.place_of_header().malformed(problem)
        })?;
        found.push((column, attribute));
    }
    Ok(found)
}

/// The statements, ascending, each with its line.
fn statements<R: PerRecord>(table: &mut Table<R>) -> Result<Vec<(u64, Statement)>, FormatError> {
    let (id, added, origin) = (table.need("statement")?, table.need("added_ms")?, table.need("origin")?);
    let (author, state, decided) = (table.need("author")?, table.need("state")?, table.need("decided")?);
    let rule = table.need("rule")?;
    let (reason, body) = (table.need("reason")?, table.need("text")?);
    let here = |word: &str| [(HERE, true), (ELSEWHERE, false)].into_iter().find(|(w, _)| *w == word).map(|(_, is)| is);
    let mut all: BTreeMap<StatementId, (u64, Statement)> = BTreeMap::new();
    while let Some(row) = table.next()? {
        let statement = Statement {
            id: StatementId(row.number(id)?),
            text: text(&row, body, MAX_TEXT_CHARS)?,
            origin: word(&row, origin, Origin::from_word)?,
            author: row.maybe(author)?.map(ParticipantId),
            state: word(&row, state, StatementState::from_word)?,
            reason: text(&row, reason, MAX_TEXT_CHARS)?,
            rule: text(&row, rule, MAX_WORD_CHARS)?,
            decided_here: word(&row, decided, here)?,
            added_ms: time(&row, added)?,
        };
        if all.insert(statement.id, (row.line(), statement)).is_some() {
            return Err(row.wrong(id, "stands there twice"));
        }
        if all.len() > MAX_STATEMENTS {
            return Err(row.place().too_large(format!("has more than {MAX_STATEMENTS} statements")));
        }
    }
    Ok(all.into_values().collect())
}

fn events<R: PerRecord>(table: &mut Table<R>, mut log: Log<'_>) -> Result<(Vec<Event>, u32), FormatError> {
    let columns = event::Columns::of(table)?;
    let mut events = Vec::new();
    while let Some(row) = table.next()? {
        let (event, author) = columns.read(&row)?;
        let event = log.with_origin(event);
        log.take(&event, author, &row.place())?;
        events.push(event);
        if events.len() > MAX_ROWS {
            return Err(row.place().too_large(format!("has more than {MAX_ROWS} events")));
        }
    }
    Ok((events, log.finish()?))
}

fn showings<R: PerRecord>(table: &mut Table<R>, known: &[Statement]) -> Result<Vec<Showing>, FormatError> {
    let (participant, statement) = (table.need("participant")?, table.need("statement")?);
    let (at_ms, probability) = (table.need("at_ms")?, table.need("probability")?);
    let mut showings = Vec::new();
    while let Some(row) = table.next()? {
        let showing = Showing {
            participant: ParticipantId(row.number(participant)?),
            statement: StatementId(row.number(statement)?),
            at_ms: time(&row, at_ms)?,
            probability: row.number(probability)?,
        };
        if known.binary_search_by_key(&showing.statement, |statement| statement.id).is_err() {
            return Err(row.wrong(statement, &format!("is not in {STATEMENTS}")));
        }
        if !(showing.probability > 0.0 && showing.probability <= 1.0) {
            return Err(row.wrong(probability, "is no probability above 0 and up to 1"));
        }
        showings.push(showing);
        if showings.len() > MAX_ROWS {
            return Err(row.place().too_large(format!("has more than {MAX_ROWS} showings")));
        }
    }
    Ok(showings)
}

/// The tables of a folder, read one after the other.
struct Tables<'f, 'p> {
    folder: &'f Path,
    meter: Meter<'p>,
    findings: Vec<Finding>,
}

impl<'p> Tables<'_, 'p> {
    /// Reads a table where there is one.
    fn read<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Table<Metered<'_, 'p, File>>) -> Result<T, FormatError>,
    ) -> Result<Option<T>, FormatError> {
        let path = self.folder.join(name);
        if !path.is_file() {
            return Ok(None);
        }
        let file = File::open(path).map_err(|source| FormatError::Unreadable { place: Place::file(name), source })?;
        let mut table = Table::open(name, Metered::new(name, file, &mut self.meter))?;
        let found = read(&mut table)?;
        self.findings.extend(table.into_lenient().findings());
        Ok(Some(found))
    }

    /// Reads a table that every set has.
    fn need<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Table<Metered<'_, 'p, File>>) -> Result<T, FormatError>,
    ) -> Result<T, FormatError> {
        self.read(name, read)?.ok_or_else(|| {
            let reason = format!("`{name}` is missing, which every tidy set has");
            FormatError::Missing { place: Place::file(self.folder.display().to_string()), reason }
        })
    }
}

fn total_bytes(folder: &Path) -> u64 {
    let length = |name| fs::metadata(folder.join(name)).map_or(0, |data| data.len());
    [COMMENTS, PARTICIPANTS, STATEMENTS, EVENTS, EXPOSURES].into_iter().map(length).sum()
}
