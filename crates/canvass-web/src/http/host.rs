//! What every request has to be before anybody looks at it: it names one host.

use crate::http::error::{self, Problem};
use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Version, header};
use axum::middleware::Next;
use axum::response::Response;
use canvass_pages::Trouble;

/// Lets a request through that names one host.
pub(crate) async fn one_host(request: Request, next: Next) -> Response {
    if names_one_host(request.version(), request.headers()) {
        return next.run(request).await;
    }
    let problem = || Problem::malformed("a request names one host, in one `Host` header");
    error::answer(request.uri().path(), Trouble::Malformed, problem)
}

/// RFC 9112, section 3.2: exactly one host, of a form that a host has. Before HTTP/1.1 there may be none.
fn names_one_host(version: Version, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().is_ok_and(is_host),
        (None, _) => version < Version::HTTP_11,
        (Some(_), Some(_)) => false,
    }
}

fn is_host(host: &str) -> bool {
    let authority: Option<Authority> = host.parse().ok();
    authority.is_some_and(|it| !it.host().is_empty() && !host.contains('@') && !it.host().contains(','))
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
    fn a_request_names_one_host() {
        let check = |hosts: &[&str], version, expected| {
            let all: Vec<_> = hosts.iter().map(|host| ("host", *host)).collect();
            assert_eq!(names_one_host(version, &headers(&all)), expected, "{hosts:?} {version:?}");
        };
        for host in ["localhost", "localhost:8400", "127.0.0.1:8400", "[::1]:8400", "ask.example.org", "a_b.example"] {
            check(&[host], Version::HTTP_11, true);
            check(&[host], Version::HTTP_10, true);
            check(&[host, host], Version::HTTP_11, false);
            check(&[host, host], Version::HTTP_10, false);
        }
        for host in ["", " ", "a b", "a/b", "user@a", "a,b", "a?b", "a#b", "a\\b", "a:b:c", "[::1", "http://a"] {
            check(&[host], Version::HTTP_11, false);
        }
        check(&[], Version::HTTP_11, false);
        check(&[], Version::HTTP_10, true);
    }
}
