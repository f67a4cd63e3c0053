//! Reading the audit log: page by page for the desk, piece by piece as CSV.

use crate::{AppError, AuditRange, AuditRow, Store};
use canvass_domain::{ConversationId, Slug};
use canvass_formats::audit::{HEADER, Line};

/// Lines on one page.
pub const LINES_PER_PAGE: usize = 100;
/// Lines in one piece of CSV.
const LINES_PER_PIECE: usize = 500;

/// A page of the audit log.
#[derive(Clone, Debug)]
pub struct AuditPage {
    /// Newest first.
    pub rows: Vec<AuditRow>,
    /// Where the next page begins; nothing where this is the last.
    pub older: Option<i64>,
}

/// What is still to be written of the audit log as CSV.
#[derive(Clone, Copy, Debug)]
pub enum Rest {
    /// All of it, with the header.
    Whole(Option<ConversationId>),
    /// Everything older than this.
    From(AuditRange),
    /// Nothing.
    None,
}

/// A page of the audit log, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn page(store: &Store, range: AuditRange) -> Result<AuditPage, AppError> {
    let mut rows = store.audit(range, LINES_PER_PAGE + 1).await?;
    let is_more = rows.len() > LINES_PER_PAGE;
    rows.truncate(LINES_PER_PAGE);
    let older = rows.last().map(|row| row.number).filter(|_| is_more);
    Ok(AuditPage { rows, older })
}

/// The next piece of the audit log as CSV, newest first, and what is left after it.
///
/// # Errors
/// When the database cannot be read.
pub async fn piece(store: &Store, rest: Rest) -> Result<Option<(String, Rest)>, AppError> {
    let (mut text, range) = match rest {
        Rest::Whole(of) => (HEADER.to_owned(), AuditRange { of, before: None }),
        Rest::From(range) => (String::new(), range),
        Rest::None => return Ok(None),
    };
    let rows = store.audit(range, LINES_PER_PIECE).await?;
    rows.iter().for_each(|row| text.push_str(&line(row).csv()));
    let rest = match rows.last() {
        Some(last) if rows.len() == LINES_PER_PIECE => Rest::From(AuditRange { before: Some(last.number), ..range }),
        _ => Rest::None,
    };
    Ok(Some((text, rest)))
}

/// The conversation of a slug, out of the store.
///
/// # Errors
/// When there is none, or the database cannot be read.
pub async fn conversation(store: &Store, slug: &Slug) -> Result<ConversationId, AppError> {
    let all = store.conversations().await?;
    let found = all.into_iter().find(|conversation| conversation.slug == *slug);
    found.map(|conversation| conversation.id).ok_or(AppError::NotFound("conversation"))
}

fn line(row: &AuditRow) -> Line<'_> {
    Line {
        number: row.number,
        at_ms: row.at_ms,
        who: row.staff.as_deref(),
        act: &row.act,
        conversation: row.conversation.as_deref(),
        object: row.object.as_deref(),
        detail: row.detail.as_deref(),
    }
}
