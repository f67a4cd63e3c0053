//! `/c/{slug}`: the question, and the reader's way through it.

mod answer;
mod preview;
mod reader;
pub(crate) mod view;

pub use preview::ConversationPreview;
pub use reader::{AboutMe, Next, PollForm, Problem, Reader};

use crate::{Addresses, MyPlace, PageError, TalkCounts};
use canvass_domain::{Closed, Conversation, Millis};
use canvass_results::Turnout;

/// The page on which a reader answers.
#[derive(Clone, Debug)]
pub struct ConversationPage<'a> {
    /// What is asked. A draft is shown as a preview; whoever renders it has checked that the viewer is staff.
    pub conversation: &'a Conversation,
    /// What anyone may know of it.
    pub turnout: Turnout,
    /// What the gate says to this viewer.
    pub results: Result<(), Closed>,
    /// What this reader has done and is to do next.
    pub reader: Reader,
    /// Where the reader stands among the groups, between rounds.
    pub place: Option<MyPlace>,
    /// Where it is, for link previews.
    pub addresses: &'a Addresses,
    /// How many comments there are; nothing where none are taken.
    pub talk: Option<TalkCounts>,
    /// Whether readers can ask for a letter when results are final.
    pub takes_notices: bool,
    /// Now.
    pub now_ms: Millis,
}

impl ConversationPage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        crate::html::finished(&view::View::of(self)?)
    }

    /// Prints only what changes with each answer: one element, `<section id="answer">`, which the reader's
    /// script asks for with the header `x-canvass-part: answer` and puts in place of the one on the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render_answer_part(&self) -> Result<String, PageError> {
        crate::html::finished(&answer::Part::of(self))
    }
}
