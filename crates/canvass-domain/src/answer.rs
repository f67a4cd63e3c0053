//! What a participant says to one statement.

use serde::{Deserialize, Serialize};

/// One participant's vote on one statement. Words on every boundary; signs exist only in `canvass-formats`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vote {
    /// Agrees with the statement.
    Agree,
    /// Disagrees with the statement.
    Disagree,
    /// Has read it and cannot or will not say (Polis calls this a pass).
    Unsure,
}

impl Vote {
    /// All votes, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Agree, Self::Disagree, Self::Unsure];

    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Disagree => "disagree",
            Self::Unsure => "unsure",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vote| vote.word() == word)
    }

    /// Agree and disagree exchanged; used by tests of mirror symmetry.
    #[must_use]
    pub const fn swapped(self) -> Self {
        match self {
            Self::Agree => Self::Disagree,
            Self::Disagree => Self::Agree,
            Self::Unsure => Self::Unsure,
        }
    }
}

/// The latest state of one participant towards one statement, where there is one. "Not seen" is the absence of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Voted.
    Voted(Vote),
    /// Saw it and passed on without voting. Never counted as unsure.
    Skipped,
}

impl Answer {
    /// The small number under which logs and tables keep an answer.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Skipped => 0,
            Self::Voted(Vote::Agree) => 1,
            Self::Voted(Vote::Disagree) => 2,
            Self::Voted(Vote::Unsure) => 3,
        }
    }

    /// Reads the small number back.
    #[must_use]
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            0 => Some(Self::Skipped),
            1 => Some(Self::Voted(Vote::Agree)),
            2 => Some(Self::Voted(Vote::Disagree)),
            3 => Some(Self::Voted(Vote::Unsure)),
            _ => None,
        }
    }

    /// The vote, where it is one.
    #[must_use]
    pub const fn vote(self) -> Option<Vote> {
        match self {
            Self::Voted(vote) => Some(vote),
            Self::Skipped => None,
        }
    }

    /// The word used in forms: the vote's word, or `skip`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Voted(vote) => vote.word(),
            Self::Skipped => "skip",
        }
    }

    /// Reads a form's word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        if word == "skip" { Some(Self::Skipped) } else { Vote::from_word(word).map(Self::Voted) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_codes_round_trip() {
        for answer in
            [Answer::Skipped, Answer::Voted(Vote::Agree), Answer::Voted(Vote::Disagree), Answer::Voted(Vote::Unsure)]
        {
            assert_eq!(Answer::from_word(answer.word()), Some(answer));
            assert_eq!(Answer::from_code(i64::from(answer.code())), Some(answer));
        }
        assert_eq!(Vote::from_word("pass"), None);
        assert_eq!(Answer::from_code(4), None);
        assert_eq!(Answer::from_code(-1), None);
    }
}
