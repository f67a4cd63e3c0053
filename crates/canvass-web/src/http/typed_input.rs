//! What was typed into a form that is not taken comes back with the page that says why, whatever the reason and
//! whichever the form: extractors note the words of every form here, and this prints the page again with them.

use crate::http::error::Printed;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use canvass_pages::{Extent, Typed};
use std::sync::{Arc, Mutex, PoisonError};

/// Where the words of a request's form are noted, as far as they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypedInput {
    typed: Arc<Mutex<Option<Typed>>>,
    form: Form,
}

/// Whose form it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Readers,
    Desk,
}

impl TypedInput {
    /// Notes the words of a form, out of its fields.
    pub(crate) fn note(&self, pairs: &[(String, String)], extent: Extent) {
        let is_typed = |name: &str| match self.form {
            Form::Readers => Typed::is_of_readers(name),
            Form::Desk => Typed::is_of_desk(name),
        };
        let words = pairs.iter().filter(|(name, _)| is_typed(name)).cloned();
        let typed = Typed { fields: words.collect(), extent };
        *self.typed.lock().unwrap_or_else(PoisonError::into_inner) = Some(typed);
    }

    fn take(&self) -> Option<Typed> {
        self.typed.lock().unwrap_or_else(PoisonError::into_inner).take().filter(|typed| !typed.is_empty())
    }
}

/// Prints an error page again where words came with the request. Nothing that a page of another site sent is read.
pub(crate) async fn give_back(mut request: Request, next: Next) -> Response {
    let form = if request.uri().path().starts_with("/desk/") { Form::Desk } else { Form::Readers };
    let noted = TypedInput { form, ..TypedInput::default() };
    request.extensions_mut().insert(noted.clone());
    let mut response = next.run(request).await;
    let printed = response.extensions_mut().remove::<Printed>();
    match printed.zip(noted.take()) {
        Some((printed, typed)) => printed.with(&typed),
        None => response,
    }
}
