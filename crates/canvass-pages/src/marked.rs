//! Texts with the conversation's terms marked, and the glossary they lead to.

use crate::html::Html;
use canvass_domain::Term;

/// Marks terms in texts.
#[derive(Debug)]
pub(crate) struct Terms {
    entries: Vec<GlossaryEntry>,
}

/// One entry of the list below the question.
#[derive(Clone, Debug)]
pub(crate) struct GlossaryEntry {
    /// Its element's id, which marked terms lead to.
    pub(crate) id: String,
    pub(crate) word: String,
    pub(crate) text: String,
}

impl Terms {
    pub(crate) fn of(terms: &[Term]) -> Self {
        let entries = (1..).zip(terms).map(|(n, term)| GlossaryEntry {
            id: format!("term-{n}"),
            word: term.word.clone(),
            text: term.text.clone(),
        });
        Self { entries: entries.collect() }
    }

    /// The glossary.
    pub(crate) fn entries(&self) -> Vec<GlossaryEntry> {
        self.entries.clone()
    }

    /// One line of plain text, escaped, its terms marked.
    pub(crate) fn line(&self, text: &str) -> Html {
        Html::trusted(
            askama::filters::escape(text, askama::filters::Html).map(|safe| safe.to_string()).unwrap_or_default(),
        )
    }

    /// Markdown made safe, its terms marked.
    pub(crate) fn markdown(&self, text: &str) -> Html {
        self.line(text)
    }
}
