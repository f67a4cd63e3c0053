//! Where a conversation stands, who may know of it, and where its answers come from.

use serde::{Deserialize, Serialize};

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

/// Whether strangers may know of a conversation that is no draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// They may.
    #[default]
    Public,
    /// It was brought in to be looked at first: to strangers there is nothing there, until the desk makes it public.
    Private,
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
