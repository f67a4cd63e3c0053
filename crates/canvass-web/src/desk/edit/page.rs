//! The form of a conversation as a page.

use crate::desk::request::Desk;
use crate::http::error::PageError;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::desk::Stored;
use canvass_app::live::Entry;
use canvass_domain::{InstrumentError, Manuscript};
use canvass_pages::{DeskEdit, EditMoment, EditedConversation};

/// What a form is shown with.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    pub status: StatusCode,
    pub problems: Vec<InstrumentError>,
    pub moment: EditMoment,
    pub focus: Option<String>,
}

pub(super) fn show(
    desk: &Desk,
    entry: Option<&Entry>,
    typed: &Manuscript,
    shown: &Shown,
) -> Result<Response, PageError> {
    let staff = desk.staff();
    let stored = entry.map(|entry| (entry.conversation(), Stored::of(entry), entry.read().turnout()));
    let stored = stored.as_ref().map(|(conversation, stored, turnout)| EditedConversation {
        conversation,
        manuscript: &stored.manuscript,
        made_from: stored.token.as_str(),
        has_answers: stored.has_answers,
        n_participants: turnout.n_participants,
        settled: &stored.settled,
    });
    let page = DeskEdit {
        staff: &staff,
        typed,
        stored,
        problems: &shown.problems,
        moment: shown.moment,
        focus: shown.focus.as_deref(),
    };
    Ok((shown.status, Html(page.render()?)).into_response())
}

/// What is locked stays as it is stored, whatever a form says.
pub(super) fn over(entry: Option<&Entry>, typed: Manuscript) -> Manuscript {
    match entry {
        Some(entry) => Stored::of(entry).over(typed),
        None => typed,
    }
}
