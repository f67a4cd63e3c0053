//! Where every figure of a take comes from, one line each.

use crate::words::Words;
use canvass_domain::{Figure, Instrument};
use canvass_edition::FigureRecord;
use canvass_words::Arg;

/// One figure.
pub(super) struct FigureLine {
    pub value: String,
    pub kind: String,
    pub counts: Option<String>,
    pub of: String,
    pub is_cited: bool,
    /// The source of a figure from elsewhere, and where it says so.
    pub source: Option<(String, String)>,
}

pub(super) fn figure_lines(t: Words, instrument: &Instrument, figures: &[FigureRecord]) -> Vec<FigureLine> {
    figures.iter().map(|figure| line(t, instrument, figure)).collect()
}

/// The source of a figure from elsewhere by the key of its fact, and its address where that can be followed safely.
pub(super) fn source_of<'a>(instrument: &'a Instrument, key: &str) -> Option<(&'a str, &'a str)> {
    let name = key.strip_prefix("figure.").unwrap_or(key);
    let is_it = |figure: &&Figure| figure.key == name || figure.key == key;
    let figure = instrument.figures.iter().find(is_it)?;
    let is_safe = |url: &&str| ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme));
    figure.url.as_deref().filter(is_safe).map(|url| (figure.source.as_str(), url))
}

fn line(t: Words, instrument: &Instrument, figure: &FigureRecord) -> FigureLine {
    let is_cited = figure.kind == "cited";
    let counts = figure.n.zip(figure.base).filter(|(n, base)| n != base).map(|(n, base)| {
        let (n, base) = (t.number(n), t.number(base));
        t.with("take-figure-counts", &[("n", Arg::Text(n.as_str())), ("base", Arg::Text(&base))])
    });
    FigureLine {
        value: figure.value.clone(),
        kind: t.text(if is_cited { "take-figure-cited" } else { "take-figure-bound" }),
        counts,
        of: figure.of.clone(),
        is_cited,
        source: source_of(instrument, &figure.key)
            .filter(|_| is_cited)
            .map(|(source, url)| (source.to_owned(), url.to_owned())),
    }
}
