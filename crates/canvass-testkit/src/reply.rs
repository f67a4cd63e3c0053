//! An answer of the server, read in the ways tests need.

use axum::http::{HeaderMap, StatusCode};
use scraper::{Html, Selector};
use serde_json::Value;

/// An answer of the server, whole.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as text.
    ///
    /// # Panics
    /// When it is not UTF-8.
    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body of text")
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not JSON.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: `{}`", self.text()))
    }

    /// A header as text; empty where it is missing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as HTML.
    #[must_use]
    pub fn html(&self) -> Html {
        Html::parse_document(self.text())
    }

    /// The words a reader sees, with single spaces, of every element that a CSS selector finds.
    ///
    /// # Panics
    /// When the selector cannot be read.
    #[must_use]
    pub fn words(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a CSS selector");
        let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.html().select(&selector).map(|element| one_line(element.text().collect::<Vec<_>>().join(" "))).collect()
    }

    /// An attribute of every element that a CSS selector finds.
    ///
    /// # Panics
    /// When the selector cannot be read.
    #[must_use]
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a CSS selector");
        self.html().select(&selector).filter_map(|element| element.attr(name).map(str::to_owned)).collect()
    }

    /// The token of the first form, where there is a form.
    #[must_use]
    pub fn token(&self) -> Option<String> {
        self.attributes("input[name=token]", "value").into_iter().next()
    }

    /// Fails unless the status is this, showing the body.
    ///
    /// # Panics
    /// When it is another.
    #[track_caller]
    #[expect(clippy::return_self_not_must_use, reason = "checking is the point; going on with it is optional")]
    pub fn must_be(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        self
    }
}
