//! The reference of the conversation file lists what the reader knows, and its example can be used as it stands.

use canvass_formats::conversation_file::parse;
use std::collections::{BTreeMap, BTreeSet};

const REFERENCE: &str = include_str!("../../../../docs/CONVERSATION.md");
/// The tables inside the file, each with what it needs so that an unknown key is the first thing wrong.
const TABLES: [(&str, &str); 11] = [
    ("organiser", "[organiser]\nname = \"N\"\ncontact = \"a@b\"\nprivacy_url = \"https://a.b\"\n"),
    ("limits", "[limits]\nfirst_answers_per_hour = 1\n"),
    ("marks", "[marks]\ntexts = 7\n"),
    ("term", "[[term]]\nword = \"W\"\ntext = \"T\"\n"),
    ("figure", "[[figure]]\nkey = \"k\"\nvalue = \"1\"\nsource = \"S\"\n"),
    ("attribute", "[[attribute]]\nkey = \"k\"\nquestion = \"Q\"\noptions = [\"A\", \"B\"]\n"),
    ("poll", "[poll]\nquestion = \"Q\"\n"),
    ("poll.option", "[poll]\nquestion = \"Q\"\n[[poll.option]]\ntext = \"T\"\n"),
    ("poll.addition", "[poll]\nquestion = \"Q\"\n[[poll.addition]]\noptions = [1, 2]\ntext = \"T\"\n"),
    ("rule", "[[rule]]\nkey = \"k\"\ntext = \"T\"\n"),
    ("statement", "[[statement]]\ntext = \"T\"\n"),
];

pub(crate) type Keys = BTreeMap<String, BTreeSet<String>>;

/// What the reader says it knows, where it meets a key that it does not.
fn known_after(toml: &str) -> BTreeSet<String> {
    let error = parse(&format!("title = \"T\"\n{toml}nonsense = 1\n")).unwrap_err().to_string();
    let (_, known) = error.split_once("known are ").unwrap();
    known.split(", ").map(|key| key.trim_matches('`').to_owned()).collect()
}

/// Every key that the reader knows, by table.
pub(crate) fn known() -> Keys {
    let mut known: Keys = TABLES.into_iter().map(|(name, toml)| (name.to_owned(), known_after(toml))).collect();
    known.insert(String::new(), known_after(""));
    known
}

/// Every table of the reference by its heading, with the keys of its rows.
fn documented() -> Keys {
    let mut documented = Keys::from([(String::new(), BTreeSet::new())]);
    let mut table = String::new();
    for line in REFERENCE.lines() {
        if let Some(heading) = line.trim_start_matches('#').trim().strip_prefix("`[") {
            table = heading.trim_matches(['[', ']', '`']).to_owned();
            let (outer, name) = table.rsplit_once('.').unwrap_or(("", &table));
            documented.entry(outer.to_owned()).or_default().insert(name.to_owned());
        } else if let Some((key, _)) = line.strip_prefix("| `").and_then(|row| row.split_once('`')) {
            documented.entry(table.clone()).or_default().insert(key.to_owned());
        }
    }
    documented
}

/// The whole file at the end of the reference.
pub(crate) fn example() -> &'static str {
    let (_, rest) = REFERENCE.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_reference_lists_every_key_and_no_other() {
    assert_eq!(documented(), known());
}

#[test]
fn the_example_in_the_reference_is_read_and_uses_every_key() {
    let example = example();
    let file = parse(example).unwrap();
    file.instrument.check_can_open().unwrap();
    let keys: BTreeSet<&str> = example.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).collect();
    for key in known().into_iter().filter(|(table, _)| !table.is_empty()).flat_map(|(_, keys)| keys) {
        assert!(
            keys.contains(key.as_str()) || matches!(key.as_str(), "option" | "addition"),
            "`{key}` is not in the example"
        );
    }
}
