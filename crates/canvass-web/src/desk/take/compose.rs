//! `/desk/c/{slug}/take`: drafting and writing.

use crate::desk::request::{Desk, Posted, Request, to};
use crate::http::error::PageError;
use crate::http::form::{Fields, LongFields};
use crate::reader::take::page::Shown;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use canvass_app::AppError;
use canvass_app::edition::{
    Heard, MAX_QUOTES, NotSaved, Part, Problem, Source, Take, Written, WrittenQuote, edition_id, problems,
    source_from_word, source_of, source_word,
};
use canvass_app::live::Entry;
use canvass_domain::CommentId;
use canvass_edition::{Fact, Prose};
use canvass_pages::{
    ComposedDraft, DeskQuote, DeskTake, Notice, Quotable, TakeProblem, TakeStanding, Trouble, TypedTake,
};
use std::sync::Arc;

/// Why the composer is shown again, with what was typed.
#[derive(Clone, Copy, Default)]
struct Again<'a> {
    said: Option<Notice>,
    problem: Option<&'a str>,
    typed: Option<&'a TypedTake<'a>>,
}

/// Shows the composer.
pub(crate) async fn show(Request { desk, at: entry, query }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    let said = query.get("said").and_then(Notice::from_word);
    let page = compose(&desk, &entry, Again { said, ..Again::default() }).await?;
    Ok(Html(page).into_response())
}

async fn compose(desk: &Desk, entry: &Arc<Entry>, again: Again<'_>) -> Result<String, PageError> {
    let app = desk.app();
    let shelf = app.shelf(entry).await?;
    let conversation = entry.conversation();
    let named = |number| (edition_id(&conversation.slug, number), number);
    let published: Vec<(String, u32)> = shelf.published_numbers().into_iter().map(named).collect();
    let parts = match shelf.draft() {
        Some(draft) => Some(Parts::of(desk, entry, draft).await?),
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
        staff: &desk.staff(),
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
    async fn of(desk: &Desk, entry: &Entry, take: &'a Take) -> Result<Self, PageError> {
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
        let all = desk.app().quotable(entry, &take.edition.themes, Heard::Words).await?;
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
pub(super) fn told(problem: &Problem) -> TakeProblem {
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
pub(crate) async fn draft(Posted { desk, at: entry, form }: Posted<Arc<Entry>>) -> Result<Response, PageError> {
    let (app, url, now_ms) = (desk.app(), desk.server.settings().public_url.as_str(), desk.now_ms());
    let drafted = match form.get("prose") {
        Some("anew") => app.redraft_edition(&entry, url, desk.by(), now_ms).await,
        _ => app.draft_edition(&entry, url, desk.by(), now_ms).await,
    };
    match drafted {
        Ok(_) => Ok(to(&entry, "take", Notice::TakeDrafted)),
        Err(AppError::Conflict(why)) => {
            let why = why.to_string();
            let page = compose(&desk, &entry, Again { problem: Some(&why), ..Again::default() }).await?;
            Ok((StatusCode::CONFLICT, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Saves what was written.
pub(crate) async fn save(
    Posted { desk, at: entry, form: LongFields(form) }: Posted<Arc<Entry>, LongFields>,
) -> Result<Response, PageError> {
    let typed = typed(&form);
    let was = form.get("was").unwrap_or_default();
    let saved = match written(&desk, &entry, &typed).await? {
        Ok(written) => desk.app().save_take(&entry, &written, was, desk.by(), desk.now_ms()).await,
        Err(unknown) => Err(unknown),
    };
    match saved {
        // Nothing typed is lost on the way to wherever the button leads.
        Ok(()) => Ok(match form.get("then") {
            Some(page @ ("preview" | "publish")) => {
                Redirect::to(&format!("/desk/c/{}/take/{page}", entry.conversation().slug)).into_response()
            }
            _ => to(&entry, "take", Notice::TakeSaved),
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
            Ok((status, Html(compose(&desk, &entry, again).await?)).into_response())
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
async fn written(desk: &Desk, entry: &Entry, typed: &TypedTake<'_>) -> Result<Result<Written, NotSaved>, PageError> {
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
    let all = if added.is_empty() { Vec::new() } else { desk.app().quotable(entry, &[], Heard::Words).await? };
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
pub(crate) async fn preview(Request { desk, at: entry, .. }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    let shelf = desk.app().shelf(&entry).await?;
    let draft = shelf.draft().ok_or(Trouble::NotFound)?;
    let aftermath = desk.app().aftermath(&entry).await?;
    let shown = Shown::of(&desk.server, &shelf, draft, aftermath);
    Ok(Html(shown.page(TakeStanding::Draft, desk.now_ms(), None).render()?).into_response())
}

/// Takes the draft away; what is published stays.
pub(crate) async fn discard(Posted { desk, at: entry, .. }: Posted<Arc<Entry>>) -> Result<Response, PageError> {
    desk.app().discard_take(&entry, desk.by(), desk.now_ms()).await?;
    Ok(to(&entry, "take", Notice::TakeDiscarded))
}
