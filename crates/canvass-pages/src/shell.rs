//! What every page has around its content: who asks, where to go, what to know before reading.

use crate::assets;
use crate::html::{contact_link, web_address};
use crate::share::Share;
use crate::words::Words;
use canvass_domain::{Conversation, Provenance, State, Visibility};
use canvass_words::{Locale, Match};

/// The frame of one page.
#[derive(Clone, Debug)]
pub(crate) struct Shell {
    /// The language of our own words; texts of conversations carry theirs.
    pub(crate) lang: &'static str,
    /// Title in the browser's tab.
    pub(crate) title: String,
    /// Who asks, above everything.
    pub(crate) organiser: Option<String>,
    pub(crate) nav_label: String,
    pub(crate) nav: Vec<NavItem>,
    /// What to know before reading: synthetic, imported, not public yet.
    pub(crate) banners: Vec<String>,
    pub(crate) foot: Vec<FootLink>,
    pub(crate) stylesheet: &'static str,
    pub(crate) script: Option<&'static str>,
    pub(crate) icon: &'static str,
    /// Kept out of search engines: pages of one reader or of the desk.
    pub(crate) is_private: bool,
    pub(crate) is_desk: bool,
    /// What it says of itself to link previews.
    pub(crate) share: Option<Share>,
    /// Where a feed of it is.
    pub(crate) feed: Option<&'static str>,
}

/// One way to go.
#[derive(Clone, Debug)]
pub(crate) struct NavItem {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) is_current: bool,
}

/// One link at the foot.
#[derive(Clone, Debug)]
pub(crate) struct FootLink {
    pub(crate) href: String,
    pub(crate) label: String,
}

/// Which of a conversation's pages this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Question,
    Results,
    Comments,
    Mine,
    /// A published take.
    Take,
    /// A page one gets to from another one.
    Aside,
}

impl Shell {
    /// Around a page that belongs to no conversation.
    pub(crate) fn plain(t: Words, title: &str) -> Self {
        Self {
            lang: t.lang(),
            title: t.say("shell-title", title),
            organiser: None,
            nav_label: t.text("nav-label"),
            nav: Vec::new(),
            banners: Vec::new(),
            foot: Vec::new(),
            stylesheet: assets::stylesheet_path(),
            script: None,
            icon: assets::icon_path(),
            is_private: false,
            is_desk: false,
            share: None,
            feed: None,
        }
    }

    /// Around a page of a conversation.
    pub(crate) fn of(t: Words, conversation: &Conversation, place: Place, title: &str) -> Self {
        let slug = &conversation.slug;
        let organiser = conversation.instrument.organiser.as_ref();
        let item = |this: Place, key: &str, path: &str| NavItem {
            href: format!("/c/{slug}{path}"),
            label: t.text(key),
            is_current: this == place,
        };
        let stored = FootLink { href: format!("/c/{slug}/mine#stored"), label: t.text("foot-stored") };
        let contact = organiser.and_then(|who| contact_link(&who.contact));
        let contact = contact.map(|href| FootLink { href, label: t.text("foot-contact") });
        let privacy = organiser.and_then(|who| web_address(&who.privacy_url));
        let privacy = privacy.map(|url| FootLink { href: url.to_owned(), label: t.text("foot-privacy") });
        Self {
            organiser: organiser.map(|who| who.name.clone()),
            nav: [
                Some(item(Place::Question, "nav-question", "")),
                Some(item(Place::Results, "nav-results", "/results")),
                conversation.instrument.comments.map(|_| item(Place::Comments, "nav-comments", "/comments")),
                Some(item(Place::Mine, "nav-mine", "/mine")),
            ]
            .into_iter()
            .flatten()
            .collect(),
            banners: banners(t, conversation),
            foot: [Some(stored), contact, privacy].into_iter().flatten().collect(),
            script: Some(assets::reader_script_path()),
            is_private: matches!(place, Place::Mine | Place::Aside) || !conversation.is_public(),
            ..Self::plain(t, title)
        }
    }

    /// Around a page of the desk.
    pub(crate) fn desk(t: Words, title: &str) -> Self {
        Self { script: Some(assets::desk_script_path()), is_private: true, is_desk: true, ..Self::plain(t, title) }
    }
}

/// What to know before reading any page of this conversation.
pub(crate) fn banners(t: Words, conversation: &Conversation) -> Vec<String> {
    let synthetic = (conversation.provenance == Provenance::Synthetic).then(|| t.text("banner-synthetic"));
    let imported = (conversation.provenance == Provenance::Imported).then(|| t.text("banner-imported"));
    let origin = synthetic.or(imported);
    let origin = match (origin, conversation.note.as_deref().map(str::trim).filter(|note| !note.is_empty())) {
        (Some(origin), Some(note)) => Some(format!("{origin} {note}")),
        (origin, note) => origin.or_else(|| note.map(str::to_owned)),
    };
    let draft = (conversation.state == State::Draft).then(|| t.text("banner-draft"));
    let private = (conversation.visibility == Visibility::Private).then(|| t.text("banner-private"));
    let draft = draft.or(private);
    [draft, origin].into_iter().flatten().collect()
}

/// The same where there is room for one line: of where answers come from no more than that they do.
pub(crate) fn short_banner(t: Words, conversation: &Conversation) -> String {
    let draft = match conversation.state {
        State::Draft => t.text("banner-draft"),
        State::Open | State::Closed => String::new(),
    };
    let origin = match conversation.provenance {
        Provenance::Synthetic => t.text("card-synthetic"),
        Provenance::Imported => t.text("banner-imported"),
        Provenance::Here => conversation.note.clone().unwrap_or_default(),
    };
    [draft.as_str(), origin.trim()].join(" ").trim().to_owned()
}

/// The language of a conversation's own texts, where our words around them are in another.
pub(crate) fn content_lang(conversation: &Conversation) -> Option<&str> {
    let language = conversation.instrument.language.as_str();
    let is_other = Locale::negotiate(language).found == Match::Fallback;
    (is_other && !language.is_empty()).then_some(language)
}
