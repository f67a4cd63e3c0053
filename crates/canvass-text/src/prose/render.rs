//! Prose to HTML, with what its references stand for put in by the caller.
//!
//! References become characters of the private use area before the Markdown is read and are found again after it has
//! been sanitised; such characters are taken out of the prose first, so that no text can forge one. What the caller
//! gives for a reference is trusted and goes into the page as it is.

use super::cited::citations;
use super::{Reference, references};
use crate::glossary::Glossary;
use crate::marked::markdown_to_html_with_terms;
use std::ops::Range;

/// A citation leads here while the Markdown is read: a link that the sanitiser lets through, and that leads nowhere.
const CITED: &str = "https://figure.invalid/";

/// First of the characters that stand for references; as many references as there are such characters are shown.
const FIRST: u32 = 0xE000;
const LAST: u32 = 0xF8FF;

/// How a reference stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// Inside a sentence.
    Inline,
    /// A paragraph of its own.
    Alone,
}

/// How what prose stands for is shown. What these give is trusted and goes into the page as it is.
pub struct Shown<'a> {
    /// A glossary term, by its place, and its escaped words.
    pub mark: &'a dyn Fn(usize, &str) -> String,
    /// A reference, by its key.
    pub show: &'a dyn Fn(&str, Placed) -> String,
    /// A citation, by the key of its figure, and its words as safe HTML.
    pub cite: &'a dyn Fn(&str, &str) -> String,
}

/// Turns prose into safe HTML: Markdown with its glossary terms marked once each, every reference replaced by what
/// `show` makes of its key, and every citation by what `cite` makes of its key and words.
#[must_use]
pub fn prose_to_html(prose: &str, glossary: &Glossary, shown: &Shown<'_>) -> String {
    let Shown { mark, show, cite } = shown;
    let prose: String = prose.chars().filter(|c| !is_private(*c)).collect();
    let (markdown, keys) = with_marks(&prose);
    let html = with_cited(&markdown_to_html_with_terms(&markdown, glossary, mark), cite);
    let key_of = |c: char| keys.get(usize::try_from(u32::from(c).checked_sub(FIRST)?).ok()?).copied();
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html.as_str();
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_private(*c)) {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + c.len_utf8()..).unwrap_or_default());
        let alone = before.strip_suffix("<p>").zip(after.strip_prefix("</p>"));
        match (alone, key_of(c)) {
            (Some((before, after)), Some(key)) => {
                out.push_str(before);
                out.push_str(&show(key, Placed::Alone));
                rest = after;
            }
            (_, key) => {
                out.push_str(before);
                out.push_str(&key.map(|key| show(key, Placed::Inline)).unwrap_or_default());
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The finished HTML with every link to a figure replaced. Links do not nest, and their attributes are in double
/// quotes; an address that somebody typed in full is the citation of a figure like any other.
fn with_cited(html: &str, cite: &dyn Fn(&str, &str) -> String) -> String {
    let start = format!("<a href=\"{CITED}");
    let (mut out, mut rest) = (String::with_capacity(html.len()), html);
    while let Some((before, after)) = rest.split_once(&start) {
        out.push_str(before);
        let Some((key, after)) = after.split_once('"') else { break };
        let Some((words, after)) = after.split_once('>').and_then(|(_, after)| after.split_once("</a>")) else { break };
        out.push_str(&cite(&percent_decoded(key), words));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A key as it was before it was an address.
fn percent_decoded(key: &str) -> String {
    let mut bytes = Vec::with_capacity(key.len());
    let mut rest = key;
    while let Some(first) = rest.bytes().next() {
        let code = rest.get(1..3).filter(|_| first == b'%').and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = rest.get(if code.is_some() { 3 } else { 1 }..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The prose with a character of its own for every reference, and their keys in order; every citation leads to an
/// address. In the words of a citation a reference stays text: one link cannot stand in another.
fn with_marks(prose: &str) -> (String, Vec<&str>) {
    let cited = citations(prose);
    let is_free = |found: &Reference<'_>| !cited.iter().any(|one| one.range.contains(&found.range.start));
    let addresses = cited.iter().filter_map(|one| Some((one.address.clone(), None, one.key?)));
    let marks = (FIRST..=LAST).zip(references(prose).into_iter().filter(is_free));
    let marks = marks.map(|(n, found)| (found.range, char::from_u32(n), found.key));
    let mut places: Vec<(Range<usize>, Option<char>, &str)> = addresses.chain(marks).collect();
    places.sort_unstable_by_key(|(range, _, _)| range.start);
    let (mut marked, mut keys, mut done) = (String::with_capacity(prose.len()), Vec::new(), 0);
    for (range, mark, key) in places {
        marked.push_str(prose.get(done..range.start).unwrap_or_default());
        match mark {
            Some(mark) => {
                marked.push(mark);
                keys.push(key);
            }
            None => marked.extend([CITED, key]),
        }
        done = range.end;
    }
    marked.push_str(prose.get(done..).unwrap_or_default());
    (marked, keys)
}

fn is_private(c: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(prose: &str) -> String {
        let show = |key: &str, placed: Placed| match placed {
            Placed::Inline => format!("<b>{key}</b>"),
            Placed::Alone => format!("<figure>{key}</figure>"),
        };
        let cite = |key: &str, words: &str| format!("<cite>{key}: {words}</cite>");
        let shown = Shown { mark: &|_, word| format!("<i>{word}</i>"), show: &show, cite: &cite };
        prose_to_html(prose, &Glossary::new(&[("callout", "A call.")]), &shown)
    }

    #[test]
    fn citations_keep_their_words() {
        let check = |prose, expected: &str| assert_eq!(html(prose), format!("{expected}\n"), "{prose}");
        check(
            "They work [5.9 *hours*](figure:workload).",
            "<p>They work <cite>workload: 5.9 <em>hours</em></cite>.</p>",
        );
        check("- **[a callout](figure:x)**", "<ul>\n<li><strong><cite>x: a callout</cite></strong></li>\n</ul>");
        check("[a](figure:x) [b](figure:é)", "<p><cite>x: a</cite> <cite>é: b</cite></p>");
        check("[<img src=x onerror=y>5](figure:x)", "<p><cite>x: 5</cite></p>");
        check("[5](figure:x\"onclick=y)", "<p>5</p>");
        check("[{a.b}](figure:x) {a.b}", "<p><cite>x: {a.b}</cite> <b>a.b</b></p>");
    }

    #[test]
    fn references_are_put_into_safe_html() {
        assert_eq!(
            html("Of *{poll.n}* callouts {x.y}."),
            "<p>Of <em><b>poll.n</b></em> <i>callouts</i> <b>x.y</b>.</p>\n"
        );
        assert_eq!(html("One\n\n{quote.1}\n\nTwo"), "<p>One</p>\n<figure>quote.1</figure>\n<p>Two</p>\n");
        assert_eq!(html("{quote.1} {quote.2}"), "<p><b>quote.1</b> <b>quote.2</b></p>\n");
    }

    #[test]
    fn nothing_can_be_forged() {
        assert_eq!(html("\u{e000}<b>x</b> {a.b}"), "<p>x <b>a.b</b></p>\n");
        assert_eq!(html("\u{e000}"), "");
        let many = "{a.b} ".repeat(6_500);
        assert_eq!(html(&many).matches("<b>a.b</b>").count(), 6_400);
    }
}
