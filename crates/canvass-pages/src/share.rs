//! What a page says of itself to link previews (Open Graph and Twitter cards) and search engines.
//!
//! Previews are for strangers and are kept by others, so they are made of what a stranger may know in every state
//! of the gate: the question, and who answered. Results never come here; who looks at the page plays no part. The
//! picture obeys the gate by itself.

use crate::Addresses;
use crate::words::Words;
use canvass_charts::Card;
use canvass_domain::{Conversation, State};
use canvass_results::{Answered, Turnout};

/// A page in a link preview.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    pub(crate) title: String,
    pub(crate) description: String,
    /// The page's one address, whatever it was asked for with.
    pub(crate) url: String,
    pub(crate) site: Option<String>,
    pub(crate) image: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) alt: String,
}

/// What is shared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shared<'a> {
    pub(crate) conversation: &'a Conversation,
    pub(crate) turnout: Turnout,
    pub(crate) addresses: &'a Addresses,
}

impl Shared<'_> {
    /// The question's page.
    pub(crate) fn question(self, t: Words) -> Option<Share> {
        self.page(t, self.conversation.instrument.title.clone(), &self.addresses.conversation)
    }

    /// The results' page, open or not.
    pub(crate) fn results(self, t: Words) -> Option<Share> {
        self.page(t, t.say("results-title", &self.conversation.instrument.title), &self.addresses.results)
    }

    /// Nothing of a draft, which is nobody else's business.
    fn page(self, t: Words, title: String, url: &str) -> Option<Share> {
        let conversation = self.conversation;
        let instrument = &conversation.instrument;
        let (width, height) = Card::SIZE;
        let answered = Answered::of(conversation, self.turnout.n_participants);
        let question = instrument.poll.as_ref().map_or(&instrument.title, |poll| &poll.question);
        (conversation.state != State::Draft).then(|| Share {
            title,
            description: t.book().travelling(question, answered),
            url: url.to_owned(),
            site: instrument.organiser.as_ref().map(|who| who.name.clone()),
            image: self.image(),
            width,
            height,
            alt: t.book().travelling(&t.say("share-alt", question), answered),
        })
    }

    /// The card's address changes with what anyone may know to have changed, since previews are kept by address.
    fn image(self) -> String {
        let conversation = self.conversation;
        let stands = if conversation.state == State::Closed { "closed" } else { "open" };
        format!("{}?v={}-{}-{stands}", self.addresses.card, conversation.version, self.turnout.n_participants)
    }
}
