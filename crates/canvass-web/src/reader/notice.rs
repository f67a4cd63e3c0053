//! "Tell me when the results are final", and the links in e-mails. Looking changes nothing; the token in a link is
//! all that its forms need, as RFC 8058 asks. Nothing here reads or sets a cookie: no address meets a participant.

use super::context::html;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Caller;
use crate::server::Server;
use crate::settings::Mail;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use canvass_app::live::Entry;
use canvass_app::mail::{Letter, NoticeStanding, address};
use canvass_app::{App, AppError};
use canvass_domain::Conversation;
use canvass_pages::{NoticeForm, NoticeForms, NoticeLink, NoticeLinks, Trouble, letters};
use std::sync::Arc;

/// Longest of a typed address that is shown again.
const MAX_TYPED_CHARS: usize = 254;

/// Whether readers are offered to be told.
pub(super) fn takes_notices(server: &Server, conversation: &Conversation) -> bool {
    server.settings().mail == Mail::On && App::takes_notices(conversation)
}

/// Shows the form.
pub(crate) async fn form(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    Ok(html(StatusCode::OK, NoticeForm { conversation: &entry.conversation(), state: NoticeForms::Empty }.render()?))
}

/// Sends an e-mail that asks to confirm. Says the same whether the address is known or not.
pub(crate) async fn ask(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    server.rate_limits().email(caller.client())?;
    let conversation = entry.conversation();
    let typed: String = form.get("email").unwrap_or_default().chars().take(MAX_TYPED_CHARS).collect();
    let Some(email) = address(&typed) else {
        let page = NoticeForm { conversation: &conversation, state: NoticeForms::NoAddress(&typed) };
        return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page.render()?));
    };
    let public_url = server.settings().public_url.as_str();
    let write = |token: &str| {
        let text = letters::confirm_notice(&conversation, &format!("{public_url}/notice/{token}"));
        notice_email(&email, text, public_url, token)
    };
    server.app().ask_notice(&entry, &email, server.now_ms(), write).await?;
    Ok(html(StatusCode::OK, NoticeForm { conversation: &conversation, state: NoticeForms::Posted }.render()?))
}

/// Shows the button that belongs to a link.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath(token): PagePath<String>,
) -> Result<Response, PageError> {
    match server.app().notice(&token).await? {
        NoticeStanding::Asked(entry) => link(&token, NoticeLinks::Confirm(&entry.conversation())),
        NoticeStanding::Confirmed(entry) => link(&token, NoticeLinks::End(&entry.conversation())),
        NoticeStanding::Nothing => link(&token, NoticeLinks::Nothing),
    }
}

/// The address is theirs.
pub(crate) async fn confirm(
    State(server): State<Server>,
    PagePath(token): PagePath<String>,
) -> Result<Response, PageError> {
    match server.app().confirm_notice(&token, server.now_ms()).await {
        Ok(()) => {}
        Err(AppError::NotFound(_)) => return link(&token, NoticeLinks::Nothing),
        Err(error) => return Err(error.into()),
    }
    match server.app().notice(&token).await? {
        NoticeStanding::Confirmed(entry) => link(&token, NoticeLinks::Confirmed(&entry.conversation())),
        NoticeStanding::Asked(_) | NoticeStanding::Nothing => link(&token, NoticeLinks::Nothing),
    }
}

/// Ends it with one request, whether a person presses the button or a mail program does.
pub(crate) async fn end(
    State(server): State<Server>,
    PagePath(token): PagePath<String>,
) -> Result<Response, PageError> {
    server.app().end_notice(&token).await?;
    link(&token, NoticeLinks::Nothing)
}

/// An e-mail of this kind, with the address that ends all of them.
pub(crate) fn notice_email(email: &str, text: letters::LetterText, public_url: &str, token: &str) -> Letter {
    Letter {
        recipient: email.to_owned(),
        subject: text.subject,
        body: text.body,
        unsubscribe_url: Some(format!("{public_url}/notice/{token}/unsubscribe")),
        expires_ms: 0,
    }
}

fn find(server: &Server, slug: &str) -> Result<Arc<Entry>, PageError> {
    let entry = server.app().public(slug).filter(|entry| takes_notices(server, &entry.conversation()));
    Ok(entry.ok_or(Trouble::NotFound)?)
}

fn link(link_token: &str, leads_to: NoticeLinks<'_>) -> Result<Response, PageError> {
    Ok(html(StatusCode::OK, NoticeLink { link_token, leads_to }.render()?))
}
