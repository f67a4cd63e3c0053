//! `/take/{id}/unclear`: readers' word that something is unclear.

use super::page::find;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Caller;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::AppError;
use canvass_pages::{Notice, UnclearPage};

/// Where a reader says that something is unclear.
pub(crate) async fn unclear_form(
    State(server): State<Server>,
    PagePath(id): PagePath<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let (_, _, take) = find(&server, &id).await?;
    let query = Fields::of_query(query.as_deref());
    let passage: String = query.get("passage").unwrap_or_default().chars().take(300).collect();
    let page = UnclearPage { edition: &take.edition, passage: &passage, note: "", is_wrong: false };
    Ok(Html(page.render()?).into_response())
}

/// A reader says that something is unclear.
pub(crate) async fn unclear(
    State(server): State<Server>,
    PagePath(id): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let (entry, _, take) = find(&server, &id).await?;
    server.rate_limits().unclear(caller.client(), entry.id())?;
    let sender = server.sender_keys().key(caller.client(), server.now_ms())?;
    let (passage, note) = (form.get("passage").unwrap_or_default(), form.get("note").unwrap_or_default());
    match server.app().say_unclear(&entry, &take, passage, Some(note), Some(sender), server.now_ms()).await {
        Ok(()) => Ok(Redirect::to(&format!("/take/{id}?said={}", Notice::Unclear.word())).into_response()),
        Err(AppError::NothingSaid) => {
            let page = UnclearPage { edition: &take.edition, passage, note, is_wrong: true };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
