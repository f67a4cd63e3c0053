//! `/c/{slug}/comments` and a thread of its own: what readers say, and the forms to say it, answer it and report it.
//!
//! A page holds one form at most, wherever it stands, so that a long thread stays light.

mod act;
mod form;
pub(crate) mod moderation;
mod report;
mod view;

pub use form::{CommentForm, CommentProblem, TypedComment};
pub use moderation::{Fates, Moderation};
pub use report::ReportStatement;

use crate::{Notice, PageError};
use canvass_domain::{About, CommentCard, CommentId, Conversation, StatementId};
use std::collections::BTreeMap;

/// One comment as somebody sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Everything but its words.
    pub card: CommentCard,
    /// Its words; nothing where they are gone.
    pub text: Option<String>,
    /// The name its author chose to show.
    pub name: Option<String>,
    /// Whose it is.
    pub whose: Whose,
    /// To its author, where others do not see it yet: how many more people have to answer before they do.
    pub appears_after: Option<u32>,
    /// What it says now, as a hash that a decision on it carries; for whoever may decide on it.
    pub seen: Option<String>,
}

/// Whose a comment is, to the reader in front of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Somebody else's.
    Others,
    /// Theirs, and still to be changed.
    MineFresh,
    /// Theirs.
    Mine,
}

/// A beginning and its replies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentThread {
    /// The beginning.
    pub root: Comment,
    /// Replies, each under what it replies to.
    pub replies: Vec<Comment>,
    /// Replies that are not on this page.
    pub n_more: usize,
}

/// The order of threads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CommentOrder {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
}

/// What is on the page: threads, or one of them.
#[derive(Clone, Debug)]
pub enum CommentList {
    /// A page of threads.
    Threads {
        /// In which order.
        order: CommentOrder,
        /// Only those about this.
        about: Option<About>,
        /// Threads of this choice on all pages.
        n_threads: usize,
    },
    /// One thread, reached by one of its comments.
    Thread(CommentId),
}

/// The page of comments, or of one thread.
#[derive(Clone, Debug)]
pub struct CommentsPage<'a> {
    /// The conversation.
    pub conversation: &'a Conversation,
    /// What is on the page.
    pub list: CommentList,
    /// The threads.
    pub threads: Vec<CommentThread>,
    /// Which page this is, from 0, and of how many.
    pub page: (usize, usize),
    /// Comments that are shown, on all pages.
    pub n_shown: usize,
    /// The wording of statements that comments here are about.
    pub statements: BTreeMap<StatementId, String>,
    /// What became of texts, by rule.
    pub moderation: Moderation,
    /// Token for every form.
    pub token: &'a str,
    /// The one form of the page.
    pub form: CommentForm,
    /// What was typed into it.
    pub typed: TypedComment,
    /// What was wrong with it.
    pub problem: Option<CommentProblem>,
    /// What just happened (`?said=`).
    pub said: Option<Notice>,
    /// Token for forms of the desk, where whoever looks may decide on comments.
    pub desk_token: Option<&'a str>,
}

/// How many comments there are, for pages that lead to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TalkCounts {
    /// Comments that are shown.
    pub n_shown: usize,
    /// About each thing.
    pub about: BTreeMap<About, usize>,
}

impl CommentsPage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        crate::html::finished(&view::View::of(self))
    }
}

/// Where a comment stands on the web, with the place on the page.
pub(crate) fn permalink(conversation: &Conversation, comment: CommentId) -> String {
    format!("/c/{}/comments/{comment}#c{comment}", conversation.slug)
}

/// The query of one page of a list.
fn query(order: CommentOrder, about: Option<About>, page: usize) -> String {
    let order = (order == CommentOrder::Oldest).then(|| "order=oldest".to_owned());
    let about = about.map(|about| format!("about={about}"));
    let page = (page > 0).then(|| format!("page={}", page + 1));
    let parts: Vec<String> = [order, about, page].into_iter().flatten().collect();
    format!("?{}", parts.join("&"))
}
