//! From what went wrong to a page or a problem, in one match each.

mod page;
mod problem;

pub(crate) use page::{PageError, Printed};
pub(crate) use problem::Problem;

use axum::http::HeaderValue;
use axum::response::{IntoResponse, Response};
use std::time::Duration;

/// When to come back where the disk is full: people make room, and that takes them a while.
const ROOM_AFTER: Duration = Duration::from_secs(30);
const STORAGE_FULL: &str = "storage-full";
const TOO_MANY_FIRST: &str = "too-many-first-answers";
const TOO_MANY_CHANGES: &str = "too-many-changes";

/// Whether a path is answered with problems rather than pages.
pub(crate) fn is_api(path: &str) -> bool {
    path.starts_with("/api/") || path == "/healthz"
}

/// What a layer answers itself: a page, or a problem to a client of the API.
pub(crate) fn answer(path: &str, page: impl Into<PageError>, problem: impl FnOnce() -> Problem) -> Response {
    if is_api(path) { problem().into_response() } else { page.into().into_response() }
}

/// Logs a cause once and gives the id it was logged under.
fn log(cause: &str) -> String {
    let id = crate::random::random_draw().map_or_else(|_| "unknown".to_owned(), |id| format!("{id:016x}"));
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
    use crate::http::rate_limit::TooMany;
    use axum::http::header;
    use canvass_app::AppError;
    use canvass_pages::Typed;
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
