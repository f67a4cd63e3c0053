//! Results out of their document again: a frozen edition is shown by the pages that show live results.
//!
//! Whatever is read has to give the very same document when it is written again, hashes included; everything else is
//! refused. People on the map get numbers that mean nothing, as the document names nobody.

use crate::{
    Group, GroupId, GroupVotes, Lists, MapStatement, Method, OpinionMap, Placed, Representative, Results, Stage,
    StatementLine, canonical_json,
};
use canvass_counts::{
    Arrivals, MarkedPoll, MarkedReaders, Moment, OptionTotals, Segment, SegmentPoll, SegmentTable, SegmentVotes,
    Segments, StatementTotals, Totals,
};
use canvass_domain::{
    Attribute, Instrument, MAX_OPTIONS, Millis, OptionId, Origin, ParticipantId, Seq, StatementId, StatementState,
    Subject, Vote,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What results hold beside their document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenTotals {
    /// People with at least one vote on a statement.
    pub n_voters: u64,
    /// People with a ballot.
    pub n_ballots: u64,
    /// First time somebody who counts answered.
    pub first_ms: Option<Millis>,
    /// Last time of the same.
    pub last_ms: Option<Millis>,
    /// When answers by attribute were last taken.
    pub segments_ms: Option<Millis>,
    /// People of each group who answered the poll, in the order of groups; 0 where their answers are suppressed.
    pub group_ballots: Vec<u64>,
    /// Statements up for votes that nobody voted on.
    #[serde(default)]
    pub n_unanswered: u64,
}

impl FrozenTotals {
    /// What the document of these results does not say.
    #[must_use]
    pub fn of(results: &Results) -> Self {
        let totals = &results.totals;
        Self {
            n_voters: totals.n_voters,
            n_ballots: totals.n_ballots,
            first_ms: totals.first_ms,
            last_ms: totals.last_ms,
            segments_ms: results.segments.moment.map(|moment| moment.at_ms),
            n_unanswered: totals.n_unanswered(),
            group_ballots: results.map.as_deref().map(OpinionMap::group_ballots).unwrap_or_default(),
        }
    }
}

/// A document that is none, or not one of this program's making.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the results cannot be read: {0}")]
pub struct Unreadable(String);

#[derive(Deserialize)]
struct Document {
    seq: Seq,
    method: String,
    counts: Counts,
    poll: Option<PollPart>,
    segments: Vec<SegmentPart>,
    segments_seq: Option<Seq>,
    arrivals: Option<ArrivalsPart>,
    #[serde(default)]
    marked: Option<MarkedPart>,
    groups: Vec<GroupPart>,
    statements: Vec<StatementPart>,
    representative: BTreeMap<u8, Vec<RepresentativePart>>,
    map: Option<MapPart>,
}

#[derive(Deserialize)]
struct Counts {
    participants: u64,
    votes: u64,
}

#[derive(Deserialize)]
struct PollPart {
    n: u64,
    options: Vec<OptionPart>,
}

#[derive(Clone, Copy, Deserialize)]
struct OptionPart {
    id: OptionId,
    n: u64,
}

#[derive(Deserialize)]
struct SegmentPart {
    attribute: String,
    value: String,
    n: Option<u64>,
    options: Option<Vec<OptionPart>>,
    statements: Vec<SegmentVotesPart>,
}

#[derive(Clone, Deserialize)]
struct ArrivalsPart {
    host: String,
    n: u64,
    base: u64,
    seq: Seq,
}

#[derive(Clone, Deserialize)]
struct MarkedPart {
    n: u64,
    base: u64,
    seq: Seq,
    poll: Option<MarkedPollPart>,
}

#[derive(Clone, Deserialize)]
struct MarkedPollPart {
    n: u64,
    marked: u64,
    options: Vec<MarkedOptionPart>,
}

#[derive(Clone, Copy, Deserialize)]
struct MarkedOptionPart {
    id: OptionId,
    n: u64,
    marked: u64,
}

#[derive(Deserialize)]
struct SegmentVotesPart {
    id: StatementId,
    agree: u64,
    disagree: u64,
    unsure: u64,
}

#[derive(Deserialize)]
struct GroupPart {
    id: u8,
    n: u64,
    options: Option<Vec<OptionPart>>,
}

#[derive(Deserialize)]
struct StatementPart {
    id: StatementId,
    text: Option<String>,
    origin: Origin,
    state: StatementState,
    #[serde(default)]
    meta: bool,
    agree: u64,
    disagree: u64,
    unsure: u64,
    skipped: u64,
    by_group: Vec<ByGroup>,
    informed_agree: Option<f64>,
    informed_disagree: Option<f64>,
    extremity: Option<f64>,
}

#[derive(Deserialize)]
struct ByGroup {
    agree: u64,
    disagree: u64,
    unsure: u64,
}

#[derive(Deserialize)]
struct RepresentativePart {
    statement: StatementId,
    direction: String,
    n_success: u64,
    n_trials: u64,
    p_success: f64,
    p_test: f64,
    repness: f64,
    repness_test: f64,
    best_agree: Option<u64>,
}

#[derive(Deserialize)]
struct MapPart {
    points: Vec<Point>,
}

#[derive(Deserialize)]
struct Point {
    x: f64,
    y: f64,
    group: u8,
}

impl Results {
    /// Reads `canvass.results/1` back.
    ///
    /// # Errors
    /// When it is something else, or does not give the same document when written again.
    pub fn from_json(document: &Value, instrument: &Instrument, beside: &FrozenTotals) -> Result<Self, Unreadable> {
        let unreadable = |error: &dyn std::fmt::Display| Unreadable(error.to_string());
        let read = Document::deserialize(document).map_err(|error| unreadable(&error))?;
        if read.groups.iter().map(|group| group.id).collect::<Vec<_>>().is_sorted_by(|a, b| a < b)
            && read.statements.iter().map(|line| line.id).collect::<Vec<_>>().is_sorted_by(|a, b| a < b)
        {
            let results = build(read, instrument, beside);
            let again = results.to_json().map_err(|error| unreadable(&error))?;
            return match difference(&again, document) {
                None => Ok(results),
                Some(place) => Err(Unreadable(format!("written again, `{place}` is not the same"))),
            };
        }
        Err(Unreadable("groups or statements are not in order".to_owned()))
    }
}

/// The first place where two documents differ.
fn difference(a: &Value, b: &Value) -> Option<String> {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            let below = |(key, value): (&String, &Value)| {
                let other = b.get(key).map_or_else(|| Some(String::new()), |other| difference(value, other));
                other.map(|place| format!("/{key}{place}"))
            };
            a.iter().find_map(below).or_else(|| b.keys().find(|key| !a.contains_key(*key)).map(|key| format!("/{key}")))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let below = |(at, (a, b)): (usize, (&Value, &Value))| difference(a, b).map(|place| format!("/{at}{place}"));
            a.iter().zip(b).enumerate().find_map(below)
        }
        // 0.0 is written as 0, so numbers are compared as they are written.
        _ => (canonical_json(a) != canonical_json(b)).then(String::new),
    }
}

fn build(read: Document, instrument: &Instrument, beside: &FrozenTotals) -> Results {
    let totals = totals(&read, beside);
    let segments = segments(&read, &instrument.attributes, beside);
    let map = read
        .map
        .as_ref()
        .filter(|_| Method::by_name(&read.method) == Some(Method::PRIMARY))
        .map(|map| Arc::new(opinion_map(&read, map, beside)));
    let lists = lists(&totals, map.as_deref(), beside);
    let line = |(part, totals): (StatementPart, &StatementTotals)| StatementLine {
        totals: *totals,
        text: part.text,
        origin: part.origin,
    };
    let statements = read.statements.into_iter().zip(&totals.statements).map(line).collect();
    let poll = instrument.poll.clone();
    Results {
        poll,
        statements,
        lists,
        totals,
        segments: Arc::new(segments),
        map,
        other_maps: BTreeMap::new(),
        stage: Stage::Settled,
        caption: None,
    }
}

/// The same lists of the same counts; statements that nobody voted on are in no document.
fn lists(totals: &Totals, map: Option<&OpinionMap>, beside: &FrozenTotals) -> Lists {
    let mut lists = map.map_or_else(|| Lists::of(totals), |map| Lists::by_group(totals, map));
    for compared in std::iter::once(&mut lists.compared).chain(&mut lists.compared_by_group) {
        compared.of += beside.n_unanswered;
    }
    lists
}

fn totals(read: &Document, beside: &FrozenTotals) -> Totals {
    let of_option = |id: OptionId| {
        read.poll.iter().flat_map(|poll| &poll.options).find(|option| option.id == id).map_or(0, |option| option.n)
    };
    let options = (1_u8..).take(MAX_OPTIONS).map(OptionId).map(|id| OptionTotals { id, n: of_option(id) });
    let statement = |part: &StatementPart| StatementTotals {
        id: part.id,
        state: part.state,
        subject: Subject::of_meta(part.meta),
        agree: part.agree,
        disagree: part.disagree,
        unsure: part.unsure,
        skipped: part.skipped,
    };
    Totals {
        seq: read.seq,
        n_participants: read.counts.participants,
        n_voters: beside.n_voters,
        n_votes: read.counts.votes,
        n_ballots: read.poll.as_ref().map_or(beside.n_ballots, |poll| poll.n),
        options: options.collect(),
        statements: read.statements.iter().map(statement).collect(),
        first_ms: beside.first_ms,
        last_ms: beside.last_ms,
    }
}

fn segments(read: &Document, attributes: &[Attribute], beside: &FrozenTotals) -> Segments {
    let moment = read.segments_seq.map(|seq| Moment { seq, at_ms: beside.segments_ms.unwrap_or(0) });
    let segment = |part: &SegmentPart| {
        let moment = moment.unwrap_or(Moment { seq: read.seq, at_ms: 0 });
        let options = part.options.iter().flatten().map(|option| (option.id, option.n)).collect();
        let votes = |votes: &SegmentVotesPart| {
            let SegmentVotesPart { id, agree, disagree, unsure } = *votes;
            SegmentVotes { id, agree, disagree, unsure, moment }
        };
        Segment {
            value: part.value.clone(),
            poll: part.n.map(|n| SegmentPoll { n, options, moment }),
            statements: part.statements.iter().map(votes).collect(),
        }
    };
    let table = |attribute: &Attribute| SegmentTable {
        attribute: attribute.key.clone(),
        is_asked: true,
        question: attribute.question.clone(),
        segments: read.segments.iter().filter(|part| part.attribute == attribute.key).map(segment).collect(),
    };
    let arrivals = read.arrivals.clone().map(|ArrivalsPart { host, n, base, seq }| Arrivals { host, n, base, seq });
    // What was not asked is known of everybody: how they came in.
    let others: BTreeSet<&str> = read.segments.iter().map(|part| part.attribute.as_str()).collect();
    let others = others.into_iter().filter(|key| attributes.iter().all(|asked| asked.key != *key));
    let others = others.map(|key| Attribute { key: key.to_owned(), question: String::new(), options: Vec::new() });
    let others = others.map(|attribute| SegmentTable { is_asked: false, ..table(&attribute) });
    let tables = attributes.iter().map(table).chain(others).collect();
    Segments { moment, is_final: true, tables, arrivals, marked: read.marked.clone().and_then(marked) }
}

fn marked(read: MarkedPart) -> Option<MarkedReaders> {
    let options = |part: &MarkedPollPart| part.options.iter().map(|one| (one.id, one.n, one.marked)).collect();
    let poll = read.poll.map(|part| MarkedPoll { n: part.n, n_marked: part.marked, options: options(&part) });
    MarkedReaders::said(read.n, read.base, read.seq, poll)
}

fn opinion_map(read: &Document, map: &MapPart, beside: &FrozenTotals) -> OpinionMap {
    let groups = read.groups.iter().enumerate().map(|(place, part)| {
        let points = map.points.iter().filter(|point| point.group == part.id);
        let (sum, n) = points.fold(([0.0, 0.0], 0.0), |([x, y], n), point| ([x + point.x, y + point.y], n + 1.0));
        let n_ballots = beside.group_ballots.get(place).copied().unwrap_or_default();
        let options = part.options.iter().flatten().map(|option| OptionTotals { id: option.id, n: option.n }).collect();
        Group {
            id: GroupId(part.id),
            n: part.n,
            place: sum.map(|sum: f64| if n > 0.0 { sum / n } else { 0.0 }),
            options: if n_ballots > 0 { options } else { Vec::new() },
            n_ballots,
            representative: read.representative.get(&part.id).into_iter().flatten().filter_map(telling).collect(),
        }
    });
    let people = (1..).map(ParticipantId).zip(&map.points).map(|(participant, point)| Placed {
        participant,
        place: [point.x, point.y],
        group: GroupId(point.group),
    });
    let votes = |by: &ByGroup| GroupVotes { agree: by.agree, disagree: by.disagree, unsure: by.unsure };
    let statement = |part: &StatementPart| {
        Some(MapStatement {
            id: part.id,
            by_group: part.by_group.iter().map(votes).collect(),
            extremity: part.extremity?,
            informed_agree: part.informed_agree?,
            informed_disagree: part.informed_disagree?,
            priority: 0.0,
        })
    };
    OpinionMap {
        method: Method::PRIMARY,
        seq: read.seq,
        is_provisional: false,
        groups: groups.collect(),
        people: people.collect(),
        statements: read.statements.iter().filter_map(statement).collect(),
    }
}

fn telling(part: &RepresentativePart) -> Option<Representative> {
    Some(Representative {
        statement: part.statement,
        direction: Vote::from_word(&part.direction)?,
        n_success: part.n_success,
        n_trials: part.n_trials,
        p_success: part.p_success,
        p_test: part.p_test,
        repness: part.repness,
        repness_test: part.repness_test,
        best_agree: part.best_agree,
    })
}
