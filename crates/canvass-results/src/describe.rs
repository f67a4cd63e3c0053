//! What every key of the results document says, for the schema.

use serde_json::{Map, Value, json};

/// A key, or one below another where it means something else there, and what it says.
const KEYS: &[(&str, &str)] = &[
    ("schema", "Name and version of this document's form."),
    ("rules", "Version of the rules by which counts become lists and words."),
    ("method", "How the opinion map was made; `counts` where there is none."),
    ("method_version", "Version of that method."),
    ("seq", "Number of the last entry of the log that is counted; entries about comments have no number."),
    ("provisional", "Whether an opinion map of these answers is still to come; nothing is hashed until then."),
    ("results_hash", "SHA-256 over the hashes of the sections, as canonical JSON (RFC 8785); null while provisional."),
    ("section_hashes", "SHA-256 of each hashed section, by its key."),
    (
        "answers_to_change",
        "Fewest further answers, all for one option, after which something else is said of the poll. Each is null where \
        no number changes it, and all are without a poll, where several options may be chosen, and before anybody has \
        answered. In no hash: they follow from `poll`.",
    ),
    ("answers_to_change.lead", "Until an option leads that does not lead now; where two share the lead, none leads."),
    ("answers_to_change.split", "Until a headline may say split and may not now, or may no longer."),
    ("answers_to_change.half", "Until another option has more than half, or none has any more."),
    ("title", "Headline of the conversation. In no hash."),
    ("slug", "Name of the conversation in addresses. In no hash."),
    ("opened_at", "When it first opened, in UTC; null where that is not known. In no hash."),
    ("closed_at", "When it last closed, in UTC; null while it is open. In no hash."),
    ("parameters", "The numbers that the rules work with. In no hash."),
    ("parameters.list_least_answers", "Fewest answers with which a statement can be in a list."),
    ("parameters.list_length", "Most statements of a list."),
    ("parameters.alike_from_pct", "Per cent from which most answer alike."),
    ("parameters.divides_from_pct", "Per cent of the smaller side from which a statement divides, without groups."),
    ("parameters.unsure_from_pct", "Per cent from which many are unsure."),
    ("parameters.parts_from_points", "Percentage points by which two groups part."),
    ("parameters.group_least_people", "Fewest people of a group."),
    ("parameters.map_least_people", "Fewest people who voted for there to be a map."),
    ("parameters.map_least_statements", "Fewest statements with votes for there to be a map."),
    (
        "votes_per_person",
        "How many statements people voted on. It moves once 10 more people, or fewer, have voted, and at \
        the close; null before the first step. In no hash.",
    ),
    ("votes_per_person.people", "People in all bins."),
    ("votes_per_person.bins", "Bins by number of votes, ascending."),
    ("bins.from", "Fewest votes of the bin."),
    ("bins.to", "Most votes of the bin; null for the last."),
    ("bins.n", "People in the bin."),
    ("counts.participants", "People who answered the poll or voted on a statement."),
    ("counts.statements", "Statements with a vote."),
    ("counts.votes", "Latest agree, disagree and unsure votes on all statements; skips are none."),
    ("counts.votes_on_accepted", "Votes on accepted statements."),
    ("counts.statements_accepted", "Accepted statements with a vote."),
    ("counts.statements_declined", "Declined statements with a vote."),
    ("counts.statements_held", "Statements with a vote that wait for the desk."),
    ("counts.statements_meta", "Statements with a vote that are about the readers."),
    ("counts.marked", "Readers marked as possibly not independent. In no hash."),
    ("marked.n", "How many."),
    ("marked.base", "Of how many who take part."),
    ("marked.seq", "Number of the last entry of the log that is counted in it."),
    ("options.marked", "Ballots of those marked that name it."),
    ("counts.grouped", "People in a group of the map."),
    ("poll", "Answers to the poll; null where there is none."),
    ("poll.n", "People who answered it."),
    ("options", "Its options in their order, with how many named each."),
    ("options.id", "Number of the option, from 1."),
    ("options.text", "Wording of the option."),
    ("options.n", "People who named it."),
    ("segments.attribute", "Key of what was asked."),
    ("segments.value", "What these people said."),
    ("segments.n", "How many of them answered the poll; null where that may not be told."),
    ("segments.statements", "Their votes on each accepted statement that may be told."),
    ("segments_seq", "Number of the last entry of the log that `segments` are of; null where there are none."),
    ("verdict", "Reserved for what the method says of how well groups hold; null."),
    ("groups.id", "Number of the group, from 0."),
    ("groups.label", "Letter of the group; pages number groups from 1."),
    ("groups.n", "People in the group."),
    ("statements", "Every statement with a vote, ascending by number."),
    ("id", "Number of the statement."),
    ("text", "Wording; null where it was erased, is not known, is held, or was declined at this desk."),
    ("origin", "Who put it in; of a file that does not say so, `participant`. In no hash."),
    ("state", "Where it stands."),
    ("added_on", "Day on which it came in, in UTC; null where that is not known. In no hash."),
    ("agree", "People who agree."),
    ("disagree", "People who disagree."),
    ("unsure", "People who are unsure."),
    ("statements.skipped", "People who saw it and passed it by."),
    ("by_group", "Votes of each group, in the order of `groups`; empty without a map."),
    ("by_group.group", "Number of the group."),
    (
        "statements.informed_agree",
        "How probable agreement is in all groups, as the method estimates it; null without a map.",
    ),
    ("statements.informed_disagree", "The same of disagreement."),
    ("statements.extremity", "How far the statement pulls people apart on the map; null without one."),
    ("shared", "What most answer alike: in every group, where groups are compared."),
    ("divisive", "What divides: groups, where they are compared, else answers."),
    ("unsure_list", "What many are unsure of."),
    ("statement", "Number of the statement."),
    ("direction", "The stance it is listed for."),
    ("n", "People who voted on it."),
    ("representative.n_success", "People of the group with that stance."),
    ("representative.n_trials", "People of the group who voted on it."),
    ("representative.p_success", "Their share, shrunken to one half."),
    ("representative.p_test", "How far that share is from one half, as a z value."),
    ("representative.repness", "The share in the group over the share elsewhere."),
    ("representative.repness_test", "How far the two are apart, as a z value."),
    ("map", "Where people stand; null without a map. It names nobody."),
    ("map.dimension", "Number of axes."),
    ("map.points", "One point a person, sorted by place."),
    ("points.x", "Place on the first axis, which people part on most."),
    ("points.y", "Place on the second axis."),
    ("points.group", "Number of the group; null for none."),
    ("arrivals.host", "Host of the story."),
    ("arrivals.n", "People who came from it."),
    ("arrivals.base", "People whose way here is known."),
    ("arrivals.seq", "Number of the last entry of the log that this is of."),
];

/// Describes every key of a schema that has no description of its own yet.
pub(crate) fn describe(schema: &mut Value) {
    below("", schema);
}

/// Everything under a schema: properties of objects, items of lists, alternatives.
fn below(parent: &str, schema: &mut Value) {
    let Some(fields) = schema.as_object_mut() else { return };
    if let Some(properties) = fields.get_mut("properties").and_then(Value::as_object_mut) {
        for (key, of_key) in properties {
            of_key_in(parent, key, of_key);
        }
    }
    for inner in ["items", "additionalProperties"] {
        if let Some(inner) = fields.get_mut(inner) {
            below(parent, inner);
        }
    }
    for one in fields.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten() {
        below(parent, one);
    }
}

fn of_key_in(parent: &str, key: &str, schema: &mut Value) {
    // The list of what many are unsure of is called as a count of it is.
    let named = if parent.is_empty() && key == "unsure" { "unsure_list" } else { key };
    let full = format!("{parent}.{named}");
    let find = |wanted: &str| KEYS.iter().find(|(known, _)| *known == wanted).map(|(_, what)| *what);
    let what = find(&full).or_else(|| find(named));
    if let (Some(fields), Some(what)) = (schema.as_object_mut(), what) {
        say(fields, what);
    }
    below(key, schema);
}

fn say(fields: &mut Map<String, Value>, what: &str) {
    let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
    fields.entry("description").or_insert_with(|| json!(what));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_schema_is_described() {
        fn check(path: &str, schema: &Value) {
            if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
                for (key, inner) in properties {
                    let path = format!("{path}/{key}");
                    assert!(
                        inner.get("description").and_then(Value::as_str).is_some_and(|what| !what.is_empty()),
                        "{path}"
                    );
                    check(&path, inner);
                }
            }
            for inner in ["items", "additionalProperties"].into_iter().filter_map(|key| schema.get(key)) {
                check(path, inner);
            }
            for inner in schema.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
                check(path, inner);
            }
        }
        check("", &crate::json_schema());
    }
}
