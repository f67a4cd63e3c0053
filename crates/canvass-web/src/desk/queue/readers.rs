//! Excluding one reader from the queue, and letting them in again.

use super::decide::answer;
use crate::desk::request::Posted;
use crate::http::error::PageError;
use axum::response::Response;
use canvass_app::live::Entry;
use canvass_domain::{ParticipantId, Ruling};
use canvass_pages::Notice;
use std::sync::Arc;

/// Excludes a reader: none of their answers count.
pub(crate) async fn exclude(
    Posted { desk, at: (entry, reader), form }: Posted<(Arc<Entry>, u32)>,
) -> Result<Response, PageError> {
    let rule = form.get("rule").filter(|rule| !rule.is_empty()).map(str::to_owned);
    let ruling = Ruling { rule, reason: None };
    let done = desk.app().ban(&entry, ParticipantId(reader), ruling, desk.by(), desk.now_ms()).await;
    answer(&desk, (&entry, &form), done, Notice::Excluded).await
}

/// Lets an excluded reader back in.
pub(crate) async fn let_in(
    Posted { desk, at: (entry, reader), form }: Posted<(Arc<Entry>, u32)>,
) -> Result<Response, PageError> {
    let done = desk.app().reinstate(&entry, ParticipantId(reader), desk.by(), desk.now_ms()).await;
    answer(&desk, (&entry, &form), done, Notice::LetIn).await
}
