//! Style sheet, scripts and icon, under names that change with their content.

use crate::http::error::PageError;
use crate::http::path::PagePath;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use canvass_pages::Trouble;

/// Serves one file; it may be kept for good, since its name changes with it.
pub(crate) async fn serve(PagePath(name): PagePath<String>) -> Result<Response, PageError> {
    let wanted = format!("/assets/{name}");
    let asset = canvass_pages::assets::all().iter().find(|asset| asset.path == wanted).ok_or(Trouble::NotFound)?;
    let headers =
        [(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.bytes).into_response())
}
