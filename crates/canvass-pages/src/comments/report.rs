//! `/c/{slug}/statements/{id}/report`: telling the desk of a statement; after the close as well.

use super::form::{FormView, ProblemView};
use super::{CommentProblem, TypedComment};
use crate::PageError;
use crate::shell::{Place, Shell, content_lang};
use crate::words::Words;
use askama::Template;
use canvass_domain::{Conversation, StatementId};

/// The form, with the statement that it is about.
#[derive(Clone, Debug)]
pub struct ReportStatement<'a> {
    /// The conversation.
    pub conversation: &'a Conversation,
    /// The statement.
    pub statement: StatementId,
    /// Its words.
    pub text: &'a str,
    /// The page that leads back, below the conversation's address.
    pub back: &'a str,
    /// Token for the form.
    pub token: &'a str,
    /// What was typed into it.
    pub typed: TypedComment,
    /// What was wrong with it.
    pub problem: Option<CommentProblem>,
}

#[derive(Template)]
#[template(path = "comments/report.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    slug: &'a str,
    lang: Option<&'a str>,
    title: &'a str,
    number: String,
    text: &'a str,
    error: Option<ProblemView>,
    form: FormView,
    token: &'a str,
}

impl ReportStatement<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let (conversation, number) = (self.conversation, self.statement.to_string());
        let t = Words::told(&conversation.instrument);
        let form =
            FormView::of_report(t, conversation, (&self.typed, self.problem.as_ref()), self.back, self.statement);
        let view = View {
            t,
            shell: Shell::of(t, conversation, Place::Question, &t.text("report-statement-title")),
            slug: conversation.slug.as_str(),
            lang: content_lang(conversation),
            title: &conversation.instrument.title,
            number,
            text: self.text,
            error: form.problem.clone(),
            form,
            token: self.token,
        };
        crate::html::finished(&view)
    }
}
