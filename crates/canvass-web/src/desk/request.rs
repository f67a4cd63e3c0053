//! What a handler of the desk is given: who asks, the conversation that the address names, and what was sent.
//!
//! Checked in one order everywhere: an address that cannot be read is not there, a form that cannot be read is refused,
//! then its token, then whether the conversation is there.

use crate::http::csrf;
use crate::http::error::PageError;
use crate::http::form::{Fields, LongFields};
use crate::http::path::PagePath;
use crate::http::session::Staff;
use crate::http::upload::Upload;
use crate::server::Server;
use axum::extract::{FromRequest, FromRequestParts};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use canvass_app::desk::StaffSession;
use canvass_app::live::Entry;
use canvass_app::{App, StaffId};
use canvass_domain::Millis;
use canvass_pages::{Notice, Trouble};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The desk as one member of staff has it before them.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    pub server: Server,
    pub session: StaffSession,
}

/// A page of the desk is asked for.
#[derive(Debug)]
pub(crate) struct Request<P = ()> {
    pub desk: Desk,
    pub at: P,
    pub query: Fields,
}

/// A form of the desk was sent, from a page of ours in this session.
#[derive(Debug)]
pub(crate) struct Posted<P = (), F = Fields> {
    pub desk: Desk,
    pub at: P,
    pub form: F,
}

/// What an address of the desk names.
pub(crate) trait Place: Sized + Send {
    /// Its parameters.
    type Path: DeserializeOwned + Send;

    fn find(server: &Server, path: Self::Path) -> Result<Self, PageError>;
}

/// A form of some kind, whose token is among its fields.
pub(crate) trait Form: FromRequest<Server, Rejection = PageError> + Send {
    fn fields(&self) -> &Fields;
}

impl Desk {
    /// The use cases.
    pub(crate) fn app(&self) -> &App {
        self.server.app()
    }

    /// By whom a change is made.
    pub(crate) fn by(&self) -> StaffId {
        self.session.by()
    }

    pub(crate) fn now_ms(&self) -> Millis {
        self.server.now_ms()
    }

    /// The member of staff as pages show them.
    pub(crate) fn staff(&self) -> canvass_pages::Staff {
        canvass_pages::Staff {
            email: self.session.member.email.clone(),
            role: self.session.member.role,
            token: csrf::desk_token(&self.server, &self.session),
        }
    }
}

impl Place for () {
    type Path = ();

    fn find(_: &Server, (): ()) -> Result<Self, PageError> {
        Ok(())
    }
}

/// A member of staff, by number.
impl Place for i64 {
    type Path = Self;

    fn find(_: &Server, number: Self) -> Result<Self, PageError> {
        Ok(number)
    }
}

impl Place for Arc<Entry> {
    type Path = String;

    fn find(server: &Server, slug: String) -> Result<Self, PageError> {
        Ok(server.app().any(&slug).ok_or(Trouble::NotFound)?)
    }
}

/// Something of a conversation, which the use case looks for.
impl<T: DeserializeOwned + Send> Place for (Arc<Entry>, T) {
    type Path = (String, T);

    fn find(server: &Server, (slug, what): (String, T)) -> Result<Self, PageError> {
        Ok((Place::find(server, slug)?, what))
    }
}

impl Form for Fields {
    fn fields(&self) -> &Fields {
        self
    }
}

impl Form for LongFields {
    fn fields(&self) -> &Fields {
        &self.0
    }
}

impl Form for Upload {
    fn fields(&self) -> &Fields {
        &self.form
    }
}

impl FromRequestParts<Server> for Desk {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, PageError> {
        let Staff(session) = Staff::from_request_parts(parts, server).await?;
        Ok(Self { server: server.clone(), session })
    }
}

impl<P: Place> FromRequestParts<Server> for Request<P> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, PageError> {
        let PagePath(path) = PagePath::from_request_parts(parts, server).await?;
        let desk = Desk::from_request_parts(parts, server).await?;
        let query = Fields::of_query(parts.uri.query());
        Ok(Self { desk, at: P::find(server, path)?, query })
    }
}

impl<P: Place, F: Form> FromRequest<Server> for Posted<P, F> {
    type Rejection = PageError;

    async fn from_request(request: axum::extract::Request, server: &Server) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let PagePath(path) = PagePath::from_request_parts(&mut parts, server).await?;
        let desk = Desk::from_request_parts(&mut parts, server).await?;
        let form = F::from_request(axum::extract::Request::from_parts(parts, body), server).await?;
        csrf::check_desk_form(server, &desk.session, form.fields())?;
        Ok(Self { desk, at: P::find(server, path)?, form })
    }
}

/// Back to a conversation at the desk, with what just happened.
pub(crate) fn back(entry: &Entry, said: Notice) -> Response {
    Redirect::to(&format!("/desk/c/{}?said={}", entry.conversation().slug, said.word())).into_response()
}

/// To a page below a conversation at the desk, with what just happened.
pub(crate) fn to(entry: &Entry, path: &str, said: Notice) -> Response {
    Redirect::to(&format!("/desk/c/{}/{path}?said={}", entry.conversation().slug, said.word())).into_response()
}
