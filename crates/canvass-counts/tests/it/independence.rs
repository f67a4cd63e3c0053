//! Same answers, found by bits as they come in, against a count that compares everybody with everybody.

use canvass_counts::independence::{AnswerSheets, MarkThresholds};
use canvass_domain::{Millis, ParticipantId, StatementId, Vote};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

const HOUR_MS: Millis = 3_600_000;
const T0: Millis = 1_700_000_000_000;

/// What is done to the sheets.
#[derive(Clone, Debug)]
enum Step {
    Answer { who: u32, statement: u32, vote: Option<Vote>, after_ms: Millis },
    Forget { who: u32 },
    Ask,
}

/// The rule as it is written, by comparing everything with everything.
#[derive(Default)]
struct Naive {
    now_ms: Millis,
    sheets: BTreeMap<u32, (Millis, BTreeMap<u32, Vote>)>,
    changed: BTreeSet<u32>,
    told: BTreeSet<u32>,
}

impl Naive {
    fn answer(&mut self, who: u32, statement: u32, vote: Option<Vote>, at_ms: Millis) {
        self.now_ms = at_ms;
        let gone: Vec<u32> =
            self.sheets.iter().filter(|(_, (last, _))| at_ms - last > HOUR_MS).map(|(who, _)| *who).collect();
        gone.into_iter().for_each(|who| self.forget(who));
        match vote {
            Some(vote) => {
                let sheet = self.sheets.entry(who).or_default();
                sheet.0 = at_ms;
                sheet.1.insert(statement, vote);
            }
            None => match self.sheets.get_mut(&who) {
                Some(sheet) => drop(sheet.1.remove(&statement)),
                None => return,
            },
        }
        self.changed.insert(who);
    }

    fn forget(&mut self, who: u32) {
        self.sheets.remove(&who);
        self.changed.remove(&who);
        self.told.remove(&who);
    }

    /// Common statements and differences with each other.
    fn beside(&self, who: u32) -> Vec<(u32, usize, usize)> {
        let own = &self.sheets[&who].1;
        let others = self.sheets.iter().filter(|(other, _)| **other != who);
        let compare = |(other, (_, theirs)): (&u32, &(Millis, BTreeMap<u32, Vote>))| {
            let common: Vec<_> = own.iter().filter_map(|(id, vote)| Some((vote, theirs.get(id)?))).collect();
            (*other, common.len(), common.iter().filter(|(a, b)| a != b).count())
        };
        others.map(compare).filter(|(_, n_common, n_different)| *n_common >= 10 && *n_different <= 2).collect()
    }

    fn is_marked(&self, who: u32) -> bool {
        let beside = self.beside(who);
        (10..=200).any(|least| {
            let with = |wanted: fn(usize) -> bool| {
                beside.iter().filter(|(_, n_common, n)| *n_common >= least && wanted(*n)).count()
            };
            let (n_same, n_nearly) = (with(|n| n == 0), with(|n| n > 0));
            n_same >= 5 && n_same >= 2 * n_nearly
        })
    }

    fn newly_marked(&mut self) -> Vec<ParticipantId> {
        let changed = std::mem::take(&mut self.changed);
        let same = |who: &u32| self.beside(*who).into_iter().filter(|(.., n)| *n == 0).map(|(other, ..)| other);
        let judged: BTreeSet<u32> = changed.iter().flat_map(same).chain(changed.iter().copied()).collect();
        let marked: Vec<u32> = judged.into_iter().filter(|who| self.is_marked(*who)).collect();
        marked.into_iter().filter(|who| self.told.insert(*who)).map(ParticipantId).collect()
    }
}

fn check(steps: &[Step]) -> usize {
    let (mut sheets, mut naive) = (AnswerSheets::new(MarkThresholds::default()), Naive::default());
    let (mut at_ms, mut n_marked) = (T0, 0);
    for step in steps {
        match *step {
            Step::Answer { who, statement, vote, after_ms } => {
                at_ms += after_ms;
                sheets.answer(ParticipantId(who), StatementId(statement), vote, at_ms);
                naive.answer(who, statement, vote, at_ms);
            }
            Step::Forget { who } => {
                sheets.forget(ParticipantId(who));
                naive.forget(who);
            }
            Step::Ask => {
                let found = sheets.newly_marked();
                assert_eq!(found, naive.newly_marked());
                n_marked += found.len();
            }
        }
        assert_eq!(sheets.n_readers(), naive.sheets.len());
    }
    n_marked
}

/// Few readers who mostly copy one of two sheets of up to 150 statements, and seldom pause for long.
fn steps() -> impl Strategy<Value = Vec<Step>> {
    let vote = prop_oneof![60 => Just(None), 1 => Just(Some(None)), 2 => any_vote().prop_map(|vote| Some(Some(vote)))];
    let after_ms = prop_oneof![300 => 0..8_000_i64, 1 => HOUR_MS / 2..HOUR_MS + 2];
    let answer = (1..17_u32, 0..13_u32, vote, after_ms).prop_map(|(who, statement, vote, after_ms)| {
        let side = u32::from(who > 9);
        let copied = Some(Vote::ALL[((statement * 7 + side * statement) % 3) as usize]);
        Step::Answer { who, statement: statement * 12, vote: vote.unwrap_or(copied), after_ms }
    });
    let step = prop_oneof![400 => answer, 1 => (1..17_u32).prop_map(|who| Step::Forget { who }), 40 => Just(Step::Ask)];
    prop::collection::vec(step, 0..900)
}

fn any_vote() -> impl Strategy<Value = Vote> {
    (0..3_usize).prop_map(|n| Vote::ALL[n])
}

#[test]
fn bits_say_what_a_naive_comparison_says() {
    let config = ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() };
    let n_marked = Cell::new(0);
    let compared = |steps: Vec<Step>| {
        n_marked.set(n_marked.get() + check(&steps));
        Ok(())
    };
    TestRunner::new(config).run(&steps(), compared).unwrap();
    assert!(n_marked.get() > 200, "only {} were marked: nothing was compared", n_marked.get());
}

/// A sheet of so many statements, with the votes of a reader turned where asked.
fn sheet(who: u32, n: u32, turned: &[u32], after_ms: Millis) -> Vec<Step> {
    let vote = |statement: u32| Vote::ALL[((statement + u32::from(turned.contains(&statement))) % 3) as usize];
    let answer = |statement| Step::Answer {
        who,
        statement,
        vote: Some(vote(statement)),
        after_ms: if statement == 0 { after_ms } else { 1_000 },
    };
    (0..n).map(answer).chain([Step::Ask]).collect()
}

#[test]
fn copies_of_a_long_sheet_are_marked() {
    let copies: Vec<Step> = (1..9).flat_map(|who| sheet(who, 140, &[], 60_000)).collect();
    assert_eq!(check(&copies), 8);
}

#[test]
fn five_others_ten_statements_one_hour() {
    let copies = |n_readers: u32, n: u32, after_ms| {
        check(&(1..=n_readers).flat_map(|who| sheet(who, n, &[], after_ms)).collect::<Vec<_>>())
    };
    assert_eq!(copies(6, 10, 60_000), 6);
    assert_eq!(copies(5, 10, 60_000), 0, "four others");
    assert_eq!(copies(6, 9, 60_000), 0, "nine statements");
    // Each takes nine seconds to answer; the first answered last five times so long before the sixth did.
    assert_eq!(copies(6, 10, HOUR_MS / 5 - 9_000), 6, "the first is an hour old");
    assert_eq!(copies(6, 10, HOUR_MS / 5 - 8_999), 0, "the first is older");
}

#[test]
fn one_difference_is_not_the_same() {
    let mut steps: Vec<Step> = (1..=5).flat_map(|who| sheet(who, 12, &[], 1_000)).collect();
    steps.extend(sheet(6, 12, &[3], 1_000));
    assert_eq!(check(&steps), 0);
    // Who turns the answer round is the sixth, and two who differ stand beside six.
    steps.extend(sheet(6, 12, &[], 1_000));
    assert_eq!(check(&steps), 6);
}

#[test]
fn where_many_answer_nearly_the_same_nobody_is_marked_for_answering_the_same() {
    let crowd = |n_beside: u32| {
        let same = (1..=6).flat_map(|who| sheet(who, 12, &[], 1_000));
        let beside = (0..n_beside).flat_map(|n| sheet(100 + n, 12, &[n], 1_000));
        check(&beside.chain(same).collect::<Vec<_>>())
    };
    assert_eq!(crowd(2), 6, "five the same and two nearly");
    assert_eq!(crowd(3), 0, "five the same and three nearly");
}

#[test]
fn who_is_excluded_or_takes_answers_back_is_compared_with_nobody() {
    let five: Vec<Step> = (1..=5).flat_map(|who| sheet(who, 10, &[], 1_000)).collect();
    let sixth = sheet(6, 10, &[], 1_000);
    assert_eq!(check(&[five.clone(), vec![Step::Forget { who: 2 }], sixth.clone()].concat()), 0);
    let back = Step::Answer { who: 2, statement: 4, vote: None, after_ms: 1 };
    assert_eq!(check(&[five, vec![back], sixth].concat()), 0);
}
