//! `/desk/c/{slug}/take/publish`: asks before an edition is out for good, and who signs it.
//!
//! What was typed and ticked is shown again where it was not published, with what is wrong linked to its field.

use super::take::{ProblemView, TakeProblem, problem_view};
use super::{Staff, role_text};
use crate::PageError;
use crate::shell::Shell;
use crate::words::Words;
use askama::Template;
use canvass_domain::Conversation;
use canvass_edition::Edition;
use canvass_results::Results;

/// Asks before an edition is out for good.
#[derive(Clone, Debug)]
pub struct DeskPublish<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// The conversation.
    pub conversation: &'a Conversation,
    /// The draft.
    pub edition: &'a Edition,
    /// Stands for it in the form.
    pub hash: &'a str,
    /// What there is to say of it.
    pub problems: &'a [TakeProblem],
    /// Whether answers have changed since it was frozen.
    pub is_stale: bool,
    /// Its results.
    pub results: &'a Results,
    /// Whether a figure moves by a point or more without marked readers.
    pub moves_by_marks: bool,
    /// What there is to certify, by the words of its boxes.
    pub to_certify: &'a [&'static str],
    /// Why it was not published.
    pub wrong: &'a [PublishProblem],
    /// What was typed and ticked.
    pub typed: TypedPublishing<'a>,
}

/// Why an edition was not published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublishProblem {
    /// Whoever signs has not ticked a box.
    Unticked(&'static str),
    /// Something is ticked, and no name is given.
    Unnamed,
    /// It does not say why there is a new edition.
    NoReason,
    /// What is flagged was not read.
    Unread,
    /// Marked readers were not looked at.
    MarksUnseen,
    /// Something else, in a sentence.
    Other(String),
}

/// What was typed and ticked to publish an edition: shown again where it was not.
#[derive(Clone, Debug, Default)]
pub struct TypedPublishing<'a> {
    /// Who signs off.
    pub name: &'a str,
    /// Why there is a new edition.
    pub why: &'a str,
    /// What is certified.
    pub checked: Vec<&'a str>,
    /// Whether what is flagged was read.
    pub flags_read: bool,
    /// Whether marked readers were looked at.
    pub marks_seen: bool,
    /// Whether each person's answers are to be published.
    pub rows: bool,
}

#[derive(Template)]
#[template(path = "desk/publish.html")]
struct PublishView<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    slug: &'a str,
    heading: String,
    button: String,
    hash: &'a str,
    refused: Vec<ProblemView>,
    flagged: Vec<ProblemView>,
    /// What the poll says with and without marked readers, where that differs by a point.
    marked: Option<String>,
    is_stale: bool,
    is_new: bool,
    wrong: Vec<ProblemView>,
    typed: &'a TypedPublishing<'a>,
    checks: Vec<CheckView>,
}

/// A box by which something is certified.
struct CheckView {
    word: &'static str,
    text: String,
    is_ticked: bool,
    is_wrong: bool,
}

impl DeskPublish<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::desk(&self.conversation.instrument);
        let slug = self.conversation.slug.as_str();
        let number = self.edition.number.to_string();
        let heading = t.say("desk-publish-title", &number);
        let (refused, flagged): (Vec<_>, Vec<_>) = self.problems.iter().partition(|problem| problem.refuses);
        let check = |word: &&'static str| CheckView {
            word,
            text: t.text(check_key(word)),
            is_ticked: self.typed.checked.contains(word),
            is_wrong: self.wrong.contains(&PublishProblem::Unticked(word)),
        };
        let view = PublishView {
            t,
            shell: super::shell(t, self.conversation, &heading, &format!("/desk/c/{slug}/take/publish")),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            slug,
            heading,
            button: t.say("desk-publish-button", &number),
            hash: self.hash,
            refused: refused.into_iter().map(|problem| problem_view(t, problem)).collect(),
            flagged: flagged.into_iter().map(|problem| problem_view(t, problem)).collect(),
            marked: self
                .moves_by_marks
                .then(|| t.book().marked(self.results).unwrap_or_else(|| t.text("desk-publish-marks-few"))),
            is_stale: self.is_stale,
            is_new: self.edition.number > 1,
            wrong: self.wrong.iter().map(|problem| problem.view(t)).collect(),
            typed: &self.typed,
            checks: self.to_certify.iter().map(check).collect(),
        };
        crate::html::finished(&view)
    }
}

fn check_key(word: &str) -> &'static str {
    match word {
        "headline" => "desk-check-headline",
        "figures" => "desk-check-figures",
        "quotes" => "desk-check-quotes",
        "words" => "desk-check-words",
        _ => "desk-check-response",
    }
}

impl PublishProblem {
    /// What is wrong, with the field that it is about.
    fn view(&self, t: Words) -> ProblemView {
        let (field, text) = match self {
            Self::Unticked(word) => {
                (format!("checked-{word}"), t.say("desk-publish-unticked", &t.text(check_key(word))))
            }
            Self::Unnamed => ("signed_by".to_owned(), t.text("desk-publish-unnamed")),
            Self::NoReason => ("why".to_owned(), t.text("desk-publish-no-reason")),
            Self::Unread => ("flags_read".to_owned(), t.text("desk-publish-unread")),
            Self::MarksUnseen => ("marks_seen".to_owned(), t.text("desk-publish-marks-unseen")),
            Self::Other(text) => (String::new(), text.clone()),
        };
        ProblemView { href: if field.is_empty() { field } else { format!("#{field}") }, text }
    }
}
