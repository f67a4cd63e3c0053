//! What is drawn of a conversation, and for what: a drawing keeps its words, a picture has to draw them itself.

use crate::Addresses;
use crate::words::Words;
use canvass_charts::lacks_letters;
use canvass_domain::Conversation;

/// A conversation to be drawn. What may be drawn of it is for the gate to say: results and turnout come by it.
#[derive(Clone, Copy, Debug)]
pub struct Drawing<'a> {
    /// The conversation.
    pub conversation: &'a Conversation,
    /// Where it is.
    pub addresses: &'a Addresses,
    /// What the drawing is for.
    pub medium: Medium,
}

/// What a drawing is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// To be shown as it is, in the faces of whoever shows it.
    Vector,
    /// To be turned into pixels with the faces built in. Where those lack letters, the drawing says so.
    Pixels,
}

impl Drawing<'_> {
    /// Draws without a notice, and once more with it where letters are missing.
    pub(super) fn render(self, t: Words, render: impl Fn(Option<String>) -> String) -> String {
        let plain = render(None);
        match self.medium {
            Medium::Pixels if lacks_letters(&plain) => {
                let address = self.addresses.spoken();
                // A report in a folder has no address to read the letters at.
                let notice =
                    if address.is_empty() { t.text("picture-boxes-only") } else { t.say("picture-boxes", address) };
                render(Some(notice))
            }
            Medium::Vector | Medium::Pixels => plain,
        }
    }
}
