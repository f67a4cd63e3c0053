//! What is typed into the form, or stored, as a reader would see it.

use super::page::over;
use super::save::manuscript;
use crate::desk::request::{Desk, Posted, Request};
use crate::http::error::PageError;
use crate::http::form::LongFields;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::desk::{self, ReadManuscript, Stored};
use canvass_app::live::Entry;
use canvass_domain::{
    Conversation, ConversationId, Instrument, Manuscript, Provenance, SeedStatement, State as Standing,
};
use canvass_pages::ConversationPreview;
use std::sync::Arc;

/// What is typed into the empty form, as a reader would see it.
pub(crate) async fn preview_new(
    Posted { desk, form: LongFields(form), .. }: Posted<(), LongFields>,
) -> Result<Response, PageError> {
    preview(&desk, None, manuscript(&form))
}

/// What is typed into the form of a stored conversation, as a reader would see it.
pub(crate) async fn preview_typed(
    Posted { desk, at: entry, form: LongFields(form) }: Posted<Arc<Entry>, LongFields>,
) -> Result<Response, PageError> {
    preview(&desk, Some(&entry), manuscript(&form))
}

/// What is stored, as a reader would see it.
pub(crate) async fn preview_stored(
    Request { desk, at: entry, .. }: Request<Arc<Entry>>,
) -> Result<Response, PageError> {
    preview(&desk, Some(&entry), Stored::of(&entry).manuscript)
}

fn preview(desk: &Desk, entry: Option<&Entry>, mut typed: Manuscript) -> Result<Response, PageError> {
    typed.drop_blank_rows();
    let stored = entry.map(Stored::of);
    let ReadManuscript { file, problems } = desk::read_manuscript(&over(entry, typed));
    let settled = stored.iter().flat_map(|stored| &stored.settled).map(String::as_str);
    let statements: Vec<&str> = settled.chain(file.statements.iter().map(SeedStatement::as_str)).collect();
    let conversation = match entry {
        Some(entry) => Conversation { instrument: file.instrument, ..Conversation::clone(&entry.conversation()) },
        None => unsaved(file.slug, file.instrument, desk.now_ms()),
    };
    let page = ConversationPreview {
        conversation: &conversation,
        statements: statements.first().map(|first| (*first, statements.len())),
        n_problems: problems.len(),
        now_ms: desk.now_ms(),
    };
    Ok(Html(page.render()?).into_response())
}

fn unsaved(slug: canvass_domain::Slug, instrument: Instrument, now_ms: canvass_domain::Millis) -> Conversation {
    Conversation {
        visibility: canvass_domain::Visibility::Public,
        id: ConversationId(0),
        slug,
        state: Standing::Draft,
        provenance: Provenance::Here,
        note: None,
        version: 1,
        instrument,
        created_ms: now_ms,
        turns: canvass_domain::Turns::default(),
    }
}
