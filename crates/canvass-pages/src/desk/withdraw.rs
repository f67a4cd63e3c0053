//! Asking before a published edition is withdrawn, and why.

use super::{Staff, role_text};
use crate::PageError;
use crate::shell::Shell;
use crate::words::Words;
use askama::Template;
use canvass_domain::Conversation;
use canvass_words::Locale;

/// `/desk/c/{slug}/take/{number}/withdraw`.
#[derive(Clone, Debug)]
pub struct DeskWithdraw<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// Whose edition it is.
    pub conversation: &'a Conversation,
    /// Which edition.
    pub number: u32,
    /// Its headline, where it can be read.
    pub headline: Option<&'a str>,
    /// What was typed, where it was not taken.
    pub typed: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "desk/withdraw.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    slug: &'a str,
    number: u32,
    title: String,
    headline: Option<&'a str>,
    typed: &'a str,
    is_wrong: bool,
}

impl DeskWithdraw<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let title = t.say("desk-withdraw", &self.number.to_string());
        let path = format!("/desk/c/{}/take", self.conversation.slug);
        let view = View {
            t,
            shell: super::shell(t, self.conversation, &title, &path),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            slug: self.conversation.slug.as_str(),
            number: self.number,
            title,
            headline: self.headline,
            typed: self.typed.unwrap_or_default(),
            is_wrong: self.typed.is_some(),
        };
        crate::html::finished(&view)
    }
}
