//! Pages that ask before something that cannot be taken back, or that readers will notice.

use crate::PageError;
use crate::shell::{Place, Shell};
use crate::words::Words;
use askama::Template;
use canvass_domain::{CommentId, Conversation, Millis};

/// What is about to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Confirm {
    /// The desk opens the conversation (POST `/desk/c/{slug}/open`).
    Open,
    /// The desk closes it (POST `/desk/c/{slug}/close`).
    Close,
    /// The desk makes a private import public (POST `/desk/c/{slug}/make-public`).
    MakePublic,
    /// An owner deletes an import (POST `/desk/c/{slug}/delete`).
    Delete,
    /// A reader withdraws every answer (POST `/c/{slug}/mine/withdraw`).
    WithdrawAll,
    /// A reader has everything about them erased (POST `/c/{slug}/mine/erase`, `votes` = keep | withdraw).
    Erase,
    /// A reader takes the words of a comment away (POST `/c/{slug}/comments/{id}/erase`).
    EraseComment(CommentId),
}

/// A page that asks.
#[derive(Clone, Debug)]
pub struct ConfirmPage<'a> {
    /// The conversation it is about.
    pub conversation: &'a Conversation,
    /// What is about to happen.
    pub what: Confirm,
    /// The form's token.
    pub token: &'a str,
    /// Now.
    pub now_ms: Millis,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    page: &'a ConfirmPage<'a>,
    title: String,
    paragraphs: Vec<String>,
    button: String,
    action: String,
    back: String,
    obstacle: Option<String>,
    asks_about_votes: bool,
}

impl ConfirmPage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::told(&self.conversation.instrument);
        let [title, button] = self.keys().map(|key| t.text(key));
        let paragraphs = self.paragraphs().iter().map(|key| t.text(key)).collect();
        let slug = &self.conversation.slug;
        let (action, back) = match self.what {
            Confirm::Open => (format!("/desk/c/{slug}/open"), format!("/desk/c/{slug}")),
            Confirm::Close => (format!("/desk/c/{slug}/close"), format!("/desk/c/{slug}")),
            Confirm::MakePublic => (format!("/desk/c/{slug}/make-public"), format!("/desk/c/{slug}")),
            Confirm::Delete => (format!("/desk/c/{slug}/delete"), format!("/desk/c/{slug}")),
            Confirm::WithdrawAll => (format!("/c/{slug}/mine/withdraw"), format!("/c/{slug}/mine")),
            Confirm::Erase => (format!("/c/{slug}/mine/erase"), format!("/c/{slug}/mine")),
            Confirm::EraseComment(id) => {
                (format!("/c/{slug}/comments/{id}/erase"), crate::comments::permalink(self.conversation, id))
            }
        };
        let obstacle = match self.what {
            Confirm::Open => {
                self.conversation.instrument.check_can_open_at(self.now_ms).err().map(|error| error.to_string())
            }
            _ => None,
        };
        let shell = self.shell(t, &title, &action);
        let asks_about_votes = self.what == Confirm::Erase;
        let view = View { t, shell, page: self, title, paragraphs, button, action, back, obstacle, asks_about_votes };
        crate::html::finished(&view)
    }

    fn shell(&self, t: Words, title: &str, path: &str) -> Shell {
        match self.what {
            Confirm::Open | Confirm::Close | Confirm::MakePublic | Confirm::Delete => {
                crate::desk::shell(t, self.conversation, title, path)
            }
            Confirm::WithdrawAll | Confirm::Erase | Confirm::EraseComment(_) => {
                Shell::of(t, self.conversation, Place::Aside, title)
            }
        }
    }

    const fn keys(&self) -> [&'static str; 2] {
        match self.what {
            Confirm::Open => ["confirm-open", "confirm-open-button"],
            Confirm::Close => ["confirm-close", "confirm-close-button"],
            Confirm::MakePublic => ["confirm-make-public", "confirm-make-public-button"],
            Confirm::Delete => ["confirm-delete", "confirm-delete-button"],
            Confirm::WithdrawAll => ["confirm-withdraw", "confirm-withdraw-button"],
            Confirm::Erase => ["confirm-erase", "confirm-erase-button"],
            Confirm::EraseComment(_) => ["confirm-erase-comment", "confirm-erase-comment-button"],
        }
    }

    const fn paragraphs(&self) -> &'static [&'static str] {
        match self.what {
            Confirm::Open => &["confirm-open-locks", "confirm-open-public"],
            Confirm::Close => &["confirm-close-final", "confirm-close-results"],
            Confirm::MakePublic => &["confirm-make-public-what", "confirm-make-public-held"],
            Confirm::Delete => &["confirm-delete-what", "confirm-delete-final"],
            Confirm::WithdrawAll => &["confirm-withdraw-what", "confirm-withdraw-keeps"],
            Confirm::Erase => &["confirm-erase-what", "confirm-erase-final"],
            Confirm::EraseComment(_) => &["confirm-erase-comment-what", "confirm-erase-comment-final"],
        }
    }
}
