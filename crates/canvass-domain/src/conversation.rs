//! One topic put to a community.

use crate::{ConversationId, Disclosure, Instrument, Millis, Slug};
use serde::{Deserialize, Serialize};

/// A conversation: what is asked, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// Its number in this database.
    pub id: ConversationId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Where it stands.
    pub state: State,
    /// Where its answers come from.
    pub provenance: Provenance,
    /// What is known of how the answers came to be, for readers (an import says what it found odd).
    pub note: Option<String>,
    /// Version of the instrument, from 1; every answer carries the one it was given to.
    pub version: u32,
    /// The exact wording and the rules at that version.
    pub instrument: Instrument,
    /// When it was made here.
    pub created_ms: Millis,
}

/// Where a conversation stands. It opens and closes; it never goes back to being a draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Being prepared; seen by staff only.
    #[default]
    Draft,
    /// Taking answers.
    Open,
    /// No longer taking answers.
    Closed,
}

/// Where a conversation's answers come from; pages say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provenance {
    /// Given here, by people.
    Here,
    /// Brought in from elsewhere.
    Imported,
    /// Made by a generator; nobody answered.
    Synthetic,
}

impl State {
    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Draft, Self::Open, Self::Closed].into_iter().find(|state| state.word() == word)
    }
}

impl Provenance {
    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Imported => "imported",
            Self::Synthetic => "synthetic",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Here, Self::Imported, Self::Synthetic].into_iter().find(|origin| origin.word() == word)
    }
}

impl Conversation {
    /// The facts the gate looks at.
    #[must_use]
    pub fn disclosure(&self, n_statements: u32) -> Disclosure {
        Disclosure {
            gate: self.instrument.gate,
            is_closed: self.state == State::Closed,
            has_poll: self.instrument.poll.is_some(),
            n_statements,
            closes_at: self.instrument.times.closes_at,
        }
    }
}
