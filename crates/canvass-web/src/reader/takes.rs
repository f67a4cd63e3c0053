//! `/take/{id}` and what belongs to it: the page, the bundle, charts, the card, the feed, the key, and readers' word
//! that something is unclear.
//!
//! An edition is of a closed conversation, whose gate is open to everybody; nothing here is another reader's, so caches
//! may keep it as long as they ask whether it stands.

use super::pictures::{Audience, Drawn, scale};
use crate::cache::pictures::etag;
use crate::http::error::PageError;
use crate::http::etag::is_known;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Caller;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::AppError;
use canvass_app::edition::{Aftermath, Newest, QuoteWords, Reach, Shelf, Take};
use canvass_app::live::Entry;
use canvass_domain::{Conversation, State as Standing};
use canvass_pages::{
    AsksAgain, ChartPage, Clarification, Drawing, EditionLine, FeedEntry, Medium, Notice, OtherRulesPage, TakeAddress,
    TakeChart, TakePage, TakeQuote, TakeResponse, TakeStanding, Trouble, UnclearPage, WithdrawnPage, feed,
    take_addresses, take_conversation,
};
use canvass_results::take::FigureRecord;
use std::sync::Arc;

/// Most takes in the feed.
const MAX_IN_FEED: usize = 50;

/// What a page of a take is made of, kept until it is printed.
pub(crate) struct Shown {
    pub take: Arc<Take>,
    pub figures: Vec<FigureRecord>,
    pub quotes: Vec<TakeQuote>,
    pub editions: Vec<EditionLine>,
    pub clarifications: Vec<Clarification>,
    pub responses: Vec<TakeResponse>,
    pub key: String,
}

impl Shown {
    pub(crate) fn of(server: &Server, shelf: &Shelf, take: &Arc<Take>, aftermath: Aftermath) -> Self {
        let words = |words: &QuoteWords| TakeQuote {
            number: words.number,
            text: words.text.clone(),
            name: words.name.clone(),
            option: words.option,
            withdrawn_ms: words.withdrawn_ms,
        };
        let line = |take: &Arc<Take>| EditionLine {
            id: take.edition.id.clone(),
            number: take.edition.number,
            published_ms: take.edition.published_ms,
            why: take.edition.changes.as_ref().map(|changes| changes.why.clone()),
            what: take.edition.changes.as_ref().map(|changes| changes.what.clone()).unwrap_or_default(),
        };
        let Aftermath { clarifications, responses } = aftermath;
        let clarifications = clarifications.into_iter().map(|row| Clarification {
            passage: row.passage,
            text: row.text,
            asked_again: row.asked_again,
            at_ms: row.at_ms,
        });
        let responses = responses.into_iter().map(|row| TakeResponse {
            addressee: row.addressee,
            due_ms: row.due_ms,
            text: row.text,
            responded_ms: row.responded_ms,
        });
        Self {
            figures: canvass_app::edition::figures(take),
            quotes: take.quotes.iter().map(words).collect(),
            editions: shelf.published().map(line).collect(),
            clarifications: clarifications.collect(),
            responses: responses.collect(),
            key: server.app().public_key().unwrap_or_default(),
            take: Arc::clone(take),
        }
    }

    pub(crate) fn page(&self, standing: TakeStanding, now_ms: i64, said: Option<Notice>) -> TakePage<'_> {
        TakePage {
            edition: &self.take.edition,
            results: &self.take.results,
            figures: &self.figures,
            quotes: &self.quotes,
            hash: &self.take.hash,
            key: &self.key,
            editions: &self.editions,
            clarifications: &self.clarifications,
            responses: &self.responses,
            standing,
            now_ms,
            said,
        }
    }
}

/// Where the newest take of a conversation is, once there is one that everybody may see.
pub(crate) async fn newest(server: &Server, conversation: &Conversation) -> Result<Option<TakeAddress>, PageError> {
    if conversation.state != Standing::Closed {
        return Ok(None);
    }
    let newest = server.app().newest_editions().await?;
    Ok(newest.into_iter().find(|newest| newest.conversation == conversation.id).map(address))
}

/// What was unclear in an earlier take that this conversation asks again.
pub(crate) async fn asks_again(server: &Server, entry: &Entry) -> Result<Option<AsksAgain>, PageError> {
    let asked = server.app().asks_again(entry).await?;
    Ok(asked.map(|asked| AsksAgain { edition: asked.edition, title: asked.title, passage: asked.passage }))
}

/// Where a take is that was found.
pub(crate) fn address(newest: Newest) -> TakeAddress {
    TakeAddress { id: newest.id, published_ms: newest.published_ms }
}

async fn find(server: &Server, id: &str) -> Result<(Arc<Entry>, Shelf, Arc<Take>), PageError> {
    let found = server.app().take(id).await;
    if found.is_err() && server.app().withdrawn_take(id).await?.is_some() {
        return Err(Trouble::Withdrawn.into());
    }
    Ok(found?)
}

/// Shows an edition.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath(id): PagePath<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let found = server.app().take(&id).await;
    if let (Err(AppError::NotFound(_)), Some(other)) = (&found, server.app().take_by_other_rules(&id).await?) {
        return Ok(Html(OtherRulesPage { version: &other.version }.render()?).into_response());
    }
    if let (Err(AppError::NotFound(_)), Some(withdrawn)) = (&found, server.app().withdrawn_take(&id).await?) {
        let page = WithdrawnPage { reason: &withdrawn.reason, at_ms: withdrawn.at_ms };
        return Ok((StatusCode::GONE, Html(page.render()?)).into_response());
    }
    let (entry, shelf, take) = found?;
    let aftermath = server.app().aftermath(&entry).await?;
    let said = Fields::of_query(query.as_deref()).get("said").and_then(Notice::from_word);
    let shown = Shown::of(&server, &shelf, &take, aftermath);
    Ok(Html(shown.page(TakeStanding::Published, server.now_ms(), said).render()?).into_response())
}

/// Everything that is published of an edition, in one file.
pub(crate) async fn bundle(
    State(server): State<Server>,
    PagePath(id): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    let (entry, _, take) = find(&server, &id).await?;
    let bundle = server.app().bundle(&entry, &take, Reach::Public).await?;
    Ok(file(&caller, bundle, &format!("{id}.json")))
}

/// The disclosure card as JSON.
pub(crate) async fn disclosure(
    State(server): State<Server>,
    PagePath(id): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    let (_, _, take) = find(&server, &id).await?;
    Ok(file(&caller, take.edition.disclosure.to_string(), &format!("{id}-disclosure.json")))
}

/// A file that anyone may have, kept by caches as long as they ask.
fn file(caller: &Caller, text: String, name: &str) -> Response {
    let etag = etag(&text, None);
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    headers.extend(HeaderValue::from_str(&etag).map(|etag| (header::ETAG, etag)));
    if is_known(caller.headers(), &etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers.extend(disposition.map(|value| (header::CONTENT_DISPOSITION, value)));
    (headers, text).into_response()
}

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

/// Where a reader says that something is unclear.
pub(crate) async fn unclear_form(
    State(server): State<Server>,
    PagePath(id): PagePath<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let (_, _, take) = find(&server, &id).await?;
    let query = Fields::of_query(query.as_deref());
    let passage: String = query.get("passage").unwrap_or_default().chars().take(300).collect();
    let page = UnclearPage { edition: &take.edition, passage: &passage, note: "", is_wrong: false };
    Ok(Html(page.render()?).into_response())
}

/// A reader says that something is unclear.
pub(crate) async fn unclear(
    State(server): State<Server>,
    PagePath(id): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let (entry, _, take) = find(&server, &id).await?;
    server.rate_limits().unclear(caller.client(), entry.id())?;
    let sender = server.sender_keys().key(caller.client(), server.now_ms())?;
    let (passage, note) = (form.get("passage").unwrap_or_default(), form.get("note").unwrap_or_default());
    match server.app().say_unclear(&entry, &take, passage, Some(note), Some(sender), server.now_ms()).await {
        Ok(()) => Ok(Redirect::to(&format!("/take/{id}?said={}", Notice::Unclear.word())).into_response()),
        Err(AppError::NothingSaid) => {
            let page = UnclearPage { edition: &take.edition, passage, note, is_wrong: true };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The feed of published takes.
pub(crate) async fn atom(State(server): State<Server>) -> Result<Response, PageError> {
    let takes = server.app().newest_takes(MAX_IN_FEED).await?;
    let entries: Vec<FeedEntry> = takes.iter().map(|take| entry_of(take)).collect();
    let title = canvass_pages::take_feed_title();
    let text = feed(server.settings().public_url.as_str(), &title, &entries);
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], text).into_response())
}

fn entry_of(take: &Take) -> FeedEntry {
    let [title, summary] = canvass_pages::take_words(&take.edition, &take.results);
    let signed_by = take.edition.signed_off.as_ref().map(|by| by.name.clone());
    let publisher = || take.instrument().organiser.as_ref().map(|who| who.name.clone());
    FeedEntry {
        url: take.edition.url.clone(),
        title,
        summary,
        // An import has no publisher, and a feed must name somebody: then it says what the byline says.
        author: signed_by.or_else(publisher).unwrap_or_else(canvass_pages::take_by_program),
        published_ms: take.edition.published_ms.unwrap_or_default(),
    }
}

/// The public half of the key that signs editions.
pub(crate) async fn key(State(server): State<Server>) -> Result<Response, PageError> {
    let key = server.app().public_key().ok_or_else(|| PageError::Broken("the key cannot be made".to_owned()))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{key}\n")).into_response())
}
