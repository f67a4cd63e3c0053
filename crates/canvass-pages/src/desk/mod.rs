//! The staff side: sign-in, the list, what waits in one conversation or in all, people, what was done.

mod after;
mod audit;
mod conversation;
mod decided;
mod edit;
mod exclude;
mod home;
mod people;
mod publish;
mod queue;
mod queue_together;
mod sign_in;
mod statements;
mod take;
mod text;
mod watch;
mod withdraw;
mod wording;

pub use after::{AskedResponse, DeskAfter, DeskElsewhere, TypedAfter, UnclearBy, UnclearItem, UnclearNote};
pub use audit::{AuditLine, DeskAudit};
pub use conversation::{DeskConversation, MapMaking};
pub use decided::{DecidedKind, DecidedShows, DeskDecided};
pub use edit::{DeskEdit, DeskFromFile, EditMoment, EditedConversation, FormTexts};
pub use exclude::{DeskExclude, ExcludeProblem};
pub use home::{DeskEntry, DeskHome};
pub use people::{ConfirmRemoval, DeskPeople, FreshLink, PeopleProblem, Person};
pub use publish::{DeskPublish, PublishProblem, TypedPublishing};
pub use queue::{
    DeskBulk, DeskItem, DeskProblem, DeskQueue, DeskQueuePage, DeskReports, DeskWaitingAfter, ItemConversation,
    QueueFilter, WhyLeft, WhyNot,
};
pub use sign_in::{DeskSignIn, DeskSignInConfirm, SignInBy};
pub use statements::{DeskStatement, DeskStatements, Marking};
pub use take::{ComposedDraft, DeskQuote, DeskTake, Quotable, TakeProblem, TypedTake};
pub use text::DeskText;
pub use watch::{DeskAlarm, DeskExclusion, DeskMark, DeskReader, DeskWatch};
pub use withdraw::DeskWithdraw;

use crate::shell::{NavItem, Shell, banners};
use crate::words::Words;
use canvass_domain::{Conversation, Permission, Role, State, Visibility};

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

/// Which page of the whole desk this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeskNav {
    Home,
    Queue,
    People,
    Audit,
}

/// Around a desk page about no one conversation: ways to go that the role may go.
pub(crate) fn shell_of_desk(t: Words, staff: &Staff, here: DeskNav, title: &str) -> Shell {
    let item = |this: DeskNav, href: &str, key: &str, needs: Permission| {
        let item = NavItem { is_current: this == here, href: href.to_owned(), label: t.text(key) };
        staff.role.may(needs).then_some(item)
    };
    let nav = [
        item(DeskNav::Home, "/desk", "desk-nav-home", Permission::Read),
        item(DeskNav::Queue, "/desk/queue", "desk-nav-queue", Permission::Moderate),
        item(DeskNav::People, "/desk/people", "desk-nav-people", Permission::ManagePeople),
        item(DeskNav::Audit, "/desk/audit", "desk-nav-audit", Permission::ManagePeople),
    ];
    let nav_label = t.text("desk-masthead");
    Shell { nav_label, nav: nav.into_iter().flatten().collect(), ..Shell::desk(t, title) }
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

/// Where a conversation stands, and that only staff know of it where that is so.
pub(crate) fn standing_text(t: Words, conversation: &Conversation) -> String {
    match conversation.visibility {
        Visibility::Private => t.text("state-private"),
        Visibility::Public => state_text(t, conversation.state),
    }
}

pub(crate) fn state_text(t: Words, state: State) -> String {
    match state {
        State::Draft => t.text("state-draft"),
        State::Open => t.text("state-open"),
        State::Closed => t.text("state-closed"),
    }
}
