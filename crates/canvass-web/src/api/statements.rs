//! `GET /api/v1/conversations/{slug}/statements`: what is up for votes, without any count.

use crate::http::error::Problem;
use crate::http::form::Fields;
use crate::http::path::ApiPath;
use crate::server::Server;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use canvass_domain::StatementId;
use serde::Serialize;
use utoipa::ToSchema;

/// Statements on a page.
const PAGE: usize = 100;

/// A page of statements.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatementPage {
    /// Ascending by number.
    statements: Vec<ListedStatement>,
    /// Address of the next page; null on the last.
    next: Option<String>,
}

/// One accepted statement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedStatement {
    id: u32,
    /// Null where its author erased it, or where an import does not have it.
    text: Option<String>,
    /// `organiser` or `participant`.
    origin: &'static str,
    /// About the readers, not the topic.
    meta: bool,
}

/// Lists accepted statements, 100 a page.
#[utoipa::path(
    get, path = "/api/v1/conversations/{slug}/statements",
    params(("slug" = String, Path),
           ("after" = Option<u32>, Query, description = "Start after the statement of this number, from `next`")),
    responses((status = 200, body = StatementPage), (status = 404, description = "Nothing there"))
)]
pub(crate) async fn list(
    State(server): State<Server>,
    ApiPath(slug): ApiPath<String>,
    RawQuery(query): RawQuery,
) -> Result<(HeaderMap, Json<StatementPage>), Problem> {
    let entry = super::find(&server, &slug)?;
    let query = Fields::of_query(query.as_deref());
    let after = match query.get("after") {
        None => None,
        Some(text) => {
            let after: Option<i64> = text.parse().ok().filter(|after| *after >= 0);
            let after = after.ok_or_else(|| Problem::malformed("`after` is not a number"))?;
            Some(u32::try_from(after).unwrap_or(u32::MAX))
        }
    };
    let snapshot = entry.read();
    let accepted = snapshot.ledger.accepted();
    let start = after.map_or(0, |after| accepted.partition_point(|id| *id <= StatementId(after)));
    let listed = |id: &StatementId| {
        let statement = snapshot.statements.get(id)?;
        let meta = snapshot.ledger.subject(*id).is_some_and(canvass_domain::Subject::is_meta);
        Some(ListedStatement { id: id.0, text: statement.text.clone(), origin: statement.origin.word(), meta })
    };
    let rest = accepted.get(start..).unwrap_or_default();
    let page = rest.get(..rest.len().min(PAGE)).unwrap_or_default();
    let last = page.last().filter(|_| rest.len() > PAGE);
    let next = last.map(|id| format!("/api/v1/conversations/{}/statements?after={id}", snapshot.conversation.slug));
    let mut headers = HeaderMap::new();
    if let Some(link) = next.as_ref().and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
        headers.insert(header::LINK, link);
    }
    Ok((headers, Json(StatementPage { statements: page.iter().filter_map(listed).collect(), next })))
}
