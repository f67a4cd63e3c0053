//! Puts a conversation together from the parsed files.
//!
//! Nothing is lost and nothing is made up: where the files are silent, the conversation is silent, and a finding
//! says so.

use super::{
    COMMENTS, Options, PolisImport,
    approval::Approval,
    comments::Comments,
    counts::{Counts, Dates},
    instrument::{instrument, note, slug},
    participants::Participants,
    report::Report,
    rows::{Taken, Times, UNKNOWN_MS, decide_sign, take_rows},
    settle::{settle, sort_by_cell},
    sign::Reading,
    statements::{arrivals, statements},
    summary::Summary,
    votes::{VoteRow, Votes},
};
use crate::{FormatError, Place};
use canvass_domain::{
    Event, Fact, Millis, ParticipantId, Provenance, Seq, Statement, StatementId, Subject, Transcript,
};
use std::collections::BTreeSet;

/// The instrument's version that imported votes belong to.
const VERSION: u32 = 1;

/// The parsed files.
pub(super) struct Parsed {
    pub(super) name: String,
    pub(super) comments: Comments,
    pub(super) votes: Option<Votes>,
    pub(super) participants: Option<Participants>,
    pub(super) summary: Option<Summary>,
}

pub(super) fn assemble(parsed: Parsed, options: &Options) -> Result<PolisImport, FormatError> {
    let Parsed { name, comments, votes, participants, summary } = parsed;
    let mut report = Report::default();
    report.find_lenient(&comments, votes.as_ref(), participants.as_ref(), summary.as_ref());
    let dates = if votes.is_some() { Dates::OfVotes } else { Dates::OfStatementsOnly };
    let Taken { mut rows, clock, times } = take_rows(votes, participants.as_ref(), &comments, &mut report);
    if comments.by_id.is_empty() && rows.is_empty() {
        return Err(Place::file(COMMENTS).malformed("holds no statement; there is nothing to import"));
    }
    sort_by_cell(&mut rows);
    let counts = Counts::of(&rows);
    let decision = decide_sign(&rows, &counts, &comments, participants.as_ref(), dates)?;
    report.find_sign(decision, comments.handwriting);
    report.find_times(clock, comments.clock);
    report.find_counts(&counts, &comments, dates, decision.votes());
    let listed = participants.as_ref().filter(|_| dates == Dates::OfVotes);
    let cells = listed.map(|participants| participants.cells.as_slice());
    let settled = settle(rows, cells, (decision.votes(), decision.participants()));
    report.find_settled(&settled, participants.as_ref());
    let rows = settled.rows;
    let approval = Approval::of(&comments, &rows, options.unmoderated);
    report.find_unmoderated(&approval, &comments);
    let statements = statements(&comments, &rows, &approval, &mut report);
    let meta = comments.meta();
    let opened_ms = opened_ms(&statements, &rows);
    let arrivals = arrivals(&statements, &rows, participants, opened_ms, &mut report);
    report.find_summary(summary.as_ref(), &rows);
    let is_synthetic = summary.as_ref().is_some_and(|summary| summary.is_synthetic);
    let note = note(summary.as_ref(), times, decision);
    let instrument = instrument(summary, &name, (&statements, options.language.as_deref()), &mut report);
    let slug = slug(&instrument.title, &name);
    let transcript = Transcript {
        provenance: if is_synthetic { Provenance::Synthetic } else { Provenance::Imported },
        note: Some(note),
        instrument,
        arrivals,
        events: events(&statements, &meta, &rows, (decision.votes(), times), opened_ms),
        statements,
        declared: Vec::new(),
        taken_back: Vec::new(),
        comments: Vec::new(),
        reports: Vec::new(),
        showings: Vec::new(),
        earlier: Vec::new(),
    };
    Ok(PolisImport { transcript, findings: report.findings, slug })
}

/// The time of whatever came first.
fn opened_ms(statements: &[Statement], rows: &[VoteRow]) -> Millis {
    let first_statement_ms = statements.iter().map(|statement| statement.added_ms).min();
    first_statement_ms.into_iter().chain(rows.first().map(|row| row.at_ms)).min().unwrap_or(0)
}

/// The log: opened, statements and votes by time, closed. A statement comes before the votes of its own moment, and the
/// mark that it is about the readers right after it.
fn events(
    statements: &[Statement],
    meta: &BTreeSet<StatementId>,
    rows: &[VoteRow],
    (reading, times): (Reading, Times),
    opened_ms: Millis,
) -> Vec<Event> {
    let mut log = Log { meta, events: Vec::with_capacity(statements.len() + meta.len() + rows.len() + 2) };
    log.push(opened_ms, Fact::Opened);
    let mut added: Vec<&Statement> = statements.iter().collect();
    added.sort_by_key(|statement| (statement.added_ms, statement.id));
    let mut added = added.into_iter().peekable();
    for row in rows {
        while let Some(statement) = added.next_if(|statement| statement.added_ms <= row.at_ms) {
            log.add(statement);
        }
        let fact = Fact::VoteCast {
            participant: ParticipantId(row.participant),
            statement: StatementId(row.statement),
            vote: row.mark.vote(reading),
            version: VERSION,
        };
        // A date nobody recorded is not made up: it only ordered the votes.
        log.push(if times == Times::Known { row.at_ms } else { UNKNOWN_MS }, fact);
    }
    added.for_each(|statement| log.add(statement));
    let closed_ms = log.events.iter().map(|event| event.at_ms).max().unwrap_or(UNKNOWN_MS);
    log.push(closed_ms, Fact::Closed);
    log.events
}

struct Log<'m> {
    /// The statements about the readers.
    meta: &'m BTreeSet<StatementId>,
    events: Vec<Event>,
}

impl Log<'_> {
    fn push(&mut self, at_ms: Millis, fact: Fact) {
        let seq = Seq(self.events.len() as u64 + 1);
        self.events.push(Event { seq, at_ms, fact });
    }

    fn add(&mut self, statement: &Statement) {
        let (origin, state) = (statement.origin, statement.state);
        let fact = Fact::StatementAdded { statement: statement.id, origin, state };
        self.push(statement.added_ms, fact);
        if self.meta.contains(&statement.id) {
            let (statement, added_ms) = (statement.id, statement.added_ms);
            self.push(added_ms, Fact::StatementMarked { statement, subject: Subject::Readers });
        }
    }
}
