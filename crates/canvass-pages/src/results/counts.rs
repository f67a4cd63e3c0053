//! Counts in words, as several parts of the page say them.

use crate::words::Words;
use canvass_results::Compared;
use canvass_words::Arg;

/// "121 of 200 statements could be compared", and why not the rest.
pub(super) fn how_many(t: Words, key: &'static str, compared: Compared, least: u64) -> String {
    let n = if compared.is_whole() && compared.of > 1 { Arg::Text("all") } else { Arg::Count(compared.n) };
    t.with(key, &[("compared", n), ("of", Arg::Count(compared.of)), ("n", Arg::Count(least))])
}

/// "61 agree, 12 unsure, 27 disagree".
pub(super) fn stance_text(t: Words, agree: u64, unsure: u64, disagree: u64) -> String {
    t.with(
        "stances",
        &[("agree", Arg::Count(agree)), ("unsure", Arg::Count(unsure)), ("disagree", Arg::Count(disagree))],
    )
}
