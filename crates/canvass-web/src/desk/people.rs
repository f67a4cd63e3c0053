//! `/desk/people`: who is staff. For owners; every act is the same use case as on the command line.

use super::check_token;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Staff;
use crate::random::random_bytes;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::AppError;
use canvass_app::desk::StaffSession;
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
pub(crate) async fn show(
    State(server): State<Server>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let said = Fields::of_query(query.as_deref()).get("said").and_then(Notice::from_word);
    page(&server, &session, Say { said, ..Say::nothing(StatusCode::OK) }).await
}

/// Adds somebody; the answer shows their link, which is kept nowhere.
pub(crate) async fn add(
    State(server): State<Server>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    check_token(&server, &session, &form)?;
    let chosen = role(&form)?;
    let typed = form.get("email").unwrap_or_default();
    let Ok(email) = EmailAddress::parse(typed) else {
        let (typed, problem) = (typed.chars().take(MAX_TYPED).collect(), Some(PeopleProblem::Address));
        let say = Say { problem, typed, chosen, ..Say::nothing(StatusCode::UNPROCESSABLE_ENTITY) };
        return page(&server, &session, say).await;
    };
    let store = server.app().store();
    let added = people::add(store, &email, chosen, random_bytes()?, doing(&server, &session)).await;
    fresh(&server, &session, added).await
}

/// Makes another link for somebody.
pub(crate) async fn link(
    State(server): State<Server>,
    PagePath(id): PagePath<i64>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    check_token(&server, &session, &form)?;
    let made = people::link(server.app().store(), id, random_bytes()?, doing(&server, &session)).await;
    fresh(&server, &session, made).await
}

/// Gives somebody another role.
pub(crate) async fn change_role(
    State(server): State<Server>,
    PagePath(id): PagePath<i64>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    check_token(&server, &session, &form)?;
    let changed = people::change_role(server.app().store(), id, role(&form)?, doing(&server, &session)).await;
    done(&server, &session, id, changed.map(|_| Notice::RoleChanged)).await
}

/// Asks before taking somebody off the staff.
pub(crate) async fn confirm_removal(
    State(server): State<Server>,
    PagePath(id): PagePath<i64>,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let found = everybody(&server).await?.into_iter().find(|person| person.id == id).ok_or(Trouble::NotFound)?;
    let staff = super::staff(&server, &session);
    Ok(Html(ConfirmRemoval { staff: &staff, person: &found }.render()?).into_response())
}

/// Takes somebody off the staff.
pub(crate) async fn remove(
    State(server): State<Server>,
    PagePath(id): PagePath<i64>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    check_token(&server, &session, &form)?;
    let removed = people::remove(server.app().store(), id, doing(&server, &session)).await;
    done(&server, &session, id, removed.map(|_| Notice::PersonRemoved)).await
}

/// The page with a link that is shown this once.
async fn fresh(
    server: &Server,
    session: &StaffSession,
    made: Result<Invited, AppError>,
) -> Result<Response, PageError> {
    match made {
        Ok(Invited { member, token }) => {
            let url = format!("{}/desk/sign-in/{token}", server.settings().public_url.as_str());
            let fresh = Some(FreshLink { email: member.email, role: member.role, url });
            page(server, session, Say { fresh, ..Say::nothing(StatusCode::OK) }).await
        }
        Err(error) => refused(server, session, error).await,
    }
}

/// Back to the list; whoever may no longer see it goes to the desk.
async fn done(
    server: &Server,
    session: &StaffSession,
    whom: i64,
    done: Result<Notice, AppError>,
) -> Result<Response, PageError> {
    match done {
        Ok(_) if whom == session.member.id => Ok(Redirect::to("/desk").into_response()),
        Ok(said) => Ok(Redirect::to(&format!("/desk/people?said={}", said.word())).into_response()),
        Err(error) => refused(server, session, error).await,
    }
}

/// How it stands, and why it was not done.
async fn refused(server: &Server, session: &StaffSession, error: AppError) -> Result<Response, PageError> {
    let say = Say::nothing(StatusCode::CONFLICT);
    match error {
        AppError::LastOwner => page(server, session, Say { problem: Some(PeopleProblem::LastOwner), ..say }).await,
        AppError::NotFound(_) => page(server, session, Say { said: Some(Notice::Overtaken), ..say }).await,
        error => Err(error.into()),
    }
}

async fn page(server: &Server, session: &StaffSession, say: Say) -> Result<Response, PageError> {
    let Say { status, fresh, said, problem, typed, chosen } = say;
    let staff = super::staff(server, session);
    let people = everybody(server).await?;
    let page = DeskPeople { staff: &staff, people, fresh, said, problem, typed, chosen };
    Ok((status, Html(page.render()?)).into_response())
}

async fn everybody(server: &Server) -> Result<Vec<Person>, PageError> {
    let people = people::list(server.app().store()).await?;
    Ok(people.into_iter().map(|member| Person { id: member.id, email: member.email, role: member.role }).collect())
}

fn doing(server: &Server, session: &StaffSession) -> Doing {
    Doing { by: session.by(), at_ms: server.now_ms() }
}

fn role(form: &Fields) -> Result<Role, PageError> {
    form.get("role").and_then(Role::from_word).ok_or_else(|| Trouble::Malformed.into())
}
