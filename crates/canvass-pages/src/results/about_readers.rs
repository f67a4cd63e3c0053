//! Statements about the readers themselves, with what was answered: apart from lists, groups and the table.

use super::ResultsPage;
use super::counts::stance_text;
use super::table::line_of;
use crate::PageError;
use crate::html::Html;
use crate::shell::content_lang;
use crate::words::Words;
use askama::Template;
use canvass_charts::{StanceBar, render_stance_bar};
use canvass_counts::StatementTotals;
use canvass_results::StatementLine;

#[derive(Template)]
#[template(path = "results/about_readers.html")]
pub(super) struct Part<'a> {
    t: Words,
    lang: Option<&'a str>,
    items: Vec<Item<'a>>,
    has_caution: bool,
}

struct Item<'a> {
    text: Option<&'a str>,
    bar: Html,
    /// "Agree 12, unsure 3, disagree 20", with shares.
    counts: String,
}

impl<'a> Part<'a> {
    pub(super) fn of(t: Words, page: &'a ResultsPage<'_>) -> Self {
        let lines: Vec<&StatementLine> = page.results.about_readers().collect();
        Self {
            t,
            lang: content_lang(page.conversation),
            items: lines.iter().map(|line| item(t, line)).collect(),
            has_caution: lines.iter().any(|line| t.is_cautious(line.totals.n())),
        }
    }

    /// The same in words, a line each.
    pub(super) fn words(&self) -> Vec<String> {
        if self.items.is_empty() {
            return Vec::new();
        }
        let head = format!("{}. {}", self.t.text("readers-title"), self.t.text("readers-what"));
        let line = |item: &Item<'_>| {
            let gone = self.t.text("statement-gone");
            format!("  - {} ({})", item.text.unwrap_or(&gone), item.counts)
        };
        std::iter::once(head).chain(self.items.iter().map(line)).chain([String::new()]).collect()
    }
}

/// The section alone, for a take.
pub(super) fn section(t: Words, page: &ResultsPage<'_>) -> Result<Html, PageError> {
    Ok(Html::trusted(Part::of(t, page).render()?))
}

fn item<'a>(t: Words, line: &'a StatementLine) -> Item<'a> {
    let StatementTotals { agree, disagree, unsure, .. } = line.totals;
    let stances = StanceBar { agree, disagree, unsure };
    let bar = Html::trusted(render_stance_bar(&stances, &stance_text(t, agree, unsure, disagree)));
    Item { text: line.text.as_deref(), bar, counts: line_of(t, &line.totals) }
}
