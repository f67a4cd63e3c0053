//! Signing in by a printed link: opening the link shows a button, pressing it uses the link up.

use crate::PageError;
use crate::shell::Shell;
use crate::words::Words;
use askama::Template;
use canvass_words::Locale;

/// What the desk shows without a session: how to get a link. It says nothing of who is staff.
#[derive(Clone, Copy, Debug)]
pub struct DeskSignIn {
    /// How a link comes to whoever may have one.
    pub by: SignInBy,
}

/// How a sign-in link comes to whoever may have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInBy {
    /// Printed by whoever runs the server: no mail is sent.
    Print,
    /// By mail, too: a form asks for the address.
    Mail,
    /// The form was sent. The same for every address.
    Posted,
}

/// The page a sign-in link leads to.
#[derive(Clone, Copy, Debug)]
pub struct DeskSignInConfirm<'a> {
    /// The link's token; the form posts to `/desk/sign-in/{token}`.
    pub link_token: &'a str,
}

#[derive(Template)]
#[template(path = "desk/sign_in.html")]
struct SignInView {
    t: Words,
    shell: Shell,
    by: SignInBy,
}

#[derive(Template)]
#[template(path = "desk/sign_in_confirm.html")]
struct ConfirmView<'a> {
    t: Words,
    shell: Shell,
    link_token: &'a str,
}

impl DeskSignIn {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let shell = Shell { script: None, ..Shell::desk(t, &t.text("sign-in-title")) };
        crate::html::finished(&SignInView { t, shell, by: self.by })
    }
}

impl DeskSignInConfirm<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let shell = Shell { script: None, ..Shell::desk(t, &t.text("sign-in-title")) };
        crate::html::finished(&ConfirmView { t, shell, link_token: self.link_token })
    }
}
