//! Deciding on what waits, and on who counts.

use super::back;
use super::conversation::{Look, posted, render};
use crate::Server;
use crate::body::Fields;
use crate::error::PageError;
use crate::identify::Staff;
use crate::paths::PagePath;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::AppError;
use canvass_app::desk::StaffSession;
use canvass_app::live::Entry;
use canvass_domain::{ParticipantId, Ruling, StatementState, StatementText, Target};
use canvass_pages::{DeskProblem, Notice, Trouble, WhyNot};

const MAX_TYPED: usize = 2_000;

/// Accepts a text.
pub(crate) async fn accept(
    State(server): State<Server>,
    PagePath((slug, target)): PagePath<(String, String)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let done = server.app().accept(&entry, text(&target)?, seen(&form), session.by(), server.now_ms()).await;
    answer(&server, &session, &entry, done, Notice::Accepted).await
}

/// Declines a text under a rule.
pub(crate) async fn decline(
    State(server): State<Server>,
    PagePath((slug, target)): PagePath<(String, String)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let target = text(&target)?;
    let [rule, reason] = ["rule", "reason"].map(|name| form.get(name).unwrap_or_default());
    let ruling = Ruling { rule: (!rule.is_empty()).then(|| rule.to_owned()), reason: Some(reason.to_owned()) };
    let done = server.app().decline(&entry, (target, seen(&form)), ruling, session.by(), server.now_ms()).await;
    let why = match done {
        Err(AppError::NoReason) => WhyNot::NoRule,
        Err(AppError::LongReason(_)) => WhyNot::LongReason,
        done => return answer(&server, &session, &entry, done, Notice::Declined).await,
    };
    let (rule, typed) = (rule.to_owned(), reason.chars().take(MAX_TYPED).collect());
    let look = Look { problem: Some(DeskProblem { target, why, rule, typed }), ..Look::default() };
    let page = render(&server, &session, &entry, look).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// Leaves a reported text as it is.
pub(crate) async fn leave(
    State(server): State<Server>,
    PagePath((slug, target)): PagePath<(String, String)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let done = server.app().close_reports(&entry, text(&target)?, session.by(), server.now_ms()).await;
    answer(&server, &session, &entry, done, Notice::Left).await
}

/// Mends the wording of a statement that nobody has answered.
pub(crate) async fn reword(
    State(server): State<Server>,
    PagePath((slug, target)): PagePath<(String, String)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let Target::Statement(statement) = text(&target)? else { return Err(Trouble::NotFound.into()) };
    let words = StatementText::parse(form.get("text").unwrap_or_default()).map_err(AppError::from)?;
    let done = server.app().reword(&entry, statement, words, session.by(), server.now_ms()).await;
    answer(&server, &session, &entry, done, Notice::Reworded).await
}

/// Excludes a reader: none of their answers count.
pub(crate) async fn exclude(
    State(server): State<Server>,
    PagePath((slug, reader)): PagePath<(String, u32)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let rule = form.get("rule").filter(|rule| !rule.is_empty()).map(str::to_owned);
    let ruling = Ruling { rule, reason: None };
    let done = server.app().ban(&entry, ParticipantId(reader), ruling, session.by(), server.now_ms()).await;
    answer(&server, &session, &entry, done, Notice::Excluded).await
}

/// Lets an excluded reader back in.
pub(crate) async fn let_in(
    State(server): State<Server>,
    PagePath((slug, reader)): PagePath<(String, u32)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let done = server.app().reinstate(&entry, ParticipantId(reader), session.by(), server.now_ms()).await;
    answer(&server, &session, &entry, done, Notice::LetIn).await
}

/// Back to the queue; whoever came too late is shown how it stands now.
async fn answer(
    server: &Server,
    session: &StaffSession,
    entry: &Entry,
    done: Result<(), AppError>,
    said: Notice,
) -> Result<Response, PageError> {
    match done {
        Ok(()) => Ok(back(entry.conversation().slug.as_str(), said)),
        Err(AppError::Conflict(_) | AppError::Answered) => {
            let look = Look { said: Some(Notice::Overtaken), ..Look::default() };
            Ok((StatusCode::CONFLICT, Html(render(server, session, entry, look).await?)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn text(target: &str) -> Result<Target, PageError> {
    Target::from_word(target).ok_or_else(|| Trouble::NotFound.into())
}

/// Where the text stood on the page that the decision was taken on.
fn seen(form: &Fields) -> StatementState {
    let states = [StatementState::Held, StatementState::Accepted, StatementState::Declined];
    let seen = form.get("from").unwrap_or_default();
    states.into_iter().find(|state| state.word() == seen).unwrap_or(StatementState::Held)
}
