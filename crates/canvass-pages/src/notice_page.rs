//! "Tell me when the results are final": the form, and the page behind the links in letters.

use crate::PageError;
use crate::shell::{Place, Shell};
use crate::words::Words;
use askama::Template;
use canvass_domain::Conversation;
use canvass_words::Locale;

/// `/c/{slug}/notice`: asks for an address.
#[derive(Clone, Debug)]
pub struct NoticeForm<'a> {
    /// Which conversation.
    pub conversation: &'a Conversation,
    /// What stands there.
    pub state: NoticeForms<'a>,
}

/// What the page of the form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeForms<'a> {
    /// The empty form.
    Empty,
    /// What was typed is no address.
    NoAddress(&'a str),
    /// A letter is on its way, if the address takes one.
    Posted,
}

/// `/notice/{token}`: where the links in letters lead.
#[derive(Clone, Debug)]
pub struct NoticeLink<'a> {
    /// The link's token.
    pub link_token: &'a str,
    /// What it leads to.
    pub leads_to: NoticeLinks<'a>,
}

/// What a link in a letter leads to.
#[derive(Clone, Copy, Debug)]
pub enum NoticeLinks<'a> {
    /// A request to be confirmed.
    Confirm(&'a Conversation),
    /// A confirmed one, to be ended.
    End(&'a Conversation),
    /// It was confirmed just now.
    Confirmed(&'a Conversation),
    /// It was ended just now, or there is nothing.
    Nothing,
}

#[derive(Template)]
#[template(path = "notice_form.html")]
struct FormView<'a> {
    t: Words,
    shell: Shell,
    slug: &'a str,
    title: &'a str,
    typed: &'a str,
    problem: Option<String>,
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "notice_link.html")]
struct LinkView<'a> {
    t: Words,
    shell: Shell,
    /// Path the button posts to, and its label.
    button: Option<(String, String)>,
    says: String,
    conversation: Option<&'a Conversation>,
}

impl NoticeForm<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::told(&self.conversation.instrument);
        let shell = Shell::of(t, self.conversation, Place::Aside, &t.text("notice-title"));
        let (typed, problem, said) = match self.state {
            NoticeForms::Empty => ("", None, None),
            NoticeForms::NoAddress(typed) => (typed, Some(t.text("notice-no-address")), None),
            NoticeForms::Posted => ("", None, Some(t.text("notice-posted"))),
        };
        let slug = self.conversation.slug.as_str();
        let title = self.conversation.instrument.title.as_str();
        crate::html::finished(&FormView { t, shell, slug, title, typed, problem, said })
    }
}

impl NoticeLink<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let conversation = match self.leads_to {
            NoticeLinks::Confirm(of) | NoticeLinks::End(of) | NoticeLinks::Confirmed(of) => Some(of),
            NoticeLinks::Nothing => None,
        };
        let t = Words::of(conversation.map_or(Locale::ENGLISH, |of| of.instrument.locale()));
        let path = |act: &str| format!("/notice/{}/{act}", self.link_token);
        let (says, button) = match self.leads_to {
            NoticeLinks::Confirm(_) => ("notice-confirm-what", Some((path("confirm"), t.text("notice-confirm")))),
            NoticeLinks::End(_) => ("notice-end-what", Some((path("unsubscribe"), t.text("notice-end")))),
            NoticeLinks::Confirmed(_) => ("notice-confirmed", None),
            NoticeLinks::Nothing => ("notice-nothing", None),
        };
        let shell = match conversation {
            Some(of) => Shell::of(t, of, Place::Aside, &t.text("notice-title")),
            None => Shell { script: None, ..Shell::plain(t, &t.text("notice-title")) },
        };
        crate::html::finished(&LinkView { t, shell, button, says: t.text(says), conversation })
    }
}
