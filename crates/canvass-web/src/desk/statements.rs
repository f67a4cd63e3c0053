//! `/desk/c/{slug}/statements`: marking what each statement is about.

use super::conversation::{find, posted};
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Staff;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::AppError;
use canvass_app::desk::{MarkableStatement, StaffSession, markable};
use canvass_app::live::Entry;
use canvass_domain::{StatementId, Subject};
use canvass_pages::{DeskStatement, DeskStatements, Marking, Notice, Trouble};

/// Statements on one page.
const PER_PAGE: usize = 100;

/// Shows statements, a hundred a page, with what each is about.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    let query = Fields::of_query(query.as_deref());
    let after = query.get("after").and_then(|after| after.parse().ok()).map(StatementId);
    let said = query.get("said").and_then(Notice::from_word);
    render(&server, &session, &entry, (StatusCode::OK, after, said))
}

/// Marks a statement as being about the readers, or about the topic again.
pub(crate) async fn mark(
    State(server): State<Server>,
    PagePath((slug, id)): PagePath<(String, u32)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let subject = form.get("subject").and_then(Subject::from_word).ok_or(Trouble::Malformed)?;
    let marked = server.app().mark(&entry, (StatementId(id), subject), session.by(), server.now_ms()).await;
    // Back to where it stands, first on its page.
    let before = id.checked_sub(1).map(StatementId);
    let said = match marked {
        Ok(()) => {
            let said = if subject.is_meta() { Notice::MarkedMeta } else { Notice::UnmarkedMeta };
            let after = before.map_or_else(String::new, |before| format!("&after={before}"));
            let address = format!("/desk/c/{slug}/statements?said={}{after}", said.word());
            return Ok(Redirect::to(&address).into_response());
        }
        // The page says why.
        Err(AppError::MarkBehindGate) => None,
        Err(AppError::Conflict(_)) => Some(Notice::Overtaken),
        Err(error) => return Err(error.into()),
    };
    render(&server, &session, &entry, (StatusCode::CONFLICT, before, said))
}

fn render(
    server: &Server,
    session: &StaffSession,
    entry: &Entry,
    (status, after, said): (StatusCode, Option<StatementId>, Option<Notice>),
) -> Result<Response, PageError> {
    let staff = super::staff(server, session);
    let conversation = entry.conversation();
    let mut statements: Vec<DeskStatement> = markable(entry, after, PER_PAGE + 1).into_iter().map(shown).collect();
    let has_more = statements.len() > PER_PAGE;
    statements.truncate(PER_PAGE);
    let marking = if entry.read().may_be_marked() { Marking::Allowed } else { Marking::BehindGate };
    let page = DeskStatements { staff: &staff, conversation: &conversation, statements, has_more, marking, said };
    Ok((status, Html(page.render()?)).into_response())
}

fn shown(MarkableStatement { id, text, state, subject }: MarkableStatement) -> DeskStatement {
    DeskStatement { id: id.0, text, state, subject }
}
