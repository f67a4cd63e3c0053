//! Somebody watches the tables by attribute with every entry of the log, and the totals with them.

use crate::attack::LEAST;
use crate::crowd::{Act, Crowd, LineId, N_OPTIONS, STATEMENTS, VALUES, cast, lines, vote};
use crate::log::wording;
use canvass_counts::BEAT;
use canvass_domain::{Conversation, Fact, ParticipantId, PollKind, StatementId, Vote};
use canvass_results::Results;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestCaseError, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const N_PEOPLE: u32 = 120;
/// Least people between two states of a line, whatever the code says.
pub(crate) const STEP: usize = 10;

pub(crate) fn any_act() -> impl Strategy<Value = Act> {
    let who = || (1..=N_PEOPLE).prop_map(ParticipantId);
    let statement = || prop::sample::select(&STATEMENTS[..]);
    let said = (prop::option::weighted(0.9, 0..VALUES[0]), prop::option::weighted(0.8, 0..VALUES[1]));
    prop_oneof![
        300 => (1..=N_PEOPLE, 0..N_OPTIONS).prop_map(|(who, option)| cast(who, 1 << option)),
        300 => (1..=N_PEOPLE, statement(), prop::sample::select(&Vote::ALL[..])).prop_map(|(w, s, v)| vote(w, s, v)),
        300 => (who(), said).prop_map(|(who, (one, other))| Act::Say(who, [one, other])),
        1 => who().prop_map(|who| Act::Say(who, [None, None])),
        20 => who().prop_map(|participant| Act::Fact(Fact::BallotWithdrawn { participant })),
        20 => (who(), statement()).prop_map(|(participant, statement)| Act::Fact(Fact::VoteWithdrawn { participant, statement })),
        4 => (1..=N_PEOPLE).prop_map(banned),
        4 => (1..=N_PEOPLE).prop_map(reinstated),
        1 => who().prop_map(|participant| Act::Fact(Fact::ParticipantErased { participant })),
    ]
}

pub(crate) fn banned(who: u32) -> Act {
    Act::Fact(Fact::ParticipantBanned { participant: ParticipantId(who) })
}

pub(crate) fn reinstated(who: u32) -> Act {
    Act::Fact(Fact::ParticipantReinstated { participant: ParticipantId(who) })
}

/// What somebody may still do once it is closed.
fn after_close() -> impl Strategy<Value = Act> {
    let who = || (1..=N_PEOPLE).prop_map(ParticipantId);
    prop_oneof![
        who().prop_map(|who| Act::Say(who, [None, None])),
        who().prop_map(|participant| Act::Fact(Fact::BallotWithdrawn { participant })),
        (1..=N_PEOPLE).prop_map(banned),
        (1..=N_PEOPLE).prop_map(reinstated),
    ]
}

/// Stands for what changes nothing that is counted.
pub(crate) const NOTHING: Act = Act::Fact(Fact::InstrumentChanged { version: 1 });

/// Saying something anew about oneself that was said once is rare; most say it once, and stand by it. Whoever counts
/// again is one of those who are banned.
pub(crate) fn settle(crowd: &Crowd, act: Act, n: usize) -> Act {
    match act {
        Act::Say(who, values) if !n.is_multiple_of(200) && values != [None, None] => {
            let kept = |place: usize| crowd.value(who, place).or(values[place]);
            Act::Say(who, [kept(0), kept(1)])
        }
        Act::Fact(Fact::ParticipantReinstated { participant: ParticipantId(any) }) => {
            let out: Vec<_> = crowd.ledger.banned().collect();
            out.get(any as usize % out.len().max(1)).map_or(NOTHING, |who| reinstated(who.0))
        }
        other => other,
    }
}

/// What a watcher holds against what is shown: who gave a new answer on each line, and before which entry.
#[derive(Default)]
struct Watcher {
    seen: BTreeMap<LineId, (Vec<u64>, u64)>,
    fresh: BTreeMap<LineId, Vec<(u64, ParticipantId)>>,
    n_changes: usize,
    /// What was shown at the close.
    closed: Option<BTreeMap<LineId, (Vec<u64>, u64)>>,
}

impl Watcher {
    fn subjects() -> [Option<StatementId>; 3] {
        [None, Some(STATEMENTS[0]), Some(STATEMENTS[1])]
    }

    fn hears(&mut self, crowd: &Crowd, act: Act) {
        let who = match act {
            Act::Fact(fact) => fact.participant(),
            Act::Say(who, _) => Some(who),
        };
        let Some(who) = who else { return };
        // What is said about oneself is in the log's next entry at the earliest.
        let entry = crowd.log.len() as u64 + u64::from(matches!(act, Act::Say(..)));
        for subject in Self::subjects() {
            let theirs = match act {
                Act::Fact(Fact::BallotCast { .. }) => subject.is_none(),
                Act::Fact(Fact::VoteCast { statement, .. }) => subject == Some(statement),
                // Where they were left out in the meantime, all their answers are new ones.
                Act::Fact(Fact::ParticipantReinstated { .. }) | Act::Say(..) => true,
                Act::Fact(_) => false,
            };
            for attribute in 0..VALUES.len() {
                if let (true, Some(value)) = (theirs, crowd.value(who, attribute)) {
                    self.fresh.entry((attribute, usize::from(value), subject)).or_default().push((entry, who));
                }
            }
        }
    }

    /// A line that changes has at least ten people's new answers in it, and was taken on the beat or at the close. It
    /// comes up there and then, or later where it was taken unseen: a ban is lifted, or somebody goes from another line
    /// that it had to cover.
    fn looks(&mut self, crowd: &Crowd, act: Act) {
        let segments = crowd.segment_counts.segments();
        let shown = lines(&segments);
        let closes = matches!(act, Act::Fact(Fact::Closed));
        let on_the_beat = matches!(act, Act::Fact(_)) && (crowd.log.len() as u64).is_multiple_of(BEAT);
        for (line, (counts, seq)) in &shown {
            assert!(counts[0] >= LEAST && counts[1..].iter().all(|n| !(1..LEAST).contains(n)), "{line:?}: {counts:?}");
            let (_, before) = self.seen.get(line).cloned().unwrap_or_default();
            if *seq != before {
                let between =
                    self.fresh.get(line).into_iter().flatten().filter(|(at, _)| (before + 1..=*seq).contains(at));
                let n = between.map(|(_, who)| who).collect::<BTreeSet<_>>().len();
                assert!(closes || n >= STEP, "{line:?} became {counts:?} by {n} people");
                assert!(closes || on_the_beat || shows_the_unseen(act), "{line:?} became {counts:?} by {act:?}");
                assert!(closes || seq.is_multiple_of(BEAT), "{line:?} was taken at {seq}");
                self.n_changes += usize::from(before > 0 && !closes);
                self.seen.insert(*line, (counts.clone(), *seq));
            } else {
                assert_eq!(self.seen[line].0, *counts, "{line:?} stands");
            }
        }
        if let Some(closed) = &self.closed {
            assert!(shown.iter().all(|(line, is)| closed.get(line) == Some(is)), "more than at the close by {act:?}");
        }
        if closes {
            self.closed = Some(shown.clone());
            for (line, (counts, _)) in &shown {
                assert_eq!(counts, &crowd.recount(*line), "at the close nothing is missing: {line:?}");
            }
        }
        if closes || crowd.log.len().is_multiple_of(7) {
            assert_eq!(crowd.restarted(), segments, "a restart shows the same");
        }
    }
}

fn shows_the_unseen(act: Act) -> bool {
    let is_ban = |fact| matches!(fact, Fact::ParticipantReinstated { .. } | Fact::ParticipantBanned { .. });
    match act {
        Act::Fact(fact) => is_ban(fact),
        Act::Say(..) => true,
    }
}

/// Gives how often a line that was shown before changed while it was open.
fn run(acts: Vec<Act>, later: Vec<Act>) -> usize {
    let mut crowd = Crowd::new(PollKind::Single);
    let mut watcher = Watcher::default();
    let closing = std::iter::once(Act::Fact(Fact::Closed));
    for (n, act) in acts.into_iter().chain(closing).chain(later).enumerate() {
        let act = settle(&crowd, act, n);
        crowd.act(act);
        watcher.hears(&crowd, act);
        watcher.looks(&crowd, act);
    }
    watcher.n_changes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_moves_by_less_than_a_step(
        acts in prop::collection::vec(any_act(), 300..700),
        later in prop::collection::vec(after_close(), 0..12),
    ) {
        let _ = run(acts, later);
    }

    /// The same log with nothing in the place of each of their answers: everything that is printed is the same, at
    /// every entry where nobody else was out by then, and from the close on whoever was.
    #[test]
    fn banned_equals_never_answered(acts in prop::collection::vec(any_act(), 300..700), who in 1..=N_PEOPLE, at in any::<prop::sample::Index>(), are_alone: bool) {
        let person = ParticipantId(who);
        let place = at.index(acts.len());
        let n_acts = acts.len();
        let [mut one, mut other] = [PollKind::Single; 2].map(Crowd::new);
        for (n, act) in acts.into_iter().chain([Act::Fact(Fact::Closed)]).enumerate() {
            let act = settle(&one, act, n);
            if n == place {
                [&mut one, &mut other].into_iter().for_each(|crowd| crowd.act(banned(who)));
            }
            let act = if n >= place && is_lifting(act, person) { NOTHING } else { act };
            let act = if n < place && are_alone && is_ban(act) { NOTHING } else { act };
            one.act(act);
            other.act(without(act, person));
            if n == n_acts || (n >= place && are_alone) {
                if n.is_multiple_of(5) {
                    prop_assert_eq!(document(&one), document(&other));
                }
                prop_assert_eq!(one.segment_counts.segments(), other.segment_counts.segments());
            }
        }
        // Also where nothing was ever logged of them, and not even that they were banned.
        let mut never = Crowd::new(PollKind::Single);
        never.said.clone_from(&one.said);
        never.said.remove(&person);
        never.arrived.clone_from(&one.arrived);
        never.arrived.remove(&person);
        let others = one.log.iter().skip(never.log.len()).filter(|event| event.fact.participant() != Some(person));
        let rows = never.rows().into_iter().map(|said| canvass_counts::AttributeAnswer { at_ms: 0, ..said }).collect();
        never.log.extend(others);
        (1..).zip(&mut never.log).for_each(|(seq, event)| event.seq = canvass_domain::Seq(seq));
        (never.ledger, never.segment_counts) = canvass_counts::SegmentCounts::of(&never.instrument, &never.log, rows).unwrap();
        for part in ["segments", "results_hash"] {
            prop_assert_eq!(&document(&one)[part], &document(&never)[part]);
        }
    }
}

/// The same twice: with somebody banned and let back in, and with nothing in the place of either. Gives both, closed.
fn with_and_without_a_ban(acts: Vec<Act>, who: u32, from: usize, until: usize) -> Result<[Crowd; 2], TestCaseError> {
    let [mut one, mut other] = [PollKind::Single; 2].map(Crowd::new);
    for (n, act) in acts.into_iter().chain([Act::Fact(Fact::Closed)]).enumerate() {
        for (_, turn) in [(from, banned(who)), (until, reinstated(who))].iter().filter(|(place, _)| *place == n) {
            one.act(*turn);
            other.act(NOTHING);
        }
        let is_theirs = is_by(act, ParticipantId(who));
        let act = settle(&other, act, n);
        let act = if is_ban(act) || (is_theirs && (from..until).contains(&n)) { NOTHING } else { act };
        one.act(act);
        other.act(act);
        if n >= until && until - from < STEP {
            prop_assert_eq!(one.segment_counts.segments(), other.segment_counts.segments());
        }
    }
    Ok([one, other])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Fewer than ten others have answered in between, so nothing was shown without them.
    #[test]
    fn a_ban_that_is_soon_lifted_was_never_there(
        acts in prop::collection::vec(any_act(), 300..700),
        who in 1..=N_PEOPLE,
        at in any::<prop::sample::Index>(),
        n_between in 0..STEP,
    ) {
        let from = at.index(acts.len() - n_between);
        let [one, other] = with_and_without_a_ban(acts, who, from, from + n_between)?;
        prop_assert_eq!(document(&one), document(&other));
        prop_assert_eq!(one.restarted(), other.restarted());
    }

    /// However late it is lifted, at the close nothing is left of it.
    #[test]
    fn a_lifted_ban_leaves_the_same_results_at_the_close(
        acts in prop::collection::vec(any_act(), 300..700),
        who in 1..=N_PEOPLE,
        at in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let mut places = [at.0, at.1].map(|at| at.index(acts.len()));
        places.sort_unstable();
        let [one, other] = with_and_without_a_ban(acts, who, places[0], places[1])?;
        prop_assert_eq!(document(&one), document(&other));
        prop_assert_eq!(one.restarted(), other.restarted());
    }
}

#[test]
fn there_is_something_to_watch() {
    let mut runner = TestRunner::deterministic();
    let acts = prop::collection::vec(any_act(), 1_500).new_tree(&mut runner).unwrap().current();
    let n = run(acts, Vec::new());
    assert!(n >= 10, "{n} changes while it is open");
}

fn is_by(act: Act, who: ParticipantId) -> bool {
    match act {
        Act::Fact(fact) => fact.participant() == Some(who),
        Act::Say(speaker, _) => speaker == who,
    }
}

fn is_ban(act: Act) -> bool {
    matches!(act, Act::Fact(Fact::ParticipantBanned { .. } | Fact::ParticipantReinstated { .. }))
}

fn is_lifting(act: Act, who: ParticipantId) -> bool {
    matches!(act, Act::Fact(Fact::ParticipantReinstated { participant }) if participant == who)
}

fn without(act: Act, who: ParticipantId) -> Act {
    match act {
        Act::Fact(Fact::BallotCast { participant, .. }) if participant == who => {
            Act::Fact(Fact::BallotWithdrawn { participant })
        }
        Act::Fact(Fact::VoteCast { participant, statement, .. }) if participant == who => {
            Act::Fact(Fact::VoteWithdrawn { participant, statement })
        }
        other => other,
    }
}

fn document(crowd: &Crowd) -> serde_json::Value {
    let conversation = Conversation { instrument: crowd.instrument.clone(), ..crate::log::conversation() };
    let results = Results::new(&conversation, crowd.ledger.totals(), &wording());
    results.with_segments(Arc::new(crowd.segment_counts.segments())).to_json().unwrap()
}

/// `n` people of one value, by number from `first`, answer and say so.
fn join(crowd: &mut Crowd, first: u32, n: u32, value: u16) {
    (first..first + n).for_each(|who| crowd.act(cast(who, 1 + u64::from(who % 2))));
    (first..first + n).for_each(|who| crowd.act(Act::Say(ParticipantId(who), [Some(value), None])));
}

fn n_shown(crowd: &Crowd) -> [Option<u64>; 3] {
    [0, 1, 2].map(|value| crowd.segment_counts.segments().tables[0].segments[value].poll.as_ref().map(|poll| poll.n))
}

/// The log goes on to a beat without answers.
pub(crate) fn beat(crowd: &mut Crowd) {
    (0..BEAT).for_each(|_| crowd.act(NOTHING));
}

#[test]
fn a_line_stands_until_ten_more_have_answered() {
    let mut crowd = Crowd::new(PollKind::Single);
    for value in 0..3 {
        join(&mut crowd, 100 * u32::from(value) + 1, 20, value);
    }
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd), [Some(20); 3]);
    join(&mut crowd, 501, 9, 0);
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd), [Some(20); 3], "nine are not enough");
    crowd.act(cast(501, 4));
    crowd.act(cast(501, 1));
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd), [Some(20); 3], "nor is one of them again");
    join(&mut crowd, 520, 1, 0);
    crowd.act(Act::Fact(Fact::BallotWithdrawn { participant: ParticipantId(520) }));
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd), [Some(20); 3], "nor somebody who took the answer back");
    join(&mut crowd, 510, 1, 0);
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd), [Some(30), Some(20), Some(20)]);
    join(&mut crowd, 601, 3, 1);
    crowd.act(Act::Fact(Fact::Closed));
    assert_eq!(n_shown(&crowd), [Some(30), Some(23), Some(20)], "the close waits for nobody");
}

#[test]
fn who_leaves_a_line_takes_it_along_until_others_came() {
    for leaving in
        [Act::Say(ParticipantId(1), [None, None]), Act::Fact(Fact::ParticipantBanned { participant: ParticipantId(1) })]
    {
        let mut crowd = three_lines();
        crowd.act(leaving);
        assert_eq!(n_shown(&crowd)[0], None, "{leaving:?}");
        join(&mut crowd, 701, 10, 0);
        beat(&mut crowd);
        assert_eq!(n_shown(&crowd), [Some(29), Some(20), Some(20)], "{leaving:?}");
        crowd.act(Act::Fact(Fact::Closed));
        crowd.act(Act::Fact(Fact::BallotWithdrawn { participant: ParticipantId(2) }));
        assert_eq!(n_shown(&crowd), [Some(29), Some(20), Some(20)], "what stood at the close stands");
        crowd.act(Act::Say(ParticipantId(101), [None, None]));
        assert_eq!(n_shown(&crowd)[1], None, "but what somebody left is not given without them");
        assert_eq!(crowd.restarted(), crowd.segment_counts.segments());
    }
}

/// People of each value, numbered on, who answer and say so: how many choose each option.
fn lines_of(options: [[usize; 3]; 3]) -> Crowd {
    let mut crowd = Crowd::new(PollKind::Single);
    let people = options.into_iter().zip(0..).flat_map(|(options, value)| {
        let each = (0..).zip(options).flat_map(|(option, n)| std::iter::repeat_n(1 << option, n));
        each.map(move |bits| (value, bits))
    });
    let people: Vec<(u32, (u16, u64))> = (1..).zip(people).collect();
    people.iter().for_each(|(who, (_, bits))| crowd.act(cast(*who, *bits)));
    people.iter().for_each(|(who, (value, _))| crowd.act(Act::Say(ParticipantId(*who), [Some(*value), None])));
    beat(&mut crowd);
    crowd
}

/// The last line has an answer that four gave, and the others are kept back to cover it. Once somebody goes from one of
/// them nothing is known of that, and it covers by that alone.
#[test]
fn a_line_that_covered_another_is_shown_once_it_need_not() {
    let mut crowd = lines_of([[5, 5, 0], [6, 6, 5], [8, 7, 4]]);
    assert_eq!(n_shown(&crowd), [None; 3]);
    let taken = crowd.log.len() as u64 / BEAT * BEAT;
    let of_the_second = ParticipantId(11);
    crowd.act(banned(of_the_second.0));
    assert_eq!(n_shown(&crowd), [Some(10), None, None]);
    crowd.act(reinstated(of_the_second.0));
    assert_eq!(n_shown(&crowd), [None; 3]);
    crowd.act(Act::Say(of_the_second, [None, None]));
    assert_eq!(n_shown(&crowd), [Some(10), None, None]);
    let (counts, seq) = lines(&crowd.segment_counts.segments()).remove(&(0, 0, None)).unwrap();
    assert_eq!(counts, [10, 5, 5, 0]);
    assert!(seq <= taken && seq.is_multiple_of(BEAT), "as it was taken, at {seq}");
    assert_eq!(crowd.restarted(), crowd.segment_counts.segments());
}

/// After the close it is not: whoever remembers the line that somebody went from could work out the small one.
#[test]
fn nothing_appears_after_the_close() {
    let mut crowd = lines_of([[9, 9, 0], [8, 8, 2], [10, 10, 0]]);
    crowd.act(Act::Fact(Fact::Closed));
    assert_eq!(n_shown(&crowd), [None, None, Some(20)], "the first covers the second");
    for leaving in [banned(40), reinstated(40), Act::Say(ParticipantId(40), [None, None])] {
        crowd.act(leaving);
        assert_eq!(n_shown(&crowd)[..2], [None; 2], "{leaving:?}");
        assert_eq!(crowd.restarted(), crowd.segment_counts.segments());
    }
}

/// Three values of twenty people each, and enough of those who say nothing, so that nobody is covered for them.
fn three_lines() -> Crowd {
    let mut crowd = Crowd::new(PollKind::Single);
    for value in 0..3 {
        join(&mut crowd, 100 * u32::from(value) + 1, 20, value);
    }
    (801..813).for_each(|who| crowd.act(cast(who, 1 + u64::from(who % 2))));
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd), [Some(20); 3]);
    crowd
}

#[test]
fn who_was_left_out_comes_back_with_ten_others() {
    let mut crowd = three_lines();
    crowd.act(banned(1));
    join(&mut crowd, 701, 9, 0);
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd)[0], None, "nine are not enough");
    join(&mut crowd, 710, 1, 0);
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd), [Some(29), Some(20), Some(20)]);
    crowd.act(reinstated(1));
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd), [Some(29), Some(20), Some(20)], "one more would be told");
    join(&mut crowd, 711, 8, 0);
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd), [Some(29), Some(20), Some(20)]);
    join(&mut crowd, 719, 1, 0);
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd), [Some(39), Some(20), Some(20)], "they are the tenth");
    assert_eq!(crowd.restarted(), crowd.segment_counts.segments());
}

#[test]
fn a_ban_after_the_close_hides_what_it_touches_until_it_is_lifted() {
    let mut crowd = three_lines();
    crowd.act(banned(1));
    crowd.act(banned(101));
    crowd.act(reinstated(101));
    crowd.act(Act::Fact(Fact::Closed));
    assert_eq!(n_shown(&crowd), [Some(19), Some(20), Some(20)]);
    let of_the_close = crowd.segment_counts.segments();
    crowd.act(reinstated(1));
    assert_eq!(crowd.segment_counts.segments(), of_the_close, "one more would be told");
    crowd.act(banned(102));
    crowd.act(banned(103));
    crowd.act(reinstated(102));
    assert_eq!(n_shown(&crowd)[1], None);
    assert_eq!(crowd.restarted(), crowd.segment_counts.segments());
    crowd.act(reinstated(103));
    assert_eq!(crowd.segment_counts.segments(), of_the_close);
    assert_eq!(crowd.restarted(), of_the_close);
}

/// What the app never lets them do; the log could hold it all the same.
#[test]
fn whoever_is_set_aside_may_leave_a_line_or_answer_anew() {
    let mut crowd = three_lines();
    crowd.act(banned(1));
    crowd.act(cast(1, 4));
    crowd.act(banned(2));
    crowd.act(Act::Say(ParticipantId(2), [Some(1), None]));
    crowd.act(reinstated(1));
    crowd.act(reinstated(2));
    assert_eq!(n_shown(&crowd)[0], None, "somebody left it");
    assert_eq!(crowd.restarted(), crowd.segment_counts.segments());
    crowd.act(Act::Fact(Fact::Closed));
    assert_eq!(crowd.recount((0, 0, None))[0], 19);
    for (line, (counts, _)) in lines(&crowd.segment_counts.segments()) {
        assert_eq!(counts, crowd.recount(line));
    }
    assert_eq!(crowd.restarted(), crowd.segment_counts.segments());
}

#[test]
fn a_close_by_mistake_of_the_clock_gives_nobody_away_when_it_ends() {
    let mut crowd = three_lines();
    join(&mut crowd, 901, 3, 0);
    crowd.act(Act::Fact(Fact::ClosedByClock));
    assert_eq!(n_shown(&crowd), [Some(23), Some(20), Some(20)], "a close is a close");
    crowd.act(banned(2));
    crowd.act(Act::Say(ParticipantId(101), [None, None]));
    crowd.act(Act::Fact(Fact::Opened));
    assert_eq!(n_shown(&crowd), [None; 3], "what the mistake showed is shown no more");
    assert!(!crowd.segment_counts.segments().is_final);
    join(&mut crowd, 911, 9, 0);
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd), [None; 3], "nor is anything that differs from it by fewer than ten");
    join(&mut crowd, 921, 1, 0);
    join(&mut crowd, 931, 10, 1);
    join(&mut crowd, 951, 10, 2);
    beat(&mut crowd);
    assert_eq!(n_shown(&crowd), [Some(32), Some(29), Some(30)], "without those who are gone, and ten more of each");
    assert_eq!(crowd.restarted(), crowd.segment_counts.segments());
    crowd.act(Act::Fact(Fact::Closed));
    for (line, (counts, _)) in lines(&crowd.segment_counts.segments()) {
        assert_eq!(counts, crowd.recount(line), "{line:?}");
    }
    assert_eq!(crowd.restarted(), crowd.segment_counts.segments());
}
