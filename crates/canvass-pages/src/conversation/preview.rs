//! The answering page as staff look at it before readers do: from what is typed or stored, marked, dead.

use super::{AboutMe, ConversationPage, Next, Reader, view};
use crate::words::Words;
use crate::{Addresses, PageError};
use canvass_domain::{Conversation, Millis, State, StatementId};
use canvass_results::Turnout;
use canvass_words::Locale;

/// A conversation as a reader would meet it.
#[derive(Clone, Copy, Debug)]
pub struct ConversationPreview<'a> {
    /// What would be asked. Nobody can answer it, wherever it stands.
    pub conversation: &'a Conversation,
    /// The statement that stands first, and how many there are.
    pub statements: Option<(&'a str, usize)>,
    /// How many things are still wrong with it.
    pub n_problems: usize,
    /// Now.
    pub now_ms: Millis,
}

impl ConversationPreview<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let conversation = Conversation { state: State::Draft, ..self.conversation.clone() };
        let next = self.statements.map_or(Next::NoneYet, |(text, n)| Next::Statement {
            id: StatementId(1),
            text: text.to_owned(),
            place: 1,
            of: u32::try_from(n.min(10)).unwrap_or(10),
        });
        let asks_about = !conversation.instrument.attributes.is_empty();
        let about = asks_about.then(AboutMe::default);
        let page = ConversationPage {
            conversation: &conversation,
            turnout: Turnout { n_participants: 0 },
            results: Ok(()),
            reader: Reader { next, about, ..Reader::default() },
            talk: None,
            takes_notices: false,
            place: None,
            addresses: &Addresses::of("", &conversation.slug),
            now_ms: self.now_ms,
        };
        let n_problems = u64::try_from(self.n_problems).unwrap_or(u64::MAX);
        let wrong = (n_problems > 0).then(|| t.count("banner-preview-wrong", n_problems));
        let banners = [Some(t.text("banner-preview")), wrong].into_iter().flatten().collect();
        crate::html::finished(&view::View::of(&page)?.into_preview(banners))
    }
}
