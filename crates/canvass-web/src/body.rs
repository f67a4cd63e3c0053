//! Bodies and queries, parsed at the edge: bounded, and never trusted.

use crate::error::{PageError, Problem};
use crate::{Server, multipart};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use canvass_pages::Trouble;

/// Most bytes in any body.
pub(crate) const MAX_BODY_BYTES: usize = 64 * 1024;
/// Most bytes of a form in which a whole conversation is typed: a conversation file of the largest size, with every
/// letter of it in three.
pub(crate) const MAX_LONG_BODY_BYTES: usize = 4 * 1024 * 1024;
/// Most fields in a form.
pub(crate) const MAX_FIELDS: usize = 200;
/// Most fields in a form in which a whole conversation is typed: every row there may be.
const MAX_LONG_FIELDS: usize = 4_000;

/// A body that did not come, or not as a body may.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NoBody {
    /// More than [`MAX_BODY_BYTES`].
    TooLarge,
    /// Not whole in time.
    TooSlow,
    /// Broken off.
    Broken,
}

/// Reads a whole body, within its bounds of length and of time.
pub(crate) async fn read(request: Request, server: &Server) -> Result<Bytes, NoBody> {
    let whole = Bytes::from_request(request, server);
    let bytes = tokio::time::timeout(server.settings().limits.body_within, whole).await;
    bytes.map_err(|_| NoBody::TooSlow)?.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => NoBody::TooLarge,
        _ => NoBody::Broken,
    })
}

impl From<NoBody> for PageError {
    fn from(why: NoBody) -> Self {
        Self::Trouble(match why {
            NoBody::TooLarge => Trouble::TooLarge,
            NoBody::TooSlow => Trouble::TooSlow,
            NoBody::Broken => Trouble::Malformed,
        })
    }
}

impl From<NoBody> for Problem {
    fn from(why: NoBody) -> Self {
        match why {
            NoBody::TooLarge => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large")
                .detail(format!("at most {MAX_BODY_BYTES} bytes")),
            NoBody::TooSlow => Self::new(StatusCode::REQUEST_TIMEOUT, "too-slow", "The body did not arrive in time"),
            NoBody::Broken => Self::malformed("the body did not arrive whole"),
        }
    }
}

/// A form's fields, or a query's, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `a=b&c=d`.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        Self::first(MAX_FIELDS, bytes)
    }

    fn first(max_fields: usize, bytes: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(bytes).take(max_fields);
        Self(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The query of a request.
    pub(crate) fn of_query(query: Option<&str>) -> Self {
        Self::parse(query.unwrap_or_default().as_bytes())
    }

    /// The first field of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Every field of that name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// All fields.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// A field as a number.
    pub(crate) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.get(name)?.parse().ok()
    }
}

impl FromRequest<Server> for Fields {
    type Rejection = PageError;

    async fn from_request(request: Request, server: &Server) -> Result<Self, PageError> {
        must_be_form(&request)?;
        Ok(Self::parse(&read(request, server).await?))
    }
}

/// A form in which a whole conversation is typed. Its route must allow [`MAX_LONG_BODY_BYTES`]; a form with more
/// fields than it may have is refused, not cut off.
#[derive(Clone, Debug)]
pub(crate) struct LongFields(pub Fields);

/// A form with a file: its parts as fields.
#[derive(Clone, Debug)]
pub(crate) struct Pasted {
    /// The parts that are text, the file as UTF-8 among them.
    pub form: Fields,
    /// Why the file could not be read as text, for people.
    pub unreadable: Option<String>,
}

/// The part that is a file.
const FILE: &str = "file";

impl FromRequest<Server> for LongFields {
    type Rejection = PageError;

    async fn from_request(request: Request, server: &Server) -> Result<Self, PageError> {
        must_be_form(&request)?;
        let fields = Fields::first(MAX_LONG_FIELDS + 1, &read(request, server).await?);
        if fields.0.len() > MAX_LONG_FIELDS { Err(Trouble::TooLarge.into()) } else { Ok(Self(fields)) }
    }
}

impl FromRequest<Server> for Pasted {
    type Rejection = PageError;

    async fn from_request(request: Request, server: &Server) -> Result<Self, PageError> {
        let boundary = multipart::boundary(content_type(&request)).map(str::to_owned);
        let boundary = boundary.ok_or(Trouble::Malformed)?;
        let body = read(request, server).await?;
        let parts = multipart::parts(&body, &boundary).ok_or(Trouble::Malformed)?;
        let mut pasted = Self { form: Fields::default(), unreadable: None };
        for (name, bytes) in parts {
            if name == FILE {
                match canvass_app::desk::text_of_file(&bytes) {
                    Ok(text) => pasted.form.0.push((name, text)),
                    Err(why) => pasted.unreadable = Some(why),
                }
            } else {
                let text = String::from_utf8(bytes).map_err(|_| Trouble::Malformed)?;
                pasted.form.0.push((name, text));
            }
        }
        Ok(pasted)
    }
}

fn must_be_form(request: &Request) -> Result<(), PageError> {
    let is_form = content_type(request).starts_with("application/x-www-form-urlencoded");
    if is_form { Ok(()) } else { Err(Trouble::Malformed.into()) }
}

fn content_type(request: &Request) -> &str {
    request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
