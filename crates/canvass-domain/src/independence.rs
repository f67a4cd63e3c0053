//! Marks on readers whose answers may not be independent of each other's.
//!
//! A mark is an observation about how answers came, never an accusation; nobody is excluded by one.

use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// How many may answer for the first time from one network; as the server was started where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerLimits {
    /// At once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_answers_per_address: Option<NonZeroU32>,
    /// After that, in an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_answers_per_hour: Option<NonZeroU32>,
}

/// The most that may be said for either.
pub const MAX_FIRST_ANSWERS: u32 = 100_000;

impl AnswerLimits {
    /// Whether nothing is said.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.first_answers_per_address.is_none() && self.first_answers_per_hour.is_none()
    }
}

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

/// The marks of one reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReaderMarks(u8);

impl ReaderMarks {
    /// No mark.
    pub const NONE: Self = Self(0);

    /// These and one more.
    #[must_use]
    pub const fn with(self, mark: ReaderMark) -> Self {
        Self(self.0 | 1 << mark as u8)
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether one is among them.
    #[must_use]
    pub const fn has(self, mark: ReaderMark) -> bool {
        self.0 & 1 << mark as u8 != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them, in the order in which they are listed.
    pub fn iter(self) -> impl Iterator<Item = ReaderMark> {
        ReaderMark::ALL.into_iter().filter(move |mark| self.has(*mark))
    }

    /// As a table keeps them: a bit for each, in the order of [`ReaderMark::ALL`].
    #[must_use]
    pub const fn bits(self) -> i64 {
        self.0 as i64
    }

    /// As a table has them; nothing where there is a bit that stands for none.
    #[must_use]
    pub fn from_bits(bits: i64) -> Option<Self> {
        let all = ReaderMark::ALL.into_iter().fold(Self::NONE, Self::with);
        u8::try_from(bits).ok().filter(|bits| bits & !all.0 == 0).map(Self)
    }

    /// As a file has them: their words with a blank between.
    #[must_use]
    pub fn words(self) -> String {
        self.iter().map(ReaderMark::word).collect::<Vec<_>>().join(" ")
    }

    /// Reads them back; nothing where a word stands for none.
    #[must_use]
    pub fn from_words(words: &str) -> Option<Self> {
        words.split_whitespace().try_fold(Self::NONE, |marks, word| Some(marks.with(ReaderMark::from_word(word)?)))
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

    #[test]
    fn marks_come_back_from_tables_and_files() {
        for bits in 0..32 {
            let marks = ReaderMarks::from_bits(bits).unwrap();
            assert_eq!((marks.bits(), ReaderMarks::from_words(&marks.words())), (bits, Some(marks)));
            assert_eq!(marks.iter().fold(ReaderMarks::NONE, ReaderMarks::with), marks);
        }
        for bits in [-1, 32, 256, i64::MAX] {
            assert_eq!(ReaderMarks::from_bits(bits), None, "{bits}");
        }
        let both = ReaderMarks::NONE.with(ReaderMark::ManyTexts).and(ReaderMarks::NONE.with(ReaderMark::Burst));
        assert_eq!(both.words(), "burst many-texts");
        assert_eq!(ReaderMarks::from_words("burst fraud"), None);
        assert!(ReaderMarks::from_words("").unwrap().is_empty());
    }
}
