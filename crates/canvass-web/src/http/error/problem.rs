//! From what went wrong to a problem of the API (RFC 9457).

use super::{ROOM_AFTER, STORAGE_FULL, TOO_MANY_CHANGES, TOO_MANY_FIRST, log, seconds, until};
use crate::http::metrics::ErrorKind;
use crate::http::rate_limit::TooMany;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use canvass_app::AppError;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// A problem as RFC 9457 has it.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    kind: &'static str,
    title: String,
    detail: Option<String>,
    more: Map<String, Value>,
    retry_after: Option<Duration>,
}

impl Problem {
    /// A problem of a kind; the kind's address is `/problems/{kind}`.
    pub(crate) fn new(status: StatusCode, kind: &'static str, title: impl Into<String>) -> Self {
        Self { status, kind, title: title.into(), detail: None, more: Map::new(), retry_after: None }
    }

    /// What exactly is wrong in this request.
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// A member of its own.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// When to come back.
    pub(crate) fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// The body's bytes were not what they must be.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", "The request cannot be read").detail(detail)
    }

    /// There is no such thing.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is nothing here")
    }

    /// Nothing can be stored until somebody makes room.
    pub(crate) fn no_room() -> Self {
        let error = AppError::NoRoom.to_string();
        Self::new(StatusCode::SERVICE_UNAVAILABLE, STORAGE_FULL, error).retry_after(ROOM_AFTER)
    }

    /// Our own fault; the cause goes to the log, its id to the client.
    pub(crate) fn broken(cause: &str) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", "Something broke on our side").with("id", log(cause))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = self.more;
        body.insert("type".to_owned(), json!(format!("/problems/{}", self.kind)));
        body.insert("title".to_owned(), json!(self.title));
        body.insert("status".to_owned(), json!(self.status.as_u16()));
        if let Some(detail) = self.detail {
            body.insert("detail".to_owned(), json!(detail));
        }
        let kind: [(HeaderName, HeaderValue); 1] =
            [(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
        let mut response = (self.status, kind, Value::Object(body).to_string()).into_response();
        response.extensions_mut().insert(ErrorKind(self.kind));
        if let Some(wait) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds(wait));
        }
        response
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let unprocessable = |kind| Self::new(StatusCode::UNPROCESSABLE_ENTITY, kind, error.to_string());
        match &error {
            AppError::NotFound(_) => Self::not_found().detail(error.to_string()),
            AppError::NoPoll => Self::not_found().detail(error.to_string()),
            AppError::NotOpen => Self::new(StatusCode::CONFLICT, "not-open", error.to_string()),
            AppError::NotAnswered => Self::new(StatusCode::CONFLICT, "answer-first", error.to_string()),
            AppError::Repeated => Self::new(StatusCode::CONFLICT, "repeated", error.to_string()),
            AppError::Conflict(_) => Self::new(StatusCode::CONFLICT, "conflict", error.to_string()),
            AppError::KeyReused => Self::new(StatusCode::CONFLICT, "idempotency-key-reused", error.to_string()),
            AppError::Banned => Self::new(StatusCode::FORBIDDEN, "excluded", error.to_string()),
            AppError::TooDeep => Self::new(StatusCode::CONFLICT, "too-deep", error.to_string()),
            AppError::TooLate => Self::new(StatusCode::CONFLICT, "too-late", error.to_string()),
            AppError::Answered => Self::new(StatusCode::CONFLICT, "answered", error.to_string()),
            AppError::MarkBehindGate => Self::new(StatusCode::CONFLICT, "gate-closed", error.to_string()),
            AppError::LastOwner => Self::new(StatusCode::CONFLICT, "last-owner", error.to_string()),
            AppError::Comment(_) => unprocessable("comment"),
            AppError::TooManyComments(_) => unprocessable("too-many-comments"),
            AppError::UnknownRule(_) => unprocessable("unknown-rule"),
            AppError::Full => Self::new(StatusCode::CONFLICT, "too-many-statements", error.to_string()),
            AppError::TooMany(_) => unprocessable("too-many-statements"),
            AppError::TooManyChanges { wait_ms, .. } => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, TOO_MANY_CHANGES, error.to_string())
                    .retry_after(until(*wait_ms))
            }
            AppError::TooManyFirst(first) => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, TOO_MANY_FIRST, error.to_string())
                    .retry_after(until(first.wait_ms))
            }
            AppError::TooEarly { wait_ms } => {
                Self::new(StatusCode::TOO_EARLY, "too-early", error.to_string()).retry_after(until(*wait_ms))
            }
            AppError::TokenExpired => Self::new(StatusCode::UNAUTHORIZED, "token-expired", error.to_string()),
            AppError::LongOffice(_) => unprocessable("long-office"),
            AppError::NoMinutes => unprocessable("no-minutes"),
            AppError::NobodyMeant => unprocessable("nobody-meant"),
            AppError::NoExclusionReason => unprocessable("no-exclusion-reason"),
            AppError::Ballot(_) => unprocessable("ballot"),
            AppError::Text(_) => unprocessable("text"),
            AppError::NoConsent => unprocessable("no-consent"),
            AppError::UnknownChoice(_) => unprocessable("unknown-choice"),
            AppError::LongText { .. } => unprocessable("long-text"),
            AppError::NoReason | AppError::LongReason(_) => unprocessable("no-reason"),
            AppError::Instrument(_) => unprocessable("instrument"),
            AppError::NothingSaid => unprocessable("nothing-said"),
            AppError::Busy | AppError::Storage => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", error.to_string())
                .retry_after(Duration::from_secs(1)),
            AppError::NoRoom => Self::no_room(),
            AppError::Store(cause) if cause.is_out_of_room() => Self::no_room(),
            AppError::Store(cause) => Self::broken(&cause.to_string()),
            AppError::Broken(cause) => Self::broken(cause),
        }
    }
}

impl From<TooMany> for Problem {
    fn from(TooMany { wait }: TooMany) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "Too many requests").retry_after(wait)
    }
}

impl From<getrandom::Error> for Problem {
    fn from(error: getrandom::Error) -> Self {
        Self::broken(&error.to_string())
    }
}
