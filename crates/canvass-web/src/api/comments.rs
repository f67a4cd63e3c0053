//! Comments and reports over the API. Nobody's number and nobody's key leaves here.

use super::json::{Json as Body, idempotency};
use super::{author, find, refused, writer};
use crate::http::error::Problem;
use crate::http::form::Fields;
use crate::http::path::ApiPath;
use crate::http::session::Caller;
use crate::server::Server;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, Uri};
use canvass_app::AppError;
use canvass_app::comment::{Draft, Edited, Mine, Order, Request, Shown, Thread};
use canvass_app::identity::hash;
use canvass_domain::{About, Attribution, CommentId, CommentText, QuoteConsent, Target};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A new comment or reply.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentBody {
    /// 1 to 4,000 characters.
    text: String,
    /// Number of the comment replied to; replies go two deep.
    #[serde(default, deserialize_with = "super::json::number")]
    parent: Option<u32>,
    /// `conversation`, `option:2` or `statement:17`. A reply is about what its thread is about.
    about: Option<String>,
    /// `name`, `first_name_and_place`, `anonymous` or `no`.
    quote: String,
    /// The name to show, and to be quoted with where that is chosen.
    name: Option<String>,
    /// The place to be quoted with.
    place: Option<String>,
}

/// Other words for a comment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentChange {
    /// 1 to 4,000 characters.
    text: String,
}

/// A report of a text to the desk.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportBody {
    /// `statement:17` or `comment:4`.
    target: String,
    /// Key of one of the conversation's rules.
    rule: String,
    /// At most 600 characters.
    note: Option<String>,
}

/// What became of a new comment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PostedComment {
    id: u32,
    /// `held` or `accepted`.
    state: &'static str,
    /// How many more people have to answer before others see it; absent where they do, or it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    appears_after: Option<u32>,
}

/// A page of threads.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ThreadPage {
    threads: Vec<ThreadJson>,
    /// Comments that are shown, on all pages.
    comments: usize,
    /// Threads that fit what was asked for, on all pages.
    n_threads: usize,
    /// This page, from 1.
    page: usize,
}

/// The beginning of a thread and its first replies.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ThreadJson {
    #[serde(flatten)]
    root: CommentJson,
    /// Each under what it replies to.
    replies: Vec<CommentJson>,
    /// Replies that are not listed here.
    more_replies: usize,
}

/// One comment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommentJson {
    id: u32,
    /// Number of the comment replied to.
    parent: Option<u32>,
    /// `conversation`, `option:2` or `statement:17`.
    about: String,
    /// Null where it is no longer shown.
    text: Option<String>,
    /// As its author chose; null where none is shown.
    name: Option<String>,
    /// `name`, `first_name_and_place`, `anonymous` or `no`: whether and how it may be quoted; null with the text.
    quote: Option<&'static str>,
    /// The beginning of its day in the conversation's zone; of its hour once that has closed.
    posted_at_ms: i64,
    /// The same of its last change.
    edited_at_ms: Option<i64>,
    /// To its author, where others do not see it yet: how many more people have to answer before they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    appears_after: Option<u32>,
    /// Whether it was posted by somebody signed in at the desk.
    staff: bool,
    /// Whether it is the caller's own.
    mine: bool,
}

/// Lists threads, newest first unless asked otherwise.
#[utoipa::path(
    get, path = "/api/v1/conversations/{slug}/comments",
    params(("slug" = String, Path),
           ("order" = Option<String>, Query, description = "`newest` or `oldest`"),
           ("about" = Option<String>, Query, description = "`conversation`, `option:2` or `statement:17`"),
           ("page" = Option<usize>, Query, description = "From 1")),
    responses((status = 200, body = ThreadPage), (status = 404, description = "Nothing there, or no comments are taken"))
)]
pub(crate) async fn list(
    State(server): State<Server>,
    ApiPath(slug): ApiPath<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Json<ThreadPage>, Problem> {
    let entry = find(&server, &slug)?;
    if entry.read().conversation.instrument.comments.is_none() {
        return Err(Problem::not_found());
    }
    let request = request_of(&Fields::of_query(query.as_deref()))?;
    let asking = caller.reader(&server, &entry).and_then(|reader| reader.participant);
    let found = server.app().threads(&entry, asking, request, server.now_ms()).await?;
    Ok(Json(ThreadPage {
        threads: found.threads.into_iter().map(ThreadJson::of).collect(),
        comments: found.n_shown,
        n_threads: found.n_threads,
        page: found.page.saturating_add(1),
    }))
}

/// Posts a comment or a reply.
#[utoipa::path(
    post, path = "/api/v1/conversations/{slug}/comments", params(("slug" = String, Path)),
    request_body = CommentBody, security(("participant" = [])),
    responses((status = 201, body = PostedComment), (status = 401, description = "No credential"),
              (status = 403, description = "Excluded by the desk, or sent by a page of another site"),
              (status = 404, description = "No comments are taken, or what it replies to or is about is not there"),
              (status = 409, description = "Not open, too deep, full, or key reused"),
              (status = 422, description = "No comment, no way of quoting, or a name that is the organiser's or of somebody who \
               signed an edition"))
)]
pub(crate) async fn post_comment(
    State(server): State<Server>,
    ApiPath(slug): ApiPath<String>,
    uri: Uri,
    caller: Caller,
    body: Body<CommentBody>,
) -> Result<(StatusCode, Json<PostedComment>), Problem> {
    let reader = author(&server, &caller, &slug)?;
    let key = idempotency(&caller, &reader, uri.path(), body.hash)?;
    let body = body.value.map_err(|problem| refused(&reader, problem))?;
    let draft = draft(&body).map_err(|error| refused(&reader, error))?;
    let draft = Draft { staff: caller.posting_staff(&server).await?, ..draft };
    let (receipt, state) = server.app().post_comment(&reader, draft, server.now_ms(), key).await?;
    let id = receipt.comment.unwrap_or_default();
    // A key used before tells how it stands by now.
    let snapshot = reader.entry.read();
    let card = snapshot.talk.card(id);
    let (state, appears_after) =
        (card.map_or(state, |card| card.state), card.and_then(|card| snapshot.appears_after(card)));
    Ok((StatusCode::CREATED, Json(PostedComment { id: id.0, state: state.word(), appears_after })))
}

/// Changes a comment of one's own, within five minutes.
#[utoipa::path(
    patch, path = "/api/v1/conversations/{slug}/comments/{id}", params(("slug" = String, Path), ("id" = u32, Path)),
    request_body = CommentChange, security(("participant" = [])),
    responses((status = 204, description = "Changed"),
              (status = 202, description = "The desk reads the change first; until then others see the comment as it was"),
              (status = 401, description = "No credential"),
              (status = 403, description = "Excluded by the desk, or sent by a page of another site"),
              (status = 404, description = "No such comment of yours"),
              (status = 409, description = "Not open, too late, or key reused"), (status = 422, description = "No comment"))
)]
pub(crate) async fn edit_comment(
    State(server): State<Server>,
    ApiPath((slug, id)): ApiPath<(String, u32)>,
    uri: Uri,
    caller: Caller,
    body: Body<CommentChange>,
) -> Result<StatusCode, Problem> {
    let reader = author(&server, &caller, &slug)?;
    let key = idempotency(&caller, &reader, uri.path(), body.hash)?;
    let text = body.value.map_err(|problem| refused(&reader, problem))?.text;
    let text = CommentText::parse(&text).map_err(|error| refused(&reader, AppError::from(error)))?;
    Ok(match server.app().edit_comment(&reader, CommentId(id), text, server.now_ms(), key).await? {
        Edited::Made => StatusCode::NO_CONTENT,
        Edited::Waiting => StatusCode::ACCEPTED,
    })
}

/// Takes the words of a comment of one's own away; after the close too.
#[utoipa::path(
    delete, path = "/api/v1/conversations/{slug}/comments/{id}", params(("slug" = String, Path), ("id" = u32, Path)),
    security(("participant" = [])),
    responses((status = 204, description = "Erased"), (status = 401, description = "No credential"),
              (status = 404, description = "No such comment of yours"), (status = 409, description = "Key reused"))
)]
pub(crate) async fn erase_comment(
    State(server): State<Server>,
    ApiPath((slug, id)): ApiPath<(String, u32)>,
    uri: Uri,
    caller: Caller,
) -> Result<StatusCode, Problem> {
    let reader = writer(&server, &caller, &slug)?;
    let key = idempotency(&caller, &reader, uri.path(), hash(&[b"DELETE"]))?;
    server.app().erase_comment(&reader, CommentId(id), server.now_ms(), key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells the desk of a text, after the close as well. Said again about the same text, it replaces what was said.
#[utoipa::path(
    post, path = "/api/v1/conversations/{slug}/reports", params(("slug" = String, Path)),
    request_body = ReportBody, security(("participant" = [])),
    responses((status = 204, description = "The desk will see it"), (status = 401, description = "No credential"),
              (status = 403, description = "Excluded by the desk, or sent by a page of another site"),
              (status = 404, description = "No such text is shown"), (status = 409, description = "Key reused"),
              (status = 422, description = "The rule is none of the conversation's, or the note is too long"))
)]
pub(crate) async fn report(
    State(server): State<Server>,
    ApiPath(slug): ApiPath<String>,
    uri: Uri,
    caller: Caller,
    body: Body<ReportBody>,
) -> Result<StatusCode, Problem> {
    let reader = author(&server, &caller, &slug)?;
    let key = idempotency(&caller, &reader, uri.path(), body.hash)?;
    let body = body.value?;
    let target = Target::from_word(&body.target)
        .ok_or_else(|| Problem::malformed("`target` is `statement:17` or `comment:4`"))?;
    let note = body.note.unwrap_or_default();
    server.app().report(&reader, target, &body.rule, &note, server.now_ms(), key).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn draft(body: &CommentBody) -> Result<Draft, Problem> {
    let about = body.about.as_deref().map_or(Some(About::Conversation), About::from_word);
    let about = about.ok_or_else(|| Problem::malformed(ABOUT))?;
    let text = CommentText::parse(&body.text).map_err(AppError::from)?;
    let attribution =
        Attribution::parse(&body.quote, body.name.as_deref(), body.place.as_deref()).map_err(AppError::from)?;
    Ok(Draft { text, parent: body.parent.map(CommentId), about, attribution, staff: None })
}

const ABOUT: &str = "`about` is `conversation`, `option:2` or `statement:17`";

fn request_of(query: &Fields) -> Result<Request, Problem> {
    let order = match query.get("order") {
        None | Some("newest") => Order::Newest,
        Some("oldest") => Order::Oldest,
        Some(_) => return Err(Problem::malformed("`order` is `newest` or `oldest`")),
    };
    let about = match query.get("about") {
        None => None,
        Some(word) => Some(About::from_word(word).ok_or_else(|| Problem::malformed(ABOUT))?),
    };
    let page: u32 = match query.get("page") {
        None => 1,
        Some(page) => {
            let page = page.parse().ok().filter(|page| *page > 0);
            page.ok_or_else(|| Problem::malformed("`page` is a whole number from 1, of 32 bits"))?
        }
    };
    Ok(Request { order, about, page: usize::try_from(page).unwrap_or(usize::MAX).saturating_sub(1) })
}

impl ThreadJson {
    fn of(thread: Thread) -> Self {
        Self {
            root: CommentJson::of(thread.root),
            replies: thread.replies.into_iter().map(CommentJson::of).collect(),
            more_replies: thread.n_more,
        }
    }
}

impl CommentJson {
    fn of(shown: Shown) -> Self {
        let Shown { card, words, mine, appears_after } = shown;
        Self {
            id: card.id.0,
            parent: card.place.parent.map(|id| id.0),
            about: card.about.to_string(),
            name: words.as_ref().and_then(|words| words.attribution.shown()),
            quote: words.as_ref().map(|words| QuoteConsent::word(words.attribution.quote)),
            text: words.and_then(|words| words.text),
            posted_at_ms: card.posted_ms,
            edited_at_ms: card.edited_ms,
            appears_after,
            staff: card.staff.is_some(),
            mine: mine != Mine::No,
        }
    }
}
