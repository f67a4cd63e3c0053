//! From what went wrong to a page.

use super::{ROOM_AFTER, STORAGE_FULL, TOO_MANY_CHANGES, TOO_MANY_FIRST, log, seconds, until};
use crate::http::metrics::ErrorKind;
use crate::http::rate_limit::TooMany;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use canvass_app::AppError;
use canvass_domain::Conversation;
use canvass_pages::{ErrorPage, LatePage, Trouble, Typed};
use std::sync::Arc;
use std::time::Duration;

/// What went wrong on the way to a page.
#[derive(Debug)]
pub(crate) enum PageError {
    /// A form came after its conversation closed.
    Late(Arc<Conversation>),
    /// Something a reader can be told as it is.
    Trouble(Trouble),
    /// Too many requests; when to come back.
    TooMany(TooMany),
    /// One answer was changed too often; when it may be changed again.
    TooManyChanges(Duration),
    /// Too many answered for the first time from one network, or a token was used too early; when to come back.
    Wait(Trouble, Duration),
    /// Nothing can be stored until somebody makes room.
    NoRoom,
    /// Our own fault; the cause goes to the log, its id to the page.
    Broken(String),
    /// The same, once it is in the log under this id.
    Logged(String),
}

/// An error that has been printed, travelling with its page: whoever knows what was typed prints it again with that.
#[derive(Clone, Debug)]
pub(crate) struct Printed(Arc<PageError>);

impl PageError {
    fn page(&self, typed: Option<&Typed>) -> Response {
        let (trouble, id, wait) = match self {
            Self::Late(conversation) => {
                let page = LatePage { conversation, typed }.render();
                return (StatusCode::CONFLICT, Html(page.unwrap_or_default())).into_response();
            }
            Self::Trouble(trouble) => (*trouble, None, None),
            Self::TooMany(TooMany { wait }) => (Trouble::TooMany, None, Some(*wait)),
            Self::TooManyChanges(wait) => (Trouble::TooManyChanges, None, Some(*wait)),
            Self::Wait(trouble, wait) => (*trouble, None, Some(*wait)),
            Self::NoRoom => (Trouble::Busy, None, Some(ROOM_AFTER)),
            Self::Broken(_) => (Trouble::Broken, None, None),
            Self::Logged(id) => (Trouble::Broken, Some(id.as_str()), None),
        };
        let kind = if matches!(self, Self::NoRoom) { STORAGE_FULL } else { kind_of(trouble) };
        let wait = wait.or((trouble == Trouble::Busy).then_some(Duration::from_secs(1)));
        let status = StatusCode::from_u16(trouble.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let page = ErrorPage { trouble, id, typed }.render().unwrap_or_default();
        let mut response = (status, Html(page)).into_response();
        if let Some(wait) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, seconds(wait));
        }
        response.extensions_mut().insert(ErrorKind(kind));
        response
    }
}

impl Printed {
    /// The page again, with what was typed into the form that was not taken.
    pub(crate) fn with(&self, typed: &Typed) -> Response {
        self.0.page(Some(typed))
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let error = match self {
            Self::Broken(cause) => Self::Logged(log(&cause)),
            error => error,
        };
        let mut response = error.page(None);
        response.extensions_mut().insert(Printed(Arc::new(error)));
        response
    }
}

/// The word under which a page of this kind is counted.
const fn kind_of(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Malformed => "malformed",
        Trouble::FormExpired => "form-expired",
        Trouble::OtherSite => "other-site",
        Trouble::NotAllowed => "not-allowed",
        Trouble::NotFound => "not-found",
        Trouble::SignInLink => "sign-in-link",
        Trouble::WrongMethod => "method-not-allowed",
        Trouble::Withdrawn => "withdrawn",
        Trouble::NotOpen => "not-open",
        Trouble::AnswerFirst => "answer-first",
        Trouble::Conflict(_) => "conflict",
        Trouble::TooLarge => "too-large",
        Trouble::MediaType => "media-type",
        Trouble::TooSlow => "too-slow",
        Trouble::TooMany => "too-many-requests",
        Trouble::TooManyChanges => TOO_MANY_CHANGES,
        Trouble::TooManyFirst => TOO_MANY_FIRST,
        Trouble::TooEarly => "too-early",
        Trouble::TokenExpired => "token-expired",
        Trouble::Broken => "broken",
        Trouble::Busy => "busy",
    }
}

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        Self::Trouble(match error {
            AppError::NotFound(_) | AppError::NoPoll => Trouble::NotFound,
            AppError::NotOpen => Trouble::NotOpen,
            AppError::Conflict(conflict) => Trouble::Conflict(conflict.key()),
            AppError::KeyReused => Trouble::Conflict("conflict-key-reused"),
            AppError::Full => Trouble::Conflict("conflict-full"),
            AppError::Banned => Trouble::Conflict("problem-excluded"),
            AppError::TooDeep => Trouble::Conflict("problem-too-deep"),
            AppError::TooLate => Trouble::Conflict("problem-too-late"),
            AppError::Answered => Trouble::Conflict("conflict-answered"),
            AppError::LastOwner => Trouble::Conflict("people-last-owner"),
            AppError::MarkBehindGate => Trouble::Conflict("marks-behind-gate"),
            AppError::NotAnswered => Trouble::AnswerFirst,
            AppError::Busy => Trouble::Busy,
            AppError::TooManyChanges { wait_ms, .. } => return Self::TooManyChanges(until(wait_ms)),
            AppError::TooManyFirst(first) => return Self::Wait(Trouble::TooManyFirst, until(first.wait_ms)),
            AppError::TooEarly { wait_ms } => return Self::Wait(Trouble::TooEarly, until(wait_ms)),
            AppError::TokenExpired => Trouble::TokenExpired,
            AppError::Ballot(_)
            | AppError::Text(_)
            | AppError::Repeated
            | AppError::TooMany(_)
            | AppError::NoConsent
            | AppError::UnknownChoice(_)
            | AppError::NoReason
            | AppError::LongOffice(_)
            | AppError::NoMinutes
            | AppError::NobodyMeant
            | AppError::NoExclusionReason
            | AppError::LongReason(_)
            | AppError::LongText { .. }
            | AppError::Comment(_)
            | AppError::TooManyComments(_)
            | AppError::UnknownRule(_)
            | AppError::NothingSaid
            | AppError::Instrument(_) => Trouble::Malformed,
            AppError::Storage => Trouble::Busy,
            AppError::NoRoom => return Self::NoRoom,
            AppError::Store(error) if error.is_out_of_room() => return Self::NoRoom,
            AppError::Store(error) => return Self::Broken(error.to_string()),
            AppError::Broken(cause) => return Self::Broken(cause),
        })
    }
}

impl From<TooMany> for PageError {
    fn from(too_many: TooMany) -> Self {
        Self::TooMany(too_many)
    }
}

impl From<Trouble> for PageError {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<canvass_pages::PageError> for PageError {
    fn from(error: canvass_pages::PageError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<getrandom::Error> for PageError {
    fn from(error: getrandom::Error) -> Self {
        Self::Broken(error.to_string())
    }
}
