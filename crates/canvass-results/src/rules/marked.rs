//! When it may be said how many readers are marked, and what the poll says without them.
//!
//! Those marked and the others are two lines of one table. How many there are is said where neither is few; what each
//! line answered where neither line is small, as with any table by attribute (`suppression.rs`).

use super::suppression::{LEAST, Line, shown};
use crate::counted::Counted;
use crate::{MarkedPoll, Phrasebook, Results, Share};
use canvass_domain::{OptionId, Poll, ReaderMark};
use canvass_words::Arg;

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
    shown(&[Line::Counted(&marked), Line::Counted(&others)], None).iter().all(|shown| *shown)
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

/// The key of a mark's name in the catalogue.
#[must_use]
pub const fn mark_key(mark: ReaderMark) -> &'static str {
    match mark {
        ReaderMark::Burst => "mark-burst",
        ReaderMark::Hurried => "mark-hurried",
        ReaderMark::StraightLine => "mark-straight-line",
        ReaderMark::SameAnswers => "mark-same-answers",
        ReaderMark::ManyTexts => "mark-many-texts",
    }
}

impl Phrasebook {
    /// "64 of the 1,824 readers are marked as possibly not independent of each other.", with the poll with and without them where a figure
    /// moves by a point; nothing where it may not be said.
    #[must_use]
    pub fn marked(&self, results: &Results) -> Option<String> {
        let marked = results.segments.marked.as_ref()?;
        let values = [("n", Arg::Count(marked.n)), ("base", Arg::Count(marked.base))];
        // While it is open the count is of an earlier moment than the totals beside it.
        let is_now = marked.seq == results.totals.seq;
        let said = self.messages().with(if is_now { "marked" } else { "marked-then" }, &values);
        let without = marked.moved_poll().zip(results.poll.as_ref()).map(|(split, poll)| self.without(split, poll));
        Some(std::iter::once(said).chain(without).collect::<Vec<_>>().join(" "))
    }

    /// "Without them: “Yes” 13% instead of 34%; “No” 87% instead of 66%."
    #[must_use]
    pub fn without(&self, split: &MarkedPoll, poll: &Poll) -> String {
        let share = |share: Share| self.percent_in_words(share).unwrap_or_else(|| self.count_and_share(share));
        let figure = |(id, n, marked): &(OptionId, u64, u64)| {
            let option = &poll.numbered().find(|(known, _)| known == id)?.1.text;
            let with = share(Share { n: *n, base: split.n });
            let without = share(Share { n: n - marked, base: split.n_without() });
            let values = [("option", Arg::Text(option)), ("with", Arg::Text(&with)), ("without", Arg::Text(&without))];
            Some(self.messages().with("marked-figure", &values))
        };
        let figures = split.options.iter().filter_map(figure).collect::<Vec<_>>().join("; ");
        self.messages().with("marked-without", &[("figures", Arg::Text(&figures))])
    }
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
