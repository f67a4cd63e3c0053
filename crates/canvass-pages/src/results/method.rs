//! How the results were worked out, with every number that acts in it.

use super::ResultsPage;
use crate::words::Words;
use canvass_counts::thresholds;
use canvass_domain::{Design, Provenance};
use canvass_words::Arg;

/// One paragraph a rule.
pub(super) fn lines(t: Words, page: &ResultsPage<'_>) -> Vec<String> {
    let conversation = page.conversation;
    let design = match (conversation.provenance, conversation.instrument.design) {
        (Provenance::Imported, _) => "method-elsewhere",
        (_, Design::Open) => "method-open",
        (_, Design::List | Design::Sampled) => "method-invited",
    };
    let (once, showing) = match conversation.provenance {
        Provenance::Here => ("method-once-here", "method-shown-here"),
        Provenance::Imported => ("method-once-imported", "method-shown-imported"),
        Provenance::Synthetic => ("method-once-synthetic", "method-shown-synthetic"),
    };
    let shares = [("from", Arg::Count(thresholds::PERCENT_FROM)), ("caution", Arg::Count(thresholds::CAUTION_BELOW))];
    let length = u64::try_from(thresholds::LIST_LEN).unwrap_or(u64::MAX);
    let lists = [
        ("least", Arg::Count(thresholds::LIST_MIN_N)),
        ("length", Arg::Count(length)),
        ("alike", Arg::Count(thresholds::ALIKE_FROM_PCT)),
        ("divides", Arg::Count(thresholds::DIVIDES_FROM_PCT)),
        ("unsure", Arg::Count(thresholds::UNSURE_FROM_PCT)),
        ("parts", Arg::Count(thresholds::PARTS_FROM_POINTS)),
        ("group", Arg::Count(thresholds::GROUP_MIN_N)),
    ];
    let map = page.results.map.as_deref().map(|map| {
        let values = [
            ("least", Arg::Count(thresholds::MAP_LEAST_ANSWERS)),
            ("people", Arg::Count(thresholds::MAP_LEAST_PEOPLE)),
            ("group", Arg::Count(thresholds::GROUP_MIN_N)),
            ("seq", Arg::Count(map.seq.0)),
        ];
        t.with("method-groups", &values)
    });
    // A poll without statements has no lists, and its method says nothing of them.
    let has_statements = !page.results.statements.is_empty();
    let counting = if has_statements { "method-counting" } else { "method-counting-poll" };
    let lists_key = if page.results.compares_groups() { "method-lists-groups" } else { "method-lists" };
    let lines = [
        Some(t.text(design)),
        Some(format!("{} {}", t.text(once), t.text(counting))),
        has_statements.then(|| t.text(showing)),
        Some(t.with("method-shares", &shares)),
        has_statements.then(|| t.with(lists_key, &lists)),
        has_statements.then(|| t.text("method-declined")),
        map,
        Some(t.count("method-seq", page.results.totals.seq.0)),
        crate::words::mistaken(t, conversation),
    ];
    lines.into_iter().flatten().collect()
}
