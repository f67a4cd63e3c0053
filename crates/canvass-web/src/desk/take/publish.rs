//! `/desk/c/{slug}/take/publish`: asking before an edition is published, and publishing it.

use super::compose::told;
use crate::desk::request::{Desk, Posted, Request};
use crate::http::error::PageError;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::edition::{Certified, FlagsRead, NotSaved, Publishing, Shelf, edition_id, problems, to_certify};
use canvass_app::live::Entry;
use canvass_domain::Conversation;
use canvass_edition::Rows;
use canvass_pages::{DeskPublish, Notice, PublishProblem, TakeProblem, Trouble, TypedPublishing};
use std::sync::Arc;

/// Asks before publishing.
pub(crate) async fn confirm(Request { desk, at: entry, .. }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    let shelf = desk.app().shelf(&entry).await?;
    let page = ask(&desk, &entry, &shelf, (&[], TypedPublishing::default())).await?;
    Ok(Html(page).into_response())
}

/// The form, again where something was wrong with it: with that, and what was typed.
async fn ask(
    desk: &Desk,
    entry: &Entry,
    shelf: &Shelf,
    (wrong, typed): (&[PublishProblem], TypedPublishing<'_>),
) -> Result<String, PageError> {
    let draft = shelf.draft().ok_or(Trouble::NotFound)?;
    let problems: Vec<TakeProblem> = problems(draft).iter().map(told).collect();
    let conversation: Arc<Conversation> = entry.conversation();
    let responses = desk.app().aftermath(entry).await?.responses;
    let to_certify: Vec<_> = to_certify(&draft.edition, responses.len()).into_iter().map(Certified::word).collect();
    let page = DeskPublish {
        staff: &desk.staff(),
        conversation: &conversation,
        edition: &draft.edition,
        hash: &draft.hash,
        problems: &problems,
        is_stale: desk.app().is_stale(entry, draft).await?,
        results: &draft.results,
        moves_by_marks: entry.read().moves_by_marks(),
        to_certify: &to_certify,
        wrong,
        typed,
    };
    Ok(page.render()?)
}

/// Publishes an edition.
pub(crate) async fn publish(Posted { desk, at: entry, form }: Posted<Arc<Entry>>) -> Result<Response, PageError> {
    let [name, why] = ["signed_by", "why"].map(|key| form.get(key).unwrap_or_default());
    let publishing = Publishing {
        signed_off_by: Some(name.to_owned()).filter(|name| !name.trim().is_empty()),
        checked: form.all("checked").take(10).map(|word| word.chars().take(40).collect()).collect(),
        flags_read: if form.get("flags_read").is_some() { FlagsRead::Yes } else { FlagsRead::No },
        marks_seen: form.get("marks_seen") == Some("yes"),
        why: why.chars().take(1_000).collect(),
        rows: if form.get("rows") == Some("yes") { Rows::Published } else { Rows::Withheld },
    };
    let was = form.get("was").unwrap_or_default();
    match desk.app().publish_take(&entry, &publishing, was, desk.by(), desk.now_ms()).await {
        Ok(number) => {
            let id = edition_id(&entry.conversation().slug, number);
            Ok(Redirect::to(&format!("/take/{id}?said={}", Notice::TakePublished.word())).into_response())
        }
        Err(NotSaved::App(error)) => Err(error.into()),
        Err(error) => {
            let shelf = desk.app().shelf(&entry).await?;
            let status = match error {
                NotSaved::Overtaken | NotSaved::Stale => StatusCode::CONFLICT,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let checked = publishing.checked.iter().map(String::as_str).collect();
            let flags_read = publishing.flags_read == FlagsRead::Yes;
            let rows = publishing.rows.are_published();
            let typed = TypedPublishing { name, why, checked, flags_read, marks_seen: publishing.marks_seen, rows };
            let page = ask(&desk, &entry, &shelf, (&wrong(&error), typed)).await?;
            Ok((status, Html(page)).into_response())
        }
    }
}

/// What is wrong with the form, field by field where it is about one.
fn wrong(error: &NotSaved) -> Vec<PublishProblem> {
    match error {
        NotSaved::Unticked(unticked) => unticked.iter().map(|one| PublishProblem::Unticked(one.word())).collect(),
        NotSaved::Unnamed => vec![PublishProblem::Unnamed],
        NotSaved::NoReason => vec![PublishProblem::NoReason],
        NotSaved::Flags(_) => vec![PublishProblem::Unread],
        NotSaved::MarksUnseen => vec![PublishProblem::MarksUnseen],
        error => vec![PublishProblem::Other(error.to_string())],
    }
}
