//! How many readers are marked as possibly not independent, and what the poll says with and without them; and when
//! that may be said.
//!
//! Those marked and the others are two rows of one table. How many there are is said where neither is few; what each
//! row answered where neither row is small, as with any table by attribute (`suppression.rs`).

use super::suppression::{LEAST, Row, shown};
use crate::segments::counted::Counted;
use crate::segments::moment::Moment;
use canvass_domain::{OptionId, Seq};
use serde_json::{Value, json};

/// How many readers are marked, as it may be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedReaders {
    /// People with a mark who take part and are not excluded.
    pub n: u64,
    /// People who take part and are not excluded.
    pub base: u64,
    /// The last entry of the log that is counted in it.
    pub seq: Seq,
    /// The poll of everybody and of those marked; nothing where there is none, or where it would tell of few.
    pub poll: Option<MarkedPoll>,
}

/// The poll of everybody, and of those marked among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedPoll {
    /// People who answered it.
    pub n: u64,
    /// Those marked among them.
    pub n_marked: u64,
    /// By option: ballots of everybody naming it, and of those marked.
    pub options: Vec<(OptionId, u64, u64)>,
}

impl MarkedReaders {
    /// Nothing where it would tell of few. Cells are those of `counts/marked.rs`.
    pub(crate) fn of(Counted { n: base, cells }: &Counted, n_options: usize, moment: Moment) -> Option<Self> {
        let cell = |place: usize| cells.get(place).copied().unwrap_or(0);
        let options = (1_u8..).zip(0..n_options);
        let options = options.map(|(id, place)| (OptionId(id), cell(3 + place), cell(3 + n_options + place))).collect();
        let poll = (n_options > 0).then_some(MarkedPoll { n: cell(1), n_marked: cell(2), options });
        Self::said(cell(0), *base, moment.seq, poll)
    }

    /// The same of counts that were read or worked out anew.
    #[must_use]
    pub fn said(n: u64, base: u64, seq: Seq, poll: Option<MarkedPoll>) -> Option<Self> {
        may_be_said(n, base).then(|| Self { n, base, seq, poll: poll.filter(may_be_split) })
    }

    /// As documents have it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let poll = |poll: &MarkedPoll| {
            let options = poll.options.iter().map(|(id, n, marked)| json!({"id": id, "n": n, "marked": marked}));
            json!({"n": poll.n, "marked": poll.n_marked, "options": options.collect::<Vec<_>>()})
        };
        json!({"n": self.n, "base": self.base, "seq": self.seq, "poll": self.poll.as_ref().map(poll)})
    }

    /// The poll, where a figure of it moves by a point or more without those marked.
    #[must_use]
    pub fn moved_poll(&self) -> Option<&MarkedPoll> {
        self.poll.as_ref().filter(|poll| moves_a_point(poll))
    }
}

impl MarkedPoll {
    /// Whether a figure of it moves by a point or more without those marked.
    #[must_use]
    pub fn moves_a_point(&self) -> bool {
        moves_a_point(self)
    }

    /// People who answered it and have no mark.
    #[must_use]
    pub const fn n_without(&self) -> u64 {
        self.n - self.n_marked
    }
}

/// Whether it may be said that `n` of `base` people are marked: at least 5 are, and nobody or at least 5 are not.
#[must_use]
pub(crate) const fn may_be_said(n: u64, base: u64) -> bool {
    let others = base.saturating_sub(n);
    n >= LEAST && (others == 0 || others >= LEAST)
}

/// Whether the poll may be given with and without them.
#[must_use]
pub(crate) fn may_be_split(poll: &MarkedPoll) -> bool {
    let cells = |of: fn(u64, u64) -> u64| poll.options.iter().map(|(_, n, marked)| of(*n, *marked)).collect();
    let marked = Counted { n: poll.n_marked, cells: cells(|_, marked| marked) };
    let others = Counted { n: poll.n - poll.n_marked, cells: cells(|n, marked| n - marked) };
    shown(&[Row::Counted(&marked), Row::Counted(&others)], None).iter().all(|shown| *shown)
}

/// Whether the share of any option differs by a percentage point or more without those marked, or there is none then.
#[must_use]
pub(crate) fn moves_a_point(poll: &MarkedPoll) -> bool {
    let (all, others) = (u128::from(poll.n), u128::from(poll.n - poll.n_marked));
    poll.options.iter().any(|(_, n, marked)| {
        let (with, without) = (u128::from(*n), u128::from(n - marked));
        100 * (with * others).abs_diff(without * all) >= all * others
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_domain::OptionId;

    /// Everybody's ballots and those of the marked, by option.
    fn poll(all: &[u64], marked: &[u64]) -> MarkedPoll {
        let options = (1..).zip(all.iter().zip(marked));
        let options = options.map(|(id, (all, marked))| (OptionId(id), *all, *marked)).collect();
        MarkedPoll { n: all.iter().sum(), n_marked: marked.iter().sum(), options }
    }

    #[test]
    fn few_are_told_on_neither_side() {
        assert_eq!([0, 4, 5, 60].map(|n| may_be_said(n, 1_760)), [false, false, true, true]);
        assert_eq!([56, 59, 60].map(|n| may_be_said(n, 60)), [false, false, true]);
    }

    #[test]
    fn a_poll_is_split_where_no_cell_is_small() {
        assert!(may_be_split(&poll(&[229, 810, 721], &[60, 0, 0])));
        assert!(may_be_split(&poll(&[229, 810, 721], &[60, 5, 5])));
        assert!(!may_be_split(&poll(&[229, 810, 721], &[60, 4, 0])), "four of those marked chose the second");
        assert!(!may_be_split(&poll(&[62, 810, 721], &[60, 0, 0])), "two of the others chose the first");
        assert!(!may_be_split(&poll(&[229, 810, 721], &[4, 0, 0])));
    }

    #[test]
    fn a_point_is_a_whole_one() {
        assert!(moves_a_point(&poll(&[229, 810, 721], &[60, 0, 0])));
        assert!(!moves_a_point(&poll(&[229, 810, 721], &[2, 8, 7])));
        // 50 of 100, and 49 of 98 or 48 of 98.
        assert!(!moves_a_point(&poll(&[50, 50], &[1, 1])));
        assert!(moves_a_point(&poll(&[50, 50], &[2, 0])));
        assert!(moves_a_point(&poll(&[50, 50], &[50, 50])), "nobody is left");
    }
}
