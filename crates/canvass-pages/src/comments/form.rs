//! The one form of a comments page, with what was typed and what was wrong with it.

use super::CommentsPage;
use crate::words::{Words, illegible_key};
use canvass_domain::{
    About, Admission, CommentId, Conversation, InvalidComment, MAX_COMMENT_CHARS, QuoteConsent, Rule, StatementId,
    Target,
};

/// Longest note of a report, in characters.
const MAX_NOTE_CHARS: usize = 600;

/// Which form the page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentForm {
    /// None: nothing can be said here now, or nothing was asked for.
    None,
    /// A new comment, about this.
    New(About),
    /// A reply to a comment.
    Reply(CommentId),
    /// A change of one's own.
    Edit(CommentId),
    /// A report to the desk.
    Report(CommentId),
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedComment {
    /// The comment, or the note of a report.
    pub text: String,
    /// The way of quoting that was chosen.
    pub quote: String,
    /// The name.
    pub name: String,
    /// The place.
    pub place: String,
    /// The rule of a report.
    pub rule: String,
}

/// Why it was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommentProblem {
    /// The words, the name, or the way of quoting.
    Comment(InvalidComment),
    /// This reader has written as many as one may.
    TooMany,
    /// The conversation has as many as it can take.
    Full,
    /// The desk has excluded this reader.
    Excluded,
    /// Replies go no deeper.
    TooDeep,
    /// Too long ago to be changed.
    TooLate,
    /// What it replies to is no longer shown.
    Gone,
    /// No rule was chosen.
    Rule,
    /// The note of a report is too long.
    LongNote,
}

pub(super) struct FormView {
    pub(super) action: String,
    pub(super) title: String,
    pub(super) hint: String,
    pub(super) button: String,
    pub(super) back: Option<String>,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) text: String,
    pub(super) problem: Option<ProblemView>,
    pub(super) max: usize,
    pub(super) limit: String,
    /// The ways of quoting: word, text, whether chosen; none where it is not asked.
    pub(super) quotes: Vec<(&'static str, String, bool)>,
    pub(super) name: String,
    pub(super) place: String,
    /// The rules of a report.
    pub(super) rules: Vec<(Rule, bool)>,
    pub(super) text_label: String,
}

#[derive(Clone)]
pub(super) struct ProblemView {
    pub(super) field: &'static str,
    pub(super) text: String,
}

impl FormView {
    pub(super) fn of(t: Words, page: &CommentsPage<'_>) -> Option<Self> {
        let slug = &page.conversation.slug;
        let comments = format!("/c/{slug}/comments");
        let keys = match page.form {
            CommentForm::None => return None,
            CommentForm::New(_) => ["comment-write", "comment-text", "comment-send"],
            CommentForm::Reply(_) => ["comment-reply-title", "comment-reply-text", "comment-reply-send"],
            CommentForm::Edit(_) => ["comment-edit-title", "comment-edit-text", "comment-edit-send"],
            CommentForm::Report(_) => ["report-title", "report-note", "report-send"],
        };
        let [title, text_label, button] = keys.map(|key| t.text(key));
        let (action, hidden, target) = match page.form {
            CommentForm::New(about) => (comments, vec![("about", about.to_string())], None),
            CommentForm::Reply(id) => (comments, vec![("parent", id.to_string())], Some(id)),
            CommentForm::Edit(id) => (format!("{comments}/{id}/edit"), vec![], Some(id)),
            CommentForm::Report(id) => {
                (format!("/c/{slug}/reports"), vec![("target", format!("comment:{id}"))], Some(id))
            }
            CommentForm::None => return None,
        };
        let asks_quote = matches!(page.form, CommentForm::New(_) | CommentForm::Reply(_));
        let is_report = matches!(page.form, CommentForm::Report(_));
        let max = if is_report { MAX_NOTE_CHARS } else { MAX_COMMENT_CHARS };
        Some(Self {
            action,
            title,
            hint: hint(t, page),
            button,
            back: target.map(|id| super::permalink(page.conversation, id)),
            hidden,
            text: page.typed.text.clone(),
            problem: page.problem.as_ref().map(|problem| problem_view(t, problem)),
            max,
            limit: limit(t, max),
            quotes: if asks_quote { quotes(t, &page.typed.quote) } else { Vec::new() },
            name: page.typed.name.clone(),
            place: page.typed.place.clone(),
            rules: if is_report { rules(page.conversation, &page.typed) } else { Vec::new() },
            text_label,
        })
    }

    /// The form that tells the desk of a statement.
    pub(super) fn of_report(
        t: Words,
        conversation: &Conversation,
        (typed, problem): (&TypedComment, Option<&CommentProblem>),
        back: &str,
        statement: StatementId,
    ) -> Self {
        let slug = &conversation.slug;
        Self {
            action: format!("/c/{slug}/reports"),
            title: t.text("report-why"),
            hint: t.text("report-hint"),
            button: t.text("report-send"),
            back: Some(format!("/c/{slug}{back}")),
            hidden: vec![("target", Target::Statement(statement).to_string())],
            text: typed.text.clone(),
            problem: problem.map(|problem| problem_view(t, problem)),
            max: MAX_NOTE_CHARS,
            limit: limit(t, MAX_NOTE_CHARS),
            quotes: Vec::new(),
            name: String::new(),
            place: String::new(),
            rules: rules(conversation, typed),
            text_label: t.text("report-note"),
        }
    }
}

fn limit(t: Words, max: usize) -> String {
    t.say("comment-limit", &t.number(u64::try_from(max).unwrap_or(u64::MAX)))
}

fn hint(t: Words, page: &CommentsPage<'_>) -> String {
    match page.form {
        CommentForm::Report(_) => t.text("report-hint"),
        CommentForm::Edit(_) => t.text("comment-edit-hint"),
        _ => {
            let note = match page.conversation.instrument.comments {
                Some(Admission::Show) => "add-note-show",
                _ => "add-note-hold",
            };
            format!("{} {}", t.text("comment-hint"), t.text(note))
        }
    }
}

/// The ways of quoting, from none to most; nothing chosen means no.
fn quotes(t: Words, chosen: &str) -> Vec<(&'static str, String, bool)> {
    let chosen = QuoteConsent::from_word(chosen).unwrap_or_default();
    let text = |quote| match quote {
        QuoteConsent::No => t.text("quote-no"),
        QuoteConsent::Anonymous => t.text("quote-anonymous"),
        QuoteConsent::FirstNameAndPlace => t.text("quote-first-name-and-place"),
        QuoteConsent::Name => t.text("quote-name"),
    };
    QuoteConsent::ALL.into_iter().rev().map(|quote| (quote.word(), text(quote), quote == chosen)).collect()
}

fn rules(conversation: &Conversation, typed: &TypedComment) -> Vec<(Rule, bool)> {
    let rules = conversation.instrument.rules().into_iter();
    rules
        .map(|rule| {
            let is_chosen = rule.key == typed.rule;
            (rule, is_chosen)
        })
        .collect()
}

fn problem_view(t: Words, problem: &CommentProblem) -> ProblemView {
    let at = |field, text| ProblemView { field, text };
    match problem {
        CommentProblem::Comment(InvalidComment::Empty) => at("text", t.text("problem-comment-empty")),
        CommentProblem::Comment(InvalidComment::TooLong { n_chars }) => {
            let over = u64::try_from(n_chars.saturating_sub(MAX_COMMENT_CHARS)).unwrap_or(u64::MAX);
            at("text", t.say("problem-comment-long", &t.number(over)))
        }
        CommentProblem::Comment(InvalidComment::Quote(_)) => at("quote-no", t.text("problem-quote")),
        CommentProblem::Comment(InvalidComment::NoName) => at("name", t.text("problem-quote-name")),
        CommentProblem::Comment(InvalidComment::NoPlace) => at("place", t.text("problem-quote-place")),
        CommentProblem::Comment(InvalidComment::LongName) => at("name", t.text("problem-name-long")),
        CommentProblem::Comment(InvalidComment::Illegible(why)) => at("text", t.text(illegible_key(*why))),
        CommentProblem::Comment(InvalidComment::IllegibleName(why)) => at("name", t.text(illegible_key(*why))),
        CommentProblem::Comment(InvalidComment::IllegiblePlace(why)) => at("place", t.text(illegible_key(*why))),
        CommentProblem::Comment(InvalidComment::ProtectedName) => at("name", t.text("problem-name-protected")),
        CommentProblem::TooMany => at("text", t.text("problem-comments-full")),
        CommentProblem::Full => at("text", t.text("problem-comments-many")),
        CommentProblem::Excluded => at("text", t.text("problem-excluded")),
        CommentProblem::TooDeep => at("text", t.text("problem-too-deep")),
        CommentProblem::TooLate => at("text", t.text("problem-too-late")),
        CommentProblem::Gone => at("text", t.text("problem-comment-gone")),
        CommentProblem::Rule => at("rule", t.text("problem-rule")),
        CommentProblem::LongNote => at("text", t.text("problem-note-long")),
    }
}
