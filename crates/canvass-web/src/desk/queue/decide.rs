//! Decisions on one text, or on a change of it, as it was read.

use super::back::Page;
use super::decided;
use super::list::render_everywhere;
use super::look::Look;
use super::text::{render_text, target_of};
use crate::desk::conversation::render;
use crate::desk::request::{Desk, Posted};
use crate::http::error::PageError;
use crate::http::form::Fields;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::live::Entry;
use canvass_app::{AppError, Conflict};
use canvass_domain::{CommentId, Looked, Ruling, Seen, StatementState, StatementText, Target};
use canvass_pages::{DeskProblem, Notice, Trouble, WhyNot};
use std::sync::Arc;

pub(super) const MAX_TYPED: usize = 2_000;

/// Accepts a text.
pub(crate) async fn accept(
    Posted { desk, at: (entry, target), form }: Posted<(Arc<Entry>, String)>,
) -> Result<Response, PageError> {
    let done = match looked(&entry, &form, target_of(&target)?) {
        Ok(looked) => desk.app().accept(&entry, looked, desk.by(), desk.now_ms()).await,
        Err(unread) => Err(unread),
    };
    answer(&desk, (&entry, &form), done, Notice::Accepted).await
}

/// Makes the change of a comment that its author asked for.
pub(crate) async fn accept_change(
    Posted { desk, at: (entry, comment), form }: Posted<(Arc<Entry>, u32)>,
) -> Result<Response, PageError> {
    let done = match seen(&form) {
        Ok(seen) => {
            let change = (CommentId(comment), seen);
            desk.app().decide_change(&entry, change, None, desk.by(), desk.now_ms()).await
        }
        Err(unread) => Err(unread),
    };
    answer(&desk, (&entry, &form), done, Notice::Accepted).await
}

/// Leaves the comment as readers see it, under a rule that its author is told.
pub(crate) async fn decline_change(
    Posted { desk, at: (entry, comment), form }: Posted<(Arc<Entry>, u32)>,
) -> Result<Response, PageError> {
    let id = CommentId(comment);
    let done = match seen(&form) {
        Ok(seen) => {
            let ruling = Some(ruling(&form));
            desk.app().decide_change(&entry, (id, seen), ruling, desk.by(), desk.now_ms()).await
        }
        Err(unread) => Err(unread),
    };
    declined(&desk, (&entry, &form), Target::Comment(id), done).await
}

/// Declines a text under a rule.
pub(crate) async fn decline(
    Posted { desk, at: (entry, target), form }: Posted<(Arc<Entry>, String)>,
) -> Result<Response, PageError> {
    let target = target_of(&target)?;
    let done = match looked(&entry, &form, target) {
        Ok(looked) => desk.app().decline(&entry, looked, ruling(&form), desk.by(), desk.now_ms()).await,
        Err(unread) => Err(unread),
    };
    declined(&desk, (&entry, &form), target, done).await
}

/// What the form names to decline a text by.
fn ruling(form: &Fields) -> Ruling {
    let [rule, reason] = ["rule", "reason"].map(|name| form.get(name).unwrap_or_default());
    Ruling { rule: (!rule.is_empty()).then(|| rule.to_owned()), reason: Some(reason.to_owned()) }
}

/// Back to the queue; where no rule was named, to the form with what was typed.
async fn declined(
    desk: &Desk,
    (entry, form): (&Arc<Entry>, &Fields),
    target: Target,
    done: Result<(), AppError>,
) -> Result<Response, PageError> {
    let why = match done {
        Err(AppError::NoReason) => WhyNot::NoRule,
        Err(AppError::LongReason(_)) => WhyNot::LongReason,
        done => return answer(desk, (entry, form), done, Notice::Declined).await,
    };
    let [rule, reason] = ["rule", "reason"].map(|name| form.get(name).unwrap_or_default());
    let (rule, typed) = (rule.to_owned(), reason.chars().take(MAX_TYPED).collect());
    let of = entry.conversation().slug.clone();
    let problem = Some(DeskProblem { of, target, why, rule, typed });
    let page = again(desk, (entry, form), |look| Look { problem, ..look }).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// Leaves a reported text as it is.
pub(crate) async fn leave(
    Posted { desk, at: (entry, target), form }: Posted<(Arc<Entry>, String)>,
) -> Result<Response, PageError> {
    let done = match looked(&entry, &form, target_of(&target)?) {
        Ok(looked) => desk.app().close_reports(&entry, looked, desk.by(), desk.now_ms()).await,
        Err(unread) => Err(unread),
    };
    answer(&desk, (&entry, &form), done, Notice::Left).await
}

/// Mends the wording of a statement that nobody has answered.
pub(crate) async fn reword(
    Posted { desk, at: (entry, target), form }: Posted<(Arc<Entry>, String)>,
) -> Result<Response, PageError> {
    let Target::Statement(statement) = target_of(&target)? else { return Err(Trouble::NotFound.into()) };
    if !entry.read().has_text(Target::Statement(statement)) {
        return Err(Trouble::NotFound.into());
    }
    let words = StatementText::parse(form.get("text").unwrap_or_default()).map_err(AppError::from)?;
    let done = match seen(&form) {
        Ok(seen) => desk.app().reword(&entry, (statement, Some(seen)), words, desk.by(), desk.now_ms()).await,
        Err(unread) => Err(unread),
    };
    answer(&desk, (&entry, &form), done, Notice::Reworded).await
}

/// Back to the queue; whoever came too late is shown how it stands now.
pub(super) async fn answer(
    desk: &Desk,
    (entry, form): (&Arc<Entry>, &Fields),
    done: Result<(), AppError>,
    said: Notice,
) -> Result<Response, PageError> {
    match done {
        Ok(()) => Ok(Redirect::to(&Page::of(form).address(entry.conversation().slug.as_str(), said)).into_response()),
        Err(AppError::Conflict(_) | AppError::Answered) => {
            let said = match done {
                Err(AppError::Conflict(Conflict::Changed)) => Notice::ChangedMeanwhile,
                Err(AppError::Conflict(Conflict::Repeated)) => Notice::ReadsTheSame,
                _ => Notice::Overtaken,
            };
            let overtaken = |look| Look { said: Some(said), ..look };
            let page = again(desk, (entry, form), overtaken).await?;
            Ok((StatusCode::CONFLICT, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The page that the form stood on, as it stands now.
async fn again(
    desk: &Desk,
    (entry, form): (&Arc<Entry>, &Fields),
    change: impl FnOnce(Look) -> Look,
) -> Result<String, PageError> {
    match Page::of(form) {
        Page::Conversation(look) => render(desk, entry, change(look)).await,
        Page::Everywhere(look) => render_everywhere(desk, change(look)).await,
        Page::Text(target) | Page::Comments(target, ..) => {
            render_text(desk, entry, (target, change(Look::default()))).await
        }
        Page::Decided(shows) => {
            let Look { said, problem, .. } = change(Look::default());
            decided::render(desk, entry, (shows, said, problem)).await
        }
    }
}

/// The text as it was on the page that the decision was taken on; without that nobody can have read it.
fn looked(entry: &Entry, form: &Fields, target: Target) -> Result<Looked, AppError> {
    if !entry.read().has_text(target) {
        return Err(AppError::NotFound("text"));
    }
    let states = [StatementState::Held, StatementState::Accepted, StatementState::Declined];
    let from = form.get("from").unwrap_or_default();
    let from = states.into_iter().find(|state| state.word() == from).ok_or(AppError::Conflict(Conflict::Changed))?;
    Ok(Looked { target, from, seen: Some(seen(form)?) })
}

/// What the words were on the page that the decision was taken on.
pub(super) fn seen(form: &Fields) -> Result<Seen, AppError> {
    form.get("seen").and_then(Seen::parse).ok_or(AppError::Conflict(Conflict::Changed))
}
