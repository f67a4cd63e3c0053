//! `/desk/c/{slug}/take/{number}/withdraw`: taking a published edition back, with a reason that its page gives.

use crate::desk::request::{Desk, Posted, Request, to};
use crate::http::error::PageError;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::AppError;
use canvass_app::live::Entry;
use canvass_pages::{DeskWithdraw, Notice, Trouble};
use std::sync::Arc;

/// Asks before a published edition is withdrawn.
pub(crate) async fn confirm_withdraw(
    Request { desk, at: (entry, number), .. }: Request<(Arc<Entry>, u32)>,
) -> Result<Response, PageError> {
    Ok(Html(withdrawal(&desk, &entry, (number, None)).await?).into_response())
}

/// Withdraws a published edition.
pub(crate) async fn withdraw(
    Posted { desk, at: (entry, number), form }: Posted<(Arc<Entry>, u32)>,
) -> Result<Response, PageError> {
    let reason = form.get("reason").unwrap_or_default();
    match desk.app().withdraw_take(&entry, (number, reason), desk.by(), desk.now_ms()).await {
        Ok(()) => Ok(to(&entry, "take", Notice::TakeWithdrawn)),
        Err(AppError::NoReason | AppError::LongReason(_)) => {
            let typed: String = reason.chars().take(MAX_TYPED_REASON).collect();
            let page = withdrawal(&desk, &entry, (number, Some(&typed))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// As much of a reason that was not taken is shown again.
const MAX_TYPED_REASON: usize = 2_000;

async fn withdrawal(desk: &Desk, entry: &Entry, (number, typed): (u32, Option<&str>)) -> Result<String, PageError> {
    let shelf = desk.app().shelf(entry).await?;
    if !shelf.published_numbers().contains(&number) {
        return Err(Trouble::NotFound.into());
    }
    // What was made by other rules has a headline that cannot be read here.
    let headline = shelf.get(number).map(|take| {
        let [headline, _] = canvass_pages::take_words(&take.edition, &take.results);
        headline
    });
    let (staff, conversation) = (desk.staff(), entry.conversation());
    let page =
        DeskWithdraw { staff: &staff, conversation: &conversation, number, headline: headline.as_deref(), typed };
    Ok(page.render()?)
}
