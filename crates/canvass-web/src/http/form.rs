//! Forms and queries, parsed at the edge: bounded, and never trusted.

use crate::http::body::{self, MAX_BODY_BYTES, MAX_LONG_BODY_BYTES, content_type, is_of_kind};
use crate::http::error::PageError;
use crate::http::typed_input::TypedInput;
use crate::server::Server;
use axum::extract::{FromRequest, Request};
use canvass_pages::{Extent, Trouble};

/// Most fields in a form.
pub(crate) const MAX_FIELDS: usize = 200;
/// Most fields in a form in which a whole conversation is typed: every row there may be.
const MAX_LONG_FIELDS: usize = 4_000;

/// Reads a form, and notes what was typed into it for the page that may have to give it back.
async fn read_form(request: Request, max: usize, max_fields: usize, server: &Server) -> Result<Fields, PageError> {
    let noted = request.extensions().get::<TypedInput>().cloned().unwrap_or_default();
    must_be_form(&request)?;
    match body::read(request, max, server).await {
        Ok(body) => {
            let form = Fields::first(max_fields, &body);
            noted.note(form.pairs(), Extent::Whole);
            Ok(form)
        }
        Err((why, begun)) => {
            noted.note(Fields::first(max_fields, &begun).whole_letters().pairs(), Extent::Beginning);
            Err(why.into())
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
    pub(crate) fn whole_letters(mut self) -> Self {
        if let Some((_, last)) = self.0.last_mut() {
            let torn = last.rfind('%').filter(|at| at + 3 > last.len()).unwrap_or(last.len());
            last.truncate(torn);
            last.truncate(last.trim_end_matches(char::REPLACEMENT_CHARACTER).len());
        }
        self
    }

    /// Fields out of the parts of another kind of form.
    pub(crate) const fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
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

impl FromRequest<Server> for LongFields {
    type Rejection = PageError;

    async fn from_request(request: Request, server: &Server) -> Result<Self, PageError> {
        let fields = read_form(request, MAX_LONG_BODY_BYTES, MAX_LONG_FIELDS + 1, server).await?;
        if fields.0.len() > MAX_LONG_FIELDS { Err(Trouble::TooLarge.into()) } else { Ok(Self(fields)) }
    }
}

fn must_be_form(request: &Request) -> Result<(), PageError> {
    let is_form = is_of_kind(content_type(request), "application/x-www-form-urlencoded");
    if is_form { Ok(()) } else { Err(Trouble::MediaType.into()) }
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
}
