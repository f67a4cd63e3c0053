//! Forms that carry a file, or its text in a field beside (`multipart/form-data`), from a body that is bounded.
//!
//! The whole body is read first, in `body`'s bounds of length and time, and taken apart then: of one that broke off,
//! the fields that came are given back to whoever typed them.

use crate::http::body::{self, MAX_LONG_BODY_BYTES};
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::typed_input::TypedInput;
use crate::server::Server;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{HeaderValue, header};
use canvass_pages::{Extent, Trouble};

/// Most fields looked at: our own forms have a few.
const MAX_UPLOAD_FIELDS: usize = 8;
/// The field that is a file.
const FILE: &str = "file";
const LINE_END: &[u8] = b"\r\n";

/// A form with a file.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// The fields that are text, the file as UTF-8 among them.
    pub form: Fields,
    /// Why the file could not be read as text, for people.
    pub unreadable: Option<String>,
}

/// A field's name and its bytes, as they came.
type Field = (String, Bytes);

impl FromRequest<Server> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, server: &Server) -> Result<Self, PageError> {
        let kind = request.headers().get(header::CONTENT_TYPE).cloned();
        // Before the body is waited for, whether it will be such a form at all.
        multipart(kind.clone(), Bytes::new()).await?;
        let typed = request.extensions().get::<TypedInput>().cloned().unwrap_or_default();
        let body = match body::read(request, MAX_LONG_BODY_BYTES, server).await {
            Ok(body) => body,
            Err((why, begun)) => {
                let (fields, _) = fields(multipart(kind, closed(begun)).await?).await;
                typed.note(words(fields).pairs(), Extent::Beginning);
                return Err(why.into());
            }
        };
        let (fields, Extent::Whole) = fields(multipart(kind, body).await?).await else {
            return Err(Trouble::Malformed.into());
        };
        let upload = Self::of(fields)?;
        typed.note(upload.form.pairs(), Extent::Whole);
        Ok(upload)
    }
}

impl Upload {
    fn of(fields: Vec<Field>) -> Result<Self, PageError> {
        let (mut pairs, mut unreadable) = (Vec::new(), None);
        for (name, bytes) in fields {
            if name == FILE {
                match canvass_app::desk::text_of_file(&bytes) {
                    Ok(text) => pairs.push((name, text)),
                    Err(why) => unreadable = Some(why),
                }
            } else {
                let text = String::from_utf8(bytes.into()).map_err(|_| Trouble::Malformed)?;
                pairs.push((name, text));
            }
        }
        Ok(Self { form: Fields::of_pairs(pairs), unreadable })
    }
}

/// Whether a content type names a boundary of a length that one has (RFC 2046, 5.1.1); axum takes any, none included.
fn has_boundary(kind: &HeaderValue) -> bool {
    let boundary = kind.to_str().ok().and_then(|kind| kind.split_once("boundary=")?.1.split(';').next());
    boundary.is_some_and(|boundary| (1..=70).contains(&boundary.trim().trim_matches('"').len()))
}

/// A body as the form that its content type says it is.
async fn multipart(kind: Option<HeaderValue>, body: Bytes) -> Result<Multipart, PageError> {
    let kind = kind.filter(has_boundary);
    let mut request = Request::new(Body::from(body));
    request.headers_mut().extend(kind.map(|kind| (header::CONTENT_TYPE, kind)));
    // The body is bounded already, by more than axum would let through.
    DefaultBodyLimit::disable().apply(&mut request);
    Multipart::from_request(request, &()).await.map_err(|_| Trouble::MediaType.into())
}

/// The fields of a form, and whether they are all of it.
async fn fields(mut form: Multipart) -> (Vec<Field>, Extent) {
    let mut found = Vec::new();
    while found.len() < MAX_UPLOAD_FIELDS {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return (found, Extent::Whole),
            Err(_) => return (found, Extent::Beginning),
        };
        let Some(name) = field.name().map(str::to_owned) else { return (found, Extent::Beginning) };
        let Ok(bytes) = field.bytes().await else { return (found, Extent::Beginning) };
        found.push((name, bytes));
    }
    (found, Extent::Whole)
}

/// What was typed beside the file, which is still where it came from.
fn words(fields: Vec<Field>) -> Fields {
    let typed = fields.into_iter().filter(|(name, _)| name != FILE);
    let typed = typed.map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()));
    Fields::of_pairs(typed.collect()).whole_letters()
}

/// A body that broke off, closed where it did, so that the field it broke off in can be read as far as it came. The
/// first line of a body is what stands between its fields.
fn closed(mut begun: Vec<u8>) -> Bytes {
    let Some(end) = begun.windows(LINE_END.len()).position(|window| window == LINE_END) else { return Bytes::new() };
    let between = [LINE_END, begun.get(..end).unwrap_or_default()].concat();
    // The last bytes may be the beginning of what stands between fields.
    let beginnings = (1..between.len()).rev().filter_map(|n| between.get(..n));
    let torn = beginnings.filter(|beginning| begun.ends_with(beginning)).map(<[u8]>::len).next().unwrap_or(0);
    begun.truncate(begun.len() - torn);
    begun.extend_from_slice(&between);
    begun.extend_from_slice(b"--\r\n");
    begun.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "--x9\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nabc\r\n\
        --x9\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.toml\"\r\nContent-Type: text/plain\r\n\r\n\
        title = \"T\"\r\n\r\n--x\r\n\r\n--x9--\r\n";

    async fn read(body: impl Into<Bytes>) -> (Vec<Field>, Extent) {
        let kind = Some(HeaderValue::from_static("multipart/form-data; boundary=x9"));
        fields(multipart(kind, body.into()).await.unwrap()).await
    }

    #[tokio::test]
    async fn fields_are_found_by_name() {
        let field = |name: &str, text: &'static str| (name.to_owned(), Bytes::from_static(text.as_bytes()));
        let expected = vec![field("token", "abc"), field("file", "title = \"T\"\r\n\r\n--x\r\n")];
        assert_eq!(read(BODY).await, (expected, Extent::Whole));
        assert_eq!(read("--x9--\r\n").await, (Vec::new(), Extent::Whole));
    }

    #[tokio::test]
    async fn what_is_broken_off_is_no_form_and_gives_what_came_of_it() {
        let (whole, _) = read(BODY).await;
        for end in 0..BODY.len() - 5 {
            let cut = &BODY[..end];
            assert_eq!(read(cut).await.1, Extent::Beginning, "{end}");
            let (begun, _) = read(closed(cut.as_bytes().to_vec())).await;
            for ((name, text), (whole_name, whole_text)) in begun.iter().zip(&whole) {
                assert!(name == whole_name && whole_text.starts_with(text), "{end}: {begun:?}");
            }
            let n_came = begun.iter().map(|(_, text)| text.len()).sum::<usize>();
            assert!(end < 80 || n_came >= 3, "{end}: {begun:?}");
        }
        assert_eq!(read("--x9\r\nno head\r\n--x9--").await.1, Extent::Beginning);
        assert_eq!(read("--x9\r\nX: y\r\n\r\ntext\r\n--x9--").await.1, Extent::Beginning);
    }

    #[tokio::test]
    async fn a_form_says_that_it_is_one() {
        let check = async |kind: &'static str, expected: bool| {
            let read = multipart(Some(HeaderValue::from_static(kind)), Bytes::new()).await;
            assert_eq!(read.is_ok(), expected, "{kind}");
        };
        check("multipart/form-data; boundary=x9", true).await;
        check("multipart/form-data; charset=utf-8; boundary=\"x 9\"; a=b", true).await;
        check("multipart/mixed; boundary=x9", false).await;
        check("multipart/form-data; boundary=", false).await;
        check("multipart/form-data; boundary=\"\"", false).await;
        check("multipart/form-data", false).await;
        assert!(multipart(None, Bytes::new()).await.is_err());
    }
}
