//! Who may do what at the desk.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest e-mail address.
const MAX_EMAIL_CHARS: usize = 254;

/// An e-mail address as staff are known by: in small letters. That mail arrives there is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(String);

/// Why a text is no e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no e-mail address")]
pub struct InvalidEmail(pub String);

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
    /// Withdraw what is published.
    Withdraw,
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
            Permission::ManagePeople | Permission::Withdraw => matches!(self, Self::Owner),
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

impl EmailAddress {
    /// Checks for something before and after one `@`, without spaces.
    ///
    /// # Errors
    /// When it has no such form, or more than 254 characters.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim();
        let has_form =
            text.split_once('@').is_some_and(|(who, at)| !who.is_empty() && !at.is_empty() && !at.contains('@'));
        let is_odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"');
        if has_form && text.chars().count() <= MAX_EMAIL_CHARS && !text.contains(is_odd) {
            Ok(Self(text.to_lowercase()))
        } else {
            Err(InvalidEmail(text.chars().filter(|c| !c.is_control()).take(MAX_EMAIL_CHARS).collect()))
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_form_and_small_letters() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(EmailAddress::parse(text).ok().as_ref().map(EmailAddress::as_str), expected, "{text}");
        };
        check(" Ada@Example.org ", Some("ada@example.org"));
        check("=cmd|x@example.org", Some("=cmd|x@example.org"));
        let long = format!("{}@example.org", "a".repeat(254));
        for odd in ["", "ada", "@", "ada@", "@example.org", "a b@c", "a@b@c", "a@b,c@d", "<a@b>", long.as_str()] {
            check(odd, None);
        }
        assert_eq!(EmailAddress::parse("a\u{7}da").unwrap_err().to_string(), "`ada` is no e-mail address");
    }
}
