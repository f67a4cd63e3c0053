//! A conversation as it is typed into a form: every key of the conversation file as a text, right or wrong.
//!
//! A manuscript never judges and never loses what was typed; reading it into an instrument is for
//! `canvass-formats`, which knows the file's words and times. Keys are named as in the conversation file, rows
//! from 1: `title`, `poll.option[2].text`.

use crate::instrument::{Field, Kind, Rows, fields, rows, rows_named};
use std::collections::BTreeMap;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manuscript {
    texts: BTreeMap<&'static str, String>,
    rows: BTreeMap<&'static str, Vec<Row>>,
}

type Row = BTreeMap<&'static str, String>;

/// Where a text stands: once, or in a row of a group.
enum Place {
    Once(&'static Field),
    Row(&'static Rows, usize, &'static Field),
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
                self.texts.insert(key.name, laid_out(key, typed));
            }
            Some(Place::Row(group, at, key)) => {
                let rows = self.rows.entry(group.name).or_default();
                rows.resize_with(rows.len().max(at + 1), Row::new);
                if let Some(row) = rows.get_mut(at) {
                    row.insert(key.name, laid_out(key, typed));
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
        let Some(group) = rows_named(group) else { return 0 };
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
        if let Some(group) = rows_named(name) {
            self.rows.insert(group.name, other.rows.get(group.name).cloned().unwrap_or_default());
        } else {
            let text = other.get(name).to_owned();
            self.set(name, &text);
        }
    }

    /// Every place there is in it, in the order of the form.
    #[must_use]
    pub fn places(&self) -> Vec<String> {
        let once = fields().iter().map(|field| field.name.to_owned());
        let in_rows = rows().iter().flat_map(|group| {
            let row = move |row| group.fields.iter().map(move |field| group.place(row, field));
            (0..self.n_rows(group.name)).flat_map(row)
        });
        once.chain(in_rows).collect()
    }

    fn row(&self, group: &str, at: usize) -> Option<&Row> {
        self.rows.get(group)?.get(at)
    }
}

impl Place {
    fn parse(place: &str) -> Option<Self> {
        let Some((name, rest)) = place.split_once('[') else {
            return fields().iter().find(|field| field.name == place).copied().map(Self::Once);
        };
        let group = rows_named(name)?;
        let (number, key) = rest.split_once("].")?;
        let number: usize = number.parse().ok().filter(|number| (1..=group.max_rows).contains(number))?;
        let field = group.fields.iter().find(|field| field.name == key)?;
        Some(Self::Row(group, number - 1, field))
    }
}

/// Line breaks as they are stored; where there is one line, they become spaces.
fn laid_out(field: &Field, typed: &str) -> String {
    let text = typed.replace("\r\n", "\n").replace('\r', "\n");
    match field.kind {
        Kind::Text(..) | Kind::List(..) | Kind::Thresholds(_) | Kind::Statements(..) => text,
        _ => text.replace('\n', " ").trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MAX_OPTIONS;

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
        for group in rows() {
            typed.add_row(group.name);
            typed.add_row(group.name);
        }
        for place in typed.places() {
            assert!(typed.set(&place, &place));
        }
        let places = typed.places();
        assert!(places.iter().all(|place| typed.get(place) == place));
        let mut other = Manuscript::default();
        fields().iter().for_each(|field| other.take(field.name, &typed));
        rows().iter().for_each(|group| other.take(group.name, &typed));
        assert_eq!(other, typed);
        assert!(places.contains(&"poll.option[2].condition".to_owned()));
        assert_eq!(places.first().map(String::as_str), Some("slug"));
    }
}
