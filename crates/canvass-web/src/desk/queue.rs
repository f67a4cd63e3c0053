//! Deciding on what waits.

use super::back;
use super::conversation::{posted, render};
use crate::Server;
use crate::body::Fields;
use crate::error::PageError;
use crate::identify::Staff;
use crate::paths::PagePath;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::AppError;
use canvass_domain::{Ruling, StatementId, StatementState, Target};
use canvass_pages::{DeskProblem, Notice};

/// Accepts a statement.
pub(crate) async fn accept(
    State(server): State<Server>,
    PagePath((slug, statement)): PagePath<(String, u32)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let (target, from) = (Target::Statement(StatementId(statement)), StatementState::Held);
    server.app().accept(&entry, target, from, session.by(), server.now_ms()).await?;
    Ok(back(&slug, Notice::Accepted))
}

/// Declines a statement, with a reason that its author reads.
pub(crate) async fn decline(
    State(server): State<Server>,
    PagePath((slug, statement)): PagePath<(String, u32)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let statement = StatementId(statement);
    let reason = form.get("reason").unwrap_or_default();
    let ruling = Ruling { rule: form.get("rule").map(str::to_owned), reason: Some(reason.to_owned()) };
    let target = (Target::Statement(statement), StatementState::Held);
    let problem = match server.app().decline(&entry, target, ruling, session.by(), server.now_ms()).await {
        Ok(()) => return Ok(back(&slug, Notice::Declined)),
        Err(AppError::NoReason) => DeskProblem::NoReason { statement },
        Err(AppError::LongReason(_)) => {
            DeskProblem::LongReason { statement, typed: reason.chars().take(2_000).collect() }
        }
        Err(error) => return Err(error.into()),
    };
    let page = render(&server, &session, &entry, None, Some(problem))?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}
