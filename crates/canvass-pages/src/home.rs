//! `/`: the conversations there are, and a search.

use crate::PageError;
use crate::addresses::TakeAddress;
use crate::shell::Shell;
use crate::words::Words;
use askama::Template;
use canvass_domain::{Conversation, Millis, Provenance, State};
use canvass_results::Turnout;
use canvass_words::{Locale, Zone};

/// The list of conversations.
#[derive(Clone, Debug, Default)]
pub struct Home<'a> {
    /// What was searched for; empty for all.
    pub query: &'a str,
    /// What is listed, in this order.
    pub conversations: Vec<HomeEntry>,
}

/// One conversation in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeEntry {
    /// Its name in addresses.
    pub slug: String,
    /// Its headline.
    pub title: String,
    /// Language of the headline.
    pub language: String,
    /// Who asks.
    pub organiser: Option<String>,
    /// Where it stands.
    pub state: State,
    /// How many gave answers.
    pub n_participants: u64,
    /// The zone in which its times are told.
    pub zone: Zone,
    /// When it opens or opened.
    pub opens_at: Option<Millis>,
    /// When it closes or closed.
    pub closes_at: Option<Millis>,
    /// Where its answers come from.
    pub provenance: Provenance,
    /// The newest take of it; nothing before there is one.
    pub take: Option<TakeAddress>,
}

#[derive(Template)]
#[template(path = "home.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    query: &'a str,
    entries: Vec<EntryView<'a>>,
}

struct EntryView<'a> {
    entry: &'a HomeEntry,
    facts: Vec<String>,
    take: Option<(String, String)>,
}

impl HomeEntry {
    /// From a conversation and what anyone may know of it.
    #[must_use]
    pub fn of(conversation: &Conversation, turnout: Turnout) -> Self {
        let instrument = &conversation.instrument;
        Self {
            slug: conversation.slug.to_string(),
            title: instrument.title.clone(),
            language: instrument.language.clone(),
            organiser: instrument.organiser.as_ref().map(|organiser| organiser.name.clone()),
            state: conversation.state,
            n_participants: turnout.n_participants,
            zone: instrument.zone(),
            opens_at: instrument.times.opens_at,
            closes_at: instrument.times.closes_at,
            provenance: conversation.provenance,
            take: None,
        }
    }

    fn view(&self, t: Words) -> EntryView<'_> {
        EntryView { entry: self, facts: self.facts(t), take: self.take.as_ref().map(|take| take.link(t)) }
    }

    fn facts(&self, t: Words) -> Vec<String> {
        let times = match self.state {
            State::Draft => t.moment_words(self.opens_at).map(|at| t.say("opens-on", &at)),
            State::Open => t.moment_words(self.closes_at).map(|at| t.say("closes-on", &at)),
            State::Closed => None,
        };
        let state = match self.state {
            State::Draft => t.text("state-draft"),
            State::Open => t.text("state-open"),
            State::Closed => t.text("state-closed"),
        };
        let origin = match self.provenance {
            Provenance::Here => None,
            Provenance::Imported => Some(t.text("origin-imported")),
            Provenance::Synthetic => Some(t.text("origin-synthetic")),
        };
        let turnout = t.count("turnout-short", self.n_participants);
        [Some(state), Some(turnout), times, origin].into_iter().flatten().collect()
    }
}

impl Home<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let entries: Vec<_> = self.conversations.iter().map(|entry| entry.view(t.in_zone(entry.zone))).collect();
        let mut shell = Shell::plain(t, &t.text("home-title"));
        let has_takes = entries.iter().any(|entry: &EntryView<'_>| entry.take.is_some());
        shell.feed = has_takes.then_some("/takes.atom");
        crate::html::finished(&View { t, shell, query: self.query, entries })
    }
}
