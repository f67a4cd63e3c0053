//! `/desk/c/{slug}/statements`: marking what each statement is about.

use crate::desk::request::{Desk, Posted, Request};
use crate::http::error::PageError;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::AppError;
use canvass_app::desk::{MarkableStatement, markable};
use canvass_app::live::Entry;
use canvass_domain::{StatementId, Subject};
use canvass_pages::{DeskStatement, DeskStatements, Marking, Notice, Trouble};
use std::sync::Arc;

/// Statements on one page.
const PER_PAGE: usize = 100;

/// Shows statements, a hundred a page, with what each is about.
pub(crate) async fn show(Request { desk, at: entry, query }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    let after = query.get("after").and_then(|after| after.parse().ok()).map(StatementId);
    let said = query.get("said").and_then(Notice::from_word);
    render(&desk, &entry, (StatusCode::OK, after, said))
}

/// Marks a statement as being about the readers, or about the topic again.
pub(crate) async fn mark(
    Posted { desk, at: (entry, id), form }: Posted<(Arc<Entry>, u32)>,
) -> Result<Response, PageError> {
    let subject = form.get("subject").and_then(Subject::from_word).ok_or(Trouble::Malformed)?;
    let marked = desk.app().mark(&entry, (StatementId(id), subject), desk.by(), desk.now_ms()).await;
    // Back to where it stands, first on its page.
    let before = id.checked_sub(1).map(StatementId);
    let said = match marked {
        Ok(()) => {
            let said = if subject.is_meta() { Notice::MarkedMeta } else { Notice::UnmarkedMeta };
            let after = before.map_or_else(String::new, |before| format!("&after={before}"));
            let address = format!("/desk/c/{}/statements?said={}{after}", entry.conversation().slug, said.word());
            return Ok(Redirect::to(&address).into_response());
        }
        // The page says why.
        Err(AppError::MarkBehindGate) => None,
        Err(AppError::Conflict(_)) => Some(Notice::Overtaken),
        Err(error) => return Err(error.into()),
    };
    render(&desk, &entry, (StatusCode::CONFLICT, before, said))
}

fn render(
    desk: &Desk,
    entry: &Entry,
    (status, after, said): (StatusCode, Option<StatementId>, Option<Notice>),
) -> Result<Response, PageError> {
    let staff = desk.staff();
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
