//! Whose sentences a text is made of: those that stand, word for word, in what a program drafted are the program's.
//!
//! A sentence is what [`sentences`] finds, without the marks of Markdown and without white space that prints as one
//! space. Headings are no sentences, nor is what holds no word of its own: a chart, a quote, a line of figures.

use super::{references, sentences};
use std::collections::BTreeSet;

/// The sentences of Markdown, in order, each as its words stand there: a reference is `{key}`, however it is spaced.
///
/// ```
/// let text = "## Shares\n\n{chart.poll}\n\n- **{poll.n|46}** answered. Most\nsaid  no.";
/// assert_eq!(canvass_text::written_sentences(text), ["{poll.n} answered.", "Most said no."]);
/// ```
#[must_use]
pub fn written_sentences(text: &str) -> Vec<String> {
    // A heading ends what is above it, as an empty line does.
    let lines = text.lines().map(|line| if line.trim_start().starts_with('#') { "" } else { line });
    let text = lines.collect::<Vec<_>>().join("\n");
    let found = sentences(&text).into_iter().filter_map(|range| text.get(range)).map(in_words);
    found.filter(|sentence| has_words(sentence)).collect()
}

/// How many sentences of `texts` there are, and how many of them are among the `known`.
#[must_use]
pub fn count_known<'a>(texts: impl IntoIterator<Item = &'a str>, known: &BTreeSet<String>) -> (usize, usize) {
    let all: Vec<String> = texts.into_iter().flat_map(written_sentences).collect();
    let n_known = all.iter().filter(|sentence| known.contains(*sentence)).count();
    (all.len(), n_known)
}

/// A sentence without marks, references as `{key}`, one space between words.
fn in_words(sentence: &str) -> String {
    let mut plain = String::new();
    let mut end = 0;
    for found in references(sentence) {
        push_plain(&mut plain, sentence.get(end..found.range.start).unwrap_or_default());
        plain.push_str(&format!("{{{}}}", found.key));
        end = found.range.end;
    }
    push_plain(&mut plain, sentence.get(end..).unwrap_or_default());
    without_lead(&plain.split_whitespace().collect::<Vec<_>>().join(" ")).to_owned()
}

/// Stars are marks of emphasis or of a list, never words.
fn push_plain(plain: &mut String, text: &str) {
    plain.extend(text.chars().filter(|c| *c != '*'));
}

/// Without what begins an item of a list or a line quoted.
fn without_lead(sentence: &str) -> &str {
    let is_lead = |c: char| matches!(c, '-' | '>' | ' ');
    if sentence.starts_with(['-', '>']) { sentence.trim_start_matches(is_lead) } else { sentence }
}

/// Whether there is a letter outside of references.
fn has_words(sentence: &str) -> bool {
    let mut end = 0;
    let is_word = |text: Option<&str>| text.is_some_and(|text| text.chars().any(char::is_alphabetic));
    for found in references(sentence) {
        if is_word(sentence.get(end..found.range.start)) {
            return true;
        }
        end = found.range.end;
    }
    is_word(sentence.get(end..))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_spacing_and_what_a_figure_was_read_as_change_no_word() {
        let check = |text: &str, expected: &[&str]| assert_eq!(written_sentences(text), expected, "{text}");
        check("Of { poll.n | 46 } readers, *most* said\nno.", &["Of {poll.n} readers, most said no."]);
        check("> Quoted.\n\n* One\n* Two. Three.", &["Quoted.", "One", "Two.", "Three."]);
        check("1. First.\n2. Second.", &["First.", "Second."]);
        check("# Heading\nText under it.\n## Another", &["Text under it."]);
        check("A headline without a stop", &["A headline without a stop"]);
    }

    #[test]
    fn what_has_no_word_of_its_own_is_no_sentence() {
        for text in
            ["", "{chart.poll}", "{quote.1}\n\n{quote.2}", "- {about.role.1.text}: {about.role.1.n}", "—", "46%"]
        {
            assert_eq!(written_sentences(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_sentence_is_known_word_for_word_or_not_at_all() {
        let known: BTreeSet<String> = written_sentences("{who}\n\nMost said no. Few said yes.").into_iter().collect();
        let check = |text: &str, expected| assert_eq!(count_known([text], &known), expected, "{text}");
        check("Most said no. Few said yes.", (2, 2));
        check("**Most** said no.\n\nFew, I think, said yes.", (2, 1));
        check("Most said no. Most said no.", (2, 2));
        check("Most of them said no.", (1, 0));
        check("most said no.", (1, 0));
        check("", (0, 0));
    }
}
