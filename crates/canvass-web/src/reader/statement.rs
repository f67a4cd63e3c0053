//! Adding a statement.

use super::context::{MAX_TYPED_CHARS, author, onward_saying, refused};
use super::conversation::show_problem;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Caller;
use crate::server::Server;
use axum::extract::State;
use axum::response::Response;
use canvass_app::AppError;
use canvass_domain::StatementState;
use canvass_pages::{Notice, Problem};

/// Adds a statement.
pub(crate) async fn add(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = author(&server, &caller, &slug, &form)?;
    let text = form.get("text").unwrap_or_default();
    let typed = || text.chars().take(MAX_TYPED_CHARS).collect();
    let problem = match server.app().add_statement(&reader, text, server.now_ms(), None).await {
        Ok((_, StatementState::Accepted)) => {
            return Ok(onward_saying(&reader.entry.read().conversation, "", Notice::StatementShown));
        }
        Ok(_) => return Ok(onward_saying(&reader.entry.read().conversation, "", Notice::StatementHeld)),
        Err(AppError::Text(why)) => Problem::Statement { why, typed: typed() },
        Err(AppError::Repeated) => Problem::StatementTwice { typed: typed() },
        Err(AppError::TooMany(_)) => Problem::StatementsFull { typed: typed() },
        Err(error) => return Err(refused(&reader, error)),
    };
    show_problem(&server, &caller, &reader, problem).await
}
