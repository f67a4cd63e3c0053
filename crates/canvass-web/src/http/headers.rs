//! Headers that every answer carries; who may frame it is the route table's to say.

use crate::server::Server;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Who may show what a route answers inside a frame of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Framing {
    /// Nobody: what is pressed in a page could be pressed for whoever framed it.
    #[default]
    Nobody,
    /// Our own site alone, until conversations name the sites that may embed them.
    Embed,
}

/// The content security policy, but for who may frame a page.
macro_rules! policy {
    ($ancestors:literal) => {
        HeaderValue::from_static(concat!(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; ",
            "form-action 'self'; base-uri 'none'; frame-ancestors ",
            $ancestors
        ))
    };
}

impl Framing {
    const fn policy(self) -> HeaderValue {
        match self {
            Self::Nobody => policy!("'none'"),
            Self::Embed => policy!("'self'"),
        }
    }
}

const ALWAYS: [(HeaderName, HeaderValue); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), browsing-topics=()"),
    ),
];

/// For a year, this host alone: others under the same name are not ours to speak for.
const ENCRYPTED_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Adds what every answer carries. What a handler said itself about caching stands; otherwise nothing is kept,
/// since most pages hold a reader's own answers. A route that may be framed has said so in the answer's extensions; all
/// others, and what no route answers, nobody frames.
///
/// Once the server stops, each answer is the last of its connection: whoever holds it knows to open another elsewhere.
pub(crate) async fn add(State(server): State<Server>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let framing = response.extensions().get().copied().unwrap_or(Framing::Nobody);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, framing.policy());
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    if server.settings().public_url.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, ENCRYPTED_ONLY);
    }
    if server.is_stopping() {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    keep_nothing(headers);
    response
}

fn keep_nothing(headers: &mut HeaderMap) {
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_other_site_frames_anything() {
        let check = |framing: Framing, expected: &str| {
            let policy = framing.policy();
            assert!(policy.to_str().is_ok_and(|policy| policy.ends_with(expected)), "{framing:?}: {policy:?}");
        };
        check(Framing::Nobody, "; frame-ancestors 'none'");
        check(Framing::Embed, "; frame-ancestors 'self'");
    }
}
