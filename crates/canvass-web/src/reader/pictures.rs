//! `/c/{slug}/charts/poll` and `/c/{slug}/card`, as drawings (SVG) and pictures (PNG), as far as the gate lets them
//! through. A picture is made of the drawing that the same viewer would get, and of nothing else.

use super::context::find;
use crate::Server;
use crate::body::Fields;
use crate::error::PageError;
use crate::gate::{self, Shut};
use crate::identify::Caller;
use crate::paths::PagePath;
use crate::pictures::{NoPicture, etag};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use canvass_app::live::Entry;
use canvass_domain::{State as Standing, Viewer};
use canvass_pages::{
    Addresses, Scale, Trouble, card_closed_svg, card_svg as draw_card, poll_chart_closed_svg, poll_chart_svg,
};

/// What is drawn.
#[derive(Clone, Copy, Debug)]
enum Subject {
    Poll,
    Card,
}

/// For whom a drawing is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Audience {
    /// Anyone, so that caches between here and there may keep it as long as it is checked.
    Everyone,
    /// This viewer: nobody keeps it.
    Viewer,
}

/// A drawing for a viewer.
#[derive(Debug)]
struct Drawing {
    svg: String,
    audience: Audience,
}

/// The poll's chart, or what stands in its place.
pub(crate) async fn poll_svg(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    Ok(draw(&server, &caller, &slug, Subject::Poll).await?.into_svg())
}

/// The same as a picture.
pub(crate) async fn poll_png(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let drawing = draw(&server, &caller, &slug, Subject::Poll).await?;
    drawing.into_png(&server, caller.headers(), scale(query.as_deref())?).await
}

/// The card that stands for the conversation elsewhere.
pub(crate) async fn card_svg(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    Ok(draw(&server, &caller, &slug, Subject::Card).await?.into_svg())
}

/// The same as a picture.
pub(crate) async fn card_png(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let drawing = draw(&server, &caller, &slug, Subject::Card).await?;
    drawing.into_png(&server, caller.headers(), scale(query.as_deref())?).await
}

/// The drawing that a viewer may see.
async fn draw(server: &Server, caller: &Caller, slug: &str, subject: Subject) -> Result<Drawing, PageError> {
    let entry = find(server, caller, slug).await?;
    let viewer = caller.viewer(server, &entry).await?;
    // Asked before drawing: a conversation that closes meanwhile is at worst not kept.
    let audience = audience(&entry);
    let conversation = entry.conversation();
    let addresses = Addresses::of(server.settings().public_url.as_str(), &conversation.slug);
    let early = gate::early(&entry, viewer);
    let svg = match (subject, gate::results(&entry, viewer)) {
        (Subject::Poll, Ok(results)) => poll_chart_svg(&conversation, &results, &addresses, early),
        (Subject::Card, Ok(results)) => Some(draw_card(&conversation, &results, &addresses, early)),
        (Subject::Poll, Err(Shut { closed, turnout })) => {
            poll_chart_closed_svg(&conversation, turnout, closed, &addresses)
        }
        (Subject::Card, Err(Shut { closed, turnout })) => {
            Some(card_closed_svg(&conversation, turnout, closed, &addresses))
        }
    };
    Ok(Drawing { svg: svg.ok_or(Trouble::NotFound)?, audience })
}

/// Everyone sees the same where even a stranger may see results.
fn audience(entry: &Entry) -> Audience {
    let is_public = entry.read().conversation.state != Standing::Draft;
    if is_public && gate::check(entry, Viewer::Stranger).is_ok() { Audience::Everyone } else { Audience::Viewer }
}

impl Drawing {
    fn into_svg(self) -> Response {
        ([(header::CONTENT_TYPE, "image/svg+xml")], self.svg).into_response()
    }

    async fn into_png(self, server: &Server, asked: &HeaderMap, scale: Scale) -> Result<Response, PageError> {
        let Self { svg, audience } = self;
        let mut headers = HeaderMap::new();
        if audience == Audience::Everyone {
            let etag = etag(&svg, scale);
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
            headers.extend(HeaderValue::from_str(&etag).map(|etag| (header::ETAG, etag)));
            if crate::documents::is_known(asked, &etag) {
                return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
            }
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
        Ok((headers, server.pictures().of(svg, scale).await?).into_response())
    }
}

fn scale(query: Option<&str>) -> Result<Scale, Trouble> {
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
