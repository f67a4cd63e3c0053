//! What a results document says of the conversation besides its answers. No hash is over any of it: the same answers
//! have the same hash under another name.

use crate::rules::group_floor;
use canvass_counts::VotesPerPerson;
use canvass_counts::thresholds;
use canvass_domain::{Conversation, MarkThresholds, Millis, Statement, StatementId};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Name, dates, and how votes spread over people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    title: String,
    slug: String,
    opened_ms: Option<Millis>,
    closed_ms: Option<Millis>,
    added_ms: BTreeMap<StatementId, Millis>,
    votes_per_person: Option<VotesPerPerson>,
    marks: MarkThresholds,
}

impl Caption {
    /// Of a conversation as it stands.
    #[must_use]
    pub fn new(
        conversation: &Conversation,
        statements: &BTreeMap<StatementId, Statement>,
        votes_per_person: Option<VotesPerPerson>,
    ) -> Self {
        Self {
            title: conversation.instrument.title.clone(),
            slug: conversation.slug.to_string(),
            opened_ms: conversation.turns.opened_ms,
            closed_ms: conversation.turns.closed_ms,
            added_ms: statements.values().map(|statement| (statement.id, statement.added_ms)).collect(),
            votes_per_person,
            marks: conversation.instrument.marks,
        }
    }

    /// How votes spread over people, as of the last step.
    #[must_use]
    pub const fn votes_per_person(&self) -> Option<VotesPerPerson> {
        self.votes_per_person
    }

    /// Writes it into a document whose hashes are made.
    pub(crate) fn write(&self, document: &mut Map<String, Value>) {
        let mut put = |key: &str, value: Value| document.insert(key.to_owned(), value);
        put("title", json!(self.title));
        put("slug", json!(self.slug));
        put("opened_at", json!(self.opened_ms.and_then(moment)));
        put("closed_at", json!(self.closed_ms.and_then(moment)));
        put("parameters", parameters(self.marks));
        put("votes_per_person", json!(self.votes_per_person.map(VotesPerPerson::to_json)));
        let statements = document.get_mut("statements").and_then(Value::as_array_mut);
        for statement in statements.into_iter().flatten().filter_map(Value::as_object_mut) {
            let id = statement.get("id").and_then(Value::as_u64).and_then(|id| u32::try_from(id).ok());
            let added_ms = id.and_then(|id| self.added_ms.get(&StatementId(id)));
            statement.insert("added_on".to_owned(), json!(added_ms.and_then(|ms| day(*ms))));
        }
    }
}

/// The numbers that the rules work with, and those from which readers are marked.
pub(crate) fn parameters(marks: MarkThresholds) -> Value {
    let mut all: Map<String, Value> = marks.parameters().into_iter().map(|(name, n)| (name, json!(n))).collect();
    let rules = json!({
        "list_least_answers": thresholds::LIST_MIN_N,
        "list_length": thresholds::LIST_LEN,
        "alike_from_pct": thresholds::ALIKE_FROM_PCT,
        "divides_from_pct": thresholds::DIVIDES_FROM_PCT,
        "unsure_from_pct": thresholds::UNSURE_FROM_PCT,
        "parts_from_points": thresholds::PARTS_FROM_POINTS,
        "group_least_people": group_floor::GROUP_LEAST,
        "map_least_people": thresholds::MAP_LEAST_PEOPLE,
        "map_least_statements": thresholds::MAP_LEAST_STATEMENTS,
    });
    all.extend(rules.as_object().cloned().into_iter().flatten());
    Value::Object(all)
}

/// A time that is known, in UTC to the second: `2025-01-07T10:00:00Z`.
fn moment(ms: Millis) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(ms).ok().filter(|_| ms > 0)?;
    Some(at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// The day of a time that is known, in UTC: `2025-01-07`.
#[must_use]
pub fn day(ms: Millis) -> Option<String> {
    moment(ms).and_then(|moment| moment.get(..10).map(str::to_owned))
}
