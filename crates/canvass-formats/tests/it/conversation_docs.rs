//! The reference of the conversation file is printed from the table of fields, and its example can be used as it stands.

use canvass_domain::instrument::{Choice, Entry, Field, Kind, Need, Rows, TABLE, rows};
use canvass_domain::{Instrument, MarkThresholds};
use canvass_formats::conversation_file::parse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Set to `1` to write the reference instead of comparing.
const BLESS: &str = "CANVASS_BLESS";
const HEAD: &str = "| key | default | what |\n|---|---|---|\n";

pub(crate) type Keys = BTreeMap<String, BTreeSet<String>>;

fn reference() -> String {
    std::fs::read_to_string(path()).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the reference is renewed by a variable")]
fn is_blessing() -> bool {
    std::env::var(BLESS).is_ok_and(|value| value == "1")
}

fn path() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/CONVERSATION.md")
}

/// Every table of the file by its heading, with its fields.
fn tables() -> Vec<(String, Vec<&'static Field>)> {
    let once = |entry: &'static Entry| if let Entry::Field(field) = entry { Some(field) } else { None };
    // Thresholds and statements are tables of their own in a file.
    let is_key = |field: &&Field| !matches!(field.kind, Kind::Thresholds(_) | Kind::Statements(..));
    let mut tables = vec![("The file".to_owned(), TABLE.iter().filter_map(once).filter(is_key).collect())];
    for entry in TABLE {
        if let Entry::Table(table) = entry {
            tables.push((format!("`[{}]`", table.name), table.fields.iter().collect()));
        }
    }
    tables.extend(rows().iter().map(|rows: &&Rows| (format!("`[[{}]]`", rows.name), rows.fields.iter().collect())));
    tables
}

/// What the table of fields says of a key, as the reference prints it.
fn row(field: &Field) -> String {
    let default = match (field.need, &field.kind) {
        (Need::Needed, _) => "needed".to_owned(),
        (Need::Or(""), _) => "empty".to_owned(),
        (Need::Or(text), _) => format!("`\"{text}\"`"),
        (Need::Optional(said), _) => said.to_owned(),
        (Need::Usual, Kind::Choice(choice)) => format!("`\"{}\"`", choice.usual()),
        (Need::Usual, _) => String::new(),
    };
    format!("| `{}` | {default} | {} |\n", field.key(), field.meaning)
}

/// The reference with its tables printed anew.
fn printed(reference: &str) -> String {
    let mut text = reference.to_owned();
    for (heading, fields) in tables() {
        let heading = text.find(&format!("# {heading}\n")).unwrap();
        let from = heading + text[heading..].find(HEAD).unwrap() + HEAD.len();
        let to = from + text[from..].find("\n\n").unwrap() + 1;
        text.replace_range(from..to, &fields.into_iter().map(row).collect::<String>());
    }
    text
}

/// What the reader says it knows, where it meets a key that it does not.
fn known_after(toml: &str) -> BTreeSet<String> {
    let error = parse(&format!("title = \"T\"\n{toml}nonsense = 1\n")).unwrap_err().to_string();
    let (_, known) = error.split_once("known are ").unwrap();
    known.split(", ").map(|key| key.trim_matches('`').to_owned()).collect()
}

/// Every key that the reader knows, by table. Whatever it needs of one is given, so that an unknown key is the first
/// thing wrong.
pub(crate) fn known() -> Keys {
    let needed = |fields: &[Field]| {
        let given = fields.iter().filter(|field| field.need == Need::Needed).map(|field| match field.kind {
            Kind::Options(_) => format!("{} = [1, 2]\n", field.key()),
            Kind::List(..) => format!("{} = [\"A\", \"B\"]\n", field.key()),
            _ => format!("{} = \"T\"\n", field.key()),
        });
        given.collect::<String>()
    };
    let mut known = Keys::from([(String::new(), known_after(""))]);
    let mut outer = BTreeMap::new();
    for entry in TABLE {
        if let Entry::Table(table) = entry {
            let toml = format!("[{}]\n{}", table.name, needed(table.fields));
            known.insert(table.name.to_owned(), known_after(&toml));
            outer.insert(table.name, toml);
        }
    }
    for rows in rows() {
        let outer = rows.name.split_once('.').and_then(|(name, _)| outer.get(name)).cloned().unwrap_or_default();
        let toml = format!("{outer}[[{}]]\n{}", rows.name, needed(rows.fields));
        known.insert(rows.name.to_owned(), known_after(&toml));
    }
    known.insert("marks".to_owned(), known_after("[marks]\n"));
    known.insert("statement".to_owned(), known_after("[[statement]]\ntext = \"T\"\n"));
    known
}

/// Every table of the reference by its heading, with the keys of its rows.
fn documented() -> Keys {
    let mut documented = Keys::from([(String::new(), BTreeSet::new())]);
    let mut table = String::new();
    for line in reference().lines() {
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
    const REFERENCE: &str = include_str!("../../../../docs/CONVERSATION.md");
    let (_, rest) = REFERENCE.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_reference_is_printed_from_the_table_of_fields() {
    let found = reference();
    let printed = printed(&found);
    if is_blessing() {
        std::fs::write(path(), printed).unwrap();
        return;
    }
    assert!(found == printed, "docs/CONVERSATION.md is stale: run this test with {BLESS}=1 and look at the difference");
}

/// Thresholds and statements are written by hand; and a table that nobody gave a heading would be printed nowhere.
#[test]
fn the_reference_lists_every_key_and_no_other() {
    if is_blessing() {
        return;
    }
    assert_eq!(documented(), known());
    let reference = reference();
    for (name, usual) in MarkThresholds::default().named() {
        assert!(reference.contains(&format!("| `{name}` | {usual} | ")), "`{name}` is usually {usual}");
    }
}

/// What a row says of its words in prose names every one of them.
#[test]
fn the_reference_names_every_word_of_a_choice() {
    let fields = tables().into_iter().flat_map(|(_, fields)| fields);
    let choices: Vec<(&Field, &Choice)> = fields
        .filter_map(|field| if let Kind::Choice(choice) = &field.kind { Some((field, choice)) } else { None })
        .collect();
    assert!(choices.len() >= 5);
    for (field, choice) in choices {
        for word in choice.words() {
            assert!(field.meaning.contains(&format!("`\"{word}\"`")), "`{}` may be `{word}`", field.name);
            let mut instrument = Instrument { poll: Some(Default::default()), ..Instrument::default() };
            choice.set(&mut instrument, word);
            assert_eq!(choice.get(&instrument), word);
        }
    }
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
