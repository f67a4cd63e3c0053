//! Marks on readers whose answers may not be independent of each other's.
//!
//! A mark is an observation about how answers came, never an accusation; nobody is excluded by one.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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

/// Numbers from which readers are marked: settings of a conversation. Results and editions carry them by the names that
/// they have in [`MarkThresholds::parameters`]; docs/METHODS.md says what each of them does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MarkThresholds {
    /// New readers from one class of address within ten minutes; more of them are a burst.
    pub burst_ten_minutes: u32,
    /// New readers from one class of address within 24 hours; more of them are a burst.
    pub burst_day: u32,
    /// Letters a second that nobody reads faster than.
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
    pub same_within_ms: u32,
    /// Most differences with which answers are nearly the same.
    pub same_nearly: u32,
    /// How many times as many must have given the same answers as nearly the same.
    pub same_times_nearly: u32,
    /// Fewest texts of one's own.
    pub texts: u32,
}

/// The most that may be said for any of them: a day in milliseconds.
pub const MAX_MARK_THRESHOLD: u32 = 86_400_000;

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
    /// Whether all of them are the usual ones.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Each by its name, to be set.
    pub const fn named(&mut self) -> [(&'static str, &mut u32); 12] {
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
        } = self;
        [
            ("burst_ten_minutes", burst_ten_minutes),
            ("burst_day", burst_day),
            ("hurried_letters_per_second", hurried_letters_per_second),
            ("hurried_answers", hurried_answers),
            ("hurried_over_pct", hurried_over_pct),
            ("line_statements", line_statements),
            ("same_statements", same_statements),
            ("same_others", same_others),
            ("same_within_ms", same_within_ms),
            ("same_nearly", same_nearly),
            ("same_times_nearly", same_times_nearly),
            ("texts", texts),
        ]
    }

    /// Those that are not the usual ones, by name: what files say of them.
    #[must_use]
    pub fn unusual(mut self) -> Vec<(&'static str, u32)> {
        let mut usual = Self::default();
        let all = self.named().into_iter().zip(usual.named());
        all.filter(|((_, own), (_, usual))| own != usual).map(|((name, own), _)| (name, *own)).collect()
    }

    /// Each by the name under which results and editions print it.
    ///
    /// ```
    /// let parameters = canvass_domain::MarkThresholds::default().parameters();
    /// assert_eq!(parameters.get("mark_burst_day"), Some(&20));
    /// assert_eq!(parameters.get("mark_same_within_ms"), Some(&3_600_000));
    /// ```
    #[must_use]
    pub fn parameters(mut self) -> BTreeMap<String, u32> {
        self.named().map(|(name, value)| (format!("mark_{name}"), *value)).into()
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
