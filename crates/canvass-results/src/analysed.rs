//! A whole conversation analysed at once, cold and without a server: for exports, for `analyse`, and for editions.

use crate::map::{Answers, Material, floored};
use crate::{Caption, Results};
use canvass_analysis::methods::{self, Analysis};
use canvass_counts::segments::arrivals::{has_one_host, tells_arrivals, ways};
use canvass_counts::{AttributeAnswer, Ledger, LedgerError, SegmentCounts, Segments};
use canvass_domain::{Conversation, ConversationId, Instrument, Seq, Slug, Transcript};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A conversation with everything that can be said of its answers, computed without a server.
#[derive(Clone, Debug)]
pub struct Analysed {
    /// The conversation, as its log leaves it.
    pub conversation: Conversation,
    /// Results, with the map where there are answers enough.
    pub results: Results,
    /// What the map was made of, and everything that Polis's own method finds in it: groups may be smaller there.
    pub mapped: Option<(Material, Analysis)>,
    /// How many groups Polis would show, where the least size of a group changed which are shown here.
    pub polis_groups: Option<usize>,
}

/// Analyses a whole conversation, cold, on as many threads as the caller has given.
///
/// Answers by attribute are left out: they are shown in steps that belong to a server's log. How many came from the
/// story's site is told where it is known, as of the last step of this log.
///
/// # Errors
/// When the log is not dense from 1.
pub fn analyse(slug: &Slug, transcript: &Transcript) -> Result<Analysed, LedgerError> {
    let ledger = Ledger::of(&transcript.events)?;
    let conversation = Conversation {
        visibility: canvass_domain::Visibility::Public,
        id: ConversationId(0),
        slug: slug.clone(),
        state: ledger.state(),
        provenance: transcript.provenance,
        note: transcript.note.clone(),
        version: transcript.version(),
        instrument: transcript.instrument.clone(),
        created_ms: 0,
        turns: ledger.turns(),
    };
    let statements: BTreeMap<_, _> =
        transcript.statements.iter().map(|statement| (statement.id, statement.clone())).collect();
    let results = Results::new(&conversation, ledger.totals(), &statements);
    let results = results.with_caption(Caption::new(&conversation, &statements, ledger.votes_per_person()));
    let results = results.with_segments(Arc::new(not_by_attribute(&conversation, transcript)?));
    let material = due(&ledger).map(|_| Answers::all(&ledger).material());
    let mapped = material.and_then(|material| material.analyse_as_polis().map(|found| (material, found)));
    let floored = mapped
        .as_ref()
        .map(|(material, found)| (material, floored(found.clone(), &material.matrix, &material.treatments)));
    let map = floored.as_ref().map(|(material, found)| Arc::new(material.map(found)));
    let groups = |found: &Analysis| found.groups.iter().map(|group| group.n_members).collect::<Vec<_>>();
    let polis_groups = mapped
        .as_ref()
        .zip(floored.as_ref())
        .and_then(|((_, polis), (_, here))| (groups(polis) != groups(here)).then_some(polis.groups.len()));
    Ok(Analysed { conversation, results: results.with_map(map), mapped, polis_groups })
}

/// How many came from the story's site and how many are marked, and nothing by attribute.
fn not_by_attribute(conversation: &Conversation, transcript: &Transcript) -> Result<Segments, LedgerError> {
    let Transcript { instrument, arrivals, earlier, events, .. } = transcript;
    let marked = arrivals.iter().filter(|arrival| !arrival.marks.is_empty());
    let mut said: Vec<AttributeAnswer> = marked.map(|arrival| AttributeAnswer::mark(arrival.participant)).collect();
    if tells_arrivals(conversation) && has_one_host(instrument, earlier) {
        said.extend(ways(arrivals));
    }
    if said.is_empty() {
        return Ok(Segments::default());
    }
    let asked = Instrument { attributes: Vec::new(), ..instrument.clone() };
    let (ledger, segment_counts) = SegmentCounts::of(&asked, events, said)?;
    let Segments { arrivals, marked, .. } = segment_counts.shown(&ledger);
    Ok(Segments { arrivals, marked, ..Segments::default() })
}

/// The analysis of all that is in a ledger, with what it was made of; nothing where there are too few answers.
#[must_use]
pub fn cold(ledger: &Ledger) -> Option<(Material, Analysis)> {
    due(ledger)?;
    let material = Answers::all(ledger).material();
    let analysis = material.analyse()?;
    Some((material, analysis))
}

/// The event since which answers are as they are, where there are enough of them for a map.
#[must_use]
pub fn due(ledger: &Ledger) -> Option<Seq> {
    let voters = usize::try_from(ledger.n_voters()).unwrap_or(usize::MAX);
    let method = methods::PRIMARY;
    (voters >= method.least_rows() && ledger.n_voted_on() >= method.least_columns()).then(|| ledger.answers_seq())
}
