//! Identifiers as newtypes, so that one kind cannot be handed over for another.

use canvass_words::legible;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number_id!(
    /// A conversation, unique in one database.
    ConversationId(i64)
);
number_id!(
    /// A participant's number inside one conversation. It says nothing about who they are.
    ParticipantId(u32)
);
number_id!(
    /// A statement's number inside one conversation (an import keeps the numbers it came with).
    StatementId(u32)
);
number_id!(
    /// A poll option's number inside one conversation, from 1.
    OptionId(u8)
);
number_id!(
    /// The place of an event in its conversation's log: dense, from 1. 0 is "before everything".
    Seq(u64)
);

/// The name of a conversation in addresses: `a-z`, `0-9` and single hyphens inside, 1 to 80 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Why a text is no slug.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a slug: use 1 to 80 of a-z, 0-9 and single hyphens inside, such as `police-and-care`")]
pub struct InvalidSlug(String);

impl Slug {
    /// Longest slug, in characters.
    pub const MAX_CHARS: usize = 80;

    /// Checks a slug.
    ///
    /// # Errors
    /// When the text is empty, too long, or holds anything but `a-z`, `0-9` and single inner hyphens.
    pub fn parse(text: &str) -> Result<Self, InvalidSlug> {
        let good = !text.is_empty()
            && text.len() <= Self::MAX_CHARS
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        if good { Ok(Self(text.to_owned())) } else { Err(InvalidSlug(text.chars().take(100).collect())) }
    }

    /// Makes a slug out of any text: letters and digits kept, in Latin letters (`Straße` is `strasse`, `Привет` is
    /// `privet`), everything else a hyphen.
    #[must_use]
    pub fn suggest(text: &str) -> Self {
        let mut slug = String::new();
        for c in text.chars().filter(|c| !legible::is_silent(*c)) {
            // An apostrophe inside a word parts nothing: `don't` is `dont`.
            if matches!(c, '\'' | '\u{2019}') {
                continue;
            }
            let latin =
                if c.is_alphanumeric() && !is_ideograph(c) { deunicode::deunicode_char(c).unwrap_or("") } else { "" };
            let before = slug.len();
            for letter in latin.chars() {
                match letter {
                    letter if letter.is_ascii_alphanumeric() => slug.push(letter.to_ascii_lowercase()),
                    // ½ is 1/2, and not 12.
                    '/' if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
                    _ => {}
                }
            }
            if slug.len() == before && !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(Self::MAX_CHARS);
        let slug = slug.trim_end_matches('-');
        Self(if slug.is_empty() { "conversation".to_owned() } else { slug.to_owned() })
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Read one way in Chinese and several in Japanese, so that no Latin letters stand for it.
const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Slug {
    type Error = InvalidSlug;
    fn try_from(text: String) -> Result<Self, InvalidSlug> {
        Self::parse(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

/// A comment's number inside one conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommentId(pub u32);

impl fmt::Display for CommentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_checked_at_the_edge() {
        for good in ["a", "police-and-care", "15-per-hour", &"x".repeat(80)] {
            assert_eq!(Slug::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "-a", "a-", "a--b", "A", "a b", "a/b", "é", &"x".repeat(81)] {
            assert!(Slug::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_suggested_slug_is_always_a_slug() {
        for text in ["$15/hour", "Canadian Electoral Reform", "台灣", "", "  --  ", &"é ".repeat(200), &"a-".repeat(99)]
        {
            let slug = Slug::suggest(text);
            assert_eq!(Slug::parse(slug.as_str()).unwrap(), slug, "{text:?}");
        }
        assert_eq!(Slug::suggest("$15/hour").as_str(), "15-hour");
    }

    #[test]
    fn a_suggested_slug_keeps_letters() {
        for (text, expected) in [
            ("Straße", "strasse"),
            ("Ünal", "unal"),
            ("U\u{308}nal", "unal"),
            ("Łódź, Ærø", "lodz-aero"),
            ("Привет, мир", "privet-mir"),
            ("Ποιος;", "poios"),
            ("Don’t stop", "dont-stop"),
            ("한국", "hangug"),
            ("台灣", "conversation"),
            ("a\u{200b}b", "ab"),
            ("½ price?", "1-2-price"),
            ("🦉", "conversation"),
        ] {
            assert_eq!(Slug::suggest(text).as_str(), expected, "{text}");
        }
    }
}
