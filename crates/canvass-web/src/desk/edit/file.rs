//! A conversation as a file: downloaded, and filled into the form.

use super::page::{Shown, show};
use crate::desk::request::{Desk, Posted, Request};
use crate::http::error::PageError;
use crate::http::upload::Upload;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use canvass_app::desk::{self};
use canvass_app::live::Entry;
use canvass_pages::DeskFromFile;
use std::sync::Arc;

/// The conversation as a file from which it could be made anew.
pub(crate) async fn download(Request { at: entry, .. }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    let file = desk::to_file(&entry).map_err(|error| PageError::Broken(error.to_string()))?;
    let name = format!("attachment; filename=\"{}.toml\"", entry.conversation().slug);
    let name = HeaderValue::from_str(&name).map_err(|error| PageError::Broken(error.to_string()))?;
    let head: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/toml; charset=utf-8")),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((head, file).into_response())
}

/// Where a file is pasted or chosen.
pub(crate) async fn ask_for_file(desk: Desk) -> Result<Response, PageError> {
    let staff = desk.staff();
    Ok(Html(DeskFromFile { staff: &staff, typed: "", problem: None }.render()?).into_response())
}

/// The form, filled from a file.
pub(crate) async fn fill_from_file(
    Posted { desk, form: Upload { form, unreadable }, .. }: Posted<(), Upload>,
) -> Result<Response, PageError> {
    let chosen = form.get("file").filter(|text| !text.trim().is_empty());
    let text = chosen.or_else(|| form.get("toml")).unwrap_or_default();
    match unreadable.map_or_else(|| desk::from_file(text), Err) {
        Ok(typed) => show(&desk, None, &typed, &Shown::default()),
        Err(problem) => {
            let staff = desk.staff();
            let page = DeskFromFile { staff: &staff, typed: text, problem: Some(&problem) }.render()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
    }
}
