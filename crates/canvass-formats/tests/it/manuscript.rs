//! A conversation in a form: every key of the file has its place there, nothing is lost on the way through, and
//! everything that is wrong is found where it was typed.

use crate::conversation_docs::{Keys, example, known};
use canvass_domain::instrument::{fields, rows};
use canvass_domain::{Manuscript, SeedStatement};
use canvass_formats::conversation_file::{
    ConversationFile, blank_manuscript, manuscript, parse, read_manuscript, write_whole,
};
use std::collections::BTreeSet;

const FULL: &str = include_str!("../corpus/conversation.toml");

fn typed(file: &ConversationFile) -> Manuscript {
    manuscript(&file.slug, &file.instrument, file.statements.iter().map(SeedStatement::as_written))
}

fn problems(typed: &Manuscript) -> Vec<String> {
    read_manuscript(typed).problems.iter().map(ToString::to_string).collect()
}

/// The keys of the form as the reader of files names them: a list of statements stands in one field.
fn keys_of_the_form() -> Keys {
    let mut keys = Keys::new();
    let mut add = |table: &str, key: &str| {
        keys.entry(table.to_owned()).or_default().insert(key.to_owned());
    };
    for key in fields() {
        match key.name.split_once('.') {
            Some((table, inner)) => add(table, inner),
            None if key.name == "statement" => add("statement", "text"),
            None => add("", key.name),
        }
    }
    for group in rows() {
        group.fields.iter().for_each(|key| add(group.name, key.name));
    }
    keys
}

#[test]
fn every_key_that_a_file_may_have_is_in_the_form_and_no_other() {
    let mut known = known();
    let tables: BTreeSet<String> = known.keys().filter(|table| !table.is_empty()).cloned().collect();
    for table in &tables {
        let (outer, name) = table.rsplit_once('.').unwrap_or(("", table));
        known.get_mut(outer).unwrap().remove(name);
    }
    // Thresholds are lines of one field.
    assert!(known.remove("marks").is_some_and(|thresholds| thresholds.len() == 12));
    known.get_mut("").unwrap().insert("marks".to_owned());
    assert_eq!(keys_of_the_form(), known);
}

#[test]
fn a_file_typed_into_the_form_and_read_is_the_same_file() {
    for text in [example(), FULL, "title = \"T\""] {
        let file = parse(text).unwrap();
        let once = typed(&file);
        let read = read_manuscript(&once);
        assert_eq!(read.problems, []);
        assert_eq!(read.file, ConversationFile { says_gate: true, says_zone: true, ..file.clone() });
        let statements = read.file.statements.iter().map(SeedStatement::as_written);
        let written = write_whole(&read.file.slug, &read.file.instrument, statements).unwrap();
        let again = parse(&written).unwrap();
        // A file without a zone does not say that it has none.
        let says_zone = again.says_zone;
        assert_eq!(again, ConversationFile { says_zone, ..read.file.clone() }, "through a file");
        assert_eq!(typed(&again), once);
    }
}

/// Were a key read wrongly or written nowhere, changing it would not come out on the other side.
#[test]
fn a_change_to_any_key_comes_through() {
    let file = parse(example()).unwrap();
    let mut before = typed(&file);
    before.set("rule[1].key", "own-rule");
    before.set("rule[1].text", "What we do not take.");
    assert!(rows().iter().all(|group| before.n_rows(group.name) > 0), "every group is walked");
    for place in before.places() {
        let mut before = before.clone();
        let mut changed = before.clone();
        let other = match place.as_str() {
            "slug" => "other-slug",
            "language" => "cy",
            "design" => "sampled",
            "gate" => "sealed",
            "time_zone" => "Europe/London",
            "new_statements" | "comments" => "show",
            "poll.kind" => "multiple",
            "opens_at" => "2030-01-05T09:30:15.25",
            "closes_at" => "2030-03-01T00:00",
            "statement" => "One sentence.\nAnother one.",
            "limits.first_answers_per_address" | "limits.first_answers_per_hour" => "77",
            "marks" => "texts = 9",
            "organiser.contact" => "other@gazette.example",
            "poll.addition[1].options" => "2, 3",
            place if place.ends_with("url") => "https://other.example/x",
            place if place.ends_with(".key") => "other",
            place if place.ends_with(".options") => "A\nB\nC",
            _ => "Another text",
        };
        if place == "poll.kind" {
            // Answers that overlap cannot be added up.
            before.remove_row("poll.addition", 1);
            changed.remove_row("poll.addition", 1);
        }
        assert!(changed.set(&place, other), "{place}");
        assert_ne!(changed, before, "{place}");
        let read = read_manuscript(&changed);
        assert_eq!(read.problems, [], "{place}");
        assert_eq!(typed(&read.file), changed, "{place}");
    }
}

#[test]
fn a_blank_form_needs_a_title_only() {
    let mut blank = blank_manuscript();
    assert_eq!(blank.n_rows("poll.option"), 2);
    blank.drop_blank_rows();
    assert_eq!(problems(&blank), ["title: is empty"]);
    blank.set("title", "Buses, every 10 minutes?");
    let read = read_manuscript(&blank);
    assert_eq!(read.problems, []);
    assert_eq!(
        ConversationFile { says_gate: false, says_zone: false, ..read.file },
        parse("title = \"Buses, every 10 minutes?\"").unwrap()
    );
}

#[test]
fn everything_wrong_is_found_at_once_and_where_it_stands() {
    let mut typed = blank_manuscript();
    let long = "x".repeat(300);
    for (place, text) in [
        ("slug", "No Slug"),
        ("language", "x"),
        ("story_title", "A story"),
        ("gate", "ajar"),
        ("opens_at", "tomorrow"),
        ("closes_at", "2026-02-30T09:00"),
        ("organiser.name", "N"),
        ("poll.question", " "),
        ("poll.option[1].text", "Yes"),
        ("poll.option[2].text", "yes"),
        ("term[1].text", "Without a word"),
        ("figure[1].url", "javascript:alert(1)"),
        ("attribute[1].options", "Only one"),
        ("rule[1].key", "No Rule"),
        ("statement", &format!("Fine.\n\nfine.\n{long}")),
    ] {
        assert!(typed.set(place, text), "{place}");
    }
    insta::assert_snapshot!(problems(&typed).join("\n"));
}

#[test]
fn times_are_read_as_utc_unless_they_say_otherwise() {
    let mut typed = blank_manuscript();
    typed.set("title", "T");
    let mut check = |text: &str, expected: Option<i64>| {
        typed.set("opens_at", text);
        assert_eq!(read_manuscript(&typed).file.instrument.times.opens_at, expected, "{text}");
    };
    check("2025-01-07T09:00", Some(1_736_240_400_000));
    check("2025-01-07 09:00:00", Some(1_736_240_400_000));
    check("2025-01-07T10:00:00+01:00", Some(1_736_240_400_000));
    check("2025-01-07T09:00:00.5Z", Some(1_736_240_400_500));
    check("2025-01-07", None);
    check("99999-01-07T09:00", None);
}
