//! Somebody tries to work out what is kept back from everything that is shown of one closed conversation.
//!
//! The attack knows nothing of how lines were chosen. It narrows the interval of every unknown count by every
//! equation there is until nothing moves: columns add up to the totals, lines to their people, nobody is less than 0.

use crate::crowd::instrument;
use crate::log::T0;
use canvass_counts::{AttributeAnswer, SegmentCounts, Segments};
use canvass_domain::{Ballot, Event, Fact, ParticipantId, PollKind, Seq};
use proptest::prelude::*;

/// Least count that is shown, whatever the code says.
pub(crate) const LEAST: u64 = 5;

/// How many ballots of each kind (as bits) the people of one line cast. The last line has not said.
type Table = Vec<Vec<(u64, u64)>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    low: u64,
    high: u64,
}

impl Range {
    fn narrow(&mut self, low: u64, high: u64) -> bool {
        let before = *self;
        *self = Self { low: self.low.max(low), high: self.high.min(high) };
        assert!(self.low <= self.high, "the published numbers contradict each other: {before:?} and {low} to {high}");
        *self != before
    }
}

/// One line as the attack knows it: n first, then each count.
type Known = Vec<Range>;

/// A closed conversation in which people cast these ballots and said by which line they stand.
fn published(kind: PollKind, n_options: u64, tables: &[(Table, u16)]) -> (Segments, Vec<u64>) {
    let n_values: Vec<u16> = tables.iter().map(|(_, n)| *n).collect();
    let instrument = instrument(&n_values, kind, n_options);
    let mut facts = vec![Fact::Opened];
    let mut said = Vec::new();
    for (place, (table, n_values)) in tables.iter().enumerate() {
        let mut next = 0;
        for (line, ballots) in table.iter().enumerate() {
            for &(bits, n) in ballots {
                for _ in 0..n {
                    next += 1;
                    let participant = ParticipantId(next);
                    if place == 0 {
                        let ballot = Ballot::from_bits(bits).unwrap();
                        facts.push(Fact::BallotCast { participant, ballot, version: 1 });
                    }
                    if line < usize::from(*n_values) {
                        let attribute = instrument.attributes[place].key.clone();
                        let option = u16::try_from(line).unwrap();
                        said.push(AttributeAnswer { at_ms: 0, attribute, option, participant: Some(participant) });
                    }
                }
            }
        }
    }
    facts.push(Fact::Closed);
    let log: Vec<Event> = (1..).map(Seq).zip(facts).map(|(seq, fact)| Event { seq, at_ms: T0, fact }).collect();
    let (ledger, segment_counts) = SegmentCounts::of(&instrument, &log, said).unwrap();
    let totals = ledger.totals();
    let all = totals.options.iter().take(n_options as usize).map(|option| option.n);
    (segment_counts.segments(), std::iter::once(totals.n_ballots).chain(all).collect())
}

fn attack(kind: PollKind, totals: &[u64], segments: &Segments, place: usize) -> Vec<Known> {
    let unknown = || totals.iter().map(|total| Range { low: 0, high: *total }).collect::<Known>();
    let exact = |n: u64| Range { low: n, high: n };
    let mut lines: Vec<Known> = segments.tables[place]
        .segments
        .iter()
        .map(|segment| match &segment.poll {
            Some(poll) => std::iter::once(exact(poll.n)).chain(poll.options.iter().map(|(_, n)| exact(*n))).collect(),
            None => unknown(),
        })
        .chain([unknown()])
        .collect();
    while columns(&mut lines, totals) | people(kind, &mut lines) {}
    lines
}

/// Each column adds up to its total.
fn columns(lines: &mut [Known], totals: &[u64]) -> bool {
    let mut moved = false;
    for (column, total) in totals.iter().enumerate() {
        let sum = |lines: &[Known], of: fn(&Range) -> u64| lines.iter().map(|line| of(&line[column])).sum::<u64>();
        for place in 0..lines.len() {
            let (low, high) = (sum(lines, |r| r.low), sum(lines, |r| r.high));
            let own = lines[place][column];
            let (others_low, others_high) = (low - own.low, high - own.high);
            moved |= lines[place][column].narrow(total.saturating_sub(others_high), total.saturating_sub(others_low));
        }
    }
    moved
}

/// Everybody on a line named one option, or at least one and each at most once.
fn people(kind: PollKind, lines: &mut [Known]) -> bool {
    let mut moved = false;
    for line in lines {
        let (low, high) = line[1..].iter().fold((0, 0), |(low, high), cell| (low + cell.low, high + cell.high));
        let most = line[1..].iter().map(|cell| cell.low).max().unwrap_or(0);
        moved |= match kind {
            PollKind::Single => line[0].narrow(low, high),
            PollKind::Multiple => line[0].narrow(most, high),
        };
        let n = line[0];
        for cell in line.iter_mut().skip(1) {
            let own = *cell;
            let (others_low, others_high) = (low - own.low, high - own.high);
            moved |= match kind {
                PollKind::Single => cell.narrow(n.low.saturating_sub(others_high), n.high.saturating_sub(others_low)),
                PollKind::Multiple => cell.narrow(n.low.saturating_sub(others_high), n.high),
            };
            if moved {
                return true;
            }
        }
    }
    moved
}

fn truth(line: &[(u64, u64)], n_options: u64) -> Vec<u64> {
    let naming = |option: u64| line.iter().filter(|(bits, _)| bits >> option & 1 == 1).map(|(_, n)| n).sum();
    std::iter::once(line.iter().map(|(_, n)| n).sum()).chain((0..n_options).map(naming)).collect()
}

fn is_small(counts: &[u64]) -> bool {
    let small = |count: &u64| (1..LEAST).contains(count);
    counts[0] < LEAST || counts[1..].iter().any(|cell| small(cell) || small(&(counts[0] - cell)))
}

fn check(kind: PollKind, n_options: u64, tables: &[(Table, u16)]) {
    let (segments, totals) = published(kind, n_options, tables);
    for (place, (table, n_values)) in tables.iter().enumerate() {
        let found = attack(kind, &totals, &segments, place);
        for (line, (ballots, known)) in table.iter().zip(&found).enumerate() {
            let truth = truth(ballots, n_options);
            let shown = line < usize::from(*n_values) && segments.tables[place].segments[line].poll.is_some();
            if shown {
                assert!(!is_small(&truth), "shown though small: {truth:?}");
            } else if truth[0] > 0 && (line < usize::from(*n_values) || is_small(&truth)) {
                for ((range, truth), total) in known.iter().zip(&truth).zip(&totals) {
                    assert!((range.low..=range.high).contains(truth), "the attack is sound");
                    assert!(range.high - range.low >= LEAST.min(*total), "{range:?} holds {truth}: {table:?}");
                }
            }
        }
    }
}

/// Lines of ballots whose numbers lie around the least that is shown.
fn any_table(kinds: Vec<u64>) -> impl Strategy<Value = Table> {
    let n = prop_oneof![4 => Just(0_u64), 6 => 1..5_u64, 6 => 5..9_u64, 3 => 10..14_u64, 1 => Just(40)];
    let line =
        prop::collection::vec(n, kinds.len()).prop_map(move |n| kinds.iter().copied().zip(n).collect::<Vec<_>>());
    prop::collection::vec(line, 3..7)
}

fn by_value(table: Table) -> (Table, u16) {
    let n_values = u16::try_from(table.len() - 1).unwrap();
    (table, n_values)
}

/// The same ballots, told apart by something else: everybody moves to another line.
fn by_another(table: &Table, by: usize) -> Table {
    let n_lines = 3;
    let mut other: Table = vec![Vec::new(); n_lines];
    for (place, &(bits, n)) in table.iter().flatten().enumerate() {
        let here = n * (1 + by as u64 % 3) / 3;
        other[(place + by) % n_lines].push((bits, here));
        other[(place * by + 1) % n_lines].push((bits, n - here));
    }
    other
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_single_choice(table in any_table(vec![1, 2, 4])) {
        check(PollKind::Single, 3, &[by_value(table)]);
    }

    #[test]
    fn several_choices(table in any_table(vec![1, 2, 3, 7])) {
        check(PollKind::Multiple, 3, &[by_value(table)]);
    }
}

/// Nothing ties the lines of one attribute to those of another but the totals, which either has already.
#[test]
fn tables_of_two_attributes_are_both_of_the_same_people() {
    for by in 0..6 {
        let table: Table =
            vec![vec![(1, 20), (2, 9), (4, 7)], vec![(1, 3), (2, 12), (4, 8)], vec![(1, 9), (2, 6), (4, 11)], vec![]];
        let people = |table: &Table| table.iter().flatten().map(|(_, n)| n).sum::<u64>();
        let other = by_another(&table, by);
        assert_eq!(people(&table), people(&other));
        // Ballots must be those of the same person in both tables, so they are cast in the order of the first.
        let sorted = |table: &Table| truth(&table.iter().flatten().copied().collect::<Vec<_>>(), 3);
        assert_eq!(sorted(&table), sorted(&other));
        check(PollKind::Single, 3, &[by_value(table)]);
        check(PollKind::Single, 3, &[by_value(other)]);
    }
}

fn shown(table: Table) -> Vec<Option<u64>> {
    let segments = published(PollKind::Single, 2, &[by_value(table)]).0;
    segments.tables[0].segments.iter().map(|segment| segment.poll.as_ref().map(|poll| poll.n)).collect()
}

#[test]
fn what_is_kept_back() {
    let large = || vec![(1, 20), (2, 10)];
    let few = || vec![(1, 2), (2, 2)];
    let none = Vec::new;
    assert_eq!(shown(vec![large(), large(), large(), none()]), [Some(30); 3], "nothing to protect");
    assert_eq!(shown(vec![large(), vec![(1, 7)], none(), none()]), [Some(30), Some(7), None], "nobody needs no cover");
    let covered = shown(vec![large(), vec![(1, 8), (2, 9)], few(), none()]);
    assert_eq!(covered, [Some(30), None, None], "the smallest other line covers it");
    assert_eq!(
        shown(vec![large(), large(), few(), large()]),
        [Some(30), Some(30), None],
        "as do those who did not say"
    );
    assert_eq!(shown(vec![large(), vec![(1, 9), (2, 8)], few()]), [Some(30), None], "who are protected themselves");
    let one_answer = shown(vec![large(), vec![(1, 30), (2, 4)], vec![(1, 40), (2, 40)], none()]);
    assert_eq!(one_answer, [None, None, Some(80)], "one small count keeps the whole line back");
    assert_eq!(
        shown(vec![large(), few(), few(), none()]),
        [None, None, None],
        "not even four of an answer as the rest"
    );
}
