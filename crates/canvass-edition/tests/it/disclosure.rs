//! The disclosure card: what is known of each item, by where the answers come from.

use crate::log::{T0, conversation, seeded, totals, vote, wording};
use canvass_domain::{Attribute, Instrument, Organiser, Provenance, Story, Term, Vote};
use canvass_edition::{DisclosureItem, Edition, SignOff, disclose, disclosure, disclosure_json};
use canvass_results::Results;
use serde_json::{Value, json};

/// Whether an item is known of a conversation here, of an export of statements alone, of a whole set of tidy tables, and
/// of answers that a program made up.
const KNOWN: [(&str, [bool; 4]); 34] = [
    ("sponsor", [true, false, true, true]),
    ("funder", [false, false, false, false]),
    ("conductor", [true, false, true, true]),
    ("contact", [true, false, true, true]),
    ("design", [true, false, false, false]),
    ("population", [true, false, false, true]),
    ("coverage", [true, false, false, false]),
    ("recruitment", [true, false, false, false]),
    ("incentive", [false, false, false, false]),
    ("mode", [true, false, false, false]),
    ("languages", [true, false, false, true]),
    // First and last answer only.
    ("times", [true, true, true, true]),
    ("published", [true, true, true, true]),
    // The last wording only.
    ("wording", [true, true, true, true]),
    ("context", [true, false, false, true]),
    ("order", [true, false, false, true]),
    ("eligibility", [true, false, false, false]),
    ("assurance", [true, false, false, false]),
    ("sizes", [true, true, true, true]),
    ("missing", [true, false, false, true]),
    // That none can be stated, and why not.
    ("precision", [true, true, true, true]),
    // What the counts come to, or that there is no question with one answer each.
    ("answers_to_change", [true, true, true, true]),
    ("demographics", [true, false, true, true]),
    ("weighting", [true, true, true, true]),
    ("analysis", [true, true, true, true]),
    ("independence", [true, true, true, true]),
    // Who is excluded here.
    ("quality", [true, true, true, true]),
    ("moderation", [true, false, false, true]),
    // What is marked, and that nobody knows since when.
    ("marks", [true, true, true, true]),
    // What is suppressed here, and that nobody knows of the rest.
    ("suppression", [true, true, true, true]),
    ("machine", [true, true, true, true]),
    ("limitations", [true, true, true, true]),
    ("licence", [false, false, false, false]),
    ("corrections", [true, true, true, true]),
];

/// Claims of a conversation that was held here. None of them may be made of answers that were collected elsewhere.
const CLAIMS: [&str; 15] = [
    "checked texts before",
    "published rules",
    "Nobody was selected",
    "chose to answer",
    "selected themselves",
    "Online",
    "Nothing else was shown",
    "Shown with it",
    "asked nothing",
    "separate consent",
    "No sign-in",
    "browser",
    "was skipped",
    "No reader was excluded",
    "No mark was set after opening",
];

fn whole() -> Instrument {
    let organiser = Organiser {
        name: "The desk".to_owned(),
        contact: "desk@example.org".to_owned(),
        privacy_url: "https://example.org/privacy".to_owned(),
    };
    let role = Attribute {
        key: "role".to_owned(),
        question: "Your role".to_owned(),
        options: vec!["Nurse".to_owned(), "Teacher".to_owned()],
    };
    Instrument {
        language: "en".to_owned(),
        organiser: Some(organiser),
        story: Some(Story { url: "https://news.example/story".to_owned(), title: None }),
        background: "Why we ask.".to_owned(),
        terms: vec![Term { word: "bail".to_owned(), text: "Release before trial.".to_owned() }],
        attributes: vec![role],
        ..conversation().instrument
    }
}

fn statements_alone() -> Instrument {
    Instrument { title: "One".to_owned(), ..Instrument::default() }
}

fn edition(provenance: Provenance, instrument: &Instrument, results: &Value) -> Edition {
    let fates = json!({"sent": 3, "shown": 3, "held": 0, "declined": {}});
    let edition = json!({
        "schema": "canvass.edition/1", "rules": 1, "id": "one-1", "number": 1, "conversation": "one", "url": "https://c.example/take/one-1",
        "provenance": provenance, "note": null, "wording": [{"version": 1, "instrument": instrument}],
        "gate": instrument.gate, "opened_ms": T0, "closed_ms": T0 + 9, "frozen_ms": T0 + 10, "published_ms": T0 + 11,
        "results": results, "parameters": {}, "software": {"name": "canvass", "version": "0"}, "seeds": {},
        "totals": {"n_voters": 2, "n_ballots": 0, "first_ms": T0, "last_ms": T0, "segments_ms": null, "group_ballots": [], "n_unanswered": 0},
        "moderation": {"statements": fates, "comments": fates, "excluded": 0},
        "comments": {"read": 0, "quotable": 0, "elsewhere": 0}, "themes": [], "quotes": [], "quote_rule": "",
        "prose": {"headline": "One", "standfirst": "", "body": "Two."}, "figures": [], "signed_off": null,
        "disclosure": null, "held_from": null, "changes": null, "votes_hash": "", "record_hash": "", "said_hash": "",
    });
    serde_json::from_value(edition).unwrap()
}

fn results(instrument: &Instrument) -> Results {
    let mut log = seeded();
    log.extend([vote(1, 1, Vote::Agree), vote(2, 2, Vote::Disagree)].map(|fact| (T0 + 5, fact)));
    let conversation = canvass_domain::Conversation { instrument: instrument.clone(), ..conversation() };
    Results::new(&conversation, totals(&log), &wording())
}

fn card(provenance: Provenance, instrument: &Instrument) -> Vec<DisclosureItem> {
    let results = results(instrument);
    disclose(&edition(provenance, instrument, &results.to_json().unwrap()), &results)
}

/// Fails for an item that nobody has decided on.
#[test]
fn what_is_known_is_said_and_what_is_not_is_said_to_be_unknown() {
    let columns = [
        (Provenance::Here, whole()),
        (Provenance::Imported, statements_alone()),
        (Provenance::Imported, whole()),
        (Provenance::Synthetic, whole()),
    ];
    for (column, (provenance, instrument)) in columns.iter().enumerate() {
        let card = card(*provenance, instrument);
        let keys: Vec<&str> = card.iter().map(|item| item.key.as_str()).collect();
        assert_eq!(keys, KNOWN.map(|(key, _)| key), "each item is decided on");
        for (item, (key, known)) in card.iter().zip(KNOWN) {
            assert_eq!(item.value.is_some(), known[column], "{provenance:?} {column}: {key} is {:?}", item.value);
            assert_eq!(item.unknown.is_none(), known[column], "{key}: {:?}", item.unknown);
        }
    }
}

#[test]
fn an_import_claims_nothing_of_how_it_was_held() {
    for instrument in [statements_alone(), whole()] {
        let card = card(Provenance::Imported, &instrument);
        for (item, claim) in card.iter().flat_map(|item| CLAIMS.map(|claim| (item, claim))) {
            let said = [&item.value, &item.unknown].into_iter().flatten().any(|text| text.contains(claim));
            assert!(!said, "{}: {:?} {:?}", item.key, item.value, item.unknown);
        }
        let item = |key: &str| card.iter().find(|item| item.key == key).unwrap();
        for key in ["design", "moderation", "order", "eligibility", "context", "missing", "funder"] {
            let said = item(key).unknown.as_deref();
            assert_eq!(said, Some("Not known: the answers were collected elsewhere."), "{key}");
        }
        let times = item("times").value.as_deref().unwrap();
        assert!(times.contains("When it opened and closed is not known") && !times.contains("Opened"), "{times}");
    }
    let made_up = card(Provenance::Synthetic, &whole());
    for claim in ["checked texts before", "readers selected themselves", "Nobody was selected", "separate consent"] {
        assert!(!made_up.iter().any(|item| item.value.as_deref().unwrap_or_default().contains(claim)), "{claim}");
    }
}

/// What the data itself holds is told of: skips, declined statements, who is excluded.
#[test]
fn an_import_tells_of_what_is_in_it() {
    let instrument = statements_alone();
    let mut log = seeded();
    let skip = canvass_domain::Fact::StatementSkipped {
        participant: canvass_domain::ParticipantId(1),
        statement: canvass_domain::StatementId(3),
        version: 1,
    };
    log.extend([vote(1, 1, Vote::Agree), skip].map(|fact| (T0 + 5, fact)));
    let results = Results::new(&conversation(), totals(&log), &wording());
    let mut edition = edition(Provenance::Imported, &instrument, &results.to_json().unwrap());
    edition.moderation.statements.declined.insert(String::new(), 2);
    edition.moderation.excluded = 1;
    let card = disclose(&edition, &results);
    let value = |key: &str| card.iter().find(|item| item.key == key).unwrap().value.clone().unwrap();
    assert_eq!(value("missing"), "Statements were skipped once.");
    assert!(value("moderation").starts_with("2 statements are declined in the data. Under which rules,"));
    assert!(value("quality").starts_with("1 participant is excluded from all results. Whether others were"));
}

/// A page prints the words that were signed, whatever the catalogue says by then.
#[test]
fn the_words_that_were_signed_are_printed() {
    let instrument = whole();
    let results = results(&instrument);
    let mut edition = edition(Provenance::Here, &instrument, &results.to_json().unwrap());
    edition.signed_off =
        Some(SignOff { name: "Ada".to_owned(), at_ms: T0, checked: vec!["headline".to_owned(), "figures".to_owned()] });
    let made = disclose(&edition, &results);
    assert_eq!(disclosure(&edition, &results), made, "a draft has no card yet");
    edition.disclosure = disclosure_json(&made);
    assert_eq!(disclosure(&edition, &results), made, "in the order of the card");
    edition.disclosure["weighting"]["value"] = "As it was worded then.".into();
    edition.disclosure["licence"]["unknown"] = "Nobody said.".into();
    edition.disclosure["zebra"] = json!({"label": "Later", "value": "New", "aapor": [], "bpc": [], "esomar": []});
    let printed = disclosure(&edition, &results);
    let item = |key: &str| printed.iter().find(|item| item.key == key).unwrap();
    assert_eq!(item("weighting").value.as_deref(), Some("As it was worded then."));
    assert_eq!(item("licence").unknown.as_deref(), Some("Nobody said."));
    assert_eq!(printed.last().unwrap().label, "Later");
    let machine = made.iter().find(|item| item.key == "machine").unwrap().value.clone().unwrap();
    assert_eq!(
        machine,
        "Drafted by a program, then read and signed off by Ada on 4 January 2025. Checked: headline, figures."
    );
}
