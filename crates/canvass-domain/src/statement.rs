//! One short sentence that others agree or disagree with.

use crate::{Millis, ParticipantId, StatementId};
use canvass_words::{Illegible, Lines, legible};
use serde::{Deserialize, Serialize};

/// Longest statement a participant may add, in characters.
pub const MAX_STATEMENT_CHARS: usize = 280;

/// Most statements of a conversation, whatever became of them.
pub const MAX_STATEMENTS: u32 = 100_000;

/// A statement with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its number in the conversation.
    pub id: StatementId,
    /// Its wording; blanked when its author erased it.
    pub text: Option<String>,
    /// Who put it in.
    pub origin: Origin,
    /// The author's number, where a participant wrote it.
    pub author: Option<ParticipantId>,
    /// Whether it is up for votes.
    pub state: StatementState,
    /// Why it was declined, in the desk's words.
    pub reason: Option<String>,
    /// The published rule it was declined under.
    pub rule: Option<String>,
    /// Whether the decision was taken at our own desk (an import may bring declined ones, with their text).
    pub decided_here: bool,
    /// When it came in.
    pub added_ms: Millis,
}

/// A statement that a conversation begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedStatement {
    /// Its wording.
    pub text: StatementText,
    /// What it is about.
    pub subject: Subject,
}

/// Who put a statement in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Seeded by whoever runs the conversation.
    Organiser,
    /// Written by a participant.
    Participant,
}

/// Whether a statement is up for votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatementState {
    /// Waits for the desk.
    Held,
    /// Shown and voted on.
    Accepted,
    /// Taken out by the desk, with a reason.
    Declined,
}

/// What a statement is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The topic of the conversation.
    #[default]
    Topic,
    /// The readers who answer it, such as "I am between 20 and 25 years old": Polis calls these meta.
    Readers,
}

impl Origin {
    /// The small number under which logs and tables keep it.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Organiser => 0,
            Self::Participant => 1,
        }
    }

    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Organiser => "organiser",
            Self::Participant => "participant",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Organiser, Self::Participant].into_iter().find(|origin| origin.word() == word)
    }

    /// Reads the small number back.
    #[must_use]
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            0 => Some(Self::Organiser),
            1 => Some(Self::Participant),
            _ => None,
        }
    }
}

impl Subject {
    /// The small number under which logs keep it.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Topic => 0,
            Self::Readers => 1,
        }
    }

    /// Reads the small number back.
    #[must_use]
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            0 => Some(Self::Topic),
            1 => Some(Self::Readers),
            _ => None,
        }
    }

    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Readers => "readers",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Topic, Self::Readers].into_iter().find(|subject| subject.word() == word)
    }

    /// Whether it is a meta statement, as files and the API call one about the readers.
    #[must_use]
    pub const fn is_meta(self) -> bool {
        matches!(self, Self::Readers)
    }

    /// Reads what files and the API say by a flag.
    #[must_use]
    pub const fn of_meta(is_meta: bool) -> Self {
        if is_meta { Self::Readers } else { Self::Topic }
    }
}

impl StatementState {
    /// The small number under which logs and tables keep it.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Held => 0,
            Self::Accepted => 1,
            Self::Declined => 2,
        }
    }

    /// Reads the small number back.
    #[must_use]
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            0 => Some(Self::Held),
            1 => Some(Self::Accepted),
            2 => Some(Self::Declined),
            _ => None,
        }
    }

    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Held, Self::Accepted, Self::Declined].into_iter().find(|state| state.word() == word)
    }
}

/// The wording of a new statement: one paragraph that can be read, 1 to 280 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementText(String);

/// Why a text is no statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// Nothing but white space.
    #[error("write a statement first")]
    Empty,
    /// Longer than allowed.
    #[error("{n_chars} characters; a statement has at most {MAX_STATEMENT_CHARS}")]
    TooLong {
        /// How many it has.
        n_chars: usize,
    },
    /// Nobody could read it.
    #[error("it {0}")]
    Illegible(Illegible),
}

impl StatementText {
    /// Checks and tidies: white space of any kind, line breaks too, becomes single spaces.
    ///
    /// # Errors
    /// When it is empty, has more than [`MAX_STATEMENT_CHARS`] characters, or cannot be read.
    pub fn parse(text: &str) -> Result<Self, InvalidText> {
        legible::check_characters(text, Lines::Many).map_err(InvalidText::Illegible)?;
        let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let n_chars = tidy.chars().count();
        match n_chars {
            0 => Err(InvalidText::Empty),
            _ if legible::is_blank(&tidy) => Err(InvalidText::Illegible(Illegible::Blank)),
            1..=MAX_STATEMENT_CHARS => Ok(Self(tidy)),
            _ => Err(InvalidText::TooLong { n_chars }),
        }
    }

    /// The wording.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SeedStatement {
    /// The wording.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// The wording, with what it is about.
    #[must_use]
    pub fn as_written(&self) -> (&str, Subject) {
        (self.text.as_str(), self.subject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_one_tidy_paragraph() {
        assert_eq!(StatementText::parse("  Two\n\nlines\t here ").unwrap().as_str(), "Two lines here");
        assert_eq!(StatementText::parse(" \n "), Err(InvalidText::Empty));
    }

    #[test]
    fn a_statement_that_nobody_could_read_is_refused() {
        let refused = |why| Err(InvalidText::Illegible(why));
        for blank in ["\u{200b}\u{200b}", "\u{feff}", "\u{2800} \u{2800}", "\u{2060}", "\u{fe0f}", "\u{301}\u{301}"] {
            assert_eq!(StatementText::parse(blank), refused(Illegible::Blank), "{blank:?}");
        }
        assert_eq!(StatementText::parse("Buses\u{0} run"), refused(Illegible::Control(0)));
        assert_eq!(StatementText::parse("Buses\u{b}run"), refused(Illegible::Control(0xB)));
        assert_eq!(StatementText::parse(&format!("Z{}", "\u{301}".repeat(40))), refused(Illegible::Marks));
    }

    #[test]
    fn the_limit_counts_characters_not_bytes() {
        let at_limit = "意".repeat(280);
        assert_eq!(StatementText::parse(&at_limit).unwrap().as_str(), at_limit);
        assert_eq!(StatementText::parse(&"意".repeat(281)), Err(InvalidText::TooLong { n_chars: 281 }));
    }
}
