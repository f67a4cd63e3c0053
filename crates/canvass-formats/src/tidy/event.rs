//! One event as a row of events.csv: words for kinds and values, numbers for everything else.
//!
//! Reading is the inverse of writing and takes nothing else: a row that would be written differently is refused.

use crate::per_record::PerRecord;
use crate::{
    FormatError,
    sheet::Sheet,
    table::{Column, Row, Table},
};
use canvass_domain::{BY_CLOCK, Ballot, Event, EventRow, Fact, OptionId, ParticipantId, StatementState, Subject, Vote};

pub(super) const HEADER: [&str; 7] = ["seq", "at_ms", "kind", "participant", "object", "value", "version"];

/// Where the fields of an event stand.
pub(super) struct Columns {
    seq: Column,
    at_ms: Column,
    kind: Column,
    participant: Column,
    object: Column,
    value: Column,
    version: Column,
}

pub(super) fn write(sheet: &mut Sheet, event: &Event) -> Result<(), FormatError> {
    let row = event.to_row();
    sheet.plain(event.seq)?;
    sheet.plain(event.at_ms)?;
    sheet.plain(event.fact.word())?;
    sheet.maybe(row.participant)?;
    sheet.maybe(row.object)?;
    sheet.maybe(value(event))?;
    sheet.maybe(row.version)?;
    sheet.end_line()
}

/// What a close has for a value where the clock closed it.
const CLOCK: &str = "clock";

/// The vote's, the state's or the subject's word; a ballot's option numbers with spaces between.
fn value(event: &Event) -> Option<String> {
    match event.fact {
        Fact::VoteCast { vote, .. } => Some(vote.word().to_owned()),
        Fact::StatementAdded { state, .. }
        | Fact::StatementDecided { state, .. }
        | Fact::CommentPosted { state, .. }
        | Fact::CommentDecided { state, .. } => Some(state.word().to_owned()),
        Fact::StatementMarked { subject, .. } => Some(subject.word().to_owned()),
        Fact::ClosedByClock => Some(CLOCK.to_owned()),
        Fact::BallotCast { ballot, .. } => {
            Some(ballot.options().map(|option| option.to_string()).collect::<Vec<_>>().join(" "))
        }
        _ => None,
    }
}

/// The code behind a value, whichever kind it belongs to.
fn code(value: &str) -> Option<i64> {
    let vote = || Vote::from_word(value).map(|vote| i64::from(canvass_domain::Answer::Voted(vote).code()));
    let state = || StatementState::from_word(value).map(StatementState::code);
    let subject = || Subject::from_word(value).map(Subject::code);
    let ballot = || {
        let bits = value.split(' ').try_fold(0, |bits, option| {
            let option = option.parse().ok().map(OptionId)?;
            Some(bits | Ballot::one(option)?.bits())
        });
        bits.and_then(|bits| i64::try_from(bits).ok())
    };
    let clock = || (value == CLOCK).then_some(BY_CLOCK);
    vote().or_else(state).or_else(subject).or_else(clock).or_else(ballot)
}

impl Columns {
    pub(super) fn of<R: PerRecord>(table: &Table<R>) -> Result<Self, FormatError> {
        let [seq, at_ms, kind, participant, object, value, version] = HEADER;
        Ok(Self {
            seq: table.need(seq)?,
            at_ms: table.need(at_ms)?,
            kind: table.need(kind)?,
            participant: table.need(participant)?,
            object: table.need(object)?,
            value: table.need(value)?,
            version: table.need(version)?,
        })
    }

    /// An event, and the author that sets from before authors stood in tables alone name with a text that comes in.
    pub(super) fn read(&self, row: &Row<'_>) -> Result<(Event, Option<ParticipantId>), FormatError> {
        let word = row.text(self.kind)?;
        let kind = EventRow::kind_of(word).ok_or_else(|| row.wrong(self.kind, "is no kind of event"))?;
        let value = row.text(self.value)?;
        let wrong_value = || row.wrong(self.value, &format!("does not go with `{word}`"));
        let read = EventRow {
            seq: row.number(self.seq)?,
            at_ms: super::cells::time(row, self.at_ms)?,
            kind,
            participant: row.maybe(self.participant)?,
            object: row.maybe(self.object)?,
            value: if value.is_empty() { None } else { Some(code(value).ok_or_else(wrong_value)?) },
            version: row.maybe(self.version)?,
        };
        let event = Event::from_row(&read).map_err(|_| {
            row.place().malformed(format!("`{word}` needs other fields, or numbers that are not negative"))
        })?;
        let written = event.to_row();
        let comes_in = matches!(event.fact, Fact::StatementAdded { .. } | Fact::CommentPosted { .. });
        let author = read.participant.filter(|_| comes_in).and_then(|who| u32::try_from(who).ok()).map(ParticipantId);
        if self::value(&event).as_deref().unwrap_or("") != value {
            return Err(wrong_value());
        }
        let superfluous = [
            (self.participant, author.is_none() && read.participant != written.participant),
            (self.object, read.object != written.object),
            (self.version, read.version != written.version),
        ];
        match superfluous.into_iter().find(|(_, differs)| *differs) {
            Some((column, _)) => Err(row.wrong(column, &format!("does not belong to `{word}`; leave it empty"))),
            None => Ok((event, author)),
        }
    }
}
