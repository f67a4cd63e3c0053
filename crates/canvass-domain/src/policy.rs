//! The rules that texts are held against, published with the conversation; and what the desk decides by them.

use crate::{CommentId, StatementId, StatementState};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most rules of a conversation.
pub const MAX_RULES: usize = 20;

/// One published rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its name in forms and data: `a-z`, `0-9`, `-`.
    pub key: String,
    /// What is not taken, in words for readers.
    pub text: String,
}

/// A text that the desk decides on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A statement.
    Statement(StatementId),
    /// A comment.
    Comment(CommentId),
}

/// Why the desk declined a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruling {
    /// The rule; nothing where it was accepted, or declined before there were rules.
    pub rule: Option<String>,
    /// More words for its author.
    pub reason: Option<String>,
}

/// What a text said, and whose it was, when somebody read it: SHA-256 of its canonical JSON, as 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen(String);

/// A text as it was when somebody at the desk read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Which.
    pub target: Target,
    /// Where it stood; where it stands elsewhere by now, a colleague was faster.
    pub from: StatementState,
    /// What it said; where it says something else by now, its author was faster. Nothing where nobody read it, as when
    /// the organiser takes a statement of their own out of the file.
    pub seen: Option<Seen>,
}

/// What the desk decides on a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// On what.
    pub looked: Looked,
    /// Where it goes.
    pub to: StatementState,
    /// Why.
    pub ruling: Ruling,
}

/// The rules of a conversation that names none of its own.
#[must_use]
pub fn default_policy() -> Vec<Rule> {
    let rules = [
        ("off-topic", "It is about something else than what is asked here."),
        ("names-somebody", "It names or describes somebody who can be recognised, or gives away their private life."),
        ("abusive", "It insults, threatens or belittles people."),
        ("advertising", "It advertises something."),
        ("repeated", "It says what is there already."),
        ("unclear", "It cannot be understood, or says several things at once."),
    ];
    rules.map(|(key, text)| Rule { key: key.to_owned(), text: text.to_owned() }).into()
}

impl Seen {
    /// Reads 64 hexadecimal digits in lower case; anything else is nothing.
    #[must_use]
    pub fn parse(digits: &str) -> Option<Self> {
        let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        (digits.len() == 64 && digits.chars().all(is_digit)).then(|| Self(digits.to_owned()))
    }

    /// The digits of a hash.
    #[must_use]
    pub fn of_digest(digest: [u8; 32]) -> Self {
        Self(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Statement(id) => write!(f, "statement:{id}"),
            Self::Comment(id) => write!(f, "comment:{id}"),
        }
    }
}

impl Target {
    /// Reads `statement:17` or `comment:4`; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word.split_once(':')? {
            ("statement", number) => number.parse().ok().map(|id| Self::Statement(StatementId(id))),
            ("comment", number) => number.parse().ok().map(|id| Self::Comment(CommentId(id))),
            _ => None,
        }
    }
}
