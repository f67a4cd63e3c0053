//! `/c/{slug}/return/{code}`: a private link is used by a button, never by opening the page.

use crate::PageError;
use crate::shell::{Place, Shell};
use crate::words::Words;
use askama::Template;
use canvass_domain::Conversation;

/// The page a private return link leads to.
#[derive(Clone, Debug)]
pub struct ReturnPage<'a> {
    /// The conversation it belongs to.
    pub conversation: &'a Conversation,
    /// The link's code.
    pub code: &'a str,
    /// The form's token.
    pub token: &'a str,
    /// Whether this browser has answers of its own, which would no longer be reached from it.
    pub has_own_answers: bool,
}

#[derive(Template)]
#[template(path = "return.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    page: &'a ReturnPage<'a>,
}

impl ReturnPage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::told(&self.conversation.instrument);
        let shell = Shell::of(t, self.conversation, Place::Aside, &t.text("return-title"));
        crate::html::finished(&View { t, shell, page: self })
    }
}
