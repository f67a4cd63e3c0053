//! `/desk/c/{slug}/take/{number}/private.json`: an edition with the whole log.

use crate::desk::request::Request;
use crate::http::error::PageError;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use canvass_app::edition::Reach;
use canvass_app::live::Entry;
use canvass_pages::Trouble;
use std::sync::Arc;

/// An edition with the whole log, for whoever may see everything.
pub(crate) async fn private_bundle(
    Request { desk, at: (entry, number), .. }: Request<(Arc<Entry>, u32)>,
) -> Result<Response, PageError> {
    let shelf = desk.app().shelf(&entry).await?;
    let take = shelf.get(number).ok_or(Trouble::NotFound)?;
    desk.app().note_private_bundle(&entry, desk.by(), desk.now_ms()).await?;
    let bundle = desk.app().bundle(&entry, take, Reach::Private).await?;
    let name = format!("attachment; filename=\"{}-private.json\"", take.id());
    let name = HeaderValue::from_str(&name).map_err(|error| PageError::Broken(error.to_string()))?;
    let head =
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json")), (header::CONTENT_DISPOSITION, name)];
    Ok((head, bundle).into_response())
}
