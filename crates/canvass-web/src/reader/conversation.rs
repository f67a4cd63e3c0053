//! `/c/{slug}`: the question, and the reader's way through it.

use super::comments::page::talk_counts;
use super::context::{asks_for, find, html};
use crate::gate;
use crate::http::csrf;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::{Caller, Visitor};
use crate::random::random_draw;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use canvass_app::participant::Reader;
use canvass_domain::State as Standing;
use canvass_pages::{AboutMe, Addresses, ConversationPage, Next, Notice, PollForm, Problem};
use std::sync::Arc;

/// Statements in one round; after each the page asks whether there may be more.
const ROUND: usize = 10;

/// What the address asks for beyond the page itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wish {
    wants_more: bool,
    changes_answer: bool,
    said: Option<Notice>,
}

/// Shows the conversation.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let entry = find(&server, &caller, &slug).await?;
    let visitor = Visitor::greet(&server, entry.id(), caller.headers())?;
    let reader = visitor.enter(&server, entry, caller.headers());
    let wish = Wish::of(&Fields::of_query(query.as_deref()));
    let page = render(&server, &caller, &reader, &wish, None).await?;
    Ok(visitor.remember(&server, html(StatusCode::OK, page)))
}

/// The page again, with what was wrong with the form just sent; nothing typed is lost.
pub(crate) async fn show_problem(
    server: &Server,
    caller: &Caller,
    reader: &Reader,
    problem: Problem,
) -> Result<Response, PageError> {
    let wish = Wish { changes_answer: matches!(problem, Problem::Ballot(_)), ..Wish::default() };
    let page = render(server, caller, reader, &wish, Some(problem)).await?;
    Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page))
}

async fn render(
    server: &Server,
    caller: &Caller,
    reader: &Reader,
    wish: &Wish,
    problem: Option<Problem>,
) -> Result<String, PageError> {
    let viewer = caller.viewer(server, &reader.entry).await?;
    let view = canvass_pages::Reader {
        token: csrf::reader_token(server, caller.headers(), reader),
        ballot: reader.participant.and_then(|participant| reader.entry.read().ledger.ballot(participant)),
        poll_form: if wish.changes_answer { PollForm::Reopened } else { PollForm::Settled },
        next: next(server, reader, wish)?,
        can_undo: reader.participant.is_some_and(|who| reader.entry.read().ledger.undo(who).is_some()),
        about: about(server, reader).await?,
        said: wish.said,
        problem,
    };
    let (conversation, turnout, disclosure, talk) = {
        let snapshot = reader.entry.read();
        (Arc::clone(&snapshot.conversation), snapshot.turnout(), snapshot.disclosure(), talk_counts(&snapshot))
    };
    let results = disclosure.check(viewer);
    let is_between = matches!(view.next, Next::Pause { .. } | Next::Done);
    let place = if is_between { gate::place(reader, viewer) } else { None };
    let takes_notices = super::notice::takes_notices(server, &conversation);
    let page = ConversationPage {
        conversation: &conversation,
        turnout,
        results,
        reader: view,
        place,
        talk,
        takes_notices,
        addresses: &Addresses::of(server.settings().public_url.as_str(), &conversation.slug)
            .with_take(super::take::page::newest(server, &conversation).await?)
            .with_asks_again(super::take::page::asks_again(server, &reader.entry).await?),
        now_ms: server.now_ms(),
    };
    Ok(if asks_for(caller.headers(), "answer") { page.render_answer_part()? } else { page.render()? })
}

/// What comes next. Nothing is drawn, and so nothing logged, on a pause or where nothing can be answered.
fn next(server: &Server, reader: &Reader, wish: &Wish) -> Result<Next, PageError> {
    let progress = server.app().progress(reader);
    let left = progress.n_accepted - progress.n_answered;
    let in_round = progress.n_answered % ROUND;
    let is_open = reader.entry.read().conversation.state == Standing::Open;
    if progress.n_accepted == 0 {
        return Ok(Next::NoneYet);
    }
    if left == 0 {
        return Ok(Next::Done);
    }
    // Whoever has a statement before them, such as one just taken back, is past the pause.
    let is_between = progress.n_answered > 0 && in_round == 0 && server.app().on_screen(reader).is_none();
    if is_open && is_between && !wish.wants_more {
        return Ok(Next::Pause { more: small(left.min(ROUND)) });
    }
    let shown = if is_open { server.app().next_statement(reader, random_draw()?, server.now_ms()) } else { None };
    let snapshot = reader.entry.read();
    let first = || snapshot.ledger.accepted().first().copied();
    let id = shown.map(|shown| shown.statement).or_else(first);
    let text = id.and_then(|id| snapshot.statements.get(&id)?.text.clone());
    Ok(match id.zip(text) {
        Some((id, text)) => {
            Next::Statement { id, text, place: small(in_round + 1), of: small(ROUND.min(in_round + left)) }
        }
        None => Next::NoneYet,
    })
}

/// What a reader said about themselves: asked only of somebody who has answered something.
async fn about(server: &Server, reader: &Reader) -> Result<Option<AboutMe>, PageError> {
    let is_asked = {
        let snapshot = reader.entry.read();
        !snapshot.conversation.instrument.attributes.is_empty() && reader.has_answered(&snapshot)
    };
    if !is_asked {
        return Ok(None);
    }
    let declared = server.app().declared(reader).await?;
    let has_consented = !declared.is_empty();
    let answers = declared.into_iter().map(|one| (one.attribute, one.option)).collect();
    Ok(Some(AboutMe { answers, has_consented }))
}

impl Wish {
    fn of(query: &Fields) -> Self {
        Self {
            wants_more: query.get("more") == Some("1"),
            changes_answer: query.get("change") == Some("answer"),
            said: query.get("said").and_then(Notice::from_word),
        }
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
