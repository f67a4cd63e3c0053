//! For a form that arrives after its conversation closed: what closed, who asked, where the results are, and what was
//! typed, so that it is not lost.

use crate::PageError;
use crate::shell::{Place, Shell};
use crate::typed::{Typed, TypedView};
use crate::words::Words;
use askama::Template;
use canvass_domain::Conversation;
use canvass_words::Arg;

/// The page that a form gets too late, with status 409.
#[derive(Clone, Debug)]
pub struct LatePage<'a> {
    /// What was asked.
    pub conversation: &'a Conversation,
    /// What was typed into the form.
    pub typed: Option<&'a Typed>,
}

#[derive(Template)]
#[template(path = "late.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    slug: &'a str,
    text: String,
    typed: TypedView,
}

impl LatePage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let instrument = &self.conversation.instrument;
        let t = Words::told(instrument);
        let title = Arg::Text(&instrument.title);
        let text = match &instrument.organiser {
            Some(organiser) => t.with("late-text", &[("title", title), ("name", Arg::Text(&organiser.name))]),
            None => t.with("late-text-nobody", &[("title", title)]),
        };
        let view = View {
            t,
            shell: Shell::of(t, self.conversation, Place::Aside, &t.text("late-title")),
            slug: self.conversation.slug.as_str(),
            text,
            typed: TypedView::of(t, self.typed),
        };
        crate::html::finished(&view)
    }
}
