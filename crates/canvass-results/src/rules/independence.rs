//! Marks on readers whose answers may not be independent of each other's, as far as the answers themselves show it.
//!
//! A mark is what was seen and never an accusation, and nobody is excluded by one: a hurried reader may be a fast one.
//! Every rule is a pure function of answers in the order in which they came, so whoever holds the log can mark anew.
//! Marks by network address follow from what no log holds; their thresholds stand here with the others, since they
//! are printed together. docs/METHODS.md has the rules in full, with their sources and what they mark among readers of
//! real conversations.

mod allowance;
mod bursts;
mod haste;
mod line;
mod network;
mod sheets;

pub use allowance::{Allowance, FirstAnswers, TooMany};
pub use bursts::Bursts;
pub use haste::{is_hurried, reading_length};
pub use line::is_straight_line;
pub use network::{Network, Source};
pub use sheets::AnswerSheets;

use canvass_domain::{Millis, ReaderMark, StatementId, Vote};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Numbers from which readers are marked: settings. No results or editions carry them yet; they would by the names that
/// they have in [`MarkThresholds::parameters`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MarkThresholds {
    /// New readers from one class of address within ten minutes; more of them are a burst.
    pub burst_ten_minutes: u32,
    /// New readers from one class of address within 24 hours; more of them are a burst.
    pub burst_day: u32,
    /// Letters a second that nobody reads faster than; see [`is_hurried`].
    pub hurried_letters_per_second: u32,
    /// Fewest answers whose time is known for a reader to be called hurried.
    pub hurried_answers: u32,
    /// Of a hundred such answers, more than this many have to be faster than they can be read.
    pub hurried_over_pct: u32,
    /// Fewest statements for a straight line.
    pub line_statements: u32,
    /// Fewest statements that two readers both answered for their answers to be the same.
    pub same_statements: u32,
    /// Fewest others who gave the same answers.
    pub same_others: u32,
    /// Longest time since the last answer of each of them, in milliseconds.
    pub same_within_ms: u64,
    /// Most differences with which answers are nearly the same.
    pub same_nearly: u32,
    /// How many times as many must have given the same answers as nearly the same.
    pub same_times_nearly: u32,
    /// Fewest texts of one's own.
    pub texts: u32,
}

impl Default for MarkThresholds {
    fn default() -> Self {
        Self {
            burst_ten_minutes: 5,
            burst_day: 20,
            hurried_letters_per_second: 60,
            hurried_answers: 10,
            hurried_over_pct: 90,
            line_statements: 10,
            same_statements: 10,
            same_others: 5,
            same_within_ms: 3_600_000,
            same_nearly: 2,
            same_times_nearly: 2,
            texts: 6,
        }
    }
}

impl MarkThresholds {
    /// Each by the name under which results and editions print it.
    ///
    /// ```
    /// use canvass_results::rules::independence::MarkThresholds;
    /// let parameters = MarkThresholds::default().parameters();
    /// assert_eq!(parameters.get("mark_burst_day"), Some(&20));
    /// assert_eq!(parameters.get("mark_same_within_ms"), Some(&3_600_000));
    /// ```
    #[must_use]
    pub fn parameters(&self) -> BTreeMap<String, u64> {
        // Taken apart by name, so that a threshold that is added cannot be left out.
        let Self {
            burst_ten_minutes,
            burst_day,
            hurried_letters_per_second,
            hurried_answers,
            hurried_over_pct,
            line_statements,
            same_statements,
            same_others,
            same_within_ms,
            same_nearly,
            same_times_nearly,
            texts,
        } = *self;
        let all = [
            ("mark_burst_ten_minutes", u64::from(burst_ten_minutes)),
            ("mark_burst_day", u64::from(burst_day)),
            ("mark_hurried_letters_per_second", u64::from(hurried_letters_per_second)),
            ("mark_hurried_answers", u64::from(hurried_answers)),
            ("mark_hurried_over_pct", u64::from(hurried_over_pct)),
            ("mark_line_statements", u64::from(line_statements)),
            ("mark_same_statements", u64::from(same_statements)),
            ("mark_same_others", u64::from(same_others)),
            ("mark_same_within_ms", same_within_ms),
            ("mark_same_nearly", u64::from(same_nearly)),
            ("mark_same_times_nearly", u64::from(same_times_nearly)),
            ("mark_texts", u64::from(texts)),
        ];
        all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// One vote of a reader on a statement, in the order in which they came; a vote that was changed stands twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReaderAnswer {
    /// On what.
    pub statement: StatementId,
    /// How.
    pub vote: Vote,
    /// When; 0 where an import does not know.
    pub at_ms: Millis,
    /// How long the statement is to read, by [`reading_length`].
    pub n_letters: u32,
}

/// The marks that follow from one reader's own votes and number of texts, in the order of [`ReaderMark::ALL`].
///
/// Votes are those that came in and were not taken back, ascending by time. Texts are statements and comments,
/// whatever the desk decided on them.
///
/// ```
/// use canvass_domain::{ReaderMark, StatementId, Vote};
/// use canvass_results::rules::independence::{MarkThresholds, ReaderAnswer, marks_of};
/// let every_two_seconds = |n: i64| ReaderAnswer {
///     statement: StatementId(n as u32),
///     vote: Vote::Agree,
///     at_ms: 1_000_000 + 2_000 * n,
///     n_letters: 90,
/// };
/// let answers: Vec<_> = (1..=10).map(every_two_seconds).collect();
/// let thresholds = MarkThresholds::default();
/// assert_eq!(marks_of(&answers, 0, &thresholds), [ReaderMark::StraightLine]);
/// assert_eq!(marks_of(&answers[1..], 6, &thresholds), [ReaderMark::ManyTexts]);
/// ```
#[must_use]
pub fn marks_of(answers: &[ReaderAnswer], n_texts: u32, thresholds: &MarkThresholds) -> Vec<ReaderMark> {
    let seen = [
        (ReaderMark::Hurried, is_hurried(answers, thresholds)),
        (ReaderMark::StraightLine, is_straight_line(answers, thresholds)),
        (ReaderMark::ManyTexts, has_many_texts(n_texts, thresholds)),
    ];
    seen.into_iter().filter(|(_, is_seen)| *is_seen).map(|(mark, _)| mark).collect()
}

/// Whether so many texts are many: the threshold or more.
#[must_use]
pub const fn has_many_texts(n_texts: u32, thresholds: &MarkThresholds) -> bool {
    n_texts >= thresholds.texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_have_the_names_of_their_fields() {
        let thresholds = MarkThresholds::default();
        let fields = serde_json::to_value(thresholds).unwrap();
        let fields = fields.as_object().unwrap();
        let parameters = thresholds.parameters();
        assert_eq!(parameters.len(), fields.len());
        for (name, value) in fields {
            assert_eq!(parameters.get(&format!("mark_{name}")).copied(), value.as_u64(), "{name}");
        }
    }

    #[test]
    fn six_texts_are_many() {
        let thresholds = MarkThresholds::default();
        assert!(!has_many_texts(5, &thresholds) && has_many_texts(6, &thresholds));
    }
}
