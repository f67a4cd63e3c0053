//! `/desk/new` and `/desk/c/{slug}/edit`: making and changing a conversation in a form.
//!
//! Every button of the form sends all of it: what was typed comes back whichever was pressed. Nothing is stored but
//! by saving.

use super::page::{Shown, over, show};
use crate::desk::request::{Desk, Posted, Request};
use crate::http::error::PageError;
use crate::http::form::{Fields, LongFields};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use canvass_app::desk::{self, NotSaved, Saved, Stored};
use canvass_app::live::Entry;
use canvass_domain::Manuscript;
use canvass_domain::instrument::rows_named;
use canvass_pages::{EditMoment, Notice};
use std::sync::Arc;

/// The button that was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pressed {
    Save,
    Check,
    Add(String),
    Remove(String, usize),
    Raise(String, usize),
}

/// An empty form.
pub(crate) async fn new(desk: Desk) -> Result<Response, PageError> {
    show(&desk, None, &desk::blank_manuscript(), &Shown::default())
}

/// The form with what is stored.
pub(crate) async fn edit(Request { desk, at: entry, .. }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    let typed = Stored::of(&entry).manuscript;
    show(&desk, Some(&entry), &typed, &Shown::default())
}

/// A button of the empty form: makes a draft, or shows the form again.
pub(crate) async fn make(
    Posted { desk, form: LongFields(form), .. }: Posted<(), LongFields>,
) -> Result<Response, PageError> {
    let mut typed = manuscript(&form);
    let pressed = Pressed::of(&form);
    if pressed != Pressed::Save {
        return show_again(&desk, None, typed, &pressed);
    }
    typed.drop_blank_rows();
    let pasted = desk::take_from_spreadsheet(&mut typed);
    if !pasted.is_empty() {
        return show_problem(&desk, None, &typed, NotSaved::Problems(pasted));
    }
    match desk.app().create_from(&typed, desk.by(), desk.now_ms()).await {
        Ok(entry) => Ok(to_desk(entry.conversation().slug.as_str(), Notice::Made)),
        Err(why) => show_problem(&desk, None, &typed, why),
    }
}

/// A button of the form of a stored conversation: saves it, or shows the form again.
pub(crate) async fn save(
    Posted { desk, at: entry, form: LongFields(form) }: Posted<Arc<Entry>, LongFields>,
) -> Result<Response, PageError> {
    let mut typed = manuscript(&form);
    let pressed = Pressed::of(&form);
    let made_from = form.get("made_from").unwrap_or_default();
    if pressed != Pressed::Save {
        // Whoever was overtaken is told before they go on typing.
        if Stored::of(&entry).token.as_str() != made_from {
            return show_problem(&desk, Some(&entry), &typed, NotSaved::Overtaken);
        }
        return show_again(&desk, Some(&entry), typed, &pressed);
    }
    typed.drop_blank_rows();
    let pasted = desk::take_from_spreadsheet(&mut typed);
    if !pasted.is_empty() {
        return show_problem(&desk, Some(&entry), &typed, NotSaved::Problems(pasted));
    }
    let slug = entry.conversation().slug.clone();
    match desk.app().save_edit(&entry, typed.clone(), made_from, desk.by(), desk.now_ms()).await {
        Ok(Saved::Nothing) => Ok(to_desk(slug.as_str(), Notice::Unchanged)),
        Ok(Saved::InPlace) => Ok(to_desk(slug.as_str(), Notice::Saved)),
        Ok(Saved::Version(_)) => Ok(to_desk(slug.as_str(), Notice::Version)),
        Err(why) => show_problem(&desk, Some(&entry), &typed, why),
    }
}

/// The form again after a button that saves nothing.
fn show_again(
    desk: &Desk,
    entry: Option<&Entry>,
    mut typed: Manuscript,
    pressed: &Pressed,
) -> Result<Response, PageError> {
    let mut shown = Shown::default();
    match pressed {
        Pressed::Add(group) => {
            let number = typed.add_row(group);
            shown.focus = first_key(group).map(|key| format!("{group}[{number}].{key}"));
        }
        Pressed::Remove(group, number) => {
            typed.remove_row(group, *number);
            shown.focus = Some(group.clone());
        }
        Pressed::Raise(group, number) => {
            typed.raise_row(group, *number);
            let raised = number.saturating_sub(1).max(1);
            shown.focus = first_key(group).map(|key| format!("{group}[{raised}].{key}"));
        }
        Pressed::Check | Pressed::Save => {
            typed.drop_blank_rows();
            shown.problems = desk::take_from_spreadsheet(&mut typed);
            let read = desk::read_manuscript(&over(entry, typed.clone())).problems;
            let is_told = |place: &str| shown.problems.iter().any(|told| told.place == place);
            let read: Vec<_> = read.into_iter().filter(|problem| !is_told(&problem.place)).collect();
            shown.problems.extend(read);
            shown.moment = EditMoment::Checked;
            if !shown.problems.is_empty() {
                shown.status = StatusCode::UNPROCESSABLE_ENTITY;
            }
        }
    }
    show(desk, entry, &typed, &shown)
}

/// The form again after saving did not work; what can be mended there is shown there.
fn show_problem(desk: &Desk, entry: Option<&Entry>, typed: &Manuscript, why: NotSaved) -> Result<Response, PageError> {
    let shown = match why {
        NotSaved::Problems(problems) => {
            Shown { status: StatusCode::UNPROCESSABLE_ENTITY, problems, ..Shown::default() }
        }
        NotSaved::Overtaken => {
            Shown { status: StatusCode::CONFLICT, moment: EditMoment::Overtaken, ..Shown::default() }
        }
        NotSaved::App(error) => return Err(error.into()),
    };
    show(desk, entry, typed, &shown)
}

/// What was typed, from the fields named as places of a manuscript; other fields are not looked at.
pub(super) fn manuscript(form: &Fields) -> Manuscript {
    let mut typed = Manuscript::default();
    for (name, text) in form.pairs() {
        typed.set(name, text);
    }
    typed
}

fn first_key(group: &str) -> Option<&'static str> {
    rows_named(group)?.fields.first().map(|field| field.name)
}

fn to_desk(slug: &str, said: Notice) -> Response {
    Redirect::to(&format!("/desk/c/{slug}?said={}", said.word())).into_response()
}

impl Pressed {
    /// What is not known saves nothing.
    fn of(form: &Fields) -> Self {
        let words: Vec<&str> = form.get("act").unwrap_or_default().split(' ').collect();
        let number = |text: &str| text.parse().unwrap_or(0);
        match words.as_slice() {
            ["save"] => Self::Save,
            ["add", group] => Self::Add((*group).to_owned()),
            ["remove", group, row] => Self::Remove((*group).to_owned(), number(row)),
            ["raise", group, row] => Self::Raise((*group).to_owned(), number(row)),
            _ => Self::Check,
        }
    }
}
