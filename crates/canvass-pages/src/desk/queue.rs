//! What waits for the desk, as one list: statements, comments, and what readers reported.

use crate::moment::Moment;
use crate::words::Words;
use canvass_domain::{About, Conversation, Millis, ParticipantId, StatementState, Target};

/// A page of the queue.
#[derive(Clone, Debug, Default)]
pub struct DeskQueue {
    /// Oldest first.
    pub items: Vec<DeskItem>,
    /// Which part of the queue this is.
    pub shows: QueueFilter,
    /// How many wait: statements, comments, reported texts.
    pub waiting: [usize; 3],
    /// How many there are of what is shown.
    pub n_items: usize,
    /// The page this is, from 0.
    pub page: usize,
    /// Items on one page.
    pub per_page: usize,
}

/// Which part of the queue is shown (`?show=`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueueFilter {
    /// Everything that waits.
    #[default]
    All,
    /// Held statements.
    Statements,
    /// Held comments.
    Comments,
    /// Texts that readers reported.
    Reported,
}

/// One text that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskItem {
    /// Which.
    pub target: Target,
    /// Where it stands.
    pub state: StatementState,
    /// Its words; empty where its author erased them.
    pub text: String,
    /// Who wrote it, by number.
    pub author: Option<ParticipantId>,
    /// When it came in.
    pub at_ms: Millis,
    /// What a comment is about.
    pub about: Option<About>,
    /// Whether a comment is a reply.
    pub is_reply: bool,
    /// Whether its wording may still be mended.
    pub may_be_mended: bool,
    /// By how many readers it is reported.
    pub n_reports: usize,
    /// What the first of them said about it: rule and note.
    pub reports: Vec<(String, Option<String>)>,
}

/// A decision that could not be taken, with what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskProblem {
    /// Which text.
    pub target: Target,
    /// What is wrong.
    pub why: WhyNot,
    /// The rule that was chosen.
    pub rule: String,
    /// What was typed.
    pub typed: String,
}

/// Why a text could not be declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// No rule was chosen.
    NoRule,
    /// The reason is too long.
    LongReason,
}

pub(super) struct QueueView<'a> {
    pub filters: Vec<FilterView>,
    pub items: Vec<ItemView<'a>>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

pub(super) struct FilterView {
    pub href: String,
    pub text: String,
    pub n: String,
    pub is_current: bool,
}

pub(super) struct ItemView<'a> {
    pub id: String,
    pub target: String,
    pub from: &'static str,
    pub name: String,
    pub text: Option<&'a str>,
    pub about: Option<String>,
    pub added: Option<Moment>,
    pub author: Option<ParticipantId>,
    pub is_shown: bool,
    pub may_be_mended: bool,
    pub reported: Option<String>,
    pub reports: Vec<(String, Option<&'a str>)>,
    pub more_reports: Option<String>,
    pub problem: Option<String>,
    pub rule: &'a str,
    pub typed: &'a str,
}

impl QueueFilter {
    const ALL: [Self; 4] = [Self::All, Self::Statements, Self::Comments, Self::Reported];

    /// The word in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Statements => "statements",
            Self::Comments => "comments",
            Self::Reported => "reported",
        }
    }

    /// Reads the word; anything else is everything.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|filter| filter.word() == word).unwrap_or_default()
    }

    const fn key(self) -> &'static str {
        match self {
            Self::All => "desk-filter-all",
            Self::Statements => "desk-filter-statements",
            Self::Comments => "desk-filter-comments",
            Self::Reported => "desk-filter-reported",
        }
    }
}

impl DeskQueue {
    /// How many texts wait in all.
    #[must_use]
    pub fn n_waiting(&self) -> u64 {
        self.waiting.iter().map(|n| *n as u64).sum()
    }

    pub(super) fn view<'a>(
        &'a self,
        t: Words,
        conversation: &Conversation,
        problem: Option<&'a DeskProblem>,
    ) -> QueueView<'a> {
        let slug = &conversation.slug;
        let href =
            |filter: QueueFilter, page: usize| format!("/desk/c/{slug}?show={}&page={page}#queue", filter.word());
        let [statements, comments, reported] = self.waiting;
        let counts = [statements + comments + reported, statements, comments, reported];
        let filters = QueueFilter::ALL.into_iter().zip(counts).map(|(filter, n)| FilterView {
            href: href(filter, 0),
            text: t.text(filter.key()),
            n: t.number(n as u64),
            is_current: filter == self.shows,
        });
        let is_more = (self.page + 1).saturating_mul(self.per_page) < self.n_items;
        QueueView {
            filters: filters.collect(),
            items: self.items.iter().map(|item| item.view(t, conversation, problem)).collect(),
            previous: (self.page > 0).then(|| href(self.shows, self.page - 1)),
            next: is_more.then(|| href(self.shows, self.page + 1)),
        }
    }
}

impl DeskItem {
    fn view<'a>(&'a self, t: Words, conversation: &Conversation, problem: Option<&'a DeskProblem>) -> ItemView<'a> {
        let problem = problem.filter(|problem| problem.target == self.target);
        let rules = conversation.instrument.rules();
        let rule_text = |key: &str| {
            rules.iter().find(|rule| rule.key == key).map_or_else(|| key.to_owned(), |rule| rule.text.clone())
        };
        let name = match (self.target, self.is_reply) {
            (Target::Statement(id), _) => t.say("desk-statement", id.to_string().as_str()),
            (Target::Comment(id), false) => t.say("desk-comment", id.to_string().as_str()),
            (Target::Comment(id), true) => t.say("desk-reply", id.to_string().as_str()),
        };
        let about = self.about.and_then(|about| match about {
            About::Conversation => None,
            About::Option(id) => Some(t.say("desk-on-option", id.to_string().as_str())),
            About::Statement(id) => Some(t.say("desk-on-statement", id.to_string().as_str())),
        });
        let n_more = self.n_reports.saturating_sub(self.reports.len());
        ItemView {
            id: self.target.to_string().replace(':', "-"),
            target: self.target.to_string(),
            from: self.state.word(),
            name,
            text: (!self.text.is_empty()).then_some(self.text.as_str()),
            about,
            added: Moment::of(self.at_ms),
            author: self.author,
            is_shown: self.state == StatementState::Accepted,
            may_be_mended: self.may_be_mended,
            reported: (self.n_reports > 0).then(|| t.count("desk-reported", self.n_reports as u64)),
            reports: self.reports.iter().map(|(rule, note)| (rule_text(rule), note.as_deref())).collect(),
            more_reports: (n_more > 0).then(|| t.count("desk-reported-more", n_more as u64)),
            problem: problem.map(|problem| {
                t.text(match problem.why {
                    WhyNot::NoRule => "problem-reason-empty",
                    WhyNot::LongReason => "problem-reason-long",
                })
            }),
            rule: problem.map_or("", |problem| problem.rule.as_str()),
            typed: problem.map_or("", |problem| problem.typed.as_str()),
        }
    }
}
