//! From what went wrong to a page or a problem, in one match each.

use crate::limits::TooMany;
use crate::metrics::ErrorKind;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use canvass_app::AppError;
use canvass_domain::Conversation;
use canvass_pages::{ErrorPage, LatePage, Trouble, Typed};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::Duration;

/// When to come back where the disk is full: people make room, and that takes them a while.
const ROOM_AFTER: Duration = Duration::from_secs(30);
const STORAGE_FULL: &str = "storage-full";
const TOO_MANY_FIRST: &str = "too-many-first-answers";
const TOO_MANY_CHANGES: &str = "too-many-changes";

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

/// Logs a cause once and gives the id it was logged under.
fn log(cause: &str) -> String {
    let id = crate::world::random_draw().map_or_else(|_| "unknown".to_owned(), |id| format!("{id:016x}"));
    tracing::error!(id, cause, "a request failed");
    id
}

fn until(wait_ms: canvass_domain::Millis) -> Duration {
    Duration::from_millis(u64::try_from(wait_ms).unwrap_or_default())
}

fn seconds(wait: Duration) -> HeaderValue {
    let rounded_up = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    HeaderValue::from(rounded_up.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_words::Locale;

    #[tokio::test]
    async fn a_form_that_comes_at_a_bad_time_gives_back_what_was_typed() {
        let too_many = PageError::from(TooMany { wait: Duration::from_millis(2_100) });
        for (error, status, wait) in [
            (too_many, 429, "3"),
            (AppError::Busy.into(), 503, "1"),
            (AppError::Storage.into(), 503, "1"),
            (AppError::NoRoom.into(), 503, "30"),
        ] {
            let typed = Typed { fields: vec![("text".to_owned(), "<b>Words.".to_owned())], ..Typed::default() };
            let response = error.into_response();
            let response = response.extensions().get::<Printed>().unwrap().with(&typed);
            assert_eq!(response.status().as_u16(), status);
            assert_eq!(response.headers()[header::RETRY_AFTER], wait);
            let page = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
            let page = std::str::from_utf8(&page).unwrap();
            assert!(page.contains("readonly>\n&#60;b&#62;Words.</textarea>"), "{page}");
        }
    }

    async fn body(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn what_somebody_can_cause_is_a_conflict_with_words_of_its_own() {
        let messages = canvass_words::Messages::of(Locale::ENGLISH);
        for conflict in canvass_app::Conflict::ALL {
            let page = PageError::from(AppError::Conflict(conflict)).into_response();
            let problem = Problem::from(AppError::Conflict(conflict)).into_response();
            assert_eq!((page.status().as_u16(), problem.status().as_u16()), (409, 409), "{conflict:?}");
            let text = messages.text(conflict.key());
            assert!(body(page).await.contains(&text), "{conflict:?}");
            assert!(body(problem).await.contains(&text), "{conflict:?}");
        }
        for error in [AppError::Banned, AppError::TooDeep, AppError::LastOwner, AppError::Full, AppError::Answered] {
            let page = body(PageError::from(error).into_response()).await;
            assert!(!page.contains("takes no answers now"), "of something else: {page}");
        }
    }

    #[tokio::test]
    async fn what_broke_is_ours_and_its_cause_is_not_told() {
        for response in [
            PageError::from(AppError::Broken("the cause".to_owned())).into_response(),
            Problem::from(AppError::Broken("the cause".to_owned())).into_response(),
        ] {
            assert_eq!(response.status().as_u16(), 500);
            let text = body(response).await;
            assert!(text.contains("Something broke on our side") && !text.contains("the cause"), "{text}");
        }
    }
}
