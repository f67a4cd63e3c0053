//! Sentences on what an import found odd, with counts and a few examples.

use canvass_words::Locale;
use std::fmt::{self, Display};

const MAX_EXAMPLES: usize = 3;

/// One thing that was odd, as a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding(String);

/// How many there were, and the first few.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) n: u64,
    examples: Vec<String>,
}

impl Finding {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// The sentence.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Tally {
    /// Counts one; the example is only worded for the first few.
    pub(super) fn add(&mut self, example: impl FnOnce() -> String) {
        self.n += 1;
        if self.examples.len() < MAX_EXAMPLES {
            self.examples.push(example());
        }
    }

    /// ` (statements 4, 7 and 9, among others)`, with the word in front for one or for more.
    pub(super) fn examples(&self, one: &str, more: &str) -> String {
        let word = if self.examples.len() == 1 { one } else { more };
        let others = if self.n > self.examples.len() as u64 { ", among others" } else { "" };
        let list = match self.examples.split_last() {
            None => return String::new(),
            Some((last, [])) => last.clone(),
            Some((last, rest)) if others.is_empty() => format!("{} and {last}", rest.join(", ")),
            Some(_) => self.examples.join(", "),
        };
        let space = if word.is_empty() { "" } else { " " };
        format!(" ({word}{space}{list}{others})")
    }
}

/// `a, b and c`.
pub(super) fn listed(all: &[String]) -> String {
    match all.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// `1 vote`, `2,031 votes`.
pub(super) fn count(n: u64, one: &str, more: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { more })
}

/// Picks the form of a verb that goes with a number.
pub(super) const fn agreeing<'w>(n: u64, one: &'w str, more: &'w str) -> &'w str {
    if n == 1 { one } else { more }
}

/// A number with its thousands set apart.
pub(crate) fn grouped(n: u64) -> String {
    Locale::ENGLISH.number(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        for (n, expected) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(n), expected);
        }
        assert_eq!(count(1, "vote", "votes"), "1 vote");
    }

    #[test]
    fn examples_read_well() {
        let tally = |n: u64| {
            let mut tally = Tally::default();
            (0..n).for_each(|i| tally.add(|| i.to_string()));
            tally.examples("statement", "statements")
        };
        assert_eq!(tally(0), "");
        assert_eq!(tally(1), " (statement 0)");
        assert_eq!(tally(2), " (statements 0 and 1)");
        assert_eq!(tally(4), " (statements 0, 1, 2, among others)");
    }
}
