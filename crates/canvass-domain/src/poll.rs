//! The headline question and one participant's answer to it.

use crate::OptionId;
use serde::{Deserialize, Serialize};

/// Most sums a poll may declare.
pub const MAX_ADDITIONS: usize = 20;
/// Most options a poll may have: a ballot fits one integer, and nobody reads more.
pub const MAX_OPTIONS: usize = 32;

/// The headline question of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poll {
    /// The question, in plain text.
    pub question: String,
    /// One option or several.
    #[serde(default)]
    pub kind: PollKind,
    /// The options; `OptionId` n is the n-th, from 1.
    #[serde(rename = "option", default)]
    pub options: Vec<PollOption>,
    /// Which shares may be added up in what is published; declared before anybody answered.
    #[serde(rename = "addition", default, skip_serializing_if = "Vec::is_empty")]
    pub additions: Vec<Addition>,
}

/// Answers whose shares may be added up, with what the sum means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addition {
    /// The options, ascending.
    pub options: Vec<OptionId>,
    /// What the sum may be called: "with some support".
    pub text: String,
}

/// How many options one ballot may name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PollKind {
    /// Exactly one.
    #[default]
    Single,
    /// One or more.
    Multiple,
}

/// One option of a poll.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollOption {
    /// Its wording, in plain text.
    pub text: String,
    /// The condition it carries, where it is support on a condition ("resourced").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}

impl PollKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Single, Self::Multiple];

    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl Poll {
    /// The options with their ids.
    pub fn numbered(&self) -> impl Iterator<Item = (OptionId, &PollOption)> {
        (1_u8..).map(OptionId).zip(&self.options)
    }

    /// The declared sum of these options, in whatever order they are named.
    #[must_use]
    pub fn addition(&self, options: &[OptionId]) -> Option<&Addition> {
        let mut wanted = options.to_vec();
        wanted.sort_unstable();
        self.additions.iter().find(|addition| addition.options == wanted)
    }

    /// Checks a choice of options against this poll.
    ///
    /// # Errors
    /// When it is empty, names an option that is not there, or names several where one is asked for.
    pub fn ballot(&self, options: &[OptionId]) -> Result<Ballot, InvalidBallot> {
        let mut bits = 0_u64;
        for option in options {
            let known = option.0 >= 1 && usize::from(option.0) <= self.options.len().min(MAX_OPTIONS);
            if !known {
                return Err(InvalidBallot::UnknownOption(*option));
            }
            bits |= 1 << (option.0 - 1);
        }
        match bits.count_ones() {
            0 => Err(InvalidBallot::Empty),
            1 => Ok(Ballot(bits)),
            _ if self.kind == PollKind::Multiple => Ok(Ballot(bits)),
            _ => Err(InvalidBallot::Several),
        }
    }
}

/// One participant's answer to the poll: a non-empty set of options, as bits (bit 0 is option 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ballot(u64);

impl Ballot {
    /// The set as an integer, for logs and tables.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Reads the integer back; empty or out of bounds is nothing.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Option<Self> {
        if bits == 0 || bits >> MAX_OPTIONS != 0 { None } else { Some(Self(bits)) }
    }

    /// The ballot for one option.
    #[must_use]
    pub fn one(option: OptionId) -> Option<Self> {
        option.0.checked_sub(1).and_then(|n| 1_u64.checked_shl(u32::from(n))).and_then(Self::from_bits)
    }

    /// The options in it, ascending.
    pub fn options(self) -> impl Iterator<Item = OptionId> {
        (1_u8..=MAX_OPTIONS as u8).filter(move |n| self.0 >> (n - 1) & 1 == 1).map(OptionId)
    }

    /// Whether the option is in it.
    #[must_use]
    pub fn has(self, option: OptionId) -> bool {
        self.options().any(|o| o == option)
    }
}

/// Why a choice of options is no ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidBallot {
    /// Nothing was chosen.
    #[error("choose an answer")]
    Empty,
    /// More than one was chosen where one is asked for.
    #[error("choose one answer only")]
    Several,
    /// The poll has no such option.
    #[error("`{0}` is not an option of this poll")]
    UnknownOption(OptionId),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poll(kind: PollKind) -> Poll {
        let option = |text: &str| PollOption { text: text.to_owned(), condition: None };
        let options = vec![option("a"), option("b"), option("c")];
        Poll { question: "Which?".to_owned(), kind, options, additions: Vec::new() }
    }

    #[test]
    fn a_ballot_names_what_the_poll_allows() {
        let single = poll(PollKind::Single);
        assert_eq!(single.ballot(&[]), Err(InvalidBallot::Empty));
        assert_eq!(single.ballot(&[OptionId(0)]), Err(InvalidBallot::UnknownOption(OptionId(0))));
        assert_eq!(single.ballot(&[OptionId(4)]), Err(InvalidBallot::UnknownOption(OptionId(4))));
        assert_eq!(single.ballot(&[OptionId(1), OptionId(2)]), Err(InvalidBallot::Several));
        assert_eq!(single.ballot(&[OptionId(2), OptionId(2)]).unwrap().bits(), 2);
        let several = poll(PollKind::Multiple).ballot(&[OptionId(3), OptionId(1)]).unwrap();
        assert_eq!(several.options().collect::<Vec<_>>(), [OptionId(1), OptionId(3)]);
        assert!(several.has(OptionId(3)) && !several.has(OptionId(2)));
    }

    #[test]
    fn bits_are_bounded() {
        assert_eq!(Ballot::from_bits(0), None);
        assert_eq!(Ballot::from_bits(1 << 32), None);
        assert_eq!(Ballot::one(OptionId(0)), None);
        assert_eq!(Ballot::one(OptionId(33)), None);
        assert_eq!(Ballot::one(OptionId(32)).unwrap().bits(), 1 << 31);
    }
}
