//! One day on the virtual clock: who is let in, and who is marked by the end of it.

use super::defence::{Admission, Defence};
use super::visit::{HOUR_MS, MINUTE_MS, Visit, Way};
use canvass_domain::{Millis, ParticipantId, ReaderMark, StatementId};
use canvass_results::rules::independence::{AnswerSheets, MarkThresholds, ReaderAnswer, marks_of};
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

/// Which of the marks that answers show are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patterns {
    Marked,
    Unmarked,
}

enum Step {
    Arrival,
    /// The place among the visit's votes.
    Vote(usize),
}

/// Plays all visits in order of time; what became of each, in the order given.
pub fn play(visits: &[Visit], lengths: &[u32], defence: &mut dyn Defence, patterns: Patterns) -> Vec<Fate> {
    let thresholds = MarkThresholds::default();
    let mut fates: Vec<Fate> = vec![Fate::Refused; visits.len()];
    let mut sheets = AnswerSheets::new(thresholds);
    let mut minute = 0;
    for (at_ms, place, step) in steps(visits) {
        if at_ms / MINUTE_MS != minute && patterns == Patterns::Marked {
            minute = at_ms / MINUTE_MS;
            mark(&mut fates, sheets.newly_marked(), ReaderMark::SameAnswers);
        }
        let Some(visit) = visits.get(place) else { continue };
        let who = ParticipantId(place as u32);
        match step {
            Step::Arrival => {
                if is_usable(visit) && defence.arrives(visit.address, at_ms) == Admission::Allowed {
                    if let Some(fate) = fates.get_mut(place) {
                        *fate = Fate::Kept(BTreeSet::new());
                    }
                    mark(&mut fates, defence.admitted(who, visit.address, at_ms), ReaderMark::Burst);
                }
            }
            Step::Vote(number) => {
                let Some(vote) = visit.votes.get(number) else { continue };
                if fates.get(place).is_some_and(Fate::is_kept) {
                    sheets.answer(who, StatementId(vote.statement), Some(vote.vote), at_ms);
                }
            }
        }
    }
    if patterns == Patterns::Marked {
        mark(&mut fates, sheets.newly_marked(), ReaderMark::SameAnswers);
        for (place, visit) in visits.iter().enumerate() {
            for one in marks_of(&answers(visit, lengths), visit.n_texts, &thresholds) {
                mark(&mut fates, vec![ParticipantId(place as u32)], one);
            }
        }
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

fn answers(visit: &Visit, lengths: &[u32]) -> Vec<ReaderAnswer> {
    let one = |vote: &super::visit::TimedVote| ReaderAnswer {
        statement: StatementId(vote.statement),
        vote: vote.vote,
        at_ms: vote.at_ms,
        n_letters: lengths.get(vote.statement as usize).copied().unwrap_or(0),
    };
    visit.votes.iter().map(one).collect()
}

/// Only those who were let in can be marked.
fn mark(fates: &mut [Fate], who: Vec<ParticipantId>, mark: ReaderMark) {
    for ParticipantId(place) in who {
        if let Some(Fate::Kept(marks)) = fates.get_mut(place as usize) {
            marks.insert(mark);
        }
    }
}
