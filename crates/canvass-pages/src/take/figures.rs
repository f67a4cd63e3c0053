//! Where every figure of a take comes from, one line each.

use crate::words::Words;
use canvass_results::take::FigureRecord;
use canvass_results::{Arg, grouped};

/// One figure.
pub(super) struct FigureLine {
    pub value: String,
    pub kind: String,
    pub counts: Option<String>,
    pub of: String,
    pub is_cited: bool,
}

pub(super) fn figure_lines(t: Words, figures: &[FigureRecord]) -> Vec<FigureLine> {
    figures.iter().map(|figure| line(t, figure)).collect()
}

fn line(t: Words, figure: &FigureRecord) -> FigureLine {
    let is_cited = figure.kind == "cited";
    let counts = figure.n.zip(figure.base).filter(|(n, base)| n != base).map(|(n, base)| {
        let (n, base) = (grouped(n), grouped(base));
        t.with("take-figure-counts", &[("n", Arg::Text(n.as_str())), ("base", Arg::Text(&base))])
    });
    FigureLine {
        value: figure.value.clone(),
        kind: t.text(if is_cited { "take-figure-cited" } else { "take-figure-bound" }),
        counts,
        of: figure.of.clone(),
        is_cited,
    }
}
