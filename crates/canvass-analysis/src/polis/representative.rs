//! Statements that set a group apart from all others, chosen and ordered as Polis does.
//!
//! Many tests are made and none is corrected for that: what is found here is what stands out, not what is proved.

use super::proportion::{TELLING, one_proportion, share, two_proportions};
use super::{Representative, Side, Tally, Treatment, is_counted};

/// Most statements for a group.
const MOST: usize = 5;

/// One statement as one group sees it, from both sides.
#[derive(Clone, Copy)]
struct Seen {
    column: u32,
    tally: Tally,
    agree: Tests,
    disagree: Tests,
}

/// One side of it.
#[derive(Clone, Copy)]
struct Tests {
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
#[must_use]
pub fn representative(by_group: &[Vec<Tally>], treatments: &[Treatment]) -> Vec<Vec<Representative>> {
    let n_columns = by_group.iter().map(Vec::len).max().unwrap_or_default();
    let all = super::tallies::of_all_groups(by_group, n_columns);
    let of_group = |group: &Vec<Tally>| {
        let columns = (0_u32..).zip(group.iter().zip(&all));
        let counted = columns.filter(|(column, _)| is_counted(treatments, *column as usize));
        select(counted.map(|(column, (here, all))| Seen::new(column, *here, all.without(*here))))
    };
    by_group.iter().map(of_group).collect()
}

fn select(columns: impl Iterator<Item = Seen>) -> Vec<Representative> {
    let (mut telling, mut best_agree): (Vec<Seen>, Option<Seen>) = (Vec::new(), None);
    let mut best: Option<Seen> = None;
    for seen in columns {
        if seen.is_telling() {
            telling.push(seen);
        }
        if best.is_none_or(|kept| seen.largest_test() > kept.largest_test()) {
            best = Some(seen);
        }
        if seen.beats(best_agree.as_ref()) {
            best_agree = Some(seen);
        }
    }
    let head = best_agree.map(|seen| Representative { best_agree: Some(seen.tally.agree), ..seen.named() });
    if telling.is_empty() {
        return head.or(best.map(|seen| seen.named())).into_iter().collect();
    }
    let is_head = |seen: &Seen| best_agree.is_some_and(|best| best.column == seen.column);
    let mut others: Vec<Representative> = telling.iter().filter(|seen| !is_head(seen)).map(Seen::named).collect();
    others.sort_by(|a, b| b.strength().total_cmp(&a.strength()));
    let mut chosen: Vec<Representative> = head.into_iter().chain(others).take(MOST).collect();
    chosen.sort_by_key(|one| one.side == Side::Disagree);
    chosen
}

impl Seen {
    fn new(column: u32, here: Tally, there: Tally) -> Self {
        let tests = |side: Side| Tests {
            p_success: share(here.of(side), here.n()),
            p_test: one_proportion(here.of(side), here.n()),
            repness: share(here.of(side), here.n()) / share(there.of(side), there.n()),
            repness_test: two_proportions((here.of(side), here.n()), (there.of(side), there.n())),
        };
        Self { column, tally: here, agree: tests(Side::Agree), disagree: tests(Side::Disagree) }
    }

    fn is_telling(&self) -> bool {
        [self.agree, self.disagree].iter().any(|side| side.repness_test > TELLING && side.p_test > TELLING)
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
            None => agree.p_test > TELLING || (agree.repness > 1.0 && agree.p_success > 0.5),
        }
    }

    /// For agreeing where that side's repness test is larger, else for disagreeing.
    fn named(&self) -> Representative {
        let is_agree = self.agree.repness_test > self.disagree.repness_test;
        let (side, tests) = if is_agree { (Side::Agree, self.agree) } else { (Side::Disagree, self.disagree) };
        let Tests { p_success, p_test, repness, repness_test } = tests;
        let (n_success, n_trials) = (self.tally.of(side), self.tally.n());
        let column = self.column;
        Representative { column, side, n_success, n_trials, p_success, p_test, repness, repness_test, best_agree: None }
    }
}

impl Tests {
    const fn strength(&self) -> f64 {
        self.repness * self.repness_test * self.p_success * self.p_test
    }
}

impl Representative {
    const fn strength(&self) -> f64 {
        self.repness * self.repness_test * self.p_success * self.p_test
    }
}
