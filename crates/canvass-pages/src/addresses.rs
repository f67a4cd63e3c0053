//! Where a conversation's public pages are, whole addresses for use elsewhere.

use canvass_domain::Slug;

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
            conversation,
        }
    }

    /// Of a page that lies in a folder and has no address.
    pub(crate) fn in_folder() -> Self {
        Self {
            conversation: String::new(),
            results: String::new(),
            card: String::new(),
            charts: "charts".to_owned(),
            pictures: None,
        }
    }

    /// The conversation's address as people say it.
    pub(crate) fn spoken(&self) -> &str {
        self.conversation.split_once("://").map_or(&self.conversation, |(_, rest)| rest)
    }
}
