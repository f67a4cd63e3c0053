//! A validator for the part of JSON Schema that our schema uses; a keyword it does not know fails.

use serde_json::{Value, json};

/// Where and how a document is not as its schema says.
pub(super) fn violations(schema: &Value, document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, document, "$", &mut found);
    found
}

fn check(schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    for (keyword, rule) in schema.as_object().expect("a schema is an object") {
        let holds = match keyword.as_str() {
            "$schema" | "title" | "description" => true,
            "type" => is_of_type(rule, value),
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.as_f64().is_none_or(|n| n >= rule.as_f64().unwrap()),
            "pattern" => {
                let fits: fn(&str) -> bool = match rule.as_str() {
                    Some("^[0-9a-f]{64}$") => {
                        |text| text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
                    }
                    Some("^[0-9-]{10}T[0-9:]{8}Z$") => |text| text.len() == 20 && text.ends_with('Z'),
                    Some("^[0-9]{4}-[0-9]{2}-[0-9]{2}$") => |text| text.len() == 10 && text.matches('-').count() == 2,
                    other => panic!("`{other:?}` is no pattern known here"),
                };
                value.as_str().is_none_or(fits)
            }
            "required" => value
                .as_object()
                .is_none_or(|o| rule.as_array().unwrap().iter().all(|k| o.contains_key(k.as_str().unwrap()))),
            "properties" => {
                for (name, of_name) in rule.as_object().unwrap() {
                    if let Some(inner) = value.get(name) {
                        check(of_name, inner, &format!("{place}.{name}"), found);
                    }
                }
                true
            }
            "additionalProperties" => {
                for (name, inner) in value.as_object().into_iter().flatten() {
                    check(rule, inner, &format!("{place}.{name}"), found);
                }
                true
            }
            "items" => {
                for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(rule, item, &format!("{place}[{n}]"), found);
                }
                true
            }
            "oneOf" => rule.as_array().unwrap().iter().filter(|one| violations(one, value).is_empty()).count() == 1,
            other => panic!("the schema uses `{other}`, which is not checked here"),
        };
        if !holds {
            found.push(format!("{place}: {keyword} {rule}"));
        }
    }
}

fn is_of_type(rule: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("`{other}` is no type"),
    };
    rule.as_array().map_or_else(|| is(rule), |names| names.iter().any(is))
}

#[test]
fn the_validator_finds_what_is_wrong() {
    let schema = canvass_results::json_schema();
    let check = |document: Value, expected: usize| {
        assert_eq!(violations(&schema, &document).len(), expected, "{:?}", violations(&schema, &document));
    };
    let good = canvass_results::Results::new(
        &empty_conversation(),
        canvass_counts::Totals::default(),
        &std::collections::BTreeMap::new(),
    );
    let good = good.to_json().unwrap();
    check(good.clone(), 0);
    let with = |name: &str, value: Value| {
        let mut document = good.clone();
        document[name] = value;
        document
    };
    check(with("seq", json!(-1)), 1);
    check(with("seq", json!(1.5)), 1);
    check(with("results_hash", json!("abc")), 1);
    check(with("statements", json!([{}])), 1);
    let mut counts = good["counts"].clone();
    counts["participants"] = json!("1");
    check(with("counts", counts), 1);
    check(with("poll", json!([])), 1);
    check(with("representative", json!({"0": [], "1": [{}]})), 1);
    check(with("map", json!({"dimension": 2, "points": [{"x": "1", "y": 0.5, "group": 0}]})), 1);
    check(json!([]), 1);
}

fn empty_conversation() -> canvass_domain::Conversation {
    canvass_domain::Conversation {
        visibility: canvass_domain::Visibility::Public,
        id: canvass_domain::ConversationId(1),
        slug: canvass_domain::Slug::parse("empty").unwrap(),
        state: canvass_domain::State::Open,
        provenance: canvass_domain::Provenance::Here,
        note: None,
        version: 1,
        instrument: canvass_domain::Instrument::default(),
        created_ms: 0,
        turns: canvass_domain::Turns::default(),
    }
}
