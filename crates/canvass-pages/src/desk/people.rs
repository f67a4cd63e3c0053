//! `/desk/people`: who is staff, for owners. A sign-in link is shown once, on the page that answers the form.

use super::{DeskNav, Staff, role_text};
use crate::shell::Shell;
use crate::words::Words;
use crate::{Notice, PageError};
use askama::Template;
use canvass_domain::Role;
use canvass_words::Locale;

/// Everybody on the staff.
#[derive(Clone, Debug)]
pub struct DeskPeople<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// Everybody, in the order in which they were added.
    pub people: Vec<Person>,
    /// A link that was made just now.
    pub fresh: Option<FreshLink>,
    /// What just happened (`?said=`).
    pub said: Option<Notice>,
    /// Why something was not done.
    pub problem: Option<PeopleProblem>,
    /// The address that was typed, where it could not be taken.
    pub typed: String,
    /// The role that was chosen with it.
    pub chosen: Role,
}

/// One of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their number.
    pub id: i64,
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: Role,
}

/// A link to sign in by, to be passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreshLink {
    /// Whom it is for.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Where it leads.
    pub url: String,
}

/// Why something was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleProblem {
    /// What was typed is no e-mail address.
    Address,
    /// Nobody would be left who may manage people.
    LastOwner,
}

/// Asks before somebody is taken off the staff.
#[derive(Clone, Debug)]
pub struct ConfirmRemoval<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// Whom it is about.
    pub person: &'a Person,
}

#[derive(Template)]
#[template(path = "desk/people.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    said: Option<String>,
    fresh: Option<(String, &'a str)>,
    last_owner: bool,
    bad_address: Option<String>,
    typed: &'a str,
    roles: Vec<RoleView>,
    people: Vec<PersonView<'a>>,
}

#[derive(Template)]
#[template(path = "desk/remove_person.html")]
struct RemovalView<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    person: &'a Person,
    title: String,
}

struct RoleView {
    word: &'static str,
    name: String,
    may: String,
    is_chosen: bool,
}

struct PersonView<'a> {
    person: &'a Person,
    role: String,
    is_me: bool,
}

impl DeskPeople<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let person =
            |person| PersonView { person, role: role_text(t, person.role), is_me: person.email == self.staff.email };
        let fresh = self.fresh.as_ref().map(|link| {
            let role = role_text(t, link.role);
            let values = [("email", canvass_words::Arg::Text(&link.email)), ("role", canvass_words::Arg::Text(&role))];
            (t.with("people-fresh", &values), link.url.as_str())
        });
        let view = View {
            t,
            shell: super::shell_of_desk(t, self.staff, DeskNav::People, &t.text("people-title")),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            said: self.said.map(|notice| t.text(notice.key())),
            fresh,
            last_owner: self.problem == Some(PeopleProblem::LastOwner),
            bad_address: (self.problem == Some(PeopleProblem::Address)).then(|| t.text("people-bad-address")),
            typed: &self.typed,
            roles: Role::ALL.map(|role| role_view(t, role, self.chosen)).into(),
            people: self.people.iter().map(person).collect(),
        };
        crate::html::finished(&view)
    }
}

impl ConfirmRemoval<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let title = t.say("people-remove-title", &self.person.email);
        let view = RemovalView {
            t,
            shell: super::shell_of_desk(t, self.staff, DeskNav::People, &title),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            person: self.person,
            title,
        };
        crate::html::finished(&view)
    }
}

fn role_view(t: Words, role: Role, chosen: Role) -> RoleView {
    let may = match role {
        Role::Owner => t.text("role-owner-may"),
        Role::Editor => t.text("role-editor-may"),
        Role::Moderator => t.text("role-moderator-may"),
        Role::Analyst => t.text("role-analyst-may"),
    };
    RoleView { word: role.word(), name: role_text(t, role), may, is_chosen: role == chosen }
}
