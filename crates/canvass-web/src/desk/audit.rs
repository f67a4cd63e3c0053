//! `/desk/audit`: what staff did, as pages and as CSV. For owners.

use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::session::Staff;
use crate::server::Server;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use canvass_app::desk::audit::{self, Rest};
use canvass_app::{AuditRange, AuditRow};
use canvass_domain::ConversationId;
use canvass_pages::{AuditLine, DeskAudit, Trouble};

const FILE: HeaderValue = HeaderValue::from_static("attachment; filename=\"canvass-audit.csv\"");
const CSV: HeaderValue = HeaderValue::from_static("text/csv; charset=utf-8");

/// Shows a page of the log.
pub(crate) async fn show(
    State(server): State<Server>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let query = Fields::of_query(query.as_deref());
    let range = AuditRange { of: chosen(&server, &query)?, before: query.number("before") };
    let page = audit::page(server.app().store(), range).await?;
    let all = server.app().live().all().into_iter().rev().map(|entry| entry.conversation());
    let conversations = all.map(|conversation| (conversation.slug.to_string(), conversation.instrument.title.clone()));
    let staff = super::staff(&server, &session);
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
pub(crate) async fn csv(State(server): State<Server>, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let of = chosen(&server, &Fields::of_query(query.as_deref()))?;
    let pieces = futures_util::stream::try_unfold((server, Rest::Whole(of)), async |(server, rest)| {
        let piece = audit::piece(server.app().store(), rest).await?;
        Ok::<_, canvass_app::AppError>(piece.map(|(text, rest)| (text, (server, rest))))
    });
    let headers = [(header::CONTENT_TYPE, CSV), (header::CONTENT_DISPOSITION, FILE)];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

fn chosen(server: &Server, query: &Fields) -> Result<Option<ConversationId>, PageError> {
    match query.get("conversation").filter(|slug| !slug.is_empty()) {
        Some(slug) => Ok(Some(server.app().any(slug).ok_or(Trouble::NotFound)?.id())),
        None => Ok(None),
    }
}

fn line(row: AuditRow) -> AuditLine {
    let AuditRow { at_ms, staff: who, act, conversation, object, detail, number: _ } = row;
    AuditLine { at_ms, who, act, conversation, object, detail }
}
