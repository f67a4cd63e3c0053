//! What an edition is made of: results as a pure function of the log, vote rows, and the log itself.
//!
//! The same functions make an edition and check one, so that whoever has the log finds the same.

use crate::bundle::{Record, VoteRow, Votes};
use crate::{FateCounts, ModerationCounts};
use canvass_counts::{AttributeAnswer, Ledger, LedgerError, SegmentCounts};
use canvass_domain::{
    Answer, CommentId, Conversation, Event, EventRow, Fact, Instrument, MalformedEvent, Origin, ParticipantId, Seq,
    Statement, StatementId, StatementState, Vote, day_of,
};
use canvass_results::analysed;
use canvass_results::rules::marks::{MarkCounts, after_opening};
use canvass_results::{OpinionMap, Results};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The kind of event with which a comment comes in.
const POSTED: i64 = 8;

/// A closed conversation's log with what people said of themselves.
#[derive(Clone, Debug)]
pub struct Log {
    /// Its events, those about comments apart.
    pub events: Vec<Event>,
    /// What people said of themselves, how they came, who is marked.
    pub said: Vec<AttributeAnswer>,
    /// Who wrote which comment: the first editions say so, those of today do not.
    pub authors: BTreeMap<CommentId, ParticipantId>,
}

/// What follows from a log.
#[derive(Clone, Debug)]
pub struct Worked {
    /// Latest state.
    pub ledger: Ledger,
    /// Results.
    pub results: Results,
}

impl Log {
    /// Results of the log, cold.
    pub fn results(
        &self,
        conversation: &Conversation,
        statements: &BTreeMap<StatementId, Statement>,
    ) -> Result<Worked, LedgerError> {
        let (ledger, segment_counts) = SegmentCounts::of(&conversation.instrument, &self.events, self.said.clone())?;
        let results = Results::new(conversation, ledger.totals(), statements);
        let map = analysed::cold(&ledger).map(|(material, analysis)| Arc::new(material.map(&analysis)));
        let results = results.with_segments(Arc::new(segment_counts.shown(&ledger))).with_map(map);
        Ok(Worked { ledger, results })
    }

    /// What people said of themselves, as a record holds it.
    pub fn said_rows(said: &[AttributeAnswer], instrument: &Instrument) -> Vec<[i64; 4]> {
        let place = |key: &str| instrument.attributes.iter().position(|attribute| attribute.key == key);
        let row = |said: &AttributeAnswer| {
            let attribute = i64::try_from(place(&said.attribute)?).ok()?;
            let who = said.participant.map_or(-1, |who| i64::from(who.0));
            Some([said.at_ms, attribute, i64::from(said.option), who])
        };
        said.iter().filter_map(row).collect()
    }

    /// The log as it is kept with an edition, `rows` being who stands behind each row of votes. What people said of
    /// themselves is not in it: it stays where they can take it back.
    pub fn record(&self, salt: String, rows: &[ParticipantId]) -> Record {
        let event = |event: &Event| {
            let EventRow { seq, at_ms, kind, participant, object, value, version } = event.to_row();
            let [participant, object, value, version] = [participant, object, value, version].map(|n| n.unwrap_or(-1));
            [seq, at_ms, kind, participant, object, value, version]
        };
        Record {
            salt,
            events: self.events.iter().map(event).collect(),
            said: Vec::new(),
            rows: rows.iter().map(|who| who.0).collect(),
        }
    }

    /// The log out of a record.
    pub fn of_record(record: &Record, instrument: &Instrument) -> Result<Self, MalformedEvent> {
        let event = |[seq, at_ms, kind, participant, object, value, version]: &[i64; 7]| {
            let [participant, object, value, version] =
                [*participant, *object, *value, *version].map(|n| (n >= 0).then_some(n));
            let row = EventRow { seq: *seq, at_ms: *at_ms, kind: *kind, participant, object, value, version };
            Event::from_row(&row)
        };
        let said = |[at_ms, attribute, option, who]: &[i64; 4]| {
            let attribute = instrument.attributes.get(usize::try_from(*attribute).ok()?)?.key.clone();
            let participant = u32::try_from(*who).ok().map(ParticipantId);
            Some(AttributeAnswer { at_ms: *at_ms, attribute, option: u16::try_from(*option).ok()?, participant })
        };
        let in_log = |[_, _, kind, who, comment, ..]: &[i64; 7]| (*kind == POSTED).then_some([*comment, *who]);
        let author = |[comment, who]: [i64; 2]| {
            Some((CommentId(u32::try_from(comment).ok()?), ParticipantId(u32::try_from(who).ok()?)))
        };
        let authors = record.events.iter().filter_map(in_log);
        Ok(Self {
            events: record.events.iter().map(event).collect::<Result<_, _>>()?,
            said: record.said.iter().filter_map(said).collect(),
            authors: authors.filter_map(author).collect(),
        })
    }
}

impl Log {
    /// What was marked after the opening.
    pub fn marks(&self) -> Option<MarkCounts> {
        after_opening(&self.events).some()
    }

    /// What became of readers' texts, without the rules they were declined under; `excluded` is how many readers
    /// count in nothing.
    pub fn fates(&self, excluded: u64) -> ModerationCounts {
        let (mut statements, mut comments) = (BTreeMap::new(), BTreeMap::new());
        for event in &self.events {
            match event.fact {
                Fact::StatementAdded { statement, origin: Origin::Participant, state } => {
                    statements.insert(statement, state);
                }
                Fact::StatementDecided { statement, state } => {
                    statements.entry(statement).and_modify(|known| *known = state);
                }
                Fact::CommentPosted { comment, state } | Fact::CommentDecided { comment, state } => {
                    comments.insert(comment, state);
                }
                _ => {}
            }
        }
        let (statements, comments) = (fates(statements.into_values()), fates(comments.into_values()));
        ModerationCounts { statements, comments, excluded }
    }
}

/// A log as an edition keeps it: what became of comments stands behind everything else, by comment and to the day.
///
/// Whoever may read a log may not learn from it who wrote what. A comment that stands between two answers of somebody,
/// or was posted in the same minute, is most likely theirs, and its number leads to the name over it.
pub fn apart(events: Vec<Event>) -> Vec<Event> {
    let (mut of_comments, mut log): (Vec<Event>, Vec<Event>) =
        events.into_iter().partition(|event| event.fact.comment().is_some());
    of_comments.sort_by_key(|event| event.fact.comment());
    log.extend(of_comments.into_iter().map(|event| Event { at_ms: day_of(event.at_ms), ..event }));
    (1..).zip(log).map(|(seq, event)| Event { seq: Seq(seq), ..event }).collect()
}

fn fates(states: impl Iterator<Item = StatementState>) -> FateCounts {
    let mut counts = FateCounts::default();
    for state in states {
        counts.sent += 1;
        match state {
            StatementState::Accepted => counts.shown += 1,
            StatementState::Held => counts.held += 1,
            StatementState::Declined => *counts.declined.entry(String::new()).or_default() += 1,
        }
    }
    counts
}

/// Who voted how, under names of `name`'s choosing, ascending by them; and who stands behind each row.
pub fn votes(
    ledger: &Ledger,
    map: Option<&OpinionMap>,
    name: impl Fn(ParticipantId) -> String,
) -> (Votes, Vec<ParticipantId>) {
    let mut people: BTreeMap<ParticipantId, VoteRow> = BTreeMap::new();
    for latest in ledger.latest_answers().filter(|latest| !ledger.is_banned(latest.participant)) {
        let row = people.entry(latest.participant).or_default();
        match latest.answer {
            Answer::Voted(Vote::Agree) => row.agree.push(latest.statement),
            Answer::Voted(Vote::Disagree) => row.disagree.push(latest.statement),
            Answer::Voted(Vote::Unsure) => row.unsure.push(latest.statement),
            Answer::Skipped => row.skipped.push(latest.statement),
        }
    }
    for latest in ledger.latest_ballots().filter(|latest| !ledger.is_banned(latest.participant)) {
        people.entry(latest.participant).or_default().options = latest.ballot.options().collect();
    }
    for (who, row) in &mut people {
        row.id = name(*who);
        row.group = map.and_then(|map| map.placed(*who)).map(|placed| placed.group.0);
    }
    let mut rows: Vec<(ParticipantId, VoteRow)> = people.into_iter().collect();
    rows.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    let (people, rows) = rows.into_iter().unzip();
    (Votes { rows }, people)
}
