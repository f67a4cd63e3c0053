//! `/desk/c/{slug}/after`: what readers found unclear, and responses.

use crate::desk::request::{Desk, Posted, Request, to};
use crate::http::error::PageError;
use crate::http::form::{Fields, LongFields};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::AppError;
use canvass_app::edition::{Settling, Shares, UnclearGroup, UnclearRow};
use canvass_app::live::Entry;
use canvass_domain::YEARS_MS;
use canvass_pages::{AskedResponse, DeskAfter, Notice, Trouble, TypedAfter, UnclearBy, UnclearItem, UnclearNote};
use canvass_words::{Locale, Messages};
use std::sync::Arc;

/// What happened after publication.
pub(crate) async fn show(Request { desk, at: entry, query }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    let said = query.get("said").and_then(Notice::from_word);
    Ok(Html(render(&desk, &entry, said, None, None).await?).into_response())
}

async fn render(
    desk: &Desk,
    entry: &Entry,
    said: Option<Notice>,
    problem: Option<&str>,
    typed: Option<TypedAfter<'_>>,
) -> Result<String, PageError> {
    let unclear = desk.app().unclear(entry).await?.into_iter().map(item);
    let responses = desk.app().aftermath(entry).await?.responses.into_iter().map(|row| AskedResponse {
        number: row.number,
        addressee: row.addressee,
        due_ms: row.due_ms,
        has_response: row.text.is_some(),
    });
    let (unclear, responses): (Vec<_>, Vec<_>) = (unclear.collect(), responses.collect());
    let conversation = entry.conversation();
    let staff = desk.staff();
    let page = DeskAfter {
        staff: &staff,
        conversation: &conversation,
        unclear: &unclear,
        responses: &responses,
        said,
        problem,
        typed,
    };
    Ok(page.render()?)
}

/// What is settled together.
fn item(group: UnclearGroup) -> UnclearItem {
    let note = |row: UnclearRow| UnclearNote {
        number: row.number,
        edition: row.edition,
        passage: row.passage,
        note: row.note,
        at_ms: row.at_ms,
    };
    let by = match group.shares {
        Shares::Passage => UnclearBy::Passage,
        Shares::Sender => UnclearBy::Sender,
    };
    UnclearItem { by, notes: group.rows.into_iter().map(note).collect() }
}

/// The page again where something could not be done, with what was typed.
async fn show_again(desk: &Desk, entry: &Entry, error: AppError, typed: TypedAfter<'_>) -> Result<Response, PageError> {
    match error {
        AppError::NothingSaid
        | AppError::NotFound("conversation")
        | AppError::LongText { .. }
        | AppError::Conflict(_) => refuse(desk, entry, &error.to_string(), typed).await,
        error => Err(error.into()),
    }
}

async fn refuse(desk: &Desk, entry: &Entry, problem: &str, typed: TypedAfter<'_>) -> Result<Response, PageError> {
    let page = render(desk, entry, None, Some(problem), Some(typed)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// Settles what a reader found unclear.
pub(crate) async fn settle(
    Posted { desk, at: entry, form: LongFields(form) }: Posted<Arc<Entry>, LongFields>,
) -> Result<Response, PageError> {
    let typed = ["number", "passage", "text", "asked_again"].map(|key| form.get(key).unwrap_or_default());
    let [_, passage, text, asked_again] = typed;
    let again = |error| show_again(&desk, &entry, error, TypedAfter::Settling(typed));
    let is_left = form.get("leave").is_some();
    if !is_left && text.trim().is_empty() && asked_again.trim().is_empty() {
        return again(AppError::NothingSaid).await;
    }
    let unless_left = |text: &str| if is_left { String::new() } else { text.to_owned() };
    let numbers = numbers_of(&form);
    if is_left && numbers.is_empty() {
        return again(AppError::NothingSaid).await;
    }
    let settling = Settling {
        numbers,
        passage: passage.to_owned(),
        text: unless_left(text),
        asked_again: Some(unless_left(asked_again)),
    };
    match desk.app().settle_unclear(&entry, &settling, desk.by(), desk.now_ms()).await {
        Ok(()) => Ok(to(&entry, "after", Notice::Settled)),
        Err(error) => again(error).await,
    }
}

/// Every number that is named: of one thing to settle, of those that are ticked, or of all that the page showed.
fn numbers_of(form: &Fields) -> Vec<u32> {
    let field = if form.get("leave") == Some("all") { "shown" } else { "number" };
    form.all(field).flat_map(|numbers| numbers.split(',')).filter_map(|number| number.trim().parse().ok()).collect()
}

/// Asks somebody to respond, in public.
pub(crate) async fn ask(Posted { desk, at: entry, form }: Posted<Arc<Entry>>) -> Result<Response, PageError> {
    let typed = ["addressee", "due"].map(|key| form.get(key).unwrap_or_default());
    let [addressee, due] = typed;
    let zone = entry.conversation().instrument.zone();
    let Some(due_ms) = zone.end_of_day(due) else {
        let problem = Messages::of(Locale::ENGLISH).text("desk-response-no-day");
        return refuse(&desk, &entry, &problem, TypedAfter::Asking(typed)).await;
    };
    if !YEARS_MS.contains(&due_ms) {
        let problem = Messages::of(Locale::ENGLISH).text("desk-response-other-day");
        return refuse(&desk, &entry, &problem, TypedAfter::Asking(typed)).await;
    }
    match desk.app().ask_response(&entry, addressee, due_ms, desk.by(), desk.now_ms()).await {
        Ok(()) => Ok(to(&entry, "after", Notice::ResponseAsked)),
        Err(error) => show_again(&desk, &entry, error, TypedAfter::Asking(typed)).await,
    }
}

/// Publishes what somebody responded.
pub(crate) async fn respond(
    Posted { desk, at: entry, form: LongFields(form) }: Posted<Arc<Entry>, LongFields>,
) -> Result<Response, PageError> {
    let typed = ["number", "text"].map(|key| form.get(key).unwrap_or_default());
    let number = typed[0].parse().map_err(|_| Trouble::Malformed)?;
    match desk.app().keep_response(&entry, number, typed[1], desk.by(), desk.now_ms()).await {
        Ok(()) => Ok(to(&entry, "after", Notice::ResponseKept)),
        Err(error) => show_again(&desk, &entry, error, TypedAfter::Response(typed)).await,
    }
}
