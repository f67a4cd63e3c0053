//! `/desk/audit`: what staff did, as pages and as CSV. For owners.

use crate::desk::request::{Desk, Request};
use crate::http::error::PageError;
use crate::http::form::Fields;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use canvass_app::desk::audit::{self, Rest};
use canvass_app::{AuditRange, AuditRow};
use canvass_domain::ConversationId;
use canvass_pages::{AuditLine, DeskAudit, Trouble};

const FILE: HeaderValue = HeaderValue::from_static("attachment; filename=\"canvass-audit.csv\"");
const CSV: HeaderValue = HeaderValue::from_static("text/csv; charset=utf-8");

/// Shows a page of the log.
pub(crate) async fn show(Request { desk, query, .. }: Request) -> Result<Response, PageError> {
    let range = AuditRange { of: chosen(&desk, &query)?, before: query.number("before") };
    let page = audit::page(desk.app().store(), range).await?;
    let all = desk.app().live().all().into_iter().rev().map(|entry| entry.conversation());
    let conversations = all.map(|conversation| (conversation.slug.to_string(), conversation.instrument.title.clone()));
    let staff = desk.staff();
    let page = DeskAudit {
        staff: &staff,
        lines: page.rows.into_iter().map(line).collect(),
        conversations: conversations.collect(),
        of: query.get("conversation").filter(|slug| !slug.is_empty()).map(str::to_owned),
        is_newest: range.before.is_none(),
        older: page.older,
    };
    Ok(Html(page.render()?).into_response())
}

/// The log as CSV, piece by piece, however long it is.
pub(crate) async fn csv(Request { desk, query, .. }: Request) -> Result<Response, PageError> {
    let of = chosen(&desk, &query)?;
    let pieces = futures_util::stream::try_unfold((desk, Rest::Whole(of)), async |(desk, rest)| {
        let piece = audit::piece(desk.app().store(), rest).await?;
        Ok::<_, canvass_app::AppError>(piece.map(|(text, rest)| (text, (desk, rest))))
    });
    let headers = [(header::CONTENT_TYPE, CSV), (header::CONTENT_DISPOSITION, FILE)];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

fn chosen(desk: &Desk, query: &Fields) -> Result<Option<ConversationId>, PageError> {
    match query.get("conversation").filter(|slug| !slug.is_empty()) {
        Some(slug) => Ok(Some(desk.app().any(slug).ok_or(Trouble::NotFound)?.id())),
        None => Ok(None),
    }
}

fn line(row: AuditRow) -> AuditLine {
    let AuditRow { at_ms, staff: who, act, conversation, object, detail, number: _ } = row;
    AuditLine { at_ms, who, act, conversation, object, detail }
}
