//! `/desk/c/{slug}/elsewhere`: comments that were published elsewhere.

use crate::desk::request::{Desk, Posted, Request, to};
use crate::http::error::PageError;
use crate::http::upload::Upload;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::edition::read_elsewhere;
use canvass_app::live::Entry;
use canvass_pages::{DeskElsewhere, Notice};
use std::sync::Arc;

/// Where comments published elsewhere are brought in.
pub(crate) async fn show(Request { desk, at: entry, .. }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    Ok(Html(render(&desk, &entry, "", None).await?).into_response())
}

async fn render(desk: &Desk, entry: &Entry, typed: &str, problem: Option<&str>) -> Result<String, PageError> {
    let n = desk.app().elsewhere(entry).await?.len();
    let (staff, conversation) = (desk.staff(), entry.conversation());
    Ok(DeskElsewhere { staff: &staff, conversation: &conversation, n, typed, problem }.render()?)
}

/// Brings comments in that were published elsewhere.
pub(crate) async fn bring_in(
    Posted { desk, at: entry, form: Upload { form, unreadable } }: Posted<Arc<Entry>, Upload>,
) -> Result<Response, PageError> {
    let chosen = form.get("file").filter(|text| !text.trim().is_empty());
    let csv = chosen.or_else(|| form.get("csv")).unwrap_or_default();
    let read = unreadable.map_or_else(|| read_elsewhere(csv.as_bytes()).map_err(|error| error.to_string()), Err);
    let rows = match read {
        Ok(rows) => rows,
        Err(why) => {
            let page = render(&desk, &entry, csv, Some(&why)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
        }
    };
    desk.app().bring_in(&entry, &rows, desk.by(), desk.now_ms()).await?;
    Ok(to(&entry, "take", Notice::BroughtIn))
}
