//! One day on the virtual clock: who is let in, and who is marked by the end of it.

use super::defence::{Admission, Defence};
use super::visit::{HOUR_MS, Visit, Way};
use canvass_counts::independence::{MarkThresholds, Patterns, has_many_texts};
use canvass_domain::{Event, Fact, Millis, ParticipantId, ReaderMark, ReaderMarks, Seq, StatementId};
use std::collections::BTreeSet;

/// A bearer token younger than this cannot vote, and one unused for longer than an hour is void.
const TOKEN_FROM_MS: Millis = 1_000;
const TOKEN_UNTIL_MS: Millis = HOUR_MS;

/// What became of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    Refused,
    Kept(BTreeSet<ReaderMark>),
}

impl Fate {
    pub const fn is_kept(&self) -> bool {
        matches!(self, Self::Kept(_))
    }

    pub fn has(&self, mark: ReaderMark) -> bool {
        matches!(self, Self::Kept(marks) if marks.contains(&mark))
    }

    pub fn is_marked(&self) -> bool {
        matches!(self, Self::Kept(marks) if !marks.is_empty())
    }
}

/// Which marks are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marking {
    /// All of them.
    ByPatternToo,
    /// Bursts alone.
    ByNetwork,
}

enum Step {
    Arrival,
    /// The place among the visit's votes.
    Vote(usize),
}

/// Plays all visits in order of time; what became of each, in the order given.
pub fn play(visits: &[Visit], lengths: &[u32], defence: &mut dyn Defence, marking: Marking) -> Vec<Fate> {
    let thresholds = MarkThresholds::default();
    let mut fates: Vec<Fate> = vec![Fate::Refused; visits.len()];
    let mut patterns = Patterns::new(thresholds);
    let mut seen = Vec::new();
    for (at_ms, place, step) in steps(visits) {
        let Some(visit) = visits.get(place) else { continue };
        let participant = ParticipantId(place as u32);
        match step {
            Step::Arrival => {
                if is_usable(visit) && defence.arrives(visit.address, at_ms) == Admission::Allowed {
                    if let Some(fate) = fates.get_mut(place) {
                        *fate = Fate::Kept(BTreeSet::new());
                    }
                    let marks = ReaderMarks::NONE.with(ReaderMark::Burst);
                    let burst = defence.admitted(participant, visit.address, at_ms);
                    mark(&mut fates, burst.into_iter().map(|who| (who, marks)).collect());
                }
            }
            Step::Vote(number) => {
                let Some(vote) = visit.votes.get(number) else { continue };
                if fates.get(place).is_some_and(Fate::is_kept) {
                    let statement = StatementId(vote.statement);
                    let fact = Fact::VoteCast { participant, statement, vote: vote.vote, version: 1 };
                    let n_letters = |of: StatementId| lengths.get(of.0 as usize).copied().unwrap_or(0);
                    seen.extend(patterns.take(&Event { seq: Seq(0), at_ms, fact }, n_letters));
                }
            }
        }
    }
    if marking == Marking::ByPatternToo {
        seen.extend(patterns.ended());
        mark(&mut fates, seen);
        let many = (0..).zip(visits).filter(|(_, visit)| has_many_texts(visit.n_texts, &thresholds));
        let marks = ReaderMarks::NONE.with(ReaderMark::ManyTexts);
        mark(&mut fates, many.map(|(place, _)| (ParticipantId(place), marks)).collect());
    }
    fates
}

/// Arrivals and votes by time; an arrival before the votes of the same moment.
fn steps(visits: &[Visit]) -> Vec<(Millis, usize, Step)> {
    let of = |(place, visit): (usize, &Visit)| {
        let votes: Vec<_> =
            visit.votes.iter().enumerate().map(|(number, vote)| (vote.at_ms, place, Step::Vote(number))).collect();
        std::iter::once((visit.at_ms, place, Step::Arrival)).chain(votes)
    };
    let mut steps: Vec<_> = visits.iter().enumerate().flat_map(of).collect();
    steps.sort_by_key(|(at_ms, place, _)| (*at_ms, *place));
    steps
}

/// Whether the credential may write: cookies always may.
const fn is_usable(visit: &Visit) -> bool {
    match visit.way {
        Way::Page => true,
        Way::Api => TOKEN_FROM_MS <= visit.credential_age_ms && visit.credential_age_ms <= TOKEN_UNTIL_MS,
    }
}

/// Only those who were let in can be marked.
fn mark(fates: &mut [Fate], marked: Vec<(ParticipantId, ReaderMarks)>) {
    for (ParticipantId(place), seen) in marked {
        if let Some(Fate::Kept(marks)) = fates.get_mut(place as usize) {
            marks.extend(seen.iter());
        }
    }
}
