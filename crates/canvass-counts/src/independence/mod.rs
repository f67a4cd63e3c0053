//! Marks on readers whose answers may not be independent of each other's, as far as the answers themselves show it.
//!
//! A mark is what was seen and never an accusation, and nobody is excluded by one: a hurried reader may be a fast one.
//! Every rule is a pure function of answers in the order in which they came, so whoever holds the log can mark anew.
//! Marks by network address follow from what no log holds; their thresholds stand here with the others, since they
//! are printed together. docs/METHODS.md has the rules in full, with their sources and what they mark among readers of
//! real conversations.

mod alarm;
mod allowance;
mod bursts;
mod haste;
mod line;
mod network;
mod patterns;
mod sheets;

pub use alarm::{Unusual, unusual};
pub use allowance::{Allowance, FirstAnswers, TooMany};
pub use bursts::{Bursts, Sources};
pub use haste::{is_hurried, reading_length};
pub use line::is_straight_line;
pub use network::{Network, Source};
pub use patterns::{Patterns, VISIT_MS};
pub use sheets::AnswerSheets;

pub use canvass_domain::MarkThresholds;
use canvass_domain::{Millis, StatementId, Vote};

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

/// Whether so many texts are many: the threshold or more.
#[must_use]
pub const fn has_many_texts(n_texts: u32, thresholds: &MarkThresholds) -> bool {
    n_texts >= thresholds.texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_have_the_names_of_their_fields() {
        let mut thresholds = MarkThresholds::default();
        let fields = serde_json::to_value(thresholds).unwrap();
        let fields = fields.as_object().unwrap();
        assert_eq!(thresholds.parameters().len(), fields.len());
        for (name, value) in fields {
            assert_eq!(thresholds.parameters().get(&format!("mark_{name}")).map(|n| u64::from(*n)), value.as_u64());
        }
        assert_eq!((thresholds.is_usual(), thresholds.unusual()), (true, Vec::new()));
        for (_, value) in thresholds.named() {
            *value += 1;
        }
        assert_eq!(thresholds.unusual().len(), fields.len());
    }

    #[test]
    fn six_texts_are_many() {
        let thresholds = MarkThresholds::default();
        assert!(!has_many_texts(5, &thresholds) && has_many_texts(6, &thresholds));
    }
}
