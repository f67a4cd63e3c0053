//! Answering over the API.

use super::json::{Json as Body, idempotency};
use super::{author, known, refused, writer};
use crate::http::error::Problem;
use crate::http::path::ApiPath;
use crate::http::session::Caller;
use crate::random::random_draw;
use crate::server::Server;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use canvass_app::AppError;
use canvass_app::identity::hash;
use canvass_domain::{Answer, OptionId, StatementId, Subject, Vote};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An answer to the poll.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BallotBody {
    /// Ids of the options.
    #[schema(value_type = Vec<u8>)]
    #[serde(deserialize_with = "super::json::option_ids")]
    options: Vec<OptionId>,
}

/// A vote on a statement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VoteBody {
    /// `agree`, `disagree` or `unsure`.
    #[schema(value_type = String)]
    vote: Vote,
}

/// A new statement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatementBody {
    /// 1 to 280 characters.
    text: String,
}

/// What became of a new statement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AddedStatement {
    id: u32,
    /// `held` or `accepted`.
    state: &'static str,
}

/// The next statement; null when all are answered.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NextStatement {
    statement: Option<StatementJson>,
}

/// A statement to be voted on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatementJson {
    id: u32,
    text: String,
    /// Whether it is about the readers and not the topic: then it forms no groups and is in no list.
    meta: bool,
}

/// Answers the poll, or changes the answer.
#[utoipa::path(
    put, path = "/api/v1/conversations/{slug}/ballot", params(("slug" = String, Path)), request_body = BallotBody,
    security(("participant" = [])),
    responses((status = 204, description = "Kept, durably"), (status = 401, description = "No credential"),
              (status = 409, description = "The conversation is not open, or the idempotency key was used for something else"),
              (status = 422, description = "The options are no ballot"), (status = 429, description = "Too many writes"))
)]
pub(crate) async fn cast_ballot(
    State(server): State<Server>,
    ApiPath(slug): ApiPath<String>,
    uri: Uri,
    caller: Caller,
    body: Body<BallotBody>,
) -> Result<StatusCode, Problem> {
    let reader = writer(&server, &caller, &slug)?;
    let key = idempotency(&caller, &reader, uri.path(), body.hash)?;
    let options = body.value.map_err(|problem| refused(&reader, problem))?.options;
    let cast = server.app().cast_ballot(&reader, &options, server.now_ms(), key).await;
    cast.map_err(|error| match error {
        AppError::Ballot(_) => refused(&reader, error),
        error => error.into(),
    })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Votes on a statement, or changes the vote. Needs neither a ballot nor a showing before.
#[utoipa::path(
    put, path = "/api/v1/conversations/{slug}/statements/{id}/vote",
    params(("slug" = String, Path), ("id" = u32, Path)), request_body = VoteBody, security(("participant" = [])),
    responses((status = 204, description = "Kept, durably"), (status = 401, description = "No credential"),
              (status = 404, description = "No such statement"), (status = 409, description = "Not open, or key reused"),
              (status = 429, description = "Too many writes"))
)]
pub(crate) async fn cast_vote(
    State(server): State<Server>,
    ApiPath((slug, id)): ApiPath<(String, u32)>,
    uri: Uri,
    caller: Caller,
    body: Body<VoteBody>,
) -> Result<StatusCode, Problem> {
    let reader = writer(&server, &caller, &slug)?;
    let key = idempotency(&caller, &reader, uri.path(), body.hash)?;
    let answer = Answer::Voted(body.value.map_err(|problem| refused(&reader, problem))?.vote);
    server.app().answer(&reader, StatementId(id), answer, server.now_ms(), key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a vote back.
#[utoipa::path(
    delete, path = "/api/v1/conversations/{slug}/statements/{id}/vote",
    params(("slug" = String, Path), ("id" = u32, Path)), security(("participant" = [])),
    responses((status = 204, description = "Taken back"), (status = 401, description = "No credential"),
              (status = 404, description = "No such statement"), (status = 409, description = "Not open"))
)]
pub(crate) async fn withdraw_vote(
    State(server): State<Server>,
    ApiPath((slug, id)): ApiPath<(String, u32)>,
    uri: Uri,
    caller: Caller,
) -> Result<StatusCode, Problem> {
    let reader = writer(&server, &caller, &slug)?;
    let key = idempotency(&caller, &reader, uri.path(), hash(&[b"DELETE"]))?;
    server.app().withdraw_answer(&reader, StatementId(id), server.now_ms(), key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a statement.
#[utoipa::path(
    post, path = "/api/v1/conversations/{slug}/statements", params(("slug" = String, Path)),
    request_body = StatementBody, security(("participant" = [])),
    responses((status = 201, body = AddedStatement), (status = 401, description = "No credential"),
              (status = 409, description = "Not open, said before, or key reused"), (status = 422, description = "No statement"))
)]
pub(crate) async fn add_statement(
    State(server): State<Server>,
    ApiPath(slug): ApiPath<String>,
    uri: Uri,
    caller: Caller,
    body: Body<StatementBody>,
) -> Result<(StatusCode, Json<AddedStatement>), Problem> {
    let reader = author(&server, &caller, &slug)?;
    let key = idempotency(&caller, &reader, uri.path(), body.hash)?;
    let text = body.value.map_err(|problem| refused(&reader, problem))?.text;
    let added = server.app().add_statement(&reader, &text, server.now_ms(), key).await;
    let (receipt, state) = added.map_err(|error| match error {
        AppError::Text(_) | AppError::Repeated | AppError::TooMany(_) => refused(&reader, error),
        error => error.into(),
    })?;
    let id = receipt.statement.unwrap_or_default().0;
    Ok((StatusCode::CREATED, Json(AddedStatement { id, state: state.word() })))
}

/// Draws the next statement; the showing is logged with its probability.
#[utoipa::path(
    get, path = "/api/v1/conversations/{slug}/next", params(("slug" = String, Path)), security(("participant" = [])),
    responses((status = 200, body = NextStatement), (status = 401, description = "No credential"),
              (status = 409, description = "The conversation is not open"))
)]
pub(crate) async fn next_statement(
    State(server): State<Server>,
    ApiPath(slug): ApiPath<String>,
    caller: Caller,
) -> Result<Json<NextStatement>, Problem> {
    let reader = known(&server, &caller, &slug)?;
    if reader.entry.read().conversation.state != canvass_domain::State::Open {
        return Err(AppError::NotOpen.into());
    }
    let shown = server.app().next_statement(&reader, random_draw()?, server.now_ms());
    let snapshot = reader.entry.read();
    let statement = shown.and_then(|shown| {
        let text = snapshot.statements.get(&shown.statement)?.text.clone()?;
        let meta = snapshot.ledger.subject(shown.statement).is_some_and(Subject::is_meta);
        Some(StatementJson { id: shown.statement.0, text, meta })
    });
    Ok(Json(NextStatement { statement }))
}
