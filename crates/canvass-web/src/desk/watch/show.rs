//! `/desk/c/{slug}/watch`: marks on readers, who came when, and who is excluded.

use crate::desk::request::{Desk, Request};
use crate::http::error::PageError;
use axum::response::{Html, IntoResponse, Response};
use canvass_app::independence::Sources;
use canvass_app::live::{Entry, Snapshot};
use canvass_domain::{ExclusionGround, Millis, ParticipantId, ReaderMark, State as Standing, Viewer};
use canvass_pages::{DeskAlarm, DeskExclusion, DeskMark, DeskReader, DeskWatch, Notice};
use std::num::NonZeroU32;
use std::sync::Arc;

const MINUTE_MS: Millis = 60_000;
/// How many minutes of arrivals are drawn.
const MINUTES: Millis = 120;
/// Readers listed at a time.
const MOST_LISTED: usize = 50;

/// What a request to look at the marks asks for.
#[derive(Clone, Copy, Default)]
pub(super) struct Asked<'a> {
    /// Readers with a mark, from the so-manieth on.
    pub mark: Option<(ReaderMark, usize)>,
    pub said: Option<Notice>,
    pub bad_times: Option<[&'a str; 2]>,
}

/// Shows the marks.
pub(crate) async fn show(Request { desk, at: entry, query }: Request<Arc<Entry>>) -> Result<Response, PageError> {
    let after: u32 = query.number("after").unwrap_or(0);
    let mark = query.get("mark").and_then(ReaderMark::from_word);
    let mark = mark.map(|mark| (mark, usize::try_from(after).unwrap_or(usize::MAX)));
    let asked = Asked { mark, said: query.get("said").and_then(Notice::from_word), bad_times: None };
    Ok(Html(render(&desk, &entry, asked)?).into_response())
}

pub(super) fn render(desk: &Desk, entry: &Arc<Entry>, asked: Asked<'_>) -> Result<String, PageError> {
    let (staff, conversation, now_ms) = (desk.staff(), entry.conversation(), desk.now_ms());
    let limits = desk.app().first_answers(entry, now_ms);
    let Sources { n_readers, n_sources, n_busiest } = desk.app().sources(entry, now_ms);
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
pub(super) fn shows_results(entry: &Entry) -> bool {
    entry.totals().open(Viewer::Staff).is_ok()
}

/// More readers than usual are marked; what the poll would be without them is said where it moves by a point.
pub(crate) fn alarm(snapshot: &Snapshot, shows: bool, now_ms: Millis) -> Option<DeskAlarm> {
    let found = snapshot.alarm(now_ms)?;
    let marked = snapshot.watch.taking_part(&snapshot.ledger, None);
    let poll = snapshot.poll_without(&marked).filter(|poll| shows && poll.moves_a_point());
    Some(DeskAlarm { since_ms: found.since_ms, n: found.n, usual: found.usual, poll })
}

/// Readers excluded one by one, and those of before exclusions had grounds.
pub(crate) fn excluded_singly(snapshot: &Snapshot) -> impl Iterator<Item = ParticipantId> {
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
