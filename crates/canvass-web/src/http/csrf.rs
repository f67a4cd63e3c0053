//! Cross-site request forgery: a write that a browser sends comes from a page of ours, and a form bears a token that
//! only such a page can have handed out.
//!
//! Two checks, since neither alone is enough: what the browser says of the page that sent a write is asked of every
//! write, the API's too; the token, of every form that changes something for a reader or a member of staff. A reader's
//! token is bound to the cookie and the conversation, one of the desk to the session; neither is stored.

use crate::http::error::{self, PageError, Problem};
use crate::http::form::Fields;
use crate::http::session::{Caller, secret_by_cookie};
use crate::server::Server;
use crate::settings::PublicUrl;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use canvass_app::desk::StaffSession;
use canvass_app::participant::Reader;
use canvass_pages::Trouble;

/// The field of every form that holds its token.
const TOKEN: &str = "token";

/// Lets through what only looks, and writes that no page of another site sent.
pub(crate) async fn no_cross_site_writes(State(server): State<Server>, request: Request, next: Next) -> Response {
    let is_write = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let path = request.uri().path();
    if is_write && !is_open_to_all(path) && is_cross_site(request.headers(), &server.settings().public_url) {
        let problem = || Problem::new(StatusCode::FORBIDDEN, "other-site", "Not from another site");
        return error::answer(path, Trouble::OtherSite, problem);
    }
    next.run(request).await
}

/// Whether a browser says that a page of another site sent this. Browsers that do not say whose page it was name its
/// origin; what names neither is no browser, and has no cookies of anybody's. A bearer token is sent by programs only.
pub(crate) fn is_cross_site(headers: &HeaderMap, url: &PublicUrl) -> bool {
    if headers.contains_key(header::AUTHORIZATION) {
        return false;
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin" && site != "none";
    }
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    !origins.all(|origin| origin.to_str().is_ok_and(|origin| is_ours(origin, host, url)))
}

/// Whether a browser says that a page of ours sent this.
pub(crate) fn is_same_origin(headers: &HeaderMap, url: &PublicUrl) -> bool {
    let says = headers.contains_key("sec-fetch-site") || headers.contains_key(header::ORIGIN);
    says && headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin") && !is_cross_site(headers, url)
}

/// Whether an origin is ours: the address readers see, or the host that the request itself is for.
fn is_ours(origin: &str, host: Option<&str>, url: &PublicUrl) -> bool {
    let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    origin.eq_ignore_ascii_case(url.as_str())
        || authority.zip(host).is_some_and(|(authority, host)| authority.eq_ignore_ascii_case(host))
}

/// Mail programs end a subscription with one request (RFC 8058); the link is all that it needs.
fn is_open_to_all(path: &str) -> bool {
    path.starts_with("/notice/") && path.ends_with("/unsubscribe")
}

/// The token of a reader's forms on a page. On the page that sets the cookie it says so: another tab, opened before
/// there was any, may set another.
pub(crate) fn reader_token(server: &Server, headers: &HeaderMap, reader: &Reader) -> String {
    let (secret, id) = (server.app().server_secret(), reader.entry.id());
    let token = match secret_by_cookie(server, id, headers) {
        Some(_) => secret.form_token(&reader.secret, id),
        None => secret.first_form_token(&reader.secret, id, server.now_ms()),
    };
    token.as_str().to_owned()
}

/// Checks that a reader's form came from a page of ours, handed out to them.
pub(crate) fn check_reader_form(
    server: &Server,
    caller: &Caller,
    reader: &Reader,
    form: &Fields,
) -> Result<(), PageError> {
    let (secret, given) = (server.app().server_secret(), form.get(TOKEN).unwrap_or_default());
    let id = reader.entry.id();
    let is_own = secret.form_token(&reader.secret, id).is(given);
    // The form of a tab whose cookie another tab's has replaced. It is anybody's, so a browser has to vouch for the
    // page.
    let is_first = || {
        is_same_origin(caller.headers(), &server.settings().public_url)
            && secret.is_first_form_token(given, id, server.now_ms())
    };
    if is_own || is_first() { Ok(()) } else { Err(Trouble::FormExpired.into()) }
}

/// The token of the desk's forms, in one session.
pub(crate) fn desk_token(server: &Server, session: &StaffSession) -> String {
    server.app().server_secret().desk_token(&session.hash).as_str().to_owned()
}

/// Checks that a form of the desk came from a page of ours, in this session.
pub(crate) fn check_desk_form(server: &Server, session: &StaffSession, form: &Fields) -> Result<(), PageError> {
    let token = server.app().server_secret().desk_token(&session.hash);
    if token.is(form.get(TOKEN).unwrap_or_default()) { Ok(()) } else { Err(Trouble::FormExpired.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in all {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_browser_says_where_a_form_was_sent_from() {
        let url = PublicUrl::parse("https://ask.example.org").unwrap();
        // Sent from there; from here for sure.
        let check = |all: &[(&'static str, &str)], expected: (bool, bool)| {
            let headers = headers(all);
            assert_eq!((is_cross_site(&headers, &url), is_same_origin(&headers, &url)), expected, "{all:?}");
        };
        check(&[], (false, false));
        check(&[("sec-fetch-site", "same-origin")], (false, true));
        check(&[("sec-fetch-site", "none")], (false, false));
        check(&[("sec-fetch-site", "cross-site")], (true, false));
        check(&[("sec-fetch-site", "same-site")], (true, false));
        check(&[("sec-fetch-site", "same-origin"), ("origin", "null")], (false, true));
        check(&[("origin", "https://ask.example.org")], (false, true));
        check(&[("origin", "https://Ask.Example.org"), ("host", "upstream")], (false, true));
        check(&[("origin", "http://127.0.0.1:8400"), ("host", "127.0.0.1:8400")], (false, true));
        for origin in ["null", "", "https://evil.example", "https://ask.example.org.evil.example", "file://", "*"] {
            check(&[("origin", origin), ("host", "ask.example.org")], (true, false));
        }
        check(&[("origin", "https://ask.example.org"), ("origin", "https://evil.example")], (true, false));
        check(&[("origin", "http://127.0.0.1:8401"), ("host", "127.0.0.1:8400")], (true, false));
        check(&[("authorization", "Bearer x"), ("sec-fetch-site", "cross-site")], (false, false));
    }
}
