//! `/desk/c/{slug}/elsewhere`: comments that were published elsewhere.

use super::conversation::{find, posted};
use super::{staff, to};
use crate::http::error::PageError;
use crate::http::path::PagePath;
use crate::http::session::Staff;
use crate::http::upload::Upload;
use crate::server::Server;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::desk::StaffSession;
use canvass_app::edition::read_elsewhere;
use canvass_app::live::Entry;
use canvass_pages::{DeskElsewhere, Notice};

/// Where comments published elsewhere are brought in.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    Ok(Html(render(&server, &session, &entry, "", None).await?).into_response())
}

async fn render(
    server: &Server,
    session: &StaffSession,
    entry: &Entry,
    typed: &str,
    problem: Option<&str>,
) -> Result<String, PageError> {
    let n = server.app().elsewhere(entry).await?.len();
    let (staff, conversation) = (staff(server, session), entry.conversation());
    Ok(DeskElsewhere { staff: &staff, conversation: &conversation, n, typed, problem }.render()?)
}

/// Brings comments in that were published elsewhere.
pub(crate) async fn bring_in(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    Upload { form, unreadable }: Upload,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let chosen = form.get("file").filter(|text| !text.trim().is_empty());
    let csv = chosen.or_else(|| form.get("csv")).unwrap_or_default();
    let read = unreadable.map_or_else(|| read_elsewhere(csv.as_bytes()).map_err(|error| error.to_string()), Err);
    let rows = match read {
        Ok(rows) => rows,
        Err(why) => {
            let page = render(&server, &session, &entry, csv, Some(&why)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
        }
    };
    server.app().bring_in(&entry, &rows, session.by(), server.now_ms()).await?;
    Ok(to(&slug, "take", Notice::BroughtIn))
}
