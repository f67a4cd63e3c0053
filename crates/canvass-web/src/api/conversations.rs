//! `GET /api/v1/conversations` and one of them.

use crate::http::error::Problem;
use crate::http::form::Fields;
use crate::http::path::ApiPath;
use crate::server::Server;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use canvass_domain::{Conversation, ConversationId, OptionId, Poll, PollKind};
use canvass_results::Turnout;
use serde::Serialize;
use utoipa::ToSchema;

/// Conversations on a page, unless asked for fewer.
pub(super) const PAGE: usize = 50;

/// A page of conversations.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConversationPage {
    conversations: Vec<ConversationJson>,
    /// Address of the next page; null on the last.
    next: Option<String>,
}

/// One conversation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConversationJson {
    slug: String,
    title: String,
    language: String,
    /// `open` or `closed`.
    state: &'static str,
    /// `always`, `after_vote`, `at_close` or `sealed`.
    gate: &'static str,
    /// `here`, `imported` or `synthetic`.
    provenance: &'static str,
    /// Version of the wording; every answer carries the one it was given to.
    version: u32,
    organiser: Option<String>,
    story_url: Option<String>,
    /// Markdown.
    background: String,
    opens_at_ms: Option<i64>,
    closes_at_ms: Option<i64>,
    poll: Option<PollJson>,
    /// People who answered so far.
    participants: u64,
    /// Statements up for votes.
    statements: u32,
}

/// The headline question.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PollJson {
    question: String,
    /// `single` or `multiple`.
    kind: &'static str,
    options: Vec<OptionJson>,
}

/// One option of the poll.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OptionJson {
    id: u8,
    text: String,
    condition: Option<String>,
}

/// Lists conversations, oldest first.
#[utoipa::path(
    get, path = "/api/v1/conversations",
    params(("after" = Option<i64>, Query, description = "Start after this cursor, from `next`"),
           ("limit" = Option<usize>, Query, description = "At most so many, up to 50")),
    responses((status = 200, body = ConversationPage))
)]
pub(crate) async fn list(
    State(server): State<Server>,
    RawQuery(query): RawQuery,
) -> Result<(HeaderMap, Json<ConversationPage>), Problem> {
    let query = Fields::of_query(query.as_deref());
    let number = |name: &str| match query.get(name) {
        None => Ok(None),
        Some(text) => {
            let number = text.parse::<i64>().ok().filter(|number| *number >= 0);
            number.map(Some).ok_or_else(|| Problem::malformed(format!("`{name}` is not a whole number from 0")))
        }
    };
    let after = number("after")?.unwrap_or(0);
    let limit = usize::try_from(number("limit")?.unwrap_or(PAGE as i64)).ok().filter(|n| (1..=PAGE).contains(n));
    let limit = limit.ok_or_else(|| Problem::malformed(format!("`limit` is 1 to {PAGE}")))?;
    let mut found = Vec::new();
    for entry in server.app().live().all() {
        let snapshot = entry.read();
        if entry.id() > ConversationId(after) && snapshot.conversation.is_public() {
            found.push((
                entry.id(),
                ConversationJson::of(&snapshot.conversation, snapshot.turnout(), snapshot.n_accepted()),
            ));
        }
        if found.len() > limit {
            break;
        }
    }
    let has_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().map(|(id, _)| *id).filter(|_| has_more);
    let next = last.map(|id| format!("/api/v1/conversations?after={id}&limit={limit}"));
    let mut headers = HeaderMap::new();
    if let Some(link) = next.as_ref().and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
        headers.insert(header::LINK, link);
    }
    let conversations = found.into_iter().map(|(_, conversation)| conversation).collect();
    Ok((headers, Json(ConversationPage { conversations, next })))
}

/// Shows one conversation.
#[utoipa::path(
    get, path = "/api/v1/conversations/{slug}", params(("slug" = String, Path)),
    responses((status = 200, body = ConversationJson), (status = 404, description = "Nothing there"))
)]
pub(crate) async fn show(
    State(server): State<Server>,
    ApiPath(slug): ApiPath<String>,
) -> Result<Json<ConversationJson>, Problem> {
    let entry = super::find(&server, &slug)?;
    let snapshot = entry.read();
    Ok(Json(ConversationJson::of(&snapshot.conversation, snapshot.turnout(), snapshot.n_accepted())))
}

impl ConversationJson {
    fn of(conversation: &Conversation, turnout: Turnout, n_statements: u32) -> Self {
        let instrument = &conversation.instrument;
        Self {
            slug: conversation.slug.to_string(),
            title: instrument.title.clone(),
            language: instrument.language.clone(),
            state: conversation.state.word(),
            gate: instrument.gate.word(),
            provenance: conversation.provenance.word(),
            version: conversation.version,
            organiser: instrument.organiser.as_ref().map(|organiser| organiser.name.clone()),
            story_url: instrument.story.as_ref().map(|story| story.url.clone()),
            background: instrument.background.clone(),
            opens_at_ms: instrument.times.opens_at,
            closes_at_ms: instrument.times.closes_at,
            poll: instrument.poll.as_ref().map(PollJson::of),
            participants: turnout.n_participants,
            statements: n_statements,
        }
    }
}

impl PollJson {
    fn of(poll: &Poll) -> Self {
        let option = |(OptionId(id), option): (OptionId, &canvass_domain::PollOption)| OptionJson {
            id,
            text: option.text.clone(),
            condition: option.condition.clone(),
        };
        let kind = match poll.kind {
            PollKind::Single => "single",
            PollKind::Multiple => "multiple",
        };
        Self { question: poll.question.clone(), kind, options: poll.numbered().map(option).collect() }
    }
}
