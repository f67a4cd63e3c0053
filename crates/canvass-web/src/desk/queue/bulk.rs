//! Declining several texts at once, each as it was read. Those that were decided on or changed meanwhile are left and
//! named; every other one is declined and audited by itself.

use super::back::Page;
use super::decide::MAX_TYPED;
use super::list::render_everywhere;
use super::look::Look;
use crate::desk::conversation::render;
use crate::desk::request::Place;
use crate::desk::request::{Desk, Posted};
use crate::http::error::PageError;
use crate::http::form::Fields;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::desk::ITEMS_PER_PAGE;
use canvass_app::live::Entry;
use canvass_app::{AppError, Conflict};
use canvass_domain::{Looked, Ruling, Seen, Slug, StatementState, Target};
use canvass_pages::{DeskBulk, Notice, Trouble, WhyLeft, WhyNot};
use std::sync::Arc;

/// A text that was ticked, as it was read.
struct Ticked {
    entry: Arc<Entry>,
    target: Target,
    /// Where it stood; nothing where the change of it is what was read.
    from: Option<StatementState>,
    seen: Option<Seen>,
}

/// Declines what is ticked in the queue of all conversations.
pub(crate) async fn decline_everywhere(Posted { desk, form, .. }: Posted) -> Result<Response, PageError> {
    let bulk = decline(&desk, &form, None).await?;
    if is_done(&bulk) {
        let address = Page::of(&form).address("", Notice::DeclinedTicked);
        let address = if address.starts_with("/desk/queue?") { address } else { "/desk/queue".to_owned() };
        return Ok(Redirect::to(&address).into_response());
    }
    let status = status(&bulk);
    let look = if let Page::Everywhere(look) = Page::of(&form) { look } else { Look::default() };
    let page = render_everywhere(&desk, Look { bulk: Some(bulk), ..look }).await?;
    Ok((status, Html(page)).into_response())
}

/// Declines what is ticked in the queue of one conversation.
pub(crate) async fn decline_ticked(
    Posted { desk, at: entry, form }: Posted<Arc<Entry>>,
) -> Result<Response, PageError> {
    let bulk = decline(&desk, &form, Some(&entry)).await?;
    let look = if let Page::Conversation(look) = Page::of(&form) { look } else { Look::default() };
    if is_done(&bulk) {
        let address = Page::Conversation(look).address(entry.conversation().slug.as_str(), Notice::DeclinedTicked);
        return Ok(Redirect::to(&address).into_response());
    }
    let status = status(&bulk);
    let page = render(&desk, &entry, Look { bulk: Some(bulk), ..look }).await?;
    Ok((status, Html(page)).into_response())
}

async fn decline(desk: &Desk, form: &Fields, of: Option<&Arc<Entry>>) -> Result<DeskBulk, PageError> {
    let [rule, reason] = ["rule", "reason"].map(|name| form.get(name).unwrap_or_default());
    let ticked: Vec<String> = form.all("text").take(ITEMS_PER_PAGE).map(str::to_owned).collect();
    let texts: Result<Vec<Ticked>, PageError> = ticked.iter().map(|word| read(desk, word, of)).collect();
    let texts = texts?;
    let typed = reason.chars().take(MAX_TYPED).collect();
    let mut bulk = DeskBulk { ticked, rule: rule.to_owned(), typed, ..DeskBulk::default() };
    bulk.why = match (texts.is_empty(), rule.is_empty()) {
        (true, _) => Some(WhyNot::NoneTicked),
        (false, true) => Some(WhyNot::NoRule),
        (false, false) => None,
    };
    if bulk.why.is_some() {
        return Ok(bulk);
    }
    let ruling = Ruling { rule: Some(rule.to_owned()), reason: Some(reason.to_owned()) };
    for text in texts {
        let (target, title) = (text.target, text.entry.conversation().instrument.title.clone());
        let why = match decline_one(desk, text, ruling.clone()).await {
            Ok(()) => {
                bulk.n_declined += 1;
                continue;
            }
            // The same words for all of them: none is declined.
            Err(AppError::LongReason(_)) => {
                bulk.why = Some(WhyNot::LongReason);
                return Ok(bulk);
            }
            Err(AppError::Conflict(Conflict::Changed)) => WhyLeft::Changed,
            Err(AppError::Conflict(_) | AppError::NotFound(_)) => WhyLeft::Decided,
            Err(AppError::UnknownRule(_)) => WhyLeft::NoSuchRule,
            Err(error) => return Err(error.into()),
        };
        bulk.left.push((target, title, why));
    }
    // Whatever was left has to be read again first.
    bulk.ticked.clear();
    Ok(bulk)
}

async fn decline_one(desk: &Desk, text: Ticked, ruling: Ruling) -> Result<(), AppError> {
    let (app, by, now_ms) = (desk.app(), desk.by(), desk.now_ms());
    let Ticked { entry, target, from, seen } = text;
    let seen = seen.ok_or(AppError::Conflict(Conflict::Changed))?;
    match (from, target) {
        (Some(from), _) => app.decline(&entry, Looked { target, from, seen: Some(seen) }, ruling, by, now_ms).await,
        (None, Target::Comment(id)) => app.decide_change(&entry, (id, seen), Some(ruling), by, now_ms).await,
        (None, Target::Statement(_)) => Err(AppError::Conflict(Conflict::Changed)),
    }
}

/// Reads what a tick says: the conversation, the text, where it stood, and the hash of what it said.
fn read(desk: &Desk, word: &str, of: Option<&Arc<Entry>>) -> Result<Ticked, PageError> {
    let mut parts = word.split(' ');
    let mut part = || parts.next().unwrap_or_default();
    let (slug, target, from, seen) = (part(), part(), part(), part());
    let slug = Slug::parse(slug).map_err(|_| Trouble::Malformed)?;
    let target = Target::from_word(target).ok_or(Trouble::Malformed)?;
    let entry: Arc<Entry> = Place::find(&desk.server, slug.as_str().to_owned())?;
    if of.is_some_and(|of| of.id() != entry.id()) {
        return Err(Trouble::Malformed.into());
    }
    let from = match from {
        "change" => None,
        from => {
            let states = [StatementState::Held, StatementState::Accepted, StatementState::Declined];
            Some(states.into_iter().find(|state| state.word() == from).ok_or(Trouble::Malformed)?)
        }
    };
    Ok(Ticked { entry, target, from, seen: Seen::parse(seen) })
}

const fn is_done(bulk: &DeskBulk) -> bool {
    bulk.why.is_none() && bulk.left.is_empty()
}

const fn status(bulk: &DeskBulk) -> StatusCode {
    if bulk.why.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT }
}
