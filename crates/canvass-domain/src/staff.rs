//! Who may do what at the desk.

use serde::{Deserialize, Serialize};

/// A staff member's role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything, and people.
    Owner,
    /// Conversations, open, close, takes, exports.
    Editor,
    /// The queue, and bans.
    Moderator,
    /// Reading, and public exports.
    Analyst,
}

/// One thing staff may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See the desk and, where the gate lets staff, results.
    Read,
    /// Decide what waits.
    Moderate,
    /// Create, open and close conversations.
    Edit,
    /// Add people and change roles.
    ManagePeople,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Editor, Self::Moderator, Self::Analyst];

    /// Whether the role carries the permission.
    #[must_use]
    pub const fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::Read => true,
            Permission::Moderate => matches!(self, Self::Owner | Self::Moderator),
            Permission::Edit => matches!(self, Self::Owner | Self::Editor),
            Permission::ManagePeople => matches!(self, Self::Owner),
        }
    }

    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Editor => "editor",
            Self::Moderator => "moderator",
            Self::Analyst => "analyst",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}
