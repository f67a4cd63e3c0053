//! Texts that the desk has decided on: found again by what became of them and by their words, and decided otherwise.

use super::queue::{DeskItem, DeskProblem, QueueView};
use super::{Staff, role_text};
use crate::html::query_escape;
use crate::shell::Shell;
use crate::words::Words;
use crate::{Notice, PageError};
use askama::Template;
use canvass_domain::{Conversation, Permission, StatementState};
use canvass_words::Locale;

/// `/desk/c/{slug}/decided`.
#[derive(Clone, Debug)]
pub struct DeskDecided<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// The conversation.
    pub conversation: &'a Conversation,
    /// Which texts these are.
    pub shows: DecidedShows,
    /// The texts, the newest first.
    pub items: Vec<DeskItem>,
    /// From which number on the next page goes.
    pub next: Option<u32>,
    /// What just happened.
    pub said: Option<Notice>,
    /// A decision that could not be taken.
    pub problem: Option<DeskProblem>,
}

/// Which decided texts are shown, as addresses have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedShows {
    /// Statements, else comments.
    pub kind: DecidedKind,
    /// Accepted or declined.
    pub state: StatementState,
    /// What is looked for.
    pub query: String,
    /// Only those numbered lower than this.
    pub before: Option<u32>,
}

/// A kind of decided texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DecidedKind {
    /// Comments.
    #[default]
    Comments,
    /// Statements.
    Statements,
}

#[derive(Template)]
#[template(path = "desk/decided.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    slug: &'a str,
    title: &'a str,
    said: Option<String>,
    may_moderate: bool,
    filters: Vec<(String, String, bool)>,
    kind: &'static str,
    state: &'static str,
    query: &'a str,
    none: String,
    next: Option<String>,
    queue: QueueView<'a>,
}

impl DecidedKind {
    /// The word in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Comments => "comments",
            Self::Statements => "statements",
        }
    }
}

impl DecidedShows {
    /// As the query of an address.
    #[must_use]
    pub fn to_query(&self) -> String {
        let query = (!self.query.is_empty()).then(|| format!("&q={}", query_escape(&self.query)));
        let query = query.unwrap_or_default();
        let before = self.before.map(|before| format!("&before={before}")).unwrap_or_default();
        format!("kind={}&state={}{query}{before}", self.kind.word(), self.state.word())
    }
}

impl DeskDecided<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let (conversation, shows) = (self.conversation, &self.shows);
        let slug = conversation.slug.as_str();
        let path = format!("/desk/c/{slug}/decided");
        let address = |shows: &DecidedShows| format!("{path}?{}", shows.to_query());
        let kinds = [
            (DecidedKind::Comments, StatementState::Accepted, "desk-decided-comments-accepted"),
            (DecidedKind::Comments, StatementState::Declined, "desk-decided-comments-declined"),
            (DecidedKind::Statements, StatementState::Accepted, "desk-decided-statements-accepted"),
            (DecidedKind::Statements, StatementState::Declined, "desk-decided-statements-declined"),
        ];
        let filter = |(kind, state, key): (DecidedKind, StatementState, &'static str)| {
            let is_current = (kind, state) == (shows.kind, shows.state);
            let there = DecidedShows { kind, state, before: None, ..shows.clone() };
            (address(&there), t.text(key), is_current)
        };
        let next = self.next.map(|before| address(&DecidedShows { before: Some(before), ..shows.clone() }));
        let title = t.say("desk-decided-title", &conversation.instrument.title);
        let view = View {
            t,
            shell: super::shell(t, conversation, &title, &format!("/desk/c/{slug}")),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            slug,
            title: &conversation.instrument.title,
            said: self.said.map(|notice| t.text(notice.key())),
            may_moderate: self.staff.role.may(Permission::Moderate),
            filters: kinds.into_iter().map(filter).collect(),
            kind: shows.kind.word(),
            state: shows.state.word(),
            query: &shows.query,
            none: if shows.query.is_empty() {
                t.text("desk-decided-none")
            } else {
                t.say("desk-decided-none-found", &shows.query)
            },
            next,
            queue: QueueView::of_items(t, &self.items, address(shows), self.problem.as_ref()),
        };
        crate::html::finished(&view)
    }
}
