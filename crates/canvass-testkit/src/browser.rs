//! Somebody at the other end: keeps cookies, sends forms and API calls, listens to streams.

use crate::reply::Reply;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderName, HeaderValue, Method, Request, header};
use axum::response::Response;
use futures_util::StreamExt;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;
use tower::ServiceExt;

/// Most bytes of an answer.
const MAX_REPLY_BYTES: usize = 64 << 20;

/// Somebody at the other end.
#[derive(Clone, Debug)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    headers: Vec<(HeaderName, HeaderValue)>,
    peer: SocketAddr,
}

/// A stream of server-sent events.
#[derive(Debug)]
pub struct Events {
    /// The answer's head.
    pub head: Reply,
    body: axum::body::BodyDataStream,
    heard: String,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        let peer = SocketAddr::from(([127, 0, 0, 1], 40_000));
        Self { router, cookies: BTreeMap::new(), headers: Vec::new(), peer }
    }

    /// The same, coming from another address.
    ///
    /// # Panics
    /// When it is no address.
    #[must_use]
    pub fn from_peer(mut self, address: &str) -> Self {
        self.peer = SocketAddr::new(address.parse().expect("an IP address"), 40_000);
        self
    }

    /// The same, sending a header with every request.
    ///
    /// # Panics
    /// When it is no header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        let name = HeaderName::from_static(name);
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, HeaderValue::from_str(value).expect("a header's value")));
        self
    }

    /// The same, with a credential of the API.
    #[must_use]
    pub fn with_bearer(self, token: &str) -> Self {
        self.with_header("authorization", &format!("Bearer {token}"))
    }

    /// A cookie's value.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie into the jar.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path, Body::empty())).await
    }

    /// Sends a form.
    pub async fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post_body(path, "application/x-www-form-urlencoded", body).await
    }

    /// Sends a body of any kind.
    ///
    /// # Panics
    /// When the kind is no header.
    pub async fn post_body(&mut self, path: &str, kind: &str, body: impl Into<Body>) -> Reply {
        let mut request = self.request(Method::POST, path, body.into());
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_str(kind).expect("a content type"));
        self.send(request).await
    }

    /// Opens the conversation, then sends one of its forms with the page's token.
    ///
    /// # Panics
    /// When the page shows no form.
    pub async fn submit(&mut self, slug: &str, action: &str, fields: &[(&str, &str)]) -> Reply {
        let token = self.token(slug).await;
        let mut all = vec![("token", token.as_str())];
        all.extend_from_slice(fields);
        self.post_form(&format!("/c/{slug}/{action}"), &all).await
    }

    /// The token of the forms of a conversation, for this browser.
    ///
    /// # Panics
    /// When no page of it shows a form.
    pub async fn token(&mut self, slug: &str) -> String {
        // The page asking before leaving has a form in every state of the conversation.
        let page = self.get(&format!("/c/{slug}/mine/erase")).await;
        page.token().unwrap_or_else(|| panic!("`{slug}` shows no form: {}", page.text()))
    }

    /// Calls the API, with a JSON body where one is given.
    pub async fn api(&mut self, method: &str, path: &str, body: Option<Value>) -> Reply {
        let request = self.api_request(method, path, body);
        self.send(request).await
    }

    /// Calls the API with headers of its own.
    ///
    /// # Panics
    /// When one is no header.
    pub async fn api_with(
        &mut self,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&'static str, &str)],
    ) -> Reply {
        let mut request = self.api_request(method, path, body);
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).expect("a header's value");
            request.headers_mut().insert(HeaderName::from_static(name), value);
        }
        self.send(request).await
    }

    /// Opens a stream of events.
    pub async fn listen(&mut self, path: &str) -> Events {
        let response = self.answer(self.request(Method::GET, path, Body::empty())).await;
        let (head, body) = response.into_parts();
        let head = Reply { status: head.status, headers: head.headers, body: Vec::new() };
        Events { head, body: body.into_data_stream(), heard: String::new() }
    }

    /// Sends a request as it is, with this browser's cookies and headers.
    ///
    /// # Panics
    /// When the answer breaks off.
    pub async fn send(&mut self, request: Request<Body>) -> Reply {
        let response = self.answer(request).await;
        let (head, body) = response.into_parts();
        let body = axum::body::to_bytes(body, MAX_REPLY_BYTES).await.expect("a whole answer");
        Reply { status: head.status, headers: head.headers, body: body.to_vec() }
    }

    fn api_request(&self, method: &str, path: &str, body: Option<Value>) -> Request<Body> {
        let method = method.parse().expect("a method");
        let Some(body) = body else { return self.request(method, path, Body::empty()) };
        let mut request = self.request(method, path, Body::from(body.to_string()));
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        request
    }

    /// A request of this browser that has not been sent yet.
    ///
    /// # Panics
    /// When the path is none.
    pub fn request(&self, method: Method, path: &str, body: Body) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(path).body(body).expect("a request");
        for (name, value) in &self.headers {
            request.headers_mut().insert(name, value.clone());
        }
        request
    }

    async fn answer(&mut self, mut request: Request<Body>) -> Response {
        if !self.cookies.is_empty() {
            let line: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let line = HeaderValue::from_str(&line.join("; ")).expect("cookies");
            request.headers_mut().insert(header::COOKIE, line);
        }
        request.headers_mut().entry(header::HOST).or_insert(HeaderValue::from_static("localhost:8400"));
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let Ok(response) = self.router.clone().oneshot(request).await;
        for set in response.headers().get_all(header::SET_COOKIE) {
            self.keep(set.to_str().expect("a cookie of text"));
        }
        response
    }

    fn keep(&mut self, set: &str) {
        let (name, value) = set.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
        if set.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Events {
    /// The next event of a kind and its data; none when the stream ends or says nothing of the kind in time.
    pub async fn next(&mut self, kind: &str, within: Duration) -> Option<String> {
        tokio::time::timeout(within, self.next_of(kind)).await.ok().flatten()
    }

    /// Waits for whatever the stream says next, comments included; none when it ends.
    pub async fn anything(&mut self) -> Option<String> {
        let chunk = self.body.next().await?.ok()?;
        Some(String::from_utf8_lossy(&chunk).into_owned())
    }

    /// Whether the stream ends in time, whatever it says before.
    pub async fn ends(&mut self, within: Duration) -> bool {
        let drained = async { while self.body.next().await.is_some_and(|chunk| chunk.is_ok()) {} };
        tokio::time::timeout(within, drained).await.is_ok()
    }

    async fn next_of(&mut self, kind: &str) -> Option<String> {
        loop {
            while let Some((event, rest)) = self.heard.split_once("\n\n").map(|(a, b)| (a.to_owned(), b.to_owned())) {
                self.heard = rest;
                if event.lines().any(|line| line == format!("event: {kind}")) {
                    let data: Vec<&str> = event.lines().filter_map(|line| line.strip_prefix("data: ")).collect();
                    return Some(data.join("\n"));
                }
            }
            let chunk = self.body.next().await?.ok()?;
            self.heard.push_str(&String::from_utf8_lossy(&chunk));
        }
    }
}
