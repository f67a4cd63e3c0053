//! `/desk/c/{slug}/texts/{target}`: one text with everything that can be done about it.

use super::list::shown;
use super::look::Look;
use crate::desk::request::{Desk, Request};
use crate::http::error::PageError;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::live::Entry;
use canvass_domain::Target;
use canvass_pages::{DeskText, Notice, Trouble};
use std::sync::Arc;

/// Shows one text with everything that can be done about it.
pub(crate) async fn text(
    Request { desk, at: (entry, target), query }: Request<(Arc<Entry>, String)>,
) -> Result<Response, PageError> {
    let target = target_of(&target)?;
    let said = query.get("said").and_then(Notice::from_word);
    let look = Look { said, ..Look::default() };
    Ok(Html(render_text(&desk, &entry, (target, look)).await?).into_response())
}

pub(super) async fn render_text(
    desk: &Desk,
    entry: &Arc<Entry>,
    (target, Look { said, problem, .. }): (Target, Look),
) -> Result<String, PageError> {
    let item = shown(desk.app().text_at_desk(entry, target).await?);
    let (staff, conversation) = (desk.staff(), entry.conversation());
    Ok(DeskText { staff: &staff, conversation: &conversation, item, said, problem }.render()?)
}

pub(super) fn target_of(target: &str) -> Result<Target, PageError> {
    Target::from_word(target).ok_or_else(|| Trouble::NotFound.into())
}
