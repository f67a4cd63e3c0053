//! `/desk/c/{slug}/texts/{target}`: one text with everything that can be done about it.

use super::queue::{DeskItem, DeskProblem, QueueView, name_of};
use super::{Staff, role_text};
use crate::shell::Shell;
use crate::words::Words;
use crate::{Notice, PageError};
use askama::Template;
use canvass_domain::{Conversation, Permission};
use canvass_words::Locale;

/// One text at the desk.
#[derive(Clone, Debug)]
pub struct DeskText<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// The conversation.
    pub conversation: &'a Conversation,
    /// The text.
    pub item: DeskItem,
    /// What just happened.
    pub said: Option<Notice>,
    /// A decision that could not be taken.
    pub problem: Option<DeskProblem>,
}

#[derive(Template)]
#[template(path = "desk/text.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    slug: &'a str,
    title: &'a str,
    heading: String,
    said: Option<String>,
    may_moderate: bool,
    queue: QueueView<'a>,
}

impl DeskText<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let (slug, target) = (self.conversation.slug.as_str(), self.item.target);
        let (heading, back) = (name_of(t, target), format!("/desk/c/{slug}/texts/{target}"));
        let items = std::slice::from_ref(&self.item);
        let view = View {
            t,
            shell: super::shell(t, self.conversation, &heading, &back),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            slug,
            title: &self.conversation.instrument.title,
            heading,
            said: self.said.map(|notice| t.text(notice.key())),
            may_moderate: self.staff.role.may(Permission::Moderate),
            queue: QueueView::of_items(t, items, back, self.problem.as_ref()),
        };
        crate::html::finished(&view)
    }
}
