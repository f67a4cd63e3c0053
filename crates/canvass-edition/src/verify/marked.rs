//! How many readers are marked, and the poll with and without them: counted again out of the rows where they say it.

use crate::bundle::{Bundle, VoteRow};
use crate::{Edition, ExcludedOption, ExcludedPoll};
use canvass_counts::{MarkedPoll, MarkedReaders, SegmentTable, Segments};
use canvass_domain::{Assurance, Channel, OptionId, Seq};
use canvass_results::Results;
use std::sync::Arc;

/// Results with what the rows say of marks. Where rows tell of none, as few of those marked could be told apart, the
/// edition's own number stands, attested.
pub(super) fn with_marked(again: Results, bundle: &Bundle, edition: &Edition) -> Results {
    let instrument = edition.instrument().cloned().unwrap_or_default();
    let said = Results::from_json(&edition.results, &instrument, &edition.totals).ok();
    let said = said.and_then(|results| results.segments.marked.clone());
    let has_marks = bundle.votes.rows.iter().any(|row| !row.marks.is_empty());
    // What may not be told of the poll is kept back by a rule of its own, so rows with marks come with it.
    let marked = match (has_marks, said) {
        (true, said) => recount(bundle, &again, said.map_or(again.totals.seq, |said| said.seq)),
        (false, said) => said.filter(|said| said.poll.is_none()),
    };
    let segments = Segments { marked, ..Segments::clone(&again.segments) };
    Results { segments: Arc::new(segments), ..again }
}

/// Results with what no log tells of: answers by how readers came in, as the edition has them.
pub(super) fn attested_beside(worked: Results, edition: &Edition) -> Results {
    let instrument = edition.instrument().cloned().unwrap_or_default();
    let Ok(said) = Results::from_json(&edition.results, &instrument, &edition.totals) else { return worked };
    let mut segments = Segments::clone(&worked.segments);
    let known: Vec<_> = said.segments.tables.iter().filter(|table| is_of_ways_in(table)).cloned().collect();
    if !known.is_empty() {
        segments.moment = segments.moment.or(said.segments.moment);
        segments.tables.extend(known);
    }
    Results { segments: Arc::new(segments), ..worked }
}

/// Whether a table is of what no log tells, in the words there are for it.
pub(super) fn is_of_ways_in(table: &SegmentTable) -> bool {
    let mut values = table.segments.iter().map(|segment| segment.value.as_str());
    match table.attribute.as_str() {
        _ if table.is_asked => false,
        "assurance" => values.all(|value| Assurance::from_word(value).is_some()),
        "channel" => values.all(|value| Channel::from_word(value).is_some()),
        _ => false,
    }
}

/// Whether what an edition says of the excluded fits what else it says: how many there are in all, and the poll without
/// them.
pub(super) fn exclusions_fit(edition: &Edition, results: &Results) -> bool {
    let n: u64 = edition.exclusions.iter().map(|record| record.readers).sum();
    let fits = |poll: &ExcludedPoll| {
        let option = |one: &ExcludedOption| one.n.checked_sub(one.excluded) == Some(results.totals.option(one.id));
        let named = |id: OptionId| poll.options.iter().any(|one| one.id == id);
        let mut all = results.poll.iter().flat_map(canvass_domain::Poll::numbered);
        poll.n.checked_sub(poll.excluded) == Some(results.totals.n_ballots)
            && poll.options.iter().all(option)
            && all.all(|(id, _)| named(id) || results.totals.option(id) == 0)
    };
    (edition.exclusions.is_empty() || n == edition.moderation.excluded)
        && edition.exclusions.iter().filter_map(|record| record.poll.as_ref()).all(fits)
}

fn recount(bundle: &Bundle, again: &Results, seq: Seq) -> Option<MarkedReaders> {
    let takes_part = |row: &&VoteRow| {
        !(row.options.is_empty() && row.agree.is_empty() && row.disagree.is_empty() && row.unsure.is_empty())
    };
    let rows: Vec<_> = bundle.votes.rows.iter().filter(takes_part).collect();
    let count = |is_counted: &dyn Fn(&VoteRow) -> bool| {
        u64::try_from(rows.iter().filter(|row| is_counted(row)).count()).unwrap_or(u64::MAX)
    };
    let is_marked = |row: &VoteRow| !row.marks.is_empty();
    let option = |id: OptionId| {
        let named = count(&|row| row.options.contains(&id));
        (id, named, count(&|row| is_marked(row) && row.options.contains(&id)))
    };
    let poll = again.poll.as_ref().map(|poll| MarkedPoll {
        n: count(&|row| !row.options.is_empty()),
        n_marked: count(&|row| is_marked(row) && !row.options.is_empty()),
        options: poll.numbered().map(|(id, _)| option(id)).collect(),
    });
    MarkedReaders::said(count(&is_marked), count(&|_| true), seq, poll)
}
