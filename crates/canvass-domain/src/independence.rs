//! Marks on readers whose answers may not be independent of each other's.
//!
//! A mark is an observation about how answers came, never an accusation; nobody is excluded by one.

use serde::{Deserialize, Serialize};

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReaderMark {
    /// Many came from one network address within a short time.
    Burst,
    /// Statements were answered faster than they can be read.
    Hurried,
    /// Every answer to statements was the same, or they alternated.
    StraightLine,
    /// Several others gave the same answers at about the same time.
    SameAnswers,
    /// They wrote many texts.
    ManyTexts,
}

impl ReaderMark {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Burst, Self::Hurried, Self::StraightLine, Self::SameAnswers, Self::ManyTexts];

    /// Its word in tables, files and addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Burst => "burst",
            Self::Hurried => "hurried",
            Self::StraightLine => "straight-line",
            Self::SameAnswers => "same-answers",
            Self::ManyTexts => "many-texts",
        }
    }

    /// The mark of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back_to_their_marks() {
        for mark in ReaderMark::ALL {
            assert_eq!(ReaderMark::from_word(mark.word()), Some(mark));
        }
        assert_eq!(ReaderMark::from_word("fraud"), None);
    }
}
