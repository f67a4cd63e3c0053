//! Themes: what is found in planted and real texts, and how stable it is.

mod finds;
mod measured;
mod unlisted;

use canvass_text::{Theme, ThemeDocument, gather_themes};
use std::collections::BTreeMap;

/// The themes of texts about which no votes are known.
fn gather(texts: &[&str], language: &str) -> Vec<Theme> {
    let documents: Vec<ThemeDocument<'_>> = texts.iter().map(|text| ThemeDocument { text, votes: &[] }).collect();
    gather_themes(&documents, language)
}

/// Of each text in a theme, which.
fn theme_by_text(themes: &[Theme]) -> BTreeMap<usize, usize> {
    let of =
        |(theme, found): (usize, &Theme)| found.documents.iter().map(move |text| (*text, theme)).collect::<Vec<_>>();
    themes.iter().enumerate().flat_map(of).collect()
}
