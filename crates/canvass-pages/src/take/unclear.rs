//! `/take/{id}/unclear`: a reader says that words in a take are unclear.

use super::conversation;
use crate::PageError;
use crate::shell::{Place, Shell};
use crate::words::Words;
use askama::Template;
use canvass_edition::Edition;

/// The form.
#[derive(Clone, Copy, Debug)]
pub struct UnclearPage<'a> {
    /// The edition it is about.
    pub edition: &'a Edition,
    /// The words that are unclear, as far as they are known.
    pub passage: &'a str,
    /// What else was typed.
    pub note: &'a str,
    /// Whether something was left out that is needed.
    pub is_wrong: bool,
}

#[derive(Template)]
#[template(path = "take/unclear.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    id: &'a str,
    title: &'a str,
    passage: &'a str,
    note: &'a str,
    is_wrong: bool,
}

impl UnclearPage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let conversation = conversation(self.edition);
        let t = Words::told(&conversation.instrument);
        let shell = Shell::of(t, &conversation, Place::Aside, &t.text("take-unclear-title"));
        let (id, title) = (self.edition.id.as_str(), conversation.instrument.title.as_str());
        let Self { passage, note, is_wrong, .. } = *self;
        crate::html::finished(&View { t, shell, id, title, passage, note, is_wrong })
    }
}
