//! Texts with the conversation's terms marked, and the glossary they lead to.

use crate::html::Html;
use canvass_domain::Term;
use canvass_text::{Glossary, Placed, Segment, Shown, markdown_to_html_with_terms, prose_to_html};

/// Marks terms in texts. A marked term is a link to the glossary below, described by its entry there, with the
/// meaning beside it for the eye.
#[derive(Debug)]
pub(crate) struct Terms {
    entries: Vec<GlossaryEntry>,
    glossary: Glossary,
}

/// One entry of the list below the question.
#[derive(Clone, Debug)]
pub(crate) struct GlossaryEntry {
    /// Its element's id, which marked terms lead to.
    pub(crate) id: String,
    pub(crate) word: String,
    pub(crate) text: String,
    /// What was said of it later, the newest first: it stands before the meaning it was given at first.
    pub(crate) clarified: Vec<String>,
}

impl Terms {
    pub(crate) fn of(terms: &[Term]) -> Self {
        let entries = (1..).zip(terms).map(|(n, term)| GlossaryEntry {
            id: format!("term-{n}"),
            word: term.word.clone(),
            text: term.text.clone(),
            clarified: Vec::new(),
        });
        let pairs: Vec<(&str, &str)> = terms.iter().map(|term| (term.word.as_str(), term.text.as_str())).collect();
        Self { entries: entries.collect(), glossary: Glossary::new(&pairs) }
    }

    /// The same with what was said later of each word.
    pub(crate) fn clarified(mut self, of: impl Fn(&str) -> Vec<String>) -> Self {
        for entry in &mut self.entries {
            entry.clarified = of(&entry.word);
        }
        self
    }

    /// The glossary.
    pub(crate) fn entries(&self) -> Vec<GlossaryEntry> {
        self.entries.clone()
    }

    /// One line of plain text, escaped, its terms marked.
    pub(crate) fn line(&self, text: &str) -> Html {
        let pieces = self.glossary.segments(text).into_iter().map(|segment| match segment {
            Segment::Plain(text) => escaped(text),
            Segment::Term { text, index } => self.mark(index, &escaped(text)),
        });
        Html::trusted(pieces.collect())
    }

    /// Markdown made safe, its terms marked.
    pub(crate) fn markdown(&self, text: &str) -> Html {
        let html = markdown_to_html_with_terms(text, &self.glossary, &|index, words| self.mark(index, words));
        Html::trusted(closed_up(html))
    }

    /// Prose made safe, its terms marked, its references shown as `show` says and its citations as `cite` does.
    pub(crate) fn prose(
        &self,
        text: &str,
        show: &dyn Fn(&str, Placed) -> String,
        cite: &dyn Fn(&str, &str) -> String,
    ) -> Html {
        let mark = |index, words: &str| self.mark(index, words);
        Html::trusted(prose_to_html(text, &self.glossary, &Shown { mark: &mark, show, cite }))
    }

    /// The link and the meaning for the eye. The words come in escaped.
    fn mark(&self, index: usize, words: &str) -> String {
        let Some(entry) = self.entries.get(index) else {
            return words.to_owned();
        };
        let meanings = entry.clarified.first().into_iter().chain([&entry.text]);
        let (id, text) = (&entry.id, escaped(&meanings.map(String::as_str).collect::<Vec<_>>().join(" ")));
        format!(
            "<span class=\"marked\"><a class=\"term\" href=\"#{id}\" aria-describedby=\"{id}-text\">{words}</a>\
             <span class=\"tip\" dir=\"auto\" aria-hidden=\"true\">{text}</span></span>"
        )
    }
}

/// Headings moved up where the author began below the top one, so that none is skipped in the page's outline. A
/// `<` in the author's words is escaped, so what is replaced here is always a tag.
fn closed_up(mut html: String) -> String {
    for _ in 3..6 {
        if html.contains("<h3>") {
            break;
        }
        for (from, to) in [(4, 3), (5, 4), (6, 5)] {
            html = html.replace(&format!("<h{from}>"), &format!("<h{to}>"));
            html = html.replace(&format!("</h{from}>"), &format!("</h{to}>"));
        }
    }
    html
}

/// An author's headings where they are a page's own: the top ones directly below its title.
pub(crate) fn outlined(html: String) -> String {
    let mut html = closed_up(html);
    for (from, to) in [(3, 2), (4, 3), (5, 4), (6, 5)] {
        html = html.replace(&format!("<h{from}>"), &format!("<h{to}>"));
        html = html.replace(&format!("</h{from}>"), &format!("</h{to}>"));
    }
    html
}

/// A text as it may stand in markup.
pub(crate) fn escaped(text: &str) -> String {
    // Writing to a string does not fail.
    askama::filters::escape(text, askama::filters::Html).map(|safe| safe.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_leave_no_level_out() {
        let check = |markdown, expected| assert_eq!(Terms::of(&[]).markdown(markdown).to_string().trim(), expected);
        check("## A\n\n### B", "<h3>A</h3>\n<h4>B</h4>");
        check("# A\n\n## B", "<h3>A</h3>\n<h4>B</h4>");
        check("#### A", "<h3>A</h3>");
        check("`<h4>`", "<p><code>&lt;h4&gt;</code></p>");
        check("A", "<p>A</p>");
    }

    #[test]
    fn the_newest_meaning_of_a_term_comes_first() {
        let term = Term { word: "bail".to_owned(), text: "As the law has it.".to_owned() };
        let later = |_: &str| vec!["7 May 2030: Here, by the police.".to_owned(), "2 May 2030: By a court.".to_owned()];
        let marked = Terms::of(&[term]).clarified(later).line("bail").to_string();
        assert!(marked.contains(">7 May 2030: Here, by the police. As the law has it.</span>"), "{marked}");
    }

    #[test]
    fn terms_are_marked_and_everything_is_escaped() {
        let term = Term { word: "place of safety".to_owned(), text: "<b>Where</b>".to_owned() };
        let marked = Terms::of(&[term]).line("A <place of safety> & more").to_string();
        assert_eq!(
            marked,
            "A &#60;<span class=\"marked\"><a class=\"term\" href=\"#term-1\" aria-describedby=\"term-1-text\">\
             place of safety</a><span class=\"tip\" dir=\"auto\" aria-hidden=\"true\">&#60;b&#62;Where&#60;/b&#62;</span></span>\
             &#62; &#38; more"
        );
    }
}
