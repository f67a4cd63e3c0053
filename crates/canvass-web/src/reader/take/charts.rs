//! Charts of an edition and the card that stands for it, as drawings and as pictures.

use super::page::find;
use crate::http::error::PageError;
use crate::http::path::PagePath;
use crate::http::session::Caller;
use crate::reader::pictures::{Audience, Drawn, scale};
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use canvass_app::edition::Take;
use canvass_pages::{ChartPage, Drawing, Medium, TakeChart, Trouble, take_addresses, take_conversation};

/// A chart: on a page of its own, as a drawing (`.svg`) or as a picture (`.png`).
pub(crate) async fn chart(
    State(server): State<Server>,
    PagePath((id, name)): PagePath<(String, String)>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let (_, _, take) = find(&server, &id).await?;
    let (name, ending) = name.split_once('.').unwrap_or((&name, ""));
    let chart = TakeChart::from_word(name).ok_or(Trouble::NotFound)?;
    match ending {
        "" => {
            let page = ChartPage { edition: &take.edition, results: &take.results, chart };
            Ok(Html(page.render()?.ok_or(Trouble::NotFound)?).into_response())
        }
        "svg" => Ok(drawn(&take, Some(chart), Medium::Vector)?.into_svg(&caller)),
        "png" => {
            let scale = scale(query.as_deref())?;
            drawn(&take, Some(chart), Medium::Pixels)?.into_png(&server, &caller, scale).await
        }
        _ => Err(Trouble::NotFound.into()),
    }
}

/// The card that stands for an edition elsewhere.
pub(crate) async fn card_png(
    State(server): State<Server>,
    PagePath(id): PagePath<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let (_, _, take) = find(&server, &id).await?;
    let scale = scale(query.as_deref())?;
    drawn(&take, None, Medium::Pixels)?.into_png(&server, &caller, scale).await
}

/// The same as a drawing.
pub(crate) async fn card_svg(
    State(server): State<Server>,
    PagePath(id): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    let (_, _, take) = find(&server, &id).await?;
    Ok(drawn(&take, None, Medium::Vector)?.into_svg(&caller))
}

/// A chart of an edition; without one, its card.
fn drawn(take: &Take, chart: Option<TakeChart>, medium: Medium) -> Result<Drawn, PageError> {
    let (conversation, addresses) = (take_conversation(&take.edition), take_addresses(&take.edition));
    let drawing = Drawing { conversation: &conversation, addresses: &addresses, medium };
    let svg = match chart {
        Some(TakeChart::Poll) => drawing.poll(&take.results, None).ok_or(Trouble::NotFound)?,
        Some(TakeChart::Map) if take.results.map.is_none() => return Err(Trouble::NotFound.into()),
        Some(TakeChart::Map) => drawing.map(&take.results, None),
        None => drawing.card(&take.results, None),
    };
    Ok(Drawn { svg, audience: Audience::Everyone })
}
