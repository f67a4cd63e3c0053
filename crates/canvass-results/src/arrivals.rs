//! How people came, as far as it is counted: from the story's site, or not.

use crate::counted::Counted;
use crate::line::Taken;
use crate::rules::arrivals::may_be_said;
use canvass_domain::{Instrument, ParticipantId, Seq, Story};
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
