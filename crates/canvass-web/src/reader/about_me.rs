//! "About you".

use super::context::{answerer, onward_saying, refused};
use super::conversation::show_problem;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Caller;
use crate::server::Server;
use axum::extract::State;
use axum::response::Response;
use canvass_app::AppError;
use canvass_app::participant::{Consent, Reader};
use canvass_pages::{Notice, Problem};

/// Keeps what a reader says about themselves.
pub(crate) async fn about_me(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = answerer(&server, &caller, &slug, &form)?;
    let consent =
        if form.get("consent").is_some_and(|value| !value.is_empty()) { Consent::Given } else { Consent::Withheld };
    match server.app().declare(&reader, form.pairs(), consent, server.now_ms()).await {
        Ok(()) => Ok(onward_saying(&reader.entry.read().conversation, "", Notice::AboutKept)),
        Err(AppError::NoConsent) => {
            let chosen = chosen(&reader, &form);
            show_problem(&server, &caller, &reader, Problem::NoConsent { chosen }).await
        }
        Err(error) => Err(refused(&reader, error)),
    }
}

/// What was chosen, so that the form shows it again.
fn chosen(reader: &Reader, form: &Fields) -> Vec<(String, u16)> {
    let snapshot = reader.entry.read();
    let attributes = snapshot.conversation.instrument.attributes.iter();
    let places = attributes.filter_map(|attribute| {
        let value = form.get(&attribute.key)?;
        let place = attribute.options.iter().position(|option| option == value)?;
        Some((attribute.key.clone(), u16::try_from(place).ok()?))
    });
    places.collect()
}
