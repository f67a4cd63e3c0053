//! `/desk/people`: who is staff. For owners; every act is the same use case as on the command line.
use crate::desk::request::{Desk, Posted, Request};

use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::random::random_bytes;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::AppError;
use canvass_app::desk::people::{self, Doing, Invited};
use canvass_domain::{EmailAddress, Role};
use canvass_pages::{ConfirmRemoval, DeskPeople, FreshLink, Notice, PeopleProblem, Person, Trouble};

const MAX_TYPED: usize = 254;

/// What the page says beside the list.
struct Say {
    status: StatusCode,
    fresh: Option<FreshLink>,
    said: Option<Notice>,
    problem: Option<PeopleProblem>,
    typed: String,
    chosen: Role,
}

impl Say {
    fn nothing(status: StatusCode) -> Self {
        Self { status, fresh: None, said: None, problem: None, typed: String::new(), chosen: Role::Moderator }
    }
}

/// Shows everybody.
pub(crate) async fn show(Request { desk, query, .. }: Request) -> Result<Response, PageError> {
    let said = query.get("said").and_then(Notice::from_word);
    page(&desk, Say { said, ..Say::nothing(StatusCode::OK) }).await
}

/// Adds somebody; the answer shows their link, which is kept nowhere.
pub(crate) async fn add(Posted { desk, form, .. }: Posted) -> Result<Response, PageError> {
    let chosen = role(&form)?;
    let typed = form.get("email").unwrap_or_default();
    let Ok(email) = EmailAddress::parse(typed) else {
        let (typed, problem) = (typed.chars().take(MAX_TYPED).collect(), Some(PeopleProblem::Address));
        let say = Say { problem, typed, chosen, ..Say::nothing(StatusCode::UNPROCESSABLE_ENTITY) };
        return page(&desk, say).await;
    };
    let store = desk.app().store();
    let added = people::add(store, &email, chosen, random_bytes()?, doing(&desk)).await;
    fresh(&desk, added).await
}

/// Makes another link for somebody.
pub(crate) async fn link(Posted { desk, at: id, .. }: Posted<i64>) -> Result<Response, PageError> {
    let made = people::link(desk.app().store(), id, random_bytes()?, doing(&desk)).await;
    fresh(&desk, made).await
}

/// Gives somebody another role.
pub(crate) async fn change_role(Posted { desk, at: id, form }: Posted<i64>) -> Result<Response, PageError> {
    let changed = people::change_role(desk.app().store(), id, role(&form)?, doing(&desk)).await;
    done(&desk, id, changed.map(|_| Notice::RoleChanged)).await
}

/// Asks before taking somebody off the staff.
pub(crate) async fn confirm_removal(Request { desk, at: id, .. }: Request<i64>) -> Result<Response, PageError> {
    let found = everybody(&desk).await?.into_iter().find(|person| person.id == id).ok_or(Trouble::NotFound)?;
    let staff = desk.staff();
    Ok(Html(ConfirmRemoval { staff: &staff, person: &found }.render()?).into_response())
}

/// Takes somebody off the staff.
pub(crate) async fn remove(Posted { desk, at: id, .. }: Posted<i64>) -> Result<Response, PageError> {
    let removed = people::remove(desk.app().store(), id, doing(&desk)).await;
    done(&desk, id, removed.map(|_| Notice::PersonRemoved)).await
}

/// The page with a link that is shown this once.
async fn fresh(desk: &Desk, made: Result<Invited, AppError>) -> Result<Response, PageError> {
    match made {
        Ok(Invited { member, token }) => {
            let url = format!("{}/desk/sign-in/{token}", desk.server.settings().public_url.as_str());
            let fresh = Some(FreshLink { email: member.email, role: member.role, url });
            page(desk, Say { fresh, ..Say::nothing(StatusCode::OK) }).await
        }
        Err(error) => refused(desk, error).await,
    }
}

/// Back to the list; whoever may no longer see it goes to the desk.
async fn done(desk: &Desk, whom: i64, done: Result<Notice, AppError>) -> Result<Response, PageError> {
    match done {
        Ok(_) if whom == desk.session.member.id => Ok(Redirect::to("/desk").into_response()),
        Ok(said) => Ok(Redirect::to(&format!("/desk/people?said={}", said.word())).into_response()),
        Err(error) => refused(desk, error).await,
    }
}

/// How it stands, and why it was not done.
async fn refused(desk: &Desk, error: AppError) -> Result<Response, PageError> {
    let say = Say::nothing(StatusCode::CONFLICT);
    match error {
        AppError::LastOwner => page(desk, Say { problem: Some(PeopleProblem::LastOwner), ..say }).await,
        AppError::NotFound(_) => page(desk, Say { said: Some(Notice::Overtaken), ..say }).await,
        error => Err(error.into()),
    }
}

async fn page(desk: &Desk, say: Say) -> Result<Response, PageError> {
    let Say { status, fresh, said, problem, typed, chosen } = say;
    let staff = desk.staff();
    let people = everybody(desk).await?;
    let page = DeskPeople { staff: &staff, people, fresh, said, problem, typed, chosen };
    Ok((status, Html(page.render()?)).into_response())
}

async fn everybody(desk: &Desk) -> Result<Vec<Person>, PageError> {
    let people = people::list(desk.app().store()).await?;
    Ok(people.into_iter().map(|member| Person { id: member.id, email: member.email, role: member.role }).collect())
}

fn doing(desk: &Desk) -> Doing {
    Doing { by: desk.by(), at_ms: desk.now_ms() }
}

fn role(form: &Fields) -> Result<Role, PageError> {
    form.get("role").and_then(Role::from_word).ok_or_else(|| Trouble::Malformed.into())
}
