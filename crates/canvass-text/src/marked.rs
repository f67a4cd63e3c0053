//! Markdown to HTML with the first occurrence of each glossary term marked.
//!
//! The text is sanitised first and then walked: there are no placeholders that a text could forge, and the caller's
//! markup is the only thing added to what the sanitiser let through. It must never mark inside a tag, a link, a
//! heading or code.

use crate::escape::{escape, unescape};
use crate::glossary::{Glossary, Seen, Segment};
use crate::markdown::markdown_to_html;

/// Elements whose words are left alone: a link leads elsewhere already, a heading stays plain, code is literal.
const UNMARKED: [&str; 7] = ["a", "code", "pre", "h3", "h4", "h5", "h6"];

/// As [`markdown_to_html`](crate::markdown_to_html), with the first occurrence of each term replaced by what `mark`
/// makes of the term's index and its escaped words. What `mark` returns is trusted and goes into the page as it is.
#[must_use]
pub fn markdown_to_html_with_terms(
    markdown: &str,
    glossary: &Glossary,
    mark: &dyn Fn(usize, &str) -> String,
) -> String {
    let html = markdown_to_html(markdown);
    let mut marked = String::with_capacity(html.len());
    let mut seen = Seen::new();
    let mut n_unmarked = 0_usize;
    let mut rest = html.as_str();
    while !rest.is_empty() {
        if rest.starts_with('<') {
            let (tag, after) = rest.split_at(tag_len(rest));
            match unmarked_element(tag) {
                Some(Edge::Opens) => n_unmarked += 1,
                Some(Edge::Closes) => n_unmarked = n_unmarked.saturating_sub(1),
                None => {}
            }
            marked.push_str(tag);
            rest = after;
        } else {
            let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            if n_unmarked == 0 {
                push_marked(&mut marked, &glossary.segments_unseen(&unescape(text), &mut seen), mark);
            } else {
                marked.push_str(text);
            }
            rest = after;
        }
    }
    marked
}

/// Which end of an element a tag is.
enum Edge {
    Opens,
    Closes,
}

fn push_marked(marked: &mut String, segments: &[Segment<'_>], mark: &dyn Fn(usize, &str) -> String) {
    for segment in segments {
        match segment {
            Segment::Plain(text) => marked.push_str(&escape(text)),
            Segment::Term { text, index } => marked.push_str(&mark(*index, &escape(text))),
        }
    }
}

/// How many bytes the tag at the start takes. Attributes are in double quotes and may hold `>`.
fn tag_len(html: &str) -> usize {
    let mut is_quoted = false;
    for (place, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return place + 1,
            _ => {}
        }
    }
    html.len()
}

fn unmarked_element(tag: &str) -> Option<Edge> {
    let inner = tag.strip_prefix('<')?;
    let (edge, inner) = inner.strip_prefix('/').map_or((Edge::Opens, inner), |inner| (Edge::Closes, inner));
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    UNMARKED.contains(&name).then_some(edge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_ends_at_the_first_bracket_outside_quotes() {
        let check = |html, expected| assert_eq!(tag_len(html), expected, "{html}");
        check("<p>word", 3);
        check("<a href=\"x>y\">word</a>", 14);
        check("<p", 2);
    }
}
