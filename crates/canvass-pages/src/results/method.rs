//! How the results were worked out, with every number that acts in it.

use super::ResultsPage;
use crate::words::Words;
use canvass_domain::{Design, Provenance};
use canvass_results::{Arg, thresholds};

/// One paragraph a rule.
pub(super) fn lines(t: Words, page: &ResultsPage<'_>) -> Vec<String> {
    let conversation = page.conversation;
    let design = match conversation.instrument.design {
        Design::Open => t.text("method-open"),
        Design::List | Design::Sampled => t.text("method-invited"),
    };
    let showing = match conversation.provenance {
        Provenance::Here => t.text("method-shown-here"),
        Provenance::Imported => t.text("method-shown-imported"),
        Provenance::Synthetic => t.text("method-shown-synthetic"),
    };
    let shares = [("from", Arg::Count(thresholds::PERCENT_FROM)), ("caution", Arg::Count(thresholds::CAUTION_BELOW))];
    let length = u64::try_from(thresholds::LIST_LEN).unwrap_or(u64::MAX);
    let lists = [
        ("n", Arg::Count(page.results.lists.min_n)),
        ("least", Arg::Count(thresholds::LIST_MIN_N)),
        ("share", Arg::Count(thresholds::LIST_MIN_SHARE_PCT)),
        ("length", Arg::Count(length)),
        ("alike", Arg::Count(thresholds::ALIKE_FROM_PCT)),
        ("divides", Arg::Count(thresholds::DIVIDES_FROM_PCT)),
        ("unsure", Arg::Count(thresholds::UNSURE_FROM_PCT)),
    ];
    vec![
        design,
        t.text("method-counting"),
        showing,
        t.with("method-shares", &shares),
        t.with("method-lists", &lists),
        t.text("method-declined"),
        t.count("method-seq", page.results.totals.seq.0),
    ]
}
