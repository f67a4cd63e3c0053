//! `/desk/new` and `/desk/c/{slug}/edit`: making and changing a conversation in a form, previews of it, its file.
//!
//! Every button of the form sends all of it: what was typed comes back whichever was pressed. Nothing is stored but
//! by saving.

use super::{
    check_token,
    conversation::{find, posted},
    staff,
};
use crate::Server;
use crate::body::{Fields, LongFields, Pasted};
use crate::error::PageError;
use crate::identify::Staff;
use crate::paths::PagePath;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::desk::{self, NotSaved, ReadManuscript, Saved, StaffSession, Stored};
use canvass_app::live::Entry;
use canvass_domain::{
    Conversation, ConversationId, Instrument, InstrumentError, Manuscript, Provenance, SeedStatement,
    State as Standing, instrument::rows_named,
};
use canvass_pages::{ConversationPreview, DeskEdit, DeskFromFile, EditMoment, EditedConversation, Notice};

/// What a form is shown with.
#[derive(Clone, Debug, Default)]
struct Shown {
    status: StatusCode,
    problems: Vec<InstrumentError>,
    moment: EditMoment,
    focus: Option<String>,
}

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
pub(crate) async fn new(State(server): State<Server>, Staff(session): Staff) -> Result<Response, PageError> {
    show(&server, &session, None, &desk::blank_manuscript(), &Shown::default())
}

/// The form with what is stored.
pub(crate) async fn edit(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    let typed = Stored::of(&entry).manuscript;
    show(&server, &session, Some(&entry), &typed, &Shown::default())
}

/// A button of the empty form: makes a draft, or shows the form again.
pub(crate) async fn make(
    State(server): State<Server>,
    Staff(session): Staff,
    LongFields(form): LongFields,
) -> Result<Response, PageError> {
    check_token(&server, &session, &form)?;
    let mut typed = manuscript(&form);
    let pressed = Pressed::of(&form);
    if pressed != Pressed::Save {
        return show_again(&server, &session, None, typed, &pressed);
    }
    typed.drop_blank_rows();
    let pasted = desk::take_from_spreadsheet(&mut typed);
    if !pasted.is_empty() {
        return show_problem(&server, &session, None, &typed, NotSaved::Problems(pasted));
    }
    match server.app().create_from(&typed, session.by(), server.now_ms()).await {
        Ok(entry) => Ok(to_desk(entry.conversation().slug.as_str(), Notice::Made)),
        Err(why) => show_problem(&server, &session, None, &typed, why),
    }
}

/// A button of the form of a stored conversation: saves it, or shows the form again.
pub(crate) async fn save(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    LongFields(form): LongFields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let mut typed = manuscript(&form);
    let pressed = Pressed::of(&form);
    let made_from = form.get("made_from").unwrap_or_default();
    if pressed != Pressed::Save {
        // Whoever was overtaken is told before they go on typing.
        if Stored::of(&entry).token.as_str() != made_from {
            return show_problem(&server, &session, Some(&entry), &typed, NotSaved::Overtaken);
        }
        return show_again(&server, &session, Some(&entry), typed, &pressed);
    }
    typed.drop_blank_rows();
    let pasted = desk::take_from_spreadsheet(&mut typed);
    if !pasted.is_empty() {
        return show_problem(&server, &session, Some(&entry), &typed, NotSaved::Problems(pasted));
    }
    match server.app().save_edit(&entry, typed.clone(), made_from, session.by(), server.now_ms()).await {
        Ok(Saved::Nothing) => Ok(to_desk(&slug, Notice::Unchanged)),
        Ok(Saved::InPlace) => Ok(to_desk(&slug, Notice::Saved)),
        Ok(Saved::Version(_)) => Ok(to_desk(&slug, Notice::Version)),
        Err(why) => show_problem(&server, &session, Some(&entry), &typed, why),
    }
}

/// What is typed into the empty form, as a reader would see it.
pub(crate) async fn preview_new(
    State(server): State<Server>,
    Staff(session): Staff,
    LongFields(form): LongFields,
) -> Result<Response, PageError> {
    check_token(&server, &session, &form)?;
    preview(&server, None, manuscript(&form))
}

/// What is typed into the form of a stored conversation, as a reader would see it.
pub(crate) async fn preview_typed(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    LongFields(form): LongFields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    preview(&server, Some(&entry), manuscript(&form))
}

/// What is stored, as a reader would see it.
pub(crate) async fn preview_stored(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(_session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    preview(&server, Some(&entry), Stored::of(&entry).manuscript)
}

/// The conversation as a file from which it could be made anew.
pub(crate) async fn download(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(_session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    let file = desk::to_file(&entry).map_err(|error| PageError::Broken(error.to_string()))?;
    let name = format!("attachment; filename=\"{}.toml\"", entry.conversation().slug);
    let name = HeaderValue::from_str(&name).map_err(|error| PageError::Broken(error.to_string()))?;
    let head: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/toml; charset=utf-8")),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((head, file).into_response())
}

/// Where a file is pasted or chosen.
pub(crate) async fn ask_for_file(State(server): State<Server>, Staff(session): Staff) -> Result<Response, PageError> {
    let staff = staff(&server, &session);
    Ok(Html(DeskFromFile { staff: &staff, typed: "", problem: None }.render()?).into_response())
}

/// The form, filled from a file.
pub(crate) async fn fill_from_file(
    State(server): State<Server>,
    Staff(session): Staff,
    Pasted { form, unreadable }: Pasted,
) -> Result<Response, PageError> {
    check_token(&server, &session, &form)?;
    let chosen = form.get("file").filter(|text| !text.trim().is_empty());
    let text = chosen.or_else(|| form.get("toml")).unwrap_or_default();
    match unreadable.map_or_else(|| desk::from_file(text), Err) {
        Ok(typed) => show(&server, &session, None, &typed, &Shown::default()),
        Err(problem) => {
            let staff = staff(&server, &session);
            let page = DeskFromFile { staff: &staff, typed: text, problem: Some(&problem) }.render()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
    }
}

/// The form again after a button that saves nothing.
fn show_again(
    server: &Server,
    session: &StaffSession,
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
    show(server, session, entry, &typed, &shown)
}

/// The form again after saving did not work; what can be mended there is shown there.
fn show_problem(
    server: &Server,
    session: &StaffSession,
    entry: Option<&Entry>,
    typed: &Manuscript,
    why: NotSaved,
) -> Result<Response, PageError> {
    let shown = match why {
        NotSaved::Problems(problems) => {
            Shown { status: StatusCode::UNPROCESSABLE_ENTITY, problems, ..Shown::default() }
        }
        NotSaved::Overtaken => {
            Shown { status: StatusCode::CONFLICT, moment: EditMoment::Overtaken, ..Shown::default() }
        }
        NotSaved::App(error) => return Err(error.into()),
    };
    show(server, session, entry, typed, &shown)
}

fn show(
    server: &Server,
    session: &StaffSession,
    entry: Option<&Entry>,
    typed: &Manuscript,
    shown: &Shown,
) -> Result<Response, PageError> {
    let staff = staff(server, session);
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

fn preview(server: &Server, entry: Option<&Entry>, mut typed: Manuscript) -> Result<Response, PageError> {
    typed.drop_blank_rows();
    let stored = entry.map(Stored::of);
    let ReadManuscript { file, problems } = desk::read_manuscript(&over(entry, typed));
    let settled = stored.iter().flat_map(|stored| &stored.settled).map(String::as_str);
    let statements: Vec<&str> = settled.chain(file.statements.iter().map(SeedStatement::as_str)).collect();
    let conversation = match entry {
        Some(entry) => Conversation { instrument: file.instrument, ..Conversation::clone(&entry.conversation()) },
        None => unsaved(file.slug, file.instrument, server.now_ms()),
    };
    let page = ConversationPreview {
        conversation: &conversation,
        statements: statements.first().map(|first| (*first, statements.len())),
        n_problems: problems.len(),
        now_ms: server.now_ms(),
    };
    Ok(Html(page.render()?).into_response())
}

/// What is locked stays as it is stored, whatever a form says.
fn over(entry: Option<&Entry>, typed: Manuscript) -> Manuscript {
    match entry {
        Some(entry) => Stored::of(entry).over(typed),
        None => typed,
    }
}

fn unsaved(slug: canvass_domain::Slug, instrument: Instrument, now_ms: canvass_domain::Millis) -> Conversation {
    Conversation {
        visibility: canvass_domain::Visibility::Public,
        id: ConversationId(0),
        slug,
        state: Standing::Draft,
        provenance: Provenance::Here,
        note: None,
        version: 1,
        instrument,
        created_ms: now_ms,
        turns: canvass_domain::Turns::default(),
    }
}

/// What was typed, from the fields named as places of a manuscript; other fields are not looked at.
fn manuscript(form: &Fields) -> Manuscript {
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
