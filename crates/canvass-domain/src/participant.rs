//! What is known of how a participant came: coarse classes only, never an address or a hash of one.

/// How much stands behind a participant's identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Assurance {
    /// A browser or API client that nobody vouched for.
    Anonymous,
    /// Came by a private link.
    Link,
    /// Vouched for by the publisher's signature.
    Member,
    /// Signed in.
    SignedIn,
}

/// By what way a participant first came: the class only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArrivedVia {
    /// No referrer: typed, bookmarked, or withheld.
    Direct,
    /// From a page on the host of the story that the conversation belongs to, be it the story or another.
    Story,
    /// From a search engine.
    Search,
    /// From a social network.
    Social,
    /// From a mail reader.
    Mail,
    /// From any other site, or brought in by an import.
    Other,
}

/// By what way a participant's answers reach the server: known by the credential of the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// A page of the conversation.
    Page,
    /// The programming interface.
    Api,
    /// A page embedded in somebody else's.
    Embed,
}

macro_rules! words {
    ($type:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $type {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word used on every boundary.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word; anything else is nothing.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words!(Assurance { Anonymous = "anonymous", Link = "link", Member = "member", SignedIn = "signed-in" });
words!(Channel { Page = "page", Api = "api", Embed = "embed" });
words!(ArrivedVia {
    Direct = "direct",
    Story = "story",
    Search = "search",
    Social = "social",
    Mail = "mail",
    Other = "other",
});
