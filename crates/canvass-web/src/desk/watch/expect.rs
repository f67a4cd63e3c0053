//! Marks that are left as they are, and for how long many readers are expected from one network.

use crate::desk::request::{Posted, to};
use crate::http::error::PageError;
use axum::response::Response;
use canvass_app::live::Entry;
use canvass_pages::{Notice, Trouble};
use std::sync::Arc;

/// Leaves those marked so far as they are.
pub(crate) async fn leave(Posted { desk, at: entry, .. }: Posted<Arc<Entry>>) -> Result<Response, PageError> {
    desk.app().leave_marked(&entry, desk.by(), desk.now_ms()).await?;
    Ok(to(&entry, "watch", Notice::LeftMarked))
}

/// Expects many from one network for some hours, or none any more.
pub(crate) async fn office(Posted { desk, at: entry, form }: Posted<Arc<Entry>>) -> Result<Response, PageError> {
    let hours: u32 = form.number("hours").ok_or(Trouble::Malformed)?;
    desk.app().expect_many(&entry, hours, Some(desk.by()), desk.now_ms()).await?;
    let said = if hours == 0 { Notice::OfficeShut } else { Notice::OfficeOpened };
    Ok(to(&entry, "watch", said))
}
