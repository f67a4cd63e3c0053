//! `/desk/c/{slug}`: one conversation's facts, open and close, and the queue.

use super::queue::{DeskProblem, DeskQueue, QueueView};
use super::watch::DeskAlarm;
use super::wording::WordingView;
use super::{Staff, home, role_text, standing_text};
use crate::gate::when_open;
use crate::html::{contact_link, web_address};
use crate::shell::{Shell, content_lang};
use crate::words::Words;
use crate::{Notice, PageError};
use askama::Template;
use canvass_counts::Totals;
use canvass_domain::{
    Admission, Closed, Conversation, Gate, Millis, ParticipantId, Permission, Provenance, State, Visibility,
};
use canvass_results::Turnout;
use canvass_text::Checked;
use canvass_words::Arg;
use std::time::Duration;

/// One conversation at the desk.
#[derive(Clone, Debug)]
pub struct DeskConversation<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// The conversation.
    pub conversation: &'a Conversation,
    /// How many answered.
    pub turnout: Turnout,
    /// Now.
    pub now_ms: Millis,
    /// Answers since midnight UTC.
    pub n_today: u64,
    /// The counts, where the gate shows them to staff, or what it says.
    pub results: Result<Totals, Closed>,
    /// How the making of the opinion map goes.
    pub map: MapMaking,
    /// What waits.
    pub queue: DeskQueue,
    /// More readers than usual are marked.
    pub alarm: Option<DeskAlarm>,
    /// Readers excluded one by one, by number.
    pub excluded: Vec<ParticipantId>,
    /// What the wording check says; nothing where it is too late to matter.
    pub wording: Option<Checked>,
    /// What just happened (`?said=`).
    pub said: Option<Notice>,
    /// A decision that could not be taken.
    pub problem: Option<DeskProblem>,
}

/// How the making of a conversation's opinion map goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapMaking {
    /// There are too few answers for one.
    TooFew,
    /// The first one is on its way.
    Waits,
    /// There is one.
    Made {
        /// For how long there has been.
        ago: Duration,
        /// How long it took.
        took: Duration,
    },
    /// The last attempts came to nothing.
    Failed {
        /// How many, in a row.
        n: u32,
    },
}

#[derive(Template)]
#[template(path = "desk/conversation.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    slug: &'a str,
    lang: Option<&'a str>,
    title: &'a str,
    state: String,
    alarm: Option<[String; 2]>,
    numbers: [(String, String); 3],
    facts: Vec<Fact>,
    /// What happened to the whole of it.
    said_of_all: Option<String>,
    /// What happened to one of its texts, said where the next one waits.
    said_of_text: Option<String>,
    may_edit: bool,
    may_open: bool,
    may_close: bool,
    may_make_public: bool,
    may_delete: bool,
    may_moderate: bool,
    obstacle: Option<String>,
    queue: QueueView<'a>,
    excluded: &'a [ParticipantId],
    wording: Option<WordingView<'a>>,
}

struct Fact {
    name: String,
    value: String,
    href: Option<String>,
}

impl DeskConversation<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let conversation = self.conversation;
        let t = Words::desk(&self.conversation.instrument);
        let may = |permission| self.staff.role.may(permission);
        let state = conversation.state;
        let obstacle = conversation.instrument.check_can_open_at(self.now_ms).err().filter(|_| state == State::Draft);
        let said =
            |which: fn(Notice) -> bool| self.said.filter(|notice| which(*notice)).map(|notice| t.text(notice.key()));
        let view = View {
            t,
            shell: super::shell(
                t,
                conversation,
                &conversation.instrument.title,
                &format!("/desk/c/{}", conversation.slug),
            ),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            slug: conversation.slug.as_str(),
            lang: content_lang(conversation),
            title: &conversation.instrument.title,
            state: standing_text(t, conversation),
            alarm: self.alarm.as_ref().map(|alarm| alarm.words(t, conversation.instrument.poll.as_ref())),
            numbers: [
                (t.number(self.queue.n_waiting()), t.text("desk-waiting")),
                (t.number(self.n_today), t.text("desk-today")),
                (t.number(self.turnout.n_participants), t.text("desk-participants")),
            ],
            facts: self.facts(t),
            said_of_all: said(Notice::is_of_conversation),
            said_of_text: said(|notice| !notice.is_of_conversation()),
            may_edit: may(Permission::Edit),
            may_open: may(Permission::Edit) && state == State::Draft,
            may_close: may(Permission::Edit) && state == State::Open,
            may_make_public: may(Permission::Edit) && conversation.visibility == Visibility::Private,
            may_delete: may(Permission::ManagePeople) && conversation.provenance == Provenance::Imported,
            may_moderate: may(Permission::Moderate),
            obstacle: obstacle.map(|error| error.to_string()),
            queue: self.queue.view(t, self.problem.as_ref()),
            excluded: &self.excluded,
            wording: self.wording.as_ref().map(|checked| WordingView::new(t, checked)),
        };
        crate::html::finished(&view)
    }

    fn facts(&self, t: Words) -> Vec<Fact> {
        let conversation = self.conversation;
        let instrument = &conversation.instrument;
        let slug = &conversation.slug;
        let fact = |key, value: String, href| Fact { name: t.text(key), value, href };
        let results = match self.results {
            Ok(_) => fact("fact-results", t.text("fact-results-link"), Some(format!("/c/{slug}/results"))),
            Err(closed) => fact("fact-results", when_open(t, closed), None),
        };
        let change = self.results.as_ref().ok();
        let change = change.and_then(|totals| t.book().answers_to_change(totals, instrument.poll.as_ref()));
        let gate = match instrument.gate {
            Gate::Always => t.text("gate-always"),
            Gate::AfterVote => t.text("gate-after-vote"),
            Gate::AtClose => t.text("gate-at-close-rule"),
            Gate::Sealed => t.text("gate-sealed"),
        };
        let admission = match instrument.new_statements {
            Admission::Hold => t.text("admission-hold"),
            Admission::Show => t.text("admission-show"),
        };
        let times = instrument.times;
        let when = home::when(t, conversation.state, times.opens_at, times.closes_at);
        let organiser = instrument.organiser.as_ref();
        let people = [
            organiser.map(|who| fact("fact-organiser", who.name.clone(), None)),
            organiser.map(|who| fact("fact-contact", who.contact.clone(), contact_link(&who.contact))),
            organiser.map(|who| {
                fact("fact-privacy", who.privacy_url.clone(), web_address(&who.privacy_url).map(str::to_owned))
            }),
        ];
        let rules = [
            Some(fact("fact-gate", gate, None)),
            Some(results),
            change.map(|change| fact("fact-change", change, None)),
            Some(fact("fact-map", self.map.text(t), None)),
            Some(fact("fact-admission", admission, None)),
            when.map(|when| fact("fact-times", when, None)),
            Some(fact("fact-version", t.number(u64::from(conversation.version)), None)),
        ];
        rules.into_iter().chain(people).flatten().collect()
    }
}

impl MapMaking {
    fn text(self, t: Words) -> String {
        match self {
            Self::TooFew => t.text("map-few"),
            Self::Waits => t.text("map-waits"),
            Self::Made { ago, took } => {
                let (ago, took) = (span(t, Duration::from_secs(ago.as_secs())), span(t, took));
                t.with("map-made", &[("ago", Arg::Text(&ago)), ("took", Arg::Text(&took))])
            }
            Self::Failed { n } => t.count("map-failed", u64::from(n)),
        }
    }
}

/// A length of time in one unit, the part of one left out.
fn span(t: Words, long: Duration) -> String {
    let ms = u64::try_from(long.as_millis()).unwrap_or(u64::MAX);
    match ms {
        1..1_000 => t.count("span-ms", ms),
        0 | 1_000..60_000 => t.count("span-seconds", ms / 1_000),
        60_000..3_600_000 => t.count("span-minutes", ms / 60_000),
        _ => t.count("span-hours", ms / 3_600_000),
    }
}
