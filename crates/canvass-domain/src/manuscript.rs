//! A conversation as it is typed into a form: every key of the conversation file as a text, right or wrong.
//!
//! A manuscript never judges and never loses what was typed; reading it into an instrument is for
//! `canvass-formats`, which knows the file's words and times. Keys are named as in the conversation file, rows
//! from 1: `title`, `poll.option[2].text`.

use crate::{MAX_ADDITIONS, MAX_ATTRIBUTES, MAX_FIGURES, MAX_OPTIONS, MAX_RULES, MAX_TERMS, Provenance, State};
use std::collections::BTreeMap;

/// How a key's text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One line; line breaks become spaces.
    Line,
    /// Any text.
    Text,
    /// One entry a line.
    List,
}

/// One key of the conversation file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManuscriptKey {
    /// Its name, as in the file.
    pub name: &'static str,
    /// How its text is laid out.
    pub layout: Layout,
}

/// Keys that stand together and as often as one likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManuscriptGroup {
    /// Name of the list of tables, as in the file.
    pub name: &'static str,
    /// The keys of one row.
    pub keys: &'static [ManuscriptKey],
    /// Most rows.
    pub max_rows: usize,
}

/// The keys that stand once.
pub const MANUSCRIPT_KEYS: &[ManuscriptKey] = &[
    line("slug"),
    line("title"),
    line("language"),
    line("story_url"),
    line("story_title"),
    text("background"),
    line("organiser.name"),
    line("organiser.contact"),
    line("organiser.privacy_url"),
    text("poll.question"),
    line("poll.kind"),
    list("statement"),
    list("statement.meta"),
    line("new_statements"),
    line("comments"),
    line("gate"),
    line("design"),
    line("time_zone"),
    line("opens_at"),
    line("closes_at"),
    line("limits.first_answers_per_address"),
    line("limits.first_answers_per_hour"),
    list("marks"),
];

/// The lists of tables.
pub const MANUSCRIPT_GROUPS: &[ManuscriptGroup] = &[
    ManuscriptGroup { name: "poll.option", keys: &[line("text"), line("condition")], max_rows: MAX_OPTIONS },
    ManuscriptGroup { name: "poll.addition", keys: &[line("options"), line("text")], max_rows: MAX_ADDITIONS },
    ManuscriptGroup { name: "term", keys: &[line("word"), text("text")], max_rows: MAX_TERMS },
    ManuscriptGroup {
        name: "figure",
        keys: &[
            line("key"),
            line("value"),
            line("n"),
            line("base"),
            line("period"),
            text("definition"),
            line("source"),
            line("url"),
            line("status"),
        ],
        max_rows: MAX_FIGURES,
    },
    ManuscriptGroup {
        name: "attribute",
        keys: &[line("key"), line("question"), list("options")],
        max_rows: MAX_ATTRIBUTES,
    },
    ManuscriptGroup { name: "rule", keys: &[line("key"), text("text")], max_rows: MAX_RULES },
];

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manuscript {
    texts: BTreeMap<&'static str, String>,
    rows: BTreeMap<&'static str, Vec<Row>>,
}

type Row = BTreeMap<&'static str, String>;

/// Why a key can no longer be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lock {
    /// It is the name in addresses that are out there.
    Address,
    /// Readers have answered what it said.
    Answered,
    /// It is done: the conversation has opened.
    Opened,
    /// It is done: the conversation is closed.
    Closed,
}

impl Lock {
    /// Whether a key of a stored conversation, or a whole group, is locked, and why.
    #[must_use]
    pub fn of(name: &str, (state, provenance): (State, Provenance), has_answers: HasAnswers) -> Option<Self> {
        let what_was_asked = ["language", "gate", "poll.question", "poll.kind", "poll.option", "attribute"];
        match name {
            // An import may say its language wrongly, or not at all; nobody here was asked in it.
            "language" if provenance == Provenance::Imported => None,
            "slug" => Some(Self::Address),
            "closes_at" | "statement" | "statement.meta" if state == State::Closed => Some(Self::Closed),
            "opens_at" | "design" | "poll.addition" if state != State::Draft => Some(Self::Opened),
            _ if has_answers == HasAnswers::Some && what_was_asked.contains(&name) => Some(Self::Answered),
            _ => None,
        }
    }
}

/// Whether a conversation has answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HasAnswers {
    /// Nobody has answered.
    #[default]
    None,
    /// Somebody has.
    Some,
}

/// Where a text stands: once, or in a row of a group.
enum Place {
    Once(ManuscriptKey),
    Row(ManuscriptGroup, usize, ManuscriptKey),
}

impl Manuscript {
    /// The text at a place; empty where nothing was typed.
    #[must_use]
    pub fn get(&self, place: &str) -> &str {
        let found = match Place::parse(place) {
            Some(Place::Once(key)) => self.texts.get(key.name),
            Some(Place::Row(group, at, key)) => self.row(group.name, at).and_then(|row| row.get(key.name)),
            None => None,
        };
        found.map_or("", String::as_str)
    }

    /// Puts a text in its place, making the rows before it where they are missing. Gives whether there is such a
    /// place.
    pub fn set(&mut self, place: &str, typed: &str) -> bool {
        match Place::parse(place) {
            Some(Place::Once(key)) => {
                self.texts.insert(key.name, laid_out(key.layout, typed));
            }
            Some(Place::Row(group, at, key)) => {
                let rows = self.rows.entry(group.name).or_default();
                rows.resize_with(rows.len().max(at + 1), Row::new);
                if let Some(row) = rows.get_mut(at) {
                    row.insert(key.name, laid_out(key.layout, typed));
                }
            }
            None => return false,
        }
        true
    }

    /// How many rows a group has.
    #[must_use]
    pub fn n_rows(&self, group: &str) -> usize {
        self.rows.get(group).map_or(0, Vec::len)
    }

    /// Adds an empty row, where there may be one more. Gives how many there are now.
    pub fn add_row(&mut self, group: &str) -> usize {
        let Some(group) = group_named(group) else { return 0 };
        let rows = self.rows.entry(group.name).or_default();
        if rows.len() < group.max_rows {
            rows.push(Row::new());
        }
        rows.len()
    }

    /// Takes a row out, by its number from 1.
    pub fn remove_row(&mut self, group: &str, number: usize) {
        if let Some(rows) = self.rows.get_mut(group)
            && (1..=rows.len()).contains(&number)
        {
            rows.remove(number - 1);
            if rows.is_empty() {
                self.rows.remove(group);
            }
        }
    }

    /// Puts a row before the one above it, by its number from 1.
    pub fn raise_row(&mut self, group: &str, number: usize) {
        if let Some(rows) = self.rows.get_mut(group)
            && (2..=rows.len()).contains(&number)
        {
            rows.swap(number - 2, number - 1);
        }
    }

    /// Drops the rows that nothing was typed into.
    pub fn drop_blank_rows(&mut self) {
        for rows in self.rows.values_mut() {
            rows.retain(|row| row.values().any(|text| !text.trim().is_empty()));
        }
    }

    /// Takes a key's text, or a group's rows, as another manuscript has them.
    pub fn take(&mut self, name: &str, other: &Self) {
        if let Some(group) = group_named(name) {
            self.rows.insert(group.name, other.rows.get(group.name).cloned().unwrap_or_default());
        } else {
            let text = other.get(name).to_owned();
            self.set(name, &text);
        }
    }

    /// Every place there is in it, in the order of the form.
    #[must_use]
    pub fn places(&self) -> Vec<String> {
        let once = MANUSCRIPT_KEYS.iter().map(|key| key.name.to_owned());
        let rows = MANUSCRIPT_GROUPS.iter().flat_map(|group| {
            let row = move |number| group.keys.iter().map(move |key| format!("{}[{number}].{}", group.name, key.name));
            (1..=self.n_rows(group.name)).flat_map(row)
        });
        once.chain(rows).collect()
    }

    fn row(&self, group: &str, at: usize) -> Option<&Row> {
        self.rows.get(group)?.get(at)
    }
}

impl Place {
    fn parse(place: &str) -> Option<Self> {
        let Some((name, rest)) = place.split_once('[') else {
            return MANUSCRIPT_KEYS.iter().find(|key| key.name == place).copied().map(Self::Once);
        };
        let group = group_named(name)?;
        let (number, key) = rest.split_once("].")?;
        let number: usize = number.parse().ok().filter(|number| (1..=group.max_rows).contains(number))?;
        let key = group.keys.iter().find(|known| known.name == key)?;
        Some(Self::Row(group, number - 1, *key))
    }
}

fn group_named(name: &str) -> Option<ManuscriptGroup> {
    MANUSCRIPT_GROUPS.iter().find(|group| group.name == name).copied()
}

/// Line breaks as they are stored.
fn laid_out(layout: Layout, typed: &str) -> String {
    let text = typed.replace("\r\n", "\n").replace('\r', "\n");
    match layout {
        Layout::Line => text.replace('\n', " ").trim().to_owned(),
        Layout::Text | Layout::List => text,
    }
}

const fn line(name: &'static str) -> ManuscriptKey {
    ManuscriptKey { name, layout: Layout::Line }
}

const fn text(name: &'static str) -> ManuscriptKey {
    ManuscriptKey { name, layout: Layout::Text }
}

const fn list(name: &'static str) -> ManuscriptKey {
    ManuscriptKey { name, layout: Layout::List }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_where_it_was_typed() {
        let mut typed = Manuscript::default();
        assert!(typed.set("title", " Two\r\nlines "));
        assert!(typed.set("background", "One\r\n\r\nTwo\n"));
        assert!(typed.set("term[2].word", "callout"));
        assert_eq!(typed.get("title"), "Two lines");
        assert_eq!(typed.get("background"), "One\n\nTwo\n");
        assert_eq!((typed.n_rows("term"), typed.get("term[2].word"), typed.get("term[1].word")), (2, "callout", ""));
        for nowhere in ["term", "term[0].word", "term[201].word", "term[1].text2", "terms[1].word", "token", "term[1]"]
        {
            assert!(!typed.set(nowhere, "x"), "{nowhere}");
        }
    }

    #[test]
    fn rows_are_added_moved_and_taken_out_within_their_bound() {
        let mut typed = Manuscript::default();
        for (number, text) in [(1, "a"), (2, "b"), (3, " ")] {
            typed.set(&format!("poll.option[{number}].text"), text);
        }
        typed.raise_row("poll.option", 2);
        typed.raise_row("poll.option", 1);
        assert_eq!((typed.get("poll.option[1].text"), typed.get("poll.option[2].text")), ("b", "a"));
        typed.remove_row("poll.option", 1);
        typed.remove_row("poll.option", 9);
        typed.drop_blank_rows();
        assert_eq!((typed.n_rows("poll.option"), typed.get("poll.option[1].text")), (1, "a"));
        for _ in 0..50 {
            typed.add_row("poll.option");
        }
        assert_eq!(typed.n_rows("poll.option"), MAX_OPTIONS);
        assert_eq!(typed.add_row("nothing"), 0);
    }

    #[test]
    fn every_place_can_be_read_and_written() {
        let mut typed = Manuscript::default();
        for group in MANUSCRIPT_GROUPS {
            typed.add_row(group.name);
            typed.add_row(group.name);
        }
        for place in typed.places() {
            assert!(typed.set(&place, &place));
        }
        let places = typed.places();
        assert!(places.iter().all(|place| typed.get(place) == place));
        let mut other = Manuscript::default();
        MANUSCRIPT_KEYS.iter().for_each(|key| other.take(key.name, &typed));
        MANUSCRIPT_GROUPS.iter().for_each(|group| other.take(group.name, &typed));
        assert_eq!(other, typed);
        assert!(places.contains(&"poll.option[2].condition".to_owned()));
        assert_eq!(places.first().map(String::as_str), Some("slug"));
    }
}
