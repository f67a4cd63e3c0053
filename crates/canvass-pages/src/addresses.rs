//! Where a conversation's public pages are, whole addresses for use elsewhere.

use crate::words::Words;
use canvass_domain::{Millis, Slug};

/// The whole addresses of one conversation's public pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// The question.
    pub conversation: String,
    /// The results.
    pub results: String,
    /// The card that stands for either elsewhere.
    pub card: String,
    /// Where the page with the results finds its charts, without a slash at the end: a path on the server, or beside
    /// the page in a folder.
    pub charts: String,
    /// Where it finds the pictures that only a server makes; nothing without one.
    pub pictures: Option<String>,
    /// The newest take of it; nothing before there is one.
    pub take: Option<TakeAddress>,
    /// The take in which something was unclear that this conversation asks again.
    pub asks_again: Option<AsksAgain>,
}

/// What was unclear elsewhere, and is asked again here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsksAgain {
    /// The name of the edition.
    pub edition: String,
    /// What that is about.
    pub title: String,
    /// The words that were unclear.
    pub passage: String,
}

/// Where a published take is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeAddress {
    /// The name of its edition.
    pub id: String,
    /// When it was published.
    pub published_ms: Millis,
}

impl TakeAddress {
    /// Its path and what a link to it says.
    pub(crate) fn link(&self, t: Words) -> (String, String) {
        (format!("/take/{}", self.id), t.say("take-read", &t.day(self.published_ms)))
    }
}

impl Addresses {
    /// Below the address readers see, which ends without a slash.
    #[must_use]
    pub fn of(public_url: &str, slug: &Slug) -> Self {
        let conversation = format!("{public_url}/c/{slug}");
        Self {
            results: format!("{conversation}/results"),
            card: format!("{conversation}/card.png"),
            charts: format!("/c/{slug}/charts"),
            pictures: Some(format!("/c/{slug}")),
            take: None,
            asks_again: None,
            conversation,
        }
    }

    /// The same, of a conversation that has a take.
    #[must_use]
    pub fn with_take(self, take: Option<TakeAddress>) -> Self {
        Self { take, ..self }
    }

    /// The same, of a conversation that asks something again.
    #[must_use]
    pub fn with_asks_again(self, asks_again: Option<AsksAgain>) -> Self {
        Self { asks_again, ..self }
    }

    /// Of a page that lies in a folder and has no address.
    pub(crate) fn in_folder() -> Self {
        Self {
            conversation: String::new(),
            results: String::new(),
            card: String::new(),
            charts: "charts".to_owned(),
            pictures: None,
            take: None,
            asks_again: None,
        }
    }

    /// The conversation's address as people say it.
    pub(crate) fn spoken(&self) -> &str {
        self.conversation.split_once("://").map_or(&self.conversation, |(_, rest)| rest)
    }
}
