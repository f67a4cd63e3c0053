//! The results' address while the gate is closed: who took part so far, and when results will appear.

use crate::gate::when_open;
use crate::share::Shared;
use crate::shell::{Place, Shell, content_lang};
use crate::words::Words;
use crate::{Addresses, PageError};
use askama::Template;
use canvass_domain::{Closed, Conversation, Opens};
use canvass_results::Turnout;

/// The page a closed gate shows, with status 200.
#[derive(Clone, Debug)]
pub struct ResultsClosed<'a> {
    /// What is asked.
    pub conversation: &'a Conversation,
    /// What anyone may know of it.
    pub turnout: Turnout,
    /// What the gate said.
    pub closed: Closed,
    /// Where it is, for link previews.
    pub addresses: &'a Addresses,
    /// Whether readers can ask for a letter when results are final.
    pub takes_notices: bool,
}

#[derive(Template)]
#[template(path = "results/closed.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    slug: &'a str,
    lang: Option<&'a str>,
    title: &'a str,
    turnout: String,
    when: String,
    can_help: bool,
    takes_notices: bool,
}

impl ResultsClosed<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let conversation = self.conversation;
        let t = Words::told(&conversation.instrument);
        let title = t.say("results-title", &conversation.instrument.title);
        let shared = Shared { conversation, turnout: self.turnout, addresses: self.addresses };
        let view = View {
            t,
            shell: Shell { share: shared.results(t), ..Shell::of(t, conversation, Place::Results, &title) },
            slug: conversation.slug.as_str(),
            lang: content_lang(conversation),
            title: &conversation.instrument.title,
            turnout: crate::gate::turnout(t, conversation, self.turnout),
            when: when_open(t, self.closed),
            takes_notices: self.takes_notices,
            can_help: matches!(self.closed.opens, Opens::AfterBallot | Opens::AfterVotes(_)),
        };
        crate::html::finished(&view)
    }
}
