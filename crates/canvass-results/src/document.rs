//! `canvass.results/1`: results as a document, the same for the API, for pages and for later exports.

use crate::caption::{Caption, parameters};
use crate::describe::describe;
use crate::map::json::{self, number};
use crate::rules::group_floor;
use crate::{AnswersToChange, Finding, Lists, Method, NotCanonical, OpinionMap, RULES, canonical_json, sha256_hex};
use canvass_counts::{Arrivals, Segment, Segments, StatementTotals, Totals};
use canvass_domain::{Conversation, OptionId, Origin, Poll, Statement, StatementId, StatementState};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Results at one point of the log, ready to be shown: counts joined with wording, and the lists.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// The counts.
    pub totals: Totals,
    /// The poll the ballots answer.
    pub poll: Option<Poll>,
    /// Every statement with a vote, and every accepted one, ascending by number.
    pub statements: Vec<StatementLine>,
    /// What most answer alike, what divides, what many are unsure of.
    pub lists: Lists,
    /// Answers by what people said about themselves, at a moment of their own.
    pub segments: Arc<Segments>,
    /// Who votes alike by the primary method, where there are enough answers to tell.
    pub map: Option<Arc<OpinionMap>>,
    /// The maps of other methods, by their names. None of them is told of but in a document's `methods`.
    pub other_maps: BTreeMap<&'static str, Arc<OpinionMap>>,
    /// Whether the map is the one of these counts.
    pub stage: Stage,
    /// What a document says of the conversation besides; frozen results have a record of their own for that.
    pub caption: Option<Arc<Caption>>,
}

/// Whether results will be the same wherever they are computed from the same log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// They will.
    #[default]
    Settled,
    /// A map is being made that will replace the one in them, or the lack of one. They are shown, and neither hashed
    /// nor exported.
    Provisional,
}

/// One statement with its counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementLine {
    /// The counts.
    pub totals: StatementTotals,
    /// Wording; nothing when erased, missing in an import, held, or declined at our own desk.
    pub text: Option<String>,
    /// Who put it in.
    pub origin: Origin,
}

impl Results {
    /// Joins totals with wording.
    #[must_use]
    pub fn new(conversation: &Conversation, totals: Totals, statements: &BTreeMap<StatementId, Statement>) -> Self {
        let lines = totals.statements.iter().filter(|t| t.n() > 0 || t.state == StatementState::Accepted);
        let lines = lines.map(|t| line(t, statements.get(&t.id))).collect();
        let poll = conversation.instrument.poll.clone();
        let (lists, segments) = (Lists::of(&totals), Arc::default());
        Self {
            poll,
            statements: lines,
            lists,
            totals,
            segments,
            map: None,
            other_maps: BTreeMap::new(),
            stage: Stage::Settled,
            caption: None,
        }
    }

    /// The same, saying of which conversation it is.
    #[must_use]
    pub fn with_caption(self, caption: Caption) -> Self {
        Self { caption: Some(Arc::new(caption)), ..self }
    }

    /// The same with answers by attribute.
    #[must_use]
    pub fn with_segments(self, segments: Arc<Segments>) -> Self {
        Self { segments, ..self }
    }

    /// The same with the opinion map, and with what its groups share and part on.
    #[must_use]
    pub fn with_map(self, map: Option<Arc<OpinionMap>>) -> Self {
        let Some(mut map) = map else { return self };
        if group_floor::must_suppress(&map, self.totals.n_ballots) {
            group_floor::suppress_ballots(Arc::make_mut(&mut map), self.totals.n_ballots);
        }
        let stage = if map.is_provisional { Stage::Provisional } else { self.stage };
        Self { lists: Lists::by_group(&self.totals, &map), map: Some(map), stage, ..self }
    }

    /// The same with what another method than the primary one finds. Nothing else follows from it.
    #[must_use]
    pub fn with_other_map(mut self, mut map: Arc<OpinionMap>) -> Self {
        if group_floor::must_suppress(&map, self.totals.n_ballots) {
            group_floor::suppress_ballots(Arc::make_mut(&mut map), self.totals.n_ballots);
        }
        if map.method != Method::PRIMARY {
            self.other_maps.insert(map.method.word(), map);
        }
        self
    }

    /// Whether the lists are made by what groups answered.
    #[must_use]
    pub const fn compares_groups(&self) -> bool {
        self.lists.compared_by_group.is_some()
    }

    /// The same, with the map of these counts still to come.
    #[must_use]
    pub fn provisional(self) -> Self {
        Self { stage: Stage::Provisional, ..self }
    }

    /// The statements readers see, ascending by number.
    pub fn shown(&self) -> impl Iterator<Item = &StatementLine> {
        self.statements.iter().filter(|line| line.totals.state == StatementState::Accepted)
    }

    /// Of those, the ones about the topic: what lists, tables and groups are made of.
    pub fn on_topic(&self) -> impl Iterator<Item = &StatementLine> {
        self.shown().filter(|line| !line.totals.subject.is_meta())
    }

    /// Of those, the ones about the readers, which stand in a section of their own.
    pub fn about_readers(&self) -> impl Iterator<Item = &StatementLine> {
        self.shown().filter(|line| line.totals.subject.is_meta())
    }

    /// Wording of a statement readers see.
    #[must_use]
    pub fn text(&self, id: StatementId) -> Option<&str> {
        let place = self.statements.binary_search_by_key(&id, |line| line.totals.id).ok()?;
        self.statements.get(place)?.text.as_deref()
    }

    /// The document, with its hashes: one for each section and one over those. Nothing provisional is hashed.
    ///
    /// # Errors
    /// When a count is too large for JSON readers to keep exact.
    pub fn to_json(&self) -> Result<Value, NotCanonical> {
        let sections = self.sections()?;
        let (hash, hashes) = match self.stage {
            Stage::Provisional => (Value::Null, sections.keys().map(|name| (name.clone(), Value::Null)).collect()),
            Stage::Settled => hashes(&sections)?,
        };
        let mut document = Map::new();
        document.insert("schema".to_owned(), json!("canvass.results/1"));
        document.insert("seq".to_owned(), json!(self.totals.seq));
        document.insert("segments".to_owned(), self.segments_json());
        document.insert("segments_seq".to_owned(), json!(self.segments.moment.map(|moment| moment.seq)));
        if let Some(Arrivals { host, n, base, seq }) = &self.segments.arrivals {
            document.insert("arrivals".to_owned(), json!({"host": host, "n": n, "base": base, "seq": seq}));
        }
        document.insert("provisional".to_owned(), json!(self.stage == Stage::Provisional));
        document.insert("results_hash".to_owned(), hash);
        document.insert("section_hashes".to_owned(), Value::Object(hashes));
        document.extend(sections);
        self.write_marked(&mut document);
        self.write_origins(&mut document);
        self.write_other_maps(&mut document)?;
        if let Some(caption) = &self.caption {
            document.insert("answers_to_change".to_owned(), json!(self.answers_to_change()));
            caption.write(&mut document);
        }
        Ok(Value::Object(document))
    }

    /// How many further answers would change what is said of the poll. It follows from `poll`, which is hashed, so it is in
    /// no hash of its own; frozen results have it in their edition.
    #[must_use]
    pub fn answers_to_change(&self) -> AnswersToChange {
        AnswersToChange::of(&self.totals, self.poll.as_ref())
    }

    /// How many are marked, in no hash: it moves in steps of its own, and is other after a detour over files.
    fn write_marked(&self, document: &mut Map<String, Value>) {
        let Some(marked) = &self.segments.marked else { return };
        if let Some(counts) = document.get_mut("counts").and_then(Value::as_object_mut) {
            counts.insert("marked".to_owned(), json!(marked.n));
        }
        document.insert("marked".to_owned(), marked.to_json());
    }

    /// Who put each statement in, in no hash: it changes no result, and of two files with the same answers one may say it
    /// and the other not.
    fn write_origins(&self, document: &mut Map<String, Value>) {
        let printed = document.get_mut("statements").and_then(Value::as_array_mut).into_iter().flatten();
        for (statement, line) in printed.filter_map(Value::as_object_mut).zip(self.voted()) {
            statement.insert("origin".to_owned(), json!(line.origin));
        }
    }

    /// What other methods find, in no hash: that is of the primary one alone, whichever others were run.
    fn write_other_maps(&self, document: &mut Map<String, Value>) -> Result<(), NotCanonical> {
        if self.other_maps.is_empty() {
            return Ok(());
        }
        let found = self.other_maps.iter().map(|(name, map)| {
            let groups = json::groups(map, self.poll.as_ref());
            let found = json!({"method_version": map.method.version(), "groups": groups, "map": json::points(map)?});
            Ok(((*name).to_owned(), found))
        });
        document.insert("methods".to_owned(), Value::Object(found.collect::<Result<_, NotCanonical>>()?));
        Ok(())
    }

    /// The statements that have a vote, ascending by number.
    fn voted(&self) -> impl Iterator<Item = &StatementLine> {
        self.statements.iter().filter(|line| line.totals.n() > 0)
    }

    /// Everything that is hashed: without the conversation's identity, dates, seq and the hashes, and without lines by
    /// attribute, which are of earlier moments of the log and other after a detour over files.
    fn sections(&self) -> Result<Map<String, Value>, NotCanonical> {
        let map = self.map.as_deref();
        let poll = self.poll.as_ref().map(|poll| self.poll_json(poll));
        let statements = self.voted().map(|line| line.to_json(map)).collect::<Result<Vec<_>, _>>()?;
        let is_left_out = |id: StatementId| {
            let place = self.statements.binary_search_by_key(&id, |line| line.totals.id).ok();
            place.and_then(|place| self.statements.get(place)).is_none_or(StatementLine::is_left_out)
        };
        let sections = json!({
            "rules": RULES,
            "method": map.map_or("counts", |map| map.method.word()),
            "method_version": map.map_or(1, |map| map.method.version()),
            "counts": self.counts_json(),
            "poll": poll,
            "verdict": null,
            "groups": map.map(|map| json::groups(map, self.poll.as_ref())).unwrap_or_default(),
            "statements": statements,
            "shared": findings_json(&self.lists.shared),
            "divisive": findings_json(&self.lists.divisive),
            "unsure": findings_json(&self.lists.unsure),
            "majority": findings_json(&self.lists.majority),
            "representative": map.map(|map| json::representative(map, is_left_out)).transpose()?.unwrap_or_default(),
            "map": map.map(json::points).transpose()?,
        });
        Ok(match sections {
            Value::Object(sections) => sections,
            _ => Map::new(),
        })
    }

    /// Statements are those with a vote, as in `statements`, so that all of it can be counted again from votes.
    fn counts_json(&self) -> Value {
        json!({
            "participants": self.totals.n_participants,
            "statements": self.totals.n_statements(),
            "votes": self.totals.n_votes,
            "votes_on_accepted": self.totals.n_votes_in(StatementState::Accepted),
            "statements_accepted": self.totals.n_statements_in(StatementState::Accepted),
            "statements_declined": self.totals.n_statements_in(StatementState::Declined),
            "statements_held": self.totals.n_statements_in(StatementState::Held),
            "statements_meta": self.totals.n_meta(),
            "grouped": self.map.as_deref().map_or(0, OpinionMap::n_grouped),
        })
    }

    fn segments_json(&self) -> Value {
        let of = |segment: &Segment, attribute: &str| {
            let options = segment.poll.as_ref().filter(|_| self.poll.is_some()).map(|poll| &poll.options);
            let options = options.map(|all| all.iter().map(|(id, n)| json!({"id": id, "n": n})).collect::<Vec<_>>());
            let is_accepted = |id: StatementId| {
                let place = self.statements.binary_search_by_key(&id, |line| line.totals.id).ok();
                let line = place.and_then(|place| self.statements.get(place));
                line.is_some_and(|line| line.totals.state == StatementState::Accepted)
            };
            let votes = segment.statements.iter().filter(|votes| is_accepted(votes.id)).map(
                |votes| json!({"id": votes.id, "agree": votes.agree, "disagree": votes.disagree, "unsure": votes.unsure}),
            );
            json!({
                "attribute": attribute,
                "value": segment.value,
                "n": segment.poll.as_ref().map(|poll| poll.n),
                "options": options,
                "statements": votes.collect::<Vec<_>>(),
            })
        };
        let tables = self.segments.tables.iter();
        tables.flat_map(|table| table.segments.iter().map(move |segment| of(segment, &table.attribute))).collect()
    }

    fn poll_json(&self, poll: &Poll) -> Value {
        let option = |(id, option): (OptionId, &canvass_domain::PollOption)| json!({"id": id, "text": option.text, "n": self.totals.option(id)});
        json!({"n": self.totals.n_ballots, "options": poll.numbered().map(option).collect::<Vec<_>>()})
    }
}

impl StatementLine {
    /// Whether nothing may be said of it as setting a group apart: what was declined or marked since a map was made is
    /// still on that map, and so is what an import holds.
    fn is_left_out(&self) -> bool {
        self.totals.state != StatementState::Accepted || self.totals.subject.is_meta()
    }

    fn to_json(&self, map: Option<&OpinionMap>) -> Result<Value, NotCanonical> {
        let is_meta = self.totals.subject.is_meta();
        let known = map.filter(|_| !is_meta).and_then(|map| Some((map, map.statement(self.totals.id)?)));
        let maybe = |found: Option<f64>| found.map_or(Ok(Value::Null), number);
        Ok(json!({
            "id": self.totals.id,
            "text": self.text,
            "state": self.totals.state,
            "meta": is_meta,
            "agree": self.totals.agree,
            "disagree": self.totals.disagree,
            "unsure": self.totals.unsure,
            "skipped": self.totals.skipped,
            "by_group": known.map(|(map, statement)| json::by_group(map, statement)).unwrap_or_default(),
            "informed_agree": maybe(known.map(|(_, statement)| statement.informed_agree))?,
            "informed_disagree": maybe(known.map(|(_, statement)| statement.informed_disagree))?,
            "extremity": maybe(known.map(|(_, statement)| statement.extremity))?,
        }))
    }
}

/// One hash over all, and one for each section.
fn hashes(sections: &Map<String, Value>) -> Result<(Value, Map<String, Value>), NotCanonical> {
    let hash = |value: &Value| Ok(Value::String(sha256_hex(canonical_json(value)?.as_bytes())));
    let each = sections.iter().map(|(name, section)| Ok((name.clone(), hash(section)?))).collect::<Result<_, _>>()?;
    let each = Value::Object(each);
    let over = hash(&each)?;
    Ok((over, if let Value::Object(each) = each { each } else { Map::new() }))
}

fn line(totals: &StatementTotals, statement: Option<&Statement>) -> StatementLine {
    // What waits was approved by nobody, and what was declined here by somebody was not.
    let shown = |s: &&Statement| match totals.state {
        StatementState::Accepted => true,
        StatementState::Held => false,
        StatementState::Declined => !s.decided_here,
    };
    StatementLine {
        totals: *totals,
        text: statement.filter(shown).and_then(|s| s.text.clone()),
        origin: statement.map_or(Origin::Participant, |s| s.origin),
    }
}

fn findings_json(findings: &[Finding]) -> Value {
    Value::Array(findings.iter().map(|finding| json!(finding)).collect())
}

/// An object with all of its fields required.
#[expect(clippy::needless_pass_by_value, reason = "it is written where it is passed")]
fn object(fields: Value) -> Value {
    let required: Vec<String> = fields.as_object().into_iter().flat_map(|f| f.keys().cloned()).collect();
    json!({"type": "object", "required": required, "properties": fields})
}

fn described(mut schema: Value, what: &str) -> Value {
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("description".to_owned(), json!(what));
    }
    schema
}

fn counts_schema(count: &Value) -> Value {
    let mut counts = object(json!({
        "participants": count, "statements": count, "votes": count, "grouped": count,
        "votes_on_accepted": count, "statements_accepted": count, "statements_declined": count,
        "statements_held": count, "statements_meta": count,
    }));
    let what = "Readers marked as possibly not independent; left out where `marked` is.";
    if let Some(fields) = counts.get_mut("properties").and_then(Value::as_object_mut) {
        fields.insert("marked".to_owned(), described(count.clone(), what));
    }
    let what = "`votes` and `statements` are of all statements with a vote, in whatever state; those named after a \
                state are of the statements in it. A sentence that joins two of them has to take both of the same.";
    described(counts, what)
}

fn groups_schema(count: &Value, options: &Value) -> Value {
    let what = "Null where fewer than 5 of the group answered the poll, or where fewer could be worked out.";
    let options = json!({"oneOf": [{"type": "null"}, options], "description": what});
    let group = object(json!({"id": count, "label": {"type": "string"}, "n": count, "options": options}));
    let what = "The method sorts people into groups in votes given at random too: that there are groups says nothing \
                of whether opinions hold any. None has fewer than 5 people.";
    json!({"type": "array", "items": group, "description": what})
}

/// Where readers came from, which is left out where it may not be said.
fn arrivals_schema(count: &Value) -> Value {
    let what = "How many of those whose way here is known first came from a page of the story's host. It moves in the steps of \
                `segments`, and is left out where it would tell of fewer than 5 on either side.";
    json!({
        "type": "object", "required": ["base", "host", "n", "seq"], "description": what,
        "properties": {"host": {"type": "string"}, "n": count, "base": count, "seq": count},
    })
}

/// How many readers are marked, which is left out where it may not be said.
fn marked_schema(count: &Value) -> Value {
    let option = object(json!({"id": count, "n": count, "marked": count}));
    let what = "Ballots of everybody and of those marked; null where there is no poll, or where it would tell of few.";
    let marked = described(count.clone(), "Those marked among them.");
    let options = json!({"type": "array", "items": option, "description": "Its options, with how many named each."});
    let n = described(count.clone(), "People who answered it.");
    let poll = object(json!({"n": n, "marked": marked, "options": options}));
    let poll = json!({"oneOf": [{"type": "null"}, poll], "description": what});
    let what = "How many of those who take part are marked as possibly not independent. While the conversation is open it \
                moves in the steps of `segments`; left out where it would tell of fewer than 5 on either side.";
    described(object(json!({"n": count, "base": count, "seq": count, "poll": poll})), what)
}

/// What stands beside the results where it is known of which conversation they are.
fn caption_schema(count: &Value) -> Map<String, Value> {
    let moment = json!({"type": ["string", "null"], "pattern": "^[0-9-]{10}T[0-9:]{8}Z$"});
    let parameters = parameters(canvass_domain::MarkThresholds::default());
    let names = parameters.as_object().into_iter().flat_map(Map::keys);
    let what = "A number from which readers are marked; docs/METHODS.md says what it does.";
    let of = |name: &String| if name.starts_with("mark_") { described(count.clone(), what) } else { count.clone() };
    let parameters = names.map(|name| (name.clone(), of(name))).collect::<Map<_, _>>();
    let bin = object(json!({"from": count, "to": {"type": ["integer", "null"]}, "n": count}));
    let per_person = object(json!({"people": count, "bins": {"type": "array", "items": bin}}));
    let maybe_count = json!({"type": ["integer", "null"], "minimum": 1});
    let fields = json!({
        "answers_to_change": object(json!({"lead": maybe_count, "split": maybe_count, "half": maybe_count})),
        "title": {"type": "string"}, "slug": {"type": "string"}, "opened_at": moment, "closed_at": moment,
        "parameters": object(Value::Object(parameters)),
        "votes_per_person": {"oneOf": [{"type": "null"}, per_person]},
    });
    if let Value::Object(fields) = fields { fields } else { Map::new() }
}

/// The JSON Schema of the document.
#[must_use]
pub fn json_schema() -> Value {
    let count = json!({"type": "integer", "minimum": 0});
    let text = json!({"type": ["string", "null"]});
    let hash = json!({"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"});
    let list = |items: &Value| json!({"type": "array", "items": items});
    let option = object(json!({"id": count, "text": {"type": "string"}, "n": count}));
    let bare_option = object(json!({"id": count, "n": count}));
    let finding = object(json!({
        "statement": count,
        "direction": {"enum": ["agree", "disagree", "even", "unsure"]},
        "n": count, "agree": count, "disagree": count, "unsure": count,
    }));
    let maybe_number = json!({"type": ["number", "null"]});
    let by_group = object(json!({"group": count, "agree": count, "disagree": count, "unsure": count}));
    let statement = object(json!({
        "id": count, "text": text,
        "origin": {"enum": ["organiser", "participant"]},
        "state": {"enum": ["held", "accepted", "declined"]},
        "meta": {"type": "boolean", "description": "About the readers, not the topic: in no list, and `by_group` is empty."},
        "agree": count, "disagree": count, "unsure": count, "skipped": count,
        "by_group": list(&by_group),
        "informed_agree": maybe_number, "informed_disagree": maybe_number, "extremity": maybe_number,
    }));
    let poll = json!({"oneOf": [{"type": "null"}, object(json!({"n": count, "options": list(&option)}))]});
    let segment = object(json!({
        "attribute": {"type": "string"}, "value": {"type": "string"}, "n": {"type": ["integer", "null"]},
        "options": {"oneOf": [{"type": "null"}, list(&bare_option)]},
        "statements": list(&object(json!({"id": count, "agree": count, "disagree": count, "unsure": count}))),
    }));
    let what = "Answers by declared attribute. Null, and left out of `statements`, is what small counts could be worked \
                out from. Counts stand still for at least 10 new answers, so they belong to an earlier entry of the log, \
                at the latest `segments_seq`; they are not to be set against the totals, and no hash is over them.";
    let segments = json!({"type": "array", "items": segment, "description": what});
    let groups = groups_schema(&count, &list(&bare_option));
    let point =
        object(json!({"x": {"type": "number"}, "y": {"type": "number"}, "group": {"type": ["integer", "null"]}}));
    let what = "What most of those who answered it answered alike, whatever their group; empty where groups are not \
                compared, as `shared` is that list then.";
    let majority = json!({"type": "array", "items": finding, "description": what});
    let number = json!({"type": "number"});
    let telling = object(json!({
        "statement": count, "direction": {"enum": ["agree", "disagree"]}, "n_success": count, "n_trials": count,
        "p_success": number, "p_test": number, "repness": number, "repness_test": number,
        "best_agree": {"type": ["integer", "null"], "minimum": 0,
            "description": "Chosen for being what the group most agrees on: so many of it do, whatever the direction."},
    }));
    let what = "By id of the group: the statements that set it apart, most telling first.";
    let representative = json!({"type": "object", "additionalProperties": list(&telling), "description": what});
    let map = json!({"oneOf": [{"type": "null"}, object(json!({"dimension": count, "points": list(&point)}))]});
    let mut schema = object(json!({
        "schema": {"const": "canvass.results/1"}, "rules": {"const": RULES},
        "method": {"type": "string"}, "method_version": count, "seq": count,
        "provisional": {"type": "boolean"}, "results_hash": hash, "section_hashes": {"type": "object"},
        "counts": counts_schema(&count),
        "poll": poll, "segments": segments, "segments_seq": {"type": ["integer", "null"], "minimum": 0}, "verdict": {"type": ["object", "null"]},
        "groups": groups, "statements": list(&statement),
        "shared": list(&finding), "divisive": list(&finding), "unsure": list(&finding), "majority": majority,
        "representative": representative, "map": map,
    }));
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("arrivals".to_owned(), arrivals_schema(&count));
        properties.insert("marked".to_owned(), marked_schema(&count));
        properties.extend(caption_schema(&count));
        let statement = properties.get_mut("statements").and_then(|list| list.pointer_mut("/items/properties"));
        if let Some(fields) = statement.and_then(Value::as_object_mut) {
            fields.insert(
                "added_on".to_owned(),
                json!({"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
            );
        }
    }
    describe(&mut schema);
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        fields.insert("title".to_owned(), json!("canvass.results/1"));
    }
    schema
}
