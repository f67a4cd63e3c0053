//! Each page has one address; others that people type lead to it.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

/// Sends readers on who typed capitals into the name of a conversation or an edition, or a slash at the end: each page
/// has one address. Whether anything is there is for the page to say.
pub(crate) async fn redirect(request: Request, next: Next) -> Response {
    let is_looking = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some(path) = canonical(request.uri().path()).filter(|_| is_looking) else { return next.run(request).await };
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::permanent(&format!("{path}{query}")).into_response()
}

/// The one address of a page whose path names a conversation or an edition, where this is another.
fn canonical(path: &str) -> Option<String> {
    let (place, rest) = ["/c/", "/take/"].into_iter().find_map(|place| Some((place, path.strip_prefix(place)?)))?;
    let rest = rest.trim_end_matches('/');
    let (name, below) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let canonical = format!("{place}{}{below}", name.to_ascii_lowercase());
    (!name.is_empty() && canonical != path).then_some(canonical)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_one_address() {
        let check = |path, expected: Option<&str>| assert_eq!(canonical(path).as_deref(), expected, "{path}");
        check("/c/bridge/", Some("/c/bridge"));
        check("/c/bridge///", Some("/c/bridge"));
        check("/c/Bridge", Some("/c/bridge"));
        check("/c/BRIDGE/results/", Some("/c/bridge/results"));
        check("/c/Bridge/return/AbC", Some("/c/bridge/return/AbC"));
        check("/take/Bridge-1/charts/poll.svg", Some("/take/bridge-1/charts/poll.svg"));
        check("/take/bridge-1/", Some("/take/bridge-1"));
        for path in
            ["/", "/c/", "/c//", "/c//x/", "/c", "/c/bridge", "/c/bridge/results", "/C/Bridge/", "/take/", "/desk/"]
        {
            check(path, None);
        }
        assert_eq!(canonical("/c/a%C3%9F/"), Some("/c/a%c3%9f".to_owned()), "and no further");
    }
}
