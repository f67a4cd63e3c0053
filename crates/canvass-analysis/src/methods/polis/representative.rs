//! Statements that set a group apart from all others, chosen and ordered as Polis does.
//!
//! Many tests are made and none is corrected for that: what is found here is what stands out, not what is proved.

use super::proportion::{CRITICAL_Z, one_proportion, share, two_proportions};
use super::tallies::total_tallies;
use crate::methods::findings::Representative;
use crate::votes::{Side, Tally, Treatment};

/// Most statements for a group.
const MOST: usize = 5;

/// One statement as one group sees it, from both sides.
#[derive(Clone, Copy)]
struct Candidate {
    column: u32,
    tally: Tally,
    agree: SideTests,
    disagree: SideTests,
}

/// One side of it.
#[derive(Clone, Copy)]
struct SideTests {
    p_success: f64,
    p_test: f64,
    repness: f64,
    repness_test: f64,
}

/// What represents each group, in the order of `by_group` (votes by group and column).
///
/// A side of a statement is *telling* where both its tests are over 1.2816. Columns are walked in order, those left
/// out passed over. Where some are telling: the statement the group most agrees with first, then the
/// others by falling repness x repness test x share x test of the side with the larger repness test, five in all,
/// those for agreeing moved before those for disagreeing. Where none is: the one most agreed with; else the one with
/// the largest repness test; else, where all columns are left out, nothing. Ties go to the lower column.
///
/// ```
/// use canvass_analysis::methods::polis::representative;
/// use canvass_analysis::votes::{Side, Tally};
///
/// // One statement: 3 of 4 agree in the first group, 1 of 4 in the second.
/// let tally = |agree, disagree| vec![Tally { agree, disagree, unsure: 0 }];
/// let found = representative(&[tally(3, 1), tally(1, 3)], &[]);
/// let one = found[0][0];
/// assert_eq!((one.side, one.n_success, one.n_trials, one.best_agree), (Side::Agree, 3, 4, Some(3)));
/// // p = 4 / 6 here and 2 / 6 there; pooled (4 + 2) / (5 + 5): z = (4/5 - 2/5) / sqrt(6/25 x 2/5) = sqrt(5 / 3).
/// assert_eq!(one.repness, 2.0);
/// assert!((one.repness_test - (5.0_f64 / 3.0).sqrt()).abs() < 1e-14);
/// // The other group is told apart by disagreeing with it.
/// assert_eq!((found[1][0].side, found[1][0].n_success), (Side::Disagree, 3));
/// ```
#[must_use]
pub fn representative(by_group: &[Vec<Tally>], treatments: &[Treatment]) -> Vec<Vec<Representative>> {
    let n_columns = by_group.iter().map(Vec::len).max().unwrap_or_default();
    let all = total_tallies(by_group, n_columns);
    let of_group = |group: &Vec<Tally>| {
        let columns = (0_u32..).zip(group.iter().zip(&all));
        let counted = columns.filter(|(column, _)| Treatment::counts(treatments, *column as usize));
        // Against those in other groups. Who is in no group is in neither count.
        select(counted.map(|(column, (here, all))| Candidate::new(column, *here, all.without(*here))))
    };
    by_group.iter().map(of_group).collect()
}

fn select(columns: impl Iterator<Item = Candidate>) -> Vec<Representative> {
    let (mut telling, mut best_agree): (Vec<Candidate>, Option<Candidate>) = (Vec::new(), None);
    let mut best: Option<Candidate> = None;
    // One walk, as at Polis: whether a statement replaces the one kept depends on which that is, so that another order
    // of columns, or a maximum in place of the walk, can choose another.
    for candidate in columns {
        if candidate.is_telling() {
            telling.push(candidate);
        }
        if best.is_none_or(|kept| candidate.largest_test() > kept.largest_test()) {
            best = Some(candidate);
        }
        if candidate.beats(best_agree.as_ref()) {
            best_agree = Some(candidate);
        }
    }
    let head =
        best_agree.map(|candidate| Representative { best_agree: Some(candidate.tally.agree), ..candidate.named() });
    if telling.is_empty() {
        return head.or(best.map(|candidate| candidate.named())).into_iter().collect();
    }
    let is_head = |candidate: &Candidate| best_agree.is_some_and(|best| best.column == candidate.column);
    let mut others: Vec<Representative> =
        telling.iter().filter(|candidate| !is_head(candidate)).map(Candidate::named).collect();
    // Both sorts are stable: ties keep the order of columns here, and below each side keeps this one.
    others.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
    let mut chosen: Vec<Representative> = head.into_iter().chain(others).take(MOST).collect();
    chosen.sort_by_key(|one| one.side == Side::Disagree);
    chosen
}

impl Candidate {
    fn new(column: u32, here: Tally, there: Tally) -> Self {
        let tests = |side: Side| SideTests {
            p_success: share(here.on(side), here.n()),
            p_test: one_proportion(here.on(side), here.n()),
            repness: share(here.on(side), here.n()) / share(there.on(side), there.n()),
            repness_test: two_proportions((here.on(side), here.n()), (there.on(side), there.n())),
        };
        Self { column, tally: here, agree: tests(Side::Agree), disagree: tests(Side::Disagree) }
    }

    fn is_telling(&self) -> bool {
        [self.agree, self.disagree].iter().any(|side| side.repness_test > CRITICAL_Z && side.p_test > CRITICAL_Z)
    }

    const fn largest_test(&self) -> f64 {
        self.agree.repness_test.max(self.disagree.repness_test)
    }

    /// Whether the group agrees with it more than with the one kept. One that the group agrees with more than others
    /// do is beaten by the product of all four numbers only; another by share times test. To be the first, the test
    /// has to be over 1.2816, or more than half agree and more than elsewhere. One that nobody took a side on is out.
    fn beats(&self, kept: Option<&Self>) -> bool {
        let agree = &self.agree;
        if self.tally.agree == 0 && self.tally.disagree == 0 {
            return false;
        }
        match kept.map(|kept| &kept.agree) {
            Some(kept) if kept.repness > 1.0 => agree.strength() > kept.strength(),
            Some(kept) => agree.p_success * agree.p_test > kept.p_success * kept.p_test,
            None => agree.p_test > CRITICAL_Z || (agree.repness > 1.0 && agree.p_success > 0.5),
        }
    }

    /// For agreeing where that side's repness test is larger, else for disagreeing.
    fn named(&self) -> Representative {
        // Also where the group agrees: the count in `best_agree` and this name come from two rules of Polis, which need
        // not point the same way.
        let is_agree = self.agree.repness_test > self.disagree.repness_test;
        let (side, tests) = if is_agree { (Side::Agree, self.agree) } else { (Side::Disagree, self.disagree) };
        let SideTests { p_success, p_test, repness, repness_test } = tests;
        let (n_success, n_trials) = (self.tally.on(side), self.tally.n());
        let column = self.column;
        Representative { column, side, n_success, n_trials, p_success, p_test, repness, repness_test, best_agree: None }
    }
}

impl SideTests {
    const fn strength(&self) -> f64 {
        self.repness * self.repness_test * self.p_success * self.p_test
    }
}

/// How strongly a finding sets its group apart.
const fn strength(one: &Representative) -> f64 {
    one.repness * one.repness_test * one.p_success * one.p_test
}
