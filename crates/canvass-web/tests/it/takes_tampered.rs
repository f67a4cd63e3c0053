//! Every part of a bundle is changed, taken out and doubled in turn, and `verify` says so each time.

use canvass_app::edition::{Depth, Reach, verify};
use canvass_demo::simulate::Made;
use canvass_domain::{ParticipantId, Seq};
use canvass_results::canonical_json;
use canvass_testkit::{TestApp, TestDatabase};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Kept of each kind of place: the first and the last one met.
type Places = BTreeMap<String, BTreeSet<Vec<Step>>>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Key(String),
    Index(usize),
}

/// Every place in a document, by its kind: the way there with all indices alike.
fn places(value: &Value, way: &mut Vec<Step>, found: &mut Places) {
    let kind = |way: &[Step]| {
        let name = |step: &Step| match step {
            Step::Key(key) if key.bytes().all(|b| b.is_ascii_digit()) => "*".to_owned(),
            Step::Key(key) => key.clone(),
            Step::Index(_) => "*".to_owned(),
        };
        way.iter().map(name).collect::<Vec<_>>().join("/")
    };
    if !way.is_empty() {
        let ways = found.entry(kind(way)).or_default();
        if ways.len() > 1 {
            ways.pop_last();
        }
        ways.insert(way.clone());
    }
    let inner: Vec<(Step, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(n, item)| (Step::Index(n), item)).collect(),
        Value::Object(fields) => fields.iter().map(|(key, field)| (Step::Key(key.clone()), field)).collect(),
        _ => Vec::new(),
    };
    for (step, inner) in inner {
        way.push(step);
        places(inner, way, found);
        way.pop();
    }
}

fn at<'v>(value: &'v mut Value, way: &[Step]) -> &'v mut Value {
    way.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Index(n) => &mut value[*n],
    })
}

/// Something else of the same type.
fn altered(value: &Value) -> Value {
    match value {
        Value::Null => json!(1),
        Value::Bool(is) => json!(!is),
        Value::Number(n) => n.as_i64().map_or_else(|| json!(n.as_f64().unwrap() + 0.001), |n| json!(n + 1)),
        Value::String(text) => {
            // Another character in the same place: a hash stays a hash in form.
            let first = if text.starts_with('0') { '1' } else { '0' };
            Value::String(std::iter::once(first).chain(text.chars().skip(1)).collect())
        }
        Value::Array(items) => match items.as_slice() {
            [] => json!([1]),
            [only] => json!([only, only]),
            [.., last] => Value::Array([items.as_slice(), std::slice::from_ref(last)].concat()),
        },
        Value::Object(fields) => {
            let mut fields = fields.clone();
            fields.insert("more".to_owned(), json!(1));
            Value::Object(fields)
        }
    }
}

/// The document without what stands at the end of a way.
fn without(mut document: Value, way: &[Step]) -> Value {
    let (last, before) = way.split_last().unwrap();
    match (at(&mut document, before), last) {
        (Value::Array(items), Step::Index(n)) => drop(items.remove(*n)),
        (Value::Object(fields), Step::Key(key)) => drop(fields.remove(key)),
        (other, step) => panic!("{step:?} of {other}"),
    }
    document
}

/// Deleting the words of a quote is what their author may ask for; `verify` calls it redacted and passes.
fn is_redaction(way: &[Step]) -> bool {
    matches!(way, [Step::Key(quotes), Step::Key(_)] if quotes == "quotes")
}

fn is_caught(document: &Value, depth: Depth) -> bool {
    let bytes = canonical_json(document).unwrap();
    verify(bytes.as_bytes(), None, depth).map_or(true, |report| report.fault().is_some())
}

/// The demo's closed conversation with few of its readers: `verify` runs a thousand times.
pub(crate) fn small() -> Made {
    let mut made = canvass_demo::closed(canvass_demo::DEFAULT_SEED).unwrap();
    let transcript = &mut made.transcript;
    let of_statements = transcript.statements.iter().filter_map(|statement| statement.author);
    let of_comments = transcript.comments.iter().filter_map(|(card, _)| card.author);
    let authors: BTreeSet<ParticipantId> = of_comments.chain(of_statements).collect();
    let stays = |who: ParticipantId| who.0 <= 30 || authors.contains(&who);
    transcript.events.retain(|event| event.fact.participant().is_none_or(stays));
    for (seq, event) in (1..).zip(&mut transcript.events) {
        event.seq = Seq(seq);
    }
    made
}

/// Changes and removes every part of a bundle that is in this part of it.
async fn check(depth: Depth, reach: Reach, part: &str, n_least: usize) {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let made = small();
    app.load(made.slug.as_str(), &made.transcript).await;
    app.publish_take(made.slug.as_str()).await;
    let entry = app.entry(made.slug.as_str());
    let take = app.app().shelf(&entry).await.unwrap().newest().unwrap().clone();
    let bundle = app.app().bundle(&entry, &take, reach).await.unwrap();
    let document: Value = serde_json::from_str(&bundle).unwrap();
    assert!(!is_caught(&document, depth), "the bundle itself is good");
    let mut found = Places::new();
    places(&document, &mut Vec::new(), &mut found);
    found.retain(|kind, _| kind.starts_with(part));
    assert!(found.len() >= n_least, "only {} kinds of places", found.len());
    for (kind, way) in found.iter().flat_map(|(kind, ways)| ways.iter().map(move |way| (kind, way))) {
        let mut changed = document.clone();
        let value = at(&mut changed, way);
        *value = altered(value);
        assert!(is_caught(&changed, depth), "changed: {kind}, {way:?}");
        let is_removed = is_redaction(way) || is_caught(&without(document.clone(), way), depth);
        assert!(is_removed, "taken out: {kind}, {way:?}");
    }
}

#[tokio::test]
async fn every_part_of_a_public_bundle_is_guarded() {
    check(Depth::Public, Reach::Public, "", 200).await;
}

#[tokio::test]
async fn every_part_of_the_log_in_a_bundle_is_guarded() {
    check(Depth::Private, Reach::Private, "record", 9).await;
}
