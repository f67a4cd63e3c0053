//! `/c/{slug}/charts/poll`, `/c/{slug}/charts/map` and `/c/{slug}/card`, as drawings (SVG) and pictures (PNG), as far
//! as the gate lets them through. No drawing knows which reader asks for it. A picture is made of the drawing that the
//! same viewer would get, and of nothing else.

use super::context::find;
use crate::cache::pictures::{NoPicture, etag};
use crate::gate::{self, Shut};
use crate::http::error::PageError;
use crate::http::etag::is_known;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Caller;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use canvass_app::live::Entry;
use canvass_domain::{Closed, Viewer};
use canvass_pages::{Addresses, Drawing, Medium, Scale, Trouble};

/// What is drawn.
#[derive(Clone, Copy, Debug)]
enum Subject {
    Poll,
    Map,
    Card,
}

/// For whom a drawing is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Anyone, so that caches between here and there may keep it as long as it is checked.
    Everyone,
    /// This viewer: nobody keeps it.
    Viewer,
}

/// A drawing for a viewer.
#[derive(Debug)]
pub(crate) struct Drawn {
    pub svg: String,
    pub audience: Audience,
}

/// The poll's chart, or what stands in its place.
pub(crate) async fn poll_svg(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    Ok(draw(&server, &caller, &slug, Subject::Poll, Medium::Vector).await?.into_svg(&caller))
}

/// The same as a picture.
pub(crate) async fn poll_png(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let scale = scale(query.as_deref())?;
    draw(&server, &caller, &slug, Subject::Poll, Medium::Pixels).await?.into_png(&server, &caller, scale).await
}

/// The map of people who voted alike, or what stands in its place.
pub(crate) async fn map_svg(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    Ok(draw(&server, &caller, &slug, Subject::Map, Medium::Vector).await?.into_svg(&caller))
}

/// The same as a picture.
pub(crate) async fn map_png(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let scale = scale(query.as_deref())?;
    draw(&server, &caller, &slug, Subject::Map, Medium::Pixels).await?.into_png(&server, &caller, scale).await
}

/// The card that stands for the conversation elsewhere.
pub(crate) async fn card_svg(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    Ok(draw(&server, &caller, &slug, Subject::Card, Medium::Vector).await?.into_svg(&caller))
}

/// The same as a picture.
pub(crate) async fn card_png(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let scale = scale(query.as_deref())?;
    draw(&server, &caller, &slug, Subject::Card, Medium::Pixels).await?.into_png(&server, &caller, scale).await
}

/// The drawing that a viewer may see.
async fn draw(
    server: &Server,
    caller: &Caller,
    slug: &str,
    subject: Subject,
    medium: Medium,
) -> Result<Drawn, PageError> {
    let entry = find(server, caller, slug).await?;
    let viewer = caller.viewer(server, &entry).await?;
    let conversation = &*entry.conversation();
    let addresses = &Addresses::of(server.settings().public_url.as_str(), &conversation.slug);
    let drawing = Drawing { conversation, addresses, medium };
    // Asked before drawing: of a conversation that closes meanwhile a picture is at worst not kept.
    let stranger = gate::check(&entry, Viewer::Stranger).map_err(|shut| shut.closed);
    let results = gate::results(&entry, viewer);
    let audience = audience(&entry, stranger, results.as_ref().map(|_| ()).map_err(|shut| shut.closed));
    let early = gate::early(&entry, viewer);
    let svg = match (subject, results) {
        (Subject::Poll, Ok(results)) => drawing.poll(&results, early),
        (Subject::Map, Ok(results)) => Some(drawing.map(&results, early)),
        (Subject::Card, Ok(results)) => Some(drawing.card(&results, early)),
        (Subject::Poll, Err(Shut { closed, turnout })) => drawing.poll_closed(turnout, closed),
        (Subject::Map, Err(Shut { closed, turnout })) => Some(drawing.map_closed(turnout, closed)),
        (Subject::Card, Err(Shut { closed, turnout })) => Some(drawing.card_closed(turnout, closed)),
    };
    Ok(Drawn { svg: svg.ok_or(Trouble::NotFound)?, audience })
}

/// Everyone's is what a stranger would get too.
fn audience(entry: &Entry, stranger: Result<(), Closed>, viewer: Result<(), Closed>) -> Audience {
    let is_public = entry.read().conversation.is_public();
    if is_public && stranger == viewer { Audience::Everyone } else { Audience::Viewer }
}

impl Drawn {
    pub(crate) fn into_svg(self, caller: &Caller) -> Response {
        let etag = etag(&self.svg, None);
        self.known(caller, &etag).unwrap_or_else(|headers| {
            let kind = [(header::CONTENT_TYPE, "image/svg+xml")];
            (headers, kind, self.svg).into_response()
        })
    }

    pub(crate) async fn into_png(self, server: &Server, caller: &Caller, scale: Scale) -> Result<Response, PageError> {
        let etag = etag(&self.svg, Some(scale));
        Ok(match self.known(caller, &etag) {
            Ok(known) => known,
            Err(headers) => {
                let kind = [(header::CONTENT_TYPE, "image/png")];
                (headers, kind, server.picture_cache().of(self.svg, scale).await?).into_response()
            }
        })
    }

    /// The answer to whoever has it already, or else the headers by which they will have it.
    fn known(&self, caller: &Caller, etag: &str) -> Result<Response, HeaderMap> {
        let mut headers = HeaderMap::new();
        if self.audience == Audience::Everyone {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
            headers.extend(HeaderValue::from_str(etag).map(|etag| (header::ETAG, etag)));
            if is_known(caller.headers(), etag) {
                return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
            }
        }
        Err(headers)
    }
}

pub(crate) fn scale(query: Option<&str>) -> Result<Scale, Trouble> {
    match Fields::of_query(query).get("scale") {
        None | Some("1") => Ok(Scale::Single),
        Some("2") => Ok(Scale::Double),
        Some(_) => Err(Trouble::Malformed),
    }
}

impl From<NoPicture> for PageError {
    fn from(error: NoPicture) -> Self {
        match error {
            NoPicture::Busy => Trouble::Busy.into(),
            NoPicture::Broken(cause) => Self::Broken(cause),
        }
    }
}
