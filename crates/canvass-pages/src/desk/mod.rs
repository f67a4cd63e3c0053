//! The staff side: sign-in, the list, one conversation with what waits.

mod conversation;
mod edit;
mod home;
mod queue;
mod sign_in;
mod wording;

pub use conversation::DeskConversation;
pub use edit::{DeskEdit, DeskFromFile, EditMoment, EditedConversation};
pub use home::{DeskEntry, DeskHome};
pub use queue::{DeskItem, DeskProblem, DeskQueue, QueueFilter, WhyNot};
pub use sign_in::{DeskSignIn, DeskSignInConfirm, SignInBy};

use crate::shell::{NavItem, Shell, banners};
use crate::words::Words;
use canvass_domain::{Conversation, Role, State};

/// The signed-in member of staff in front of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Their e-mail address.
    pub email: String,
    /// Their role.
    pub role: Role,
    /// Token for every form of the desk.
    pub token: String,
}

/// Around a desk page about one conversation, the page being at `path`.
pub(crate) fn shell(t: Words, conversation: &Conversation, title: &str, path: &str) -> Shell {
    let slug = &conversation.slug;
    let item = |href: String, key: &str| NavItem { is_current: href == path, href, label: t.text(key) };
    Shell {
        nav: vec![
            item("/desk".to_owned(), "desk-nav-home"),
            item(format!("/desk/c/{slug}"), "desk-nav-conversation"),
            item(format!("/c/{slug}"), "desk-nav-public"),
            item(format!("/c/{slug}/results"), "nav-results"),
        ],
        banners: banners(t, conversation),
        ..Shell::desk(t, title)
    }
}

pub(crate) fn role_text(t: Words, role: Role) -> String {
    match role {
        Role::Owner => t.text("role-owner"),
        Role::Editor => t.text("role-editor"),
        Role::Moderator => t.text("role-moderator"),
        Role::Analyst => t.text("role-analyst"),
    }
}

pub(crate) fn state_text(t: Words, state: State) -> String {
    match state {
        State::Draft => t.text("state-draft"),
        State::Open => t.text("state-open"),
        State::Closed => t.text("state-closed"),
    }
}
