//! Marks that follow from a log: what it shows of how readers' answers came, event by event.

use super::{AnswerSheets, MarkThresholds, ReaderAnswer, is_hurried, is_straight_line};
use canvass_domain::{Event, Fact, Millis, ParticipantId, ReaderMark, ReaderMarks, StatementId};
use std::collections::{BTreeMap, BTreeSet};

/// Answers are compared with each other's so often.
pub const BEAT_MS: Millis = 60_000;
/// Nothing is said of how somebody answered before they have paused for so long, or the conversation is closed: nearly
/// everybody's first answers are a line for a while.
pub const REST_MS: Millis = 5 * 60_000;
/// A visit ends with a pause of so long.
pub const VISIT_MS: Millis = 3_600_000;
/// Most answers looked at in one visit.
const MOST_ANSWERS: usize = 4_096;

/// Follows a log, and says who is marked for how they answered: hurried, in a straight line, the same as several others.
///
/// It is a function of the log alone. Answers are compared at the first event of each minute and at
/// [`Patterns::until`], so the same events give the same marks however they are gathered. How somebody answered is looked
/// at visit by visit, once they have paused for five minutes: a visit ends with an hour without an answer, and what was
/// answered in it is forgotten then, but for whether it was in a line: whoever has answered out of one before is not marked for
/// a later one. So memory is bounded by who answered within the last hour.
#[derive(Clone, Debug)]
pub struct Patterns {
    thresholds: MarkThresholds,
    sheets: AnswerSheets,
    visits: BTreeMap<ParticipantId, Visit>,
    /// Whose answers in an earlier visit were in no line.
    mixed: BTreeSet<ParticipantId>,
    beat: Millis,
    now_ms: Millis,
}

/// What somebody answered without a pause of an hour.
#[derive(Clone, Debug, Default)]
struct Visit {
    answers: Vec<ReaderAnswer>,
    last_ms: Millis,
    is_judged: bool,
}

impl Patterns {
    /// Nothing was answered yet.
    #[must_use]
    pub fn new(thresholds: MarkThresholds) -> Self {
        let sheets = AnswerSheets::new(thresholds);
        Self { thresholds, sheets, visits: BTreeMap::new(), mixed: BTreeSet::new(), beat: 0, now_ms: 0 }
    }

    /// Takes the next event; `n_letters` is how long a statement is to read. Gives whom to mark by what came before it.
    pub fn take(&mut self, event: &Event, n_letters: impl Fn(StatementId) -> u32) -> Vec<(ParticipantId, ReaderMarks)> {
        let mut marked = self.until(event.at_ms);
        match event.fact {
            Fact::VoteCast { participant, statement, vote, .. } => {
                self.sheets.answer(participant, statement, Some(vote), event.at_ms);
                let visit = self.visits.entry(participant).or_default();
                if visit.answers.len() < MOST_ANSWERS {
                    let n_letters = n_letters(statement);
                    visit.answers.push(ReaderAnswer { statement, vote, at_ms: event.at_ms, n_letters });
                    (visit.last_ms, visit.is_judged) = (self.now_ms, false);
                }
            }
            Fact::VoteWithdrawn { participant, statement } | Fact::StatementSkipped { participant, statement, .. } => {
                self.sheets.answer(participant, statement, None, event.at_ms);
                if let Some(visit) = self.visits.get_mut(&participant) {
                    visit.answers.retain(|answer| answer.statement != statement);
                }
            }
            Fact::ParticipantBanned { participant } | Fact::ParticipantErased { participant } => {
                self.sheets.forget(participant);
                self.visits.remove(&participant);
                self.mixed.remove(&participant);
            }
            Fact::Closed | Fact::ClosedByClock => marked.extend(self.ended()),
            _ => {}
        }
        marked
    }

    /// Looks at everything up to a time, where a beat has gone by since this was last done.
    pub fn until(&mut self, at_ms: Millis) -> Vec<(ParticipantId, ReaderMarks)> {
        self.now_ms = self.now_ms.max(at_ms);
        let beat = self.now_ms.div_euclid(BEAT_MS);
        if beat <= self.beat {
            return Vec::new();
        }
        self.beat = beat;
        let mut marked = self.same();
        marked.extend(self.rested(REST_MS));
        let any_line = MarkThresholds { line_statements: 1, ..self.thresholds };
        let over = self.visits.extract_if(.., |_, visit| self.now_ms - visit.last_ms >= VISIT_MS);
        self.mixed.extend(over.filter(|(_, visit)| !is_straight_line(&visit.answers, &any_line)).map(|(who, _)| who));
        marked
    }

    /// Looks at everything there is: nothing more comes.
    pub fn ended(&mut self) -> Vec<(ParticipantId, ReaderMarks)> {
        let mut marked = self.same();
        marked.extend(self.rested(0));
        marked
    }

    /// Lets everything so far rest unjudged: it was judged before.
    pub fn settle(&mut self) {
        self.sheets.settle();
        self.visits.values_mut().for_each(|visit| visit.is_judged = true);
    }

    fn same(&mut self) -> Vec<(ParticipantId, ReaderMarks)> {
        let marks = ReaderMarks::NONE.with(ReaderMark::SameAnswers);
        self.sheets.newly_marked().into_iter().map(|who| (who, marks)).collect()
    }

    fn rested(&mut self, rest_ms: Millis) -> Vec<(ParticipantId, ReaderMarks)> {
        let (now_ms, thresholds, mixed) = (self.now_ms, &self.thresholds, &self.mixed);
        let mut marked = Vec::new();
        for (who, visit) in self.visits.iter_mut().filter(|(_, visit)| !visit.is_judged) {
            if now_ms - visit.last_ms < rest_ms {
                continue;
            }
            visit.is_judged = true;
            let seen = [
                (ReaderMark::Hurried, is_hurried(&visit.answers, thresholds)),
                (ReaderMark::StraightLine, !mixed.contains(who) && is_straight_line(&visit.answers, thresholds)),
            ];
            let seen = seen.into_iter().filter(|(_, is_seen)| *is_seen);
            let marks = seen.fold(ReaderMarks::NONE, |marks, (mark, _)| marks.with(mark));
            if !marks.is_empty() {
                marked.push((*who, marks));
            }
        }
        marked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_domain::{Seq, Vote};

    const T0: Millis = 1_735_689_600_000;

    /// Votes as letters, one statement after the other, of one reader, so many milliseconds apart.
    fn votes(who: u32, from_ms: Millis, every_ms: Millis, letters: &str) -> Vec<Event> {
        let vote = |letter| match letter {
            'a' => Vote::Agree,
            'd' => Vote::Disagree,
            _ => Vote::Unsure,
        };
        let event = |(n, letter): (u32, char)| {
            let (participant, statement) = (ParticipantId(who), StatementId(n));
            let fact = Fact::VoteCast { participant, statement, vote: vote(letter), version: 1 };
            Event { seq: Seq(0), at_ms: T0 + from_ms + every_ms * Millis::from(n), fact }
        };
        (1..).zip(letters.chars()).map(event).collect()
    }

    fn all(mut events: Vec<Event>, until_ms: Millis) -> Vec<(u32, String)> {
        events.sort_by_key(|event| event.at_ms);
        let mut patterns = Patterns::new(MarkThresholds::default());
        let mut marked: Vec<_> = events.iter().flat_map(|event| patterns.take(event, |_| 90)).collect();
        marked.extend(patterns.until(T0 + until_ms));
        marked.into_iter().map(|(who, marks)| (who.0, marks.words())).collect()
    }

    #[test]
    fn a_line_is_told_once_a_reader_has_paused() {
        let line = || votes(1, 0, 3_000, "aaaaaaaaaa");
        assert_eq!(all(line(), 60_000), []);
        assert_eq!(all(line(), 400_000), [(1, "straight-line".to_owned())]);
        let mended = [line(), votes(1, 40_000, 3_000, "d")].concat();
        assert_eq!(all(mended, 400_000), [], "they went on within five minutes");
    }

    #[test]
    fn a_visit_ends_with_an_hour() {
        let half = |from_ms| votes(1, from_ms, 3_000, "aaaaa");
        let second = || {
            let mut second = half(600_000);
            for event in &mut second {
                if let Fact::VoteCast { statement, .. } = &mut event.fact {
                    statement.0 += 5;
                }
            }
            second
        };
        let later = |ms: Millis| second().into_iter().map(move |event| Event { at_ms: event.at_ms + ms, ..event });
        assert_eq!(all([half(0), second()].concat(), 7_200_000).len(), 1);
        assert_eq!(all(half(0).into_iter().chain(later(3_600_000)).collect(), 9_000_000), []);
    }

    #[test]
    fn the_close_waits_for_nobody() {
        let mut events = votes(1, 0, 200, "adduaaduadaudaduadua");
        events.push(Event { seq: Seq(0), at_ms: T0 + 5_000, fact: Fact::Closed });
        assert_eq!(all(events, 5_000), [(1, "hurried".to_owned())]);
    }

    #[test]
    fn copies_are_told_within_a_minute_and_whoever_is_out_is_forgotten() {
        let copies = |n: u32| (1..=n).flat_map(|who| votes(who, 1_000 * i64::from(who), 2_000, "adduaaduad")).collect();
        assert_eq!(all(copies(6), 60_000).len(), 6);
        let mut out: Vec<Event> = copies(6);
        let fact = Fact::ParticipantBanned { participant: ParticipantId(3) };
        out.push(Event { seq: Seq(0), at_ms: T0 + 20_500, fact });
        assert_eq!(all(out, 60_000), [], "five are left, who have four others each");
    }

    #[test]
    fn what_was_judged_before_is_not_told_again() {
        let mut patterns = Patterns::new(MarkThresholds::default());
        for event in votes(1, 0, 3_000, "aaaaaaaaaa") {
            patterns.take(&event, |_| 90);
        }
        patterns.settle();
        assert_eq!(patterns.until(T0 + 400_000), []);
    }
}
