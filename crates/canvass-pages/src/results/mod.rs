//! `/c/{slug}/results`: words, then picture, then table, then method.

mod about_readers;
mod card;
mod chart;
mod closed;
mod counts;
mod drawing;
mod empty;
mod frozen;
mod groups;
mod lists;
mod method;
mod order;
mod plot;
mod report;
mod request;
mod segments;
mod sorting;
mod table;
mod top;

pub use closed::ResultsClosed;
pub use drawing::{Drawing, Medium};
pub(crate) use frozen::{frozen_parts, map_figure, method_lines, poll_figure};
pub use groups::MyPlace;
pub(crate) use groups::PlaceView;
pub use report::{Report, Stretch};
pub use request::{Direction, Sort, TableRequest};

use crate::comments::moderation::ModerationView;
use crate::gate::staff_only;
use crate::html::{Html, cleaned};
use crate::share::Shared;
use crate::shell::{Place, Shell, banners, content_lang};
use crate::words::Words;
use crate::{Addresses, Moderation, PageError, TalkCounts};
use askama::Template;
use canvass_domain::{Ballot, Closed, Conversation, State};
use canvass_results::{Results, Turnout};

/// Results, let through by the gate.
#[derive(Clone, Debug)]
pub struct ResultsPage<'a> {
    /// What was asked.
    pub conversation: &'a Conversation,
    /// What came out.
    pub results: &'a Results,
    /// Which statements to list, and how.
    pub request: TableRequest,
    /// Where it is, for the sentence to copy and for link previews.
    pub addresses: &'a Addresses,
    /// How many comments there are; nothing where none are taken.
    pub talk: Option<&'a TalkCounts>,
    /// What became of texts, by rule; nothing where that was decided elsewhere.
    pub moderation: Option<&'a Moderation>,
    /// Where the reader in front of it stands among the groups; nothing on what others see too.
    pub place: Option<&'a MyPlace>,
    /// What the reader in front of it chose, where that counts; nothing on what others see too.
    pub ballot: Option<Ballot>,
    /// When readers will see this, where only staff may so far.
    pub early: Option<Closed>,
}

#[derive(Template)]
#[template(path = "results/page.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    lang: Option<&'a str>,
    title: &'a str,
    question: &'a str,
    facts: Vec<String>,
    take: Option<(String, String)>,
    has_poll: bool,
    has_statements: bool,
    /// Where new results announce themselves, while answers come in.
    stream: Option<String>,
    top: Html,
    lists: Html,
    groups: Html,
    segments: Html,
    readers: Html,
    table: Html,
    search: table::Search<'a>,
    method: Vec<String>,
    slug: &'a str,
    talk: Option<String>,
    moderation: Option<ModerationView>,
}

/// That it is closed, and that it was by mistake for a while.
fn facts(t: Words, conversation: &Conversation) -> Vec<String> {
    let closed = (conversation.state == State::Closed).then(|| t.text("closed-fact"));
    closed.into_iter().chain(crate::words::mistaken(t, conversation)).collect()
}

impl ResultsPage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let conversation = self.conversation;
        let instrument = &conversation.instrument;
        let t = Words::told(instrument);
        let [top, lists, groups, segments, readers, table] = self.live_regions(t)?;
        let poll = instrument.poll.as_ref();
        let is_open = conversation.state == State::Open;
        let title = t.say("results-title", &instrument.title);
        let mut shell = Shell::of(t, conversation, Place::Results, &title);
        shell.banners = self.banners(t);
        shell.share = self.shared().results(t);
        let view = View {
            t,
            shell,
            lang: content_lang(conversation),
            title: &instrument.title,
            question: poll.map_or(instrument.title.as_str(), |poll| poll.question.as_str()),
            facts: facts(t, conversation),
            take: self.addresses.take.as_ref().map(|take| take.link(t)),
            has_poll: poll.is_some(),
            has_statements: self.results.on_topic().next().is_some(),
            stream: is_open.then(|| format!("/api/v1/conversations/{}/stream", conversation.slug)),
            top,
            lists,
            groups,
            segments,
            readers,
            table,
            search: table::Search::of(t, self),
            method: method::lines(t, self),
            slug: conversation.slug.as_str(),
            talk: self.talk.map(|talk| t.count("comments-count", u64::try_from(talk.n_shown).unwrap_or(u64::MAX))),
            moderation: self
                .moderation
                .filter(|moderation| moderation.has_anything())
                .map(|moderation| ModerationView::of(t, conversation, moderation)),
        };
        crate::html::finished(&view)
    }

    /// Prints only the regions that change as answers come in: elements with an id and `data-region`, one after
    /// the other, which the script asks for with the header `x-canvass-part: live`.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render_live_part(&self) -> Result<String, PageError> {
        let t = Words::told(&self.conversation.instrument);
        Ok(cleaned(self.live_regions(t)?.iter().map(ToString::to_string).collect()))
    }

    fn shared(&self) -> Shared<'_> {
        let turnout = Turnout { n_participants: self.results.totals.n_participants };
        Shared { conversation: self.conversation, turnout, addresses: self.addresses }
    }

    /// What to know before reading; first of all that it is not public yet.
    fn banners(&self, t: Words) -> Vec<String> {
        let early = self.early.map(|closed| staff_only(t, closed));
        early.into_iter().chain(banners(t, self.conversation)).collect()
    }

    fn live_regions(&self, t: Words) -> Result<[Html; 6], PageError> {
        let top = top::Top::of(t, self).render()?;
        let lists = lists::Part::of(t, self).render()?;
        let groups = groups::Part::of(t, self).render()?;
        let segments = segments::Part::of(t, self).render()?;
        let readers = about_readers::Part::of(t, self).render()?;
        let table = table::Table::of(t, self).render()?;
        Ok([top, lists, groups, segments, readers, table].map(Html::trusted))
    }
}
