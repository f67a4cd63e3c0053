//! Bodies and queries, parsed at the edge: bounded, and never trusted.

use crate::error::{PageError, Problem};
use crate::give_back::Noted;
use crate::{Server, multipart};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use canvass_pages::{Extent, Trouble};
use futures_util::StreamExt;
use tokio::time::Instant;

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
    /// More than it may have.
    TooLarge,
    /// Not whole in time.
    TooSlow,
    /// Broken off.
    Broken,
}

/// Reads a whole body, within its bounds of length and of time; where it is not whole, what came of it is given too.
pub(crate) async fn read(request: Request, max: usize, server: &Server) -> Result<Bytes, (NoBody, Vec<u8>)> {
    let until = Instant::now() + server.settings().limits.body_within;
    let mut pieces = request.into_body().into_data_stream();
    let mut body = Vec::new();
    loop {
        let piece = match tokio::time::timeout_at(until, pieces.next()).await {
            Ok(Some(Ok(piece))) => piece,
            Ok(None) => return Ok(body.into()),
            Ok(Some(Err(_))) => return Err((NoBody::Broken, body)),
            Err(_) => return Err((NoBody::TooSlow, body)),
        };
        let room = max - body.len();
        body.extend_from_slice(piece.get(..room).unwrap_or(&piece));
        if piece.len() > room {
            return Err((NoBody::TooLarge, body));
        }
    }
}

/// Reads a form, and notes what was typed into it for the page that may have to give it back.
async fn read_form(request: Request, max: usize, max_fields: usize, server: &Server) -> Result<Fields, PageError> {
    let noted = request.extensions().get::<Noted>().cloned().unwrap_or_default();
    must_be_form(&request)?;
    match read(request, max, server).await {
        Ok(body) => {
            let form = Fields::first(max_fields, &body);
            noted.note(&form, Extent::Whole);
            Ok(form)
        }
        Err((why, begun)) => {
            noted.note(&Fields::first(max_fields, &begun).whole_letters(), Extent::Beginning);
            Err(why.into())
        }
    }
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

    /// Of a form that broke off: without the torn end of its last letter.
    fn whole_letters(mut self) -> Self {
        if let Some((_, last)) = self.0.last_mut() {
            let torn = last.rfind('%').filter(|at| at + 3 > last.len()).unwrap_or(last.len());
            last.truncate(torn);
            last.truncate(last.trim_end_matches(char::REPLACEMENT_CHARACTER).len());
        }
        self
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
        read_form(request, MAX_BODY_BYTES, MAX_FIELDS, server).await
    }
}

/// A form in which a whole conversation is typed. One with more fields than it may have is refused, not cut off.
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
        let fields = read_form(request, MAX_LONG_BODY_BYTES, MAX_LONG_FIELDS + 1, server).await?;
        if fields.0.len() > MAX_LONG_FIELDS { Err(Trouble::TooLarge.into()) } else { Ok(Self(fields)) }
    }
}

impl FromRequest<Server> for Pasted {
    type Rejection = PageError;

    async fn from_request(request: Request, server: &Server) -> Result<Self, PageError> {
        let boundary = multipart::boundary(content_type(&request)).map(str::to_owned);
        let boundary = boundary.ok_or(Trouble::MediaType)?;
        let noted = request.extensions().get::<Noted>().cloned();
        let body = match read(request, MAX_LONG_BODY_BYTES, server).await {
            Ok(body) => body,
            Err((why, begun)) => {
                // The file is still where it came from; what was typed beside it is given back.
                let typed = multipart::begun(&begun, &boundary).into_iter().filter(|(name, _)| name != FILE);
                let typed = typed.map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()));
                let typed = Fields(typed.collect()).whole_letters();
                noted.into_iter().for_each(|noted| noted.note(&typed, Extent::Beginning));
                return Err(why.into());
            }
        };
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
        if let Some(noted) = noted {
            noted.note(&pasted.form, Extent::Whole);
        }
        Ok(pasted)
    }
}

fn must_be_form(request: &Request) -> Result<(), PageError> {
    let is_form = is_of_kind(content_type(request), "application/x-www-form-urlencoded");
    if is_form { Ok(()) } else { Err(Trouble::MediaType.into()) }
}

/// Whether a content type is of a kind, whatever its parameters.
pub(crate) fn is_of_kind(content_type: &str, kind: &str) -> bool {
    content_type.split(';').next().is_some_and(|found| found.trim().eq_ignore_ascii_case(kind))
}

/// The content type of a request; none, or one that is no text, is no kind.
pub(crate) fn content_type(request: &Request) -> &str {
    request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_breaks_off_ends_with_a_whole_letter() {
        let check = |begun: &str, expected: &str| {
            assert_eq!(Fields::parse(begun.as_bytes()).whole_letters().get("text"), Some(expected), "{begun}");
        };
        check("text=caf%C3%A9", "café");
        for begun in ["text=caf%C3%A", "text=caf%C3%", "text=caf%C3", "text=caf%C", "text=caf%", "text=caf"] {
            check(begun, "caf");
        }
        check("text=%E2%9C", "");
    }

    #[test]
    fn a_kind_is_a_kind_and_not_its_beginning() {
        const FORM: &str = "application/x-www-form-urlencoded";
        for good in [FORM, "Application/X-WWW-Form-Urlencoded", "application/x-www-form-urlencoded ; charset=UTF-8"] {
            assert!(is_of_kind(good, FORM), "{good}");
        }
        for bad in ["", "text/plain", "application/x-www-form-urlencodedx", "x; application/x-www-form-urlencoded"] {
            assert!(!is_of_kind(bad, FORM), "{bad}");
        }
    }
}
