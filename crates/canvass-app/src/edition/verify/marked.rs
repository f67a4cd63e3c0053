//! How many readers are marked, and the poll with and without them: counted again out of the rows where they say it.

use canvass_domain::OptionId;
use canvass_formats::bundle::Bundle;
use canvass_results::take::Edition;
use canvass_results::{MarkedPoll, MarkedReaders, Results, Segments};
use std::sync::Arc;

/// Results with what the rows say of marks. Where rows tell of none, as few of those marked could be told apart, the
/// edition's own number stands, attested.
pub(super) fn with_marked(again: Results, bundle: &Bundle, edition: &Edition) -> Results {
    let instrument = edition.instrument().cloned().unwrap_or_default();
    let said = Results::from_json(&edition.results, &instrument, &edition.totals).ok();
    let Some(said) = said.and_then(|results| results.segments.marked.clone()) else { return again };
    let has_marks = bundle.votes.rows.iter().any(|row| !row.marks.is_empty());
    let marked = if has_marks { recount(bundle, &again, &said) } else { Some(said.clone()) };
    // What may not be told of the poll is kept back by a rule of its own, so rows with marks come with it.
    let marked = marked.filter(|_| has_marks || said.poll.is_none());
    let segments = Segments { marked, ..Segments::clone(&again.segments) };
    Results { segments: Arc::new(segments), ..again }
}

/// Results with what no log tells of: answers by how readers came in, as the edition has them.
pub(super) fn attested_beside(worked: Results, edition: &Edition) -> Results {
    let instrument = edition.instrument().cloned().unwrap_or_default();
    let Ok(said) = Results::from_json(&edition.results, &instrument, &edition.totals) else { return worked };
    let mut segments = Segments::clone(&worked.segments);
    let known: Vec<_> = said.segments.tables.iter().filter(|table| !table.is_asked).cloned().collect();
    if !known.is_empty() {
        segments.moment = segments.moment.or(said.segments.moment);
        segments.tables.extend(known);
    }
    Results { segments: Arc::new(segments), ..worked }
}

fn recount(bundle: &Bundle, again: &Results, said: &MarkedReaders) -> Option<MarkedReaders> {
    let takes_part = |row: &&canvass_formats::bundle::VoteRow| {
        !(row.options.is_empty() && row.agree.is_empty() && row.disagree.is_empty() && row.unsure.is_empty())
    };
    let rows: Vec<_> = bundle.votes.rows.iter().filter(takes_part).collect();
    let count = |is_counted: &dyn Fn(&canvass_formats::bundle::VoteRow) -> bool| {
        u64::try_from(rows.iter().filter(|row| is_counted(row)).count()).unwrap_or(u64::MAX)
    };
    let is_marked = |row: &canvass_formats::bundle::VoteRow| !row.marks.is_empty();
    let option = |id: OptionId| {
        let named = count(&|row| row.options.contains(&id));
        (id, named, count(&|row| is_marked(row) && row.options.contains(&id)))
    };
    let poll = again.poll.as_ref().map(|poll| MarkedPoll {
        n: count(&|row| !row.options.is_empty()),
        n_marked: count(&|row| is_marked(row) && !row.options.is_empty()),
        options: poll.numbered().map(|(id, _)| option(id)).collect(),
    });
    MarkedReaders::said(count(&is_marked), count(&|_| true), said.seq, poll)
}
