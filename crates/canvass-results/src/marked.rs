//! How many readers are marked as possibly not independent, and what the poll says with and without them.

use crate::counted::Counted;
use crate::rules::marked::{may_be_said, may_be_split, moves_a_point};
use crate::segments::Moment;
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
    /// Nothing where it would tell of few. Cells are those of `crosstab/marked.rs`.
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
    pub(crate) fn to_json(&self) -> Value {
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
