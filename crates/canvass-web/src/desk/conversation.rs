//! `/desk/c/{slug}`: one conversation, opening and closing it.

use super::look::Look;
use super::{back, check_token, midnight};
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Staff;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::desk::StaffSession;
use canvass_app::live::{Entry, Making, Snapshot};
use canvass_app::wording;
use canvass_domain::Viewer;
use canvass_pages::{Confirm, ConfirmPage, DeskConversation, MapMaking, Notice, Trouble};
use std::sync::Arc;

/// Most excluded readers listed.
const MAX_EXCLUDED: usize = 200;

/// Shows one conversation.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    let query = Fields::of_query(query.as_deref());
    let look = Look::of(&query);
    Ok(Html(render(&server, &session, &entry, look).await?).into_response())
}

/// Prints the page.
pub(super) async fn render(
    server: &Server,
    session: &StaffSession,
    entry: &Arc<Entry>,
    look: Look,
) -> Result<String, PageError> {
    let staff = super::staff(server, session);
    let conversation = entry.conversation();
    let queue = super::queue::find(server, Some(entry), &look).await?;
    let wording = wording::of_conversation(entry);
    let now_ms = server.now_ms();
    // Read before the snapshot is: nobody waits for a second look while holding the first.
    let results = entry.totals().open(Viewer::Staff).cloned();
    let shows = results.is_ok();
    let page = {
        let snapshot = entry.read();
        DeskConversation {
            staff: &staff,
            conversation: &conversation,
            turnout: snapshot.turnout(),
            now_ms,
            n_today: snapshot.n_answering_since(midnight(now_ms)),
            results,
            map: map_making(&snapshot, entry.making()),
            queue,
            alarm: super::watch::alarm(&snapshot, shows, now_ms),
            excluded: super::watch::excluded_singly(&snapshot).take(MAX_EXCLUDED).collect(),
            said: look.said,
            problem: look.problem,
            wording,
        }
    };
    Ok(page.render()?)
}

fn map_making(snapshot: &Snapshot, making: Making) -> MapMaking {
    match making {
        _ if !snapshot.is_mappable() => MapMaking::TooFew,
        Making { n_failures: n @ 1.., .. } => MapMaking::Failed { n },
        Making { made: Some((at, took)), .. } => MapMaking::Made { ago: at.elapsed(), took },
        Making { made: None, .. } => MapMaking::Waits,
    }
}

/// Asks before opening.
pub(crate) async fn confirm_open(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    confirm(&server, &session, &slug, Confirm::Open)
}

/// Asks before closing.
pub(crate) async fn confirm_close(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    confirm(&server, &session, &slug, Confirm::Close)
}

/// Opens it.
pub(crate) async fn open(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    server.app().open(&entry, Some(session.by()), server.now_ms()).await?;
    Ok(back(&slug, Notice::Opened))
}

/// Closes it.
pub(crate) async fn close(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    server.app().close(&entry, Some(session.by()), server.now_ms()).await?;
    Ok(back(&slug, Notice::Closed))
}

/// Asks before making an import public.
pub(crate) async fn confirm_make_public(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    confirm(&server, &session, &slug, Confirm::MakePublic)
}

/// Makes an import public.
pub(crate) async fn make_public(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    server.app().make_public(&entry, session.by(), server.now_ms()).await?;
    Ok(back(&slug, Notice::MadePublic))
}

/// Asks before deleting an import.
pub(crate) async fn confirm_delete(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    confirm(&server, &session, &slug, Confirm::Delete)
}

/// Deletes an import.
pub(crate) async fn delete(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    server.app().delete(&entry, session.by(), server.now_ms()).await?;
    Ok(Redirect::to("/desk").into_response())
}

/// The conversation of an address at the desk.
pub(super) fn find(server: &Server, slug: &str) -> Result<Arc<Entry>, PageError> {
    Ok(server.app().any(slug).ok_or(Trouble::NotFound)?)
}

/// The conversation a desk form is about, with the form's token checked.
pub(super) fn posted(
    server: &Server,
    session: &StaffSession,
    slug: &str,
    form: &Fields,
) -> Result<Arc<Entry>, PageError> {
    check_token(server, session, form)?;
    find(server, slug)
}

fn confirm(server: &Server, session: &StaffSession, slug: &str, what: Confirm) -> Result<Response, PageError> {
    let entry = find(server, slug)?;
    let token = server.app().server_secret().desk_token(&session.hash);
    let now_ms = server.now_ms();
    let page = ConfirmPage { conversation: &entry.conversation(), what, token: token.as_str(), now_ms };
    Ok(Html(page.render()?).into_response())
}
