//! Who asks: a reader by cookie or bearer token, a member of staff by session.

use crate::http::client_address::Client;
use crate::http::cookie::Cookie;
use crate::http::error::PageError;
use crate::server::Server;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use canvass_app::desk::StaffSession;
use canvass_app::identity::Secret;
use canvass_app::live::Entry;
use canvass_app::participant::{Reader, arrived_via};
use canvass_app::{AppError, StaffId};
use canvass_domain::{ConversationId, Permission, Viewer};
use canvass_pages::Trouble;
use std::sync::Arc;

/// A visitor's secret: the one their browser sent, or a fresh one that the answer will set.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub secret: Secret,
    fresh: Option<String>,
}

/// A signed-in member of staff.
#[derive(Clone, Debug)]
pub(crate) struct Staff(pub StaffSession);

/// What a request says about who sent it, looked at only when needed.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    headers: HeaderMap,
    client: Client,
}

impl Visitor {
    /// The visitor behind a request for a page that shows a form; a new one gets a secret.
    pub(crate) fn greet(server: &Server, id: ConversationId, headers: &HeaderMap) -> Result<Self, PageError> {
        if let Some(secret) = secret_by_cookie(server, id, headers) {
            return Ok(Self { secret, fresh: None });
        }
        let credential = server.app().server_secret().issue(crate::random::random_bytes()?);
        let secret = server.app().server_secret().accept(&credential);
        let secret = secret.ok_or_else(|| PageError::Broken("a fresh secret was not accepted".to_owned()))?;
        Ok(Self { secret, fresh: Some(credential) })
    }

    /// This visitor in one conversation, remembered by what way they came.
    pub(crate) fn enter(&self, server: &Server, entry: Arc<Entry>, headers: &HeaderMap) -> Reader {
        let reader = server.app().reader(entry, self.secret);
        if reader.participant.is_none() {
            let referrer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
            let snapshot = reader.entry.read();
            let story = snapshot.conversation.instrument.story.as_ref().map(|story| story.url.as_str());
            let via = arrived_via(referrer, story, Some(server.settings().public_url.host()));
            drop(snapshot);
            server.app().arrive(&reader, via);
        }
        reader
    }

    /// Sets the secret where it is fresh.
    pub(crate) fn remember(&self, server: &Server, mut response: Response) -> Response {
        let cookie = self.fresh.as_ref().and_then(|fresh| Cookie::Reader.set(fresh, &server.settings().public_url));
        if let Some(cookie) = cookie {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let client = parts.extensions.get::<Client>().copied().unwrap_or(Client::Exempt);
        Ok(Self { headers: parts.headers.clone(), client })
    }
}

impl Caller {
    /// The headers of the request.
    pub(crate) const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Whose allowance the request uses.
    pub(crate) const fn client(&self) -> Client {
        self.client
    }

    /// The reader a cookie leads to, where there is one; never makes a new secret.
    pub(crate) fn reader_by_cookie(&self, server: &Server, entry: &Arc<Entry>) -> Option<Reader> {
        let credential = Cookie::Reader.find(&self.headers, &server.settings().public_url)?;
        let reader = match server.app().server_secret().accept(&credential) {
            Some(secret) => server.app().reader(Arc::clone(entry), secret),
            None => server.app().reader_of_token(Arc::clone(entry), &credential)?,
        };
        Some(reader.asking_from(self.client.source()))
    }

    /// The reader of an API call: by bearer token, else by cookie.
    pub(crate) fn reader(&self, server: &Server, entry: &Arc<Entry>) -> Option<Reader> {
        let Some(value) = self.headers.get(header::AUTHORIZATION) else { return self.reader_by_cookie(server, entry) };
        let token = value.to_str().ok()?.strip_prefix("Bearer ")?;
        let reader = server.app().reader_of_token(Arc::clone(entry), token.trim())?;
        Some(reader.asking_from(self.client.source()))
    }

    /// The member of staff, where somebody is signed in.
    pub(crate) async fn staff(&self, server: &Server) -> Result<Option<StaffSession>, PageError> {
        let Some(token) = Cookie::Desk.find(&self.headers, &server.settings().public_url) else { return Ok(None) };
        Ok(server.app().session(&token, server.now_ms()).await?)
    }

    /// The member of staff who is signed in where a comment is posted: it bears the mark of staff. Whoever may come to
    /// the desk has a right on every conversation.
    pub(crate) async fn posting_staff(&self, server: &Server) -> Result<Option<StaffId>, AppError> {
        let Some(token) = Cookie::Desk.find(&self.headers, &server.settings().public_url) else { return Ok(None) };
        let session = server.app().session(&token, server.now_ms()).await?;
        Ok(session.filter(|session| session.member.role.may(Permission::Read)).map(|session| session.by()))
    }

    /// As whom the gate sees this request: staff who may read, else the reader.
    pub(crate) async fn viewer(&self, server: &Server, entry: &Arc<Entry>) -> Result<Viewer, PageError> {
        if self.staff(server).await?.is_some_and(|staff| staff.member.role.may(Permission::Read)) {
            return Ok(Viewer::Staff);
        }
        Ok(server.app().viewer(self.reader(server, entry).as_ref()))
    }
}

impl FromRequestParts<Server> for Staff {
    type Rejection = PageError;

    /// The access table let the request through, so there is a session; without one this is a fault.
    async fn from_request_parts(parts: &mut Parts, _: &Server) -> Result<Self, PageError> {
        let session = parts.extensions.get::<StaffSession>().cloned();
        session.map(Self).ok_or(PageError::Trouble(Trouble::NotAllowed))
    }
}

/// The reader's secret that a request's cookie holds, if this server signed it. A client with a token of the
/// conversation may look at its pages with that.
pub(crate) fn secret_by_cookie(server: &Server, id: ConversationId, headers: &HeaderMap) -> Option<Secret> {
    let credential = Cookie::Reader.find(headers, &server.settings().public_url)?;
    let secret = server.app().server_secret();
    secret.accept(&credential).or_else(|| Some(secret.accept_token(&credential, id)?.0))
}
