//! `/take/{id}`: an edition as a page, and where the newest of a conversation is.
//!
//! An edition is of a closed conversation, whose gate is open to everybody; nothing here is another reader's, so caches
//! may keep it as long as they ask whether it stands.

use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::AppError;
use canvass_app::edition::{Aftermath, Newest, QuoteWords, Shelf, Take};
use canvass_app::live::Entry;
use canvass_domain::{Conversation, State as Standing};
use canvass_edition::FigureRecord;
use canvass_pages::{
    AsksAgain, Clarification, EditionLine, Notice, OtherRulesPage, TakeAddress, TakePage, TakeQuote, TakeResponse,
    TakeStanding, Trouble, WithdrawnPage,
};
use std::sync::Arc;

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

pub(super) async fn find(server: &Server, id: &str) -> Result<(Arc<Entry>, Shelf, Arc<Take>), PageError> {
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
