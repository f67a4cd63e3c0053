//! `/desk/c/{slug}/watch`: marks on readers, and for how long many are expected from one network.

use super::conversation::{find, posted};
use super::{staff, to};
use crate::Server;
use crate::body::Fields;
use crate::error::PageError;
use crate::identify::Staff;
use crate::paths::PagePath;
use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use canvass_domain::ReaderMark;
use canvass_pages::{DeskWatch, Notice, Trouble};

/// Shows the marks.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    let (staff, conversation, now_ms) = (staff(&server, &session), entry.conversation(), server.now_ms());
    let limits = server.app().first_answers(&entry, now_ms);
    let page = {
        let snapshot = entry.read();
        let watch = &snapshot.watch;
        DeskWatch {
            staff: &staff,
            conversation: &conversation,
            marked: ReaderMark::ALL.map(|mark| watch.n_with(mark) as u64),
            n_marked: watch.marked().count() as u64,
            n_participants: snapshot.turnout().n_participants,
            office_until_ms: Some(watch.office_until_ms()).filter(|_| watch.expects_many(now_ms)),
            first_answers: [limits.at_once, limits.per_hour].map(std::num::NonZeroU32::get),
            said: Fields::of_query(query.as_deref()).get("said").and_then(Notice::from_word),
        }
    };
    Ok(Html(page.render()?).into_response())
}

/// Expects many from one network for some hours, or none any more.
pub(crate) async fn office(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let hours: u32 = form.number("hours").ok_or(Trouble::Malformed)?;
    server.app().expect_many(&entry, hours, Some(session.by()), server.now_ms()).await?;
    let said = if hours == 0 { Notice::OfficeShut } else { Notice::OfficeOpened };
    Ok(to(&slug, "watch", said))
}
