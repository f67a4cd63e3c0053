//! `/desk`: every conversation with the numbers that matter.

use super::queue::QueueFilter;
use super::{DeskNav, Staff, role_text, state_text};
use crate::PageError;
use crate::shell::Shell;
use crate::words::Words;
use askama::Template;
use canvass_domain::{Conversation, Millis, Permission, State, Visibility};
use canvass_results::Turnout;
use canvass_words::{Locale, Zone};

/// The desk's first page.
#[derive(Clone, Debug)]
pub struct DeskHome<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// How many texts wait everywhere: statements, comments, reported ones.
    pub waiting: [usize; 4],
    /// Notes on what is unclear, and responses that are still to come.
    pub waiting_after: [u64; 2],
    /// Every conversation, in the order to be listed.
    pub conversations: Vec<DeskEntry>,
    /// Whether they are told by mail that something waits; nothing where no mail is sent, or it is not their work.
    pub is_told: Option<bool>,
}

/// One conversation in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskEntry {
    /// Its name in addresses.
    pub slug: String,
    /// Its headline.
    pub title: String,
    /// Where it stands.
    pub state: State,
    /// Whether strangers may know of it.
    pub visibility: Visibility,
    /// The zone in which its times are told.
    pub zone: Zone,
    /// When it opens by itself.
    pub opens_at: Option<Millis>,
    /// When it closes by itself.
    pub closes_at: Option<Millis>,
    /// How much waits: texts, notes on what is unclear, responses.
    pub n_waiting: u64,
    /// Answers since midnight UTC.
    pub n_today: u64,
    /// People who answered.
    pub n_participants: u64,
}

#[derive(Template)]
#[template(path = "desk/home.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    may_edit: bool,
    waits: Vec<(String, &'static str, String)>,
    may_moderate: bool,
    n_today: String,
    is_told: Option<bool>,
    entries: Vec<EntryView<'a>>,
}

struct EntryView<'a> {
    entry: &'a DeskEntry,
    state: String,
    when: Option<String>,
    n_waiting: String,
    n_today: String,
    n_participants: String,
}

impl DeskEntry {
    /// From a conversation and its counts.
    #[must_use]
    pub fn of(conversation: &Conversation, turnout: Turnout, n_waiting: u64, n_today: u64) -> Self {
        Self {
            slug: conversation.slug.to_string(),
            title: conversation.instrument.title.clone(),
            state: conversation.state,
            visibility: conversation.visibility,
            zone: conversation.instrument.zone(),
            opens_at: conversation.instrument.times.opens_at,
            closes_at: conversation.instrument.times.closes_at,
            n_waiting,
            n_today,
            n_participants: turnout.n_participants,
        }
    }

    fn view(&self, t: Words) -> EntryView<'_> {
        EntryView {
            entry: self,
            state: match self.visibility {
                Visibility::Private => t.text("state-private"),
                Visibility::Public => state_text(t, self.state),
            },
            when: when(t.in_zone(self.zone), self.state, self.opens_at, self.closes_at),
            n_waiting: t.number(self.n_waiting),
            n_today: t.number(self.n_today),
            n_participants: t.number(self.n_participants),
        }
    }
}

impl DeskHome<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let total = |count: fn(&DeskEntry) -> u64| t.number(self.conversations.iter().map(count).sum());
        let view = View {
            t,
            shell: super::shell_of_desk(t, self.staff, DeskNav::Home, &t.text("desk-title")),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            may_edit: self.staff.role.may(Permission::Edit),
            waits: self.waits(t),
            may_moderate: self.staff.role.may(Permission::Moderate),
            n_today: total(|entry| entry.n_today),
            is_told: self.is_told,
            entries: self.conversations.iter().map(|entry| entry.view(t)).collect(),
        };
        crate::html::finished(&view)
    }

    /// How many wait, of what kind, and the word of the filter that shows them.
    fn waits(&self, t: Words) -> Vec<(String, &'static str, String)> {
        use QueueFilter::{Changed, Comments, Reported, Statements};
        let kinds = [
            (Statements, "desk-waiting-statements"),
            (Comments, "desk-waiting-comments"),
            (Reported, "desk-waiting-reported"),
            (Changed, "desk-waiting-changed"),
        ];
        let texts = kinds.into_iter().zip(self.waiting.map(|n| n as u64));
        let after = ["desk-waiting-unclear", "desk-waiting-responses"].map(|key| (QueueFilter::All, key));
        let after = after.into_iter().zip(self.waiting_after).filter(|(_, n)| *n > 0);
        texts.chain(after).map(|((filter, key), n)| (t.number(n), filter.word(), t.text(key))).collect()
    }
}

/// When it opens or closes by itself, where that is still to come.
pub(super) fn when(t: Words, state: State, opens_at: Option<Millis>, closes_at: Option<Millis>) -> Option<String> {
    match state {
        State::Draft => t.moment_words(opens_at).map(|at| t.say("opens-on", &at)),
        State::Open => t.moment_words(closes_at).map(|at| t.say("closes-on", &at)),
        State::Closed => None,
    }
}
