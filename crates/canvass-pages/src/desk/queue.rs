//! What waits for the desk, as one list: statements, comments, and what readers reported; in one conversation or in
//! all of them.

use super::{DeskNav, Staff, role_text};
use crate::moment::Moment;
use crate::shell::{Shell, content_lang};
use crate::words::Words;
use crate::{Notice, PageError};
use askama::Template;
use canvass_domain::{
    About, Conversation, Millis, ParticipantId, Permission, QuoteConsent, Rule, Slug, StatementState, Target,
};
use canvass_words::{Locale, Zone};

/// A page of the queue.
#[derive(Clone, Debug, Default)]
pub struct DeskQueue {
    /// Oldest first.
    pub items: Vec<DeskItem>,
    /// Of which conversation; nothing where it is of all.
    pub of: Option<Slug>,
    /// Which part of the queue this is.
    pub shows: QueueFilter,
    /// How many wait: statements, comments, reported texts, comments to be changed.
    pub waiting: [usize; 4],
    /// What waits after publication, of each conversation where anything does.
    pub after: Vec<DeskWaitingAfter>,
    /// What became of declining several at once, where that was just tried.
    pub bulk: Option<DeskBulk>,
    /// Where in the queue this page is, as a field of the address; empty at the beginning.
    pub here: String,
    /// The same of the page before.
    pub previous: Option<String>,
    /// The same of the page after.
    pub next: Option<String>,
}

/// `/desk/queue`: what waits in every conversation.
#[derive(Clone, Debug)]
pub struct DeskQueuePage<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// What waits.
    pub queue: DeskQueue,
    /// What just happened (`?said=`).
    pub said: Option<Notice>,
    /// A decision that could not be taken.
    pub problem: Option<DeskProblem>,
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
    /// Comments that their authors want to change.
    Changed,
}

/// One text that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskItem {
    /// Where it was said.
    pub conversation: ItemConversation,
    /// Which.
    pub target: Target,
    /// Where it stands.
    pub state: StatementState,
    /// Its words; empty where its author erased them.
    pub text: String,
    /// A hash of what it says, which a decision on it carries.
    pub seen: String,
    /// The name that stands over it, where its author gives one.
    pub shown_as: Option<String>,
    /// Whether and how a comment may be quoted.
    pub quote: Option<QuoteConsent>,
    /// What a comment would say if its author had their way, with its hash.
    pub change: Option<(String, String)>,
    /// Other words that it was reported for, before its author changed it.
    pub reported_words: Vec<String>,
    /// The comment that a reply answers: its number, and its words as far as there are any.
    pub answers: Option<(u32, Option<String>)>,
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
    /// What readers said about it.
    pub reports: DeskReports,
    /// Whether it is a comment that staff posted.
    pub is_staff: bool,
}

/// The conversation that a text was said in, as far as the queue shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemConversation {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its headline.
    pub title: String,
    /// Its language, where it is not the page's.
    pub lang: Option<String>,
    /// Its published rules.
    pub rules: Vec<Rule>,
    /// The zone in which its times are told.
    pub zone: Zone,
}

/// What readers said about a text, however many they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskReports {
    /// How many.
    pub n: usize,
    /// How many under each rule, by its key, the most first.
    pub by_rule: Vec<(String, usize)>,
    /// Some of their notes.
    pub notes: Vec<String>,
    /// How many notes there are.
    pub n_notes: usize,
}

/// A decision that could not be taken, with what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskProblem {
    /// Of which conversation.
    pub of: Slug,
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
    /// Nothing was ticked.
    NoneTicked,
}

impl WhyNot {
    pub(super) fn text(self, t: Words) -> String {
        t.text(match self {
            Self::NoRule => "problem-reason-empty",
            Self::LongReason => "problem-reason-long",
            Self::NoneTicked => "desk-bulk-none",
        })
    }
}

/// What waits in one conversation after publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskWaitingAfter {
    /// Which conversation.
    pub conversation: ItemConversation,
    /// Notes of readers on what is unclear.
    pub n_unclear: u64,
    /// Who was asked to respond and has not, by when, and whether that is past.
    pub responses: Vec<(String, Millis, bool)>,
}

/// What became of declining several texts at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskBulk {
    /// How many were declined.
    pub n_declined: usize,
    /// Which were left as they are, with the title of their conversation, and why.
    pub left: Vec<(Target, String, WhyLeft)>,
    /// Why none of them was.
    pub why: Option<WhyNot>,
    /// What was ticked, as the form has it.
    pub ticked: Vec<String>,
    /// The rule that was chosen.
    pub rule: String,
    /// What was typed.
    pub typed: String,
}

/// Why a ticked text was left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyLeft {
    /// Its author changed it meanwhile.
    Changed,
    /// Somebody decided on it meanwhile.
    Decided,
    /// Its conversation has no such rule.
    NoSuchRule,
}

/// Whether numbers of texts stand for one conversation's, or need its name with them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ItemsOf {
    One,
    All,
}

pub(super) struct QueueView<'a> {
    pub filters: Vec<FilterView>,
    pub items: Vec<ItemView<'a>>,
    pub is_everywhere: bool,
    pub back: String,
    pub first: Option<String>,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub last: Option<String>,
    /// What waits after publication.
    pub after: Vec<AfterLine<'a>>,
    /// Declining several at once, where there are several.
    pub bulk: Option<BulkView<'a>>,
}

/// Something that waits after publication.
pub(super) struct AfterLine<'a> {
    pub href: String,
    pub text: String,
    /// The conversation, where the page is of all.
    pub title: Option<&'a str>,
    pub lang: Option<&'a str>,
}

/// The form that declines what is ticked.
pub(super) struct BulkView<'a> {
    pub action: String,
    /// Rules that each conversation on the page has.
    pub rules: Vec<&'a Rule>,
    pub problem: Option<String>,
    pub rule: &'a str,
    pub typed: &'a str,
    /// How many were declined, where others were not.
    pub declined: Option<String>,
    pub left: Vec<String>,
}

impl<'a> QueueView<'a> {
    /// Some texts of one conversation that do not wait; forms lead back to an address.
    pub(super) fn of_items(t: Words, items: &'a [DeskItem], back: String, problem: Option<&'a DeskProblem>) -> Self {
        Self {
            filters: Vec::new(),
            items: items.iter().map(|item| item.view(t, ItemsOf::One, problem)).collect(),
            is_everywhere: false,
            back,
            first: None,
            previous: None,
            next: None,
            last: None,
            after: Vec::new(),
            bulk: None,
        }
    }
}

pub(super) struct FilterView {
    pub href: String,
    pub text: String,
    pub n: String,
    pub is_current: bool,
}

pub(super) struct ItemView<'a> {
    pub slug: &'a Slug,
    pub title: &'a str,
    pub lang: Option<&'a str>,
    pub rules: &'a [Rule],
    pub id: String,
    pub target: String,
    pub number: u32,
    pub from: &'static str,
    pub name: String,
    pub text: Option<&'a str>,
    pub seen: &'a str,
    /// Under which name, and whether it may be quoted.
    pub attribution: Option<String>,
    pub change: Option<&'a (String, String)>,
    pub reported_words: &'a [String],
    pub answers: Option<(u32, Option<&'a str>)>,
    /// Where it stands, or would.
    pub place: Option<String>,
    pub about: Option<String>,
    pub added: Option<Moment>,
    pub author: Option<ParticipantId>,
    pub is_shown: bool,
    pub may_be_mended: bool,
    pub reported: Option<String>,
    pub reports: Vec<(String, String)>,
    pub notes: &'a [String],
    pub more_notes: Option<String>,
    pub problem: Option<String>,
    pub rule: &'a str,
    pub typed: &'a str,
    /// What a tick at it says, and whether it has one.
    pub tick: String,
    pub is_ticked: bool,
    pub is_staff: bool,
}

impl ItemConversation {
    /// What the queue shows of a conversation.
    #[must_use]
    pub fn of(conversation: &Conversation) -> Self {
        Self {
            slug: conversation.slug.clone(),
            title: conversation.instrument.title.clone(),
            lang: content_lang(conversation).map(str::to_owned),
            rules: conversation.instrument.rules(),
            zone: conversation.instrument.zone(),
        }
    }
}

impl QueueFilter {
    const ALL: [Self; 5] = [Self::All, Self::Statements, Self::Comments, Self::Reported, Self::Changed];

    /// The word in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Statements => "statements",
            Self::Comments => "comments",
            Self::Reported => "reported",
            Self::Changed => "changed",
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
            Self::Changed => "desk-filter-changed",
        }
    }
}

impl DeskQueue {
    /// How much waits in all.
    #[must_use]
    pub fn n_waiting(&self) -> u64 {
        let after = self.after.iter().map(|after| after.n_unclear + after.responses.len() as u64);
        self.waiting.iter().map(|n| *n as u64).chain(after).sum()
    }

    pub(super) fn view<'a>(&'a self, t: Words, problem: Option<&'a DeskProblem>) -> QueueView<'a> {
        let path = self.of.as_ref().map_or_else(|| "/desk/queue".to_owned(), |slug| format!("/desk/c/{slug}"));
        let address = |filter: QueueFilter, place: &str| {
            let place = if place.is_empty() { String::new() } else { format!("&{place}") };
            format!("{path}?show={}{place}", filter.word())
        };
        let href = |filter: QueueFilter, place: &str| format!("{}#queue", address(filter, place));
        let [statements, comments, reported, changed] = self.waiting;
        let texts = [statements, comments, reported, changed].map(|n| n as u64);
        let counts = [self.n_waiting()].into_iter().chain(texts);
        let filters = QueueFilter::ALL.into_iter().zip(counts).map(|(filter, n)| FilterView {
            href: href(filter, ""),
            text: t.text(filter.key()),
            n: t.number(n),
            is_current: filter == self.shows,
        });
        QueueView {
            filters: filters.collect(),
            items: self.items.iter().map(|item| self.item(t, item, problem)).collect(),
            is_everywhere: self.of.is_none(),
            after: if self.shows == QueueFilter::All { self.after_lines(t) } else { Vec::new() },
            bulk: self.bulk_view(t, format!("{path}/decline")),
            back: address(self.shows, &self.here),
            first: self.previous.as_ref().map(|_| href(self.shows, "")),
            previous: self.previous.as_ref().map(|place| href(self.shows, place)),
            next: self.next.as_ref().map(|place| href(self.shows, place)),
            last: self.next.as_ref().map(|_| href(self.shows, "last=1")),
        }
    }

    fn item<'a>(&'a self, t: Words, item: &'a DeskItem, problem: Option<&'a DeskProblem>) -> ItemView<'a> {
        let shows = if self.of.is_none() { ItemsOf::All } else { ItemsOf::One };
        let view = item.view(t, shows, problem);
        let is_ticked = self.bulk.as_ref().is_some_and(|bulk| bulk.ticked.contains(&view.tick));
        ItemView { is_ticked, ..view }
    }
}

#[derive(Template)]
#[template(path = "desk/everywhere.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    said: Option<String>,
    may_edit: bool,
    may_moderate: bool,
    queue: QueueView<'a>,
}

impl DeskQueuePage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let view = View {
            t,
            shell: super::shell_of_desk(t, self.staff, DeskNav::Queue, &t.text("desk-queue")),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            said: self.said.map(|notice| t.text(notice.key())),
            may_edit: self.staff.role.may(Permission::Edit),
            may_moderate: self.staff.role.may(Permission::Moderate),
            queue: self.queue.view(t, self.problem.as_ref()),
        };
        crate::html::finished(&view)
    }
}

impl DeskItem {
    fn view<'a>(&'a self, t: Words, shows: ItemsOf, problem: Option<&'a DeskProblem>) -> ItemView<'a> {
        let ItemConversation { slug, title, lang, rules, zone } = &self.conversation;
        let problem = problem.filter(|problem| problem.target == self.target && problem.of == *slug);
        let rule_text = |key: &str| {
            rules.iter().find(|rule| rule.key == key).map_or_else(|| key.to_owned(), |rule| rule.text.clone())
        };
        let about = self.about.and_then(|about| match about {
            About::Conversation => None,
            About::Option(id) => Some(t.say("desk-on-option", id.to_string().as_str())),
            About::Statement(id) => Some(t.say("desk-on-statement", id.to_string().as_str())),
        });
        let DeskReports { n, by_rule, notes, n_notes } = &self.reports;
        let id = self.target.to_string().replace(':', "-");
        ItemView {
            slug,
            title,
            lang: lang.as_deref(),
            rules,
            id: if shows == ItemsOf::All { format!("{slug}-{id}") } else { id },
            target: self.target.to_string(),
            number: match self.target {
                Target::Statement(id) => id.0,
                Target::Comment(id) => id.0,
            },
            from: self.state.word(),
            name: self.name(t),
            text: (!self.text.is_empty()).then_some(self.text.as_str()),
            seen: &self.seen,
            attribution: self.quote.map(|quote| attribution(t, self.shown_as.as_deref(), quote)),
            change: self.change.as_ref(),
            reported_words: &self.reported_words,
            answers: self.answers.as_ref().map(|(id, text)| (*id, text.as_deref())),
            place: self.place(),
            about,
            added: t.in_zone(*zone).moment(self.at_ms),
            author: self.author,
            is_shown: self.state == StatementState::Accepted,
            may_be_mended: self.may_be_mended,
            reported: (*n > 0).then(|| t.count("desk-reported", *n as u64)),
            reports: by_rule.iter().map(|(rule, n)| (rule_text(rule), t.number(*n as u64))).collect(),
            notes,
            more_notes: (*n_notes > notes.len()).then(|| t.count("desk-more-notes", (n_notes - notes.len()) as u64)),
            problem: problem.map(|problem| problem.why.text(t)),
            rule: problem.map_or("", |problem| problem.rule.as_str()),
            typed: problem.map_or("", |problem| problem.typed.as_str()),
            tick: self.tick(),
            is_ticked: false,
            is_staff: self.is_staff,
        }
    }

    /// Which text, where it stands and what it says: one word of a form for each text that is ticked.
    fn tick(&self) -> String {
        let (from, seen) = match &self.change {
            Some((_, seen)) => ("change", seen),
            None => (self.state.word(), &self.seen),
        };
        format!("{} {} {from} {seen}", self.conversation.slug, self.target)
    }

    /// The page on which it stands; of a held reply, that of what it answers.
    fn place(&self) -> Option<String> {
        let (slug, is_shown) = (&self.conversation.slug, self.state == StatementState::Accepted);
        match self.target {
            Target::Comment(id) if is_shown => Some(format!("/c/{slug}/comments/{id}#c{id}")),
            Target::Comment(_) => {
                self.answers.as_ref().map(|(parent, _)| format!("/c/{slug}/comments/{parent}#c{parent}"))
            }
            Target::Statement(id) if is_shown => Some(format!("/c/{slug}/results?q=%23{id}#statements")),
            Target::Statement(_) => None,
        }
    }

    fn name(&self, t: Words) -> String {
        match (self.target, self.is_reply) {
            (Target::Comment(id), true) => t.say("desk-reply", id.to_string().as_str()),
            (target, _) => name_of(t, target),
        }
    }
}

/// "Comment 12".
pub(super) fn name_of(t: Words, target: Target) -> String {
    match target {
        Target::Statement(id) => t.say("desk-statement", id.to_string().as_str()),
        Target::Comment(id) => t.say("desk-comment", id.to_string().as_str()),
    }
}

/// "Shown as Ada, Leeds. May be quoted so."
fn attribution(t: Words, shown_as: Option<&str>, quote: QuoteConsent) -> String {
    let name = shown_as.map_or_else(|| t.text("desk-shown-without"), |name| t.say("desk-shown-as", name));
    let quoting = t.text(match quote {
        QuoteConsent::Name => "desk-quote-name",
        QuoteConsent::FirstNameAndPlace => "desk-quote-first-name",
        QuoteConsent::Anonymous => "desk-quote-anonymous",
        QuoteConsent::No => "desk-quote-no",
    });
    format!("{name} {quoting}")
}
