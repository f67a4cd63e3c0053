//! Names that no reader may go by: those of the organiser, and of whoever signed an edition. It decides on names as
//! people see them, and never on what is in files.

use crate::Attribution;
use canvass_words::legible;
use std::collections::BTreeSet;

/// Fewest words of a name that is protected: many people share a single word.
const MIN_WORDS: usize = 2;

/// Names that no reader may go by, by what they look like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProtectedNames(BTreeSet<String>);

impl ProtectedNames {
    /// Protects a name of two words or more, and each that stands in a line of several.
    pub fn add(&mut self, name: &str) {
        let line = without_by(name);
        let names = line.split([',', ';', '&', '/']).flat_map(|part| part.split(" and "));
        let is_whole = |name: &&str| {
            let has_letters = |word: &&str| word.chars().any(char::is_alphanumeric);
            name.split_whitespace().filter(has_letters).count() >= MIN_WORDS
        };
        for name in names.chain([line]).filter(is_whole) {
            self.0.extend(legible::name_keys(name));
        }
    }

    /// Whether a comment would stand under one of them.
    #[must_use]
    pub fn protect(&self, attribution: &Attribution) -> bool {
        let shown = attribution.shown();
        let names = attribution.name.iter().chain(&shown);
        names.flat_map(|name| legible::name_keys(name)).any(|key| self.0.contains(&key))
    }
}

/// A line of names without the word that introduces it.
fn without_by(line: &str) -> &str {
    let line = line.trim();
    line.split_once(' ').filter(|(by, _)| by.eq_ignore_ascii_case("by")).map_or(line, |(_, names)| names.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(protected: &[&str]) -> ProtectedNames {
        let mut names = ProtectedNames::default();
        protected.iter().for_each(|name| names.add(name));
        names
    }

    fn named(quote: &str, name: &str, place: &str) -> Attribution {
        Attribution::parse(quote, Some(name), Some(place)).unwrap()
    }

    #[test]
    fn a_name_that_looks_the_same_is_protected() {
        let ours = names(&["The Bridge Desk", "Robin Example"]);
        for taken in [
            "Robin Example",
            "robin example",
            "ROBIN EXAMPLE",
            "Robin  Example",
            "Robin\u{A0}Example",
            "Robin\u{2800}Example",
            "Ro\u{200B}bin Exam\u{2060}ple",
            "Robin Example.",
            " \u{201C}Robin Example\u{201D} ",
            "Robin-Example",
            "Robin Example \u{2713}",
            "R\u{43E}bin \u{415}x\u{430}mple",
            "RO\u{412}IN EXAMPLE",
            "Robln Example",
            "Ｒｏｂｉｎ Ｅｘａｍｐｌｅ",
            "𝐑𝐨𝐛𝐢𝐧 𝐄𝐱𝐚𝐦𝐩𝐥𝐞",
            "the bridge desk!",
            "\u{422}he Bridge Desk",
        ] {
            assert!(ours.protect(&named("no", taken, "")), "{taken:?}");
            assert!(ours.protect(&named("name", taken, "")), "{taken:?}");
        }
        for free in ["Robin", "Robin Exampleton", "Robin Examples", "Bridge Desk", "Robyn Example", "Ada Okoye", "—"]
        {
            assert!(!ours.protect(&named("no", free, "")), "{free:?}");
        }
        assert!(!ours.protect(&named("no", "", "")) && !ours.protect(&Attribution::default()));
    }

    #[test]
    fn a_first_name_and_a_place_make_a_name_together() {
        let ours = names(&["Robin Example"]);
        assert!(ours.protect(&named("first_name_and_place", "Robin", "Example")));
        assert!(ours.protect(&named("first_name_and_place", "Robin Example", "Leeds")));
        assert!(!ours.protect(&named("first_name_and_place", "Robin Shaw", "Leeds")));
    }

    #[test]
    fn one_word_is_anybodys_and_a_line_of_names_protects_each() {
        let ours = names(&["Canvass", "By Ada Okoye and Robin Example", "Sam Roe, Cher", "—  Desk"]);
        for taken in ["Ada Okoye", "Robin Example", "Sam Roe", "Ada Okoye and Robin Example"] {
            assert!(ours.protect(&named("no", taken, "")), "{taken}");
        }
        for free in ["Canvass", "Cher", "Desk", "Ada", "Roe, Cher"] {
            assert!(!ours.protect(&named("no", free, "")), "{free}");
        }
    }
}
