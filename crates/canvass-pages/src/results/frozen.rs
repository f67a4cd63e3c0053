//! Parts of results as a take places them: a chart as a figure, tables without a form, the method.
//!
//! They are the same as on the page of results, so that a number looks and reads alike wherever it stands.

use super::chart::{poll_chart, subtitle};
use super::{ResultsPage, about_readers, groups, method, segments, table};
use crate::PageError;
use crate::html::Html;
use crate::marked::escaped;
use crate::words::Words;
use askama::Template;
use canvass_charts::Frame;

/// The poll's chart as a figure; empty where nobody answered one.
pub(crate) fn poll_figure(t: Words, page: &ResultsPage<'_>) -> String {
    let totals = &page.results.totals;
    let Some(poll) = page.results.poll.as_ref().filter(|_| totals.n_ballots > 0) else { return String::new() };
    let note = t.book().rounding_note(totals, poll);
    let caution = t.is_cautious(totals.n_ballots).then(|| t.text("caution-note"));
    let marked = t.book().marked(page.results);
    let notes =
        [note, caution, marked].into_iter().flatten().map(|note| format!("<p class=\"hint\">{}</p>", escaped(&note)));
    format!(
        "<figure class=\"poll-chart\"><figcaption>{}</figcaption>{}{}</figure>",
        escaped(&format!("{} {}", poll.question, subtitle(t, totals).replace("n = ", "n\u{a0}=\u{a0}"))),
        poll_chart(t, poll, totals).render(Frame::InPage),
        notes.collect::<String>()
    )
}

/// The map as a figure with its groups in words; empty where there is none.
pub(crate) fn map_figure(t: Words, page: &ResultsPage<'_>) -> String {
    groups::map_figure(t, page.results)
}

/// Answers by attribute, statements about the readers, and every statement about the topic.
pub(crate) fn frozen_parts(t: Words, page: &ResultsPage<'_>) -> Result<[Html; 3], PageError> {
    let segments = segments::Part::of(t, page).render()?;
    let table = table::Table::of(t, page).render()?;
    Ok([Html::trusted(segments), about_readers::section(t, page)?, Html::trusted(table)])
}

/// How results were worked out.
pub(crate) fn method_lines(t: Words, page: &ResultsPage<'_>) -> Vec<String> {
    method::lines(t, page)
}
