//! `/desk/c/{slug}/take`: drafting, writing, publishing.

use super::conversation::{find, posted};
use super::{staff, to};
use crate::http::error::PageError;
use crate::http::form::{Fields, LongFields};
use crate::http::path::PagePath;
use crate::http::session::Staff;
use crate::reader::takes::Shown;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::AppError;
use canvass_app::desk::StaffSession;
use canvass_app::edition::{
    Certified, FlagsRead, Heard, MAX_QUOTES, NotSaved, Part, Problem, Publishing, Reach, Shelf, Source, Take, Written,
    WrittenQuote, edition_id, problems, source_from_word, source_of, source_word, to_certify,
};
use canvass_app::live::Entry;
use canvass_domain::{CommentId, Conversation};
use canvass_pages::{
    ComposedDraft, DeskPublish, DeskQuote, DeskTake, DeskWithdraw, Notice, PublishProblem, Quotable, TakeProblem,
    TakeStanding, Trouble, TypedPublishing, TypedTake,
};
use canvass_results::take::{Fact, Prose, Rows};
use std::sync::Arc;

/// Why the composer is shown again, with what was typed.
#[derive(Clone, Copy, Default)]
struct Again<'a> {
    said: Option<Notice>,
    problem: Option<&'a str>,
    typed: Option<&'a TypedTake<'a>>,
}

/// Shows the composer.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    let said = Fields::of_query(query.as_deref()).get("said").and_then(Notice::from_word);
    let page = compose(&server, &session, &entry, Again { said, ..Again::default() }).await?;
    Ok(Html(page).into_response())
}

async fn compose(
    server: &Server,
    session: &StaffSession,
    entry: &Arc<Entry>,
    again: Again<'_>,
) -> Result<String, PageError> {
    let app = server.app();
    let shelf = app.shelf(entry).await?;
    let conversation = entry.conversation();
    let named = |number| (edition_id(&conversation.slug, number), number);
    let published: Vec<(String, u32)> = shelf.published_numbers().into_iter().map(named).collect();
    let parts = match shelf.draft() {
        Some(draft) => Some(Parts::of(server, entry, draft).await?),
        None => None,
    };
    let is_stale = match shelf.draft() {
        Some(draft) => app.is_stale(entry, draft).await?,
        None => false,
    };
    let draft = shelf.draft().zip(parts.as_ref()).map(|(take, parts)| ComposedDraft {
        edition: &take.edition,
        hash: &take.hash,
        problems: &parts.problems,
        facts: &parts.facts,
        quotes: &parts.quotes,
        quotable: &parts.quotable,
        is_stale,
    });
    let page = DeskTake {
        staff: &staff(server, session),
        conversation: &conversation,
        draft,
        published: &published,
        n_unclear: app.n_unclear(entry).await?,
        n_elsewhere: app.elsewhere(entry).await?.len(),
        said: again.said,
        problem: again.problem,
        typed: again.typed,
    };
    Ok(page.render()?)
}

/// What the composer shows beside the texts.
struct Parts<'a> {
    problems: Vec<TakeProblem>,
    facts: Vec<Fact>,
    quotes: Vec<DeskQuote<'a>>,
    quotable: Vec<Quotable>,
}

impl<'a> Parts<'a> {
    async fn of(server: &Server, entry: &Entry, take: &'a Take) -> Result<Self, PageError> {
        let quotes: Vec<DeskQuote<'a>> = take
            .edition
            .quotes
            .iter()
            .zip(&take.quotes)
            .map(|(record, words)| DeskQuote {
                record,
                source: source_word(source_of(record)),
                text: words.text.as_deref(),
                name: words.name.as_deref(),
            })
            .collect();
        let all = server.app().quotable(entry, &take.edition.themes, Heard::Words).await?;
        let quotable = all.into_iter().map(|(candidate, provenance)| Quotable {
            source: source_word(candidate.source),
            text: candidate.text,
            name: candidate.name,
            provenance,
            theme: candidate.theme,
        });
        let is_new = |one: &Quotable| quotes.iter().all(|quote| quote.source != one.source);
        Ok(Self {
            problems: problems(take).iter().map(told).collect(),
            facts: take.facts(),
            quotable: quotable.filter(is_new).collect(),
            quotes,
        })
    }
}

/// A problem as pages tell it.
fn told(problem: &Problem) -> TakeProblem {
    TakeProblem {
        key: problem.kind.key(),
        refuses: problem.kind.refuses(),
        part: match problem.part {
            Part::Headline => "headline",
            Part::Standfirst => "standfirst",
            Part::Body => "body",
            Part::Themes => "themes",
        },
        line: problem.line,
        text: problem.text.clone(),
        why: problem.why.clone(),
    }
}

/// Freezes results and drafts a take.
pub(crate) async fn draft(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let (app, url, now_ms) = (server.app(), server.settings().public_url.as_str(), server.now_ms());
    let drafted = match form.get("prose") {
        Some("anew") => app.redraft_edition(&entry, url, session.by(), now_ms).await,
        _ => app.draft_edition(&entry, url, session.by(), now_ms).await,
    };
    match drafted {
        Ok(_) => Ok(to(&slug, "take", Notice::TakeDrafted)),
        Err(AppError::Conflict(why)) => {
            let why = why.to_string();
            let page = compose(&server, &session, &entry, Again { problem: Some(&why), ..Again::default() }).await?;
            Ok((StatusCode::CONFLICT, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Saves what was written.
pub(crate) async fn save(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    LongFields(form): LongFields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let typed = typed(&form);
    let was = form.get("was").unwrap_or_default();
    let saved = match written(&server, &entry, &typed).await? {
        Ok(written) => server.app().save_take(&entry, &written, was, session.by(), server.now_ms()).await,
        Err(unknown) => Err(unknown),
    };
    match saved {
        // Nothing typed is lost on the way to wherever the button leads.
        Ok(()) => Ok(match form.get("then") {
            Some(page @ ("preview" | "publish")) => {
                Redirect::to(&format!("/desk/c/{slug}/take/{page}")).into_response()
            }
            _ => to(&slug, "take", Notice::TakeSaved),
        }),
        Err(NotSaved::App(error)) => Err(error.into()),
        Err(why) => {
            let status = if matches!(why, NotSaved::Overtaken) {
                StatusCode::CONFLICT
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let why = why.to_string();
            let again = Again { problem: Some(&why), typed: Some(&typed), ..Again::default() };
            Ok((status, Html(compose(&server, &session, &entry, again).await?)).into_response())
        }
    }
}

fn typed(form: &Fields) -> TypedTake<'_> {
    TypedTake {
        texts: ["headline", "standfirst", "body"].map(|key| form.get(key).unwrap_or_default()),
        themes: form.all("theme_words").chain(std::iter::repeat("")).zip(form.all("theme")).collect(),
        quotes: form.all("quote_source").zip(form.all("quote_text")).collect(),
        ticked: ["quote_remove", "quote_add"].map(|key| form.all(key).collect()),
        numbers: form.get("quote_number").unwrap_or_default(),
    }
}

/// What was typed, as it is to be saved; or which quote there is none of. Quotes that stay come first, with their
/// words, then those that were ticked, then those whose numbers were given.
async fn written(
    server: &Server,
    entry: &Entry,
    typed: &TypedTake<'_>,
) -> Result<Result<Written, NotSaved>, PageError> {
    let [removed, ticked] = &typed.ticked;
    let kept = typed.quotes.iter().filter(|(source, _)| !removed.contains(source));
    let mut quotes: Vec<WrittenQuote> = kept
        .filter_map(|(source, text)| Some(WrittenQuote { source: source_from_word(source)?, text: (*text).to_owned() }))
        .collect();
    let mut added: Vec<Source> = ticked.iter().filter_map(|word| source_from_word(word)).collect();
    let numbers = typed.numbers.split([',', ' ', ';']).filter(|number| !number.is_empty());
    for number in numbers.take(MAX_QUOTES + 1) {
        match number.trim_start_matches('#').parse() {
            Ok(id) => added.push(Source::Comment(CommentId(id))),
            Err(_) => return Ok(Err(NotSaved::NotQuotable(number.to_owned()))),
        }
    }
    let all = if added.is_empty() { Vec::new() } else { server.app().quotable(entry, &[], Heard::Words).await? };
    for source in added {
        if quotes.iter().any(|quote| quote.source == source) {
            continue;
        }
        let Some((candidate, _)) = all.iter().find(|(candidate, _)| candidate.source == source) else {
            return Ok(Err(NotSaved::NotQuotable(source_word(source))));
        };
        quotes.push(WrittenQuote { source, text: candidate.text.clone() });
    }
    let [headline, standfirst, body] = typed.texts.map(str::to_owned);
    let themes = typed.themes.iter().map(|(_, name)| (*name).to_owned()).collect();
    Ok(Ok(Written { prose: Prose { headline, standfirst, body }, themes, quotes }))
}

/// The draft as a reader would see it.
pub(crate) async fn preview(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(_session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    let shelf = server.app().shelf(&entry).await?;
    let draft = shelf.draft().ok_or(Trouble::NotFound)?;
    let aftermath = server.app().aftermath(&entry).await?;
    let shown = Shown::of(&server, &shelf, draft, aftermath);
    Ok(Html(shown.page(TakeStanding::Draft, server.now_ms(), None).render()?).into_response())
}

/// Asks before publishing.
pub(crate) async fn confirm(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    let shelf = server.app().shelf(&entry).await?;
    let page = ask(&server, &session, &entry, &shelf, (&[], TypedPublishing::default())).await?;
    Ok(Html(page).into_response())
}

/// The form, again where something was wrong with it: with that, and what was typed.
async fn ask(
    server: &Server,
    session: &StaffSession,
    entry: &Entry,
    shelf: &Shelf,
    (wrong, typed): (&[PublishProblem], TypedPublishing<'_>),
) -> Result<String, PageError> {
    let draft = shelf.draft().ok_or(Trouble::NotFound)?;
    let problems: Vec<TakeProblem> = problems(draft).iter().map(told).collect();
    let conversation: Arc<Conversation> = entry.conversation();
    let responses = server.app().aftermath(entry).await?.responses;
    let to_certify: Vec<_> = to_certify(&draft.edition, &responses).into_iter().map(Certified::word).collect();
    let page = DeskPublish {
        staff: &staff(server, session),
        conversation: &conversation,
        edition: &draft.edition,
        hash: &draft.hash,
        problems: &problems,
        is_stale: server.app().is_stale(entry, draft).await?,
        results: &draft.results,
        moves_by_marks: entry.read().moves_by_marks(),
        to_certify: &to_certify,
        wrong,
        typed,
    };
    Ok(page.render()?)
}

/// Publishes an edition.
pub(crate) async fn publish(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let [name, why] = ["signed_by", "why"].map(|key| form.get(key).unwrap_or_default());
    let publishing = Publishing {
        signed_off_by: Some(name.to_owned()).filter(|name| !name.trim().is_empty()),
        checked: form.all("checked").take(10).map(|word| word.chars().take(40).collect()).collect(),
        flags_read: if form.get("flags_read").is_some() { FlagsRead::Yes } else { FlagsRead::No },
        marks_seen: form.get("marks_seen") == Some("yes"),
        why: why.chars().take(1_000).collect(),
        rows: if form.get("rows") == Some("yes") { Rows::Published } else { Rows::Withheld },
    };
    let was = form.get("was").unwrap_or_default();
    match server.app().publish_take(&entry, &publishing, was, session.by(), server.now_ms()).await {
        Ok(number) => {
            let id = edition_id(&entry.conversation().slug, number);
            Ok(Redirect::to(&format!("/take/{id}?said={}", Notice::TakePublished.word())).into_response())
        }
        Err(NotSaved::App(error)) => Err(error.into()),
        Err(error) => {
            let shelf = server.app().shelf(&entry).await?;
            let status = match error {
                NotSaved::Overtaken | NotSaved::Stale => StatusCode::CONFLICT,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let checked = publishing.checked.iter().map(String::as_str).collect();
            let flags_read = publishing.flags_read == FlagsRead::Yes;
            let rows = publishing.rows.are_published();
            let typed = TypedPublishing { name, why, checked, flags_read, marks_seen: publishing.marks_seen, rows };
            let page = ask(&server, &session, &entry, &shelf, (&wrong(&error), typed)).await?;
            Ok((status, Html(page)).into_response())
        }
    }
}

/// What is wrong with the form, field by field where it is about one.
fn wrong(error: &NotSaved) -> Vec<PublishProblem> {
    match error {
        NotSaved::Unticked(unticked) => unticked.iter().map(|one| PublishProblem::Unticked(one.word())).collect(),
        NotSaved::Unnamed => vec![PublishProblem::Unnamed],
        NotSaved::NoReason => vec![PublishProblem::NoReason],
        NotSaved::Flags(_) => vec![PublishProblem::Unread],
        NotSaved::MarksUnseen => vec![PublishProblem::MarksUnseen],
        error => vec![PublishProblem::Other(error.to_string())],
    }
}

/// Takes the draft away; what is published stays.
pub(crate) async fn discard(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    server.app().discard_take(&entry, session.by(), server.now_ms()).await?;
    Ok(to(&slug, "take", Notice::TakeDiscarded))
}

/// Asks before a published edition is withdrawn.
pub(crate) async fn confirm_withdraw(
    State(server): State<Server>,
    PagePath((slug, number)): PagePath<(String, u32)>,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    Ok(Html(withdrawal(&server, &session, &entry, (number, None)).await?).into_response())
}

/// Withdraws a published edition.
pub(crate) async fn withdraw(
    State(server): State<Server>,
    PagePath((slug, number)): PagePath<(String, u32)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let reason = form.get("reason").unwrap_or_default();
    match server.app().withdraw_take(&entry, (number, reason), session.by(), server.now_ms()).await {
        Ok(()) => Ok(to(&slug, "take", Notice::TakeWithdrawn)),
        Err(AppError::NoReason | AppError::LongReason(_)) => {
            let typed: String = reason.chars().take(MAX_TYPED_REASON).collect();
            let page = withdrawal(&server, &session, &entry, (number, Some(&typed))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// As much of a reason that was not taken is shown again.
const MAX_TYPED_REASON: usize = 2_000;

async fn withdrawal(
    server: &Server,
    session: &StaffSession,
    entry: &Entry,
    (number, typed): (u32, Option<&str>),
) -> Result<String, PageError> {
    let shelf = server.app().shelf(entry).await?;
    if !shelf.published_numbers().contains(&number) {
        return Err(Trouble::NotFound.into());
    }
    // What was made by other rules has a headline that cannot be read here.
    let headline = shelf.get(number).map(|take| {
        let [headline, _] = canvass_pages::take_words(&take.edition, &take.results);
        headline
    });
    let (staff, conversation) = (staff(server, session), entry.conversation());
    let page =
        DeskWithdraw { staff: &staff, conversation: &conversation, number, headline: headline.as_deref(), typed };
    Ok(page.render()?)
}

/// An edition with the whole log, for whoever may see everything.
pub(crate) async fn private_bundle(
    State(server): State<Server>,
    PagePath((slug, number)): PagePath<(String, u32)>,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    let shelf = server.app().shelf(&entry).await?;
    let take = shelf.get(number).ok_or(Trouble::NotFound)?;
    server.app().note_private_bundle(&entry, session.by(), server.now_ms()).await?;
    let bundle = server.app().bundle(&entry, take, Reach::Private).await?;
    let name = format!("attachment; filename=\"{}-private.json\"", take.id());
    let name = HeaderValue::from_str(&name).map_err(|error| PageError::Broken(error.to_string()))?;
    let head =
        [(header::CONTENT_TYPE, HeaderValue::from_static("application/json")), (header::CONTENT_DISPOSITION, name)];
    Ok((head, bundle).into_response())
}
