//! `/desk/new` and `/desk/c/{slug}/edit`: a conversation in one plain form.
//!
//! What was typed is always shown again, right or wrong; what is locked is a text with its reason, not a field.

mod fields;
mod view;

pub use fields::FormTexts;

use super::Staff;
use crate::PageError;
use crate::shell::{NavItem, Shell};
use crate::words::Words;
use askama::Template;
use canvass_domain::{Conversation, HasAnswers, InstrumentError, Manuscript};
use canvass_words::Locale;

/// The form.
#[derive(Clone, Copy, Debug)]
pub struct DeskEdit<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// What stands in the fields.
    pub typed: &'a Manuscript,
    /// The conversation that is changed; nothing where one is made.
    pub stored: Option<EditedConversation<'a>>,
    /// What is wrong with it.
    pub problems: &'a [InstrumentError],
    /// Why it is shown again.
    pub moment: EditMoment,
    /// The place to begin typing at, such as a row just added.
    pub focus: Option<&'a str>,
}

/// A conversation that is changed in the form.
#[derive(Clone, Copy, Debug)]
pub struct EditedConversation<'a> {
    /// The conversation.
    pub conversation: &'a Conversation,
    /// What is stored of it now.
    pub manuscript: &'a Manuscript,
    /// What stands for that in the form.
    pub made_from: &'a str,
    /// Whether somebody has answered.
    pub has_answers: HasAnswers,
    /// How many did.
    pub n_participants: u64,
    /// Statements that keep their wording.
    pub settled: &'a [String],
}

/// Why the form is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EditMoment {
    /// To be filled in.
    #[default]
    Typing,
    /// It was looked over, and nothing saved.
    Checked,
    /// Somebody else has saved meanwhile.
    Overtaken,
}

/// Where a file is pasted or chosen, to start from.
#[derive(Clone, Copy, Debug)]
pub struct DeskFromFile<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// What was pasted.
    pub typed: &'a str,
    /// What is wrong with the file.
    pub problem: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "desk/from_file.html")]
struct FromFileView<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    typed: &'a str,
    problem: Option<String>,
}

impl DeskEdit<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        crate::html::finished(&view::View::of(self))
    }
}

impl DeskFromFile<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let view = FromFileView {
            t,
            shell: shell_of_new(t, &t.text("edit-from-file")),
            staff: self.staff,
            role: super::role_text(t, self.staff.role),
            typed: self.typed,
            problem: self.problem.map(quoted),
        };
        crate::html::finished(&view)
    }
}

/// Around a page that belongs to no conversation yet.
fn shell_of_new(t: Words, title: &str) -> Shell {
    let nav = vec![NavItem { href: "/desk".to_owned(), label: t.text("desk-nav-home"), is_current: false }];
    Shell { nav, ..Shell::desk(t, title) }
}

/// Back-ticks, in which values stand on a terminal, as quotation marks.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (n, part) in text.split('`').enumerate() {
        if n > 0 {
            out.push(if n % 2 == 1 { '“' } else { '”' });
        }
        out.push_str(part);
    }
    out
}
