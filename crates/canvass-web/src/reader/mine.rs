//! `/c/{slug}/mine`: what a reader said here, and every way to take it back.

use super::context::{answerer, find, html, onward_saying, sender};
use crate::gate;
use crate::http::csrf;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::{Caller, Visitor};
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use canvass_app::comment::MAX_COMMENTS_PER_PARTICIPANT;
use canvass_app::participant::{Reader, VotesOnLeaving};
use canvass_domain::{CommentCard, EDIT_WITHIN_MS, StatementId};
use canvass_pages::{
    AboutMe, Confirm, ConfirmPage, Mine, MinePage, MyComment, MyStatement, MyVote, Notice, Standing, Trouble,
};

/// Shows what is the reader's.
pub(crate) async fn mine(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let entry = find(&server, &caller, &slug).await?;
    let visitor = Visitor::greet(&server, entry.id(), caller.headers())?;
    let reader = visitor.enter(&server, entry, caller.headers());
    let query = Fields::of_query(query.as_deref());
    let mine = view(&server, caller.headers(), &reader).await?;
    let place = gate::place(&reader, caller.viewer(&server, &reader.entry).await?);
    let page = MinePage {
        conversation: &reader.entry.conversation(),
        mine,
        place,
        said: query.get("said").and_then(Notice::from_word),
        page: query.number("page").unwrap_or(1),
    };
    Ok(visitor.remember(&server, html(StatusCode::OK, page.render()?)))
}

/// Takes one answer back.
pub(crate) async fn withdraw_vote(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = answerer(&server, &caller, &slug, &form)?;
    let statement = form.number("statement").map(StatementId).ok_or(Trouble::Malformed)?;
    server.app().withdraw_answer(&reader, statement, server.now_ms(), None).await?;
    Ok(onward_saying(&reader.entry.read().conversation, "/mine", Notice::VoteWithdrawn))
}

/// Forgets what the reader said about themselves.
pub(crate) async fn forget_about_me(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = sender(&server, &caller, &slug, &form)?;
    server.app().forget_declared(&reader, server.now_ms()).await?;
    Ok(onward_saying(&reader.entry.read().conversation, "/mine", Notice::AboutForgotten))
}

/// Asks before taking everything back.
pub(crate) async fn confirm_withdraw(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    confirm(&server, &caller, &slug, Confirm::WithdrawAll).await
}

/// Takes everything back.
pub(crate) async fn withdraw_all(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = sender(&server, &caller, &slug, &form)?;
    server.app().withdraw_all(&reader, server.now_ms()).await?;
    Ok(onward_saying(&reader.entry.read().conversation, "/mine", Notice::AllWithdrawn))
}

/// Asks before erasing.
pub(crate) async fn confirm_erase(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
) -> Result<Response, PageError> {
    confirm(&server, &caller, &slug, Confirm::Erase).await
}

/// Erases the reader; their votes stay counted or go, as they say.
pub(crate) async fn erase(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = sender(&server, &caller, &slug, &form)?;
    let votes = match form.get("votes") {
        Some("keep") => VotesOnLeaving::Keep,
        Some("withdraw") => VotesOnLeaving::Withdraw,
        _ => return Err(Trouble::Malformed.into()),
    };
    server.app().erase(&reader, votes, server.now_ms()).await?;
    Ok(onward_saying(&reader.entry.read().conversation, "/mine", Notice::Erased))
}

pub(super) async fn confirm(
    server: &Server,
    caller: &Caller,
    slug: &str,
    what: Confirm,
) -> Result<Response, PageError> {
    let entry = server.app().public(slug).ok_or(Trouble::NotFound)?;
    let visitor = Visitor::greet(server, entry.id(), caller.headers())?;
    let reader = visitor.enter(server, entry, caller.headers());
    let token = csrf::reader_token(server, caller.headers(), &reader);
    let (conversation, now_ms) = (reader.entry.conversation(), server.now_ms());
    let page = ConfirmPage { conversation: &conversation, what, token: &token, now_ms }.render()?;
    Ok(visitor.remember(server, html(StatusCode::OK, page)))
}

async fn view(server: &Server, headers: &HeaderMap, reader: &Reader) -> Result<Option<Mine>, PageError> {
    let Some(mine) = server.app().mine(reader).await? else { return Ok(None) };
    let entry = &reader.entry;
    let code = reader.secret.return_code(entry.id());
    // After coming back from a browser with answers of its own, this browser's link still leads to those.
    let leads_here = server.app().returning(entry, &code) == reader.participant;
    let slug = &entry.conversation().slug;
    let vote = |(statement, text, answer)| MyVote { statement, text, answer };
    let comments = comments(server, reader).await?;
    let snapshot = entry.read();
    let is_excluded = reader.participant.is_some_and(|participant| snapshot.ledger.is_banned(participant));
    let rule = |id: StatementId| snapshot.statements.get(&id).and_then(|statement| statement.rule.clone());
    let statement = |s: canvass_app::participant::MyStatement| MyStatement {
        id: s.id,
        rule: rule(s.id),
        text: Some(s.text),
        state: s.state,
        reason: s.reason,
    };
    Ok(Some(Mine {
        token: csrf::reader_token(server, headers, reader),
        ballot: mine.ballot,
        votes: mine.answers.into_iter().map(vote).collect(),
        statements: mine.statements.into_iter().map(statement).collect(),
        comments,
        standing: if is_excluded { Standing::Excluded } else { Standing::Counts },
        about: AboutMe {
            has_consented: !mine.declared.is_empty(),
            answers: mine.declared.into_iter().map(|one| (one.attribute, one.option)).collect(),
        },
        return_url: leads_here.then(|| format!("{}/c/{slug}/return/{code}", server.settings().public_url.as_str())),
    }))
}

/// Every comment of the reader with its words, newest first; there are at most two hundred.
async fn comments(server: &Server, reader: &Reader) -> Result<Vec<MyComment>, PageError> {
    let mut cards: Vec<(CommentCard, Option<u32>)> = {
        let snapshot = reader.entry.read();
        let own = |card: &&CommentCard| card.is_by(reader.participant) && !card.is_erased;
        let own = snapshot.talk.cards().rev().filter(own);
        own.map(|card| (card.clone(), snapshot.appears_after(card))).collect()
    };
    cards.truncate(MAX_COMMENTS_PER_PARTICIPANT);
    let ids: Vec<_> = cards.iter().map(|(card, _)| card.id).collect();
    let mut words = server.app().comments_with_words(&reader.entry, &ids).await?;
    let now_ms = server.now_ms();
    let comment = |(card, appears_after): (CommentCard, Option<u32>)| {
        let words = words.remove(&card.id)?;
        Some(MyComment {
            id: card.id,
            text: words.text?,
            state: card.state,
            appears_after,
            rule: card.rule,
            reason: words.reason,
            is_fresh: now_ms - card.posted_ms <= EDIT_WITHIN_MS,
            quote: words.attribution.quote,
            change: words.change,
        })
    };
    Ok(cards.into_iter().filter_map(comment).collect())
}
