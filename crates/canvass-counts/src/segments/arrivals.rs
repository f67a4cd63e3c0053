//! How people came, as far as it is counted: from the story's site, or not; and when that may be said.
//!
//! The class of an arrival is that of a host: whoever came from any page there. So the host is named and never the
//! story, and nothing is said that would tell of few, on either side. The counts move in steps (`counts.rs`).

use super::attribute_answer::AttributeAnswer;
use crate::segments::counted::Counted;
use crate::segments::stepped_row::Taken;
use crate::segments::suppression::LEAST;
use canvass_domain::{Arrival, ArrivedVia, Conversation, Earlier, Instrument, ParticipantId, Provenance, Seq, Story};
use std::collections::BTreeMap;

/// How many came from the story's site, as it may be said; the same at every moment until the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrivals {
    /// The host of the story's address.
    pub host: String,
    /// People who first came from a page there.
    pub n: u64,
    /// People whose way of coming is known.
    pub base: u64,
    /// The last entry of the log that is counted in it.
    pub seq: Seq,
}

impl Arrivals {
    /// Nothing where it would tell of few.
    pub(crate) fn of(host: &str, Taken { counts: Counted { n: base, cells }, moment }: &Taken) -> Option<Self> {
        let n = cells.first().copied().unwrap_or(0);
        may_be_said(n, *base).then(|| Self { host: host.to_owned(), n, base: *base, seq: moment.seq })
    }
}

/// How each person came, where the conversation belongs to a story.
#[derive(Clone, Debug)]
pub(crate) struct Ways {
    pub host: String,
    /// Whether each came from there. Whoever was erased is not in it.
    pub people: BTreeMap<ParticipantId, bool>,
}

impl Ways {
    pub(crate) fn of(instrument: &Instrument) -> Option<Self> {
        let host = instrument.story.as_ref().and_then(Story::host)?;
        Some(Self { host, people: BTreeMap::new() })
    }
}

/// Whether it may be said that `n` of `base` people came from there: at least 5 did, and nobody or at least 5 did not.
#[must_use]
pub(crate) const fn may_be_said(n: u64, base: u64) -> bool {
    let others = base.saturating_sub(n);
    n >= LEAST && (others == 0 || others >= LEAST)
}

/// How people came, as segment counts take it.
pub fn ways(arrivals: &[Arrival]) -> impl Iterator<Item = AttributeAnswer> {
    arrivals.iter().map(|one| AttributeAnswer::arrival(one.participant, one.via == ArrivedVia::Story))
}

/// Whether it is known by what way people came: not where answers were collected elsewhere.
#[must_use]
pub fn tells_arrivals(conversation: &Conversation) -> bool {
    conversation.provenance != Provenance::Imported && conversation.instrument.story.is_some()
}

/// Whether the story was on the same host from the first answer on: what is kept of each arrival is told apart by that.
#[must_use]
pub fn has_one_host(instrument: &Instrument, earlier: &[Earlier]) -> bool {
    let host = |instrument: &Instrument| instrument.story.as_ref().and_then(Story::host);
    let now = host(instrument);
    earlier.iter().all(|earlier| host(&earlier.instrument) == now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_told_on_neither_side() {
        let said = |n: u64| [0, 1, 4, 5, 40].map(|others| may_be_said(n, n + others));
        assert_eq!(said(0), [false; 5]);
        assert_eq!(said(4), [false; 5]);
        assert_eq!(said(5), [true, false, false, true, true]);
        assert_eq!(said(31), [true, false, false, true, true]);
    }
}
