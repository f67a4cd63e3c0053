//! `/desk/c/{slug}/watch` and `/desk/c/{slug}/exclude`: marks on readers, excluding them together, and for how long
//! many are expected from one network.

use super::conversation::{find, posted};
use super::{staff, to};
use crate::http::error::PageError;
use crate::http::form::Fields;
use crate::http::path::PagePath;
use crate::http::session::Staff;
use crate::server::Server;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::desk::StaffSession;
use canvass_app::independence::{Choice, Sources};
use canvass_app::live::{Entry, Snapshot};
use canvass_app::{AppError, Conflict};
use canvass_domain::{ExclusionGround, Millis, ParticipantId, ReaderMark, State as Standing, Viewer};
use canvass_pages::{
    DeskAlarm, DeskExclude, DeskExclusion, DeskMark, DeskReader, DeskWatch, ExcludeProblem, Notice, Trouble,
};
use std::num::NonZeroU32;
use std::sync::Arc;

const MINUTE_MS: Millis = 60_000;
/// How many minutes of arrivals are drawn.
const MINUTES: Millis = 120;
/// Readers listed at a time.
const MOST_LISTED: usize = 50;

/// What a request to look at the marks asks for.
#[derive(Clone, Copy, Default)]
struct Asked<'a> {
    /// Readers with a mark, from the so-manieth on.
    mark: Option<(ReaderMark, usize)>,
    said: Option<Notice>,
    bad_times: Option<[&'a str; 2]>,
}

/// Shows the marks.
pub(crate) async fn show(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    let query = Fields::of_query(query.as_deref());
    let after: u32 = query.number("after").unwrap_or(0);
    let mark = query.get("mark").and_then(ReaderMark::from_word);
    let mark = mark.map(|mark| (mark, usize::try_from(after).unwrap_or(usize::MAX)));
    let asked = Asked { mark, said: query.get("said").and_then(Notice::from_word), bad_times: None };
    Ok(Html(render(&server, &session, &entry, asked)?).into_response())
}

fn render(server: &Server, session: &StaffSession, entry: &Arc<Entry>, asked: Asked<'_>) -> Result<String, PageError> {
    let (staff, conversation, now_ms) = (staff(server, session), entry.conversation(), server.now_ms());
    let limits = server.app().first_answers(entry, now_ms);
    let Sources { n_readers, n_sources, n_busiest } = server.app().sources(entry, now_ms);
    let shows = shows_results(entry);
    let page = {
        let snapshot = entry.read();
        let watch = &snapshot.watch;
        DeskWatch {
            staff: &staff,
            conversation: &conversation,
            alarm: alarm(&snapshot, shows, now_ms),
            marks: marks(&snapshot, shows),
            n_marked: watch.taking_part(&snapshot.ledger, None).len() as u64,
            n_participants: snapshot.turnout().n_participants,
            arrivals: arrivals(&snapshot, now_ms),
            sources: [n_readers, n_sources, n_busiest],
            listed: asked.mark.map(|(mark, after)| listed(&snapshot, mark, after)),
            exclusions: exclusions(&snapshot),
            office_until_ms: Some(watch.office_until_ms()).filter(|_| watch.expects_many(now_ms)),
            first_answers: [limits.at_once, limits.per_hour].map(NonZeroU32::get),
            said: asked.said,
            bad_times: asked.bad_times,
        }
    };
    Ok(page.render()?)
}

/// Whether the gate lets staff see results.
fn shows_results(entry: &Entry) -> bool {
    entry.totals().open(Viewer::Staff).is_ok()
}

/// More readers than usual are marked; what the poll would be without them is said where it moves by a point.
pub(super) fn alarm(snapshot: &Snapshot, shows: bool, now_ms: Millis) -> Option<DeskAlarm> {
    let found = snapshot.alarm(now_ms)?;
    let marked = snapshot.watch.taking_part(&snapshot.ledger, None);
    let poll = snapshot.poll_without(&marked).filter(|poll| shows && poll.moves_a_point());
    Some(DeskAlarm { since_ms: found.since_ms, n: found.n, usual: found.usual, poll })
}

/// Readers excluded one by one, and those of before exclusions had grounds.
pub(super) fn excluded_singly(snapshot: &Snapshot) -> impl Iterator<Item = ParticipantId> {
    let is_single = |who: &ParticipantId| {
        let by = snapshot.watch.excluded_by(*who);
        by.is_none_or(|by| matches!(by.ground, ExclusionGround::Reader(_)))
    };
    snapshot.ledger.banned().filter(is_single)
}

fn marks(snapshot: &Snapshot, shows: bool) -> Vec<DeskMark> {
    let mark = |mark| {
        let readers = snapshot.watch.not_excluded(&snapshot.ledger, Some(mark));
        let poll = if shows { snapshot.poll_without(&readers) } else { None };
        DeskMark { mark, n: readers.len() as u64, poll }
    };
    ReaderMark::ALL.into_iter().map(mark).filter(|mark| mark.n > 0).collect()
}

/// The last two hours, up to the close.
fn arrivals(snapshot: &Snapshot, now_ms: Millis) -> (Millis, Vec<[u64; 2]>) {
    let closed_ms = snapshot.conversation.turns.closed_ms;
    let end_ms = closed_ms.filter(|_| snapshot.conversation.state == Standing::Closed).unwrap_or(now_ms);
    let from_ms = end_ms - end_ms.rem_euclid(MINUTE_MS) + MINUTE_MS - MINUTES * MINUTE_MS;
    let mut columns = vec![[0, 0]; usize::try_from(MINUTES).unwrap_or(0)];
    for (who, at_ms) in snapshot.ledger.first_answers() {
        let place = usize::try_from((at_ms - from_ms).div_euclid(MINUTE_MS)).ok();
        if let Some([all, marked]) = place.and_then(|place| columns.get_mut(place)) {
            *all += 1;
            *marked += u64::from(!snapshot.watch.of(who).is_empty());
        }
    }
    (from_ms, columns)
}

/// The latest first, from the so-manieth on.
fn listed(snapshot: &Snapshot, mark: ReaderMark, after: usize) -> (ReaderMark, Vec<DeskReader>, Option<usize>) {
    let mut readers = snapshot.watch.not_excluded(&snapshot.ledger, Some(mark));
    readers.sort_by_key(|who| std::cmp::Reverse((snapshot.ledger.first_answer(*who), *who)));
    let next = Some(after.saturating_add(MOST_LISTED)).filter(|next| *next < readers.len());
    let readers: Vec<ParticipantId> = readers.into_iter().skip(after).take(MOST_LISTED).collect();
    let n_texts = snapshot.n_texts_by_author();
    let reader = |who: ParticipantId| DeskReader {
        id: who,
        marks: snapshot.watch.of(who),
        first_ms: snapshot.ledger.first_answer(who),
        n_votes: u64::from(snapshot.ledger.standing(who).n_votes),
        n_texts: n_texts.get(&who).copied().unwrap_or(0),
    };
    (mark, readers.into_iter().map(reader).collect(), next)
}

fn exclusions(snapshot: &Snapshot) -> Vec<DeskExclusion> {
    let exclusion = |one: &canvass_domain::Exclusion| DeskExclusion {
        number: one.number,
        ground: one.ground.clone(),
        reason: one.reason.clone(),
        at_ms: one.at_ms,
        n: snapshot.watch.kept_out(&snapshot.ledger, one).len() as u64,
    };
    let together = snapshot.watch.exclusions().iter().rev();
    together.filter(|one| !matches!(one.ground, ExclusionGround::Reader(_))).map(exclusion).collect()
}

/// Shows what excluding readers would do.
pub(crate) async fn ask(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    RawQuery(query): RawQuery,
    Staff(session): Staff,
) -> Result<Response, PageError> {
    let entry = find(&server, &slug)?;
    let query = Fields::of_query(query.as_deref());
    let Some(choice) = choice(&query, &entry) else {
        let times = [query.get("from").unwrap_or_default(), query.get("until").unwrap_or_default()];
        let asked = Asked { bad_times: Some(times), ..Asked::default() };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(render(&server, &session, &entry, asked)?)).into_response());
    };
    Ok(Html(asking(&server, &session, &entry, (&choice, "", None))?).into_response())
}

/// Excludes everybody whom the form is about, if they are those who were shown.
pub(crate) async fn exclude(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let choice = choice(&form, &entry).ok_or(Trouble::Malformed)?;
    let reason = form.get("reason").unwrap_or_default();
    let seen = form.get("seen").unwrap_or_default();
    let done = server.app().exclude_all(&entry, choice.clone(), (reason, seen), session.by(), server.now_ms()).await;
    let (status, problem) = match done {
        Ok(_) => return Ok(to(&slug, "watch", Notice::ExcludedAll)),
        Err(AppError::NoExclusionReason) => (StatusCode::UNPROCESSABLE_ENTITY, ExcludeProblem::NoReason),
        Err(AppError::Conflict(Conflict::OthersMeant)) => (StatusCode::CONFLICT, ExcludeProblem::OthersMeant),
        Err(error) => return Err(error.into()),
    };
    let page = asking(&server, &session, &entry, (&choice, reason, Some(problem)))?;
    Ok((status, Html(page)).into_response())
}

fn asking(
    server: &Server,
    session: &StaffSession,
    entry: &Arc<Entry>,
    (choice, reason, problem): (&Choice, &str, Option<ExcludeProblem>),
) -> Result<String, PageError> {
    let (staff, conversation) = (staff(server, session), entry.conversation());
    let shows = shows_results(entry);
    let chosen = entry.read().choose(choice)?;
    let page = DeskExclude {
        staff: &staff,
        conversation: &conversation,
        ground: choice.ground(),
        reader: match choice {
            Choice::One(reader) => Some(*reader),
            Choice::All(_) => None,
        },
        n: chosen.readers.len() as u64,
        seen: &chosen.seen(),
        n_waiting: chosen.n_waiting as u64,
        poll: chosen.poll.filter(|_| shows),
        reason,
        problem,
    };
    Ok(page.render()?)
}

/// Whom a query or a form means: one reader, those with a mark, or those who came between two minutes. Nothing where it
/// means nobody at all.
fn choice(fields: &Fields, entry: &Entry) -> Option<Choice> {
    if let Some(reader) = fields.number("reader") {
        return Some(Choice::One(ParticipantId(reader)));
    }
    let ground = match fields.get("ground") {
        Some(ground) => ExclusionGround::from_text(ground)?,
        None => {
            let zone = entry.conversation().instrument.zone();
            ExclusionGround::Came(zone.minute(fields.get("from")?)?, zone.minute(fields.get("until")?)?)
        }
    };
    let choice = Choice::All(ground);
    let is_sound = entry.read().choose(&choice).is_ok();
    is_sound.then_some(choice)
}

/// Lets everybody back in whom one decision still keeps out.
pub(crate) async fn lift(
    State(server): State<Server>,
    PagePath((slug, number)): PagePath<(String, u32)>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    server.app().lift_exclusion(&entry, number, session.by(), server.now_ms()).await?;
    Ok(to(&slug, "watch", Notice::LiftedExclusion))
}

/// Leaves those marked so far as they are.
pub(crate) async fn leave(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    server.app().leave_marked(&entry, session.by(), server.now_ms()).await?;
    Ok(to(&slug, "watch", Notice::LeftMarked))
}

/// Expects many from one network for some hours, or none any more.
pub(crate) async fn office(
    State(server): State<Server>,
    PagePath(slug): PagePath<String>,
    Staff(session): Staff,
    form: Fields,
) -> Result<Response, PageError> {
    let entry = posted(&server, &session, &slug, &form)?;
    let hours: u32 = form.number("hours").ok_or(Trouble::Malformed)?;
    server.app().expect_many(&entry, hours, Some(session.by()), server.now_ms()).await?;
    let said = if hours == 0 { Notice::OfficeShut } else { Notice::OfficeOpened };
    Ok(to(&slug, "watch", said))
}
