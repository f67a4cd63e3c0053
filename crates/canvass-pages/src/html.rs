//! Markup that is already safe. Only this crate's own builders make it; templates print it as it is.

use crate::PageError;
use askama::Template;
use canvass_words::{Direction, legible};
use std::borrow::Cow;
use std::fmt;

/// A page as it goes out: whatever was stored before a rule was there, no control character leaves. Every page ends
/// here, so that no template has to think of it.
pub(crate) fn finished(page: &impl Template) -> Result<String, PageError> {
    Ok(cleaned(page.render()?))
}

/// Markup without what may stand in no markup.
pub(crate) fn cleaned(markup: String) -> String {
    match legible::clean(&markup) {
        Cow::Borrowed(_) => markup,
        Cow::Owned(clean) => clean,
    }
}

/// Finished markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Html(String);

impl Html {
    /// Markup from a builder that escapes: a chart, sanitised Markdown, marked terms.
    pub(crate) const fn trusted(markup: String) -> Self {
        Self(markup)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// The direction in which a language is written, as HTML spells it.
pub(crate) fn dir_of(language: &str) -> &'static str {
    Direction::of_language(language).word()
}

/// A web address that may stand in a link; anything but http and https is nothing.
pub(crate) fn web_address(url: &str) -> Option<&str> {
    let is_web = ["https://", "http://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    is_web.then_some(url)
}

/// Where an organiser's contact leads: a mail or web address.
pub(crate) fn contact_link(contact: &str) -> Option<String> {
    match web_address(contact) {
        Some(url) => Some(url.to_owned()),
        None if contact.contains('@') && !contact.contains(|c: char| c.is_whitespace() || c == ':') => {
            Some(format!("mailto:{contact}"))
        }
        None => None,
    }
}

/// A text made safe for a query string: everything but letters, digits and `-._~` in per cent signs.
pub(crate) fn query_escape(text: &str) -> String {
    use fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        let check = |url, expected: Option<&str>| assert_eq!(contact_link(url).as_deref(), expected, "{url}");
        check("https://example.org/x", Some("https://example.org/x"));
        check("HTTP://example.org", Some("HTTP://example.org"));
        check("desk@example.org", Some("mailto:desk@example.org"));
        check("javascript:alert(1)", None);
        check("javascript:a@b", None);
        check("ask at the desk", None);
    }

    #[test]
    fn query_values_are_escaped() {
        assert_eq!(query_escape("a b&c=é\"<"), "a%20b%26c%3D%C3%A9%22%3C");
    }
}
