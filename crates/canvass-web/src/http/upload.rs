//! Forms that carry a file, or its text in a field beside.

use super::multipart;
use crate::http::body::{self, MAX_LONG_BODY_BYTES, content_type};
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::typed_input::TypedInput;
use crate::server::Server;
use axum::extract::{FromRequest, Request};
use canvass_pages::{Extent, Trouble};

/// A form with a file: its parts as fields.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// The parts that are text, the file as UTF-8 among them.
    pub form: Fields,
    /// Why the file could not be read as text, for people.
    pub unreadable: Option<String>,
}

/// The part that is a file.
const FILE: &str = "file";

impl FromRequest<Server> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, server: &Server) -> Result<Self, PageError> {
        let boundary = multipart::boundary(content_type(&request)).map(str::to_owned);
        let boundary = boundary.ok_or(Trouble::MediaType)?;
        let noted = request.extensions().get::<TypedInput>().cloned();
        let body = match body::read(request, MAX_LONG_BODY_BYTES, server).await {
            Ok(body) => body,
            Err((why, begun)) => {
                // The file is still where it came from; what was typed beside it is given back.
                let typed = multipart::begun(&begun, &boundary).into_iter().filter(|(name, _)| name != FILE);
                let typed = typed.map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()));
                let typed = Fields::of_pairs(typed.collect()).whole_letters();
                noted.into_iter().for_each(|noted| noted.note(typed.pairs(), Extent::Beginning));
                return Err(why.into());
            }
        };
        let parts = multipart::parts(&body, &boundary).ok_or(Trouble::Malformed)?;
        let (mut fields, mut unreadable) = (Vec::new(), None);
        for (name, bytes) in parts {
            if name == FILE {
                match canvass_app::desk::text_of_file(&bytes) {
                    Ok(text) => fields.push((name, text)),
                    Err(why) => unreadable = Some(why),
                }
            } else {
                let text = String::from_utf8(bytes).map_err(|_| Trouble::Malformed)?;
                fields.push((name, text));
            }
        }
        let form = Fields::of_pairs(fields);
        if let Some(noted) = noted {
            noted.note(form.pairs(), Extent::Whole);
        }
        Ok(Self { form, unreadable })
    }
}
