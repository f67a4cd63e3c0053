//! Looking at logs for marks that they show: beside the writer, a little at a time.

use super::Independence;
use crate::live::{Entry, Snapshot};
use crate::{App, AppError};
use canvass_counts::independence::{Patterns, VISIT_MS, has_many_texts, reading_length};
use canvass_domain::{
    Event, Fact, MarkThresholds, Millis, Origin, ParticipantId, Provenance, ReaderMark, ReaderMarks, State, Statement,
    StatementId, Transcript,
};
use canvass_store::{Act, WatchChange};
use std::collections::{BTreeMap, HashMap};
use std::sync::PoisonError;

/// Entries of a log that are read at a time.
const PIECE: u32 = 4_096;
/// How far is written down at the latest after so many entries.
const LOOKED_EVERY: u64 = 50_000;

/// How far one log has been looked at.
#[derive(Debug)]
pub struct Followed {
    patterns: Patterns,
    thresholds: MarkThresholds,
    seq: u64,
}

/// What is looked at of a conversation beside its log.
struct Beside {
    last: u64,
    looked: u64,
    thresholds: MarkThresholds,
    is_over: bool,
}

impl App {
    /// Looks at what was logged since the last time, and marks whom it marks. Answers collected elsewhere were looked at
    /// when they came in.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn look_for_patterns(&self, entry: &Entry, at_ms: Millis) -> Result<(), AppError> {
        let Some(beside) = beside(&entry.read(), at_ms) else { return Ok(()) };
        let known = self.independence.unfollow(entry).filter(|known| known.thresholds == beside.thresholds);
        if known.is_none() && beside.looked == beside.last {
            return Ok(());
        }
        let mut followed = known.unwrap_or_else(|| Followed {
            patterns: Patterns::new(beside.thresholds),
            thresholds: beside.thresholds,
            seq: 0,
        });
        let mut marked: BTreeMap<ParticipantId, ReaderMarks> = BTreeMap::new();
        let (mut n_letters, mut has_texts) = (HashMap::new(), false);
        while followed.seq < beside.last {
            if n_letters.is_empty() {
                n_letters = lengths(entry.read().statements.values());
            }
            let events = self.store.events_after(entry.id(), followed.seq, PIECE).await?;
            if events.is_empty() {
                break;
            }
            has_texts |= events.iter().any(|event| is_text(&event.fact));
            let looked = beside.looked;
            let piece = move || {
                let seen = followed.take(&events, looked, &n_letters);
                (followed, seen, n_letters)
            };
            let done = tokio::task::spawn_blocking(piece).await;
            let (back, seen, letters) = done.map_err(|error| AppError::broken("looking for marks", error))?;
            (followed, n_letters) = (back, letters);
            join(&mut marked, seen);
        }
        join(&mut marked, followed.patterns.until(at_ms));
        if has_texts {
            join(&mut marked, many_texts(&entry.read(), &beside.thresholds));
        }
        self.put_new_marks(entry, marked, at_ms).await?;
        let seq = followed.seq;
        if beside.is_over || seq - beside.looked > LOOKED_EVERY {
            self.put(entry.id(), at_ms, None, Act::Watch(WatchChange::Looked(seq))).await?;
        }
        if !beside.is_over {
            self.independence.follow(entry, followed);
        }
        Ok(())
    }

    /// Marks that are not on disk yet.
    async fn put_new_marks(
        &self,
        entry: &Entry,
        marked: BTreeMap<ParticipantId, ReaderMarks>,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let marked: Vec<_> = {
            let snapshot = entry.read();
            let is_new = |(who, marks): &(ParticipantId, ReaderMarks)| {
                let known = snapshot.watch.of(*who);
                known.and(*marks) != known && !snapshot.ledger.is_erased(*who)
            };
            marked.into_iter().filter(is_new).collect()
        };
        if marked.is_empty() { Ok(()) } else { self.put_marks(entry, marked, at_ms).await }
    }
}

impl Independence {
    fn unfollow(&self, entry: &Entry) -> Option<Followed> {
        self.followed.lock().unwrap_or_else(PoisonError::into_inner).remove(&entry.id())
    }

    fn follow(&self, entry: &Entry, followed: Followed) {
        self.followed.lock().unwrap_or_else(PoisonError::into_inner).insert(entry.id(), followed);
    }
}

impl Followed {
    /// Takes the next entries; what was looked at before a restart is only remembered.
    fn take(
        &mut self,
        events: &[Event],
        looked: u64,
        n_letters: &HashMap<StatementId, u32>,
    ) -> Vec<(ParticipantId, ReaderMarks)> {
        let mut marked = Vec::new();
        for event in events {
            let seen = self.patterns.take(event, |statement| n_letters.get(&statement).copied().unwrap_or(0));
            if event.seq.0 > looked {
                marked.extend(seen);
            } else if event.seq.0 == looked {
                self.patterns.settle();
            }
            self.seq = event.seq.0;
        }
        marked
    }
}

/// Nothing for answers that were collected elsewhere, or before anything has happened.
fn beside(snapshot: &Snapshot, at_ms: Millis) -> Option<Beside> {
    let Snapshot { conversation, ledger, watch, .. } = snapshot;
    if conversation.provenance == Provenance::Imported || ledger.last() == 0 {
        return None;
    }
    let last_ms = ledger.last_answer();
    Some(Beside {
        last: ledger.last(),
        looked: watch.looked(),
        thresholds: conversation.instrument.marks,
        // Whoever answers after that begins a new visit.
        is_over: ledger.state() == State::Closed || at_ms - last_ms > VISIT_MS,
    })
}

/// How long each statement is to read.
fn lengths<'s>(statements: impl Iterator<Item = &'s Statement>) -> HashMap<StatementId, u32> {
    let length = |statement: &Statement| statement.text.as_deref().map_or(0, reading_length);
    statements.map(|statement| (statement.id, length(statement))).collect()
}

const fn is_text(fact: &Fact) -> bool {
    matches!(fact, Fact::StatementAdded { origin: Origin::Participant, .. } | Fact::CommentPosted { .. })
}

/// Who wrote many texts, whatever the desk decided on them; staff who comment are no readers then.
fn many_texts(snapshot: &Snapshot, thresholds: &MarkThresholds) -> Vec<(ParticipantId, ReaderMarks)> {
    let statements = snapshot.statements.values().filter_map(|statement| statement.author);
    let cards = snapshot.talk.cards().filter(|card| card.staff.is_none()).filter_map(|card| card.author);
    many(statements.chain(cards), thresholds)
}

fn many(
    authors: impl Iterator<Item = ParticipantId>,
    thresholds: &MarkThresholds,
) -> Vec<(ParticipantId, ReaderMarks)> {
    let mut n_texts: BTreeMap<ParticipantId, u32> = BTreeMap::new();
    authors.for_each(|author| *n_texts.entry(author).or_default() += 1);
    let marks = ReaderMarks::NONE.with(ReaderMark::ManyTexts);
    n_texts.into_iter().filter(|(_, n)| has_many_texts(*n, thresholds)).map(|(who, _)| (who, marks)).collect()
}

fn join(all: &mut BTreeMap<ParticipantId, ReaderMarks>, more: Vec<(ParticipantId, ReaderMarks)>) {
    for (who, marks) in more {
        let known = all.entry(who).or_default();
        *known = known.and(marks);
    }
}

/// The marks that a whole log shows: what answers collected elsewhere come in with.
#[must_use]
pub fn marks_of(transcript: &Transcript) -> BTreeMap<ParticipantId, ReaderMarks> {
    let thresholds = transcript.instrument.marks;
    let n_letters = lengths(transcript.statements.iter());
    let mut followed = Followed { patterns: Patterns::new(thresholds), thresholds, seq: 0 };
    let mut marked = BTreeMap::new();
    join(&mut marked, followed.take(&transcript.events, 0, &n_letters));
    join(&mut marked, followed.patterns.ended());
    let statements = transcript.statements.iter().filter_map(|statement| statement.author);
    let cards = transcript.comments.iter().filter(|(card, _)| card.staff.is_none()).filter_map(|(card, _)| card.author);
    join(&mut marked, many(statements.chain(cards), &thresholds));
    marked
}
