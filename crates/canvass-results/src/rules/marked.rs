//! What is said of readers who are marked, and what the poll says without them.

use crate::{Phrasebook, Results};
use canvass_counts::{MarkedPoll, Share};
use canvass_domain::{OptionId, Poll, ReaderMark};
use canvass_words::Arg;

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
