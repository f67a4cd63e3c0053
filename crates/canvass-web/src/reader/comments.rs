//! `/c/{slug}/comments`: what readers say, and the forms to write, change, erase and report it.

pub(crate) mod page;

use super::context::{MAX_TYPED_CHARS, author, find, onward, refused, reporter, sender};
use super::mine::confirm;
use crate::http::csrf;
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::{Caller, Visitor};
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use canvass_app::AppError;
use canvass_app::comment::{Draft, Edited, Order, Request};
use canvass_app::participant::Reader;
use canvass_domain::{About, Attribution, CommentId, CommentState, CommentText, InvalidComment, Permission, Target};
use canvass_pages::{CommentForm, CommentProblem, Confirm, Notice, Trouble, TypedComment};
use page::{Asked, Part};

/// Shows a page of threads.
pub(crate) async fn comments(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let query = Fields::of_query(query.as_deref());
    let asked = Asked::new(Part::Threads(request_of(&query)), said_of(&query));
    show(&server, &caller, &slug, asked).await
}

/// Shows the thread of one comment, with the form that is asked for (`?do=`) under it.
pub(crate) async fn comment(
    State(server): State<Server>,
    PagePath((slug, id)): PagePath<(String, u32)>,
    RawQuery(query): RawQuery,
    caller: Caller,
) -> Result<Response, PageError> {
    let query = Fields::of_query(query.as_deref());
    let id = CommentId(id);
    let page = query.number("page").map(|page: usize| page.saturating_sub(1));
    let mut asked = Asked::new(Part::Thread(id, page), said_of(&query));
    asked.form = match query.get("do") {
        Some("reply") => CommentForm::Reply(id),
        Some("edit") => CommentForm::Edit(id),
        Some("report") => CommentForm::Report(id),
        _ => CommentForm::None,
    };
    show(&server, &caller, &slug, asked).await
}

/// Posts a comment or a reply.
pub(crate) async fn post_comment(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = author(&server, &caller, &slug, &form)?;
    check_taken(&reader)?;
    let parent = match form.get("parent").filter(|parent| !parent.is_empty()) {
        None => None,
        Some(number) => Some(CommentId(number.parse().map_err(|_| Trouble::Malformed)?)),
    };
    let about = form.get("about").filter(|about| !about.is_empty());
    let about = about.map_or(Some(About::Conversation), About::from_word).ok_or(Trouble::Malformed)?;
    let staff = caller.posting_staff(&server).await?;
    let posted = match draft(&form, parent, about) {
        Ok(draft) => {
            let draft = Draft { staff, ..draft };
            server.app().post_comment(&reader, draft, server.now_ms(), None).await
        }
        Err(invalid) => Err(invalid.into()),
    };
    let problem = match posted {
        Ok((receipt, state)) => {
            let id = receipt.comment.unwrap_or_default();
            return Ok(to_comment(&reader, id, notice_of(&reader, id, state)));
        }
        Err(error) => problem_of(error, parent.is_some()).map_err(|error| refused(&reader, error))?,
    };
    let (part, wanted) = match parent {
        Some(id) if problem != CommentProblem::Gone => (Part::Thread(id, None), CommentForm::Reply(id)),
        // What was typed stays, as the beginning of a thread of its own.
        _ => (Part::Threads(Request::default()), CommentForm::New(about)),
    };
    refuse(&server, &caller, &reader, (part, wanted), typed(&form, "text"), problem).await
}

/// Changes a comment of one's own.
pub(crate) async fn edit_comment(
    State(server): State<Server>,
    PagePath((slug, id)): PagePath<(String, u32)>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = author(&server, &caller, &slug, &form)?;
    check_taken(&reader)?;
    let id = CommentId(id);
    let edited = match CommentText::parse(form.get("text").unwrap_or_default()) {
        Ok(text) => server.app().edit_comment(&reader, id, text, server.now_ms(), None).await,
        Err(invalid) => Err(invalid.into()),
    };
    let error = match edited {
        Ok(Edited::Made) => return Ok(to_comment(&reader, id, Notice::CommentChanged)),
        Ok(Edited::Waiting) => return Ok(to_comment(&reader, id, Notice::CommentChangeWaits)),
        Err(error) => error,
    };
    let problem = problem_of(error, false).map_err(|error| refused(&reader, error))?;
    refuse(&server, &caller, &reader, (Part::Thread(id, None), CommentForm::Edit(id)), typed(&form, "text"), problem)
        .await
}

/// Asks before a comment is erased.
pub(crate) async fn confirm_erase_comment(
    State(server): State<Server>,
    PagePath((slug, id)): PagePath<(String, u32)>,
    caller: Caller,
) -> Result<Response, PageError> {
    let entry = server.app().public(&slug).ok_or(Trouble::NotFound)?;
    let reader = caller.reader_by_cookie(&server, &entry);
    let participant = reader.and_then(|reader| reader.participant);
    let is_own = entry.read().talk.card(CommentId(id)).is_some_and(|card| card.is_by(participant) && !card.is_erased);
    if !is_own {
        return Err(Trouble::NotFound.into());
    }
    confirm(&server, &caller, &slug, Confirm::EraseComment(CommentId(id))).await
}

/// Erases a comment of one's own; after the close too.
pub(crate) async fn erase_comment(
    State(server): State<Server>,
    PagePath((slug, id)): PagePath<(String, u32)>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = sender(&server, &caller, &slug, &form)?;
    server.app().erase_comment(&reader, CommentId(id), server.now_ms(), None).await?;
    let said = Notice::CommentErased.word();
    Ok(onward(&reader.entry.read().conversation, &format!("/mine?said={said}")))
}

/// Takes back that a comment of one's own may be quoted; after publication too.
pub(crate) async fn stop_quoting(
    State(server): State<Server>,
    PagePath((slug, id)): PagePath<(String, u32)>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = sender(&server, &caller, &slug, &form)?;
    let participant = reader.participant.ok_or(Trouble::NotFound)?;
    server.app().stop_quoting(&reader.entry, participant, CommentId(id), server.now_ms()).await?;
    let said = Notice::QuotingStopped.word();
    Ok(onward(&reader.entry.read().conversation, &format!("/mine?said={said}")))
}

/// Tells the desk of a text.
pub(crate) async fn report(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    caller: Caller,
    form: Fields,
) -> Result<Response, PageError> {
    let reader = reporter(&server, &caller, &slug, &form)?;
    let target = form.get("target").and_then(Target::from_word).ok_or(Trouble::Malformed)?;
    let [rule, note] = ["rule", "note"].map(|name| form.get(name).unwrap_or_default());
    let reported = server.app().report(&reader, target, rule, note, server.now_ms(), None).await;
    match (reported, target) {
        (Ok(()), Target::Comment(id)) => Ok(to_comment(&reader, id, Notice::Reported)),
        (Ok(()), Target::Statement(_)) => {
            Ok(onward(&reader.entry.read().conversation, &format!("?said={}", Notice::Reported.word())))
        }
        (Err(error), Target::Comment(id)) => {
            let problem = problem_of(error, false).map_err(|error| refused(&reader, error))?;
            let typed = typed(&form, "note");
            refuse(&server, &caller, &reader, (Part::Thread(id, None), CommentForm::Report(id)), typed, problem).await
        }
        (Err(error), Target::Statement(id)) => {
            let problem = problem_of(error, false).map_err(|error| refused(&reader, error))?;
            super::report::refuse(&server, &caller, &reader, id, (typed(&form, "note"), problem))
        }
    }
}

async fn show(server: &Server, caller: &Caller, slug: &str, asked: Asked) -> Result<Response, PageError> {
    let entry = find(server, caller, slug).await?;
    let visitor = Visitor::greet(server, entry.id(), caller.headers())?;
    let reader = visitor.enter(server, entry, caller.headers());
    let asked = Asked { desk_token: desk_token(server, caller).await?, ..asked };
    let page = page::render(server, caller.headers(), &reader, asked, StatusCode::OK).await?;
    Ok(visitor.remember(server, page))
}

/// The page again, with what was wrong with the form just sent; nothing typed is lost.
async fn refuse(
    server: &Server,
    caller: &Caller,
    reader: &Reader,
    (part, form): (Part, CommentForm),
    typed: TypedComment,
    problem: CommentProblem,
) -> Result<Response, PageError> {
    let status = status_of(&problem);
    let desk_token = desk_token(server, caller).await?;
    let asked = Asked { form, typed: Some(typed), problem: Some(problem), desk_token, ..Asked::new(part, None) };
    page::render(server, caller.headers(), reader, asked, status).await
}

pub(super) const fn status_of(problem: &CommentProblem) -> StatusCode {
    match problem {
        CommentProblem::Excluded => StatusCode::FORBIDDEN,
        CommentProblem::TooDeep | CommentProblem::TooLate | CommentProblem::Full => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Token for forms of the desk, for whoever may decide on comments.
async fn desk_token(server: &Server, caller: &Caller) -> Result<Option<String>, PageError> {
    let session = caller.staff(server).await?.filter(|session| session.member.role.may(Permission::Moderate));
    Ok(session.map(|session| csrf::desk_token(server, &session)))
}

fn check_taken(reader: &Reader) -> Result<(), PageError> {
    let takes = reader.entry.read().conversation.instrument.comments.is_some();
    if takes { Ok(()) } else { Err(Trouble::NotFound.into()) }
}

fn draft(form: &Fields, parent: Option<CommentId>, about: About) -> Result<Draft, InvalidComment> {
    let text = CommentText::parse(form.get("text").unwrap_or_default())?;
    let quote = form.get("quote").unwrap_or("no");
    let attribution = Attribution::parse(quote, form.get("name"), form.get("place"))?;
    Ok(Draft { text, parent, about, attribution, staff: None })
}

fn typed(form: &Fields, text: &str) -> TypedComment {
    let field = |name: &str, n: usize| form.get(name).unwrap_or_default().chars().take(n).collect();
    TypedComment {
        text: field(text, MAX_TYPED_CHARS),
        quote: field("quote", 40),
        name: field("name", 400),
        place: field("place", 400),
        rule: field("rule", 80),
    }
}

/// What can be said beside the form; anything else is an error page.
fn problem_of(error: AppError, is_reply: bool) -> Result<CommentProblem, AppError> {
    Ok(match error {
        AppError::Comment(why) => CommentProblem::Comment(why),
        AppError::TooManyComments(_) => CommentProblem::TooMany,
        AppError::Full => CommentProblem::Full,
        AppError::Banned => CommentProblem::Excluded,
        AppError::TooDeep => CommentProblem::TooDeep,
        AppError::TooLate => CommentProblem::TooLate,
        AppError::UnknownRule(_) => CommentProblem::Rule,
        AppError::LongReason(_) => CommentProblem::LongNote,
        AppError::NotFound("comment") if is_reply => CommentProblem::Gone,
        error => return Err(error),
    })
}

/// What became of a new comment.
fn notice_of(reader: &Reader, id: CommentId, state: CommentState) -> Notice {
    let snapshot = reader.entry.read();
    let waits = snapshot.talk.card(id).is_some_and(|card| snapshot.appears_after(card).is_some());
    match state {
        CommentState::Accepted if waits => Notice::CommentComes,
        CommentState::Accepted => Notice::CommentShown,
        CommentState::Held | CommentState::Declined => Notice::CommentHeld,
    }
}

fn to_comment(reader: &Reader, id: CommentId, said: Notice) -> Response {
    onward(&reader.entry.read().conversation, &format!("/comments/{id}?said={}#c{id}", said.word()))
}

pub(crate) fn request_of(query: &Fields) -> Request {
    Request {
        order: if query.get("order") == Some("oldest") { Order::Oldest } else { Order::Newest },
        about: query.get("about").and_then(About::from_word),
        page: query.number("page").unwrap_or(1_usize).saturating_sub(1),
    }
}

fn said_of(query: &Fields) -> Option<Notice> {
    query.get("said").and_then(Notice::from_word)
}
