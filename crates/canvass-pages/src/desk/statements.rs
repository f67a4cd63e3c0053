//! `/desk/c/{slug}/statements`: what each statement is about. Editors mark those about the readers themselves.

use super::{Staff, role_text};
use crate::shell::{Shell, content_lang};
use crate::words::Words;
use crate::{Notice, PageError};
use askama::Template;
use canvass_domain::{Conversation, StatementState, Subject};
use canvass_words::Locale;

/// Some of a conversation's statements, with what each is about.
#[derive(Clone, Debug)]
pub struct DeskStatements<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// The conversation.
    pub conversation: &'a Conversation,
    /// The statements of this page.
    pub statements: Vec<DeskStatement>,
    /// Whether there are any after them.
    pub has_more: bool,
    /// Whether they may be marked now.
    pub marking: Marking,
    /// What just happened (`?said=`).
    pub said: Option<Notice>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskStatement {
    /// Its number.
    pub id: u32,
    /// Its wording.
    pub text: String,
    /// Where it stands.
    pub state: StatementState,
    /// What it is about.
    pub subject: Subject,
}

/// Whether statements may be marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marking {
    /// They may.
    Allowed,
    /// Results are closed to readers, who could not see what a mark changes.
    BehindGate,
}

#[derive(Template)]
#[template(path = "desk/statements.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    slug: &'a str,
    title: &'a str,
    lang: Option<&'a str>,
    said: Option<String>,
    is_behind_gate: bool,
    rows: Vec<Row<'a>>,
    more: Option<String>,
}

struct Row<'a> {
    id: u32,
    name: String,
    text: &'a str,
    /// Where it stands, unless readers see it.
    state: Option<String>,
    is_meta: bool,
    /// The subject that the button gives it.
    to: &'static str,
}

impl DeskStatements<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let slug = &self.conversation.slug;
        let path = format!("/desk/c/{slug}/statements");
        let last = self.statements.last().filter(|_| self.has_more);
        let view = View {
            t,
            shell: super::shell(t, self.conversation, &t.text("marks-title"), &path),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            slug: slug.as_str(),
            title: &self.conversation.instrument.title,
            lang: content_lang(self.conversation),
            said: self.said.map(|notice| t.text(notice.key())),
            is_behind_gate: self.marking == Marking::BehindGate,
            rows: self.statements.iter().map(|statement| row(t, statement)).collect(),
            more: last.map(|last| format!("{path}?after={}", last.id)),
        };
        crate::html::finished(&view)
    }
}

fn row(t: Words, statement: &DeskStatement) -> Row<'_> {
    let is_meta = statement.subject.is_meta();
    Row {
        id: statement.id,
        name: t.say("desk-statement", &statement.id.to_string()),
        text: &statement.text,
        state: match statement.state {
            StatementState::Accepted => None,
            StatementState::Held => Some(t.text("marks-held")),
            StatementState::Declined => Some(t.text("marks-declined")),
        },
        is_meta,
        to: if is_meta { Subject::Topic } else { Subject::Readers }.word(),
    }
}
