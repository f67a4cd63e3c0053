//! Bodies of requests: bounded in length and in time, and of the kind that is asked for.

use crate::http::error::{PageError, Problem};
use crate::server::Server;
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use canvass_pages::Trouble;
use futures_util::StreamExt;
use tokio::time::Instant;

/// Most bytes in any body.
pub(crate) const MAX_BODY_BYTES: usize = 64 * 1024;
/// Most bytes of a form in which a whole conversation is typed: a conversation file of the largest size, with every
/// letter of it in three.
pub(crate) const MAX_LONG_BODY_BYTES: usize = 4 * 1024 * 1024;

/// A body that did not come, or not as a body may.
#[derive(Clone, Copy, Debug)]
pub(crate) enum BodyError {
    /// More than it may have.
    TooLarge,
    /// Not whole in time.
    TooSlow,
    /// Broken off.
    Broken,
}

/// Reads a whole body, within its bounds of length and of time; where it is not whole, what came of it is given too.
pub(crate) async fn read(request: Request, max: usize, server: &Server) -> Result<Bytes, (BodyError, Vec<u8>)> {
    let until = Instant::now() + server.settings().limits.body_within;
    let mut pieces = request.into_body().into_data_stream();
    let mut body = Vec::new();
    loop {
        let piece = match tokio::time::timeout_at(until, pieces.next()).await {
            Ok(Some(Ok(piece))) => piece,
            Ok(None) => return Ok(body.into()),
            Ok(Some(Err(_))) => return Err((BodyError::Broken, body)),
            Err(_) => return Err((BodyError::TooSlow, body)),
        };
        let room = max - body.len();
        body.extend_from_slice(piece.get(..room).unwrap_or(&piece));
        if piece.len() > room {
            return Err((BodyError::TooLarge, body));
        }
    }
}

impl From<BodyError> for PageError {
    fn from(why: BodyError) -> Self {
        Self::Trouble(match why {
            BodyError::TooLarge => Trouble::TooLarge,
            BodyError::TooSlow => Trouble::TooSlow,
            BodyError::Broken => Trouble::Malformed,
        })
    }
}

impl From<BodyError> for Problem {
    fn from(why: BodyError) -> Self {
        match why {
            BodyError::TooLarge => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large")
                .detail(format!("at most {MAX_BODY_BYTES} bytes")),
            BodyError::TooSlow => Self::new(StatusCode::REQUEST_TIMEOUT, "too-slow", "The body did not arrive in time"),
            BodyError::Broken => Self::malformed("the body did not arrive whole"),
        }
    }
}

/// Whether a content type is of a kind, whatever its parameters.
pub(crate) fn is_of_kind(content_type: &str, kind: &str) -> bool {
    content_type.split(';').next().is_some_and(|found| found.trim().eq_ignore_ascii_case(kind))
}

/// The content type of a request; none, or one that is no text, is no kind.
pub(crate) fn content_type(request: &Request) -> &str {
    request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_a_kind_and_not_its_beginning() {
        const FORM: &str = "application/x-www-form-urlencoded";
        for good in [FORM, "Application/X-WWW-Form-Urlencoded", "application/x-www-form-urlencoded ; charset=UTF-8"] {
            assert!(is_of_kind(good, FORM), "{good}");
        }
        for bad in ["", "text/plain", "application/x-www-form-urlencodedx", "x; application/x-www-form-urlencoded"] {
            assert!(!is_of_kind(bad, FORM), "{bad}");
        }
    }
}
