//! Parameters in paths: what cannot be read is not there.

use crate::http::error::{PageError, Problem};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use canvass_pages::Trouble;
use serde::de::DeserializeOwned;

/// Parameters in the path of a page.
#[derive(Clone, Debug)]
pub(crate) struct PagePath<T>(pub T);

/// Parameters in the path of an API call.
#[derive(Clone, Debug)]
pub(crate) struct ApiPath<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for PagePath<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let path = Path::from_request_parts(parts, state).await;
        path.map(|Path(value)| Self(value)).map_err(|_| Trouble::NotFound.into())
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for ApiPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::from_request_parts(parts, state).await;
        path.map(|Path(value)| Self(value)).map_err(|_| Problem::not_found())
    }
}
