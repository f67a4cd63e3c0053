//! `/desk/c/{slug}/exclude`: excluding readers together, and letting them in again.

use super::show::{Asked, render, shows_results};
use crate::desk::request::{Desk, Posted, Request, to};
use crate::http::error::PageError;
use crate::http::form::Fields;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::independence::Choice;
use canvass_app::live::Entry;
use canvass_app::{AppError, Conflict};
use canvass_domain::{ExclusionGround, ParticipantId};
use canvass_pages::{DeskExclude, ExcludeProblem, Notice, Trouble};
use std::sync::Arc;

/// Shows what excluding readers would do.
pub(crate) async fn ask(Request { desk, at: entry, query }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    let Some(choice) = choice(&query, &entry) else {
        let times = [query.get("from").unwrap_or_default(), query.get("until").unwrap_or_default()];
        let asked = Asked { bad_times: Some(times), ..Asked::default() };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(render(&desk, &entry, asked)?)).into_response());
    };
    Ok(Html(asking(&desk, &entry, (&choice, "", None))?).into_response())
}

/// Excludes everybody whom the form is about, if they are those who were shown.
pub(crate) async fn exclude(Posted { desk, at: entry, form }: Posted<Arc<Entry>>) -> Result<Response, PageError> {
    let choice = choice(&form, &entry).ok_or(Trouble::Malformed)?;
    let reason = form.get("reason").unwrap_or_default();
    let seen = form.get("seen").unwrap_or_default();
    let done = desk.app().exclude_all(&entry, choice.clone(), (reason, seen), desk.by(), desk.now_ms()).await;
    let (status, problem) = match done {
        Ok(_) => return Ok(to(&entry, "watch", Notice::ExcludedAll)),
        Err(AppError::NoExclusionReason) => (StatusCode::UNPROCESSABLE_ENTITY, ExcludeProblem::NoReason),
        Err(AppError::Conflict(Conflict::OthersMeant)) => (StatusCode::CONFLICT, ExcludeProblem::OthersMeant),
        Err(error) => return Err(error.into()),
    };
    let page = asking(&desk, &entry, (&choice, reason, Some(problem)))?;
    Ok((status, Html(page)).into_response())
}

fn asking(
    desk: &Desk,
    entry: &Arc<Entry>,
    (choice, reason, problem): (&Choice, &str, Option<ExcludeProblem>),
) -> Result<String, PageError> {
    let (staff, conversation) = (desk.staff(), entry.conversation());
    let shows = shows_results(entry);
    let chosen = entry.read().choose(choice)?;
    let page = DeskExclude {
        staff: &staff,
        conversation: &conversation,
        ground: choice.ground(),
        reader: match choice {
            Choice::One(reader) => Some(*reader),
            Choice::All(_) => None,
        },
        n: chosen.readers.len() as u64,
        seen: &chosen.seen(),
        n_waiting: chosen.n_waiting as u64,
        poll: chosen.poll.filter(|_| shows),
        reason,
        problem,
    };
    Ok(page.render()?)
}

/// Whom a query or a form means: one reader, those with a mark, or those who came between two minutes. Nothing where it
/// means nobody at all.
fn choice(fields: &Fields, entry: &Entry) -> Option<Choice> {
    if let Some(reader) = fields.number("reader") {
        return Some(Choice::One(ParticipantId(reader)));
    }
    let ground = match fields.get("ground") {
        Some(ground) => ExclusionGround::from_text(ground)?,
        None => {
            let zone = entry.conversation().instrument.zone();
            ExclusionGround::Came(zone.minute(fields.get("from")?)?, zone.minute(fields.get("until")?)?)
        }
    };
    let choice = Choice::All(ground);
    let is_sound = entry.read().choose(&choice).is_ok();
    is_sound.then_some(choice)
}

/// Lets everybody back in whom one decision still keeps out.
pub(crate) async fn lift(
    Posted { desk, at: (entry, number), .. }: Posted<(Arc<Entry>, u32)>,
) -> Result<Response, PageError> {
    desk.app().lift_exclusion(&entry, number, desk.by(), desk.now_ms()).await?;
    Ok(to(&entry, "watch", Notice::LiftedExclusion))
}
