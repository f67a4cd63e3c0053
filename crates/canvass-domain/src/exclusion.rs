//! Readers excluded together: for what, and why.

use crate::{Millis, ParticipantId, ReaderMark};
use std::fmt;

/// Readers whom staff excluded by one decision. Whoever of them was let back in since counts again; the log says who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Its number in the conversation, from 1.
    pub number: u32,
    /// What they were chosen by.
    pub ground: ExclusionGround,
    /// Why, in the words of whoever decided; nothing where none was asked for.
    pub reason: Option<String>,
    /// When.
    pub at_ms: Millis,
    /// Who, ascending.
    pub readers: Vec<ParticipantId>,
}

/// What readers are excluded by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExclusionGround {
    /// One reader, under a rule of the conversation where one is named.
    Reader(Option<String>),
    /// Everybody with a mark.
    Mark(ReaderMark),
    /// Everybody who answered for the first time in these whole minutes: from, and up to but without the second.
    Came(Millis, Millis),
}

impl fmt::Display for ExclusionGround {
    /// As tables keep it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reader(None) => f.write_str("reader"),
            Self::Reader(Some(rule)) => write!(f, "reader:{rule}"),
            Self::Mark(mark) => write!(f, "mark:{}", mark.word()),
            Self::Came(from_ms, until_ms) => write!(f, "came:{from_ms}:{until_ms}"),
        }
    }
}

impl ExclusionGround {
    /// Reads what a table keeps.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        match text.split_once(':').unwrap_or((text, "")) {
            ("reader", "") => Some(Self::Reader(None)),
            ("reader", rule) => Some(Self::Reader(Some(rule.to_owned()))),
            ("mark", word) => ReaderMark::from_word(word).map(Self::Mark),
            ("came", times) => {
                let (from_ms, until_ms) = times.split_once(':')?;
                Some(Self::Came(from_ms.parse().ok()?, until_ms.parse().ok()?))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grounds_come_back_from_tables() {
        let came = ExclusionGround::Came(1_735_689_600_000, 1_735_689_660_000);
        let rule = ExclusionGround::Reader(Some("one-voice".to_owned()));
        for ground in [ExclusionGround::Reader(None), rule, ExclusionGround::Mark(ReaderMark::StraightLine), came] {
            assert_eq!(ExclusionGround::from_text(&ground.to_string()), Some(ground));
        }
        for text in ["", "mark:fraud", "came:1", "came:a:b", "else"] {
            assert_eq!(ExclusionGround::from_text(text), None, "{text}");
        }
    }
}
