//! Pages for what went wrong. They never say why in the machine's words, and a 404 is the same for everything.

use crate::PageError;
use crate::shell::Shell;
use crate::typed::{Typed, TypedView};
use crate::words::Words;
use askama::Template;
use canvass_domain::Millis;
use canvass_words::{Arg, Locale};

/// What went wrong, as far as the reader needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// The request made no sense.
    Malformed,
    /// The form's token does not fit: another browser, or too old.
    FormExpired,
    /// A form that a page of another site sent.
    OtherSite,
    /// A signed-in person may not do this.
    NotAllowed,
    /// Nothing there, or nothing this reader may know of.
    NotFound,
    /// A sign-in link that is not good, whatever the reason: the same words for one that never was.
    SignInLink,
    /// It was published, and withdrawn.
    Withdrawn,
    /// Not with this method.
    WrongMethod,
    /// The conversation takes no answers now.
    NotOpen,
    /// Only after an answer.
    AnswerFirst,
    /// It cannot be done as things stand; the key of the text that says why.
    Conflict(&'static str),
    /// Too many bytes.
    TooLarge,
    /// Not a form.
    MediaType,
    /// Too long under way.
    TooSlow,
    /// Too many requests.
    TooMany,
    /// One answer was changed too often.
    TooManyChanges,
    /// Too many answered for the first time from one network.
    TooManyFirst,
    /// A token was used too early.
    TooEarly,
    /// A token is no longer good.
    TokenExpired,
    /// Our own fault.
    Broken,
    /// Overloaded, or shutting down.
    Busy,
}

/// A page for what went wrong.
#[derive(Clone, Debug)]
pub struct ErrorPage<'a> {
    /// What went wrong.
    pub trouble: Trouble,
    /// The id under which the cause was logged.
    pub id: Option<&'a str>,
    /// What was typed into the form that was not taken.
    pub typed: Option<&'a Typed>,
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    title: String,
    text: String,
    id: Option<&'a str>,
    typed: TypedView,
}

impl Trouble {
    /// Every trouble, with one conflict for all.
    pub const ALL: [Self; 21] = [
        Self::Malformed,
        Self::FormExpired,
        Self::OtherSite,
        Self::NotAllowed,
        Self::NotFound,
        Self::SignInLink,
        Self::Withdrawn,
        Self::WrongMethod,
        Self::NotOpen,
        Self::AnswerFirst,
        Self::Conflict("conflict-decided"),
        Self::TooLarge,
        Self::MediaType,
        Self::TooSlow,
        Self::TooMany,
        Self::TooManyChanges,
        Self::TooManyFirst,
        Self::TooEarly,
        Self::TokenExpired,
        Self::Broken,
        Self::Busy,
    ];

    /// The HTTP status it goes with.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::FormExpired | Self::OtherSite | Self::NotAllowed => 403,
            Self::NotFound | Self::SignInLink => 404,
            Self::WrongMethod => 405,
            Self::Withdrawn => 410,
            Self::TooSlow => 408,
            Self::NotOpen | Self::AnswerFirst | Self::Conflict(_) => 409,
            Self::TooLarge => 413,
            Self::MediaType => 415,
            Self::TokenExpired => 401,
            Self::TooEarly => 425,
            Self::TooMany | Self::TooManyChanges | Self::TooManyFirst => 429,
            Self::Broken => 500,
            Self::Busy => 503,
        }
    }

    const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Malformed => ("trouble-malformed", "trouble-malformed-text"),
            Self::FormExpired => ("trouble-form-expired", "trouble-form-expired-text"),
            Self::OtherSite => ("trouble-other-site", "trouble-other-site-text"),
            Self::NotAllowed => ("trouble-not-allowed", "trouble-not-allowed-text"),
            Self::NotFound => ("trouble-not-found", "trouble-not-found-text"),
            Self::SignInLink => ("trouble-sign-in-link", "trouble-sign-in-link-text"),
            Self::Withdrawn => ("trouble-withdrawn", "trouble-withdrawn-text"),
            Self::WrongMethod => ("trouble-wrong-method", "trouble-wrong-method-text"),
            Self::NotOpen => ("trouble-not-open", "trouble-not-open-text"),
            Self::AnswerFirst => ("trouble-answer-first", "trouble-answer-first-text"),
            Self::Conflict(why) => ("trouble-conflict", why),
            Self::TooLarge => ("trouble-too-large", "trouble-too-large-text"),
            Self::MediaType => ("trouble-media-type", "trouble-media-type-text"),
            Self::TooSlow => ("trouble-too-slow", "trouble-too-slow-text"),
            Self::TooMany => ("trouble-too-many", "trouble-too-many-text"),
            Self::TooManyChanges => ("trouble-too-many-changes", "trouble-too-many-changes-text"),
            Self::TooManyFirst => ("trouble-too-many-first", "trouble-too-many-first-text"),
            Self::TooEarly => ("trouble-too-early", "trouble-too-early-text"),
            Self::TokenExpired => ("trouble-token-expired", "trouble-token-expired-text"),
            Self::Broken => ("trouble-broken", "trouble-broken-text"),
            Self::Busy => ("trouble-busy", "trouble-busy-text"),
        }
    }
}

/// Stands for a take that was made by rules which this program does not know.
#[derive(Clone, Copy, Debug)]
pub struct OtherRulesPage<'a> {
    /// The version of the program that made it.
    pub version: &'a str,
}

impl OtherRulesPage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let (title, text) = (t.text("take-other-rules"), t.say("take-other-rules-text", self.version));
        let shell = Shell { is_private: true, ..Shell::plain(t, &title) };
        crate::html::finished(&View { t, shell, title, text, id: None, typed: TypedView::default() })
    }
}

/// Stands for an edition that was withdrawn.
#[derive(Clone, Copy, Debug)]
pub struct WithdrawnPage<'a> {
    /// Why it was withdrawn.
    pub reason: &'a str,
    /// When.
    pub at_ms: Millis,
}

impl WithdrawnPage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let (title, day) = (t.text("trouble-withdrawn"), t.day(self.at_ms));
        let text = t.with("take-withdrawn", &[("date", Arg::Text(&day)), ("reason", Arg::Text(self.reason))]);
        let shell = Shell { is_private: true, ..Shell::plain(t, &title) };
        crate::html::finished(&View { t, shell, title, text, id: None, typed: TypedView::default() })
    }
}

impl ErrorPage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let (title, text) = self.trouble.keys();
        let (title, text) = (t.text(title), t.text(text));
        let shell = Shell { is_private: true, ..Shell::plain(t, &title) };
        let typed = TypedView::of(t, self.typed);
        crate::html::finished(&View { t, shell, title, text, id: self.id, typed })
    }
}
